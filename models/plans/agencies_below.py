import uuid

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...exchange import package
from .due_days import days_of

SCOPE = 'agencies'


class HandedDown(models.AbstractModel):
    """A duty of a plan or letter that agencies below have; no unit works on it."""

    _name = 'dan_van.handed.down'
    _description = 'Duty that agencies below may have'

    added_group_id = fields.Many2one(
        'dan_van.organ.group', 'Add the agencies of a group', store=False, help="Those of the group that are below us today.")
    adds_all_below = fields.Boolean('Add all agencies below', store=False)

    @api.onchange('added_group_id', 'adds_all_below')
    def _onchange_add_agencies(self):
        """Add what was chosen to the agencies, as on this day."""
        if self.added_group_id or self.adds_all_below:
            agency = self.company_id._origin or self.env.company
            below = self.env['dan_van.organ'].search([('is_below', '=', True), ('company_id', '=', agency.id)])
            if not self.adds_all_below:
                below = below.filtered(lambda organ: self.added_group_id._origin in organ.group_ids)
            self.organ_ids = self.organ_ids._origin | below
        self.added_group_id = self.adds_all_below = False

    @api.onchange('scope')
    def _onchange_scope(self):
        if self.scope != SCOPE:
            self.organ_ids = False
        if self.scope != 'unit':
            self.department_id = False

    @api.constrains('scope', 'department_id', 'incoming_id')
    def _check_agencies(self):
        for duty in self.filtered(lambda duty: duty.scope == SCOPE):
            if duty.department_id:
                raise ValidationError(self.env._("A duty of agencies below names no unit: “%s”.", duty.display_name))
            if duty.incoming_id:
                raise ValidationError(self.env._(
                    "A directive asks units alone: “%s”. Agencies below get their duties by a document of ours, see “Hand to agencies below” "
                    "on the incoming document.", duty.display_name))

    def _hand_down(self):
        """Note for each of these duties and each agency that has it what that says of it; runs inside the issue of their
        documents.

        What the agency has said of the duty that one of these continues, it has said of this one; what that carries out, this one does.
        """
        # sudo: the issue has been guarded; the clerk who issues need not be one who sees what agencies say.
        duties = self.sudo().filtered(lambda duty: duty.scope == SCOPE)
        before = {(duty, old.organ_id): old for duty in duties for old in duty.continues_id.handed_ids}
        new = []
        for duty in duties:
            key = duty.continues_id.handed_ids[:1].key or uuid.uuid4().hex
            for organ in duty.organ_ids:
                old = before.get((duty, organ))
                kept = {name: old[name] for name in ('taken_date', 'progress', 'result', 'done_date', 'note', 'said_date')} if old else {}
                new.append({
                    'assignment_id': duty.id, 'organ_id': organ.id, 'key': key, 'deadline': duty.deadline, **kept,
                    'said_by_id': bool(old) and old.said_by_id.id})
        duties.env['dan_van.handed.duty']._making('issue').create(new)
        duties.env['dan_van.handed.duty'].union(*(
            old for (duty, organ), old in before.items() if organ in duty.organ_ids))._end('continued')
        for duty in duties.filtered('continues_id.superior_duty_id'):
            duty._opened('issue').superior_duty_id = duty.continues_id.superior_duty_id

    def _agency_names(self):
        """:return: str, the agencies that have this duty, as lists and notices name them; empty where units have it"""
        return ', '.join(self.organ_ids.mapped('name'))

    def _packed(self, key, codes):
        """:return: :class:`exchange.package.Duty`, as the agencies with ``codes`` have this duty"""
        return package.Duty(
            key=key, to=codes, text=self.text, contents=tuple(f'c{content.id}' for content in self._own_contents().filtered('parent_id')), role=self.role,
            kind=self.kind, output=self.output or '', start=self.start_date or None, deadline=self.deadline or None,
            further_dates=tuple(days_of(self.further_dates)), recurrence=self.recurrence or '', deadline_text=self.deadline_text or '',
            asks_evidence=self.asks_evidence)


