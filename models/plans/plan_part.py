from odoo import fields, models


class PlanPart(models.AbstractModel):
    """A line that belongs to the text of a plan and is frozen with it."""

    _name = 'dan_van.plan.part'
    _description = 'Part of a plan'
    _inherit = ['dan_van.document.part']

    _documents = ('plan_id',)

    plan_id = fields.Many2one('dan_van.plan', required=True, ondelete='cascade', index=True)
    company_id = fields.Many2one(related='plan_id.company_id', store=True, index=True)
    sequence = fields.Integer(default=10)
