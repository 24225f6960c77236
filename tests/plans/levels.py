"""A superior agency and one below it, both of this database, with the messages that go between them."""
import datetime
import hashlib
from dataclasses import replace

from odoo.fields import Command
from odoo.tests import new_test_user

from ... import exchange
from ...exchange import Attachment, Organ, package
from ..documents.test_messages import CODE, COMMUNE
from ..documents.test_messages_straight import StraightCase

SUPERIOR = Organ(CODE, "Ban Dân tộc tỉnh Mẫu")
PDF = b"%PDF-1.7 of the plan"
DUTY = package.Duty(
    key='d1', to=(COMMUNE.code,), text="Tổ chức đối thoại với Nhân dân.", contents=('c1', 'c2'), output="Báo cáo", deadline=datetime.date(2031, 6, 30))
PLAN = package.Plan(
    title="Triển khai công tác dân vận chính quyền năm 2031", year=2031, theme=package.Theme("Dân vận chính quyền"), bases=("Căn cứ Nghị quyết A",),
    contents=(package.Content('c1', label='1', title="Tuyên truyền"), package.Content('c2', 'c1', 'a)', text="Đối thoại định kỳ")),
    duties=(DUTY, replace(DUTY, key='d2', text="Rà soát thủ tục hành chính.", contents=(), output="", deadline=datetime.date(2031, 9, 30))))


class LevelCase(StraightCase):
    """The agency of the demo is above the commune: each says so for itself."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.organ.write({'agency_id': cls.commune.id, 'below_from': '2020-01-01'})
        cls.profile = cls.commune.dan_van_profile_ids
        cls.profile.superior_id = cls.back
        values = {'company_id': cls.commune.id, 'company_ids': [Command.set(cls.commune.ids)]}
        cls.people = {'clerk': cls.their_clerk, **{
            name: new_test_user(cls.env, f'commune.{name}', f'dan_van.group_{group}', **values)
            for name, group in (('office', 'office'), ('leader', 'leadership'), ('culture', 'staff'), ('economy', 'staff'))}}
        cls.parts = {name: cls.env['hr.department'].create({
            'name': title, 'company_id': cls.commune.id, 'dan_van_kind': kind, 'member_user_ids': [Command.set(cls.people[member].ids)],
            'head_user_id': cls.people[member].id,
        }) for name, title, kind, member in (
            ('leadership', "Lãnh đạo UBND", 'leadership', 'leader'), ('office', "Văn phòng HĐND và UBND", 'office', 'office'),
            ('culture', "Phòng Văn hóa - Xã hội", 'division', 'culture'), ('economy', "Phòng Kinh tế", 'division', 'economy'))}

    def there(self, user, model):
        """:return: ``model`` (name or records) as ``user`` of the commune sees it"""
        records = self.env[model] if isinstance(model, str) else model
        return records.with_env(records.env(user=self.people[user], su=False, context={
            **records.env.context, 'allowed_company_ids': self.commune.ids}))

    def plan_down(self, *texts, organs=None, **values):
        """:return: a draft of the office whose duties with ``texts`` go to ``organs``, default the commune, beside one of a unit"""
        plan = self.new_plan(duties=['outreach'], year=2031, **values)
        content = plan.content_ids.filtered(lambda part: part.parent_id.kind == 'content')
        self.as_user('office_staff', 'dan_van.assignment').create([{
            'plan_id': plan.id, 'sequence': 200 + index, 'unit_label': "UBND các xã, phường", 'text': text, 'scope': 'agencies',
            'organ_ids': [Command.set((self.organ if organs is None else organs).ids)], 'content_ids': [Command.set(content.ids)],
            'deadline': '2031-06-30',
        } for index, text in enumerate(texts or ("Tổ chức đối thoại với Nhân dân.",))])
        return plan

    def message(self, body=PLAN, raw=None, number='07', sender=SUPERIOR, other=(), date=datetime.date(2031, 2, 5), **values):
        """:return: :class:`exchange.Message` of the superior with ``body``, or with ``raw`` as what it calls its data"""
        found = exchange.Message(
            sender=sender, recipients=(COMMUNE,), number=number, notation='KH-BDT', date=date, type_code=10, type_name="Kế hoạch",
            subject="Triển khai công tác dân vận chính quyền năm 2031", attachments=(Attachment("KH.pdf", PDF),), **values)
        if raw is None:
            raw = exchange.write_package(self.packed(found, body))
        return replace(found, attachments=(*found.attachments, Attachment(package.FILE, raw, 'application/json'), *other))

    def packed(self, message, body=PLAN):
        """:return: :class:`exchange.package.Package` of ``body`` that goes with ``message``"""
        return package.Package(
            package.Sender(message.sender.code, message.sender.name),
            package.Document(message.document_id, message.code, message.date, hashlib.sha256(PDF).hexdigest()), body)

    def take(self, message):
        """Let the commune take a message of the superior; return what was made of it."""
        taking = self.env['dan_van.message'].with_company(self.commune)
        state, said = taking._take_raw(exchange.write(message), 'x.edxml', self.back if message.sender.code == CODE else None)
        self.assertNotEqual(state, 'refused', said)
        return self.env['dan_van.incoming'].search([
            ('company_id', '=', self.commune.id), ('code', '=', message.code), ('identifier', '=', message.document_id),
            ('state', '!=', 'cancelled')])

    def log(self, document):
        """:return: str, what the log of ``document`` says"""
        return ' '.join(document.sudo().message_ids.mapped('body'))

    def directed(self, document, lead='culture', **values):
        """Let the commune's leader direct ``document``."""
        self.there('office', document).write({'department_id': self.parts[lead].id, 'directive_leader_id': self.people['leader'].id, **values})
        self.there('clerk', document).action_submit()
        leader = self.there('leader', document)
        leader.with_context(dan_van_shown=leader.shown).action_direct()
        return document.sudo().assignment_ids
