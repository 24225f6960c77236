"""What differs between the kinds of reports, one plain class each; ``report._kind()`` finds the one of a report.

A further kind is a further class of this interface, an entry in ``Report._kinds`` and a value of ``Report.scope``. An addon gives
it by overriding ``_kinds`` and extending the selection; the other kinds need not know of it. The classes keep no state: they work on
the reports that they are given.
"""
from typing import NamedTuple

from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.holding import hold

# Where a unit's report stands: on its way to the office, approved by the head of the unit, come to the office.
ON_ITS_WAY, APPROVED, COME = ('submitted', 'approved'), ('approved', 'received'), ('received',)
# Somebody waits for a draft as long as neither its period nor its plan is closed, and for what was given back after that.
WANTED = Domain('period_state', '=', 'open') & Domain('plan_state', '=', 'issued') | Domain('is_asked_again', '=', True)


class Proposal(NamedTuple):
    """What a figure would be: its value, what that is made of by unit, and what was reported but is no part of it."""

    value: float = 0
    detail: str | bool = False
    left_out: str | bool = False


class ReportKind:
    """The interface. What is said here holds for a report that goes the way of every official document and is made by hand."""

    scope = ''  # value of the field
    is_awaited = False  # comes with its period, is due on a day, and stays: an empty one says why there is nothing to report
    is_signed = True  # signed by the leadership and issued by the clerk, see dan_van.signing.mixin; else approved and received
    is_drawn = True  # its figures are proposed by what is here, so that another value is a correction
    counts_records = False  # its figures follow the records of a unit until it is submitted, and lock them then
    sums = frozenset()  # scopes of the reports whose figures are part of its own

    # How it is made

    def name(self, report):
        """:return: str, the display name"""
        return ' - '.join(filter(None, (report.code, report.subject)))

    def issuer(self, report):
        """:return: str, the name of who reports, as the text has it"""
        return report.company_id.name

    def opened_values(self, period):
        """:return: list of values of the reports that come with ``period`` and are not there yet"""
        return []

    def new_values(self, period):
        """:return: values of a report that somebody makes for ``period``"""
        raise NotImplementedError

    def begin(self, reports):
        """Let who writes ``reports``, which have just been made with their period, know of it; turns follow by themselves."""

    def end(self, reports):
        """Let who writes ``reports``, drafts for which nobody waits any more, know of it."""

    # What it is made of

    def sources(self, reports):
        """:return: ``{report: dan_van.report}``, those that each of ``reports`` is made of, whether they have come or not"""
        return {report: report.browse() for report in reports}

    def come(self, sources):
        """:return: those of ``sources`` that may be taken in"""
        return sources.browse()

    def check_draw(self, report):
        """:raise UserError: there is nothing yet that ``report`` could be drawn from"""

    def draw_lines(self, reports, period):
        """Bring the lines of ``reports``, all of ``period``, up to what they are made of."""

    # Whose figures

    def reporter(self, report):
        """:return: hr.department or dan_van.organ, who reports"""
        return report.department_id

    def target_of(self, report):
        """:return: id of the unit whose targets the figures of ``report`` are compared with; False: the agency's; None: nobody's"""
        return self.place(self.reporter(report).id)[1]

    def place(self, reporter):
        """:return: ``(scope, id of who reports or False)``, under which the figures of ``reporter`` (an id or False) are summed here"""
        return self.scope, False

    def units(self, reports):
        """:return: hr.department, those whose records are counted for ``reports``"""
        raise NotImplementedError

    def concerns(self, report, indicator):
        """:return: whether ``report`` has a figure of ``indicator``"""
        return True

    def proposals(self, reports, period, indicators, counted):
        """Propose the figures of ``reports``.

        :param counted: ``{(*place, indicator): value}``, what the records say
        :return: ``{(*place, indicator): :class:`Proposal`}``
        """
        return {}

    def keep_counted(self, reports):
        """Keep the records behind the figures of ``reports``, which are being submitted."""
        reports.figure_ids._keep_counted_of_sources()

    # The chain; what stands with ``is_signed`` is asked of the official document

    def may_submit(self, report):
        """:return: whether the current user may, as for each step below"""
        return report._is_office()

    def check_open(self, report):
        """:raise UserError: the period of ``report`` takes none any more"""

    def may_withdraw(self, report):
        return report.submitter_id == report.env.user or report._is_office()

    def may_approve(self, report):
        return False

    def may_receive(self, report):
        return False

    def may_return(self, report):
        return False

    def who_may(self, report, transition):
        """:return: a sentence that says who does the step, for the refusal; empty: as for every official document"""
        return ''

    def represented(self, report, transition):
        """:return: res.users for whom the current user does the step; ``None``: as for every official document"""
        return None

    def missing(self, report):
        """:return: sentences that say what ``report`` lacks for submission, beside sections and figures"""
        return []

    def turn(self, report):
        """:return: ``(res.users, what they have to do)``; ``None``: as for every official document"""
        return None

    def open_domain(self):
        """:return: domain of those that somebody has to act on; ``None``: as for every official document"""
        return None

    # Print

    def document_text(self, report):
        """:return: what the document has otherwise than others, by the names of :class:`rendering.document.Document`"""
        return {}

    def result_blocks(self, report, lines):
        """Yield the blocks of ``lines``, the printed results of the duties."""
        raise NotImplementedError


