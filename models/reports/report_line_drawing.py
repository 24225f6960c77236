from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain
from odoo.tools import format_date

from ...rendering.wording import first_clause
from ..core.document_part import shortened
from ..core.merging import merged, new_lines
from ..core.res_company import legal_midnight
from ..documents.standing import IN_FORCE
from .consolidation import Line
from .report_line import DRAWN


class ReportLine(models.Model):
    """How a line comes by what it says: from its duty, or from another report of which it is taken in."""

    _inherit = 'dan_van.report.line'

    taken_in = fields.Json(
        'As last taken in', readonly=True, given_by=DRAWN, groups=fields.NO_ACCESS,
        help="What the source had said, and what was edited in it.")
    record_parts = fields.Json(
        'Results by day', readonly=True, given_by=DRAWN, groups=fields.NO_ACCESS,
        help="Of a duty that returns: what stood there for each day for which it was planned.")
    source_gone = fields.Boolean(
        'No longer reported', readonly=True, given_by=DRAWN,
        help="Its unit does not report this any more. It stands here because it was edited; it can be removed.")

    _edited_fields = ('text', 'reason', 'reason_date', 'content_id', 'printed')

    # Of duties

    @api.model
    def _draw(self, reports, period):
        """Bring the lines of ``reports``, all of ``period``, up to the state of the duties of their units."""
        duties = self._duties(reports, period)
        last, evidence = self._last_of(duties, period), self._evidence(duties, period)
        changes = self.env['dan_van.assignment.change']._told_in(duties, period)
        lines = {(line.report_id, line.assignment_id): line for line in reports.line_ids._opened('draw') if line.assignment_id}
        by_unit, values = duties.grouped('department_id'), []
        contents = {old: new for plan in duties.plan_id - period.plan_id for old, new in plan._same_contents(period.plan_id).items()}
        for report in reports:
            for duty in by_unit.get(report.department_id, ()):
                before, change, line = last.get(duty.id), changes.get(duty.id, ''), lines.get((report, duty))
                if not self._is_told(duty, before, change, line, period):
                    continue
                fresh = self._values_of(duty, before, evidence, period)
                fresh['drawn_text'] = '\n'.join(filter(None, (change, fresh['drawn_text'])))
                if duty.plan_id - period.plan_id:
                    fresh['content_id'] = contents.get(duty.content_ids.browse(fresh['content_id']), duty.content_ids.browse()).id
                if line:
                    line._write_changes({**fresh, 'text': merged(line.text, line.drawn_text, fresh['drawn_text'])})
                else:
                    values.append({**fresh, 'report_id': report.id, 'text': fresh['drawn_text']})
        self._making('draw').create(values)
        self.union(*lines.values())._left_empty(changes)._opened('draw').unlink()

    @api.model
    def _is_told(self, duty, before, change, line, period):
        """:return: whether a report of ``period`` has something to say of ``duty``, by ``change``, what was decided on it, or otherwise;
            ``before`` is the line in which was last told of it, ``line`` the one that the report has already"""
        if duty.ended and not change and not line:
            return False  # told when it ended
        return not (period.date_from and before and before.progress == 100 and duty.progress == 100 and (
            duty.done_date and duty.done_date < period.date_from))  # reported as done, and nothing new

    def _left_empty(self, changes):
        """:return: those of these lines of drafts whose duty was made by a decision that was taken back before a report told of it, or
            given by a document that asks for nothing any more; what a unit has written stays

        :param changes: as :meth:`_told_in` of dan_van.assignment.change gives them
        """
        return self._only_drawn().filtered(lambda line: (
            line.assignment_id.ended and line.assignment_id.id not in changes
            and 'decided' not in line.assignment_id.change_ids.mapped('state')
            or not line.assignment_id.plan_id and line.assignment_id.plan_state not in IN_FORCE))

    def _only_drawn(self):
        """:return: those of these lines that drafts of units have drawn and to which nobody has written anything"""
        return self.filtered(lambda line: (
            not line.report_id.is_frozen and not line.source_id and not line.reason and (line.text or '') == (line.drawn_text or '')))

    def _values_of(self, duty, before, evidence, period):
        parts = self._parts_of(duty, period)
        result = '\n'.join(parts.values()) if parts is not None else duty.result
        return {
            'assignment_id': duty.id, 'department_id': duty.department_id.id, 'title': duty.text,
            'content_id': self._content_of(duty, duty.plan_id).id, 'sequence': duty.sequence,
            'drawn_text': self._news(parts, before) if parts is not None else new_lines(result, before.record_result if before else ''),
            'record_result': result, 'record_parts': parts, 'occurrence_note': self._occurrence_note(duty, period),
            'progress_before': before.progress if before else 0, 'progress': duty.progress, 'health': duty.health,
            'evidence_ids': [Command.set(evidence.get(duty.id, []))],
        }

    # Of duties that return

    @api.model
    def _occurrences_of(self, duty, period):
        """:return: dan_van.occurrence, those of a duty of which is told in ``period``: planned for it, done in it, and what was entered
            for one that is still open"""
        first, last = period.date_from, period.date_to
        return duty.occurrence_ids.filtered(lambda each: any(
            day and first <= day <= last for day in (each.planned_date, each.done_date)) or not each.done_date and each.result)

    @api.model
    def _parts_of(self, duty, period):
        """:return: ``{day for which it was planned: result}`` of what is told of a duty that returns, ``None`` for another one"""
        if not duty._returns():
            return None
        return {fields.Date.to_string(each.planned_date) or '': each.result
                for each in self._occurrences_of(duty, period).sorted() if each.result}

    @api.model
    def _news(self, parts, before):
        """:return: what the line ``before`` has not told of ``parts``, as :meth:`_parts_of` has them"""
        known = before.record_parts if before else {}
        return '\n'.join(filter(None, (
            new_lines(result, before.record_result if known is None or known is False else known.get(day)) for day, result in parts.items())))

    @api.model
    def _occurrence_note(self, duty, period):
        if not duty._returns():
            return duty.acceptance == 'claimed' and self.env._("waits for acceptance")
        told = self._occurrences_of(duty, period) | duty.occurrence_ids.filtered(
            lambda each: each.planned_date and each.planned_date < period.date_from and not each.done_date)
        return '; '.join(self._told_occurrence(each) for each in told.sorted()) or False

    @api.model
    def _told_occurrence(self, occurrence):
        day = format_date(self.env, occurrence.due_date) if occurrence.due_date else self.env._("no day named")
        if done := occurrence.done_date and format_date(self.env, occurrence.done_date):
            if occurrence.acceptance == 'claimed':
                return self.env._("%(day)s: done on %(done)s, waits for acceptance", day=day, done=done)
            return self.env._("%(day)s: done on %(done)s", day=day, done=done)
        return self.env._("%s: not done yet", day) if occurrence.result else self.env._("%s: nothing recorded", day)

    def _is_result_changed(self, duty, period):
        """:return: whether something else stands on ``duty`` now than when this line of ``period`` was drawn"""
        parts, now = self.record_parts, self._parts_of(duty, period)
        if now is None or not isinstance(parts, dict):
            return (duty.result or '') != (self.record_result or '')
        every = {fields.Date.to_string(each.planned_date) or '': each.result or '' for each in duty.occurrence_ids}
        # What was told of one that was still open may be told by another report by now.
        return any(every.get(day, '') != result for day, result in parts.items()) or any(
            each.result and (fields.Date.to_string(each.planned_date) or '') not in parts
            for each in self._occurrences_of(duty, period) if each.done_date)

    @api.model
    def _content_of(self, duty, plan):
        """:return: dan_van.content, where ``plan`` first names ``duty``"""
        return duty.content_ids.filtered(lambda part: part.plan_id == plan).sorted('sequence')[:1]

    @api.model
    def _duties(self, reports, period):
        """:return: dan_van.assignment, the tracked duties of the units of ``reports`` that were active in ``period``"""
        return self.env['dan_van.assignment'].search(
            period._duties(since=period.date_from and period.date_from - relativedelta(years=1))
            & Domain('department_id', 'in', reports.department_id.ids))

    @api.model
    def _last_of(self, duties, period):
        """:return: ``{id of a duty: line}``, what was last reported of it, or of the one that it continues, in the line of
            ``period``; a draft reports nothing"""
        lines = self.search([
            ('assignment_id', 'in', duties.ids), ('source_id', '=', False),
            ('report_id.scheme_id', 'in', period._line_schemes().ids),
            ('report_id.is_frozen', '=', True), ('report_id.date_to', '<', period.date_to)])
        found = {line.assignment_id.id: line for line in lines.sorted(lambda line: line.report_id.date_to)}
        if anew := duties.filtered(lambda duty: duty.continues_id and duty.id not in found):
            earlier = self._last_of(anew.continues_id, period)
            found |= {duty.id: earlier[duty.continues_id.id] for duty in anew if duty.continues_id.id in earlier}
        return found

    @api.model
    def _evidence(self, duties, period):
        """:return: ``{id of a duty: [ids of the files added since the period began]}``"""
        found = defaultdict(list)
        for file in self.env['ir.attachment'].search([
                ('res_model', '=', 'dan_van.assignment'), ('res_id', 'in', duties.ids),
                ('create_date', '>=', legal_midnight(period.date_from))]):
            found[file.res_id].append(file.id)
        return found

    @api.model
    def _current(self, duty):
        """:return: dan_van.assignment, ``duty`` as the plan in force has it"""
        return duty.continued_by_ids.filtered(lambda new: new.is_out and new.plan_id != duty.plan_id)[:1] or duty

    def _changed_duties(self, period):
        """Compare these lines of units' reports of ``period`` with their duties as they stand now.

        :return: ``{line: sentence}`` of those whose result, progress or evidence is another one
        """
        evidence, told = self._evidence(self.assignment_id, period), {}
        for line in self:
            duty = self._current(line.assignment_id)
            # What a plan goes on with hangs the files on another duty.
            is_moved, returns = duty != line.assignment_id, duty._returns()
            shown, there = set(line.evidence_ids.ids), set(evidence[duty.id])
            changes = [word for word, is_changed in (
                (self.env._("result"), line._is_result_changed(duty, period)),
                (self.env._("progress %(before)s %% → %(now)s %%", before=line.progress, now=duty.progress),
                 duty.progress != line.progress and not returns),  # of what returns it goes on with the next time
                (self.env._("evidence"), not is_moved and bool(shown - there if returns else shown ^ there))) if is_changed]
            if changes:
                told[line] = self.env._(
                    "%(unit)s, “%(duty)s”: changed on the duty since it was reported: %(changes)s. To take it in, return the report of "
                    "the unit.", unit=line.department_id.name, duty=shortened(first_clause(line.title)), changes=', '.join(changes))
        return told

    # Of agencies below

    @api.model
    def _draw_below(self, reports, period):
        """Bring the lines of ``reports``, drafts of agencies below, up to the duties that these have under the plan of ``period``."""
        rows = self.env['dan_van.handed.duty'].search(
            Domain('plan_id', '=', period.plan_id.id) & Domain('organ_id', 'in', reports.organ_id.ids)
            & (Domain('ended', '=', False) | Domain('done_date', '!=', False))
            & (Domain('assignment_id.start_date', '=', False) | Domain('assignment_id.start_date', '<=', period.date_to))
            & (Domain('done_date', '=', False) | Domain('done_date', '>=', period.date_from)))
        present = {(line.report_id, line.assignment_id): line for line in reports.line_ids._opened('draw') if line.assignment_id}
        of_organ, values = rows.grouped('organ_id'), []
        for report in reports:
            for row in of_organ.get(report.organ_id, rows.browse()):
                duty = row.assignment_id
                fresh = {
                    'title': duty.text, 'content_id': self._content_of(duty, period.plan_id).id, 'sequence': duty.sequence, 'organ_id': report.organ_id.id}
                if line := present.pop((report, duty), None):
                    line._write_changes(fresh)
                else:
                    values.append({**fresh, 'report_id': report.id, 'assignment_id': duty.id, 'progress': row.progress})
        self._making('draw').create(values)
        self.union(*present.values()).filtered(lambda line: not line.text and not line.reason)._opened('draw').unlink()

    def _say(self, report, body):
        """Write into these lines of ``report`` what its agency says; parameters as of ``Report._do_answer``."""
        said = {each.key: each for each in body.results}
        rows = self.env['dan_van.handed.duty'].search([('organ_id', '=', report.organ_id.id), ('key', 'in', list(said)), ('ended', '=', False)])
        keys = {row.assignment_id: row.key for row in rows}
        for line in self.filtered('assignment_id')._opened('draw', 'text', 'reason', 'reason_date'):
            result = said.get(keys.get(line.assignment_id))
            line.write({
                'text': result.text if result else False, 'reason': False, 'reason_date': False,
                'progress_before': line.progress_before if line.text else line.progress,
                'progress': (100 if result.done else result.progress) if result else line.progress})
        self.filtered(lambda line: not line.assignment_id)._opened('draw').unlink()
        # Of duties that letters have given, or a plan that has come instead.
        self._making('draw').create([{
            'report_id': report.id, 'organ_id': report.organ_id.id, 'assignment_id': row.assignment_id.id, 'title': row.text,
            'content_id': self._content_of(row.assignment_id, report.plan_id).id, 'sequence': row.assignment_id.sequence,
            'text': said[row.key].text, 'progress': 100 if said[row.key].done else said[row.key].progress,
        } for row in rows if said[row.key].text and row.assignment_id not in self.assignment_id])
        self._making('draw').create([{
            'report_id': report.id, 'organ_id': report.organ_id.id, 'title': each.title, 'text': each.text, 'sequence': 1000 + index}
            for index, each in enumerate(body.works)])

    # Of other reports

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
        units, organs, sections = self.department_id, self.organ_id, self.section_id
        told = [['added', units.browse(values['department_id'] or ()).name or organs.browse(values['organ_id'] or ()).name, sections.browse(values.get('section_id')), values['title']]
                for values in added]
        for kind in ('changed', 'removed', 'kept'):
            told += [[kind, line.department_id.name or line.organ_id.name, line.section_id, line.title] for line in self.browse(getattr(outcome, kind))]
        return {'lines': [[kind, unit, section.display_name or first_clause(title)] for kind, unit, section, title in told]}

    # Of a plan that is replaced

    def _go_over(self, plan, pairs, contents):
        """Let these lines be of ``plan``. What was taken in from another report follows it, and what was edited stays so.

        :param pairs: ``{old duty: new duty}``
        :param contents: ``{content of the old plan: the same content of the new one}``
        """
        before = {line: line.content_id for line in self}
        for line in self.sorted(lambda line: bool(line.source_id))._opened('replace', 'content_id'):  # sources first
            duty = pairs.get(line.assignment_id, line.assignment_id)
            line.write({'assignment_id': duty.id, **line._contents_under(plan, duty, contents)})
        lost = self.filtered(lambda line: before[line] and not line.content_id).grouped('report_id')
        self.report_id.browse([report.id for report in lost])._message_log_batch({report.id: self.env._(
            "The plan %(plan)s has no content that says the same as these: what was reported of them stands under none. Choose another "
            "one where it belongs to one: %(contents)s.", plan=plan.code,
            contents='; '.join(dict.fromkeys(before[line].display_name for line in lines))) for report, lines in lost.items()})

    def _contents_under(self, plan, duty, contents):
        """:return: values of this line, a line of ``duty`` under ``plan``; the rest as for :meth:`_go_over`"""
        none, taken = self.content_id.browse(), self.taken_in
        before = none.browse(taken['drawn']['content'] or ()) if taken else self.content_id
        if self.source_line_id:
            drawn = self.source_line_id.content_id
        else:
            drawn = self._content_of(duty, plan) or contents.get(before, none)
        own = drawn if self.content_id == before else contents.get(self.content_id, none)
        if not taken:
            return {'content_id': own.id}
        edits = {name: edit for name, edit in taken['edits'].items() if name != 'content'}
        if 'content' in taken['edits'] and (own or not self.content_id):
            edits['content'] = [own.id, drawn.id]
        elif not own and self.content_id:
            own = drawn  # the content that somebody chose is gone
        return {'content_id': own.id, 'taken_in': {'drawn': {**taken['drawn'], 'content': drawn.id}, 'edits': edits}}
