import { Message } from "@mail/core/common/message_model";
import { patch } from "@web/core/utils/patch";

/** What was said about a record of this addon stays as it was said: the server refuses to edit and delete it. */
patch(Message.prototype, {
    get editable() {
        return !this.thread?.model?.startsWith("dan_van.") && super.editable;
    },
});
