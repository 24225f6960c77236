import { onWillRender, useEffect, useRef } from "@odoo/owl";
import { Dropdown } from "@web/core/dropdown/dropdown";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { X2ManyField, x2ManyField } from "@web/views/fields/x2many/x2many_field";
import { ListRenderer } from "@web/views/list/list_renderer";

import { choose, isLit, reveal, useChoice } from "@dan_van/core/import/import_state";

const KEYS = {
    ArrowUp: "action_up",
    ArrowDown: "action_down",
    ArrowLeft: "action_shallower",
    ArrowRight: "action_deeper",
};

/** Rows that stand as deep as their level says, and are lit with their place in the source. */
export class ImportLinesRenderer extends ListRenderer {
    setup() {
        super.setup();
        this.choice = useChoice(this.props.list);
    }

    getRowClass(record) {
        const { level, paths, line, type } = record.data;
        const names = [super.getRowClass(record), `o_dan_van_level_${Math.min(level || 0, 6)}`];
        if (type) {
            names.push(`o_dan_van_${type}`);
        }
        if (isLit(this.choice, paths, line)) {
            names.push("o_dan_van_lit");
        }
        return names.join(" ");
    }
}

/** Rows as cards: a cell that says nothing takes no room until its row is edited. */
export class ImportTreeRenderer extends ImportLinesRenderer {
    getColumns(record) {
        return super
            .getColumns(record)
            .filter(
                (column) =>
                    column.widget === "handle" ||
                    (!this.evalInvisible(column.invisible, record) &&
                        (record.isInEdition || this.says(column, record)))
            );
    }

    says({ name }, { data }) {
        if (name === "organ_ids") {
            return false; // organ_names tells them in a line
        }
        return name === "scope" ? data.scope !== "unit" : Boolean(data[name]);
    }
}

/** A list of what was recognised: choosing a row lights up its place in the source. */
export class ImportLines extends X2ManyField {
    static template = "dan_van.ImportLines";
    static components = { ...X2ManyField.components, ListRenderer: ImportLinesRenderer };

    setup() {
        super.setup();
        this.choice = useChoice(this.props.record);
        this.root = useRef("root");
        useEffect(
            () => {
                if (this.choice.origin && this.choice.origin !== this.props.name) {
                    reveal(this.root.el.querySelector(".o_data_row.o_dan_van_lit"));
                }
            },
            () => [this.choice.turn]
        );
    }

    get hasToolbar() {
        return false;
    }

    onFocusin(ev) {
        const id = ev.target.closest(".o_data_row")?.dataset.id;
        const row = this.list.records.find((record) => record.id === id);
        if (row) {
            this.onRowChosen(row);
        }
    }

    onRowChosen(row) {
        const { paths, line } = row.data;
        choose(this.choice, this.props.name, { paths: paths || [], line });
    }

    onKeydown() {}
}

/** The tree of headings, texts, duties and units in charge, with the operations that put it right. */
export class ImportTree extends ImportLines {
    static components = { ...ImportLines.components, ListRenderer: ImportTreeRenderer, Dropdown, DropdownItem };

    setup() {
        super.setup();
        this.orm = useService("orm");
        this.chosenId = false;
        onWillRender(() => {
            // Rows that an operation has removed can't be chosen any more; the source may have chosen another one.
            if (!this.chosen) {
                this.chosenId = false;
            }
        });
        useEffect(
            () => {
                if (this.choice.origin !== this.props.name) {
                    this.chosenId = false;
                    this.chooseLit();
                }
            },
            () => [this.choice.turn]
        );
    }

    get hasToolbar() {
        return !this.props.readonly;
    }

    get chosen() {
        return this.list.records.find((row) => row.resId && row.resId === this.chosenId);
    }

    /** Nothing can be done: on a phone the toolbar gives its room to the text. */
    get isIdle() {
        return !this.chosen && !this.props.record.data.can_undo;
    }

    get operations() {
        return [
            { name: "action_up", icon: "fa-arrow-up", title: _t("Move up (Alt+↑)") },
            { name: "action_down", icon: "fa-arrow-down", title: _t("Move down (Alt+↓)") },
            { name: "action_shallower", icon: "fa-outdent", title: _t("One level out (Alt+←)") },
            { name: "action_deeper", icon: "fa-indent", title: _t("One level in (Alt+→)") },
            { name: "action_merge", icon: "fa-compress", title: _t("Merge with the part above") },
            { name: "action_add_unit", icon: "fa-user-plus", title: _t("Add a unit in charge") },
            { name: "action_remove", icon: "fa-trash", title: _t("Remove with all that stands below") },
        ];
    }

    /** A unit belongs to another part, and an annex is taken over as it stands. */
    get canTurn() {
        return Boolean(this.chosen) && !["unit", "annex", "task"].includes(this.chosen.data.type);
    }

    get types() {
        return [
            ["heading", _t("Heading")],
            ["content", _t("Text")],
            ["duty", _t("Assignment of a unit")],
            ["enacting", _t("Enacting paragraph")],
            ["closing", _t("Closing paragraph")],
        ].filter(([type]) => type !== this.chosen?.data.type);
    }

    onRowChosen(row) {
        this.chosenId = row.resId;
        super.onRowChosen(row);
    }

    onKeydown(ev) {
        const action = ev.altKey && KEYS[ev.key];
        if (action && this.chosen) {
            ev.preventDefault();
            ev.stopPropagation();
            this.operate(action);
        }
    }

    /** Divides the chosen part where the cursor stands. */
    split() {
        const input = document.activeElement;
        const name = input.closest?.(".o_data_cell")?.getAttribute("name");
        const isText = this.root.el.contains(input) && ["text", "title"].includes(name);
        this.operate("action_split", isText ? input.selectionStart : 0, isText ? name : "text");
    }

    /**
     * Saves what was typed, lets the server do the operation, and shows what has come of it.
     *
     * @param {string} action of the chosen row
     * @param {...any} parameters
     */
    operate(action, ...parameters) {
        return this.change(() => this.orm.call(this.list.resModel, action, [[this.chosenId], ...parameters]));
    }

    undo() {
        const { resModel, resId } = this.props.record;
        return this.change(() => this.orm.call(resModel, "action_undo", [[resId]]));
    }

    async change(act) {
        // One after the other: the next operation begins with what the last one has left.
        const done = (this.changing || Promise.resolve()).catch(() => {}).then(async () => {
            if (await this.props.record.save()) {
                await act();
                await this.props.record.load();
            }
        });
        this.changing = done;
        await done;
        this.chooseLit();
        reveal(this.root.el?.querySelector(".o_data_row.o_dan_van_lit"));
    }

    /** Goes on with the row that holds the place in the source, where the chosen one has become part of another. */
    chooseLit() {
        if (!this.chosen) {
            const lit = this.list.records.find(({ data }) => isLit(this.choice, data.paths, data.line));
            this.chosenId = lit ? lit.resId : false;
            this.render();
        }
    }
}

const withComponent = (component) => ({ ...x2ManyField, component });

registry.category("fields").add("dan_van_import_lines", withComponent(ImportLines));
registry.category("fields").add("dan_van_import_tree", withComponent(ImportTree));
