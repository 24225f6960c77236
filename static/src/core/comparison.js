import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/**
 * Shows what has changed in a text: a Json field with a list of `[kind, text]`, kinds same, removed, added, gap.
 */
export class Comparison extends Component {
    static template = "dan_van.Comparison";
    static props = { ...standardFieldProps };

    get lines() {
        return (this.props.record.data[this.props.name] || []).map(([kind, text]) => ({ kind, text }));
    }
}

registry.category("fields").add("dan_van_comparison", {
    component: Comparison,
    displayName: _t("Comparison of two versions"),
    supportedTypes: ["json"],
    isEmpty: () => false,
});
