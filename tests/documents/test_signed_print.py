import io

import pypdf

from odoo.tests import tagged

from ...models.core.res_company import legal_today
from ..pdf_measure import MeasuredPdf
from .preflight import OF_PART_1, preflight
from .test_digital_signature import SigningCase

# A picture with a transparent ground: ISO 19005-2, 6.2.10 allows it, since the output intent says what colors are.
TRANSPARENT = "2.2.2 : Invalid graphics transparency, Soft Mask must be null or None"


@tagged('post_install', '-at_install', 'dan_van_long')
class TestSignedPrint(SigningCase):
    """A plan signed by the leader and sealed by the clerk: what it is as a file, and printed with others in one go."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.draft = cls.new_plan(subject="Kế hoạch còn dự thảo").with_env(cls.env)

    def printed(self, plans):
        return self.env['ir.actions.report']._render_qweb_pdf(plans._report, plans.ids)[0]

    @staticmethod
    def described(content):
        """:return: of each page its text, boxes, fonts and seen signatures"""
        return [(
            page.extract_text(), *([round(side, 2) for side in box] for box in (page.mediabox, page.cropbox)), page.rotation,
            sorted(font['/BaseFont'] for font in page['/Resources']['/Font'].values()),
            [([round(side, 2) for side in note['/Rect']], note['/AP']['/N'].get_data().split())
             for note in map(pypdf.generic.IndirectObject.get_object, page.get('/Annots', ()))],
        ) for page in pypdf.PdfReader(io.BytesIO(content)).pages]

    def test_signed_and_draft_are_printed_together_as_each_alone(self):
        self.sign_here()
        self.sign_here('clerk', 'seal_pdf', self.seal)
        signed, draft = self.described(self.current()), self.described(self.printed(self.draft))
        self.assertEqual(len(signed[-1][-1]), 2, "signature and seal")
        self.assertEqual(self.described(self.printed(self.plan + self.draft)), signed + draft)

    def test_recipients_get_the_signed_file_alone(self):
        folder = self.env['dms.file'].search([('attachment_id', '=', self.plan.pdf_attachment_id.id)]).directory_id
        self.assertEqual(len(folder._dan_van_sent_files()), 2, "PDF and Word file")
        for sign in (lambda: self.sign_here(), lambda: self.sign_here('clerk', 'seal_pdf', self.seal)):
            sign()
            sent = folder._dan_van_sent_files()
            self.assertEqual(len(sent), 2)
            self.assertIn(self.plan._current_pdf(), sent.attachment_id)

    def test_the_print_of_what_was_recalled_says_so(self):
        """On its first page, in the margin; the file itself and its signatures stay as they were issued."""
        before = self.current()
        replaced = self.to_state(self.new_plan(), 'issued')
        new = replaced.browse(self.as_user('office_head', replaced).action_replace()['res_id'])
        self.to_state(new.with_env(self.as_user('office_staff', new).env), 'issued')
        self.as_user('head', self.plan).action_recall("Có sai sót về thẩm quyền.")
        self.env.invalidate_all()
        for plan, words in ((self.plan, f"Đã thu hồi ngày {legal_today(self.plan):%d/%m/%Y}"), (replaced, f"Thay thế bằng {new.code}")):
            plan = self.as_user('policy_staff', plan)
            measured = MeasuredPdf(self.printed(plan))
            [line] = [line for line in measured.pages[0].lines if line.text == words]
            self.assertTrue(line.bottom < 20 and line.right < measured.pages[0].width - 14, "in the margin")
            self.assertEqual(len(measured.pages), len(MeasuredPdf(plan.sudo()._current_pdf().raw).pages))
        self.assertEqual(self.current(), before)
        self.assertNotIn("Thay thế bằng", MeasuredPdf(self.printed(new)).text)

    def test_a_damaged_file_among_those_printed_is_named(self):
        report = self.env['ir.actions.report'].with_context(dan_van_join=True)
        refused = []
        whole, damaged = io.BytesIO(self.issued), io.BytesIO(b'no PDF')
        report._merge_pdfs([whole, damaged], lambda error, error_stream: refused.append(error_stream))
        self.assertEqual(refused, [damaged])

    def test_signatures_add_nothing_that_part_2_of_the_norm_forbids(self):
        self.sign_here()
        self.sign_here('clerk', 'seal_pdf', self.seal)
        findings = preflight(self.current())
        self.assertFalse([line for line in findings if not any(known in line for known in (*OF_PART_1, TRANSPARENT))], findings)
