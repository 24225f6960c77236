from ...models.reports.report_kinds import AgencyReport
from ..common import ReportCase


class RollUp(AgencyReport):
    """A further kind, as another addon would give it: made of the agencies' reports, drafts as well."""

    scope = 'roll_up'
    sums = frozenset({'unit', 'agency', 'roll_up'})

    def name(self, report):
        return f"Toàn ngành: {report.period_id.name}"

    def sources(self, reports):
        agencies = reports.search([('period_id', 'in', reports.period_id.ids), ('scope', '=', 'agency')]).grouped('period_id')
        return {report: agencies.get(report.period_id, reports.browse()) for report in reports}

    def come(self, sources):
        return sources


class TestReportKinds(ReportCase):
    """What differs between the kinds of reports stands in their classes alone."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls.report_plan(schemes=['month'], duties=['outreach', 'policy'])
        cls.period = cls.opened(cls.plan, "Tháng 2 năm 2022")

    def agency_report(self):
        for unit in ('outreach', 'policy'):
            report = self.as_user(f'{unit}_staff', self.report_of(self.period, unit))
            report.line_ids.text = f"Đã họp, {unit}."
            report.figure_ids.filtered(lambda figure: figure.indicator_id == self.env.ref('dan_van.indicator_05')).value = 2
            for user, step in ((f'{unit}_staff', 'submit'), (f'{unit}_head', 'approve'), ('office_staff', 'receive')):
                self.reading(user, report)._transition(step)
        return self.env['dan_van.report'].browse(self.as_user('office_staff', self.period).action_consolidate()['res_id'])

    def test_each_value_has_its_class(self):
        Report = self.env['dan_van.report']
        self.assertEqual(list(Report._kinds()), list(Report._fields['scope'].get_values(self.env)))
        self.assertEqual(Report._awaited_scopes(), ('unit', 'below'))

    def test_another_kind_is_added_beside_them(self):
        """It is made, drawn, summed and signed by what its class says; the other kinds stay as they are."""
        agency = self.agency_report()
        Report = self.env.registry['dan_van.report']
        kinds = {**self.env['dan_van.report']._kinds(), 'roll_up': RollUp()}
        self.patch(Report, '_kinds', lambda _self: kinds)
        scope = Report._fields['scope']
        self.patch(scope, '_selection', {**scope._selection, 'roll_up': "Roll-up of agencies"})
        # The rules of who reads and writes it would come with its addon.
        top = self.as_user('office_staff', 'dan_van.report').sudo().create({
            **kinds['agency'].new_values(self.period), 'scope': 'roll_up'})
        self.assertEqual((top.display_name, top.lateness), ("Toàn ngành: Tháng 2 năm 2022", False))
        self.assertIn("not taken in yet", top.source_changes)
        top.action_draw()
        self.assertEqual((top.source_ids, top.source_changes), (agency, ''))
        self.assertEqual(set(top.line_ids.mapped('text')), {"Đã họp, outreach.", "Đã họp, policy."})
        self.assertEqual(top.figure_ids.filtered(lambda figure: figure.indicator_id == self.env.ref('dan_van.indicator_05')).value, 4)
        self.assertIn("Đã họp, policy.", '\n'.join(top._official_document().text_lines()))
        self.assertIn('submit', top.allowed_transitions)
        top.unlink()
        self.assertEqual(self.period.agency_report_id, agency)
        self.assertEqual(self.period.report_count, 4)
