import base64
import json
from collections import defaultdict
from typing import NamedTuple

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import format_date
from odoo.tools.translate import LazyTranslate

from ...models.core.foreign_file import read_foreign
from ...models.core.reading import whole
from ...models.core.res_company import legal_today
from ...rendering.tracking import COLUMNS, read_code, text_digest, unit_text
from ...sheets.tracking import FIELDS, LIMITS, TEXTS, rows_of_tracking, value_of
from ...sheets.workbook import TableError, plain, text_of
from ..core.dialog import HOURS

_lt = LazyTranslate(__name__)

REFUSALS = {
    'size': _lt("The file is larger than a tracking sheet may be (%(bytes)s MB). Download the sheet of one plan or unit."),
    'file': _lt("The file is no Excel workbook that can be read. Save it as .xlsx."),
    'complex': _lt("The workbook holds more cells, texts or formats than a tracking sheet has. Download the sheet anew and "
                   "edit that one."),
    'head': _lt("The first sheet is no tracking sheet: it lacks the heads “Nhiệm vụ”, “Đơn vị thực hiện” and one of "
                "“Tiến độ (%%)”, “Kết quả thực hiện”, “Ngày hoàn thành”. Download the sheet anew and edit it."),
    'code': _lt("The hidden last column of the sheet is missing: without it nobody knows which row is which duty. "
                "Download the sheet anew and leave that column in."),
    'rows': _lt("There are more than %(rows)s rows. Download the sheet of one plan or unit."),
    'empty': _lt("There is no row to read. Choose a tracking sheet that you have downloaded here."),
}


class Change(NamedTuple):
    """A cell that somebody has edited: row of the sheet, duty, field, value now and in the sheet, what is wrong, whether
    Odoo has another value than the sheet had at first."""

    number: int
    duty: models.Model
    name: str
    old: object
    new: object
    problem: str = ''
    conflict: bool = False


