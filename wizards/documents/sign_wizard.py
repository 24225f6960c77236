import base64
import io
import zipfile
from urllib.parse import quote

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...exchange.packed import entry
from ...models.core.files_field import Files
from ...models.core.reading import whole
from ...models.documents.signature import KINDS, signature_message
from ...rendering.characters import said
from ...signatures.errors import SignatureError

_KIND = {'sign': 'personal', 'sign_pdf': 'personal', 'issue': 'agency', 'seal_pdf': 'agency'}
_STATES = ('submitted', 'signed', 'numbered', 'issued')  # in which a digital signature may come
MOST = 30  # documents at once: each is signed and checked by a process of its own


class SignWizard(models.TransientModel):
    """Asks how a PDF is signed digitally: here with the user's own certificate, or outside with the result uploaded.

    The PIN belongs to the call that saves the dialog and to nothing else: the signature is made in it, and the PIN is neither
    stored nor given back. Other documents that wait for the same signature of the same person are signed in that call too: all of
    them, or none. Its signer who can't sign digitally signs by hand, and says why.
    """

    _name = 'dan_van.sign.wizard'
    _description = 'Digital signature of a document'
    _inherit = ['dan_van.unlogged', 'dan_van.readable.links']

    _unlogged = ('upload',)

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference('Document', model_field='res_model', required=True, readonly=True)
    transition = fields.Selection(
        [('sign', "Signer"), ('sign_pdf', "Signer, afterwards"), ('issue', "Agency"), ('seal_pdf', "Agency, afterwards")],
        required=True, readonly=True)
    kind = fields.Selection(KINDS, compute='_compute_kind')
    way = fields.Selection(
        [('here', "With my certificate in Odoo"), ('outside', "Sign outside (token, SIM, remote service) and upload")],
        'How', required=True, default=lambda self: self._default_way())
    certificate_id = fields.Many2one(
        'dan_van.certificate', domain="[('user_id', '=', uid), ('kind', '=', kind)]",
        default=lambda self: self._default_certificate())
    pin = fields.Char('PIN', compute='_compute_pin', readonly=False, help="Used once and stored nowhere.")
    turn_ids = fields.Many2many(
        'mail.activity', 'dan_van_sign_wizard_turn_rel', 'wizard_id', 'activity_id', 'Other documents that wait for my signature',
        default=lambda self: self._default_turns())
    signs_all = fields.Boolean('Sign these too, with the same PIN')
    upload = fields.Binary('Signed PDF', attachment=False)
    upload_name = fields.Char('Name of the file')
    has_annexes = fields.Boolean(compute='_compute_has_annexes')
    annex_upload_ids = Files(
        'ir.attachment', 'dan_van_sign_wizard_annex_rel', 'wizard_id', 'attachment_id', 'Signed annexes',
        help="Those in files of their own; which is which is seen from what was signed.")
    pdf = fields.Binary('PDF to sign', compute='_compute_pdf', help="With its annexes in files of their own an archive of all.")
    by_hand = fields.Boolean("I can't sign digitally: I have signed the printed copy by hand")
    reason = fields.Char()
    done = fields.Boolean(readonly=True)

    @api.depends('transition')
    def _compute_kind(self):
        for wizard in self:
            wizard.kind = _KIND.get(wizard.transition)

    def _compute_pdf(self):
        for wizard in self:
            document = wizard._document()
            document._guard(document._get_transition(wizard.transition))
            wizard.pdf = base64.b64encode(wizard._packed() if wizard.has_annexes else document._to_sign())

    @api.depends('res_model', 'res_id', 'kind')
    def _compute_has_annexes(self):
        for wizard in self:
            wizard.has_annexes = bool(wizard._annexes())

    def _annexes(self):
        """:return: dan_van.annex, those in files of their own, which the agency signs with their document"""
        return self._document()._annex_records()._apart() if self.kind == 'agency' else self.env['dan_van.annex']

    def _packed(self):
        """:return: bytes of an archive of the PDFs that are to be signed"""
        document, target = self._document(), io.BytesIO()
        with zipfile.ZipFile(target, 'w') as archive:
            archive.writestr(entry(f'{document._file_name()}.pdf'), document._to_sign())
            for annex, pdf in document._annexes_to_sign(self.create_date).items():
                archive.writestr(entry(annex._file_name()), pdf)
        return target.getvalue()

    def _uploaded(self, annex, pdf):
        """
        :return: bytes of ``annex`` as it was signed outside
        :raise UserError: it is not among the files that were chosen
        """
        for file in whole(self.annex_upload_ids):
            if len(file.raw or b'') > len(pdf) and file.raw.startswith(pdf):
                return file.raw
        raise UserError(self.env._(
            "The annex “%s” is not among the signed files. Sign all files of the archive that you have downloaded here, and choose them: "
            "those of a dialog that was closed say another time.", annex.title))

    @api.model
    def _default_turns(self):
        """:return: mail.activity of the other documents that wait for this signature of the current user, and that he has read"""
        chosen = self.env.context.get('default_res_model'), self.env.context.get('default_res_id')
        kind, found = _KIND.get(self.env.context.get('default_transition')), self.env['mail.activity']
        turn = self.env.ref('dan_van.mail_activity_turn')
        for name in self.env['dan_van.approval']._document_models() if kind else ():
            documents = self.env[name].search([('is_my_turn', '=', True), ('state', 'in', _STATES)], limit=MOST)
            documents = documents.filtered(lambda each: (each._name, each.id) != chosen and _signing_step(each, kind))
            documents -= documents.filtered(lambda each: each.state == 'submitted') - documents._read_by_user()
            found |= found.search([
                ('user_id', '=', self.env.uid), ('activity_type_id', '=', turn.id), ('res_model', '=', name), ('res_id', 'in', documents.ids)])
        return found.sorted('id')[:MOST - 1]

    def _compute_pin(self):
        self.pin = False

    @api.model
    def _default_certificate(self):
        return self.env['dan_van.certificate'].search([
            ('user_id', '=', self.env.uid), ('kind', '=', _KIND.get(self.env.context.get('default_transition'))),
            ('valid_to', '>', fields.Datetime.now())], limit=1)

    @api.model
    def _default_way(self):
        return 'here' if self._default_certificate() else 'outside'

    @api.model_create_multi
    def create(self, vals_list):
        """Make the dialog's record; with ``pin`` among its values the document is signed with the chosen certificate.

        :raise UserError: the step is not the user's, the PIN is wrong, or the signature does not hold
        """
        pins = [self._sent_pin(vals) for vals in vals_list]
        wizards = super().create([{
            name: value for name, value in vals.items() if name != 'pin'} for vals in vals_list])
        for wizard, pin in zip(wizards, pins):
            wizard._sign_here(pin)
        return wizards

    def write(self, vals):
        """As :meth:`create`, for a dialog that was open already."""
        pin = self._sent_pin(vals)
        result = super().write({name: value for name, value in vals.items() if name != 'pin'})
        for wizard in self:
            wizard._sign_here(pin)
        return result

    @api.model
    def _sent_pin(self, vals):
        """
        :return: the PIN among ``vals``, or ``None``
        :raise UserError: these are no values, or it is no text; no message repeats it
        """
        if not isinstance(vals, dict):
            self._check_kinds(vals)
        pin = vals.get('pin')
        if pin and not isinstance(pin, str):
            raise UserError(signature_message(self.env, SignatureError('wrong_pin')))
        return pin

    def _document(self):
        return self._of(self.res_model, self.res_id)

    def _of(self, model, res_id):
        if model not in (*self.env['dan_van.approval']._document_models(), 'dan_van.copy') or self.transition not in _KIND:
            raise UserError(self.env._("“%s” is no document that can be signed.", model))
        return self.env[model].browse(res_id)

    def _sign_here(self, pin):
        if not pin or self.way != 'here' or self.done:
            return
        steps = {self._document(): self.transition, **(self._other_steps() if self.signs_all else {})}
        if len(steps) > MOST:
            raise UserError(self.env._("%s documents are signed at once at most: take some out, and sign them afterwards.", MOST))
        certificate = self.certificate_id
        if not certificate:
            raise UserError(self.env._("Choose your certificate and enter its PIN."))
        certificate.check_access('read')
        for document, step in steps.items():
            document._transition(
                step, make=lambda pdf, annex=None, own=document: certificate._sign(annex or own, pdf, pin, self.kind), way='here')
        self.done = True

    def _other_steps(self):
        """:return: ``{document: name of its step}`` of the documents that are signed along"""
        # What the form shows is said of its own document alone.
        found = [self.with_context(dan_van_shown=False)._of(each.res_model, each.res_id) for each in self.turn_ids]
        return {document: _signing_step(document, self.kind) or self.transition for document in found}

    def action_confirm(self):
        """Take the uploaded file, or note the signature by hand; what was signed with a certificate is done already."""
        self.ensure_one()
        if self.by_hand:
            if self.transition != 'sign':
                raise UserError(self.env._("The agency's signature is a digital one here. Choose one of the two ways above."))
            if not said(self.reason):
                raise UserError(self.env._("Write why you can't sign digitally: the log tells it."))
            self._document()._transition('sign', self.reason, way='paper')
        elif self.way == 'outside':
            if not self.upload:
                raise UserError(self.env._("Download the file, sign it, and choose the signed file here."))
            raw = base64.b64decode(whole(self).upload)
            # The time that the files say which were downloaded.
            given = {'moment': self.create_date} if self.has_annexes and self.transition == 'issue' else {}
            self._document()._transition(
                self.transition, make=lambda pdf, annex=None: self._uploaded(annex, pdf) if annex else raw, way='outside', **given)
            # They are kept with the document now.
            self.annex_upload_ids.filtered(
                lambda file: file.res_model == self._name and file.res_id in (0, self.id) and file.create_uid == self.env.user).unlink()
        elif not self.done:
            raise UserError(self.env._("Choose your certificate and enter its PIN."))
        return {'type': 'ir.actions.act_window_close'}

    def action_download(self):
        """Download the PDF that is to be signed: laid out without number and day, or with what was signed and filled in."""
        self.ensure_one()
        document = self._document()
        document.check_access('read')
        document._prepare_to_sign()
        name = quote(f"{document._file_name()}.{'zip' if self.has_annexes else 'pdf'}")
        return {
            'type': 'ir.actions.act_url',
            'url': f'/web/content/{document._current_pdf().id}?download=true' if document._current_pdf() and not self.has_annexes else (
                f'/web/content/{self._name}/{self.id}/pdf/{name}?download=true'),
            'target': 'download',
        }


def _signing_step(document, kind):
    """:return: name of the step by which the current user signs ``document`` digitally now, or ``None``"""
    if not document.company_id.dan_van_signing:
        return None
    names = [name for name, each in _KIND.items() if each == kind and document._may(document._get_transition(name))]
    return next((name for name in names if name != 'issue' or document.state == 'numbered'), None)
