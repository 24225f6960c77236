import ast
import secrets
from pathlib import Path

from odoo import fields
from odoo.fields import Command
from odoo.tests import tagged

from ...models.core.res_company import legal_today
from ..keys import unlocked
from .concurrency_cases import ConcurrencyCase
from .concurrency_records import (
    as_user, new_case, new_event, new_period, new_plan, new_report, new_unit, stepping, submit_unit)

MODELS = Path(__file__).parents[2] / 'models'


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestGuardsHold(ConcurrencyCase):
    """A guard that asks how another record stands is right until commit."""

    # Who calls ``hold``, and the test in which it meets what it holds out.
    HOLDING = {
        'lock._hold_state': 'TestFrozenText',
        'ir_attachment._hold_documents': 'TestFrozenText',
        'event._hold_state': 'test_events',
        'case_steps._hold_units': 'test_petitions',
        'case_steps._hold_for': 'test_new_petition',
        'report._hold_counted': 'test_events',
        'report._ask_again': 'test_returning_and_closing',
        'report_kinds.check_open': 'test_submitting_and_closing',
        'case._number': 'TestTwoClerks',  # numbers under a lock, as before
        'incoming._number': 'TestTwoClerks',
        'extension.create': 'test_extension',
        'assignment_change._check_possible': 'test_changes_of_duties',
        'quality_check._check_judge': 'test_quality_check',
        'replaceable._check_replaces': 'test_replaced_setting',
        'period._check_plan': 'test_period_made',
        'period._check_open': 'test_period_opened',
        'report_drawing._consolidate': 'test_consolidation',
        'rating_steps._freeze': 'test_rating_scheme',
        'rating_steps._check_share': 'test_excellent_share',
        'register._check_no_number_twice': 'test_series',
        'register._for': 'test_series_of_a_new_year',
        'register._check_symbol_once': 'TestDocumentsMeet',
        'signing_mixin.action_replace': 'test_replaced_once',
        'written_about._write_about': 'TestDocumentsMeet',
        'document_exchange._queue_messages': 'TestDocumentsMeet',
        'incoming_message._take_once': 'TestDocumentsMeet',
        'work_file._number': 'TestDocumentsMeet',
        'incoming_superior._held_to_draft': 'TestSuperiorMeets',
        'work_file_line._refile': 'TestFilingMeets',
    }

    def test_every_holder_has_a_test(self):
        found = set()
        for path in MODELS.rglob('*.py'):
            for function in ast.walk(ast.parse(path.read_text('utf-8'))):
                if isinstance(function, ast.FunctionDef) and any(
                        isinstance(node, ast.Call) and getattr(node.func, 'id', '') == 'hold' for node in ast.walk(function)):
                    found.add(f'{path.stem}.{function.name}')
        self.assertEqual(found, set(self.HOLDING))

    def test_replaced_setting(self):
        """Two who replace the same shared setting in one agency: it has one copy there."""
        shared = self.request(lambda env: env['dan_van.indicator'].search([('company_id', '=', False)], limit=2).ids)

        def act(setting):
            return lambda env: env['dan_van.indicator'].browse(setting).with_company(
                env.ref('dan_van.demo_company')).action_switch_off()
        for way, setting in zip((self.outdated, self.open_still), shared, strict=True):
            with self.subTest(way=way.__name__):
                said = way(act(setting), act(setting))
                self.assertEqual(self.request(
                    lambda env, setting=setting: len(env['dan_van.indicator'].browse(setting).replacement_ids)), 1)
                self.assertRegex(' '.join(said), "replaced")

    # What submitted reports of a unit have counted

    def test_events(self):
        def prepare(env):
            report = new_report(env, 'unit')
            return report.id, new_event(report.department_id).id

        def step(env, given):
            submit_unit(env, env['dan_van.report'].browse(given[0]))

        changes = {
            'counts': lambda event: event.write({'participant_count': 5}),
            'taken away': lambda event: event.write({'date': '1990-03-01'}),
            'deleted': lambda event: event.unlink(),
        }
        def check(env, given, _stepped):
            report, event = env['dan_van.report'].browse(given[0]), env['dan_van.event'].browse(given[1]).exists()
            figures = {figure.indicator_id: figure.value for figure in report.figure_ids}
            counted = event.filtered('report_id')
            self.assertEqual(
                [figures[env.ref(f'dan_van.indicator_{number}')] for number in ('01', '02')],
                [len(counted), counted.participant_count], "the figures are those of what is kept")
        for name, change in changes.items():
            with self.subTest(name):
                self.meet(
                    prepare, lambda env, given, change=change: change(env['dan_van.event'].browse(given[1])), step, check)

    def check_known(self, env, report, stepped, events):
        self.assertEqual(len(events), 1)
        figures = report.figure_ids.filtered(lambda figure: figure.source == 'event_count')
        self.assertEqual(sum(figures.mapped('value')), bool(events.report_id), "counted and locked, or neither")
        if stepped:
            self.assertFalse(events.report_id)

    def test_new_event(self):
        """What is entered while a report is submitted is counted there and locked, or says that it is not and is free."""
        self.meet(
            lambda env: new_report(env, 'unit').id, lambda env, report: new_event(
                env['dan_van.report'].browse(report).department_id, subject=f"Của {report}"),
            lambda env, report: submit_unit(env, env['dan_van.report'].browse(report)),
            lambda env, report, stepped: self.check_known(
                env, env['dan_van.report'].browse(report), stepped,
                env['dan_van.event'].search([('subject', '=', f"Của {report}")])),
            refused=False)

    def test_new_event_before_there_was_a_report(self):
        """A long import has begun when the period is opened and its report submitted."""
        unit = self.request(lambda env: new_unit(env).id)
        given = self.request(lambda env: new_period(env, new_plan(env, 'issued'), department_ids=[unit]).id)

        def opened(env):
            as_user(env, 'office_staff', env['dan_van.period'].browse(given)).action_open()

        def submitted(env):
            report = env['dan_van.period'].browse(given).report_ids
            report.line_ids.write({'reason': 'too_early'})
            submit_unit(env, report)

        def meanwhile(_env):
            self.request(opened)
            self.request(submitted)
        refusals = self.outdated(
            lambda env: new_event(env['hr.department'].browse(unit), subject="Nhập dài"), meanwhile)
        self.assertEqual(refusals, ('', ''))
        self.request(lambda env: self.check_known(
            env, env['dan_van.period'].browse(given).report_ids, True,
            env['dan_van.event'].search([('subject', '=', "Nhập dài")])))

    def test_petitions(self):
        def prepare(env):
            report = new_report(env, 'unit')
            return report.id, new_case(report.department_id).id

        def step(env, given):
            submit_unit(env, env['dan_van.report'].browse(given[0]))

        self.meet(prepare, lambda env, given: env['dan_van.case'].browse(given[1]).write({'is_competent': False}), step)

    def test_new_petition(self):
        """It is counted in the report that is submitted, or from the day after it."""
        def check(env, report, stepped):
            report = env['dan_van.report'].browse(report)
            case = env['dan_van.case'].search([('transferred_to', '=', f"Của {report.id}")])
            self.assertEqual(case.counted_date > report.date_to, stepped)
            figure = report.figure_ids.filtered(lambda figure: figure.indicator_id.case_count == 'received')
            self.assertEqual((figure.value, bool(case.figure_ids)), (not stepped, not stepped))
        self.meet(
            lambda env: new_report(env, 'unit').id, lambda env, report: new_case(
                env['dan_van.report'].browse(report).department_id, transferred_to=f"Của {report}"),
            lambda env, report: submit_unit(env, env['dan_van.report'].browse(report)), check, refused=False)

    def test_consolidation(self):
        def prepare(env):
            period = new_period(env, new_plan(env, 'issued'))
            source = new_report(env, 'unit', 'received', period)
            return source.id, new_report(env, 'agency', period=period).id

        self.meet(
            prepare, lambda env, given: as_user(env, 'office_staff', env['dan_van.report'].browse(given[1])).action_draw(),
            lambda env, given: as_user(env, 'office_staff', env['dan_van.report'].browse(given[0])).action_return("Sai"))

    # Plans at work

    def meet_plan(self, change, action):
        def step(env, plan):
            plan = env['dan_van.plan'].browse(plan)
            plan = as_user(env, 'head' if action == 'action_recall' else 'office_head', plan)
            getattr(plan, action)(*(["Sai sót"] if action == 'action_recall' else []))
        self.meet(lambda env: new_plan(env, 'issued').id, lambda env, plan: change(env, env['dan_van.plan'].browse(plan)), step)

    def test_work_and_closing(self):
        """Duties have the state of their plan in their own row."""
        self.meet_plan(lambda env, plan: as_user(env, 'outreach_head', plan.assignment_ids).write({'progress': 50}), 'action_close')

    def test_extension(self):
        self.meet_plan(lambda env, plan: as_user(env, 'outreach_head', env['dan_van.extension']).create(
            {'assignment_id': plan.assignment_ids.id, 'new_deadline': '3000-12-31', 'reason': "Chậm"}), 'action_close')

    def test_changes_of_duties(self):
        """Of two who decide on one duty, or let a unit take one on, at the same moment the second is told what the first has decided."""
        def issued(env):
            plan = new_plan(env)
            duty = plan.assignment_ids.copy({'scope': 'all', 'department_id': False})
            stepping(plan).write({'state': 'issued', 'document_date': legal_today(plan)})
            return (plan.assignment_ids - duty).id, duty.id

        def deciding(duty, **values):
            return lambda env: as_user(env, 'office_staff', env['dan_van.change.dialog']).create({
                'assignment_ids': [duty], 'reason': "Sắp xếp", 'decision': "Quyết định 05", 'decision_date': legal_today(env['dan_van.plan']),
                'department_id': env.ref('dan_van.department_policy').id, **values}).action_confirm()
        for way in (self.outdated, self.open_still):
            single, general = self.request(issued)
            with self.subTest(way=way.__name__):
                said = way(deciding(single, kind='hand_over'), deciding(single, kind='cancel'))
                self.assertRegex(' '.join(said).strip(), "nothing is left to be changed.$")
                self.assertIn('', said)
                said = way(deciding(general, takes_on=True), deciding(general, takes_on=True))
                self.assertRegex(' '.join(said).strip(), "has it already.$")
                self.assertIn('', said)

    def test_changes_of_directed_duties(self):
        """Of two who give duties of one directive to the same unit, the second is told that it has one."""
        day = self.request(lambda env: legal_today(env['dan_van.plan']))

        def directed(env):
            document = as_user(env, 'clerk', env['dan_van.incoming']).create({
                'code': secrets.token_hex(4), 'issuer': "UBND tỉnh", 'date': day, 'arrival_date': day, 'subject': "Về công tác dân vận",
                'department_id': env.ref('dan_van.department_outreach').id,
                'directive_unit_ids': [Command.set(env.ref('dan_van.department_policy').ids)], 'directive_text': "Tham mưu."})
            document.action_submit()
            as_user(env, 'head', document).action_direct()
            return document.sudo().assignment_ids.ids

        def deciding(duty, kind):
            return lambda env: as_user(env, 'office_staff', env['dan_van.change.dialog']).create({
                'assignment_ids': [duty], 'kind': kind, 'reason': "Sắp xếp", 'decision': "Quyết định 05", 'decision_date': day,
                'department_id': env.ref('dan_van.department_inspectorate').id}).action_confirm()
        for way in (self.outdated, self.open_still):
            for kind in ('add_unit', 'hand_over'):
                with self.subTest(way=way.__name__, kind=kind):
                    first, second = self.request(directed)
                    said = way(deciding(first, kind), deciding(second, 'add_unit'))
                    self.assertIn('', said)
                    units = self.request(lambda env, first=first: [
                        duty.department_id.name for duty in env['dan_van.assignment'].browse(first).incoming_id.assignment_ids])
                    self.assertEqual(len(units), len(set(units)), "a unit has it once")

    def test_quality_check(self):
        self.meet_plan(lambda env, plan: as_user(env, 'outreach_head', env['dan_van.quality.check']).create(
            {'assignment_id': plan.assignment_ids.id}), 'action_recall')

    def test_steps_of_a_duty(self):
        """A duty is not done while somebody gives it one more step, and takes none once it is done."""
        def add(duty):
            return lambda env: as_user(env, 'outreach_head', env['dan_van.step']).create({'assignment_id': duty, 'name': "Trình ký"})

        def do(duty):
            return lambda env: as_user(env, 'outreach_head', env['dan_van.assignment'].browse(duty)).action_done()
        for way in (self.outdated, self.open_still):
            for first, second in ((add, do), (do, add)):
                with self.subTest(way=way.__name__, begins=first.__name__):
                    duty = self.request(lambda env: new_plan(env, 'issued').assignment_ids.id)
                    said = way(first(duty), second(duty))
                    self.assertIn('', said)
                    self.assertRegex(' '.join(said).strip(), "Still open: Trình ký|^The steps of “.*” stay as they are")

    def test_period_made(self):
        self.meet_plan(lambda env, plan: new_period(env, plan), 'action_close')

    def test_period_opened(self):
        self.meet(
            lambda env: new_period(env, new_plan(env, 'issued')).id,
            lambda env, period: as_user(env, 'office_staff', env['dan_van.period'].browse(period)).action_open(),
            lambda env, period: as_user(env, 'office_head', env['dan_van.period'].browse(period).plan_id).action_close())

    def test_submitting_and_closing(self):
        """A report comes in before its period is closed, or is told that it has been."""
        self.meet(
            lambda env: new_report(env, 'unit').id,
            lambda env, report: submit_unit(env, env['dan_van.report'].browse(report)),
            lambda env, report: as_user(env, 'office_head', env['dan_van.report'].browse(report).period_id).action_close())

    def test_returning_and_closing(self):
        """A report that is returned when its period is closed is asked for again; closed anew, it is not."""
        self.meet(
            lambda env: new_report(env, 'unit', 'received').id,
            lambda env, report: as_user(env, 'office_staff', env['dan_van.report'].browse(report)).action_return("Sai"),
            lambda env, report: as_user(env, 'office_head', env['dan_van.report'].browse(report).period_id).action_close(),
            lambda env, report, stepped: self.assertEqual(env['dan_van.report'].browse(report).is_asked_again, stepped), refused=False)

    def test_two_work_on_one_plan_at_once(self):
        """Only who ends the work is waited for, not who works on the same duty or in the same unit."""
        duty = self.request(lambda env: new_plan(env, 'issued').assignment_ids.id)

        def work(env):
            env.cr.execute("SET LOCAL lock_timeout = '100ms'")
            as_user(env, 'outreach_head', env['dan_van.quality.check']).create({'assignment_id': duty})
            new_event(env.ref('dan_van.department_inspectorate'))
            env.flush_all()

        def both(env):
            work(env)
            self.request(work)  # ends with an error of PostgreSQL where it would wait
        self.request(both)

    def test_replaced_once(self):
        def replace(env, plan):
            as_user(env, 'office_staff', env['dan_van.plan'].browse(plan)).action_replace()

        def check(env, plan, _stepped):
            self.assertEqual(len(env['dan_van.plan'].browse(plan).replaced_by_ids), 1)
        self.meet(lambda env: new_plan(env, 'issued').id, replace, replace, check, refused=False)

    # Ratings

    @staticmethod
    def new_ratings(env, count, **values):
        company = env.ref('dan_van.demo_company')
        scheme = env['dan_van.rating.scheme'].create({
            'name': "Thử", 'company_id': company.id, 'date_from': '1990-01-01', 'legal_source': "Nghị định", 'excellent_share': 20,
            'level_ids': [Command.create({'level': 'good', 'subject': 'official'})]})
        number = env['dan_van.rating'].search_count([])
        users = env['res.users'].with_context(no_reset_password=True).create([{
            'name': f"Người {number}.{index}", 'login': f'nguoi.{number}.{index}', 'company_id': company.id,
            'company_ids': [Command.set(company.ids)]} for index in range(count)])
        return env['dan_van.rating'].create([{
            'year': 1990, 'company_id': company.id, 'scheme_id': scheme.id, 'subject': 'official', 'official_id': user.id,
            'department_id': env.ref('dan_van.department_outreach').id, **values} for user in users])

    def test_rating_scheme(self):
        """Its rules are changed while somebody is the first to be rated by them."""
        def submit(env, rating):
            rating = env['dan_van.rating'].browse(rating)
            stepping(rating).write({'self_level': 'good', 'self_note': "Lý do"})
            rating.with_env(env(user=rating.official_id, su=True))._transition('submit')

        changes = {
            'rule': lambda scheme: scheme.write({'late_penalty': 10}),
            'level': lambda scheme: scheme.level_ids.write({'min_done': 50}),
            'new level': lambda scheme: scheme.level_ids.create({'scheme_id': scheme.id, 'level': 'completed'}),
            'no level': lambda scheme: scheme.level_ids.unlink(),
        }
        for name, change in changes.items():
            with self.subTest(name):
                self.meet(
                    lambda env: self.new_ratings(env, 1).id,
                    lambda env, rating, change=change: change(env['dan_van.rating'].browse(rating).scheme_id), submit)

    def test_excellent_share(self):
        """Of five good ones one may be excellent: two leaders can't conclude one each at the same moment."""
        def prepare(env):
            unlocked(env['dan_van.rating'].search([('year', '=', 1990), ('state', '=', 'concluded')])).write({'state': 'draft'})
            ratings = self.new_ratings(env, 7)
            stepping(ratings[:5]).write({'state': 'concluded', 'final_level': 'good'})
            stepping(ratings[5:]).write({'state': 'assessed', 'head_level': 'excellent', 'final_level': 'excellent'})
            return ratings[5:].ids

        def conclude(index):
            return lambda env, ratings: as_user(env, 'head', env['dan_van.rating'].browse(ratings[index]))._transition('conclude')

        for way in (self.outdated, self.open_still):
            with self.subTest(way=way.__name__):
                given = self.request(prepare)
                refusals = way(lambda env, given=given: conclude(0)(env, given), lambda env, given=given: conclude(1)(env, given))
                self.assertEqual([bool(each) for each in refusals].count(True), 1)

    # Registers

    def series(self, company):
        """Meet: a series for a type is opened, and a number of this type is given in the common series.

        :param company: function of env that gives the agency
        """
        kinds = iter(('GM', 'CĐ', 'ĐA', 'PA'))

        def reserve(env, given):
            kind, company_id = given
            clerk = env.ref('dan_van.user_clerk')
            entries = env['dan_van.register.entry'].with_env(env(user=clerk, su=True))
            entries._reserve(
                env['res.company'].browse(company_id), legal_today(entries), "Chờ ký", document_type=kind, subject="Giấy mời")

        def check(env, given, _stepped):
            kind, company_id = given
            entry = env['dan_van.register.entry'].search([('company_id', '=', company_id), ('document_type', '=', kind)])
            series = env['dan_van.register'].search([('company_id', '=', company_id), ('document_type', '=', kind)])
            self.assertEqual(len(entry), 1)
            self.assertIn(series, (series.browse(), entry.register_id), "no number is given beside a series of its own")
        self.meet(
            lambda env: (next(kinds), company(env).id),
            lambda env, given: env['dan_van.register'].create(
                {'document_type': given[0], 'company_id': given[1], 'year': fields.Date.today().year}), reserve, check)

    def test_series(self):
        self.series(lambda env: env.ref('dan_van.demo_company'))

    def test_series_of_a_new_year(self):
        numbers = iter(range(9))
        self.series(lambda env: env['res.company'].create({'name': f"Cơ quan {next(numbers)}"}))
