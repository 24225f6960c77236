from odoo import fields, models


class LegalBasis(models.Model):
    """A document that a plan rests on ("căn cứ")."""

    _name = 'dan_van.legal.basis'
    _description = 'Legal basis'
    _inherit = 'dan_van.plan.part'
    _order = 'plan_id, sequence, id'
    _rec_name = 'text'
    _check_company_auto = True

    text = fields.Text(required=True, help="As printed, beginning with “Căn cứ” or “Thực hiện”.")
    kind = fields.Char('Type of document')
    code = fields.Char('Number and symbol')
    date = fields.Date()
    issuer = fields.Char('Issued by')
    subject = fields.Text()
