import json

from odoo.http import request

from odoo.addons.web.controllers import export

from ..models.petitions.case_privacy import names_people


class _TextOnly:
    """What somebody has written stands in the workbook as he has written it: no cell calculates, asks the network or opens a file."""

    def __init__(self, *args):
        super().__init__(*args)
        self.worksheet.strings_to_formulas = self.worksheet.strings_to_urls = False


class _XlsxWriter(_TextOnly, export.ExportXlsxWriter):
    pass


class _GroupXlsxWriter(_TextOnly, export.GroupExportXlsxWriter):
    pass


class _WithoutNames:
    """Odoo logs the filter of what is exported: where it asks for what petitions say of people, it goes on with what that has found."""

    def base(self, data):
        """As in Odoo."""
        params = json.loads(data)
        domain = not params['ids'] and params['domain']
        if domain and names_people(domain):
            found = request.env[params['model']].with_context(**params.get('context', {})).search(domain)
            data = json.dumps({**params, 'domain': [('id', 'in', found.ids)]})
        return super().base(data)


class ExcelExport(_WithoutNames, export.ExcelExport):

    def from_group_data(self, fields, columns_headers, groups):
        """As in Odoo, texts as texts."""
        with _GroupXlsxWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value

    def from_data(self, fields, columns_headers, rows):
        """As in Odoo, texts as texts."""
        with _XlsxWriter(fields, columns_headers, len(rows)) as writer:
            for number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    writer.write_cell(number, column, value)
        return writer.value


class CSVExport(_WithoutNames, export.CSVExport):

    def from_data(self, fields, columns_headers, rows):
        """As in Odoo, which marks the beginnings of most formulas as text; here the others too."""
        return super().from_data(fields, columns_headers, [[_as_text(value) for value in row] for row in rows])


def _as_text(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(('@', '\t', '\r', '\n')) else value
