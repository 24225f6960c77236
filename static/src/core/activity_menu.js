import { ActivityMenu } from "@mail/core/web/activity_menu";
import { patch } from "@web/core/utils/patch";

/** A click on the name opens what is late or due today; where all is due later, that: a list of what is counted is never empty. */
patch(ActivityMenu.prototype, {
    openActivityGroup(group, filter = "all", newWindow) {
        const isLater = filter === "all" && group.model.startsWith("dan_van.") && !group.total_count;
        return super.openActivityGroup(group, isLater ? "upcoming_all" : filter, newWindow);
    },
});
