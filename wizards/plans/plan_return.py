import base64
from itertools import takewhile

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ...importer.words import canonical
from ...models.core.document_part import shortened
from ...models.core.reading import whole
from ..core.dialog import HOURS
from .plan_import_rows import basis_values
from .plan_pieces import Item, Pair, pair_in_order, pair_units, printed, signature

TEXTS = ('subject', 'preamble', 'closing', 'recipients', 'archive')
KINDS = [('changed', "Changed"), ('moved', "Moved"), ('new', "New"), ('gone', "Gone")]
PARTS = [('text', "Plan"), ('basis', "Legal basis"), ('content', "Text"), ('duty', "Assignment"), ('unit', "Unit in charge")]
_TIME = ('deadline', 'deadline_text', 'recurrence', 'further_dates')
_DUTY_NAMES = ('label', 'unit_label', 'text', 'scope', 'department_id', *_TIME)
_UNIT_NAMES = ('role', 'text', 'scope', 'department_id', *_TIME, 'output')


class PlanReturn(models.TransientModel):
    """A plan is imported again from a changed file: what differs is shown piece by piece, and taken or left.

    The file is read again when the changes are taken, so nothing but the choice is kept of the first look. Parts of the
    draft keep their identity, and with it the work recorded on them, when their text or their place changes.
    """

    _name = 'dan_van.plan.return'
    _description = 'Changed file of a plan'
    _inherit = ['dan_van.dialog']
    _rec_name = 'filename'
    _transient_max_hours = HOURS

    plan_id = fields.Many2one('dan_van.plan', required=True, ondelete='cascade')
    plan_state = fields.Selection(related='plan_id.state')
    can_replace = fields.Boolean(related='plan_id.can_replace')
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    state = fields.Selection(
        [('upload', "Upload"), ('preview', "Preview")], default='upload', readonly=True, open_in=(), given_by=('read',))
    line_ids = fields.One2many('dan_van.plan.return.line', 'return_id', 'Differences')
    signature = fields.Char(readonly=True)

    def action_read(self):
        """Read the file and show what differs from the draft.

        :raise UserError: the file can't be read, the plan is no draft, or nothing differs
        """
        self.ensure_one()
        differences = [pair for pair in self._pairs() if pair.kind]
        if not differences:
            raise UserError(self.env._("“%s” says what the draft says: nothing has changed.", self.filename or ''))
        self._opened('read').write({
            'state': 'preview',
            'signature': signature(differences),
            'line_ids': [Command.clear(), *(
                Command.create(self._line_values(index, pair)) for index, pair in enumerate(differences))],
        })
        return self._open()

    def _open(self):
        return {'type': 'ir.actions.act_window', 'name': self.env._("Import again"), 'res_model': self._name,
                'res_id': self.id, 'view_mode': 'form', 'views': [(False, 'form')], 'target': 'new'}

    def _line_values(self, index, pair):
        work = pair.kind == 'gone' and self._work_on(pair.old)
        return {
            'sequence': index,
            'kind': pair.kind,
            'part': pair.part,
            'name': shortened(' '.join((pair.new or pair.old).text.split())),
            'change_lines': pair.change_lines(),
            'work': work,
            'take': not work,
        }

    def action_take(self):
        """Write the chosen differences into the draft, all or none.

        :raise UserError: the plan is no draft any more, or was changed since the file was read
        """
        self.ensure_one()
        pairs = self._pairs()
        differences = [pair for pair in pairs if pair.kind]
        if self.signature != signature(differences):
            raise UserError(self.env._(
                "“%s” was changed after you read the file. Read it again, then choose.", self.plan_id.display_name))
        for line in self.line_ids:
            differences[line.sequence].taken = line.take
        self._take(pairs)
        self.plan_id._propose_continued()
        self.plan_id._telling().message_post(
            body=self.env._("%s changes taken from the edited file.", len(self.line_ids.filtered('take'))),
            attachments=[(self.filename or 'plan.docx', base64.b64decode(whole(self).file))])
        if self.env.context.get('active_model') == 'dan_van.plan' and self.env.context.get('active_id') == self.plan_id.id:
            return {'type': 'ir.actions.act_window_close'}  # back to its form
        return {'type': 'ir.actions.act_window', 'res_model': 'dan_van.plan', 'res_id': self.plan_id.id, 'view_mode': 'form'}

    def action_replace(self):
        """Make the draft that replaces the issued plan, and take the file into that one.

        :return: action that opens this dialog for the new draft
        :raise UserError: the plan is not in force, or the user doesn't draft for its unit
        """
        self.ensure_one()
        new = self.plan_id.action_replace()['res_id']
        return self.create({'plan_id': new})._open()

    # Both versions

    def _pairs(self):
        """:return: list of :class:`Pair` of the draft and the file
        :raise UserError: the plan is no draft, or the file can't be read
        """
        plan = self.plan_id
        plan.check_access('write')
        plan._check_draft()
        reader = whole(self.env['dan_van.plan.import']).new({
            'file': whole(self).file, 'filename': self.filename, 'company_id': plan.company_id.id})
        document = reader._parsed()
        values = reader._texts(document)
        # The print puts the closing marks itself, so they are no difference.
        pairs = [Pair(Item('text', _bare(plan[name]), record=plan), Item('text', _bare(values[name]), values={'field': name}))
                 for name in TEXTS]
        bases = [Item('basis', basis.text, record=basis, body=basis.text) for basis in plan.basis_ids]
        new_bases = [Item('basis', basis.text, values=basis_values(basis), body=basis.text) for basis in document.bases]
        old_items, old_units = self._draft_items()
        new_items, new_units = self._file_items(reader._rows(document))
        pieces = pair_in_order(old_items, new_items)
        return pairs + pair_in_order(bases, new_bases) + pieces + self._told(pair_units(old_units, new_units, pieces))

    def _draft_items(self):
        """:return: the pieces of the draft in the order of print, and the units in charge of them"""
        plan = self.plan_id
        parents = plan.content_ids.parent_id
        items = []
        for part in plan._in_print_order():
            if part._name == 'dan_van.assignment':
                words = (part.unit_label, part.text)
                items.append(Item('duty', printed(part.label, *words), 1, part, body=printed('', *words)))
            else:
                items.append(Item(
                    'content', printed(part.label, part.title, part.text, not part.parent_id, part in parents),
                    part.level, part, body=printed('', part.title, part.text)))
            items[-1].place = part
        owners = {item.record: item for item in items}
        units = [
            Item('unit', '', record=duty, body=canonical(duty.unit_label or duty.department_id.name or ''),
                 values={'role': duty.role, 'text': duty.text, 'department_id': duty.department_id.id},
                 owner=next((owners[content] for content in duty.content_ids if content in owners), None))
            for duty in plan.printed_assignment_ids.filtered(lambda duty: not (duty.printed or duty.in_annex)).sorted('sequence')]
        return items, units

    def _file_items(self, rows):
        """:return: as :meth:`_draft_items`, from the rows that an import of the file would show"""
        items, units = [], []
        following = [row for row in rows if row['type'] in ('heading', 'content', 'duty')][1:] + [{}]
        following = iter(following)
        # Annexes are no part of what is compared, so their tasks are none either.
        for row in takewhile(lambda row: row['type'] != 'annex', rows):
            if row['type'] == 'unit':
                values = {**{name: row.get(name) or False for name in _UNIT_NAMES}, **_organs(row)}
                values |= {
                    'printed': False, 'role': values['role'] or 'lead', 'kind': row.get('duty_kind') or 'order', 'unit_label': row['unit']}
                owner = items[-1] if items[-1].part == 'content' else None
                units.append(Item('unit', '', values=values, body=canonical(row['unit'] or ''), owner=owner))
            elif row['type'] == 'duty':
                values = {**{name: row.get(name) or False for name in _DUTY_NAMES}, **_organs(row)}
                words = (row['unit_label'], row['text'])
                items.append(Item('duty', printed(row['label'], *words), 1, values={**values, 'kind': row['duty_kind']},
                                  body=printed('', *words)))
                next(following)
            elif row['type'] in ('heading', 'content'):
                items.append(_content_item(row, next(following).get('level', 0) > row['level']))
        return items, units

    def _told(self, pairs):
        """Give the units in charge the words in which they are shown and compared."""
        for pair in pairs:
            for item in filter(None, (pair.old, pair.new)):
                item.text = self._unit_text(item.record or item.values, pair)
        return pairs

    def _unit_text(self, source, pair):
        # A unit that was chosen by hand for a name of the text is no difference.
        first = pair.old.record if pair.old else source
        unit = first['department_id']
        if isinstance(unit, int):
            unit = self.env['hr.department'].browse(unit or [])
        role = self.env._("Lead") if source['role'] == 'lead' else self.env._("Coordinate")
        deadline = source['deadline_text'] or source['deadline'] and str(source['deadline'])
        return '\n'.join(filter(None, (
            f"{role}: {unit.name or first['unit_label'] or ''}", source['text'],
            deadline and self.env._("Deadline: %s", deadline),
            source['output'] and self.env._("Output: %s", source['output']))))

    # What hangs on a piece

    def _work_on(self, item):
        """:return: sentence on the work that would be lost with a piece of the draft, empty where there is none"""
        if item.part == 'content':
            duties = item.record.assignment_ids
        elif item.part in ('duty', 'unit'):
            duties = item.record
        else:
            return ''
        duties |= duties.child_ids
        found = [
            (self.env._("persons: %s", ', '.join(duties.user_ids.mapped('name'))), duties.user_ids),
            (self.env._("progress: %s %%", max(duties.mapped('progress'), default=0)), any(duties.mapped('progress'))),
            (self.env._("results"), any(duties.mapped('result'))),
            (self.env._("done"), any(duties.mapped('done_date'))),
            (self.env._("evidence"), duties.evidence_ids),
            (self.env._("messages"), duties.message_ids.filtered(lambda message: message.message_type == 'comment')),
            (self.env._("activities"), duties.activity_ids),
        ]
        return ', '.join(words for words, has_any in found if has_any)

    # Writing

    def _take(self, pairs):
        """Write the differences that are taken; what is left stays as the draft has it.

        :param pairs: as :meth:`_pairs` gives them, in the order of the file
        """
        kept, path = [], []
        for pair in pairs:
            if pair.moved_to and pair.moved_to.taken or pair.moved and not pair.taken:
                continue
            record = pair.old and pair.old.record
            if pair.new and pair.taken:
                record = self._write_item(pair, path)
            if not record or pair.taken and not pair.new:
                continue
            for item in filter(None, (pair.old, pair.new)):
                item.place = record
            if pair.part == 'content':
                path[record.level:] = [record]
            if pair.part in ('content', 'duty', 'unit'):
                kept.append(record)
        self._remove([pair.old for pair in pairs if pair.taken and not pair.new])
        for sequence, record in enumerate(kept, 1):
            if record.sequence != sequence * 10:
                record.sequence = sequence * 10

    def _remove(self, items):
        """Delete parts of the draft; what stays below a deleted content moves up."""
        contents = self.env['dan_van.content'].union(*(item.record for item in items if item.part == 'content'))
        for content in contents:
            (content.child_ids - contents).parent_id = content.parent_id
        for item in reversed(items):
            item.record.unlink()

    def _write_item(self, pair, path):
        """Write what the file says; :return: the part of the draft"""
        old, new = pair.old, pair.new
        if new.part == 'text':
            old.record.write({new.values['field']: new.text or False})
            return old.record
        values = dict(new.values)
        if new.part == 'content' and (pair.moved or not old):
            level = min(new.level, len(path))
            values['parent_id'] = path[level - 1].id if level else False
            values['kind'] = False if level else new.values.get('kind') or 'other'
        if new.part == 'unit' and new.owner and new.owner.place:
            values['content_ids'] = [Command.set(new.owner.place.ids)]
        if old:
            old.record._write_changes(_without_corrections(old.record, values))
            return old.record
        values['plan_id'] = self.plan_id.id
        model = {'basis': 'dan_van.legal.basis', 'content': 'dan_van.content'}.get(new.part, 'dan_van.assignment')
        return self.env[model].create(values)


