"""Changes of people and units, which the turns of open records follow."""
from odoo import api, models

# What decides who has the turn.
_OF_UNITS = frozenset({
    'head_user_id', 'deputy_user_id', 'delegation_from', 'delegation_to', 'member_user_ids', 'dan_van_leader_id',
    'dan_van_kind', 'manager_id', 'active', 'company_id'})
_OF_USERS = frozenset({'active', 'group_ids', 'company_ids'})
_ACTING_GROUPS = ('dan_van.group_clerk', 'dan_van.group_leadership')


class HrDepartment(models.Model):
    _inherit = 'hr.department'

    def write(self, vals):
        companies = self.company_id
        result = super().write(vals)
        if _OF_UNITS & vals.keys():
            concerned = companies | self.company_id
            if not all(unit.company_id for unit in self):  # units that all agencies share
                concerned = self.env['res.company'].sudo().search([('dan_van_office_ids', '!=', False)])  # sudo: numbers only
            self.env['dan_van.workflow.mixin']._follow_people(concerned, None if 'dan_van_kind' in vals else self)
        return result


class ResUsers(models.Model):
    _inherit = 'res.users'

    def write(self, vals):
        before = self._dan_van_acting() if _OF_USERS & vals.keys() else None
        result = super().write(vals)
        if before is not None and before != self._dan_van_acting():
            self.env['dan_van.workflow.mixin']._follow_people(self._dan_van_agencies())
        return result

    def _dan_van_acting(self):
        """:return: what decides which turns these users may have at all, to be compared"""
        # sudo: compared only.
        return [
            (user.active, user.company_ids, *(user.has_group(group) for group in _ACTING_GROUPS)) for user in self.sudo()]

    def action_archive(self):
        reminded = self._dan_van_reminded()  # Odoo empties their inbox
        result = super().action_archive()
        for records in reminded:
            records.exists()._restart_follow_up()
        return result

    @api.model_create_multi
    def create(self, vals_list):
        users = super().create(vals_list)
        # sudo: who is clerk is known in the agency.
        if clerks := users & self.env.ref('dan_van.group_clerk').sudo().all_user_ids:
            self.env['dan_van.workflow.mixin']._follow_people(clerks._dan_van_agencies())
        return users

    def unlink(self):
        agencies, reminded = self._dan_van_agencies(), self._dan_van_reminded()
        result = super().unlink()
        self.env['dan_van.workflow.mixin']._follow_people(agencies)
        for records in reminded:
            records.exists()._restart_follow_up()
        return result

    def _dan_van_agencies(self):
        # sudo: only which agencies are concerned.
        return self.sudo().company_ids.sudo(self.env.su)

    def _dan_van_reminded(self):
        """:return: list of recordsets, the duties and what else has a deadline of which these users are reminded"""
        # sudo: reminders of others.
        activities = self.env['mail.activity'].sudo().search([
            ('user_id', 'in', self.ids), ('activity_type_id', '=', self.env.ref('dan_van.mail_activity_deadline').id)])
        return [self.env[model].browse(own.mapped('res_id')) for model, own in activities.grouped('res_model').items()]

    def _dan_van_is_there(self, company):
        """
        :param company: res.company, the agency that asks, or none for all
        :return: whether this user works there today
        """
        # sudo: no secret to those who wait for an answer.
        return bool(self.sudo().active)

    def _dan_van_stand_in(self, company):
        """:return: res.users, who acts today in the agency ``company`` for this user: himself, or nobody where he has left"""
        return self if self._dan_van_is_there(company) else self.browse()
