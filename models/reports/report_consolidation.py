from odoo import models
from odoo.fields import Command

from ..core.holding import hold
from ..core.merging import merged


class Report(models.Model):
    """The agency's report made of the units' reports; each line keeps its source."""

    _inherit = 'dan_van.report'

    def _received(self):
        """:return: dan_van.report, those of its sources that have come"""
        kind = self._kind()
        return kind.come(kind.sources(self)[self])

    def _consolidate(self):
        """Take in what the units have reported; lines that were edited keep their words."""
        for report in self:
            sources = report._received()
            hold(sources, changes=False)
            present = {(line.source_id, line.section_id, line.source_line_id): line for line in report.line_ids._opened('draw')}
            values = []
            for number, source in enumerate(sources, 1):
                for section, line, text in source._contributions():
                    if old := present.get((source, section, line)):
                        old._write_changes({
                            'text': merged(old.text, old.drawn_text, text), 'drawn_text': text,
                            'progress': line.progress, 'health': line.health})
                    elif text:
                        values.append({
                            'report_id': report.id, 'section_id': section.id, 'source_id': source.id, 'source_line_id': line.id,
                            'department_id': source.department_id.id, 'assignment_id': line.assignment_id.id,
                            'content_id': line.content_id.id, 'title': line.title, 'sequence': number * 1000 + line.sequence,
                            'text': text, 'drawn_text': text, 'progress_before': line.progress_before,
                            'progress': line.progress, 'health': line.health})
            self.env['dan_van.report.line']._making('draw').create(values)
            report._opened('draw').source_ids = [Command.set(sources.ids)]

    def _contributions(self):
        """Yield ``(section, line, text)`` of what this unit's report says: the section is empty for the results, the line for
        what stands in a section."""
        for row in self.section_ids.filtered(lambda row: not row.is_results):
            yield row.section_id, self.line_ids.browse(), (row.text or '').strip()
        for line in self.line_ids.filtered('printed'):
            yield self.env['dan_van.theme.section'], line, line._printed_text()

    def action_draw(self):
        for report in self:
            report._kind().check_draw(report)
        return super().action_draw()

    def action_open_missing(self):
        """Open the reports that have not been received yet."""
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.report_action')
        return {**action, 'domain': [('id', 'in', self.missing_ids.ids)], 'context': {}}
