import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.core.reading import whole
from ...models.documents.signature import KINDS, signature_message
from ...signatures.errors import SignatureError

_KIND = {'sign_pdf': 'personal', 'seal_pdf': 'agency'}
MOST = 30  # documents at once: each is signed and checked by a process of its own


class SignWizard(models.TransientModel):
    """Asks how an issued PDF is signed: here with the user's own certificate, or outside with the result uploaded.

    The PIN belongs to the call that saves the dialog and to nothing else: the signature is made in it, and the PIN is neither
    stored nor given back. Other documents that wait for the same signature of the same person are signed in that call too: all of
    them, or none.
    """

    _name = 'dan_van.sign.wizard'
    _description = 'Digital signature of a document'
    _inherit = ['dan_van.unlogged', 'dan_van.readable.links']

    _unlogged = ('upload',)

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference('Document', model_field='res_model', required=True, readonly=True)
    transition = fields.Selection(
        [('sign_pdf', "Signer"), ('seal_pdf', "Agency")], required=True, readonly=True)
    kind = fields.Selection(KINDS, compute='_compute_kind')
    way = fields.Selection(
        [('here', "With my certificate in Odoo"), ('outside', "Sign outside (token, SIM, remote service) and upload")],
        'How', required=True, default=lambda self: self._default_way())
    certificate_id = fields.Many2one(
        'dan_van.certificate', domain="[('user_id', '=', uid), ('kind', '=', kind)]",
        default=lambda self: self._default_certificate())
    pin = fields.Char('PIN', compute='_compute_pin', readonly=False, help="Used once and stored nowhere.")
    entry_ids = fields.Many2many(
        'dan_van.register.entry', 'dan_van_sign_wizard_entry_rel', 'wizard_id', 'entry_id', 'Other documents that wait for my signature',
        default=lambda self: self._default_entries())
    signs_all = fields.Boolean('Sign these too, with the same PIN')
    upload = fields.Binary('Signed PDF', attachment=False)
    upload_name = fields.Char('Name of the file')
    done = fields.Boolean(readonly=True)

    @api.depends('transition')
    def _compute_kind(self):
        for wizard in self:
            wizard.kind = _KIND.get(wizard.transition)

    @api.model
    def _default_entries(self):
        """:return: dan_van.register.entry of the other documents that wait for this signature of the current user"""
        chosen = self.env.context.get('default_res_model'), self.env.context.get('default_res_id')
        kind, entries = _KIND.get(self.env.context.get('default_transition')), self.env['dan_van.register.entry']
        for name in self.env['dan_van.approval']._document_models() if kind else ():
            documents = self.env[name].search([('state', '=', 'issued'), ('is_my_turn', '=', True)], limit=MOST)
            entries |= documents.filtered(lambda each: (
                each._next_signature() == kind and (each._name, each.id) != chosen)).register_entry_id
        return entries.sorted('id')[:MOST - 1]

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
        if self.res_model not in self.env['dan_van.approval']._workflow_models() or self.transition not in _KIND:
            raise UserError(self.env._("“%s” is no document that can be signed.", self.res_model))
        return self.env[self.res_model].browse(self.res_id)

    def _sign_here(self, pin):
        if not pin or self.way != 'here' or self.done:
            return
        documents = [self._document(), *(entry._document() for entry in self.entry_ids if self.signs_all)]
        if len(documents) > MOST:
            raise UserError(self.env._("%s documents are signed at once at most: take some out, and sign them afterwards.", MOST))
        certificate = self.certificate_id
        if not certificate:
            raise UserError(self.env._("Choose your certificate and enter its PIN."))
        certificate.check_access('read')
        for document in documents:
            document._transition(
                self.transition, make=lambda pdf, own=document: certificate._sign(own, pdf, pin, self.kind), way='here')
        self.done = True

    def action_confirm(self):
        """Take the uploaded file; what was signed with a certificate is done already."""
        self.ensure_one()
        if self.way == 'outside':
            if not self.upload:
                raise UserError(self.env._("Download the file, sign it, and choose the signed file here."))
            raw = base64.b64decode(whole(self).upload)
            self._document()._transition(self.transition, make=lambda pdf: raw, way='outside')
        elif not self.done:
            raise UserError(self.env._("Choose your certificate and enter its PIN."))
        return {'type': 'ir.actions.act_window_close'}

    def action_download(self):
        """Download the PDF that is to be signed: the issued one, or the one that the signer has signed."""
        self.ensure_one()
        document = self._document()
        document.check_access('read')
        return {
            'type': 'ir.actions.act_url',
            'url': f'/web/content/{document._current_pdf().id}?download=true',
            'target': 'download',
        }
