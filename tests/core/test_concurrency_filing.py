from itertools import count

from odoo.tests import tagged

from .concurrency_cases import ConcurrencyCase
from .concurrency_records import as_user


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestFilingMeets(ConcurrencyCase):
    """Two who file, number, take or send the same at the same moment."""

    numbers = count(1)

    def both(self, prepare, act, check):
        """Let ``act`` meet itself in both orders; arguments as for :meth:`meet`, ``check`` gets what was said, sorted.

        :param act: function of env, the records and which of the two it is, 0 or 1
        """
        for way in (self.outdated, self.open_still):
            with self.subTest(way=way.__name__):
                given = self.request(prepare)
                said = way(*(lambda env, given=given, which=which: act(env, given, which) for which in (0, 1)))
                self.request(lambda env, given=given, said=said: check(env, given, sorted(said)))

    def new_files(self, env, number=1):
        catalog = env['dan_van.file.catalog'].create({'company_id': env.ref('dan_van.demo_company').id, 'year': 2100 + next(self.numbers)})
        return env['dan_van.work.file'].create([{
            'catalog_id': catalog.id, 'department_id': env.ref('dan_van.department_outreach').id, 'title': "Hồ sơ"} for _index in range(number)])

    def new_incoming(self, env):
        document = env['dan_van.incoming'].create({
            'company_id': env.ref('dan_van.demo_company').id, 'code': f'{next(self.numbers)}/X', 'issuer': "X", 'subject': "X"})
        env['ir.attachment'].create({'name': 'x.txt', 'raw': b'x', 'res_model': document._name, 'res_id': document.id})
        return document

    def test_numbers_of_files(self):
        def check(env, file, said):
            files = env['dan_van.work.file'].browse(file).catalog_id.work_file_ids
            self.assertEqual((said, sorted(files.mapped('number')), len(set(files.mapped('notation')))), (['', ''], [1, 2, 3], 3))
        self.both(lambda env: self.new_files(env).id, lambda env, file, _which: env['dan_van.work.file'].browse(file).copy(), check)

    def test_filing_and_closing(self):
        def prepare(env):
            file = self.new_files(env)
            return env['dan_van.work.file.line'].create({'work_file_id': file.id, 'subject': "Phiếu", 'file': b'eA=='}).id

        def close(env, line):
            as_user(env, 'outreach_head', env['dan_van.work.file.line'].browse(line).work_file_id).action_close()

        for change in (
                lambda env, line: env['dan_van.work.file.line'].create(
                    {'work_file_id': env['dan_van.work.file.line'].browse(line).work_file_id.id, 'subject': "Thêm"}),
                lambda env, line: env['dan_van.work.file.line'].browse(line).write({'note': "Khác"}),
                lambda env, line: env['dan_van.work.file.line'].browse(line).attachment_id.write({'raw': b'y'})):
            self.meet(prepare, change, close)

    def test_one_document_in_two_files(self):
        """Its folder is made once, also where those of the files are there."""
        def prepare(env):
            files = self.new_files(env, 2)
            env['dan_van.work.file.line'].create([{'work_file_id': file.id, 'incoming_id': self.new_incoming(env).id} for file in files])
            return self.new_incoming(env).id, files.ids

        def put(env, given, which):
            env['dan_van.work.file.line'].create({'work_file_id': given[1][which], 'incoming_id': given[0]})

        def check(env, given, said):
            document = env['dan_van.incoming'].browse(given[0])
            folder = env['dms.directory'].search([('dan_van_key', '=', f'{document._name},{document.id}')])
            self.assertEqual((said, sorted(document.work_file_ids.ids), len(folder), len(folder.file_ids)), (['', ''], given[1], 1, 1))
        self.both(prepare, put, check)
