from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import float_compare, format_date

from ...importer.report import period_of, read_report
from ...importer.units import match
from ...importer.words import canonical
from ...models.core.period_rules import COUNTS
from ...rendering.wording import decimal_text
from ..core.dialog import HOURS

# Of which model a row is, and which of its fields the file says.
_TARGETS = {'section': ('section_id', 'text'), 'line': ('line_id', 'text'), 'figure': ('figure_id', 'value')}
KINDS = [('section', "Section"), ('line', "Duty or work"), ('figure', "Figure")]


class ReportFile(models.TransientModel):
    """A report comes as a file: what it says is shown beside what the draft says, row by row, and taken or left."""

    _name = 'dan_van.report.file'
    _description = 'File of a report'
    _inherit = ['dan_van.file.import']
    _transient_max_hours = HOURS

    report_id = fields.Many2one('dan_van.report', required=True, ondelete='cascade', readonly=True, open_in=())
    is_frozen = fields.Boolean(related='report_id.is_frozen')
    line_ids = fields.One2many('dan_van.report.file.line', 'file_id', 'What the file says')
    text_ids = fields.One2many('dan_van.report.file.line', 'file_id', 'Texts', domain=[('kind', '!=', 'figure')])
    figure_ids = fields.One2many('dan_van.report.file.line', 'file_id', 'Figures', domain=[('kind', '=', 'figure')])
    summary = fields.Char('The file', readonly=True)
    left = fields.Text('Not matched', readonly=True)

    def _compute_display_name(self):
        self.display_name = self.env._("Read from a file")

    def action_read(self):
        """Read the file and show what it says of the lines and figures of the report; nothing is written yet.

        :return: action that shows the same dialog
        :raise UserError: the file can't be read, or the report is no draft
        """
        self.ensure_one()
        report = self.report_id
        report.check_access('write')
        if report.is_frozen:
            report._check_draft()
        found = self._read_by(read_report, places=self._places(report), indicators=[
            [figure.id, figure.indicator_id.name] for figure in report.figure_ids])
        texts, numbers = self._text_rows(report, found.passages), self._figure_rows(report, found.numbers)
        self._opened('read').write({
            'state': 'preview',
            'summary': ', '.join(filter(None, (
                found.issuer, found.code, found.issued and format_date(self.env, found.issued), found.subject))),
            'doubts': [*(self.doubts or ()), *self._doubts(found)],
            'left': self._left(found),
            'line_ids': [Command.clear(), *(
                Command.create({**row, 'sequence': index}) for index, row in enumerate([*texts, *numbers]))],
        })
        return self._open()

    def action_back(self):
        """Back to the upload; what was recognised is dropped.

        :return: action that shows the same dialog
        """
        super().action_back()
        return self._open()

    @api.model
    def _unread(self):
        return {**super()._unread(), 'summary': False, 'left': False, 'line_ids': [Command.clear()]}

    def action_take(self):
        """Write what is ticked into the draft, as if it were typed, and file the source with it.

        :return: action that goes back to the report
        :raise UserError: nothing is ticked, the report is no draft any more, or it was changed since the file was read
        """
        name, data = self._taken()
        report = self._draft()
        rows = self.line_ids.filtered(lambda row: row.take and row.can_take)
        if not rows:
            raise UserError(self.env._("Nothing is ticked: tick what is to be taken from the file, or close this window."))
        if changed := rows.filtered(lambda row: row._is_changed()):
            raise UserError(self.env._(
                "“%s” was changed after you read the file. Read it again, then choose.", changed[0]._target_name()))
        for row in rows:
            row._take_in()
        figures = rows.filtered(lambda row: row.kind == 'figure')
        self._attach(report, self.env._(
            "Taken from the file: %(texts)s texts, %(figures)s figures.", texts=len(rows - figures), figures=len(figures)),
            name, data)
        return {'type': 'ir.actions.act_window_close'}

    def _open(self):
        return {'type': 'ir.actions.act_window', 'name': self.display_name, 'res_model': self._name, 'res_id': self.id,
                'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new'}

    def _draft(self):
        """:return: the report, held as a draft that the user may write"""
        report = self.report_id
        report.check_access('write')
        report._check_draft()
        return report

    # What the report has

    def _places(self, report):
        """:return: list of the sections and lines of ``report`` with the names that a heading may give them"""
        sections = [
            [f'section {row.id}', row.name, f"{row.group_name} {row.name}" if row.group_name else '']
            for row in report.section_ids if not row.is_results]
        lines = report.line_ids.filtered(lambda line: not line.section_id and line.title)
        # A line of the agency's report that several units have is none of which a file of one agency speaks.
        by_title, by_content = lines.grouped(lambda line: canonical(line.title)), lines.grouped('content_id')
        # A content of which it is the only line names it as well.
        return sections + [
            [f'line {line.id}', line.title, *(
                [content.title or content.text or ''] if (content := line.content_id) and len(by_content[content]) == 1 else [])]
            for own in by_title.values() if len(own) == 1 for line in own]

    # What the file says

    def _text_rows(self, report, passages):
        """:return: list of values of a row for each section and line of ``report`` of which the file says something"""
        texts = {}
        for passage in passages:
            if passage.key:
                texts.setdefault(passage.key, []).append(passage)
        rows = []
        for kind, records in (('section', report.section_ids.sorted()), ('line', report.line_ids.sorted())):
            for record in records:
                if own := texts.get(f'{kind} {record.id}'):
                    now, new = record.text or '', '\n'.join(passage.text for passage in own)
                    same = now.split() == new.split()
                    rows.append({
                        'kind': kind, _TARGETS[kind][0]: record.id, 'name': record.name if kind == 'section' else record.title,
                        'place': own[0].heading, 'now': now, 'new': new, 'can_take': not same, 'take': not now.strip(),
                        'note': same and self.env._("The draft says the same.")})
        return rows

    def _figure_rows(self, report, numbers):
        """:return: list of values of a row for each figure that the file gives, in the order of the report

        A table counts more than running text. A figure that was drawn from the records is compared only.
        """
        rows = []
        for figure in report.figure_ids.sorted():
            own = sorted((number for number in numbers if number.key == figure.id), key=lambda number: not number.in_table)
            if not own:
                continue
            others = [number for number in own if number.value != own[0].value]
            counted = figure._is_counted()
            same = not float_compare(own[0].value, figure.value, precision_digits=2)
            rows.append({
                'kind': 'figure', 'figure_id': figure.id, 'name': figure.name, 'place': own[0].name,
                'now': decimal_text(figure.value), 'new': decimal_text(own[0].value),
                'value_now': figure.value, 'value': own[0].value,
                'can_take': not counted and not same, 'take': not counted and not same and not figure.value and not others,
                'note': self._note(own[0].value - figure.value, counted, same, others)})
        return rows

    def _left(self, found):
        """:return: text, what of the file belongs to no line or figure of the report, each with where it stands"""
        passages = [(passage.line, passage.heading, passage.text) for passage in found.passages if not passage.key]
        numbers = [(number.line, number.name, decimal_text(number.value)) for number in found.numbers if not number.key]
        return '\n\n'.join('\n'.join(filter(None, (
            self.env._("Line %(line)s of the file: %(heading)s", line=line or '?', heading=heading).rstrip(': '), text)))
            for line, heading, text in [*passages, *numbers])

    def _note(self, difference, counted, same, others):
        """
        :param difference: of the number in the file from the figure
        :param counted: whether the figure is counted from the records
        :param same: whether both are the same
        :param others: list of other numbers that the file gives for it
        :return: sentence on what to look at, or False
        """
        if others:
            return self.env._("The file says %s elsewhere.", '; '.join(dict.fromkeys(
                decimal_text(number.value) for number in others)))
        if not counted:
            return same and self.env._("The draft says the same.")
        if difference := round(difference, 2):
            return self.env._(
                "Counted from the records: the file differs by %s.", f"{'+' if difference > 0 else ''}{decimal_text(difference)}")
        return self.env._("Counted from the records: the same.")

    def _doubts(self, found):
        """:return: list of what may show that the file is another unit's, or of another period"""
        report, period, told = self.report_id, self.report_id.period_id, []
        if found.issuer and not self._is_issuer(report, found.issuer):
            told.append((self.env._("The file names another agency or unit than the report."), found.issuer))
        days = [fields.Date.to_string(day) for day in (period.date_from, period.date_to)]
        if found.days and found.days != days:
            told.append((
                self.env._("The file is of other days than the report, which is of %(first)s to %(last)s.",
                           first=format_date(self.env, period.date_from), last=format_date(self.env, period.date_to)),
                ' - '.join(format_date(self.env, day) for day in found.days)))
        own = period_of(period.name) if period.kind in COUNTS else None
        if own and found.period and any(one != other for one, other in zip(own, found.period) if one and other):
            told.append((
                self.env._("The file is of another period than the report, which is of %s.", period.name), found.subject))
        return [{'line': 0, 'message': message, 'text': text} for message, text in told]

    @api.model
    def _is_issuer(self, report, issuer):
        """:return: whether ``issuer`` is the unit or agency whose report this is; the agency's takes those of lower agencies"""
        if report.scope != 'unit':
            return True
        unit = report.department_id
        return match(issuer, [(unit.id, unit.name, unit.dan_van_abbreviation)]).unit == unit.id or canonical(issuer) in {
            canonical(name or '') for name in (report.company_id.name, report._profile().issuer)}


