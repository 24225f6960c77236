import datetime

from odoo import api, fields, models

from ..core.res_company import legal_time_text

KINDS = [('personal', "Signer"), ('agency', "Agency")]


def signature_message(env, error):
    """:return: the sentence that tells a user of ``error`` (:class:`SignatureError`) what is wrong and what to do"""
    values = {
        name: legal_time_text(env, value.replace(tzinfo=None)) if name == 'date' else value
        for name, value in error.values.items()}
    return _messages(env)[error.key] % values


def _messages(env):
    return {**_certificate_messages(env), **_file_messages(env), **_revocation_messages(env), **_copy_messages(env)}


def _certificate_messages(env):
    return {
        'no_certificate': env._("This file is no certificate. Choose a .cer, .crt or .pem file."),
        'no_pkcs12': env._(
            "This file is no PKCS#12 file. Choose the .p12 or .pfx file that the authority has given you."),
        'too_slow': env._(
            "Opening this file takes more computing than any ordinary one. Export it again with the usual settings, or ask the "
            "authority for another file."),
        'unprotected': env._("This file opens without a PIN, so anybody could sign with it. Export it again with a PIN."),
        'wrong_pin': env._("The PIN is wrong. Enter it once more; after five wrong ones in a row it rests for a while."),
        'no_key': env._("This file holds no private key with its certificate. Export it again with its private key."),
        'expired': env._("The certificate of %(name)s has expired on %(date)s. Ask the authority for a new one."),
        'not_yet_valid': env._("The certificate of %(name)s is valid from %(date)s on only."),
        'no_png': env._("The picture must be a PNG of at most 2 MB and 4 million points."),
        'opaque': env._(
            "The picture has no transparent ground: it would cover the words below it. Save it as a transparent PNG."),
        'not_recorded': env._(
            "The certificate of %(name)s with the serial number %(serial)s, issued by %(issuer)s, is not recorded as that of "
            "“%(signer)s”. An administrator compares it with the person's own and enters it under Configuration → Recorded "
            "certificates."),
        'agency_not_recorded': env._(
            "The certificate of %(name)s with the serial number %(serial)s, issued by %(issuer)s, is not recorded as the agency's, so "
            "nothing was signed with it. Ask the administrator of “%(signer)s” to compare its serial number with what the authority "
            "has issued, and to record it under Configuration → Recorded certificates, for the signature of the agency; then sign "
            "again."),
        'other_holder': env._(
            "The certificate is that of %(name)s, but %(signer)s has to sign. Sign with the certificate of %(signer)s."),
    }


def _file_messages(env):
    return {
        'no_place': env._("The place for the signature of %(name)s was not found in the PDF."),
        'no_pdf': env._("The PDF can't be read."),
        'not_signed': env._("The PDF can't be signed with this certificate."),
        'no_time_stamp': env._(
            "The time-stamp service gives no answer. Try again later, or ask an administrator to check its address."),
        'too_large': env._("The file is larger than %(megabytes)s MB."),
        'no_roots': env._(
            "Your agency trusts no certificate authority yet, so no signature can be checked. An administrator enters them under "
            "Configuration → Trusted authorities."),
        'other_document': env._(
            "This is not the file that was to be signed: it does not begin with it byte for byte. Download the file again, sign "
            "exactly this one, and upload the result."),
        'unreadable': env._("This file is damaged or no PDF. Sign the downloaded file again."),
        'no_signature': env._("There is no digital signature in this file. Sign it first, then upload it."),
        'count': env._("One new signature is expected in this file, %(count)s were found."),
        'changed': env._(
            "More than a signature was added to the file, so it is not accepted. Sign the downloaded file without changing it."),
        'closed': env._(
            "The file was locked when it was signed: the agency could neither give it a number nor sign it any more. Sign the downloaded "
            "file again without “lock the document after signing”."),
        'certified': env._(
            "The file was certified, which lets no other signature follow. Sign the downloaded file again with an ordinary signature."),
        'hides_text': env._(
            "The picture of the signature covers the words “%(text)s”. Sign again with the picture in its place."),
        'hides': env._(
            "The picture of the signature covers what stands on the page. Sign again with a picture whose ground is transparent."),
        'misplaced': env._(
            "More is seen of the signature than its picture in its place: the signature stands between the title and the name of "
            "the signer, the red seal over its left third. Sign the downloaded file again with the picture there, or without a "
            "picture."),
        'broken': env._("A signature is broken: the file was changed after signing."),
        'untrusted': env._(
            "The certificate of %(name)s was issued by %(issuer)s, which your agency does not trust. An administrator can add it "
            "under Configuration → Trusted authorities."),
        'no_field': env._("The PDF has no place for “%(name)s”."),
        'future': env._(
            "The signature of %(name)s bears a time in the future. Check the clock of the computer that signs."),
    }


