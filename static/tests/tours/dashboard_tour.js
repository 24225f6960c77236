import { registry } from "@web/core/registry";

/**
 * A leader looks: the dashboard comes with one request, and each figure leads to its list and back.
 */
const REQUESTS = "/web/dataset/call_kw";

const requests = (name) =>
    performance.getEntriesByType("resource").filter((entry) => entry.name.includes(`${REQUESTS}/${name}`)).length;

const fail = (message) => {
    throw new Error(message);
};

const counted = (expected) => ({
    trigger: ".o_dan_van_dashboard[aria-busy=false]",
    run() {
        const count = requests("dan_van.dashboard/get_data");
        if (count !== expected || requests("") > 10 * expected) {
            fail(`${count} requests for the dashboard and ${requests("")} in all, expected ${expected}`);
        }
    },
});

const fits = () => ({
    trigger: ".o_dan_van_dashboard",
    run() {
        for (const part of [document.documentElement, this.anchor.querySelector(".o_content")]) {
            if (part.scrollWidth > part.clientWidth) {
                fail(`the dashboard is ${part.scrollWidth} wide on a screen of ${part.clientWidth}`);
            }
        }
        const nameless = [...this.anchor.querySelectorAll(".o_content :is(button, select)")].filter(
            (element) => !(element.ariaLabel || element.textContent.trim() || element.labels?.length)
        );
        const headless = this.anchor.querySelectorAll("table tr > :first-child:not(th[scope])");
        if (nameless.length || headless.length) {
            fail(`${nameless.length} without a name, ${headless.length} rows without a head`);
        }
    },
});

const back = () => [
    {
        isActive: ["desktop"],
        trigger: ".o_breadcrumb .o_back_button, .o_breadcrumb .breadcrumb-item a",
        run: "click",
    },
    { isActive: ["mobile"], trigger: ".o_breadcrumb .o_back_button, .o_mobile_back_button, .o_back_button", run: "click" },
];

registry.category("web_tour.tours").add("dan_van_dashboard_tour", {
    steps: () => [
        { trigger: ".o_dan_van_dashboard .o_dan_van_matrix" },
        counted(1),
        fits(),
        { trigger: "select[name=department_id]", run: "selectByIndex 2" },
        { trigger: ".o_dan_van_matrix thead:not(:has(th:nth-child(3)))" },
        counted(2),
        { trigger: ".o_dan_van_matrix tbody .o_dan_van_cell:first", run: "click" },
        { trigger: ".o_list_view .o_data_row, .o_kanban_view .o_kanban_record:not(.o_kanban_ghost)" },
        ...back(),
        {
            trigger: "select[name=department_id]",
            run() {
                if (this.anchor.selectedIndex !== 2) {
                    fail("the chosen unit is forgotten");
                }
            },
        },
        { trigger: "select[name=department_id]", run: "selectByIndex 0" },
        { trigger: ".o_dan_van_matrix thead th:nth-child(3)" },
        { trigger: ".o_dan_van_tile[data-key=done_on_time]", run: "click" },
        { trigger: ".o_list_view .o_data_row, .o_kanban_view .o_kanban_record:not(.o_kanban_ghost)" },
        ...back(),
        { trigger: ".o_dan_van_trend tbody td button", run: "click" },
        { trigger: ".o_kanban_view, .o_list_view" },
        ...back(),
        { trigger: "button[name=calendar]", run: "click" },
        { trigger: ".o_calendar_view" },
        ...back(),
        { trigger: "button[name=kanban]", run: "click" },
        { trigger: ".o_kanban_view .o_kanban_group" },
        ...back(),
        { trigger: ".o_dan_van_missing tbody button:first", run: "click" },
        { trigger: ".o_form_view" },
    ],
});
