import { registry } from "@web/core/registry";

import { downloads, openApp, openMenu, press, reached } from "@dan_van/core/tours/steps";

/**
 * A rating in the browser: the official and the head of his unit on a phone, the leadership at a desk. Each finds what
 * waits for him; nobody names a level, so that it follows from the points.
 */
const open = () => [
    ...openApp(),
    ...openMenu("dan_van.report_root_menu", "dan_van.rating_menu"),
    { trigger: ".o_kanban_record:not(.o_kanban_ghost), .o_data_row td[name=state]", run: "click" },
    { trigger: ".o_form_view .o_field_widget[name=scheme_id]" },
];

const fits = () => ({
    trigger: ".o_form_view",
    run() {
        const { clientWidth, scrollWidth } = document.documentElement;
        if (scrollWidth > clientWidth) {
            throw new Error(`the form is wider than the screen of ${clientWidth}`);
        }
    },
});

registry.category("web_tour.tours").add("dan_van_rating_self_tour", {
    steps: () => [
        ...open(),
        fits(),
        { trigger: ".o_field_widget[name=self_general] input", run: "edit 28" },
        { trigger: ".o_field_widget[name=self_note] textarea", run: "edit Bám sát cơ sở." },
        ...press("action_submit"),
        reached("submitted"),
    ],
});

registry.category("web_tour.tours").add("dan_van_rating_head_tour", {
    steps: () => [
        ...open(),
        fits(),
        { trigger: ".o_field_widget[name=head_general] input", run: "edit 19" },
        { trigger: ".o_field_widget[name=head_note] textarea", run: "edit Cần chủ động hơn." },
        ...press("action_assess"),
        reached("assessed"),
    ],
});

registry.category("web_tour.tours").add("dan_van_rating_conclude_tour", {
    url: "/odoo/dan-van-ratings",
    steps: () => [
        downloads(".o_list_view button[name=action_summary]", "PK"),
        { trigger: ".o_data_row td[name=state]", run: "click" },
        ...press("action_conclude"),
        reached("concluded"),
    ],
});
