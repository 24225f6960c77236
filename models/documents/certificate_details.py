import base64

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...signatures.certificates import read_certificate
from ...signatures.errors import SignatureError
from ..core.foreign_file import read_foreign
from ..core.reading import whole
from .signature import signature_message

_TEXTS = ('name', 'organisation', 'issuer', 'serial', 'fingerprint', 'key')
_TIMES = ('valid_from', 'valid_to')


class CertificateDetails(models.AbstractModel):
    """A public certificate that the administrator has entered, and what it says."""

    _name = 'dan_van.certificate.details'
    _description = 'Certificate entered by the administrator'
    _order = 'name, id'

    active = fields.Boolean(default=True)
    certificate = fields.Binary(required=True, attachment=False)
    # What the certificate says
    name = fields.Char('Holder', compute='_compute_details', store=True)
    organisation = fields.Char(compute='_compute_details', store=True)
    issuer = fields.Char('Issuer of the certificate', compute='_compute_details', store=True)
    serial = fields.Char('Serial number', compute='_compute_details', store=True)
    valid_from = fields.Datetime(compute='_compute_details', store=True)
    valid_to = fields.Datetime(compute='_compute_details', store=True)
    fingerprint = fields.Char('SHA-256', compute='_compute_details', store=True)
    key = fields.Char('Key (SHA-256)', compute='_compute_details', store=True)

    @api.depends('certificate')
    def _compute_details(self):
        for record in self:
            try:
                details = record.certificate and record._details()
            except SignatureError:
                details = None  # _check_certificate says so
            record.update(certificate_values(details))

    @api.constrains('certificate')
    def _check_certificate(self):
        for record in self:
            try:
                record._check_details(record._details())
            except SignatureError as error:
                raise ValidationError(signature_message(self.env, error)) from error

    def _details(self):
        """:return: :class:`signatures.certificates.Certificate`
        :raise SignatureError: the file is no certificate
        """
        try:
            return read_foreign(self.env, read_certificate, base64.b64decode(whole(self).certificate or b''))
        except ValueError as error:
            raise SignatureError('no_certificate') from error

    def _check_details(self, details):
        """:raise ValidationError: this is no certificate to be entered here"""


def certificate_values(details):
    """:return: what the fields of a record hold of ``details`` (:class:`signatures.certificates.Certificate`, or nothing)"""
    return {
        **{name: details and getattr(details, name) for name in _TEXTS},
        **{name: details and getattr(details, name).replace(tzinfo=None) for name in _TIMES}}
