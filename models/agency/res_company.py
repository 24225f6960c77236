from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    dan_van_leadership_ids = fields.One2many(
        'hr.department', 'company_id', 'Leadership', domain=[('dan_van_kind', '=', 'leadership')])

    def _dan_van_office(self):
        """:return: hr.department, the office of this agency; maybe none"""
        return self.env['hr.department']._offices(self).get(self, self.env['hr.department'])

    def _dan_van_clerks(self):
        """:return: res.users, the clerks of this agency, those who are there where not all are away"""
        # sudo: who is clerk is known in the agency.
        clerks = self.env.ref('dan_van.group_clerk').sudo().all_user_ids.sudo(self.env.su)
        clerks = clerks.filtered(lambda user: self in user.company_ids)
        return clerks.filtered(lambda user: user._dan_van_stand_in(self) == user) or clerks

    def _dan_van_leadership(self):
        """:return: hr.department, the unit whose head concludes ratings; maybe none"""
        # sudo: the list is cached for everybody, so it must be whole; the unit itself is read as who asks for it.
        return self.sudo().dan_van_leadership_ids.sorted('id')[:1].sudo(self.env.su)
