import { reactive, toRaw, useState } from "@odoo/owl";

/**
 * What source and result of an import share: which places of the document are lit, and who has chosen them.
 *
 * @typedef {{ paths: string[], line: number, origin: string, turn: number }} Choice
 */
const choices = new WeakMap();

/**
 * @param {{ model: Object }} record of the import, or a list of its rows
 * @returns {Choice}
 */
export function useChoice(record) {
    const model = toRaw(record.model);
    if (!choices.has(model)) {
        choices.set(model, reactive({ paths: [], line: 0, origin: "", turn: 0 }));
    }
    return useState(choices.get(model));
}

/**
 * Lights up places of the document.
 *
 * @param {Choice} choice
 * @param {string} origin who chooses: it need not move itself
 * @param {{ paths?: string[], line?: number }} place paths of the document, or a line of the source
 */
export function choose(choice, origin, { paths = [], line = 0 }) {
    Object.assign(choice, { paths, line: paths.length ? 0 : line, origin, turn: choice.turn + 1 });
}

/** @returns {boolean} whether a row with these places is lit */
export function isLit(choice, paths, line) {
    return (
        (paths || []).some((path) => choice.paths.includes(path)) ||
        Boolean(choice.line && line === choice.line)
    );
}

/**
 * @param {string|null} path of a letter of the source
 * @param {Set<string>} known places that rows stand for
 * @returns {string|null} the innermost place that holds it; its own outermost one where no row does
 */
export function ownerOf(path, known) {
    for (let place = path; place; place = outside(place)) {
        if (known.has(place)) {
            return place;
        }
    }
    return path && path.split(/[.[]/)[0];
}

function outside(path) {
    return path.slice(0, Math.max(path.lastIndexOf("."), path.lastIndexOf("["), 0));
}

/** Brings an element into sight without moving more than needed. */
export function reveal(element) {
    element?.scrollIntoView({ block: "nearest", behavior: "instant" });
}
