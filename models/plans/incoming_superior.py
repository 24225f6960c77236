from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_list

from ...exchange import upward
from ..core.holding import hold
from ..core.mail_switches import QUIET
from ..core.reading import for_reader
from ..documents.incoming_directive import OPEN
from ..documents.standing import GONE, OUT


class UnderSuperior(models.AbstractModel):
    """A document of the superior agency with the duties that it gives to us.

    They become duties of our units by the directive, each of the unit that clerk, office or leader have chosen, else of the lead unit;
    or a plan of ours is drafted from them, and its issue gives them. To agencies below they go by a letter that is drafted from them;
    so does what any other incoming document, or the directive on it, asks of these.
    """

    _name = 'dan_van.under.superior'
    _description = 'Document by which the superior agency may give duties'
    _inherit = ['dan_van.lock']

    superior_plan = fields.Json(
        'What came with it', readonly=True, copy=False, given_by=('package',), groups=fields.NO_ACCESS,
        help="Title, year, theme and contents of the superior's plan, to draft one of our own from.")
    superior_way = fields.Selection(
        [('directive', "Units, by the directive"), ('plan', "A plan of our own")], 'Carried out by', copy=False, open_in=OPEN,
        given_by=('package', 'own_document'))
    own_plan_ids = fields.Many2many('dan_van.plan', compute='_compute_own_plan_ids', string='Plans of our own')
    can_hand_up = fields.Boolean(compute='_compute_can_hand_up', compute_sudo=True)
    can_draft_plan = fields.Boolean(compute='_compute_can_draft', compute_sudo=True)
    forwarding_ids = fields.One2many('dan_van.letter', 'forwards_id', 'Handed to agencies below by', readonly=True, copy=False)
    can_hand_down = fields.Boolean(compute='_compute_can_draft', compute_sudo=True)

    @api.model
    def _directive_fields(self):
        return super()._directive_fields() | {'superior_duty_ids', 'superior_way'}

    @api.depends('superior_duty_ids.assignment_ids.plan_id')
    @api.depends_context('uid')
    def _compute_own_plan_ids(self):
        duties = self.env['dan_van.assignment'].search(
            Domain('superior_duty_id.incoming_id', 'in', self.ids) & Domain('plan_id', '!=', False))
        of_documents = duties.grouped(lambda duty: duty.superior_duty_id.incoming_id)
        for document in self:
            document.own_plan_ids = of_documents.get(document._origin, duties.browse()).plan_id

    @api.depends('state', 'department_ids', 'superior_duty_ids.ended', 'superior_duty_ids.assignment_ids.plan_state', 'superior_duty_ids.assignment_ids.ended',
                 'forwarding_ids.state')
    @api.depends_context('uid')
    def _compute_can_draft(self):
        above = {company for company, in self.env['dan_van.organ']._read_group(
            [('is_below', '=', True), ('company_id', 'in', self.company_id.ids)], ['company_id'])}
        for document in self:
            may = document.state in (*OPEN, 'issued') and document._may_draft_from()
            is_left = may and bool(document._left_to_give())
            document.can_draft_plan = is_left
            document.can_hand_down = document.company_id in above and (is_left or may and not document._is_forwarded())

    @api.depends('superior_duty_ids.write_date')
    def _compute_shown(self):
        """What is prepared for the duties of the superior is read with the document."""
        result = super()._compute_shown()
        for document in self.filtered('superior_duty_ids'):
            document.shown = f"{document.shown} {max(document.superior_duty_ids.mapped('write_date'))}"
        return result

    def _version_lines(self):
        return super()._version_lines() + [
            f'{duty.department_id.name}: {duty.text}' for duty in self.superior_duty_ids if duty.department_id and not duty.ended]

    # By the directive

    def _give_superior_duties(self):
        """Make duties of those of the superior, for the units that get them; where that was done before, those of then follow. What units
        have of those that have ended, or go on in another document, stays.

        :return: dan_van.assignment, the new ones
        :raise UserError: a unit that is to have one no more has begun it
        """
        rows = self.superior_duty_ids.filtered(lambda row: not row.ended)
        present = self.assignment_ids.filtered(lambda duty: duty.superior_duty_id in rows and not duty.ended)
        units = {row: row.department_id or self.department_id for row in rows if self.superior_way != 'plan' and not row._is_carried(present)}
        gone = present.filtered(lambda duty: duty.department_id != units.get(duty.superior_duty_id) and not duty._is_added())
        if begun := gone.filtered(lambda duty: duty._is_begun_work()):
            raise UserError(self.env._(
                "%(units)s have begun duties of the superior in “%(document)s” already: leave these with them, and decide on each afterwards.",
                units=format_list(self.env, begun.department_id.mapped('name')), document=self.display_name))
        gone._opened('direct').unlink()
        kept = present - gone
        for duty in kept:
            if (deadline := duty.superior_duty_id._duty_values()['deadline']) != duty.planned_deadline:
                duty._opened('plan').write({'planned_deadline': deadline})
        self.department_ids |= self.env['hr.department'].union(*units.values())
        return self.env['dan_van.assignment']._making('direct').with_context(
            mail_create_nosubscribe=QUIET, mail_create_nolog=QUIET).create([{
                **row._duty_values(), 'incoming_id': self.id, 'department_id': unit.id, 'unit_label': unit.name, 'printed': False,
            } for row, unit in units.items() if unit and row not in kept.superior_duty_id]).with_env(self.env)

    @api.model
    def _done_domain(self):
        """Nor is a document dealt with while a duty that came with it is not done, by whichever document of ours that is carried out, or
        what agencies below have by a letter of ours has not been issued or done."""
        is_left = Domain('ended', '=', False) & Domain('done_date', '=', False)
        return super()._done_domain() & Domain('superior_duty_ids', 'not any!', is_left) & Domain(
            'forwarding_ids', 'not any!', Domain('state', 'not in', OUT) | Domain('handed_ids', 'any!', is_left))

    # By a document of our own

    def _left_to_give(self):
        """:return: dan_van.superior.duty that no document of ours gives yet"""
        return self.superior_duty_ids.filtered(lambda row: not row.ended and not row._is_carried())

    def _is_forwarded(self):
        """:return: whether a letter of ours, a draft as well, hands it to agencies below"""
        return any(letter.state not in GONE for letter in self.forwarding_ids)

    def _may_draft_from(self):
        """:return: whether the current user may draft a document of ours from this one: who prepares the directive, and the units asked"""
        return self._may_prepare() or bool(self.env.user.dan_van_member_ids & self.department_ids)

    def action_draft_plan(self):
        """Draft a plan of our own from the superior's: its contents, its duties that we have to carry out, and the document as its basis.

        :return: action that opens the draft
        :raise AccessError: the user neither prepares the directive nor belongs to a unit asked
        :raise UserError: nothing is left that would stand in it
        """
        document = self._held_to_draft()
        rows = document._left_to_give()
        if not rows:
            raise UserError(self.env._(
                "“%s” gives no duty that is not carried out by units or planned already.", document.display_name))
        if document.superior_way != 'plan':
            document._opened('own_document').superior_way = 'plan'
        plan = self.env['dan_van.plan']._drafted_from(document, rows)
        return {'type': 'ir.actions.act_window', 'res_model': plan._name, 'res_id': plan.id, 'view_mode': 'form'}

    # What is said upward

    @api.depends('superior_duty_ids.ended')
    @api.depends_context('uid')
    def _compute_can_hand_up(self):
        for document in self:
            document.can_hand_up = document._may_direct() and bool(document.superior_duty_ids.filtered(lambda row: not row.ended))

    def action_hand_up(self):
        """Say to the superior agency how its duties stand with us, as the leadership releases it.

        :return: action that tells so
        :raise AccessError: the user does not lead the agency, nor stands in for who does
        :raise UserError: the superior can't be reached by messages
        """
        self.ensure_one()
        document = for_reader(self)
        if not self._may_direct():
            raise AccessError(self.env._("The leadership says to the superior agency how its duties stand."))
        rows = document.superior_duty_ids.filtered(lambda row: not row.ended)
        organ = rows.organ_id
        sent = rows and self.env['dan_van.message']._queue_data(
            document.company_id, organ, 'progress', upward.Progress(organ.code or '', tuple(rows._said())),
            self.env._("Progress of %s", document.code))
        if not sent:
            raise UserError(self.env._(
                "Nothing can be said to “%s” by a message: no duty of it is open, or one of the two has no code in electronic exchange. "
                "Write to it instead.", document.issuer))
        document._message_log(body=self.env._("%s was told how its duties stand.", document.issuer))
        return {'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
            'type': 'success', 'message': self.env._("%s is told how its duties stand.", document.issuer)}}

    def _held_to_draft(self):
        """:return: this document in superuser rights, held so that of two who draft from it at once the second finds nothing left
        :raise AccessError: the user neither prepares the directive nor belongs to a unit asked
        :raise UserError: it has been dealt with
        """
        self.ensure_one()
        document = for_reader(self)
        if not self._may_draft_from():
            raise AccessError(self.env._(
                "Clerk, office, leadership and the units asked draft documents of ours from “%s”.", document.display_name))
        hold(self)
        if document.state not in (*OPEN, 'issued'):
            raise UserError(self.env._("“%s” is closed. Reopen it to draft a document from it.", document.display_name))
        return document

    def action_hand_down(self):
        """Draft the letter that hands to agencies below what this document asks: its duties that nobody has yet; where there are none,
        what the directive says. Which agencies get them is chosen in the draft.

        :return: action that opens the draft
        :raise AccessError: the user neither prepares the directive nor belongs to a unit asked
        :raise UserError: a letter hands it down already, and nothing is left
        """
        document = self._held_to_draft()
        rows = document._left_to_give()
        if not rows and document._is_forwarded():
            raise UserError(self.env._("“%s” has been handed to agencies below already, by the document that it names.", document.display_name))
        letter = self.env['dan_van.letter']._drafted_from(document, rows)
        document._keep_turns()
        return {'type': 'ir.actions.act_window', 'res_model': letter._name, 'res_id': letter.id, 'view_mode': 'form'}

    def action_open_own_plans(self):
        """Open the plans that carry out what this document asks.

        :return: action
        """
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.plan_action')
        return {**action, 'domain': [('id', 'in', self.own_plan_ids.ids)], 'context': {}}
