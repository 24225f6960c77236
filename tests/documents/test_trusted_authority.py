import base64

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .. import signature_cases as cases
from .test_digital_signature import SigningCase


@tagged('post_install', '-at_install')
class TestTrustedAuthority(SigningCase):

    def test_it_tells_what_the_administrator_compares(self):
        self.assertEqual(self.root.name, "Cơ quan chứng thực thử nghiệm")
        self.assertRegex(self.root.fingerprint, r'^[0-9A-F]{64}$')

    def test_only_an_authority_is_trusted(self):
        roots = self.as_user('admin', 'dan_van.trusted.root')
        for raw, reason in ((cases.leader().pem, "certificate of a person"), (b'x', "no certificate")):
            with self.assertRaisesRegex(ValidationError, reason), self.env.cr.savepoint():
                roots.create({'certificate': base64.b64encode(raw)})

    def test_each_agency_trusts_its_own(self):
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        self.assertTrue(self.company.dan_van_signing)
        self.assertFalse(other.dan_van_signing)
        self.root.sudo().company_id = False
        self.assertTrue(other.dan_van_signing)

    def test_an_authority_behind_signatures_stays(self):
        self.root.copy({'certificate': base64.b64encode(cases.foreign_authority().pem)}).unlink()
        self.sign_here()
        with self.assertRaisesRegex(UserError, self.plan.code):
            self.as_user('admin', self.root).unlink()
        self.as_user('admin', self.root).action_archive()

    def test_time_stamp_service_is_an_address(self):
        settings = self.env['res.config.settings'].create({'company_id': self.company.id})
        with self.assertRaisesRegex(ValidationError, "http"):
            settings.dan_van_time_stamp_url = 'file:///etc/passwd'

    def test_time_stamp_is_asked_of_the_service(self):
        """The signature is refused rather than made without the time-stamp that the administrator wants."""
        self.env['ir.config_parameter'].set_param('dan_van.time_stamp_url', 'http://127.0.0.1:9/')
        with self.assertRaisesRegex(UserError, "time-stamp"), self.env.cr.savepoint():
            self.sign_here()
        self.assertFalse(self.plan.signature_ids)
