import base64
import datetime
import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ...signatures.certificates import check_valid, read_pkcs12
from ...signatures.errors import SignatureError
from ...signatures.picture import image_size
from ...signatures.placing import seal_place
from ...signatures.signing import Appearance, sign
from ...signatures.validation import seen_signatures
from ..core.foreign_file import KEY, SIGNING, read_foreign
from ..core.reading import whole
from .certificate_details import certificate_values
from .signature import KINDS, signature_message

# Models whose callers send a PIN along.
_WITH_PIN = ('dan_van.certificate', 'dan_van.sign.wizard')


class _WithoutPin(logging.Filter):
    """Keeps what a client sends to the models of :data:`_WITH_PIN` out of the log, which at level DEBUG shows all calls."""

    def filter(self, record):
        if isinstance(record.args, tuple) and record.args and getattr(record.args[0], '_name', None) in _WITH_PIN:
            record.args = (*record.args[:2], "...")
        return True


logging.getLogger('odoo.service.model').addFilter(_WithoutPin())


class Certificate(models.Model):
    """A user's own key and certificate, as the PKCS#12 file that he has uploaded.

    The file stays encrypted with the PIN of its owner, which is asked at each signing and kept nowhere: neither here nor in
    a log. Nobody reads the file back, not even its owner; who loses it asks the authority.
    """

    _name = 'dan_van.certificate'
    _description = 'Digital certificate'
    _inherit = ['dan_van.lock', 'dan_van.unlogged']
    _order = 'kind desc, valid_to desc, id desc'

    _open_in = ()
    _deleted_in = True
    _unlogged = ('pkcs12', 'image')

    user_id = fields.Many2one(
        'res.users', 'Owner', required=True, readonly=True, index=True, ondelete='cascade', default=lambda self: self.env.user)
    kind = fields.Selection(
        KINDS, required=True, default=lambda self: self._default_kind(),
        help="The agency's certificate belongs to the clerk who keeps its seal.")
    pkcs12 = fields.Binary('File', attachment=False, readonly=True, copy=False, groups=fields.NO_ACCESS)
    image = fields.Binary(
        'Picture', attachment=False, copy=False, open_in=True,
        help="PNG with a transparent ground: the signature in blue, the seal in red (Nghị định 30/2020/NĐ-CP).")
    width = fields.Float(
        'Width of the seal (mm)', default=36, open_in=True, help="The seal is printed at its real size.")
    # What the certificate says
    name = fields.Char('Holder', readonly=True)
    organisation = fields.Char(readonly=True)
    issuer = fields.Char('Issued by', readonly=True)
    serial = fields.Char('Serial number', readonly=True)
    valid_from = fields.Datetime(readonly=True)
    valid_to = fields.Datetime(readonly=True)
    key = fields.Char('Key (SHA-256)', readonly=True)
    is_recorded = fields.Boolean(
        'Recorded', compute='_compute_is_recorded',
        help="Whether an administrator has recorded this certificate as yours, or as the agency's. Only then you can sign "
             "with it.")
    # Sent once and never stored
    upload = fields.Binary(
        'Certificate file', compute='_compute_sent', readonly=False, copy=False, help="A .p12 or .pfx file, protected by a PIN.")
    upload_name = fields.Char('Name of the file', compute='_compute_sent', readonly=False, copy=False)
    pin = fields.Char('PIN', compute='_compute_sent', readonly=False, copy=False)

    _width_allowed = models.Constraint('CHECK(width BETWEEN 10 AND 60)', "A seal is between 10 and 60 mm wide.")

    @api.model
    def _default_kind(self):
        return 'agency' if self.env.user.has_group('dan_van.group_clerk') else 'personal'

    def _compute_sent(self):
        self.upload = self.upload_name = self.pin = False

    @api.depends('key', 'issuer', 'serial', 'kind')
    @api.depends_context('company')
    def _compute_is_recorded(self):
        Holder = self.env['dan_van.holder.certificate']
        for certificate in self:
            # The key of a file that was uploaded before keys were kept is not known without its PIN.
            by = ('key',) if certificate.key else ('issuer', 'serial')
            certificate.is_recorded = bool(Holder._find(
                self.env.company, certificate.kind, certificate.user_id, **{name: certificate[name] for name in by}))

    @api.model_create_multi
    def create(self, vals_list):
        """Keep certificates of the current user, and propose them to the administrator.

        :param vals_list: with ``upload`` (the file) and ``pin``, which opens it once to see whose it is
        :raise UserError: the file, its PIN or the picture is wrong, or the certificate has expired
        """
        self.check_access('create')
        opened = [self._open(vals) for vals in vals_list]
        self._check_images(vals_list)
        # sudo: the rights have been asked; nobody writes the field of the file but by this.
        certificates = super(Certificate, self.sudo()).create([{
            **{name: vals[name] for name in ('kind', 'image', 'width') if name in vals},
            **{name: value for name, value in certificate_values(details).items() if name in self._fields},
            'pkcs12': base64.b64encode(raw), 'user_id': self.env.uid,
        } for vals, (raw, details) in zip(vals_list, opened)])
        for certificate, (_raw, details) in zip(certificates, opened):
            self.env['dan_van.holder.certificate']._propose(certificate, details)
        return certificates.with_env(self.env)

    @api.model
    def _open(self, vals):
        """:return: the file in ``vals`` (bytes) and the :class:`signatures.certificates.Certificate` in it"""
        try:
            raw = base64.b64decode(vals.get('upload') or b'')
            details = read_foreign(self.env, read_pkcs12, raw, str(vals.get('pin') or ''), limits=KEY)
            check_valid(details, datetime.datetime.now(datetime.UTC))
        except SignatureError as error:
            raise UserError(signature_message(self.env, error)) from None
        except (TypeError, ValueError):
            raise UserError(signature_message(self.env, SignatureError('no_pkcs12'))) from None
        return raw, details

    def write(self, vals):
        self._check_images([vals])
        return super().write(vals)

    def _why_locked(self, owner, names):
        return self.env._("Only the picture of a certificate is changed. Delete the certificate and upload the new one instead.")

    @api.model
    def _check_images(self, vals_list):
        """:raise ValidationError: a picture in ``vals_list`` can't be used; asked before anything is written"""
        for vals in vals_list:
            try:
                if vals.get('image'):
                    read_foreign(self.env, image_size, base64.b64decode(vals['image']))
            except SignatureError as error:
                raise ValidationError(signature_message(self.env, error)) from None
            except (TypeError, ValueError):
                raise ValidationError(signature_message(self.env, SignatureError('no_png'))) from None

    def _sign(self, document, pdf, pin, kind):
        """Sign the PDF of ``document`` with this certificate.

        :param pdf: bytes, the file as it is now
        :param pin: str, kept nowhere
        :return: bytes of the signed PDF
        :raise AccessError: it is somebody else's
        :raise UserError: after too many wrong PINs the next is not tried yet
        :raise SignatureError: see :func:`signatures.signing.sign`
        """
        self.ensure_one()
        if self.user_id != self.env.user or self.kind != kind:
            raise AccessError(self.env._("This certificate is somebody else's, or not for this signature."))
        # sudo: the file is read by its owner's own signing only, which has just been checked.
        own = whole(self.sudo())
        raw, values = base64.b64decode(own.pkcs12), document._signing_values(own, pdf)
        with self.env['dan_van.pin.trial']._counted(self):
            # The key is the user's own file, and the service's answer a stranger's.
            return read_foreign(
                self.env, sign, pdf, raw, pin or '', limits=SIGNING, reason=document.display_name,
                location=document._profile().place, time_stamp=self.env['dan_van.provable.file']._time_stamp_service(), **values)

    def _appearance(self, document, pdf):
        """:return: :class:`Appearance` on the present file of ``document``, or ``None`` without a picture"""
        if not self.image:
            return None
        image = base64.b64decode(whole(self).image)
        place = document._signature_place(None if document._current_pdf() else pdf)
        if self.kind == 'agency':
            width, height = read_foreign(self.env, image_size, image)
            # Over the signature as it is seen, or where it would be.
            signature = next((each for each in read_foreign(self.env, seen_signatures, pdf) if each.page == place.page), place)
            place = seal_place(signature, self.width, self.width * height / width)
        return Appearance(image, place)
