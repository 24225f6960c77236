from datetime import date, datetime

from odoo import fields, models
from odoo.exceptions import UserError

from .res_company import legal_time_text

_COMPARED = frozenset({
    'boolean', 'char', 'date', 'datetime', 'float', 'integer', 'many2one', 'monetary', 'selection', 'text'})
_SHOWN = 10  # fields named in the message


class EditGuard(models.AbstractModel):
    """Two people edit one record: the second is told what the first has changed, instead of overwriting it.

    The form (js_class ``dan_van_guarded_form``) sends in the context what it had loaded of the fields that it saves::

        {'subject': "old", 'content_ids': {'12': {'text': "old"}}}

    Who edits another field or another row is not disturbed. The context can only make a save stricter.
    """

    _name = 'dan_van.edit.guard'
    _description = 'Guard against overwriting each other'

    def web_save(self, vals, specification, next_id=None):
        """Save the form unless somebody else has changed the same fields since it was loaded.

        No lock is needed: of two saves at the same moment PostgreSQL refuses the second's outdated view of the row,
        Odoo repeats the request, and the comparison then sees what the first has saved.

        :raise UserError: names the fields, who changed them and when
        """
        base = self.env.context.get('dan_van_base')
        if base and len(self) == 1:
            self._refuse_overtaken(vals, base)
        return super(EditGuard, self.with_context(dan_van_base=None)).web_save(vals, specification, next_id)

    def _refuse_overtaken(self, vals, base):
        """:raise UserError: a field in ``vals`` has changed since ``base`` was loaded"""
        lines = [
            self.env._("- %(field)s (%(user)s, %(time)s)", field=label, user=user, time=time)
            for label, user, time in _overtaken(self, vals, base)]
        if not lines:
            return
        if len(lines) > _SHOWN:
            lines[_SHOWN:] = [self.env._("- and %s more", len(lines) - _SHOWN)]
        raise UserError(self.env._(
            "Not saved: somebody else has changed the same text since you opened this page.\n%s\n"
            "Your text is still on the screen: copy it, then reload the page (discard) and enter it again.",
            '\n'.join(lines)))


def _overtaken(record, vals, base):
    """Yield (label, user, time) of each field in ``vals`` that is neither as loaded nor as about to be saved."""
    if not isinstance(base, dict):
        return
    for name in vals:
        field = record._fields.get(name)
        if field is None or name not in base:
            continue
        if field.type == 'one2many':
            yield from _overtaken_rows(record, field, vals[name], base[name])
        elif field.type in _COMPARED and isinstance(base[name], (str, int, float, type(None))):
            # As it is about to be saved: both typed the same, or the answer to the first try was lost on its way.
            if _plain(record, field) not in (base[name] or False, vals[name] or False):
                yield _told(record, field._description_string(record.env))


def _overtaken_rows(record, field, commands, base):
    label = field._description_string(record.env)
    rows = {row.id: row for row in record[field.name]}
    for command in commands if isinstance(base, dict) else ():
        if command[0] != fields.Command.UPDATE or str(command[1]) not in base:
            continue
        if row := rows.get(command[1]):
            for row_label, user, time in _overtaken(row, command[2], base[str(row.id)]):
                yield f"{label}, “{row.display_name}”: {row_label}", user, time
        else:
            yield _told(record, record.env._("%s: a deleted row", label))


def _told(record, label):
    # sudo: who may read a record may know the name of the colleague who wrote it, wherever he works.
    return label, record.sudo().write_uid.name, legal_time_text(record.env, record.write_date)


def _plain(record, field):
    """:return: the present value as the client sends and gets it; False where it is empty"""
    value = field.convert_to_read(record[field.name], record, use_display_name=False)
    if isinstance(value, datetime):
        return fields.Datetime.to_string(value)
    if isinstance(value, date):
        return fields.Date.to_string(value)
    return value or False
