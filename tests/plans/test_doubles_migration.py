from freezegun import freeze_time

from odoo.fields import Command
from odoo.modules.module import load_script

from ..common import ROOT, ReportCase
from ..keys import unlocked


class TestDoublesMigration(ReportCase):
    """Plans that an earlier version has issued gave a unit that leads a work its duty of all units too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with freeze_time('2022-02-05 02:00:00'):
            plan = cls.new_plan(duties=['policy', *[None] * 6], year=2022, scheme_ids=[
                Command.set(cls.env.ref('dan_van.scheme_month').ids)])
            content = plan.content_ids.filtered(lambda part: part.parent_id.kind == 'content')
            plan.assignment_ids.content_ids = [Command.set(content.ids)]
            plan.assignment_ids.filtered(lambda duty: duty.scope == 'all').role = 'coordinate'
            cls.plan = cls.to_state(plan, 'issued').sudo()
        cls.general = cls.plan.assignment_ids.filtered(lambda duty: duty.scope == 'all').sorted('sequence')
        cls.doubles = unlocked(cls.env['dan_van.assignment']).create([{
            'plan_id': cls.plan.id, 'parent_id': duty.id, 'printed': False, 'department_id': cls.units['policy'].id,
            'role': 'coordinate', 'text': duty.text, 'content_ids': [Command.set(content.ids)]} for duty in cls.general])
        cls.doubles = cls.doubles.with_env(cls.env).sudo()

    def migrate(self):
        self.env.flush_all()
        self.env.invalidate_all()
        load_script(str(ROOT / 'migrations' / '19.0.1.6.0' / 'post-doubles.py'), 'post_doubles').migrate(
            self.env.cr, '19.0.1.5.0')
        self.env.invalidate_all()

    def test_what_nobody_has_begun_is_taken_away(self):
        others = self.plan.assignment_ids - self.doubles
        untouched, *touched = self.doubles
        begun, named, served, shown, said = touched
        with freeze_time('2022-02-10 02:00:00'):
            self.as_user('policy_staff', begun).progress = 10
            self.as_user('policy_head', named).user_ids = self.users['policy_staff']
            self.as_user('policy_staff', 'dan_van.event').create({
                'type_id': self.env.ref('dan_van.event_type_doi_thoai').id, 'department_id': self.units['policy'].id,
                'date': '2022-02-09', 'assignment_id': served.id})
            self.as_user('policy_staff', 'ir.attachment').create({
                'name': "bien-ban.txt", 'raw': b'Bien ban', 'res_model': shown._name, 'res_id': shown.id})
            self.as_user('policy_staff', said).message_post(body="Đang làm.")
        printed = self.plan.snapshot, self.plan.pdf_sha256
        self.migrate()
        self.assertFalse(untouched.exists())
        self.assertEqual(self.plan.assignment_ids, others | self.doubles.browse().union(*touched))
        self.assertIn("Phòng Chính sách", self.general[0].message_ids[0].body)
        self.assertEqual((self.plan.snapshot, self.plan.pdf_sha256), printed)
        self.migrate()
        self.assertEqual(self.plan.assignment_ids, others | self.doubles.browse().union(*touched), "once")

    def test_what_is_reported_stays(self):
        period = self.opened(self.plan, "Tháng 2 năm 2022")
        self.assertLessEqual(self.doubles, self.report_of(period, 'policy').line_ids.assignment_id)
        self.migrate()
        self.assertEqual(self.doubles.exists(), self.doubles)

    def test_what_is_recalled_is_left_alone(self):
        self.as_user('head', self.plan).action_recall("Có sai sót về thẩm quyền.")
        self.migrate()
        self.assertEqual(self.doubles.exists(), self.doubles)
