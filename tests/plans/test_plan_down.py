import hashlib

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from ... import exchange
from ...exchange import package
from ..common import QueryCase
from ..documents.test_messages import INTERIOR, MessageCase
from ..keys import unlocked
from .levels import LevelCase


class TestPlanDown(LevelCase):
    """A plan gives duties to agencies below: with its issue each of them has its own, and the message brings them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.env['dan_van.organ'].create({
            'name': "UBND xã Hai", 'code': '000.02.01.H99', 'company_id': cls.company.id, 'below_from': '2020-01-01'})

    def handed(self, plan):
        return plan.sudo().handed_ids.sorted('id')

    def test_the_issue_hands_each_agency_its_duties(self):
        plan = self.to_state(self.plan_down("Đối thoại.", "Rà soát.", organs=self.organ | self.second), 'issued')
        rows = self.handed(plan)
        self.assertEqual(len(rows), 4)
        self.assertEqual(rows.organ_id, self.organ | self.second)
        self.assertEqual(len(set(rows.mapped('key'))), 2, "agencies have the same duty under the same key")
        self.assertEqual({(row.state, row.health, row.progress) for row in rows}, {('waiting', 'on_track', 0)})
        self.assertEqual(plan.assignment_count, 1, "no unit of ours works on them")
        self.assertEqual(self.as_user('office_staff', plan).handed_count, 4)
        printed = [block.text for block in plan.sudo()._blocks()]
        self.assertIn("Đối thoại.", printed)

    def test_who_has_drafted_the_plan_reads_them_as_they_are_given_and_as_agencies_have_them(self):
        plan = self.to_state(self.plan_down(), 'issued')
        row = self.handed(plan)
        for user, may in (('office_staff', True), ('head', True), ('policy_staff', False), ('policy_head', False)):
            with self.subTest(user):
                found = [self.as_user(user, records).has_access('read') for records in (row, row.assignment_id)]
                self.assertEqual(found, [may, may])

    def test_who_has_duties_gets_the_data_the_others_the_plan_alone(self):
        self.env.ref('dan_van.demo_organ_interior').code = INTERIOR.code
        plan = self.to_state(self.plan_down(organs=self.organ | self.second), 'issued')
        self.as_user('clerk', plan).action_send()
        found = {}
        for message in self.sent(plan.sudo()):
            read = exchange.read(message.sudo().attachment_id.raw)
            data = [file for file in read.attachments if file.name == package.FILE]
            for recipient in message.sudo().recipient_ids:
                found[recipient.code] = [
                    duty.to for file in data for duty in exchange.read_package(
                        file.content, read.sender.code, read.document_id, [hashlib.sha256(read.attachments[0].content).hexdigest()]).body.duties]
        self.assertEqual({code: found[code] for code in (self.organ.code, self.second.code)}, {
            self.organ.code: [(self.organ.code,)], self.second.code: [(self.second.code,)]}, "one goes straight, one by hand")
        self.assertEqual((found[INTERIOR.code], found['000.00.00.H99']), ([], []))

    def test_what_is_missing_is_said_before_it_is_submitted(self):
        plan = self.plan_down(organs=self.env['dan_van.organ'])
        with self.assertRaisesRegex(UserError, "Choose the agencies below"):
            plan.action_submit()
        plan.assignment_ids.filtered(lambda duty: duty.scope == 'agencies').organ_ids = self.organ
        self.organ.write({'below_to': '2020-12-31'})
        with self.assertRaisesRegex(UserError, "not below us today"):
            plan.action_submit()

    def test_no_directive_gives_such_duties_and_no_unit_has_them(self):
        plan = self.plan_down()
        duty = plan.assignment_ids.filtered(lambda duty: duty.scope == 'agencies')
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            duty.department_id = self.units['policy']
        document = self.env['dan_van.incoming'].create({'code': '5/UBND', 'issuer': "UBND tỉnh", 'subject': "Việc", 'company_id': self.company.id})
        with self.assertRaisesRegex(ValidationError, "A directive asks units alone"), self.env.cr.savepoint():
            unlocked(self.env['dan_van.assignment']).create({
                'incoming_id': document.id, 'text': "Việc", 'scope': 'agencies', 'organ_ids': [Command.set(self.organ.ids)]})

    def test_a_group_or_all_below_are_added_as_they_are_today(self):
        group = self.env['dan_van.organ.group'].create({'name': "Các xã", 'company_id': self.company.id})
        outside = self.env['dan_van.organ'].create({'name': "UBND xã Ba", 'company_id': self.company.id, 'group_ids': [Command.set(group.ids)]})
        self.second.group_ids = group
        duty = self.plan_down().assignment_ids.filtered(lambda duty: duty.scope == 'agencies')
        for name, value, expected in (('added_group_id', group, self.second), ('adds_all_below', True, self.second | self.organ)):
            with self.subTest(name):
                duty.organ_ids = False
                with Form(self.as_user('office_staff', duty)) as form:
                    setattr(form, name, value)
                self.assertEqual(duty.organ_ids, expected)
        self.assertNotIn(outside, duty.organ_ids)

    def test_the_office_notes_what_an_agency_has_said_by_telephone(self):
        row = self.handed(self.to_state(self.plan_down(), 'issued'))
        office = self.as_user('office_staff', row)
        with self.assertRaisesRegex(UserError, "How we know it"), self.env.cr.savepoint():
            office.write({'progress': 40})
        office.write({'progress': 40, 'note': "Ông A gọi điện"})
        self.assertEqual((row.state, row.said_by_id), ('taken', self.users['office_staff']))
        office.write({'done_date': '2020-06-20', 'result': "Đã tổ chức 3 cuộc."})
        self.assertEqual((row.state, row.progress), ('done', 100))
        for values in ({'done_date': '2999-01-01'}, {'taken_date': '2999-01-01'}):
            with self.subTest(values), self.assertRaisesRegex(ValidationError, "still to come"), self.env.cr.savepoint():
                office.write(values)
        for values in ({'state': 'waiting'}, {'ended': 'cancelled'}, {'key': 'x'}, {'said_date': '2031-01-01 00:00:00'}):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                office.write(values)
        for user in ('outreach_staff', 'clerk', 'head', 'admin'):
            with self.subTest(user), self.assertRaises(AccessError), self.env.cr.savepoint():
                self.as_user(user, row).write({'progress': 1})
        with self.assertRaisesRegex(UserError, "is made by Odoo"):
            self.as_user('office_staff', 'dan_van.handed.duty').create({'assignment_id': row.assignment_id.id, 'organ_id': self.second.id, 'key': 'y'})

    def test_a_recalled_plan_asks_agencies_for_nothing_more(self):
        plan = self.to_state(self.plan_down("Đối thoại.", "Rà soát."), 'issued')
        first, second = self.handed(plan)
        self.as_user('office_staff', first).write({'done_date': '2020-06-20', 'note': "Công văn 12"})
        self.as_user('head', plan).action_recall("Có sai sót.")
        self.assertEqual((first.state, second.state, second.health), ('done', 'cancelled', False))
        with self.assertRaisesRegex(UserError, "not asked of the agency any more"):
            self.as_user('office_staff', second).write({'progress': 5, 'note': "x"})

    def test_a_plan_in_its_place_goes_on_with_them_under_the_same_keys(self):
        plan = self.to_state(self.plan_down("Đối thoại.", "Rà soát."), 'issued')
        first, second = self.handed(plan)
        self.as_user('office_staff', first).write({'progress': 60, 'note': "Công văn 12"})
        new = self.env['dan_van.plan'].browse(self.as_user('office_staff', plan).action_replace()['res_id'])
        new = self.as_user('office_staff', new)
        new.assignment_ids.filtered(lambda duty: duty.text == "Rà soát.").unlink()
        new.assignment_ids.filtered(lambda duty: duty.text == "Đối thoại.").text = "Đối thoại hai lần."
        self.to_state(new, 'issued')
        [row] = self.handed(new)
        self.assertEqual((row.key, row.progress, row.state, row.note), (first.key, 60, 'taken', "Công văn 12"))
        self.assertEqual((first.state, second.state), ('continued', 'cancelled'))

    def test_who_gets_nothing_by_the_plan_in_its_place_learns_that(self):
        plan = self.to_state(self.plan_down("Đối thoại.", recipients="Lưu: VT."), 'issued')
        new = self.as_user('office_staff', self.env['dan_van.plan'].browse(self.as_user('office_staff', plan).action_replace()['res_id']))
        new.assignment_ids.filtered(lambda duty: duty.scope == 'agencies').unlink()
        self.to_state(new, 'issued')
        self.deliver()
        rows = self.env['dan_van.superior.duty'].search([('company_id', '=', self.commune.id)])
        self.assertEqual((self.handed(plan).state, rows.state), ('cancelled', 'cancelled'), "both say the same")
        self.assertEqual(rows.incoming_id.superseded_by_ids.code, new.code)

    def test_long_words_go_with_it(self):
        plan = self.plan_down()
        plan.assignment_ids.filtered(lambda duty: duty.scope == 'agencies').output = "Báo cáo kết quả " * 60
        self.to_state(plan, 'issued')
        self.deliver()
        rows = self.env['dan_van.superior.duty'].search([('company_id', '=', self.commune.id)])
        self.assertEqual(rows.output, ("Báo cáo kết quả " * 60).strip())


class TestDownQueries(QueryCase, MessageCase):
    """What an issue costs does not grow with the agencies to which duties go."""

    def plan(self, size, state):
        """:return: a plan in ``state`` with a duty that goes to ``size`` agencies with codes"""
        first = self.env['dan_van.organ'].search_count([])
        organs = self.env['dan_van.organ'].create([{
            'name': f"UBND xã {first + index}", 'code': f'000.{first + index}.01.H99', 'company_id': self.company.id, 'below_from': '2020-01-01'}
            for index in range(size)])
        plan = self.new_plan(duties=['outreach'])
        self.as_user('office_staff', 'dan_van.assignment').create({
            'plan_id': plan.id, 'sequence': 200, 'text': "Đối thoại.", 'scope': 'agencies', 'organ_ids': [Command.set(organs.ids)]})
        return self.to_state(plan, state)

    def test_issue(self):
        def issue(plan):
            self.as_user('clerk', plan).action_issue()
            self.assertIn(len(plan.sudo().handed_ids), (3, 60))
        self.assertFlat(lambda size: self.plan(size, 'signed'), issue, small=3)

    def test_list(self):
        def open_list(plan):
            rows = self.as_user('office_staff', 'dan_van.handed.duty')
            rows.web_search_read([('plan_id', '=', plan.id)], {
                'organ_id': {'fields': {'display_name': {}}}, 'text': {}, 'deadline': {}, 'state': {}, 'health': {}, 'display_name': {}}, limit=500)
            rows.web_read_group([('plan_id', '=', plan.id), ('health', '=', 'on_track')], ['state'], ['progress:avg'])
        self.assertFlat(lambda size: self.plan(size, 'issued'), open_list, small=3)
