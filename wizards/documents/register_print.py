from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.core.res_company import legal_today
from ...models.documents.register import COPIES

# A volume as it is bound: some hundred pages, half a minute to print.
MOST_LINES = 1000


BOOKS = [
    ('outgoing', "Outgoing register"),
    ('incoming', "Incoming register"),
    ('handling', "How incoming documents are dealt with"),
]


class RegisterPrint(models.TransientModel):
    """Prints a register of outgoing or incoming documents, or the part of it between two days, as PDF or Excel."""

    _name = 'dan_van.register.print'
    _description = 'Print a register'
    _inherit = ['dan_van.readable.links']

    book = fields.Selection(BOOKS, required=True, default='outgoing')
    register_id = fields.Many2one('dan_van.register', ondelete='cascade', default=lambda self: self._default_register())
    company_id = fields.Many2one('res.company', 'Agency', required=True, readonly=True, default=lambda self: self.env.company)
    date_from = fields.Date('From', compute='_compute_span', store=True, readonly=False, required=True, precompute=True)
    date_to = fields.Date('To', compute='_compute_span', store=True, readonly=False, required=True, precompute=True)
    volume = fields.Integer(default=1, required=True, help="Printed as “Quyển số” on the title page.")

    _span_in_order = models.Constraint('CHECK(date_from <= date_to)', "The first day must not come after the last.")
    _volume_allowed = models.Constraint('CHECK(volume > 0)', "Volumes are counted from 1.")

    @api.model
    def _default_register(self):
        return self.env['dan_van.register'].search([
            ('company_id', '=', self.env.company.id), ('document_type', '!=', COPIES), ('council_id', '=', False)], limit=1)

    _register_chosen = models.Constraint(
        "CHECK(book != 'outgoing' OR register_id IS NOT NULL)", "Choose the register of outgoing documents.")

    @api.depends('register_id', 'book')
    def _compute_span(self):
        this_year = legal_today(self).year
        for wizard in self:
            year = wizard.register_id.year if wizard.book == 'outgoing' and wizard.register_id else this_year
            wizard.date_from, wizard.date_to = date(year, 1, 1), date(year, 12, 31)

    def _lines(self, date_from, date_to):
        """:return: :class:`rendering.register.RegisterBook` of the lines between two days, however many"""
        if self.book == 'outgoing':
            return self.register_id._book(date_from, date_to, self.volume)
        return self.env['dan_van.incoming.book']._of(self.company_id, self.book, date_from, date_to, self.volume)

    def _book(self):
        """:return: :class:`rendering.register.RegisterBook` of the chosen days
        :raise UserError: more lines than a bound volume holds
        """
        self._check_volume()
        return self._lines(self.date_from, self.date_to)

    def _check_volume(self):
        if self.book == 'outgoing':
            count = self.env['dan_van.register.entry'].search_count([
                ('register_id', '=', self.register_id.id), ('date', '>=', self.date_from), ('date', '<=', self.date_to)])
        else:
            count = self.env['dan_van.incoming'].search_count(
                self.env['dan_van.incoming.book']._domain(self.company_id, self.date_from, self.date_to))
        if count > MOST_LINES:
            raise UserError(self.env._(
                "These days have %(count)s lines; a printed volume holds %(most)s at most. Choose a shorter span and print "
                "volume by volume, or take the Excel file, which has no limit.", count=count, most=MOST_LINES))

    def _file_name(self):
        """:return: name of the PDF without its ending"""
        name = self.register_id.display_name if self.book == 'outgoing' else dict(self._fields['book']._description_selection(self.env))[self.book]
        return f'{name} {self.date_from} {self.date_to}'

    def action_pdf(self):
        """Print the book as the decree's form has it.

        :raise UserError: more lines than a bound volume holds
        """
        self.ensure_one()
        self._check_volume()
        return self.env.ref('dan_van.register_report').report_action(self)

    def action_xlsx(self):
        """Download the same lines as an Excel workbook."""
        self.ensure_one()
        book = f'register/{self.register_id.id}' if self.book == 'outgoing' else self.book
        return {
            'type': 'ir.actions.act_url',
            'url': f'/dan_van/{book}.xlsx?date_from={self.date_from}&date_to={self.date_to}',
            'target': 'download',
        }
