import { Component, useEffect, useExternalListener, useRef } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

import { choose, isLit, ownerOf, reveal, useChoice } from "./import_state";

// What every document has around its text.
const FURNITURE = new Set(["nation", "mark", "page_number", "table_head", "other_plan"]);
const LEFT_OUT = new Set(["stray", "unplaced"]);
const UNSURE = 0.6;
const WORD = /(\s+)/;
const END = /^[.,;:/]+$/;
// Places of the document that are fields of the form, no rows.
const FIELDS = {
    subject: ["subject"],
    recipients: ["recipients"],
    archive: ["archive"],
    signer: ["signer_id", "signer"],
    type: ["kind"],
    addressees: ["addressees"],
    deadline: ["due_date"],
    "header.number": ["code"],
    "header.symbol": ["code"],
    "header.date": ["date"],
    "header.issuer": ["issuer"],
    "header.urgency": ["urgency"],
};

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
        this.scan = useRef("scan");
        useExternalListener(window, "focusin", this.onFocusin);
        useEffect(
            () => {
                if (this.choice.origin !== "source") {
                    reveal(this.root.el.querySelector(".o_dan_van_lit"));
                }
                this.revealOnPicture();
            },
            () => [this.choice.turn]
        );
    }

    onFocusin(ev) {
        const field = ev.target.closest(".o_dan_van_import_result .o_field_widget");
        const name = field?.getAttribute("name");
        const paths = Object.keys(FIELDS).filter((place) => name && this.fieldOf(place) === name);
        if (paths.length) {
            choose(this.choice, "form", { paths });
        }
    }

    /** The field of the form that holds what stands at a place of the document. */
    fieldOf(place) {
        return FIELDS[place]?.find((name) => name in this.props.record.data);
    }

    get document() {
        return this.props.record.data[this.props.name] || { parts: [] };
    }

    /** Places that rows or fields of the result stand for. */
    get known() {
        const { line_ids, basis_ids } = this.props.record.data;
        const rows = [...(line_ids?.records || []), ...(basis_ids?.records || [])];
        const fields = Object.keys(FIELDS).filter((place) => this.fieldOf(place));
        return new Set([...fields, ...rows.flatMap((row) => row.data.paths || [])]);
    }

    /** Pages of a scan as they were read. */
    get pictures() {
        return (this.props.record.data.pictures || []).map(({ id, page, source }) => ({
            page,
            source: source || `/web/image/dan_van.plan.import.page/${id}/picture`,
            title: _t("Page %s of the scan", page + 1),
        }));
    }

    /** Places on a page of the scan that are lit. */
    litPlaces(page, lines) {
        const lit = new Set(
            lines.filter(({ parts }) => parts.some(({ className }) => className.o_dan_van_lit)).flatMap(({ covered }) => covered)
        );
        return (this.document.places || []).filter((place) => place.page === page && lit.has(place.line));
    }

    placeStyle({ left, top, width, height }) {
        return `left: ${100 * left}%; top: ${100 * top}%; width: ${100 * width}%; height: ${100 * height}%`;
    }

    /** Brings what is lit into the middle of the picture, without moving anything around it. */
    revealOnPicture() {
        const frame = this.scan.el;
        const lit = frame?.querySelector(".o_dan_van_scan_lit");
        if (lit) {
            const { top, height } = lit.getBoundingClientRect();
            frame.scrollTop += top - frame.getBoundingClientRect().top - (frame.clientHeight - height) / 2;
        }
    }

    /** A place on the picture leads to its part. */
    onClickPicture(ev, page) {
        const { top, height } = ev.currentTarget.getBoundingClientRect();
        const at = (ev.clientY - top) / height;
        const place = (this.document.places || []).find(
            (each) => each.page === page && each.top <= at && at <= each.top + each.height
        );
        const line = place && this.lines.find(({ covered }) => covered.includes(place.line));
        if (line) {
            this.choosePart(line.parts[0]);
        }
    }

    /** Words of a part, each with whether the scan left it in doubt; in one piece where there is no doubt. */
    fragments(text, doubts) {
        return doubts.size ? text.split(WORD).map((word) => ({ word, isDoubtful: doubts.has(word) })) : [{ word: text }];
    }

    /** Lines of the source, each with its parts. */
    get lines() {
        const { known } = this;
        const lines = [];
        const numbers = (this.document.places || []).map(({ line }) => line);
        for (const [index, part] of this.document.parts.entries()) {
            // What ends a paragraph stands with it, wherever its line began.
            if (!lines.length || (lines.at(-1).number !== part.line && !END.test(part.text))) {
                lines.push({ number: part.line, parts: [] });
            }
            const owner = ownerOf(part.path, known);
            lines.at(-1).parts.push({ ...part, index, owner, ...this.looks(part, owner) });
        }
        for (const [index, line] of lines.entries()) {
            // What was joined to one part covers the lines up to the next.
            const end = lines[index + 1]?.number ?? Infinity;
            line.covered = numbers.filter((number) => line.number <= number && number < Math.max(end, line.number + 1));
            const covered = new Set(line.covered);
            const doubts = new Set((this.document.doubts || []).filter((each) => covered.has(each.line)).map(({ word }) => word));
            for (const part of line.parts) {
                part.fragments = this.fragments(part.text, doubts);
            }
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
        const field = this.fieldOf(part.owner);
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
