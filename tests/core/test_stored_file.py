from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..common import AgencyCase


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
