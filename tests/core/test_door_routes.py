import io
import re
import zipfile
from typing import NamedTuple

from odoo import http
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, get_db_name, tagged
from odoo.tools import mute_logger

from ...models.core.mail_message import WRITING
from .door_cases import MARK, DoorCase
from .route_doors import GET, JSON, MULTIPART, OTHERS, ROUTES, WHOLE

# Records of which each role asks by every route, where it may not read them.
TRIED = (
    'plan draft other', 'plan draft foreign', 'report unit draft other', 'letter draft other', 'letter issued foreign', 'case other',
    'rating draft other', 'event other', 'duty issued other')
# Routes by which who may read a record gets its texts, its file or its messages: the requests are the right ones.
GIVES = {
    '/dan_van/word/<string:model>/<int(max=2147483647):document_id>', '/report/<converter>/<reportname>/<docids>', '/report/download',
    '/web/content', '/web/content/<int:id>', '/web/content/<int:id>/<string:filename>',
    '/web/content/<string:model>/<int:id>/<string:field>/<string:filename>', '/mail/attachment/zip',
    '/mail/thread/messages', '/mail/data', '/mail/action', '/web/dataset/call_kw', '/web/dataset/call_kw/<path:path>',
    '/web/dataset/call_button', '/jsonrpc', '/web/export/csv', '/web/export/xlsx'}


class Door(NamedTuple):
    """A record and what hangs on it, as the requests name them."""

    model: str
    id: int
    texts: list
    report: str
    printed: int
    attachment: int
    message: int
    follower: int
    directory: int
    file: int
    period: int
    register: int
    catalog: int
    work_file: int
    year: int
    partner: int
    user: int
    password: str
    database: str
    base: str
    token: str = 'x'

    @property
    def thread(self):
        """What the web client fetches of a record's chatter."""
        return ['mail.thread', {
            'thread_model': self.model, 'thread_id': self.id, 'access_params': {'token': self.token},
            'request_list': ['activities', 'attachments', 'followers', 'scheduledMessages', 'suggestedRecipients']}]


