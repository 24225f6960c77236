import datetime

from lxml import etree

from odoo.fields import Command

from ..common import QueryCase, ReportCase
from ..keys import unlocked

# Units of the small and the large agency -> duties of its plan.
DUTIES = {4: 12, 10: 40}
# Statements that the rows of the large agency take: the ORM writes 100 of them by one.
LINES, FIGURES = 2, 8
# What the widget of activities reads beside the field.
ACTIVITY = dict.fromkeys(('activity_state', 'activity_summary', 'activity_type_icon', 'activity_exception_icon'), {})


class ScreenCase(QueryCase, ReportCase):

    @classmethod
    def specification(cls, model, xmlid, kind):
        """:return: what the client asks for to show the view"""
        view = cls.as_user('office_staff', model).get_view(cls.env.ref(f'dan_van.{xmlid}').id, kind)
        return cls.fields_of(etree.fromstring(view['arch']), cls.env[model])

    @classmethod
    def fields_of(cls, arch, model):
        found = {}
        for node in arch.xpath('.//field[not(ancestor::field)]' if arch.tag != 'field' else './*[1]//field'):
            field = model._fields[node.get('name')]
            found[field.name] = {}
            if field.type == 'many2one':
                found[field.name] = {'fields': {'display_name': {}}}
            elif field.relational:
                found[field.name] = {'fields': cls.fields_of(node, cls.env[field.comodel_name]) if len(node) else {}}
        return found


