from odoo.fields import Command
from odoo.tests import tagged

from .concurrency_cases import ConcurrencyCase
from .concurrency_records import PARTS, as_user, new_plan, new_report, plan_values, stepping


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestFrozenText(ConcurrencyCase):
    """A document is submitted while somebody changes a part of it: the kept version holds the change, or it is refused."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.documents = cls.request(cls._documents)

    @staticmethod
    def _documents(env):
        unit = env.ref('dan_van.department_outreach')
        letter = env['dan_van.letter'].create(plan_values(env, body="Nội dung", addressees="Các xã"))
        reminder = env['dan_van.reminder'].create(plan_values(
            env, department_ids=[Command.set(unit.ids)], addressees=unit.name,
            line_ids=[Command.create({'department_id': unit.id, 'text': "Nhiệm vụ"})]))
        return {
            'plan': new_plan(env).ids, 'other': new_plan(env).ids, 'letter': letter.ids, 'reminder': reminder.ids,
            'report': new_report(env, 'agency').ids}

    def document(self, env, name):
        model = 'dan_van.plan' if name == 'other' else f'dan_van.{name}'
        return env[model].browse(self.documents[name])

    def part(self, env, model, text, **values):
        name, field, more = PARTS[model]
        document = self.document(env, name)
        parent = next(each for each in env[model]._documents if env[model]._fields[each].comodel_name == document._name)
        return env[model].create({parent: document.id, field: text, **more(env, document), **values})

    def meet_submission(self, name, prepare, change):
        def begin(env):
            document = self.document(env, name)
            stepping(document).write({'state': 'draft'})
            return prepare(env)

        def submit(env, _given):
            as_user(env, 'office_staff', self.document(env, name)).action_submit()

        def check(env, _given, _stepped):
            document = self.document(env, name)
            self.assertEqual(document.state, 'submitted')
            version = env['dan_van.approval'].search(
                [('res_model', '=', document._name), ('res_id', '=', document.id), ('version', '>', 0)], limit=1)
            self.assertEqual(version.content, list(document._version_lines()), "the kept version is the text")
        self.meet(begin, change, submit, check)

    def words(self, model):
        """:return: value of the printed text before and after a change"""
        return (1, 2) if PARTS[model][1] == 'value' else ("Trước", "Sau")

    def test_written(self):
        for model, (name, field, _values) in PARTS.items():
            before, after = self.words(model)
            with self.subTest(model):
                self.meet_submission(
                    name, lambda env, model=model, before=before: self.part(env, model, before).id,
                    lambda env, part, model=model, field=field, after=after: env[model].browse(part).write({field: after}))

    def test_added(self):
        for model, (name, _field, _values) in PARTS.items():
            with self.subTest(model):
                self.meet_submission(
                    name, lambda env: None,
                    lambda env, _given, model=model: self.part(env, model, self.words(model)[1]))

    def test_deleted(self):
        for model, (name, _field, _values) in PARTS.items():
            with self.subTest(model):
                self.meet_submission(
                    name, lambda env, model=model: self.part(env, model, self.words(model)[0]).id,
                    lambda env, part, model=model: env[model].browse(part).unlink())

    def test_moved_to_and_from_another_draft(self):
        for source, target in (('plan', 'other'), ('other', 'plan')):
            with self.subTest(source):
                self.meet_submission(
                    'plan',
                    lambda env, source=source: env['dan_van.legal.basis'].create(
                        {'plan_id': self.document(env, source).id, 'text': "Căn cứ"}).id,
                    lambda env, basis, target=target: env['dan_van.legal.basis'].browse(basis).write(
                        {'plan_id': self.document(env, target).id}))

    def test_files_are_issued_with_their_document(self):
        """A file that is hung on a document during its issue is locked and noted, or comes after it."""
        def prepare(env):
            return new_plan(env, 'signed').id

        def attach(env, plan):
            composed = env['ir.attachment'].create({'name': 'tep.txt', 'raw': b'...', 'res_model': 'mail.compose.message'})
            composed.write({'res_model': 'dan_van.plan', 'res_id': plan})
            env['ir.attachment'].create({'name': 'tep.txt', 'raw': b'...', 'res_model': 'dan_van.plan', 'res_id': plan})

        def issue(env, plan):
            as_user(env, 'clerk', env['dan_van.plan'].browse(plan))._transition('issue')

        def check(env, plan, stepped):
            plan = env['dan_van.plan'].browse(plan)
            files = env['ir.attachment'].search([('res_model', '=', plan._name), ('res_id', '=', plan.id), ('name', '=', 'tep.txt')])
            self.assertEqual(len(files), 2)
            self.assertEqual(set(files.mapped('dan_van_locked')), {not stepped})
            self.assertEqual(files & plan.issued_file_ids.attachment_id, files.browse() if stepped else files)
        self.meet(prepare, attach, issue, check, refused=False)

    def test_every_part_meets_its_document(self):
        mixin = self.registry['dan_van.document.part']
        self.assertEqual(set(PARTS), {
            name for name, model in self.registry.items()
            # What steps alone make is no text: nothing of it is there before the issue.
            if issubclass(model, mixin) and not model._abstract and model._made_by is None})
