import ast

from odoo.tests import BaseCase, tagged

from ..common import AgencyCase
from .test_sudo import called, methods

FILES = {'raw', 'datas', 'db_datas'}


def reads_file(node):
    """:return: whether a function reads the content of a file from a record"""
    methods_called = {each.func for each in ast.walk(node) if isinstance(each, ast.Call)}
    return any(
        isinstance(each, ast.Attribute) and each.attr in FILES and isinstance(each.ctx, ast.Load)
        or isinstance(each, ast.Call) and ast.unparse(each.func).endswith('b64decode') and any(
            isinstance(part, ast.Attribute) and part not in methods_called for argument in each.args for part in ast.walk(argument))
        for each in ast.walk(node))


@tagged('post_install', '-at_install')
class TestWholeReading(BaseCase):

    def test_files_are_read_by_the_one_way(self):
        """A client may ask for sizes (``bin_size``): whoever reads a file asks :func:`models.core.reading.whole` for it."""
        readers = {name: called(node) for name, node in methods() if reads_file(node)}
        self.assertGreater(len(readers), 15)
        self.assertFalse({name for name, calls in readers.items() if 'whole' not in calls})


class TestWholeImport(AgencyCase):

    def test_odoo_s_own_import(self):
        for name, kind in (('a.csv', 'text/csv'), ('a.csv', False)):
            wizard = self.as_user('admin', 'base_import.import').create({
                'res_model': 'res.partner', 'file': "Tên;Email\nAn;an@example.com\n".encode(), 'file_name': name, 'file_type': kind})
            answer = self.asked_for_sizes(wizard, 'parse_preview', {'has_headers': True, 'quoting': '"', 'separator': ''})
            self.assertEqual(answer.get('headers'), ["Tên", "Email"], answer)
