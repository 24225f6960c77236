import hashlib

from odoo.tests import HttpCase, JsonRpcException, tagged

from .test_access_forged import SECRET, ForgedCase


@tagged('post_install', '-at_install')
class TestForgedRequests(ForgedCase, HttpCase):
    """The same over HTTP, with the session of the user who tries."""

    def login(self, name):
        self.authenticate(self.users[name].login, 'danvan')

    def call(self, records, method, *args, **kwargs):
        return self.make_jsonrpc_request(f'/web/dataset/call_kw/{records._name}/{method}', {
            'model': records._name, 'method': method, 'args': [records.ids, *args], 'kwargs': kwargs})

    def assert_unchanged(self):
        """The issued plan and its file are as they were issued."""
        self.env.invalidate_all()
        pdf = self.issued.sudo().pdf_attachment_id
        self.assertEqual(hashlib.sha256(pdf.raw).hexdigest(), self.issued.pdf_sha256)
        self.assertEqual(self.issued.state, 'issued')
        self.assertEqual(self.theirs.state, 'draft')

    def test_a_file_of_another_units_draft_is_not_downloaded(self):
        url = f'/web/content/{self.source.id}'
        for user, sees in {
                'inspectorate_staff': True, 'office_staff': True, 'policy_staff': False, 'clerk': False}.items():
            self.login(user)
            with self.subTest(user=user):
                response = self.url_open(url)
                self.assertEqual(response.status_code == 200 and SECRET in response.content.decode(), sees)
        self.authenticate(None, None)
        self.assertNotIn(SECRET, self.url_open(url).text)

    def test_a_draft_of_another_unit_is_not_printed(self):
        report = self.env.ref('dan_van.plan_report')
        url = f'/report/pdf/{report.report_name}/{self.theirs.id}'
        for user, sees in (('inspectorate_staff', True), ('policy_staff', False)):
            self.login(user)
            with self.subTest(user=user):
                response = self.url_open(url, timeout=60)
                self.assertEqual(response.status_code == 200 and response.content.startswith(b'%PDF'), sees)

    def test_the_issued_file_survives_the_delete_route_of_the_chatter(self):
        """The route runs as superuser once the user owns the file, as its token says."""
        pdf = self.issued.sudo().pdf_attachment_id
        token = pdf._get_ownership_token()
        for user in ('office_staff', 'clerk', 'head', 'admin', 'policy_staff'):
            self.login(user)
            for values in ({}, {'access_token': token}):
                with self.subTest(user=user, **values):
                    with self.assertRaises(JsonRpcException):
                        self.make_jsonrpc_request('/mail/attachment/delete', {'attachment_id': pdf.id, **values})
                    self.assertTrue(pdf.exists())
                    self.assert_unchanged()

    def test_an_ordinary_file_is_deleted_by_that_route(self):
        """The lock is on the issued file, not on the chatter."""
        self.login('inspectorate_staff')
        self.make_jsonrpc_request('/mail/attachment/delete', {'attachment_id': self.source.id})
        self.assertFalse(self.source.exists())

    def test_private_methods_are_not_called(self):
        self.login('inspectorate_staff')
        for method, args in (
                ('_transition', ['submit']), ('_do_issue', []), ('_do_sign', []), ('_log', []), ('_lock', [])):
            with self.subTest(method=method), self.assertRaisesRegex(JsonRpcException, 'AccessError'):
                self.call(self.theirs, method, *args)
        with self.assertRaisesRegex(JsonRpcException, 'AccessError'):
            self.call(self.env['dan_van.register'], '_next_number')
        self.assert_unchanged()

    def test_a_context_of_the_client_opens_nothing(self):
        self.login('inspectorate_staff')
        for key in (True, 'x', 1, {}):
            context = {'dan_van_keys': key}
            with self.subTest(context=key):
                with self.assertRaisesRegex(JsonRpcException, 'UserError'):
                    self.call(self.theirs, 'write', {'state': 'issued'}, context=context)
                with self.assertRaisesRegex(JsonRpcException, 'UserError'):
                    self.call(self.theirs, 'write', {'document_date': '2026-01-01'}, context=context)
                self.assert_unchanged()

    def test_steps_of_others_are_refused(self):
        for user, step in (('policy_staff', 'action_recall'), ('deputy_2', 'action_issue'), ('clerk', 'action_close')):
            self.login(user)
            with self.subTest(user=user, step=step), self.assertRaisesRegex(JsonRpcException, 'UserError'):
                self.call(self.issued, step)
        self.login('policy_staff')
        with self.assertRaisesRegex(JsonRpcException, 'AccessError'):
            self.call(self.theirs, 'action_submit')
        self.assert_unchanged()

    def test_a_forged_agency_is_refused(self):
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        self.login('head')
        with self.assertRaisesRegex(JsonRpcException, 'AccessError'):
            self.call(self.issued, 'read', ['subject'], context={'allowed_company_ids': other.ids})

    def test_messages_of_the_workflow_are_not_edited(self):
        """The chatter's edit and delete route leaves what the system has written, for its author too."""
        self.as_user('head', self.issued).action_recall("Sai thẩm quyền.")
        message = self.issued.sudo().message_ids.filtered(lambda item: "Sai thẩm quyền." in item.body)
        self.assertTrue(message)
        for user in ('head', 'office_staff', 'admin'):
            self.login(user)
            with self.subTest(user=user), self.assertRaises(JsonRpcException):
                self.make_jsonrpc_request('/mail/message/update_content', {
                    'message_id': message.id, 'update_data': {'body': "", 'attachment_ids': []}})
        self.env.invalidate_all()
        self.assertIn("Sai thẩm quyền.", message.body)
        for user in ('office_staff', 'clerk', 'head', 'admin', 'policy_staff'):
            self.login(user)
            with self.subTest(user=user):
                with self.assertRaisesRegex(JsonRpcException, 'AccessError'):
                    self.call(message, 'unlink')
                self.assertTrue(message.exists())
