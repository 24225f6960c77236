import { registry } from "@web/core/registry";

import { downloads } from "@dan_van/core/tours/steps";
import { giveFile } from "./steps";

/**
 * The tracking sheet is downloaded, and comes back edited. The test gives the edited sheet.
 */
registry.category("web_tour.tours").add("dan_van_tracking_tour", {
    url: "/odoo/dan-van-assignments",
    steps: () => [
        downloads(".o_list_view button[name=action_tracking_sheet]", "PK"),
        { trigger: ".o_list_view .o_dan_van_import_sheet", run: "click" },
        ...giveFile("theo-doi.xlsx"),
        { trigger: ".modal button[name=action_read]", run: "click" },
        { trigger: ".modal .o_data_row:contains('60 %')" },
        // What somebody else has entered since is overwritten only where the user says so.
        { trigger: ".modal .o_data_row:contains('70 %') td[name=overwrite] input:not(:checked)", run: "click" },
        { trigger: ".modal .o_data_row:contains('70 %') td[name=overwrite] input:checked" },
        { trigger: ".modal button[name=action_apply]", run: "click" },
        { trigger: "body:not(:has(.modal)) .o_list_view .o_data_row" },
    ],
});
