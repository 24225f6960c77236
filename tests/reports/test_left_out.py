from odoo.tests import tagged

from ..common import ReportCase


@tagged('dan_van_long')
class TestLeftOut(ReportCase):
    """Quarters end on the 14th, months with the calendar: what of a month belongs to the quarter nobody can know, so it is told."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref('dan_van.scheme_month').cut_off = 'calendar'
        cls.plan = cls.report_plan(duties=['outreach', 'policy'])
        cls.typed = cls.env.ref('dan_van.indicator_05')

    def reported(self, month, values):
        """Let units report the typed figure of a month of 2022: ``values`` by the name of the unit."""
        period = self.opened(self.plan, f"Tháng {month} năm 2022")
        for unit, value in values.items():
            report = self.report_of(period, unit)
            self.as_user(f'{unit}_staff', report.line_ids).text = "Đã thực hiện."
            self.figure(report, f'{unit}_staff').value = value
            for user, step in ((f'{unit}_staff', 'submit'), (f'{unit}_head', 'approve'), ('office_staff', 'receive')):
                getattr(self.reading(user, report), f'action_{step}')()
        return period

    def figure(self, report, user='office_staff'):
        self.env.invalidate_all()
        return self.as_user(user, report).figure_ids.filtered(lambda figure: figure.indicator_id == self.typed)

    def drawn(self, report):
        """:return: the figure of ``report`` as it is drawn today"""
        report._draw()
        return self.figure(report)

    def test_what_lies_in_part_outside_is_told_not_dropped(self):
        quarter = self.opened(self.plan, "Quý I năm 2022")
        outreach, policy = (self.report_of(quarter, unit) for unit in ('outreach', 'policy'))
        self.reported(2, {'outreach': 5, 'policy': 3})
        with self.at('2022-03-15 02:00:00'):
            self.assertEqual((self.drawn(outreach).value, self.figure(outreach).left_out_note), (5, False), "February lies within")
            self.assertFalse(outreach.left_out_figures)
        self.reported(3, {'outreach': 7, 'policy': 0})
        with self.at('2022-04-01 02:00:00'):
            figure = self.drawn(outreach)
            self.assertEqual((figure.value, figure.left_out), (5, "Tháng 3 năm 2022 (01/03/2022 - 31/03/2022): 7"))
            self.assertIn("type what belongs to it", figure.with_context(lang='en_US').left_out_note)
            self.assertEqual(outreach.left_out_figures, f'{figure.name}: {figure.left_out}')
            self.assertFalse(self.drawn(policy).left_out_note, "nothing was reported that could be missing")

    def test_both_ends_of_a_quarter(self):
        quarter = self.opened(self.plan, "Quý II năm 2022")
        report = self.report_of(quarter, 'outreach')
        for month, value in ((3, 7), (4, 1), (5, 2), (6, 9)):
            self.reported(month, {'outreach': value})
        with self.at('2022-07-01 02:00:00'):
            figure = self.drawn(report)
            self.assertEqual(figure.value, 3)
            self.assertEqual([part.split(' (')[0] for part in figure.left_out.split('; ')], ["Tháng 3 năm 2022", "Tháng 6 năm 2022"])

    def test_the_agency_is_told_by_unit(self):
        quarter = self.opened(self.plan, "Quý I năm 2022")
        self.reported(3, {'outreach': 7, 'policy': 4})
        with self.at('2022-04-01 02:00:00'):
            for unit in ('outreach', 'policy'):
                report = self.report_of(quarter, unit)
                self.as_user(f'{unit}_staff', report.line_ids).text = "Đã thực hiện."
                for user, step in ((f'{unit}_staff', 'submit'), (f'{unit}_head', 'approve'), ('office_staff', 'receive')):
                    getattr(self.reading(user, report), f'action_{step}')()
                self.assertIn(": 7" if unit == 'outreach' else ": 4", self.figure(report).left_out)
            self.as_user('office_staff', quarter).action_consolidate()
            agency = self.figure(quarter.agency_report_id)
            for unit, value in (('outreach', 7), ('policy', 4)):
                self.assertIn(f"{self.units[unit].name}: Tháng 3 năm 2022 (01/03/2022 - 31/03/2022): {value}", agency.left_out)
            self.assertIn(agency.left_out, quarter.agency_report_id.left_out_figures)

    def test_months_of_the_same_cut_off_are_taken_whole(self):
        """The other side: with the days of the decree nothing is left out."""
        self.env.ref('dan_van.scheme_month').write({'cut_off': 'day', 'cut_off_day': 14})
        self.env['dan_van.period']._follow_schemes(self.plan)
        quarter = self.plan.period_ids.filtered(lambda period: period.name == "Quý II năm 2022")
        months = self.plan.period_ids.filtered(lambda period: period.kind == 'month' and quarter.date_from <= period.date_to <= quarter.date_to)
        self.assertTrue(all(month._is_within(quarter) for month in months))
        self.reported(4, {'outreach': 7})
        report = self.report_of(self.opened(self.plan, "Quý II năm 2022"), 'outreach')
        with self.at('2022-06-14 02:00:00'):
            self.assertEqual((self.drawn(report).value, self.figure(report).left_out), (7, False))
