import base64
import hashlib
import json
from dataclasses import dataclass, field

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from ..models.document_part import shortened
from ..models.plan_document import block_of
from ..rendering.comparison import align, compare
from .plan_import_rows import basis_values

TEXTS = ('subject', 'preamble', 'closing', 'recipients')
KINDS = [('changed', "Changed"), ('new', "New"), ('gone', "Gone")]
PARTS = [('text', "Plan"), ('basis', "Legal basis"), ('content', "Text"), ('duty', "Assignment")]


@dataclass
class Item:
    """A piece of the plan, in the draft or in the file.

    ``record`` is the part of the draft, empty for a piece of the file; ``values`` are those of the file. ``taken`` says
    whether a difference is to be written.
    """

    part: str
    text: str
    level: int = 0
    record: object = None
    values: dict = field(default_factory=dict)
    taken: bool = False


class PlanReturn(models.TransientModel):
    """A Word file that was edited outside comes back: what differs is shown piece by piece, and taken or left.

    The file is read again when the changes are taken, so nothing but the choice is kept of the first look.
    """

    _name = 'dan_van.plan.return'
    _description = 'Edited file of a plan'
    _rec_name = 'filename'

    plan_id = fields.Many2one('dan_van.plan', required=True, ondelete='cascade')
    file = fields.Binary(attachment=False)
    filename = fields.Char()
    state = fields.Selection([('upload', "Upload"), ('preview', "Preview")], default='upload', readonly=True)
    line_ids = fields.One2many('dan_van.plan.return.line', 'return_id', 'Differences')
    signature = fields.Char(readonly=True)

    def action_read(self):
        """Read the file and show what differs from the draft.

        :raise UserError: the file can't be read, the plan is no draft, or nothing differs
        """
        self.ensure_one()
        differences = [pair for pair in self._pairs() if _kind(*pair)]
        if not differences:
            raise UserError(self.env._("“%s” says what the draft says: nothing has changed.", self.filename or ''))
        self.write({
            'state': 'preview',
            'signature': _signature(differences),
            'line_ids': [Command.clear(), *(Command.create({
                'sequence': index,
                'kind': _kind(old, new),
                'part': (new or old).part,
                'name': shortened(' '.join((new or old).text.split())),
                'change_lines': compare(_lines(old), _lines(new)),
            }) for index, (old, new) in enumerate(differences))],
        })
        return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': self.id, 'view_mode': 'form', 'target': 'new'}

    def action_take(self):
        """Write the chosen differences into the draft, all or none.

        :raise UserError: the plan is no draft any more, or was changed since the file was read
        """
        self.ensure_one()
        pairs = self._pairs()
        differences = [pair for pair in pairs if _kind(*pair)]
        if self.signature != _signature(differences):
            raise UserError(self.env._(
                "“%s” was changed after you read the file. Read it again, then choose.", self.plan_id.display_name))
        for line in self.line_ids:
            for item in filter(None, differences[line.sequence]):
                item.taken = line.take
        self._take(pairs)
        self.plan_id.message_post(
            body=self.env._("%s changes taken from the edited file.", len(self.line_ids.filtered('take'))),
            attachments=[(self.filename or 'plan.docx', base64.b64decode(self.file))])
        return {'type': 'ir.actions.act_window', 'res_model': 'dan_van.plan', 'res_id': self.plan_id.id,
                'view_mode': 'form', 'target': 'main'}

    # Both versions

    def _pairs(self):
        """:return: list of (:class:`Item` of the draft, of the file), ``None`` where one has it and the other hasn't"""
        plan = self.plan_id
        plan.check_access('write')
        plan._check_draft()
        reader = self.env['dan_van.plan.import'].new({
            'file': self.file, 'filename': self.filename, 'company_id': plan.company_id.id})
        document = reader._parsed()
        values = reader._texts(document)
        # The print puts the closing marks itself, so they are no difference.
        pairs = [(Item('text', (plan[name] or '').rstrip(' ./;'), record=plan, values={'field': name}),
                  Item('text', (values[name] or '').rstrip(' ./;'), values={'field': name})) for name in TEXTS]
        bases = [Item('basis', basis.text, record=basis) for basis in plan.basis_ids]
        new_bases = [Item('basis', basis.text, values=basis_values(basis)) for basis in document.bases]
        return pairs + _paired(bases, new_bases) + _paired(self._draft_items(), _file_items(reader._rows(document)))

    def _draft_items(self):
        parents = self.plan_id.content_ids.parent_id
        for part in self.plan_id._in_print_order():
            if part._name == 'dan_van.assignment':
                yield Item('duty', _printed(part.label, part.unit_label, part.text), 1, part)
            else:
                yield Item('content', _printed(
                    part.label, part.title, part.text, not part.parent_id, part in parents), part.level, part)

    # Writing

    def _take(self, pairs):
        """Write the differences that are taken; what is left stays as the draft has it.

        :param pairs: as :meth:`_pairs` gives them, in the order of the file
        """
        kept, path = [], []
        for old, new in pairs:
            record = old and old.record
            if new and new.taken:
                record = self._write_item(old, new, path)
            if not record or old and old.taken and not new:
                continue
            part = (new or old).part
            if part == 'content':
                path[record.level:] = [record]
            if part in ('content', 'duty'):
                kept.append(record)
        gone = [old for old, new in pairs if not new and old.taken]
        self._remove(gone)
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

    def _write_item(self, old, new, path):
        """Write what the file says; :return: the part of the draft"""
        if new.part == 'text':
            old.record.write({new.values['field']: new.text or False})
            return old.record
        values = dict(new.values)
        if old:
            old.record._write_changes(values)
            return old.record
        values['plan_id'] = self.plan_id.id
        if new.part == 'content':
            level = min(new.level, len(path))
            values['parent_id'] = path[level - 1].id if level else False
            values['kind'] = False if level else new.values.get('kind') or 'other'
        model = {'basis': 'dan_van.legal.basis', 'content': 'dan_van.content', 'duty': 'dan_van.assignment'}[new.part]
        return self.env[model].create(values)


