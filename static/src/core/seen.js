import { Component, useEffect, xml } from "@odoo/owl";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/** `<widget name="dan_van_seen"/>` in a form without a preview: who has the record on the screen has read it. */
export class Seen extends Component {
    static template = xml`<span/>`;
    static props = { ...standardWidgetProps };

    setup() {
        const orm = useService("orm");
        useEffect(
            (resModel, resId) => {
                if (resId) {
                    orm.call(resModel, "mark_seen", [[resId]]);
                }
            },
            () => {
                const { resModel, resId, data } = this.props.record;
                return [resModel, resId, data.shown];
            }
        );
    }
}

registry.category("view_widgets").add("dan_van_seen", { component: Seen });
