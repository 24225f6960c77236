import { registry } from "@web/core/registry";

import { openApp, openMenu } from "@dan_van/core/tours/steps";
import { type } from "./steps";

/**
 * An event entered in the field: with a phone, in a few taps.
 */
registry.category("web_tour.tours").add("dan_van_event_tour", {
    steps: () => [
        ...openApp(),
        ...openMenu("dan_van.event_root_menu", "dan_van.event_menu"),
        { trigger: ".o_dan_van_events" },
        { trigger: ".o-kanban-button-new, .o_list_button_add", run: "click" },
        { trigger: ".o_form_view .o_field_widget[name=type_id] input", run: "click" },
        {
            trigger: ".o_m2o_dropdown_option:contains('Tuyên truyền, phổ biến'), .o_kanban_record:contains('Tuyên truyền, phổ biến'), .dropdown-item:contains('Tuyên truyền, phổ biến')",
            run: "click",
        },
        type("subject", "Luật Đất đai"),
        type("place", "Nhà văn hóa thôn Bản Mới"),
        type("participant_count", "42"),
        type("minority_count", "30"),
        {
            trigger: ".o_form_view",
            run() {
                const { clientWidth, scrollWidth } = document.documentElement;
                if (scrollWidth > clientWidth) {
                    throw new Error(`the form is wider than the screen of ${clientWidth}`);
                }
            },
        },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_form_view .o_form_saved, .o_form_view:not(:has(.o_form_dirty))" },
        { trigger: ".o-mail-Chatter" },
    ],
});
