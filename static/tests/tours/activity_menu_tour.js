import { registry } from "@web/core/registry";

const clock = { trigger: ".o_menu_systray i.fa-clock-o", run: "click" };
const group = { trigger: ".o-mail-ActivityGroup[data-model_name='dan_van.letter']", run: "click" };
const row = (text) => ({ trigger: `.o_list_view:not(:has(.o_sample_data_disabled)) .o_data_row:contains('${text}')` });

registry.category("web_tour.tours").add("dan_van_activity_menu_later_tour", {
    steps: () => [clock, group, row("Việc để sau")],
});

registry.category("web_tour.tours").add("dan_van_activity_menu_today_tour", {
    steps: () => [clock, group, row("Việc hôm nay"), { trigger: "body:not(:contains('Việc để sau'))" }],
});
