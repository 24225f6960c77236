import hashlib
from dataclasses import asdict, replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...rendering.copying import gone_words
from ...rendering.fields import drawn
from ...signatures.copying import with_words
from ...signatures.errors import SignatureError
from ...signatures.filling import field_sizes, fill
from ..core.foreign_file import SIGNING, read_foreign
from ..core.reading import for_reader, whole
from ..core.res_company import legal_time
from ..core.transitions import Transition
from .issued_file import canonical
from .signature import signature_message


class SigningMixin(models.AbstractModel):
    """Digital signatures, in the order of Nghị định 30/2020/NĐ-CP (Điều 13, 15, 17 and 18): the signer signs, then the document gets
    its number and day, then the agency signs, and with that it is issued.

    Each appends to the file; the newest is the one that is opened, printed and sent, the earlier ones stay. What was issued while the
    agency did not sign digitally is signed afterwards by steps that leave its status as it is.
    """

    _name = 'dan_van.signing.mixin'
    _inherit = ['dan_van.signing.mixin', 'dan_van.pdf.signing']

    signs_digitally = fields.Boolean(
        related='company_id.dan_van_signing', related_sudo=True, help="The agency trusts an authority for digital signatures.")
    paper_signed = fields.Boolean(
        'Signed on paper', readonly=True, copy=False, given_by=('sign', 'sign_paper', 'return'),
        help="Its signer can't sign digitally; the log says why. The agency's signature follows the paper.")
    signature_ids = fields.One2many(related='register_entry_id.signature_ids')
    signed_attachment_id = fields.Many2one(
        'ir.attachment', 'Signed PDF', compute='_compute_signed_attachment_id', compute_sudo=True,
        help="The newest signed file of the document.")
    # On the way to the issue
    signer_pdf_id = fields.Many2one(
        'ir.attachment', 'PDF signed by its signer', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('sign', 'sign_pdf', 'return'))
    numbered_pdf_id = fields.Many2one(
        'ir.attachment', 'PDF with its number', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('number', 'issue', 'return'))
    pdf_revisions = fields.Json(given_by=('sign', 'sign_pdf', 'number', 'issue', 'return', 'preserve'))
    signer_signature = fields.Json(
        'Signature of the signer', readonly=True, copy=False, given_by=('sign', 'sign_pdf', 'return'),
        groups='dan_van.group_office,dan_van.group_clerk,dan_van.group_leadership',
        help="What is noted of it at the issue.")
    signed_print = fields.Char('Print that was signed', readonly=True, copy=False, given_by=('sign', 'sign_pdf', 'number', 'return'))

    @api.depends('register_entry_id.signature_ids')
    def _compute_signed_attachment_id(self):
        for document in self:
            newest = document.signature_ids[-1:]
            # Number and day came after the signature of the signer.
            numbered = document.pdf_attachment_id if newest.kind == 'personal' and document.pdf_revisions else None
            document.signed_attachment_id = numbered or newest.file_id.attachment_id

    def _current_pdf(self):
        issued = self.preserved_pdf_id or self.signed_attachment_id or super()._current_pdf()
        return issued or self.numbered_pdf_id or self.signer_pdf_id

    def _printed_file(self):
        """:return: bytes of the issued PDF as it is printed: that of a document that is in force no more says so on its first page. The
            file itself stays as it was issued
        :raise UserError: that can't be drawn on it
        """
        pdf, note = whole(self._current_pdf()).raw, for_reader(self).register_entry_id._gone_note()
        if not note:
            return pdf
        try:
            return read_foreign(self.env, with_words, pdf, gone_words(note)[0], limits=SIGNING)
        except SignatureError as error:
            raise UserError(signature_message(self.env, error)) from None

    # Steps

    @api.model
    def _transitions(self):
        return super()._transitions().replaced('return', sources=['submitted', 'signed', 'numbered']).replaced(
            'issue', sources=['signed', 'numbered']).before(
            'issue',
            Transition('number', self.env._("Give the number"), ['signed'], 'numbered')).after(
            'issue',
            Transition('sign_pdf', self.env._("Digital signature of the signer"), ['signed', 'issued'], None),
            Transition('sign_paper', self.env._("Record as signed on paper"), ['signed', 'issued'], None, reason=True),
            Transition('seal_pdf', self.env._("Digital signature of the agency"), ['issued'], None))

    def _next_signature(self):
        """:return: kind of the signature that the document waits for now that it has left its signer, or ``None``"""
        if not self.company_id.dan_van_signing or self.state not in ('signed', 'numbered', 'issued'):
            return None
        done = set(self.signature_ids.mapped('kind'))
        if self.signer_pdf_id or self.paper_signed:
            done.add('personal')
        kinds = ('personal',) if self.state == 'signed' else ('personal', 'agency')
        return next((kind for kind in kinds if kind not in done), None)

    def _numbering(self):
        return 'number' if self.state == 'signed' and self.company_id.dan_van_signing else super()._numbering()

    def _may_number(self):
        return self._numbering() == 'number' and not self._next_signature() and self._acts_as_clerk()

    def _may_issue(self):
        return self._numbering() == 'issue' and super()._may_issue()

    def _may_sign_pdf(self):
        return self._next_signature() == 'personal' and self._is_signer()

    def _may_sign_paper(self):
        return self._next_signature() == 'personal' and (
            self._is_office() or self.env.user.has_group('dan_van.group_leadership'))

    def _may_seal_pdf(self):
        return self._next_signature() == 'agency' and self._acts_as_clerk()

    def _who_may(self, transition):
        if transition.name in ('number', 'issue') and self._next_signature() == 'personal':
            return self.env._("%s signs it digitally first; then it gets its number.", self.signer_id.name)
        if transition.name == 'issue' and self._numbering() == 'number':
            return self.env._("It gets its number first; it is issued by the digital signature of the agency.")
        if transition.name not in ('sign_pdf', 'sign_paper', 'seal_pdf'):
            return super()._who_may(self._get_transition('issue') if transition.name == 'number' else transition)
        if not self.company_id.dan_van_signing:
            return signature_message(self.env, SignatureError('no_roots'))
        return self.env._(
            "%s signs first, then the clerk for the agency, each once. Who can't sign digitally any more has signed on paper: the "
            "office or the leadership records it.", self.signer_id.name)

    def _do_sign(self, *, make=None, way=None):
        result = super()._do_sign()
        self._check_digital(make)
        for document in self.filtered('signs_digitally'):
            if way == 'paper':
                document.paper_signed = True
            else:
                document._sign_laid_out(make, way)
        return result

    def _check_digital(self, make):
        """:raise UserError: a digital signature comes where none is taken: the agency has ceased to sign while the dialog was open"""
        if make and not all(document.signs_digitally for document in self):
            raise UserError(signature_message(self.env, SignatureError('no_roots')))

    def _do_sign_pdf(self, make=None, way=None):
        for document in self:
            if document.state == 'signed':
                document._sign_laid_out(make, way)
            else:
                document._keep_signed('personal', make, way)

    def _do_sign_paper(self):
        self.write({'paper_signed': True})

    def _do_number(self, date=None, reserved=None):
        for document in self:
            document._give_number(date, reserved)
            signed = document.signer_pdf_id and legal_time(document.signed_date).date()
            if signed and document.document_date < signed:
                raise UserError(self.env._(
                    "“%(document)s” was signed digitally on %(date)s: it gets no day before. Choose that day or a later one, or a number "
                    "without an earlier day.", document=document.display_name, date=format_date(self.env, signed)))
            document.register_entry_id._wait_for_issue()
            document._fill_in()

    def _do_issue(self, date=None, reserved=None, *, make=None, way=None, moment=None):
        self._check_digital(make)
        # Where the agency signs digitally no more, what its signer has signed is issued all the same, with its number.
        self.filtered(lambda document: document.signer_pdf_id and not document.register_entry_id)._do_number(date, reserved)
        numbered = self.filtered('register_entry_id')
        for document in numbered:
            document._check_print()
            pdf = whole(document.numbered_pdf_id).raw
            signed = document.signs_digitally and document._signed_by('agency', make, pdf)
            annexes = document._annexes_to_sign(moment)
            if signed:
                annexes = {annex: annex._signed(make, pdf) for annex, pdf in annexes.items()}
            document.register_entry_id._issue()
            document._keep_files(annexes)
            if signed:
                document._note_signed('agency', way, *signed)
        numbered._take_effect()
        return super(SigningMixin, self - numbered)._do_issue(date, reserved)

    def _do_seal_pdf(self, make=None, way=None):
        self._keep_signed('agency', make, way)
        for document in self:
            for annex, pdf in document._annexes_to_sign().items():
                annex._keep(annex._signed(make, pdf))

    def _do_return(self):
        result = super()._do_return()
        for document in self:
            document.register_entry_id._give_back()
            # What was returned is no source of what is issued.
            (document.signer_pdf_id | document.numbered_pdf_id)._set_aside('signer_signature')
        self.write({
            'paper_signed': False, 'signer_pdf_id': False, 'numbered_pdf_id': False, 'signer_signature': False, 'pdf_revisions': False,
            'signed_print': False, 'register_entry_id': False, 'document_date': False})
        return result

    @api.model
    def _open_domain(self):
        """An issued document waits for its signatures where they were begun, or the agency had begun to sign digitally."""
        signing = self.env['res.company'].sudo().search([('id', '!=', False)]).filtered('dan_van_signing')  # sudo: their numbers only
        unsigned = Domain('register_entry_id', 'any', [('signature_ids', 'not any', [('kind', '=', 'agency')])])
        begun = Domain('paper_signed', '=', True) | Domain('register_entry_id.signature_ids', '!=', False)
        since = Domain.OR(Domain('company_id', '=', company.id) & (begun | Domain(
            'document_date', '>=', company.dan_van_signing_since)) for company in signing)
        return super()._open_domain() | Domain('state', '=', 'issued') & since & unsigned

    def _awaited_signature(self):
        """:return: kind of the signature that somebody is to make now, or ``None``: what was issued before the agency began to sign
        digitally may be signed, and waits for nobody"""
        is_older = self.state == 'issued' and self.document_date and not (self.paper_signed or self.signature_ids) and (
            self.company_id.dan_van_signing_since or self.document_date) > self.document_date
        return None if is_older else self._next_signature()

    def _turn_is_personal(self):
        return self._awaited_signature() == 'personal' or super()._turn_is_personal()

    def _turn(self):
        kind = self._awaited_signature()
        if kind == 'personal':
            return self.signer_id, self.env._("Sign the PDF digitally")
        if kind == 'agency':
            return self._clerks(), self.env._("Sign the PDF digitally for the agency")
        return super()._turn()

    # The file

    def _unsealed(self):
        return 0 if self.paper_signed else 1

    def _printed(self):
        """:return: dict of what is printed, as at the issue; before it as it would be now"""
        return self.snapshot or asdict(self._official_document())

    def _to_sign(self):
        """:return: bytes of the PDF that is to be signed: laid out without number and day where its signer signs first"""
        if current := self._current_pdf():
            return whole(current).raw
        document, pdf = self._own_report()._fillable(self)
        blank = replace(document, fillable=False, number=None)
        return fill(pdf, *drawn(blank, field_sizes(pdf)))

    def _sign_laid_out(self, make, way):
        """Have the document signed by its signer, before it has number and day."""
        before = self._to_sign()
        signed, details, holder = self._signed_by('personal', make, before, issued=before)
        self.write({
            'signer_pdf_id': self._file_on_its_way(f'{self._file_name()} (1).pdf', signed).id,
            'pdf_revisions': {'laid_out': len(before)}, 'signed_print': self._print_hash(),
            'signer_signature': self.env['dan_van.signature']._described('personal', way, details[-1], holder)})

    def _file_on_its_way(self, name, pdf):
        """:return: ir.attachment of the document, kept for good"""
        # sudo: the step that signs or numbers has been guarded; nobody else files under what is signed.
        return self.env['ir.attachment'].sudo()._create_locked({
            'name': name, 'raw': pdf, 'mimetype': 'application/pdf', 'res_model': self._name, 'res_id': self.id,
            'company_id': self.company_id.id})

    def _print_hash(self):
        """:return: str, the same for the same print but for number and day"""
        document = replace(self._official_document(), number=None, date=None, draft=False)
        return hashlib.sha256(canonical(document.as_json())).hexdigest()

    def _fill_in(self):
        """Fill number and day into what its signer has signed; what was signed on paper is laid out with them."""
        if self.signer_pdf_id:
            signed = whole(self.signer_pdf_id).raw
            pdf = self._filled_in(signed)
            self.pdf_revisions = {**self.pdf_revisions, 'ours': [[len(signed), len(pdf)]]}
        else:
            pdf = self._render_pdf()
            self.signed_print = self._print_hash()
        self.numbered_pdf_id = self._file_on_its_way(f'{self._file_name()}.pdf', pdf)

    def _check_print(self):
        """:raise UserError: number, snapshot and Word file would go with another print than was signed"""
        if self._print_hash() != self.signed_print:
            raise UserError(self.env._(
                "What is printed of “%s” is no more what was signed: the agency, a unit or a person has another name since. Return "
                "it, so that it is signed as it is now.", self.display_name))

    def _filled_in(self, pdf):
        self._check_print()
        sizes = read_foreign(self.env, field_sizes, pdf)
        return read_foreign(self.env, fill, pdf, *drawn(self._official_document(), sizes), limits=SIGNING)

    def _keep_pdf(self):
        if not self.numbered_pdf_id:
            return super()._keep_pdf()
        entry = self.register_entry_id
        if self.signer_pdf_id:
            file = entry._note_files('signed', {self.signer_pdf_id: whole(self.signer_pdf_id).raw})
            self.env['dan_van.signature']._note(entry, self.signer_signature, file)
        return entry._note_files('pdf', {self.numbered_pdf_id: whole(self.numbered_pdf_id).raw})

    def _keep_signed(self, kind, make, way):
        """Have the present file of issued documents signed, and keep the result when it holds.

        :param make: as for :meth:`_signed_by`
        :param way: key of ``dan_van.signature.way``
        :raise UserError: what is wrong with the signed file
        """
        for document in self:
            document._note_signed(kind, way, *document._signed_by(kind, make, whole(document._current_pdf()).raw))

    def _note_signed(self, kind, way, pdf, details, holder):
        """Keep what :meth:`_signed_by` has returned."""
        entry, signatures = self.register_entry_id, self.env['dan_van.signature']
        file = entry._keep_file('signed', f'{self._file_name()} ({len(details)}).pdf', pdf, 'application/pdf')
        signatures._note(entry, signatures._described(kind, way, details[-1], holder), file)
        self.invalidate_recordset(['signature_ids', 'signed_attachment_id'])
        if kind == 'agency':
            self._prove_soon()

    # Buttons

    def action_sign(self):
        """Sign as the signer named on the document; opens the dialog where the agency signs digitally, which lists the others."""
        self.check_access('read')
        return self[:1]._open_signing('sign') if self[:1].signs_digitally else super().action_sign()

    def action_sign_pdf(self):
        """Open the dialog for the signer's digital signature."""
        return self._open_signing('sign_pdf')

    def action_sign_paper(self, reason=None):
        """Let the agency's signature follow where the signer can't sign digitally; asks for the reason where none is given."""
        return self._action_with_reason('sign_paper', reason)

    def action_number(self):
        """Give number and day to what its signer has signed digitally; see :meth:`action_issue`."""
        return self._number('number')

    def action_issue(self):
        """As before; where the document has its number, open the dialog for the agency's digital signature."""
        self.check_access('read')
        return self[:1]._open_signing('issue') if self[:1].state == 'numbered' and self[:1].signs_digitally else super().action_issue()

    def action_seal_pdf(self):
        """Open the dialog for the agency's digital signature."""
        return self._open_signing('seal_pdf')

    def _open_signing(self, name):
        self.ensure_one()
        self.check_access('read')
        self._guard(self._get_transition(name))
        shown = {key: self.env.context[key] for key in ('dan_van_shown',) if key in self.env.context}
        return {
            'type': 'ir.actions.act_window',
            'name': self._get_transition(name).label,
            'res_model': 'dan_van.sign.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_res_model': self._name, 'default_res_id': self.id, 'default_transition': name, **shown},
        }

    def _details_beside(self, last, moment):
        if last.kind != 'agency':
            return []
        return [annex._signature(pdf, moment) for annex, pdf in self._annexes_to_sign().items()]