@tagged('post_install', '-at_install', '-dan_van_wide', 'dan_van_doors')
class TestDoorRoutes(DoorCase, HttpCase):
    """Every route that can carry a record, asked by each role for records that it may not read."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Who may export anything may still not export what he can't read.
        for user in cls.role_users.values():
            if user._is_internal():
                user.group_ids = [Command.link(cls.env.ref('base.group_allow_export').id)]
        cls.hanging = {}
        for name in TRIED:
            record = cls.targets[name].record
            for each in record.values() if isinstance(record, dict) else [record]:
                cls.hanging[each] = cls.hang(each)
        cls.env.flush_all()

    @classmethod
    def hang(cls, record):
        """:return: a file, a message and a follower of ``record`` that bear its mark"""
        mark = f'BIMAT-{record._name}-{record.id}-'
        attachment = cls.env['ir.attachment'].create({
            'name': f'{mark}.txt', 'raw': mark.encode(), 'res_model': record._name, 'res_id': record.id})
        message = cls.env['mail.message'].with_context(dan_van_story=WRITING).create({
            'model': record._name, 'res_id': record.id, 'body': mark, 'message_type': 'comment',
            'subtype_id': cls.env.ref('mail.mt_comment').id})
        partner = cls.env['res.partner'].create({'name': f'{mark} người theo dõi'})
        follower = cls.env['mail.followers'].create({
            'res_model': record._name, 'res_id': record.id, 'partner_id': partner.id})
        return attachment, message, follower

    def test_every_route_is_known(self):
        rules = {rule.rule for rule in self.env['ir.http'].routing_map().iter_rules()}
        unknown = {
            rule for rule in rules - ROUTES.keys() - WHOLE if not any(rule.startswith(prefix) for prefix in OTHERS)}
        self.assertEqual(unknown, set(), "say in route_doors.py how it is asked, or why it carries no record")
        self.assertEqual(ROUTES.keys() - rules, set(), "these routes are gone")

    def test_each_role(self):
        for role, user in self.role_users.items():
            doors = [door for door in self.doors(role) if not self.may_read(self.record(role, door))]
            self.assertTrue(doors)
            self.authenticate(None if role == 'public' else user.login, 'x')
            asked = []
            for door in doors:
                self.try_all(role, door, asked)

    def try_all(self, role, door, asked):
        """Ask for ``door`` by every route; what was ``asked`` for another one in the same words gives the same."""
        record = self.record(role, door).sudo()
        before = self.standing(record)
        for rule, request in ROUTES.items():
            request = request(door)
            if request in asked:
                continue
            asked.append(request)
            with self.subTest(role=role, route=rule, record=f'{door.model},{door.id}'):
                text = self.ask(request)
                self.assertEqual(self.leaked(role, text), [])
                self.assertEqual(self.standing(record), before)

    def test_who_may_read_gets_it(self):
        """The same requests give the texts to a reader: so a refusal is one."""
        [door] = [door for door in self.doors('office') if door.model == 'dan_van.letter' and self.may_read(self.record('office', door))][:1]
        self.authenticate(self.role_users['office'].login, 'x')
        mark = (door.model, str(door.id))
        gives = {rule for rule in GIVES if mark in MARK.findall(self.ask(ROUTES[rule](door)))}
        self.assertEqual(GIVES - gives, set())

    # Requests

    def record(self, role, door):
        return self.role_env(role, self.env[door.model].browse(door.id))

    def doors(self, role):
        """:return: list of :class:`Door` of the records that are tried as ``role``"""
        user = self.role_users[role]
        return [self.door(user, self.targets[name].of(role)) for name in TRIED]

    def door(self, user, record):
        attachment, message, follower = self.hanging[record]
        file = self.env['dms.file'].search([('attachment_id', '=', attachment.id)])
        report = self.env['ir.actions.report'].search([('model', '=', record._name)], limit=1)
        plan = self.targets['plan draft foreign'].record
        return Door(
            model=record._name, id=record.id,
            texts=[name for name, field in record._fields.items()
                   if field.store and field.type in ('char', 'text') and not field.groups and field._module == 'dan_van'
                   and BIMAT in (record[name] or '')] or ['display_name'],
            report=report.report_name or 'dan_van.plan_document', printed=record.id if report else plan.id,
            attachment=attachment.id, message=message.id,
            follower=follower.id, directory=file.directory_id.id or self.env.ref('dan_van.dms_root').id, file=file.id,
            period=self.targets['period open foreign'].record.id, register=self.targets['register foreign'].record.id,
            catalog=self.targets['file list foreign'].record.id, work_file=self.targets['work file other'].record.id,
            year=record.year if 'year' in record._fields else 2026, partner=self.env.ref('base.partner_admin').id, user=user.id,
            password='danvan', database=get_db_name(), base=self.base_url())

    @mute_logger('odoo.http', 'odoo.sql_db', 'odoo.addons.base.models.ir_qweb', 'odoo.addons.web.controllers.export')
    def ask(self, request):
        """:return: all text of the answer"""
        try:
            if request.way == JSON:
                return str(self.make_jsonrpc_request(request.url, request.values))
            if request.way == GET:
                return text_of(self.url_open(request.url, timeout=60))
            values = {**request.values, 'csrf_token': http.Request.csrf_token(self)}
            files = {'ufile': ('x.txt', values.pop('ufile'), 'text/plain')} if request.way == MULTIPART else None
            return text_of(self.url_open(request.url, data=values, files=files, timeout=60))
        except JsonRpcException as error:
            return str(error)


BIMAT = 'BIMAT-'


def text_of(response):
    """:return: the text of an answer, of a packed one that of all its members"""
    content = response.content
    if content.startswith(b'PK'):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            content = b'\n'.join(package.read(name) for name in package.namelist())
    return re.sub(r'<[^<>]*>', '', content.decode(errors='replace')) + str(dict(response.headers))
