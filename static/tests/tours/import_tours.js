import { registry } from "@web/core/registry";

import { giveFile } from "./steps";

/**
 * A plan comes as a Word file, is put right beside its source, and comes again after changes. The test gives the files.
 */
const tours = registry.category("web_tour.tours");

const chooseFile = (name) => [
    ...giveFile(name),
    { trigger: "button[name=action_read]", run: "click" },
];

/** Chooses several photos at once; their names say the order of the pages. */
const choosePhotos = (...names) => ({
    trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
    async run() {
        const files = new DataTransfer();
        for (const name of names) {
            const response = await fetch(`/dan_van_test/${name}`);
            files.items.add(new File([await response.blob()], name, { type: "image/jpeg" }));
        }
        this.anchor.files = files.files;
        this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
    },
});

const row = (words) => `.o_field_widget[name=line_ids] .o_data_row:contains('${words}')`;

/** Chooses a part in the source, whose row lights up. */
const find = (words) => [
    { trigger: `.o_dan_van_source [role=button]:contains('${words}')`, run: "click" },
    { trigger: `${row(words)}.o_dan_van_lit` },
];

/** The unit of the row that is edited; a phone shows all units to choose from. */
const unit = ".o_selected_row .o_field_widget[name=department_id] input";
const chooseInspectorate = [
    { isActive: ["desktop"], trigger: unit, run: "edit Thanh tra" },
    { isActive: ["desktop"], trigger: ".o-autocomplete--dropdown-item a:contains('Thanh tra')", run: "click" },
    { isActive: ["mobile"], trigger: unit, run: "click" },
    { isActive: ["mobile"], trigger: ".modal .o_kanban_record:contains('Thanh tra')", run: "click" },
    { trigger: "body:not(:has(.modal)) .o_form_view" },
];

const press = (name) => ({ trigger: `.o_dan_van_import_toolbar button[name=${name}]:enabled`, run: "click" });

tours.add("dan_van_import_table_tour", {
    url: "/odoo/dan-van-import",
    steps: () => [
        ...chooseFile("ke-hoach.docx"),
        // The other way round: a row lights up its source.
        { trigger: `${row("Trao đổi kinh nghiệm")} td[name=text]`, run: "click" },
        { trigger: ".o_dan_van_source .o_dan_van_lit:contains('Trao đổi kinh nghiệm')" },
        ...find("Trao đổi kinh nghiệm"),
        press("action_merge"),
        { trigger: `${row("Trao đổi kinh nghiệm")}:contains('Lắng nghe ý kiến')` },
        press("action_undo"),
        { trigger: `.o_field_widget[name=line_ids]:not(:has(.o_data_row:contains('Trao đổi'):contains('Lắng nghe')))` },
        ...find("Ban điều phối"),
        { trigger: `.o_dan_van_unit.text-danger:contains('Ban điều phối') td[name=unit]`, run: "click" },
        ...chooseInspectorate,
        { trigger: "button[name=action_create]", run: "click" },
        { trigger: ".o_form_view button[name=action_submit]" },
    ],
});

const section = (words) => `.o_field_widget[name=section_ids] .o_data_row:contains('${words}')`;

/** How many assignments stand where; those of one section are left out, a unit of the annex is put right. */
tours.add("dan_van_import_annex_tour", {
    url: "/odoo/dan-van-import",
    steps: () => [
        ...chooseFile("ke-hoach.docx"),
        { trigger: `${section("PHỤ LỤC")} td[name=duty_count]:contains(3)` },
        { trigger: `${section("TỔ CHỨC THỰC HIỆN")} td[name=duty_count]:contains(2)` },
        { trigger: `${section("TỔ CHỨC THỰC HIỆN")} td[name=takes_duties] input`, run: "click" },
        { trigger: `${section("TỔ CHỨC THỰC HIỆN")} td[name=takes_duties] input:not(:checked)` },
        { trigger: `.o_dan_van_unit.text-danger:contains('Ban điều phối') td[name=unit]`, run: "click" },
        ...chooseInspectorate,
        { trigger: "button[name=action_create]", run: "click" },
        { trigger: ".o_form_view button[name=action_submit]" },
    ],
});

tours.add("dan_van_import_again_tour", {
    steps: () => [
        { trigger: ".o_statusbar_buttons .o_dan_van_import_again", run: "click" },
        ...chooseFile("ke-hoach-sua.docx"),
        { trigger: ".modal .o_data_row:has(del:contains('Lắng nghe ý kiến')) td[name=take]", run: "click" },
        { trigger: ".modal .o_data_row:has(ins:contains('đồng bào')) td[name=take] input:not(:checked)" },
        { trigger: ".modal button[name=action_take]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view button[name=action_submit]" },
    ],
});

