import { Component } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";

/** Each health and punctuality has a shape of its own: nobody has to tell colours apart. */
const SIGNS = {
    overdue: { icon: "fa-exclamation-circle", color: "danger" },
    undone: { icon: "fa-times-circle-o", color: "muted" },
    closed: { icon: "fa-times-circle-o", color: "muted" },
    due_soon: { icon: "fa-clock-o", color: "warning" },
    pending: { icon: "fa-hourglass-half", color: "info" },
    on_track: { icon: "fa-arrow-circle-right", color: "info" },
    done_late: { icon: "fa-check-circle-o", color: "muted" },
    late: { icon: "fa-check-circle-o", color: "muted" },
    done_on_time: { icon: "fa-check-circle", color: "success" },
    on_time: { icon: "fa-check-circle", color: "success" },
};

/**
 * @param {Array} selection `[[key, label]]` of a field, the worst first
 * @param {Object} counts `{key: number}`
 * @returns {Array<Object>} key, label, icon, color and count of each, those that count nothing as well
 */
export const figures = (selection, counts) =>
    selection.map(([key, label]) => ({ key, label, ...SIGNS[key], count: counts[key] || 0 }));

/**
 * Says in words what icons and numbers show.
 *
 * @param {Array} selection
 * @param {Object} counts
 */
export const inWords = (selection, counts) =>
    figures(selection, counts)
        .filter(({ count }) => count)
        .map(({ count, label }) => `${count} ${label.toLowerCase()}`)
        .join(", ") || _t("none");

/** Icons with numbers, the worst first; who listens gets the words from what stands around it. */
export class Figures extends Component {
    static template = "dan_van.Figures";
    static props = { selection: Array, counts: Object };

    get shown() {
        return figures(this.props.selection, this.props.counts).filter(({ count }) => count);
    }
}

/** A row of tiles, each a number that opens its list; without `open`, numbers only. */
export class Tiles extends Component {
    static template = "dan_van.Tiles";
    static props = { selection: Array, counts: Object, open: { type: Function, optional: true } };

    get tiles() {
        return figures(this.props.selection, this.props.counts);
    }
}
