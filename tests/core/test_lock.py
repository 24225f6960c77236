import ast
import inspect
import textwrap
from unittest.mock import patch

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.modules.module import Manifest
from odoo.tools import SQL

from ...models.core import lock
from ..common import ROOT, AgencyCase, ReportCase


class LockCase(AgencyCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.to_state(cls.new_plan(), 'issued').sudo()
        cls.duty = cls.plan.assignment_ids.filtered(lambda duty: duty.department_id == cls.units['outreach'])[:1]

    def refused(self, **values):
        """Refuse ``values`` to superuser code, and to it with what only a step has, sent by a client."""
        for context in ({}, {'dan_van_keys': [['dan_van.plan', self.plan.ids, 'issue', [*values]]]}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                self.plan.with_context(**context).write(values)


class TestAnotherAddon(LockCase):
    """What other addons add or override: frozen where they are built on this one, and open where they say so."""

    def setUp(self):
        super().setUp()
        found = Manifest.for_addon
        manifests = {
            'dan_van_more': {'depends': ['dan_van']}, 'dan_van_most': {'depends': ['dan_van_more']}, 'unrelated': {'depends': ['mail']}}
        self.patch(Manifest, 'for_addon', staticmethod(lambda name, **options: manifests.get(name) or found(name, **options)))
        self.addCleanup(lock.builds_on_us.cache_clear)

    def install(self, addon, model, **attributes):
        """Let ``addon`` extend ``model``, as its installation would."""
        # As Odoo's own tests do: nothing else makes a model after the registry is loaded.
        from odoo.orm.model_classes import add_to_registry  # noqa: PLC0415  pylint: disable=import-outside-toplevel
        self.addCleanup(self.set_up, model, self.registry[model]._base_classes__)
        add_to_registry(self.registry, type(
            'Extension', (models.Model,), {'_module': addon, '__module__': __name__, '_inherit': model, **attributes}))
        self.set_up(model, self.registry[model]._base_classes__)
        for name in attributes:
            self.env.cr.execute(SQL(
                "ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s %s", SQL.identifier(self.registry[model]._table), SQL.identifier(name),
                SQL(self.registry[model]._fields[name].column_type[1])))

    def set_up(self, model, bases):
        self.registry[model]._base_classes__ = bases
        self.registry[model]._setup_done__ = False
        self.registry._setup_models__(self.env.cr, [model])

    def test_a_field_that_it_overrides_stays_frozen(self):
        for addon in ('dan_van_more', 'unrelated'):
            self.install(addon, 'dan_van.plan', subject=fields.Text(help="With a hint."))
            self.assertEqual(self.plan._fields['subject']._module, addon)
            self.refused(subject="Khác")

    def test_a_field_that_it_adds_is_frozen_as_the_text(self):
        for addon in ('dan_van_more', 'dan_van_most'):
            self.install(addon, 'dan_van.plan', of_addon=fields.Char())
            self.refused(of_addon="Khác")
            self.new_plan().of_addon = "Khác"

    def test_an_unrelated_one_works_in_every_state(self):
        self.install('unrelated', 'dan_van.plan', of_addon=fields.Char())
        self.plan.of_addon = "Khác"

    def test_what_says_that_it_is_open_is_saved_with_the_work(self):
        self.install(
            'dan_van_more', 'dan_van.assignment', mood=fields.Char(open_in=('issued',)),
            grade=fields.Char())
        duty = self.as_user('outreach_staff', self.duty)
        duty.write({'progress': 30, 'mood': "Tốt"})
        self.assertEqual(duty.progress, 30)
        with self.assertRaises(UserError):
            duty.write({'progress': 40, 'grade': "A"})
        with self.assertRaises(UserError):
            self.as_user('office_staff', 'dan_van.assignment').create(
                {'plan_id': self.new_plan().id, 'text': "Nhiệm vụ", 'scope': 'all', 'mood': "Tốt"})

    def test_a_file_that_it_prints_is_its_own(self):
        """A model with a field of the same name as our documents have is none of them."""
        self.install('unrelated', 'res.partner.industry', pdf_attachment_id=fields.Many2one('ir.attachment'))
        report = self.env.ref('dan_van.plan_report')
        self.assertFalse(report.retrieve_attachment(self.env['res.partner.industry'].create({'name': "Ngành"})))

    def test_what_only_its_step_gives_comes_by_the_step(self):
        self.install('dan_van_more', 'dan_van.plan', stamp=fields.Char(given_by=('submit',)))
        with self.assertRaises(UserError):
            self.new_plan(stamp="Giả")
        plan = self.new_plan()
        with self.assertRaises(UserError):
            plan.stamp = "Giả"
        given = []
        submit = type(plan)._do_submit
        with patch.object(type(plan), '_do_submit', lambda plans: (submit(plans), given.append(plans.write({'stamp': "Thật"})))):
            plan.action_submit()
        self.assertEqual(given, [True])


class TestKey(LockCase):
    """The key of a step opens the fields that it gives, of its own records, and nothing else."""

    def in_step(self, act):
        """Do ``act`` as the hook of another addon does: within the submission of a plan, with its key and as superuser."""
        plan, error = self.new_plan(), []
        submit = type(plan)._do_submit

        def hooked(plans):
            submit(plans)
            with self.assertRaises(UserError) as found, self.env.cr.savepoint():
                act(plans)
            error.append(found.exception)

        with patch.object(type(plan), '_do_submit', hooked):
            plan.action_submit()
        self.assertTrue(error)
        self.assertEqual(plan.state, 'submitted')

    def test_another_field_of_its_record(self):
        self.in_step(lambda plans: plans.write({'subject': "Khác"}))
        self.in_step(lambda plans: plans.write({'document_date': '2026-01-01'}))

    def test_another_record_of_its_model(self):
        self.in_step(lambda plans: plans.browse(self.plan.id).write({'state': 'draft'}))
        self.in_step(lambda plans: plans.browse(self.plan.id).write({'submitter_id': self.env.uid}))
        self.in_step(lambda plans: (plans + self.plan).write({'submitter_id': self.env.uid}))
        self.in_step(lambda plans: plans.create({'subject': "Khác", 'submitter_id': self.env.uid}))

    def test_another_model(self):
        entry = self.plan.register_entry_id
        for model, ids, values in (
                (entry._name, entry.ids, {'recalled': True}), ('dan_van.assignment', self.duty.ids, {'plan_state': 'draft'}),
                ('dan_van.assignment', self.duty.ids, {'follow_up_level': 3}), ('dan_van.assignment', self.duty.ids, {'text': "Khác"}),
                ('dan_van.register', entry.register_id.ids, {'last_number': 7}),
                ('ir.attachment', self.plan.pdf_attachment_id.ids, {'raw': b'x'}),
                ('dan_van.issued.file', entry.file_ids.ids, {'sha256': 'x'})):
            with self.subTest(model, **values):
                self.in_step(lambda plans, model=model, ids=ids, values=values: plans.env[model].browse(ids).write(values))
        self.in_step(lambda plans: entry.with_env(plans.env).unlink())
        self.in_step(lambda plans: plans.env[entry._name].create(entry.copy_data()[0] | {'number': 90}))

    def test_the_parts_of_its_record(self):
        self.in_step(lambda plans: plans.content_ids[:1].write({'text': "Khác"}))
        self.in_step(lambda plans: plans.write({'basis_ids': [Command.create({'text': "Căn cứ khác"})]}))
        self.in_step(lambda plans: plans.assignment_ids.write({'progress': 50}))

    def test_nothing_that_a_client_sends_is_one(self):
        for value in (True, 'x', 7, {}, [], [[]], ['dan_van.plan'], [['dan_van.plan', self.plan.ids, 'x', ['subject']]]):
            with self.subTest(value), self.assertRaises(UserError):
                self.plan.with_context(dan_van_keys=value).write({'subject': "Khác"})


class TestSuperuser(ReportCase):
    """Code that runs as superuser opens nothing by that."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan()
        cls.period = cls.opened(cls.plan, "Tháng 2 năm 2022").sudo()

    def test_what_is_made_of_records_is_not_typed(self):
        period, later = self.period, self.plan.period_ids.sorted('date_to')[-1]
        report = self.report_of(period, 'outreach')
        line, figure = report.line_ids.filtered('assignment_id')[:1], report.figure_ids[:1]
        for record, values in (
                (period, {'due_date': '2022-12-31'}), (report, {'department_id': self.units['policy'].id}),
                (report, {'period_id': later.id}), (report, {'source_ids': [Command.clear()]}),
                (line, {'progress': 99}), (line, {'title': "Khác"}), (figure, {'drawn_value': 7}), (figure, {'cumulative': 7})):
            with self.subTest(record=record, **values), self.assertRaises(UserError), self.env.cr.savepoint():
                record.sudo().write(values)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            line.sudo().unlink()
        with self.assertRaises(UserError), self.env.cr.savepoint():
            report.sudo().copy({'period_id': later.id})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            period.copy({'index': 77})
        self.assertTrue(line.exists())


class TestDeclared(AgencyCase):
    """What fields say of states and steps names such as there are."""

    def locked_models(self):
        mixin = self.registry['dan_van.lock']
        return [self.env[name] for name, model in self.registry.items() if not model._abstract and issubclass(model, mixin)]

    def test_states_are_those_of_the_record_or_its_documents(self):
        for model in self.locked_models():
            owners = [self.env[model._fields[name].comodel_name] for name in model._documents] or [model]
            known = {state for owner in owners for state in self.states(owner)}
            rules = [model._open_in, model._deleted_in, *(model._rule(name).open_in for name in model._fields)]
            named = {state for states in rules if isinstance(states, tuple) for state in states}
            with self.subTest(model._name):
                self.assertLessEqual(named, known)

    def states(self, model):
        if model._lock_states.__func__ is self.env['dan_van.lock']._lock_states.__func__:
            return [state for state, _label in model._fields['state'].selection] if 'state' in model._fields else []
        # What says another state names its words there.
        method = ast.parse(textwrap.dedent(inspect.getsource(type(model)._lock_states)))
        return {node.value for node in ast.walk(method) if isinstance(node, ast.Constant)}

    def test_steps_are_taken_somewhere(self):
        taken = set()
        for path in (*(ROOT / 'models').rglob('*.py'), *(ROOT / 'wizards').rglob('*.py')):
            for node in ast.walk(ast.parse(path.read_text('utf-8'))):
                if isinstance(node, ast.Call) and getattr(node.func, 'attr', '') in ('_making', '_opened') and isinstance(
                        node.args[0], ast.Constant):
                    taken.add(node.args[0].value)
        for model in self.locked_models():
            steps = taken | set(model._transitions() if hasattr(model, '_transitions') else ())
            named = {step for name in model._fields for step in model._rule(name).given_by}
            with self.subTest(model._name):
                self.assertLessEqual(named | {*(model._made_by or ()), *model._deleted_by}, steps)

    def test_agencies_are_compared_where_fields_ask_for_it(self):
        for name, model in self.registry.items():
            if name.startswith('dan_van.') and not model._abstract:
                asking = [field.name for field in model._fields.values() if field.relational and field.check_company]
                with self.subTest(name, fields=asking):
                    self.assertTrue(model._check_company_auto or not asking)

    def test_none_is_written_beside_the_lock(self):
        """The context holds no other key that opens what a record keeps."""
        sentinels = {
            path.stem: [node.targets[0].id for node in ast.parse(path.read_text('utf-8')).body if isinstance(node, ast.Assign)
                        and isinstance(node.value, ast.Call) and getattr(node.value.func, 'id', '') == 'object']
            for path in (ROOT / 'models').rglob('*.py')}
        self.assertEqual({stem: names for stem, names in sentinels.items() if names}, {
            'case_privacy': ['_EXPORTING'], 'mail_message': ['WRITING'], 'partial_reading': ['_FETCHING'],
            'mail_switches': ['QUIET'],  # opens nothing: what this addon tells itself Odoo need not tell
            'ir_actions_report': ['FILLABLE'],  # opens nothing: the print whose number and day are filled in later
            'theme_section': ['_WITH_THEME'],  # opens nothing: the theme looks when all its sections are as they shall be
        })
