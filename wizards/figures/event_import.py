import base64

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

from ...models.core.foreign_file import read_foreign
from ...models.core.mail_switches import QUIET
from ...models.core.reading import whole
from ...models.core.res_company import legal_today
from ...models.figures.event import COUNTS
from ...sheets.events import LIMITS, rows_of_text, rows_of_workbook
from ...sheets.workbook import TableError, day_of, number_of, plain, text_of
from ..core.dialog import HOURS

_lt = LazyTranslate(__name__)

REFUSALS = {
    'size': _lt("The file is larger than a list of events may be (%(bytes)s MB). Divide it."),
    'file': _lt("The file is no Excel workbook that can be read. Save it as .xlsx, or copy the rows and paste them here."),
    'complex': _lt("The workbook holds more cells, texts or formats than a list of events has. Copy the rows into a new "
                   "workbook, or paste them here."),
    'head': _lt("The first sheet has no row with the heads “Ngày” and “Loại hoạt động”. Download the sample and fill it in."),
    'rows': _lt("There are more than %(rows)s rows. Import them in several parts."),
    'empty': _lt("There is no row to import. Paste rows from Excel, or choose a file."),
}
# What tells an event that has been entered already from another one.
SAME = ('date', 'type_id', 'subject', 'place', 'commune', 'participant_count')


class EventImport(models.TransientModel):
    """From a sheet to events: paste or upload, look at each row, take all of them or none."""

    _name = 'dan_van.event.import'
    _description = 'Import of events'
    _inherit = ['dan_van.dialog']
    _transient_max_hours = HOURS

    text = fields.Text('Rows from Excel')
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    department_id = fields.Many2one(
        'hr.department', 'Unit', required=True, default=lambda self: self.env['dan_van.event']._default_department(),
        domain="[('dan_van_kind', '!=', False), ('member_user_ids', 'in', uid)]")
    line_ids = fields.One2many('dan_van.event.import.line', 'import_id', 'Rows', readonly=True)
    line_count = fields.Integer('Rows found', compute='_compute_counts')
    problem_count = fields.Integer('Rows with a problem', compute='_compute_counts')

    @api.depends('line_ids.problem')
    def _compute_counts(self):
        for wizard in self:
            wizard.line_count = len(wizard.line_ids)
            wizard.problem_count = len(wizard.line_ids.filtered('problem'))

    def action_read(self):
        """Show the rows and what is wrong with them; nothing is created yet.

        :return: action that shows the same dialog
        :raise UserError: there is no table to read
        """
        self.ensure_one()
        rows = self._rows()
        read = self._reader()
        self = self._opened('read')  # pylint: disable=self-cls-assignment
        self.line_ids = [Command.clear(), *(Command.create({'number': number, **read(cells)}) for number, cells in rows)]
        self._mark_known()
        return self._show()

    def action_back(self):
        """Go back to the text and the file.

        :return: action that shows the same dialog
        """
        self._opened('read').line_ids = [Command.clear()]
        return self._show()

    def action_import(self):
        """Make an event of each row: of all of them, or of none.

        :return: action that shows the new events
        :raise UserError: there is no row, or one has a problem
        """
        self.ensure_one()
        if not self.line_ids or self.problem_count:
            raise UserError(self.env._("Nothing was imported: put the rows with a problem right first, then read them again."))
        Event = self.env['dan_van.event'].with_context(mail_create_nolog=QUIET, mail_create_nosubscribe=QUIET)
        events = Event.create([{
            **line._event_values(), 'department_id': self.department_id.id,
            'company_id': (self.department_id.company_id or self.env.company).id} for line in self.line_ids])
        self.line_ids.unlink()
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.event_action')
        return {**action, 'domain': [('id', 'in', events.ids)], 'context': {}}

    def action_sample(self):
        """Download a sheet to fill in.

        :return: action
        """
        return {'type': 'ir.actions.act_url', 'url': '/dan_van/events/sample.xlsx', 'target': 'download'}

    def _show(self):
        return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': self.id, 'view_mode': 'form',
                'target': 'new', 'name': self.env._("Import events")}

    def _rows(self):
        try:
            if not self.file:
                return rows_of_text(self.text)
            return read_foreign(self.env, rows_of_workbook, base64.b64decode(whole(self).file))
        except TableError as error:
            reason = self.env._(REFUSALS[error.args[0]])
            raise UserError(reason % {'bytes': LIMITS.size >> 20, 'rows': LIMITS.rows}) from error

    # Rows

    def _reader(self):
        """:return: function from the cells of a row to the values of its line"""
        company = self.department_id.company_id or self.env.company
        Type = self.env['dan_van.event.type']
        types = Type.search(Type._in_use(company)).grouped(lambda each: plain(each.name))
        today = legal_today(self)

        def read(cells):
            values = {name: text_of(cells.get(name)) for name in ('subject', 'place', 'commune', 'note')}
            values |= {name: number_of(cells.get(name)) for name in COUNTS}
            named = types.get(plain(cells.get('type_id')), Type)
            named = named.filtered('company_id') or named  # the agency's own goes before that of all
            ambiguous = len(named.theme_id) > 1
            values |= {'date': day_of(cells.get('date')), 'type_id': not ambiguous and named[:1].id}
            problems = self._problems(cells, values, today, ambiguous)
            return {**values, **{name: values[name] or 0 for name in COUNTS}, 'problem': '\n'.join(problems)}
        return read

    def _problems(self, cells, values, today, ambiguous):
        """:return: sentences that say what is wrong with a row"""
        labels, problems = self.env['dan_van.event']._fields, []
        if not values['date']:
            problems.append(self.env._("“%s” is no date: write it as 25/03/2026.", text_of(cells.get('date'))))
        elif values['date'] > today:
            problems.append(self.env._("The day lies in the future."))
        if ambiguous:
            problems.append(self.env._(
                "“%s” is a type of event of several themes. Enter this event by hand, or have one of the types renamed.",
                text_of(cells.get('type_id'))))
        elif not values['type_id']:
            problems.append(self.env._(
                "“%s” is no type of event. Write one of those in the sample.", text_of(cells.get('type_id'))))
        wrong = [name for name in COUNTS if values[name] is None]
        problems += [self.env._(
            "%(label)s: “%(value)s” is no whole number.", label=labels[name]._description_string(self.env),
            value=text_of(cells.get(name))) for name in wrong]
        if wrong:
            return problems
        if max(values['minority_count'], values['women_count']) > values['participant_count']:
            problems.append(self.env._("More women or people of ethnic minorities than participants."))
        if values['resolved_count'] > values['opinion_count']:
            problems.append(self.env._("More opinions resolved than received."))
        return problems

    def _mark_known(self):
        """Name the rows that stand in the sheet twice or have been entered already: a second import is a slip."""
        good = self.line_ids.filtered(lambda line: not line.problem)
        if not good:
            return
        days = good.mapped('date')
        known = {event._identity() for event in self.env['dan_van.event'].search([
            ('department_id', '=', self.department_id.id), ('date', '>=', min(days)), ('date', '<=', max(days))])}
        seen, twice, entered = set(), good.browse(), good.browse()
        for line in good:
            identity = line._identity()
            if identity in known:
                entered += line
            elif identity in seen:
                twice += line
            seen.add(identity)
        entered.problem = self.env._("This event has been entered already. Take the row out.")
        twice.problem = self.env._("The same row stands above already. Take it out, or say in the subject how they differ.")