class PlanReturnLine(models.TransientModel):
    _name = 'dan_van.plan.return.line'
    _description = 'Difference between a changed file and its plan'
    _inherit = ['dan_van.dialog.row']
    _order = 'return_id, sequence'
    _transient_max_hours = HOURS

    _row_of = 'return_id'
    _chosen = ('take',)

    return_id = fields.Many2one('dan_van.plan.return', required=True, ondelete='cascade', index=True)
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    part = fields.Selection(PARTS, 'Where', required=True, readonly=True)
    name = fields.Char('What', readonly=True)
    change_lines = fields.Json('Changes', readonly=True)
    work = fields.Char('Would be lost', readonly=True, help="What has been recorded on the assignments that go with this piece.")
    take = fields.Boolean(default=True)


def _bare(text):
    return (text or '').rstrip(' ./;')


def _content_item(row, has_parts):
    values = {name: row.get(name) or False for name in ('label', 'title', 'text')}
    if not row['level']:
        values['kind'] = row.get('kind')
    words = [values[name] or '' for name in ('title', 'text')]
    return Item('content', printed(values['label'], *words, not row['level'], has_parts), row['level'], values=values,
                body=printed('', *words))


def _organs(row):
    return {'organ_ids': row.get('organ_ids') or [Command.set([])]}


def _without_corrections(record, values):
    """Leave out what people have put right in the draft and the changed file repeats as it was."""
    values = dict(values)
    if 'unit_label' in values and canonical(record.unit_label or '') == canonical(values['unit_label'] or ''):
        for name in ('scope', 'department_id', 'organ_ids'):
            del values[name]
    if 'deadline_text' in values and (record.deadline_text or False) == values['deadline_text']:
        for name in _TIME:
            del values[name]
    return values


class Plan(models.Model):
    _inherit = 'dan_van.plan'

    can_import_again = fields.Boolean(compute='_compute_can_import_again')

    @api.depends('state', 'can_replace')
    @api.depends_context('uid')
    def _compute_can_import_again(self):
        """A file goes into a draft that one may write, or into the draft that replaces what is in force."""
        for plan in self:
            plan.can_import_again = plan.can_replace or bool(plan.id) and plan.state == 'draft' and not plan.dan_van_read_only
