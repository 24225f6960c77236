from contextlib import suppress
from email.message import EmailMessage
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .story_cases import FORGED, TOLD, StoryRequestCase


@tagged('dan_van_wide')
class TestStoryKept(StoryRequestCase):
    """What was said of a record is not changed, deleted, moved or added to by another door, on any model of the addon."""

    def assert_kept(self, record, doors):
        """Try each of ``doors`` (name: function); the story must be as before."""
        before = self.story(record)
        for name, act in doors.items():
            with self.subTest(model=record._name, door=name), mute_logger('odoo.http', 'odoo.addons.base.models.ir_rule'):
                with suppress(JsonRpcException):
                    act()
                self.assertEqual(self.story(record), before)

    def test_all_models_are_covered(self):
        names = {record._name for record in self.records}
        self.assertLessEqual({
            'dan_van.plan', 'dan_van.report', 'dan_van.period', 'dan_van.rating', 'dan_van.register', 'dan_van.event',
            'dan_van.assignment', 'dan_van.case', 'dan_van.extension', 'dan_van.letter', 'dan_van.reminder',
            'dan_van.incoming'}, names)
        threads = self.env.registry['mail.thread']
        self.assertEqual(names, {
            name for name, model in self.env.registry.items()
            if name.startswith('dan_van.') and not model._abstract and issubclass(model, threads)})

    def test_messages_are_not_changed(self):
        self.authenticate('mighty', 'mighty')
        internal = self.env.ref('mail.mt_note').id
        changes = {
            'body': FORGED, 'date': '2020-01-01 00:00:00', 'author_id': self.leader.id, 'email_from': "x@example.com",
            'subject': FORGED, 'message_type': 'email', 'subtype_id': internal, 'is_internal': False, 'res_id': 1,
            'model': 'res.partner',
            'attachment_ids': [Command.clear()], 'partner_ids': [Command.link(self.leader.id)],
            'tracking_value_ids': [Command.clear()]}
        for record, messages in self.messages.items():
            self.assert_kept(record, {
                f'write {name} of {message.message_type}': lambda message=message, name=name, value=value: self.call(
                    message, 'write', {name: value})
                for message in messages for name, value in changes.items()})
            for message in messages:
                with self.assertRaisesRegex(JsonRpcException, 'AccessError'), mute_logger('odoo.http'):
                    self.call(message, 'write', {'body': FORGED})

    def test_messages_are_not_deleted_or_moved(self):
        self.authenticate('mighty', 'mighty')
        for record, messages in self.messages.items():
            note, comment = messages
            file, value = note.attachment_ids, note.tracking_value_ids
            commands = {'update': Command.update(comment.id, {'body': FORGED}), 'delete': Command.delete(comment.id),
                        'unlink': Command.unlink(comment.id), 'clear': Command.clear(), 'set': Command.set([]),
                        'create': Command.create({'body': FORGED, 'author_id': self.leader.id, 'model': record._name})}
            self.assert_kept(record, {
                'unlink note': lambda note=note: self.call(note, 'unlink'),
                'unlink comment': lambda comment=comment: self.call(comment, 'unlink'),
                'web_save': lambda comment=comment: self.call(comment, 'web_save', {'body': FORGED}, {}),
                'load': lambda comment=comment: self.call('mail.message', 'load', ['.id', 'body'], [[str(comment.id), FORGED]]),
                'edit': lambda comment=comment: self.edit(comment, FORGED),
                'empty': lambda comment=comment: self.edit(comment, ''),
                'thread': lambda record=record: self.call(record, 'message_change_thread', self.elsewhere.id),
                'delete file': lambda file=file: self.make_jsonrpc_request('/mail/attachment/delete', {
                    'attachment_id': file.id, 'access_token': file._get_ownership_token()}),
                'unlink file': lambda file=file: self.call(file, 'unlink'),
                'change file': lambda file=file: self.call(file, 'write', {'raw': 'eA=='}),
                'rename file': lambda file=file: self.call(file, 'write', {'name': "khac.txt"}),
                'change value': lambda value=value: self.call(value, 'write', {'new_value_char': FORGED}),
                'delete value': lambda value=value: self.call(value, 'unlink'),
                'mail': lambda comment=comment: self.call(
                    'mail.mail', 'create', {'mail_message_id': comment.id, 'body': FORGED}),
                **{f'command {name}': lambda record=record, command=command: self.call(
                    record, 'write', {'message_ids': [command]}) for name, command in commands.items()}})

    def edit(self, message, body):
        return self.make_jsonrpc_request('/mail/message/update_content', {
            'message_id': message.id, 'update_data': {'body': body, 'attachment_ids': []}})

    def test_edit_is_refused_with_a_sentence(self):
        self.authenticate('mighty', 'mighty')
        plan = self.to_state(self.new_plan(), 'issued')
        comment = self.told_of(plan)[1]
        with mute_logger('odoo.http'):
            answer = self.url_open('/mail/message/update_content', json={'params': {
                'message_id': comment.id, 'update_data': {'body': FORGED, 'attachment_ids': []}}}).json()
        self.assertIn("được giữ nguyên", answer['error']['data']['message'])

    def test_superuser_code_changes_nothing_either(self):
        """Routes and wizards of other addons act as superuser once they have asked."""
        for record, messages in self.messages.items():
            before = self.story(record)
            for act in (
                    lambda: messages.sudo().write({'body': FORGED}), lambda: messages.sudo().unlink(),
                    lambda: messages.sudo().tracking_value_ids.write({'new_value_char': FORGED}),
                    lambda: messages.sudo().attachment_ids.unlink(),
                    lambda: self.env['mail.message'].sudo().create({
                        'model': record._name, 'res_id': record.id, 'body': FORGED})):
                with self.subTest(model=record._name), self.assertRaises(UserError), self.cr.savepoint():
                    act()
            self.assertEqual(self.story(record), before)

    def test_messages_are_not_forged(self):
        self.authenticate('mighty', 'mighty')
        for record, messages in self.messages.items():
            forged = {'model': record._name, 'res_id': record.id, 'body': FORGED, 'author_id': self.leader.id,
                      'date': '2020-01-01 00:00:00', 'message_type': 'comment'}
            foreign = self.env['mail.message'].create({**forged, 'model': 'res.partner', 'res_id': self.elsewhere.id})
            context = {f'default_{name}': value for name, value in forged.items()}
            self.assert_kept(record, {
                'create': lambda forged=forged: self.call('mail.message', 'create', forged),
                'defaults': lambda context=context: self.call('mail.message', 'create', {}, context=context),
                'web_save': lambda forged=forged: self.call('mail.message', 'web_save', [], forged, {}),
                'load': lambda forged=forged: self.call(
                    'mail.message', 'load', ['model', 'res_id', 'body', 'message_type'],
                    [[forged['model'], str(forged['res_id']), FORGED, "Comment"]]),
                'move': lambda foreign=foreign, record=record: self.call(
                    foreign, 'write', {'model': record._name, 'res_id': record.id}),
                'link': lambda foreign=foreign, record=record: self.call(
                    record, 'write', {'message_ids': [Command.link(foreign.id)]}),
                'mail': lambda forged=forged: self.call('mail.mail', 'create', forged),
                'value': lambda message=messages[0]: self.call('mail.tracking.value', 'create', {
                    'mail_message_id': message.id, 'field_id': self.field.id, 'new_value_char': FORGED}),
                'mass': lambda record=record: self.call(
                    self.composer(record, composition_mode='mass_mail'), 'action_send_mail'),
            })

    def test_reading_starring_and_answering_go_on(self):
        self.authenticate('mighty', 'mighty')
        plan = self.to_state(self.new_plan(), 'issued')
        comment = self.told_of(plan)[1]
        before = self.story(plan)
        self.call(comment, 'toggle_message_starred')
        self.make_jsonrpc_request('/mail/message/reaction', {'message_id': comment.id, 'content': "👍", 'action': 'add'})
        read = self.make_jsonrpc_request('/mail/thread/messages', {'thread_model': plan._name, 'thread_id': plan.id})
        self.assertIn(comment.id, read['messages'])
        self.env.invalidate_all()
        self.assertEqual((comment.starred_partner_ids, comment.reaction_ids.content), (self.mighty.partner_id, "👍"))
        self.assertEqual(self.story(plan), before)

    def test_a_deleted_draft_takes_its_story_along(self):
        plan = self.new_plan()
        message = plan.message_post(body=TOLD, attachments=[("ghi-chu.txt", b"x")])
        file = message.sudo().attachment_ids
        plan.unlink()
        self.assertFalse((message | self.env['mail.message'].search([
            ('model', '=', 'dan_van.plan'), ('res_id', '=', plan.id)])).exists())
        self.assertFalse(file.exists())

    def test_other_models_are_left_alone(self):
        message = self.elsewhere.message_post(body="x", author_id=self.leader.id, date='2020-01-01 00:00:00')
        self.assertEqual((message.author_id, message.date.year), (self.leader, 2020))
        message.body = "y"
        message.unlink()


