from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from ...models.core.mail_message import WRITING
from .test_case_leaks import NAME, PLAIN, WORD, LeakCase


class TestCaseReading(LeakCase):
    """Whoever reads what a petition says of people stands in a log that nobody alters."""

    def readings(self):
        return self.env['dan_van.case.reading'].search([('case_id', '=', self.case.id)], order='id')

    def assertLogged(self, act, *expected):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.readings()
        act()
        self.assertEqual(
            [(line.user_id, line.way, line.field_names) for line in self.readings() - before],
            [(self.users['inspectorate_staff'], way, names) for way, names in expected])

    def test_every_way_of_reading(self):
        case = self.case
        self.users['inspectorate_staff'].group_ids |= self.env.ref('base.group_allow_export')
        self.assertLogged(lambda: case.web_read({'citizen_name': {}, 'content': {}}), ('read', 'citizen_name, content'))
        self.assertLogged(lambda: case.search_read([('id', '=', case.id)], ['outcome']), ('read', 'outcome'))
        self.assertLogged(lambda: case.citizen_phone, ('read', 'citizen_phone'))
        self.assertLogged(lambda: case.export_data(['code', 'citizen_name']), ('export', 'citizen_name'))
        self.assertLogged(lambda: case.search([('citizen_name', 'ilike', WORD)]), ('search', 'citizen_name'))
        self.assertLogged(
            lambda: case.env['dan_van.event'].search([('case_ids.citizen_name', 'ilike', WORD)]), ('search', 'citizen_name'))
        self.assertLogged(lambda: case.search([('citizen_name', 'ilike', "Không có ai")]))
        self.assertLogged(lambda: case.web_search_read([], {'code': {}, 'kind_id': {}, 'health': {}}))
        self.assertLogged(lambda: case.sudo().citizen_name)

    def test_every_filter_is_logged_wherever_it_stands(self):
        case = self.case
        Case, Event, Reading = case.browse(), case.env['dan_van.event'], case.env['dan_van.case.reading']
        found = ('citizen_name', 'ilike', WORD)
        begins = ('citizen_name', '=like', 'Nguyễn Văn B%')
        for act in (
                lambda: Case.search([('id', 'any', [begins])]),
                lambda: Case.search([('id', 'not any', [begins])]),
                lambda: Case.search(['!', found]),
                lambda: Case.search([('id', 'in', case.ids), ('citizen_name', 'not ilike', WORD)]),
                lambda: Case.search([('citizen_name', 'in', [NAME, "Không có ai"])]),
                lambda: Case.search([('event_id', 'any', [('case_ids', 'any', [begins])])]),
                lambda: Case.search_count([found]),
                lambda: Case.search_fetch([found], ['code']),
                lambda: Case.name_search('', domain=[found]),
                lambda: Case.web_search_read([('id', 'any', [('id', 'any', [found])])], {'code': {}}),
                lambda: Case.formatted_read_group([begins], ['state'], ['__count']),
                lambda: Case.read_progress_bar([found], 'state', {'field': 'state', 'colors': {}}),
                lambda: Case.search_panel_select_range('kind_id', search_domain=[found], enable_counters=True),
                lambda: case.filtered_domain([found]),
                lambda: Event.search([('case_ids', 'any', [begins])]),
                lambda: Event.search([('case_ids', 'not any', [found])]),
                lambda: Event.search([('id', 'any', [('case_ids.citizen_name', '=ilike', 'nguyễn văn bí%')])]),
                lambda: Event.formatted_read_group([('case_ids.citizen_name', 'ilike', WORD)], [], ['__count']),
                lambda: Reading.search([('case_id', 'any', [begins])])):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.readings()
            act()
            lines = self.readings() - before
            self.assertEqual(lines.user_id, self.users['inspectorate_staff'])
            self.assertEqual(set(lines.mapped('field_names')), {'citizen_name'})

    def test_what_names_are_not_compared_with_is_refused(self):
        Case = self.case.browse()
        for operator, value in (
                ('<', 'O'), ('>=', NAME), ('ilike', 'x' * 501), ('=like', '%' * 600)):
            with self.subTest(operator, value=value[:9]), self.assertRaisesRegex(UserError, "words only"):
                Case.search([('citizen_name', operator, value)])
        # Letters that no text has are taken out of what is looked for, as out of what is saved.
        for operator, value in (('ilike', 'a\0b'), ('in', ['\ud800'])):
            self.assertFalse(Case.search([('citizen_name', operator, value)]))
        for domain in ([('citizen_name', 'foo', NAME)], [('citizen_name', 'any', [('id', '=', 1)])], [('citizen_name', NAME)]):
            with self.subTest(domain), self.assertRaises(UserError) as refused:
                Case.search(domain)
            self.assertHidden(str(refused.exception))

    def test_files(self):
        file = self.as_user('inspectorate_staff', self.file)
        self.users['inspectorate_staff'].group_ids |= self.env.ref('base.group_allow_export')
        once = [('file', False)]
        self.assertLogged(lambda: self.assertEqual(file.read(['raw'])[0]['raw'], NAME.encode()), *once)
        self.assertLogged(lambda: file.read(['index_content']), *once)
        self.assertLogged(lambda: file.web_read({'datas': {}}), *once)
        self.assertLogged(lambda: file.read(['datas', 'raw', 'name']), *once)
        self.assertLogged(lambda: file.browse().search_read([('id', '=', file.id)], ['datas']), *once)
        self.assertLogged(lambda: file.browse().web_search_read([('id', '=', file.id)], {'index_content': {}}), *once)
        self.assertLogged(lambda: file.export_data(['index_content']), *once)
        self.assertLogged(lambda: file.read(['db_datas']), *once)
        self.assertLogged(lambda: file.web_read({'name': {}, 'checksum': {}, 'file_size': {}}))
        self.assertLogged(lambda: file.sudo().raw)
        self.file.index_content = NAME
        self.message.sudo().with_context(dan_van_story=WRITING).attachment_ids = self.file
        for domain in (
                [('index_content', 'ilike', WORD)], [('index_content', '!=', False)], [('id', 'any', [('index_content', 'ilike', WORD)])],
                [('id', 'in', file.ids), ('index_content', '=like', 'Nguyễn%')], [('res_model', '=', 'dan_van.case'), ('db_datas', '!=', 0)]):
            with self.subTest(domain):
                self.assertNotIn(file, file.browse().search(domain))
        self.assertNotIn(file, file.browse().search([], order='index_content desc, id'))
        self.assertFalse(file.env['mail.message'].search([('attachment_ids.index_content', 'ilike', WORD)]))
        for group in (['index_content'], []):
            self.assertHidden(file.browse().formatted_read_group([('id', '=', file.id)], group, ['index_content:array_agg']))
        other = self.as_user('inspectorate_staff', 'ir.attachment').create({'name': 'a.txt', 'raw': b'x'})
        other.sudo()._set_text(NAME)
        self.assertEqual(other.browse().search([('index_content', 'ilike', WORD)]), other, "other files are found as before")

    def test_a_file_does_not_leave_its_petition(self):
        file = self.as_user('inspectorate_staff', self.file)
        event = file.env['dan_van.event'].create({'subject': "Tiếp công dân"})
        for values in ({'res_model': 'dan_van.event', 'res_id': event.id}, {'public': True}):
            with self.assertRaisesRegex(UserError, "stays with the petition"):
                file.write(values)
        before = self.readings()
        file.copy({'res_model': 'dan_van.event', 'res_id': event.id})
        self.assertIn('file', (self.readings() - before).mapped('way'))

    def test_no_message_takes_a_file_to_other_readers(self):
        file = self.as_user('inspectorate_staff', self.file)
        event = file.env['dan_van.event'].create({'subject': "Tiếp công dân"})
        chat = file.env['discuss.channel'].create({'name': "Trao đổi"})
        for record in (event, chat):
            with self.assertRaisesRegex(UserError, "stays with the petition|giữ cùng đơn thư"):
                record.message_post(body="x", attachment_ids=file.ids)
        with self.assertRaisesRegex(UserError, "stays with the petition"):
            file.env['mail.message'].create({'body': "x", 'attachment_ids': [Command.link(file.id)]})
        self.as_user('inspectorate_staff', self.case).message_post(body="x", attachment_ids=file.ids)
        # As it was possible once.
        message = event.message_post(body="x")
        self.env.cr.execute("INSERT INTO message_attachment_rel VALUES (%s, %s)", (message.id, file.id))
        self.case.sudo()._redact()
        self.assertFalse(file.exists())

    def test_no_key_opens_a_file_for_whom_is_no_reader(self):
        file = self.as_user('inspectorate_staff', self.file)
        for key in (file._get_raw_access_token(), *file.generate_access_token()):
            for user in ('policy_staff', 'clerk'):
                with self.subTest(user), self.assertRaises(AccessError):
                    self.as_user(user, 'ir.binary')._find_record(res_id=file.id, access_token=key, field='raw')
            self.assertEqual(file.env['ir.binary']._find_record(res_id=file.id, access_token=key, field='raw'), file)

    def test_no_picture_of_a_first_page_is_shown_with_messages(self):
        picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
        Attachment = self.as_user('inspectorate_staff', 'ir.attachment')
        there = {'res_model': 'dan_van.case', 'res_id': self.case.id}
        made = Attachment.create({'name': 'a.png', 'raw': b'x', 'thumbnail': picture, **there})
        moved = Attachment.create({'name': 'b.png', 'raw': b'x', 'thumbnail': picture})
        self.assertTrue(moved.thumbnail, "others have theirs")
        moved.write(there)
        self.file.sudo().thumbnail = picture
        for file in (made, moved, self.file.sudo()):
            self.assertFalse(file.thumbnail)
        self.assertLogged(lambda: self.as_user('inspectorate_staff', self.file).web_read({'has_thumbnail': {}, 'name': {}}))

    def test_what_fails_has_no_name_in_the_log_of_the_server(self):
        """PostgreSQL logs the statement that it refuses, Odoo the same: a name is in none that a client can break."""
        Case, Event = self.case.browse(), self.case.env['dan_van.event']
        self.received(citizen_name=PLAIN, event_id=self.event.id)
        words = ('citizen_name', 'ilike', PLAIN)
        nested = ('case_ids', 'any', [words])
        for model, ask in (
                (Case, {'domain': [words], 'limit': -1}), (Case, {'domain': [words], 'offset': -1}),
                (Case, {'domain': [words], 'limit': 10 ** 30}), (Event, {'domain': [nested], 'offset': -1}),
                (Event, {'domain': [('subject', '=like', '%\\'), nested]}), (Case, {'domain': [('code', '=like', '%\\'), words]})):
            with self.subTest(ask), self.assertLogs('odoo.sql_db', 'ERROR') as log, self.assertRaises(psycopg2.Error), (
                    self.env.cr.savepoint(flush=False)):
                model.search(**ask)
            self.assertNotIn(PLAIN, str(log.output))
        for value in (f'{NAME}\\', f'{NAME}\\\\\\', '\\'):
            with self.subTest(value):
                self.assertFalse(Case.search([('citizen_name', '=like', value)]))

    def test_a_search_that_takes_too_long_is_not_told_by_odoo(self):
        statements = []
        execute = type(self.env.cr).execute

        def refuse(cursor, query, params=None, log_exceptions=True):
            text = cursor.mogrify(query).decode() if WORD in str(getattr(query, 'params', ())) else ''
            if not text:
                return execute(cursor, query, params, log_exceptions)
            statements.append(text)
            return execute(cursor, "SET LOCAL statement_timeout = 20; SELECT pg_sleep(1)", None, log_exceptions)
        with patch.object(type(self.env.cr), 'execute', refuse), self.assertNoLogs('odoo.sql_db', 'ERROR'), (
                self.assertRaises(psycopg2.errors.QueryCanceled)), self.env.cr.savepoint(flush=False):
            self.case.browse().search([('citizen_name', 'ilike', WORD)])
        self.assertEqual(len(statements), 1)

    def test_many_readings_are_one_statement(self):
        cases = self.env['dan_van.case'].search([('department_id', '=', self.units['inspectorate'].id)])
        mine = self.as_user('inspectorate_staff', cases)
        counts = []
        for some in (mine[:1], mine):
            self.env.invalidate_all()
            some.read(['code'])
            before = self.env.cr.sql_log_count
            some.fetch(['citizen_name'])
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreater(len(mine), 1)
        self.assertEqual(*counts)

    def test_the_log_is_for_head_and_leader_and_for_nobody_to_alter(self):
        self.case.read(['citizen_name'])
        line = self.readings()[-1:]
        for name in ('inspectorate_head', 'deputy_2'):
            self.assertIn(line, self.as_user(name, 'dan_van.case.reading').search([]))
        for name in ('inspectorate_staff', 'admin', 'head', 'office_head'):
            self.assertNotIn(line, self.as_user(name, 'dan_van.case.reading').search([]))
        for records in (self.as_user('inspectorate_head', line), line.sudo()):
            for alter in (lambda: records.write({'way': 'search'}), records.unlink, lambda: records.create({})):
                self.assertRaises(UserError, alter)
