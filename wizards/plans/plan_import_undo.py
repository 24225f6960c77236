import json
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command

from .plan_import_part import ROW_FIELDS

MOST_STEPS = 50  # that can be undone


class PlanImport(models.TransientModel):
    """The order of the rows of the preview, and the way back from what was done to them."""

    _inherit = 'dan_van.plan.import'

    history = fields.Json(readonly=True)
    can_undo = fields.Boolean(compute='_compute_can_undo')

    @api.depends('history')
    def _compute_can_undo(self):
        for wizard in self:
            wizard.can_undo = bool(wizard.history)

    def _in_order(self):
        """:return: list of the rows in the order of print, units behind the row that they belong to"""
        rows = self.line_ids.sorted(lambda row: (row.sequence, row.id))
        owned = rows.filtered(lambda row: row.type == 'unit' and row.owner_id).grouped('owner_id')
        ordered = []
        for row in rows.filtered(lambda row: row.type != 'unit' or not row.owner_id):
            ordered += [row, *owned.get(row, ())]
        return ordered

    def _with_roots(self):
        """Yield each row in the order of print with the section or annex that it stands in, empty for none."""
        root = self.env['dan_van.plan.import.part']
        for row in self._in_order():
            if not row.level and row.type != 'unit':
                root = row
            yield root, row

    def _put_in_order(self, rows=None):
        """Let the sequence say the order of print; a unit without an owner belongs to the row above it.

        :param rows: list of the rows in their new order; default as their sequence says
        """
        above = self.env['dan_van.plan.import.part']
        self.invalidate_recordset(['line_ids', 'part_ids', 'duty_ids', 'section_ids'])
        for sequence, row in enumerate(rows or self._in_order()):
            if row.type != 'unit':
                above = row
            elif not row.owner_id:
                row.write({'owner_id': above.id, 'level': above.level + 1})
            if row.sequence != sequence:
                row.sequence = sequence
        self.invalidate_recordset(['line_ids', 'part_ids', 'duty_ids', 'section_ids'])

    def write(self, vals):
        result = super().write(vals)
        if 'line_ids' in vals:
            for wizard in self:
                wizard._put_in_order()
        return result

    @contextmanager
    def _undoable(self):
        """Note what the block changes in the rows, so that :meth:`action_undo` finds the way back.

        :return: list of the rows in the order of print
        """
        self.ensure_one()
        before = self._row_values()
        yield self._in_order()
        self._put_in_order()
        after = self._row_values()
        step = {
            'created': [key for key in after if key not in before],
            'deleted': {key: values for key, values in before.items() if key not in after},
            'changed': {
                key: {name: value for name, value in values.items() if value != after[key][name]}
                for key, values in before.items() if key in after and values != after[key]},
        }
        if any(step.values()):
            self._opened('read').history = [*(self.history or []), step][-MOST_STEPS:]

    def _row_values(self):
        rows = self.line_ids.read(ROW_FIELDS, load=None)
        return {str(row.pop('id')): row for row in json.loads(json.dumps(rows, default=str))}

    def action_undo(self):
        """Take back the last operation on the rows; what was typed into other fields since stays.

        :raise UserError: nothing was done
        """
        self.ensure_one()
        if not self.history:
            raise UserError(self.env._("There is nothing to undo."))
        *history, step = self.history
        rows = {str(row.id): row for row in self.line_ids}
        deleted = sorted(step['deleted'].items(), key=lambda item: item[1]['type'] == 'unit')
        renamed = {}
        for key, values in deleted:
            values = _to_write({name: values[name] for name in ROW_FIELDS})
            values['owner_id'] = renamed.get(values['owner_id'], values['owner_id'])
            rows[key] = self.line_ids.create({**values, 'import_id': self.id})
            renamed[int(key)] = rows[key].id
        for key, values in step['changed'].items():
            values = _to_write({name: value for name, value in values.items() if name in ROW_FIELDS})
            if 'owner_id' in values:
                values['owner_id'] = renamed.get(values['owner_id'], values['owner_id'])
            rows.get(key, self.line_ids.browse()).write(values)
        self.line_ids.browse().union(*(rows[key] for key in step['created'] if key in rows)).unlink()
        self._opened('read').history = [_with_ids(earlier, renamed) for earlier in history]
        self.invalidate_recordset(['line_ids', 'part_ids', 'duty_ids', 'section_ids'])


def _to_write(values):
    """:return: ``values`` as they were read, to be written again: an empty list empties the field"""
    return {name: [Command.set(value)] if isinstance(value, list) and name == 'organ_ids' else value for name, value in values.items()}


def _with_ids(step, renamed):
    """Return a step of the history in which rows that were made anew have their new ids."""
    def key_of(key):
        return str(renamed.get(int(key), key))

    def values_of(values):
        return {name: renamed.get(value, value) if name == 'owner_id' else value for name, value in values.items()}
    return {
        'created': [key_of(key) for key in step['created']],
        'deleted': step['deleted'] and {key: values_of(values) for key, values in step['deleted'].items()},
        'changed': {key_of(key): values_of(values) for key, values in step['changed'].items()},
    }