class ReportFileLine(models.TransientModel):
    """A line or figure of the report, and what the file says of it."""

    _name = 'dan_van.report.file.line'
    _description = 'What a file says of a report'
    _inherit = ['dan_van.dialog.row']
    _order = 'file_id, sequence, id'
    _transient_max_hours = HOURS

    _row_of = 'file_id'
    _chosen = ('take',)

    file_id = fields.Many2one('dan_van.report.file', required=True, ondelete='cascade', index=True)
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(KINDS, 'Where', required=True, readonly=True)
    section_id = fields.Many2one('dan_van.report.section', readonly=True, ondelete='cascade')
    line_id = fields.Many2one('dan_van.report.line', readonly=True, ondelete='cascade')
    figure_id = fields.Many2one('dan_van.report.figure', readonly=True, ondelete='cascade')
    name = fields.Char('Line of the report', readonly=True)
    place = fields.Char('Heading in the file', readonly=True)
    now = fields.Text(readonly=True)
    new = fields.Text('In the file', readonly=True)
    value_now = fields.Float('Figure now', readonly=True)
    value = fields.Float('Figure of the file', readonly=True)
    note = fields.Char('To look at', readonly=True)
    can_take = fields.Boolean('May be taken', readonly=True)
    take = fields.Boolean('Take it')

    def _target(self):
        """:return: the part of the report, and the name of its field"""
        link, name = _TARGETS[self.kind]
        return self[link], name

    def _target_name(self):
        """:return: how the part of the report is called now, or was when the file was read"""
        target = self._target()[0].exists()
        return (target.title if self.kind == 'line' else target.name) or self.name

    def _is_changed(self):
        """:return: whether the report says something else by now, or the part has gone"""
        target, name = self._target()
        if not target or target.report_id != self.file_id.report_id:
            return True
        if self.kind == 'figure':
            return bool(float_compare(target.value, self.value_now, precision_digits=2))
        return (target[name] or '') != (self.now or '')

    def _take_in(self):
        """Write what the file says, in the rights of who takes it.

        :raise UserError: the figure is counted from records
        """
        target, name = self._target()
        if self.kind == 'figure' and target._is_counted():
            raise UserError(self.env._("“%s” is counted from the records: correct it on the report, with the reason.",
                self._target_name()))
        target.write({name: self.value if self.kind == 'figure' else self.new})
