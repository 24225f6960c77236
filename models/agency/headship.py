from datetime import timedelta

from odoo import api, fields, models

from ..core.res_company import legal_today


class Headship(models.Model):
    """Who headed a unit from when to when: noted when the head changes, corrected by the administrator.

    A deputy who acts for the head within a delegation has no term of his own.
    """

    _name = 'dan_van.headship'
    _description = 'Term of a head'
    _inherit = ['dan_van.shared', 'dan_van.readable.links']
    _order = 'department_id, date_from desc, id desc'
    _rec_name = 'user_id'

    department_id = fields.Many2one('hr.department', 'Unit', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='department_id.company_id', store=True, index=True)
    user_id = fields.Many2one('res.users', 'Head', required=True, index=True, ondelete='restrict')
    date_from = fields.Date('First day', help="Empty: before the units were entered here.")
    date_to = fields.Date('Last day', help="Empty: until another head follows.")

    _days_in_order = models.Constraint('CHECK(date_from <= date_to)', "A term begins before it ends.")

    def _covers(self, day):
        """:return: those of these terms in which ``day`` lies"""
        return self.filtered(lambda term: (term.date_from or day) <= day <= (term.date_to or day))


class HrDepartment(models.Model):
    _inherit = 'hr.department'

    # An officer of the HR app opens departments without a part in this addon, and reads no terms.
    dan_van_headship_ids = fields.One2many(
        'dan_van.headship', 'department_id', 'Terms of its heads', groups='dan_van.group_staff,dan_van.group_admin,base.group_system')

    @api.constrains('head_user_id', 'dan_van_kind')
    def _note_head(self):
        """Let the terms follow who heads the unit, wherever that is changed: here, or as the manager in the HR app."""
        today = legal_today(self)
        # sudo: the terms are Odoo's to keep, whoever names the head.
        for unit in self.sudo().filtered('dan_van_kind'):
            terms = unit.dan_van_headship_ids
            running = terms.filtered(lambda term: not term.date_to)
            if running.user_id == unit.head_user_id:
                continue
            corrected = running.filtered(lambda term: term.date_from and term.date_from >= today)
            corrected.unlink()
            (running - corrected).date_to = today - timedelta(1)
            if unit.head_user_id:
                terms.create({
                    'department_id': unit.id, 'user_id': unit.head_user_id.id, 'date_from': terms and today})
