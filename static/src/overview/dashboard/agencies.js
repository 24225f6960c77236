import { useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

import { inWords } from "./health";
import { Matrix } from "./matrix";

const SHOWN = 20;

/** Agencies below by contents of the plan: a line each, those that need most attention first. */
export class Agencies extends Matrix {
    static template = "dan_van.Agencies";
    static field = "organ_id";
    static props = { ...Matrix.props, lateness: Array, openReports: Function };

    setup() {
        super.setup();
        this.shown = useState({ all: false });
    }

    get columns() {
        return this.props.matrix.rows.map((row, index) => ({
            ...row,
            name: row.name || _t("Under no content"),
            label: row.label || (row.id ? `${index + 1}` : "–"),
        }));
    }

    get hidden() {
        return this.shown.all ? 0 : Math.max(0, this.props.matrix.units.length - SHOWN);
    }

    get agencies() {
        const totals = new Map(this.totals.map((cell) => [cell.id, cell]));
        const units = this.hidden ? this.props.matrix.units.slice(0, SHOWN) : this.props.matrix.units;
        return units.map((unit) => ({
            ...unit,
            total: totals.get(unit.id),
            percent: Math.round(unit.progress),
            cells: this.props.matrix.rows.map((row) => ({ ...this.cell(row, unit), id: row.id })),
            punctuality: Object.keys(unit.reports).length ? inWords(this.props.lateness, unit.reports) : "",
        }));
    }
}
