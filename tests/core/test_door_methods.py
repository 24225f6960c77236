import inspect
import json
from collections import defaultdict

from psycopg2 import IntegrityError

from odoo.exceptions import AccessDenied, AccessError, MissingError, UserError
from odoo.service.model import get_public_method
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .access_cases import Done
from .door_cases import DoorCase

# What a constraint of the database refuses Odoo tells the client in words.
REFUSALS = (AccessError, AccessDenied, MissingError, UserError, IntegrityError)
# What a client sends for a parameter, by its name; a function of the record gets it.
ARGUMENTS = {
    'fields': lambda record: ['display_name', *texts(record)],
    'fields_to_export': lambda record: ['id', *texts(record)],
    'specification': lambda record: {name: {} for name in texts(record)},
    'fields_spec': lambda record: {name: {} for name in texts(record)},
    'domain': lambda record: [('id', '=', record.id)],
    'vals': lambda record: {name: "Sửa" for name in texts(record)[:1]},
    'vals_list': lambda record: [{name: "Sửa" for name in texts(record)[:1]}],
    'values': lambda record: {},
    'default': lambda record: {},
    'field_name': lambda record: (texts(record) or ['display_name'])[0],
    'field_names': lambda record: texts(record)[:1],
    'full_name': lambda record: 'display_name.x',
    'name': lambda record: "BIMAT",
    'operation': lambda record: 'read',
    'groupby': lambda record: texts(record)[:1],
    'grouping_sets': lambda record: [texts(record)[:1]],
    'group_by': lambda record: (texts(record) or ['id'])[0],
    'progress_bar': lambda record: {'field': 'id', 'colors': {}},
    'parent_field': lambda record: 'id',
    'translations': lambda record: {},
    'views': lambda record: [(False, 'form')],
    'data': lambda record: [[str(record.id), "Sửa"]],
    'help_message': lambda record: "",
    'view_id': lambda record: False,
    'view_type': lambda record: 'form',
    'act_type_xmlids': lambda record: ['mail.mail_activity_data_todo'],
    'template_id': lambda record: 1,
    'new_thread': lambda record: record.env.user.partner_id,
    'source_ref': lambda record: 'mail.message_activity_done',
    'message': lambda record: "From: a@example.com\nSubject: x\n\nx",
    'message_dict': lambda record: {},
    'msg_dict': lambda record: {'body': "x", 'attachments': [], 'subject': "x", 'from': "a@example.com"},
    'model': lambda record: record._name,
    'notification_type': lambda record: 'email',
    'kind': lambda record: 'content',
    'offset': lambda record: 1,
    'new': lambda record: record,
}
# Parameters that are optional, and without which nothing would be read.
ALWAYS = {
    'formatted_read_group': {'groupby'}, 'search_read': {'domain', 'fields'}, 'read': {'fields'}, 'name_search': {'name'},
    'web_read_group': {'groupby'}}


def texts(record):
    """:return: names of the texts of ``record`` that a client may ask for"""
    return [
        name for name, field in record._fields.items()
        if field.store and field.type in ('char', 'text') and not field.groups and field._module == 'dan_van'][:6]


def public_methods(model):
    """Yield (name, function) of every method of ``model`` that a client can call by RPC."""
    for name in dir(type(model)):
        if name.startswith('_') or not callable(getattr(type(model), name, None)):
            continue
        try:
            get_public_method(model, name)
        except (AccessError, AttributeError):
            continue
        yield name, getattr(type(model), name)


def is_ours(function):
    """:return: whether this addon wrote the method, or the part of it that is called first"""
    return inspect.unwrap(function).__module__.startswith('odoo.addons.dan_van.')