class TrackingImport(models.TransientModel):
    """From an edited tracking sheet to the duties: look at what changes, take all of it or nothing."""

    _name = 'dan_van.tracking.import'
    _description = 'Import of an edited tracking sheet'
    _inherit = ['dan_van.dialog']
    _transient_max_hours = HOURS

    file = fields.Binary('Edited sheet', attachment=False)
    filename = fields.Char()
    line_ids = fields.One2many('dan_van.tracking.import.line', 'import_id', 'Changes')
    is_read = fields.Boolean(readonly=True)
    is_outdated = fields.Boolean(readonly=True)
    line_count = fields.Integer('Changes found', compute='_compute_counts')
    problem_count = fields.Integer('Changes with a problem', compute='_compute_counts')
    conflict_count = fields.Integer('Conflicts', compute='_compute_counts')

    @api.depends('line_ids.problem', 'line_ids.conflict')
    def _compute_counts(self):
        for wizard in self:
            lines = wizard.line_ids
            wizard.line_count, wizard.problem_count = len(lines), len(lines.filtered('problem'))
            wizard.conflict_count = len(lines.filtered('conflict'))

    def action_read(self):
        """Show what the sheet would change; nothing is changed yet.

        :return: action that shows the same dialog
        :raise UserError: the file is no tracking sheet
        """
        self.ensure_one()
        self._show_changes(self._changes(), is_outdated=False)
        return self._show()

    def action_back(self):
        """Go back to the choice of a file.

        :return: action that shows the same dialog
        """
        self._opened('read').write({'line_ids': [Command.clear()], 'is_read': False, 'is_outdated': False, 'file': False, 'filename': False})
        return self._show()

    def action_apply(self):
        """Write what was shown, all of it or nothing; of conflicts those that the user wants to overwrite.

        Where Odoo has changed since they were shown, nothing is written: the changes are shown anew.

        :return: action that shows the duties, or the same dialog
        :raise UserError: there is nothing to write, or a change has a problem
        :raise AccessError: a duty is not the user's any more
        """
        self.ensure_one()
        changes = self._changes()
        if [self._line_values(change) for change in changes] != [line._shown() for line in self.line_ids]:
            self._show_changes(changes, is_outdated=True)
            return self._show()
        if self.problem_count:
            raise UserError(self.env._("Nothing was written: put the rows with a problem right in the sheet, then read it again."))
        wanted = [change for change, line in zip(changes, self.line_ids) if line.overwrite or not line.conflict]
        if not wanted:
            raise UserError(self.env._("There is nothing to write: all that you have edited was changed in Odoo too. Tick "
                                       "“Overwrite” where the sheet is right."))
        duties = self._write_changes(wanted)
        self.line_ids.unlink()
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.assignment_action')
        return {**action, 'domain': [('id', 'in', duties.ids)], 'context': {}}

    def _write_changes(self, changes):
        """Write the changes; duties that get the same are written together.

        :return: dan_van.assignment
        """
        values = defaultdict(dict)
        for change in changes:
            values[change.duty][change.name] = change.new or (0 if change.name == 'progress' else False)
        alike = defaultdict(self.env['dan_van.assignment'].browse)
        for duty, vals in values.items():
            alike[json.dumps(vals, default=str, sort_keys=True)] += duty
        for duties in alike.values():
            duties.write(values[duties[:1]])
        return self.env['dan_van.assignment'].union(*values)

    def _show(self):
        return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': self.id, 'view_mode': 'form',
                'target': 'new', 'name': self.env._("Import an edited tracking sheet")}

    def _show_changes(self, changes, is_outdated):
        self._opened('read').write({'is_read': True, 'is_outdated': is_outdated, 'line_ids': [
            Command.clear(), *(Command.create(self._line_values(change)) for change in changes)]})

    def _line_values(self, change):
        return {
            'number': change.number, 'assignment_id': change.duty.id, 'field_name': change.name,
            'old_value': self._shown_value(change.name, change.old), 'new_value': self._shown_value(change.name, change.new),
            'problem': change.problem, 'conflict': change.conflict}

    def _shown_value(self, name, value):
        if isinstance(value, str):
            return value
        if name == 'progress':
            return f'{value} %'
        return format_date(self.env, value) if value else ''

    # Comparison of the sheet with the duties

    def _changes(self):
        """:return: list of :class:`Change`, what has been edited in the sheet"""
        rows = self._rows()
        key = self.env['dan_van.tracking.sheet']._seal_key()
        bases = {row.number: read_code(key, row.code) for row in rows}
        duties = self.env['dan_van.assignment'].search_fetch(
            [('id', 'in', [base.id for base in bases.values() if base])],
            ['text', 'department_id', 'role', 'plan_state', 'scope', 'ended', *FIELDS])
        by_id, seen, changes = {duty.id: duty for duty in duties}, set(), []
        for row in rows:
            base = bases[row.number]
            if base is None:
                changes.append(self._unknown_row(row))
                continue
            duty = by_id.get(base.id, duties.browse())
            edited = self._with_done_reason(self._edited(row, base, duty))
            problem = edited and self._row_problem(row, duty, base.id in seen)
            changes += [change._replace(problem=problem or change.problem) for change in edited]
            seen.add(base.id)
        return changes

    def _rows(self):
        try:
            return read_foreign(self.env, rows_of_tracking, base64.b64decode(whole(self).file or b''))
        except TableError as error:
            reason = self.env._(REFUSALS[error.args[0] if self.file else 'empty'])
            raise UserError(reason % {'bytes': LIMITS.size >> 20, 'rows': LIMITS.rows}) from error

    def _unknown_row(self, row):
        return Change(
            row.number, self.env['dan_van.assignment'], 'progress', row.text, '', self.env._(
                "The hidden code of this row is missing or damaged, so nobody knows which duty it is. Take the row out, or "
                "edit a sheet that was downloaded from this system."))

    def _edited(self, row, base, duty):
        """:return: list of :class:`Change`, the cells of the row that say otherwise than when the sheet was made"""
        changes = []
        for name, cell in row.cells.items():
            try:
                new = value_of(name, cell)
            except ValueError:
                changes.append(Change(row.number, duty, name, duty[name] or '', text_of(cell), self._no_value(name, cell)))
                continue
            now = duty[name] or ('' if name in TEXTS else 0 if name == 'progress' else None)
            if self._comparable(name, new) == getattr(base, name) or self._comparable(name, new) == self._comparable(name, now):
                continue
            conflict = bool(duty) and self._comparable(name, now) != getattr(base, name)
            changes.append(Change(row.number, duty, name, now, new, self._value_problem(name, new, row), conflict))
        return changes

    def _with_done_reason(self, edited):
        """:return: the changes of a row, where a day that is set back without a word why has a problem"""
        given = any(change.name == 'done_reason' and change.new for change in edited)
        return [change._replace(problem=self.env._(
            "The day lies before today: write why it is entered only now into the column “%s” of this row. A sheet without that "
            "column is downloaded anew.", COLUMNS['done_reason'].title)) if (
                change.name == 'done_date' and not change.problem and not given and change.duty._is_set_back_to(change.new)
            ) else change for change in edited]

    @staticmethod
    def _comparable(name, value):
        return text_digest(value) if name in TEXTS else value

    def _no_value(self, name, cell):
        if name == 'progress':
            return self.env._("“%s” is no progress: write a whole number from 0 to 100 %%.", text_of(cell))
        return self.env._("“%s” is no date: write it as 25/03/2026.", text_of(cell))

    def _value_problem(self, name, value, row):
        """:return: sentence that says why this value can't be written, maybe empty"""
        if name == 'done_date':
            return self.env._("The day lies in the future.") if value and value > legal_today(self) else ''
        if name == 'progress' and 'done_date' in row.cells:
            has_day = bool(text_of(row.cells['done_date']))
            if has_day and value < 100:
                return self.env._("A duty that has been done has a progress of 100 %: clear the day, or write 100 %.")
        return ''

    def _row_problem(self, row, duty, again):
        """:return: sentence that says why nothing of this row can be written, maybe empty"""
        if not duty:
            return self.env._("This duty is not among those that you may see, or it does not exist any more.")
        if again:
            return self.env._("This duty stands in the sheet twice. Take one of the rows out.")
        if plain(row.text) != plain(duty.text) or plain(row.unit) != plain(unit_text(duty.department_id.name, duty.role)):
            return self.env._(
                "The hidden code of this row belongs to “%s”: cells have moved between rows, or the duty was rewritten. "
                "Download the sheet anew.", duty.display_name)
        if duty.plan_state != 'issued' or duty.scope != 'unit':
            return self.env._("The plan is not at work: progress is entered while it is issued and not closed.")
        if duty.ended:
            return self.env._("This duty has ended by a decision.")
        if duty.acceptance == 'accepted':
            return self.env._("What was done of this duty was accepted as it is.")
        if not duty._may_work():
            return self.env._("This duty is the work of another unit.")
        return ''


