from odoo.tests import HttpCase, tagged

from ...models.core.res_company import legal_today
from ...models.documents.register import COPIES
from ..importer_cases import make_pdf
from .test_incoming_file import TEXT
from .test_letter import LetterCase


@tagged('dan_van_browser')
class TestClerkTour(LetterCase, HttpCase):
    """A day of the clerk at her desk: what came in, what went out, copies, a correction, and the file of it all, closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env['mail.activity'].search([]).unlink()  # of the demo
        cls.decision = cls.signed(
            document_type='QĐ', subject="Về việc kiện toàn Tổ công tác", addressees=False, recipients="Ủy ban nhân dân các xã",
            bases="Căn cứ Luật Thực hiện dân chủ ở cơ sở", body="Điều 1. Kiện toàn Tổ công tác năm 2025.\nĐiều 2. Các phòng thi hành.")
        cls.as_user('clerk', cls.decision).action_issue()
        cls.letters = cls.env['dan_van.letter'].union(*(
            cls.signed(subject=f"phối hợp việc thứ {number} trong ngày") for number in range(1, 11)))
        cls.year = legal_today(cls.decision).year
        catalog = cls.as_user('clerk', 'dan_van.file.catalog').create({'year': cls.year})
        cls.file = cls.as_user('office_staff', 'dan_van.work.file').create({
            'catalog_id': catalog.id, 'department_id': cls.units['office'].id, 'title': "Hồ sơ công việc trong ngày"}).sudo()
        cls.env['ir.attachment'].create({
            'name': 'cong-van.pdf', 'raw': make_pdf(TEXT), 'url': '/dan_van_test/cong-van.pdf', 'public': True})

    @classmethod
    def signed(cls, **values):
        letter = cls.new_letter('office_staff', 'office', **values)
        letter.action_submit()
        cls.reading('head', letter).action_sign()
        return letter.sudo()

    def play(self, part):
        self.start_tour('/odoo', f'dan_van_clerk_{part}_tour', login='vanthu', timeout=400)
        self.env.invalidate_all()

    def test_from_the_first_entry_to_the_closed_file(self):
        came_before = self.env['dan_van.incoming'].search([('company_id', '=', self.company.id)])
        self.play('day')
        correction = self.decision.register_entry_id.written_ids
        self.assertEqual((correction.state, correction.submitter_id), ('submitted', self.users['clerk']))
        self.reading('head', correction).action_sign()
        self.play('evening')
        incoming = self.came_in(came_before)
        entries = self.went_out(correction) | self.copied(incoming)
        self.noted(correction)
        self.lies_in_the_file(incoming, entries)

    def came_in(self, before):
        """:return: dan_van.incoming, those of the day, whose numbers go on without a gap"""
        book = self.env['dan_van.incoming'].search([('company_id', '=', self.company.id), ('year', '=', self.year)], order='arrival_number')
        self.assertEqual(book.mapped('arrival_number'), list(range(1, len(book) + 1)))
        new = book - before
        self.assertEqual(new, book[-10:])
        self.assertEqual(new.mapped('code'), [f'{number}/SNM-VP' for number in range(1, 10)] + ['345/SNV-CCHC'])
        self.assertEqual([str(date) for date in new.mapped('date')], ['2026-01-20'] * 9 + ['2026-05-12'])
        return new

    def went_out(self, correction):
        """:return: dan_van.register.entry of the day: ten letters, then the correction"""
        old = self.decision.register_entry_id
        entries = old.register_id.entry_ids.filtered(lambda entry: entry.number > old.number).sorted('number')
        self.assertEqual(entries.mapped('number'), list(range(old.number + 1, old.number + 12)))
        self.assertEqual(set(entries.mapped('state')), {'issued'})
        self.assertEqual(set(entries[:10].mapped('res_id')), set(self.letters.ids))
        self.assertEqual((entries[10], correction.code), (correction.register_entry_id, entries[10].code))
        self.assertEqual(set((self.letters | correction).mapped('state')), {'issued'})
        return entries

    def copied(self, incoming):
        """:return: dan_van.register.entry of the three copies, which have a series of their own"""
        register = self.env['dan_van.register']._find(self.company, COPIES, self.year)
        entries = register.entry_ids.sorted('number')
        self.assertEqual([(entry.number, entry.document_type) for entry in entries], [(1, 'SY'), (2, 'SY'), (3, 'TrS')])
        of_incoming, full, extract = (entry._document() for entry in entries)
        self.assertEqual(of_incoming.incoming_id, incoming[-1])
        for copy, number in ((full, 1), (extract, 2)):
            self.assertEqual(copy.source_entry_id._document().subject, f"phối hợp việc thứ {number} trong ngày")
        self.assertEqual(extract.pages, '1')
        return entries

    def noted(self, correction):
        """The register says of the decision what corrects it; what was issued stays as it is."""
        self.assertEqual(
            self.decision.register_entry_id._printed_note(),
            f"Được đính chính tại công văn số {correction.code} ngày {correction.document_date:%d/%m/%Y}")
        self.assertIn("Sửa lại là: “năm 2026”", correction.body)
        self.assertIn("năm 2025", self.decision.body)

    def lies_in_the_file(self, incoming, entries):
        lines = self.file.line_ids
        self.assertEqual((self.file.state, self.file.closed_date), ('closed', legal_today(self.file)))
        self.assertEqual(lines.mapped('ordinal'), list(range(1, 25)))
        self.assertEqual((lines.incoming_id.ids, lines.entry_id.ids), (incoming.ids, sorted(entries.ids)), "as they got their numbers")
        folder = self.env['dms.directory'].search([('dan_van_key', '=', f'{self.file._name},{self.file.id}')])
        with_files = [incoming[-1], *(entry._document() for entry in entries)]
        self.assertEqual(
            set(folder.child_directory_ids.mapped('dan_van_key')), {f'{document._name},{document.id}' for document in with_files})
        self.assertTrue(all(folder.child_directory_ids.mapped('file_ids')))
