from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ...models.core.built_on import built_on
from ..common import QueryCase
from ..keys import unlocked
from ..rpc import RpcCase
from .test_report_file import FileCase

# What is shown in them somebody puts right for hours.
LONG = {
    'dan_van.change.dialog', 'dan_van.event.import', 'dan_van.event.import.line', 'dan_van.incoming.file', 'dan_van.incoming.import',
    'dan_van.plan.import', 'dan_van.file.catalog.import', 'dan_van.file.catalog.import.line', 'dan_van.register.print',
    'dan_van.register.print.volume',
    'dan_van.plan.import.basis', 'dan_van.plan.import.page', 'dan_van.plan.import.part', 'dan_van.plan.import.photo',
    'dan_van.plan.import.warning', 'dan_van.plan.return', 'dan_van.plan.return.line', 'dan_van.report.file', 'dan_van.report.file.line',
    'dan_van.tracking.import', 'dan_van.tracking.import.line'}


@tagged('post_install', '-at_install')
class TestDialogs(FileCase, RpcCase):
    """In a dialog one changes what one is meant to choose, whoever asks; what it shows is given by its steps."""

    def transients(self):
        return [model for model in self.env.values() if model._transient and not model._abstract and model._original_module == 'dan_van']

    def test_a_dialog_lives_as_long_as_it_takes(self):
        """An attribute of a mixin is hidden by that of TransientModel, so each model is asked; rows live as long as their dialog."""
        hours = {model._name: model._transient_max_hours for model in self.transients()}
        self.assertEqual({name for name, lives in hours.items() if lives == 24}, LONG)
        self.assertLessEqual({
            model._name for model in self.transients() if 'file' in model._fields}, LONG)
        for model in self.transients():
            for field in model._fields.values():
                if field.type == 'many2one' and field.comodel_name in hours and field.required:
                    self.assertEqual(hours[model._name], hours[field.comodel_name], model._name)

    def test_every_row_is_one_that_a_step_makes(self):
        rows = set(built_on(self.env, 'dan_van.dialog.row'))
        of_dialogs = {field.comodel_name for model in self.transients() for field in model._fields.values() if field.type == 'one2many'}
        # These are put in and put right by who imports; what is shown of a photo is given all the same.
        self.assertEqual(of_dialogs - rows, {
            'dan_van.plan.import.basis', 'dan_van.plan.import.part', 'dan_van.plan.import.photo'})
        for name in rows:
            with self.subTest(name), self.assertRaisesRegex(UserError, "is made by Odoo"):
                self.env[name].create({})

    def test_who_takes_a_report_over_chooses_and_no_more(self):
        wizard = self.preview()
        row = self.row(wizard, self.lines[0])
        figure = self.row(wizard, self.figure(1))
        other = self.report_of(self.period, 'policy').line_ids[:1]
        forged = {
            'now': "x", 'new': "Bịa", 'value': 99, 'value_now': 1, 'can_take': True, 'name': "x", 'note': "x", 'place': "x", 'kind': 'figure',
            'line_id': other.id, 'section_id': False, 'figure_id': False, 'sequence': 5, 'file_id': self.preview().id}
        for name, value in forged.items():
            for record in (row, figure):
                with self.subTest(name, kind=record.kind):
                    self.assert_refused("can't be typed|can't name", 'outreach_staff', record, 'write', {name: value, 'take': True})
                    self.assert_refused("can't be typed|can't name", 'outreach_staff', wizard, 'web_save', {
                        'text_ids' if record == row else 'figure_ids': [Command.update(record.id, {name: value})]}, {})
        values = {'kind': 'line', 'line_id': self.lines[0].id, 'new': "Bịa", 'now': '', 'can_take': True, 'take': True}
        self.assert_refused("is made by Odoo", 'outreach_staff', row._name, 'create', [{**values, 'file_id': wizard.id}])
        self.assert_refused("is made by Odoo", 'outreach_staff', wizard, 'write', {'line_ids': [Command.create(values)]})
        self.assert_refused("can't be|is made by", 'outreach_staff', row, 'copy', {'new': "Bịa"})
        self.assert_refused("can't be typed", 'outreach_staff', wizard, 'write', {'left': "x"})
        self.assert_refused("can't be typed|can't be changed", 'outreach_staff', wizard, 'write', {'report_id': other.report_id.id})
        self.assertEqual(self.rpc('outreach_staff', row, 'write', {'take': False})[1], '')
        self.assertEqual(self.rpc('outreach_staff', wizard, 'web_save', {'text_ids': [Command.update(row.id, {'take': True})]}, {})[1], '')
        self.assertEqual(self.rpc('outreach_staff', wizard, 'action_take')[1], '')
        self.assertEqual(self.lines[0].text, "Đã họp 02 lần.")

    def test_a_report_takes_the_file_that_was_shown_once(self):
        wizard = self.preview()
        self.rpc('outreach_staff', wizard, 'write', {'filename': "khac.docx"})
        self.assertFalse(wizard.line_ids)
        self.assert_refused("has not been shown", 'outreach_staff', wizard, 'action_take')
        wizard = self.preview()
        self.assertEqual(self.rpc('outreach_staff', wizard, 'action_take')[1], '')
        told = len(self.report.message_ids)
        self.assert_refused("taken already", 'outreach_staff', wizard, 'action_take')
        self.assertEqual(len(self.report.message_ids), told)


class TestTakingCost(FileCase, QueryCase):
    """A report that comes as a file is taken at one cost, however many lines it has."""

    def taken(self, count):
        """:return: a dialog that shows a new text for ``count`` lines of a report"""
        report = self.report_of(self.opened(self.report_plan(schemes=['month'], duties=['outreach']), "Tháng 2 năm 2022"), 'outreach')
        lines = unlocked(self.env['dan_van.report.line']).create([
            {'report_id': report.id, 'title': f"Việc {index}", 'sequence': 100 + index} for index in range(count)])
        wizard = self.chosen(b'x', report)
        wizard._read_source()
        unlocked(wizard).state = 'preview'
        unlocked(wizard.line_ids.sudo()).create([
            {'file_id': wizard.id, 'kind': 'line', 'line_id': line.id, 'name': line.title, 'new': f"Xong {line.id}", 'take': True,
             'can_take': True} for line in lines])
        return wizard

    def test_rows_that_are_taken(self):
        self.assertFlat(self.taken, lambda wizard: wizard.action_take(), small=5, large=60, batches=4)