class PlanReturnLine(models.TransientModel):
    _name = 'dan_van.plan.return.line'
    _description = 'Difference between an edited file and its plan'
    _order = 'return_id, sequence'

    return_id = fields.Many2one('dan_van.plan.return', required=True, ondelete='cascade', index=True)
    sequence = fields.Integer(readonly=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    part = fields.Selection(PARTS, 'Where', required=True, readonly=True)
    name = fields.Char('What', readonly=True)
    change_lines = fields.Json('Changes', readonly=True)
    take = fields.Boolean(default=True)


def _file_items(rows):
    """Yield the items of a file from the rows that its import would show."""
    rows = [row for row in rows if row['type'] in ('heading', 'content', 'duty')]
    for row, following in zip(rows, [*rows[1:], {}]):
        if row['type'] == 'duty':
            names = ('label', 'unit_label', 'text', 'scope', 'department_id', 'deadline', 'deadline_text', 'output')
            values = {name: row[name] for name in names if row.get(name)}
            values['kind'] = row['duty_kind']
            yield Item('duty', _printed(row['label'], row['unit_label'], row['text']), 1, values=values)
        else:
            has_parts = following.get('level', 0) > row['level']
            values = {name: row.get(name) or False for name in ('label', 'title', 'text')}
            if not row['level']:
                values['kind'] = row.get('kind')
            yield Item('content', _printed(
                row['label'], row['title'], row['text'], not row['level'], has_parts), row['level'], values=values)


def _printed(*args):
    return '\n'.join(paragraph.text for paragraph in block_of(*args).paragraphs())


def _paired(old, new):
    old, new = list(old), list(new)
    return [(None if before is None else old[before], None if after is None else new[after])
            for before, after in align([item.text for item in old], [item.text for item in new])]


def _kind(old, new):
    """:return: how the pair differs, ``None`` where it doesn't"""
    if old is None:
        return 'new'
    if new is None:
        return 'gone'
    return None if _lines(old) == _lines(new) else 'changed'


def _lines(item):
    return [' '.join(line.split()) for line in item.text.splitlines() if line.strip()] if item else []


def _signature(differences):
    texts = [[item and [item.part, item.text] for item in pair] for pair in differences]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()
