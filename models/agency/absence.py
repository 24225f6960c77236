from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import format_date

from ..core.res_company import legal_today

_OF_TURNS = frozenset({'user_id', 'company_id', 'date_from', 'date_to', 'substitute_id'})


class Absence(models.Model):
    """Somebody is away from an agency from the first to the last day; who stands in for him has his turns there meanwhile.

    Who stands in acts for a head ("thay mặt"), as the log says. He signs nothing for somebody else: a signature is given in
    the own name and right (Nghị định 30/2020/NĐ-CP, Điều 13), after taking the document over as its signer.
    """

    _name = 'dan_van.absence'
    _description = 'Absence'
    _inherit = ['dan_van.read.only', 'dan_van.readable.links']
    _order = 'date_from desc, id desc'
    _rec_names_search = ['user_id']
    _check_company_auto = True

    user_id = fields.Many2one(
        'res.users', 'Absent', required=True, index=True, ondelete='restrict', default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]")
    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, readonly=True, index=True, default=lambda self: self.env.company)
    date_from = fields.Date('First day', required=True, default=legal_today)
    date_to = fields.Date('Last day', required=True, default=legal_today, index=True)
    kind = fields.Selection(
        [('leave', "Leave"), ('trip', "Business trip"), ('other', "Other")], required=True, default='leave')
    substitute_id = fields.Many2one(
        'res.users', index='btree_not_null', ondelete='restrict',
        domain="[('share', '=', False), ('company_ids', 'in', company_id), ('id', '!=', user_id)]",
        help="Has the turns of who is absent, as far as he may take the steps. Empty: the deputy of a head, the head of who "
             "handles something, another clerk.")
    note = fields.Char()
    is_running = fields.Boolean('Running today', compute='_compute_is_running', search='_search_is_running')
    is_over = fields.Boolean('Over', compute='_compute_is_running', search='_search_is_over')

    _days_in_order = models.Constraint('CHECK(date_from <= date_to)', "An absence begins before it ends.")

    @api.depends('user_id', 'date_from', 'date_to')
    def _compute_display_name(self):
        for absence in self:
            # sudo: the name of a colleague, also of one who has left.
            absence.display_name = self.env._(
                "%(user)s, %(first)s to %(last)s", user=absence.user_id.sudo().name or '',
                first=format_date(self.env, absence.date_from), last=format_date(self.env, absence.date_to))

    @api.depends('date_from', 'date_to')
    def _compute_is_running(self):
        today = legal_today(self)
        for absence in self:
            absence.is_running = bool(
                absence.date_from and absence.date_to and absence.date_from <= today <= absence.date_to)
            absence.is_over = bool(absence.date_to and absence.date_to < today)

    @api.model
    def _search_is_running(self, operator, value):
        if operator != 'in':
            return NotImplemented
        today = legal_today(self)
        return Domain('date_from', '<=', today) & Domain('date_to', '>=', today)

    @api.model
    def _search_is_over(self, operator, value):
        return Domain('date_to', '<', legal_today(self)) if operator == 'in' else NotImplemented

    @api.constrains('user_id', 'substitute_id', 'company_id')
    def _check_persons(self):
        for absence in self:
            # sudo: in which agencies somebody works is no secret there.
            for user in (absence.user_id | absence.substitute_id).sudo():
                if user.share or absence.company_id not in user.company_ids:
                    raise ValidationError(self.env._("“%s” does not work in this agency. Choose somebody of it.", user.name))
            if absence.user_id == absence.substitute_id:
                raise ValidationError(self.env._("Nobody stands in for himself. Choose another substitute, or none."))

    @api.constrains('user_id', 'company_id', 'date_from', 'date_to')
    def _check_overlap(self):
        for absence in self:
            # sudo: the person's other absences, whoever may see them.
            other = self.sudo().search([
                ('user_id', '=', absence.user_id.id), ('company_id', '=', absence.company_id.id), ('id', '!=', absence.id),
                ('date_from', '<=', absence.date_to), ('date_to', '>=', absence.date_from)], limit=1)
            if other:
                raise ValidationError(self.env._(
                    "There is an absence of these days already: %s. Change that one.", other.display_name))

    def _check_entered_here(self):
        """:raise AccessError: the user is neither the person himself nor of the office, and heads no unit of his in this agency"""
        user = self.env.user
        if self.env.su or any(map(user.has_group, ('dan_van.group_office', 'dan_van.group_admin'))):
            return
        for absence in self.filtered(lambda absence: absence.user_id != user):
            person, company = absence.user_id.sudo(), absence.company_id  # sudo: to which units a colleague belongs.
            units = person.dan_van_member_ids.filtered(lambda unit, company=company: unit.company_id in (company, company.browse()))
            if not any(unit._is_head() for unit in units.sudo(False)):
                raise AccessError(self.env._(
                    "In the agency “%(agency)s” you head no unit of “%(user)s”: he enters his absence himself, or the office does.",
                    agency=company.name, user=person.name))

    # Whose turn it is follows

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        absences._check_entered_here()
        absences._follow(absences._where_running())
        return absences

    def write(self, vals):
        companies = self._where_running()
        self._check_entered_here()
        result = super().write(vals)
        self._check_entered_here()
        if {'user_id', 'company_id'} & vals.keys():
            # The rules must hold for the new person as well as for the old one.
            self.check_access('write')
        if _OF_TURNS & vals.keys():
            self._follow(companies | self._where_running())
        return result

    def unlink(self):
        companies = self._where_running()
        self._check_entered_here()
        result = super().unlink()
        self._follow(companies)
        return result

    def _where_running(self):
        """:return: res.company, where these absences change whose turn it is today; other days do so when they come, see
            ``_cron_turns``"""
        today = legal_today(self)
        return self.filtered(lambda absence: absence.date_from <= today <= absence.date_to).company_id

    @api.model
    def _follow(self, companies):
        self.env['res.users'].invalidate_model(['dan_van_absence_ids'])
        if companies:
            self.env['dan_van.workflow.mixin']._follow_people(companies)