class TrackingImportLine(models.TransientModel):
    """A cell of the sheet that somebody has edited."""

    _name = 'dan_van.tracking.import.line'
    _description = 'Change of a tracking sheet'
    _inherit = ['dan_van.dialog.row']
    _order = 'id'
    _transient_max_hours = HOURS

    _row_of = 'import_id'
    _chosen = ('overwrite',)

    import_id = fields.Many2one('dan_van.tracking.import', required=True, ondelete='cascade', index=True)
    number = fields.Integer('Row', readonly=True)
    assignment_id = fields.Many2one('dan_van.assignment', 'Duty', readonly=True, ondelete='cascade')
    field_name = fields.Selection(
        lambda self: [(name, self.env['dan_van.assignment']._fields[name]._description_string(self.env)) for name in FIELDS],
        'What', readonly=True)
    old_value = fields.Text('In Odoo', readonly=True)
    new_value = fields.Text('In the sheet', readonly=True)
    problem = fields.Text(readonly=True)
    conflict = fields.Boolean('Changed in Odoo too', readonly=True, help="Somebody has entered another value since the download.")
    overwrite = fields.Boolean(help="Write the value of the sheet over what somebody else has entered since.")

    def _shown(self):
        """:return: the line as values of a new one"""
        return {
            'number': self.number, 'assignment_id': self.assignment_id.id, 'field_name': self.field_name,
            'old_value': self.old_value or '', 'new_value': self.new_value or '', 'problem': self.problem or '',
            'conflict': self.conflict}
