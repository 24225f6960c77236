import { patch } from "@web/core/utils/patch";
import { ViewButton } from "@web/views/view_button/view_button";

/** The question whether a document is issued names the number that it gets. */
patch(ViewButton.prototype, {
    get clickParams() {
        const params = super.clickParams;
        const title = ["action_issue", "action_number"].includes(params.name) && this.props.record?.data.issue_title;
        return title ? { ...params, "confirm-title": title } : params;
    },
});
