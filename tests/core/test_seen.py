from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import AgencyCase, ReportCase


class TestSeenReport(ReportCase):
    """A report that was submitted again since its head or the office has opened it is not decided on unread."""

    def setUp(self):
        super().setUp()
        self.plan = self.report_plan(schemes=('quarter',), duties=['policy'])
        self.report = self.report_of(self.opened(self.plan, "Quý I năm 2022"), 'policy').with_env(self.env)
        self.report.line_ids.text = "Đã thực hiện."
        self.submit("Kết quả lần đầu.")

    def submit(self, text):
        report = self.as_user('policy_staff', self.report)
        self.section(report, 'strengths').text = text
        report.action_submit()

    def resubmit(self):
        """Withdraw the report, change it, submit it again, as its writer may while the head reads."""
        self.as_user('policy_staff', self.report).action_withdraw()
        self.submit("Kết quả đã sửa.")

    def taking(self, user, action, shown=None):
        report = self.as_user(user, self.report)
        return getattr(report.with_context(dan_van_shown=shown) if shown else report, action)

    def test_the_head_approves_what_he_has_on_the_screen_only(self):
        shown = self.as_user('policy_head', self.report).shown
        self.resubmit()
        with self.assertRaisesRegex(UserError, "submitted again"):
            self.taking('policy_head', 'action_approve', shown)()
        self.taking('policy_head', 'action_approve', self.as_user('policy_head', self.report).shown)()
        self.assertEqual(self.report.state, 'approved')

    def test_the_office_receives_what_it_has_on_the_screen_only(self):
        self.taking('policy_head', 'action_approve')()
        shown = self.as_user('office_staff', self.report).shown
        self.as_user('office_staff', self.report).action_return("Bổ sung.")
        self.submit("Kết quả đã bổ sung.")
        self.taking('policy_head', 'action_approve', self.as_user('policy_head', self.report).shown)()
        with self.assertRaisesRegex(UserError, "submitted again"):
            self.taking('office_staff', 'action_receive', shown)()
        self.taking('office_staff', 'action_receive', self.as_user('office_staff', self.report).shown)()
        self.assertEqual(self.report.state, 'received')

    def test_from_a_list_a_first_submission_passes_and_a_later_one_only_when_it_was_read(self):
        self.resubmit()
        with self.assertRaisesRegex(UserError, "Open it or reload the page"):
            self.taking('policy_head', 'action_approve')()
        self.as_user('policy_head', self.report).mark_seen()
        self.taking('policy_head', 'action_approve')()
        self.assertEqual(self.report.state, 'approved')

    def test_the_refusal_says_who_when_and_what_has_changed(self):
        shown = self.as_user('policy_head', self.report).shown
        self.resubmit()
        with self.assertRaises(UserError) as caught:
            self.taking('policy_head', 'action_approve', shown)()
        self.assertIn(self.users['policy_staff'].name, str(caught.exception))
        self.assertIn("+ Kết quả đã sửa.", str(caught.exception))
        self.assertIn("- Kết quả lần đầu.", str(caught.exception))


@tagged('dan_van_long')
class TestSeenElsewhere(AgencyCase):
    """Documents that are signed, ratings and requests for more time, by the same check."""

    def test_a_plan(self):
        plan = self.to_state(self.new_plan(), 'submitted')
        shown = self.as_user('head', plan).shown
        self.as_user('head', plan).action_return("Sửa.")
        self.as_user('office_staff', plan).action_submit()
        for context in ({'dan_van_shown': shown}, {}):
            with self.subTest(context), self.assertRaisesRegex(UserError, "submitted again"), self.env.cr.savepoint():
                self.as_user('head', plan).with_context(**context).action_sign()
        self.as_user('head', plan).mark_seen()
        self.as_user('head', plan).action_sign()
        self.assertEqual(plan.state, 'signed')

    def test_every_step_that_decides_on_a_submission_asks(self):
        asking = {
            (model, transition.name) for model in self.env['dan_van.approval']._workflow_models()
            for transition in self.env[model]._transitions().values() if transition.seen}
        documents = ('dan_van.letter', 'dan_van.plan', 'dan_van.reminder', 'dan_van.report')
        self.assertEqual(asking, {
            *((model, 'sign') for model in documents),
            *((model, f'review_{kind}') for model in documents[:3] for kind in ('content', 'form')),
            ('dan_van.report', 'approve'), ('dan_van.report', 'receive'),
            ('dan_van.rating', 'assess'), ('dan_van.rating', 'conclude'), ('dan_van.extension', 'accept'),
            ('dan_van.extension', 'review'), ('dan_van.incoming', 'direct'),
            ('dan_van.acceptance', 'accept'), ('dan_van.assignment.change', 'decide')})

    def test_a_rating(self):
        rating = self.env['dan_van.rating']._open_year(2026, self.company).filtered(
            lambda each: each.official_id == self.users['policy_staff'])
        own, head = self.as_user('policy_staff', rating), self.as_user('policy_head', rating)
        own.write({'self_level': 'good', 'self_note': "Đủ."})
        own.action_submit()
        shown = head.shown
        own.action_withdraw()
        own.write({'self_level': 'excellent', 'self_note': "Vượt."})
        own.action_submit()
        for context in ({'dan_van_shown': shown}, {}):
            with self.subTest(context), self.assertRaisesRegex(UserError, "submitted again"), self.env.cr.savepoint():
                head.with_context(**context).write({'head_level': 'good', 'head_note': "Vì."})
                head.with_context(**context).action_assess()
        head.write({'head_level': 'good', 'head_note': "Vì."})
        head.invalidate_recordset(['shown'])
        head.with_context(dan_van_shown=head.shown).action_assess()
        leader = self.as_user('head', rating)
        leader.with_context(dan_van_shown=leader.shown).action_conclude()
        self.assertEqual(rating.state, 'concluded')
