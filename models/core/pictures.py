"""Large pictures are made smaller in the process for foreign files, before Odoo unpacks them in the server."""
import base64
from pathlib import Path

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import str2bool

from ...pictures import points, shrunk
from .foreign_file import read_foreign
from .reading import whole

# Points; unpacked in the server up to four bytes each. Photos of phones have 12 to 50 million.
LARGE = 10_000_000
# Letters of base64: a picture of fewer is not large.
_SHORTEST = 1_500
# What a picture of a record that names no size of its own is shrunk to, and how good a JPEG then is.
_SIDE, _QUALITY = 1920, 90


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    def _postprocess_contents(self, values):
        """As Odoo does, shrink pictures to what ``base.image_autoresize_max_px`` allows; one that can't be stays as it came."""
        name = 'raw' if values.get('raw') else 'datas'
        mimetype = self._compute_mimetype(values)
        # sudo: settings that Odoo reads so as well.
        get = self.env['ir.config_parameter'].sudo().get_param
        most = get('base.image_autoresize_max_px', '1920x1920')
        kinds = get('base.image_autoresize_extensions', 'png,jpeg,bmp,tiff').split(',')
        if not values.get(name) or not str2bool(most, True) or not mimetype.startswith('image/') or mimetype[6:] not in kinds:
            return super()._postprocess_contents(values)
        raw = values[name] if name == 'raw' else base64.b64decode(values[name])
        if not isinstance(raw, bytes) or points(raw) <= LARGE:
            return super()._postprocess_contents(values)
        values['mimetype'] = mimetype
        try:
            small = read_foreign(
                self.env, shrunk, raw, *map(int, most.split('x')), int(get('base.image_autoresize_quality', 80)))
        except UserError:
            small = b''
        if small:
            values[name] = small if name == 'raw' else base64.b64encode(small)
        return values


class Base(models.AbstractModel):
    """Pictures of records, such as the one that a user gives of himself."""

    _inherit = 'base'

    def _prepare_create_values(self, vals_list):
        return [self._with_small_pictures(vals) for vals in super()._prepare_create_values(vals_list)]

    def write(self, vals):
        return super().write(self._with_small_pictures(vals))

    def _with_small_pictures(self, vals):
        """:return: ``vals``, or a copy in which large pictures are smaller

        :raise UserError: one of them takes more to read than any photo does
        """
        found = {
            name: value for name, value in vals.items() if isinstance(value, (str, bytes)) and len(value) > _SHORTEST
            and isinstance(self._fields.get(name), fields.Image)}
        for name, value in found.items():
            vals = {**vals, name: self._small_picture(self._fields[name], value)}
        return vals

    def _small_picture(self, field, value):
        try:
            raw = base64.b64decode(value)
        except ValueError:
            return value  # Odoo says so
        if points(raw) <= LARGE:
            return value
        small = read_foreign(self.env, shrunk, raw, field.max_width or _SIDE, field.max_height or _SIDE, _QUALITY)
        if not small:
            raise UserError(self.env._(
                "The picture has more points than any photo, or is damaged. Make it smaller, to 1920 × 1920 for example."))
        return base64.b64encode(small)


class IrBinary(models.AbstractModel):
    _inherit = 'ir.binary'

    def _get_image_stream_from(self, record, field_name='raw', *args, width=0, height=0, crop=False, **kwargs):
        """As Odoo does; a large picture goes out as it is, for the browser to scale."""
        if (width or height or crop) and record._name == 'ir.attachment' and field_name in ('raw', 'datas'):
            # sudo: how large it is; whether he may read it has been asked, or is when it goes out.
            file = whole(record.sudo())
            path = Path(file._full_path(file.store_fname or ''))
            # Where files lie on another server there is no path.
            if points(path if file.store_fname and path.is_file() else file.raw or b'') > LARGE:
                width, height, crop = 0, 0, False
        return super()._get_image_stream_from(record, field_name, *args, width=width, height=height, crop=crop, **kwargs)
