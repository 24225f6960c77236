import datetime
from dataclasses import replace

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from ... import exchange
from ...exchange import Attachment, Business, Organ, Trace
from ..common import QueryCase
from ..documents.test_messages import CODE
from .levels import DUTY, PDF, PLAN, SUPERIOR, LevelCase

KEPT = replace(DUTY, text="Đối thoại hai lần.")
NEW = replace(DUTY, key='d3', text="Việc mới.")


class TestAnyOrder(LevelCase):
    """Messages of the superior may overtake each other, and come more than once: what they leave is the same."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time('2031-02-05 02:00:00'))

    def first(self):
        """:return: :class:`exchange.Message` that gives the duties d1 and d2"""
        return self.message()

    def second(self, duties=(KEPT, NEW), number='09', before=None, **values):
        """:return: :class:`exchange.Message` that replaces ``before``, default the first one, on the same day, and gives d1 and d3"""
        return self.message(replace(PLAN, duties=duties), number=number, business=Business.REPLACE, reason="Thay thế", concerned=(
            (before or self.first()).document_id,), **values)

    def taken(self, *messages):
        """Let the commune take ``messages`` in this order.

        :return: what is there then: how each duty stands, with which it goes on, and what each document replaces
        """
        with self.env.cr.savepoint() as savepoint:
            for message in messages:
                self.take(message)
            rows = self.env['dan_van.superior.duty'].search([('company_id', '=', self.commune.id)])
            found = (
                sorted((row.incoming_id.code, row.key, row.text, row.state, row.continues_id.incoming_id.code or '') for row in rows),
                sorted((entry.code, sorted(entry.supersedes_ids.mapped('code')), entry.awaited) for entry in rows.incoming_id))
            savepoint.rollback()
        self.env.invalidate_all()
        return found

    def assertSame(self, *messages):
        """Check that ``messages`` leave the same in whatever order they come; return what."""
        expected = self.taken(*messages)
        for order in self.orders(messages):
            with self.subTest([message.number for message in order]):
                self.assertEqual(self.taken(*order), expected)
        return expected

    def orders(self, messages):
        if len(messages) < 2:
            return [messages]
        return [(each, *rest) for index, each in enumerate(messages) for rest in self.orders(messages[:index] + messages[index + 1:])]

    def test_a_replacement_may_come_before_what_it_replaces(self):
        rows, documents = self.assertSame(self.first(), self.second())
        self.assertEqual([row[1:4:2] for row in rows], [('d1', 'continued'), ('d2', 'cancelled'), ('d1', 'waiting'), ('d3', 'waiting')])
        self.assertEqual(documents[1], ('09/KH-BDT', ['07/KH-BDT'], False))

    def test_so_may_what_replaces_that(self):
        second = self.second()
        self.assertSame(self.first(), second, self.second((replace(KEPT, text="Đối thoại ba lần."),), '11', second))

    def test_a_replacement_without_data_ends_what_comes_behind_it(self):
        rows, _documents = self.assertSame(self.first(), replace(self.second(), attachments=(Attachment("KH.pdf", PDF),)))
        self.assertEqual({row[3] for row in rows}, {'cancelled'})

    def test_an_update_without_data_ends_nothing(self):
        rows, _documents = self.assertSame(self.first(), replace(
            self.second(), business=Business.UPDATE, attachments=(Attachment("KH.pdf", PDF),)))
        self.assertEqual({row[3] for row in rows}, {'waiting'})

    def test_what_units_have_begun_stays_where_it_goes_on(self):
        second = self.second()
        self.take(self.first())
        document = self.env['dan_van.incoming'].search([('company_id', '=', self.commune.id)])
        duties = self.directed(document)
        last = self.take(self.second((KEPT,), '11', second))
        self.take(second)
        [row] = last.superior_duty_ids
        self.assertEqual((row.state, row.assignment_ids), ('taken', duties.filtered(lambda duty: duty.text == DUTY.text)))
        self.assertEqual((row.continues_id.incoming_id.code, row.continues_id.continues_id.incoming_id), (second.code, document))

    def test_nobody_else_is_waited_for(self):
        """Another agency that names the same identifier replaces nothing of the superior's."""
        other = Organ('000.00.77.H99', "Sở Khác")
        self.take(replace(self.second(sender=other), attachments=(Attachment("KH.pdf", PDF),)))
        document = self.take(self.first())
        self.assertFalse(document.superseded_by_ids)
        self.assertEqual(document.superior_duty_ids.mapped('state'), ['waiting', 'waiting'])

    # The code of the superior

    def test_a_superior_with_a_new_code_goes_on(self):
        """Its entry in the directory is the same; whatever its code is, its keys tell the same duties."""
        document = self.take(self.first())
        duties = self.directed(document)
        renamed = Organ('000.00.15.H99', SUPERIOR.name)
        self.back.code = renamed.code
        later = self.take(self.second(sender=renamed))
        self.assertEqual(later.supersedes_ids, document)
        self.assertEqual([(row.key, row.state, row.continues_id) for row in later.superior_duty_ids], [
            ('d1', 'taken', document.superior_duty_ids[0]), ('d3', 'waiting', document.superior_duty_ids.browse())])
        self.assertEqual(document.superior_duty_ids.mapped('state'), ['continued', 'cancelled'])
        self.assertEqual(later.superior_duty_ids[0].assignment_ids, duties[:1])

    def test_our_plan_names_what_it_replaces_as_it_was_sent(self):
        plan = self.to_state(self.plan_down(), 'issued')
        self.deliver()
        profile = self.env['dan_van.agency.profile']._find(self.company, datetime.date(2031, 2, 5))
        profile.copy({'date_from': '2031-03-01', 'organ_code': '000.00.15.H99'})
        self.back.code = '000.00.15.H99'
        with freeze_time('2031-03-02 02:00:00'):
            new = self.as_user('office_staff', self.env['dan_van.plan'].browse(self.as_user('office_staff', plan).action_replace()['res_id']))
            self.to_state(new, 'issued')
            self.deliver()
        old, going = self.env['dan_van.superior.duty'].search([('company_id', '=', self.commune.id)], order='id')
        self.assertEqual((old.state, going.continues_id, going.incoming_id.supersedes_ids), ('continued', old, old.incoming_id))

    # Once more

    def test_an_update_that_is_sent_again_is_taken_once(self):
        document = self.take(self.first())
        update = replace(self.first(), business=Business.UPDATE, subject="Đính chính", attachments=(Attachment("KH.pdf", b"%PDF-1.7 anew"),))
        taking = self.env['dan_van.message'].with_company(self.commune)

        def entries(message, hour=None):
            traces = (Trace(CODE, datetime.datetime(2031, 2, 5, hour)),) if hour else ()
            taking._take_raw(exchange.write(replace(message, traces=traces)), 'x.edxml', self.back)
            return self.env['dan_van.incoming'].search([('company_id', '=', self.commune.id)], order='id') - document
        self.assertEqual(entries(update, 8).supersedes_ids, document)
        self.assertEqual(len(entries(update, 9)), 1, "the same at another hour")
        self.assertEqual(len(entries(replace(update, subject="Đính chính lần hai"), 10)), 2, "another one is another one")
        wrong = entries(update)[0]
        self.there('clerk', wrong).action_cancel("Nhập nhầm")
        self.assertEqual(len(entries(update, 11)), 3, "what was struck out may come again")

    def test_a_revocation_that_is_sent_again_is_taken_once(self):
        document = self.take(self.first())
        revocation = replace(
            self.first(), business=Business.REVOKE, reason="Có sai sót", concerned=(document.identifier,), attachments=())
        self.take(revocation)
        with freeze_time('2031-02-09 02:00:00'):
            self.take(replace(revocation, traces=(Trace(CODE, datetime.datetime(2031, 2, 9)),)))
        self.assertEqual(str(document.revoked_date), '2031-02-05')

    # How far ahead

    def test_what_returns_for_ever_is_planned_some_years_ahead(self):
        monthly = replace(DUTY, recurrence='monthly', deadline=datetime.date(2200, 12, 31))
        duty = self.directed(self.take(self.message(replace(PLAN, duties=(monthly,)))))
        days = [day for day in duty.occurrence_ids.mapped('planned_date')]
        self.assertEqual((len(days), str(min(days)), str(max(days))), (5 * 12 + 11 + 1, '2031-02-28', '2200-12-31'))
        first = duty.occurrence_ids.sorted('planned_date')[0]
        self.there('culture', first).write({'done_date': '2031-02-05'})
        with freeze_time('2032-02-05 02:00:00'):
            self.env['dan_van.occurrence']._follow(duty)
            self.assertIn(datetime.date(2037, 12, 31), duty.occurrence_ids.mapped('planned_date'), "and goes on by itself")
        self.assertTrue(duty.is_at_work)

    def test_a_plan_of_five_years_has_all_its_days(self):
        last = datetime.date(2031, 2, 5) + relativedelta(years=4, month=12, day=31)
        duty = self.directed(self.take(self.message(replace(PLAN, duties=(replace(DUTY, recurrence='quarterly', deadline=last),)))))
        self.assertEqual(len(duty.occurrence_ids), 20)


class TestLateQueries(QueryCase, LevelCase):
    """What it costs to take a document that others have overtaken does not grow with its duties."""

    def test_take_late(self):
        def sent(size):
            duties = tuple(replace(DUTY, key=f'k{self.made}.{index}') for index in range(size))
            self.made += 2
            late = self.message(replace(PLAN, duties=duties), number=str(20 + self.made))
            self.take(self.message(
                replace(PLAN, duties=duties), number=str(21 + self.made), business=Business.REPLACE, concerned=(late.document_id,)))
            return late

        def take(message):
            self.assertIn(len(self.take(message).superior_duty_ids), (5, 60))
        self.made = 0
        self.assertFlat(sent, take, small=5, large=60)
