import base64
import datetime
import time

from odoo.tests import tagged

from ...signatures.signing import sign
from .. import signature_cases as cases
from ..rpc import RpcCase
from ..signature_cases import PIN, SIGNER
from .test_digital_signature import SigningCase

LIVES = 30  # seconds, in which it is uploaded, recorded and chosen


@tagged('post_install', '-at_install', 'dan_van_long')
class TestExpiredCertificate(SigningCase, RpcCase):
    """What counts is the moment of the signature: a certificate that was good when it was uploaded and chosen signs no more."""

    def assert_unsigned(self, message):
        self.assertIn("has expired", message)
        self.assertFalse(self.plan.signature_ids)
        self.assertFalse(self.plan.signed_attachment_id)
        self.assertNotIn('sign_pdf', self.plan.approval_ids.mapped('step'))

    def test_it_expires_between_preparation_and_signature(self):
        end = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=LIVES)
        short = cases.issue(SIGNER, cases.authority(), cases.AGENCY, days=(-30, LIVES / 86400))
        [own], message = self.rpc('head', 'dan_van.certificate', 'create', [{
            'kind': 'personal', 'upload': base64.b64encode(short.pkcs12()).decode(), 'pin': PIN}])
        self.assertFalse(message)
        self.as_user('admin', self.env['dan_van.holder.certificate'].search([('state', '=', 'proposed')])).action_record()
        action, _message = self.rpc('head', self.plan, 'action_sign_pdf')
        chosen = {'way': 'here', 'certificate_id': own}
        [wizard], message = self.rpc('head', 'dan_van.sign.wizard', 'create', [chosen], **action['context'])
        self.assertFalse(message)
        outside = base64.b64encode(sign(self.issued, short.pkcs12(), PIN, field='outside')).decode()
        time.sleep(max(0, (end - datetime.datetime.now(datetime.UTC)).total_seconds()) + 1)
        for method, args in (
                ('write', [[wizard], {'pin': PIN}]), ('web_save', [[wizard], {'pin': PIN}, {}]),
                ('create', [[{**chosen, 'pin': PIN}]]), ('web_save', [[], {**chosen, 'pin': PIN}, {}])):
            with self.subTest(method=method, ids=bool(args[0])):
                self.assert_unsigned(self.rpc('head', 'dan_van.sign.wizard', method, *args, **action['context'])[1])
        with self.subTest('outside, signed while it was good, without a time-stamp'):
            [wizard], message = self.rpc(
                'head', 'dan_van.sign.wizard', 'create', [{'way': 'outside', 'upload': outside}], **action['context'])
            self.assertFalse(message)
            self.assert_unsigned(self.rpc('head', 'dan_van.sign.wizard', 'action_confirm', [wizard])[1])
        with self.subTest('another one signs'):
            _result, message = self.rpc(
                'head', 'dan_van.sign.wizard', 'create', [{'way': 'here', 'certificate_id': self.own.id, 'pin': PIN}], **action['context'])
            self.assertFalse(message)
            self.assertEqual(self.plan.signature_ids.mapped('signer'), [SIGNER])

    def test_none_is_uploaded_that_has_expired(self):
        _result, message = self.rpc('head', 'dan_van.certificate', 'create', [{
            'kind': 'personal', 'upload': base64.b64encode(cases.expired().pkcs12()).decode(), 'pin': PIN}])
        self.assert_unsigned(message)
        expired = self.rpc('head', 'dan_van.certificate', 'web_save', [], {
            'kind': 'personal', 'upload': base64.b64encode(cases.expired().pkcs12()).decode(), 'pin': PIN, 'valid_to': '2099-01-01'}, {})
        self.assert_unsigned(expired[1])
