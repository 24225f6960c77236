from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...rendering.types import TYPES
from ...rendering.wording import number_text, receivers
from ..core.document_part import shortened
from ..core.res_company import legal_today
from .dms_folder import Folder, own_folder, year_path
from .standing import STANDING

# Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III: types of administrative documents and their abbreviations, those of most use
# first. The second value is a source string; official documents print the Vietnamese name of rendering.types.
DOCUMENT_TYPES = [
    ('KH', "Plan"),
    ('BC', "Report"),
    ('CV', "Official letter"),
    ('TTr', "Submission"),
    ('TB', "Announcement"),
    ('QĐ', "Decision"),
    ('HD', "Guideline"),
    ('CTr', "Programme"),
    ('PA', "Scheme of action"),
    ('ĐA', "Project proposal"),
    ('BB', "Minutes"),
    ('GM', "Invitation"),
    ('CĐ', "Telegram"),
    ('NQ', "Resolution"),
    ('CT', "Directive of an agency"),
    ('QC', "Statutes"),
    ('QyĐ', "Regulations"),
    ('TC', "Communiqué"),
    ('DA', "Investment project"),
    ('HĐ', "Contract"),
    ('BGN', "Memorandum"),
    ('BTT', "Agreement"),
    ('GUQ', "Letter of authority"),
    ('GGT', "Letter of introduction"),
    ('GNP', "Leave slip"),
    ('PG', "Dispatch slip"),
    ('PC', "Transfer slip"),
    ('PB', "Notice slip"),
    ('TgC', "Open letter"),
]

PRINTED_TYPES = {key: form.name for key, form in TYPES.items()}
# They have no abbreviation: their symbol names the drafting unit instead (Nghị định 30/2020/NĐ-CP, Phụ lục III).
UNTYPED = ('CV', 'TgC')

# Keys of rendering.wording.URGENCIES and CIRCULATIONS.
URGENCIES = [
    ('urgent', "KHẨN (urgent)"),
    ('very_urgent', "THƯỢNG KHẨN (very urgent)"),
    ('express', "HỎA TỐC (express)"),
]
CIRCULATIONS = [
    ('return', "XEM XONG TRẢ LẠI (return after reading)"),
    ('internal', "LƯU HÀNH NỘI BỘ (internal)"),
]

DOCX = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'

# Keys of rendering.wording.AUTHORITIES; "none" is a head who signs as such.
AUTHORITIES = [
    ('none', "Head of the agency"),
    ('deputy', "KT. (for the head)"),
    ('acting', "Q. (acting head)"),
    ('collective', "TM. (for the collective)"),
    ('order', "TL. (by order)"),
    ('authorization', "TUQ. (by authorisation)"),
]


def _standing(name, label):
    return fields.Boolean(
        label, compute='_compute_standing', search=lambda model, *condition: model._search_standing(name, *condition))


