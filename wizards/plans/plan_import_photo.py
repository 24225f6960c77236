import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...importer import UnreadableFile, read_photo
from ...importer.readers.photos import joined
from ...models.core.foreign_file import SCAN, read_foreign
from ...models.core.reading import whole
from ..core.dialog import HOURS
from .plan_import_scan import MOST


class PlanImportPhoto(models.TransientModel):
    """A photo, or a picture file of several pages, that becomes a document together with others."""

    _name = 'dan_van.plan.import.photo'
    _description = 'Photo of a page that is imported'
    _inherit = ['dan_van.dialog']
    _order = 'sequence, id'
    _transient_max_hours = HOURS

    import_id = fields.Many2one('dan_van.plan.import', required=True, ondelete='cascade', index=True)
    # A new one is the last: those that were moved stand from 0.
    sequence = fields.Integer(default=MOST)
    name = fields.Char(required=True)
    content = fields.Binary(attachment=False, required=True)
    thumbnail = fields.Binary(attachment=False, readonly=True)
    page_count = fields.Integer('Pages', readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        """As in Odoo; each photo is made as large as a page is read at.

        :raise UserError: one is no picture that can be read, or there are too many pages
        """
        self.check_access('create')
        self._check_given([*vals_list, self._context_defaults()])  # before a file is read for somebody else's dialog
        maker = self._making('read')
        photos = super(PlanImportPhoto, maker).create([{**vals, **self._prepared(vals)} for vals in vals_list]).with_env(self.env)
        photos.import_id._change_photos()
        return photos

    def write(self, vals):
        """As in Odoo, see :meth:`create` for the photo itself.

        :raise UserError: as there
        """
        imports = self.import_id
        if 'content' in vals:
            self.check_access('write')
            self._check_given([vals])
            self._check_lock(vals)
            super(PlanImportPhoto, self._opened('read')).write({**vals, **self._prepared(vals)})
        else:
            super().write(vals)
        (imports | self.import_id)._change_photos()
        return True

    def unlink(self):
        imports = self.import_id
        result = super().unlink()
        imports._change_photos()
        return result

    def _prepared(self, vals):
        """:return: values of a photo and of what is shown of it"""
        try:
            data = base64.b64decode(vals.get('content') or b'')
            photo = read_foreign(self.env, read_photo, data, limits=SCAN)
        except (ValueError, UnreadableFile) as caught:
            error = caught if isinstance(caught, UnreadableFile) else UnreadableFile('broken')
            raise self.import_id._refusal(error, vals.get('name') or '') from error
        return {
            'content': base64.b64encode(photo.content), 'thumbnail': base64.b64encode(photo.thumbnail), 'page_count': photo.pages}

    def action_earlier(self):
        """Put the photo before the one that stands before it."""
        self._move(-1)

    def action_later(self):
        """Put the photo behind the one that follows it."""
        self._move(1)

    def _move(self, step):
        self.ensure_one()
        photos = list(self.import_id.photo_ids.sorted(lambda photo: (photo.sequence, photo.id)))
        place = photos.index(self)
        photos.insert(max(0, place + step), photos.pop(place))
        for sequence, photo in enumerate(photos):
            photo.sequence = sequence


class PlanImport(models.TransientModel):
    """What is imported: one file, or photos that are one document in their order."""

    _inherit = 'dan_van.plan.import'

    photo_ids = fields.One2many('dan_van.plan.import.photo', 'import_id', 'Photos')

    def _source(self):
        """:return: name and content, bytes, of what is imported"""
        self.ensure_one()
        wizard = whole(self)
        if wizard.photo_ids:
            return self._source_name(), joined([base64.b64decode(photo.content) for photo in wizard.photo_ids.sorted()])
        return self._source_name(), base64.b64decode(wizard.file or b'')

    def _change_photos(self):
        """Drop what was read of the photos before they were changed.

        :raise UserError: there are too many pages now
        """
        for wizard in self:
            count = sum(wizard.photo_ids.mapped('page_count'))
            if count > MOST:
                raise UserError(self.env._(
                    "These photos are %(count)s pages; at most %(most)s are read. Import the plan without what does not belong to it.",
                    count=count, most=MOST))
        self.filtered(lambda wizard: wizard.state != 'upload')._forget()

    def _source_name(self):
        if self.photo_ids:
            return self.env._("Photos of %s pages.zip", sum(self.photo_ids.mapped('page_count')))
        return self.filename or ''
