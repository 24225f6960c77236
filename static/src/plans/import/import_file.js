import { Component, useRef, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { checkFileSize } from "@web/core/utils/files";
import { useService } from "@web/core/utils/hooks";
import { getDataURLFromFile } from "@web/core/utils/urls";
import { binaryField, BinaryField } from "@web/views/fields/binary/binary_field";
import { standardFieldProps } from "@web/views/fields/standard_field_props";

const PHOTO = "dan_van.plan.import.photo";
const isPicture = ({ type, name }) => type.startsWith("image/") || /\.(jpe?g|png|tiff?|bmp)$/i.test(name);
const contentOf = async (file) => (await getDataURLFromFile(file)).split(",")[1];

/** Gives the photos of an import to the server one by one, in the order of their names, and counts them in `state`. */
function usePhotos(record) {
    const orm = useService("orm");
    const notification = useService("notification");
    const state = useState({ done: 0, count: 0 });
    return {
        state,
        get label() {
            return _t("Photo %(done)s of %(count)s …", { done: state.done, count: state.count });
        },
        async add(files) {
            const pictures = files.filter((file) => isPicture(file) && checkFileSize(file.size, notification));
            if (pictures.length < files.length) {
                const message = _t("Only photos (.jpg, .png, .tif) become one plan together; other files come one at a time.");
                notification.add(message, { type: "warning" });
            }
            if (!pictures.length || !(await record.save())) {
                return;
            }
            pictures.sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
            Object.assign(state, { done: 0, count: pictures.length });
            try {
                for (const file of pictures) {
                    state.done++;
                    const values = { import_id: record.resId, name: file.name, content: await contentOf(file) };
                    await orm.create(PHOTO, [values]);
                }
            } finally {
                state.count = 0;
                await record.load();
            }
        },
        async change(act) {
            await act();
            await record.load();
        },
        orm,
    };
}

/** The file of a plan; several files, or one that is a picture, are photos of its pages. */
export class ImportFile extends BinaryField {
    static template = "dan_van.ImportFile";

    setup() {
        super.setup();
        this.input = useRef("input");
        this.photos = usePhotos(this.props.record);
    }

    async onChosen(ev) {
        const files = [...ev.target.files];
        ev.target.value = null;
        if (files.length > 1 || files.some(isPicture)) {
            await this.photos.add(files);
        } else if (files.length && checkFileSize(files[0].size, this.notification)) {
            await this.update({ data: await contentOf(files[0]), name: files[0].name });
        }
    }
}

/** Photos of pages in their order, which can be changed. */
export class ImportPhotos extends Component {
    static template = "dan_van.ImportPhotos";
    static props = { ...standardFieldProps };

    setup() {
        this.input = useRef("input");
        this.photos = usePhotos(this.props.record);
    }

    get shown() {
        return this.props.record.data[this.props.name].records.map(({ resId, data }) => ({
            id: resId,
            name: data.name,
            pages: data.page_count > 1 ? _t("%s pages", data.page_count) : "",
            source: `/web/image/${PHOTO}/${resId}/thumbnail`,
        }));
    }

    onChosen(ev) {
        const files = [...ev.target.files];
        ev.target.value = null;
        return this.photos.add(files);
    }

    move(photo, action) {
        return this.photos.change(() => this.photos.orm.call(PHOTO, action, [[photo.id]]));
    }

    remove(...photos) {
        return this.photos.change(() => this.photos.orm.unlink(PHOTO, photos.map(({ id }) => id)));
    }
}

registry.category("fields").add("dan_van_import_file", { ...binaryField, component: ImportFile });
registry.category("fields").add("dan_van_import_photos", {
    component: ImportPhotos,
    displayName: _t("Photos of an import"),
    supportedTypes: ["one2many"],
    relatedFields: [
        { name: "name", type: "char" },
        { name: "page_count", type: "integer" },
    ],
    isEmpty: () => false,
});
