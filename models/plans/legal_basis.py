from collections import defaultdict

from odoo import api, fields, models


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
    incoming_id = fields.Many2one(
        'dan_van.incoming', compute='_compute_incoming_id', store=True, readonly=False, index='btree_not_null',
        check_company=True, ondelete='restrict', open_in=True,  # it changes nothing in the text
        help="Found by number and symbol, or chosen: the file of the cited document.")

    @api.depends('code')
    def _compute_incoming_id(self):
        """Find the cited document in the register of incoming ones; several with one number are left to choose."""
        codes = [basis.code for basis in self if basis.code]
        found = defaultdict(self.env['dan_van.incoming'].browse)
        for document in self.env['dan_van.incoming'].search([('code', 'in', codes), ('state', '!=', 'cancelled')]) if codes else ():
            found[document.company_id, document.code] |= document
        for basis in self:
            same = found[basis.plan_id.company_id, basis.code]
            if len(same) == 1:
                basis.incoming_id = same
            elif basis.incoming_id.code != basis.code:
                basis.incoming_id = False

    @api.onchange('incoming_id')
    def _onchange_incoming_id(self):
        """Word the basis by the document that was chosen."""
        document = self.incoming_id
        if document and not self.text:
            self.update({
                'text': f"Thực hiện {document._citation()}", 'kind': document.kind, 'code': document.code,
                'date': document.date, 'issuer': document.issuer, 'subject': document.subject})

    def action_open_incoming(self):
        """Open the cited document."""
        self.ensure_one()
        return {'type': 'ir.actions.act_window', 'res_model': 'dan_van.incoming', 'res_id': self.incoming_id.id,
                'view_mode': 'form'}
