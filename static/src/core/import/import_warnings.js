import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { choose, useChoice } from "./import_state";

/** What to look at, the most serious first; each leads to its place in the source. */
export class ImportWarnings extends Component {
    static template = "dan_van.ImportWarnings";
    static props = { ...standardFieldProps };

    setup() {
        this.choice = useChoice(this.props.record);
    }

    get warnings() {
        const found = this.props.record.data[this.props.name];
        return found?.records ? found.records.map((record) => record.data) : found || [];
    }

    get icon() {
        return this.props.name === "period_ids" ? "fa-calendar text-info" : "fa-exclamation-triangle text-warning";
    }

    show({ line }) {
        choose(this.choice, "warnings", { line });
    }
}

registry.category("fields").add("dan_van_import_warnings", {
    component: ImportWarnings,
    displayName: _t("Warnings of an import"),
    supportedTypes: ["one2many"],
    relatedFields: [
        { name: "line", type: "integer" },
        { name: "message", type: "char" },
        { name: "text", type: "text" },
        { name: "proposal", type: "char" },
    ],
});

/** The same of an import whose warnings are no records of their own. */
registry.category("fields").add("dan_van_import_doubts", {
    component: ImportWarnings,
    displayName: _t("Doubts of an import"),
    supportedTypes: ["json"],
});
