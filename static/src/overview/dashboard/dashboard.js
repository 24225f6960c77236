import { Component, useRef } from "@odoo/owl";
import { deserializeDate, formatDate } from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { useSetupAction } from "@web/search/action_hook";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

import { useLoaded } from "../loaded";
import { Agencies } from "./agencies";
import { figures, Tiles } from "./health";
import { Matrix } from "./matrix";
import { Trend } from "./trend";

/**
 * How a plan stands: one request brings everything, each figure opens the list that it counts.
 */
export class Dashboard extends Component {
    static template = "dan_van.Dashboard";
    static components = { Agencies, Layout, Matrix, Tiles, Trend };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.actions = useService("action");
        this.root = useRef("root");
        const { active_model, active_id } = this.props.action.context || {};
        this.chosen = this.props.state?.chosen || {
            plan_id: active_model === "dan_van.plan" && active_id,
        };
        useSetupAction({ rootRef: this.root, getLocalState: () => ({ chosen: this.chosen }) });
        const { state, load } = useLoaded(
            () => this.orm.silent.call("dan_van.dashboard", "get_data", [], this.chosen),
            (data) => (this.chosen = data.chosen)
        );
        Object.assign(this, { state, load });
    }

    /** Shows another plan, period or unit; periods and units belong to their plan. */
    choose(name, ev) {
        const id = Number(ev.target.value) || false;
        this.chosen = name === "plan_id" ? { plan_id: id } : { ...this.chosen, [name]: id };
        return this.load();
    }

    print() {
        window.print();
    }

    get data() {
        return this.state.data;
    }

    get announcement() {
        return { loading: _t("Loading the figures"), ready: _t("The figures are up to date."), failed: "" }[
            this.state.status
        ];
    }

    /** Whether there are units to choose from: who sees his own only has no choice. */
    get hasUnits() {
        return this.data.choices.units.length > 1;
    }

    /** What holds for all figures, as the printed page needs it. */
    get scope() {
        const { choices, chosen, today } = this.data;
        const name = (list, id) => (list.find(([each]) => each === id) || [])[1];
        return [
            _t("As of %s", formatDate(deserializeDate(today))),
            name(choices.periods, chosen.period_id) || _t("All periods"),
            name(choices.units, chosen.department_id || (!this.hasUnits && choices.units[0]?.[0])) || _t("All units"),
        ].join(" · ");
    }

    /** How far all of these duties are: those that nobody has begun count as well. */
    get stand() {
        const { done, overdue, progress } = this.data.duties;
        return _t("Progress %(progress)s · %(done)s done · %(overdue)s overdue", {
            progress: `${Math.round(progress)} %`,
            done,
            overdue,
        });
    }

    /** A duty may be due several times in the chosen period. */
    get times() {
        const { counts, total } = this.data.duties;
        const times = Object.values(counts).reduce((sum, count) => sum + count, 0);
        return times > total ? _t("due %s times", times) : "";
    }

    get missed() {
        const { period, count } = this.data.missed;
        return _t("No result in %(period)s: %(count)s duties", { period, count });
    }

    get reports() {
        const { missing, lateness } = this.data.reports;
        return missing.map((report) => ({
            ...report,
            ...figures(lateness, {}).find(({ key }) => key === report.lateness),
            due: formatDate(deserializeDate(report.due_date)),
        }));
    }

    // Lists behind the figures

    async open(xmlid, name, domain, viewType) {
        const action = await this.actions.loadAction(xmlid);
        const changes = { name: name || action.name, domain, context: {} };
        if (viewType) {
            changes.mobile_view_mode = viewType;
        }
        await this.actions.doAction({ ...action, ...changes }, { viewType });
    }

    /** What is counted: the plan's duties, or each time that they are due in the chosen period. */
    openDuties(domain, name) {
        const { counted } = this.data;
        return this.open(`${counted.model}_action`, name, [...counted.domain, ...domain]);
    }

    openHanded(domain, name) {
        return this.open("dan_van.handed_duty_action", name, [...this.data.below.domain, ...domain]);
    }

    openHandedTile({ key, label }) {
        return this.openHanded([["health", "=", key]], label);
    }

    openReportsOf({ id, name }) {
        return this.open("dan_van.report_action_below", name, [...this.data.below.reports, ["organ_id", "=", id]]);
    }

    openTile({ key, label }) {
        return this.openDuties([[this.data.counted.health, "=", key]], label);
    }

    openOutside({ key, label }) {
        return this.open("dan_van.assignment_action", label, [...this.data.outside.domain, ["health", "=", key]]);
    }

    openMissed() {
        return this.open("dan_van.occurrence_action", this.missed, this.data.missed.domain);
    }

    openAs(viewType) {
        return this.open("dan_van.assignment_action", "", this.data.duties.domain, viewType);
    }

    openPeriod({ name, domain }) {
        return this.open("dan_van.occurrence_action", name, domain);
    }

    openEvents({ name, event_domain }) {
        return this.open("dan_van.event_action", name, event_domain);
    }

    openReports({ key, label }) {
        return this.open("dan_van.report_action", label, [...this.data.reports.domain, ["lateness", "=", key]]);
    }

    openReport(id) {
        return this.actions.doAction({
            type: "ir.actions.act_window",
            res_model: "dan_van.report",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    openPetitions({ key, label }) {
        return this.open("dan_van.case_action", label, [...this.data.petitions.domain, ["health", "=", key]]);
    }

    openPlans() {
        return this.actions.doAction("dan_van.plan_action");
    }
}

registry.category("actions").add("dan_van.dashboard", Dashboard);
