import base64

from odoo.tests import tagged

from ..common import AgencyCase
from ..rpc import RpcCase
from .dms_door_cases import event_with_file

ODD = ([1], {'a': 1}, 'x', 1.5, True, 10 ** 30, '\ud800', [[6, 0, ['x']]])


@tagged('post_install', '-at_install', 'dan_van_long')
class TestDmsValues(AgencyCase, RpcCase):
    """Whatever a client sends for a value of a folder or file, it is told in words what is wrong with it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.event, cls.folder = event_with_file(cls)
        cls.file = cls.folder.file_ids

    def names(self, model):
        """:return: list of the names of the fields of dms, and of this addon, that a client can give"""
        return [name for name, field in self.env[model]._fields.items() if (field.store or field.inverse) and field.type not in (
            'boolean', 'html') and {'dms', 'dan_van'}.intersection(field._modules)]

    def test_values(self):
        content = base64.b64encode(b'y').decode()
        for model, record, base in (
                ('dms.file', self.file, {'name': 'y.txt', 'directory_id': self.folder.id, 'content': content}),
                ('dms.directory', self.folder, {'name': "Y", 'parent_id': self.folder.id})):
            for name in self.names(model):
                for value in ODD:
                    with self.subTest(model=model, field=name, value=str(value)[:30]):
                        self.rpc('policy_staff', model, 'create', [{**base, name: value}])
                        self.rpc('policy_staff', record, 'write', {name: value})

    def test_no_values_at_all(self):
        for value in ([1], 'x', 5, None):
            for record in (self.file, self.folder):
                with self.subTest(record._name, value=str(value)[:30]):
                    self.rpc('policy_staff', record._name, 'create', [value])
                    self.rpc('policy_staff', record, 'write', value)

    def test_a_file_is_still_put_into_its_folder(self):
        [made], message = self.rpc('policy_staff', 'dms.file', 'create', [{
            'name': 'y.txt', 'directory_id': self.folder.id, 'content': base64.b64encode(b'y').decode()}])
        self.assertEqual((message, self.file.browse(made).content), ('', base64.b64encode(b'y')))
