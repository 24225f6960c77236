"""The report of an agency below, as it is awaited and received here."""
from odoo.fields import Domain

from ...rendering.document import Signature
from ...rendering.wording import DocumentDate
from .report_kinds import ReportKind


class BelowReport(ReportKind):
    """The report of an agency below: asked of it when the period opens, answered by what it has issued, received or returned here.

    What has come on paper the office enters itself.
    """

    scope = 'below'
    is_awaited = True
    is_signed = False
    is_drawn = False
    sums = frozenset({'below'})

    def name(self, report):
        return f'{report.organ_id.name}: {report.period_id.name}'

    def issuer(self, report):
        return report.organ_id.name

    def opened_values(self, period):
        present = period.report_ids.filtered(lambda report: report.scope == self.scope).organ_id
        return period.env['dan_van.report']._below_values(period, period._reporting_agencies() - present)

    def begin(self, reports):
        reports._ask('asked')

    def end(self, reports):
        reports._ask('withdrawn')

    def draw_lines(self, reports, period):
        reports.env['dan_van.report.line']._draw_below(reports, period)

    def reporter(self, report):
        return report.organ_id

    def target_of(self, report):
        return None

    def place(self, reporter):
        return self.scope, reporter

    def units(self, reports):
        return reports.env['hr.department']

    def may_submit(self, report):
        return False

    def may_withdraw(self, report):
        return False

    def may_receive(self, report):
        return report._is_office()

    def may_return(self, report):
        # The message of an issuer that takes its report back returns it by itself.
        return report.env.su or report._is_office()

    def who_may(self, report, transition):
        return {
            'answer': report.env._("The report that the agency has issued answers it by itself; what has come on paper the office enters."),
            'enter': report.env._("The office enters what has come on paper."),
            'receive': report.env._("The office receives it."),
            'return': report.env._("The office returns it."),
        }.get(transition.name, report.env._("The report of an agency below is issued there, not here."))

    def represented(self, report, transition):
        return report.env['res.users']

    def turn(self, report):
        if report.state == 'approved':
            return report._office_head(), report.env._("Receive the report or return it")
        return report.env['res.users'], ''

    def open_domain(self):
        return Domain('state', '=', 'approved')

    def document_text(self, report):
        name = report.organ_id.name
        return {
            'parent': '', 'issuer': (name,), 'issuer_name': name, 'symbol': 'BC', 'date': DocumentDate(report.date_to.year),
            'signature': Signature(()), 'draft': True}

    def result_blocks(self, report, lines):
        yield from lines._blocks_by_duty()
