import datetime
import io

import docx

from odoo.exceptions import UserError
from odoo.tests import tagged

from ...importer import parse
from ...rendering.wording import initials
from ..common import AgencyCase
from ..pdf_measure import MeasuredPdf


class ReviewCase(AgencyCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.profile = cls.company.dan_van_profile_ids[-1:].sudo()
        cls.profile.letter_review = 'both'

    def letter(self, user='policy_staff'):
        letter = self.as_user(user, 'dan_van.letter').create({
            'subject': "Phối hợp", 'addressees': "Các phòng", 'body': "Nội dung.", 'signer_id': self.users['head'].id,
            'department_id': self.units['policy'].id})
        letter.action_submit()
        return letter.with_env(self.env)


class TestReview(ReviewCase):
    """Before the signer gets it a letter is initialled by the head of its unit, then by the head of the office."""

    def turn(self, letter):
        """:return: names of the demo users whose turn it is"""
        self.env.invalidate_all()
        users = letter.activity_ids.filtered(
            lambda activity: activity.activity_type_id == self.env.ref('dan_van.mail_activity_turn')).user_id
        return [name for name, user in self.users.items() if user in users]

    def test_the_way_to_the_signer(self):
        letter = self.letter()
        self.assertEqual(self.turn(letter), ['policy_head'])
        for user, step in (('head', 'sign'), ('office_head', 'review_form'), ('policy_staff', 'review_content')):
            with self.subTest(user, step=step), self.assertRaises(UserError):
                getattr(self.reading(user, letter), f'action_{step}')()
        self.reading('policy_head', letter).action_review_content()
        self.assertEqual(self.turn(letter), ['office_head'])
        with self.assertRaisesRegex(UserError, "initialled"):
            self.reading('head', letter).action_sign()
        self.reading('office_head', letter).action_review_form()
        self.assertEqual(self.turn(letter), ['head'])
        self.reading('head', letter).action_sign()
        self.assertEqual(letter.state, 'signed')
        self.assertEqual(letter.approval_ids.sorted('id').mapped('step'), ['submit', 'review_content', 'review_form', 'sign'])
        self.assertEqual(
            (letter.content_reviewer_id, letter.form_reviewer_id), (self.users['policy_head'], self.users['office_head']))

    def test_a_new_setting_passes_on_what_waits(self):
        letter, plan = self.letter(), self.to_state(self.new_plan(), 'submitted')
        self.assertEqual((self.turn(letter), self.turn(plan)), (['policy_head'], ['head']))
        self.profile.write({'letter_review': 'none', 'plan_review': 'form'})
        self.assertEqual((self.turn(letter), self.turn(plan)), (['head'], ['office_head']))
        self.profile.write({'letter_review': 'form', 'plan_review': 'none'})
        self.assertEqual((self.turn(letter), self.turn(plan)), (['office_head'], ['head']))

    def test_a_new_profile_passes_on_what_waits(self):
        letter = self.letter()
        self.profile.copy({'date_from': self.profile.date_from + datetime.timedelta(1), 'letter_review': 'none'})
        self.assertEqual(self.turn(letter), ['head'])

    def test_who_initials_returns_it_and_each_submission_begins_anew(self):
        letter = self.letter()
        self.reading('policy_head', letter).action_review_content()
        self.reading('office_head', letter).action_return("Sai thể thức.")
        self.assertEqual(letter.state, 'draft')
        self.reading('policy_staff', letter).action_submit()
        self.assertEqual(self.turn(letter), ['policy_head'])
        self.assertFalse(letter.content_reviewer_id)

    def test_a_head_who_submits_has_initialled(self):
        letter = self.letter('policy_head')
        self.assertEqual(letter.content_reviewer_id, self.users['policy_head'])
        self.assertEqual(self.turn(letter), ['office_head'])

    def test_what_was_submitted_again_is_read_before_it_is_initialled(self):
        letter = self.letter()
        shown = self.reading('policy_head', letter)
        self.as_user('policy_staff', letter).action_withdraw()
        self.as_user('policy_staff', letter).body = "Nội dung khác."
        self.as_user('policy_staff', letter).action_submit()
        with self.assertRaisesRegex(UserError, "not read it as it is now"):
            shown.action_review_content()
        self.reading('policy_head', letter).action_review_content()

    def test_as_the_agency_has_it(self):
        for review, turns in (('none', ['head']), ('content', ['policy_head']), ('form', ['office_head'])):
            with self.subTest(review):
                self.profile.letter_review = review
                self.assertEqual(self.turn(self.letter()), turns)
        plan = self.to_state(self.new_plan(), 'submitted')
        self.assertEqual(self.turn(plan.with_env(self.env)), ['head'], "plans are another setting")

    def test_nobody_types_initials(self):
        letter = self.letter()
        for user in ('policy_staff', 'policy_head', 'office_head', 'admin'):
            with self.subTest(user), self.assertRaises(UserError):
                self.as_user(user, letter).write({'content_reviewer_id': self.users[user].id})


@tagged('dan_van_long')
class TestInitialsPrinted(ReviewCase):
    """Who has initialled is printed where one initials on paper: the content behind the end of the text, the form behind “Lưu”."""

    def printed(self, letter):
        """:return: (what stands behind the end of the text, what stands behind the archive's copy), as printed"""
        self.env.invalidate_all()
        page = MeasuredPdf(letter._render_pdf()).pages[-1]
        text, archive = page.line('Nội dung./.').text, page.line('- Lưu: VT, ').text
        return text.removeprefix('Nội dung./.').strip(), archive.partition('.')[2].strip()

    def words(self, letter):
        """:return: the same two lines of the Word file"""
        file = docx.Document(io.BytesIO(letter._render_docx()))
        lines = [*file.paragraphs, *(line for table in file.tables for row in table.rows for cell in row.cells for line in cell.paragraphs)]
        return [next(line.text for line in lines if line.text.startswith(words)).replace('\xa0', ' ')
                for words in ('Nội dung./.', '- Lưu: VT, ')]

    def test_only_those_that_were_given(self):
        content, form = (initials(self.users[user].name) for user in ('policy_head', 'office_head'))
        letter = self.letter()
        self.assertEqual(self.printed(letter), ('', ''))
        before = letter._official_document().text_lines()
        self.reading('policy_head', letter).action_review_content()
        self.assertEqual(self.printed(letter), (content, ''))
        self.reading('office_head', letter).action_review_form()
        self.assertEqual(self.printed(letter), (content, form))
        self.assertEqual(self.words(letter), [f'Nội dung./. {content}', f'- Lưu: VT, {self.units["policy"].dan_van_abbreviation}. {form}'])
        self.assertEqual(letter._official_document().text_lines(), before, "what was submitted says the same")
        self.reading('head', letter).action_return("Sửa.")
        self.assertEqual(self.printed(letter), ('', ''))

    def test_where_the_agency_has_none_nothing_is_printed(self):
        self.profile.letter_review = 'none'
        letter = self.letter()
        self.assertEqual(self.printed(letter), ('', ''))
        self.assertNotIn('initials', letter.env['ir.qweb']._render('dan_van.official_document', {'docs': letter}))

    def test_where_they_stand(self):
        letter = self.letter('policy_head')
        self.reading('office_head', letter).action_review_form()
        self.reading('head', letter).action_sign()
        self.as_user('clerk', letter).action_issue()
        page = MeasuredPdf(letter.sudo().pdf_attachment_id.raw).pages[-1]
        names = [initials(self.users[user].name) for user in ('policy_head', 'office_head')]
        for line, name in zip((page.line('Nội dung./.'), page.line('- Lưu: VT, ')), names):
            with self.subTest(line.text):
                [span] = [span for span in page.spans if span.text.strip('\xa0 ') == name and line.top < span.baseline < line.bottom]
                others = [each for each in page.spans if line.top < each.baseline < line.bottom and each.left < span.left]
                self.assertAlmostEqual(span.size, 9, places=1)
                self.assertTrue(any(abs(each.baseline - span.baseline) < 0.2 for each in others), "on the line of what it is about")
                self.assertFalse(span.bold or span.italic)
        self.assertEqual(letter.snapshot['content_initials'], names[0])

    def test_they_are_read_back_as_no_part_of_the_text(self):
        self.profile.plan_review = 'both'
        plan = self.new_plan(closing="Trên đây là kế hoạch của cơ quan, đề nghị các phòng tổ chức thực hiện.")
        self.as_user('office_staff', plan).action_submit()
        for kind in ('content', 'form'):
            getattr(self.reading('office_head', plan), f'action_review_{kind}')()
        for content, name in ((plan._render_pdf(), 'plan.pdf'), (plan._render_docx(), 'plan.docx')):
            with self.subTest(name):
                self.assertIn(initials(self.users['office_head'].name), str(plan._official_document()))
                read = parse(content, name)
                self.assertEqual(read.closing.rstrip('.'), plan.closing.rstrip('.'))
                self.assertEqual(read.archive.removeprefix('Lưu: '), plan.archive.removeprefix('Lưu: ').rstrip('.'))
