import { registry } from "@web/core/registry";

registry.category("web_tour.tours").add("dan_van_headings_tour", {
    steps: () => [
        {
            content: "Each heading is read whole, however narrow its column",
            trigger: ".o_list_table th[data-name='state']",
            run() {
                const texts = [...document.querySelectorAll(".o_list_table th[data-name] span")];
                const cut = texts.filter((text) => text.scrollWidth > text.clientWidth);
                if (!texts.length || cut.length) {
                    throw new Error(`cut: ${cut.map((text) => text.textContent).join(", ")}`);
                }
            },
        },
    ],
});
