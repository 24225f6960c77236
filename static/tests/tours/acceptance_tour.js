import { registry } from "@web/core/registry";

import { confirm, press } from "@dan_van/core/tours/steps";

const inbox = ".o_dan_van_inbox";
const row = { trigger: `${inbox} .o_dan_van_inbox_row`, run: "click" };
const empty = { trigger: `${inbox} .o_dan_van_inbox_empty` };

/**
 * The staff of a unit reports a duty as done in its list, the head returns it, the staff completes it from the inbox, the head
 * accepts it.
 */
registry.category("web_tour.tours").add("dan_van_acceptance_claim_tour", {
    url: "/odoo/dan-van-occurrences",
    steps: () => [
        { trigger: ".o_data_row td[name=result]", run: "click" },
        { trigger: ".o_data_row td[name=result] textarea, .o_data_row td[name=result] input", run: "edit Đã tổ chức 02 buổi." },
        { trigger: ".o_list_button_save", run: "click" },
        { trigger: ".o_data_row:not(.o_selected_row) button[name=action_done]", run: "click" },
        // The list shows what is open alone.
        { trigger: ".o_list_view:not(:has(.o_data_row button[name=action_done]))" },
    ],
});

registry.category("web_tour.tours").add("dan_van_acceptance_return_tour", {
    steps: () => [
        row,
        { trigger: ".o_form_view .o_field_widget[name=result]:contains('02 buổi')" },
        ...press("action_return"),
        { trigger: ".modal textarea", run: "edit Thiếu số người dự." },
        confirm(),
        empty,
    ],
});

registry.category("web_tour.tours").add("dan_van_acceptance_again_tour", {
    steps: () => [
        row,
        { trigger: ".o_form_view .alert:contains('Thiếu số người dự.')" },
        ...press("action_open_duty"),
        { trigger: ".o_form_view .o_field_widget[name=result] textarea", run: "edit Đã tổ chức 02 buổi, 120 người." },
        ...press("action_done"),
        { trigger: ".o_form_view .o_statusbar_buttons:not(:has(button[name=action_done]))" },
    ],
});

registry.category("web_tour.tours").add("dan_van_acceptance_accept_tour", {
    steps: () => [
        row,
        { trigger: ".o_form_view .o_field_widget[name=result]:contains('120 người')" },
        ...press("action_accept"),
        empty,
    ],
});

/** The staff of a unit divides a duty into two steps in its form, and marks the first as done. */
registry.category("web_tour.tours").add("dan_van_steps_tour", {
    url: "/odoo/dan-van-assignments",
    steps: () => {
        const step = (text) => `.o_field_widget[name=step_ids] .o_data_row:contains('${text}')`;
        const enter = (text, before) => [
            { trigger: ".o_field_widget[name=step_ids] .o_field_x2many_list_row_add a", run: "click" },
            // A new line, below those that are there.
            { trigger: `.o_field_widget[name=step_ids] .o_data_row:eq(${before}).o_selected_row td[name=name] input`, run: `edit ${text}` },
        ];
        return [
            { trigger: ".o_list_view .o_data_row td[name=text]:contains('Thực hiện nhiệm vụ thứ 1.')", run: "click" },
            ...enter("Thu thập số liệu", 0),
            ...enter("Soạn báo cáo", 1),
            { trigger: ".o_form_button_save:enabled", run: "click" },
            { trigger: ".o_form_saved" },
            { trigger: `${step("Thu thập số liệu")} button[name=action_done]`, run: "click" },
            { trigger: `${step("Thu thập số liệu")} button[name=action_not_done]` },
            { trigger: ".o_field_widget[name=step_note]:contains('1/2')" },
            // Not done while a step is open.
            ...press("action_done"),
            { trigger: ".modal:contains('Soạn báo cáo') .modal-footer .btn-primary", run: "click" },
            { trigger: `${step("Soạn báo cáo")} button[name=action_done]`, run: "click" },
            { trigger: ".o_field_widget[name=step_note]:contains('2/2')" },
            ...press("action_done"),
            { trigger: ".o_form_view .o_statusbar_buttons:not(:has(button[name=action_done]))" },
        ];
    },
});
