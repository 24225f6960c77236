from collections import Counter

from odoo import api, fields, models
from odoo.fields import Command

from ...rendering.wording import first_clause
from ..core.holding import hold
from .consolidation import Line, consolidate
from .report_line import DRAWN


class Report(models.Model):
    """The agency's report made of the units' reports; each line keeps its source, and what was edited in it.

    How they become its lines is said in :mod:`.consolidation`.
    """

    _inherit = 'dan_van.report'

    taken_changes = fields.Json(
        'Changes of the last consolidation', readonly=True, copy=False, given_by=('draw',), groups=fields.NO_ACCESS,
        help="Under “lines” a list of [what has happened, unit, duty or section]; empty for the first consolidation.")
    source_changes = fields.Text(
        'Changed since it was taken in', compute='_compute_source_changes', help="Which units say something else by now.")
    consolidation_summary = fields.Char('Last consolidation', compute='_compute_consolidation_note')
    consolidation_note = fields.Text('Changed by the last consolidation', compute='_compute_consolidation_note')

    @api.depends('state', 'taken_changes')
    @api.depends_context('lang')
    def _compute_consolidation_note(self):
        """Tell who works on the draft; once it is submitted it stands for itself."""
        words = {
            'added': self.env._("Added"), 'changed': self.env._("Changed"), 'removed': self.env._("Removed"),
            'kept': self.env._("Kept with your words, though no longer reported")}
        for report in self:
            # sudo: who reads the draft reads what has been taken into it.
            changes = report.sudo().taken_changes if report.state == 'draft' else None
            if not changes:
                report.consolidation_summary = report.consolidation_note = False
                continue
            counts = Counter(kind for kind, *_which in changes['lines'])
            report.consolidation_summary = '; '.join(
                f'{words[kind]}: {count}' for kind, count in counts.items()) or self.env._("Nothing has changed.")
            report.consolidation_note = '\n'.join(
                f"{words[kind]}: {', '.join(filter(None, (unit, what)))}" for kind, unit, what in changes['lines'])

    @api.depends('state', 'source_ids', 'period_id.report_ids.state', 'line_ids.taken_in')
    @api.depends_context('uid', 'lang')
    def _compute_source_changes(self):
        """Tell who works on the draft which reports say something else than was taken in."""
        words = {
            'new': self.env._("%s: received, not taken in yet"), 'returned': self.env._("%s: returned since it was taken in"),
            'changed': self.env._("%s: says something else than was taken in")}
        for report in self:
            # sudo: who works on the draft reads what it is made of.
            changed = report.sudo()._changed_sources() if report.state == 'draft' and report._takes_part() else ()
            report.source_changes = '\n'.join(words[kind] % source.department_id.name for kind, source in changed)

    def _changed_sources(self):
        """:return: list of (what has happened, dan_van.report) for those that say something else than was taken in"""
        come, taken = self._received(), self.source_ids
        said = {key: (parts, rest['title']) for source in come & taken for key, parts, rest in source._contributions()}
        kept = {}
        for line in self.line_ids.filtered(lambda line: line.source_id in come & taken and not line.source_gone):
            as_taken = line._as_taken_in()
            kept[as_taken.key or (line.source_id.id, line)] = as_taken.drawn, line.title
        changed = {key[0] for key in said.keys() | kept.keys() if said.get(key) != kept.get(key)}
        return [('new', source) for source in come - taken] + [('returned', source) for source in taken - come] + [
            ('changed', source) for source in come & taken if source.id in changed]

    def _received(self):
        """:return: dan_van.report, those of its sources that have come"""
        kind = self._kind()
        return kind.come(kind.sources(self)[self])

    def _consolidate(self):
        """Bring the lines up to what the sources say now; what was edited keeps its words."""
        Lines = self.env['dan_van.report.line']
        for report in self:
            sources = report._received()
            hold(sources, changes=False)
            said = {
                key: (parts, {**rest, 'source_id': source.id, 'sequence': number * 1000 + rest['sequence']})
                for number, source in enumerate(sources, 1) for key, parts, rest in source._contributions()}
            present = report.line_ids.filtered('source_id')
            outcome = consolidate(
                {line.id: line._as_taken_in() for line in present}, {key: parts for key, (parts, _rest) in said.items()})
            story = present._story(outcome, [said[key][1] for key in outcome.added]) if report.source_ids else False
            Lines.browse(outcome.removed)._opened('draw').unlink()
            for line in Lines.browse(outcome.lines)._opened('draw', *Lines._edited_fields):
                new = outcome.lines[line.id]
                line._write_changes({**Lines._values_taken_in(new), **(said[new.key][1] if not new.is_gone else {})})
            Lines._making('draw').create([{
                'report_id': report.id, **said[key][1], **Lines._values_taken_in(Line(key, said[key][0], said[key][0], {}))}
                for key in outcome.added])
            report._opened('draw').write({'source_ids': [Command.set(sources.ids)], 'taken_changes': story})

    def _contributions(self):
        """Yield ``(key, parts, other values of the line)`` for each place in which this report says something."""
        unit, lines = self.department_id.id, self.line_ids.filtered('printed')  # of all sources at once
        for row in self.section_ids.filtered(lambda row: not row.is_results):
            if text := row._whole_text():
                yield (self.id, row.section_id.id, False), lines.browse()._parts() | {'text': text, 'printed': True}, {
                    'section_id': row.section_id.id, 'department_id': unit, 'title': False, 'sequence': 0}
        for line in lines.filtered(lambda line: not line.section_id and line._printed_text()):
            parts = line._parts()
            yield (self.id, False, line.id), {**parts, 'text': parts['text'].strip()}, {
                'source_line_id': line.id, 'department_id': unit, 'assignment_id': line.assignment_id.id, 'title': line.title,
                'sequence': line.sequence, 'progress_before': line.progress_before, 'progress': line.progress,
                'health': line.health}

    def action_draw(self):
        for report in self:
            report._kind().check_draw(report)
        return super().action_draw()

    def action_open_missing(self):
        """Open the reports that have not been received yet."""
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.report_action')
        return {**action, 'domain': [('id', 'in', self.missing_ids.ids)], 'context': {}}


