import base64
from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .. import signature_cases as cases
from ..local_server import serving
from .preflight import OF_PART_1, preflight
from .test_signed_print import TRANSPARENT
from .test_signing_order import OrderCase


@tagged('post_install', '-at_install', 'dan_van_long')
class TestProvableFiles(OrderCase):
    """Where the lists of revoked certificates are known, the file proves its signatures by itself."""

    def know(self, **about):
        self.as_user('admin', self.env['dan_van.trusted.root'].search([])).revocation_list = base64.b64encode(cases.revocation_list(**about))

    def run_nightly(self, name):
        self.env.ref(f'dan_van.{name}').with_user(self.env.ref('base.user_root')).method_direct_trigger()
        self.env.invalidate_all()

    def keep(self):
        self.run_nightly('cron_preserve')

    def test_the_sealed_file_is_proved_and_checked_as_before(self):
        self.know()
        self.to_issued()
        sealed = self.plan._current_pdf().raw
        self.keep()
        self.assertEqual((self.plan.validity_level, self.plan.validity_note), ('DSS', False))
        kept = self.plan._current_pdf()
        self.assertTrue(kept.raw.startswith(sealed) and len(kept.raw) > len(sealed))
        self.assertEqual(self.as_user('policy_staff', self.plan).action_check_signatures()['params']['type'], 'success')
        folder = self.env['dms.file'].search([('attachment_id', '=', kept.id)]).directory_id
        self.assertIn(kept, folder._dan_van_sent_files().attachment_id)
        findings = preflight(kept.raw)
        self.assertFalse([line for line in findings if not any(known in line for known in (*OF_PART_1, TRANSPARENT))], findings)
        self.keep()
        self.assertEqual(self.plan._current_pdf(), kept, "proved once")

    def test_why_it_is_not_proved_is_told(self):
        self.to_issued()
        self.keep()
        self.assertFalse(self.plan.validity_note or self.plan.validity_level, "nothing is promised without lists")
        self.know(days=(-30, -20))
        self.keep()
        self.assertRegex(self.plan.validity_note, "can't be proved|Không chứng minh được")  # schedules speak Vietnamese
        self.know()
        self.keep()
        self.assertEqual((self.plan.validity_level, self.plan.validity_note), ('DSS', False))

    def test_who_was_revoked_signs_no_more(self):
        self.know(revoked=[(cases.leader(), 3)])
        with self.assertRaisesRegex(UserError, "was revoked on"):
            self.sign_here(step='sign')

    def test_an_older_list_replaces_no_newer_one(self):
        """On the way from the authority somebody may put back the list that doesn't name him yet."""
        self.know(revoked=[(cases.leader(), 3)])
        root = self.env['dan_van.trusted.root'].search([])
        with serving(lambda _request: cases.revocation_list(days=(-5, 2))) as address:
            root.revocation_url = address
            self.run_nightly('cron_revocation_lists')
        self.assertEqual(root.list_count, 1)
        self.assertRegex(root.list_note, "older than|cũ hơn")

    def test_what_can_never_be_stamped_is_not_tried_each_night(self):
        self.know()
        self.to_issued()
        self.keep()
        self.env['ir.config_parameter'].sudo().set_param('dan_van.time_stamp_url', 'http://127.0.0.1:9/')
        Plan = self.env['dan_van.plan']
        self.assertIn(self.plan, Plan.search(Plan._unproved()))
        with freeze_time(self.plan.signature_ids[:1].valid_to + timedelta(days=1)):
            self.assertNotIn(self.plan, Plan.search(Plan._unproved()))

    def test_lists_are_fetched_from_their_address_alone(self):
        root = self.env['dan_van.trusted.root'].search([])
        with self.assertRaises(AccessError):
            self.as_user('admin', root).revocation_url = 'http://127.0.0.1:9/ca.crl'
        with serving(lambda _request: cases.revocation_list()) as address:
            root.revocation_url = address
            self.run_nightly('cron_revocation_lists')
        self.assertEqual((root.list_count, root.list_note), (0, False))
        self.assertTrue(root.list_end)
        self.run_nightly('cron_revocation_lists')
        self.assertRegex(root.list_note, "gives no list|không trả về danh sách")
        self.assertTrue(root.revocation_list, "the older one stays")
        with self.assertRaisesRegex(UserError, "another authority"):
            self.as_user('admin', root).revocation_list = base64.b64encode(cases.revocation_list(cases.foreign_authority()))
