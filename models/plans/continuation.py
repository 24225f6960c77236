from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools.misc import groupby

from ...importer.words import canonical
from ..core.in_time import is_late
from ..core.ir_attachment import EVIDENCE
from ..core.lock import with_key
from ..core.mail_switches import QUIET
from ..core.res_company import legal_today
from ..documents.standing import GONE

LINES = 20  # duties that a notice names; the list of assignments shows all
# What a duty has of its own work, besides the records that name it.
_WORK = ('progress', 'user_ids', 'evidence_ids', 'continues_id')


class Continuing(models.AbstractModel):
    """A plan that replaces another one in the course of the year goes on with its work; so does a letter that gives duties.

    Which duty goes on with which stands at the duty: kept where the draft is a copy of the old document, proposed by text and
    unit where it came from a file, and changed by hand as long as it is a draft.
    """

    _name = 'dan_van.continuing'
    _description = 'Source of duties that goes on with the work of another one'
    _inherit = ['dan_van.duty.source']

    _given_field = ''  # name of the field with the duties as the document gives them

    continuation_note = fields.Text(
        'What the replaced document hands over', compute='_compute_continuation_note', compute_sudo=True,
        help="Duties of the replaced document whose work ends or goes to another unit, and duties that are overdue as soon as this one is issued.")

    @api.depends(lambda self: [
        'state', 'replaces_id.state', *(f'{self._given_field}.{name}' for name in ('continues_id', 'deadline', 'department_id'))])
    def _compute_continuation_note(self):
        for new in self:
            replaced, duties = new.replaces_id.filtered(new._may_be_replaced), new[self._given_field]
            new.continuation_note = '\n'.join([
                *_listed(new.env._("Not continued, their work ends with “%s”:", replaced.code), new._left_behind()),
                *_listed(new.env._("Another unit has it now, by a decision; this document gives it to the one that it names:"), (
                    duties.filtered(lambda duty: duty._goes_elsewhere()))),
                *_listed(new.env._("Overdue as soon as this document is issued:"), duties.filtered(
                    lambda duty: duty._is_late_anew()))]) if replaced and not new.is_out else False

    def _left_behind(self):
        """:return: dan_van.assignment, duties of units under the replaced document with which no duty of this draft goes on"""
        kept = self.env['dan_van.assignment']
        for duty in self[self._given_field]:
            old = duty.continues_id
            if old.scope == 'all':
                old = old.child_ids
                old = old if duty.scope == 'all' else old.grouped('department_id').get(duty.department_id, old.browse())
            kept |= old
        return self.replaces_id.assignment_ids.filtered(lambda duty: duty.scope == 'unit' and not duty.ended) - kept

    def action_propose_continued(self):
        """Let duties that name none go on with the duty of the replaced document that has the same text and unit."""
        self.check_access('write')
        self._check_draft()
        self._propose_continued()

    def _propose_continued(self):
        for new in self.filtered('replaces_id'):
            duties = new[self._given_field]
            # sudo: what the issued document says is printed; the draft is the user's, its links are his to change.
            old = duties.sudo().union(*(
                duty._heirs() for duty in new.sudo().replaces_id[self._given_field])) - duties.sudo().continues_id - duties
            candidates = {key: found for key, found in groupby(old, _sameness) if len(found) == 1}
            for key, found in groupby(duties.filtered(lambda duty: not duty.continues_id), _sameness):
                if len(found) == 1 and key in candidates:
                    # sudo: as above.
                    found[0].sudo().continues_id = candidates[key][0]

    def _number(self, step):
        """As before; where work of the replaced document ends the clerk sees it first."""
        if len(self) == 1 and self._may(self._get_transition(step)) and self.continuation_note:
            return self.action_issue_choose()
        return super()._number(step)

    def _issue_notice(self):
        return self.continuation_note or super()._issue_notice()

    # What the issue does

    def _do_replace(self):
        for old in self:
            new = old.replaced_by_ids.filtered(lambda document: document._in_step('issue'))
            old._hand_over_to(new, new._continued())
        return super()._do_replace()

    def _hand_over_to(self, new, pairs):
        """Let the work of this document go on under ``new``, which replaces it.

        :param pairs: ``{old duty: new duty}``
        """
        if pairs:
            new.assignment_ids._take_over(pairs)

    def _duties_copied(self, is_replaced):
        """Return the duties that a copy of this document gives.

        :param is_replaced: whether the copy replaces this document, so that its duties go on with these
        :return: list of ``(duty as this document gives it, dict of values)``
        """
        # sudo: who made the document takes all of it along; another unit takes its own duties and those of all units.
        duties = (self.sudo() if self._takes_part() else self)[self._given_field]
        # sudo: who has a duty now is told to whoever copies it.
        heirs = [(duty, values, heir) for duty, values in zip(duties, duties.copy_data()) for heir in duty.sudo()._heirs()]
        return [(duty, {
            **values,
            'continues_id': is_replaced and heir.id,
            **({'department_id': heir.department_id.id, 'unit_label': heir.unit_label, 'role': heir.role} if heir != duty else {}),
            **({'label': False} if heir not in duty._handed_to() else {}),
            **({'deadline': duty.planned_deadline} if duty._returns() else {}),
        }) for duty, values, heir in heirs]

    def _continued(self):
        """:return: ``{duty of the replaced document: duty of this one}`` of those that units work on; those named go first"""
        children = {
            (child.parent_id, child.department_id): child
            for child in self.replaces_id.assignment_ids.sorted(lambda duty: not duty.ended) if child.parent_id}
        found = {}
        for duty in self.assignment_ids.filtered(lambda duty: duty.scope == 'unit').sorted(lambda duty: bool(duty.parent_id)):
            old = (duty.continues_id or duty.parent_id.continues_id)._handed_to()
            if old.scope == 'all':
                old = children.get((old, duty.department_id))
            elif duty.parent_id and old.department_id != duty.department_id:
                old = None
            if old:
                found.setdefault(old, duty)
        return found


