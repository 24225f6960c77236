import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...signatures.errors import SignatureError
from ...signatures.revocation import describe_list, fetch_list
from ..core.foreign_file import FETCH, LIST, SIGNED, read_foreign
from ..core.reading import in_use, whole
from .signature import signature_message


class TrustedRoot(models.Model):
    """A certificate authority whose signatures the agency accepts.

    An agency that trusts one has digital signatures in use: its documents are signed by their signer, numbered, and issued by the
    signature of the agency.
    """

    _name = 'dan_van.trusted.root'
    _description = 'Trusted certificate authority'
    _inherit = ['dan_van.shared', 'dan_van.certificate.details', 'dan_van.readable.links']

    company_id = fields.Many2one(
        'res.company', 'Agency', index='btree_not_null', default=lambda self: self.env.company, ondelete='restrict',
        help="Empty: trusted by every agency; the system administrator keeps these.")
    certificate = fields.Binary(help="The certificate of the authority itself: a .cer, .crt or .pem file.")
    name = fields.Char('Certification authority')
    fingerprint = fields.Char(help="Compare it with what the authority publishes.")
    # Whom it has revoked
    revocation_list = fields.Binary(
        'List of revoked certificates', attachment=False, copy=False, help="The .crl file that the authority publishes; needed where "
        "signatures are to be provable after their certificates have ended.")
    revocation_url = fields.Char(
        'Address of the list', copy=False, groups='base.group_system',
        help="The list is fetched from there each night; nothing else is called. Empty: it is uploaded by hand.")
    list_date = fields.Datetime('List of', compute='_compute_list', store=True)
    list_end = fields.Datetime('Next list by', compute='_compute_list', store=True)
    list_count = fields.Integer('Revoked', compute='_compute_list', store=True, aggregator=False)
    list_note = fields.Char('Last fetch failed', readonly=True, copy=False)
    # Whom it is asked about
    status_url = fields.Char(
        'Address for questions (OCSP)', copy=False, groups='base.group_system',
        help="Where a file is to prove its signatures, the authority is asked there about each certificate it has issued; nothing else is "
        "called, whatever address a certificate names. Empty: its list alone is used.")
    status_note = fields.Char('Last question failed', readonly=True, copy=False)

    _once = models.UniqueIndex('(fingerprint, COALESCE(company_id, 0))', "This authority is trusted already.")

    def _check_details(self, details):
        """Only an authority is trusted: the certificate of a person would let one file count as another's."""
        if not details.authority:
            raise ValidationError(self.env._(
                "“%(name)s” is the certificate of a person or an agency. Enter that of the authority which has issued it: "
                "%(issuer)s.", name=details.name, issuer=details.issuer))

    @api.depends('revocation_list', 'certificate')
    def _compute_list(self):
        for root in self:
            try:
                details = root.revocation_list and root._list_details()
            except SignatureError:
                details = None  # _check_list says so
            root.list_date = details and details.this_update.replace(tzinfo=None)
            root.list_end = details and details.next_update and details.next_update.replace(tzinfo=None)
            root.list_count = details and details.count

    @api.constrains('revocation_list', 'certificate')
    def _check_list(self):
        for root in self.filtered('revocation_list'):
            try:
                root._list_details()
            except SignatureError as error:
                raise ValidationError(signature_message(self.env, error)) from error

    @api.constrains('revocation_url', 'status_url')
    def _check_addresses(self):
        # sudo: the addresses that have just been entered.
        addresses = [address for root in self.sudo() for address in (root.revocation_url, root.status_url) if address]
        if not all(address.startswith(('https://', 'http://')) for address in addresses):
            raise ValidationError(self.env._("The address of an authority begins with https:// or http://."))

    def _list_details(self):
        """:return: :class:`signatures.revocation.RevocationList`
        :raise SignatureError: the file is no list, or that of another authority
        """
        try:
            root = whole(self)
            return read_foreign(
                self.env, describe_list, base64.b64decode(root.revocation_list), base64.b64decode(root.certificate), limits=LIST)
        except ValueError as error:
            raise SignatureError('no_list') from error

    @api.model
    def _cron_lists(self):
        """Fetch the lists of revoked certificates from their addresses; one that can't be fetched keeps the older one."""
        roots = self.search([('revocation_url', '!=', False)])
        self.env['ir.cron']._dan_van_in_batches(roots, lambda batch: batch._fetch_list(), 1)

    def _fetch_list(self):
        for root in self:
            try:
                raw = read_foreign(self.env, fetch_list, root.revocation_url, limits=FETCH)
                told = read_foreign(self.env, describe_list, raw, base64.b64decode(whole(root).certificate), limits=LIST)
                if root.list_date and told.this_update.replace(tzinfo=None) < root.list_date:
                    raise SignatureError('older_list', address=root.revocation_url)
                root.write({'revocation_list': base64.b64encode(raw), 'list_note': False})
            except SignatureError as error:
                root.list_note = signature_message(self.env, error)

    @api.model_create_multi
    def create(self, vals_list):
        roots = super().create(vals_list)
        self._pass_turns_on(roots._companies())
        return roots

    def write(self, vals):
        companies = self._companies()
        result = super().write(vals)
        if vals.keys() & {'active', 'certificate', 'company_id'}:
            self._pass_turns_on(companies | self._companies())
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_unneeded(self):
        """:raise UserError: a signature on an issued document rests on one of the authorities"""
        for root in self:
            # sudo: who keeps the authorities learns only that there is a signature.
            signature = self.env['dan_van.signature'].sudo().search([
                ('issuer', '=', root.name), *([('company_id', '=', root.company_id.id)] if root.company_id else [])], limit=1)
            if signature:
                raise UserError(self.env._(
                    "“%(authority)s” stands behind signatures of issued documents, such as %(code)s, which could not be checked "
                    "without it. Archive it instead where you no longer trust it.",
                    authority=root.name, code=signature.register_entry_id.code))

    def unlink(self):
        companies = self._companies()
        result = super().unlink()
        self._pass_turns_on(companies)
        return result

    def _companies(self):
        """:return: res.company, the agencies that trust these authorities"""
        # sudo: their numbers only.
        if any(not root.company_id for root in self):
            return self.env['res.company'].sudo().search([('id', '!=', False)])
        return self.company_id

    @api.model
    def _pass_turns_on(self, companies):
        """Let documents wait for whom they wait now that agencies begin or cease to sign digitally."""
        self.env['res.company'].invalidate_model(['dan_van_signing', 'dan_van_signing_since'])
        self.env['dan_van.workflow.mixin']._follow_people(companies)

    @api.model
    def _judged(self, company, function, *files, **named):
        """Have signatures judged as those of whom ``company`` trusts.

        :param function: :func:`signatures.validation.validate` or :func:`signatures.validation.newest`
        :param files: bytes that it takes before the certificates
        :param named: its further arguments
        :return: what it returns
        :raise SignatureError: they do not hold
        """
        return read_foreign(self.env, function, *files, self._of(company), limits=SIGNED, lists=self._lists(company), **named)

    @api.model
    def _of(self, company):
        """:return: list of bytes, the certificates that ``company`` trusts"""
        # sudo: whom an agency trusts is no secret of the administrator; every signature is validated against it.
        return [base64.b64decode(root.certificate) for root in whole(self.sudo()._trusted_by(company))]

    @api.model
    def _lists(self, company):
        """:return: list of bytes, the lists of revoked certificates of the authorities that ``company`` trusts"""
        # sudo: as above.
        return [base64.b64decode(root.revocation_list) for root in whole(self.sudo()._trusted_by(company)) if root.revocation_list]

    @api.model
    def _responders(self, company):
        """:return: list of pairs, the certificates (bytes) of the authorities that answer about single ones, and their addresses"""
        # sudo: as above.
        return [
            (base64.b64decode(root.certificate), root.status_url) for root in whole(self.sudo()._trusted_by(company)) if root.status_url]

    @api.model
    def _note_answers(self, company, heard):
        """Note for the administrator which authorities have given no answer that holds.

        :param heard: as :class:`signatures.longterm.Preserved` has it
        """
        # sudo: the schedule that has asked.
        for root in self.sudo()._trusted_by(company):
            if root.status_url in heard:
                error = heard[root.status_url]
                note = bool(error) and signature_message(self.env, error)
                if note != root.status_note:
                    root.status_note = note

    @api.model
    def _proving(self):
        """:return: the authorities of which it is known, or can be asked, whom they have revoked"""
        # sudo: that there is one; nothing of it is told.
        return in_use(self.sudo()).search(Domain('revocation_list', '!=', False) | Domain('status_url', '!=', False))

    @api.model
    def _trusted_by(self, company):
        return in_use(self).search([('company_id', 'in', (company.id, False))])


class ResCompany(models.Model):
    _inherit = 'res.company'

    dan_van_signing = fields.Boolean(
        'Digital signatures in use', compute='_compute_dan_van_signing', compute_sudo=True,
        help="The agency trusts at least one certificate authority.")
    dan_van_signing_since = fields.Date('Digital signatures since', compute='_compute_dan_van_signing', compute_sudo=True)

    def _compute_dan_van_signing(self):
        since = dict(self.env['dan_van.trusted.root']._read_group(
            [('company_id', 'in', [*self.ids, False])], ['company_id'], ['create_date:min']))
        for company in self:
            days = [day for day in (since.get(company), since.get(self.browse())) if day]
            company.dan_van_signing = bool(days)
            company.dan_van_signing_since = min(days).date() if days else False