class EventImportLine(models.TransientModel):
    """A row of the sheet, as it was understood."""

    _name = 'dan_van.event.import.line'
    _description = 'Row of an import of events'
    _inherit = ['dan_van.dialog.row']
    _order = 'number, id'
    _transient_max_hours = HOURS

    _row_of = 'import_id'

    import_id = fields.Many2one('dan_van.event.import', required=True, ondelete='cascade', index=True)
    number = fields.Integer('Row')
    problem = fields.Text()
    date = fields.Date()
    type_id = fields.Many2one('dan_van.event.type')
    subject = fields.Char('Topic')
    place = fields.Char('Venue')
    commune = fields.Char()
    participant_count = fields.Integer('Participants')
    minority_count = fields.Integer('Of ethnic minorities')
    women_count = fields.Integer('Women')
    opinion_count = fields.Integer('Opinions received')
    resolved_count = fields.Integer('Opinions resolved')
    document_count = fields.Integer('Documents handed out')
    note = fields.Text()

    def _event_values(self):
        """:return: values of the event that the row tells of"""
        return {'type_id': self.type_id.id, **{
            name: self[name] for name in ('date', 'subject', 'place', 'commune', 'note', *COUNTS)}}

    def _identity(self):
        return identity(self)


class Event(models.Model):
    _inherit = 'dan_van.event'

    def _identity(self):
        return identity(self)


def identity(record):
    """:return: tuple by which an event is recognised, in a sheet and on record"""
    return tuple(record[name] or False for name in SAME)
