from datetime import date
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError
from odoo.tools import mute_logger
from odoo.tests import tagged

from ..common import AgencyCase

DAY = '2030-03-12'


class RegisterCase(AgencyCase):
    """It is 12 March 2030: the year is new, nothing has been issued in it. What is printed does not matter here."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time(f'{DAY} 02:00:00'))
        cls.startClassPatcher(patch.object(cls.env.registry['dan_van.plan'], '_render_pdf', lambda self: b'%PDF-1.7'))
        cls.Entry = cls.env['dan_van.register.entry']

    @classmethod
    def signed(cls, **values):
        """:return: a signed plan as the clerk sees it"""
        return cls.as_user('clerk', cls.to_state(cls.new_plan(**values), 'signed'))

    @classmethod
    def issued(cls):
        plan = cls.signed()
        plan.action_issue()
        return plan

    @classmethod
    def register(cls, year=2030, **values):
        """:return: a register that the head has opened"""
        return cls.as_user('head', 'dan_van.register').create({'year': year, **values})

    @classmethod
    def reserved(cls, day=DAY, user='clerk', **values):
        action = cls.as_user(user, 'dan_van.reserve.wizard').create({
            'date': day, 'subject': "Khen thưởng", 'reason': "Chờ lãnh đạo đi công tác về ký", **values}).action_confirm()
        return cls.Entry.browse(action['res_id'])

    def release(self, entry, reason="Không ban hành nữa", user='clerk'):
        self.as_user(user, 'dan_van.release.wizard').create({'entry_id': entry.id, 'reason': reason}).action_confirm()

    def issue_with(self, plan, **choice):
        """Issue by the dialog."""
        action = plan.action_issue_choose()
        plan.env[action['res_model']].with_context(**action['context']).create(choice).action_confirm()

    def assertRefused(self, words, act, *args, error=UserError, **kwargs):
        with self.assertRaisesRegex(error, words), self.env.cr.savepoint():
            act(*args, **kwargs)

    def log(self, register):
        return '\n'.join(str(message.body) for message in register.sudo().message_ids)


@tagged('dan_van_long')
class TestSeries(RegisterCase):
    """The head of the agency decides on the series; the numbers follow."""

    def test_an_agency_that_starts_in_mid_year_goes_on_with_its_paper_numbers(self):
        register = self.register(first_number=12)
        self.assertEqual(register.last_number, 11)
        register.first_number = 128
        self.assertEqual((self.issued().code, register.last_number), ("128/KH-BDT", 128))
        self.assertRefused("not changed", register.write, {'first_number': 1})
        self.assertIn("its first number is 128", self.log(register))
        self.assertEqual(register.message_ids[0].author_id, self.users['head'].partner_id)

    def test_the_series_are_not_the_clerks_to_decide(self):
        register = self.register()
        for user in ('clerk', 'office_head', 'policy_staff'):
            theirs = self.as_user(user, register)
            for act in (lambda: theirs.create({'year': 2031}), lambda: theirs.write({'first_number': 7}), theirs.unlink):
                with self.subTest(user=user):
                    self.assertRefused("", act, error=AccessError)
        self.as_user('admin', register).write({'first_number': 7})
        with mute_logger('odoo.sql_db'):
            self.assertRefused("", register.write, {'first_number': 0}, error=CheckViolation)

    def test_what_was_decided_stays_in_the_log(self):
        message = self.register().message_ids[0]
        for user in ('head', 'admin', 'clerk'):
            with self.subTest(user=user):
                self.assertRefused("", self.as_user(user, message).unlink, error=AccessError)

    def test_numbers_begin_anew_with_the_year(self):
        with freeze_time('2030-12-31 02:00:00'):
            self.assertEqual([self.issued().code, self.issued().code], ["01/KH-BDT", "02/KH-BDT"])
            kept = self.reserved('2030-12-31')
        # 18:00 of 31 December in Greenwich is 1 January in Viet Nam.
        with freeze_time('2030-12-31 18:00:00'):
            first, late = self.signed(), self.signed()
            self.assertEqual(first.action_issue()['res_model'], 'dan_van.issue.wizard', "a number is waiting: the clerk chooses")
            self.issue_with(first)
            self.issue_with(late, reserved_id=kept.id)
        self.assertEqual((first.code, first.document_date), ("01/KH-BDT", date(2031, 1, 1)))
        self.assertEqual((late.code, late.document_date), ("03/KH-BDT", date(2030, 12, 31)))
        on_top = self.Entry.search([('company_id', '=', self.company.id)], limit=3)
        self.assertEqual(on_top.mapped('code'), ["01/KH-BDT", "03/KH-BDT", "02/KH-BDT"], "the latest day first")

    def test_a_year_without_register_had_its_numbers_on_paper(self):
        plan = self.signed()
        self.assertRefused("no register of 2029", self.issue_with, plan, date='2029-12-31')
        self.assertRefused("no register of 2029", self.reserved, '2029-12-31')

    def test_a_type_with_its_own_series_takes_no_number_of_the_common_one(self):
        kept = self.reserved()
        self.register(document_type='KH')
        plan = self.signed()
        self.assertFalse(self.Entry._reserved_for(plan))
        self.assertRefused("can't be used", self.issue_with, plan, reserved_id=kept.id)
        own = self.reserved(document_type='KH')
        self.assertEqual((own.code, self.Entry._reserved_for(plan)), ("01", own))
        self.issue_with(plan, reserved_id=own.id)
        self.assertEqual(plan.code, "01/KH-BDT")


@tagged('dan_van_long')
class TestChosenDay(RegisterCase):
    """The clerk may issue on another day than today, as long as numbers and dates run together."""

    def test_the_day_lies_between_the_last_number_and_today(self):
        with freeze_time('2030-03-08 02:00:00'):
            first = self.issued()
        plan = self.signed()
        self.assertRefused("no number is inserted.*“05a”", self.issue_with, plan, date='2030-03-07')
        self.assertRefused("in the future", self.issue_with, plan, date='2030-03-13')
        self.issue_with(plan, date='2030-03-08')
        self.assertEqual((plan.number, plan.document_date), (first.number + 1, date(2030, 3, 8)))
        self.assertEqual(plan.register_entry_id.date, plan.document_date)

    def test_the_dialog_shows_the_last_number(self):
        plan = self.signed()
        dialog = plan.env['dan_van.issue.wizard'].create({'res_model': plan._name, 'res_id': plan.id})
        self.assertEqual((dialog.date, dialog.last_entry_id.code), (date(2030, 3, 12), False))
        kept = self.reserved()
        dialog.invalidate_recordset()
        self.assertEqual((dialog.last_entry_id, dialog.reserved_ids), (kept, kept))

    def test_the_dialog_gives_no_right(self):
        plan = self.signed()
        for user, words in (('office_head', "clerk"), ('head', "clerk"), ('admin', "clerk"), ('policy_staff', "")):
            theirs = self.as_user(user, plan)
            with self.subTest(user=user):
                self.assertRefused(words, theirs.action_issue_choose)
                values = {'res_model': plan._name, 'res_id': plan.id}
                if user == 'office_head':  # who issues while no clerk is there
                    self.assertRefused(words, theirs.env['dan_van.issue.wizard'].create(values).action_confirm)
                else:
                    self.assertRefused("", theirs.env['dan_van.issue.wizard'].create, values, error=AccessError)
        self.assertRefused("no workflow", plan.env['dan_van.issue.wizard'].create(
            {'res_model': 'res.partner', 'res_id': 1, 'date': DAY}).action_confirm)


@tagged('dan_van_long')
class TestReservedNumbers(RegisterCase):
    """A number is kept for a document that will be signed later."""

    def test_kept_until_the_document_is_signed(self):
        kept = self.reserved(document_type='KH', department_id=self.units['office'].id)
        with freeze_time('2030-03-15 02:00:00'):
            other, plan = self.signed(unit='policy', user='policy_staff'), self.signed()
            other.action_issue()
            self.assertEqual((other.code, other.document_date), ("02/KH-BDT", date(2030, 3, 15)))
            dialog = plan.action_issue()
            self.assertEqual((plan.state, dialog['res_model']), ('signed', 'dan_van.issue.wizard'))
            self.issue_with(plan, reserved_id=kept.id)
        self.assertEqual((plan.code, plan.document_date), ("01/KH-BDT", date(2030, 3, 12)))
        self.assertEqual((plan.register_entry_id, kept.state), (kept, 'issued'))
        self.assertEqual((kept.subject, kept.signer), (plan.subject, "Nguyễn Văn A"))
        log = self.log(kept.register_id)
        for words in ("Number 01 reserved for", "đi công tác", "Reserved number 01 given to 01/KH-BDT"):
            self.assertIn(words, log)

    def test_one_number_for_one_document(self):
        kept, first, second = self.reserved(), self.signed(), self.signed()
        self.issue_with(first, reserved_id=kept.id)
        self.assertRefused("can't be used", self.issue_with, second, reserved_id=kept.id)
        self.assertEqual(second.state, 'signed')
        letters = self.reserved(document_type='CV')
        self.assertRefused("can't be used", self.issue_with, second, reserved_id=letters.id)

    def test_the_last_number_is_given_again(self):
        self.issued()
        kept = self.reserved()
        register = kept.register_id
        self.release(kept)
        self.assertFalse(kept.exists())
        self.assertEqual((register.last_number, self.issued().code), (1, "02/KH-BDT"))
        self.assertIn("Number 02 released: Không ban hành nữa", self.log(register))

    def test_a_number_between_others_stays_as_a_line_with_its_reason(self):
        kept, later = self.reserved(), self.reserved()
        self.release(kept)
        self.assertEqual((kept.state, kept.register_id.last_number), ('unused', 2))
        self.assertEqual(kept._printed_note(), "Không sử dụng: Không ban hành nữa")
        self.assertRefused("not reserved", self.release, kept)
        plan = self.signed()
        self.assertRefused("can't be used", self.issue_with, plan, reserved_id=kept.id)
        self.assertRefused("No document", kept.action_open_document)
        self.release(later)
        self.assertFalse((kept | later).exists(), "nothing is issued behind them: both are given again")
        self.assertEqual(self.issued().number, 1)

    def test_a_reason_is_given(self):
        self.assertRefused("Write the reason", self.reserved, reason="  ")
        self.assertRefused("Write the reason", self.release, self.reserved(), reason=" ")

    def test_only_the_clerk(self):
        kept = self.reserved()
        for user in ('head', 'admin', 'office_head', 'office_staff', 'policy_staff'):
            theirs = self.as_user(user, kept)
            with self.subTest(user=user):
                self.assertRefused("", self.reserved, user=user, error=AccessError)
                self.assertRefused("", self.release, kept, user=user, error=AccessError)
                self.assertRefused("clerk", theirs._release, "Lý do", error=AccessError)
                self.assertRefused("clerk", theirs._reserve, self.company, date(2030, 3, 12), "Lý do", subject="x",
                                   error=AccessError)

    def test_a_reserved_line_is_altered_by_nobody(self):
        kept = self.reserved()
        for user in ('clerk', 'admin', 'head'):
            theirs = self.as_user(user, kept)
            for values in ({'state': 'unused'}, {'date': '2030-03-01'}, {'reason': "Khác"}, {'code': "05a"}):
                with self.subTest(user=user, values=values):
                    self.assertRefused("", theirs.write, values)
            self.assertRefused("", theirs.unlink)
        self.as_user('clerk', kept).note = "Của Văn phòng"
        self.assertEqual(
            kept._printed_note(), "Của Văn phòng; Giữ số: Chờ lãnh đạo đi công tác về ký")
