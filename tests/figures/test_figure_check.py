from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command

from ..common import ReportCase


class FigureCheckCase(ReportCase):
    """Petitions by hand: what is left at the end is what was there, plus what came, less what went."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.opening, cls.received, cls.resolved, cls.closing = cls.env['dan_van.indicator'].create([
            {'name': name, 'company_id': cls.company.id, 'cumulation': rule} for name, rule in (
                ("Đầu kỳ", 'first'), ("Nhận", 'sum'), ("Xong", 'sum'), ("Cuối kỳ", 'last'))])
        cls.balance = cls.check("Cuối kỳ = đầu kỳ + nhận − xong", cls.closing, cls.opening | cls.received, cls.resolved)
        cls.story = cls.check("Đầu kỳ = cuối kỳ trước", cls.opening, cls.closing, of_previous=True, outcome='explain')
        cls.plan = cls.report_plan(schemes=['month'], duties=['policy'])
        cls.report = cls.report_of(cls.opened(cls.plan, "Tháng 2 năm 2022"), 'policy')
        cls.report.line_ids.text = "Đã thực hiện."
        cls.mine = cls.as_user('policy_staff', cls.report)

    @classmethod
    def check(cls, name, left, right, less=(), **values):
        return cls.env['dan_van.figure.check'].create({
            'name': name, 'company_id': cls.company.id, 'left_ids': left.ids, 'right_ids': right.ids,
            'less_ids': [each.id for each in less], **values})

    def type(self, report, *values):
        for indicator, value in zip(self.opening | self.received | self.resolved | self.closing, values):
            report.figure_ids.filtered(lambda figure, each=indicator: figure.indicator_id == each).value = value

    def receive(self, report):
        report.action_submit()
        self.as_user('policy_head', report).action_approve()
        self.as_user('office_staff', report).action_receive()

    def next_report(self):
        report = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'policy')
        report.line_ids.text = "Đã thực hiện."
        return self.as_user('policy_staff', report)


class TestFigureCheck(FigureCheckCase):

    def test_a_wrong_balance_is_named_and_stops_the_report(self):
        self.type(self.mine, 5, 12, 3, 13)
        self.assertEqual(
            self.mine.figure_problems, "“Cuối kỳ = đầu kỳ + nhận − xong” does not hold: 13 against 5 + 12 - 3 = 14.")
        with self.assertRaisesRegex(UserError, r"13 against 5 \+ 12 - 3 = 14. Put the figures right"):
            self.mine.action_submit()
        self.mine.figure_explanation = "Số liệu đúng."
        with self.assertRaises(UserError):
            self.mine.action_submit()
        self.type(self.mine, 5, 12, 3, 14)
        self.assertFalse(self.mine.figure_problems)
        self.mine.action_submit()
        self.assertEqual(self.mine.state, 'submitted')

    def test_all_that_does_not_fit_is_told_at_once(self):
        self.check("Xong không nhiều hơn nhận", self.resolved, self.received, sign='<=')
        self.type(self.mine, 0, 2, 3, 1)
        with self.assertRaises(UserError) as refused:
            self.mine.action_submit()
        self.assertIn("1 against 0 + 2 - 3 = -1", str(refused.exception))
        self.assertIn("3 against 2", str(refused.exception))

    def test_what_breaks_with_the_last_report_is_explained(self):
        self.type(self.mine, 5, 12, 3, 14)
        self.receive(self.mine)
        march = self.next_report()
        self.type(march, 15, 0, 0, 15)
        self.assertIn("15 against 14", march.figure_problems)
        with self.assertRaisesRegex(UserError, "or explain them"):
            march.action_submit()
        march.figure_explanation = "Một đơn ghi sót kỳ trước."
        march.action_submit()
        self.assertEqual(march.state, 'submitted')
        with self.assertRaises(UserError):
            march.figure_explanation = "Khác."

    def test_the_first_report_has_nothing_before_it(self):
        self.type(self.mine, 7, 0, 0, 7)
        self.assertFalse(self.mine.figure_problems)

    def test_a_check_needs_all_its_figures(self):
        """What a unit does not report can't be wrong; nor what another agency checks."""
        self.closing.department_ids = self.units['office']
        self.report.figure_ids.filtered(lambda figure: figure.indicator_id == self.closing).unlink()
        self.type(self.mine, 5, 12, 3)
        self.assertFalse(self.mine.figure_problems)

    def test_the_agency_is_checked_too(self):
        self.type(self.mine, 5, 12, 3, 14)
        self.receive(self.mine)
        office = self.as_user('office_staff', self.report.period_id)
        agency = office.env['dan_van.report'].browse(office.action_consolidate()['res_id'])
        self.type(agency, 5, 12, 3, 15)
        with self.assertRaisesRegex(UserError, "15 against 5"):
            agency.action_submit()

    def test_a_check_compares_two_sides(self):
        for left, right in ((self.opening, self.opening), (self.opening, self.opening.browse())):
            with self.subTest(right=right), self.assertRaises(ValidationError):
                self.check("Sai", left, right)

    def test_the_customary_checks_hold_for_an_empty_report(self):
        checks = self.env['dan_van.figure.check'].search([('company_id', '=', False)])
        self.assertGreaterEqual(len(checks), 7)
        self.assertFalse(self.mine.figure_problems)


class TestFigureCheckQueries(FigureCheckCase):

    def test_few_and_many_checks_cost_the_same(self):
        counts = []
        for count in (10, 10, 100):
            self.env['dan_van.figure.check'].search([]).unlink()
            self.env['dan_van.figure.check'].create([{
                'name': f"Kiểm tra {number}", 'company_id': self.company.id, 'left_ids': [Command.link(self.opening.id)],
                'right_ids': [Command.link(self.received.id)]} for number in range(count)])
            self.env.cr.flush()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertFalse(self.mine.figure_problems)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])
