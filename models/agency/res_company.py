from odoo import fields, models


class ResCompany(models.Model):
    _inherit = 'res.company'

    dan_van_leadership_ids = fields.One2many(
        'hr.department', 'company_id', 'Leadership', domain=[('dan_van_kind', '=', 'leadership')])

    def _dan_van_office(self):
        """:return: hr.department, the office of this agency; maybe none"""
        return self.env['hr.department']._offices(self).get(self, self.env['hr.department'])

    def _dan_van_leadership(self):
        """:return: hr.department, the unit whose head concludes ratings; maybe none"""
        # sudo: the list is cached for everybody, so it must be whole; the unit itself is read as who asks for it.
        return self.sudo().dan_van_leadership_ids.sorted('id')[:1].sudo(self.env.su)
