from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.in_groups import in_groups
from .occurrence import ACCEPTANCE

# What stands while a completion is accepted: what was accepted.
_ACCEPTED = frozenset({'result', 'evidence_ids', 'done_date', 'done_reason'})
# What the lists of occurrences have where there is a column for it.
_NARROW = {
    'department_id': {'optional': 'hide'}, 'assignment_id': {'width': '220px'}, 'state': {'width': '130px'},
    'done_date': {'width': '100px'}, 'done_reason': {'width': '110px'}}


class Occurrence(models.Model):
    """What is done is claimed where its day is entered, and what was accepted stays."""

    _inherit = 'dan_van.occurrence'

    acceptance_ids = fields.One2many('dan_van.acceptance', 'occurrence_id', 'Claims', readonly=True)
    acceptance = fields.Selection(
        ACCEPTANCE, 'Accepted or not', compute='_compute_acceptance', store=True,
        help="Whether what was done is accepted; empty where nobody has said that it is done, or the agency has nothing accepted.")
    acceptance_note = fields.Text('How the claim stands', compute='_compute_acceptance_note')

    @api.depends('acceptance_ids.state')
    def _compute_acceptance(self):
        for occurrence in self:
            state = occurrence.acceptance_ids.state
            occurrence.acceptance = state != 'withdrawn' and state

    @api.depends('acceptance')
    @api.depends_context('uid', 'lang')
    def _compute_acceptance_note(self):
        for occurrence in self:
            claim = occurrence.acceptance_ids
            occurrence.acceptance_note = {'claimed': claim.turn_note, 'returned': claim.return_notice}.get(occurrence.acceptance, False)

    @api.depends('acceptance')
    def _compute_can_work(self):
        result = super()._compute_can_work()
        self.filtered(lambda each: each.acceptance == 'accepted').can_work = False
        return result

    @api.model
    def _get_view_cache_key(self, view_id=None, view_type='form', **options):
        return (*super()._get_view_cache_key(view_id, view_type, **options), self._is_accepted_somewhere())

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        """Where nobody accepts anything the lists have no column for it."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == 'list':
            # Of a small screen the result keeps the most; the name of the duty begins with its unit.
            narrow = _NARROW if self._is_accepted_somewhere() else {'acceptance': {'column_invisible': '1'}}
            for node in arch.xpath('//field'):
                for name, value in narrow.get(node.get('name'), {}).items():
                    node.set(name, value)
        return arch, view

    @api.model
    def _is_accepted_somewhere(self):
        return any(self.env['dan_van.agency.profile']._judges(self.env.companies).values())

    def _is_touched(self):
        return super()._is_touched() or bool(self.acceptance_ids)

    def _closed(self):
        return super()._closed() | self.filtered(lambda each: each.acceptance == 'accepted')

    def _check_changes(self, names):
        """:raise UserError: it was accepted as it is"""
        if _ACCEPTED & set(names) and (kept := self.filtered(lambda each: each.acceptance == 'accepted')):
            raise UserError(self.env._(
                "“%s” was accepted as it is. Who has accepted it can take the acceptance back; then it is changed.", kept[0].display_name))
        return super()._check_changes(names)

    def write(self, vals):
        if self._in_step() or not {'done_date', 'done_reason'} & set(vals):
            return super().write(vals)
        before = {occurrence: occurrence.done_date for occurrence in self}
        result = super().write(vals)
        self.env['dan_van.acceptance']._claim(self.filtered(lambda each: each.done_date and not before[each]))
        # What is undone, and what nobody accepts any more.
        if gone := self.acceptance_ids.filtered(
                lambda claim: claim.state == ('returned' if claim.occurrence_id.done_date else 'claimed')
                and bool(claim.occurrence_id.done_date) != bool(before[claim.occurrence_id])):
            gone._transition('withdraw')
        claims = self.acceptance_ids.filtered(lambda claim: claim.state == 'claimed')
        for day, own in in_groups({claim: claim.occurrence_id._claimed_day() for claim in claims}):
            # sudo: asked as the day was written.
            own.sudo()._opened('claim').write(day)
        return result

    @api.model
    def _take_over(self, pairs):
        taken = super()._take_over(pairs)
        for before, occurrence in taken.items():
            before.acceptance_ids._opened('issue').write({'occurrence_id': occurrence.id})
        return taken

    def _shown_evidence(self):
        """:return: ir.attachment, what shows that it was done: of a duty that is due once, all that the duty shows"""
        return self.evidence_ids if self.assignment_id._returns() else self.assignment_id.evidence_ids

    def _check_claimed(self):
        """:raise UserError: one of these can't be claimed as it is"""
        for occurrence in self:
            duty, lacking = occurrence.assignment_id, occurrence._lacks()
            if lacking == 'result':
                raise UserError(self.env._(
                    "“%s”: write what was done first, then mark it as done: the result is accepted with it.", duty.display_name))
            if lacking:
                raise UserError(self.env._(
                    "“%s” asks for evidence: upload what shows the result, then mark it as done.", duty.display_name))

    def _lacks(self):
        """:return: name of the field that a claim of this occurrence needs and that is empty, or ``None``"""
        if not (self.result or '').strip():
            return 'result'
        return 'evidence_ids' if self.assignment_id.asks_evidence and not self._shown_evidence() else None

    def _claim_values(self, judge):
        """:return: dict of the values of a claim that ``judge`` accepts"""
        return {'occurrence_id': self.id, 'judge': judge, 'claimed_by_id': self.env.uid, 'claimed_date': fields.Datetime.now(),
                **self._claimed_day()}

    def _claimed_day(self):
        return {'done_date': self.done_date, 'done_reason': self.done_reason}

    def _enter_done(self, vals):
        """Enter a day of completion, or none, for a step of the claim, which has decided.

        :param vals: dict with ``done_date``
        """
        before = {occurrence: occurrence.done_date for occurrence in self}
        with self.assignment_id._following_dates():
            for values, occurrences in self._with_progress_before(vals):
                occurrences._opened('work', *values).write(values)
        self._carry_progress(before)
