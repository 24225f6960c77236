import base64
import datetime

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command, Domain
from odoo.modules.module import load_script
from odoo.tests import Form

from ..common import ROOT, QueryCase, ReportCase

JUNE = '2022-06-20 02:00:00'


class TestContinuation(ReportCase):
    """A plan that is replaced hands its work over: nothing is lost, overdue at once or counted twice."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time('2022-02-05 02:00:00'):
            plan = cls.new_plan(duties=['outreach', 'policy', None], year=2022, scheme_ids=[
                Command.set(cls.env.ref('dan_van.scheme_month').ids)])
            plan.printed_assignment_ids.deadline = '2022-05-31'
            cls.old = cls.to_state(plan, 'issued').sudo()
        cls.done, cls.open, cls.general = cls.old.printed_assignment_ids.sorted('sequence')
        with freeze_time('2022-05-20 02:00:00'):
            file = cls.as_user('outreach_staff', 'ir.attachment').create({
                'name': "bien-ban.txt", 'raw': b'Bien ban', 'res_model': 'dan_van.assignment', 'res_id': cls.done.id})
            cls.file = file.sudo()
            cls.as_user('outreach_head', cls.done).write({
                'result': "Đã tổ chức 02 buổi.", 'evidence_ids': [Command.link(file.id)], 'done_date': '2022-05-18',
                'done_reason': "Chờ biên bản của xã.", 'user_ids': cls.users['outreach_staff'].ids})
            cls.as_user('policy_staff', cls.open).progress = 40
            request = cls.as_user('policy_staff', 'dan_van.extension').create({
                'assignment_id': cls.open.id, 'new_deadline': '2022-09-30', 'reason': "Chờ hướng dẫn."})
            cls.as_user('head', request).action_accept()
            cls.request = request.sudo()
            cls.check = cls.as_user('outreach_head', 'dan_van.quality.check').create(
                {'assignment_id': cls.done.id, 'result': 'passed'}).sudo()
            cls.event = cls.as_user('policy_staff', 'dan_van.event').create({
                'type_id': cls.env.ref('dan_van.event_type_doi_thoai').id, 'department_id': cls.units['policy'].id,
                'date': '2022-05-10', 'assignment_id': cls.open.id}).sudo()
        cls.child = cls.general.child_ids.filtered(lambda duty: duty.department_id == cls.units['office'])
        with freeze_time('2022-06-10 02:00:00'):
            today = datetime.date(2022, 6, 10)
            cls.env['dan_van.assignment'].with_user(cls.env.ref('base.user_root')).sudo().search(
                [('plan_id', '=', cls.old.id), ('is_at_work', '=', True), ('deadline', '<', today)])._follow_up(today)

    def replacement(self):
        """:return: the draft that replaces the plan, as who writes it sees it"""
        return self.old.browse(self.as_user('office_head', self.old).action_replace()['res_id']).with_env(
            self.as_user('office_staff', self.old).env)

    def of(self, plan, old):
        """:return: the duty of ``plan`` that continues ``old``"""
        return plan.sudo().assignment_ids.filtered(lambda duty: duty.continues_id == old)

    def test_the_work_goes_on_under_the_new_plan(self):
        with freeze_time(JUNE):
            new = self.to_state(self.replacement(), 'issued').sudo()
            self.env.invalidate_all()
            done, begun, child = (self.of(new, old) for old in (self.done, self.open, self.child))
            self.assertEqual(
                (done.progress, done.result, str(done.done_date), done.done_reason, done.user_ids, done.evidence_ids, done.health),
                (100, "Đã tổ chức 02 buổi.", '2022-05-18', "Chờ biên bản của xã.", self.users['outreach_staff'], self.file,
                 'done_on_time'))
            self.assertEqual((self.file.res_id, done.quality_check_ids), (done.id, self.check))
            filed = self.env['dms.file'].sudo().search([('attachment_id', '=', self.file.id)])
            self.assertEqual(filed.directory_id.res_id, done.id)
            self.assertEqual((begun.progress, str(begun.deadline), begun.health), (40, '2022-09-30', 'on_track'))
            self.assertEqual((begun.extension_ids, str(self.request.old_deadline)), (self.request, '2022-05-31'))
            self.assertEqual(self.event.assignment_id, begun)
            self.assertEqual((child.department_id, child.health), (self.units['office'], 'overdue'), "as late as it was")
            self.assertTrue(child.follow_up_level)
            self.assertTrue(child.activity_ids, "who was told is not told anew, and still has it before him")
            self.as_user('outreach_staff', done).action_not_done()
            self.assertEqual(done.progress, 0, "what was before it was done")

    def test_letters_and_files_that_were_sent_stay_as_they_were(self):
        """A reminder goes on naming the duty; a file that was sent with a message stays with it, and is evidence all the same."""
        with freeze_time('2022-06-12 02:00:00'):
            letter = self.as_user('office_staff', 'dan_van.reminder').browse(
                self.as_user('office_staff', self.child).action_write_reminder()['res_id'])
            self.as_user('outreach_staff', self.done).message_post(body="Gửi biên bản.", attachment_ids=self.file.ids)
        with freeze_time(JUNE):
            new = self.to_state(self.replacement(), 'issued').sudo()
            self.env.invalidate_all()
            self.assertEqual(letter.sudo().line_ids.assignment_id, self.of(new, self.child))
            self.assertEqual((self.done.evidence_ids, self.file.res_id), (self.file, self.done.id))
            evidence = self.of(new, self.done).evidence_ids
            self.assertNotEqual(evidence, self.file)
            self.assertEqual((evidence.raw, evidence.res_id), (b'Bien ban', self.of(new, self.done).id))

    def test_it_aims_at_the_same(self):
        indicator = self.env['dan_van.indicator'].search([('theme_id', '=', self.old.theme_id.id)])[:2]
        self.env['dan_van.target'].create([{
            'plan_id': self.old.id, 'indicator_id': each.id, 'value': 40} for each in indicator])
        with freeze_time(JUNE):
            new = self.replacement().sudo()
            self.env['dan_van.target'].create({'plan_id': new.id, 'indicator_id': indicator[0].id, 'value': 25})
            self.to_state(new.with_env(self.as_user('office_staff', new).env), 'issued')
        self.assertEqual(
            {target.indicator_id: target.value for target in self.env['dan_van.target'].search([('plan_id', '=', new.id)])},
            {indicator[0]: 25, indicator[1]: 40})

    def test_what_is_replaced_counts_nowhere_a_second_time(self):
        Assignment = self.env['dan_van.assignment']
        late = [('health', '=', 'overdue'), ('plan_id.year', '=', 2022), ('company_id', '=', self.company.id)]
        with freeze_time(JUNE):
            before = len(Assignment.search(late))
            new = self.to_state(self.replacement(), 'issued').sudo()
            self.env.invalidate_all()
            found = Assignment.search(late)
            self.assertEqual(len(found), before)
            self.assertNotIn(self.old, found.plan_id)
            self.assertFalse(self.old.assignment_ids.activity_ids)
            self.assertEqual(
                {duty.closing_note for duty in self.old.assignment_ids if duty.scope == 'unit'},
                {f"Moved to the plan {new.code}"})
            self.assertEqual(new.overdue_count, before)
            self.assertEqual((self.old.overdue_count, self.old.done_count), (0, 0))
            self.assertEqual(
                self.env['mail.message'].search_count([
                    ('message_type', '=', 'user_notification'), ('model', '=', 'dan_van.plan'), ('res_id', '=', new.id)]), 0,
                "nobody is told of duties that he has already")

    def test_the_clerk_sees_what_ends(self):
        with freeze_time(JUNE):
            new = self.replacement()
            self.assertFalse(new.continuation_note)
            gone, changed = (self.of(new, old).with_env(new.env) for old in (self.done, self.open))
            gone.unlink()
            changed.write({'continues_id': False, 'deadline': '2022-05-31'})  # a text older than the extension
            self.assertIn(self.done.text, new.continuation_note)
            self.assertIn("Overdue as soon as", new.continuation_note)
            new.action_propose_continued()
            self.assertEqual(changed.sudo().continues_id, self.open, "the same text and unit")
            self.assertIn("Not continued", new.continuation_note)
            self.assertNotIn("Overdue as soon as", new.continuation_note)
            self.to_state(new, 'signed')
            action = self.as_user('clerk', new).action_issue()
            self.assertEqual((action['res_model'], new.state), ('dan_van.issue.wizard', 'signed'))
            wizard = Form(self.as_user('clerk', 'dan_van.issue.wizard').with_context(**action['context']))
            self.assertIn(self.done.text, wizard.notice)
            wizard.save().action_confirm()
            self.env.invalidate_all()
            self.assertEqual(new.sudo().state, 'issued')
            self.assertEqual(self.done.closing_note, f"Not continued in the plan {new.sudo().code}")
            Occurrence = self.env['dan_van.occurrence']
            counted = Occurrence.search(Occurrence._counted_domain()).assignment_id
            self.assertIn(self.done, counted)
            self.assertNotIn(self.open, counted)

    def test_what_comes_from_a_file_is_proposed_and_changed_by_hand(self):
        with freeze_time(JUNE):
            new = self.replacement()
            self.of(new, self.done).with_env(new.env).continues_id = False
            dialog = new.env['dan_van.plan.return'].create({
                'plan_id': new.id, 'filename': 'sua.docx',
                'file': base64.b64encode(new._render_docx())})
            dialog._take(dialog._pairs())
            self.assertFalse(self.of(new, self.done))
            new._propose_continued()
            duty = self.of(new, self.done).with_env(new.env)
            self.assertTrue(duty)
            other = self.new_plan(duties=['outreach'], year=2022).assignment_ids
            with self.assertRaisesRegex(ValidationError, "of no other"):
                duty.continues_id = other
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                other.continues_id = self.done
            self.to_state(new, 'submitted')
            with self.assertRaises(UserError):
                duty.continues_id = False

    def test_a_duty_that_goes_to_another_unit(self):
        """Its progress goes along; persons and events of the unit that had it stay behind."""
        with freeze_time(JUNE):
            new = self.replacement()
            moved = self.of(new, self.done).with_env(new.env)
            moved.write({'department_id': self.units['inspectorate'].id, 'unit_label': self.units['inspectorate'].name})
            self.of(new, self.open).with_env(new.env).department_id = self.units['inspectorate']
            self.to_state(new, 'issued')
            self.env.invalidate_all()
            self.assertEqual((moved.sudo().progress, moved.sudo().user_ids), (100, self.env['res.users']))
            self.assertEqual(self.event.assignment_id, self.open)

    def test_evidence_that_was_told_is_copied_whole(self):
        """Also for a client that asks for sizes."""
        self.as_user('outreach_staff', self.done).message_post(body="Biên bản", attachment_ids=self.file.ids)
        with freeze_time(JUNE):
            new = self.to_state(self.replacement(), 'signed')
            dialog = self.as_user('clerk', 'dan_van.issue.wizard')
            dialog = dialog.browse(self.asked_for_sizes(dialog, 'create', {'res_model': new._name, 'res_id': new.id}))
            self.asked_for_sizes(dialog, 'action_confirm')
            self.assertEqual(self.of(new.sudo(), self.done).evidence_ids.raw, b'Bien ban')

    def test_replaced_twice(self):
        with freeze_time(JUNE):
            first = self.to_state(self.replacement(), 'issued').sudo()
        with freeze_time('2022-07-20 02:00:00'):
            draft = first.browse(self.as_user('office_head', first).action_replace()['res_id'])
            second = self.to_state(draft.with_env(self.as_user('office_staff', draft).env), 'issued').sudo()
            self.env.invalidate_all()
            done = self.of(second, self.of(first, self.done))
            self.assertEqual((done.progress, done.evidence_ids, done.quality_check_ids), (100, self.file, self.check))

    def test_a_report_goes_on_from_what_was_reported(self):
        period = self.opened(self.old, "Tháng 5 năm 2022")
        report = self.report_of(period, 'outreach')
        with freeze_time('2022-05-16 02:00:00'):
            report.line_ids.filtered(lambda line: not line.text).text = "Đã làm."
            for user, step in (('outreach_staff', 'submit'), ('outreach_head', 'approve'), ('office_staff', 'receive')):
                getattr(self.reading(user, report), f'action_{step}')()
        with freeze_time(JUNE):
            new = self.to_state(self.replacement(), 'issued').sudo()
        period = self.opened(new, "Tháng 7 năm 2022")
        lines = self.report_of(period, 'outreach').line_ids
        self.assertNotIn(self.of(new, self.done), lines.assignment_id, "reported as done, and nothing new")


class TestContinuationQueries(QueryCase, ReportCase):
    """Handing over costs as many queries for many duties as for few."""

    def replacing(self, size, with_files=False):
        """:return: a signed plan that replaces one with ``size`` duties at work"""
        with freeze_time('2022-02-05 02:00:00'):
            plan = self.new_plan(duties=['outreach', 'policy'] * (size // 2), year=2022)
            plan.printed_assignment_ids.deadline = '2022-05-31'
            old = self.to_state(plan, 'issued').sudo()
        with freeze_time('2022-05-20 02:00:00'):
            for index, duty in enumerate(old.assignment_ids):
                unit = next(name for name in ('outreach', 'policy') if self.units[name] == duty.department_id)
                duty = self.as_user(f'{unit}_head', duty)
                duty.write({
                    'progress': index, 'result': f"Lần {index}.", 'user_ids': self.users[f'{unit}_staff'].ids})
                if with_files:
                    duty.evidence_ids = duty.evidence_ids.create({
                        'name': "bien-ban.txt", 'raw': b'Bien ban', 'res_model': duty._name, 'res_id': duty.id})
        with freeze_time('2022-06-10 02:00:00'):
            old.assignment_ids.with_user(self.env.ref('base.user_root')).sudo()._follow_up(datetime.date(2022, 6, 10))
        with freeze_time(JUNE):
            new = old.browse(self.as_user('office_head', old).action_replace()['res_id'])
            return self.to_state(new.with_env(self.as_user('office_staff', new).env), 'signed').sudo()

    def take_over(self, new):
        with freeze_time(JUNE):
            pairs = new._continued()
            new.replaces_id.assignment_ids._take_over(pairs)
            self.env.flush_all()
        self.assertEqual({duty.result for duty in pairs}, {duty.result for duty in pairs.values()})
        self.assertEqual({duty.user_ids for duty in pairs.values()}, {self.users['outreach_staff'], self.users['policy_staff']})

    def test_many_duties_are_handed_over_as_few(self):
        self.assertFlat(self.replacing, self.take_over, large=30)

    def test_files_cost_some_statements_each(self):
        """Each is asked whether it was sent with a message, leaves the folder of the old duty, and is taken from its evidence and
        added to that of the new one, and of its occurrence: the statements of dms and of the relations are one file's. All else is done at once."""
        self.assertFlat(lambda size: self.replacing(size, with_files=True), self.take_over, large=30, batches=20 * 30)


