import itertools
from dataclasses import replace

from odoo.tests import tagged

from ... import exchange
from ...models.core.res_company import legal_today
from ..core.concurrency_cases import ConcurrencyCase
from ..core.concurrency_records import as_user, new_plan
from .test_exchange import MESSAGE


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestDocumentsMeet(ConcurrencyCase):
    """Two who do the same with a document, a message or a file at the same moment."""

    @staticmethod
    def issued(env):
        env.ref('dan_van.demo_profile').organ_code = '000.00.12.H99'
        if not env['dan_van.organ'].search([('code', '=', '000.01.01.H99')]):
            env['dan_van.organ'].create({
                'name': "UBND xã Mẫu", 'code': '000.01.01.H99', 'company_id': env.ref('dan_van.demo_company').id})
        plan = new_plan(env, 'signed', recipients="UBND xã Mẫu")
        as_user(env, 'clerk', plan)._transition('issue')
        return plan.id

    def test_one_draft_corrects_it(self):
        def correct(env, plan):
            as_user(env, 'office_staff', env['dan_van.plan'].browse(plan)).action_correct()

        def check(env, plan, said):
            self.assertEqual((len(env['dan_van.plan'].browse(plan).written_ids), said), (1, ('', '')))
        self.twice(self.issued, correct, check)

    def test_it_is_sent_once(self):
        def send(env, plan):
            as_user(env, 'clerk', env['dan_van.plan'].browse(plan)).action_send()

        def check(env, plan, said):
            self.assertEqual(len(env['dan_van.plan'].browse(plan).sent_ids), 1)
            self.assertIn("has been sent already", ''.join(said))
        self.twice(self.issued, send, check)

    def test_a_message_is_taken_once(self):
        numbers = itertools.count(7001)

        def prepare(_env):
            number = next(numbers)
            return exchange.write(replace(
                MESSAGE, number=str(number), identifier=f'{MESSAGE.sender.code},2026/02/05,{number}/KH-BDT'))

        def take(env, raw):
            taking = as_user(env, 'clerk', env['dan_van.incoming.message'])
            taking._take_once(raw, 'a.edxml', taking._read_message(raw), by_hand=True)

        def check(env, raw, said):
            identifier = exchange.read(raw).document_id
            self.assertEqual(env['dan_van.incoming'].search_count([('identifier', '=', identifier)]), 1)
            self.assertIn("has come already", ''.join(said))
        self.twice(prepare, take, check)

    def test_files_have_numbers_of_their_own(self):
        years = itertools.count(2050)

        def add(env, catalog):
            as_user(env, 'office_staff', env['dan_van.work.file']).create({
                'catalog_id': catalog, 'department_id': env.ref('dan_van.department_office').id, 'title': "Hồ sơ"})

        def check(env, catalog, said):
            files = env['dan_van.work.file'].search([('catalog_id', '=', catalog)])
            self.assertEqual((sorted(files.mapped('number')), said), ([1, 2], ('', '')))
        self.twice(lambda env: as_user(env, 'clerk', env['dan_van.file.catalog']).create({'year': next(years)}).id, add, check)

    def test_a_council_keeps_the_symbol_of_its_first_number(self):
        symbols = itertools.count(1)

        def prepare(env):
            return env['dan_van.council'].create({
                'name': "Tổ công tác", 'symbol': f'TCT{next(symbols)}', 'company_id': env.ref('dan_van.demo_company').id,
                'chair_id': env.ref('dan_van.user_head').id}).id

        def reserve(env, council):
            council = env['dan_van.council'].browse(council)
            entries = env['dan_van.register.entry'].with_env(env(user=env.ref('dan_van.user_clerk'), su=True))
            entries._reserve(council.company_id, legal_today(entries), "Chờ ký", council=council, subject="Thông báo")
        self.meet(
            prepare, lambda env, council: as_user(env, 'admin', env['dan_van.council'].browse(council)).write(
                {'symbol': f'M{next(symbols)}'}), reserve)
