from freezegun import freeze_time

from odoo.fields import Command
from odoo.modules.module import load_script
from odoo.tests import tagged

from ...models.figures.indicator_source import DUTY_COUNTS
from ..common import ROOT, ReportCase

LATE = "Chờ biên bản của xã."


class DutyFigureCase(ReportCase):
    """Figures that count duties, of a plan that is replaced in the course of the year."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.by_kind = {kind: cls.env['dan_van.indicator'].create({
            'name': label, 'company_id': cls.company.id, 'source': 'assignment', 'duty_count': kind}) for kind, label in DUTY_COUNTS}

    @classmethod
    def issued(cls, day, deadlines, **values):
        """:return: a plan issued on ``day`` whose duties, all of one unit, are due on ``deadlines``"""
        with freeze_time(f'{day} 02:00:00'):
            plan = cls.new_plan(duties=['outreach'] * len(deadlines), year=int(day[:4]), scheme_ids=[
                Command.set(cls.env.ref('dan_van.scheme_month').ids)], **values)
            for duty, deadline in zip(plan.assignment_ids.sorted('sequence'), deadlines):
                duty.deadline = deadline
            return cls.to_state(plan, 'issued').sudo()

    def done(self, duty, day, entered=None):
        """Report ``duty`` as done on ``day``, at noon of the day on which that is ``entered``."""
        with self.at(f'{entered or day} 05:00:00'):
            self.as_user('outreach_staff', duty).write({'done_date': day, 'done_reason': LATE})
            self.env.cr.flush()

    def replaced(self, plan, day, *ended):
        """:return: the plan that replaces ``plan`` on ``day`` and does not go on with the duties ``ended``"""
        with freeze_time(f'{day} 02:00:00'):
            new = plan.browse(self.as_user('office_head', plan).action_replace()['res_id']).with_env(
                self.as_user('office_staff', plan).env)
            new.sudo().assignment_ids.filtered(lambda duty: duty.continues_id in ended).with_env(new.env).unlink()
            self.to_state(new, 'signed')
            self.as_user('clerk', new)._transition('issue')  # as the dialog does, in which the clerk reads what ends
        self.env.invalidate_all()
        return new.sudo()

    def figures(self, plan, month, name='value'):
        """:return: ``{kind: what the draft of ``month`` says under ``name``}`` of the report of the unit"""
        report = self.report_of(self.opened(plan, f"Tháng {month} năm {plan.year}"), 'outreach')
        found = {figure.indicator_id: figure for figure in report.figure_ids}
        return {kind: found[indicator][name] for kind, indicator in self.by_kind.items()}


@tagged('dan_van_long')
class TestDutiesOfReplacedPlans(DutyFigureCase):
    """What was done under a plan that is replaced stays done, and counts once."""

    def setUp(self):
        super().setUp()
        self.plan = self.issued('2022-02-05', ['2022-02-25', '2022-02-20', '2022-03-10', '2022-03-12', '2022-12-01'])
        self.in_time, self.late, self.goes_on, self.left, self.open = self.plan.assignment_ids.sorted('sequence')
        for duty, day in ((self.in_time, '2022-02-24'), (self.late, '2022-02-26'), (self.goes_on, '2022-03-09')):
            self.done(duty, day)

    def test_the_period_in_which_it_is_replaced(self):
        new = self.replaced(self.plan, '2022-03-11', self.in_time, self.late, self.left)
        self.assertEqual(self.figures(new, 3), {'due': 3, 'done': 3, 'done_on_time': 2, 'done_late': 1}, "nobody owes what was left")

    def test_the_year_up_to_now(self):
        new = self.replaced(self.plan, '2022-04-11', self.in_time, self.late)
        self.assertEqual(self.figures(new, 5, 'before'), {'due': 4, 'done': 3, 'done_on_time': 2, 'done_late': 1})

    def test_the_year_before(self):
        new = self.replaced(self.plan, '2022-04-11', self.in_time, self.late)
        newest = self.replaced(new, '2022-05-11')
        for previous in (self.plan, new, newest):
            with self.subTest(previous.id):
                plan = self.issued('2023-02-05', ['2023-12-01'], previous_id=previous.id)
                self.assertEqual(
                    self.figures(plan, 3, 'drawn_last_year'), {'due': 4, 'done': 3, 'done_on_time': 2, 'done_late': 1})

    def test_what_lies_behind_a_figure(self):
        new = self.replaced(self.plan, '2022-03-11', self.in_time, self.late)
        on = new.assignment_ids.filtered(lambda duty: duty.continues_id == self.goes_on)
        period = self.opened(new, "Tháng 3 năm 2022")
        report = self.report_of(period, 'outreach')
        behind = {'done': self.in_time | self.late | on, 'done_on_time': self.in_time | on, 'done_late': self.late}
        for state in ('draft', 'submitted'):
            self.assertEqual(report.state, state)
            for kind, duties in behind.items():
                with self.subTest(kind=kind, state=state):
                    figure = report.figure_ids.filtered(lambda each, kind=kind: each.indicator_id == self.by_kind[kind])
                    action = self.as_user('outreach_staff', figure).action_open_records()
                    found = self.as_user('outreach_staff', action['res_model']).search(action['domain'])
                    self.assertEqual(found.assignment_id, duties)
            if state == 'draft':
                report.line_ids.text = "Đã thực hiện."
                with freeze_time('2022-03-15 02:00:00'):
                    self.as_user('outreach_staff', report).action_submit()

    def test_reports_on_the_replaced_plan_have_told_the_truth(self):
        """What goes on under the new plan was done when it was reported: nothing has changed since."""
        report = self.report_of(self.opened(self.plan, "Tháng 3 năm 2022"), 'outreach')
        report.line_ids.text = "Đã thực hiện."
        with freeze_time('2022-03-15 02:00:00'):
            for user, step in (('outreach_staff', 'submit'), ('outreach_head', 'approve'), ('office_staff', 'receive')):
                getattr(self.reading(user, report), f'action_{step}')()
            agency = report.browse(self.as_user('office_staff', report.period_id).action_consolidate()['res_id'])
            for section in agency.section_ids.filtered('is_required'):
                section.sudo().text = section.text or "Nội dung."
            self.as_user('office_staff', agency).action_submit("Các đơn vị khác không có nhiệm vụ.")
            self.to_state(agency, 'issued')
        self.replaced(self.plan, '2022-04-11', self.late)
        self.assertEqual(report.plan_id, self.plan)
        self.assertFalse(self.as_user('outreach_staff', report).later_changes)


@tagged('dan_van_long')
class TestDutiesThatReturn(DutyFigureCase):
    """What is due every month counts every month, in the report whose cut-off, the 14th, comes next."""

    def setUp(self):
        super().setUp()
        with freeze_time('2022-02-05 02:00:00'):
            plan = self.new_plan(duties=['outreach'], year=2022, scheme_ids=[
                Command.set(self.env.ref('dan_van.scheme_month').ids)])
            plan.assignment_ids.recurrence = 'monthly'
            self.plan = self.to_state(plan, 'issued').sudo()
        self.duty = self.plan.assignment_ids
        self.february, self.march, self.april, *_rest = self.duty.occurrence_ids.sorted()
        for occurrence, day in ((self.february, '2022-02-27'), (self.march, '2022-04-02')):
            with self.at(f'{day} 05:00:00'):
                self.as_user('outreach_staff', occurrence).action_done()
                self.env.cr.flush()

    def test_each_time_counts(self):
        self.assertEqual(self.figures(self.plan, 3), {'due': 1, 'done': 1, 'done_on_time': 1, 'done_late': 0})
        self.assertEqual(self.figures(self.plan, 4), {'due': 1, 'done': 1, 'done_on_time': 0, 'done_late': 1})
        self.assertEqual(self.figures(self.plan, 5), {'due': 1, 'done': 0, 'done_on_time': 0, 'done_late': 0})
        self.assertEqual(self.figures(self.plan, 6, 'before'), {'due': 3, 'done': 2, 'done_on_time': 1, 'done_late': 1})

    def test_what_a_report_has_counted_stays(self):
        self.assertTrue(self.april._may_go())
        report = self.report_of(self.opened(self.plan, "Tháng 5 năm 2022"), 'outreach')
        report.line_ids.text = "Đã thực hiện."
        with self.at('2022-05-15 02:00:00'):
            self.as_user('outreach_staff', report).action_submit()
        figure = report.figure_ids.filtered(lambda each: each.indicator_id == self.by_kind['due'])
        action = self.as_user('outreach_staff', figure).action_open_records()
        self.assertEqual(self.env[action['res_model']].search(action['domain']), self.april)
        self.assertFalse(self.april._may_go())

    def test_what_an_earlier_version_has_kept_by_duty(self):
        """It knew which duty a figure had counted, not for which of its days."""
        report = self.report_of(self.opened(self.plan, "Tháng 4 năm 2022"), 'outreach')
        figures = {figure.indicator_id: figure for figure in report.figure_ids}
        done, due = figures[self.by_kind['done']], figures[self.by_kind['due']]
        self.env.flush_all()
        self.env.cr.execute("CREATE TABLE dan_van_assignment_dan_van_report_figure_rel ("
                            "dan_van_assignment_id integer, dan_van_report_figure_id integer)")
        for figure in done | due:
            self.env.cr.execute(
                "INSERT INTO dan_van_assignment_dan_van_report_figure_rel VALUES (%s, %s)", [self.duty.id, figure.id])
        load_script(str(ROOT / 'migrations' / '19.0.1.10.0' / 'post-counted-occurrences.py'), 'post_counted').migrate(
            self.env.cr, '19.0.1.9.0')
        self.env.invalidate_all()
        Occurrence = self.env['dan_van.occurrence']
        self.assertEqual(Occurrence.search([('figure_ids', 'in', done.ids)]), self.march)
        self.assertEqual(Occurrence.search([('figure_ids', 'in', due.ids)]), self.march)


@tagged('dan_van_long')
class TestDutiesCountedMigration(DutyFigureCase):
    """Reports that were submitted before keep the duties that they counted, not those that were reported as done later."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={'allowed_company_ids': cls.company.ids})  # with the log of changes

    def kept_by_migration(self, report):
        """:return: duties kept with the figure of what was done, after the upgrade of a database that knew none"""
        self.env.flush_all()
        self.env.cr.execute(f"DELETE FROM {self.env['dan_van.occurrence']._fields['figure_ids'].relation}")
        self.env.invalidate_all()
        script = load_script(str(ROOT / 'migrations' / '19.0.1.6.0' / 'end-counted.py'), 'end_counted')
        script.migrate(self.env.cr, '19.0.1.5.0')
        return self.env['dan_van.occurrence'].search([('figure_ids', 'in', report.figure_ids.filtered(
            lambda figure: figure.indicator_id == self.by_kind['done']).ids)]).assignment_id

    def test_what_was_reported_as_done_later_is_not_kept(self):
        plan = self.issued('2022-02-05', ['2022-02-25'] * 4)
        counted, moved, undone, later = plan.assignment_ids.sorted('sequence')
        for duty in (counted, moved, undone):
            self.done(duty, '2022-03-10')
        report = self.report_of(self.opened(plan, "Tháng 3 năm 2022"), 'outreach')
        report.line_ids.text = "Đã thực hiện."
        with self.at('2022-03-15 02:00:00'):
            self.as_user('outreach_staff', report).action_submit()
        self.done(later, '2022-03-11', entered='2022-03-20')
        self.done(moved, '2022-03-09', entered='2022-03-20')
        with self.at('2022-03-21 02:00:00'):
            self.as_user('outreach_staff', undone).action_not_done()
            self.env.cr.flush()
        self.done(undone, '2022-03-12', entered='2022-03-22')
        self.assertEqual(self.kept_by_migration(report), counted | moved | undone)
        self.replaced(plan, '2022-04-11', counted)
        self.assertEqual({duty.continues_id or duty for duty in self.kept_by_migration(report)}, {counted, moved, undone})
