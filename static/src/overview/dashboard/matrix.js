import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { figures, Figures, inWords } from "./health";

/** Contents of the plan by units: how the duties of each stand, the worst giving the colour of the cell. */
export class Matrix extends Component {
    static template = "dan_van.Matrix";
    static components = { Figures };
    static props = { matrix: Object, health: Array, open: Function };
    /** Field that names who stands in a cell. */
    static field = "department_id";

    get rows() {
        return this.props.matrix.rows.map((row) => ({
            ...row,
            name: row.name || _t("Under no content"),
            cells: this.props.matrix.units.map((unit) => this.cell(row, unit)),
        }));
    }

    cell(row, unit) {
        const counts = row.cells[unit.id];
        if (!counts) {
            return { id: unit.id, counts: null };
        }
        return {
            id: unit.id,
            counts,
            color: this.worst(counts),
            label: _t("%(unit)s, %(content)s: %(figures)s", {
                unit: unit.name,
                content: row.name || _t("Under no content"),
                figures: inWords(this.props.health, counts),
            }),
            open: () => this.props.open([...row.domain, [this.constructor.field, "=", unit.id]]),
        };
    }

    /** All duties of each unit: one that serves several contents counts once. */
    get totals() {
        return this.props.matrix.units.map((unit) => ({
            id: unit.id,
            counts: unit.counts,
            color: this.worst(unit.counts),
            label: _t("%(unit)s, all duties: %(figures)s", {
                unit: unit.name,
                figures: inWords(this.props.health, unit.counts),
            }),
            open: () => this.props.open([[this.constructor.field, "=", unit.id]]),
        }));
    }

    worst(counts) {
        return figures(this.props.health, counts).find(({ count }) => count)?.color || "";
    }
}
