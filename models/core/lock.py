from collections import defaultdict
from functools import cache
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import UserError
from odoo.modules.module import Manifest

from .holding import hold


@cache
def builds_on_us(module):
    """:return: whether the addon ``module`` (a name) is this one, or built on it"""
    if module == 'dan_van':
        return True
    manifest = Manifest.for_addon(module, display_warning=False)
    return bool(manifest) and any(map(builds_on_us, manifest['depends']))


class Key(NamedTuple):
    """What a step may write: of one model, these records, these fields.

    Only Python code of this process can put one into a context: a client sends JSON, and no JSON value is a key.

    ``ids`` is ``None`` for records that are being made.
    """

    model: str
    ids: frozenset
    step: str
    names: frozenset


def with_key(records, step, names=(), making=False):
    """Put a key beside those that the context has already.

    :param step: name of what the key is for
    :param names: of the fields that it opens
    :param making: whether it is to records that are made, not to ``records``
    :return: ``records`` with it
    """
    key = Key(records._name, None if making else frozenset(records._ids), step, frozenset(names))
    return records.with_context(dan_van_keys=(*_keys(records), key))


def has_key(records, step=None, name=None, making=False):
    """:return: whether the context holds a key to ``records``, or to making some: that of ``step``, to the field ``name``"""
    return any(
        key.model == records._name and (key.ids is None if making else key.ids is not None and key.ids.issuperset(records._ids))
        and step in (None, key.step) and (name is None or name in key.names) for key in _keys(records))


def _keys(records):
    keys = records.env.context.get('dan_van_keys')
    return [key for key in keys if isinstance(key, Key)] if isinstance(keys, tuple) else []


class Base(models.AbstractModel):
    """What a step makes has the defaults of the model alone: those that a user saves for himself are none of the step's values."""

    _inherit = 'base'

    @api.model
    def default_get(self, fields):
        found = super().default_get(fields)
        if has_key(self, making=True):
            # Those of the context Odoo drops where code takes superuser rights.
            for name in self.env['ir.default']._get_model_defaults(self._name).keys() & found.keys():
                del found[name]
                if default := self._fields[name].default:
                    found[name] = default(self)
        return found


class Rule(NamedTuple):
    """When a field changes.

    ``open_in``: states in which whoever may write the record changes it; ``True`` for all. ``given_by``: steps, and other code
    of the model by its name, that write it in any state. ``typed``: whether who makes the record may give it.
    """

    open_in: object
    given_by: tuple
    typed: bool


