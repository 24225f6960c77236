import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { stepUtils } from "@web_tour/tour_utils";

import { SAMPLE_PLAN } from "./sample_plan";

/**
 * The main job, by the four who do it. For a person the steps are hints; the browser test plays them.
 */
const tours = registry.category("web_tour.tours");

const openApp = () => stepUtils.goToAppSteps("dan_van.root_menu", _t("Open the plans of your agency."));

const openSamplePlan = (content) => ({
    trigger: ".o_data_row:has(.o_data_cell:contains('Tập huấn công tác dân vận')) .o_data_cell[name=subject]",
    content,
    run: "click",
});

const confirm = () => ({
    trigger: ".modal-footer .btn-primary",
    content: _t("Confirm."),
    run: "click",
});

const reached = (state) => ({
    trigger: `.o_statusbar_status .o_arrow_button_current[data-value=${state}]`,
});

tours.add("dan_van_import_tour", {
    url: "/odoo",
    steps: () => [
        ...openApp(),
        {
            trigger: "[data-menu-xmlid='dan_van.plan_root_menu']",
            content: _t("A plan that exists as a file is imported, not typed."),
            tooltipPosition: "bottom",
            run: "click",
        },
        {
            trigger: "[data-menu-xmlid='dan_van.plan_import_menu']",
            content: _t("Choose the import."),
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
            content: _t("Choose the Word file, PDF or text of the plan."),
            run() {
                const files = new DataTransfer();
                files.items.add(new File([SAMPLE_PLAN], "ke-hoach.txt", { type: "text/plain" }));
                this.anchor.files = files.files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        { trigger: ".o_field_widget[name=file] input[type=text], .o_field_widget[name=file] .o_form_uri" },
        {
            trigger: "button[name=action_read]",
            content: _t("Read the file. Nothing is created yet."),
            run: "click",
        },
        {
            trigger: ".o_notebook [name=duties]",
            content: _t("Check who got which assignment."),
            run: "click",
        },
        { trigger: ".o_field_widget[name=duty_ids] .o_data_row:contains('Biên soạn tài liệu')" },
        {
            trigger: "button[name=action_create]",
            content: _t("All correct? Create the draft."),
            run: "click",
        },
        {
            trigger: "button[name=action_submit]",
            content: _t("Submit the plan to the leadership."),
            run: "click",
        },
        reached("submitted"),
    ],
});

tours.add("dan_van_sign_tour", {
    url: "/odoo",
    steps: () => [
        ...openApp(),
        openSamplePlan(_t("Open the plan that waits for your signature.")),
        {
            trigger: "button[name=action_sign]",
            content: _t("Read it, then sign it, or return it with a reason."),
            run: "click",
        },
        confirm(),
        reached("signed"),
    ],
});

tours.add("dan_van_issue_tour", {
    url: "/odoo",
    steps: () => [
        ...openApp(),
        openSamplePlan(_t("Open the signed plan.")),
        {
            trigger: "button[name=action_issue]",
            content: _t("Give it number and date; the PDF is filed at once."),
            run: "click",
        },
        confirm(),
        reached("issued"),
        { trigger: ".o_field_widget[name=code]:contains('/KH-BDT')" },
    ],
});

tours.add("dan_van_read_tour", {
    url: "/odoo",
    steps: () => [
        ...openApp(),
        openSamplePlan(_t("Every unit reads the issued plan.")),
        {
            trigger: "button[name=action_open_pdf]",
            content: _t("This is the official document."),
            async run({ click }) {
                const { open } = browser;
                const opened = new Promise((resolve) => {
                    browser.open = (url) => resolve(url);
                });
                await click();
                const response = await fetch(await opened);
                browser.open = open;
                const start = new TextDecoder().decode((await response.arrayBuffer()).slice(0, 5));
                if (start !== "%PDF-") {
                    throw new Error(`no PDF: ${response.status} ${start}`);
                }
            },
        },
    ],
});
