import hashlib
from contextlib import suppress

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from ..common import AgencyCase

PARTS = {'basis_ids': 'text', 'content_ids': 'text', 'printed_assignment_ids': 'text', 'annex_ids': 'title'}


@tagged('post_install', '-at_install', 'dan_van_wide')
class TestIssuedUnalterable(AgencyCase, HttpCase):
    """Every way to alter an issued document that we could think of, tried by everybody, superuser code included."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refuse_briefly()
        plan = cls.new_plan(
            basis_ids=[Command.create({'text': "Căn cứ Nghị định số 30/2020/NĐ-CP"})],
            annex_ids=[Command.create({'title': "Danh mục", 'text': "Nội dung"})])
        cls.source = cls.env['ir.attachment'].create(
            {'name': 'ke-hoach.docx', 'raw': b'from Word', 'res_model': plan._name, 'res_id': plan.id})
        cls.plan = cls.to_state(plan, 'issued').with_env(cls.env)
        cls.draft = cls.new_plan(
            basis_ids=[Command.create({'text': "Căn cứ khác"})],
            annex_ids=[Command.create({'title': "Danh mục khác"})]).with_env(cls.env)
        cls.entry = cls.plan.register_entry_id
        cls.files = cls.entry.file_ids.attachment_id
        cls.env.flush_all()

    # What must stay

    def fingerprint(self):
        """:return: everything that an auditor could ask of the issued document"""
        self.env.flush_all()
        self.env.invalidate_all()
        plan = self.plan.sudo()
        business = sorted(name for name, field in plan._fields.items() if field._module == 'dan_van' and field.store)
        return (
            plan.read(business, load=None),
            [plan[name].read([text, 'sequence', 'label'] if 'label' in plan[name] else [text], load=None)
             for name, text in PARTS.items()],
            self.entry.sudo().read(['number', 'code', 'date', 'subject', 'signer', 'recipients', 'recalled'], load=None),
            self.entry.file_ids.sudo().read(['kind', 'name', 'sha256', 'attachment_id'], load=None),
            [(file.name, file.mimetype, file.res_model, file.res_id, file.public, hashlib.sha256(file.raw).hexdigest())
             for file in self.files.sudo()],
            plan.approval_ids.sudo().read(['step', 'user_id', 'reason', 'create_date'], load=None),
        )

    # Ways

    def ways(self):
        """:return: ``{what is tried: function of the user's environment}``"""
        plan, entry, files, kept = self.plan.id, self.entry.id, self.files.ids, self.entry.file_ids.ids
        values = {
            'subject': "Khác", 'recipients': "Khác", 'archive': "Lưu: Khác", 'preamble': "Khác", 'closing': "Khác", 'year': 2030,
            'department_id': self.units['policy'].id, 'company_id': self.env.ref('base.main_company').id,
            'signer_id': self.users['deputy_1'].id, 'signer_title': "KHÁC", 'authority': 'deputy', 'document_type': 'BC',
            'state': 'draft', 'document_date': '2020-01-01', 'register_entry_id': False, 'snapshot': {}, 'pdf_sha256': 'f' * 64,
            'pdf_attachment_id': self.source.id, 'signed_date': False, 'replaces_id': self.draft.id, 'addressees': "Khác"}
        found = {f'plan.{name}': lambda env, vals={name: value}: env['dan_van.plan'].browse(plan).write(vals)
                 for name, value in values.items()}
        for name, text in PARTS.items():
            parts = self.plan[name]
            found |= {
                f'{name} written': lambda env, parts=parts, text=text: parts.with_env(env)[:1].write({text: "Khác"}),
                f'{name} moved': lambda env, parts=parts: parts.with_env(env)[:1].write({'plan_id': self.draft.id}),
                f'{name} deleted': lambda env, parts=parts: parts.with_env(env)[:1].unlink(),
                f'{name} added': lambda env, parts=parts, text=text: parts.with_env(env).create(
                    {'plan_id': plan, text: "Khác", **({'scope': 'all'} if 'scope' in parts else {})}),
                f'{name} by the plan': lambda env, name=name: env['dan_van.plan'].browse(plan).write({name: [Command.clear()]}),
                f'{name} from a draft': lambda env, name=name: self.draft.with_env(env)[name][:1].write({'plan_id': plan}),
            }
        found |= {
            'plan deleted': lambda env: env['dan_van.plan'].browse(plan).unlink(),
            'plan saved by the form': lambda env: env['dan_van.plan'].browse(plan).web_save({'subject': "Khác"}, {}),
            'plan imported': lambda env: self.imported(env['dan_van.plan'].load(['.id', 'subject'], [[str(plan), "Khác"]])),
            'plan numbered anew': lambda env: env['dan_van.plan'].browse(plan).action_renumber(),
            'plan issued again': lambda env: env['dan_van.plan'].browse(plan).action_issue(),
            'plan signed again': lambda env: env['dan_van.plan'].browse(plan).action_sign(),
            'plan returned': lambda env: env['dan_van.plan'].browse(plan).action_return("x"),
            'plan withdrawn': lambda env: env['dan_van.plan'].browse(plan).action_withdraw(),
            'entry renumbered': lambda env: env['dan_van.register.entry'].browse(entry).write({'number': 99}),
            'entry rewritten': lambda env: env['dan_van.register.entry'].browse(entry).write({'subject': "Khác"}),
            'entry deleted': lambda env: env['dan_van.register.entry'].browse(entry).unlink(),
            'kept line written': lambda env: env['dan_van.issued.file'].browse(kept).write({'sha256': 'f' * 64}),
            'kept line pointed elsewhere': lambda env: env['dan_van.issued.file'].browse(kept).write(
                {'attachment_id': self.draft.id}),
            'kept line deleted': lambda env: env['dan_van.issued.file'].browse(kept).unlink(),
            'kept line by the entry': lambda env: env['dan_van.register.entry'].browse(entry).write(
                {'file_ids': [Command.clear()]}),
            'log written': lambda env: env['dan_van.approval'].browse(self.plan.approval_ids.ids).write({'reason': "Khác"}),
            'log deleted': lambda env: env['dan_van.approval'].browse(self.plan.approval_ids.ids).unlink(),
        }
        for name, vals in {
                'datas': {'datas': b'eA=='}, 'raw': {'raw': b'x'}, 'db_datas': {'db_datas': b'x'}, 'type': {'type': 'url'},
                'store_fname': {'store_fname': False}, 'name': {'name': "x"}, 'mimetype': {'mimetype': 'text/plain'},
                'record': {'res_id': self.draft.id}, 'model': {'res_model': False}, 'field': {'res_field': 'x'},
                'public': {'public': True}, 'lock': {'dan_van_locked': False}, 'url': {'url': '/x'}}.items():
            found[f'file {name}'] = lambda env, vals=vals: env['ir.attachment'].browse(files).write(vals)
        filed = self.env['dms.file'].search([('attachment_id', 'in', files)])
        for name, vals in {
                'name': {'name': "x.pdf"}, 'content': {'content': b'eA=='}, 'content_file': {'content_file': b'eA=='},
                'folder': {'directory_id': filed[:1].directory_id.parent_id.id}, 'archived': {'active': False},
                'attachment': {'attachment_id': self.source.id}}.items():
            found[f'dms {name}'] = lambda env, vals=vals: env['dms.file'].browse(filed.ids).write(vals)
        found |= {
            'dms deleted': lambda env: env['dms.file'].browse(filed.ids).unlink(),
            'dms folder renamed': lambda env: env['dms.directory'].browse(filed.directory_id.ids).write({'name': "x"}),
            'dms folder deleted': lambda env: env['dms.directory'].browse(filed.directory_id.ids).unlink(),
        }
        for file in self.files:
            found[f'file {file.name} deleted'] = lambda env, file=file: file.with_env(env).unlink()
        return found

    @staticmethod
    def imported(result):
        if not result['ids']:
            raise JsonRpcException(0, str(result['messages']))

    def test_every_way_is_refused_to_everybody(self):
        before = self.fingerprint()
        environments = {name: self.as_user(name, self.plan).env for name in self.USERS}
        environments['administrator of Odoo'] = self.plan.with_user(self.env.ref('base.user_admin')).env
        environments['code as superuser'] = self.env(su=True)
        for who, env in environments.items():
            for way, act in self.ways().items():
                with self.subTest(who=who, way=way), mute_logger('odoo.models', 'odoo.addons.base.models.ir_rule'):
                    self.assertTrue(self.is_refused(act, env), "it went through")
        self.assertEqual(self.fingerprint(), before)

    def is_refused(self, act, env):
        """:return: whether ``act`` raises an error that a user can read; what it has done is taken back"""
        try:
            with self.env.cr.savepoint() as savepoint:
                act(env)
                env.flush_all()
                savepoint.rollback()
        except (UserError, JsonRpcException):
            return True
        finally:
            self.env.invalidate_all()
        return False

    def test_routes_of_odoo_don_t_alter_it_either(self):
        """Requests that a browser can send, by those who see the document best."""
        pdf = self.plan.sudo().pdf_attachment_id
        message = self.plan.sudo().message_ids.filtered(lambda message: message.message_type == 'notification')[:1]
        before = self.fingerprint()
        routes = {
            '/mail/attachment/delete': {'attachment_id': pdf.id, 'access_token': pdf._get_ownership_token()},
            '/mail/message/update_content': {'message_id': message.id, 'update_data': {'body': "x", 'attachment_ids': []}},
            '/html_editor/attachment/remove': {'ids': self.files.ids},
            '/html_editor/modify_image/%s' % pdf.id: {'res_model': self.plan._name, 'res_id': self.plan.id, 'data': 'eA=='},
        }
        for user in ('office_staff', 'clerk', 'head', 'admin'):
            self.authenticate(self.users[user].login, 'danvan')
            for route, params in routes.items():
                with self.subTest(user=user, route=route), mute_logger('odoo.http'):
                    # Some of them answer without an error; what counts is what they leave.
                    with suppress(JsonRpcException, ValueError):
                        self.make_jsonrpc_request(route, params)
                    self.assertEqual(self.fingerprint(), before)

    def test_posting_the_file_elsewhere_leaves_it_where_it_is(self):
        before = self.fingerprint()
        self.as_user('office_staff', self.draft).message_post(body="x", attachment_ids=self.files.ids)
        self.assertEqual(self.fingerprint(), before)

    def test_what_is_open_stays_open(self):
        """Only the document is frozen: mail, followers, activities and the work on its duties go on."""
        before = self.fingerprint()
        plan = self.as_user('office_staff', self.plan)
        plan.message_post(body="Đã gửi các phòng")
        plan.message_subscribe(self.users['policy_staff'].partner_id.ids)
        plan.activity_schedule('mail.mail_activity_data_todo', user_id=plan.env.uid)
        plan.assignment_ids.filtered(lambda duty: duty.scope == 'unit')[:1].sudo().progress = 40
        self.assertEqual(self.fingerprint()[1:], before[1:])
