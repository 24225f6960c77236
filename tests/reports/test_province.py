from contextlib import contextmanager
from typing import NamedTuple
from unittest.mock import patch

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .test_report_up import INDICATOR, UpCase


class Agency(NamedTuple):
    """An agency below with its people and units; ``organ`` is its entry in the directory of the superior."""

    company: object
    organ: object
    people: dict
    parts: dict


@tagged('dan_van_long')
class TestProvince(UpCase):
    """A province's agency with three departments and four communes: the plan goes down, each makes its own, reports come up, and every figure
    is right at both levels."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        first = Agency(cls.commune, cls.organ, cls.people, cls.parts)
        cls.organ.kind = 'commune'
        cls.agencies = [first, *(cls.agency_below(number, kind) for number, kind in enumerate(['commune'] * 3 + ['department'] * 3, 2))]

    @classmethod
    def agency_below(cls, number, kind):
        name = f"UBND xã số {number}" if kind == 'commune' else f"Sở số {number}"
        company = cls.env['res.company'].create({'name': name})
        code = f'000.03.{number:02d}.H99'
        back = cls.env['dan_van.organ'].create({
            'name': cls.company.name, 'code': cls.back.code, 'company_id': company.id, 'agency_id': cls.company.id})
        cls.env['dan_van.agency.profile'].create({
            'company_id': company.id, 'date_from': '2001-01-01', 'issuer': name.upper(), 'symbol': 'CQ', 'place': "Mẫu", 'organ_code': code,
            'superior_id': back.id})
        organ = cls.env['dan_van.organ'].create({
            'name': name, 'code': code, 'company_id': cls.company.id, 'agency_id': company.id, 'below_from': '2020-01-01', 'kind': kind,
            'sequence': 100 + number})
        values = {'company_id': company.id, 'company_ids': [Command.set(company.ids)]}
        people = {name: new_test_user(cls.env, f'agency{number}.{name}', f'dan_van.group_{group}', **values) for name, group in (
            ('office', 'office'), ('leader', 'leadership'), ('culture', 'staff'), ('clerk', 'clerk'))}
        parts = {name: cls.env['hr.department'].create({
            'name': title, 'company_id': company.id, 'dan_van_kind': unit, 'member_user_ids': [Command.set(people[member].ids)],
            'head_user_id': people[member].id,
        }) for name, title, unit, member in (
            ('leadership', "Lãnh đạo", 'leadership', 'leader'), ('office', "Văn phòng", 'office', 'office'),
            ('culture', "Phòng Nghiệp vụ", 'division', 'culture'))}
        return Agency(company, organ, people, parts)

    @contextmanager
    def at_agency(self, agency):
        """Let the steps of :class:`UpCase` be those of ``agency``."""
        with patch.multiple(self, commune=agency.company, organ=agency.organ, people=agency.people, parts=agency.parts, create=True):
            yield

    def test_the_year_of_a_province(self):
        organs = self.organ.union(*(agency.organ for agency in self.agencies))
        plan = self.plan_down("Tổ chức đối thoại với Nhân dân.", "Rà soát thủ tục hành chính.", organs=organs)
        plan.scheme_ids = self.scheme
        plan = self.to_state(plan, 'issued').sudo()
        self.deliver()
        self.assertEqual(len(plan.handed_ids), 14)
        own = {}
        for agency in self.agencies:
            with self.at_agency(agency):
                own[agency.organ] = self.own_plan_there()
        with freeze_time('2031-03-14 02:00:00'):
            period = self.as_user('office_staff', self.first_quarter(plan))
            period.action_open()
            self.deliver()
        self.assertEqual(self.below(plan).organ_id, organs)
        # Each reports another number; the whole of them is asked for to the last one.
        counts = {agency.organ: 2 ** place for place, agency in enumerate(self.agencies)}
        sent = {}
        for agency in self.agencies:
            with self.at_agency(agency):
                report = self.written_there(own[agency.organ], f"{agency.company.name} đã đối thoại.", counts[agency.organ])
                self.assertEqual(self.figure(report).value, counts[agency.organ])
                self.sent_up(report)
                sent[agency.organ] = report
        rows = {row.organ_id: row for row in self.below(plan)}
        self.assertEqual({row.state for row in rows.values()}, {'approved'})
        self.assertEqual({organ: self.figure(row).value for organ, row in rows.items()}, counts)
        self.assertEqual(plan.handed_ids.mapped('state'), ['taken'] * 14)
        # One is returned, and comes again with other figures.
        last = self.agencies[-1]
        with freeze_time('2031-03-16 02:00:00'), self.at_agency(last):
            self.reading('office_staff', rows[last.organ]).action_return("Số liệu chưa đủ.")
            self.deliver()
            again = self.there('office', self.env['dan_van.report'].browse(self.there('office', sent[last.organ]).action_replace()['res_id']))
            self.figure(again).write({'value': 1000, 'reason': "Bổ sung"})
        with self.at_agency(last):
            self.sent_up(again)
        counts[last.organ] = 1000
        with freeze_time('2031-03-17 02:00:00'):
            for row in rows.values():
                self.reading('office_staff', row).action_receive()
            self.deliver()
            asked = self.env['dan_van.asked.report'].search([('company_id', 'in', [agency.company.id for agency in self.agencies])])
            self.assertEqual(asked.mapped('state'), ['received'] * 7)
            whole = self.as_user('office_staff', self.env['dan_van.report'].browse(period.action_consolidate()['res_id']))
            self.assertEqual(self.figure(whole).value, sum(counts.values()))
            self.assertEqual(len(whole.line_ids.filtered('organ_id')), 14)
            for section in whole.section_ids.filtered(lambda row: row.is_required and not row._is_written()):
                section.text = "Đã thực hiện."
            whole.action_submit("Các đơn vị trong cơ quan không có nhiệm vụ.")
            self.reading('head', whole).action_sign()
            self.as_user('clerk', whole).action_issue()
        whole = whole.sudo()
        self.assertEqual((whole.state, self.figure(whole).value, self.figure(whole).cumulative), ('issued', 1063, 1063))
        printed = ' '.join(block.text for block in whole._blocks())
        for agency in self.agencies:
            self.assertIn(agency.company.name, printed)

    def figure(self, report):
        return report.sudo().figure_ids.filtered(lambda figure: figure.name == INDICATOR)
