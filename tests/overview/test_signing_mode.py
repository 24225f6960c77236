from datetime import timedelta

from odoo.tests import HttpCase, tagged

from ...models.core.res_company import legal_today
from ..documents.test_digital_signature import SigningCase
from ..plans.test_reminder import overdue_plan
from ..reports.test_consolidation import ConsolidationCase
from ..signature_cases import PIN
from .test_inbox import InboxCase

MONTHS = ("Tháng 2 năm 2022", "Tháng 3 năm 2022", "Tháng 4 năm 2022")


class SigningModeCase(ConsolidationCase, InboxCase, HttpCase):
    """Twenty documents of six kinds wait for the head of the agency."""

    def wait_for_the_head(self):
        """Bring them to him by those who do so in the agency.

        :return: list of the recordsets, in the order in which they wait
        """
        self.env['mail.activity'].search([]).unlink()
        return [
            self.plans(), self.agency_reports(), self.letters(), self.reminders(), self.extensions(), self.ratings()]

    def plans(self):
        return self.env['dan_van.plan'].browse().union(*(
            self.to_state(self.new_plan(subject=f"Kế hoạch thứ {number}", signer_id=self.users['head'].id), 'submitted').sudo()
            for number in range(4)))

    def agency_reports(self):
        found = self.env['dan_van.report']
        for name in MONTHS:
            period = self.period if name == self.period.name else self.opened(self.plan, name)
            self.reports = {'outreach': self.report_of(period, 'outreach')}
            self.as_user('outreach_staff', self.reports['outreach']).line_ids.filtered('assignment_id').write({'text': "Đã họp."})
            self.receive('outreach')
            report = found.browse(self.as_user('office_staff', period).action_consolidate()['res_id'])
            report = self.as_user('office_staff', report)
            report.signer_id = self.users['head']
            report.action_submit("Các đơn vị khác gửi sau.")
            found |= report.sudo()
        return found

    def letters(self):
        return self.env['dan_van.letter'].browse().union(*(self.submitted(f"công văn thứ {number}").sudo() for number in range(4)))

    def reminders(self):
        found = self.env['dan_van.reminder']
        for unit in ('outreach', 'policy', 'inspectorate'):
            duties = overdue_plan(self, [unit]).printed_assignment_ids
            action = self.as_user('office_staff', duties).action_write_reminder()
            reminder = self.as_user('office_staff', found).browse(action['res_id'])
            reminder.signer_id = self.users['head']
            reminder.action_submit()
            found |= reminder.sudo()
        return found

    def extensions(self):
        """Those of the office itself: its head does not decide on what he asks for."""
        plan = self.new_plan(duties=['office'] * 3, signer_id=self.users['head'].id)
        today = legal_today(plan)
        plan.assignment_ids.deadline = today + timedelta(10)
        self.to_state(plan, 'issued')
        return self.as_user('office_head', 'dan_van.extension').create([{
            'assignment_id': duty.id, 'new_deadline': today + timedelta(30), 'reason': "Chờ số liệu."}
            for duty in plan.printed_assignment_ids]).sudo()

    def ratings(self):
        year, found = legal_today(self.env['dan_van.rating']).year, self.env['dan_van.rating']
        self.as_user('office_head', 'dan_van.rating.open').create({'year': year}).action_open()
        for unit in ('outreach', 'policy', 'inspectorate'):
            rating = found.search([('year', '=', year), ('official_id', '=', self.users[f'{unit}_staff'].id)])
            for user, step, before in ((f'{unit}_staff', 'submit', 'self'), (f'{unit}_head', 'assess', 'head')):
                self.as_user(user, rating).write({f'{before}_level': 'good', f'{before}_note': "Hoàn thành tốt."})
                getattr(self.reading(user, rating), f'action_{step}')()
            found |= rating
        others = found.search([('year', '=', year), ('id', 'not in', found.ids)])
        others.activity_unlink(['dan_van.mail_activity_turn'])
        return found


@tagged('dan_van_browser')
class TestSigningMode(SigningModeCase):
    """The leader signs twenty documents of six kinds, each beside its buttons, without going back to a list."""

    def test_twenty_documents_of_six_kinds(self):
        waiting = self.wait_for_the_head()
        self.assertEqual(len(self.inbox('head')['rows']), 20)
        self.start_tour('/odoo', 'dan_van_signing_mode_tour', login=self.users['head'].login, timeout=240)
        self.env.invalidate_all()
        self.assertEqual([set(records.mapped('state')) for records in waiting], [
            {'signed'}, {'signed'}, {'signed'}, {'signed'}, {'accepted'}, {'concluded'}])


@tagged('dan_van_browser')
class TestSigningModePhone(SigningModeCase):
    browser_size = '390x844'
    touch_enabled = True

    def test_twenty_documents_of_six_kinds(self):
        waiting = self.wait_for_the_head()
        self.start_tour('/odoo', 'dan_van_signing_mode_tour', login=self.users['head'].login, timeout=240)
        self.env.invalidate_all()
        self.assertEqual([set(records.mapped('state')) for records in waiting], [
            {'signed'}, {'signed'}, {'signed'}, {'signed'}, {'accepted'}, {'concluded'}])


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestOnePin(SigningCase, HttpCase):
    """Twenty documents that he has read wait for the leader's digital signature: he gives his PIN once."""

    def test_all_with_one_pin(self):
        plans = [self.to_state(self.new_plan(), 'submitted').with_env(self.env) for _number in range(20)]
        for plan in plans:
            self.as_user('head', plan).mark_seen()
        waiting = self.env['mail.activity'].union(*(plan.activity_ids for plan in plans))
        (self.env['mail.activity'].search([('user_id', '=', self.users['head'].id)]) - waiting).unlink()
        self.assertEqual(PIN, "8-Pin-của-tôi-31", "as the tour enters it")
        self.start_tour('/odoo', 'dan_van_one_pin_tour', login=self.users['head'].login, timeout=240)
        self.env.invalidate_all()
        self.assertEqual([(plan.state, bool(plan.signer_pdf_id)) for plan in plans], [('signed', True)] * 20)