class UnitReport(ReportKind):
    """The report of a unit: drawn from its own records, from its staff to its head to the office."""

    scope = 'unit'
    is_awaited = True
    is_signed = False
    counts_records = True
    sums = frozenset({'unit'})

    def name(self, report):
        return f'{report.department_id.name}: {report.period_id.name}'

    def issuer(self, report):
        return report.department_id.name

    def opened_values(self, period):
        present = period.report_ids.filtered(lambda report: report.scope == self.scope).department_id
        return period.env['dan_van.report']._unit_values(period, period._reporting_units() - present)

    def draw_lines(self, reports, period):
        reports.env['dan_van.report.line']._draw(reports, period)

    def place(self, reporter):
        return self.scope, reporter

    def units(self, reports):
        return reports.department_id

    def concerns(self, report, indicator):
        return indicator._concerns(report.department_id)

    def proposals(self, reports, period, indicators, counted):
        return reports.env['dan_van.report.figure']._proposed_by_records(reports, period, indicators, counted)

    def keep_counted(self, reports):
        reports.figure_ids._keep_counted()

    def may_submit(self, report):
        return report.department_id._is_member() and (report.period_state == 'open' or report.is_asked_again)

    def check_open(self, report):
        # sudo: who submits a report may know whether its period is closed.
        period = report.sudo().period_id
        hold(period, changes=False)
        if period.state != 'open' and not report.is_asked_again:
            raise UserError(report.env._(
                "“%(report)s” can't be submitted: the period “%(period)s” is closed. If the report is still wanted, ask the office to "
                "reopen the period; what you have written stays.", report=report.display_name, period=period.name))

    def may_withdraw(self, report):
        return report.submitter_id == report.env.user

    def may_approve(self, report):
        """The head, or the deputy within the delegation; nobody else approves what he has submitted himself."""
        head, user = report.department_id.head_user_id, report.env.user
        return report.department_id._is_head() and (user == head or user != report.submitter_id)

    def may_receive(self, report):
        return report._is_office()

    def may_return(self, report):
        if report.state == 'submitted':
            # A unit where nobody may approve is helped by the office.
            return report.department_id._is_head() or report._is_office() and not self.approver(report)
        return report._is_office()

    def approver(self, report):
        """:return: res.users, who approves today: who heads the unit or acts for its head; where he has submitted it in the place
        of a head who is away, nobody does"""
        acting, head = report.department_id._acting_head(), report.department_id.head_user_id
        if acting == head or acting != report.submitter_id:
            return acting
        return head if head._dan_van_is_there(report.company_id) else head.browse()

    def who_may(self, report, transition):
        unit = report.department_id.name
        return {
            'submit': report.env._("The members of “%s” submit it.", unit),
            'withdraw': report.env._("Only who submitted it can withdraw it, until the head has decided."),
            'approve': report.env._(
                "The head of “%s”, or the deputy within the dates of the delegation, approves it; "
                "nobody else approves what he has submitted himself.", unit),
            'receive': report.env._("The office receives it."),
            'return': report.env._(
                "The head of the unit returns what is submitted, the office what is approved, and what nobody of the unit may "
                "approve today."),
        }.get(transition.name, '')

    def represented(self, report, transition):
        return report.department_id._represented() if transition.name in ('approve', 'return') else None

    def missing(self, report):
        missing = report.line_ids._missing()
        if not report.department_id._acting_head():
            missing.insert(0, report.env._(
                "“%s” has no head who could approve it. The administrator names one under Configuration → Units.",
                report.department_id.name))
        return missing

    def turn(self, report):
        if report.state == 'draft' and report._is_wanted():
            return report._writer(), report.env._("Write the report and submit it")
        if report.state == 'submitted':
            if approver := self.approver(report):
                return approver, report.env._("Approve the report or return it")
            return report._office_head(), report.env._("Return it: in the unit nobody may approve it today")
        if report.state == 'approved':
            return report._office_head(), report.env._("Receive the report or return it")
        return report.env['res.users'], ''

    def open_domain(self):
        """Nobody writes a report any more whose period or plan is closed, unless it was given back since."""
        return Domain('state', '=', 'draft') & WANTED | Domain('state', 'in', ON_ITS_WAY)

    def document_text(self, report):
        return report._unit_header()

    def result_blocks(self, report, lines):
        yield from lines._blocks_by_duty()