class ReportLine(models.Model):
    _inherit = 'dan_van.report.line'

    taken_in = fields.Json(
        'As last taken in', readonly=True, given_by=DRAWN, groups=fields.NO_ACCESS,
        help="What the source had said, and what was edited in it.")
    source_gone = fields.Boolean(
        'No longer reported', readonly=True, given_by=DRAWN,
        help="Its unit does not report this any more. It stands here because it was edited; it can be removed.")

    _edited_fields = ('text', 'reason', 'reason_date', 'content_id', 'printed')

    def _parts(self):
        """:return: what the editor of a report may change of a line, as :mod:`.consolidation` takes it"""
        return {
            'text': self.text or '', 'reason': [self.reason, fields.Date.to_string(self.reason_date) or False],
            'content': self.content_id.id, 'printed': self.printed}

    def _as_taken_in(self):
        """:return: :class:`.consolidation.Line`"""
        parts = self._parts()
        # What was taken in by an earlier version knows of the text alone what was drawn.
        kept = self.taken_in or {'drawn': {**parts, 'text': self.drawn_text or '', 'printed': True}, 'edits': {}}
        section = not self.source_line_id and self.section_id.id
        key = (self.source_id.id, section, self.source_line_id.id) if section or self.source_line_id else None
        return Line(key, parts, kept['drawn'], kept['edits'], self.source_gone)

    @api.model
    def _values_taken_in(self, line):
        """:return: values of a record for ``line`` (:class:`.consolidation.Line`)"""
        reason, date = line.shown['reason']
        return {
            'text': line.shown['text'], 'reason': reason, 'reason_date': fields.Date.to_date(date) or False,
            'content_id': line.shown['content'], 'printed': line.shown['printed'], 'drawn_text': line.drawn['text'],
            'taken_in': {'drawn': line.drawn, 'edits': line.edits}, 'source_gone': line.is_gone}

    def _story(self, outcome, added):
        """Tell of what a consolidation does to these lines, as it is kept in ``taken_changes``.

        :param outcome: :class:`.consolidation.Outcome`
        :param added: list of the values of new lines
        """
        units, sections = self.department_id, self.section_id
        told = [['added', units.browse(values['department_id']).name, sections.browse(values.get('section_id')), values['title']]
                for values in added]
        for kind in ('changed', 'removed', 'kept'):
            told += [[kind, line.department_id.name, line.section_id, line.title] for line in self.browse(getattr(outcome, kind))]
        return {'lines': [[kind, unit, section.display_name or first_clause(title)] for kind, unit, section, title in told]}
