from odoo import api, fields, models

from ...importer.agency import words


class UnitName(models.Model):
    """What documents call a unit besides its own name and abbreviation: a former name, a short one, a post.

    The import of plans knows the unit by it. What the office chooses there is kept here, until it is deleted.
    """

    _name = 'dan_van.unit.name'
    _description = 'Other name of a unit'
    _inherit = ['dan_van.readable.links']
    _order = 'name, id'
    _check_company_auto = True

    company_id = fields.Many2one('res.company', 'Agency', required=True, index=True, default=lambda self: self.env.company)
    name = fields.Char('Name in documents', required=True, help="As documents write it, e.g. P. TTĐB.")
    key = fields.Char('Name as compared', compute='_compute_key', store=True)
    department_id = fields.Many2one(
        'hr.department', 'Unit', required=True, ondelete='cascade', index=True, check_company=True,
        domain="[('dan_van_kind', '!=', False)]")

    _key_unique = models.UniqueIndex('(company_id, key)', "This name belongs to a unit already: change that line instead.")

    @api.depends('name')
    def _compute_key(self):
        for name in self:
            name.key = ' '.join(words(name.name or ''))