class AgencyReport(ReportKind):
    """The report of the agency: made by the office of the units' reports that it has received, signed by the leadership."""

    scope = 'agency'
    sums = frozenset({'unit', 'below', 'agency'})

    def new_values(self, period):
        return period.env['dan_van.report']._agency_values(period)

    def sources(self, reports):
        awaited = reports.search([('period_id', 'in', reports.period_id.ids), ('scope', 'in', reports._awaited_scopes())]).sorted(
            lambda report: (report.scope != UnitReport.scope, report.department_id.complete_name or '', report.organ_id.sequence, report.id)
        ).grouped('period_id')
        return {report: awaited.get(report.period_id, reports.browse()) for report in reports}

    def come(self, sources):
        return sources.filtered(lambda source: source.state in COME)

    def check_draw(self, report):
        if not (report._received()[report] or report.source_ids):
            raise UserError(report.env._(
                "No report of “%s” has been received yet. Receive the approved reports first, then consolidate.",
                report.period_id.name))

    def draw_lines(self, reports, period):
        reports._consolidate()

    def missing(self, report):
        # sudo: who submits the report reads what it is made of.
        own = report.sudo()
        if sources := own._told_changes()[own]:
            return [report.env._("What it is made of has changed:\n%s\nTake in what is new first.", '\n'.join(sources))]
        figures = own._changed_figures()[own]
        return [report.env._(
            "Figures have changed since it was made:\n%s\nTake in what is new first.", '\n'.join(figures))] if figures else []

    def units(self, reports):
        return reports.env['hr.department'].with_context(active_test=False).search([
            ('company_id', 'in', (*reports.company_id.ids, False)), ('dan_van_kind', '!=', False)])

    def proposals(self, reports, period, indicators, counted):
        return reports.env['dan_van.report.figure']._proposed_by_sources(reports)

    def result_blocks(self, report, lines):
        yield from lines._blocks_by_content()