tours.add("dan_van_import_phone_tour", {
    url: "/odoo/dan-van-import",
    steps: () => [
        ...chooseFile("ke-hoach.docx"),
        ...find("Trao đổi kinh nghiệm"),
        {
            trigger: ".o_form_view",
            run() {
                const { clientWidth } = document.documentElement;
                for (const name of [".o_dan_van_source", ".o_field_widget[name=line_ids]", ".o_dan_van_import_toolbar"]) {
                    const { left, right } = document.querySelector(name).getBoundingClientRect();
                    if (left < 0 || right > clientWidth) {
                        throw new Error(`${name} is outside of the screen: ${left} to ${right} of ${clientWidth}`);
                    }
                }
            },
        },
        press("action_up"),
        { trigger: `.o_data_row:contains('Trao đổi kinh nghiệm') + .o_data_row:contains('Lắng nghe ý kiến')` },
    ],
});

/** On a phone every pane stays on the screen. */
const isOnScreen = [
    {
        trigger: ".o_form_view",
        run() {
            const { clientWidth } = document.documentElement;
            const panes = ".o_dan_van_scan, .o_dan_van_import_head, .o_dan_van_source, .o_field_widget[name=line_ids]";
            for (const pane of document.querySelectorAll(panes)) {
                const { left, right } = pane.getBoundingClientRect();
                if (left < 0 || right > clientWidth) {
                    throw new Error(`${pane.className} is outside of the screen: ${left} to ${right} of ${clientWidth}`);
                }
            }
        },
    },
];

/** From the upload to the draft. */
const fromUploadToDraft = (name, ...looks) => ({
    url: "/odoo/dan-van-import",
    steps: () => [
        ...chooseFile(name),
        // A page of a scan takes some seconds.
        { trigger: row("Niêm yết công khai kế hoạch"), timeout: 60000 },
        ...looks,
        ...isOnScreen,
        { trigger: "button[name=action_create]", run: "click" },
        { trigger: ".o_form_view button[name=action_submit]" },
    ],
});

tours.add("dan_van_import_old_word_tour", fromUploadToDraft("ke-hoach.doc"));

tours.add(
    "dan_van_import_scan_tour",
    fromUploadToDraft(
        "ban-quet.pdf",
        { trigger: ".o_dan_van_scan img" },
        { trigger: ".o_dan_van_source [role=button]:contains('Tổ chức hội nghị')", run: "click" },
        { trigger: ".o_dan_van_scan_lit" },
        {
            trigger: ".o_dan_van_scan:not(:has(img:not([src*=picture])))",
            async run() {
                const frame = document.querySelector(".o_dan_van_scan");
                const image = frame.querySelector("img");
                await image.decode();
                const lit = frame.querySelector(".o_dan_van_scan_lit").getBoundingClientRect();
                const { top, bottom } = frame.getBoundingClientRect();
                if (!image.naturalWidth || lit.bottom < top || lit.top > bottom) {
                    throw new Error("the place on the picture is out of sight");
                }
            },
        }
    )
);

/** Photos of two pages, chosen the wrong way round and put right; the number written by hand is entered. */
tours.add("dan_van_import_photos_tour", {
    url: "/odoo/dan-van-import",
    steps: () => [
        choosePhotos("anh-2.jpg", "anh-1.jpg"),
        { trigger: ".o_dan_van_photos li:nth-child(1):contains('anh-1') img:not(:hidden)" },
        { trigger: ".o_dan_van_photos li:nth-child(1) button[aria-label]:has(.fa-arrow-right)", run: "click" },
        { trigger: ".o_dan_van_photos li:nth-child(2):contains('anh-1') button:has(.fa-arrow-left)", run: "click" },
        { trigger: ".o_dan_van_photos li:nth-child(2):contains('anh-2')" },
        { trigger: "button[name=action_read]", run: "click" },
        { trigger: row("Niêm yết công khai kế hoạch"), timeout: 60000 },
        ...isOnScreen,
        { trigger: ".o_dan_van_import_head img" },
        { trigger: ".o_field_widget[name=number] input", run: "edit 47" },
        { trigger: "button[name=action_create]", run: "click" },
        { trigger: ".o-mail-Message:contains('47/KH-STN'), .o_form_view button[name=action_submit]" },
    ],
});

tours.add("dan_van_import_long_scan_tour", {
    url: "/odoo/dan-van-import",
    steps: () => [
        ...chooseFile("ban-quet.pdf"),
        { trigger: ".o_dan_van_import_progress:contains('0'):contains('1')" },
        { trigger: "button[name=action_cancel]", run: "click" },
        { trigger: "button[name=action_read]" },
    ],
});
