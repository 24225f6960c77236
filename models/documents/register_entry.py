from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...rendering.characters import said
from ...rendering.wording import number_text
from ..core.res_company import legal_today
from .document_mixin import DOCUMENT_TYPES
from .register import COPY_KINDS, PRINTED_SERIES
from .standing import IN_FORCE

# What the note of a line says of the letters about its document.
_TOLD = {'correction': "Được đính chính tại", 'recall': "Thông báo thu hồi tại"}


class RegisterEntry(models.Model):
    """A line of the register: its ten columns, and the document.

    Made by issuing, or by the clerk who reserves the number for a document that is still to be signed ("giữ số").
    A reserved number keeps its day. It is used by issuing a document, or released with a reason: at the end of the
    register it is given again, elsewhere it stays as a line without document whose reason is printed in the note, so
    that numbers have no unexplained gap and none is given twice (Nghị định 30/2020/NĐ-CP, Điều 15). Of an issued
    document the clerk fills in the dispatch columns and nothing else.
    """

    _name = 'dan_van.register.entry'
    _description = 'Outgoing register entry'
    _inherit = ['dan_van.lock', 'dan_van.filed']
    _order = 'date desc, register_id desc, number desc'
    _rec_name = 'code'
    _check_company_auto = True

    _open_in = ()
    _made_by = ('issue', 'reserve')
    _deleted_by = ('release',)

    register_id = fields.Many2one('dan_van.register', required=True, readonly=True, ondelete='restrict', index=True)
    company_id = fields.Many2one(related='register_id.company_id', store=True, index=True)
    council_id = fields.Many2one(related='register_id.council_id')
    state = fields.Selection(
        [('issued', "Issued"), ('numbered', "Waits for its issue"), ('reserved', "Reserved"), ('unused', "Not used")], 'Status', required=True, readonly=True,
        default='issued')
    number = fields.Integer(required=True, readonly=True, aggregator=False)
    code = fields.Char('Number and symbol', required=True, readonly=True)
    date = fields.Date('Date of issue', required=True, readonly=True, index=True)
    document_type = fields.Selection([*DOCUMENT_TYPES, *COPY_KINDS], 'Type of document', readonly=True)
    subject = fields.Char(required=True, readonly=True)
    signer = fields.Char(readonly=True)
    recipients = fields.Text(readonly=True)
    department_id = fields.Many2one(
        'hr.department', 'Unit that keeps the copy', readonly=True, index='btree_not_null', ondelete='restrict')
    profile_id = fields.Many2one(
        'dan_van.agency.profile', 'Agency profile', readonly=True, index='btree_not_null', ondelete='restrict',
        help="What the document says of the agency that has issued it.")
    res_model = fields.Char('Document model', readonly=True)
    res_id = fields.Many2oneReference('Document', model_field='res_model', readonly=True)
    reason = fields.Char(readonly=True, help="Why the number was reserved, or why it is not used.")
    recalled = fields.Boolean(readonly=True)
    recall_date = fields.Date('Recalled on', readonly=True)
    replaced_by_id = fields.Many2one(
        'dan_van.register.entry', readonly=True, ondelete='restrict', index='btree_not_null')
    work_file_line_ids = fields.One2many('dan_van.work.file.line', 'entry_id', 'Places in files', readonly=True)
    sent_ids = fields.One2many('dan_van.message.recipient', 'entry_id', 'Sent to', readonly=True)
    written_ids = fields.One2many('dan_van.letter', 'about_entry_id', 'Corrections and notices', readonly=True)
    notice_due = fields.Boolean(
        'Notice of recall due', readonly=True, help="It was recalled, and those who have it are still to be told.")
    printed_note = fields.Char('Note as printed', compute='_compute_printed_note')
    # Dispatch
    copies = fields.Integer('Number of copies', aggregator='sum', open_in=True)
    dispatch_date = fields.Date('Date of dispatch', open_in=True)
    receipt = fields.Char('Received by', open_in=True)
    note = fields.Char(open_in=True)

    _number_unique = models.UniqueIndex('(register_id, number)', "This number has been given already.")
    _document_index = models.Index('(res_model, res_id)')
    _notice_index = models.Index("(id) WHERE notice_due")
    _reserved_index = models.Index("(company_id) WHERE state = 'reserved'")
    _issued_complete = models.Constraint(
        "CHECK(state NOT IN ('issued', 'numbered') OR (document_type IS NOT NULL AND signer IS NOT NULL"
        " AND res_model IS NOT NULL AND res_id IS NOT NULL))",
        "A line of the register names the document that has the number.")

    def _why_locked(self, owner, names):
        return self.env._("The register keeps what was issued. Only copies, dispatch, receipt and note can be filled in.")

    def _why_kept(self, owner):
        return self.env._("A number once given stays in the register. Recall the document instead.")

    def _recall(self, replacement=None):
        """Note that these documents are in force no more; called by the step that recalls them, or replaces one.

        :param replacement: the line of the document that replaces it
        """
        for entry in self:
            values = {'recalled': True, 'recall_date': legal_today(self), 'notice_due': bool(entry.recipients and not replacement)}
            if replacement:
                values['replaced_by_id'] = replacement.id
            entry._opened('recall', *values).write(values)
        self._close_links()

    def _notices(self, about, written=None):
        """:return: dan_van.letter, those in force that correct the document, or tell of its recall

        :param about: key of ``dan_van.letter.about``
        """
        letters = self.written_ids if written is None else written.get(self, self.env['dan_van.letter'])
        return letters.filtered(lambda letter: letter.about == about and letter.state in IN_FORCE).sorted('id')

    def _follow_notices(self):
        """Note of recalled documents whether their recall is told; called when a notice is issued or recalled itself."""
        for entry in self.filtered(lambda entry: entry.recalled and not entry.replaced_by_id and entry.res_model in self.env):
            entry._opened('recall', 'notice_due').notice_due = not entry._notices('recall')
            entry._document()._keep_turns()

    def _close_links(self):
        """What holds no more is opened by no link, and nobody is told until when it would."""
        # sudo: who recalls the document closes its links, whoever gave them.
        files = self.env['dms.file'].sudo().search([('attachment_id', 'in', self.sudo().file_ids.attachment_id.ids)])
        for opened in (files, files.directory_id):
            if linked := opened.filtered('dan_van_token'):
                linked._dan_van_filing().write({'dan_van_token': False, 'dan_van_token_until': False})

    def action_open_document(self):
        """Open the document of this entry.

        :raise UserError: the number is reserved or not used
        """
        self.ensure_one()
        if self.state not in ('issued', 'numbered'):
            raise UserError(self.env._("No document has the number %s.", self.code))
        return {
            'type': 'ir.actions.act_window',
            'res_model': self.res_model,
            'res_id': self.res_id,
            'view_mode': 'form',
        }

    # Reserved numbers

    def _check_clerk(self):
        """:raise AccessError: the current user gives no numbers"""
        if not self.env.user.has_group('dan_van.group_clerk'):
            raise AccessError(self.env._("Only the clerk reserves, gives and releases numbers. Ask the clerk."))

    @api.model
    def _reserve(self, company, date, reason, **values):
        """Keep the next number for a document that is still to be signed.

        :param company: res.company
        :param date: day of issue of the document: not before the last number, not in the future
        :param reason: text, required
        :param values: ``subject``, ``document_type`` and ``department_id`` as far as they are known, ``council`` for a number of its series
        :return: the new line
        :raise UserError: the date breaks the order, or there is no reason
        """
        self._check_clerk()
        if not self.env.su and company not in self.env.companies:
            # sudo: the name of the agency that was asked for.
            raise AccessError(self.env._(
                "You are not working in the agency “%s” now: its numbers are reserved by its own clerk. Choose the agency at the top of the "
                "screen first.", company.sudo().name))
        reason = self._stated(reason)
        register = self.env['dan_van.register']._for(company, values.get('document_type'), date.year, values.pop('council', None))
        # sudo: the clerk has been asked for above; lines are made in no other way.
        register = register.sudo()
        register._check_date(date)
        number = register._next_number()
        entry = register.env[self._name]._making('reserve').create({
            **values, 'register_id': register.id, 'state': 'reserved', 'number': number, 'code': number_text(number),
            'date': date, 'reason': reason})
        register._message_log(body=self.env._(
            "Number %(number)s reserved for %(date)s, “%(subject)s”: %(reason)s",
            number=entry.code, date=format_date(self.env, date), subject=entry.subject, reason=reason))
        return entry.with_env(self.env)

    def _release(self, reason):
        """Give a reserved number up.

        :param reason: text, required
        :raise UserError: the number is not reserved, or there is no reason
        """
        self.ensure_one()
        self._check_clerk()
        self.check_access('write')
        reason = self._stated(reason)
        if self.state != 'reserved':
            raise UserError(self.env._("The number %s is not reserved. Reload the page to see its present state.", self.code))
        # sudo: the clerk has been asked for above; only the dispatch columns are written in another way.
        entry = self.sudo()
        register = entry.register_id
        message = self.env._("Number %(number)s released: %(reason)s", number=entry.code, reason=reason)
        entry._opened('release', 'state', 'reason').write({'state': 'unused', 'reason': reason})
        register._message_log(body=message)
        register._take_back_last()

    def _stated(self, reason):
        reason = said(reason)
        if not reason:
            raise UserError(self.env._("Write the reason: an inspector asks why this number had no document."))
        return reason

    @api.model
    def _reserved_for(self, document):
        """:return: the reserved numbers under which ``document`` can be issued"""
        kinds = (document.document_type, False)
        of_agency = Domain('company_id', '=', document.company_id.id) & Domain('council_id', '=', document.council_id.id)
        found = self.search(
            of_agency & Domain('state', '=', 'reserved') & Domain('document_type', 'in', kinds)
            & Domain('register_id.document_type', 'in', kinds))
        if not found:
            return found
        # In a year in which the type has a series of its own, the common series gives it no number.
        own = self.env['dan_van.register'].search(of_agency & Domain('document_type', '=', document.document_type))
        return found.filtered(
            lambda entry: entry.register_id in own or entry.register_id.year not in own.mapped('year'))

    def _use(self, document):
        """Let ``document`` have this reserved number; called by its issue.

        :return: this line
        :raise UserError: the number is not reserved any more, or for another type
        """
        if self not in self._reserved_for(document):
            raise UserError(self.env._(
                "The number %s can't be used: it was released or given to another document, or it belongs to another "
                "series. Reload the page and choose again.", self.code))
        values = {'state': 'issued', **document._register_values(self.number)}
        self._opened('issue', *values).write(values)
        self.register_id._message_log(body=self.env._(
            "Reserved number %(number)s given to %(code)s, “%(subject)s”.",
            number=number_text(self.number), code=self.code, subject=self.subject))
        return self

    # Numbers of documents that the agency is still to sign

    def _wait_for_issue(self):
        """The document has the number; the line counts as issued once the agency has signed it."""
        self._opened('issue', 'state').write({'state': 'numbered'})

    def _issue(self):
        """The document is issued under this number."""
        self._opened('issue', 'state').write({'state': 'issued'})

    def _give_back(self):
        """Keep the number for the document, which was returned before its issue; nothing is done where it has none."""
        if not self:
            return
        values = {
            'state': 'reserved', 'code': number_text(self.number), 'res_model': False, 'res_id': False, 'signer': False,
            'recipients': False, 'profile_id': False, 'copies': False, 'dispatch_date': False, 'receipt': False,
            'reason': f"Trả lại trước khi phát hành: {self.code}"}
        self._opened('issue', *values).write(values)
        self.register_id._message_log(body=self.env._(
            "Number %(number)s is reserved: its document “%(subject)s” was returned before its issue.", number=self.code,
            subject=self.subject))

    # The printed line

    def _printed_row(self, written=None):
        """
        :param written: ``{entry: letters about it}``, where many rows are printed at once
        :return: the ten columns as :class:`rendering.register.RegisterBook` takes them
        """
        kind = PRINTED_SERIES.get(self.document_type)
        return (
            self.code, self.date, ': '.join(filter(None, (kind, self.subject))), self.signer or '', self.recipients or '',
            self.department_id.name or '', self.copies or None, self.dispatch_date or None, self.receipt or '',
            self._printed_note(written))

    @api.depends('note', 'state', 'reason', 'recalled', 'recall_date', 'replaced_by_id', 'written_ids.state')
    def _compute_printed_note(self):
        for entry in self:
            entry.printed_note = entry._printed_note()

    def _printed_note(self, written=None):
        """
        :param written: as for :meth:`_printed_row`
        :return: the last column as the register prints it
        """
        parts = [self.note]
        if self.state == 'numbered':
            parts.append("Chờ ký số của cơ quan")
        elif self.state == 'reserved':
            parts.append(f"Giữ số: {self.reason}")
        elif self.state == 'unused':
            parts.append(f"Không sử dụng: {self.reason}")
        else:
            parts.append(self._gone_note())
        for about, words in _TOLD.items():
            parts += [
                f"{words} {PRINTED_SERIES[letter.document_type].lower()} số {letter.code} ngày {letter.document_date:%d/%m/%Y}"
                for letter in self._notices(about, written)]
        return '; '.join(filter(None, parts))

    def _gone_note(self):
        """:return: str, that its document was replaced or recalled; empty while it is in force"""
        if self.replaced_by_id:
            return f"Thay thế bằng {self.replaced_by_id.code}"
        since = f" ngày {self.recall_date:%d/%m/%Y}" if self.recall_date else ''
        return f"Đã thu hồi{since}" if self.recalled else ''
