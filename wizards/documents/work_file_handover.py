from odoo import fields, models


class WorkFileHandover(models.TransientModel):
    """Files that are printed together as what is handed over to the archive."""

    _name = 'dan_van.work.file.handover'
    _description = 'Files that are handed over'
    _inherit = ['dan_van.readable.links']

    work_file_ids = fields.Many2many('dan_van.work.file', string='Files', required=True)

    def _forms(self):
        """:return: list of :class:`rendering.filing.FilingForm`: record and list of what is handed over, by unit and year"""
        return self.env['dan_van.work.file.forms']._handed_over(self.work_file_ids.sorted())

    def _file_name(self):
        """:return: name of the PDF without its ending"""
        return f"Biên bản và mục lục nộp lưu {self.work_file_ids[:1].year}"
