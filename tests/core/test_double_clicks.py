from odoo.tests import tagged

from ...models.core.res_company import legal_today
from .concurrency_cases import ConcurrencyCase
from .concurrency_records import as_user, new_case, new_plan, new_report, new_unit, stepping


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestDoubleClicks(ConcurrencyCase):
    """A button is pressed twice, over two connections: the step is done once, logged once, and the other click is told so."""

    def clicks(self, prepare, model, user, step, method=None, *args, check=lambda *_args: None):
        """Press the button ``method`` twice in both ways to meet.

        :param step: name of the transition that the log has
        :param check: function of env and the record; asserts what holds then
        """
        def press(env, number):
            record = as_user(env, user, env[model].browse(number))
            shown = record.with_context(dan_van_shown=record.shown) if 'shown' in record else record
            getattr(shown, method or f'action_{step}')(*args)
        for way in (self.outdated, self.open_still):
            with self.subTest(model=model, step=step, way=way.__name__):
                number = self.request(prepare)
                said = way(lambda env, number=number: press(env, number), lambda env, number=number: press(env, number))
                self.assertEqual([bool(each) for each in said].count(True), 1, said)

                def look(env, number=number):
                    lines = env['dan_van.approval'].search([('res_model', '=', model), ('res_id', '=', number), ('step', '=', step)])
                    self.assertEqual(len(lines), 1)
                    check(env, env[model].browse(number))
                self.request(look)

    def test_a_plan(self):
        def issued(env, plan):
            entries = env['dan_van.register.entry'].search([('res_model', '=', plan._name), ('res_id', '=', plan.id)])
            self.assertEqual(len(entries), 1)
            self.assertEqual(entries, plan.register_entry_id)
            numbers = env['dan_van.register.entry'].search([('register_id', '=', entries.register_id.id)]).mapped('number')
            self.assertEqual(len(numbers), len(set(numbers)))
            self.assertEqual(entries.register_id.last_number, max(numbers))
        plan = 'dan_van.plan'
        self.clicks(lambda env: new_plan(env, 'draft', recipients="Nơi nhận").id, plan, 'office_staff', 'submit')
        self.clicks(lambda env: new_plan(env, 'submitted', recipients="Nơi nhận").id, plan, 'head', 'sign')
        self.clicks(lambda env: new_plan(env, 'signed', recipients="Nơi nhận").id, plan, 'clerk', 'issue', check=issued)
        self.clicks(lambda env: new_plan(env, 'issued', recipients="Nơi nhận").id, plan, 'office_head', 'close')
        self.clicks(lambda env: new_plan(env, 'issued', recipients="Nơi nhận").id, plan, 'head', 'recall', 'action_recall', "Có sai sót.")
        self.clicks(lambda env: new_plan(env, 'submitted', recipients="Nơi nhận").id, plan, 'head', 'return', 'action_return', "Sửa lại.")

    def test_a_letter(self):
        def letter(state):
            def prepare(env):
                made = env['dan_van.letter'].create({
                    'company_id': env.ref('dan_van.demo_company').id, 'department_id': env.ref('dan_van.department_office').id,
                    'signer_id': env.ref('dan_van.user_head').id, 'subject': "Mời họp", 'body': "Nội dung.",
                    'recipients': "Sở Nội vụ", 'addressees': "Sở Nội vụ"})
                if state != 'draft':
                    stepping(made).write({'state': state})
                return made.id
            return prepare
        for state, user, step in (('draft', 'office_staff', 'submit'), ('submitted', 'head', 'sign'), ('signed', 'clerk', 'issue')):
            self.clicks(letter(state), 'dan_van.letter', user, step)

    def test_reports_and_their_period(self):
        def report(state):
            return lambda env: new_report(env, 'unit', state).id
        for state, user, step in (
                ('draft', 'inspectorate_staff', 'submit'), ('submitted', 'inspectorate_head', 'approve'), ('approved', 'office_staff', 'receive')):
            self.clicks(report(state), 'dan_van.report', user, step)
        self.clicks(lambda env: new_report(env, 'unit').period_id.id, 'dan_van.period', 'office_head', 'close')

    def test_a_petition(self):
        self.clicks(lambda env: new_case(new_unit(env)).id, 'dan_van.case', 'inspectorate_head', 'accept')

    def test_a_step_that_may_be_taken_again(self):
        """The status tells nothing of a term that may be extended twice: the dialog with the reason goes with the step."""
        def prepare(env):
            case = new_case(new_unit(env))
            case.kind_id.extension_max = 2
            as_user(env, 'inspectorate_head', case).action_accept()
            return case.id, as_user(env, 'inspectorate_head', env['dan_van.reason.wizard']).create({
                'res_model': case._name, 'res_ids': case.ids, 'transition': 'extend', 'reason': "Phức tạp"}).id

        def press(env, dialog):
            as_user(env, 'inspectorate_head', env['dan_van.reason.wizard'].browse(dialog)).action_confirm()
        for way in (self.outdated, self.open_still):
            with self.subTest(way=way.__name__):
                case, dialog = self.request(prepare)
                said = way(lambda env, dialog=dialog: press(env, dialog), lambda env, dialog=dialog: press(env, dialog))
                self.assertEqual([bool(each) for each in said].count(True), 1, said)
                self.assertEqual(self.request(lambda env, case=case: env['dan_van.case'].browse(case).extension_count), 1)

    def test_a_request_for_more_time(self):
        def prepare(env):
            duty = new_plan(env, 'issued').assignment_ids
            return as_user(env, 'outreach_head', env['dan_van.extension']).create({
                'assignment_id': duty.id, 'new_deadline': legal_today(duty).replace(year=3000), 'reason': "Chờ ý kiến"}).id
        self.clicks(prepare, 'dan_van.extension', 'head', 'accept')
