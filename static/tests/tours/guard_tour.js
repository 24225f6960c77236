import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

import { save } from "./steps";

const call = (method, args) =>
    rpc(`/web/dataset/call_kw/dan_van.plan/${method}`, { model: "dan_van.plan", method, args, kwargs: {} });

const planId = () => parseInt(window.location.pathname.split("/").pop());

/** A colleague with a form of an older day: nothing guards what he saves. */
async function colleagueSaves(values) {
    await call("web_save", [[planId()], values, {}]);
}

async function colleagueSavesFirstBasis(text) {
    const [plan] = await call("read", [[planId()], ["basis_ids"]]);
    await colleagueSaves({ basis_ids: [[1, plan.basis_ids[0], { text }]] });
}

const subject = ".o_field_widget[name=subject] textarea";
const saved = { trigger: ".o_form_saved" };
const discard = { trigger: ".o_form_button_cancel:visible", run: "click" };
const told = (text) => ({ trigger: `.o_dialog .modal-body:contains('${text}')` });
const close = { trigger: ".o_dialog .modal-footer .btn-primary", run: "click" };
const basis = (text) => `.o_field_widget[name=basis_ids] .o_data_row .o_data_cell[name=text]:contains('${text}')`;
const editBasis = (text, typed) => [
    { trigger: basis(text), run: "click" },
    { trigger: ".o_field_widget[name=basis_ids] .o_selected_row [name=text] :is(input, textarea)", run: `edit ${typed}` },
];

registry.category("web_tour.tours").add("dan_van_guard_tour", {
    steps: () => [
        // The same field: told, nothing lost
        { trigger: `${subject}:value('Trích yếu cũ')`, run: () => colleagueSaves({ subject: "Của đồng nghiệp" }) },
        { trigger: subject, run: "edit Của tôi" },
        save,
        told("Trích yếu"),
        close,
        { trigger: "body:not(:has(.o_dialog))" },
        { trigger: `${subject}:value('Của tôi')` },
        discard,
        // What the colleague wrote is there; now it can be saved
        { trigger: `${subject}:value('Của đồng nghiệp')` },
        { trigger: subject, run: "edit Của cả hai" },
        save,
        saved,
        // Another row: not disturbed
        { trigger: ".o_notebook [name=bases]", run: "click" },
        { trigger: basis("Căn cứ một"), run: () => colleagueSavesFirstBasis("Căn cứ của đồng nghiệp") },
        ...editBasis("Căn cứ hai", "Căn cứ hai của tôi"),
        save,
        saved,
        { trigger: basis("Căn cứ của đồng nghiệp"), run: () => colleagueSavesFirstBasis("Căn cứ khác") },
        // The same row: told
        ...editBasis("Căn cứ của đồng nghiệp", "Căn cứ của tôi"),
        save,
        told("Căn cứ"),
        close,
        { trigger: "body:not(:has(.o_dialog))" },
        discard,
        { trigger: basis("Căn cứ khác") },
        ...editBasis("Căn cứ khác", "Căn cứ của cả hai"),
        save,
        saved,
    ],
});
