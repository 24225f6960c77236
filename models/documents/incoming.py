from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ...importer.words import canonical
from ...rendering.wording import date_text, in_sentence, short_date_text, with_mark
from ..core.document_part import shortened
from ..core.holding import hold
from ..core.res_company import legal_today
from .dms_folder import own_folder
from .document_mixin import URGENCIES

_PICTURES = ('image/jpeg', 'image/png')


def code_key(code):
    """:return: str, number and symbol as they are compared: without spaces and leading zeros, in small letters"""
    return ''.join((code or '').split()).lstrip('0').casefold()


class Incoming(models.Model):
    """Register of incoming documents, with their file: those that plans cite, and those that give work.

    What a leader says of them, see incoming_directive; until when they are answered, incoming_answer.

    The arrival number runs from 1 in each year of an agency, without gaps (Nghị định 30/2020/NĐ-CP, Điều 22).
    """

    _name = 'dan_van.incoming'
    _description = 'Incoming document'
    _inherit = ['dan_van.workflow.mixin', 'dan_van.kept', 'dan_van.filed', 'dan_van.file.text', 'mail.thread', 'mail.activity.mixin']
    _order = 'year desc, arrival_number desc'
    _rec_names_search = ['code', 'subject', 'issuer']
    _check_company_auto = True

    _placed_by = ('company_id',)

    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, readonly=True, index=True, default=lambda self: self.env.company)
    year = fields.Integer(compute='_compute_year', store=True, precompute=True, aggregator=False)
    arrival_number = fields.Integer(readonly=True, copy=False, aggregator=False, given_by=('number',))
    arrival_date = fields.Date(required=True, default=legal_today)
    code = fields.Char('Number and symbol', required=True, index=True, help="As printed, e.g. 12/UBND-NC.")
    date = fields.Date('Date of the document')
    issuer = fields.Char('Issued by', required=True)
    kind = fields.Char('Type of document', help="As printed, e.g. Công văn, Kế hoạch.")
    subject = fields.Text(required=True)
    signer = fields.Char()
    urgency = fields.Selection(URGENCIES)
    due_date = fields.Date('Reply by')
    addressees = fields.Text(help="As printed behind “Kính gửi”.")
    department_ids = fields.Many2many(
        'hr.department', 'dan_van_incoming_department_rel', 'incoming_id', 'department_id', 'Units asked', check_company=True,
        ondelete='restrict', domain="[('dan_van_kind', '!=', False)]", help="Who of the agency has to do what the document asks.")
    note = fields.Text()
    organ_code = fields.Char('Code of the agency', help="Of the agency that issued it, in electronic exchange.")
    identifier = fields.Char(readonly=True, copy=False, help="Of the document in electronic exchange.")
    work_file_line_ids = fields.One2many('dan_van.work.file.line', 'incoming_id', 'Places in files', readonly=True)
    basis_ids = fields.One2many('dan_van.legal.basis', 'incoming_id', 'Cited in', readonly=True)
    shown_file_id = fields.Many2one(
        'ir.attachment', 'File', compute='_compute_shown_file', help="What is shown beside the directive: the first PDF or picture.")
    shown_file_type = fields.Char('Type of the file', compute='_compute_shown_file')
    code_key = fields.Char(
        'Number as compared', compute='_compute_code_key', store=True, precompute=True,
        help="Number and symbol as they are compared, however they are written.")
    duplicate_ids = fields.Many2many('dan_van.incoming', string='Entered already', compute='_compute_duplicate_ids')
    revoked_date = fields.Date(
        'Revoked on', readonly=True, copy=False, given_by=('revoke',), help="The day of the message by which its issuer revoked it.")
    revoked_reason = fields.Char('Why it was revoked', readonly=True, copy=False, given_by=('revoke',))
    supersedes_ids = fields.Many2many(
        'dan_van.incoming', 'dan_van_incoming_supersedes_rel', 'incoming_id', 'superseded_id', 'Updates or replaces', readonly=True, copy=False,
        ondelete='restrict', given_by=('revoke',), check_company=True,
        help="The entries of the documents that this one updates or replaces, by the message with which it came.")
    superseded_by_ids = fields.Many2many(
        'dan_van.incoming', 'dan_van_incoming_supersedes_rel', 'superseded_id', 'incoming_id', 'Updated or replaced by', readonly=True, copy=False,
        ondelete='restrict', given_by=('revoke',), domain=[('state', '!=', 'cancelled')])
    awaited = fields.Text(
        'Updates or replaces, but not come yet', readonly=True, copy=False, given_by=('revoke',),
        help="Identifiers of documents that its message names. Once one comes, it is linked as if it had come before.")
    is_duplicate = fields.Boolean('Entered twice', compute='_compute_duplicate_ids', search='_search_is_duplicate')

    _number_unique = models.UniqueIndex(
        '(company_id, year, arrival_number) WHERE arrival_number > 0', "This arrival number has been given already.")
    _same_index = models.Index('(company_id, code_key)')
    _awaited_index = models.Index('(company_id, organ_code) WHERE awaited IS NOT NULL')

    def _successors(self):
        """:return: dan_van.incoming, what updates or replaces this entry, and what does so with that, and so on"""
        found, more = self.browse(), self.superseded_by_ids
        while more:
            found |= more
            more = more.superseded_by_ids - found
        return found

    def _is_dated_after(self, other):
        """:return: whether this document was issued after ``other`` of the same agency: by the day, on the same day by the number in the same
        series"""
        (own, symbol), (number, its_symbol) = (code_key(each.code).split('/', 1) if '/' in each.code else ('', each.code) for each in (self, other))
        if not (self.date and other.date) or self.date != other.date:
            return bool(self.date and other.date) and self.date > other.date
        return symbol == its_symbol and own.isdecimal() and number.isdecimal() and int(own) > int(number)

    @api.depends('code', 'subject')
    def _compute_display_name(self):
        for document in self:
            document.display_name = shortened(' - '.join(filter(None, (document.code, document.subject))), limit=120)

    @api.depends_context('uid')
    def _compute_shown_file(self):
        files = self.env['ir.attachment'].search([
            ('res_model', '=', self._name), ('res_id', 'in', self.ids), ('type', '=', 'binary')], order='id')
        of_documents = files.grouped('res_id')
        for document in self:
            own = of_documents.get(document.id, files.browse())
            first = own.filtered(lambda file: file.mimetype == 'application/pdf') or own.filtered(
                lambda file: file.mimetype in _PICTURES) or own
            document.shown_file_id, document.shown_file_type = first[:1], first[:1].mimetype

    @api.depends('arrival_date')
    def _compute_year(self):
        for document in self:
            document.year = document.arrival_date.year if document.arrival_date else legal_today(self).year

    @api.depends('code')
    def _compute_code_key(self):
        for document in self:
            document.code_key = code_key(document.code)

    # Entered already: one rule for the form, the list and the dialog that reads a file

    @api.depends('code', 'issuer', 'date', 'company_id', 'state', 'supersedes_ids')
    def _compute_duplicate_ids(self):
        found = self._same_as(self.mapped('code')).grouped(lambda document: (document.company_id, document.code_key))
        for document in self:
            alike = found.get((document.company_id, code_key(document.code)), self.browse())
            document.duplicate_ids = document.state != 'cancelled' and alike.filtered(
                lambda other, own=document: other._is_same(own)) - document._origin - document.supersedes_ids - document.superseded_by_ids
            document.is_duplicate = bool(document.duplicate_ids)

    @api.model
    def _same_as(self, codes):
        """:return: dan_van.incoming, those with one of the numbers and symbols ``codes``, to ask :meth:`_is_same` of"""
        return self.search([('code_key', 'in', [key for key in map(code_key, codes) if key]), ('state', '!=', 'cancelled')])

    def _is_same(self, other):
        """:return: whether ``other``, a document or a dialog that enters one, is this document: number and symbol are the same, and
        the day; where one of them has no day, the agency that issued it, however it is written"""
        if not other.code or (self.company_id, code_key(self.code)) != (other.company_id, code_key(other.code)):
            return False
        if self.date and other.date:
            return self.date == other.date
        return canonical(self.issuer or '') == canonical(other.issuer or '')

    @api.model
    def _search_is_duplicate(self, operator, value):
        if operator != 'in':
            return NotImplemented
        groups = self._read_group([('code_key', '!=', False), ('state', '!=', 'cancelled')], ['company_id', 'code_key'], ['id:array_agg'], having=[('__count', '>', 1)])
        documents = self.browse(record_id for *_same, ids in groups for record_id in ids)
        return [('id', 'in', documents.filtered('is_duplicate').ids)]

    @api.onchange('code', 'issuer', 'date')
    def _onchange_warn_duplicate(self):
        if self.duplicate_ids:
            first = self.duplicate_ids[:1]
            return {'warning': {
                'title': self.env._("Entered already"),
                'message': self.env._(
                    "%(code)s of “%(issuer)s” came on %(date)s with the arrival number %(number)s. Enter it again only if it "
                    "is another document.", code=first.code, issuer=first.issuer,
                    date=format_date(self.env, first.arrival_date), number=first.arrival_number)}}
        return None

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        documents._number()
        return documents

    def write(self, vals):
        if not isinstance(vals, dict) or 'arrival_date' in vals:
            self._check_kinds(vals)  # before it is looked at here
        date = fields.Date.to_date(vals.get('arrival_date'))
        moved = self.filtered(lambda document: date and document.year != date.year)
        if moved:
            moved._check_leaves_no_gap()
            moved._opened('number').write({'arrival_number': 0})
        result = super().write(vals)
        moved._number()
        return result

    def _check_leaves_no_gap(self):
        """:raise UserError: the entry would leave its year with a later number behind it, so that its own was missing in the register"""
        for document in self:
            # sudo: the number counts what others have entered too.
            if self.env['dan_van.incoming'].sudo().search_count([
                    ('company_id', '=', document.company_id.id), ('year', '=', document.year),
                    ('arrival_number', '>', document.arrival_number)], limit=1):
                raise UserError(self.env._(
                    "The arrival number %(number)s belongs to %(year)s, and later ones have been given: it would be missing there. "
                    "Strike this entry out with a reason, its number stays, and enter the document anew.",
                    number=document.arrival_number, year=document.year))

    def _number(self):
        """Give the next arrival numbers under a lock on the agency: a second clerk waits, Odoo repeats his request."""
        for (company, year), documents in self.grouped(lambda document: (document.company_id, document.year)).items():
            hold(company)
            # sudo: the number counts what others have entered too.
            [[last]] = self.sudo()._read_group(
                [('company_id', '=', company.id), ('year', '=', year), ('id', 'not in', documents.ids)],
                aggregates=['arrival_number:max'])
            for number, document in enumerate(documents._opened('number'), (last or 0) + 1):
                document.write({'arrival_number': number})

    def _dms_paths(self):
        """Those that lie in a file (hồ sơ) are filed with it; as ``_dms_paths`` of documents."""
        return {
            document.id: [*above, own_folder(document)]
            for document in self if (above := document._dms_file_path())}

    def _number_and_date(self):
        """:return: the document as tables and slips name it, e.g. “Công văn số 12/UBND-NC ngày 02/3/2026”"""
        date = f" ngày {short_date_text(self.date)}" if self.date else ''
        return f"{self.kind or 'Văn bản'} số {self.code}{date}"

    def _citation(self):
        """:return: the document as a plan cites it, e.g. “Công văn số 12/UBND-NC ngày ... của ... về ...”"""
        subject = in_sentence(with_mark(self.subject or '', ''))
        date = date_text(self.date) if self.date else ''
        return ' '.join(filter(None, (
            self.kind or "Văn bản", f"số {self.code}", date, f"của {self.issuer}", f"về {subject.removeprefix('về ')}")))
