from contextlib import contextmanager

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form

from ..common import AgencyCase

LATE = "Báo cáo muộn do chờ biên bản của xã."


class TestDoneReason(AgencyCase):
    """Who sets a day of completion back says why, and it is read where the result is looked at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2022-06-10 02:00:00'))
        cls.env = cls.env(context={'allowed_company_ids': cls.company.ids})
        plan = cls.new_plan(duties=['outreach', 'outreach', 'policy'], year=2022)
        plan.assignment_ids.deadline = '2022-06-01'
        cls.plan = cls.to_state(plan, 'issued').with_env(cls.env)
        cls.duty, cls.second, cls.other = cls.plan.assignment_ids.sorted('sequence')
        cls.cr.flush()

    @contextmanager
    def asked_why(self):
        """Assert that the reason is asked for, and that nothing has been written."""
        with self.assertRaises(UserError) as caught:
            yield
        self.assertIn("write beside the day why", str(caught.exception))

    def mine(self):
        return self.as_user('outreach_staff', self.duty)

    def told(self):
        """:return: ``{name of a field: its new value}`` as the story of the duty has it, by the last message"""
        self.env.cr.flush()
        values = self.duty.message_ids.sudo().sorted('id')[-1].tracking_value_ids
        return {each.field_id.name: each.new_value_char or str(each.new_value_datetime)[:10] for each in values}

    def test_a_day_before_today_asks_why_at_every_door(self):
        duty = self.mine()
        for door in (
                lambda: duty.write({'done_date': '2022-05-30'}),
                lambda: duty.write({'done_date': '2022-06-09', 'progress': 100}),
                lambda: duty.write({'done_date': '2022-05-30', 'done_reason': "  "}),
                lambda: duty.web_save({'done_date': '2022-05-30'}, {}),
                lambda: (duty | self.second.with_env(duty.env)).write({'done_date': '2022-05-30'}),
                lambda: self.as_user('office_staff', self.duty).sudo().write({'done_date': '2022-05-30'})):
            with self.asked_why():
                door()
        found = duty.load(['.id', 'done_date'], [[str(duty.id), '2022-05-30']])
        self.assertIn("write beside the day why", found['messages'][0]['message'])
        self.assertFalse(self.duty.done_date)

    def test_the_reason_stands_in_the_story(self):
        self.mine().write({'done_date': '2022-05-30', 'done_reason': LATE})
        self.assertEqual((self.duty.progress, self.duty.health), (100, 'done_on_time'))
        self.assertEqual({name: self.told()[name] for name in ('done_date', 'done_reason')}, {
            'done_date': '2022-05-30', 'done_reason': LATE})

    def test_what_is_done_today_asks_nothing(self):
        both = self.as_user('outreach_staff', self.duty | self.second)
        both.action_done()
        self.assertEqual({(str(duty.done_date), duty.done_reason) for duty in both}, {('2022-06-10', False)})
        both.action_not_done()
        both.write({'progress': 100})
        both.write({'result': "Xong."})
        both.write({'done_date': '2022-06-10'})
        self.assertFalse(any(both.mapped('done_reason')))

    def test_a_day_moved_further_back_asks_anew_one_moved_forward_does_not(self):
        duty = self.mine()
        duty.write({'done_date': '2022-06-05', 'done_reason': LATE})
        with self.asked_why():
            duty.write({'done_date': '2022-05-30'})
        duty.write({'done_date': '2022-06-07'})
        self.assertEqual(duty.done_reason, LATE)
        duty.write({'done_date': '2022-05-30', 'done_reason': "Biên bản ghi ngày 30/5."})
        self.assertEqual(self.told()['done_reason'], "Biên bản ghi ngày 30/5.")

    def test_the_reason_is_not_taken_away(self):
        duty = self.mine()
        duty.write({'done_date': '2022-05-30', 'done_reason': LATE})
        for value in (False, '', '  '):
            with self.asked_why():
                duty.done_reason = value
        duty.done_reason = f"{LATE} Xã gửi ngày 09/6."
        self.assertIn("Xã gửi", self.told()['done_reason'])

    def test_what_nobody_can_read_is_no_reason(self):
        for reason in ('\u200b', '\ufeff', '\x01', '\u202e', '\u00ad', '\u3164', '\u2800', '\u2060', '\xa0 \t'):
            with self.subTest(reason=ascii(reason)):
                with self.asked_why(), self.cr.savepoint():
                    self.mine().write({'done_date': '2022-05-30', 'done_reason': reason})
                draft = self.new_plan(year=2022)
                self.to_state(draft, 'submitted')
                with self.assertRaises(UserError), self.cr.savepoint():
                    self.reading('head', draft).action_return(reason)
                self.assertEqual(draft.state, 'submitted')
        self.mine().write({'done_date': '2022-05-30', 'done_reason': LATE})
        with self.asked_why(), self.cr.savepoint():
            self.mine().done_reason = '\u200b'

    def test_a_reason_belongs_to_a_day(self):
        with self.assertRaisesRegex(UserError, "the reason belongs to a day"), self.cr.savepoint():
            self.mine().done_reason = LATE
        self.mine().write({'progress': None})
        self.mine().write({'progress': 10, 'done_reason': LATE})
        self.assertEqual((self.duty.progress, self.duty.done_reason), (10, False))
        self.mine().write({'progress': 20, 'result': "Đã làm một phần."})

    def test_undo_gives_back_what_was(self):
        duty = self.mine()
        duty.progress = 35
        duty.write({'done_date': '2022-05-30', 'done_reason': LATE})
        duty.action_not_done()
        self.assertEqual((duty.progress, duty.done_date, duty.done_reason), (35, False, False))
        duty.action_done()
        self.assertEqual((str(duty.done_date), duty.done_reason), ('2022-06-10', False))

    def test_who_may_not_work_is_refused_for_that(self):
        with self.assertRaises(AccessError):
            self.as_user('policy_staff', self.duty).write({'done_date': '2022-05-30'})

    def test_the_form_asks_where_it_is_needed(self):
        with Form(self.mine()) as form:
            with self.assertRaisesRegex(AssertionError, "invisible|hidden"):
                form.done_reason = LATE
            form.done_date = '2022-06-10'
            self.assertFalse(form.asks_done_reason)
            form.done_date = '2022-06-01'
            with self.assertRaisesRegex(AssertionError, "required"):
                form.save()
            form.done_reason = LATE
            form.save()
            form.done_date = '2022-05-20'
            self.assertFalse(form.done_reason, "that was the reason of another day")
            form.done_reason = "Biên bản ghi ngày 20/5."
        self.assertEqual((str(self.duty.done_date), self.duty.done_reason), ('2022-05-20', "Biên bản ghi ngày 20/5."))

    def test_who_checks_the_quality_reads_it(self):
        self.mine().write({'done_date': '2022-05-30', 'done_reason': LATE})
        action = self.as_user('outreach_head', self.duty).action_check_quality()
        form = Form(self.as_user('outreach_head', 'dan_van.quality.check').with_context(**action['context']))
        self.assertEqual((str(form.done_date), form.done_reason), ('2022-05-30', LATE))
