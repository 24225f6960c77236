import base64
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_binary import IrBinary

from ...models.core import pictures
from ..common import AgencyCase

PICTURE = base64.b64decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==')


class TestStoredFile(AgencyCase):
    """Several servers share a folder of files, or keep them on another server; when it is away, that is said and nothing is half kept."""

    def away(self):
        return patch.object(self.registry['ir.attachment'], '_full_path', lambda _files, path: f'/dev/null/{path}')

    @mute_logger('odoo.addons.dan_van.models.core.stored_file')
    def test_who_uploads_is_told_that_nothing_is_saved(self):
        event = self.env['dan_van.event']
        with self.away(), self.assertRaisesRegex(UserError, "nothing has been saved"):
            self.as_user('office_staff', 'ir.attachment').create({'name': "Biên bản.pdf", 'raw': b'%PDF-1.7', 'res_model': event._name})

    def test_a_file_that_can_t_be_read_is_not_an_empty_one(self):
        file = self.env['ir.attachment'].create({'name': "Biên bản.pdf", 'raw': b'%PDF-1.7'})
        empty = file.create({'name': "Trống.txt", 'raw': b''})
        file.invalidate_recordset(['raw'])
        with self.away(), self.assertRaisesRegex(UserError, "can't be read"):
            file._stored()
        file.invalidate_recordset(['raw'])
        self.assertEqual((file._stored(), empty._stored()), (b'%PDF-1.7', b''))

    def test_a_large_picture_of_another_server_is_not_scaled_either(self):
        """Where files lie on an object store they have no path here."""
        file = self.env['ir.attachment'].create({'name': "Ảnh.png", 'raw': PICTURE, 'mimetype': 'image/png'})
        with (patch.object(self.registry['ir.attachment'], '_file_read', lambda _files, _name, size=None: PICTURE),
              patch.object(pictures, 'LARGE', 0), self.away()):
            file.invalidate_recordset(['raw'])
            with patch.object(IrBinary, '_get_image_stream_from') as odoo_s:
                self.env['ir.binary']._get_image_stream_from(file, 'raw', width=10, height=10)
        self.assertEqual((odoo_s.call_args.kwargs['width'], odoo_s.call_args.kwargs['height']), (0, 0))
