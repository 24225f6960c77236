from odoo.tests import HttpCase, tagged

from ...signatures.signing import sign
from .. import signature_cases as cases
from ..signature_cases import PIN
from .test_digital_signature import SigningCase


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestSignatureTours(SigningCase, HttpCase):
    """In the browser: a leader uploads a certificate and signs with it, the clerk uploads a file that was sealed outside."""

    def leave(self, user, name, raw):
        """Leave a file that the tour of ``user`` chooses."""
        self.as_user(user, 'ir.attachment').create({'name': name, 'raw': raw})

    def test_sign_here_and_seal_outside(self):
        self.own.unlink()
        self.seal.unlink()
        plan = f'/odoo/dan-van-plans/{self.plan.id}'
        self.leave('head', 'chung-thu-so.p12', cases.leader().pkcs12())
        self.start_tour('/odoo/dan-van-certificates/new', 'dan_van_certificate_tour', login='truongban')
        self.start_tour(plan, 'dan_van_sign_pdf_tour', login='truongban')
        self.assertEqual(self.plan.signature_ids.mapped('way'), ['here'])
        self.leave('clerk', 'da-dong-dau.pdf', sign(self.current(), cases.seal().pkcs12(), PIN, field='seal'))
        self.start_tour(plan, 'dan_van_seal_pdf_tour', login='vanthu')
        self.assertEqual(self.plan.signature_ids.mapped('way'), ['here', 'outside'])
