import { rpc } from "@web/core/network/rpc";
import { registry } from "@web/core/registry";

/** Choose the file that the test has left for the user as an attachment called `name`. */
async function choose(input, name) {
    const [file] = await rpc("/web/dataset/call_kw/ir.attachment/search_read", {
        model: "ir.attachment",
        method: "search_read",
        args: [[["name", "=", name]], ["datas"]],
        kwargs: {},
    });
    const bytes = Uint8Array.from(atob(file.datas), (letter) => letter.charCodeAt(0));
    const chosen = new DataTransfer();
    chosen.items.add(new File([bytes], name));
    input.files = chosen.files;
    input.dispatchEvent(new Event("change"));
}

const PIN = "8-Pin-của-tôi-31";
const pin = (text) => ({ trigger: ".o_field_widget[name=pin] input[type=password]", run: `edit ${text}` });
const file = (field, name) => ({
    trigger: `.o_field_widget[name=${field}] input[type=file]:not(:visible)`,
    run: ({ anchor }) => choose(anchor, name),
});

registry.category("web_tour.tours").add("dan_van_certificate_tour", {
    steps: () => [
        file("upload", "chung-thu-so.p12"),
        { trigger: ".o_field_widget[name=upload] input:value('chung-thu-so.p12')" },
        pin(PIN),
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: ".o_field_widget[name=name]:contains('Nguyễn Văn A')" },
        { trigger: ".o_form_view:not(:has([name=pin]))" },
    ],
});

registry.category("web_tour.tours").add("dan_van_sign_pdf_tour", {
    steps: () => [
        { trigger: "button[name=action_sign_pdf]", run: "click" },
        { trigger: ".o_dialog .o_field_widget[name=certificate_id] input:value('Nguyễn Văn A')" },
        pin("sai"),
        { trigger: ".o_dialog button[name=action_confirm]:visible", run: "click" },
        // The wrong PIN is told, the dialog stays
        { trigger: ".o_error_dialog .modal-footer .btn-primary, .o_dialog:has(.modal-body:contains('PIN')) ~ .o_dialog .btn-primary", run: "click" },
        pin(PIN),
        { trigger: ".o_dialog button[name=action_confirm]:visible", run: "click" },
        { trigger: "body:not(:has(.o_dialog))" },
        { trigger: ".o_notebook [name=signatures]", run: "click" },
        { trigger: ".o_field_widget[name=signature_ids] .o_data_row:contains('Nguyễn Văn A')" },
        { trigger: "button[name=action_check_signatures]", run: "click" },
        { trigger: ".o_notification .bg-success, .o_notification:has(.bg-success)" },
    ],
});
const sign = [
    pin(PIN),
    { trigger: ".o_dialog button[name=action_confirm]:visible", run: "click" },
    { trigger: "body:not(:has(.o_dialog))" },
];

registry.category("web_tour.tours").add("dan_van_sign_first_tour", {
    steps: () => [
        { trigger: "button[name=action_sign]:visible", run: "click" },
        { trigger: ".o_dialog .o_field_widget[name=certificate_id] input:value('Nguyễn Văn A')" },
        ...sign,
        { trigger: ".o_statusbar_status button.o_arrow_button_current[data-value=signed]" },
    ],
});

registry.category("web_tour.tours").add("dan_van_number_and_seal_tour", {
    steps: () => [
        { trigger: "button[name=action_number]:visible", run: "click" },
        { trigger: ".modal-title:contains(/KH-BDT/)" },
        { trigger: ".modal-footer .btn-primary", run: "click" },
        { trigger: ".o_statusbar_status button.o_arrow_button_current[data-value=numbered]" },
        { trigger: "button[name=action_issue]:visible", run: "click" },
        ...sign,
        { trigger: ".o_statusbar_status button.o_arrow_button_current[data-value=issued]" },
    ],
});

registry.category("web_tour.tours").add("dan_van_seal_pdf_tour", {
    steps: () => [
        { trigger: "button[name=action_seal_pdf]", run: "click" },
        { trigger: ".o_dialog [name=way] input[data-value=outside]:checked" },
        file("upload", "da-dong-dau.pdf"),
        { trigger: ".o_dialog .o_field_widget[name=upload] input:value('da-dong-dau.pdf')" },
        { trigger: ".o_dialog button[name=action_confirm]:visible", run: "click" },
        { trigger: "body:not(:has(.o_dialog))" },
        { trigger: ".o_notebook [name=signatures]", run: "click" },
        { trigger: ".o_field_widget[name=signature_ids] .o_data_row:contains('Ban Dân tộc tỉnh Mẫu')" },
    ],
});
