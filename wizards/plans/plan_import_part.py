from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...importer import deadlines, labels
from ...importer.assignments import split_duty
from ...importer.document import Assignment, Item
from ...importer.words import is_caps
from ...models.core.document_part import shortened
from ...models.plans.content import SECTION_KINDS
from ...models.plans.plan_document import block_of
from ..core.dialog import HOURS
from .plan_import_known import Known
from .plan_import_rows import duty_rows

TYPES = [
    ('enacting', "Enacting paragraph"), ('heading', "Heading"), ('content', "Text"), ('duty', "Assignment"),
    ('unit', "Unit in charge"), ('closing', "Closing paragraph"), ('annex', "Annex"), ('task', "Task of an annex")]
# What a person can turn a row into; a unit in charge belongs to another row.
MAIN_TYPES = ('enacting', 'heading', 'content', 'duty', 'closing')
# The text of an annex is taken over as it stands; its rows only say whose work its tasks are.
ANNEXED = ('annex', 'task')
ROW_FIELDS = (
    'sequence', 'line', 'paths', 'type', 'level', 'label', 'title', 'text', 'kind', 'owner_id', 'unit', 'candidates',
    'department_id', 'scope', 'organ_ids', 'role', 'duty_kind', 'unit_label', 'deadline', 'deadline_text', 'recurrence', 'further_dates', 'output',
    'takes_duties')
DUTY_FIELDS = ('unit', 'candidates', 'department_id', 'organ_ids', 'unit_label', 'deadline', 'deadline_text', 'recurrence', 'further_dates')
_ENDS = ('.', ';', ':', '!', '?')


