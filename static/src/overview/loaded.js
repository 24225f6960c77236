import { onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { ConnectionLostError } from "@web/core/network/rpc";
import { KeepLast } from "@web/core/utils/concurrency";

/**
 * What a screen shows of one request: made before it is drawn, and anew whenever it says so; of several the last one counts.
 *
 * @param {() => Promise<Object>} request
 * @param {(data: Object) => void} [onLoaded]
 * @returns {{ state: Object, load: () => Promise<void> }} `state` has `status` ("loading", "ready", "failed"), `data` of the last
 *  answer, and `error`, why there is no newer one
 */
export function useLoaded(request, onLoaded = () => {}) {
    const requests = new KeepLast();
    const state = useState({ status: "loading", error: "", data: null });
    const load = async () => {
        state.status = "loading";
        try {
            const data = await requests.add(request());
            onLoaded(data);
            Object.assign(state, { status: "ready", data });
        } catch (error) {
            const text =
                error instanceof ConnectionLostError
                    ? _t("The server can't be reached. Check the connection, then try again.")
                    : error.data?.message || error.message;
            Object.assign(state, { status: "failed", error: text });
        }
    };
    onWillStart(load);
    return { state, load };
}
