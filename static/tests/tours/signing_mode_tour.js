import { registry } from "@web/core/registry";

import { waits } from "./steps";

const MOST = 3; // clicks a document
// In the order in which they wait, by the button of their step; only what is signed asks once more.
const KINDS = [
    ["action_sign", 14, true],
    ["action_accept", 3, false],
    ["action_conclude", 3, false],
];
let clicks = 0;

/** Let every click of whoever sits there be counted until the next document has come. */
const counted = (count) => ({
    trigger: "body",
    run: () => {
        if (clicks > MOST) {
            throw new Error(`${clicks} clicks for the document after which ${count} wait`);
        }
        clicks = 0;
    },
});

function documents() {
    let left = KINDS.reduce((sum, [, count]) => sum + count, 0);
    return KINDS.flatMap(([button, count, asks]) =>
        Array.from({ length: count }, () => [
            waits(left--),
            counted(left),
            { trigger: `.o_form_view button[name='${button}']:visible`, run: "click" },
            ...(asks ? [{ trigger: ".modal .modal-footer .btn-primary", run: "click" }] : []),
        ]).flat()
    );
}

registry.category("web_tour.tours").add("dan_van_signing_mode_tour", {
    steps: () => [
        {
            trigger: ".o_dan_van_inbox button[name='review']",
            run: ({ anchor }) => {
                document.addEventListener("click", () => clicks++, true);
                anchor.click();
            },
        },
        ...documents(),
        { trigger: ".o_dan_van_inbox_empty" },
        counted(0),
    ],
});

/** Each signature takes a second or so, and a step is waited for ten seconds at most. */
const patience = {
    trigger: "body",
    run: async () => {
        for (let turn = 0; turn < 80 && !document.querySelector(".o_dan_van_inbox_empty"); turn++) {
            await new Promise((resolve) => setTimeout(resolve, 100));
        }
    },
};

registry.category("web_tour.tours").add("dan_van_one_pin_tour", {
    steps: () => [
        { trigger: ".o_dan_van_inbox button[name='review']", run: "click" },
        waits(20),
        { trigger: "button[name='action_sign']:visible", run: "click" },
        { trigger: ".modal .o_field_widget[name='signs_all'] input", run: "click" },
        { trigger: ".modal .o_field_widget[name='pin'] input", run: "edit 8-Pin-của-tôi-31" },
        { trigger: ".modal button[name='action_confirm']:visible", run: "click" },
        ...Array(8).fill(patience),
        { trigger: ".o_dan_van_inbox_empty" },
    ],
});