class ResUsers(models.Model):
    _inherit = 'res.users'

    dan_van_absence_ids = fields.One2many(
        'dan_van.absence', 'user_id', 'Absences to come', readonly=True,
        domain=lambda self: [('date_to', '>=', legal_today(self))])
    dan_van_member_ids = fields.Many2many(
        'hr.department', 'dan_van_department_member_rel', 'user_id', 'department_id', 'Member of', readonly=True)

    def _dan_van_absence(self, company):
        """
        :param company: res.company, the agency that asks, or none for all
        :return: dan_van.absence of this user that runs there today, maybe none
        """
        # sudo: that somebody is away is told to all who wait for him; who looks reads it in the user's rights.
        return self.sudo().dan_van_absence_ids.filtered(
            lambda absence: absence.is_running and (not company or absence.company_id == company))[:1]

    def _dan_van_is_there(self, company):
        return super()._dan_van_is_there(company) and not self._dan_van_absence(company)

    def _dan_van_stand_in(self, company):
        """As before; for who is away, his substitute, or nobody"""
        if self._dan_van_is_there(company):
            return self
        substitute = self._dan_van_absence(company).substitute_id.with_env(self.env)
        # sudo: whether somebody still works here is no secret to those who wait for an answer.
        return substitute if self.sudo().active and substitute._dan_van_is_there(company) else self.browse()


class HrDepartment(models.Model):
    _inherit = 'hr.department'

    dan_van_is_head = fields.Boolean(
        'Headed by me', compute='_compute_dan_van_is_head', search='_search_dan_van_is_head',
        help="The current user heads the unit, or acts for its head today.")

    @api.depends('head_user_id', 'deputy_user_id', 'delegation_from', 'delegation_to', 'member_user_ids', 'company_id')
    @api.depends_context('uid')
    def _compute_dan_van_is_head(self):
        for unit in self:
            unit.dan_van_is_head = unit._is_head()

    @api.model
    def _search_dan_van_is_head(self, operator, value):
        """As ``_is_head``: one definition for rules, which work at once on a change."""
        if operator != 'in':
            return NotImplemented
        today, uid = legal_today(self), self.env.uid
        delegated = Domain('delegation_from', '<=', today) & (
            Domain('delegation_to', '=', False) | Domain('delegation_to', '>=', today))
        running = Domain('date_from', '<=', today) & Domain('date_to', '>=', today)
        deputy, replaced = Domain('deputy_user_id', '=', uid), Domain.FALSE
        # No column is compared with one of another table: each agency of the user in turn, and what belongs to all.
        for company in (*self.env.user._get_company_ids(), False):
            here = running & Domain('company_id', '=', company) if company else running
            away = deputy & Domain('head_user_id.dan_van_absence_ids', 'any!', here)
            stands_in = Domain('head_user_id.dan_van_absence_ids', 'any!', here & Domain('substitute_id', '=', uid))
            replaced |= Domain('company_id', '=', company) & (away | stands_in)
        return Domain('head_user_id', '=', uid) | deputy & delegated | Domain('member_user_ids', 'in', uid) & replaced
