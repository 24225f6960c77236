import { registry } from "@web/core/registry";

const inViewer = (selector) => `.o_dan_van_pdf_frame :iframe ${selector}`;

registry.category("web_tour.tours").add("dan_van_widgets_tour", {
    steps: () => [
        { trigger: ".o_data_row .o_data_cell:contains('Kế hoạch cũ')", run: "click" },
        { trigger: inViewer(".page[data-loaded=true] .textLayer:contains('Kế hoạch cũ')") },
        { trigger: ".o_field_widget[name=subject] textarea", run: "edit Kế hoạch mới" },
        { trigger: ".o_form_button_save", run: "click" },
        { trigger: inViewer(".page[data-loaded=true] .textLayer:contains('Kế hoạch mới')") },
        { trigger: ".o_notebook [name=compare]", run: "click" },
        { trigger: ".o_field_dan_van_comparison del:contains('Tổ chức quán triệt')" },
        { trigger: ".o_field_dan_van_comparison ins:contains('Phổ biến')" },
        { trigger: ".o_field_dan_van_comparison .o_dan_van_line:contains('…')" },
        { trigger: ".o_pager_next", run: "click" },
        { trigger: ".o_field_dan_van_comparison:contains('Không thay đổi so với phiên bản trước.')" },
        { trigger: ".o_notebook [name=failing]", run: "click" },
        { trigger: ".alert-danger:contains('Tải lại trang')" },
    ],
});
