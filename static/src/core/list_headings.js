import { patch } from "@web/core/utils/patch";
import { ListRenderer } from "@web/views/list/list_renderer";

/** Headings of our lists go on below where a line is too short for them: cut, several begin alike. */
patch(ListRenderer.prototype, {
    getColumnClass(column) {
        const classes = super.getColumnClass(column);
        return this.props.list.resModel.startsWith("dan_van.") ? `${classes} o_dan_van_heading` : classes;
    },
});
