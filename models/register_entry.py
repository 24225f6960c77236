from odoo import api, fields, models
from odoo.exceptions import UserError

from .document_mixin import DOCUMENT_TYPES


class RegisterEntry(models.Model):
    """A line of the register: its ten columns, and the document.

    Made only by issuing; afterwards the clerk fills in the dispatch columns and nothing else.
    """

    _name = 'dan_van.register.entry'
    _description = 'Outgoing register entry'
    _order = 'register_id desc, number desc'
    _rec_name = 'code'
    _check_company_auto = True

    register_id = fields.Many2one('dan_van.register', required=True, readonly=True, ondelete='restrict', index=True)
    company_id = fields.Many2one(related='register_id.company_id', store=True, index=True)
    number = fields.Integer(required=True, readonly=True, aggregator=False)
    code = fields.Char('Number and symbol', required=True, readonly=True)
    date = fields.Date('Date of issue', required=True, readonly=True)
    document_type = fields.Selection(DOCUMENT_TYPES, 'Type of document', required=True, readonly=True)
    subject = fields.Char(required=True, readonly=True)
    signer = fields.Char(required=True, readonly=True)
    recipients = fields.Text(readonly=True)
    department_id = fields.Many2one('hr.department', 'Unit that keeps the copy', readonly=True, index='btree_not_null')
    res_model = fields.Char('Document model', required=True, readonly=True)
    res_id = fields.Many2oneReference('Document', model_field='res_model', required=True, readonly=True)
    recalled = fields.Boolean(readonly=True)
    replaced_by_id = fields.Many2one(
        'dan_van.register.entry', readonly=True, ondelete='restrict', index='btree_not_null')
    # Dispatch
    copies = fields.Integer('Number of copies', aggregator='sum')
    dispatch_date = fields.Date('Date of dispatch')
    receipt = fields.Char('Received by')
    note = fields.Char()

    _number_unique = models.UniqueIndex('(register_id, number)', "This number has been given already.")
    _document_index = models.Index('(res_model, res_id)')

    _dispatch_fields = frozenset({'copies', 'dispatch_date', 'receipt', 'note'})

    def write(self, vals):
        if not vals.keys() <= self._dispatch_fields and not self.env['dan_van.workflow.mixin']._in_transition():
            raise UserError(self.env._(
                "The register keeps what was issued. Only copies, dispatch, receipt and note can be filled in."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A number once given stays in the register. Recall the document instead."))

    def action_open_document(self):
        """Open the document of this entry."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_window',
            'res_model': self.res_model,
            'res_id': self.res_id,
            'view_mode': 'form',
        }
