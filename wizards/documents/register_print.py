from odoo import api, fields, models
from odoo.exceptions import UserError

# A volume as it is bound: some hundred pages, half a minute to print.
MOST_LINES = 1000


class RegisterPrint(models.TransientModel):
    """Prints a register, or the part of it between two days, as PDF or Excel."""

    _name = 'dan_van.register.print'
    _description = 'Print a register'
    _inherit = ['dan_van.readable.links']

    register_id = fields.Many2one(
        'dan_van.register', required=True, ondelete='cascade', default=lambda self: self._default_register())
    date_from = fields.Date('From', compute='_compute_span', store=True, readonly=False, required=True, precompute=True)
    date_to = fields.Date('To', compute='_compute_span', store=True, readonly=False, required=True, precompute=True)
    volume = fields.Integer(default=1, required=True, help="Printed as “Quyển số” on the title page.")

    _span_in_order = models.Constraint('CHECK(date_from <= date_to)', "The first day must not come after the last.")
    _volume_allowed = models.Constraint('CHECK(volume > 0)', "Volumes are counted from 1.")

    @api.model
    def _default_register(self):
        return self.env['dan_van.register'].search([('company_id', '=', self.env.company.id)], limit=1)

    @api.depends('register_id')
    def _compute_span(self):
        for wizard in self.filtered('register_id'):
            wizard.date_from, wizard.date_to = wizard.register_id._span()

    def _book(self):
        """:return: :class:`rendering.register.RegisterBook` of the chosen days"""
        return self.register_id._book(self.date_from, self.date_to, self.volume)

    def _file_name(self):
        """:return: name of the PDF without its ending"""
        return f'{self.register_id.display_name} {self.date_from} {self.date_to}'

    def action_pdf(self):
        """Print the book as the decree's form has it.

        :raise UserError: more lines than a bound volume holds
        """
        self.ensure_one()
        count = self.env['dan_van.register.entry'].search_count([
            ('register_id', '=', self.register_id.id), ('date', '>=', self.date_from), ('date', '<=', self.date_to)])
        if count > MOST_LINES:
            raise UserError(self.env._(
                "These days have %(count)s lines; a printed volume holds %(most)s at most. Choose a shorter span and print "
                "volume by volume, or take the Excel file, which has no limit.", count=count, most=MOST_LINES))
        return self.env.ref('dan_van.register_report').report_action(self)

    def action_xlsx(self):
        """Download the same lines as an Excel workbook."""
        self.ensure_one()
        return {
            'type': 'ir.actions.act_url',
            'url': f'/dan_van/register/{self.register_id.id}.xlsx?date_from={self.date_from}&date_to={self.date_to}',
            'target': 'download',
        }
