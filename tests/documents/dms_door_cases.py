import base64
from contextlib import suppress

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from .test_dms import DmsCase

PIXEL = base64.b64decode(
    b'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==')


def event_with_file(case):
    """:return: (dan_van.event, dms.directory): an event of "Phòng Chính sách" and its folder, in which lies one file"""
    event = case.as_user('policy_staff', 'dan_van.event').create(
        {'type_id': case.env.ref('dan_van.event_type_tuyen_truyen').id, 'subject': "Họp dân"})
    case.as_user('policy_staff', 'ir.attachment').create(
        {'name': 'hop.txt', 'raw': b'x', 'res_model': event._name, 'res_id': event.id})
    return event, case.env['dms.directory'].search([('res_model', '=', event._name), ('res_id', '=', event.id)])


@tagged('dan_van_wide')
class DmsDoorCase(DmsCase):
    """The folders and files from the root down, and people inside and outside the agency."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.photo = cls.file_of(cls.as_user('outreach_staff', 'ir.attachment').create(
            {'name': 'anh.png', 'raw': PIXEL, 'res_model': cls.duty._name, 'res_id': cls.duty.id})).sudo()
        document = cls.pdf.sudo().directory_id
        plan = document.parent_id
        cls.filed = {
            'root': cls.env.ref('dan_van.dms_root'), 'agency': plan.parent_id.parent_id, 'year': plan.parent_id, 'plan': plan,
            'document': document, 'pdf': cls.pdf, 'evidence': cls.photo.directory_id, 'photo': cls.photo}
        other = cls.env['res.company'].create({'name': "Cơ quan khác"})
        here = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        cls.people = {
            'unit': cls.users['outreach_staff'], 'other unit': cls.users['policy_staff'],
            'plain': new_test_user(cls.env, 'plain.user', 'base.group_user', **here),
            'portal': new_test_user(cls.env, 'portal.user', 'base.group_portal', **here),
            'public': cls.env.ref('base.public_user'),
            'other agency': new_test_user(
                cls.env, 'other.agency', 'dan_van.group_staff', company_id=other.id, company_ids=[Command.set(other.ids)]),
            'manager of dms': new_test_user(cls.env, 'dms.manager', 'dms.group_dms_manager', **here)}
        above = {'agency', 'year', 'plan', 'document', 'pdf'}
        cls.readable = dict.fromkeys(cls.people, set()) | {
            'unit': set(cls.filed), 'other unit': {'root', *above}, 'other agency': {'root'}}
        cls.env.flush_all()

    def seen_by(self, who, record):
        user = self.people[who]
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user).with_context(allowed_company_ids=user.company_id.ids)

    def env_of(self, who):
        return self.seen_by(who, self.photo).env

    @staticmethod
    def passes(act):
        """:return: whether ``act`` gives something, not nothing and no refusal"""
        with suppress(AccessError):
            return bool(act())
        return False

    def assertRefused(self, act, *args, **kwargs):
        try:
            with self.env.cr.savepoint() as savepoint, mute_logger('odoo.models', 'odoo.addons.base.models.ir_rule'):
                act(*args, **kwargs)
                self.env.flush_all()
                savepoint.rollback()
        except (UserError, JsonRpcException):
            return
        finally:
            self.env.invalidate_all()
        self.fail("it went through")
