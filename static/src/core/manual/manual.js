import { Component } from "@odoo/owl";
import { DropdownItem } from "@web/core/dropdown/dropdown_item";
import { registry } from "@web/core/registry";
import { STATIC_ACTIONS_GROUP_NUMBER } from "@web/search/action_menus/action_menus";

/** Opens the manual at what it says of the screen. */
export class ManualItem extends Component {
    static template = "dan_van.ManualItem";
    static components = { DropdownItem };
    static props = {};

    open() {
        const about = encodeURIComponent(this.env.searchModel.resModel);
        window.open(`/dan_van/manual?about=${about}`, "_blank", "noopener");
    }
}

registry.category("cogMenu").add("dan_van_manual", {
    Component: ManualItem,
    groupNumber: STATIC_ACTIONS_GROUP_NUMBER,
    isDisplayed: (env) => Boolean(env.searchModel?.resModel?.startsWith("dan_van.")),
});
