import { Component, useEffect, useExternalListener, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { choose, isLit, ownerOf, reveal, useChoice } from "./import_state";

// What every document has around its text.
const FURNITURE = new Set(["nation", "mark", "page_number", "table_head", "other_plan"]);
const LEFT_OUT = new Set(["stray", "unplaced"]);
const UNSURE = 0.6;
// Places of the document that are fields of the form, no rows.
const FIELDS = { subject: "subject", recipients: "recipients", archive: "archive", signer: "signer_id" };
const PLACES = Object.fromEntries(Object.entries(FIELDS).map(([place, field]) => [field, place]));

/**
 * The whole source of an import as it was printed; each part lights up what was made of it.
 *
 * A Json field with the document of the importer (importer/SCHEMA.md).
 */
export class ImportSource extends Component {
    static template = "dan_van.ImportSource";
    static props = { ...standardFieldProps };

    setup() {
        this.choice = useChoice(this.props.record);
        this.root = useRef("root");
        useExternalListener(window, "focusin", this.onFocusin);
        useEffect(
            () => {
                if (this.choice.origin !== "source") {
                    reveal(this.root.el.querySelector(".o_dan_van_lit"));
                }
            },
            () => [this.choice.turn]
        );
    }

    onFocusin(ev) {
        const field = ev.target.closest(".o_dan_van_import_result .o_field_widget");
        const place = PLACES[field?.getAttribute("name")];
        if (place) {
            choose(this.choice, "form", { paths: [place] });
        }
    }

    get document() {
        return this.props.record.data[this.props.name] || { parts: [] };
    }

    /** Places that rows of the result stand for. */
    get known() {
        const { line_ids, basis_ids } = this.props.record.data;
        const rows = [...line_ids.records, ...basis_ids.records];
        return new Set(rows.flatMap((row) => row.data.paths || []));
    }

    /** Lines of the source, each with its parts. */
    get lines() {
        const { known } = this;
        const lines = [];
        for (const [index, part] of this.document.parts.entries()) {
            if (lines.at(-1)?.number !== part.line) {
                lines.push({ number: part.line, parts: [] });
            }
            const owner = ownerOf(part.path, known);
            lines.at(-1).parts.push({ ...part, index, owner, ...this.looks(part, owner) });
        }
        return lines;
    }

    looks(part, owner) {
        const isLeftOut = LEFT_OUT.has(part.kind);
        const isUnsure = !isLeftOut && part.confidence < UNSURE;
        return {
            isButton: Boolean(owner) || isLeftOut,
            title: isLeftOut
                ? _t("Left out: copy it where it belongs.")
                : isUnsure
                ? _t("Not sure: check what was made of it.")
                : "",
            className: {
                o_dan_van_lit: isLit(this.choice, owner ? [owner] : [], part.line),
                o_dan_van_left_out: isLeftOut,
                o_dan_van_unsure: isUnsure,
                "text-muted": FURNITURE.has(part.kind),
                "fw-bold": part.kind === "title" || part.kind === "type",
            },
        };
    }

    /** @returns {number|undefined} the part that Tab leads to */
    firstIndex(lines) {
        return lines.flatMap(({ parts }) => parts).find((part) => part.isButton)?.index;
    }

    choosePart(part) {
        const field = FIELDS[part.owner];
        if (field) {
            const widget = document.querySelector(`.o_dan_van_import_result .o_field_widget[name=${field}]`);
            widget.querySelector("input, textarea")?.focus();
        }
        choose(this.choice, "source", { paths: part.owner ? [part.owner] : [], line: part.line });
    }

    /** Arrow keys go from part to part, as in a list. */
    onKeydown(ev, part) {
        const step = { ArrowDown: 1, ArrowUp: -1 }[ev.key];
        if (step) {
            const buttons = [...this.root.el.querySelectorAll("[role=button]")];
            buttons[buttons.indexOf(ev.target) + step]?.focus();
        } else if (ev.key !== "Enter" && ev.key !== " ") {
            return;
        }
        ev.preventDefault();
        ev.stopPropagation();
        if (!step) {
            this.choosePart(part);
        }
    }
}

registry.category("fields").add("dan_van_import_source", {
    component: ImportSource,
    displayName: _t("Source of an import"),
    supportedTypes: ["json"],
    isEmpty: () => false,
});
