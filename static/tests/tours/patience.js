import { registry } from "@web/core/registry";
import { patch } from "@web/core/utils/patch";

/** What a user waits for on a slow machine a step waits for too. */
patch(registry.category("web_tour.tours"), {
    get(name) {
        const tour = super.get(...arguments);
        const steps = () => tour.steps().map((step) => ({ timeout: 60000, ...step }));
        return name.startsWith("dan_van_") ? { ...tour, steps } : tour;
    },
});
