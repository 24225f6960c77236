from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rendering.blocks import Block, Kind
from ..core.reading import in_use
from .report_line import DRAWN


class ReportSection(models.Model):
    """What a report says in one section of its theme, below the heading as it was when the report was drawn."""

    _name = 'dan_van.report.section'
    _description = 'Section of a report'
    _inherit = ['dan_van.document.part']
    _order = 'report_id, sequence, id'
    _check_company_auto = True

    _documents = ('report_id',)

    report_id = fields.Many2one('dan_van.report', required=True, ondelete='cascade', index=True, open_in=())
    company_id = fields.Many2one(related='report_id.company_id', store=True, precompute=True, index=True)
    section_id = fields.Many2one(
        'dan_van.theme.section', required=True, index=True, ondelete='restrict', check_company=True, open_in=())
    # The section as it was when the report was drawn
    name = fields.Char('Heading', compute='_compute_section', store=True, precompute=True, given_by=DRAWN)
    group_name = fields.Char('Heading above', compute='_compute_section', store=True, precompute=True, given_by=DRAWN)
    sequence = fields.Integer(compute='_compute_section', store=True, precompute=True, given_by=DRAWN)
    is_results = fields.Boolean('Results of the duties', compute='_compute_section', store=True, precompute=True, given_by=DRAWN)
    is_required = fields.Boolean('Required', compute='_compute_section', store=True, precompute=True, given_by=DRAWN)
    hint = fields.Char(related='section_id.hint')
    text = fields.Text()

    _section_unique = models.UniqueIndex('(report_id, section_id)', "The report has this section already.")

    _kept_fields = ('name', 'group_name', 'sequence', 'is_results', 'is_required')

    @api.depends('section_id')
    def _compute_section(self):
        """The theme's own fields are no dependency: a draft follows them when it is drawn again."""
        for row in self:
            row.update(self._kept_values(row.section_id))

    @api.constrains('section_id', 'report_id')
    def _check_theme(self):
        for row in self:
            if row.section_id.theme_id != row.report_id.theme_id:
                raise ValidationError(self.env._("“%s” is a section of the reports of another theme.", row.section_id.name))

    def _why_given(self, names):
        return self.env._("The headings of a report are those of its theme. Type the text below them.")

    def _is_written(self):
        """:return: whether there are words in it, typed or taken in from the units"""
        return bool((self.text or '').strip() or self._lines())

    def _whole_text(self):
        """:return: str, what is printed below the heading; what two units write alike is printed once"""
        return '\n'.join(filter(None, dict.fromkeys(
            ((self.text or '').strip(), *(line._printed_text() for line in self._lines())))))

    def _lines(self):
        """:return: dan_van.report.line, what is printed here of the units' reports"""
        return self.report_id.line_ids.filtered(
            lambda line: line.section_id == self.section_id and line.printed and line._printed_text()).sorted('sequence')

    @api.model
    def _follow_theme(self, reports):
        """Give drafts the sections of their theme; one that the theme has no more stays while there are words in it."""
        reports = in_use(reports)
        values, kept = [], {section: self._kept_values(section) for section in reports.theme_id.section_ids}
        for report in reports:
            rows = report.section_ids._opened('draw').grouped('section_id')
            for section in report.theme_id.section_ids:
                if section in rows:
                    rows.pop(section)._write_changes(kept[section])
                else:
                    values.append({'report_id': report.id, 'section_id': section.id})
            self.union(*rows.values()).filtered(lambda row: not row._is_written()).unlink()
        self.create(values)

    @api.model
    def _missing_on(self, report):
        """:return: sentences that say which required sections of ``report`` are still empty"""
        written = report.section_ids.filtered(lambda row: row._is_written()).section_id
        return [
            self.env._("Write the section “%s”.", section.display_name)
            for section in report.theme_id.section_ids - written if section.is_required]

    def _blocks(self):
        """Yield the blocks of these sections, which stand under one heading; what two units write alike is printed once."""
        count = 0
        for row in self:
            text = row._whole_text()
            if text and row.group_name:
                count += 1
                yield Block(Kind.HEADING, str(count), row.name, text)
            elif text:
                yield Block(Kind.PARAGRAPH, text=text)
