import tempfile
from pathlib import Path

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...models.core.res_company import legal_today
from ..programs import call
from ..signature_cases import PIN
from .test_digital_signature import SigningCase


class OrderCase(SigningCase):
    """An agency that signs digitally; a plan waits for its signer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.to_state(cls.new_plan(), 'submitted').with_env(cls.env)

    def to_numbered(self):
        self.sign_here(step='sign')
        self.as_user('clerk', self.plan).action_issue()
        self.plan.invalidate_recordset()

    def seal_it(self):
        self.sign_here('clerk', 'issue', self.seal)
        self.plan.invalidate_recordset()

    def words(self, pdf):
        """:return: what is seen of a PDF, fields and all, in the order of its layout"""
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, 'a.pdf')
            path.write_bytes(pdf)
            return call('pdftotext', '-layout', str(path), '-', text=True).stdout


@tagged('post_install', '-at_install', 'dan_van_long')
class TestSigningOrder(OrderCase):
    """The signer signs, then it gets number and day, then the agency signs: with that it is issued."""

    def test_number_and_seal_come_after_the_signature(self):
        self.sign_here(step='sign')
        self.plan.invalidate_recordset()
        self.assertEqual(self.plan.state, 'signed')
        self.assertFalse(self.plan.register_entry_id)
        one = self.plan.signer_pdf_id.raw
        self.assertIn("Số:", self.words(one))
        self.assertNotIn("Số: 0", self.words(one))
        self.as_user('clerk', self.plan).action_issue()
        self.plan.invalidate_recordset()
        self.assertEqual((self.plan.state, self.plan.register_entry_id.state), ('numbered', 'numbered'))
        two = self.plan.numbered_pdf_id.raw
        today = legal_today(self.plan)
        self.assertIn(f"Số: {self.plan.code}", self.words(two))
        self.assertIn(f"ngày {today:%d} tháng", self.words(two))
        self.assertFalse(self.plan.is_out)
        self.assertFalse(self.plan.assignment_ids.filtered('is_at_work'))
        with self.assertRaisesRegex(UserError, "not been issued"):
            self.as_user('clerk', self.plan)._edxml()
        self.seal_it()
        self.assertEqual((self.plan.state, self.plan.register_entry_id.state), ('issued', 'issued'))
        three = self.plan._current_pdf().raw
        self.assertTrue(two.startswith(one) and three.startswith(two))
        self.assertEqual(self.plan.pdf_attachment_id.raw, two)
        self.assertEqual(self.plan.signature_ids.mapped('kind'), ['personal', 'agency'])
        self.assertEqual(self.plan.signature_ids[0].file_id.attachment_id.raw, one)
        self.assertEqual(self.plan.signature_ids[0].user_id, self.users['head'])
        self.assertEqual(len(self.plan.issued_file_ids.filtered(lambda file: file.kind == 'signed')), 2)
        self.assertTrue(self.plan.assignment_ids.filtered('is_at_work'))
        self.assertEqual(self.as_user('policy_staff', self.plan).action_check_signatures()['params']['type'], 'success')
        self.assertFalse(self.plan.issued_file_ids._check())
        self.assertEqual(
            [line.step for line in self.plan.approval_ids.sorted('id')], ['submit', 'sign', 'number', 'issue'])
