from datetime import timedelta

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tools.safe_eval import safe_eval

from ...models.core.res_company import legal_today
from ..common import AgencyCase


class TestAssignmentWork(AgencyCase):
    """Duties at work: what must be clear about each ("6 rõ"), and the evidence of its result."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = legal_today(cls.env['dan_van.assignment'])
        cls.plan = cls.to_state(cls.new_plan(duties=['outreach', 'policy']), 'issued').with_env(cls.env)
        cls.duty, cls.other = cls.plan.printed_assignment_ids

    def test_what_presses_comes_first(self):
        """On the list of all plans: open ones by their deadline, those without one after them, what is done last."""
        self.env['dan_van.occurrence'].search([('company_id', '=', self.company.id)])._opened('extend').due_date = False
        (self.duty + self.other).occurrence_ids._extend(self.today + timedelta(days=30))
        self.as_user('outreach_staff', self.duty).done_date = self.today
        for kind in ('list', 'kanban'):
            arch = etree.fromstring(self.env['dan_van.assignment'].get_view(view_type=kind)['arch'])
            found = self.env['dan_van.assignment'].search(
                [('company_id', '=', self.company.id), ('scope', '=', 'unit')], order=arch.get('default_order'))
            dated, done = found[0], found.filtered('done_date')
            self.assertEqual((dated, found[-len(done):]), (self.other, done), kind)
            self.assertIn(self.duty, done)

    # "6 rõ"

    def test_the_leader_in_charge_decides(self):
        self.units['outreach'].dan_van_leader_id = self.users['deputy_1']
        self.units['policy'].dan_van_leader_id = False
        self.assertEqual(self.duty.leader_id, self.users['deputy_1'])
        self.assertEqual(self.other.leader_id, self.plan.signer_id, "who signed the plan, where nobody is named")

    def test_a_duty_names_what_is_not_clear_yet(self):
        duty = self.as_user('outreach_head', self.duty).with_context(lang='en_US')
        self.assertEqual(duty.head_id, self.users['outreach_head'])
        self.assertEqual(duty.unclear, "person, deadline, output")
        duty.user_ids = self.users['outreach_staff']
        self.assertEqual(duty.unclear, "deadline, output")
        self.units['outreach'].head_user_id = False
        self.assertEqual(duty.unclear, "deadline, who answers for it, output")
        self.as_user('office_staff', duty).action_done()
        self.assertFalse(duty.unclear, "nothing is asked of a duty that is done")

    def test_only_duties_at_work_ask_for_clarity(self):
        draft = self.new_plan(duties=['outreach', None])
        self.assertFalse(any(draft.assignment_ids.mapped('unclear')))
        self.to_state(self.plan, 'closed')
        self.assertFalse(self.duty.unclear)

    # Work

    def test_whom_a_form_offers(self):
        """Of the unit whose work it is, its members: neither the whole agency nor strangers."""
        unit = self.units['outreach']
        for model, name in (('dan_van.assignment', 'user_ids'), ('dan_van.report', 'writer_id')):
            domain = self.env[model].fields_get([name], ['domain'])[name]['domain']
            offered = self.as_user('outreach_head', 'res.users').search(safe_eval(domain, {'department_id': unit.id}))
            self.assertEqual(offered, unit.member_user_ids, name)

    def test_a_member_enters_progress_and_result(self):
        duty = self.as_user('outreach_staff', self.duty)
        self.assertTrue(duty.can_work)
        duty.write({'progress': 60, 'result': "Đã tổ chức 02 buổi."})
        duty.action_done()
        self.assertEqual((duty.progress, duty.done_date), (100, self.today))
        for user in ('head', 'admin'):
            self.assertFalse(self.as_user(user, self.duty).can_work)
            with self.subTest(user), self.assertRaises(AccessError):
                self.as_user(user, self.duty).result = "Khác"

    def file(self, user, duty):
        """Upload a file as the field on the form does."""
        return self.as_user(user, 'ir.attachment').create({
            'name': "bien-ban.txt", 'raw': b'Bien ban', 'res_model': duty._name, 'res_id': duty.id})

    def show(self, user, duty, file):
        self.as_user(user, duty).evidence_ids = [Command.link(file.id)]

    def test_a_member_adds_evidence_that_the_office_and_the_leadership_read(self):
        file = self.file('outreach_staff', self.duty)
        self.show('outreach_staff', self.duty, file)
        for user in ('outreach_head', 'office_staff', 'head'):
            with self.subTest(user):
                self.assertEqual(self.as_user(user, self.duty).evidence_ids.raw, b'Bien ban')
        self.show('office_staff', self.duty, self.file('office_staff', self.duty))
        self.assertEqual(len(self.duty.evidence_ids), 2)

    def test_others_add_no_evidence(self):
        with self.assertRaises(AccessError):
            self.file('policy_staff', self.duty)
        file = self.file('outreach_staff', self.duty)
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', file).read(['raw'])
        for user in ('policy_staff', 'head', 'admin'):
            with self.subTest(user), self.assertRaises(AccessError):
                self.show(user, self.duty, file)

    def test_evidence_shows_no_file_of_another_document(self):
        file = self.file('outreach_staff', self.duty)
        with self.assertRaises(AccessError):
            self.show('policy_staff', self.other, file)
        with self.assertRaises(ValidationError):
            self.show('office_staff', self.other, file)

    def test_evidence_of_a_closed_plan_stays(self):
        file = self.file('outreach_staff', self.duty)
        self.show('outreach_staff', self.duty, file)
        taken = self.file('outreach_staff', self.duty)
        self.show('outreach_staff', self.duty, taken)
        taken.unlink()
        self.to_state(self.plan, 'closed')
        for files in (file, file.sudo()):
            with self.assertRaisesRegex(UserError, "stays on file"):
                files.unlink()
        for values in ({'raw': b'A'}, {'name': 'khac.txt'}, {'res_model': False, 'res_id': False}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "stays on file"):
                file.write(values)
        self.as_user('office_head', self.plan).action_reopen()
        file.unlink()
        self.assertFalse(self.duty.evidence_ids)

    def test_evidence_is_given_while_the_plan_is_at_work(self):
        file = self.file('outreach_staff', self.duty)
        self.to_state(self.plan, 'closed')
        with self.assertRaises(UserError):
            self.show('outreach_staff', self.duty, file)