class TestContinuationMigration(ReportCase):
    """Plans that had replaced another before their work went on: it is found again by text and unit, and counted once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time('2022-02-05 02:00:00'):
            plan = cls.new_plan(duties=['outreach', 'policy', 'policy', None], year=2022)
            cls.old = cls.to_state(plan, 'issued').sudo()
        cls.done, cls.anew, cls.gone, cls.general = cls.old.printed_assignment_ids.sorted('sequence')
        cls.child = cls.general.child_ids.filtered(lambda duty: duty.department_id == cls.units['office'])
        with freeze_time('2022-05-20 02:00:00'):
            for user, duty in (
                    ('outreach_staff', cls.done), ('policy_staff', cls.anew), ('policy_staff', cls.gone), ('office_staff', cls.child)):
                cls.as_user(user, duty).write({'result': "Xong.", 'progress': 100})
        with freeze_time(JUNE):
            new = plan.browse(cls.as_user('office_head', cls.old).action_replace()['res_id']).sudo()
            new.assignment_ids.continues_id = False
            new.assignment_ids.filtered(lambda duty: duty.text == cls.gone.text).unlink()
            cls.to_state(new.with_env(cls.as_user('office_staff', new).env), 'signed')
            cls.as_user('clerk', new)._transition('issue')
            cls.new = new
            again = new.assignment_ids.filtered(lambda duty: duty.text == cls.anew.text)
            cls.as_user('policy_staff', again).write({'result': "Làm lại.", 'progress': 100})
            cls.again = again.sudo()

    def counted(self):
        """:return: duties that figures and ratings count as done"""
        self.env.invalidate_all()
        Occurrence = self.env['dan_van.occurrence']
        return Occurrence.search(Occurrence._counted_domain() & Domain('done_date', '!=', False) & Domain(
            'plan_id', 'in', (self.old | self.new).ids)).assignment_id.sudo()

    def test_each_duty_counts_once(self):
        self.assertEqual(self.counted(), self.done | self.anew | self.gone | self.child | self.again, "one of them twice")
        script = load_script(str(ROOT / 'migrations' / '19.0.1.6.0' / 'post-continued.py'), 'post_continued')
        for _time in range(2):
            script.migrate(self.env.cr, '19.0.1.5.0')
            found = {duty.continues_id or duty: duty for duty in self.counted()}
            self.assertEqual(set(found), {self.done, self.anew, self.gone, self.child})
            self.assertEqual(found[self.anew], self.again)
            self.assertEqual((self.again.result, found[self.done].result), ("Làm lại.", "Xong."))
            self.assertEqual([str(found[each].done_date) for each in (self.done, self.child)], ['2022-05-20'] * 2)
            self.assertEqual(found[self.gone], self.gone, "nobody goes on with it")
