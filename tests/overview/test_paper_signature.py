from odoo.exceptions import UserError
from odoo.tests import tagged

from ..documents.test_digital_signature import SigningCase
from ..turns import Turns


@tagged('post_install', '-at_install', 'dan_van_long')
class TestPaperSignature(Turns, SigningCase):
    """A signer who can't sign digitally any more does not keep the agency from it."""

    def test_the_agency_signs_what_was_signed_on_paper(self):
        """Who signed can't sign digitally any more: office or leadership say so with a reason, and the seal follows."""
        with self.assertRaisesRegex(UserError, "the office or the leadership records it"):
            self.as_user('clerk', self.plan).with_context(lang='en_US').action_seal_pdf()
        for user in ('clerk', 'policy_head'):
            with self.assertRaises(UserError):
                self.as_user(user, self.plan).action_sign_paper("Chứng thư số hết hạn.")
        with self.assertRaises(UserError):
            self.as_user('head', self.plan).paper_signed = True
        self.as_user('office_head', self.plan).action_sign_paper("Chứng thư số hết hạn.")
        self.assertTurn(self.plan, 'clerk')
        self.assertEqual(self.plan.approval_ids[0].reason, "Chứng thư số hết hạn.")
        self.sign_here('clerk', 'seal_pdf', self.seal)
        self.assertEqual(self.plan.signature_ids.mapped('kind'), ['agency'])
        self.assertTurn(self.plan)
