import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** How much of the page's height is shown around the line, and where the half with number or date begins. */
const HEIGHT = 0.06;
const BEGIN = { left: 0.05, right: 0.48 };
const WIDTH = 0.46;

/** The head of a scan where its number or its date stands: what is written there by hand is entered beside it. */
export class ImportHead extends Component {
    static template = "dan_van.ImportHead";
    static props = { ...standardFieldProps, side: String };

    get place() {
        const { parts = [], places = [] } = this.props.record.data.document || {};
        const path = this.props.side === "left" ? "header.symbol" : "header.place";
        const line = parts.find((part) => part.path === path)?.line;
        return places.find((place) => place.line === line);
    }

    get picture() {
        const pictures = this.props.record.data[this.props.name] || [];
        const picture = this.place ? pictures.find(({ page }) => page === this.place.page) : pictures[0];
        return picture && `/web/image/dan_van.plan.import.page/${picture.id}/picture`;
    }

    get title() {
        return this.props.side === "left" ? _t("The page where its number stands") : _t("The page where its date stands");
    }

    /** The picture is as much wider than its frame as the page is than what is shown of it. */
    get style() {
        const middle = this.place ? this.place.top + this.place.height / 2 : 0.13;
        const top = Math.max(0, middle - HEIGHT / 2);
        const left = (-100 * BEGIN[this.props.side]) / WIDTH;
        return `width: ${100 / WIDTH}%; margin-left: ${left}%; transform: translateY(${-100 * top}%);`;
    }
}

registry.category("fields").add("dan_van_import_head", {
    component: ImportHead,
    displayName: _t("Head of a scan"),
    supportedTypes: ["json"],
    extractProps: ({ options }) => ({ side: options.side }),
    isEmpty: () => false,
});
