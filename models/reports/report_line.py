from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...rendering.blocks import Block, Kind
from ...rendering.wording import date_text, first_clause
from ..core.document_part import shortened
from ..core.files_field import Files
from ..plans.assignment import HEALTH

# A duty stays without a result only for one of these; the second value is a source string, the third is printed.
REASONS = [
    ('not_begun', "Not begun", "Chưa triển khai."),
    ('too_early', "Too early to report", "Chưa đến kỳ báo cáo."),
    ('postponed', "Postponed to a date", "Lùi thời gian thực hiện đến %s."),
    ('cancelled', "Cancelled", "Không thực hiện."),
]
# How the agency's report names the duties that have no result for one reason.
HEADINGS = {
    'not_begun': "Nhiệm vụ chưa triển khai", 'too_early': "Nhiệm vụ chưa đến kỳ báo cáo",
    'postponed': "Nhiệm vụ lùi thời gian thực hiện", 'cancelled': "Nhiệm vụ không thực hiện"}


# What gives what a line has from the records: drawing the report, and the report that replaces it.
DRAWN = ('draw', 'replace')


class ReportLine(models.Model):
    """What a report says of one duty, or in one section.

    On a unit's report there is a line for each duty; on the agency's report each line shows the unit it came from.
    """

    _name = 'dan_van.report.line'
    _description = 'Report line'
    _inherit = ['dan_van.partial.reading', 'dan_van.document.part']
    _order = 'report_id, place, sequence, id'
    _rec_name = 'title'
    _check_company_auto = True

    _documents = ('report_id',)
    _deleted_by = ('draw',)

    report_id = fields.Many2one('dan_van.report', required=True, ondelete='cascade', index=True, open_in=())
    company_id = fields.Many2one(related='report_id.company_id', store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    section_id = fields.Many2one(
        'dan_van.theme.section', index='btree_not_null', ondelete='restrict', check_company=True,
        help="Empty: the results of the duties.")
    department_id = fields.Many2one(
        'hr.department', 'Unit', index=True, check_company=True, ondelete='restrict', open_in=(), given_by=DRAWN)
    organ_id = fields.Many2one(
        'dan_van.organ', 'Agency below', index='btree_not_null', check_company=True, ondelete='restrict', open_in=(), given_by=DRAWN)
    assignment_id = fields.Many2one(
        'dan_van.assignment', 'Duty', index='btree_not_null', ondelete='restrict', check_company=True, given_by=DRAWN)
    content_id = fields.Many2one('dan_van.content', index='btree_not_null', ondelete='restrict')
    place = fields.Integer(compute='_compute_place', store=True, precompute=True, help="Order of print: by section, then by content of the plan.")
    title = fields.Text(
        'Duty or work', open_in=('draft',), given_by=DRAWN,
        help="As planned; work outside the plan gets a line of its own.")
    text = fields.Text('Result', help="What was done since the last report.")
    reason = fields.Selection([(key, label) for key, label, _printed in REASONS], 'Reason for no result')
    reason_date = fields.Date('Postponed to')
    printed = fields.Boolean(default=True)
    # As the records stood when the line was drawn
    progress_before = fields.Integer('Progress before (%)', readonly=True, aggregator='avg', given_by=DRAWN)
    progress = fields.Integer('Progress (%)', readonly=True, aggregator='avg', given_by=DRAWN)
    health = fields.Selection(HEALTH, readonly=True, given_by=DRAWN)
    evidence_ids = Files(
        'ir.attachment', 'dan_van_report_line_evidence_rel', 'line_id', 'attachment_id', readonly=True, given_by=DRAWN)
    drawn_text = fields.Text('Last proposal', readonly=True, given_by=DRAWN)
    record_result = fields.Text('Result on the duty', readonly=True, given_by=DRAWN)
    occurrence_note = fields.Char(
        'Due in the period', readonly=True, given_by=DRAWN,
        help="Of a duty that returns: on which days it was due, and what is recorded; of each, whether what was done waits for acceptance.")
    source_id = fields.Many2one(
        'dan_van.report', readonly=True, index='btree_not_null', ondelete='restrict', given_by=DRAWN)
    source_line_id = fields.Many2one(
        'dan_van.report.line', 'Source line', readonly=True, index='btree_not_null', ondelete='set null', given_by=DRAWN)

    # One that lost its source line is in neither.
    _source_line_unique = models.UniqueIndex("(report_id, source_line_id) WHERE source_line_id IS NOT NULL")
    _source_section_unique = models.UniqueIndex(
        "(report_id, source_id, section_id) WHERE source_id IS NOT NULL AND source_line_id IS NULL AND section_id IS NOT NULL")
    _duty_unique = models.UniqueIndex(
        "(report_id, assignment_id) WHERE assignment_id IS NOT NULL AND source_id IS NULL")

    @api.depends('section_id', 'content_id.sequence')
    def _compute_place(self):
        for line in self:
            section = line.section_id or line.report_id.theme_id.section_ids.filtered('is_results')
            after = line.content_id.sequence if line.content_id else 99_999
            line.place = min(section.sequence, 9_999) * 100_000 + min(after, 99_999)

    # How the line came about, which the issued document does not say.
    _partial_fields = frozenset({
        'assignment_id', 'progress_before', 'progress', 'health', 'evidence_ids', 'drawn_text', 'record_result', 'occurrence_note',
        'source_id', 'source_line_id', 'source_gone'})

    def _hidden(self):
        foreign = self.report_id.filtered(lambda report: not report._takes_part())
        return {line: self._partial_fields for line in self.filtered(
            lambda line: line.report_id in foreign and not line.department_id._is_member())}

    @api.model
    def _shown_to_sql(self, alias, name, query):
        return self.env['hr.department']._shown_to_own_sql(self._field_to_sql(alias, 'department_id', query))

    # What drawing takes from the records nobody types

    def _why_given(self, names):
        return self.env._(
            "Duty, unit, progress and source of a line come from the records. Change the duty itself, then draw again.")

    def _check_changes(self, names):
        if 'title' in names and (self.assignment_id or self.source_id) or 'section_id' in names and self.source_id:
            raise UserError(self._why_given(names))
        return super()._check_changes(names)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_typed(self):
        """A duty stays on the report: what has no result has a reason. So does what was taken in: its unit goes on saying it."""
        if self._in_step('draw'):
            return
        if self.filtered(lambda line: line.assignment_id and not line.source_id):
            raise UserError(self.env._(
                "A duty stays on the report. If there is no result, choose one of the four reasons instead."))
        if taken := self.filtered(lambda line: line.source_id and not line.source_gone)[:1]:
            raise UserError(self.env._(
                "“%(line)s” was taken in from the report of “%(unit)s” and stays. Switch “Printed” off to leave it out of the document.",
                line=shortened(taken.title or taken.section_id.name or taken.text or ''), unit=taken.department_id.name or taken.organ_id.name))

    @api.constrains('content_id', 'report_id')
    def _check_content(self):
        for line in self:
            if line.content_id and line.content_id.plan_id != line.report_id.plan_id:
                raise ValidationError(self.env._("A line of a report belongs to a content of the plan that it reports on."))

    @api.constrains('section_id', 'report_id')
    def _check_section(self):
        for line in self:
            section = line.section_id
            if section and (section.is_results or section.theme_id != line.report_id.theme_id):
                raise ValidationError(self.env._(
                    "“%s” is no section of this report in which a line can stand. Choose another one, or none for the results of "
                    "the duties.", section.name))

    @api.constrains('reason', 'reason_date')
    def _check_reason_date(self):
        for line in self:
            if line.reason_date and line.reason != 'postponed':
                raise ValidationError(self.env._("A new date belongs to the reason “Postponed to a date” only."))

    def _missing(self):
        """:return: sentences that say what the lines still lack for submission"""
        missing = []
        for number, line in enumerate(self.sorted(), 1):
            if line.section_id:
                continue
            name = line.title or self.env._("Line %s", number)
            is_empty = not (line.text or '').strip() and not line.reason
            if is_empty and not line.assignment_id:
                missing.append(self.env._("“%s”: write what was done, or remove the line.", name))
            elif is_empty and line._is_due():
                missing.append(self.env._("“%s”: write the result, or choose one of the four reasons.", name))
            elif line.reason == 'postponed' and not line.reason_date:
                missing.append(self.env._("“%s”: give the date to which it is postponed.", name))
        return missing

    def _is_due(self):
        """:return: whether the report must say something of the duty: all but those whose day comes after its period, or that were done
        before it"""
        first, last, duty = self.report_id.period_id.date_from, self.report_id.date_to, self.assignment_id
        if duty._returns():
            return any(each.planned_date <= last and not (each.done_date and each.done_date < first)
                       for each in duty.occurrence_ids if each.planned_date)
        return not duty.deadline or duty.deadline <= last

    def action_remove(self):
        """Remove a line of the unit's own, or one that is no longer reported, from a draft."""
        self.unlink()

    def action_open_duty(self):
        """Open the duty with its evidence."""
        self.ensure_one()
        return {'type': 'ir.actions.act_window', 'res_model': 'dan_van.assignment', 'res_id': self.assignment_id.id,
                'view_mode': 'form', 'target': 'current'}

    # Print

    def _printed_text(self):
        """:return: str, what the document says of this line; empty for nothing"""
        reason = dict((key, printed) for key, _label, printed in REASONS).get(self.reason, '')
        if '%s' in reason:
            reason = reason % (date_text(self.reason_date) if self.reason_date else '')
        return '\n'.join(filter(None, ((self.text or '').strip(), reason)))

    def _blocks_by_duty(self):
        """Yield a heading for each duty with what was done for it."""
        for number, line in enumerate(self.sorted('sequence'), 1):
            yield Block(Kind.HEADING, str(number), first_clause(line.title), line._printed_text())

    def _blocks_by_content(self):
        """Yield a heading for each content of the plan with what was done for it.

        Duties without one come last, under one heading that names each; where no duty has a content, each is a heading of its own.
        """
        with_content = self.filtered('content_id').sorted(lambda line: (line.content_id.sequence, line.sequence))
        others = (self - with_content).sorted('sequence')
        found = [(content.title or content.text, own._texts(), own)
                 for content, own in with_content.grouped('content_id').items()]
        if found and others:
            found.append(("Nhiệm vụ thường xuyên và nhiệm vụ khác", others._texts_by_duty(), others))
        else:
            found += [(own[0].title, own._texts(), own) for own in others.grouped(lambda line: first_clause(line.title)).values()]
        for number, (title, texts, own) in enumerate(found, 1):
            yield Block(Kind.HEADING, str(number), first_clause(title), '\n'.join((*texts, *own._without_result())))

    def _texts(self):
        """:return: the results; what two units write in the same words is there once"""
        return dict.fromkeys(filter(None, ((line.text or '').strip() for line in self)))

    def _texts_by_duty(self):
        """Yield the results of each duty behind its name and the units that write so."""
        for (name, text), lines in self.filtered(lambda line: (line.text or '').strip()).grouped(
                lambda line: (first_clause(line.title), line.text.strip())).items():
            yield f"{name} ({lines._units()}): {text}" if name else text

    def _texts_of_units(self):
        """Yield what these lines of one duty say, each behind its unit where several say something."""
        several = len(self.mapped('department_id')) + len(self.mapped('organ_id')) > 1
        for text, lines in self.grouped(lambda line: line._printed_text()).items():
            yield f'{lines._units()}: {text}' if several and lines._units() else text

    def _units(self):
        """:return: str, the short names of the units of these lines"""
        return ', '.join(dict.fromkeys(filter(None, (
            *(unit.dan_van_abbreviation or unit.name for unit in self.mapped('department_id')),
            *(organ.short_name or organ.name for organ in self.mapped('organ_id'))))))

    def _without_result(self):
        """Yield a line of text for each of the four reasons: which duties of which units have no result for it."""
        by_reason = self.grouped('reason')
        for reason in filter(by_reason.get, HEADINGS):
            duties = by_reason[reason].grouped(lambda line: (first_clause(line.title), line.reason_date))
            yield f"{HEADINGS[reason]}: " + '; '.join(
                f"{name} ({lines._units()})" + (f", đến {date_text(date)}" if date else '')
                for (name, date), lines in duties.items()) + "."
