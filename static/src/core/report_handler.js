import { user } from "@web/core/user";
import { download } from "@web/core/network/download";
import { registry } from "@web/core/registry";
import { getReportUrl } from "@web/webclient/actions/reports/utils";

/**
 * Downloads a report whose PDF engine is its own, without asking for wkhtmltopdf first.
 *
 * @param {Object} action report action
 * @param {Object} options
 * @param {Object} env
 * @returns {Promise<boolean>} whether the report was handled here
 */
async function downloadWithOwnEngine(action, options, env) {
    if (action.report_type !== "qweb-pdf" || !action.pdf_engine) {
        return false;
    }
    env.services.ui.block();
    try {
        await download({
            url: "/report/download",
            data: {
                data: JSON.stringify([getReportUrl(action, "pdf"), action.report_type]),
                context: JSON.stringify({ ...user.context, ...action.context }),
            },
        });
    } finally {
        env.services.ui.unblock();
    }
    return true;
}

registry.category("ir.actions.report handlers").add("dan_van.own_engine", downloadWithOwnEngine);
