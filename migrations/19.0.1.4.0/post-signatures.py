import base64
import logging

from odoo import SUPERUSER_ID, api, fields

from odoo.addons.dan_van.signatures.validation import signer_certificates

_logger = logging.getLogger(__name__)


def migrate(cr, version):
    """Record the certificates with which documents were signed, for those who have signed with them.

    They were accepted by the name in them; from now on a signature needs a recorded one, and nobody is to stand without it
    after an upgrade. An administrator finds them under Configuration → Recorded certificates, and archives what he doesn't know.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    Holder, recorded = env['dan_van.holder.certificate']._making('propose'), {}
    for signature in env['dan_van.signature'].search([('holder_certificate_id', '=', False)], order='id desc'):
        user = signature.user_id if signature.kind == 'personal' else env['res.users']
        holder = (signature.company_id, signature.kind, user, signature.issuer, signature.serial)
        if holder not in recorded:
            recorded[holder] = _record(Holder, signature, user)
        if recorded[holder]:
            # The signature stays as it is: only what it was made with is now a record.
            cr.execute("UPDATE dan_van_signature SET holder_certificate_id = %s WHERE id = %s", [
                recorded[holder].id, signature.id])
    env.invalidate_all()


def _record(Holder, signature, user):
    """:return: the recorded certificate of ``signature``, empty where its file can't be read or the key is another holder's"""
    try:
        certificates = signer_certificates(signature.file_id.attachment_id.raw or b'')
        [details] = [each for each in certificates if (each.issuer, each.serial) == (signature.issuer, signature.serial)][:1]
    except Exception:
        _logger.warning("The certificate of signature %s can't be read from its file; enter it by hand", signature.id)
        return Holder
    found = Holder._find(signature.company_id, signature.kind, user, key=details.key)
    values = {
        'company_id': signature.company_id.id, 'kind': signature.kind, 'user_id': user.id,
        'certificate': base64.b64encode(details.der), 'recorded_date': fields.Datetime.now()}
    try:
        with Holder.env.cr.savepoint():
            return found or Holder.create(values)
    except Exception as error:
        _logger.warning("The certificate of signature %s was not recorded; enter it by hand: %s", signature.id, error)
        return Holder
