import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { choose, giveFile } from "./steps";

/**
 * The clerk enters an official letter from its file; the number, which was left blank, is written before the symbol.
 */
const step = (name) => ({ trigger: `button[name=${name}]:not(:disabled)`, run: "click" });

let told;

const tour = (number) => ({
    url: "/odoo/dan-van-incoming-file",
    steps: () => [
        ...giveFile("cong-van.docx"),
        {
            trigger: "button[name=action_read]:not(:disabled)",
            run(helpers) {
                // What covers the page while the file is read is gone before a step could look for it.
                new MutationObserver(() => {
                    told ||= document.querySelector(".o_blockUI")?.textContent;
                }).observe(document.body, { childList: true, subtree: true, characterData: true });
                return helpers.click();
            },
        },
        { trigger: ".o_dan_van_warning" },
        {
            trigger: ".o_form_view",
            run() {
                const reading = _t("The file is being read. A scan takes some seconds a page.").toString();
                if (!told?.includes(reading) || document.querySelector(".o_blockUI")) {
                    throw new Error(`while the file is read, and no longer, the page says so: ${told}`);
                }
            },
        },
        // A place in the file leads to its field, and a field to its place.
        { trigger: ".o_dan_van_source [role=button]:contains('15/6/2026')", run: "click" },
        { trigger: ".o_field_widget[name=issuer] input", run: "click" },
        { trigger: ".o_dan_van_source .o_dan_van_lit:contains('SỞ NỘI VỤ')" },
        { trigger: ".o_field_widget[name=code] input", run: `edit ${number}/SNV-CCHC` },
        { trigger: ".o_field_widget[name=issuer] input", run: "click" },
        {
            trigger: ".o_form_view",
            run() {
                const { clientWidth, scrollWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`the form is wider than the screen of ${clientWidth}`);
                }
            },
        },
        step("action_create"),
        { trigger: ".o-mail-Chatter" },
    ],
});

// From the file to the leader, from him to three units, from their results back to who closes it.

const waiting = (text) => [
    { trigger: `.o_dan_van_inbox .o_dan_van_inbox_row:contains('${text}')`, run: "click" },
    { trigger: `.o_form_view h2:contains('dân vận')` },
];

const confirm = { trigger: ".modal .modal-footer .btn-primary", run: "click" };
const asked = "Tham mưu văn bản báo cáo Sở Nội vụ.";

registry.category("web_tour.tours").add("dan_van_directive_enter_tour", {
    url: tour(347).url,
    steps: () => [
        ...tour(347).steps(),
        step("action_submit"),
        { trigger: ".o_statusbar_status .o_arrow_button_current[data-value=submitted]" },
    ],
});

registry.category("web_tour.tours").add("dan_van_directive_tour", {
    steps: () => [
        ...waiting("347/SNV-CCHC"),
        { trigger: ".o_field_widget[name=directive_text] textarea", run: `edit ${asked}` },
        ...choose("department_id", "Phòng Tuyên truyền"),
        ...choose("directive_unit_ids", "Phòng Chính sách"),
        ...choose("directive_unit_ids", "Thanh tra"),
        step("action_direct"),
        confirm,
        { trigger: ".o_dan_van_inbox" },
    ],
});

registry.category("web_tour.tours").add("dan_van_directive_work_tour", {
    url: "/odoo/dan-van-assignments",
    steps: () => [
        { trigger: `.o_data_row:contains('347/SNV-CCHC') .o_data_cell[name=text]`, run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=incoming_id]:contains('347/SNV-CCHC')" },
        { trigger: ".o_field_widget[name=result] textarea", run: "edit Đã gửi số liệu." },
        step("action_done"),
        { trigger: "button[name=action_not_done]" },
    ],
});

registry.category("web_tour.tours").add("dan_van_directive_answer_tour", {
    steps: () => [
        ...waiting("347/SNV-CCHC"),
        step("action_answer"),
        { trigger: ".o_form_view .o_field_widget[name=answers_id] input" },
        { trigger: ".nav-link[name=recipients]", run: "click" },
        { trigger: ".o_field_widget[name=recipients] textarea", run: "edit Sở Nội vụ" },
        step("action_submit"),
        { trigger: ".o_statusbar_status .o_arrow_button_current[data-value=submitted]" },
    ],
});

registry.category("web_tour.tours").add("dan_van_directive_close_tour", {
    steps: () => [
        ...waiting("347/SNV-CCHC"),
        { trigger: ".o_field_widget[name=answer_ids] .o_data_row" },
        step("action_close"),
        { trigger: ".o_dan_van_inbox:not(:contains('347/SNV-CCHC'))" },
    ],
});

registry.category("web_tour.tours").add("dan_van_incoming_file_345_tour", tour(345));
registry.category("web_tour.tours").add("dan_van_incoming_file_346_tour", tour(346));