class Plan(models.Model):
    """Reminders that are drafts go on with a plan too."""

    _name = 'dan_van.plan'
    _inherit = ['dan_van.handing.down', 'dan_van.continuing', 'dan_van.plan']
    _given_field = 'printed_assignment_ids'

    def _hand_over_to(self, new, pairs):
        self.env['dan_van.reminder'].search([('plan_id', 'in', self.ids)])._follow_plan()
        return super()._hand_over_to(new, pairs)


class Letter(models.Model):
    """A copy gives the same duties; what replaces the document goes on with them."""

    _name = 'dan_van.letter'
    _inherit = ['dan_van.handing.down', 'dan_van.continuing', 'dan_van.letter']
    _given_field = 'given_assignment_ids'

    def copy_data(self, default=None):
        """What was asked for is copied, not what was done."""
        copies = super().copy_data(default)
        for letter, vals in zip(self, copies):
            if self._given_field not in (default or {}):
                vals[self._given_field] = [
                    Command.create({**duty, 'letter_id': False, 'start_date': False})
                    for _duty, duty in letter._duties_copied(vals.get('replaces_id') == letter.id)]
            if vals.get('replaces_id') == letter.id and letter.forwards_id:
                vals['forwards_id'] = letter.forwards_id.id
        return copies


class Assignment(models.Model):
    """A duty takes over the work of the one that it continues: what was done, by whom, and all that names it."""

    _inherit = 'dan_van.assignment'

    continues_id = fields.Many2one(
        'dan_van.assignment', copy=False, index='btree_not_null', ondelete='restrict', open_in=('draft',),
        given_by=('issue', 'change'), domain="['|', '&', ('plan_id', '!=', False), ('plan_id', '=', replaced_plan_id), "
        "'&', ('letter_id', '!=', False), ('letter_id', '=', replaced_letter_id), ('ended', '=', False), "
        "'|', ('parent_id', '=', False), ('parent_id.scope', '=', 'unit')]",
        help="The duty of the replaced document whose progress, results, persons and evidence this one takes over at its issue.")
    superior_duty_id = fields.Many2one(
        'dan_van.superior.duty', 'Duty of the superior', readonly=True, copy=False, index='btree_not_null', check_company=True,
        ondelete='restrict', given_by=('direct', 'issue', 'change', 'own_document', 'package'), help="The duty of the superior agency that it carries out.")
    continued_by_ids = fields.One2many('dan_van.assignment', 'continues_id', readonly=True, given_by=())
    replaced_plan_id = fields.Many2one(related='plan_id.replaces_id', string='Plan that is replaced')
    replaced_letter_id = fields.Many2one(related='letter_id.replaces_id', string='Document that is replaced')
    closing_note = fields.Char('Closed', compute='_compute_closing_note', compute_sudo=True)

    _continued_once = models.UniqueIndex(
        '(continues_id) WHERE continues_id IS NOT NULL', "Another duty of the draft continues this one already.")

    @api.depends('plan_state', 'continued_by_ids.plan_state', 'plan_id.replaced_by_ids.state', 'letter_id.replaced_by_ids.state', 'change_ids.state')
    def _compute_closing_note(self):
        for duty in self:
            if duty.ended:
                change = duty.change_ids.filtered(lambda change: change.state == 'decided').sorted('id')[-1:]
                duty.closing_note = change._told() if change else dict(
                    duty._fields['ended']._description_selection(duty.env))[duty.ended]
                continue
            new = duty.continued_by_ids._document().filtered('is_out')[:1]
            replaced = (duty.plan_id or duty.letter_id).replaced_by_ids.filtered('is_out')[:1]
            if new:
                duty.closing_note = duty.env._("Moved to the plan %s", new.code) if duty.plan_id else duty.env._(
                    "Moved to the document %s", new.code)
            elif replaced:
                duty.closing_note = duty.env._("Not continued in the plan %s", replaced.code) if duty.plan_id else duty.env._(
                    "Not continued in the document %s", replaced.code)
            else:
                duty.closing_note = duty.plan_state in GONE and duty.env._(
                    "“%s” is in force no more: nothing else is asked for.", duty.source_name)

    @api.constrains('continues_id', 'plan_id', 'letter_id')
    def _check_continues(self):
        for duty in self.filtered('continues_id'):
            old = duty.continues_id
            is_handed_over = old._document() == duty._document() and old.ended == 'handed_over'
            if not is_handed_over and old._document() != (duty.plan_id or duty.letter_id).replaces_id:
                raise ValidationError(self.env._(
                    "“%s” continues a duty of the document that its own one replaces, and of no other. Choose one of that document.",
                    duty.display_name))

    def _units_let_off(self):
        """:return: hr.department for which a decision has ended this duty of all units under the documents that its own one replaces"""
        has, off, old = self.env['hr.department'], self.env['hr.department'], self.continues_id
        while old:
            ended = old.child_ids.filtered(lambda duty: duty.ended and 'decided' in duty.change_ids.mapped('state'))
            has |= old.child_ids.filtered(lambda duty: not duty.ended).department_id
            off |= ended.department_id - has
            old = old.continues_id
        return off

    # Taking over; runs inside the issue of the new document

    @api.model
    def _take_over(self, pairs):
        """
        :param pairs: ``{old duty: new duty}``
        """
        named, followed = defaultdict(self.browse), defaultdict(self.browse)
        self._move_work(pairs)
        self.env['dan_van.step']._take_over(pairs)
        occurrences = self.env['dan_van.occurrence']._take_over(pairs)
        self._move_evidence(pairs, occurrences)
        self.env['dan_van.occurrence']._follow(self.union(*pairs.values()), at_issue=True)
        for before, duty in pairs.items():
            duty._opened('issue', *_WORK).with_context(mail_notrack=QUIET).write({
                'continues_id': before.id, 'progress': before.progress,
                **({'superior_duty_id': before.superior_duty_id.id} if before.superior_duty_id else {})})
            named[before.user_ids & duty.department_id.member_user_ids] |= duty
            if duty.deadline == before.deadline and before.follow_up_level:
                followed[before.follow_up_level] |= duty
        for users, duties in named.items():
            duties._opened('issue', *_WORK).user_ids = users
        for level, duties in followed.items():
            duties._set_follow_up(level)
        self._move_activities(pairs)
        self.browse().union(*pairs.values())._message_log_batch({
            duty.id: self.env._("Continues the duty of %s, with its progress and results.", before._document().code)
            for before, duty in pairs.items()})

    def _root(self):
        """:return: dan_van.assignment, the duty as its source gives it; this one itself, or the one that it was made from"""
        return self.parent_id or self

    def _shared_work(self):
        """:return: the record that stands for the work of several units: the document whose directive asks for it, or the duty as given"""
        return self.incoming_id and (self.superior_duty_id or self.incoming_id) or self._root()

    def _shared_with(self, unit):
        """:return: dan_van.assignment of ``unit`` that asks for the same work: of all units, or of several; a directive asks for one"""
        family = self.incoming_id.assignment_ids.filtered(
            lambda duty: duty.superior_duty_id == self.superior_duty_id) or self._root() | self._root().child_ids
        return family.filtered(lambda duty: duty.scope == 'unit' and duty.department_id == unit and not duty.ended)

    def _is_added(self):
        """:return: whether a decision has given this duty to one more unit, not to one that goes on instead of another"""
        duty = self
        while duty.continues_id._document() == duty._document():
            duty = duty.continues_id
        return bool(duty.parent_id)

    def _is_directed(self):
        """:return: whether the directive names the unit of this duty, which a decision had made before"""
        return self.department_id in (self.incoming_id.department_id | self.incoming_id.directive_unit_ids)

    def _handed_to(self):
        """:return: dan_van.assignment, the duty as which this one goes on in its own document, itself where nobody has handed it over"""
        duty = self
        while duty.ended == 'handed_over' and duty.continued_by_ids._document() == duty._document():
            duty = duty.continued_by_ids
        return duty

    def _heirs(self):
        """:return: dan_van.assignment, as what this printed duty goes on: the one of who has it now, then those of units that got it too"""
        added = self.child_ids.filtered(lambda duty: self.scope == 'unit' and duty.continues_id._document() != self._document())
        return self._handed_to().union(*(duty._handed_to() for duty in added)).filtered(
            lambda duty: not duty.ended or duty == self)

    def _given_anew(self):
        """:return: dan_van.assignment, what the unit of this duty, which has ended, has been given in its place"""
        given = self.incoming_id.assignment_ids.filtered(
            lambda duty: not duty.parent_id and duty.superior_duty_id == self.superior_duty_id) | self._root().child_ids
        return given.filtered(lambda duty: duty.department_id == self.department_id and not duty.ended) if self.ended else given[:0]

    def _days_done_before(self):
        """:return: set of the days for which this duty was planned and was done by the units that have handed it over"""
        found, duty = set(), self.continues_id
        while duty:
            if duty.ended == 'handed_over':
                found.update(each.planned_date for each in duty.occurrence_ids if each.planned_date and each.done_date)
            duty = duty.continues_id
        return found

    def _extended(self, deadline):
        """:return: the date to which requests for more time and decisions have moved ``deadline``: the text may be older than these"""
        moved = [*self.extension_ids.filtered(lambda request: request.state == 'accepted'), *self.change_ids.filtered(
            lambda change: change.kind == 'postpone' and change.state == 'decided')]
        for each in sorted(moved, key=lambda each: each.decided_date):
            if each.old_deadline == deadline:
                deadline = each.new_deadline
        is_handed_over = self.continues_id and self.continues_id._document() == self._document()
        return self.continues_id._extended(deadline) if is_handed_over else deadline

    def _goes_elsewhere(self):
        """:return: whether this duty of a draft takes over the work of a unit that got it by a decision, and names another one"""
        old = self.continues_id
        return old.parent_id.scope == self.scope == 'unit' and old.department_id != self.department_id

    def _is_late_anew(self):
        """:return: whether this duty of a draft is overdue as soon as that is issued, though it continues none that is late"""
        today, old = legal_today(self), self.continues_id
        if not is_late(today, self.deadline):
            return False
        return not old or not (old.done_date or is_late(today, old.deadline)) and is_late(today, old._extended(self.deadline))

    @api.model
    def _move_work(self, pairs):
        for model in ('dan_van.extension', 'dan_van.assignment.change', 'dan_van.quality.check', 'dan_van.reminder.line'):
            self._move_records(model, pairs)
        self._move_records('dan_van.assignment.change', pairs, 'new_assignment_id')

    @api.model
    def _move_records(self, model, pairs, link='assignment_id'):
        records = self.env[model].search([(link, 'in', [duty.id for duty in pairs])])
        # The deadline from which more time was asked for is history.
        with self.env.protecting([field for name, field in records._fields.items() if name == 'old_deadline'], records):
            for before, of_duty in records.grouped(link).items():
                of_duty._opened('issue', link).write({link: pairs[before].id})

    @api.model
    def _move_evidence(self, pairs, occurrences):
        """Hang the evidence on the new duties; what was sent with a message stays with it, and is copied.

        :param occurrences: ``{old occurrence: new occurrence}``
        """
        told = self.env['mail.message'].search([
            ('attachment_ids', 'in', self.browse().union(*pairs).evidence_ids.ids)]).attachment_ids
        for before, duty in pairs.items():
            if not (files := before.evidence_ids):
                continue
            copies = (files & told).copy({'res_id': duty.id})
            moved = dict(zip(files & told, copies))
            with_key(files - told, EVIDENCE).write({'res_id': duty.id})
            before._opened('issue', *_WORK).evidence_ids = files & told
            duty._opened('issue', *_WORK).evidence_ids = files - told | copies
            for each in before.occurrence_ids.filtered('evidence_ids'):
                occurrences[each]._opened('plan').evidence_ids = files.union(*(moved.get(file, file) for file in each.evidence_ids))
                each._opened('plan').evidence_ids &= told

    @api.model
    def _move_activities(self, pairs):
        """Let who is to do something about a duty do it about the new one; reminders of another deadline stay behind."""
        kind = self.env.ref('dan_van.mail_activity_deadline')
        activities = self.env['mail.activity'].search([
            ('res_model', '=', self._name), ('res_id', 'in', [duty.id for duty in pairs])])
        for res_id, of_duty in activities.grouped('res_id').items():
            duty = pairs[self.browse(res_id)]
            if not duty.follow_up_level:
                of_duty = of_duty.filtered(lambda activity: activity.activity_type_id != kind)
            of_duty.write({'res_id': duty.id})


def _sameness(duty):
    """:return: what two duties have in common that are one in two plans"""
    return canonical(duty.text), duty.scope, duty.department_id.id or canonical(duty.unit_label or '')


def _listed(title, duties):
    names = [f'- {duty.display_name}' for duty in duties[:LINES]]
    return [title, *names, *(['…'] if len(duties) > LINES else [])] if names else []
