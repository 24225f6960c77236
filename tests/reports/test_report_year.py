from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import ReportCase


@tagged('dan_van_long')
class TestReportYear(ReportCase):
    """The year of a plan, as its log tells it."""

    def do(self, moment, user, record, action, *args):
        """Do ``action`` of ``record`` as ``user`` at ``moment`` (UTC)."""
        with self.at(moment):
            return getattr(self.reading(user, record), action)(*args)

    def fill(self, report, user, text):
        """Write what is missing on the draft ``report``."""
        mine = self.as_user(user, report)
        for line in mine.line_ids.filtered(lambda line: not line.text):
            line.text = text
        self.section(mine, 'direction').text, self.section(mine, 'strengths').text = f"{text} (chỉ đạo)", f"{text} (ưu điểm)"

    def log(self, report):
        """:return: the log of ``report`` as ``(step, login, on behalf, reason, version)``"""
        return [(line.step, line.user_id.login, line.on_behalf_id.login or '', line.reason or '', line.version)
                for line in report.approval_ids.sorted('id')]

    def turns(self, report):
        """:return: logins of those whose turn it is"""
        return report.sudo().activity_ids.mapped('user_id.login')

    def test_the_year(self):
        """Five units, one returned twice, one late, one approved by a deputy; consolidated, signed, issued."""
        fifth = self.env['hr.department'].create({
            'name': "Phòng Kế hoạch", 'company_id': self.company.id, 'dan_van_kind': 'division',
            'dan_van_abbreviation': 'KH', 'member_user_ids': [(6, 0, self.users['party_staff'].ids)],
            'head_user_id': self.users['party_staff'].id})
        self.units['fifth'] = fifth
        plan = self.report_plan(duties=['outreach', 'policy', None])
        self.assertEqual(str(plan.document_date), '2022-02-05')
        self.cron('2022-02-14')
        self.cron('2022-03-14')
        quarter = plan.period_ids.filtered(lambda period: period.name == "Quý I năm 2022")
        self.assertEqual(quarter.state, 'open')
        self.assertEqual(str(quarter.due_date), '2022-03-16')
        reports = {name: self.report_of(quarter, name) for name in ('office', 'outreach', 'policy', 'inspectorate', 'fifth')}
        self.assertEqual(len(quarter.report_ids), 5)

        # Phòng Tuyên truyền: returned once by its head, once by the office
        outreach = reports['outreach']
        self.assertEqual(self.turns(outreach), ['truongphong.ttdb'], "who heads the unit opens its first report")
        self.fill(outreach, 'outreach_staff', "Đã tổ chức 02 buổi tuyên truyền.")
        self.do('2022-03-15 01:00:00', 'outreach_staff', outreach, 'action_submit')
        self.assertEqual(self.turns(outreach), ['truongphong.ttdb'])
        self.do('2022-03-15 03:00:00', 'outreach_head', outreach, 'action_return', "Ghi rõ số lượt người.")
        self.assertEqual(self.turns(outreach), ['chuyenvien.ttdb'])
        self.as_user('outreach_staff', outreach).line_ids[0].text = "Đã tổ chức 02 buổi, 130 lượt người."
        self.do('2022-03-15 04:00:00', 'outreach_staff', outreach, 'action_submit')
        self.do('2022-03-15 05:00:00', 'outreach_head', outreach, 'action_approve')
        self.assertEqual(self.turns(outreach), ['chanhvanphong'])
        self.do('2022-03-15 06:00:00', 'office_staff', outreach, 'action_return', "Bổ sung số liệu.")
        self.as_user('outreach_staff', outreach).figure_ids.filtered(lambda figure: figure.source == 'typed')[0].value = 2
        self.do('2022-03-16 01:00:00', 'outreach_staff', outreach, 'action_submit')
        self.do('2022-03-16 02:00:00', 'outreach_head', outreach, 'action_approve')
        self.do('2022-03-16 03:00:00', 'office_staff', outreach, 'action_receive')
        self.assertEqual(self.turns(outreach), [])
        self.assertEqual(self.log(outreach), [
            ('submit', 'chuyenvien.ttdb', '', '', 1),
            ('return', 'truongphong.ttdb', '', "Ghi rõ số lượt người.", 1),
            ('submit', 'chuyenvien.ttdb', '', '', 2),
            ('approve', 'truongphong.ttdb', '', '', 2),
            ('return', 'chuyenvien.vp', '', "Bổ sung số liệu.", 2),
            ('submit', 'chuyenvien.ttdb', '', '', 3),
            ('approve', 'truongphong.ttdb', '', '', 3),
            ('receive', 'chuyenvien.vp', '', '', 3),
        ])
        waits = outreach.approval_ids.sorted('id').mapped('waited_hours')
        self.assertEqual([round(hours) for hours in waits[1:]], [2, 1, 1, 1, 19, 1, 1])
        before, after = (outreach.sudo().approval_ids.sorted('id').filtered(
            lambda line: line.version == number and line.step == 'submit').content for number in (1, 2))
        self.assertIn("Đã tổ chức 02 buổi tuyên truyền.", '\n'.join(before))
        self.assertIn("Đã tổ chức 02 buổi, 130 lượt người.", '\n'.join(after))
        self.assertNotIn("Đã tổ chức 02 buổi, 130 lượt người.", '\n'.join(before))

        # Phòng Chính sách: its deputy acts while the head is away; he can't approve what he submits himself
        policy = reports['policy']
        self.units['policy'].write({
            'deputy_user_id': self.users['policy_staff'].id, 'delegation_from': '2022-03-15', 'delegation_to': '2022-03-18'})
        self.fill(policy, 'policy_head', "Đã rà soát chính sách.")
        self.do('2022-03-15 01:00:00', 'policy_head', policy, 'action_submit')
        with self.at('2022-03-15 02:00:00'):
            policy._keep_turns()
        self.assertEqual(self.turns(policy), ['chuyenvien.cs'])
        self.do('2022-03-15 03:00:00', 'policy_staff', policy, 'action_approve')
        self.do('2022-03-15 04:00:00', 'office_head', policy, 'action_receive')
        self.assertEqual(self.log(policy), [
            ('submit', 'truongphong.cs', '', '', 1),
            ('approve', 'chuyenvien.cs', 'truongphong.cs', '', 1),
            ('receive', 'chanhvanphong', '', '', 1),
        ])
        self.assertEqual(policy.head_id, self.users['policy_head'])

        # Thanh tra: late, still accepted
        inspectorate = reports['inspectorate']
        with self.at('2022-03-20 01:00:00'):
            self.env.invalidate_all()
            self.assertEqual(inspectorate.lateness, 'overdue')
            self.assertIn(inspectorate, inspectorate.search([('lateness', '=', 'overdue')]))
            self.assertEqual(quarter.overdue_count, 3)
        for name, unit in (('office', 'office_head'), ('fifth', 'party_staff')):
            self.fill(reports[name], unit, "Đã thực hiện.")
            self.do('2022-03-16 01:00:00', unit, reports[name], 'action_submit')
            self.do('2022-03-16 02:00:00', unit, reports[name], 'action_approve')
            self.do('2022-03-16 03:00:00', 'office_head', reports[name], 'action_receive')

        # Văn phòng consolidates without the missing one, then takes it in; edits stay
        self.do('2022-03-17 01:00:00', 'office_staff', quarter, 'action_consolidate')
        agency = quarter.agency_report_id
        self.assertEqual(agency.missing_ids, inspectorate)
        edited = agency.line_ids.filtered(lambda line: "130 lượt" in (line.text or ''))
        self.assertEqual(edited.department_id, self.units['outreach'])
        self.as_user('office_staff', edited).text = "Tổ chức 02 buổi tuyên truyền với 130 lượt người."
        self.fill(inspectorate, 'inspectorate_staff', "Đã tiếp công dân.")
        self.do('2022-03-20 02:00:00', 'inspectorate_staff', inspectorate, 'action_submit')
        self.do('2022-03-20 03:00:00', 'inspectorate_head', inspectorate, 'action_approve')
        self.do('2022-03-20 04:00:00', 'office_staff', inspectorate, 'action_receive')
        self.env.invalidate_all()
        self.assertEqual(inspectorate.lateness, 'late')
        self.assertIn(inspectorate.department_id.name, agency.source_changes)
        self.do('2022-03-20 05:00:00', 'office_staff', quarter, 'action_consolidate')
        self.env.invalidate_all()
        self.assertFalse(agency.missing_ids)
        self.assertFalse(agency.source_changes)
        self.assertEqual(edited.text, "Tổ chức 02 buổi tuyên truyền với 130 lượt người.")
        self.assertIn("Đã tiếp công dân.", agency.line_ids.mapped('text'))

        # The leadership returns it once, signs; the clerk issues
        self.do('2022-03-20 06:00:00', 'office_head', agency, 'action_submit')
        self.assertEqual(self.turns(agency), ['truongban'])
        self.do('2022-03-20 07:00:00', 'head', agency, 'mark_seen')
        self.do('2022-03-20 07:00:00', 'head', agency, 'mark_seen')
        self.do('2022-03-20 08:00:00', 'head', agency, 'action_return', "Bổ sung kiến nghị.")
        self.section(self.as_user('office_head', agency), 'proposals').text = "Đề nghị bố trí kinh phí."
        self.do('2022-03-21 01:00:00', 'office_head', agency, 'action_submit')
        self.env.invalidate_all()
        self.assertIn(['added', "Đề nghị bố trí kinh phí."], [list(line) for line in agency.change_lines])
        self.assertEqual(agency.seen_ids.user_id.login, 'truongban')
        self.do('2022-03-21 02:00:00', 'head', agency, 'action_sign')
        with self.assertRaises(UserError):
            self.as_user('outreach_head', agency).read(['subject'])
        self.assertEqual(self.turns(agency), ['vanthu'])
        self.do('2022-03-21 03:00:00', 'clerk', agency, 'action_issue')
        self.assertEqual(agency.code, '01/BC-BDT' if agency.register_entry_id.register_id.document_type else '02/BC-BDT')
        self.assertTrue(agency.pdf_attachment_id.dan_van_locked)
        self.assertEqual(self.as_user('outreach_head', agency).state, 'issued', "now the units read it")
        self.assertEqual([step for step, *_rest in self.log(agency)], [
            'submit', 'return', 'submit', 'sign', 'issue'])

        # A mistake is corrected by a new report that replaces it
        with self.at('2022-03-25 01:00:00'):
            new = self.env['dan_van.report'].browse(self.as_user('office_head', agency).action_replace()['res_id'])
            self.assertCountEqual(new.line_ids.mapped('text'), agency.line_ids.mapped('text'))
            self.section(self.as_user('office_head', new), 'weaknesses').text = "Một số việc còn chậm."
            self.as_user('office_head', new).action_submit()
            self.as_user('head', new).action_sign()
            self.as_user('clerk', new).action_issue()
        self.assertEqual((agency.state, new.state), ('replaced', 'issued'))
        self.assertTrue(agency.register_entry_id.recalled)
        self.assertEqual(self.log(agency)[-1][:2], ('replace', 'vanthu'))
        self.assertEqual(quarter.agency_report_id, new)
