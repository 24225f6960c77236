from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ..core.mail_switches import QUIET
from ..core.replaceable import NOT_REPLACED
from ..documents.dms_folder import Folder, year_path
from ..documents.incoming_directive import OPEN
from ..documents.standing import IN_FORCE
from .duty_notice import tell_of_issue
from .occurrence import STAYS

_LEFT = Domain('done_date', '=', False) & Domain('ended', '=', False)  # what units have still to do


class Incoming(models.Model):
    """The duties that a directive gives: one to each unit that it names, tracked as those of plans are."""

    _name = 'dan_van.incoming'
    _inherit = ['dan_van.under.superior', 'dan_van.incoming', 'dan_van.duty.source', 'dan_van.told']

    assignment_ids = fields.One2many('dan_van.assignment', 'incoming_id', 'Duties', readonly=True, copy=False)
    superior_duty_ids = fields.One2many('dan_van.superior.duty', 'incoming_id', 'Duties of the superior', copy=False, open_in=OPEN)
    directive_theme_id = fields.Many2one(
        'dan_van.theme', 'Theme', copy=False, index='btree_not_null', check_company=True, ondelete='restrict', open_in=OPEN,
        domain=f'[{NOT_REPLACED}]', help="In whose reports of units the duties appear; empty: in none.")
    open_duty_count = fields.Integer('Open duties', compute='_compute_duty_counts')
    duty_count = fields.Integer('Number of duties', compute='_compute_duty_counts')

    @api.depends('assignment_ids.done_date', 'assignment_ids.ended')
    def _compute_duty_counts(self):
        counts = {document.id: (count, done) for document, count, done in self.env['dan_van.assignment']._read_group(
            Domain('incoming_id', 'in', self.ids) & STAYS, ['incoming_id'], ['__count', 'done_date:count'])}
        for document in self:
            document.duty_count, done = counts.get(document._origin.id, (0, 0))
            document.open_duty_count = document.duty_count - done

    # As the source of duties

    def _duty_leader(self):
        return self.directive_leader_id

    def _duty_theme(self):
        return self.directive_theme_id

    def _duty_day(self):
        return self.directive_date

    def _duty_year(self):
        return (self.directive_date or self.arrival_date).year

    def _duty_folders(self):
        above = year_path(self.company_id, self._duty_year())
        return [*above, Folder(f'{above[-1].key}/incoming', "Văn bản đến", self.company_id)]

    def _heading(self):
        return self._citation()

    def _reference(self):
        return f"{self._number_and_date()} của {self.issuer}"

    def _duty_notice(self):
        return self.env._("The directive on %s asks of your unit, or of you:", self.display_name)

    # The duties follow the directive

    def _give_directive(self):
        result = super()._give_directive()
        for document in self:
            document._give_duties()
        return result

    def _give_duties(self):
        """Make one duty for each unit that the directive names; where it was given before, those of then follow it.

        :raise UserError: a unit that is named no more has begun its duty, or something is written about that
        """
        of_superior = self._give_superior_duties()
        roles = self._directed_roles()
        # A decision has dealt with those that have ended.
        present = self.assignment_ids.filtered(lambda duty: not duty.ended and not duty.superior_duty_id)
        gone = present.filtered(lambda duty: duty.department_id not in roles and not duty._is_added())
        if begun := gone.filtered(lambda duty: duty._is_begun_work()):
            raise UserError(self.env._(
                "%(units)s have entered results already, or a report, a letter or an event names their duties: name these units in the "
                "directive on “%(document)s” all the same, e.g. among those that coordinate.",
                units=format_list(self.env, begun.department_id.mapped('name')), document=self.display_name))
        gone._opened('direct').unlink()
        kept = present - gone
        values = {
            'text': (self.directive_text or '').strip() or f"Giải quyết {self._citation()}", 'start_date': self.directive_date}
        for duty in kept:
            duty._opened('direct', 'text', 'start_date', 'role').write({**values, 'role': roles.get(duty.department_id, duty.role)})
            duty._opened('plan').write({'planned_deadline': self._duty_deadline()})
        new = self.env['dan_van.assignment']._making('direct').with_context(
            mail_create_nosubscribe=QUIET, mail_create_nolog=QUIET).create([{
                **values, 'incoming_id': self.id, 'department_id': unit.id, 'unit_label': unit.name, 'role': role,
                'printed': False, 'deadline': self._duty_deadline(),
            } for unit, role in roles.items() if unit not in kept.department_id]).with_env(self.env)
        self.env['dan_van.occurrence']._follow(self.assignment_ids, at_issue=True)
        tell_of_issue(new | of_superior)
        self._follow_work()

    def _directed_roles(self):
        """:return: dict of the units to each of which the directive gives a duty of its own, and their part; a unit that has duties of the
        superior gets none to “deal with the document” besides, unless the leader says what"""
        roles = {self.department_id: 'lead', **dict.fromkeys(self.directive_unit_ids, 'coordinate')} if self.department_id else {}
        if (self.directive_text or '').strip():
            return roles
        having = self.assignment_ids.filtered(lambda duty: duty.superior_duty_id and not duty.ended).department_id
        return {unit: role for unit, role in roles.items() if unit not in having}

    def _told(self):
        directed = self.filtered(lambda document: document.state == 'issued')
        since = directed._given_since('direct', 'note')
        return {document: (document._heads(document.assignment_ids.department_id) | document.directive_user_ids, since[document.id])
                for document in directed if document.id in since}

    def _duty_deadline(self):
        """:return: date by which the directive is done: its own, else that of the answer where that is still to come"""
        if self.directive_deadline or not self.due_date:
            return self.directive_deadline
        return self.due_date if self.due_date >= (self.directive_date or self.arrival_date) else False

    def _do_take_back(self):
        self._stop_work()
        for document in self:
            heads = document._heads(document.assignment_ids.department_id) - self.env.user
            document._tell_directive(heads, self.env._("The directive was taken back: do nothing more until it is given again."))

    def _do_close(self):
        result = super()._do_close()
        self._stop_work()
        return result

    def _do_reopen(self):
        result = super()._do_reopen()
        self._follow_work()
        return result

    # When it is dealt with

    @api.model
    def _done_domain(self):
        """A document that is answered is to be closed, even where a duty has not been marked as done."""
        return super()._done_domain() & (
            Domain('assignment_ids', 'not any!', _LEFT) | Domain('answer_ids', 'any!', [('state', 'in', IN_FORCE)]))

    def _asks_reason(self, transition):
        if transition.name == 'close':
            # sudo: who closes it learns which units are not done, not what they have entered.
            units = self.env['dan_van.assignment'].sudo().search(
                Domain('incoming_id', 'in', self.ids) & _LEFT).department_id
            if units:
                return self.env._("Not done yet: %s. Write why it is closed all the same.", format_list(self.env, units.mapped('name')))
        return super()._asks_reason(transition)

    # Screens

    def action_open_duties(self):
        """Open the duties that the directive gives.

        :return: action
        """
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.assignment_action')
        return {**action, 'domain': [('incoming_id', 'in', self.ids)], 'context': {}}
