from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ..core.holding import hold
from .consolidation import Line, consolidate
from .report_kinds import ON_ITS_WAY


class Report(models.Model):
    """How a report comes by what it says: drawn from the records of a unit, or made of other reports.

    A draft follows the records; what has changed since it was submitted, or since others were taken in, is told beside it.
    """

    _inherit = 'dan_van.report'

    taken_changes = fields.Json(
        'Changes of the last consolidation', readonly=True, copy=False, given_by=('draw',), groups=fields.NO_ACCESS,
        help="Under “lines” a list of [what has happened, unit, duty or section]; empty for the first consolidation.")
    consolidation_summary = fields.Char('Last consolidation', compute='_compute_consolidation_note')
    consolidation_note = fields.Text('Changed by the last consolidation', compute='_compute_consolidation_note')
    source_changes = fields.Text(
        'Changed since it was taken in', compute='_compute_source_changes', help="Which units say something else by now.")
    later_changes = fields.Text(
        'Changed since', compute='_compute_later_changes', help="What it would say otherwise if it were drawn now.")
    left_out_figures = fields.Text(
        'Left out of the figures', compute='_compute_left_out_figures',
        help="Shorter periods that were reported and are no part of the figures: not all of their days are in this period.")
    figure_findings = fields.Json(compute='_compute_figure_findings')
    figure_problems = fields.Text('Figures that do not fit', compute='_compute_figure_problems')
    figure_explanation = fields.Text('Explanation of the figures', help="Why figures are right although they do not fit each other.")

    # How the figures came about, which the issued document does not say; as of the figures themselves.
    _partial_fields = frozenset({'figure_explanation', 'left_out_figures'})

    def _hidden(self):
        return {report: self._partial_fields for report in self if not report._takes_part()}

    @api.model
    def _shown_to_sql(self, alias, name, query):
        return self.env['hr.department']._shown_to_own_sql(self._field_to_sql(alias, 'department_id', query))

    # Drawn

    def action_draw(self):
        """Draw again from the records: new facts come in, nothing that was typed is lost."""
        self.check_access('write')
        self._check_draft()
        for report in self:
            report._kind().check_draw(report)
        # sudo: what is drawn is the unit's own, or received by the office; the check above says who may draw.
        self.sudo()._draw()

    def _draw(self):
        self._cite_plan()
        self.env['dan_van.report.section']._follow_theme(self)
        for period, reports in self.grouped('period_id').items():
            for kind, own in reports._by_kind():
                kind.draw_lines(own, period)
            self.env['dan_van.report.figure']._draw(reports, period)

    def web_read(self, specification):
        """As in Odoo; the form of a draft that follows the records shows what is true now."""
        if len(self) == 1 and not {'figure_ids', 'line_ids'}.isdisjoint(specification):
            # sudo: as action_draw; only for who may write it.
            self._filtered_access('write').filtered(lambda report: report._follows()).sudo()._draw()
        return super().web_read(specification)

    web_read._readonly = False  # pylint: disable=protected-access

    def _follows(self):
        """:return: whether this draft is drawn by itself: somebody still has to write it"""
        return self._kind().counts_records and self.state == 'draft' and self._is_wanted()

    def _place(self):
        """:return: ``(scope, id of who reports or False)``, under which the figures of this report are summed"""
        kind = self._kind()
        return kind.place(kind.reporter(self).id)

    def _reporter(self):
        """:return: str, who reports"""
        return self._kind().issuer(self)

    def _places_above(self, scope, reporter):
        """:return: list of places that a figure of a report of ``scope`` is part of, its own among them"""
        return [kind.place(reporter) for kind in self._kinds().values() if scope in kind.sums]

    # Made of other reports

    def _received(self):
        """:return: ``{report: dan_van.report}``, those of the sources of each of these that have come"""
        return {report: kind.come(sources) for kind, reports in self._by_kind() for report, sources in kind.sources(reports).items()}

    def _consolidate(self):
        """Bring the lines up to what the sources say now; what was edited keeps its words."""
        Lines = self.env['dan_van.report.line']
        for report, sources in self._received().items():
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
        said_by = {'department_id': (not self.organ_id) and self.department_id.id, 'organ_id': self.organ_id.id}
        lines = self.line_ids.filtered('printed')  # of all sources at once
        for row in self.section_ids.filtered(lambda row: not row.is_results):
            if text := row._whole_text():
                yield (self.id, row.section_id.id, False), lines.browse()._parts() | {'text': text, 'printed': True}, {
                    'section_id': row.section_id.id, **said_by, 'title': False, 'sequence': 0}
        for line in lines.filtered(lambda line: not line.section_id and line._printed_text()):
            parts = line._parts()
            yield (self.id, False, line.id), {**parts, 'text': parts['text'].strip()}, {
                'source_line_id': line.id, **said_by, 'assignment_id': line.assignment_id.id, 'title': line.title,
                'sequence': line.sequence, 'progress_before': line.progress_before, 'progress': line.progress,
                'health': line.health}

    def _changed_sources(self):
        """:return: ``{report: list of (what has happened, dan_van.report)}`` of the sources that say something else than was taken in"""
        return {report: report._changed_of(come) for report, come in self._received().items()}

    def _changed_of(self, come):
        """:return: as :meth:`_changed_sources` of this report, whose sources ``come`` may be taken in"""
        taken = self.source_ids
        said = {key: (parts, rest['title']) for source in come & taken for key, parts, rest in source._contributions()}
        kept = {}
        for line in self.line_ids.filtered(lambda line: line.source_id in come & taken and not line.source_gone):
            as_taken = line._as_taken_in()
            kept[as_taken.key or (line.source_id.id, line)] = as_taken.drawn, line.title
        changed = {key[0] for key in said.keys() | kept.keys() if said.get(key) != kept.get(key)}
        return [('new', source) for source in come - taken] + [('returned', source) for source in taken - come] + [
            ('changed', source) for source in come & taken if source.id in changed]

    def _told_changes(self):
        """:return: ``{report: list of sentences}``, which of the reports that each is made of say something else by now"""
        words = {
            'new': self.env._("%s: received, not taken in yet"), 'returned': self.env._("%s: returned since it was taken in"),
            'changed': self.env._("%s: says something else than was taken in")}
        return {report: [words[kind] % source._reporter() for kind, source in changed]
                for report, changed in self._changed_sources().items()}

    def action_open_missing(self):
        """Open the reports that have not been received yet."""
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.report_action')
        return {**action, 'domain': [('id', 'in', self.missing_ids.ids)], 'context': {}}

    # What is told beside it

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
        # sudo: who works on the draft reads what it is made of.
        told = self.filtered(lambda report: report.state == 'draft' and report._takes_part()).sudo()._told_changes()
        for report in self:
            report.source_changes = '\n'.join(told.get(report, ()))

    @api.depends(
        'state', 'source_ids', 'period_id.report_ids.state', 'figure_ids.drawn_value', 'figure_ids.before', 'figure_ids.drawn_last_year')
    @api.depends_context('uid', 'lang')
    def _compute_later_changes(self):
        """Tell whose business it is what would be said otherwise now: by figures, by the sources, by the duties."""
        told = self.filtered(lambda report: report.id and not report._follows() and not report.is_gone and report._takes_part())
        # sudo: who takes part in the report reads how it would be.
        told = told._origin.sudo()
        texts = told.filtered(lambda report: report._is_decided_on())
        found = [told._changed_figures(), texts.filtered('is_frozen')._told_changes(), texts._changed_duties()]
        for report in self:
            report.later_changes = '\n'.join(line for lines in found for line in lines.get(report._origin, ()))

    @api.depends('figure_ids.left_out')
    @api.depends_context('uid')
    def _compute_left_out_figures(self):
        for report in self:
            report.left_out_figures = '\n'.join(
                f'{figure.name}: {figure.left_out}' for figure in report.figure_ids if figure.left_out)

    def _is_decided_on(self):
        """:return: whether somebody has submitted this report and it is not decided on for good: its texts are compared with what is
        so now"""
        return bool(self.submitter_id) and (not self.is_out if self._kind().is_signed else self.state in ON_ITS_WAY)

    def _changed_figures(self):
        """:return: ``{report: list of sentences}``, which figures would be otherwise if these reports were drawn now"""
        found = defaultdict(list)
        for period, reports in self.grouped('period_id').items():
            present = {(figure.report_id, figure.indicator_id): figure for figure in reports.figure_ids}
            Figure = self.env['dan_van.report.figure']
            for report, indicator, fresh in Figure._fresh(reports, period, Figure._indicators(period)):
                figure = present.get((report, indicator))
                if figure and figure.source == indicator.source and (changes := figure._changes(fresh)):
                    found[report].append(f"{figure.name}: {'; '.join(changes)}")
        return found

    def _changed_duties(self):
        """:return: ``{report: list of sentences}``, which duties have other results or evidence since a unit reported on them"""
        found = defaultdict(list)
        for period, reports in self.grouped('period_id').items():
            lines = (reports | reports.source_ids).line_ids.filtered(
                lambda line: line.assignment_id and line.department_id and not line.source_id)
            told = lines._changed_duties(period)
            for report in reports:
                own = report.source_ids or report
                found[report] += [told[line] for line in own.line_ids if line in told]
        return found

    @api.depends('state', 'company_id', 'theme_id', 'figure_ids.value', 'figure_ids.previous', 'figure_ids.has_before', 'figure_ids.indicator_id')
    @api.depends_context('lang')
    def _compute_figure_findings(self):
        """Find for each draft what does not fit: a list of ``[outcome of the check, sentence]``."""
        Check = self.env['dan_van.figure.check']
        checks = {company: Check.search(Check._in_use(company) & Domain('theme_id', 'in', self.theme_id.ids))
                  for company in self.company_id}
        for report in self:
            drawn = {figure.indicator_id: figure for figure in report.figure_ids} if report.state == 'draft' else {}
            figures = {old: drawn[new] for old, new in report.figure_ids.indicator_id._with_replaced().items() if new in drawn}
            own = checks.get(report.company_id, Check).filtered(lambda check, report=report: check.theme_id == report.theme_id)
            report.figure_findings = [[check.outcome, text] for check in own if (text := check._finding(figures))]

    @api.depends('figure_findings')
    def _compute_figure_problems(self):
        for report in self:
            report.figure_problems = '\n'.join(text for _outcome, text in report.figure_findings or ())

    def _unexplained(self):
        """:return: sentences that say which figures do not fit each other and are not explained, or can't be"""
        missing = []
        for outcome, text in self.figure_findings or ():
            if outcome == 'block':
                missing.append(self.env._("%s Put the figures right.", text))
            elif not (self.figure_explanation or '').strip():
                missing.append(self.env._("%s Put the figures right, or explain them on the page “Figures”.", text))
        return missing
