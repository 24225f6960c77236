from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL, format_list

from ..core.ours import administers
from ..core.res_company import legal_today

# Titles of those who head a unit of each kind: of the head, of the deputy.
_TITLES = {
    'office': ("CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG"),
    'inspectorate': ("CHÁNH THANH TRA", "PHÓ CHÁNH THANH TRA"),
    'party': ("BÍ THƯ", "PHÓ BÍ THƯ"),
}


# What of a unit gives rights or stands in official documents, besides the fields of this addon.
_KEPT = frozenset({'active', 'company_id', 'manager_id', 'name', 'parent_id'})


class HrDepartment(models.Model):
    _name = 'hr.department'
    _inherit = ['hr.department', 'dan_van.shared', 'dan_van.kept']

    _asked_when_closed = ('dan_van_read_only', 'dan_van_may_keep', 'dan_van_kind')

    dan_van_kind = fields.Selection(
        [('leadership', 'Leadership'), ('office', 'Office'), ('division', 'Division'),
         ('inspectorate', 'Inspectorate'), ('party', 'Party cell')],
        string='Kind of unit', index='btree_not_null',
        help="Duties for “all units” go to the office, the divisions and the inspectorate.")
    dan_van_abbreviation = fields.Char(
        'Abbreviation', help="As on the “Lưu: VT, ...” line of documents, e.g. VP, TT&ĐB.")
    head_user_id = fields.Many2one(
        'res.users', 'Head of the unit', compute='_compute_head_user_id', store=True, readonly=False,
        index='btree_not_null', help="Taken from the manager where the HR app has one.")
    deputy_user_id = fields.Many2one(
        'res.users', 'Deputy', help="Acts for the head within the dates of the delegation.")
    delegation_from = fields.Date('Delegation from')
    delegation_to = fields.Date('Delegation to')
    dan_van_leader_id = fields.Many2one(
        'res.users', 'Leader in charge', domain=lambda self: self.env['dan_van.document.mixin']._signer_domain(),
        help="Member of the leadership who decides on the duties of this unit; empty: who signed the plan.")
    # Signing documents of the agency
    dan_van_signs_by_order = fields.Boolean(
        'Head signs by order (TL.)',
        help="The agency's working rules let the head of this unit sign certain documents of the agency by order of its "
             "head; he may hand this on to his deputy (Nghị định 30/2020/NĐ-CP, Điều 13.4).")
    dan_van_authorization = fields.Char(
        'Authorisation to sign (TUQ.)',
        help="Number and date of the document by which the head of the agency authorises the head of this unit to sign, "
             "for a limited time (Nghị định 30/2020/NĐ-CP, Điều 13.3).")
    dan_van_authorized_until = fields.Date('Authorised until')
    member_user_ids = fields.Many2many(
        'res.users', 'dan_van_department_member_rel', 'department_id', 'user_id', string='Member users',
        compute='_compute_head_user_id', store=True, readonly=False,
        help="Users who see and do the work of this unit. A user may belong to several units.")

    dan_van_receives_petitions = fields.Boolean(
        'Receives petitions', compute='_compute_dan_van_receives_petitions', store=True, readonly=False,
        help="Its members see the petitions that came to it. The inspectorate does; where the agency has none (Luật Thanh tra "
             "2025), the unit that the agency has charged with it.")

    @api.depends('dan_van_kind')
    def _compute_dan_van_receives_petitions(self):
        for department in self:
            department.dan_van_receives_petitions = department.dan_van_kind == 'inspectorate'

    @api.depends('manager_id.user_id')
    def _compute_head_user_id(self):
        """Who is named as the manager in the HR app heads the unit, and so belongs to it."""
        for department in self:
            members = department.with_context(active_test=False).member_user_ids
            # sudo: an employee's user is no secret inside the agency, the employee file is.
            if head := department.manager_id.sudo().user_id:
                department.head_user_id, department.member_user_ids = head, members | head
            else:
                department.head_user_id, department.member_user_ids = department.head_user_id, members

    @api.model
    def _search_complete_name(self, operator, value):
        """Find a unit by its own name as the database compares names: without tones."""
        found = Domain(super()._search_complete_name(operator, value))
        return found | Domain('name', operator, value) if operator == 'ilike' else found

    @api.constrains('head_user_id', 'deputy_user_id', 'member_user_ids')
    def _check_members(self):
        # After a write Odoo remembers only those members that are active.
        self.invalidate_recordset(['member_user_ids'])
        for department in self:
            # Who has left stays a member, and head until another one is named.
            outside = (department.head_user_id | department.deputy_user_id) - department.with_context(
                active_test=False).member_user_ids
            if department.dan_van_kind and outside:
                raise ValidationError(self.env._(
                    "The head and the deputy must be members of the unit. Add %(users)s to the members of “%(unit)s”.",
                    users=', '.join(outside.mapped('name')), unit=department.name))

    @api.constrains('dan_van_authorization', 'dan_van_authorized_until')
    def _check_authorization(self):
        for department in self:
            if bool(department.dan_van_authorization) != bool(department.dan_van_authorized_until):
                raise ValidationError(self.env._(
                    "An authorisation to sign is given in writing and for a limited time: enter for “%s” both the document "
                    "and the last day.", department.name))

    @api.constrains('delegation_from', 'delegation_to')
    def _check_delegation(self):
        for department in self:
            start, end = department.delegation_from, department.delegation_to
            if start and end and end < start:
                raise ValidationError(self.env._(
                    "The delegation in “%(unit)s” ends before it begins.", unit=department.name))

    @api.constrains('member_user_ids', 'company_id')
    def _check_members_agency(self):
        for department in self.filtered('dan_van_kind'):
            # sudo: in which agencies somebody works is asked, not what his file says.
            company = department.company_id
            strangers = department.sudo().member_user_ids.filtered(lambda user, company=company: company not in user.company_ids)
            if company and strangers:
                raise ValidationError(self.env._(
                    "%(users)s can't be members of “%(unit)s”: they have no access to the agency %(company)s. The system "
                    "administrator gives it in the settings of the user.",
                    users=', '.join(strangers.mapped('name')), unit=department.name, company=company.name))

    def _check_stays(self, vals):
        """:raise UserError: a unit that records name would be a unit no more, or that of another agency"""
        leaving = self.filtered(lambda unit: unit.dan_van_kind and (
            not vals.get('dan_van_kind', True) or vals.get('company_id', unit.company_id.id) != unit.company_id.id))
        kinds, named = leaving._named_by()
        if kinds:
            raise UserError(self.env._(
                "“%(unit)s” stays a unit of its agency, because others name it: %(kinds)s. %(instead)s",
                unit=named.display_name, kinds=format_list(self.env, kinds), instead=self._instead()))

    # Who keeps units

    dan_van_may_keep = fields.Boolean(
        'Keeps units', compute='_compute_dan_van_may_keep', help="The current user says who heads and belongs to which unit.")

    @api.depends_context('uid')
    def _compute_dan_van_may_keep(self):
        self.dan_van_may_keep = administers(self.env)

    @api.model
    def _closed_when(self, name):
        """As before, and what :meth:`_check_keeper` would refuse."""
        refused = 'not dan_van_may_keep' + (' and dan_van_kind' if name in _KEPT else '') if self._is_kept(name) else ''
        return ' or '.join(filter(None, (refused, super()._closed_when(name))))

    @api.model
    def _is_kept(self, name):
        """:return: whether the field ``name`` of a unit is the administrator's: it gives rights or stands in documents"""
        return name in _KEPT or name in self._fields and self._fields[name]._module == 'dan_van'

    def _check_keeper(self, names):
        """
        :param names: iterable of the names of fields that are written
        :raise AccessError: they are the administrator's in one of these units, and the user is none
        """
        kept = any(map(self._is_kept, names))
        if kept and not self.env.su and not administers(self.env) and (unit := self.filtered('dan_van_kind')[:1]):
            unit._refuse_keeping()

    def _changed_by(self, vals):
        """:return: list of those names of ``vals`` that change one of these units: a list that is imported repeats the rest"""
        # sudo: asked is whether it is the same.
        return [name for name, value in vals.items() if name not in self._fields or any(
            self._fields[name].convert_to_write(unit[name], unit) != value for unit in self.sudo())]

    def _refuse_keeping(self):
        raise AccessError(self.env._(
            "The name of the unit “%s” and its place stand in official documents, and who heads and belongs to it decides who reads "
            "them: the administrator of this application enters it, under Configuration → Units.", self.name))

    @api.model_create_multi
    def create(self, vals_list):
        units = super().create(vals_list)
        units._check_keeper(['dan_van_kind'])
        return units

    @api.ondelete(at_uninstall=False)
    def _unlink_by_keeper(self):
        self._check_keeper(['active'])
        # Units below it would lose their place.
        self.with_context(active_test=False).child_ids._check_keeper(['parent_id'])

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        self._check_keeper([field_name])
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    def write(self, vals):
        changed = self._changed_by(vals)
        self._check_keeper(changed)
        self._check_stays(vals)
        members = self.member_user_ids
        result = super().write(vals)
        if 'dan_van_kind' in vals:
            self._check_keeper(changed)
            self.check_access('write')  # it may have become a unit that all agencies share
        if left := members - self.member_user_ids:
            # sudo: what they followed, whoever keeps the units.
            self.env['mail.followers'].sudo()._leave_unreadable(left)
        return result

    def _holds_for_all(self):
        """A department that is no unit here is Odoo's own affair."""
        return bool(self.dan_van_kind) and super()._holds_for_all()

    @api.model
    def _shown_to_own_sql(self, column, condition="%s IN %s"):
        """
        :param column: :class:`odoo.tools.SQL` of the column with the unit of a record
        :param condition: pattern of SQL for that column and the numbers of the own units
        :return: SQL of a condition: who follows all finds every record by it, others those of their own units
        """
        user = self.env.user
        if user._dan_van_follows_all():
            return SQL("TRUE")
        own = self.search([('member_user_ids', 'in', user.id)])
        return SQL(condition, column, tuple(own.ids) or (0,))

    def _is_member(self):
        """:return: whether the current user belongs to this unit"""
        # sudo: colleagues from other agencies need not be readable for it.
        return self.env.user in self.sudo().member_user_ids

    def _is_head(self):
        """:return: whether the current user heads this unit, or acts for its head within the delegation"""
        return bool(self) and self.env.user in (self.head_user_id, self._acting_head())

    def _acting_head(self):
        """Tell who acts as the head today: one definition for rights, turns and the log.

        :return: res.users, the deputy within the dates of the delegation, the head otherwise; where these are away, who stands
            in for the head and belongs to the unit, else the deputy, else the head all the same; maybe nobody
        """
        start, end = self.delegation_from, self.delegation_to
        # The country's day, not that of the user who asks: he chooses his time zone himself.
        today = legal_today(self)
        delegated = start and start <= today and (not end or today <= end)
        deputy, head, company = self.deputy_user_id, self.head_user_id, self.company_id
        for user in (deputy, head) if delegated else (head,):
            if user._dan_van_is_there(company):
                return user
        # sudo: who of the unit is active is no secret to those who wait for an answer.
        unit = self.sudo()
        if not head.sudo().active:
            return self.env['res.users']
        for user in (head._dan_van_stand_in(company), deputy):
            if user._dan_van_is_there(company) and user in unit.member_user_ids:
                return user
        return head

    def _represented(self):
        """:return: res.users, the head of this unit for whom the current user acts today, or nobody"""
        head = self.head_user_id
        is_acting = bool(self) and self.env.user != head and self.env.user == self._acting_head()
        return head if is_acting else self.env['res.users']

    def _is_authorized(self):
        """:return: whether the head of this unit holds an authorisation to sign that is in force today"""
        return bool(self.dan_van_authorized_until) and self.dan_van_authorized_until >= legal_today(self)

    def _titles(self):
        """:return: the titles of the head and of the deputy of this unit, without the name of the unit"""
        return _TITLES.get(self.dan_van_kind, ("TRƯỞNG PHÒNG", "PHÓ TRƯỞNG PHÒNG"))

    def _signing_title(self, user):
        """Return the title with which ``user`` signs a document of the agency; that of a division says which one."""
        head, deputy = self._titles()
        title = head if user == self.head_user_id else deputy
        words = self.name.upper()
        return f"{title} {words.removeprefix('PHÒNG ')}" if title.endswith(' PHÒNG') and words.startswith('PHÒNG ') else title

    @api.model
    def _working_units(self, company):
        """:return: the units of ``company`` that a duty for all units concerns"""
        return self.search([
            ('company_id', 'in', (company.id, False)),
            ('dan_van_kind', 'in', ('office', 'division', 'inspectorate')),
        ])

    @api.model
    def _offices(self, companies):
        """:return: ``{company: hr.department}``, the office of each agency"""
        # sudo: the list is cached for everybody, so it must be whole; the unit itself is read as who asks for it.
        found = {company: company.sudo().dan_van_office_ids.sorted('id')[:1].sudo(self.env.su) for company in companies}
        return {company: office for company, office in found.items() if office}

    @api.model
    def _agency_heads(self, companies):
        """:return: ``{company: res.users}``, the head of each agency's leadership"""
        # sudo: who heads an agency is known to all who write to it.
        return {
            company: unit.sudo().head_user_id.sudo(self.env.su) for company in companies if (unit := company._dan_van_leadership())}