class TestStoryTold(StoryRequestCase):
    """Whoever writes a comment is its author, now, whatever he says."""

    def assert_own(self, record, act):
        """``act`` adds a message; it is one of mighty, of now, and tells of no change."""
        latest = self.env['mail.message'].search([], order='id desc', limit=1)
        self.env.flush_all()
        act()
        self.env.invalidate_all()
        new = self.env['mail.message'].search([
            ('id', '>', latest.id), ('model', '=', record._name), ('res_id', '=', record.id)], order='id')
        self.assertTrue(new)
        for message in new:
            self.assertEqual(message.author_id, self.mighty.partner_id)
            self.assertNotIn("leader@", message.email_from or '')
            self.assertGreater(message.date, fields.Datetime.subtract(fields.Datetime.now(), hours=1))
            self.assertIn(message.message_type, ('comment', 'user_notification'))
            self.assertFalse(message.tracking_value_ids)

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader.email = 'leader@example.com'
        cls.plan = cls.to_state(cls.new_plan(), 'issued')

    def test_methods(self):
        self.authenticate('mighty', 'mighty')
        forged = {'author_id': self.leader.id, 'email_from': 'leader@example.com', 'date': '2020-01-01 00:00:00'}
        values = [[0, 0, {'field_id': self.field.id, 'new_value_char': FORGED}]]
        readers = self.users['office_staff'].partner_id.ids
        doors = {
            'post': lambda: self.call(self.plan, 'message_post', body=FORGED, **forged),
            'step': lambda: self.call(self.plan, 'message_post', body=FORGED, message_type='notification', **forged),
            'mail': lambda: self.call(self.plan, 'message_post', body=FORGED, message_type='email', **forged),
            'values': lambda: self.call(self.plan, 'message_post', body=FORGED, tracking_value_ids=values),
            'defaults': lambda: self.call(self.plan, 'message_post', body=FORGED, context={
                f'default_{name}': value for name, value in forged.items()}),
            'key': lambda: self.call(self.plan, 'message_post', body=FORGED, context={'dan_van_story': True}, **forged),
            'notify': lambda: self.call(self.plan, 'message_notify', body=FORGED, partner_ids=readers, **forged),
            'notify of it': lambda: self.call(
                'mail.thread', 'message_notify', [], body=FORGED, partner_ids=readers, model=self.plan._name,
                res_id=self.plan.id, **forged),
        }
        for name, act in doors.items():
            with self.subTest(door=name):
                self.assert_own(self.plan, act)
        self.assertFalse(self.env['mail.message'].search([
            ('model', '=', self.plan._name), ('res_id', '=', self.plan.id), ('author_id', '=', self.leader.id),
            ('body', 'ilike', FORGED)]))

    def test_route_dialog_schedule_and_activity(self):
        self.authenticate('mighty', 'mighty')
        self.assert_own(self.plan, lambda: self.make_jsonrpc_request('/mail/message/post', {
            'thread_model': self.plan._name, 'thread_id': self.plan.id, 'context': {'default_author_id': self.leader.id},
            'post_data': {
                'body': FORGED, 'author_id': self.leader.id, 'message_type': 'notification', 'date': '2020-01-01 00:00:00',
                'email_from': 'leader@example.com', 'subtype_xmlid': 'mail.mt_comment'}}))
        self.assert_own(self.plan, lambda: self.call(
            self.composer(self.plan, composition_mode='comment'), 'action_send_mail'))
        scheduled = self.env['mail.scheduled.message'].with_user(self.mighty).create({
            'model': self.plan._name, 'res_id': self.plan.id, 'body': FORGED, 'author_id': self.leader.id,
            'scheduled_date': fields.Datetime.add(fields.Datetime.now(), days=1)})
        self.assertEqual(scheduled.author_id, self.mighty.partner_id, "while it waits, too")
        scheduled.author_id = self.leader
        self.assertEqual(scheduled.author_id, self.mighty.partner_id)
        self.assert_own(self.plan, lambda: self.call(scheduled, 'post_message'))
        activity = self.plan.with_user(self.mighty).activity_schedule('mail.mail_activity_data_todo', user_id=self.mighty.id)
        file = self.env['ir.attachment'].with_user(self.mighty).create({
            'name': "x.txt", 'raw': b"x", 'res_model': 'mail.activity', 'res_id': activity.id})
        self.call(activity, 'action_feedback', feedback="Xong")
        self.env.invalidate_all()
        done = self.plan.sudo().message_ids[0]
        self.assertEqual((done.author_id, done.attachment_ids), (self.mighty.partner_id, file))

    def test_an_e_mail_is_no_comment(self):
        """A sender's name proves nothing; the e-mail goes back with a sentence."""
        answered = self.plan.message_post(body=TOLD, subtype_xmlid='mail.mt_comment')
        letter = EmailMessage()
        letter['From'], letter['To'], letter['Subject'] = self.leader.email_formatted, 'office@example.com', "Re"
        letter['Message-Id'], letter['In-Reply-To'] = '<forged@example.com>', answered.message_id
        letter.set_content(FORGED)
        Thread, before = self.env['mail.thread'].with_user(self.mighty), self.story(self.plan)
        count = self.env['dan_van.event'].search_count([])
        with patch.object(self.env.registry['mail.mail'], 'send', lambda *_args, **_kwargs: True), mute_logger(
                'odoo.addons.mail.models.mail_thread'):
            Thread.message_process('res.partner', letter.as_string())
            self.assertEqual(self.story(self.plan), before)
            back = self.env['mail.mail'].sudo().search([], order='id desc', limit=1)
            self.assertIn("proves nothing", back.body_html)
            for model, record in (('dan_van.plan', self.plan.id), ('dan_van.event', None)):
                del letter['In-Reply-To'], letter['Message-Id']
                letter['Message-Id'] = f'<{model}@example.com>'
                with suppress(ValueError):
                    Thread.message_process(model, letter.as_string(), thread_id=record)
        self.assertEqual(self.story(self.plan), before)
        self.assertEqual(self.env['dan_van.event'].search_count([]), count)

    def test_what_code_tells_stays_a_note(self):
        plan = self.new_plan().with_context(tracking_disable=False)
        plan.action_submit()
        self.cr.precommit.run()
        self.assertEqual(set(plan.sudo().message_ids.mapped('message_type')), {'notification'})

    def test_files_not_sent_are_still_deleted(self):
        file = self.env['ir.attachment'].create({
            'name': "x.txt", 'raw': b"x", 'res_model': 'dan_van.event', 'res_id': self.a_record('dan_van.event').id})
        file.unlink()
        self.assertFalse(file.exists())
