from odoo import models


class Assignment(models.Model):
    """A duty, and what reports say of it."""

    _inherit = 'dan_van.assignment'

    def _is_begun_work(self):
        lines = self._report_lines()
        return super()._is_begun_work() or bool(lines - lines._only_drawn())

    def unlink(self):
        if self._in_step('direct'):
            self._report_lines()._opened('draw').unlink()  # what drafts have drawn by themselves, see above
        return super().unlink()

    def _report_lines(self):
        # sudo: whose report it is, a duty that is gone stands in none.
        return self.env['dan_van.report.line'].sudo().search([('assignment_id', 'in', self.ids)])
