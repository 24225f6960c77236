import itertools

from odoo.tests import tagged

from ..core.concurrency_cases import ConcurrencyCase
from ..core.concurrency_records import as_user
from ..keys import unlocked


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestSuperiorMeets(ConcurrencyCase):
    """Two who deal with what the superior asks at the same moment."""

    def document(self, env, keys=itertools.count()):
        """:return: id of a dan_van.incoming with a duty of the superior"""
        document = env['dan_van.incoming'].create({
            'company_id': env.ref('dan_van.demo_company').id, 'code': '5/UBND', 'issuer': "UBND tỉnh", 'subject': "Công tác dân vận"})
        unlocked(env['dan_van.superior.duty']).create({'incoming_id': document.id, 'key': f'k{next(keys)}', 'text': "Báo cáo kết quả"})
        return document.id

    def draft_once(self, action, drafts, refusal):
        def draft(env, document):
            getattr(as_user(env, 'office_staff', env['dan_van.incoming'].browse(document)), action)()

        def check(env, document, said):
            self.assertEqual(len(env['dan_van.incoming'].browse(document)[drafts]), 1)
            self.assertIn(refusal, ''.join(said))
        self.twice(self.document, draft, check)

    def test_one_plan_is_drafted(self):
        self.draft_once('action_draft_plan', 'own_plan_ids', "planned already")

    def test_it_is_handed_down_once(self):
        self.draft_once('action_hand_down', 'forwarding_ids', "handed to agencies below already")
