import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { confirm, openApp, openMenu, openPdf, openTab, press, reached } from "@dan_van/core/tours/steps";

/**
 * A report on its way: written, approved, received, consolidated, signed, issued, read. Heads and leaders have a phone.
 */
const tours = registry.category("web_tour.tours");

const PERIOD = "tuyên truyền, đối thoại";
const RESULT = "Đã tổ chức 03 buổi tuyên truyền bằng tiếng dân tộc.";
const CORRECTED = "Đã tổ chức 03 buổi, 95 lượt người dự.";
const PROPOSAL = "Đề nghị bổ sung biên chế cho công tác địa bàn.";
const EDITED = "Các phòng đã tổ chức 03 buổi, 95 lượt người dự.";
const STRENGTHS = "Phối hợp tốt với người có uy tín.";
const REASON = "Bổ sung số lượt người dự.";
const WITHOUT = "Văn phòng gửi báo cáo sau.";
// Position of "Too early to report" among the reasons.
const TOO_EARLY = 1;

const openReports = (menu, content) => [
    ...openApp(content),
    ...openMenu("dan_van.report_root_menu", `dan_van.${menu}`, content),
];

const openReportOf = (unit, content) => ({
    trigger: `.o_data_row:contains('${PERIOD}') .o_data_cell:contains('${unit}'), .o_kanban_record:contains('${unit}')`,
    content,
    run: "click",
});

const openAgencyReport = (content) => ({
    trigger: `.o_data_row .o_data_cell[name=subject]:contains('${PERIOD}'), .o_kanban_record:contains('${PERIOD}')`,
    content,
    run: "click",
});

/** Selects the cell of a row of a table in the form. */
const openCell = (table, row, name, content) => ({
    trigger: `.o_field_widget[name=${table}] .o_data_row:contains('${row}') .o_data_cell[name=${name}]`,
    content,
    run: "click",
});

const writeResult = (row, text, content) => [
    openCell("line_ids", row, "text", content),
    {
        trigger: ".o_selected_row .o_field_widget[name=text] textarea",
        content,
        run: `edit ${text}`,
    },
];

const chooseReason = (row, index, content) => [
    openCell("line_ids", row, "reason", content),
    { trigger: `.o_selected_row:contains('${row}') .o_field_widget[name=reason] input`, content, run: "click" },
    { trigger: `.o_select_menu_item[data-choice-index='${index}']`, content, run: "click" },
];

const shownResult = (text) => ({
    trigger: `.o_field_widget[name=line_ids] .o_data_row:contains('${text}'), .o_field_widget[name=line_ids] .o_kanban_record:contains('${text}')`,
});

tours.add("dan_van_report_write_tour", {
    url: "/odoo",
    steps: () => [
        ...openReports("report_menu", _t("Open the reports of your unit.")),
        openReportOf("Phòng Chính sách", _t("This draft was made from what your unit has noted on its duties.")),
        ...writeResult("Tuyên truyền chính sách", RESULT, _t("Write what was done for each duty.")),
        ...chooseReason("Tham mưu thực hiện", TOO_EARLY, _t("Nothing to report? Say why.")),
        ...chooseReason("Căn cứ nhiệm vụ", TOO_EARLY, _t("Nothing to report? Say why.")),
        openTab("text", _t("Assess the period in a few words.")),
        openCell("section_ids", "Ưu điểm", "text", _t("Assess the period in a few words.")),
        {
            trigger: ".o_selected_row .o_field_widget[name=text] textarea",
            content: _t("Assess the period in a few words."),
            run: `edit ${STRENGTHS}`,
        },
        openTab("figures", _t("Type the figures of this period; sums are made by themselves.")),
        openCell("figure_ids", "Tin, bài đã đăng", "value", _t("Type the figure.")),
        {
            trigger: ".o_selected_row .o_field_widget[name=value] input",
            content: _t("Type the figure."),
            run: "edit 3",
        },
        ...press("action_draw", _t("New facts on the duties come in, what you have typed stays.")),
        { trigger: ".o_field_widget[name=figure_ids] .o_data_row:contains('Tin, bài đã đăng') .o_data_cell[name=value]:contains('3')" },
        openTab("text", _t("Your words are still there.")),
        { trigger: `.o_field_widget[name=section_ids] .o_data_row:contains('${STRENGTHS}')` },
        openTab("results", _t("Your words are still there.")),
        shownResult(RESULT),
        ...press("action_submit", _t("Submit the report to the head of your unit.")),
        reached("submitted"),
    ],
});

const openSubmitted = () => [
    ...openReports("report_menu", _t("Open the reports that wait for you.")),
    openReportOf("Phòng Chính sách", _t("Open the report of your unit.")),
];

tours.add("dan_van_report_return_tour", {
    url: "/odoo",
    steps: () => [
        ...openSubmitted(),
        shownResult(RESULT),
        ...press("action_return", _t("Something is missing? Return it with a reason.")),
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            content: _t("Say what is to be changed."),
            run: `edit ${REASON}`,
        },
        confirm(),
        reached("draft"),
    ],
});

