import { registry } from "@web/core/registry";

import { openApp, openMenu, press } from "@dan_van/core/tours/steps";
import { type } from "./steps";

/**
 * A petition taken in and closed on a phone, at the place where citizens are received.
 */
const saved = [
    { trigger: ".o_form_button_save", run: "click" },
    { trigger: ".o_form_view:not(:has(.o_form_dirty)) .o_field_widget[name=code]:contains('/')" },
];

registry.category("web_tour.tours").add("dan_van_case_tour", {
    steps: () => [
        ...openApp(),
        ...openMenu("dan_van.event_root_menu", "dan_van.case_menu"),
        { trigger: ".o_dan_van_cases" },
        { trigger: ".o-kanban-button-new, .o_list_button_add", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=kind_id] input", run: "click" },
        {
            trigger: ".o_m2o_dropdown_option:contains('Kiến nghị'), .o_kanban_record:contains('Kiến nghị'), .dropdown-item:contains('Kiến nghị')",
            run: "click",
        },
        type("citizen_name", "Công dân thử"),
        type("content", "Kiến nghị sửa cầu.", "textarea"),
        {
            trigger: ".o_form_view",
            run() {
                const { clientWidth, scrollWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`the form is wider than the screen of ${clientWidth}`);
                }
            },
        },
        ...saved,
        ...press("action_accept"),
        { trigger: ".o_field_widget[name=accepted_date]" },
        type("outcome", "Đã báo cáo UBND xã sửa.", "textarea"),
        ...saved,
        ...press("action_resolve"),
        { trigger: ".o_field_widget[name=closed_date]" },
    ],
});
