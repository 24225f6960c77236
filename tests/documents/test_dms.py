import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..common import QueryCase, ReportCase


class DmsCase(ReportCase):
    """An issued plan with a duty of "Phòng Tuyên truyền", filed in the document management."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        plan = cls.new_plan(subject="Triển khai công tác dân vận vùng biên giới")
        cls.source = cls.env['ir.attachment'].create(
            {'name': 'ke-hoach.docx', 'raw': b'from Word', 'res_model': plan._name, 'res_id': plan.id})
        cls.plan = cls.to_state(plan, 'issued').with_env(cls.env)
        cls.duty = cls.plan.assignment_ids.filtered(
            lambda duty: duty.department_id == cls.units['outreach'] and duty.scope == 'unit')[:1]
        cls.pdf = cls.file_of(cls.plan.pdf_attachment_id)

    @classmethod
    def file_of(cls, attachment):
        return cls.env['dms.file'].search([('attachment_id', '=', attachment.id)])

    def evidence(self, user='outreach_staff', name='anh.jpg', raw=b'photo'):
        """:return: the dms.file of a photo that ``user`` uploads to the duty"""
        return self.file_of(self.as_user(user, 'ir.attachment').create(
            {'name': name, 'raw': raw, 'res_model': self.duty._name, 'res_id': self.duty.id}))

    def path(self, file):
        names, folder = [], file.directory_id
        while folder:
            names.insert(0, folder.name)
            folder = folder.parent_id
        return names

    def sees(self, user, file):
        """:return: whether ``user`` finds the file and reads it; never one without the other"""
        seen, raw = self.as_user(user, file), file.sudo().attachment_id.raw
        self.env.invalidate_all()
        found = bool(seen.search([('id', '=', file.id)]))
        try:
            read = base64.b64decode(seen.read(['content'])[0]['content']) == raw
        except AccessError:
            read = False
        self.assertEqual(found, read, user)
        return found


class TestDmsFolders(DmsCase):
    """What is issued lies where everyone who may can find it."""

    def test_an_issued_plan_lies_under_agency_year_and_plan(self):
        _root, agency, year, plan, kind = self.path(self.pdf)
        self.assertEqual((agency, year, kind), (self.company.name, '2026', "Kế hoạch"))
        self.assertIn("vùng biên giới", plan)
        self.assertEqual(self.path(self.file_of(self.source)), self.path(self.pdf), "what it was made from lies beside it")

    def test_a_draft_has_no_folder(self):
        draft = self.new_plan()
        self.env['ir.attachment'].create({'name': 'x.txt', 'raw': b'x', 'res_model': draft._name, 'res_id': draft.id})
        self.assertFalse(self.env['dms.directory'].search([('res_model', '=', draft._name), ('res_id', '=', draft.id)]))
        with self.assertRaisesRegex(UserError, "when it is issued"):
            self.as_user('office_staff', draft).action_open_folder()

    def test_a_second_plan_of_the_year_shares_the_folders_above(self):
        other = self.to_state(self.new_plan(), 'issued').sudo()
        self.assertEqual(self.path(self.file_of(other.pdf_attachment_id))[:3], self.path(self.pdf)[:3])
        self.assertEqual(self.env['dms.directory'].search_count(
            [('dan_van_key', '=', f'res.company,{self.company.id}/2026')]), 1)

    def test_a_reminder_lies_with_the_letters_of_its_plan(self):
        letter = self.env['dan_van.reminder'].create({
            'subject': "Đôn đốc", 'plan_id': self.plan.id, 'department_id': self.units['office'].id,
            'department_ids': self.units['outreach'].ids, 'signer_id': self.users['head'].id})
        self.assertEqual(letter._dms_path()[:3], self.plan._dms_path()[:3])
        self.assertEqual(letter._dms_path()[3].name, "Công văn")

    def test_evidence_lies_with_its_plan_and_two_of_one_name_stay_two(self):
        first, second = self.evidence(), self.evidence(raw=b'other photo')
        self.assertEqual(self.path(first)[4], "Minh chứng")
        self.assertEqual(first.directory_id, second.directory_id)
        self.assertNotEqual(first.name, second.name)

    def test_the_button_opens_the_folder(self):
        action = self.as_user('policy_staff', self.plan).action_open_folder()
        files = self.as_user('policy_staff', 'dms.file').search(action['domain'])
        self.assertIn(self.pdf, files)

    def test_a_file_put_into_the_folder_by_hand_appears_on_the_plan(self):
        folder = self.pdf.directory_id.parent_id
        new = self.as_user('office_staff', 'dms.file').create(
            {'name': 'gop-y.txt', 'directory_id': folder.id, 'content': base64.b64encode(b'text')})
        attachment = new.sudo().attachment_id
        self.assertEqual((attachment.res_model, attachment.res_id, attachment.raw), (self.plan._name, self.plan.id, b'text'))
        self.assertIn(attachment, self.env['ir.attachment'].search(
            [('res_model', '=', self.plan._name), ('res_id', '=', self.plan.id)]))

    def test_it_is_found_by_number_subject_and_text(self):
        File = self.as_user('policy_staff', 'dms.file')
        for words in (self.plan.code, "vùng biên giới", "Tổ chức quán triệt các chủ trương"):
            with self.subTest(words=words):
                self.assertIn(self.pdf, File.search([('attachment_id.index_content', 'ilike', words)]))
        self.assertIn(self.pdf, File.search([('name', 'ilike', "vùng biên giới")]))

    def test_a_file_that_dms_refuses_is_uploaded_all_the_same(self):
        self.env['ir.config_parameter'].set_param('dms.forbidden_extensions', 'exe')
        self.assertFalse(self.evidence(name='anh.exe'))
        self.assertTrue(self.env['ir.attachment'].search([('name', '=', 'anh.exe'), ('res_id', '=', self.duty.id)]))


class TestDmsQueries(QueryCase):

    def test_looking_for_the_folders_costs_the_same_for_few_and_many_duties(self):
        """What is new costs dms some statements a file; to know what is filed already costs none."""
        plan = self.to_state(self.new_plan(duties=['outreach'] * 30), 'issued').sudo()
        duties = plan.assignment_ids.filtered(lambda duty: duty.scope == 'unit')

        def filed(count):
            return self.env['ir.attachment'].create([{
                'name': 'anh.jpg', 'raw': b'%d' % index, 'res_model': duty._name, 'res_id': duty.id,
            } for index, duty in enumerate(duties[:count])])
        self.assertFlat(filed, lambda files: files._file_in_dms(), small=5, large=25)


class TestDmsAccess(DmsCase):
    """Rights in the folders are those of the records, at every moment."""

    def test_an_issued_plan_is_read_by_the_staff_of_the_agency(self):
        for user in ('policy_staff', 'outreach_staff', 'clerk', 'head', 'office_head', 'admin'):
            with self.subTest(user=user):
                self.assertTrue(self.sees(user, self.pdf))

    def test_evidence_is_read_by_its_unit_the_office_and_the_leadership(self):
        file = self.evidence()
        readers = {'outreach_staff', 'outreach_head', 'office_staff', 'head', 'admin'}
        for user in (*readers, 'policy_staff', 'inspectorate_head', 'clerk'):
            with self.subTest(user=user):
                self.assertEqual(self.sees(user, file), user in readers)

    def test_rights_follow_the_unit(self):
        file, unit = self.evidence(), self.units['outreach']
        staff, newcomer = self.users['outreach_staff'], self.users['policy_staff']
        unit.member_user_ids = unit.member_user_ids - staff + newcomer
        self.assertFalse(self.sees('outreach_staff', file))
        self.assertTrue(self.sees('policy_staff', file))

    def test_rights_follow_the_group(self):
        file = self.evidence()
        self.users['office_staff'].group_ids -= self.env.ref('dan_van.group_office')
        self.assertFalse(self.sees('office_staff', file))

    def test_another_agency_sees_nothing(self):
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        user = self.users['policy_staff']
        self.units['policy'].member_user_ids -= user
        user.write({'company_ids': [(6, 0, other.ids)], 'company_id': other.id})
        seen = self.env['dms.file'].with_user(user).with_context(allowed_company_ids=other.ids)
        self.assertNotIn(self.pdf, seen.search([]))
        self.assertFalse(self.env['dms.directory'].with_user(user).with_context(allowed_company_ids=other.ids).search(
            [('dan_van_key', 'like', f'res.company,{self.company.id}')]))

    @mute_logger('odoo.models')
    def test_the_issued_file_is_not_touched_through_dms(self):
        values = (
            {'name': 'x.pdf'}, {'content': base64.b64encode(b'x')}, {'content_file': base64.b64encode(b'x')},
            {'content_binary': b'x'}, {'directory_id': self.pdf.directory_id.parent_id.id}, {'attachment_id': self.source.id},
            {'active': False}, {'res_id': 1}, {'checksum': 'x'})
        before = (self.pdf.name, self.pdf.content, self.pdf.directory_id, self.pdf.active)
        for file in [*(self.as_user(user, self.pdf) for user in ('office_staff', 'clerk', 'head', 'admin')), self.pdf.sudo()]:
            for vals in values:
                with self.subTest(user=file.env.user.login, **vals), self.assertRaises(UserError), self.env.cr.savepoint():
                    file.write(vals)
            for act in (file.unlink, file.directory_id.unlink, file.directory_id.parent_id.unlink):
                with self.subTest(user=file.env.user.login), self.assertRaises(UserError), self.env.cr.savepoint():
                    act()
        self.env.invalidate_all()
        self.assertEqual((self.pdf.name, self.pdf.content, self.pdf.directory_id, self.pdf.active), before)

    @mute_logger('odoo.models')
    def test_no_button_where_it_would_be_refused(self):
        """Not renamed, locked or deleted: neither is offered, whoever may write the record."""
        for user in ('office_staff', 'head', 'clerk'):
            file = self.as_user(user, self.pdf)
            with self.subTest(user):
                self.assertTrue(file.dan_van_read_only)
                self.assertEqual((file.permission_write, file.permission_unlink), (False, False))
                self.assertTrue(self.as_user(user, self.pdf.sudo().directory_id).dan_van_read_only)
        photo = self.file_of(self.as_user('outreach_staff', 'ir.attachment').create(
            {'name': 'anh.txt', 'raw': b'anh', 'res_model': self.duty._name, 'res_id': self.duty.id}))
        own = self.as_user('outreach_staff', photo)
        self.assertTrue(own.permission_unlink, "evidence is taken away again")
        self.assertFalse(own.permission_write)
        arch = self.as_user('office_staff', 'dms.file').get_view(view_type='form')['arch']
        self.assertRegex(arch, '<field name="name"[^>]*dan_van_read_only')
        self.assertNotRegex(arch, '<field name="tag_ids"[^>]*dan_van_read_only')

    def test_folders_of_documents_are_not_moved_or_renamed(self):
        folder = self.pdf.directory_id.parent_id
        for user in ('office_staff', 'admin'):
            for vals in ({'name': "Khác"}, {'res_id': 1}, {'res_model': 'res.partner'}, {'dan_van_key': False}):
                with self.subTest(user=user, **vals), self.assertRaises(UserError), self.env.cr.savepoint():
                    self.as_user(user, folder).write(vals)

    @mute_logger('odoo.models')
    def test_a_foreign_file_is_not_read_by_pointing_at_it(self):
        """A file is read with the access of its folder: so nobody may hang a file of another record into an own folder."""
        secret = self.evidence(raw=b'secret').attachment_id
        mine = self.to_state(self.new_plan(unit='office'), 'issued').sudo()
        folder = self.file_of(mine.pdf_attachment_id).directory_id
        for user in ('office_head', 'clerk', 'policy_staff'):
            with self.subTest(user=user), self.assertRaises(UserError), self.env.cr.savepoint():
                self.as_user(user, 'dms.file').create({'name': 'x', 'directory_id': folder.id, 'attachment_id': secret.id})


@tagged('post_install', '-at_install')
class TestDmsShare(DmsCase, HttpCase):
    """The agency sends a link: who has it downloads the issued document, without it nobody does."""

    def test_a_shared_link_opens_the_issued_document(self):
        url = f'/my/dms/file/{self.pdf.id}/download'
        self.authenticate(None, None)
        token = self.pdf.sudo()._portal_ensure_token()
        self.assertEqual(self.url_open(f'{url}?access_token={token}').content, self.plan.pdf_attachment_id.raw)
        for forged in ('', '?access_token=', '?access_token=x'):
            with self.subTest(forged=forged):
                self.assertNotIn(b'%PDF', self.url_open(url + forged).content[:8])

    def test_the_route_for_files_asks_for_the_access_of_the_duty(self):
        file = self.evidence(raw=b'secret photo')
        url = f'/web/content?model=dms.file&id={file.id}&field=content&download=true'
        for user, sees in (('outreach_staff', True), ('policy_staff', False), ('clerk', False)):
            self.authenticate(self.users[user].login, 'danvan')
            with self.subTest(user=user):
                self.assertEqual(b'secret photo' in self.url_open(url).content, sees)
