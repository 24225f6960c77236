from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ..keys import unlocked
from .test_access_transitions import TransitionCase

SECRET = "Còn ba thôn chưa triển khai, chưa công bố"


class ReportForgedCase(TransitionCase):
    """``own`` and ``other`` are drafts of two units; ``other`` holds a secret, a message and a file."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own, cls.other, cls.agency = (cls.records[name] for name in ('own', 'other', 'agency'))
        theirs = cls.as_user('inspectorate_staff', cls.other)
        theirs.write({'subject': SECRET, 'closing': SECRET})
        cls.section(theirs, 'weaknesses').text = SECRET
        theirs.line_ids.text = SECRET
        theirs.message_post(body=SECRET)
        cls.file = theirs.env['ir.attachment'].create({
            'name': f"{SECRET}.txt", 'raw': SECRET.encode(), 'res_model': 'dan_van.report', 'res_id': cls.other.id})
        cls.env.flush_all()

    def refused(self, act, *args, **kwargs):
        self.assertFalse(self.succeeds(lambda: act(*args, **kwargs)), f"{act} {args} {kwargs}")


class TestReportForgedValues(ReportForgedCase):

    def forged(self):
        """:return: values that only a step gives, and those that say what a report is about"""
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        return {
            'head_id': self.users['head'].id, 'approver_id': self.users['policy_head'].id,
            'approved_date': '2022-03-01 00:00:00', 'sent_date': '2022-03-01', 'signed_date': '2022-03-01 00:00:00',
            'submitter_id': self.users['policy_head'].id, 'submitted_date': '2022-03-01 00:00:00',
            'document_date': '2022-03-01', 'number': 7, 'code': "07/BC", 'pdf_sha256': 'f' * 64,
            'register_entry_id': self.plan.register_entry_id.id,
            'scope': 'unit', 'period_id': self.opened.id, 'plan_id': self.plan.copy().id, 'due_date': '2030-01-01',
            'date_to': '2030-01-01', 'department_id': self.units['inspectorate'].id,
            'source_ids': [Command.link(self.other.id)], 'replaces_id': self.agency.id, 'company_id': other.id,
            'scheme_id': self.env.ref('dan_van.scheme_year').id}

    def test_what_a_step_gives_and_what_a_report_is_about_are_never_written(self):
        forged = self.forged()
        for role, report in [
                ('staff', self.own), ('head', self.own), ('office', self.agency), ('leader', self.agency), ('admin', self.own)]:
            for name, value in forged.items():
                with self.subTest(role=role, field=name):
                    self.refused(self.seen(role, report).write, {name: value})

    def test_what_a_step_gives_and_what_a_report_is_about_are_never_created(self):
        """Neither by a value nor by a default of the context; what is ignored keeps what it should be."""
        period = self.records['period']
        self.take('office', period, 'open')
        # A unit that has no report for the period yet.
        values = {'subject': "Kết quả", 'period_id': period.id, 'department_id': self.units['party'].id}
        plain = self.seen('office', self.agency).create(values)
        forged = {**self.forged(), 'state': 'issued'}
        due = {name: plain[name] for name in forged}
        plain.unlink()
        for name in forged.keys() - values.keys():
            for context, typed in (({}, {name: forged[name]}), ({f'default_{name}': forged[name]}, {})):
                with self.subTest(field=name, context=context):
                    Report = self.seen('office', self.agency).browse().with_context(**context)
                    self.assertIn(self.made(Report, {**values, **typed}, name), (None, due[name]))

    def made(self, Report, values, name):
        """:return: value of the field of the report that is made, ``None`` where it is refused"""
        try:
            with self.env.cr.savepoint():
                report = Report.create(values)
                self.env.flush_all()
        except UserError:
            return None
        value = report[name]
        unlocked(report.sudo()).unlink()
        return value

    def test_a_report_is_replaced_by_the_button_alone(self):
        """Typed in, it would stand beside the period's report, and take the place of one that is no mistake."""
        values = {'subject': "Kết quả", 'period_id': self.opened.id, 'replaces_id': self.agency.id}
        self.refused(self.seen('office', self.agency).create, values)
        self.refused(self.seen('office', self.agency).write, {'replaced_by_ids': [Command.create(values)]})

    def test_no_period_of_another_agency_is_reported_on(self):
        """Consolidating draws what the period's units have reported: another agency's would come in."""
        foreign = self.env['res.company'].create({'name': "Cơ quan khác"})
        office = self.env['hr.department'].create({'name': "Văn phòng", 'company_id': foreign.id})
        plan = self.env['dan_van.plan'].create({
            'subject': "Kế hoạch", 'year': 2022, 'company_id': foreign.id, 'department_id': office.id, 'signer_id': False})
        unlocked(plan).write({'state': 'issued'})
        period = self.opened.sudo().copy({'plan_id': plan.id})
        self.assertEqual(period.company_id, foreign)
        self.refused(self.seen('office', self.agency).create, {
            'subject': "Kết quả", 'department_id': self.units['office'].id, 'period_id': period.id})
        planned = self.seen('office', self.records['period'])
        self.refused(planned.write, {'plan_id': plan.id})
        self.refused(planned.create, {
            **planned.copy_data()[0], 'plan_id': plan.id, 'company_id': self.company.id})

    def test_a_period_belongs_to_a_plan_in_force(self):
        draft = self.new_plan(unit='inspectorate', user='inspectorate_staff', year=2022)
        planned = self.seen('office', self.records['period'])
        self.refused(planned.write, {'plan_id': draft.id})
        self.refused(planned.create, {**planned.copy_data()[0], 'plan_id': draft.id})

    def test_what_agencies_share_is_the_system_administrators(self):
        scheme, indicator = self.env.ref('dan_van.scheme_month'), self.env.ref('dan_van.indicator_01')
        foreign = self.env['res.company'].create({'name': "Cơ quan khác"})
        for shared, values in ((scheme, {'cut_off_day': 20}), (indicator, {'name': "Khác"})):
            for user in ('office', 'admin'):
                self.refused(self.seen(user, shared).write, values)
            mine = self.seen('office', shared).copy({'company_id': self.company.id})
            for company in (foreign.id, False):
                with self.subTest(model=shared._name, company=company):
                    self.refused(mine.write, {'company_id': company})


