import { download } from "@web/core/network/download";

import { checkFile } from "@dan_van/core/tours/steps";

/**
 * Steps that the tests share, beside those of the tours that ship.
 */

export const type = (name, value, element = "input") => ({
    trigger: `.o_field_widget[name=${name}] ${element}`,
    run: `edit ${value}`,
});

/** Chooses a record by its name. */
export const choose = (name, text) => [
    type(name, text),
    { trigger: `.o-autocomplete--dropdown-item:contains('${text}'):not(:has(.o_m2o_dropdown_option))`, run: "click" },
];

/** Chooses one of few. */
export const select = (name, text) => [
    { trigger: `.o_field_widget[name=${name}] .o_select_menu_input`, run: "click" },
    { trigger: `.o_select_menu_item:contains('${text}')`, run: "click" },
];

export const save = { trigger: ".o_form_button_save:visible", run: "click" };

/** Chooses a file that the test gives. */
export const giveFile = (name) => [
    {
        trigger: ".o_field_widget[name=file] input[type=file]:not(:visible)",
        async run() {
            const response = await fetch(`/dan_van_test/${name}`);
            const files = new DataTransfer();
            files.items.add(new File([await response.blob()], name));
            this.anchor.files = files.files;
            this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
        },
    },
    { trigger: ".o_field_widget[name=file] :is(input[type=text], .o_form_uri, .o_dan_van_import_name)" },
];

/** A document opened from the inbox, while so many wait. */
export const waits = (count) => ({ trigger: `.o_dan_van_inbox_next strong:contains(/^${count}$/)` });

/**
 * Presses a button that prints, and checks how the file begins.
 *
 * @param {string} trigger
 * @param {string} beginning of the file
 */
export const prints = (trigger, beginning) => ({
    trigger,
    async run({ click }) {
        const { _download } = download;
        const asked = new Promise((resolve) => {
            download._download = async (options) => resolve(options);
        });
        await click();
        const { url, data } = await asked;
        download._download = _download;
        const body = new URLSearchParams({ ...data, csrf_token: odoo.csrf_token });
        await checkFile(await fetch(url, { method: "POST", body }), beginning);
    },
});
