import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...importer import UnreadableFile, read_page
from ...importer.readers.scans import Scanned, require
from ...models.core.foreign_file import SCAN, TooBusy, read_document, read_foreign
from ...models.core.holding import hold
from ...models.core.reading import whole

_lt = LazyTranslate(__name__)

# Why a file can't be read, whatever is looked for in it.
UNREADABLE = {
    'empty': _lt("The file is empty."),
    'wrong_type': _lt(
        "This type of file can't be read. Use a Word file (.docx, .doc), a PDF, a photo (.jpg, .png) or plain text (.txt)."),
    'encrypted': _lt("The file is protected by a password. Remove the protection, then import it again."),
    'too_big': _lt("The file is too big: at most %(limit)s MB can be imported."),
    'too_long': _lt("The file holds more than any such document does. Save the document alone as a new file, then choose that."),
    'too_fine': _lt(
        "The picture has more dots than any page needs: at most %(limit)s million are read. Take or scan it in a lower resolution."),
    'no_office': _lt(
        "This is a file of an old Word version (.doc). To read it the server needs LibreOffice: ask the administrator to install the "
        "Debian package %(package)s. Or open it in Word, choose “Save as”, type Word Document (.docx), then import the new file."),
    'no_ocr': _lt(
        "This file holds pictures of pages. To read them the server needs Tesseract with Vietnamese: ask the administrator to install "
        "the Debian packages %(packages)s. Or use the Word file, or a PDF made from it."),
    'broken': _lt(
        "The file is damaged or was not copied completely, so it can't be read. Open it in the program that it was made with: where "
        "it opens, save it under a new name and import that; where it does not, ask who sent it for the file again."),
}


def refusal(env, name, error, reasons=None):
    """
    :param name: of the file
    :param error: :class:`importer.UnreadableFile`
    :param reasons: ``{code: sentence}``, default those of every file
    :return: UserError that says why the file can't be read and what to do
    """
    reason = env._((reasons or UNREADABLE)[error.code])
    return UserError(env._("“%(file)s” can't be imported. %(reason)s", file=name, reason=reason % error.arguments))


class ReadFile(models.AbstractModel):
    """A dialog that reads a file: what is taken is what was shown, and it is taken once."""

    _name = 'dan_van.read.file'
    _description = 'Dialog that reads a file'
    _inherit = ['dan_van.dialog']

    file = fields.Binary(attachment=False)
    filename = fields.Char()
    state = fields.Selection(
        [('upload', "Upload"), ('preview', "Preview")], default='upload', readonly=True, open_in=(), given_by=('read',))
    digest = fields.Char('SHA-256 of what was read', readonly=True)

    def write(self, vals):
        """As in Odoo; with another file nothing is left of what was read of the one before."""
        result = super().write(vals)
        if {'file', 'filename'} & vals.keys():
            self._forget()
        return result

    def _forget(self):
        """Drop what was read of the file."""
        self._opened('read').write(self._unread())

    @api.model
    def _unread(self):
        """:return: values of a dialog that has read nothing"""
        return {'state': 'upload', 'digest': False}

    def _source(self):
        """:return: name and content, bytes, of what is read"""
        return self.filename or '', base64.b64decode(whole(self).file or b'')

    def _read_source(self):
        """:return: name and content of what is read now, and noted for :meth:`_taken`"""
        self.ensure_one()
        name, data = self._source()
        self._opened('read').digest = hashlib.sha256(data).hexdigest()
        return name, data

    def _taken(self):
        """Hold the dialog until commit, and give the file that it has shown, for the only time.

        :return: name and content
        :raise UserError: it has shown none, another one, or has given it already
        """
        self.ensure_one()
        hold(self)
        name, data = self._source()
        if self.state != 'preview' or not data or hashlib.sha256(data).hexdigest() != self.digest:
            raise UserError(self.env._(
                "What the file holds has not been shown yet, or was taken already. Choose the file, read it, look at what is shown, then "
                "take it."))
        self._opened('read').digest = False
        return name, data


class FileImport(models.AbstractModel):
    """A file that is read into a record: upload, look at what was recognised, put it right, take it."""

    _name = 'dan_van.file.import'
    _description = 'File that is read into a record'
    _inherit = ['dan_van.read.file']

    _pages_at_once = 3  # of a scan: each takes some seconds, while who has chosen it waits

    document = fields.Json('What was recognised', readonly=True)
    pictures = fields.Json('Pages of a scan', readonly=True)
    doubts = fields.Json('What to look at', readonly=True)

    def action_back(self):
        """Back to the upload; what was recognised is dropped."""
        self.ensure_one()
        self._forget()

    @api.model
    def _unread(self):
        return {**super()._unread(), 'document': False, 'pictures': False, 'doubts': False}

    def _read_by(self, reader, **named):
        """Read the file anew; what was to be looked at in it before is forgotten.

        :param reader: function of ``importer`` that takes data, name of the file, pages that were scanned, and what is ``named``
        :return: what it returns
        :raise UserError: the file can't be read; it says why and what to do
        """
        self._opened('read').write({'pictures': False, 'doubts': False})
        _name, data = self._read_source()
        try:
            try:
                return self._read(reader, data, None, named)
            except UnreadableFile as error:
                if error.code != 'scanned':
                    raise
                return self._read(reader, data, self._scanned(data, error.arguments['pages']), named)
        except UnreadableFile as error:
            raise refusal(self.env, self.filename or '', error) from error

    def _read(self, reader, data, scanned, named):
        return read_document(self.env, reader, data, self.filename or '', scanned=scanned, **named)

    def _scanned(self, data, indexes):
        """Read the first pages of a scan from their picture, and the last one, where the recipients and the signature are.

        :param indexes: numbers of the pages, from 0
        :return: ``{index: Scanned}``, without words where a page was not read
        """
        read_foreign(self.env, require, limits=SCAN)
        chosen = [*indexes[:self._pages_at_once - 1], indexes[-1]]
        found = {index: self._page(data, index) for index in dict.fromkeys(chosen)}
        self._opened('read').pictures = [{
            'page': index, 'source': f'data:image/jpeg;base64,{base64.b64encode(page.picture).decode()}'}
            for index, page in found.items() if page]
        self._opened('read').doubts = [
            {'line': 0, 'text': self.env._("Page %s", index + 1), 'message': self.env._(
                "This page was not read: only the first and the last pages of a scan are, or its picture is too poor.")}
            for index in indexes if not found.get(index)]
        return {index: found.get(index) or Scanned([], [], 1.0, 1.0, b'') for index in indexes}

    def _page(self, data, index):
        """:return: the page, or ``None`` where it takes too long or too much
        :raise TooBusy: too many files are being read
        """
        try:
            return read_foreign(self.env, read_page, data, index, limits=SCAN)
        except TooBusy:
            raise
        except (UnreadableFile, UserError):
            return None

    @api.model
    def _attach(self, record, body, name, data):
        """Post ``body`` on ``record`` with the file that it was read from, see :meth:`_taken`."""
        record._telling().message_post(body=body, attachments=[(name or 'file', data)])