class TestReportForgedLines(ReportForgedCase):

    def test_no_line_moves_to_another_report(self):
        self.take('office', self.records['period'], 'open')
        second = self.report_of(self.records['period'], 'policy').sudo()
        for name in ('line_ids', 'figure_ids'):
            for source, targets in ((self.own, (self.other, second, self.agency)), (self.other, (self.own,))):
                row = source[name][0]
                for target in targets:
                    with self.subTest(name=name, target=target.display_name):
                        self.refused(self.seen('staff', row).write, {'report_id': target.id})
                        self.refused(self.seen('staff', target).write, {name: [Command.link(row.id)]})

    def test_what_is_drawn_is_not_typed(self):
        line, figure = self.own.line_ids[0], self.own.figure_ids[0]
        duty = self.other.line_ids.assignment_id[:1]
        evidence = self.env['ir.attachment'].create({
            'name': "x", 'raw': b'x', 'res_model': 'dan_van.assignment', 'res_id': duty.id})
        lines = {
            'assignment_id': duty.id, 'title': "Khác", 'progress': 100, 'progress_before': 90, 'health': 'done_on_time',
            'drawn_text': "x", 'record_result': "x", 'source_id': self.other.id, 'source_line_id': self.other.line_ids[0].id,
            'evidence_ids': [Command.link(evidence.id)]}
        figures = {
            'indicator_id': self.env['dan_van.indicator'].create({'name': "Khác"}).id, 'drawn_value': 9, 'detail': "x",
            'before': 9, 'has_before': True, 'cumulative': 99, 'previous': 9, 'drawn_last_year': 9}
        for row, forged in ((line, lines), (figure, figures)):
            for name, value in forged.items():
                for role in ('staff', 'head'):
                    with self.subTest(model=row._name, field=name, role=role):
                        self.refused(self.seen(role, row).write, {name: value})
        for name, value in lines.items():
            if name != 'title':
                with self.subTest(created=name):
                    self.refused(self.seen('staff', line).create, {'report_id': self.own.id, name: value})
                    self.refused(self.seen('staff', line).with_context(**{f'default_{name}': value}).create, {
                        'report_id': self.own.id})
        self.refused(self.seen('staff', self.own).write, {'line_ids': [Command.create({'evidence_ids': [evidence.id]})]})

    def test_a_line_names_contents_of_its_own_plan(self):
        draft = self.new_plan(unit='inspectorate', user='inspectorate_staff', year=2022)
        for role, report in (('staff', self.own), ('office', self.agency)):
            values = {'report_id': report.id, 'content_id': draft.content_ids[0].id}
            with self.subTest(role=role):
                self.refused(self.seen(role, report.line_ids).create, values)

    def test_a_submitted_report_keeps_its_lines(self):
        self.take('staff', self.own, 'submit')
        for role in ('staff', 'head', 'deputy', 'office', 'leader', 'clerk', 'admin'):
            for name, values in (
                    ('line_ids', {'text': "Khác"}), ('figure_ids', {'value': 99}), ('section_ids', {'text': "Khác"})):
                row = self.own[name][0]
                with self.subTest(role=role, name=name):
                    self.refused(self.seen(role, row).write, values)
                    self.refused(self.seen(role, row).unlink)
                    for command in (Command.update(row.id, values), Command.delete(row.id), Command.clear(), Command.create({
                            **values, 'section_id': self.env.ref('dan_van.theme_dan_van_proposals').id})):
                        self.refused(self.seen(role, self.own).write, {name: [command]})
            with self.subTest(role=role):
                self.refused(self.seen(role, self.own).write, {'closing': "Khác"})
                self.refused(self.seen(role, self.own).action_draw)
                self.refused(self.seen(role, self.own).unlink)


