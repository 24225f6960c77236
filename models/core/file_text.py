import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.modules.db import FunctionStatus

from ...importer import UnreadableFile, text
from .built_on import built_in, built_on
from .foreign_file import TooBusy, read_document

_logger = logging.getLogger(__name__)

# What the readers of documents read; pictures of pages are not recognised for the search.
_MIMETYPES = ('application/pdf', 'application/msword', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document')
_AT_ONCE = 500  # files that one run reads
_LONGEST = 50_000  # letters that are kept of a file
_NOTHING = '-'  # stands for a file that says nothing, so that it is not read again


def words_index(registry, expression):
    """Define the index by which words are found in the files of these records, and of no others, as Odoo makes those of its own fields.

    :param expression: str, the SQL of what is compared
    :return: str, empty where PostgreSQL has no trigrams, or takes the function that drops the tones for one that changes
    """
    if not registry.has_trigram or registry.has_unaccent == FunctionStatus.PRESENT:
        return ''
    names = ', '.join(f"'{name}'" for name in built_in(registry, 'dan_van.file.text'))
    return f"USING gin ({registry.unaccent(f'({expression})')} gin_trgm_ops) WHERE res_model IN ({names})"


class FileText(models.AbstractModel):
    """Records that are found by what the files on them say."""

    _name = 'dan_van.file.text'
    _description = 'Found by the text of its files'

    file_text = fields.Char('Text of the files', compute='_compute_file_text', search='_search_file_text')

    def _compute_file_text(self):
        """It is only there to be searched."""
        self.file_text = False

    @api.model
    def _search_file_text(self, operator, value):
        if operator == 'in':
            return Domain.OR(self._search_file_text('ilike', words) for words in value if words)
        if operator not in ('ilike', '=ilike', 'like', '=like'):
            return NotImplemented
        if not value:
            return Domain.TRUE
        # In the rights of who searches: he finds nothing by a file that he may not read.
        files = self.env['ir.attachment'].search_fetch(self._files_saying(operator, value), ['res_id'])
        return Domain('id', 'in', files.mapped('res_id'))

    @api.model
    def _files_saying(self, operator, value):
        """:return: Domain of the files on these records that say ``value``"""
        return Domain([('res_model', '=', self._name), ('res_field', '=', False), ('index_content', operator, value)])


class IrAttachment(models.Model):
    """The words of the files on such records are read after they were uploaded, apart from the server."""

    _inherit = 'ir.attachment'

    @api.model
    def _cron_read_texts(self):
        files = self.search([
            ('res_model', 'in', built_on(self.env, 'dan_van.file.text')), ('res_id', '!=', 0), ('res_field', '=', False),
            ('type', '=', 'binary'), ('mimetype', 'in', _MIMETYPES), ('index_content', '=', False)], order='id', limit=_AT_ONCE)
        self.env['ir.cron']._dan_van_in_batches(files, lambda batch: batch._read_texts(), size=5)

    def _read_texts(self):
        for file in self:
            try:
                words = read_document(self.env, text, file._stored(), file.name or '')
            except TooBusy:
                continue  # the next run reads it
            except (UserError, UnreadableFile):
                words = ''  # a scan, or a file that nobody can read; it stays as it is
            except Exception:  # noqa: BLE001 - whatever is wrong with a file, the others are read
                _logger.warning("The words of %s can't be read", file, exc_info=True)
                words = ''
            file._set_text(words.strip()[:_LONGEST] or _NOTHING)