class HandingDown(models.AbstractModel):
    """What a plan or letter asks of agencies below goes to them with it, as data that they need not type off.

    The model that inherits gives ``handed_ids``.
    """

    _name = 'dan_van.handing.down'
    _description = 'Source of duties that gives some to agencies below'

    handed_count = fields.Integer('Number of duties of agencies below', compute='_compute_handed_count')

    @api.depends('handed_ids')
    def _compute_handed_count(self):
        link = self._fields['handed_ids'].inverse_name
        counts = dict(self.env['dan_van.handed.duty']._read_group([(link, 'in', self.ids)], [link], ['__count']))
        for source in self:
            source.handed_count = counts.get(source, 0)

    def _missing(self):
        duties = self.assignment_ids.filtered(lambda duty: duty.scope == SCOPE)
        return super()._missing() + [
            self.env._("Choose the agencies below that get “%s”.", duty.display_name) for duty in duties if not duty.organ_ids] + [
            self.env._("“%(organ)s” is not below us today, so “%(duty)s” can't go to it. Enter since when it is in the directory of agencies, or take it off.",
                       organ=organ.name, duty=duty.display_name)
            for duty in duties for organ in duty.organ_ids if not organ.is_below]

    # What the steps do

    def _take_effect(self):
        self.assignment_ids._hand_down()
        return super()._take_effect()

    def _do_recall(self):
        self.sudo().handed_ids._end('cancelled')  # sudo: the step has been guarded
        return super()._do_recall()

    def _do_replace(self):
        self.sudo().handed_ids._end('cancelled')  # sudo: as above; what goes on says so already
        return super()._do_replace()

    # On its way

    def _further_organs(self):
        """As before; agencies that have a duty, and those to which the replaced document had given one: that it asks no more is said by
        this one."""
        # sudo: who sends the document learns to whom it goes.
        return super()._further_organs() | (self.sudo() | self.sudo()._replaced_document()).handed_ids.organ_id

    def _shared_messages(self, organs):
        """Those that have duties get them along; the others get the document alone."""
        codes = self._handed_codes()
        shares = tuple(organ for organ in organs if organ.code in codes), tuple(organ for organ in organs if organ.code not in codes)
        return [organ for organ in shares if organ]

    def _handed_codes(self):
        """:return: set of the codes of the agencies that have a duty by this document"""
        # sudo: as above.
        return set(self.sudo().handed_ids.filtered(lambda duty: not duty.ended).organ_id.filtered('code').mapped('code'))

    def _exchange_attachments(self, organ_code, recipients, pdf):
        """As before, with the data where all who get the message have duties."""
        files = super()._exchange_attachments(organ_code, recipients, pdf)
        codes = {organ.code for organ in recipients}
        if self.is_gone or not codes <= self._handed_codes():
            return files
        return [*files, self._data_file(organ_code, pdf, 'plan', self._packed_plan(codes), "Dữ liệu nhiệm vụ giao cấp dưới")]

    def _packed_plan(self, codes):
        """
        :param codes: set of the codes of those that get it
        :return: :class:`exchange.package.Plan` with the duties that they have, and the parts of a plan that these serve
        """
        # sudo: the message says of the document what that says; who sends it has been asked.
        source = self.sudo()
        rows = source.handed_ids.filtered(lambda row: not row.ended and row.organ_id.code in codes).grouped('assignment_id')
        duties = [
            duty._packed(of_duty[0].key, tuple(sorted(of_duty.organ_id.mapped('code'))))
            for duty, of_duty in rows.items()]
        served = self.env['dan_van.content'].sudo().union(*(duty._own_contents() for duty in rows))  # sudo: as above
        sections = served.browse(int(each) for content in served for each in content.parent_path.split('/')[1:-1])
        printed, theme = self.snapshot, source._duty_theme()
        return package.Plan(
            self.subject, self._duty_year(), package.Theme(theme.name or self.subject, theme.code or ''),
            tuple(filter(None, map(str.strip, printed.get('bases', ())))),
            tuple(
                package.Content(
                    f'c{part.id}', f'c{part.parent_id.id}' if part.parent_id.parent_id else '', part.label or '', part.title or '', part.text or '')
                for part in sections.sorted(lambda part: (part.parent_path.count('/'), part.sequence, part.id))),
            tuple(duties))

    def action_open_handed(self):
        """Open what agencies below have to do by this document.

        :return: action
        """
        self.check_access('read')
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.handed_duty_action')
        return {**action, 'domain': [(self._fields['handed_ids'].inverse_name, 'in', self.ids)], 'context': {}}
