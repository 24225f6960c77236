import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...signatures.errors import SignatureError
from ...signatures.placing import signature_place
from ...signatures.validation import validate
from ..core.foreign_file import SIGNED, read_foreign
from ..core.reading import whole
from ..core.transitions import Transition
from .signature import signature_message


class SigningMixin(models.AbstractModel):
    """Digital signatures of an issued document: the signer's, then the agency's by the clerk.

    They are steps that leave the status as it is. Each appends to the file; the newest signed file is the one that is
    opened, printed and sent, the earlier ones stay.
    """

    _inherit = 'dan_van.signing.mixin'

    paper_signed = fields.Boolean(
        'Signed on paper', readonly=True, copy=False, given_by=('sign_paper',),
        help="Its signer can't sign digitally any more; the log says why. The agency's signature follows the paper.")
    signature_ids = fields.One2many(related='register_entry_id.signature_ids')
    signed_attachment_id = fields.Many2one(
        'ir.attachment', 'Signed PDF', compute='_compute_signed_attachment_id', compute_sudo=True,
        help="The newest signed file of the document.")

    @api.depends('register_entry_id.signature_ids')
    def _compute_signed_attachment_id(self):
        for document in self:
            document.signed_attachment_id = document.signature_ids[-1:].file_id.attachment_id

    def _current_pdf(self):
        return self.signed_attachment_id or super()._current_pdf()

    # Steps

    @api.model
    def _transitions(self):
        return super()._transitions().after(
            'issue',
            Transition('sign_pdf', self.env._("Digital signature of the signer"), ['issued'], 'issued'),
            Transition('sign_paper', self.env._("Record as signed on paper"), ['issued'], 'issued', reason=True),
            Transition('seal_pdf', self.env._("Digital signature of the agency"), ['issued'], 'issued'))

    def _next_signature(self):
        """:return: kind of the signature that the issued document waits for, or ``None``"""
        if self.state != 'issued' or not self.register_entry_id or not self.company_id.dan_van_signing:
            return None
        done = set(self.signature_ids.mapped('kind')) | ({'personal'} if self.paper_signed else set())
        return next((kind for kind in ('personal', 'agency') if kind not in done), None)

    def _may_sign_pdf(self):
        return self._next_signature() == 'personal' and self._may_sign()

    def _may_sign_paper(self):
        return self._next_signature() == 'personal' and (
            self._is_office() or self.env.user.has_group('dan_van.group_leadership'))

    def _may_seal_pdf(self):
        return self._next_signature() == 'agency' and self._acts_as_clerk()

    def _who_may(self, transition):
        if transition.name not in ('sign_pdf', 'sign_paper', 'seal_pdf'):
            return super()._who_may(transition)
        if not self.company_id.dan_van_signing:
            return signature_message(self.env, SignatureError('no_roots'))
        return self.env._(
            "%s signs first, then the clerk for the agency, each once. Who can't sign digitally any more has signed on paper: the "
            "office or the leadership records it.", self.signer_id.name)

    def _do_sign_pdf(self, make=None, way=None):
        self._keep_signed('personal', make, way)

    def _do_sign_paper(self):
        self.write({'paper_signed': True})

    def _do_seal_pdf(self, make=None, way=None):
        self._keep_signed('agency', make, way)

    @api.model
    def _open_domain(self):
        """An issued document waits for its signatures where the agency signs digitally."""
        signing = self.env['res.company'].sudo().search([('id', '!=', False)]).filtered('dan_van_signing')  # sudo: their numbers only
        unsigned = Domain('register_entry_id', 'any', [('signature_ids', 'not any', [('kind', '=', 'agency')])])
        issued = Domain('state', '=', 'issued') & Domain('company_id', 'in', signing.ids)
        return super()._open_domain() | issued & unsigned

    def _turn_is_personal(self):
        return self._next_signature() == 'personal' or super()._turn_is_personal()

    def _turn(self):
        kind = self._next_signature()
        if kind == 'personal':
            return self.signer_id, self.env._("Sign the issued PDF digitally")
        if kind == 'agency':
            return self._clerks(), self.env._("Sign the issued PDF digitally for the agency")
        return super()._turn()

    # The file

    def _keep_signed(self, kind, make, way):
        """Have the present file signed, and keep the result when it holds.

        :param make: function from the bytes of the present file to those of the signed one
        :param way: key of ``dan_van.signature.way``
        :raise UserError: what is wrong with the signed file
        """
        if not make:
            raise UserError(self.env._("Use the button of the document: the signature is made or uploaded there."))
        for document in self:
            try:
                before = whole(document._current_pdf()).raw
                signed = make(before)
                details = document._validate_signed(signed, before)
                holder = document._check_signature(kind, details)
            except SignatureError as error:
                # From None: what was tried may know the PIN.
                raise UserError(signature_message(self.env, error)) from None
            name = f'{document._file_name()} ({len(details)}).pdf'
            file = document.register_entry_id._keep_file('signed', name, signed, 'application/pdf')
            self.env['dan_van.signature']._note(document.register_entry_id, kind, way, details[-1], file, holder)
            document.invalidate_recordset(['signature_ids', 'signed_attachment_id'])

    def _validate_signed(self, pdf, before=None, moment=None):
        """:return: list of :class:`signatures.validation.Details`"""
        try:
            place = self._signature_place()
        except SignatureError:
            place = None
        return read_foreign(
            self.env, validate, pdf, whole(self.pdf_attachment_id).raw, self.env['dan_van.trusted.root']._of(self.company_id),
            limits=SIGNED, previous=before, place=place, signers=0 if self.paper_signed else 1, moment=moment)

    def _check_signature(self, kind, details):
        """
        :return: dan_van.holder.certificate, the recorded certificate of the new signature
        :raise SignatureError: there is more than one new signature, or it is somebody else's
        """
        count = len(details) - len(self.signature_ids)
        if count != 1:
            raise SignatureError('count', count=count)
        certificate = details[-1].certificate
        if kind == 'personal':
            signer = self._printed_signer()
            belongs = certificate.is_of_person(signer)
        else:
            signer = self.company_id.name
            belongs = certificate.is_of_agency(signer, ' '.join(self.snapshot['issuer']))
        if not belongs:
            raise SignatureError('other_holder', name=certificate.name, signer=signer)
        holder = self.env['dan_van.holder.certificate']._find(
            self.company_id, kind, self.signer_id, key=certificate.key)
        if not holder:
            raise SignatureError(
                'not_recorded' if kind == 'personal' else 'agency_not_recorded', name=certificate.name, serial=certificate.serial,
                issuer=certificate.issuer, signer=signer)
        return holder

    def _printed_signer(self):
        return self.snapshot['signature']['name']

    def _signature_place(self):
        """:return: :class:`signatures.placing.Place` of the signature on the issued PDF"""
        return read_foreign(self.env, signature_place, whole(self.pdf_attachment_id).raw, self._printed_signer())

    # Buttons

    def action_sign_pdf(self):
        """Open the dialog for the signer's digital signature."""
        return self._open_signing('sign_pdf')

    def action_sign_paper(self, reason=None):
        """Let the agency's signature follow where the signer can't sign digitally; asks for the reason where none is given."""
        return self._action_with_reason('sign_paper', reason)

    def action_seal_pdf(self):
        """Open the dialog for the agency's digital signature."""
        return self._open_signing('seal_pdf')

    def _open_signing(self, name):
        self.ensure_one()
        self.check_access('read')
        self._guard(self._get_transition(name))
        return {
            'type': 'ir.actions.act_window',
            'name': self._get_transition(name).label,
            'res_model': 'dan_van.sign.wizard',
            'view_mode': 'form',
            'target': 'new',
            'context': {'default_res_model': self._name, 'default_res_id': self.id, 'default_transition': name},
        }

    def action_check_signatures(self):
        """Validate the signatures of the present file anew, as of the day when the last one came.

        :return: action that tells the result
        :raise UserError: there is no file yet
        """
        self.ensure_one()
        self.check_access('read')
        document = self.sudo()  # sudo: who reads the document may know whether its signatures hold.
        if not document._current_pdf():
            raise UserError(self.env._("“%s” has not been issued yet: there are no signatures to check.", self.display_name))
        try:
            last = document.signature_ids[-1:]
            came = last.create_date and last.create_date.replace(tzinfo=datetime.UTC)
            details = document._validate_signed(whole(document._current_pdf()).raw, moment=came)
            message, good = self.env._("All %s signatures hold, and nothing else was added to the file.", len(details)), True
        except SignatureError as error:
            message, good = signature_message(self.env, error), False
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {'type': 'success' if good else 'danger', 'sticky': not good, 'message': message},
        }
