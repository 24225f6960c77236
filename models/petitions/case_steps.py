from collections import defaultdict
from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core.holding import hold
from ..core.res_company import legal_today
from ..core.transitions import Transition, Transitions
from .case import COUNTED, OPEN, RESOLVED, TRANSFERRED


class Case(models.Model):
    """Steps of a petition: who may see it may take most of them; head and leader decide on what changes terms or counts."""

    _inherit = 'dan_van.case'

    def _transitions(self):
        return Transitions(
            Transition('accept', self.env._("Take up"), ['received'], 'accepted'),
            Transition('resolve', self.env._("Resolve"), [*OPEN], 'resolved'),
            Transition('transfer', self.env._("Transfer"), [*OPEN], 'transferred'),
            Transition('send_back', self.env._("Return with guidance"), [*OPEN], 'returned'),
            Transition('withdraw', self.env._("Withdrawn by the sender"), [*OPEN], 'withdrawn'),
            Transition('extend', self.env._("Extend the term"), ['accepted'], 'accepted', reason=True),
            Transition('reopen', self.env._("Reopen"), [*RESOLVED, *TRANSFERRED], 'received', reason=True),
            Transition('void', self.env._("Entered by mistake"), [*OPEN], 'void', reason=True),
        )

    def _is_open_to(self, user):
        """:return: whether ``user`` may see the petition, as the record rules have it"""
        unit = self.department_id
        return bool(user) and (
            unit.dan_van_receives_petitions and user in unit.member_user_ids
            or user in (unit.dan_van_leader_id, self.handler_id))

    def _may_handle(self):
        return self._is_open_to(self.env.user)

    def _may_decide(self):
        """:return: whether the current user heads the unit, acts for its head, or is the leader in charge"""
        unit = self.department_id
        return unit._is_head() and self._may_handle() or self.env.user == unit.dan_van_leader_id

    _may_accept = _may_resolve = _may_transfer = _may_send_back = _may_withdraw = _may_handle
    _may_extend = _may_reopen = _may_void = _may_decide

    def _who_may(self, transition):
        if transition.name in ('extend', 'reopen', 'void'):
            return self.env._("The head of the unit and the leader in charge decide on it.")
        return super()._who_may(transition)

    def _on_behalf(self, transition):
        unit = self.department_id
        if transition.name in ('extend', 'reopen', 'void'):
            return unit._represented()
        handler = self.handler_id
        if handler and handler != self.env.user and handler._dan_van_stand_in(self.company_id) == self.env.user:
            return handler
        return super()._on_behalf(transition)

    def _check_accept(self):
        """Only what is within the competence is accepted (Luật Khiếu nại 2011, Điều 27; Luật Tố cáo 2018, Điều 24, 29)."""
        for case in self:
            if not case.is_competent:
                raise UserError(self.env._(
                    "“%s” is not within the competence of the agency, so it can't be accepted. Transfer it to the agency "
                    "that is competent, or return it with guidance.", case.display_name))

    def _check_resolve(self):
        for case in self:
            if case.kind_id.counted_from == 'accepted' and case.state != 'accepted':
                raise UserError(self.env._(
                    "“%s” has not been accepted. A petition of this kind is accepted before it is resolved.", case.display_name))
            # sudo: nobody reads the outcome here, only whether there is one.
            if not case.sudo().outcome:
                raise UserError(self.env._("Write the outcome of “%s” before you close it.", case.display_name))

    def _check_transfer(self):
        for case in self:
            if not (case.transferred_to or '').strip():
                raise UserError(self.env._("Enter the agency that “%s” is transferred to.", case.display_name))

    def _check_extend(self):
        for case in self:
            if case.extension_count >= case.kind_id.extension_max:
                raise UserError(self.env._(
                    "The term of “%(case)s” can be extended %(count)s times only.",
                    case=case.display_name, count=case.kind_id.extension_max))

    def _check_reopen(self):
        self._check_uncounted('closed_date')

    def _check_void(self):
        self._check_uncounted('received_date')

    def _do_accept(self):
        """A petition that was reopened keeps the day of its acceptance, so its term."""
        for case in self:
            case.accepted_date = case.accepted_date or legal_today(case)

    def _do_extend(self):
        for case in self:
            case.extension_count += 1

    # Whose turn it is

    def _turn(self):
        if self.closed_date:
            return super()._turn()
        unit = self.department_id
        if self.health == 'overdue':
            # Head and leader in charge answer for the term (Luật Khiếu nại 2011, Điều 28; Luật Tố cáo 2018, Điều 30).
            users = self.handler_id | unit._acting_head() | unit.dan_van_leader_id
            return users, self.env._("The term of the petition is over: see to it")
        # sudo: whether somebody still works here is no secret to those who wait for him.
        if self.handler_id.sudo().active:
            return self.handler_id, self.env._("Deal with the petition")
        return self._turn_fallback(), self.env._("Name who deals with the petition")

    def _turn_fallback(self):
        """:return: res.users, who heads the unit, else the leader in charge: nobody else sees the petition"""
        return self.department_id._acting_head() or self.department_id.dan_van_leader_id

    @api.model
    def _open_domain(self):
        return Domain('closed_date', '=', False)

    def _turn_deadline(self):
        return self.deadline or super()._turn_deadline()

    # Buttons

    def action_open_readings(self):
        """Open the log of who has read what this petition says of people.

        :return: action
        """
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.case_reading_action')
        return {**action, 'domain': [('case_id', '=', self.id)], 'context': {}}

    def action_accept(self):
        """Accept the petitions (thụ lý): their term begins."""
        self._transition('accept')

    def action_resolve(self):
        """Close the petitions as resolved.

        :raise UserError: not accepted yet, or without an outcome
        """
        self._transition('resolve')

    def action_transfer(self):
        """Close the petitions as transferred to the agency that is competent."""
        self._transition('transfer')

    def action_send_back(self):
        """Close the petitions as returned to the senders with guidance where to turn to."""
        self._transition('send_back')

    def action_withdraw(self):
        """Close the petitions as withdrawn by the senders."""
        self._transition('withdraw')

    def action_extend(self, reason=None):
        """Extend the term in a complex matter; opens the dialog for the reason where none is given."""
        return self._action_with_reason('extend', reason)

    def action_reopen(self, reason=None):
        """Open closed petitions again; opens the dialog for the reason where none is given.

        :raise UserError: a submitted report has counted the end
        """
        return self._action_with_reason('reopen', reason)

    def action_void(self, reason=None):
        """Mark as entered by mistake, counted nowhere; opens the dialog for the reason where none is given.

        :raise UserError: a submitted report has counted the petition
        """
        return self._action_with_reason('void', reason)

    # What submitted reports have counted of the steps

    @api.model
    def _open_on(self, day, moment):
        """:return: Domain of the petitions that are open when ``day`` begins (``opening``) or ends (``closing``)"""
        before, after = ('<', '>=') if moment == 'opening' else ('<=', '>')
        return Domain('counted_date', before, day) & (
            Domain('counted_closed_date', '=', False) | Domain('counted_closed_date', after, day))

    @api.model
    def _hold_for(self, reports):
        if any(theme._counts_petitions(reports.company_id) for theme in reports.theme_id):
            hold(reports.company_id)  # numbers are given under it: what was entered since this request began is not overlooked
        return super()._hold_for(reports)

    @api.model
    def _let_go(self, reports):
        """Petitions that were entered too late for a report that comes back are not too late any more."""
        result = super()._let_go(reports)
        for name, counted in COUNTED.items():
            late = self.search(Domain.OR(
                Domain('department_id', '=', report.department_id.id) & Domain(name, '<=', report.date_to)
                & Domain(counted, '=', report.date_to + timedelta(days=1))
                for report in reports if report._kind().counts_records))
            (late - late._counted_by(name))._book(name)
        return result

    def _hold_units(self):
        """Let no report of the units be submitted until commit, not even one that this transaction does not see."""
        hold(self.department_id, changes=False)

    def _settled(self, name):
        """Find what submitted reports have settled.

        :param name: field with a day
        :return: ``{case: (date, dan_van.report)}``, the last day that a submitted report of the unit has settled, where it is
            that of the case or a later one
        """
        cases = self.filtered(name)
        if not cases:
            return {}
        # sudo: what is reported is settled, whoever asks. Reports of themes without figures of petitions settle none.
        reports = self.env['dan_van.report'].sudo().search([
            ('scope', '=', 'unit'), ('department_id', 'in', cases.department_id.ids), ('is_frozen', '=', True),
            ('date_to', '>=', min(cases.mapped(name))), ('figure_ids.source', '=', 'case')], order='date_to')
        by_unit = defaultdict(list)
        for report in reports:
            by_unit[report.department_id.id].append((report.date_to, report))
        found = {}
        for case in cases:
            if settled := [each for each in by_unit[case.department_id.id] if each[0] >= case[name]]:
                found[case] = max(settled, key=lambda each: each[0])
        return found

    def _book(self, name):
        """Count what happened on the day ``name`` from then on, or from the day after what is settled already."""
        self._hold_units()
        settled = self._settled(name)
        for case in self._opened('book'):
            day = settled[case][0] + timedelta(days=1) if case in settled else case[name]
            if day and name == 'closed_date':
                day = max(day, case.counted_date)
            case.write({COUNTED[name]: day})

    def _counted_by(self, name):
        """:return: those of which a submitted report has counted what happened on the day ``name``: all counted ones have been
        received, and have ended where the report ends on that day or later"""
        self._hold_units()
        return self.browse().union(*(
            case for case, report in self._counted_in().items()
            if name == 'received_date' or case.counted_closed_date and report.date_to >= case.counted_closed_date))

    def _check_uncounted(self, name):
        """:raise UserError: a submitted report has counted what happened on the day ``name``"""
        if counted := self._counted_by(name):
            raise UserError(self._why_locked(counted[0], ()))

    def _hold_state(self, changes):
        self._hold_units()

    def _lock_states(self):
        counted = self._counted_in()
        return {case: 'counted' if case in counted else 'uncounted' for case in self}

    def _why_locked(self, owner, names):
        report = owner._counted_in().get(owner)
        if not report:
            return super()._why_locked(owner, names)
        # sudo: the name of the report is that of the unit and its period.
        return self.env._(
            "“%(case)s” is counted in the report “%(report)s”, which has been submitted. Have the report returned, then correct the "
            "petition.", case=owner.display_name, report=report.sudo().display_name)
