import logging
from contextlib import contextmanager

from odoo import api, models

from .foreign_file import TooBusy
from .reading import whole

_logger = logging.getLogger(__name__)


class FilesAway(TooBusy):
    """The folder or server of files doesn't answer: the same may be done when it does again."""


class IrAttachment(models.Model):
    _inherit = 'ir.attachment'

    @api.model
    def _get_path(self, bin_data, sha):
        with self._keeping_files():
            return super()._get_path(bin_data, sha)

    @api.model
    def _file_write(self, bin_value, checksum):
        with self._keeping_files():
            return super()._file_write(bin_value, checksum)

    @contextmanager
    def _keeping_files(self):
        """Do as Odoo does; where the place of files can't be written to, say so: nothing of the request is kept then."""
        try:
            yield
        except OSError as error:
            _logger.exception("A file can't be stored")
            raise FilesAway(self.env._(
                "The server can't reach the place where files are kept, so nothing has been saved. Try again in a few minutes; if it "
                "says so again, tell whoever runs the server.")) from error

    def _stored(self):
        """Return the bytes of a file that goes out or is judged, which Odoo takes for empty where it can't read them.

        :return: bytes
        :raise FilesAway: the file has bytes, and they can't be read
        """
        self.ensure_one()
        raw = whole(self).raw
        if self.file_size and not raw:
            raise FilesAway(self.env._(
                "“%s” can't be read from the place where files are kept. Try again in a few minutes; if it says so again, tell whoever "
                "runs the server.", self.name))
        return raw or b''
