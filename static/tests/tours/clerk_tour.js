import { registry } from "@web/core/registry";

import { confirm, openApp, openMenu, press, reached } from "@dan_van/core/tours/steps";
import { choose, giveFile, prints, save, select, type, waits } from "./steps";

/**
 * A day of the clerk at her desk. What others do before and between, and the file of what has come in, the test gives.
 */
const tours = registry.category("web_tour.tours");

const COUNT = 10;
const numbers = (count) => Array.from({ length: count }, (_, index) => index + 1);
const open = (menu) => openMenu("dan_van.letter_root_menu", `dan_van.${menu}`);
const button = (text) => `.o_form_view .o_statusbar_buttons button:contains('${text}')`;
const openRow = (field, text) => ({ trigger: `.o_data_row td[name=${field}]:contains('${text}')`, run: "click" });
const entered = { trigger: ".o_form_view .o_field_widget[name=arrival_number]:contains(/\\d/)" };

/** The first from the list, the others each from the form of the one before. */
const enter = (number) => [
    { trigger: ".o_list_button_add, .o_form_button_create", run: "click" },
    { trigger: ".o_form_view:not(:has(.o_field_widget[name=arrival_number]))" },
    type("subject", `Về việc thứ ${number} trong ngày`, "textarea"),
    type("code", `${number}/SNM-VP`),
    type("date", "20/01/2026"),
    type("issuer", "Sở Mẫu"),
    type("kind", "Công văn"),
    save,
    entered,
];

const enterFromFile = [
    ...open("incoming_menu"),
    { trigger: ".o_control_panel button:contains('Vào sổ từ tệp')", run: "click" },
    ...giveFile("cong-van.pdf"),
    { trigger: "button[name=action_read]:enabled", run: "click" },
    { trigger: ".o_field_widget[name=code] input:value('345/SNV-CCHC')" },
    { trigger: "button[name=action_create]:enabled", run: "click" },
    entered,
];

/** What waits in the inbox, one after the other. */
const issue = (count) => [
    { trigger: ".o_menu_sections [data-menu-xmlid='dan_van.inbox_menu']", run: "click" },
    { trigger: ".o_dan_van_inbox button[name=review]", run: "click" },
    ...numbers(count).flatMap((number) => [waits(count + 1 - number), ...press("action_issue"), confirm()]),
    { trigger: ".o_dan_van_inbox_empty" },
];

const copy = (menu, row, ...values) => [
    ...open(menu),
    row,
    { trigger: button("Sao văn bản"), run: "click" },
    { trigger: ".o_form_view .o_field_widget[name=kind] .o_select_menu_input" },
    ...values,
    save,
    ...press("action_issue"),
    confirm(),
    reached("issued"),
];

const corrected = (text) =>
    text.replace("Tại …:", "Tại Điều 1:").replace("in: “…”", "in: “năm 2025”").replace("là: “…”", "là: “năm 2026”");

const correct = [
    ...open("letter_menu"),
    openRow("subject", "kiện toàn Tổ công tác"),
    ...press("action_correct"),
    {
        trigger: ".o_field_widget[name=body] textarea:value(/Đã in: “…”/)",
        run: ({ anchor, edit }) => edit(corrected(anchor.value)),
    },
    ...press("action_submit"),
    reached("submitted"),
];

tours.add("dan_van_clerk_day_tour", {
    steps: () => [
        ...openApp(),
        ...open("incoming_menu"),
        ...numbers(COUNT - 1).flatMap(enter),
        ...enterFromFile,
        ...issue(COUNT),
        ...copy("incoming_menu", openRow("code", "345/SNV-CCHC")),
        ...copy("letter_menu", openRow("subject", "việc thứ 1 trong ngày")),
        ...copy("letter_menu", openRow("subject", "việc thứ 2 trong ngày"), ...select("kind", "Trích sao"), type("pages", "1")),
        ...correct,
    ],
});

const INCOMING = ["345/SNV-CCHC", ...numbers(COUNT - 1).map((number) => `${number}/SNM-VP`)].map((code) => `td[name=code]:contains('${code}')`);
const OUTGOING = [
    ...numbers(COUNT).map((number) => `td[name=subject]:contains(/^phối hợp việc thứ ${number} trong ngày$/)`),
    "td[name=subject]:contains(/^đính chính Quyết định/)",
    ...["01/SY", "02/SY", "03/TrS"].map((code) => `td[name=code]:contains('${code}')`),
];

const putIntoFile = (menu, cells, ...file) => [
    ...open(menu),
    ...cells.map((cell) => ({ trigger: `.o_data_row:has(${cell}) .o_list_record_selector input`, run: "click" })),
    { trigger: `.o_selection_box b:contains(/^${cells.length}$/)` },
    { trigger: ".o_control_panel button[name=action_put_into_file]", run: "click" },
    ...file,
    { trigger: ".modal .o_field_widget[name=work_file_id] input:value(/Hồ sơ công việc/)" },
    { trigger: ".modal button[name=action_add]", run: "click" },
    { trigger: `.o_notification:contains(': ${cells.length} văn bản')` },
];

tours.add("dan_van_clerk_evening_tour", {
    steps: () => [
        ...openApp(),
        ...issue(1),
        ...putIntoFile("incoming_menu", INCOMING, ...choose("work_file_id", "Hồ sơ công việc trong ngày")),
        // The file of the last time is proposed.
        ...putIntoFile("register_entry_menu", OUTGOING),
        ...open("work_file_menu"),
        openRow("title", "Hồ sơ công việc trong ngày"),
        ...press("action_close"),
        confirm(),
        reached("closed"),
        prints(button("In mục lục văn bản"), "%PDF-"),
    ],
});
