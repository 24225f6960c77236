import { Component, onWillStart, useEffect, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * `<widget name="dan_van_inbox_next"/>`: in a form that was opened from the inbox, the next record follows as soon as the step of this one
 * is taken, or when it is left for later. In other forms it shows nothing.
 */
export class InboxNext extends Component {
    static template = "dan_van.InboxNext";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.actions = useService("action");
        this.notification = useService("notification");
        this.state = useState({ count: 0 });
        onWillStart(async () => {
            if (this.place) {
                this.state.count = (await this.ask(false)).count;
            }
        });
        let waited = false;
        useEffect(
            (waits) => {
                if (waited && !waits && this.place) {
                    this.goOn(false);
                }
                waited = waits;
            },
            () => [this.props.record.data.is_my_turn]
        );
    }

    /** Where the record stood in the inbox, as `{ index, kind }`. */
    get place() {
        return this.props.record.context.dan_van_inbox;
    }

    ask(skip) {
        const { index, kind } = this.place;
        return this.orm.call("dan_van.inbox", "get_next", [index], { kind, skip });
    }

    async skip() {
        if (await this.props.record.save()) {
            await this.goOn(true);
        }
    }

    async goOn(skip) {
        const { action } = await this.ask(skip);
        if (action) {
            return this.actions.doAction(action, { stackPosition: "replaceCurrentAction" });
        }
        this.notification.add(_t("Nothing more waits for you."), { type: "success" });
        return this.actions.doAction("dan_van.inbox_action", { clearBreadcrumbs: true });
    }
}

registry.category("view_widgets").add("dan_van_inbox_next", {
    component: InboxNext,
    fieldDependencies: [{ name: "is_my_turn", type: "boolean", string: _t("My turn"), readonly: true }],
});