class PlanImportPart(models.TransientModel):
    """A row of the preview: a heading, a text, a duty, or a unit in charge of the row above it.

    The operations keep every word: what leaves one row is in another one, and ``action_undo`` of the import goes back.
    """

    _name = 'dan_van.plan.import.part'
    _description = 'Part of the text that was recognised'
    _inherit = 'dan_van.plan.import.line'
    _transient_max_hours = HOURS

    _said = ('label', 'title', 'text', 'unit_label', 'unit', 'deadline_text', 'output')

    type = fields.Selection(TYPES, required=True, default='content')
    level = fields.Integer(help="0 for a section, 1 for what stands below it, and so on.")
    label = fields.Char()
    title = fields.Char()
    text = fields.Text()
    kind = fields.Selection(SECTION_KINDS, help="Only for sections.")
    name = fields.Char('As printed', compute='_compute_name')
    # Only for sections and annexes
    takes_duties = fields.Boolean(
        'Take over', default=True, help="Without it, what stands here is text of the plan alone: nobody gets an assignment.")
    duty_count = fields.Integer('Assignments', compute='_compute_duty_count')
    # Assignments
    owner_id = fields.Many2one('dan_van.plan.import.part', 'Task', ondelete='cascade', index='btree_not_null')
    unit = fields.Char('Unit in the text', readonly=True)
    candidates = fields.Char('Perhaps', readonly=True, help="Units with a similar name; choose yourself.")
    department_id = fields.Many2one('hr.department', 'Unit', domain="[('dan_van_kind', '!=', False)]")
    is_unmatched = fields.Boolean(compute='_compute_is_unmatched')
    scope = fields.Selection(
        [('unit', "One unit"), ('all', "All units"), ('agencies', "Agencies below")], required=True, default='unit')
    organ_ids = fields.Many2many(
        'dan_van.organ', 'dan_van_plan_import_part_organ_rel', 'part_id', 'organ_id', 'Agencies', domain="[('is_below', '=', True)]",
        help="The agencies below that get this duty; take out those that are not meant.")
    organ_names = fields.Char('Agencies below', compute='_compute_organ_names')
    role = fields.Selection([('lead', "Lead"), ('coordinate', "Coordinate")], required=True, default='lead')
    duty_kind = fields.Selection(
        [('order', "Order"), ('request', "Request")], 'Order or request', required=True, default='order')
    unit_label = fields.Char('Unit as printed')
    deadline = fields.Date()
    deadline_text = fields.Char('Deadline as printed')
    recurrence = fields.Selection(
        lambda self: self.env['dan_van.assignment']._fields['recurrence']._description_selection(self.env), 'How often')
    further_dates = fields.Char('Further deadlines')
    output = fields.Char()

    _level_allowed = models.Constraint('CHECK(level >= 0)', "The level of a part begins at 0.")

    @api.depends('label', 'title', 'text', 'unit_label', 'unit', 'type')
    def _compute_name(self):
        for row in self:
            row.name = shortened(' '.join((row.unit if row.type == 'unit' else row._printed()).split()))

    @api.depends('import_id.line_ids.type', 'import_id.line_ids.level', 'import_id.line_ids.sequence')
    def _compute_duty_count(self):
        """Count the duties below each section and each annex."""
        counts = Counter(root for wizard in self.import_id for root, row in wizard._with_roots() if row.type in ('duty', 'unit'))
        for row in self:
            row.duty_count = counts[row]

    @api.depends('type', 'scope', 'department_id', 'organ_ids')
    def _compute_is_unmatched(self):
        for row in self:
            who = {'unit': row.department_id, 'agencies': row.organ_ids}
            row.is_unmatched = row.type in ('duty', 'unit') and not who.get(row.scope, True)

    @api.depends('scope', 'organ_ids')
    def _compute_organ_names(self):
        for row in self:
            organs = row.organ_ids if row.scope == 'agencies' else row.organ_ids.browse()
            row.organ_names = organs and shortened(self.env._(
                "%(count)s agencies: %(names)s", count=len(organs), names='; '.join(organs.mapped('name'))))

    @api.onchange('scope')
    def _onchange_scope(self):
        """Only agencies below have agencies, only one unit has a unit."""
        if self.scope != 'agencies':
            self.organ_ids = False
        if self.scope != 'unit':
            self.department_id = False

    @api.onchange('department_id')
    def _onchange_department_id(self):
        """Who names one unit means no other."""
        if self.department_id:
            self.scope = 'unit'

    # Operations

    def action_up(self):
        """Move the row with all that stands below it before the one above; a unit to the task before its own.

        :raise UserError: it is the first one
        """
        self._move(-1)

    def action_down(self):
        """Move the row with all that stands below it behind the next one; a unit to the task behind its own.

        :raise UserError: it is the last one
        """
        self._move(1)

    def action_deeper(self):
        """Put the row, with all that stands below it, below the one before it on its level.

        :raise UserError: nothing stands before it that it could stand below
        """
        with self._changing('enacting', 'closing', 'unit', *ANNEXED) as rows:
            before = next((row for row in reversed(rows[:rows.index(self)]) if row.level <= self.level), self)
            if before == self or before.level < self.level or before.type not in ('heading', 'content'):
                raise UserError(self.env._("Nothing stands above “%s” that it could stand below.", self.name))
            for row in self._block(rows):
                row.level += 1

    def action_shallower(self):
        """Take the row, with all that stands below it, one level out.

        :raise UserError: it stands on the outermost level
        """
        with self._changing('enacting', 'closing', 'unit', *ANNEXED) as rows:
            if self.level <= (self.type == 'duty'):
                raise UserError(self.env._("“%s” stands on the outermost level already.", self.name))
            for row in self._block(rows):
                row.level -= 1

    def action_merge(self):
        """Add the row to the one above it: its words to the text, its units and what stands below it to that row.

        :raise UserError: nothing stands above it
        """
        with self._changing('unit', *ANNEXED) as rows:
            index = rows.index(self)
            above = next((row for row in reversed(rows[:index]) if row.type != 'unit'), None)
            if above is None:
                raise UserError(self.env._("Nothing stands above “%s” that it could be merged with.", self.name))
            block = self._block(rows)
            if above.type in ('heading', 'content'):
                fragment = self._printed()
                for row in block[1:]:
                    row.level += above.level - self.level
            else:
                fragment = _lines(block)
                self._absorb(block, above)
            before = above.title or above.text
            above._append(fragment, bool(self.label or self.title))
            above.paths = [*(above.paths or []), *(self.paths or [])]
            above._units_follow(before)
            self._hand_over_units(above)
            self.unlink()

    def action_split(self, offset, name='text'):
        """Divide the row: what stands behind ``offset`` becomes a row of its own, with the label it begins with.

        :param offset: number of characters of the field that stay
        :param name: ``text`` or ``title``
        :raise UserError: nothing would be left on one side
        """
        with self._changing('unit', *ANNEXED):
            value = self[name] if name in ('text', 'title') and type(offset) is int else ''
            first, second = (value or '')[:offset].rstrip(), (value or '')[offset:].lstrip()
            if not (first and second):
                raise UserError(self.env._("Put the cursor into the text, where the new part begins."))
            before = self.title or self.text
            values = {
                'type': 'content' if self.type == 'heading' else self.type, 'level': self.level, 'label': False,
                'title': False, 'owner_id': False, 'line': self.line, 'paths': self.paths}
            if name == 'title':
                second = '\n'.join(filter(None, (second, self.text)))
                self.write({'title': first, 'text': False})
            else:
                self.text = first
            if self.type == 'heading' and not self.level:
                values['level'] = 1
            self._copy_as(values, second)
            self._units_follow(before)

    def action_retype(self, kind):
        """Make the row a heading, a text, a duty of a unit, or part of the enacting or the closing paragraph.

        :param kind: one of :data:`MAIN_TYPES`
        :raise UserError: there is no such type
        """
        if kind not in MAIN_TYPES:
            raise UserError(self.env._("A part can't become “%s”.", kind))
        with self._changing('unit', *ANNEXED) as rows:
            if kind == self.type:
                return
            block = self._block(rows)
            if self.type == 'duty':
                self.write({'text': self._run_on(), **dict.fromkeys(DUTY_FIELDS, False), 'scope': 'unit'})
            if kind == 'heading' and not self.title:
                self.title, _newline, rest = (self.text or '').partition('\n')
                self.text = rest or False
            elif kind == 'content':
                self.write({'text': self._run_on(), 'title': False})
            elif kind == 'duty':
                text = _lines(block, with_label=False)
                self._absorb(block, self)
                values, *further = self._as_duty(self.label, text)
                self.write({'title': False, 'level': max(1, self.level), **values})
                for each in further:
                    self.copy({**each, 'owner_id': self.id})
            elif kind in ('enacting', 'closing'):
                self.write({'text': _lines(block), 'title': False, 'label': False})
                self._absorb(block, self)
            self.type = kind

    def action_add_unit(self):
        """Add a unit in charge of the row, to be chosen."""
        with self._changing('unit', 'enacting', 'closing', 'annex'):
            self.create({
                'import_id': self.import_id.id, 'type': 'unit', 'owner_id': self.id, 'level': self.level + 1, 'sequence': self.sequence,
                'line': self.line, 'paths': self.paths, 'text': self.title or self.text})

    def action_remove(self):
        """Remove the row with all that stands below it."""
        with self._changing() as rows:
            self.browse().union(*self._block(rows)).unlink()

    # How they work

    def _changing(self, *refused):
        """:return: context that gives the rows in their order and notes what changes
        :raise UserError: the row is of a type in ``refused``
        """
        self.ensure_one()
        self.check_access('write')
        if self.type in refused:
            raise UserError(self.env._("This can't be done with “%s”.", self.name))
        return self.import_id._undoable()

    def _move(self, step):
        with self._changing(*ANNEXED) as rows:
            if self.type == 'unit':
                return self._move_unit(rows, step)
            start, block = rows.index(self), self._block(rows)
            rest = [row for row in rows if row not in block]
            if step > 0:
                target = rest[start:start + 1]
                place = start + (len(target[0]._block(rest)) if target and target[0].level >= self.level else 1)
                if target and target[0].level < self.level:
                    place = start + len([row for row in rest[start:] if row in (target[0], *target[0]._own_units(rest))])
            else:
                target = [row for row in rest[:start] if row.type != 'unit' and row.level <= self.level][-1:]
                place = rest.index(target[0]) if target else 0
            if not target or target[0].type in ANNEXED:
                raise UserError(self.env._("“%s” can't be moved any further.", self.name))
            self.import_id._put_in_order([*rest[:place], *block, *rest[place:]])

    def _move_unit(self, rows, step):
        tasks = [row for row in rows if row.type != 'unit']
        place = tasks.index(self.owner_id) + step
        if not 0 <= place < len(tasks):
            raise UserError(self.env._("“%s” can't be moved any further.", self.name))
        self.write({'owner_id': tasks[place].id, 'level': tasks[place].level + 1, 'text': tasks[place]._run_on()})

    def _copy_as(self, values, text):
        """Make a row behind this one that says ``text``, which may begin with its label."""
        if values['type'] in ('content', 'duty') and (label := labels.find(text)):
            values['label'], text = label.text, text[label.end:].strip()
        values['text'], further = text, []
        if values['type'] == 'duty':
            duty, *further = self._as_duty(values['label'], text)
            values |= duty
        new = self.copy(values)
        for each in further:
            new.copy({**each, 'owner_id': new.id})

    def _block(self, rows):
        """:return: list of the row and all that stands below it"""
        start = rows.index(self)
        end = start + 1
        while end < len(rows) and (rows[end].type == 'unit' or rows[end].level > self.level):
            end += 1
        return rows[start:end]

    def _own_units(self, rows):
        return [row for row in rows if row.owner_id == self]

    def _absorb(self, block, owner):
        """Remove what stands below the row, whose words have gone elsewhere; its units then belong to ``owner``."""
        for row in block[1:]:
            if row.type == 'unit':
                row.write({'owner_id': owner.id, 'level': owner.level + 1})
            else:
                owner.paths = [*(owner.paths or []), *(row.paths or [])]
        self.browse().union(*(row for row in block[1:] if row.type != 'unit')).unlink()

    def _hand_over_units(self, above):
        """Give the units in charge of the row to ``above``, its own one as well."""
        self.search([('owner_id', '=', self.id)]).write({'owner_id': above.id, 'level': above.level + 1})
        is_other = self.department_id != above.department_id or self.organ_ids != above.organ_ids
        if self.type == 'duty' and (self.department_id or self.scope != 'unit') and is_other:
            self.copy({
                'type': 'unit', 'owner_id': above.id, 'level': above.level + 1, 'label': False, 'title': False,
                'unit_label': False, 'line': self.line, 'paths': self.paths, 'unit': self.unit})

    def _append(self, fragment, is_marked):
        """Add words: in the same paragraph where a sentence or heading runs on, else as a paragraph of their own."""
        name = 'text' if self.text or not self.title or is_marked or is_caps(self.title) != is_caps(fragment) else 'title'
        value = self[name] or ''
        runs_on = name == 'title' or value and not is_marked and not value.endswith(_ENDS)
        self[name] = (' ' if runs_on else '\n').join(filter(None, (value, fragment)))

    def _units_follow(self, before):
        """Let units that were given the wording of the row have the new one."""
        units = self.search([('owner_id', '=', self.id)])
        units.filtered(lambda unit: unit.text == before).text = self.title or self.text

    def _as_duty(self, label, text):
        """:return: list of values: of the duty that ``text`` says, then of its further units"""
        wizard = self.import_id
        first, newline, rest = text.partition('\n')
        unit, kind, duty, _confidence = split_duty(first)
        item = Item(label=label, text=first)
        found = Assignment(
            unit=unit, scope='unit', kind=kind, text=duty + newline + rest, deadline=deadlines.find(text, wizard.year))
        return [{**dict.fromkeys(DUTY_FIELDS, False), **values}
                for values in duty_rows(item, found, Known(wizard))]

    def _run_on(self):
        """:return: the words of the row without its label"""
        return '\n'.join(each.text for each in block_of('', self.unit_label or self.title, self.text).paragraphs())

    def _printed(self):
        """:return: the words of the row with its label"""
        return '\n'.join(each.text for each in block_of(self.label, self.unit_label or self.title, self.text).paragraphs())

    # Creation

    def _content_values(self):
        text = self._run_on() if self.type == 'duty' else self.text
        return {'sequence': self.sequence, 'label': self.label, 'title': self.title, 'text': text}

    def _duty_values(self, plan, contents):
        """:param contents: ``{row: content}``
        :return: values of the assignment
        """
        names = ('sequence', 'scope', 'role', 'label', 'deadline', 'deadline_text', 'recurrence', 'further_dates', 'output')
        is_printed = self.type == 'duty'
        content = contents.get(self.owner_id)
        return {
            'plan_id': plan.id,
            'department_id': self.department_id.id if self.scope == 'unit' else False,
            'organ_ids': [Command.set(self.organ_ids.ids if self.scope == 'agencies' else [])],
            'content_ids': [Command.set(content.ids)] if content else [],
            'printed': is_printed,
            'in_annex': self.owner_id.type in ANNEXED,
            'kind': self.duty_kind,
            'unit_label': self.unit_label if is_printed else self.unit,
            'text': self.text or self.owner_id._run_on() or self.unit,
            **{name: self[name] for name in names},
        }


def _lines(block, with_label=True):
    """:return: the words of a row and of all that stands below it, a paragraph a line"""
    first, *rest = [row for row in block if row.type != 'unit']
    return '\n'.join(filter(None, [first._printed() if with_label else first._run_on(), *(row._printed() for row in rest)]))
