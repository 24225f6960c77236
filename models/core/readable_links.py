from collections import defaultdict
from collections.abc import Set

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain


# Access to these, and to models of this addon, is narrower than to the dialog or the record that names them.
_GUARDED = ('dms.', 'hr.department', 'ir.attachment', 'res.company')


class ReadableLinks(models.AbstractModel):
    """Whoever names another record in his own must be able to read that one.

    Odoo shows the name of a many2one, and what a form computes from it, without asking: through a dialog or a draft of
    one's own, everybody could read names and states of records that are not his to see.
    """

    _name = 'dan_van.readable.links'
    _description = 'Links to records that the user may read'

    @api.model_create_multi
    def create(self, vals_list):
        self._check_given([self._context_defaults()])
        return super().create(vals_list)

    def onchange(self, values, field_names, fields_spec):
        """As in Odoo, for values that name no record which the user can't read.

        :raise AccessError: one of them does
        """
        self._check_given([self._context_defaults()], files=False)
        return super().onchange(values, field_names, fields_spec)

    @api.model
    def default_get(self, fields):
        """As in Odoo; a default is of the kind of its field, and names no record which the user can't read either.

        :raise AccessError: one does
        """
        self._check_given([{name: value for name, value in self._context_defaults().items() if name in fields}], files=False)
        found = super().default_get(fields)
        self._check_given([found], files=False)
        return found

    @api.model
    def _context_defaults(self):
        """:return: the values that the context of the client gives to new records"""
        return {key[8:]: value for key, value in self.env.context.items() if key.startswith('default_')}

    @api.model
    def _check_given(self, vals_list, files=True):
        result = super()._check_given(vals_list, files)
        self._check_readable_links(vals_list)
        return result

    @api.model
    def _check_readable_links(self, vals_list):
        """
        :param vals_list: list of dicts of values, as a client sends them, of the kinds of their fields
        :raise AccessError: they name a record that the current user can't read
        """
        if self.env.su:
            return
        found = defaultdict(set)
        for vals in vals_list:
            for name, model, ids in self._links(vals):
                # A form repeats what the record names already.
                known = self[name]._ids if len(self) == 1 and self._fields[name].relational else ()
                found[model].update(id_ for id_ in ids if type(id_) is int and id_ not in known)
        for model, ids in found.items():
            if not self.env[model].browse(ids).has_access('read'):
                raise AccessError(self.env._(
                    "“%(what)s” can't name a record that you may not read, or that is gone (%(kind)s). Reload the page and "
                    "choose one from the list.", what=self._description, kind=self.env[model]._description))

    @api.model
    def _is_guarded(self, model):
        """:return: whether ``model`` is one whose records not everybody reads who reads what names them"""
        return model in self.env and (model.startswith(_GUARDED) or self.env[model]._is_of_dan_van())

    @api.model
    def _links(self, vals):
        """Yield ``(name of the field, model, ids)`` of the records that ``vals`` name."""
        for name, value in vals.items():
            field = self._fields.get(name)
            if field is None or not value:
                continue
            if field.type == 'many2one' and self._is_guarded(field.comodel_name):
                yield name, field.comodel_name, [value.get('id') if isinstance(value, dict) else value]
            elif field.type in ('one2many', 'many2many') and self._is_guarded(field.comodel_name):
                for model, ids in self._links_of_commands(self.env[field.comodel_name], value):
                    yield name, model, ids
            elif field.type == 'many2one_reference' or name == 'res_ids':
                model_field = getattr(field, 'model_field', None) or 'res_model'
                model = vals.get(model_field) or self[:1][model_field]
                if isinstance(model, str) and self._is_guarded(model):
                    yield name, model, value if isinstance(value, list) else [value]

    @api.model
    def _links_of_commands(self, comodel, commands):
        """Yield ``(model, ids)`` of the records that the commands of an x2many name."""
        for command in commands if isinstance(commands, (list, tuple)) else ():
            if isinstance(command, int):
                yield comodel._name, [command]
            elif command[0] in (fields.Command.LINK, fields.Command.UPDATE):
                yield comodel._name, [command[1]]
            elif command[0] == fields.Command.SET:
                yield comodel._name, command[2]
            if not isinstance(command, int) and len(command) > 2 and isinstance(command[2], dict) and hasattr(comodel, '_links'):
                # A line that isn't saved yet names records too, while its form is open.
                for _name, model, ids in comodel._links(command[2]):
                    yield model, ids