class DocumentMixin(models.AbstractModel):
    """What every official document has: number, symbol, place, date, signer, recipients, the issued file.

    Frozen from submission on: only a draft may be changed. An issued document keeps a snapshot of its data and
    of the agency profile of its day, and the PDF as a locked attachment with its SHA-256.
    """

    _name = 'dan_van.document.mixin'
    _description = 'Official document'
    _inherit = [
        'dan_van.workflow.mixin', 'dan_van.council.signer', 'dan_van.filed', 'dan_van.edit.guard', 'mail.thread', 'mail.activity.mixin']
    _mail_post_access = 'read'
    _order = 'id desc'
    _rec_names_search = ['subject', 'code']
    _check_company_auto = True

    _open_in = ('draft',)
    _placed_by = ('department_id', 'company_id')

    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, index=True, readonly=True, default=lambda self: self.env.company)
    department_id = fields.Many2one(
        'hr.department', 'Drafting unit', required=True, index=True, check_company=True, tracking=True,
        default=lambda self: self._default_department())
    # The models that inherit give the list of their own types.
    document_type = fields.Selection(lambda self: DOCUMENT_TYPES, 'Type of document', required=True, readonly=True)
    subject = fields.Text(required=True, tracking=True)
    addressees = fields.Text(help="“Kính gửi”: one addressee a line; for reports to a superior and for letters.")
    recipients = fields.Text(help="“Nơi nhận”: one recipient a line, without dash and punctuation.")
    add_addressee_ids = fields.Many2many(
        'dan_van.organ', string='Addressees from the directory', store=False, domain="[('company_id', '=', company_id)]",
        help="Choose while typing; each one gets a line of its own.")
    add_recipient_ids = fields.Many2many(
        'dan_van.organ', string='Recipients from the directory', store=False, domain="[('company_id', '=', company_id)]",
        help="Choose while typing; each one gets a line of its own.")
    archive = fields.Char(
        'Archive line', compute='_compute_archive', store=True, readonly=False,
        help="Last line of “Nơi nhận”, e.g. Lưu: VT, VP.")
    urgency = fields.Selection(
        URGENCIES, copy=False, help="Printed in a red frame under the number; such a document is sent at once.")
    circulation = fields.Selection(
        CIRCULATIONS, help="Printed in a frame under the number. Empty: whoever gets the document may keep it.")
    drafter_mark = fields.Char(
        'Sign of the drafter and copies', help="Printed below “Nơi nhận”, e.g. NVA.20: who has typed the document, and how many copies go out.")
    # Signer
    signer_id = fields.Many2one(
        'res.users', tracking=True, index='btree_not_null', ondelete='restrict', domain=lambda self: self._signers_domain(),
        default=lambda self: self._default_signer(), open_in=('draft',), given_by=('take_over',))
    authority = fields.Selection(
        AUTHORITIES, compute='_compute_signer', store=True, readonly=False, required=True, precompute=True)
    signer_title = fields.Char(
        'Title of the signer', compute='_compute_signer', store=True, readonly=False, precompute=True)
    signed_date = fields.Datetime('Signed on', readonly=True, copy=False, given_by=('sign', 'return'))
    # Given by issuing
    register_entry_id = fields.Many2one(
        'dan_van.register.entry', 'Register entry', readonly=True, copy=False, index='btree_not_null',
        ondelete='restrict', given_by=('issue', 'number', 'return'))
    number = fields.Integer(related='register_entry_id.number', store=True, aggregator=False)
    code = fields.Char(related='register_entry_id.code', store=True)
    document_date = fields.Date('Date of issue', readonly=True, copy=False, index=True, given_by=('issue', 'number', 'return'))
    snapshot = fields.Json(readonly=True, copy=False, given_by=('issue',))
    pdf_attachment_id = fields.Many2one(
        'ir.attachment', 'Issued PDF', readonly=True, copy=False, index='btree_not_null', ondelete='restrict', given_by=('issue',))
    pdf_sha256 = fields.Char('SHA-256 of the PDF', readonly=True, copy=False, given_by=('issue',))
    issued_file_ids = fields.One2many(related='register_entry_id.file_ids')
    recall_notice = fields.Char(compute='_compute_recall_notice')
    # What its state means: for rules, filters, views and code
    is_frozen = _standing('is_frozen', "Submitted or later")
    is_out = _standing('is_out', "Issued at some time")
    is_in_force = _standing('is_in_force', "In force")
    is_gone = _standing('is_gone', "Recalled or replaced")

    _copied = True  # whether all of the agency read it once it is issued, so that copies are made of it
    _report = None  # external id of the ir.actions.report that prints the document

    @api.model
    def _default_department(self):
        return self.env['hr.department'].search([
            ('member_user_ids', 'in', self.env.uid), ('dan_van_kind', 'not in', ('party', 'leadership')),
            ('company_id', 'in', (self.env.company.id, False))], limit=1)

    @api.depends('subject', 'code')
    def _compute_display_name(self):
        for document in self:
            document.display_name = shortened(' - '.join(filter(None, (document.code, document.subject))), limit=120)

    @api.depends('department_id')
    def _compute_archive(self):
        for document in self:
            unit = document.department_id.dan_van_abbreviation
            document.archive = ', '.join(filter(None, ("Lưu: VT", unit)))

    @api.onchange('add_addressee_ids', 'add_recipient_ids')
    def _onchange_add_organs(self):
        """Add who was chosen from the directory as a line."""
        for chosen, lines in (('add_addressee_ids', 'addressees'), ('add_recipient_ids', 'recipients')):
            if names := self[chosen].mapped('name'):
                present = (self[lines] or '').rstrip().splitlines()
                self[lines] = '\n'.join([*present, *(name for name in names if name not in map(str.strip, present))])
                self[chosen] = False

    @api.depends('state')
    @api.depends_context('lang')
    def _compute_recall_notice(self):
        """Tell on a recalled or replaced document since when, by whom and why."""
        gone = self.filtered(lambda document: document.is_gone)
        # sudo: who reads the document may know why it holds no more.
        lines = self.env['dan_van.approval'].sudo().search([
            ('res_model', '=', self._name), ('res_id', 'in', gone.ids), ('step', 'in', ('recall', 'replace'))], order='id')
        last = {line.res_id: line for line in lines}
        for document in self:
            line = last.get(document.id) if document in gone else None
            document.recall_notice = line and line._in_words()

    @api.depends('state')
    def _compute_standing(self):
        for document in self:
            for name, (operator, states) in STANDING.items():
                document[name] = (document.state in states) == (operator == 'in')

    @api.model
    def _search_standing(self, name, operator, value):
        return Domain('state', *STANDING[name]) if operator == 'in' else NotImplemented

    # Locked once it is no draft

    def _why_locked(self, owner, names):
        return self.env._(
            "“%(document)s” has been submitted, signed or issued and can't be changed any more. "
            "Before issue have it returned; after issue recall it and issue a new one.", document=owner.display_name)

    def _why_kept(self, owner):
        return self.env._(
            "“%s” has left the draft stage and stays on file. Return or recall it instead.", owner.display_name)

    def _why_given(self, names):
        return self.env._(
            "Only signing and issuing give these values, they can't be typed: %s.",
            ', '.join(sorted(self._fields[name]._description_string(self.env) for name in names)))

    def _check_draft(self):
        """Hold the documents as drafts until commit: no step freezes them without what is written now.

        :raise UserError: one of them is no draft any more
        """
        if locked := self._locked_owner(self._open_in):
            raise UserError(self._why_locked(locked, ()))

    # Steps

    def _do_sign(self):
        self.write({'signed_date': fields.Datetime.now()})

    def _do_return(self):
        self.write({'signed_date': False})

    def _do_issue(self, date=None, reserved=None):
        """Give number and date, keep snapshot and PDF, let it take effect, all in the caller's transaction.

        :param date: as for :meth:`_give_number`
        :param reserved: as for :meth:`_give_number`
        """
        for document in self:
            document._give_number(date, reserved)
            document._keep_files()
        self._take_effect()

    def _give_number(self, date=None, reserved=None):
        """
        :param date: day of issue, default today in the country
        :param reserved: dan_van.register.entry, a reserved number to use; it brings its day
        """
        self.document_date = reserved.date if reserved else date or legal_today(self)
        self.register_entry_id = reserved.with_env(self.env)._use(self) if reserved else self._enter_register()

    def _take_effect(self):
        """What is to happen once documents are issued: of these, which have their number and their files."""

    def _keep_files(self, annexes=None):
        """Keep the data, the PDF and the Word file of an issued document, each with its hash.

        :param annexes: ``{dan_van.annex: bytes}`` of those in files of their own, default as they are laid out now
        """
        entry = self.register_entry_id
        snapshot = self._official_document().as_json()
        file = self._keep_pdf()
        entry._keep_file('docx', f'{self._file_name()}.docx', self._render_docx(), DOCX)
        for annex, pdf in (self._annex_records()._lay_out() if annexes is None else annexes).items():
            annex._keep(pdf)
        file.attachment_id._set_text('\n'.join([entry.code, *self._version_lines()]))
        entry._keep_data(snapshot)
        entry._keep_sources()
        self.write({'snapshot': snapshot, 'pdf_attachment_id': file.attachment_id.id, 'pdf_sha256': file.sha256})
        entry.file_ids.attachment_id._file_in_dms()

    def _keep_pdf(self):
        """:return: dan_van.issued.file, the PDF that is issued"""
        return self.register_entry_id._keep_file('pdf', f'{self._file_name()}.pdf', self._render_pdf(), 'application/pdf')

    def _do_recall(self):
        self.register_entry_id._recall()

    def _enter_register(self):
        """:return: the new line of the register with the next number"""
        register = self.env['dan_van.register']._for(
            self.company_id, self.document_type, self.document_date.year, self.council_id)
        register._check_date(self.document_date)
        return self.env['dan_van.register.entry']._making('issue').create({
            'register_id': register.id, **self._register_values(register._next_number())}).with_env(self.env)

    def _code_of(self, number):
        return f'{number_text(number)}/{self._symbol(self._profile())}'

    def _expected_code(self, date=None):
        """:return: str, the number and symbol that this document gets if it is issued now; empty where no register gives one

        :param date: day of issue, default today in the country
        """
        number = self.env['dan_van.register']._expected_number(
            self.company_id, self.document_type, (date or legal_today(self)).year, self.council_id)
        return self._code_of(number) if number else ''

    def _register_values(self, number):
        """:return: what a line of the register says of this document"""
        return {
            'number': number,
            'code': self._code_of(number),
            'profile_id': self._profile().id,
            'date': self.document_date,
            'document_type': self.document_type,
            'subject': self.subject,
            'signer': self.signer_id.name,
            'recipients': '\n'.join(receivers((self.addressees or '').splitlines(), (self.recipients or '').splitlines())) or False,
            'department_id': self.department_id.id,
            'res_model': self._name,
            'res_id': self.id,
        }

    # Filing

    def _dms_paths(self):
        """Say where the documents are filed: by agency, year, plan and kind.

        :return: ``{id: list of dms_folder.Folder}``; documents that are not filed yet are left out
        """
        return {document.id: document._dms_path() for document in self if document._is_filed()}

    def _is_filed(self):
        """:return: whether the document has its folder: from issue on"""
        return self.is_out

    def _dms_path(self):
        own = own_folder(self)
        if above := self._dms_file_path():
            return [*above, own]
        kind = PRINTED_TYPES[self.document_type]
        above = self._dms_plan_path()
        folder = Folder(f'{above[-1].key}/{self.document_type}', kind, above[-1].record)
        return [*above, folder, own]

    def _dms_plan_path(self):
        """:return: path of the plan that the document belongs to, of the year where there is none"""
        plan = self._dms_plan()
        if plan and plan._is_filed():
            return plan._dms_own_path()
        return year_path(self.company_id, (self.document_date or legal_today(self)).year)

    def _dms_plan(self):
        """:return: the plan that the document belongs to, if any"""
        return self['plan_id'] if 'plan_id' in self._fields else None

    def action_open_folder(self):
        """Open the folder of the document in the document management.

        :raise UserError: it has none yet
        """
        self.ensure_one()
        if action := self.env['dms.directory']._dan_van_action(self):
            return action
        # A report is filed with the plan, and has a folder once there is something in it.
        raise UserError(self.env._("“%s” gets its folder when it is issued.", self.display_name) if not self._is_filed() else self.env._(
            "“%s” has no folder yet: it gets one with its first file.", self.display_name))
