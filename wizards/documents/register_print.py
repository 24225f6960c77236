from datetime import date, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...models.core.foreign_file import PRINT, TooBusy
from ...models.core.reading import whole
from ...models.core.res_company import legal_today
from ...models.documents.register import COPIES
from ..core.dialog import HOURS

# Lines that are printed while the user waits; of a volume as it is bound, some hundred pages; volumes at most.
AT_ONCE, VOLUME, MOST = 200, 1000, 100


BOOKS = [
    ('outgoing', "Outgoing register"),
    ('incoming', "Incoming register"),
    ('handling', "How incoming documents are dealt with"),
]


class RegisterPrint(models.TransientModel):
    """Prints a register of outgoing or incoming documents, or the part of it between two days, as PDF or Excel.

    A short one is printed while the user waits; a longer one by a scheduled action, volume by volume, beside what others print.
    """

    _name = 'dan_van.register.print'
    _description = 'Print a register'
    _inherit = ['dan_van.dialog']
    _transient_max_hours = HOURS

    state = fields.Selection(
        [('choose', "Choose"), ('printing', "Being printed"), ('done', "Printed")], default='choose', required=True, readonly=True,
        open_in=(), given_by=('read',))
    book = fields.Selection(BOOKS, 'Kind of register', required=True, default='outgoing')
    register_id = fields.Many2one('dan_van.register', ondelete='cascade', default=lambda self: self._default_register())
    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, readonly=True, open_in=(), default=lambda self: self.env.company)
    date_from = fields.Date('From', compute='_compute_span', store=True, readonly=False, required=True, precompute=True)
    date_to = fields.Date('To', compute='_compute_span', store=True, readonly=False, required=True, precompute=True)
    volume = fields.Integer(default=1, required=True, help="Printed as “Quyển số” on the title page; that of the first one where there are several.")
    volume_ids = fields.One2many('dan_van.register.print.volume', 'print_id', 'Volumes', readonly=True)
    volume_count = fields.Integer('Number of volumes', compute='_compute_counts')
    done_count = fields.Integer('Volumes printed', compute='_compute_counts')
    problem = fields.Text('Why it was not printed', readonly=True)
    earlier_id = fields.Many2one('dan_van.register.print', 'Printed before', compute='_compute_earlier_id')

    _span_in_order = models.Constraint('CHECK(date_from <= date_to)', "The first day must not come after the last.")
    _volume_allowed = models.Constraint('CHECK(volume BETWEEN 1 AND 9999)', "Volumes are counted from 1.")
    _register_chosen = models.Constraint(
        "CHECK(book != 'outgoing' OR register_id IS NOT NULL)", "Choose the register of outgoing documents.")

    @api.model
    def _default_register(self):
        return self.env['dan_van.register'].search([
            ('company_id', '=', self.env.company.id), ('document_type', '!=', COPIES), ('council_id', '=', False)], limit=1)

    @api.depends('register_id', 'book')
    def _compute_span(self):
        this_year = legal_today(self).year
        for wizard in self:
            year = wizard.register_id.year if wizard.book == 'outgoing' and wizard.register_id else this_year
            wizard.date_from, wizard.date_to = date(year, 1, 1), date(year, 12, 31)

    @api.depends('volume_ids.attachment_id')
    def _compute_counts(self):
        for wizard in self:
            wizard.volume_count = len(wizard.volume_ids)
            wizard.done_count = len(wizard.volume_ids.filtered('attachment_id'))

    @api.depends('state')
    def _compute_earlier_id(self):
        """Find the way back to what is being printed, or was, since the dialog was last opened."""
        mine = self.search([
            ('create_uid', '=', self.env.uid), ('company_id', '=', self.env.company.id), ('state', '!=', 'choose')], order='id desc', limit=1)
        for wizard in self:
            wizard.earlier_id = mine if wizard.state == 'choose' else False

    def _lines(self, date_from, date_to, volume=1, offset=0, limit=None):
        """:return: :class:`rendering.register.RegisterBook` of the lines between two days, however many"""
        if self.book == 'outgoing':
            return self.register_id._book(date_from, date_to, volume, offset, limit)
        return self.env['dan_van.incoming.book']._of(self.company_id, self.book, date_from, date_to, volume, offset, limit)

    def _book(self):
        """:return: :class:`rendering.register.RegisterBook` of the chosen days
        :raise UserError: more lines than are printed at once
        """
        if (count := self._count()) > AT_ONCE:
            raise UserError(self.env._(
                "These days have %(count)s lines; more than %(most)s are not printed while you wait. Use the button “Print PDF” of the "
                "register, which prints them volume by volume.", count=count, most=AT_ONCE))
        return self._lines(self.date_from, self.date_to, self.volume)

    def _count(self):
        """:return: int, lines of the chosen days"""
        if self.book == 'outgoing':
            return self.env['dan_van.register.entry'].search_count([
                ('register_id', '=', self.register_id.id), ('date', '>=', self.date_from), ('date', '<=', self.date_to)])
        return self.env['dan_van.incoming'].search_count(
            self.env['dan_van.incoming.book']._domain(self.company_id, self.date_from, self.date_to))

    def _file_name(self):
        """:return: name of the PDF without its ending"""
        name = self.register_id.display_name if self.book == 'outgoing' else dict(self._fields['book']._description_selection(self.env))[self.book]
        return f'{name} {self.date_from} {self.date_to}'

    def action_pdf(self):
        """Print the book as the decree's form has it: a short one now, a longer one volume by volume.

        :raise UserError: more lines than fill the volumes of a shelf
        """
        self.ensure_one()
        if (count := self._count()) <= AT_ONCE:
            return self.env.ref('dan_van.register_report').report_action(self)
        if count > MOST * VOLUME:
            raise UserError(self.env._(
                "These days have %(count)s lines, at most %(most)s are printed. Choose a shorter span, or take the Excel file.",
                count=count, most=MOST * VOLUME))
        self._opened('read').write({
            'state': 'printing', 'problem': False, 'volume_ids': [Command.clear(), *(
                Command.create({'number': self.volume + index, 'offset': index * VOLUME}) for index in range(-(-count // VOLUME)))]})
        # sudo: it starts the system's own action, which prints in the rights of the user
        self.env.ref('dan_van.cron_print_registers').sudo()._trigger()
        return self._show()

    def action_back(self):
        """Go back to the choice of the book; what is still to be printed is left.

        :return: action that shows the same dialog
        """
        self._opened('read').write({'state': 'choose', 'problem': False, 'volume_ids': [Command.clear()]})
        return self._show()

    def action_earlier(self):
        """Show the volumes that this user has had printed last, or that are being printed."""
        return self.earlier_id._show()

    def _show(self):
        return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': self.id, 'view_mode': 'form', 'target': 'new',
                'name': self.env._("Print the register")}

    def action_xlsx(self):
        """Download the same lines as an Excel workbook."""
        self.ensure_one()
        book = f'register/{self.register_id.id}' if self.book == 'outgoing' else self.book
        return {
            'type': 'ir.actions.act_url',
            'url': f'/dan_van/{book}.xlsx?date_from={self.date_from}&date_to={self.date_to}',
            'target': 'download',
        }

    # By the scheduled action

    @api.model
    def _cron_print(self):
        """Print the volumes that wait, one after the other; whatever ends the server in between, the next run goes on."""
        volumes = self.env['dan_van.register.print.volume'].search([('attachment_id', '=', False), ('print_id.state', '=', 'printing')])
        self.env['ir.cron']._dan_van_in_batches(volumes, self._print_waiting, size=1)

    @api.model
    def _print_waiting(self, volume):
        """Print ``volume`` in the rights of who wants it, and tell him of the last one."""
        volume = volume._as_user(volume.print_id.create_uid, volume.print_id.company_id)
        dialog = volume.print_id
        if dialog.state != 'printing' or volume.attachment_id:
            return
        try:
            volume._print()
        except TooBusy:
            self.env.ref('dan_van.cron_print_registers')._trigger(at=fields.Datetime.now() + timedelta(minutes=1))
            return
        except UserError as error:
            dialog.action_back()
            dialog._opened('read').problem = str(error)
        if dialog.problem or dialog.done_count == dialog.volume_count:
            dialog._tell()

    def _tell(self):
        """Tell who prints that all is done, where he looks and in his inbox."""
        if not self.problem:
            self._opened('read').state = 'done'
        message = self.env._("“%s” could not be printed.", self._file_name()) if self.problem else self.env._(
            "“%s” is printed.", self._file_name())
        self._tell_user('dan_van.register_print_action', self.env._("Print the register"), message, bool(self.problem))


class RegisterPrintVolume(models.TransientModel):
    """A volume of a register that is printed in the background, and its PDF."""

    _name = 'dan_van.register.print.volume'
    _description = 'Volume of a register that is printed'
    _inherit = ['dan_van.dialog.row']
    _order = 'print_id, number'
    _transient_max_hours = HOURS

    _row_of = 'print_id'

    print_id = fields.Many2one('dan_van.register.print', required=True, ondelete='cascade', index=True)
    number = fields.Integer('Volume')
    offset = fields.Integer('Lines before it')
    attachment_id = fields.Many2one('ir.attachment', 'PDF', index='btree_not_null')

    def _book(self):
        """:return: :class:`rendering.register.RegisterBook` of this volume"""
        dialog = self.print_id
        return dialog._lines(dialog.date_from, dialog.date_to, self.number, self.offset, VOLUME)

    def _print(self):
        """Print this volume in a process of its own, so that nobody else waits for it.

        :raise TooBusy: too many files are being made
        :raise UserError: it can't be printed
        """
        html = str(self.env['ir.qweb']._render('dan_van.register_book', {'docs': self}))
        pdf = self.env['ir.actions.report']._run_pdf_engine('weasyprint', html, limits=PRINT)
        dialog = self.print_id._opened('read')
        self.with_env(dialog.env).attachment_id = self.env['ir.attachment'].create({
            'name': f'{dialog._file_name()} - {self.number:02d}.pdf', 'raw': pdf, 'mimetype': 'application/pdf',
            'res_model': dialog._name, 'res_id': dialog.id})

    def action_open(self):
        """Open the PDF of this volume."""
        self.ensure_one()
        whole(self.attachment_id).check_access('read')
        return {'type': 'ir.actions.act_url', 'url': f'/web/content/{self.attachment_id.id}', 'target': 'new'}