class Base(models.AbstractModel):
    """A record is named by its number and by nothing else.

    PostgreSQL takes ``3.0`` and ``'3'`` for the number 3, Odoo's cache takes them for no record: every guard that asks the
    new record whom it names would be told "nobody", and the database would name somebody.
    """

    _inherit = 'base'

    def _prepare_create_values(self, vals_list):
        # With the defaults of the model, the user and the context.
        found = super()._prepare_create_values(vals_list)
        for vals in found:
            self._check_named_by_number(vals)
        return found

    def write(self, vals):
        self._check_named_by_number(vals)
        return super().write(vals)

    @api.model
    def _check_named_by_number(self, vals):
        """:raise UserError: a many2one of this addon is given something else than the number of a record, or nothing"""
        for name, value in vals.items():
            field = self._fields.get(name)
            if value and type(value) is not int and field is not None and field.type in ('many2one', 'many2one_reference') and (
                    field._module == 'dan_van' or self._is_checked_like_ours()) and not isinstance(value, models.BaseModel):
                raise UserError(self.env._(
                    "“%(field)s” names a record by its number. Reload the page and choose one from the list.",
                    field=field._description_string(self.env)))

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        """Let what is linked be asked for as it is read: who may not read a draft finds no record by whether one is linked to it.

        For “is empty” and for numbers Odoo looks past the rules of what is linked.
        """
        if not (self.env.su or bypass_access):
            domain = Domain(domain)
            if any(self._is_asked_past_rules(condition) for condition in domain.iter_conditions()):
                domain = domain.map_conditions(self._asked_by_rules)
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    @api.model
    def _is_asked_past_rules(self, condition):
        field = self._fields.get(condition.field_expr)
        return field is not None and field.type in ('one2many', 'many2many') and (field.store or bool(field.related)) and (
            condition.operator not in ('any', 'not any')) and self.env['dan_van.readable.links']._is_guarded(field.comodel_name)

    @api.model
    def _asked_by_rules(self, condition):
        """:return: Domain that asks the same of those linked records alone which the user may read"""
        if not self._is_asked_past_rules(condition):
            return condition
        name, value = condition.field_expr, condition.value
        if condition.operator in ('child_of', 'parent_of'):
            linked = self.env[self._fields[name].comodel_name]
            if linked._parent_name in linked._fields:
                return self._has_linked(name, Domain('id', condition.operator, value))
            condition = Domain(name, 'in', value if isinstance(value, (list, tuple, Set)) else [value])
        # Odoo makes “is empty” of other words too.
        return condition.optimize(self).map_conditions(self._asked_by_numbers)

    @api.model
    def _asked_by_numbers(self, condition):
        name, value = condition.field_expr, condition.value
        if condition.operator not in ('in', 'not in') or not isinstance(value, Set):
            return condition
        asked = Domain.FALSE if False not in value else ~self._has_linked(name, Domain.TRUE)
        if ids := [id_ for id_ in value if id_ is not False]:
            asked |= self._has_linked(name, Domain('id', 'in', ids))
        return asked if condition.operator == 'in' else ~asked

    @api.model
    def _has_linked(self, name, domain):
        """:return: Domain of the records that link by the field ``name`` one that is in ``domain`` and that the user may read"""
        # What is archived counts, as in Odoo.
        linked = self.env[self._fields[name].comodel_name].with_context(active_test=False)
        return Domain(name, 'any', linked._search(domain) if linked.has_access('read') else linked.browse()._as_query())
