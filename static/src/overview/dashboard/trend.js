import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { formatInteger } from "@web/views/fields/formatters";

import { figures, Figures, inWords } from "./health";

/** The plan's year by periods: each time that a duty is due in one, and the events of its days. */
export class Trend extends Component {
    static template = "dan_van.Trend";
    static components = { Figures };
    static props = {
        trend: Object,
        health: Array,
        chosenId: [Number, Boolean],
        openDuties: Function,
        openEvents: Function,
    };

    get rows() {
        const { periods, others } = this.props.trend;
        const lines = others.total
            ? [...periods, { ...others, id: "others", name: _t("Due on other days, or on no single day") }]
            : periods;
        const most = Math.max(1, ...lines.map(({ total }) => total));
        return lines.map((line) => ({
            ...line,
            done: (line.counts.done_on_time || 0) + (line.counts.done_late || 0),
            bars: figures(this.props.health, line.counts)
                .filter(({ count }) => count)
                .reverse()
                .map((bar) => ({ ...bar, width: (100 * bar.count) / most })),
            label: _t("%(period)s: %(count)s duties due, %(figures)s", {
                period: line.name,
                count: line.total,
                figures: inWords(this.props.health, line.counts),
            }),
        }));
    }

    number(value) {
        return formatInteger(value);
    }
}
