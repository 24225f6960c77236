from odoo import models
from odoo.exceptions import UserError

from odoo.addons.base_import.models.base_import import ImportValidationError

from ...confined import Limits
from ...models.core.foreign_file import read_foreign
from ...models.core.reading import whole
from ...sheets.imported import rows_of_csv, rows_of_xls, rows_of_xlsx
from ...sheets.workbook import TableError

IMPORT = Limits(result=64 << 20)


class BaseImport(models.TransientModel):
    """Files that anybody imports, into whatever model, are read in the process for foreign files."""

    _inherit = 'base_import.import'

    def _read_file(self, options):
        return super(BaseImport, whole(self))._read_file(options)

    def _read_xls(self, options):
        return self._read_apart(options, rows_of_xls, options.get('sheet') or None)

    def _read_xlsx(self, options):
        return self._read_apart(options, rows_of_xlsx, options.get('sheet') or None)

    def _read_csv(self, options):
        if not self.file:
            return super()._read_csv(options)
        return self._read_apart(
            options, rows_of_csv, options.get('quoting'), options.get('encoding') or None, options.get('separator') or None)

    def _read_ods(self, options):
        # The reader that Odoo uses for it takes many times the memory of the file.
        raise ImportValidationError(self.env._("Files of the kind .ods are not imported. Save the sheet as .xlsx or .csv, then import that."))

    def _read_apart(self, options, reader, *arguments):
        """Read the file by a function of ``sheets``, note in ``options`` what it found.

        :return: length of the file, rows
        :raise ImportValidationError: reading took too much, or what is wrong in the table
        :raise UserError: it is no file of this kind; Odoo tries the next
        """
        try:
            length, rows, found = read_foreign(self.env, reader, self.file or b'', *arguments, limits=IMPORT)
        except TableError as error:
            raise self._unread(*error.args) from error
        except UserError as error:
            raise ImportValidationError(str(error)) from error
        options.update(found)
        return length, rows

    def _unread(self, key, *values):
        """:return: the error to raise for the ``TableError`` of ``key``"""
        if key == 'file':
            return UserError(self.env._("The file is damaged, or no workbook. Open it in Excel, save it as .xlsx, then import that."))
        if key in ('size', 'complex'):
            message = self.env._(
                "The workbook holds more cells, texts or formats than any ordinary list. Copy the list into a new workbook, or save "
                "it as .csv, then import that.")
        elif key == 'cell':
            message = self.env._("Invalid cell value at row %(row)s, column %(column)s: %(value)s", **dict(
                zip(('row', 'column', 'value'), values)))
        elif key == 'format':
            message = self.env._(
                "Row %(row)s, column %(column)s: “%(value)s” is a time without a day (format %(format)s, %(kind)s), which is not "
                "imported. Write it as text, or with its day.", **dict(zip(('row', 'column', 'value', 'format', 'kind'), values)))
        elif key == 'encoding':
            encoding, guessed = values
            message = self.env._(
                "The file can't be read in the encoding “%s”, which was detected. Choose the right encoding.", encoding,
            ) if guessed else self.env._(
                "The file can't be read in the encoding “%s”, which was chosen. Choose another encoding.", encoding)
        elif key == 'quoting':
            message = self.env._("The text delimiter is a single character, such as \".")
        else:
            message = self.env._("The text file is no table that can be read: %s", *values)
        return ImportValidationError(message)
