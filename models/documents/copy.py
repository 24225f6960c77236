import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...rendering.copying import KINDS, CopyEnd, copy_code, signed_words
from ...rendering.wording import receivers, short_date_text
from ...signatures.copying import corner_place, electronic, on_paper, page_numbers, with_words
from ...signatures.errors import SignatureError
from ...signatures.signing import Words
from ...signatures.validation import newest
from ..core.document_part import shortened
from ..core.foreign_file import SIGNING, read_foreign
from ..core.reading import whole
from ..core.res_company import legal_time, legal_today
from ..core.transitions import Transition, Transitions
from .dms_folder import Folder, own_folder, year_path
from .document_mixin import AUTHORITIES
from .register import COPIES, COPY_KINDS, PRINTED_SERIES
from .signature import signature_message


class Copy(models.Model):
    """A copy that the agency makes of a document of its own or of one that came in (Nghị định 30/2020/NĐ-CP, Điều 25-27).

    On paper a page stands behind the others with the agency, the number of the copy, and who signs it; an electronic one bears the
    agency's digital signature on its first page. Copies are numbered in one series of their own.
    """

    _name = 'dan_van.copy'
    _description = 'Copy of a document'
    _inherit = ['dan_van.workflow.mixin', 'dan_van.pdf.signing', 'dan_van.document.signer', 'dan_van.filed', 'mail.thread']
    _order = 'id desc'
    _rec_names_search = ['code', 'subject']
    _check_company_auto = True

    _open_in = ('draft',)
    _placed_by = ('company_id', 'department_id')
    _copied = True  # of a copy an SL is made

    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, index=True, readonly=True, default=lambda self: self.env.company)
    department_id = fields.Many2one(
        'hr.department', 'Unit that keeps the copy', required=True, index=True, check_company=True,
        default=lambda self: self.env.company._dan_van_office())
    state = fields.Selection(
        [('draft', "Draft"), ('issued', "Issued"), ('recalled', "Recalled")], 'Status', required=True, readonly=True, copy=False,
        default='draft')
    kind = fields.Selection(
        COPY_KINDS, 'Kind of copy', required=True, default='SY',
        help="SAO Y: the whole of an original or of what came in; SAO LỤC: the whole of a copy; TRÍCH SAO: some pages.")
    form = fields.Selection(
        [('paper', "On paper"), ('electronic', "Electronic")], required=True, default='paper',
        help="An electronic copy is signed digitally by the agency.")
    source_entry_id = fields.Many2one(
        'dan_van.register.entry', 'Document of ours', index='btree_not_null', check_company=True, ondelete='restrict',
        domain=lambda self: [('state', '=', 'issued'), ('recalled', '=', False), ('res_model', 'in', self._copied_models())])
    incoming_id = fields.Many2one(
        'dan_van.incoming', 'Incoming document', index='btree_not_null', check_company=True, ondelete='restrict')
    source_file_id = fields.Many2one(
        'ir.attachment', 'Its file', compute='_compute_source_file', store=True, readonly=False, ondelete='restrict',
        index='btree_not_null',
        domain="[('res_model', '=', 'dan_van.incoming'), ('res_id', '=', incoming_id), ('mimetype', '=', 'application/pdf')]")
    subject = fields.Char('Copied document', compute='_compute_subject', store=True, precompute=True)
    pages = fields.Char(help="Of an extract: the pages that are copied, such as 2-3, 5.")
    recipients = fields.Text(help="“Nơi nhận”: one recipient a line, without dash and punctuation.")
    archive = fields.Char('Archive line', default="Lưu: VT", help="Last line of “Nơi nhận”, e.g. Lưu: VT, VP.")
    copies = fields.Integer('Number of copies', default=1)
    signer_id = fields.Many2one(
        'res.users', index='btree_not_null', ondelete='restrict', domain=lambda self: self._signers_domain(),
        default=lambda self: self._default_signer())
    authority = fields.Selection(
        AUTHORITIES, compute='_compute_signer', store=True, readonly=False, required=True, precompute=True)
    signer_title = fields.Char(
        'Title of the signer', compute='_compute_signer', store=True, readonly=False, precompute=True)
    # Given by issuing
    copy_date = fields.Date('Date of the copy', readonly=True, copy=False, given_by=('issue',))
    register_entry_id = fields.Many2one(
        'dan_van.register.entry', 'Register entry', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('issue',))
    code = fields.Char(related='register_entry_id.code', store=True)
    pdf_attachment_id = fields.Many2one(
        'ir.attachment', 'PDF of the copy', readonly=True, copy=False, index='btree_not_null', ondelete='restrict', given_by=('issue',))
    issued_file_ids = fields.One2many(related='register_entry_id.file_ids')
    signature_ids = fields.One2many(related='register_entry_id.signature_ids')
    # What is signed outside: its words have a time, so that it is made once
    prepared_pdf = fields.Binary(
        'PDF to be signed outside', attachment=False, readonly=True, copy=False, given_by=('prepare', 'issue'))
    prepared_from = fields.Char('Made from', readonly=True, copy=False, given_by=('prepare', 'issue'))

    @api.depends('code', 'kind', 'subject')
    def _compute_display_name(self):
        for copy in self:
            name = ' '.join(filter(None, (KINDS.get(copy.kind), copy.code)))
            copy.display_name = shortened(' - '.join(filter(None, (name, copy.subject))), limit=120)

    @api.depends('incoming_id')
    def _compute_source_file(self):
        for copy in self:
            shown = copy.incoming_id.shown_file_id
            copy.source_file_id = shown if shown.mimetype == 'application/pdf' else False

    # As it is called when the copy is made: what is put right in the register of incoming documents later changes no copy.
    @api.depends('source_entry_id', 'incoming_id')
    def _compute_subject(self):
        for copy in self:
            entry, incoming = copy.source_entry_id, copy.incoming_id
            name = f"{PRINTED_SERIES[entry.document_type]} số {entry.code} ngày {short_date_text(entry.date)}" if entry else (
                incoming and incoming._number_and_date())
            copy.subject = ': '.join(filter(None, (name, ' '.join((entry.subject or incoming.subject or '').split()))))

    # What is copied

    @api.model
    def _copied_models(self):
        """:return: names of the models of what is issued here and copied"""
        return [name for name, model in self.env.registry.items() if getattr(model, '_copied', False) and not model._abstract]

    @api.constrains('source_entry_id', 'incoming_id', 'source_file_id', 'kind', 'pages')
    def _check_source(self):
        for copy in self:
            if problem := copy._source_problem() or copy._pages_problem():
                raise ValidationError(problem)

    def _source_problem(self):
        entry, incoming, file = self.source_entry_id, self.incoming_id, self.source_file_id
        if bool(entry) == bool(incoming):
            return self.env._("Choose what is copied: a document of the agency, or one that came in.")
        if entry and (entry.state != 'issued' or entry.res_model not in self._copied_models()):
            return self.env._("“%s” is not issued, or only some of the agency read it: no copy is made of it.", entry.code)
        if file and (file.res_model, file.res_id, file.type, file.mimetype) != (
                'dan_van.incoming', incoming.id, 'binary', 'application/pdf'):
            return self.env._("The file to be copied is a PDF of this incoming document. Choose it from the list.")
        if entry and self.kind != 'TrS' and (self.kind == 'SL') != (entry.document_type in KINDS):
            return self.env._("SAO LỤC is made of a copy, SAO Y of the document itself. Choose the other kind.")
        return ''

    def _pages_problem(self):
        if self.kind != 'TrS':
            return self.pages and self.env._("Pages are chosen for an extract (TRÍCH SAO) alone. Leave them empty.")
        if not self.pages:
            return self.env._("Write which pages are copied, such as 2-3, 5.")
        try:
            page_numbers(self.pages)
        except SignatureError as error:
            return signature_message(self.env, error)
        return ''

    def _source(self):
        """:return: record of what is copied"""
        return self.source_entry_id._document() if self.source_entry_id else self.incoming_id

    def _source_pdf(self):
        """:return: bytes
        :raise UserError: there is no PDF
        """
        file = self.source_file_id if self.incoming_id else self._source()._current_pdf()
        if not (pdf := whole(file).raw):
            raise UserError(self.env._("“%s” has no PDF file to be copied. Attach it first.", self.subject))
        return pdf

    def _current_pdf(self):
        """:return: ir.attachment, the file of the copy; none before it is issued"""
        return self.preserved_pdf_id or self.pdf_attachment_id

    # Steps

    @api.model
    def _transitions(self):
        return Transitions(
            Transition('issue', self.env._("Issue"), ['draft'], 'issued'),
            Transition('recall', self.env._("Recall"), ['issued'], 'recalled', reason=True))

    @api.model
    def _open_domain(self):
        return Domain.FALSE  # who makes a copy issues it

    def _may_issue(self):
        return self.env.user.has_group('dan_van.group_clerk')

    def _may_recall(self):
        return self.env.user.has_group('dan_van.group_clerk') or self.env.user.has_group('dan_van.group_leadership')

    def _who_may(self, transition):
        if transition.name == 'issue':
            return self.env._("The clerk gives copies their number.")
        return self.env._("The clerk or the leadership recalls copies.")

    def _why_locked(self, owner, names):
        return self.env._("“%s” was issued and is not changed any more. Recall it with a reason and make another one.", owner.display_name)

    def _why_kept(self, owner):
        return self.env._("“%s” has its number and stays in the register. Recall it instead.", owner.display_name)

    def _check_issue(self):
        for copy in self:
            copy._source().check_access('read')
            if problem := copy._source_problem() or copy._pages_problem() or copy._signer_problem():
                raise UserError(problem)
            if copy.source_entry_id.recalled:
                raise UserError(self.env._("“%s” was recalled: no copy is made of it any more.", copy.source_entry_id.code))
            if copy.form == 'electronic' and not copy.company_id.dan_van_signing:
                raise UserError(signature_message(self.env, SignatureError('no_roots')))

    def _do_issue(self, make=None, way=None):
        """
        :param make: for an electronic copy the function from the bytes of its file to those of the signed one
        """
        for copy in self:
            if copy.form == 'electronic':
                copy._issue_signed(make, way)
            else:
                copy._enter_register()
                copy._keep('pdf', copy._called(on_paper, copy._source_pdf(), copy._end_page(), copy.pages or ''))

    def _issue_signed(self, make, way):
        is_worded = way == 'outside'
        before = self._to_sign() if is_worded else self._called(electronic, self._source_pdf(), self.pages or '', limits=SIGNING)
        self.pdf_revisions = {'laid_out': len(before), 'worded': is_worded}
        pdf, details, holder = self._signed_by('agency', make, before, issued=before)
        self._enter_register()
        file, signatures = self._keep('signed', pdf), self.env['dan_van.signature']
        signatures._note(self.register_entry_id, signatures._described('agency', way, details[-1], holder), file)
        self.write({'prepared_pdf': False, 'prepared_from': False})
        self._prove_soon()

    def _do_recall(self):
        for copy in self:
            copy.register_entry_id._recall()

    def _called(self, function, *arguments, **named):
        """Call a function of ``signatures`` on files in a process of its own.

        :raise UserError: what is wrong with them
        """
        try:
            return read_foreign(self.env, function, *arguments, **named)
        except SignatureError as error:
            raise UserError(signature_message(self.env, error)) from None

    def _enter_register(self):
        """Give day and number: the next of this year's series of copies."""
        self.copy_date = legal_today(self)
        register = self.env['dan_van.register']._for(self.company_id, COPIES, self.copy_date.year)
        register._check_date(self.copy_date)
        number = register._next_number()
        self.register_entry_id = self.env['dan_van.register.entry']._making('issue').create({
            'register_id': register.id, 'number': number, 'code': copy_code(number, self.kind, self._profile().symbol),
            'profile_id': self._profile().id, 'date': self.copy_date, 'document_type': self.kind, 'subject': self.subject,
            'signer': self.signer_id.name, 'recipients': '\n'.join(receivers((), (self.recipients or '').splitlines())) or False,
            'department_id': self.department_id.id, 'copies': self.copies, 'res_model': self._name, 'res_id': self.id,
        }).with_env(self.env)

    def _keep(self, kind, pdf):
        """Keep the file of the copy for good; see :meth:`RegisterEntry._keep_file`."""
        file = self.register_entry_id._keep_file(kind, f'{self._file_name()}.pdf', pdf, 'application/pdf')
        self.pdf_attachment_id = file.attachment_id
        file.attachment_id._file_in_dms()
        return file

    # The file

    def _profile(self):
        """:return: the agency profile of its day"""
        if issued := self.register_entry_id.profile_id:
            return issued
        return self.env['dan_van.agency.profile']._valid_on(self.company_id, legal_today(self))

    def _end_page(self):
        """:return: bytes of a PDF, the page behind a copy on paper"""
        profile, signature = self._profile(), self._signature(self._profile())
        end = CopyEnd(
            **profile._sheet_head(), kind=self.kind, symbol=profile.symbol, number=self.register_entry_id.number, place=profile.place,
            date=self.copy_date, authority=signature.authority, signer=signature.name,
            recipients=tuple((self.recipients or '').splitlines()), archive=self.archive or '')
        html = self.env['ir.qweb']._render('dan_van.copy_end', {'document': end})
        return self.env['ir.actions.report']._run_pdf_engine('weasyprint', str(html))

    def _file_name(self):
        """See :meth:`DocumentMixin._file_name`."""
        return ' '.join(filter(None, (KINDS[self.kind], self.code, self.subject))).replace('/', '-')[:120].rstrip()

    # Digital signature

    def _to_sign(self):
        """:return: bytes of the electronic copy as it was downloaded to be signed outside
        :raise UserError: it was not, or something else is copied now
        """
        if not self.prepared_from or self.prepared_from != self._made_from():
            raise UserError(self.env._("The file to be signed is made when it is downloaded, for that day: download it, and sign this one."))
        return base64.b64decode(whole(self).prepared_pdf)

    def _prepare_to_sign(self):
        self._guard(self._get_transition('issue'))
        self._check_issue()
        if self.prepared_from != (made_from := self._made_from()):
            drawn, _width, _height = self._words()
            pdf = self._called(with_words, self._source_pdf(), drawn, self.pages or '', limits=SIGNING)
            # sudo: who makes the copy has been asked.
            self.sudo()._opened('prepare').write({'prepared_pdf': base64.b64encode(pdf), 'prepared_from': made_from})

    def _made_from(self):
        """:return: str, the same for the same copy on the same day"""
        told = (hashlib.sha256(self._source_pdf()).hexdigest(), self.pages, self.kind, self.company_id.name, legal_today(self))
        return hashlib.sha256(repr(told).encode()).hexdigest()

    def _words(self):
        """:return: what is seen of the signature, see :func:`rendering.copying.signed_words`"""
        return signed_words(self.kind, self.company_id.name, legal_time(fields.Datetime.now()))

    def _validate_signed(self, pdf, before=None, moment=None, issued=None):
        """See :meth:`PdfSigning._validate_signed`; of what was signed here the agency's own signature is judged alone: beneath may lie
        those of others, whom the agency need not trust."""
        if (self.pdf_revisions or {}).get('worded'):
            return super()._validate_signed(pdf, before, moment, issued)
        return [self.env['dan_van.trusted.root']._judged(self.company_id, newest, pdf, moment=moment)]

    def _signature_place(self, pdf=None):
        """See :meth:`PdfSigning._signature_place`: its words are there already, and nothing more is seen."""
        raise SignatureError('no_place', name=self.company_id.name)

    def _signature_count(self):
        return len(self.signature_ids)

    def _holder_names(self, kind):
        return [self.company_id.name, ' '.join(self._profile().issuer.split())]

    def _signing_values(self, certificate, pdf):
        """See :meth:`PdfSigning._signing_values`: words instead of a picture, and nothing that is filled in later."""
        drawn, width, height = self._words()
        return {
            'field': f'dan_van_copy_{self.id}', 'appearance': Words(drawn, read_foreign(self.env, corner_place, pdf, width, height))}

    # Filing

    def _dms_paths(self):
        """See :meth:`DocumentMixin._dms_paths`."""
        return {copy.id: copy._dms_path() for copy in self if copy.register_entry_id}

    def _dms_path(self):
        own = own_folder(self)
        if above := self._dms_file_path():
            return [*above, own]
        above = year_path(self.company_id, self.copy_date.year)
        folder = Folder(f'{above[-1].key}/{COPIES}', PRINTED_SERIES[COPIES], above[-1].record)
        return [*above, folder, own]

    # Buttons

    def action_issue(self):
        """Give the number and keep the file; for an electronic copy open the dialog for the agency's digital signature."""
        self.check_access('read')
        if self[:1].form != 'electronic':
            return self._transition('issue')
        self.ensure_one()
        self._guard(self._get_transition('issue'))
        self._check_issue()
        return {
            'type': 'ir.actions.act_window', 'name': self._get_transition('issue').label, 'res_model': 'dan_van.sign.wizard',
            'view_mode': 'form', 'target': 'new',
            'context': {'default_res_model': self._name, 'default_res_id': self.id, 'default_transition': 'issue'}}

    def action_recall(self, reason=None):
        """Recall the copy; its number stays. Opens the dialog for the reason where none is given."""
        return self._action_with_reason('recall', reason)

    def action_open_pdf(self):
        """Open the file of the copy in a new tab."""
        self.ensure_one()
        if not (file := self._current_pdf()):
            raise UserError(self.env._("“%s” has not been issued yet: the file is made when it gets its number.", self.display_name))
        return {'type': 'ir.actions.act_url', 'url': f'/web/content/{file.id}', 'target': 'new'}