@tagged('post_install', '-at_install', '-dan_van_wide', 'dan_van_doors')
class TestDoorMethods(DoorCase):
    """Every public method of every model of the addon, called on records that the user may not read."""

    def test_the_matrix_has_every_model(self):
        own = {
            name for name, model in self.env.registry.items()
            if model._original_module == 'dan_van' and not model._abstract}
        self.assertEqual(own - {record._name for record in self.all_records()}, set())

    def test_a_leak_is_noticed(self):
        record = self.targets['plan draft other'].record
        result, after = self.call(record.sudo(), 'read', type(record).read)
        self.assertEqual(self.leaked('staff', result), [f'{record._name},{record.id}'])
        self.assertEqual(self.leaked('office', result), [])
        self.assertEqual(after, self.standing(record))
        _result, after = self.call(record.sudo(), 'copy', type(record).copy)
        self.assertEqual(after, self.standing(record), "a copy changes nothing of its original")
        _result, after = self.call(
            record.sudo(), 'message_subscribe', type(record).message_subscribe, partner_ids=self.env.ref('base.partner_admin').ids)
        self.assertNotEqual(after, self.standing(record))

    def test_each_role(self):
        """Nothing comes out, nothing changes, and the refusal is a clear one."""
        called = defaultdict(set)
        for role in self.ROLES:
            for model, records in self.hidden(role).items():
                before = {record: self.standing(record) for record in records}
                for name, function in public_methods(self.env[model]):
                    called[model].add(name)
                    # What Odoo wrote does the same to every record; what we wrote may look at its state.
                    for record in records if is_ours(function) else records[:1]:
                        with self.subTest(role=role, method=f'{model}.{name}', record=record.id):
                            result, after = self.call(record, name, function)
                            self.assertEqual(self.leaked(role, result), [])
                            self.assertIn(after, (None, before[record]))
        self.assertEqual(
            {model: {name for name, _function in public_methods(self.env[model])} for model in called}, called)
        self.assertEqual(len(called), len({record._name for record in self.all_records()}), "each model hides something from some role")

    def call(self, record, name, function, **given):
        """:return: the text of what the client gets, and how the record stands after it; the text of the refusal and None
            where it is refused"""
        arguments = {**self.arguments(record, name, function), **given}
        try:
            with self.env.cr.savepoint(), mute_logger('odoo.sql_db'):
                result = self.as_client_gets(getattr(record, name)(**arguments))
                after = self.standing(record)
                raise Done
        except Done:
            return result, after
        except REFUSALS as error:
            return str(error), None
        except Exception as error:  # Odoo's own methods fail in their own ways on what makes no sense to them
            if is_ours(function):
                raise
            return str(error), None

    def arguments(self, record, name, function):
        """:return: dict of what the client sends; a parameter without a value here fails"""
        found = {}
        for parameter in list(inspect.signature(inspect.unwrap(function)).parameters.values())[1:]:
            if parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
                continue
            if parameter.default is parameter.empty or parameter.name in ALWAYS.get(name, ()):
                found[parameter.name] = ARGUMENTS[parameter.name](record)
        return found

    def as_client_gets(self, result):
        if hasattr(result, '_ids'):
            result = result.ids
        return json.dumps(result, ensure_ascii=False, default=str)


@tagged('post_install', '-at_install')
class TestDoorsElsewhere(TransactionCase):
    """What this addon makes public on the models of others."""

    # In test_dms_doors.py, test_dms_forged.py and test_dms_links.py.
    KNOWN = {
        (model, method) for model in ('dms.directory', 'dms.file')
        for method in ('action_dan_van_give_link', 'action_dan_van_withdraw_link')}

    def test_nothing_new(self):
        """An override of a method of Odoo's is no new door; each other one is tried somewhere."""
        found = set()
        for name, model in self.env.registry.items():
            if model._original_module != 'dan_van' and not model._abstract:
                ours, theirs = set(), set()
                for base in model.__mro__:
                    names = {attribute for attribute in vars(base) if not attribute.startswith('_')}
                    (ours if base.__module__.startswith('odoo.addons.dan_van.') else theirs).update(names)
                found |= {(name, method) for method in ours - theirs - model._fields.keys()}
        self.assertEqual(found, self.KNOWN)