tours.add("dan_van_report_correct_tour", {
    url: "/odoo",
    steps: () => [
        ...openSubmitted(),
        openTab("approvals", _t("Read why it came back.")),
        { trigger: `.o_field_widget[name=approval_ids] .o_data_row:contains('${REASON}')` },
        openTab("results", _t("Correct the results.")),
        ...writeResult("Tuyên truyền chính sách", CORRECTED, _t("Correct what was asked for.")),
        ...press("action_submit", _t("Submit it again.")),
        reached("submitted"),
    ],
});

tours.add("dan_van_report_approve_tour", {
    url: "/odoo",
    steps: () => [
        ...openSubmitted(),
        shownResult(CORRECTED),
        openTab("changes", _t("See what has changed since you returned it.")),
        { trigger: `.o_field_widget[name=change_lines] ins:contains('${CORRECTED}')` },
        ...press("action_approve", _t("Approve the report.")),
        reached("approved"),
    ],
});

const selectReportOf = (unit) => ({
    trigger: `.o_data_row:contains('${unit}') .o_list_record_selector input`,
    content: _t("Select the approved reports."),
    run: "click",
});

tours.add("dan_van_report_consolidate_tour", {
    url: "/odoo",
    steps: () => [
        ...openReports("report_menu", _t("Open the reports that wait for you.")),
        selectReportOf("Phòng Chính sách"),
        selectReportOf("Thanh tra"),
        {
            trigger: ".o_control_panel button[name=action_receive]",
            content: _t("Receive them together."),
            run: "click",
        },
        { trigger: ".o_list_view:not(:has(.o_data_row:contains('Thanh tra')))" },
        ...openMenu("dan_van.report_root_menu", "dan_van.period_menu", _t("Open the periods.")),
        {
            trigger: `.o_data_row .o_data_cell[name=name]:contains('${PERIOD}')`,
            content: _t("Open the period."),
            run: "click",
        },
        ...press("action_consolidate", _t("Make the agency's report of what was received.")),
        {
            trigger: `.o_field_widget[name=line_ids] .o_data_row:contains('${CORRECTED}')
                .o_data_cell[name=department_id]:contains('Phòng Chính sách')`,
        },
        openTab("missing", _t("See which units are missing.")),
        { trigger: ".o_field_widget[name=missing_ids] .o_data_row:contains('Văn phòng')" },
        openTab("results", _t("Edit the text.")),
        ...writeResult(CORRECTED, EDITED, _t("Word it for the agency.")),
        ...press("action_submit", _t("Submit the report to the leadership.")),
        { trigger: ".modal .o_field_widget[name=question]:contains('Văn phòng')" },
        {
            trigger: ".modal .o_field_widget[name=reason] textarea",
            content: _t("Say why you do not wait for it."),
            run: `edit ${WITHOUT}`,
        },
        confirm(),
        reached("submitted"),
    ],
});

/** Checks that a person with a phone need not move the page sideways to decide. */
const seesButtons = (...names) => ({
    trigger: ".o_form_view",
    run() {
        const { clientWidth, scrollWidth } = document.documentElement;
        const content = this.anchor.querySelector(".o_content");
        for (const name of names) {
            const { left, right } = this.anchor
                .querySelector(`button[name=${name}]`)
                .getBoundingClientRect();
            if (left < 0 || right > clientWidth) {
                throw new Error(`${name} is outside of the screen: ${left} to ${right} of ${clientWidth}`);
            }
        }
        if (scrollWidth > clientWidth || content.scrollWidth > content.clientWidth) {
            throw new Error(`the page is wider than the screen of ${clientWidth}`);
        }
    },
});

tours.add("dan_van_report_sign_tour", {
    url: "/odoo",
    steps: () => [
        ...openReports("report_review_menu", _t("Open what waits for your signature.")),
        openAgencyReport(_t("Open the report.")),
        {
            // Made by the printer while the reader waits.
            trigger: ".o_dan_van_pdf_frame :iframe .page[data-page-number='1'] canvas",
            timeout: 30000,
        },
        seesButtons("action_sign", "action_return"),
        { trigger: `.o_field_widget[name=change_lines] ins:contains('${PROPOSAL}')` },
        { trigger: ".o_field_widget[name=seen_ids] .o_kanban_record:contains('Trần Thị B')" },
        {
            trigger: "button[name=action_sign]",
            content: _t("Read it, then sign it, or return it with a reason."),
            run: "click",
        },
        confirm(),
        { trigger: ".o_form_view:not(:has(button[name=action_sign]))" },
    ],
});

tours.add("dan_van_report_issue_tour", {
    url: "/odoo",
    steps: () => [
        ...openReports("report_agency_menu", _t("Open the reports of the agency.")),
        openAgencyReport(_t("Open the signed report.")),
        ...press("action_issue", _t("Give it number and date; the PDF is filed at once.")),
        { trigger: ".modal-title:contains('/BC-BDT')" },
        confirm(),
        reached("issued"),
        { trigger: ".o_field_widget[name=code]:contains('/BC-BDT')" },
    ],
});

tours.add("dan_van_report_read_tour", {
    url: "/odoo",
    steps: () => [
        ...openReports("report_agency_menu", _t("Open the reports of the agency.")),
        openAgencyReport(_t("Every unit reads the issued report.")),
        openPdf(),
    ],
});
