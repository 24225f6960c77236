import json

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..common import AgencyCase, ReportCase

BEFORE = "Chưa làm được việc nào vì thiếu người"  # what the unit wrote
AFTER = "Đã tổ chức 02 buổi tuyên truyền."  # what the agency prints
WHY = "Viết lại, không nêu chuyện thiếu người"


class TestIssuedReading(ReportCase):
    """Who reads an issued document reads what is printed, nothing of how it came about."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        period = cls.opened(cls.report_plan(duties=['outreach', 'policy']), "Tháng 3 năm 2022")
        for unit in ('outreach', 'policy'):
            report = cls.as_user(f'{unit}_staff', cls.report_of(period, unit))
            report.line_ids.text = BEFORE
            figure = report.figure_ids.filtered(lambda figure: figure.source == 'typed')[0]
            figure.value = 1234
            report.action_submit()
            cls.as_user(f'{unit}_head', report).action_approve()
            cls.as_user('office_staff', report).action_receive()
        office = cls.as_user('office_staff', period)
        report = office.env['dan_van.report'].browse(office.action_consolidate()['res_id'])
        report.line_ids.text = AFTER
        report.figure_ids.filtered('is_corrected').reason = BEFORE
        report.figure_explanation = WHY
        report.action_submit("Các đơn vị khác gửi sau.")
        cls.as_user('head', report).action_return(WHY)
        report.action_submit("Các đơn vị khác gửi sau.")
        cls.as_user('head', report).mark_seen()
        cls.reading('head', report).action_sign()
        cls.as_user('clerk', report).action_issue()
        cls.report = report.sudo()
        cls.line = cls.report.line_ids.filtered(lambda line: line.department_id == cls.units['outreach'])
        cls.figure = cls.report.figure_ids.filtered('detail')[0]
        cls.env.flush_all()

    def setUp(self):
        super().setUp()
        self.env.invalidate_all()

    def assertUntold(self, found):
        told = json.dumps(found, ensure_ascii=False, default=str)
        for words in (BEFORE, WHY, self.figure.detail):
            self.assertNotIn(words, told)

    def test_the_records_say_it_at_all(self):
        self.assertEqual((self.line.drawn_text, self.line.text), (BEFORE, AFTER))
        self.assertIn('1234', self.figure.detail)

    def test_a_reader_gets_the_printed_words_only(self):
        for user in ('policy_staff', 'inspectorate_staff', 'party_head'):
            with self.subTest(user):
                self.env.invalidate_all()
                line, figure = self.as_user(user, self.line), self.as_user(user, self.figure)
                [read] = line.read(['text', 'drawn_text', 'source_line_id', 'evidence_ids', 'progress'])
                self.assertEqual(read, {
                    'id': line.id, 'text': AFTER, 'drawn_text': False, 'source_line_id': False, 'evidence_ids': [], 'progress': False})
                self.assertUntold([line.read(), figure.read(), line.search_read([('id', '=', line.id)]), figure.search_read([('id', '=', figure.id)])])
                report = line.report_id
                self.assertUntold([report.read(), report.search_read([('id', '=', report.id)])])
                self.assertRaises(AccessError, lambda: report.figure_explanation)
                page = report.web_read({
                    'figure_explanation': {},
                    'line_ids': {'fields': {'text': {}, 'drawn_text': {}, 'source_line_id': {'fields': {'display_name': {}}}}},
                    'figure_ids': {'fields': {'value': {}, 'detail': {}, 'reason': {}, 'is_corrected': {}}},
                    'approval_ids': {'fields': {'reason': {}, 'waited_hours': {}, 'change_lines': {}}},
                    'seen_ids': {'fields': {'user_id': {'fields': {'display_name': {}}}}}})[0]
                page['line_ids'] = [values for values in page['line_ids'] if values['id'] == line.id]
                self.assertUntold(page)
                self.assertFalse(page['seen_ids'])
                self.assertFalse([values for values in page['approval_ids'] if values['waited_hours']])
                self.assertRaises(AccessError, lambda: line.onchange({'text': "x"}, ['text'], {'drawn_text': {}, 'text': {}}))
                for field in ('drawn_text', 'record_result', 'source_line_id', 'assignment_id'):
                    self.assertRaises(AccessError, lambda name=field: line[name])
                self.assertRaises(AccessError, lambda: figure.detail)

    def test_nothing_is_told_by_filters_groups_orders_and_sums(self):
        for user in ('inspectorate_staff', 'party_head'):
            Line, Figure, Report, Log = (self.as_user(user, f'dan_van.{name}') for name in (
                'report.line', 'report.figure', 'report', 'approval'))
            with self.subTest(user):
                for find in (
                        lambda: Line.search([('drawn_text', 'ilike', BEFORE)]),
                        lambda: Line.search([('id', 'any', [('record_result', 'ilike', BEFORE)])]),
                        lambda: Line.search([('source_line_id', '!=', False)]),
                        lambda: Report.search([('line_ids.drawn_text', 'ilike', BEFORE)]),
                        lambda: Report.search([('line_ids', 'any', [('source_id', '!=', False)])]),
                        lambda: Report.search([('figure_ids.detail', 'ilike', '1234')]),
                        lambda: Figure.search([('reason', 'ilike', BEFORE)]),
                        lambda: Report.search([('figure_explanation', 'ilike', WHY)]),
                        lambda: Line.search([('report_id.figure_explanation', '!=', False)]),
                        lambda: Log.search([('res_model', '=', 'dan_van.report'), ('reason', 'ilike', WHY)]),
                        lambda: Log.search([('res_model', '=', 'dan_van.report'), ('waited_hours', '>', 0)])):
                    self.assertFalse(find())
                self.assertUntold([
                    Line.formatted_read_group([], ['drawn_text'], ['__count']),
                    Line.formatted_read_group([], [], ['drawn_text:array_agg', 'progress:max']),
                    Figure.formatted_read_group([], ['detail'], ['__count']),
                    Report.formatted_read_group([], ['figure_explanation'], ['__count']),
                    Report.formatted_read_group([], [], ['figure_explanation:array_agg']),
                    Log.formatted_read_group([('res_model', '=', 'dan_van.report')], ['reason'], ['waited_hours:sum'])])
                by_words = Line.search([], order='drawn_text, id')
                self.assertEqual(by_words, by_words.sorted('id'))
                self.users[user].group_ids |= self.env.ref('base.group_allow_export')
                self.assertUntold(Report.browse(self.report.id).export_data(
                    ['figure_explanation', 'line_ids/text', 'line_ids/drawn_text', 'figure_ids/detail', 'approval_ids/reason', 'approval_ids/id']))

    def test_who_made_it_sees_how(self):
        for user in ('office_staff', 'head', 'outreach_staff', 'admin'):
            with self.subTest(user):
                self.env.invalidate_all()
                self.assertEqual(self.as_user(user, self.line).read(['drawn_text'])[0]['drawn_text'], BEFORE)
        for user in ('office_staff', 'head'):
            self.env.invalidate_all()
            self.assertEqual(self.as_user(user, self.figure).detail, self.figure.detail)
            self.assertIn(WHY, self.as_user(user, self.report).approval_ids.mapped('reason'))
            self.assertEqual(self.as_user(user, self.report).read(['figure_explanation'])[0]['figure_explanation'], WHY)
            self.assertTrue(self.as_user(user, 'dan_van.report').search([('figure_explanation', 'ilike', WHY)]))
            self.assertTrue(self.as_user(user, self.report).seen_ids)
            self.assertTrue(self.as_user(user, 'dan_van.report.line').search([('drawn_text', 'ilike', BEFORE)]))

    def test_why_it_was_recalled_is_for_every_reader(self):
        self.as_user('head', self.report).action_recall("Sai số liệu.")
        line = self.as_user('inspectorate_staff', self.report).approval_ids.filtered(lambda line: line.step == 'recall')
        self.assertEqual(line.read(['reason', 'waited_hours'])[0], {'id': line.id, 'reason': "Sai số liệu.", 'waited_hours': False})


class TestForeignNames(AgencyCase):
    """Nobody reads the name of a record through a dialog or a draft of his own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.new_plan(subject="Kế hoạch kín của Văn phòng")
        cls.issued = cls.to_state(cls.new_plan(duties=['outreach', 'policy', None]), 'issued')
        cls.duty = cls.issued.sudo().assignment_ids.filtered(lambda duty: duty.department_id == cls.units['outreach'])[:1]
        cls.env.flush_all()

    @classmethod
    def guarded(cls, field):
        return field.type in ('many2one', 'many2many') and field.store and (
            field.comodel_name.startswith('dan_van.') or field.comodel_name == 'ir.attachment')

    def foreign(self, model, name):
        """:return: a record of ``model`` that the demo user ``name`` can't read, where the demo has one"""
        every = self.env[model].sudo().with_context(active_test=False).search([], limit=300)
        return (every - self.as_user(name, every)._filtered_access('read'))[:1]

    def test_the_calls(self):
        staff = self.as_user('policy_staff', 'dan_van.plan.return')
        for ask in (
                lambda: staff.create({'plan_id': self.draft.id}),
                lambda: staff.with_context(default_plan_id=self.draft.id).create({}),
                lambda: staff.onchange({'plan_id': self.draft.id}, ['plan_id'], {
                    'plan_id': {'fields': {'display_name': {}}}, 'plan_state': {}}),
                lambda: staff.with_context(default_plan_id=self.draft.id).onchange({}, [], {
                    'plan_id': {'fields': {'display_name': {}}}, 'plan_state': {}}),
                lambda: staff.with_context(default_plan_id=self.draft.id).default_get(['plan_id']),
                lambda: staff.env['dan_van.tracking.import'].create({
                    'line_ids': [Command.create({'assignment_id': self.duty.id})]}),
                lambda: staff.env['dan_van.event'].create({'subject': "x", 'assignment_id': self.duty.id}),
                lambda: staff.env['dan_van.event'].onchange(
                    {'assignment_id': self.duty.id}, ['assignment_id'], {'assignment_id': {'fields': {'display_name': {}}}}),
                lambda: staff.env['dan_van.reason.wizard'].create({
                    'res_model': 'dan_van.plan', 'res_ids': [self.draft.id], 'transition': 'return', 'reason': "x"})):
            with self.assertRaisesRegex(AccessError, "name a record"):
                ask()

    def test_no_dialog_and_no_record_names_what_its_user_can_t_read(self):
        """Every model with links of its own refuses a foreign record in values, defaults and open forms."""
        tried = set()
        for model in self.env.registry:
            Model = self.as_user('policy_staff', model)
            if Model._abstract or not model.startswith('dan_van.') or not hasattr(Model, '_check_readable_links'):
                continue
            for name, field in Model._fields.items():
                if not self.guarded(field) or not (record := self.foreign(field.comodel_name, 'policy_staff')):
                    continue
                value = record.id if field.type == 'many2one' else [Command.link(record.id)]
                default = Model.with_context(**{f'default_{name}': value})
                for ask in (
                        # What steps alone make is refused for that.
                        *([lambda: Model.create({name: value})] if getattr(Model, '_made_by', None) is None else []),
                        lambda: default.default_get([name]),
                        lambda: Model.onchange({name: value}, [name], {name: {}}), lambda: default.onchange({}, [], {name: {}})):
                    # Who may make none at all is told that first.
                    with self.subTest(model=model, field=name), self.assertRaisesRegex(AccessError, "name a record|enters? none"):
                        ask()
                tried.add((model, name))
        self.assertGreater(len(tried), 15, tried)
        self.assertTrue({'dan_van.plan.return', 'dan_van.tracking.import.line', 'dan_van.event'} <= {model for model, _name in tried})

    def test_a_number_written_otherwise_names_nobody(self):
        """PostgreSQL takes 3.0 and '3' for 3, while the guards would see no record."""
        staff = self.as_user('policy_staff', 'dan_van.plan.return')
        letter = {'subject': "x", 'department_id': self.units['policy'].id}
        for written in (float, str):
            draft, duty, issued, entry = (written(each.id) for each in (
                self.draft, self.duty, self.issued, self.issued.sudo().register_entry_id))
            for ask in (
                    lambda: staff.create({'plan_id': draft}),
                    lambda: staff.env['dan_van.event'].create({'subject': "x", 'assignment_id': duty}),
                    lambda: staff.env['dan_van.tracking.import'].create({'line_ids': [Command.create({'assignment_id': duty})]}),
                    lambda: staff.env['dan_van.plan'].create({**letter, 'replaces_id': issued}),
                    lambda: staff.env['dan_van.letter'].create({**letter, 'register_entry_id': entry}),
                    lambda: staff.env['dan_van.letter'].create({
                        **letter, 'pdf_attachment_id': written(self.issued.sudo().pdf_attachment_id.id)}),
                    lambda: staff.env['dan_van.sign.wizard'].create({
                        'res_model': 'dan_van.plan', 'res_id': draft, 'transition': 'sign_pdf'})):
                with self.subTest(written=written), self.assertRaisesRegex(UserError, "by its number|is made by Odoo"):
                    ask()

    def test_every_model_that_clients_write_has_the_guard(self):
        groups = self.env['ir.model.access'].sudo().search([
            ('model_id.model', '=like', 'dan_van.%'), '|', ('perm_write', '=', True), ('perm_create', '=', True)])
        for model in sorted(set(groups.model_id.mapped('model'))):
            Model = self.env[model]
            named = [name for name, field in Model._fields.items() if not field.readonly and not field.related and (
                self.guarded(field) or field.type == 'many2one_reference')]
            with self.subTest(model):
                self.assertTrue(not named or hasattr(Model, '_check_readable_links'), named)

    def test_what_a_record_names_already_disturbs_nobody(self):
        plan = self.new_plan(unit='policy', user='policy_staff')
        mine = plan.env['dan_van.plan.return'].create({'plan_id': plan.id, 'filename': "a.docx"})
        plan.sudo().department_id = self.units['outreach']
        self.env.invalidate_all()
        mine.onchange({'plan_id': plan.id, 'filename': "b.docx"}, ['filename'], {'filename': {}})
        mine.write({'plan_id': plan.id, 'filename': "b.docx"})
        self.assertEqual(mine.filename, "b.docx")

    def test_a_copy_takes_over_what_its_maker_reads(self):
        mine = self.as_user('policy_staff', self.issued)
        copy = mine.copy({'department_id': self.units['policy'].id})
        units = copy.sudo().printed_assignment_ids.department_id
        self.assertNotIn(self.units['outreach'], units)
        with self.assertRaises(AccessError):
            mine.copy()
        whole = self.as_user('office_staff', self.issued).copy()
        self.assertEqual(
            whole.printed_assignment_ids.mapped('text'), self.issued.sudo().printed_assignment_ids.mapped('text'))
