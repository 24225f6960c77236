import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { stepUtils } from "@web_tour/tour_utils";

/**
 * Steps that the tours share. They find things by technical names: users read Vietnamese.
 */

export const openApp = (content) => [
    ...stepUtils.toggleHomeMenu(),
    ...stepUtils.goToAppSteps("dan_van.root_menu", content),
];

/**
 * Opens a screen from the menu of the app, on a phone from its sidebar.
 *
 * @param {string} section xmlid of the menu in the bar
 * @param {string} menu xmlid of the entry below it
 * @param {string} content
 */
export const openMenu = (section, menu, content) => [
    {
        isActive: ["desktop"],
        trigger: `.o_menu_sections [data-menu-xmlid='${section}']`,
        content,
        tooltipPosition: "bottom",
        run: "click",
    },
    {
        isActive: ["mobile"],
        trigger: ".o_main_navbar .o_menu_toggle",
        content,
        run: "click",
    },
    {
        trigger: `.o-dropdown--menu [data-menu-xmlid='${menu}'], .o_app_menu_sidebar [data-menu-xmlid='${menu}']`,
        content,
        run: "click",
    },
];

/**
 * Presses a button of the form's header; on a phone all but the first are behind a menu.
 *
 * @param {string} name of the button
 * @param {string} content
 */
export const press = (name, content) => [
    { trigger: ".o_form_view .o_statusbar_buttons" },
    {
        isActive: ["mobile", `.o_statusbar_buttons:not(:has(button[name=${name}]))`],
        trigger: ".o_statusbar_buttons button:has(.oi-ellipsis-v)",
        content,
        run: "click",
    },
    {
        trigger: `.o_statusbar_buttons button[name=${name}], .o-dropdown--menu button[name=${name}]`,
        content,
        run: "click",
    },
];

export const openTab = (name, content) => ({
    trigger: `.o_notebook .nav-link[name=${name}]`,
    content,
    run: "click",
});

export const confirm = () => ({
    trigger: ".modal-footer .btn-primary",
    content: _t("Confirm."),
    run: "click",
});

export const reached = (state) => ({
    // A phone shows the state under another button.
    trigger: `.o_form_view:has(.o_statusbar_status .o_arrow_button_current[data-value=${state}])`,
});

/**
 * @param {Response} response
 * @param {string} beginning of the file, e.g. "PK" of a workbook
 */
export async function checkFile(response, beginning) {
    const start = new TextDecoder().decode((await response.arrayBuffer()).slice(0, beginning.length));
    if (start !== beginning) {
        throw new Error(`not the file: ${response.status} ${start}`);
    }
}

/**
 * Presses a button that downloads, and checks how the file begins.
 *
 * @param {string} trigger
 * @param {string} beginning of the file
 * @param {string} [content] shown to who plays the tour
 */
export const downloads = (trigger, beginning, content) => ({
    trigger,
    content,
    async run({ click }) {
        const { open } = browser;
        const opened = new Promise((resolve) => {
            browser.open = (url) => resolve(url);
        });
        await click();
        const response = await fetch(await opened);
        browser.open = open;
        await checkFile(response, beginning);
    },
});

export const openPdf = () => downloads("button[name=action_open_pdf]", "%PDF-", _t("This is the official document."));
