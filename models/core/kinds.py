"""What is written into our records is of the kind of its field: anything else is refused in a sentence, not in Python's words."""
import binascii
import datetime
import json
import math

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


_MOST = 2 ** 31 - 1  # of an integer in PostgreSQL, and of the number of a record


def _is_integer(value):
    return type(value) is int and abs(value) <= _MOST


def _is_number(value):
    return type(value) in (int, float) and math.isfinite(value) and abs(value) <= 1e15


def _is_text(value):
    return isinstance(value, str)


def _is_day(value, read=fields.Date.to_date):
    try:
        return isinstance(value, (datetime.date, str)) and bool(read(value))
    except ValueError:
        return False


def _is_time(value):
    return _is_day(value, fields.Datetime.to_datetime)


def _is_file(value):
    return value.isascii() if isinstance(value, str) else not isinstance(value, (dict, float, int, list))


def _is_json(value):
    """:return: whether PostgreSQL takes it"""
    try:
        text = json.dumps(value, allow_nan=False, ensure_ascii=False)
        return '\\u0000' not in text and bool(text.encode())
    except (RecursionError, TypeError, ValueError):
        return False


def _is_named(value):
    """:return: whether it names a record: by its number, by what an open form calls a new one, or with its name beside it"""
    if isinstance(value, dict):
        return 'id' in value and _is_named(value['id'])
    return value is False or _is_integer(value) or not isinstance(value, (int, list))


def _is_command(value):
    """:return: whether a client means something by a command of an x2many, or by a number in the place of one"""
    if not isinstance(value, (list, tuple)):
        return bool(value) and not isinstance(value, str) and _is_named(value)
    if not value or type(value[0]) not in (int, Command) or value[0] not in tuple(Command):
        return False
    number, given = (*value[1:3], None, None)[:2]
    if value[0] in (Command.CREATE, Command.UPDATE):
        return _is_named(number) and isinstance(given, dict)
    if value[0] == Command.SET:
        return isinstance(given, (list, tuple)) and all(map(_is_named, given))
    return value[0] == Command.CLEAR or _is_named(number)


def _are_commands(value):
    return isinstance(value, (list, tuple)) and all(map(_is_command, value))


_FITS = {
    'binary': _is_file, 'char': _is_text, 'date': _is_day, 'datetime': _is_time, 'float': _is_number, 'html': _is_text,
    'integer': _is_integer, 'json': _is_json, 'many2many': _are_commands, 'many2one': _is_named,
    'many2one_reference': lambda value: _is_number(value) or isinstance(value, str) and value.isdecimal(),
    'monetary': _is_number, 'one2many': _are_commands, 'selection': _is_text, 'text': _is_text}


class Base(models.AbstractModel):
    _inherit = 'base'

    def _prepare_create_values(self, vals_list):
        self._check_given(vals_list)
        return super()._prepare_create_values(vals_list)

    def write(self, vals):
        self._check_given([vals])
        return super().write(vals)

    def onchange(self, values, field_names, fields_spec):
        """As in Odoo, for values that the fields can hold."""
        self._check_given([values], files=False)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def _check_given(self, vals_list, files=True):
        """Check what is about to be kept, or shown in a form, once: its kinds, and that files can be decoded.

        :param vals_list: list of what is given for dicts of values
        :param files: whether files are in it; an open form gives their sizes instead
        :raise UserError: as of the two methods below
        """
        for vals in vals_list:
            self._check_kinds(vals)
            if files:
                self._check_files(vals)

    @api.model
    def _check_kinds(self, vals):
        """
        :param vals: what is given for a dict of values
        :raise UserError: it is none, or a field of this addon is given what it can't hold
        """
        if not isinstance(vals, dict):
            raise UserError(self.env._("“%s”: values are given by the names of their fields.", self._description))
        for field, value in self._given_to_ours(vals):
            fits = field.type not in _FITS or isinstance(value, models.BaseModel) or _FITS[field.type](value)
            if fits and field.type == 'selection':
                try:
                    field.convert_to_cache(value, self)
                    # Of choices that a method gives Odoo takes any.
                    fits = isinstance(field.selection, list) or value in field.get_values(self.env)
                except ValueError:
                    fits = False
            if not fits:
                self._refuse_value(field, value)

    @api.model
    def _check_files(self, vals):
        """:raise UserError: a file is none that can be decoded"""
        for field, value in self._given_to_ours(vals):
            if field.type == 'binary' and isinstance(value, str):
                try:
                    binascii.a2b_base64(value)
                except binascii.Error:
                    self._refuse_value(field, value)

    @api.model
    def _given_to_ours(self, vals):
        """:return: list of (field of this addon or of the folders and files of dms, value), without those that are emptied"""
        ours = self._is_checked_like_ours()
        given = ((self._fields.get(name), value) for name, value in vals.items())
        return [
            (field, value) for field, value in given
            if field is not None and (ours or field._module == 'dan_van') and value is not None and value is not False
            and (value or isinstance(value, (dict, list)) or field.type.endswith('2many'))]

    @api.model
    def _refuse_value(self, field, value):
        raise UserError(self.env._(
            "“%(field)s” can't hold “%(value)s”. Enter another value.",
            field=field._description_string(self.env), value=str(value)[:60]))
