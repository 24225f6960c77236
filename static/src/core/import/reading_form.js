import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { FormController } from "@web/views/form/form_controller";
import { formView } from "@web/views/form/form_view";

class ReadingFormController extends FormController {
    async beforeExecuteActionButton({ name }) {
        const goesOn = await super.beforeExecuteActionButton(...arguments);
        if (goesOn !== false && name === "action_read" && !this.isReading) {
            this.isReading = true;
            this.ui.block({ message: _t("The file is being read. A scan takes some seconds a page.") });
        }
        return goesOn;
    }

    async afterExecuteActionButton() {
        if (this.isReading) {
            this.isReading = false;
            this.ui.unblock();
        }
        return super.afterExecuteActionButton(...arguments);
    }
}

/** Form of a file that is read while its user waits: says so until it is read, or refused. */
registry.category("views").add("dan_van_reading_form", { ...formView, Controller: ReadingFormController });
