import { markRaw } from "@odoo/owl";
import { x2ManyCommands } from "@web/core/orm_service";
import { registry } from "@web/core/registry";
import { RelationalModel } from "@web/model/relational_model/relational_model";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

// As in models/core/edit_guard.py, which compares them.
const COMPARED = new Set([
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "integer",
    "many2one",
    "monetary",
    "selection",
    "text",
]);

class GuardedRecord extends RelationalModel.Record {
    get context() {
        return this.loadedValues
            ? { ...super.context, dan_van_base: this.loadedValues }
            : super.context;
    }

    /** Tells the server, with the changes, from which values they started. */
    async _save() {
        if (!this.resId) {
            return super._save(...arguments);
        }
        const changes = this._changes;
        this.loadedValues = markRaw(this._getLoadedValues(this._getChanges()));
        try {
            const saved = await super._save(...arguments);
            if (saved && this.model._urgentSave) {
                // Sent while the page was closing: should it stay, these are the values that the server has.
                this._values = markRaw({ ...this._values, ...changes });
            }
            return saved;
        } finally {
            this.loadedValues = undefined;
        }
    }

    /** The record is saved when it gets new data: its context, which rows inherit, is the ordinary one again. */
    _setData() {
        this.loadedValues = undefined;
        super._setData(...arguments);
    }

    /**
     * @param {Object} changes values for the server
     * @returns {Object} what was loaded of the same fields, and of the same fields of changed rows by their ids
     */
    _getLoadedValues(changes) {
        const loaded = {};
        for (const [name, value] of Object.entries(changes)) {
            const type = this.fields[name]?.type;
            if (type === "one2many") {
                loaded[name] = this._getLoadedRows(this.data[name], value);
            } else if (COMPARED.has(type) && this._values[name] !== undefined) {
                loaded[name] = this._formatServerValue(type, this._values[name]);
            }
        }
        return loaded;
    }

    _getLoadedRows(list, commands) {
        const rows = {};
        for (const [command, id, changes] of commands) {
            const row = command === x2ManyCommands.UPDATE && list._cache[id];
            if (row) {
                rows[id] = row._getLoadedValues(changes);
            }
        }
        return rows;
    }
}

class GuardedModel extends RelationalModel {
    static Record = GuardedRecord;
}

class GuardedFormController extends FormController {
    /** Shows what the others have saved meanwhile, not what was loaded once. */
    async discard() {
        await super.discard();
        if (!this.env.inDialog && !this.model.root.isNew) {
            await this.model.root.load();
        }
    }
}

/** Form for models that inherit dan_van.edit.guard: nobody overwrites what another has changed meanwhile. */
registry.category("views").add("dan_van_guarded_form", {
    ...formView,
    Controller: GuardedFormController,
    Model: GuardedModel,
});
