import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...signatures.errors import SignatureError
from ..core.lock import has_key
from ..core.reading import in_use
from ..core.res_company import legal_today
from .signature import KINDS


class HolderCertificate(models.Model):
    """A certificate of which the administrator has found that it is that person's, or the agency's.

    A signature counts only with the key of such a certificate: others may bear the name that an authority has written into one.
    Who uploads a certificate to sign with proposes it; an administrator compares and records it.

    Read: the person, all of the agency what is the agency's, its administrators all. Create, write, unlink: they.
    """

    _name = 'dan_van.holder.certificate'
    _description = 'Recorded certificate'
    _inherit = ['dan_van.lock', 'dan_van.certificate.details', 'dan_van.readable.links']
    _order = 'state, name, id'
    _check_company_auto = True

    _open_in = ()
    _deleted_in = True

    active = fields.Boolean(open_in=True)
    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(KINDS, 'For the signature of', required=True, default='personal')
    user_id = fields.Many2one('res.users', 'Person', index='btree_not_null', ondelete='restrict', check_company=True)
    certificate = fields.Binary(help="The certificate without its private key: a .cer, .crt or .pem file.")
    key = fields.Char(
        help="This is what a signature is compared with: a renewed certificate with the same key is recorded with this one, a "
             "certificate with a new key is entered anew.")
    serial = fields.Char(help="Compare it with what the person's own certificate or its paper says.")
    state = fields.Selection(
        [('proposed', "To be compared"), ('recorded', "Recorded")], 'Status', required=True, readonly=True, default='recorded')
    recorder_id = fields.Many2one('res.users', 'Recorded by', readonly=True, ondelete='restrict')
    recorded_date = fields.Datetime('Recorded on', readonly=True)

    _key_unique = models.UniqueIndex(
        "(company_id, key) WHERE active AND state = 'recorded'", "This key is recorded already: it belongs to one holder only.")
    _person_named = models.Constraint(
        "CHECK((kind = 'personal') = (user_id IS NOT NULL))",
        "A certificate for the signature of the signer belongs to a person, that of the agency to none.")

    @api.constrains('state', 'certificate', 'user_id', 'kind', 'company_id')
    def _check_holder(self):
        """Whoever is recorded bears the name in the certificate."""
        for record in self.filtered(lambda record: record.state == 'recorded'):
            # sudo: the name of a colleague.
            names = [record.user_id.sudo().name] if record.kind == 'personal' else record._agency_names()
            details = record._details()
            if not (details.is_of_person(names[0]) if record.kind == 'personal' else details.is_of_agency(*names)):
                raise ValidationError(self.env._(
                    "The certificate is that of “%(name)s”, not of “%(holder)s”.", name=details.name, holder=names[0]))

    def _agency_names(self):
        profile = self.env['dan_van.agency.profile']._find(self.company_id, legal_today(self))
        return [self.company_id.name, ' '.join((profile.issuer or '').split())]

    def _check_details(self, details):
        if details.authority:
            raise ValidationError(self.env._(
                "“%s” is a certificate authority. Enter the certificate of the person or the agency.", details.name))

    @api.model_create_multi
    def create(self, vals_list):
        """Record certificates in the name of the current user; code alone proposes them."""
        if not has_key(self, 'propose', making=True):
            allowed = {'company_id', 'kind', 'user_id', 'certificate', 'active'}
            vals_list = [{
                **{name: value for name, value in vals.items() if name in allowed}, **self._recorded_now(),
                **({'user_id': False} if vals.get('kind') == 'agency' else {}),
            } for vals in vals_list]
        return super().create(vals_list)

    def _why_locked(self, owner, names):
        return self.env._(
            "What is recorded of a certificate stays as it is. Archive it, so that nobody signs with it any more, and enter "
            "the right one.")

    @api.ondelete(at_uninstall=False)
    def _unlink_unused(self):
        # sudo: whether somebody has signed with it.
        used = self.env['dan_van.signature'].sudo().search([('holder_certificate_id', 'in', self.ids)], limit=1).signer
        if used := used or self._signer_on_the_way():
            raise UserError(self.env._(
                "Documents were signed with the certificate of “%s”. Archive it instead: nobody signs with it any more, and it "
                "stays known who did.", used))

    def _signer_on_the_way(self):
        """:return: str, who has signed with one of these certificates what is not issued yet; ``None`` where nobody has"""
        for name in self.env['dan_van.approval']._document_models():
            # sudo: as above.
            for document in self.env[name].sudo().search([('signer_pdf_id', '!=', False), ('is_out', '=', False)]):
                if document.signer_signature['holder_certificate_id'] in self.ids:
                    return document.signer_signature['signer']
        return None

    @api.model
    def _recorded_now(self):
        return {'state': 'recorded', 'recorder_id': self.env.uid, 'recorded_date': fields.Datetime.now()}

    def action_record(self):
        """Record what was proposed, after comparing it.

        :raise AccessError: the current user doesn't keep the certificates of this agency
        """
        self.check_access('write')
        # sudo: who may has been asked; nobody writes this by himself.
        values = self._recorded_now()
        self.filtered(lambda record: record.state == 'proposed').sudo()._opened('record', *values).write(values)

    @api.model
    def _propose(self, own, details):
        """Let the administrator see the public part of what a user has uploaded, unless it is known already.

        :param own: dan_van.certificate
        :param details: :class:`signatures.certificates.Certificate`
        """
        company = self.env.company
        values = {'company_id': company.id, 'kind': own.kind, 'user_id': own.kind == 'personal' and own.user_id.id}
        # sudo: a proposal changes nothing until an administrator records it.
        records = self.sudo()
        known = records.with_context(active_test=False).search_count([
            *((name, '=', value) for name, value in values.items()), ('key', '=', details.key)], limit=1)
        if not known and company in own.user_id.company_ids:
            records._making('propose').create({**values, 'certificate': base64.b64encode(details.der), 'state': 'proposed'})

    @api.model
    def _recorded(self, company, kind, user, names, certificate):
        """Return what is recorded of the certificate of a signature, which counts with nothing else.

        :param names: list of those that its holder may bear, the first of which is told
        :param certificate: :class:`signatures.certificates.Certificate`
        :raise SignatureError: ``other_holder``, ``not_recorded`` or ``agency_not_recorded``
        """
        is_personal = kind == 'personal'
        if not (certificate.is_of_person(*names) if is_personal else certificate.is_of_agency(*names)):
            raise SignatureError('other_holder', name=certificate.name, signer=names[0])
        if holder := self._find(company, kind, user, key=certificate.key):
            return holder
        raise SignatureError(
            'not_recorded' if is_personal else 'agency_not_recorded', name=certificate.name, serial=certificate.serial,
            issuer=certificate.issuer, signer=names[0])

    @api.model
    def _find(self, company, kind, user, **values):
        """Return what is recorded for ``user`` for a personal signature, or for ``company`` for the agency's.

        :param values: what the certificate has; ``key`` where a signature is to count
        """
        # sudo: whether a certificate is recorded is asked of every signature.
        return in_use(self.sudo()).search([
            ('company_id', '=', company.id), ('kind', '=', kind), ('user_id', '=', kind == 'personal' and user.id),
            ('state', '=', 'recorded'), *((name, '=', value or '') for name, value in values.items())], limit=1)
