from odoo.addons.web.controllers import export


class _TextOnly:
    """What somebody has written stands in the workbook as he has written it: no cell calculates, asks the network or opens a file."""

    def __init__(self, *args):
        super().__init__(*args)
        self.worksheet.strings_to_formulas = self.worksheet.strings_to_urls = False


class _XlsxWriter(_TextOnly, export.ExportXlsxWriter):
    pass


class _GroupXlsxWriter(_TextOnly, export.GroupExportXlsxWriter):
    pass


class ExcelExport(export.ExcelExport):

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


class CSVExport(export.CSVExport):

    def from_data(self, fields, columns_headers, rows):
        """As in Odoo, which marks the beginnings of most formulas as text; here the others too."""
        return super().from_data(fields, columns_headers, [[_as_text(value) for value in row] for row in rows])


def _as_text(value):
    return f"'{value}" if isinstance(value, str) and value.startswith(('@', '\t', '\r', '\n')) else value