class TestReportQueries(ScreenCase):
    """What reports cost does not grow with the number of units and duties.

    Every unit has a head of its own; a member and a deputy work for all of them.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        heads = cls.env['res.users'].with_context(no_reset_password=True, tracking_disable=True).create([{
            'name': f"Trưởng phòng {number}", 'login': f'truongphong.{number}',
            'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)],
            'group_ids': [Command.set(cls.users['outreach_head'].group_ids.ids)],
        } for number in range(max(DUTIES))])
        cls.heads = cls.env['hr.department'].create([{
            'name': f"Phòng {number}", 'company_id': cls.company.id, 'dan_van_kind': 'division', 'dan_van_abbreviation': f'P{number}',
            'head_user_id': head.id, 'deputy_user_id': cls.users['outreach_head'].id,
            'member_user_ids': [Command.set((head + cls.users['outreach_head'] + cls.users['outreach_staff']).ids)],
        } for number, head in enumerate(heads)])
        cls.units = {**cls.units, **{unit.name: unit for unit in cls.heads}}
        cls.last_day = datetime.date(2022, 3, 1)
        cls.plans = {units: cls.report_plan(schemes=[], duties=[
            cls.heads[number % units].name for number in range(duties)]) for units, duties in DUTIES.items()}
        cls.env['ir.attachment'].create([{
            'name': "Biên bản", 'raw': b'1', 'res_model': duty._name, 'res_id': duty.id}
            for plan in cls.plans.values() for duty in plan.assignment_ids])
        for units in DUTIES:  # reports have a story
            cls.submitted(units)

    # Preparation

    @classmethod
    def planned(cls, units):
        """:return: the next period of the plan with so many units, not opened yet"""
        cls.last_day += datetime.timedelta(days=10)
        return cls.as_user('office_staff', 'dan_van.period').create({
            'name': f"Đột xuất {cls.last_day}", 'plan_id': cls.plans[units].id, 'year': 2022,
            'scheme_id': cls.env.ref('dan_van.scheme_adhoc').id, 'date_from': cls.last_day - datetime.timedelta(days=9),
            'date_to': cls.last_day, 'due_date': cls.last_day, 'department_ids': cls.heads[:units].ids}).sudo()

    @classmethod
    def drafts(cls, units):
        """:return: the reports of so many units, drawn and written"""
        period = cls.planned(units)
        cls.as_user('office_staff', period).action_open()
        reports = period.report_ids
        for report, head in zip(reports, cls.heads.head_user_id):
            report.writer_id = head
        reports.line_ids.text = "Đã thực hiện."
        return reports

    @classmethod
    def submitted(cls, units):
        reports = cls.drafts(units)
        cls.as_user('outreach_staff', reports).action_submit()
        return reports

    @classmethod
    def approved(cls, units):
        reports = cls.submitted(units)
        reports.department_id.delegation_from = '2020-01-01'
        cls.as_user('outreach_head', reports).action_approve()
        return reports

    @classmethod
    def received(cls, units):
        reports = cls.approved(units)
        cls.as_user('office_staff', reports).action_receive()
        return reports

    def assertFlatFor(self, prepare, act, batches=0):
        """As :meth:`assertFlat` for the small and the large agency, what mail does before the commit included."""
        def act_and_flush(records):
            act(records.browse(records.ids))  # as a request finds them: by their ids
            self.env.cr.flush()
        self.assertFlat(prepare, act_and_flush, *DUTIES, batches=batches)

    # Steps

    def test_open_a_period(self):
        self.assertFlatFor(
            self.planned, lambda period: self.as_user('office_staff', period).action_open(), batches=LINES + FIGURES)

    def test_the_cron_opens_a_period(self):
        self.assertFlatFor(self.planned, lambda period: self.cron(period.date_to), batches=LINES + FIGURES)

    def test_draw_again(self):
        """Each duty has a new result; a few have a new file."""
        def with_news(units):
            reports = self.drafts(units)
            duties = reports.line_ids.assignment_id
            for duty in duties:
                self.as_user('office_staff', duty).write({'result': f"Kết quả {duty.id}", 'progress': 50})
            self.env['ir.attachment'].create([{
                'name': "Ảnh", 'raw': b'2', 'res_model': duty._name, 'res_id': duty.id} for duty in duties[:5]])
            return reports
        self.assertFlatFor(
            with_news, lambda reports: self.as_user('outreach_staff', reports).action_draw(), batches=LINES)

    def test_submit(self):
        self.assertFlatFor(
            self.drafts, lambda reports: self.as_user('outreach_staff', reports).action_submit(), batches=2)

    def test_approve(self):
        def waiting(units):
            reports = self.submitted(units)
            reports.department_id.delegation_from = '2020-01-01'
            return reports
        self.assertFlatFor(waiting, lambda reports: self.as_user('outreach_head', reports).action_approve())

    def test_receive(self):
        self.assertFlatFor(self.approved, lambda reports: self.as_user('office_staff', reports).action_receive())

    def test_delegation_of_a_day(self):
        """The inbox follows the delegations that begin in all units on the same day."""
        def waiting(units):
            self.heads.delegation_from = False
            reports = self.submitted(units)
            self.env.cr.execute("UPDATE hr_department SET delegation_from = '2020-01-01' WHERE id IN %s",
                                [tuple(reports.department_id.ids)])
            return reports
        self.assertFlatFor(waiting, lambda reports: reports._keep_turns())

    # The agency's report

    def test_consolidate(self):
        self.assertFlatFor(
            lambda units: self.received(units).period_id,
            lambda period: self.as_user('office_staff', period).action_consolidate(), batches=LINES + 2)

    def test_take_in_late_ones(self):
        def with_late(units):
            reports = self.approved(units)
            self.as_user('office_staff', reports[:2]).action_receive()
            self.as_user('office_staff', reports.period_id).action_consolidate()
            self.as_user('office_staff', reports[2:]).action_receive()
            return reports.period_id.agency_report_id
        self.assertFlatFor(with_late, lambda report: self.as_user('office_staff', report).action_draw(), batches=LINES + 2)

    # Screens

    def test_list_of_reports(self):
        specification = {**self.specification('dan_van.report', 'report_view_list', 'list'), **ACTIVITY}

        def open_list(reports):
            for user in ('outreach_staff', 'office_staff', 'head', 'admin'):
                self.as_user(user, 'dan_van.report').web_search_read(
                    [('period_id', '=', reports.period_id.id)], specification, limit=500)
        self.assertFlatFor(self.submitted, open_list)

    def test_steps_of_many_reports(self):
        """Who may do what with each report of a list costs no query a report."""
        for prepare in (self.drafts, self.submitted, self.approved):
            with self.subTest(prepare.__name__):
                self.assertFlatFor(prepare, lambda reports: [
                    self.as_user(user, reports).mapped('allowed_transitions')
                    for user in ('outreach_staff', 'outreach_head', 'office_staff')])

    def test_form_of_the_agency_report(self):
        specification = self.specification('dan_van.report', 'report_view_form', 'form')
        self.assertIn('text', specification['line_ids']['fields'])

        def consolidated(units):
            reports = self.approved(units)
            self.as_user('office_staff', reports[1:]).action_receive()
            self.as_user('office_staff', reports.period_id).action_consolidate()
            return reports.period_id.agency_report_id
        self.assertFlatFor(
            consolidated, lambda report: self.as_user('office_staff', report).web_read(specification))

    def test_list_of_periods(self):
        specification = self.specification('dan_van.period', 'period_view_list', 'list')

        def periods(count):
            found = self.env['dan_van.period'].union(*(self.planned(min(DUTIES)) for _turn in range(count)))
            self.as_user('office_staff', found).action_open()
            return found
        self.assertFlat(
            periods, lambda found: self.as_user('office_staff', found).web_read(
                {**specification, 'agency_report_id': {}, 'allowed_transitions': {}}), small=2, large=10)

    def test_groups_by_lateness(self):
        self.assertFlatFor(self.submitted, lambda reports: self.as_user('office_staff', reports).web_read_group(
            [('period_id', '=', reports.period_id.id)], ['lateness'], ['__count']))


class TestFormQueries(ScreenCase):
    """What a report costs when it is opened, saved and submitted does not grow with its duties, figures and sources.

    Of a theme with as many counted figures, each of a type of events of its own.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.form = cls.specification('dan_van.report', 'report_view_form', 'form')
        cls.themes, cls.kinds = {}, {}
        cls.units = {**cls.units, **{f'unit_{number}': cls.env['hr.department'].create({
            'name': f"Phòng {number}", 'company_id': cls.company.id, 'dan_van_kind': 'division', 'dan_van_abbreviation': f'P{number}',
        }) for number in range(50)}}
        for size in (5, 50):
            cls.themes[size] = theme = cls.env['dan_van.theme'].create({
                'name': f"Lĩnh vực {size}", 'company_id': cls.company.id,
                'section_ids': [Command.create({'name': "Kết quả", 'is_results': True})]})
            cls.env['dan_van.report.scheme'].create({
                'name': "Tháng", 'kind': 'month', 'theme_id': theme.id, 'company_id': cls.company.id, 'reporters': 'duties'})
            cls.kinds[size] = cls.env['dan_van.event.type'].create([
                {'name': f"Loại {number}", 'theme_id': theme.id, 'company_id': cls.company.id} for number in range(size)])
            cls.env['dan_van.indicator'].create([{
                'name': f"Số {kind.name}", 'theme_id': theme.id, 'company_id': cls.company.id, 'source': 'event_count',
                'event_type_ids': [Command.set(kind.ids)]} for kind in cls.kinds[size]])

    def draft(self, size, units=0):
        """:return: the report of a unit with so many duties and figures; of the first of so many units with one duty each"""
        theme = self.themes[size]
        scheme = self.env['dan_van.report.scheme'].search([('theme_id', '=', theme.id)])
        plan = self.report_plan(
            subject=f"Việc {size}", theme_id=theme.id, scheme_ids=[Command.set(scheme.ids)],
            duties=['outreach'] * (1 if units else size) + [f'unit_{number}' for number in range(1, units)])
        self.env['dan_van.event'].create([{
            'type_id': kind.id, 'date': '2022-02-10', 'department_id': self.units['outreach'].id, 'company_id': self.company.id}
            for kind in self.kinds[size]])
        report = self.report_of(self.opened(plan, "Tháng 2 năm 2022"), 'outreach')
        report.line_ids.text = "Đã thực hiện."
        return report

    def submitted(self, size):
        report = self.draft(size)
        self.as_user('outreach_staff', report).action_submit()
        return report

    def show(self, report, user='outreach_staff'):
        return self.as_user(user, report).web_read(self.form)

    def test_open_a_draft(self):
        self.assertFlat(self.draft, self.show, small=5, large=50)

    def test_save_a_draft(self):
        def save(report):
            line = report.line_ids[0]
            self.as_user('outreach_staff', report).web_save(
                {'line_ids': [Command.update(line.id, {'text': "Khác."})]}, self.form)
            self.env.flush_all()
        self.assertFlat(self.draft, save, small=5, large=50)

    def test_open_a_submitted_report(self):
        self.assertFlat(self.submitted, self.show, small=5, large=50)

    def test_submit(self):
        self.assertFlat(self.draft, lambda report: self.as_user('outreach_staff', report).action_submit(), small=5, large=50)

    def test_a_save_draws_once(self):
        report, drawn = self.draft(5), []
        self.patch(self.env.registry['dan_van.report'], '_draw', lambda records: drawn.append(records))
        self.as_user('outreach_staff', report).web_save({'figure_explanation': "Đúng."}, self.form)
        self.assertEqual(drawn, [report])

    # The agency's

    def consolidated(self, units):
        """:return: the agency's report, a draft made of the reports of so many units"""
        reports = unlocked(self.draft(5, units).period_id.report_ids)
        reports.line_ids.text = "Đã thực hiện."
        reports.state = 'received'
        agency = self.as_user('office_staff', reports.period_id).action_consolidate()['res_id']
        return reports.browse(agency).with_env(self.env)

    def consolidated_and_submitted(self, units):
        agency = self.consolidated(units)
        self.as_user('office_staff', agency).action_submit()
        return agency

    def test_open_a_draft_of_the_agency(self):
        self.assertFlat(self.consolidated, lambda report: self.show(report, 'office_staff'), small=5, large=50)

    def test_save_a_draft_of_the_agency(self):
        self.assertFlat(self.consolidated, lambda report: self.as_user('office_staff', report).web_save(
            {'figure_explanation': "Đúng."}, self.form), small=5, large=50)

    def test_open_a_submitted_report_of_the_agency(self):
        self.assertFlat(self.consolidated_and_submitted, lambda report: self.show(report, 'office_staff'), small=5, large=50)

    def test_submit_the_report_of_the_agency(self):
        self.assertFlat(
            self.consolidated, lambda report: self.as_user('office_staff', report).action_submit(), small=5, large=50)

    def test_list_what_has_changed(self):
        """Of all reports of a period, as an export does."""
        def listed(units):
            return self.consolidated_and_submitted(units).period_id.report_ids.ids
        self.assertFlat(
            listed, lambda ids: self.as_user('office_staff', 'dan_van.report').browse(ids).read(['later_changes']), small=5, large=50)
