import { Component, onMounted, onWillUnmount } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

/** How often the server is asked, in milliseconds. */
const EVERY = 2000;

/**
 * How much of a long work is done, such as the pages of a scan that are read; asks on until all is, and the form goes on by itself.
 * The option "count" names the field that says how much there is.
 */
export class ImportProgress extends Component {
    static template = "dan_van.ImportProgress";
    static props = { ...standardFieldProps, count: { type: String, optional: true } };

    setup() {
        let timer;
        const ask = async () => {
            await this.props.record.load();
            timer = timer && setTimeout(ask, EVERY);
        };
        onMounted(() => (timer = setTimeout(ask, EVERY)));
        onWillUnmount(() => {
            clearTimeout(timer);
            timer = null;
        });
    }

    get read() {
        return this.props.record.data[this.props.name];
    }

    get count() {
        return this.props.record.data[this.props.count || "page_count"];
    }

    get label() {
        const values = { read: this.read, count: this.count };
        return this.props.count
            ? _t("%(read)s of %(count)s volumes printed", values)
            : _t("%(read)s of %(count)s pages read", values);
    }
}

registry.category("fields").add("dan_van_import_progress", {
    component: ImportProgress,
    displayName: _t("Pages of a scan that are read"),
    supportedTypes: ["integer"],
    isEmpty: () => false,
    extractProps: ({ options }) => ({ count: options.count }),
});
