import hashlib

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form

from ..common import AgencyCase


class TestIssue(AgencyCase):
    """The clerk gives number and date; from then on the document is what it is."""

    def issued(self, **values):
        return self.to_state(self.new_plan(**values), 'issued')

    def test_number_date_register(self):
        first, second = self.issued(), self.issued()
        self.assertEqual(second.number, first.number + 1, "numbers run without gaps")
        self.assertRegex(first.code, r'^\d{2,}/KH-BDT$')
        entry = second.register_entry_id
        self.assertEqual(
            (entry.code, entry.date, entry.subject, entry.signer, entry.department_id),
            (second.code, second.document_date, second.subject, "Nguyễn Văn A", second.department_id))
        self.assertEqual(entry.register_id.last_number, second.number)

    def test_question_names_the_number(self):
        """The clerk sees which number the document gets, where nobody else is first; nobody else is asked."""
        last = self.issued().number
        plan = self.to_state(self.new_plan(), 'signed')
        self.assertIn(f' {last + 1:02}/KH-BDT', self.as_user('clerk', plan).issue_title)
        self.assertFalse(self.as_user('office_head', plan).issue_title)
        self.assertFalse(self.as_user('clerk', self.to_state(self.new_plan(), 'submitted')).issue_title)
        dialog = Form.from_action(self.as_user('clerk', plan).env, self.as_user('clerk', plan).action_issue_choose())
        self.assertEqual(dialog.next_code, f'{last + 1:02}/KH-BDT')
        self.assertEqual(self.to_state(plan, 'issued').code, dialog.next_code)

    def test_first_number_of_a_series(self):
        self.env['dan_van.register'].create({'document_type': 'TB', 'company_id': self.company.id, 'first_number': 8})
        letter = self.as_user('policy_staff', 'dan_van.letter').create(
            {'document_type': 'TB', 'subject': "Kết luận", 'body': "Kết luận:", 'recipients': "Các phòng"})
        letter.action_submit()
        self.reading('head', letter).action_sign()
        self.assertIn(' 08/TB-BDT', self.as_user('clerk', letter).issue_title)

    def test_question_of_each_kind(self):
        for name in ('dan_van.plan', 'dan_van.report', 'dan_van.letter', 'dan_van.reminder'):
            with self.subTest(name):
                self.assertIn('name="issue_title"', self.env[name].get_view(view_type='form')['arch'])

    def test_pdf_is_filed_with_its_hash_and_snapshot(self):
        plan = self.issued()
        pdf = plan.pdf_attachment_id.raw
        self.assertTrue(pdf.startswith(b'%PDF-'))
        self.assertEqual(plan.pdf_sha256, hashlib.sha256(pdf).hexdigest())
        self.assertEqual(plan.snapshot['number'], plan.number)
        self.assertEqual(plan.snapshot['place'], "Tỉnh Mẫu")
        self.assertEqual(plan.snapshot['page']['body_size'], 14)

    def test_print_gives_the_filed_file(self):
        plan = self.issued()
        printed = self.as_user('policy_staff', 'ir.actions.report')._render_qweb_pdf(plan._report, plan.ids)[0]
        self.assertEqual(hashlib.sha256(printed).hexdigest(), plan.pdf_sha256)

    def test_print_gives_the_filed_file_whatever_a_client_asks_for(self):
        plan = self.to_state(self.new_plan(), 'issued').sudo()
        self.users['head'].name = "Người Khác"
        for context in ({}, {'report_pdf_no_attachment': True}):
            with self.subTest(context):
                printer = self.as_user('policy_staff', 'ir.actions.report').with_context(**context)
                self.assertEqual(printer._render_qweb_pdf(plan._report, plan.ids)[0], plan.pdf_attachment_id.raw)

    def test_print_is_not_fooled_by_a_file_of_the_same_name(self):
        plan = self.issued()
        self.env['ir.attachment'].create({
            'name': plan.pdf_attachment_id.name, 'raw': b'%PDF-1.4 forged', 'res_model': plan._name, 'res_id': plan.id})
        printed = self.env['ir.actions.report']._render_qweb_pdf(plan._report, plan.ids)[0]
        self.assertEqual(hashlib.sha256(printed).hexdigest(), plan.pdf_sha256)

    def test_identity_of_the_day_is_kept(self):
        """The agency is renamed after issue: the issued plan keeps its old name, a new one gets the new."""
        plan = self.issued()
        self.as_user('admin', 'dan_van.agency.profile').create({
            'company_id': self.company.id, 'date_from': plan.document_date, 'parent': "UBND TỈNH MẪU",
            'issuer': "SỞ DÂN TỘC VÀ TÔN GIÁO", 'symbol': "SDTTG", 'place': "Tỉnh Mẫu", 'head_title': "GIÁM ĐỐC"})
        self.assertEqual(plan.snapshot['issuer'], ["BAN DÂN TỘC"])
        self.assertRegex(self.issued().code, r'/KH-SDTTG$')

    def test_duty_of_all_units_becomes_one_per_unit_and_prints_once(self):
        plan = self.issued(duties=['outreach', None])
        tracked = plan.assignment_ids.filtered(lambda duty: duty.scope == 'unit')
        self.assertEqual(
            sorted(tracked.filtered('parent_id').department_id.mapped('dan_van_abbreviation')), ['CS', 'TT&ĐB', 'TTr', 'VP'])
        self.assertEqual(len(tracked), 5)
        printed = [block for block in plan.snapshot['blocks'] if block['title'] == "Các phòng chuyên môn"]
        self.assertEqual(len(printed), 1)

    def test_no_profile_no_issue(self):
        plan = self.to_state(self.new_plan(), 'signed')
        # Past Odoo: a profile under which documents were issued keeps its day.
        self.env.cr.execute("UPDATE dan_van_agency_profile SET date_from = '2100-01-01' WHERE company_id = %s", [self.company.id])
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "no agency profile valid"), self.env.cr.savepoint():
            self.as_user('clerk', plan).action_issue()
        self.assertEqual(plan.state, 'signed')

    def test_dates_run_with_numbers(self):
        plan = self.issued()
        late = self.to_state(self.new_plan(), 'signed')
        with self.assertRaisesRegex(UserError, "can't have an earlier date"), self.env.cr.savepoint():
            self.as_user('clerk', late)._transition('issue', date=plan.document_date.replace(month=1, day=1))
        with self.assertRaisesRegex(UserError, "in the future"), self.env.cr.savepoint():
            self.as_user('clerk', late)._transition('issue', date=plan.document_date.replace(year=2199))

    def test_series_per_type_counts_on_its_own(self):
        common = self.issued()
        year = common.document_date.year
        series = {'company_id': self.company.id, 'document_type': 'KH'}
        with self.assertRaisesRegex(UserError, "a second time"), self.env.cr.savepoint():
            self.as_user('head', 'dan_van.register').create({**series, 'year': year})
        own = self.as_user('head', 'dan_van.register').create({**series, 'year': year + 1})
        Register = self.env['dan_van.register']
        self.assertEqual(Register._for(self.company, 'KH', year + 1), own)
        self.assertEqual(own._next_number(), 1)
        self.assertFalse(Register._for(self.company, 'BC', year + 1).document_type, "other types stay in the common series")

    def test_what_the_plan_was_made_from_stays_with_it(self):
        plan = self.new_plan()
        source = self.env['ir.attachment'].create(
            {'name': 'ke-hoach.docx', 'raw': b'...', 'res_model': plan._name, 'res_id': plan.id})
        self.to_state(plan, 'issued')
        later = self.as_user('office_staff', 'ir.attachment').create(
            {'name': 'ghi-chu.txt', 'raw': b'...', 'res_model': plan._name, 'res_id': plan.id})
        later.unlink()
        with self.assertRaisesRegex(UserError, "issued document"):
            source.unlink()

    def test_recall_is_logged_and_marked_in_the_register(self):
        plan = self.to_state(self.new_plan(), 'recalled')
        self.assertTrue(plan.register_entry_id.recalled)
        self.assertEqual(plan.approval_ids[0].reason, "Có sai sót về thẩm quyền.")
        self.assertTrue(plan.pdf_attachment_id.exists(), "a recalled document stays on file")

    def test_profile_keeps_to_the_decree(self):
        profile = self.env.ref('dan_van.demo_profile')
        with self.assertRaisesRegex(ValidationError, "30.*35"):
            profile.margin_left = 25
        with self.assertRaisesRegex(ValidationError, "separate"):
            profile.symbol = "BDT/TH"