class TestReportReading(ReportForgedCase):

    def reads(self, role):
        """Yield (name, what it gives) of every way in which a client asks for the report of another unit."""
        for model, domain, field, by in [
                ('dan_van.report', [('id', '=', self.other.id)], 'closing', 'department_id'),
                ('dan_van.report.line', [('report_id', '=', self.other.id)], 'text', 'section_id'),
                ('dan_van.report.section', [('report_id', '=', self.other.id)], 'text', 'section_id'),
                ('dan_van.report.figure', [('report_id', '=', self.other.id)], 'value', 'indicator_id'),
                ('mail.message', [('model', '=', 'dan_van.report'), ('res_id', '=', self.other.id)], 'body', 'model'),
                ('ir.attachment', [('res_model', '=', 'dan_van.report'), ('res_id', '=', self.other.id)], 'name', 'res_model'),
                ('mail.activity', [('res_model', '=', 'dan_van.report'), ('res_id', '=', self.other.id)], 'summary', 'res_model'),
                ('dan_van.approval', [('res_model', '=', 'dan_van.report'), ('res_id', '=', self.other.id)], 'label', 'res_model')]:
            Model = self.seen(role, self.env[model])
            yield f'search {model}', Model.search(domain)
            yield f'search_count {model}', Model.search_count(domain)
            yield f'web_search_read {model}', Model.web_search_read(domain, {field: {}})['records']
            if model not in ('mail.activity', 'mail.message'):
                yield f'read_group {model}', Model.formatted_read_group(domain, [by], ['__count'])
        Report = self.seen(role, self.env['dan_van.report'])
        yield 'name_search', [row for row in Report.name_search(SECRET[:12]) if row[0] == self.other.id]
        yield 'by a line', Report.search([('line_ids.text', '=', SECRET), ('id', '=', self.other.id)])
        yield 'through the period', self.seen(role, self.opened).report_ids & self.other
        yield 'through the duty', self.seen(role, self.env['dan_van.report.line']).search([('text', '=', SECRET)])

    def test_a_report_of_another_unit_is_found_in_no_way(self):
        self.take('inspectorate_staff', self.other, 'submit')
        for role, sees in {
                'staff': False, 'head': False, 'deputy': False, 'clerk': False, 'stranger': True, 'office': True,
                'leader': True, 'admin': True}.items():
            for way, result in self.reads(role):
                with self.subTest(role=role, way=way):
                    self.assertEqual(bool(result), sees)

    def test_a_report_of_another_unit_is_read_in_no_way(self):
        self.take('inspectorate_staff', self.other, 'submit')
        self.users['policy_staff'].group_ids |= self.env.ref('base.group_allow_export')
        other = self.seen('staff', self.other)
        printer = other.env['ir.actions.report']
        for name, act in {
                'read': lambda: other.read(['subject']), 'web_read': lambda: other.web_read({'subject': {}}),
                'export': lambda: other.export_data(['subject', 'line_ids/text']), 'field': lambda: other.closing,
                'lines': lambda: other.line_ids.mapped('text'), 'name': lambda: other.display_name,
                'line': lambda: self.other.line_ids.with_env(other.env).read(['text']),
                'figure': lambda: self.other.figure_ids.with_env(other.env).read(['value']),
                'section': lambda: self.other.section_ids.with_env(other.env).read(['text']),
                'log': lambda: self.other.approval_ids.with_env(other.env).read(['change_lines']),
                'changes': lambda: other.change_lines, 'message': lambda: self.other.message_ids.with_env(other.env).read(['body']),
                'file': lambda: self.file.with_env(other.env).read(['raw']), 'seen': other.mark_seen, 'copy': other.copy,
                'review': lambda: other.read(['seen_ids']), 'draw': other.action_draw, 'replace': other.action_replace,
                'post': lambda: other.message_post(body="x"), 'duty': lambda: self.other.line_ids.with_env(other.env).copy(),
                'print': lambda: printer._render_qweb_pdf('dan_van.report_report', other.ids)}.items():
            with self.subTest(name):
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    act()

    def test_a_stolen_file_is_no_way_in(self):
        """Who names a report or a file of others as his own gets nothing of it."""
        own = self.seen('staff', self.own)
        for act in (
                lambda: own.message_post(body="x", attachment_ids=self.file.ids),
                lambda: own.env['ir.attachment'].browse(self.file.id).write({'res_id': own.id}),
                lambda: own.env['ir.attachment'].create({
                    'name': "x", 'raw': b'x', 'res_model': 'dan_van.report', 'res_id': self.other.id})):
            self.succeeds(act)
            self.env.invalidate_all()
            self.assertEqual(self.file.res_id, self.other.id)
            self.refused(self.file.with_env(own.env).read, ['raw'])
        self.assertFalse(self.env['ir.attachment'].search([('res_id', '=', self.other.id), ('name', '=', "x")]))

    def test_the_issued_report_tells_what_is_printed_and_no_more(self):
        """A unit reads what the agency has issued: neither lines left out, nor what earlier versions said."""
        self.env['dan_van.report.line'].create({
            'report_id': self.agency.id, 'section_id': self.env.ref('dan_van.theme_dan_van_proposals').id, 'text': SECRET, 'printed': False})
        self.section(self.seen('office', self.agency), 'proposals').text = SECRET
        self.take('office', self.agency, 'submit')
        self.take('leader', self.agency, 'return')
        self.section(self.seen('office', self.agency), 'proposals').text = "Không."
        for role, step in (('office', 'submit'), ('leader', 'sign')):
            self.take(role, self.agency, step)
        self.refused(self.seen('head', self.agency).read, ['subject'])
        self.take('clerk', self.agency, 'issue')
        for role, sees in {'staff': False, 'stranger': False, 'office': True, 'leader': True, 'clerk': True}.items():
            agency = self.seen(role, self.agency)
            with self.subTest(role=role):
                self.assertEqual(self.section(agency, 'proposals').text, "Không.")
                self.assertEqual(SECRET in agency.line_ids.mapped('text'), sees)
                self.assertEqual(SECRET in str(agency.change_lines), sees)
                self.assertEqual(SECRET in str(agency.approval_ids.mapped('change_lines')), sees)
                self.refused(agency.approval_ids.read, ['content'])
