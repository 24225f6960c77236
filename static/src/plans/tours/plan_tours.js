import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";

import { SAMPLE_PLAN } from "./sample_plan";
import { confirm, openApp, openMenu, openPdf, reached } from "@dan_van/core/tours/steps";

/**
 * The main job, by the four who do it. For a person the steps are hints; the browser test plays them.
 */
const tours = registry.category("web_tour.tours");

const openPlans = (content = _t("Open the plans of your agency.")) => [
    ...openApp(content),
    ...openMenu("dan_van.plan_root_menu", "dan_van.plan_menu", content),
];

const openSamplePlan = (content) => ({
    trigger: ".o_data_row:has(.o_data_cell:contains('Tập huấn công tác dân vận')) .o_data_cell[name=subject]",
    content,
    run: "click",
});

tours.add("dan_van_import_tour", {
    url: "/odoo",
    steps: () => [
        ...openApp(_t("Open the plans of your agency.")),
        ...openMenu(
            "dan_van.plan_root_menu",
            "dan_van.plan_import_menu",
            _t("A plan that exists as a file is imported, not typed.")
        ),
        {
            trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
            content: _t("Choose the Word file, PDF, scan or photos of the plan."),
            run() {
                const files = new DataTransfer();
                files.items.add(new File([SAMPLE_PLAN], "ke-hoach.txt", { type: "text/plain" }));
                this.anchor.files = files.files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        { trigger: ".o_field_widget[name=file] :is(input[type=text], .o_form_uri, .o_dan_van_import_name)" },
        {
            trigger: "button[name=action_read]",
            content: _t("Read the file. Nothing is created yet."),
            run: "click",
        },
        {
            trigger: ".o_dan_van_source [role=button]:contains('iên soạn tài liệu')",
            content: _t("Beside the file you see what was made of it. Choose a part to find its counterpart."),
            run: "click",
        },
        { trigger: ".o_field_widget[name=line_ids] .o_data_row.o_dan_van_lit:contains('Biên soạn tài liệu')" },
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
        ...openPlans(),
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
        ...openPlans(),
        openSamplePlan(_t("Open the signed plan.")),
        {
            trigger: "button[name=action_issue]",
            content: _t("Give it number and date; the PDF is filed at once."),
            run: "click",
        },
        { trigger: ".modal-title:contains('/KH-BDT')" },
        confirm(),
        reached("issued"),
        { trigger: ".o_field_widget[name=code]:contains('/KH-BDT')" },
    ],
});

tours.add("dan_van_read_tour", {
    url: "/odoo",
    steps: () => [
        ...openPlans(),
        openSamplePlan(_t("Every unit reads the issued plan.")),
        openPdf(),
    ],
});
