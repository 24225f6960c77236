from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user

from .access_report_cases import ReportAccessCase

TOLD = "Đã trao đổi với đơn vị."
FORGED = "Tôi đồng ý ban hành."


class StoryCase(ReportAccessCase):
    """A record of each model with messages that are kept, as ``records``; each has a note with a tracked change and a file, and
    a comment of ``mighty``, who holds every role and administers the system."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.mighty = new_test_user(
            cls.env, 'mighty', 'dan_van.group_office,dan_van.group_leadership,dan_van.group_clerk,dan_van.group_admin,'
            'base.group_system', email='mighty@example.com', **values)
        cls.leader = cls.users['head'].partner_id
        cls.units['inspectorate'].member_user_ids |= cls.mighty
        cls.records = [cls.a_record(model) for model in cls.env['mail.message']._kept_models()]
        cls.elsewhere = cls.env['res.partner'].create({'name': "Một thư mục khác"})
        cls.field = cls.env['ir.model.fields']._get('dan_van.plan', 'subject')
        cls.messages = {record: cls.told_of(record) for record in cls.records}
        cls.env.flush_all()

    @classmethod
    def a_record(cls, model):
        found = [target.record for name, target in cls.targets.items()
                 if not isinstance(target.record, dict) and target.record._name == model and 'foreign' not in name]
        return (found[0] if found else cls.env[model].search([], limit=1) or cls.env[model].create(cls.values_of(model)))[:1]

    @classmethod
    def values_of(cls, model):
        return {'dan_van.incoming': {'subject': "Về công tác dân vận", 'issuer': "UBND tỉnh"}}[model]

    @classmethod
    def told_of(cls, record):
        """:return: a note of the system with a change and a file, and a comment of mighty"""
        file = cls.env['ir.attachment'].create({
            'name': "ghi-chu.txt", 'raw': b"x", 'res_model': record._name, 'res_id': record.id})
        note = record._message_log(body=TOLD, attachment_ids=[Command.link(file.id)], tracking_value_ids=[Command.create({
            'field_id': cls.field.id, 'old_value_char': "trước", 'new_value_char': "sau"})])
        # sudo: some of these records he does not see; the chatter's route is a superuser too.
        comment = record.with_user(cls.mighty).sudo().message_post(
            body=TOLD, message_type='comment', subtype_xmlid='mail.mt_comment')
        return (note | comment).sudo().with_env(cls.env)

    def story(self, record):
        """:return: all that the chatter of a record tells, as it stands in the database"""
        self.env.flush_all()
        self.env.invalidate_all()
        found = self.env['mail.message'].search([('model', '=', record._name), ('res_id', '=', record.id)], order='id')
        names = ('body', 'subject', 'date', 'author_id', 'author_guest_id', 'email_from', 'message_type', 'subtype_id',
                 'is_internal', 'partner_ids')
        return [(message.id, *(message[name] for name in names), [
            (value.field_id, value.old_value_char, value.new_value_char) for value in message.tracking_value_ids],
            [(file.id, file.name, file.raw) for file in message.attachment_ids]) for message in found]


class StoryRequestCase(StoryCase, HttpCase):

    def call(self, records, method, *args, **kwargs):
        model = records if isinstance(records, str) else records._name
        ids = [] if isinstance(records, str) else [records.ids]
        return self.make_jsonrpc_request(f'/web/dataset/call_kw/{model}/{method}', {
            'model': model, 'method': method, 'args': [*ids, *args], 'kwargs': kwargs})

    def composer(self, record, **values):
        found = self.env['mail.compose.message'].with_user(self.mighty).sudo().create({
            'model': record._name, 'res_ids': repr(record.ids), 'body': FORGED, 'author_id': self.leader.id,
            'email_from': self.leader.email_formatted, **values})
        self.env.flush_all()
        return found
