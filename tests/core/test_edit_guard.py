import threading
from unittest.mock import patch

from odoo import api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.registry import DummyRLock, Registry
from odoo.service.model import retrying
from odoo.tests import BaseCase, HttpCase, get_db_name, tagged
from odoo.tools import mute_logger

from ..common import AgencyCase


@tagged('post_install', '-at_install')
class TestEditGuard(AgencyCase):
    """Two colleagues have the same draft open; the head of the office saves first, then the member of the staff."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.new_plan(subject="Trích yếu cũ", closing="Lời kết cũ")
        cls.rows = cls.plan.content_ids.filtered('parent_id')[:2]
        cls.rows.write({'text': "Nội dung cũ"})

    def head_saves(self, **vals):
        self.as_user('office_head', self.plan).web_save(vals, {})

    def staff_saves(self, base, **vals):
        """Save as the form does that has loaded ``base``."""
        plan = self.as_user('office_staff', self.plan)
        return plan.with_context(dan_van_base=base).web_save(vals, {'subject': {}})

    def edit(self, row, text):
        return [Command.update(row.id, {'text': text})]

    # Told

    def test_same_field_is_told_with_name_and_author(self):
        self.head_saves(subject="Của chánh văn phòng")
        with self.assertRaisesRegex(UserError, rf"(?s)Subject \({self.users['office_head'].name}, .*copy it") as told:
            self.staff_saves({'subject': "Trích yếu cũ"}, subject="Của chuyên viên")
        self.assertEqual(self.plan.subject, "Của chánh văn phòng", "the first's text stands")
        self.assertNotIn("Closing", str(told.exception))

    def test_after_reloading_the_second_can_save(self):
        self.head_saves(subject="Của chánh văn phòng")
        self.staff_saves({'subject': "Của chánh văn phòng"}, subject="Của cả hai")
        self.assertEqual(self.plan.subject, "Của cả hai")

    def test_same_row_is_told_with_its_place(self):
        self.head_saves(content_ids=self.edit(self.rows[0], "Của chánh văn phòng"))
        with self.assertRaisesRegex(UserError, f"“{self.rows[0].display_name}”"):
            self.staff_saves(
                {'content_ids': {str(self.rows[0].id): {'text': "Nội dung cũ"}}},
                content_ids=self.edit(self.rows[0], "Của chuyên viên"))
        self.assertEqual(self.rows[0].text, "Của chánh văn phòng")

    def test_deleted_row_is_told(self):
        gone = self.rows[0]
        self.head_saves(content_ids=[Command.delete(gone.id)])
        with self.assertRaisesRegex(UserError, "deleted row"):
            self.staff_saves(
                {'content_ids': {str(gone.id): {'text': "Nội dung cũ"}}}, content_ids=self.edit(gone, "Của chuyên viên"))

    def test_every_kind_of_field_is_compared(self):
        loaded = self.plan.read(['year', 'authority', 'archive', 'preamble', 'signer_id'], load=None)[0]
        for name, head, staff in (
            ('year', 2027, 2028),
            ('authority', 'deputy', 'acting'),
            ('archive', "Lưu: VT, A", "Lưu: VT, B"),
            ('preamble', "Mở đầu", "Khác"),
            ('signer_id', self.users['deputy_1'].id, self.users['deputy_2'].id),
        ):
            with self.subTest(name):
                self.head_saves(**{name: head})
                with self.assertRaises(UserError):
                    self.staff_saves({name: loaded[name]}, **{name: staff})
                self.staff_saves({name: head}, **{name: staff})

    def test_date_in_a_row_is_compared(self):
        duty = self.plan.printed_assignment_ids[0]
        self.head_saves(printed_assignment_ids=[Command.update(duty.id, {'deadline': '2026-06-30'})])
        mine = [Command.update(duty.id, {'deadline': '2026-12-31'})]
        with self.assertRaisesRegex(UserError, "Deadline"):
            self.staff_saves({'printed_assignment_ids': {str(duty.id): {'deadline': False}}}, printed_assignment_ids=mine)
        self.staff_saves({'printed_assignment_ids': {str(duty.id): {'deadline': '2026-06-30'}}}, printed_assignment_ids=mine)

    # Not disturbed

    def test_different_fields_are_both_kept(self):
        self.head_saves(subject="Của chánh văn phòng")
        self.staff_saves({'closing': "Lời kết cũ"}, closing="Của chuyên viên")
        self.assertEqual((self.plan.subject, self.plan.closing), ("Của chánh văn phòng", "Của chuyên viên"))

    def test_different_rows_are_both_kept(self):
        self.head_saves(content_ids=self.edit(self.rows[0], "Của chánh văn phòng"))
        self.staff_saves(
            {'content_ids': {str(self.rows[1].id): {'text': "Nội dung cũ"}}},
            content_ids=self.edit(self.rows[1], "Của chuyên viên"))
        self.assertEqual(self.rows.mapped('text'), ["Của chánh văn phòng", "Của chuyên viên"])

    def test_same_text_from_both_is_no_conflict(self):
        self.head_saves(subject="Như nhau")
        self.staff_saves({'subject': "Trích yếu cũ"}, subject="Như nhau")

    def test_empty_is_empty_however_it_is_written(self):
        self.plan.preamble = ''
        self.staff_saves({'preamble': False, 'department_id': self.units['office'].id}, preamble="Mở đầu")
        self.staff_saves({'preamble': "Mở đầu"}, preamble=False)
        self.staff_saves({'preamble': ''}, preamble="Mở đầu")

    def test_save_without_base_works_as_ever(self):
        self.head_saves(subject="Của chánh văn phòng")
        self.assertEqual(self.staff_saves(None, subject="Ghi đè"), [{'id': self.plan.id, 'subject': "Ghi đè"}])

    # The context is the client's

    def test_bad_base_is_ignored(self):
        row = str(self.rows[0].id)
        for base in (
            "subject", 5, ['subject'], {'subject': ['a']}, {'subject': {}}, {'no_such_field': 1}, {'content_ids': "rows"},
            {'content_ids': [row]}, {'content_ids': {row: "text"}}, {'content_ids': {row: None}},
            {'content_ids': {'x': {'text': 1}}}, {'content_ids': {row: {'text': [1]}}},
        ):
            with self.subTest(base=base):
                self.staff_saves(base, subject="Mới", content_ids=[
                    *self.edit(self.rows[0], "Mới"), Command.create({'parent_id': self.rows[0].parent_id.id, 'text': "Thêm"})])

    def test_base_gives_no_right(self):
        """A colleague of another unit may not save the draft, whatever base he sends."""
        stranger = self.as_user('policy_staff', self.plan).with_context(dan_van_base={'subject': "Trích yếu cũ"})
        with self.assertRaises(UserError), mute_logger('odoo.addons.base.models.ir_rule'):
            stranger.web_save({'subject': "Của người lạ"}, {})

    def test_base_of_fields_that_are_not_saved_tells_nothing(self):
        self.staff_saves({'closing': "Đoán thử"}, subject="Mới")


@tagged('post_install', '-at_install', 'dan_van_long')
class TestTwoSaveAtOnce(BaseCase):
    """Both save at the same moment, each over a real connection of their own."""

    def setUp(self):
        super().setUp()
        # The test runner holds this lock; the second's thread needs the registry too.
        self.enterContext(patch.object(Registry, '_lock', DummyRLock()))
        self.registry = Registry(get_db_name())
        self.plan_id = self.in_transaction(lambda env: env['dan_van.plan'].create({
            'company_id': env.ref('dan_van.demo_company').id,
            'department_id': env.ref('dan_van.department_office').id,
            'subject': "Trích yếu cũ",
        }).id)
        self.addCleanup(self.in_transaction, lambda env: env['dan_van.plan'].browse(self.plan_id).unlink())

    def in_transaction(self, function):
        """Run ``function(env)`` as Odoo runs a request: repeated when PostgreSQL asks for it, committed."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            return retrying(lambda: function(env), env)

    def save(self, env, subject):
        plan = env['dan_van.plan'].with_user(env.ref('dan_van.user_office_staff')).browse(self.plan_id)
        plan.with_context(dan_van_base={'subject': "Trích yếu cũ"}).web_save({'subject': subject}, {})

    @mute_logger('odoo.sql_db')  # PostgreSQL refuses the second's outdated view once, Odoo repeats it
    def test_second_of_two_simultaneous_saves_is_told(self):
        outcome, waiting = [], threading.Event()

        def second():
            waiting.set()
            try:
                self.in_transaction(lambda env: self.save(env, "Của người thứ hai"))
            except UserError as error:
                outcome.append(str(error))

        thread = threading.Thread(target=second)
        with self.registry.cursor() as cr:
            env = api.Environment(cr, api.SUPERUSER_ID, {})
            self.save(env, "Của người thứ nhất")
            env.cr.flush()
            thread.start()
            waiting.wait(10)
            thread.join(1)
            self.assertTrue(thread.is_alive(), "the second must wait for the first")
        thread.join(60)
        self.assertIn("Subject", outcome[0])
        self.in_transaction(lambda env: self.assertEqual(
            env['dan_van.plan'].browse(self.plan_id).subject, "Của người thứ nhất"))


@tagged('post_install', '-at_install', 'dan_van_browser')
class TestEditGuardInBrowser(HttpCase, AgencyCase):
    """The form keeps what was typed, names what somebody else has changed, and can be saved after discarding."""

    def test_second_of_two_is_told_in_the_form(self):
        plan = self.new_plan(subject="Trích yếu cũ", basis_ids=[
            Command.create({'text': "Căn cứ một"}), Command.create({'text': "Căn cứ hai"})])
        action = self.env.ref('dan_van.plan_action')
        self.start_tour(f'/odoo/action-{action.id}/{plan.id}', 'dan_van_guard_tour', login='chuyenvien.vp')
        self.assertEqual(plan.subject, "Của cả hai")
        self.assertEqual(plan.basis_ids.mapped('text'), ["Căn cứ của cả hai", "Căn cứ hai của tôi"])
