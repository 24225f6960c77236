import io

import docx

from odoo.exceptions import UserError, ValidationError
from odoo.fields import Command
from odoo.tests import Form

from ...signatures.placing import signature_place
from ..pdf_measure import MeasuredPdf
from .test_letter import LetterCase
from .test_written_about import WrittenAboutCase


class CouncilCase(LetterCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.council = cls.as_user('admin', 'dan_van.council').create({
            'name': "Ban Chỉ đạo công tác dân vận", 'symbol': 'BCĐ', 'issuer': "BAN CHỈ ĐẠO\nCÔNG TÁC DÂN VẬN", 'collective': "BAN CHỈ ĐẠO",
            'chair_id': cls.users['head'].id, 'vice_ids': [Command.set(cls.users['deputy_1'].ids)]}).with_env(cls.env)

    @classmethod
    def of_council(cls, **values):
        return cls.new_letter(**{'document_type': 'TB', 'council_id': cls.council.id, 'addressees': False, 'recipients': "Các phòng", **values})


class TestCouncil(CouncilCase, WrittenAboutCase):
    """Nghị định 30/2020/NĐ-CP, Điều 15: the documents of councils and steering committees have series of their own."""

    def numbers(self, *letters):
        return [self.issued(letter).code for letter in letters]

    def test_its_numbers_are_its_own_and_without_gaps(self):
        before = self.numbers(self.new_letter(document_type='TB'))[0]
        self.assertRegex(before, r'^\d+/TB-BDT$')
        self.assertEqual(self.numbers(self.of_council(), self.of_council(document_type='HD'), self.of_council(document_type='CV', addressees="Sở A")),
                         ['01/TB-BCĐ', '02/HD-BCĐ', '03/BCĐ-TT&ĐB'])
        after = self.numbers(self.new_letter(document_type='TB'))[0]
        self.assertEqual(int(after.split('/')[0]), int(before.split('/')[0]) + 1, "the agency's go on as if there were none")
        register = self.env['dan_van.register'].search([('council_id', '=', self.council.id)])
        self.assertEqual((register.last_number, register.document_type, len(register.entry_ids)), (3, False, 3))
        self.assertIn(self.council.name, register.display_name)

    def test_a_type_of_it_has_its_own_series_too(self):
        year = self.env['dan_van.register'].default_get(['year'])['year']
        self.as_user('head', 'dan_van.register').create([
            {'year': year, 'document_type': 'TB', 'council_id': self.council.id, 'first_number': 7}])
        self.assertEqual(self.numbers(self.of_council(), self.of_council(document_type='HD')), ['07/TB-BCĐ', '01/HD-BCĐ'])
        with self.assertRaisesRegex(UserError, "given in the common register"):
            self.as_user('head', 'dan_van.register').create({'year': year, 'document_type': 'HD', 'council_id': self.council.id})
        self.as_user('head', 'dan_van.register').create({'year': year, 'document_type': 'HD'})  # the agency has given none of these

    def test_a_number_reserved_for_it_is_used_for_it_alone(self):
        dialog = self.as_user('clerk', 'dan_van.reserve.wizard').create({
            'council_id': self.council.id, 'subject': "Thông báo", 'reason': "Chờ ký"})
        entry = self.env['dan_van.register.entry'].browse(dialog.action_confirm()['res_id'])
        self.assertEqual((entry.council_id, entry.number), (self.council, 1))
        own, its = self.new_letter(document_type='TB'), self.of_council()
        self.assertFalse(entry._reserved_for(own) & entry)
        self.assertEqual(entry._reserved_for(its), entry)
        its.action_submit()
        self.reading('head', its).action_sign()
        dialog = self.as_user('clerk', 'dan_van.issue.wizard').create(
            {'res_model': its._name, 'res_id': its.id, 'reserved_id': entry.id})
        dialog.action_confirm()
        self.assertEqual(its.code, '01/TB-BCĐ')

    def test_head_and_signature_are_the_council_s(self):
        letter = self.of_council()
        self.assertEqual((letter.signer_id, letter.authority, letter.signer_title), (self.users['head'], 'collective', "TRƯỞNG BAN"))
        document = letter._official_document()
        self.assertEqual((document.parent_lines, document.issuer_lines), (["BAN DÂN TỘC"], ["BAN CHỈ ĐẠO", "CÔNG TÁC DÂN VẬN"]))
        self.assertEqual(document.authority_lines, ["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"])
        self.assertEqual(document.post_lines, ["TRƯỞNG BAN DÂN TỘC"], "the seal is the agency's")
        letter.signer_id = self.users['deputy_1']
        self.assertEqual(letter._official_document().authority_lines, ["KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"])
        letter.authority = 'collective'
        self.assertEqual(letter._official_document().authority_lines, ["TM. BAN CHỈ ĐẠO", "KT. TRƯỞNG BAN", "PHÓ TRƯỞNG BAN"])
        page = MeasuredPdf(letter._render_pdf()).pages[0]
        post, name = page.line("PHÓ TRƯỞNG BAN DÂN TỘC"), page.line(letter.signer_id.name)
        title = max(line.bottom for line in page.lines if line.text == "PHÓ TRƯỞNG BAN")
        self.assertGreater(post.top - title, 25, "room for signature and seal")
        self.assertLess(name.top - post.bottom, 5)
        place = signature_place(letter._render_pdf(), letter.signer_id.name)
        self.assertGreater(place.rectangle.height, 60, "a digital signature stands above the post")
        word = docx.Document(io.BytesIO(letter._word_file()))
        texts = [paragraph.text for table in word.tables for row in table.rows for cell in row.cells for paragraph in cell.paragraphs]
        self.assertLess(texts.index("PHÓ TRƯỞNG BAN DÂN TỘC"), texts.index(letter.signer_id.name))

    def test_without_the_seal_of_the_agency_no_post_is_printed(self):
        self.council.write({'uses_seal': False, 'parent': "UBND TỈNH BÌNH PHƯỚC"})
        document = self.of_council()._official_document()
        self.assertEqual((document.post_lines, document.parent), ([], "UBND TỈNH BÌNH PHƯỚC"))
        self.assertNotIn('post', document.as_json()['signature'])

    def test_a_decision_names_its_chair_or_itself(self):
        letter = self.of_council(document_type='QĐ', authority='none')
        self.assertEqual(letter._official_document().decider_lines, ["TRƯỞNG BAN CHỈ ĐẠO CÔNG TÁC DÂN VẬN"])
        letter.authority = 'collective'
        self.assertEqual(letter._official_document().decider_lines, ["BAN CHỈ ĐẠO CÔNG TÁC DÂN VẬN"])

    def test_its_members_alone_sign(self):
        for values, words in (
                ({'signer_id': self.users['deputy_2'].id}, "neither chair nor vice-chair"),
                ({'authority': 'deputy'}, "signs KT. for nobody"), ({'authority': 'order'}, "choose another authority"),
                ({'signer_id': self.users['deputy_1'].id, 'authority': 'none'}, "choose another authority")):
            with self.subTest(values), self.assertRaisesRegex(UserError, words):
                self.of_council(**values).action_submit()
        letter = self.of_council(signer_id=self.users['deputy_1'].id)
        letter.action_submit()
        self.assertEqual(self.reading('deputy_1', letter).allowed_transitions, ['return', 'sign'])
        self.users['deputy_1'].action_archive()
        self.assertIn('take_over', self.reading('head', letter).allowed_transitions)
        self.assertNotIn('take_over', self.reading('deputy_2', letter).allowed_transitions)
        self.reading('head', letter).action_take_over()
        self.assertEqual(letter.authority, 'collective')

    def test_choosing_it_proposes_its_chair(self):
        self.council.chair_id = self.users['deputy_2']
        with Form(self.as_user('office_staff', 'dan_van.plan')) as form:
            form.subject = "Kế hoạch của Ban Chỉ đạo"
            form.council_id = self.council
            self.assertEqual((form.signer_id, form.authority), (self.users['deputy_2'], 'collective'))
        self.assertEqual(form.record._official_document().symbol, 'KH-BCĐ')

    def test_what_it_prints_stays_once_it_has_numbers(self):
        self.council.symbol = 'BCĐDV'
        letter = self.issued(self.of_council())
        for values in ({'name': "Khác"}, {'symbol': 'X'}, {'chair_title': "CHỦ TỊCH"}, {'uses_seal': False}):
            with self.subTest(values), self.assertRaisesRegex(UserError, "register of its own"):
                self.as_user('admin', self.council).write(values)
        with self.assertRaisesRegex(UserError, "others name it"):
            self.as_user('admin', self.council).unlink()
        self.as_user('admin', self.council).write({'chair_id': self.users['deputy_2'].id, 'active': False})
        self.assertEqual(letter.snapshot['issuer_name'], self.council.name)
        self.assertEqual(letter.snapshot['signature']['authority'], ["TM. BAN CHỈ ĐẠO", "TRƯỞNG BAN"])

    def test_one_set_up_anew_does_not_give_the_same_numbers(self):
        self.issued(self.of_council())
        self.as_user('admin', self.council).active = False
        self.env.flush_all()
        anew = self.council.create({
            'name': "Ban Chỉ đạo kiện toàn", 'symbol': 'BCĐ', 'chair_id': self.users['head'].id})
        letter = self.of_council(council_id=anew.id)
        letter.action_submit()
        self.reading('head', letter).action_sign()
        with self.assertRaisesRegex(UserError, "given twice"), self.env.cr.savepoint():
            self.as_user('clerk', letter).action_issue()
        anew.symbol = 'BCĐ2'
        self.as_user('clerk', letter).action_issue()
        self.assertEqual(letter.code, '01/TB-BCĐ2')
        with self.assertRaisesRegex(ValidationError, "agency itself"):
            self.council.create({'name': "Tổ", 'symbol': 'BDT'})

    def test_its_register_is_printed_with_its_head(self):
        letter = self.issued(self.of_council())
        register = letter.register_entry_id.register_id
        book = register._book(*register._span())
        self.assertEqual((book.issuer, book.parent, [row[0] for row in book.rows]), (("BAN CHỈ ĐẠO", "CÔNG TÁC DÂN VẬN"), "BAN DÂN TỘC", [letter.code]))

    def test_a_message_comes_from_the_agency_s_code_with_its_name(self):
        self.env.ref('dan_van.demo_profile').organ_code = '000.00.12.H10'
        self.as_user('clerk', 'dan_van.organ').create({'name': "Sở A", 'code': '000.00.13.H10'})
        message = self.issued(self.of_council(recipients="Sở A"))._edxml().decode()
        for words in ('000.00.12.H10', self.council.name, 'TB-BCĐ'):
            self.assertIn(words, message)

    def test_a_correction_of_its_document_is_its_own(self):
        letter = self.drafted('outreach_staff', self.issued(self.of_council()), 'action_correct')
        self.assertEqual((letter.council_id, letter.signer_id), (self.council, self.users['head']))
        self.assertIn("Ban Chỉ đạo công tác dân vận đã ban hành", letter.body)

    def test_that_of_another_agency_and_a_broken_symbol_are_refused(self):
        foreign = self.council.sudo().create({
            'name': "Hội đồng khác", 'symbol': 'HĐ', 'company_id': self.env['res.company'].create({'name': "Cơ quan khác"}).id})
        with self.assertRaises(UserError):
            self.of_council(council_id=foreign.id)
        with self.assertRaises(ValidationError):
            self.council.create({'name': "Tổ", 'symbol': 'T/1'})

    def test_it_stays_with_its_agency_once_a_document_names_it(self):
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        self.users['admin'].company_ids += other
        council = self.as_user('admin', self.council).with_context(allowed_company_ids=(self.company + other).ids)
        self.of_council()
        with self.assertRaisesRegex(UserError, "stays with its agency"):
            council.company_id = other
        self.env.invalidate_all()
        self.assertEqual(self.council.company_id, self.company)

    def test_the_agency_does_not_take_its_symbol(self):
        profile = self.env['dan_van.agency.profile'].search([('company_id', '=', self.company.id)], limit=1)
        for active in (True, False):
            self.council.active = active
            with self.subTest(active=active), self.assertRaisesRegex(ValidationError, "mistaken for its own"), self.env.cr.savepoint():
                self.as_user('admin', profile).symbol = 'BCĐ'
