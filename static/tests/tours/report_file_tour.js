import { registry } from "@web/core/registry";

/**
 * A draft of a report takes what a Word file says: the empty section and the figure are ticked, what was written is not.
 */
const row = (words) => `.modal .o_data_row:contains('${words}'), .modal .o_kanban_record:contains('${words}')`;

registry.category("web_tour.tours").add("dan_van_report_file_tour", {
    steps: () => [
        {
            trigger: ".o_form_view .o_form_statusbar",
            run() {
                // On a phone the buttons stand behind one.
                if (!document.querySelector(".o_dan_van_report_file")) {
                    document.querySelector(".o_statusbar_buttons .dropdown-toggle, .o_form_statusbar .o-dropdown").click();
                }
            },
        },
        { trigger: ".o_dan_van_report_file", run: "click" },
        {
            trigger: ".modal .o_field_widget[name=file] input[type=file]:not(:visible)",
            async run() {
                const response = await fetch("/dan_van_test/bao-cao.docx");
                const files = new DataTransfer();
                files.items.add(new File([await response.blob()], "bao-cao.docx"));
                this.anchor.files = files.files;
                this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        { trigger: ".modal .o_field_widget[name=file] input[type=text], .modal .o_field_widget[name=file] .o_form_uri" },
        { trigger: ".modal button[name=action_read]:not(:disabled)", run: "click" },
        { trigger: row("Phối hợp tốt") },
        { trigger: row("Thêm kinh phí") },
        { trigger: row("Tin, bài đã đăng") },
        { trigger: ".modal .o_field_widget[name=left]:contains('VIỆC KHÁC')" },
        {
            trigger: ".modal .o_form_view",
            run() {
                const ticked = (words) =>
                    [...document.querySelectorAll(".modal .o_data_row, .modal .o_kanban_record")]
                        .find((each) => each.textContent.includes(words))
                        .querySelector("[name=take] input").checked;
                if (!ticked("Phối hợp tốt") || ticked("Thêm kinh phí")) {
                    throw new Error("what was written already is ticked, or what is empty is not");
                }
            },
        },
        { trigger: ".modal button[name=action_take]:not(:disabled)", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_form_view" },
    ],
});