def _revocation_messages(env):
    return {
        'revoked': env._("The certificate of %(name)s was revoked on %(date)s: what was signed with it after that does not count."),
        'revoked_later': env._(
            "The certificate of %(name)s was revoked on %(date)s, after it had signed: that it was good then can't be proved any more."),
        'ended': env._(
            "A certificate has ended before it was proved that it had not been revoked. What was found when the signature came stands "
            "beside it."),
        'status_unreachable': env._(
            "%(address)s gives no answer about certificates, and no list in force takes its place. It is asked again each night; an "
            "administrator checks its address under Configuration → Trusted authorities."),
        'status_nonsense': env._(
            "%(address)s gives an answer about a certificate that does not hold: it is out of date, another one's, or not signed by the "
            "authority. It is asked again each night; if that goes on, ask the authority."),
        'not_proved': env._(
            "That no certificate was revoked can't be proved: a list of revoked certificates of one of the authorities is missing or "
            "out of date, or a certificate has ended. An administrator enters the lists under Configuration → Trusted authorities."),
        'no_list': env._("This file is no list of revoked certificates. Choose the .crl file that the authority publishes."),
        'other_list': env._("This list was signed by another authority: %(issuer)s. Enter it there."),
        'older_list': env._(
            "%(address)s gives a list that is older than the one kept here, which stays. If that happens again, ask the authority."),
        'list_unreachable': env._("%(address)s gives no list of revoked certificates. Ask the authority for its address."),
    }


def _copy_messages(env):
    return {
        'pages': env._("“%(text)s” names no pages. Write their numbers, each once, such as 2-3, 5."),
        'no_page': env._("There is no page %(number)s: the document has %(count)s pages."),
        'turned': env._(
            "Page one is stored lying on its side in a signed file, so nothing can be written at its top. Make the copy on paper."),
    }


class Signature(models.Model):
    """A digital signature of an issued document, as it was found valid when it came.

    Append-only. First the signer signs, then the agency (Nghị định 30/2020/NĐ-CP, Điều 13 và Điều 18).
    """

    _name = 'dan_van.signature'
    _description = 'Digital signature'
    _inherit = ['dan_van.lock']
    _order = 'id'
    _rec_name = 'signer'

    _open_in = ()
    _made_by = ('note',)

    register_entry_id = fields.Many2one(
        'dan_van.register.entry', required=True, readonly=True, ondelete='restrict', index=True)
    company_id = fields.Many2one(related='register_entry_id.company_id', store=True, index=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    user_id = fields.Many2one('res.users', 'By', required=True, readonly=True, ondelete='restrict')
    way = fields.Selection(
        [('here', "In Odoo"), ('outside', "Uploaded")], 'Signed', required=True, readonly=True)
    file_id = fields.Many2one('dan_van.issued.file', 'Signed file', required=True, readonly=True, ondelete='restrict')
    holder_certificate_id = fields.Many2one(
        'dan_van.holder.certificate', 'Recorded certificate', readonly=True, ondelete='restrict', index='btree_not_null')
    # As the signature says
    signer = fields.Char('Holder of the certificate', required=True, readonly=True)
    organisation = fields.Char(readonly=True)
    issuer = fields.Char('Issued by', required=True, readonly=True)
    serial = fields.Char('Serial number', required=True, readonly=True)
    valid_from = fields.Datetime('Certificate valid from', readonly=True)
    valid_to = fields.Datetime('Certificate valid to', readonly=True)
    signed_date = fields.Datetime('Time of signing', readonly=True)
    level = fields.Selection([
        ('B-B', "PAdES B-B"), ('B-T', "PAdES B-T (time-stamped)"), ('PKCS7', "PKCS#7"),
    ], required=True, readonly=True)
    create_date = fields.Datetime('Found valid on', readonly=True)

    _once = models.UniqueIndex('(register_entry_id, kind)', "This document has this signature already.")

    def _why_locked(self, owner, names):
        return self.env._("A signature once accepted is never changed.")

    def _why_kept(self, owner):
        return self.env._("A signature once accepted stays with its document.")

    def action_open(self):
        """Open the file as it was after this signature."""
        self.ensure_one()
        return self.file_id.action_open()

    @api.model
    def _described(self, kind, way, details, holder):
        """
        :param details: :class:`signatures.validation.Details` of a signature that was found valid
        :param holder: dan_van.holder.certificate, the recorded certificate that it was made with
        :return: dict of what is noted of it, which a Json field can hold
        """
        certificate, to_string = details.certificate, fields.Datetime.to_string
        return {
            'kind': kind, 'way': way, 'user_id': self.env.uid, 'holder_certificate_id': holder.id,
            'signer': certificate.name, 'organisation': certificate.organisation, 'issuer': certificate.issuer,
            'serial': certificate.serial, 'level': details.level,
            'valid_from': to_string(certificate.valid_from.replace(tzinfo=None)),
            'valid_to': to_string(certificate.valid_to.replace(tzinfo=None)),
            'signed_date': details.time and to_string(details.time.astimezone(datetime.UTC).replace(tzinfo=None)),
        }

    @api.model
    def _note(self, entry, described, file):
        """Note a signature that was found valid.

        :param described: dict, see :meth:`_described`
        :param file: dan_van.issued.file, the document as it was with this signature
        :return: the new signature
        """
        # sudo: nobody may create signatures directly; the step that signs has been checked.
        return self.sudo()._making('note').create({**described, 'register_entry_id': entry.id, 'file_id': file.id})


class RegisterEntry(models.Model):
    _inherit = 'dan_van.register.entry'

    signature_ids = fields.One2many('dan_van.signature', 'register_entry_id', 'Digital signatures', readonly=True)
