import { Component, useRef, useState } from "@odoo/owl";
import { deserializeDate, deserializeDateTime, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { Tiles } from "../dashboard/health";
import { useLoaded } from "../loaded";

const GROUPS = { mine: _t("My duties"), unit: _t("Duties of my unit") };

/** All that waits for the user, the most urgent first; each row opens where its step is taken, and from there the next. */
export class Inbox extends Component {
    static template = "dan_van.Inbox";
    static components = { Layout, Tiles };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.actions = useService("action");
        this.root = useRef("root");
        this.shown = useState({ kind: this.props.state?.kind || "" });
        useSetupAction({ rootRef: this.root, getLocalState: () => ({ ...this.shown }) });
        const { state, load } = useLoaded(
            () => this.orm.silent.call("dan_van.inbox", "get_data"),
            ({ kinds }) => {
                if (!kinds.some(([key]) => key === this.shown.kind)) {
                    this.shown.kind = "";
                }
            }
        );
        Object.assign(this, { state, load });
    }

    get data() {
        return this.state.data;
    }

    get total() {
        return this.data.rows.length + this.data.more;
    }

    get rows() {
        const { kind } = this.shown;
        return this.data.rows.filter(({ model }) => !kind || model === kind).map((row, index) => ({
            ...row,
            ...this.due(row),
            index,
            origin: this.origin(row),
        }));
    }

    /** What it is, from whom and since when. */
    origin({ model, sender, since }) {
        const kind = this.data.kinds.find(([key]) => key === model)[1];
        const date = formatDate(deserializeDateTime(since));
        return sender
            ? _t("%(kind)s · from %(sender)s, %(date)s", { kind, sender, date })
            : _t("%(kind)s · since %(date)s", { kind, date });
    }

    get more() {
        return _t("%s more come up as these are done.", this.data.more);
    }

    /** By when the step is due, or how long it has waited where it has no day; in words and in a colour. */
    due({ deadline, since }) {
        const today = deserializeDate(this.data.today);
        const from = (day) => Math.round(day.startOf("day").diff(today.startOf("day"), "days").days);
        if (!deadline) {
            const days = -from(deserializeDateTime(since));
            return { due: days > 0 ? _t("waiting for %s days", days) : _t("since today"), color: "muted" };
        }
        const day = deserializeDate(deadline);
        const days = from(day);
        if (days < 0) {
            return { due: _t("%s days overdue", -days), color: "danger" };
        }
        return days ? { due: _t("by %s", formatDate(day)), color: "muted" } : { due: _t("due today"), color: "warning" };
    }

    get duties() {
        return this.data.duties.map((group) => ({ ...group, name: GROUPS[group.key] }));
    }

    choose(kind) {
        this.shown.kind = kind;
    }

    async open({ id, index }) {
        const action = await this.orm.call("dan_van.inbox", "open_row", [id, index], { kind: this.shown.kind || false });
        return this.actions.doAction(action);
    }

    openDashboard() {
        return this.actions.doAction("dan_van.dashboard_action");
    }

    async openDuties({ key, domain }, tile) {
        const action = await this.actions.loadAction("dan_van.assignment_action");
        return this.actions.doAction({
            ...action,
            name: tile ? `${GROUPS[key]}: ${tile.label}` : GROUPS[key],
            domain: tile ? [...domain, ["health", "=", tile.key]] : domain,
            context: {},
        });
    }
}

registry.category("actions").add("dan_van.inbox", Inbox);
