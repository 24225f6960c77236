from odoo.tests import tagged

from ... import exchange
from ..core.concurrency_cases import ConcurrencyCase
from ..core.concurrency_records import as_user, new_plan
from .test_exchange import MESSAGE


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestMeetings(ConcurrencyCase):
    """Two who do the same at the same moment: it is done once, or each has a number of its own."""

    def each_way(self, prepare, act, check):
        """Let two do ``act`` (env, given), the second in the midst of the first, and behind its writing."""
        for way in (self.outdated, self.open_still):
            with self.subTest(way=way.__name__):
                given = self.request(lambda env: prepare(self.agency(env)))
                said = way(*[lambda env: act(self.agency(env), given)] * 2)
                self.request(lambda env: check(self.agency(env), given, said))

    @staticmethod
    def agency(env):
        return env(context={'allowed_company_ids': env.ref('dan_van.demo_company').ids})

    @staticmethod
    def issued(env, **values):
        plan = new_plan(env, 'signed', recipients="UBND xã Mẫu", **values)
        as_user(env, 'clerk', plan).action_issue()
        return plan.id

    def test_two_files_of_a_unit_get_two_numbers(self):
        def prepare(env):
            catalog = env['dan_van.file.catalog'].search([], limit=1) or as_user(env, 'clerk', env['dan_van.file.catalog']).create({'year': 2001})
            return catalog.id

        def act(env, catalog):
            as_user(env, 'office_staff', env['dan_van.work.file']).create({
                'catalog_id': catalog, 'department_id': env.ref('dan_van.department_office').id, 'title': "Hồ sơ"})

        def check(env, catalog, said):
            self.assertEqual(said, ('', ''))
            files = env['dan_van.file.catalog'].browse(catalog).work_file_ids
            self.assertEqual(files.mapped('number'), list(range(1, len(files) + 1)))
            self.assertEqual(len(files), len(set(files.mapped('notation'))))
        self.each_way(prepare, act, check)

    def test_one_letter_corrects(self):
        def act(env, plan):
            as_user(env, 'office_staff', env['dan_van.plan'].browse(plan)).action_correct()

        def check(env, plan, _said):
            self.assertEqual(len(env['dan_van.plan'].browse(plan).register_entry_id.written_ids), 1)
        self.each_way(self.issued, act, check)

    def test_a_message_is_sent_once(self):
        def prepare(env):
            env['dan_van.agency.profile'].search([('company_id', '=', env.company.id)]).organ_code = '000.00.12.H99'
            Organ = env['dan_van.organ']
            if not Organ.search([('name', '=', "UBND xã Mẫu"), ('company_id', '=', env.company.id)]):
                Organ.create({'name': "UBND xã Mẫu", 'code': '000.01.01.H99', 'company_id': env.company.id})
            return self.issued(env)

        def act(env, plan):
            as_user(env, 'clerk', env['dan_van.plan'].browse(plan)).action_send()

        def check(env, plan, said):
            self.assertEqual(sum(not each for each in said), 1, said)
            entry = env['dan_van.plan'].browse(plan).register_entry_id
            self.assertEqual(env['dan_van.message'].search_count([('entry_id', '=', entry.id)]), 1)
        self.each_way(prepare, act, check)

    def test_a_message_is_taken_once(self):
        raw = exchange.write(MESSAGE)

        def act(env, _given):
            taker = as_user(env, 'clerk', env['dan_van.incoming.message'])
            taker._take_once(raw, 'x.edxml', exchange.read(raw), by_hand=True)

        def check(env, given, said):
            if not given:  # of the first way; the second one finds it
                self.assertEqual(sum(not each for each in said), 1, said)
            self.assertEqual(env['dan_van.incoming'].search_count([('identifier', '=', MESSAGE.document_id)]), 1)
        self.each_way(lambda env: env['dan_van.incoming'].search_count([('identifier', '=', MESSAGE.document_id)]), act, check)
