import { Component, useEffect, useRef, useState } from "@odoo/owl";
import { browser } from "@web/core/browser/browser";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { hidePDFJSButtons } from "@web/core/utils/pdfjs";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";

/**
 * Shows the printed document inside the form, in the viewer that Odoo brings: browsers of phones have none for frames.
 *
 * `<widget name="dan_van_pdf_preview"/>` prints it by its own report, `report="dan_van.plan_document"` by another; with
 * `seen="1"` the record's `mark_seen` is called once the document is on the screen. `file="1"` shows `shown_file_id` instead, a file
 * that hangs on the record: a PDF or a picture; another is opened by its link.
 */
export class PdfPreview extends Component {
    static template = "dan_van.PdfPreview";
    static props = {
        ...standardWidgetProps,
        report: { type: String, optional: true },
        file: { type: Boolean, optional: true },
        seen: { type: Boolean, optional: true },
    };

    setup() {
        this.orm = useService("orm");
        this.viewer = useRef("viewer");
        this.state = useState({ status: "loading", file: "" });
        useEffect(
            (url) => {
                if (url && this.kind === "pdf") {
                    const request = new AbortController();
                    this.load(url, request.signal);
                    return () => {
                        request.abort();
                        URL.revokeObjectURL(this.state.file);
                    };
                }
            },
            () => [this.url, ...this.version]
        );
        useEffect(
            (iframe) => {
                if (iframe) {
                    // The viewer knows the file by a passing name only; the link above gives it with its own.
                    hidePDFJSButtons(iframe, { hideDownload: true, hidePresentation: true });
                }
            },
            () => [this.viewer.el]
        );
    }

    /** How what is shown is shown: as `pdf`, as `picture`, or by its `link` alone. */
    get kind() {
        const { shown_file_type: type } = this.props.record.data;
        if (!this.props.file || type === "application/pdf") {
            return "pdf";
        }
        return type?.startsWith("image/") ? "picture" : "link";
    }

    /** Address of what is shown of the saved record; empty before the first save, or where no file hangs on it. */
    get url() {
        const { resId, data } = this.props.record;
        if (this.props.file) {
            return data.shown_file_id ? `/web/content/${data.shown_file_id.id}` : "";
        }
        return resId ? `/report/pdf/${this.props.report || data.report_name}/${resId}` : "";
    }

    /** What changes whenever the PDF may have changed. */
    get version() {
        if (this.props.file) {
            return []; // another file has another address
        }
        const { write_date, state } = this.props.record.data;
        return [write_date && write_date.toMillis(), state];
    }

    get viewerUrl() {
        return `/web/static/lib/pdfjs/web/viewer.html?file=${encodeURIComponent(this.state.file)}`;
    }

    /**
     * Fetches the file here and not in the viewer, so that a failure can be told in the user's words.
     *
     * @param {string} url
     * @param {AbortSignal} signal
     */
    async load(url, signal) {
        Object.assign(this.state, { status: "loading", file: "" });
        let file;
        try {
            const response = await browser.fetch(url, { signal, cache: "no-store" });
            file = response.ok && (await response.blob());
        } catch {
            file = null;
        }
        if (signal.aborted) {
            return;
        }
        // A session that has ended answers with the login page.
        if (file && file.type === "application/pdf") {
            this.state.file = URL.createObjectURL(file);
        } else {
            this.state.status = "failed";
        }
    }

    onViewerLoaded() {
        this.state.status = "shown";
        const { resModel, resId } = this.props.record;
        if (this.props.seen && this.seenId !== resId) {
            this.seenId = resId;
            this.orm.call(resModel, "mark_seen", [[resId]]);
        }
    }
}

registry.category("view_widgets").add("dan_van_pdf_preview", {
    component: PdfPreview,
    extractProps: ({ attrs }) => ({ report: attrs.report, seen: attrs.seen === "1", file: attrs.file === "1" }),
    fieldDependencies: ({ attrs }) => [
        ...(attrs.file === "1"
            ? [
                  { name: "shown_file_id", type: "many2one", relation: "ir.attachment", string: _t("File"), readonly: true },
                  { name: "shown_file_type", type: "char", string: _t("Type of the file"), readonly: true },
              ]
            : [{ name: "report_name", type: "char", string: _t("Report"), readonly: true }]),
        { name: "write_date", type: "datetime", string: _t("Last Updated on"), readonly: true },
        { name: "state", type: "selection", string: _t("Status"), readonly: true },
    ],
});