class Lock(models.AbstractModel):
    """Records whose fields change in some states only, and fields that only a step gives.

    It is said at the field::

        progress = fields.Integer(open_in=('issued',))         # changed in this state
        number = fields.Integer(given_by=('issue',))           # written by this step alone
        deadline = fields.Date(open_in=('draft',), given_by=('extend',))
        period_id = fields.Many2one(..., open_in=())           # as whoever made the record has given it

    and at the model for all others of its business fields. Business are those that this addon or one built on it defines or
    overrides; mail, followers, activities and what unrelated addons add work in every state. It holds for superuser code too:
    what opens a field is the :class:`Key` that a step has for its own model, records and fields (:meth:`_opened`).
    """

    _name = 'dan_van.lock'
    _description = 'Fields that change in some states only'
    _inherit = ['dan_van.read.only']

    _open_in = True  # states in which the fields that say nothing else change
    _deleted_in = None  # states in which a record is deleted, default as _open_in
    _made_by = None  # steps that make records; None: whoever may create them
    _deleted_by = ()  # steps that delete records in any state
    _documents = ()  # names of the many2ones to the records whose state counts; none: its own
    _placed_by = ()  # names of the fields that decide which rules hold for the record

    def _valid_field_parameter(self, field, name):
        return name in ('open_in', 'given_by') or super()._valid_field_parameter(field, name)

    # What is said

    @api.model
    def _rule(self, name):
        """:return: :class:`Rule` of the field ``name``"""
        field = self._fields[name]
        given_by, open_in = getattr(field, 'given_by', None), getattr(field, 'open_in', None)
        if field.compute and field.store and field.readonly:
            return Rule((), given_by or (), False)  # it follows from others; a related one has the attributes of those
        if open_in is None:
            return Rule(self._open_in if given_by is None else (), given_by or (), given_by is None)
        return Rule(open_in, given_by or (), True)

    @api.model
    def _business(self, names):
        """:return: list of those of ``names`` that are business fields"""
        return [name for name in names if name in self._fields and any(map(builds_on_us, self._fields[name]._modules))]

    def _lock_states(self):
        """:return: ``{record: its state}``, as the rules name states"""
        return {record: record.state for record in self}

    def _hold_state(self, changes):
        """Let :meth:`_lock_states` stay true until commit; ``changes`` as for :func:`holding.hold`."""
        hold(self, changes)

    # The words of a refusal: what, why, what to do

    def _why_locked(self, owner, names):
        """:return: str, why fields of these records can't be changed: ``owner``, one of them or their document, is locked"""
        if owner._name != self._name:
            return owner._why_locked(owner, names)
        return self.env._(
            "“%s” can't be changed in its present status. Reload the page to see its present steps.", owner.display_name)

    def _why_kept(self, owner):
        """:return: str, why these records can't be deleted"""
        return self._why_locked(owner, ())

    def _why_given(self, names):
        """:return: str, why the fields ``names`` can't be typed"""
        return self.env._(
            "These values follow from the records or from a step, they can't be typed: %s.",
            ', '.join(sorted(self._fields[name]._description_string(self.env) for name in names)))

    def _why_not_made(self):
        """:return: str, why such records can't be made by hand"""
        return self.env._("“%s” is made by Odoo, not by hand.", self._description)

    def _check_changes(self, names):
        """Ask what else a user must fulfil who is about to change the fields ``names``, which are open.

        :raise UserError: it is not his to change
        """

    # The key

    def _opened(self, step, *names):
        """Open to code what ``step`` gives, of these records; no access is asked: whoever calls has done so.

        :param names: further fields
        """
        return with_key(self, step, (*self._given(step), *names))

    @api.model
    def _making(self, step):
        """As :meth:`_opened`, for records that are made by what is returned."""
        return with_key(self.browse(), step, self._given(step), making=True)

    @api.model
    def _given(self, step):
        """:return: list of the names of the fields that ``step`` gives"""
        return [name for name in self._fields if step in self._rule(name).given_by]

    def _in_step(self, step=None):
        """:return: whether a step of all these records is writing, not a client"""
        return has_key(self, step)

    # The lock

    @api.model_create_multi
    def create(self, vals_list):
        if self._made_by is not None and not any(has_key(self, step, making=True) for step in self._made_by):
            raise UserError(self._why_not_made())
        records = super().create(vals_list)
        records._check_made()
        return records

    def write(self, vals):
        self._check_lock(vals)
        result = super().write(vals)
        if not vals.keys().isdisjoint((*self._documents, *self._placed_by)):
            # The rules must hold for the new place as well as for the old one.
            self._check_lock(vals)
            self.check_access('write')
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_open(self):
        if any(has_key(self, step) for step in self._deleted_by):
            return
        if locked := self._locked_owner(self._open_in if self._deleted_in is None else self._deleted_in):
            raise UserError(self._why_kept(locked))

    def _check_made(self):
        """Ask new records for what nobody types; of the records, since values come from defaults as well.

        :raise UserError: says what is not to be given, or that the document is locked
        """
        if self._documents and not has_key(self, making=True) and (locked := self._locked_owner(self._open_in)):
            raise UserError(self._why_locked(locked, ()))
        given, closed = [], defaultdict(list)
        for name, field in self._fields.items():
            rule = self._rule(name)
            if field.compute and field.readonly or has_key(self, name=name, making=True):
                continue
            if not rule.typed:
                given.append(name)
            elif rule.open_in not in ((), True, self._open_in):
                closed[rule.open_in].append(name)
        # sudo: whoever makes them need not be one who reads all of their fields.
        made = self.sudo()
        if forged := [name for name in given if any(record[name] for record in made)]:
            raise UserError(self._why_given(forged))
        for states, names in closed.items():
            filled = made.filtered(lambda record, names=names: any(record[name] for name in names)).sudo(self.env.su)
            if locked := filled._locked_owner(states, changes=False):
                raise UserError(filled._why_locked(locked, names))

    def _check_lock(self, names):
        """
        :param names: iterable of the names of fields that are about to be written
        :raise UserError: one of them can't be changed now, or not by the current user
        """
        closed = [name for name in self._business(names) if not has_key(self, name=name)] if self else ()
        if not closed:
            return
        rules = {name: self._rule(name) for name in closed}
        if given := [name for name, rule in rules.items() if not rule.typed]:
            raise UserError(self._why_given(given))
        by_states = defaultdict(list)
        for name, rule in rules.items():
            by_states[rule.open_in].append(name)
        for states, group in by_states.items():
            if locked := self._locked_owner(states, changes=states == self._open_in):
                raise UserError(self._why_locked(locked, group))
        self._check_changes(closed)

    def _locked_owner(self, states, changes=True):
        """Hold these records, or their documents, until commit: no step freezes them without what is written now.

        :return: the first that is in none of ``states``, or ``None``
        """
        if states is True:
            return None
        if not states:
            return self[:1] or None
        for owners in [self[name] for name in self._documents] or [self]:
            owners._hold_state(changes)
            for owner, state in owners._lock_states().items():
                if state not in states:
                    return owner
        return None
