import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from ..common import AgencyCase

SECRET = "Phương án nhân sự chưa công bố"
GIVEN_BY_STEPS = {
    'state': 'issued', 'number': 7, 'code': '07/KH-BDT', 'document_date': '2026-01-01', 'signed_date': '2026-01-01',
    'snapshot': {'subject': "Khác"}, 'pdf_sha256': 'f' * 64}


class ForgedCase(AgencyCase):
    """``mine`` is a draft of "Phòng Chính sách", ``theirs`` one of "Thanh tra", ``issued`` an issued plan."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine, cls.theirs, cls.issued = (plan.with_env(cls.env) for plan in (
            cls.new_plan(unit='policy', user='policy_staff'),
            cls.new_plan(unit='inspectorate', user='inspectorate_staff', subject=SECRET),
            cls.to_state(cls.new_plan(duties=['policy', 'inspectorate', None]), 'issued')))
        cls.source = cls.as_user('inspectorate_staff', 'ir.attachment').create({
            'name': f"{SECRET}.txt", 'raw': SECRET.encode(), 'res_model': 'dan_van.plan', 'res_id': cls.theirs.id})
        cls.env.flush_all()

    def refused(self, error=UserError):
        """:return: context in which an error must occur, and after which nothing has happened"""
        return self.assertRaises(error)

    def duty(self, plan, unit):
        return plan.sudo().assignment_ids.filtered(
            lambda duty: duty.scope == 'unit' and duty.department_id == self.units[unit])[:1]


class TestForgedValues(ForgedCase):

    def given_by_steps(self):
        return {
            **GIVEN_BY_STEPS, 'register_entry_id': self.issued.register_entry_id.id,
            'pdf_attachment_id': self.source.id, 'submitter_id': self.users['head'].id}

    def test_what_a_step_gives_is_never_written(self):
        """On the own draft or an issued plan, by staff, administrator or superuser: a step gives it or nothing does."""
        for user, plan in [
                ('policy_staff', self.mine), ('office_head', self.mine), ('office_head', self.issued),
                ('clerk', self.issued), ('head', self.issued), ('admin', self.issued), (None, self.issued)]:
            for name, value in self.given_by_steps().items():
                with self.subTest(user=user, field=name):
                    seen = self.as_user(user, plan) if user else plan.sudo()
                    before = plan.sudo()[name]
                    with self.refused():
                        seen.write({name: value})
                    self.assertEqual(plan.sudo()[name], before)

    def test_what_a_step_gives_is_never_created(self):
        """Neither by a value, nor by a default of the context, nor by one that the user has set for himself."""
        values = {'subject': "Kế hoạch", 'year': 2026, 'department_id': self.units['policy'].id}
        Plan = self.as_user('policy_staff', 'dan_van.plan')
        for name, value in self.given_by_steps().items():
            with self.subTest(name):
                self.assert_not_given(Plan, {**values, name: value}, name)
                self.assert_not_given(Plan.with_context(**{f'default_{name}': value}), values, name)
                if name != 'snapshot':
                    Plan.env['ir.default'].set('dan_van.plan', name, value, user_id=True)
                    self.assert_not_given(Plan, values, name)
                    self.env['ir.default'].search([('field_id.name', '=', name)]).unlink()

    def test_a_draft_duty_can_not_be_at_work(self):
        """Progress, persons, status and place below a duty of all units come from issue only."""
        duty = self.duty(self.mine, 'outreach')
        general = self.mine.sudo().assignment_ids - duty
        forged = {
            'plan_state': 'issued', 'parent_id': general.id, 'progress': 50, 'result': "Xong",
            'done_date': '2026-02-01', 'user_ids': [Command.link(self.users['outreach_staff'].id)],
            'child_ids': [Command.link(general.id)]}
        Duty = self.as_user('policy_staff', 'dan_van.assignment')
        for name, value in forged.items():
            with self.subTest(name):
                before = duty[name]
                with self.refused():
                    self.as_user('policy_staff', duty).write({name: value})
                self.assertEqual(duty[name], before)
                if name != 'child_ids':
                    values = {'plan_id': self.mine.id, 'text': "Việc", 'department_id': self.units['outreach'].id}
                    expected = 'draft' if name == 'plan_state' else False
                    self.assert_not_given(Duty, {**values, name: value}, name, expected)
                    self.assert_not_given(Duty.with_context(**{f'default_{name}': value}), values, name, expected)

    def assert_not_given(self, Model, values, name, expected=False):
        expected = 'draft' if name == 'state' else expected
        try:
            with self.env.cr.savepoint():
                record = Model.create(values)
                self.env.flush_all()
        except UserError:
            return
        self.env.invalidate_all()
        self.assertEqual(record.sudo()[name] or False, expected, f"{name} given by a client")

    def test_no_context_opens_the_workflow(self):
        """The key of a step is an object of the server: nothing that JSON can say equals it."""
        for key in (True, 1, 'x', {}, ['x'], [['dan_van.plan', self.mine.ids, 'issue', ['state', 'subject']]]):
            with self.subTest(context=key):
                forged = {'dan_van_keys': key}
                mine = self.as_user('policy_staff', self.mine).with_context(**forged)
                issued = self.as_user('office_head', self.issued).with_context(**forged)
                for plan, values in [
                        (mine, {'state': 'issued'}), (mine, {'document_date': '2026-01-01'}),
                        (issued, {'subject': "Khác"}), (issued.sudo(), {'subject': "Khác"}),
                        (mine.assignment_ids[0], {'plan_state': 'issued'})]:
                    with self.refused():
                        plan.write(values)
                attachment = mine.env['ir.attachment'].create({'name': "x", 'raw': b'x', 'dan_van_locked': True})
                self.assertFalse(attachment.dan_van_locked)

    # Moving a record over

    def test_no_draft_is_pulled_over_or_pushed_away(self):
        mine, theirs = (self.as_user('policy_staff', plan) for plan in (self.mine, self.theirs))
        policy, inspectorate = self.units['policy'].id, self.units['inspectorate'].id
        with self.refused(AccessError):
            theirs.write({'department_id': policy})
        with self.refused(AccessError):
            mine.write({'department_id': inspectorate})
        with self.refused(AccessError):
            mine.create({'subject': "Kế hoạch", 'year': 2026, 'department_id': inspectorate})
        self.assertEqual(self.as_user('office_staff', self.mine).write({'department_id': inspectorate}), True)
        self.env.invalidate_all()
        with self.refused(AccessError):
            mine.read(['subject'])

    def test_nothing_is_pushed_into_another_agency(self):
        other = self.env['res.company'].create({'name': "Cơ quan khác"}).id
        head, admin = self.as_user('head', 'dan_van.register'), self.as_user('admin', 'dan_van.agency.profile')
        profile = {'issuer': "BAN", 'symbol': 'B', 'place': "Tỉnh", 'date_from': '2001-01-01'}
        mine = self.as_user('policy_staff', self.mine)
        for record in (
                mine, mine.content_ids[0], mine.assignment_ids[0], head.create({'year': 2001}), admin.create(profile)):
            with self.subTest(model=record._name), self.refused():
                record.write({'company_id': other})
        for Model, values in ((head, {'year': 2002}), (admin, {**profile, 'date_from': '2002-01-01'})):
            with self.subTest(model=Model._name), self.refused(AccessError):
                Model.create({**values, 'company_id': other})

    def test_no_line_comes_in_through_a_command(self):
        """Commands on the own plan reach no line of another's; on an issued plan they reach none at all."""
        mine, theirs = self.as_user('policy_staff', self.mine), self.theirs.sudo()
        for name in ('assignment_ids', 'content_ids', 'basis_ids', 'annex_ids'):
            values = {'text': "Khác", **({'title': "Khác"} if name == 'annex_ids' else {})}
            with self.subTest(name):
                line = theirs[name][:1] or theirs[name].create({'plan_id': theirs.id, **values})
                text = line.text
                for command in (Command.link(line.id), Command.update(line.id, values), Command.delete(line.id)):
                    with self.refused():
                        mine.write({name: [command]})
                self.assertEqual((line.exists().plan_id, line.text), (theirs, text))
                for user in ('office_staff', 'clerk', 'head', 'admin', None):
                    issued = self.as_user(user, self.issued) if user else self.issued.sudo()
                    for command in (Command.create({'sequence': 1, **values}), Command.clear()):
                        with self.refused():
                            issued.write({name: [command]})

    def test_a_duty_at_work_keeps_its_text_plan_and_unit(self):
        duty = self.duty(self.issued, 'policy')
        for user in ('policy_staff', 'policy_head', 'office_staff'):
            for name, value in {
                    'text': "Ít việc hơn", 'deadline': '2030-01-01', 'plan_id': self.mine.id, 'scope': 'all',
                    'department_id': self.units['inspectorate'].id, 'plan_state': 'draft'}.items():
                with self.subTest(name, user=user), self.refused():
                    self.as_user(user, duty).write({'progress': 10, name: value})
        self.assertEqual(duty.progress, 0)


class TestForgedActs(ForgedCase):

    def test_the_log_takes_nothing_from_anybody(self):
        self.as_user('policy_staff', self.mine).action_submit()
        self.as_user('policy_staff', self.mine).action_withdraw()
        line, other = self.mine.approval_ids[:1], self.issued.approval_ids[:1]
        values = line.copy_data()[0] | {'step': 'sign', 'state_from': 'draft', 'state_to': 'signed'}
        for user in (*self.USERS, 'system administrator'):
            with self.subTest(user=user):
                seen = line.with_user(self.users.get(user) or self.env.ref('base.user_admin'))
                for act in (lambda: seen.create(values), lambda: seen.write({'reason': "Khác"}), seen.unlink):
                    with self.refused():
                        act()
        for act in (lambda: line.write({'user_id': 1}), line.unlink):
            with self.subTest(user="superuser"), self.refused():
                act()
        for command in (Command.create(values), Command.link(other.id), Command.delete(line.id), Command.clear()):
            with self.subTest(command=command), self.refused():
                self.as_user('policy_staff', self.mine).write({'approval_ids': [command]})
                self.env.flush_all()

    def test_the_register_counts_itself(self):
        entry = self.issued.register_entry_id
        register = entry.register_id
        for user in ('clerk', 'admin', 'head', 'office_head'):
            with self.subTest(user=user):
                for act in (
                        lambda: self.as_user(user, register).write({'last_number': 50}),
                        lambda: self.as_user(user, register).write({'year': 2050}),
                        lambda: self.as_user(user, register).write({'entry_ids': [Command.delete(entry.id)]}),
                        lambda: self.as_user(user, entry).create(entry.copy_data()[0] | {'number': 90}),
                        lambda: self.as_user(user, entry).write({'number': 90}),
                        lambda: self.as_user(user, entry).write({'res_id': self.mine.id}),
                        lambda: self.as_user(user, entry).write({'recalled': True}),
                        self.as_user(user, entry).unlink, self.as_user(user, register).unlink):
                    with self.refused():
                        act()
        with self.refused():
            entry.sudo().unlink()
        new = self.as_user('head', 'dan_van.register').with_context(default_last_number=50)
        self.assertEqual(new.create({'year': 2001, 'last_number': 50}).last_number, 0)

    def test_the_issued_file_never_changes(self):
        """Not by its readers, not by administrators, not by superuser code."""
        pdf, digest = self.issued.sudo().pdf_attachment_id, self.issued.pdf_sha256
        changes = [{'datas': b'eA=='}, {'raw': b'x'}, {'name': "x"}, {'res_id': self.mine.id}, {'res_model': False},
                   {'public': True}, {'dan_van_locked': False}, {'mimetype': 'text/plain'}]
        system = [pdf.with_user(self.env.ref('base.user_admin')), pdf.sudo()]
        for seen in [*(self.as_user(user, pdf) for user in self.USERS), *system]:
            for values in changes:
                with self.subTest(user=seen.env.user.login, values=values), self.refused():
                    seen.write(values)
            with self.subTest(user=seen.env.user.login), self.refused():
                seen.unlink()
        self.assertFalse(pdf.copy({'name': "Bản sao"}).dan_van_locked, "a copy is no issued file")
        self.env.invalidate_all()
        self.assertEqual((self.issued.pdf_sha256, pdf.res_id), (digest, self.issued.id))

    def test_nobody_locks_a_file_by_hand(self):
        Attachment = self.as_user('policy_staff', 'ir.attachment')
        by_value = Attachment.create({'name': "x", 'raw': b'x', 'dan_van_locked': True})
        by_context = Attachment.with_context(default_dan_van_locked=True).create({'name': "x", 'raw': b'x'})
        self.assertEqual((by_value | by_context).mapped('dan_van_locked'), [False, False])
        with self.refused():
            by_value.write({'dan_van_locked': True})

    def test_membership_works_at_once(self):
        """Before, during and after a change of members, in the same breath."""
        theirs = self.as_user('policy_staff', self.theirs)
        members = self.units['inspectorate']
        self.assertFalse(theirs.has_access('read'))
        members.member_user_ids |= self.users['policy_staff']
        self.assertTrue(theirs.has_access('write'))
        self.assertEqual(theirs.search([('id', '=', theirs.id)]), theirs)
        members.member_user_ids -= self.users['policy_staff']
        self.assertFalse(theirs.has_access('read'))
        self.assertFalse(theirs.search([('id', '=', theirs.id)]))

    def test_nobody_makes_himself_head_or_member(self):
        for user in ('policy_staff', 'policy_head', 'office_head', 'clerk', 'head'):
            unit = self.as_user(user, self.units['inspectorate'])
            me = self.users[user].id
            for values in ({'head_user_id': me}, {'deputy_user_id': me}, {'member_user_ids': [Command.link(me)]}):
                with self.subTest(user=user, values=values), self.refused(AccessError):
                    unit.write(values)
            with self.subTest(user=user), self.refused(AccessError):
                unit.create({'name': "Phòng riêng", 'dan_van_kind': 'division', 'head_user_id': me})
            with self.subTest(user=user), self.refused(AccessError):
                self.users[user].with_user(self.users[user]).write(
                    {'group_ids': [Command.link(self.env.ref('dan_van.group_leadership').id)]})

    def test_persons_are_named_by_their_own_head(self):
        duty = self.duty(self.issued, 'policy')
        staff, stranger = self.users['policy_staff'], self.users['inspectorate_staff']
        for user in ('policy_staff', 'inspectorate_head', 'clerk', 'head', 'admin'):
            with self.subTest(user=user), self.refused(AccessError):
                self.as_user(user, duty).write({'user_ids': [Command.link(staff.id)]})
        with self.refused():
            self.as_user('policy_head', duty).write({'user_ids': [Command.link(stranger.id)]})
        self.as_user('policy_head', duty).write({'user_ids': [Command.link(staff.id)]})
        self.assertEqual(duty.user_ids, staff)

    def test_a_dialog_gives_no_right(self):
        """The dialog of a reason is no way round: neither for another's plan, nor through another's open dialog."""
        values = {'res_model': 'dan_van.plan', 'res_ids': self.theirs.ids, 'reason': "Lý do"}
        Dialog = self.as_user('policy_staff', 'dan_van.reason.wizard')
        for step in ('submit', 'return', 'recall', 'sign'):
            with self.subTest(step=step), self.refused(AccessError):
                Dialog.create({**values, 'transition': step}).action_confirm()
        with self.refused():
            Dialog.create({**values, 'res_ids': self.issued.ids, 'transition': 'recall'}).action_confirm()
        for forged in ({'a': 1}, ['a'], 'x'):
            with self.subTest(forged), self.assertRaisesRegex(UserError, 'named by their numbers'):
                Dialog.create({**values, 'res_ids': forged, 'transition': 'submit'}).action_confirm()
        opened = self.as_user('head', 'dan_van.reason.wizard').create({**values, 'transition': 'return'})
        with self.refused(AccessError):
            self.as_user('policy_staff', opened).write({'res_ids': self.issued.ids, 'transition': 'recall'})

    def test_an_import_belongs_to_who_made_it(self):
        upload = self.as_user('inspectorate_staff', 'dan_van.plan.import').create({
            'file': base64.b64encode("KẾ HOẠCH\nCông tác dân vận\nI. NỘI DUNG\n1. Tiếp công dân".encode()), 'filename': "ke-hoach.txt"})
        upload.action_read()
        upload.subject = SECRET
        for user in ('policy_staff', 'office_staff', 'head', 'admin'):
            seen = self.as_user(user, upload)
            with self.subTest(user=user):
                self.assertFalse(seen.search([('subject', '=', SECRET)]))
                for act in (lambda: seen.read(['file']), seen.action_read, seen.action_create, seen.unlink):
                    with self.refused(AccessError):
                        act()
        with self.refused(AccessError):
            self.as_user('inspectorate_staff', upload).write({'department_id': self.units['policy'].id})
            self.as_user('inspectorate_staff', upload).action_create()


class TestForgedReading(ForgedCase):

    def reads(self, Plan, domain):
        """Yield (name, what it gives) of every way in which a client asks for plans."""
        yield 'search', Plan.search(domain).sudo().mapped('subject')
        yield 'search_read', Plan.search_read(domain, ['subject'])
        yield 'web_search_read', Plan.web_search_read(domain, {'subject': {}})['records']
        yield 'name_search', Plan.name_search(SECRET[:10])
        yield 'read_group', Plan._read_group(domain, ['subject'], ['__count'])
        yield 'formatted_read_group', Plan.formatted_read_group(domain, ['department_id'], ['__count', 'id:array_agg'])
        yield 'web_read_group', Plan.web_read_group(domain, ['department_id'], ['__count'])['groups']

    def test_a_draft_of_another_unit_is_found_in_no_way(self):
        domain = [('id', '=', self.theirs.id)]
        for user, sees in {
                'policy_staff': False, 'policy_head': False, 'clerk': False, 'inspectorate_staff': True,
                'office_staff': True, 'head': True, 'admin': True}.items():
            for way, result in self.reads(self.as_user(user, 'dan_van.plan'), domain):
                with self.subTest(user=user, way=way):
                    self.assertEqual(bool(result), sees)

    def test_a_draft_of_another_unit_is_read_in_no_way(self):
        self.users['policy_staff'].group_ids |= self.env.ref('base.group_allow_export')
        theirs = self.as_user('policy_staff', self.theirs)
        for name, act in {
                'read': lambda: theirs.read(['subject']), 'web_read': lambda: theirs.web_read({'subject': {}}),
                'field': lambda: theirs.subject, 'export': lambda: theirs.export_data(['subject', 'content_ids/text']),
                'copy': theirs.copy, 'copy to next year': theirs.action_copy_next_year,
                'display name': lambda: theirs.display_name, 'lines': lambda: theirs.assignment_ids.mapped('text'),
                'print': lambda: theirs.env['ir.actions.report']._render_qweb_pdf('dan_van.plan_report', theirs.ids),
                'post': lambda: theirs.message_post(body="x")}.items():
            with self.subTest(name):
                self.env.invalidate_all()
                with self.refused(AccessError):
                    act()

    def test_what_hangs_on_a_draft_follows_it(self):
        """Messages, activities, followers and files of another unit's draft, and its lines, are hidden with it."""
        self.theirs.activity_schedule('mail.mail_activity_data_todo', user_id=self.users['inspectorate_head'].id)
        self.as_user('inspectorate_staff', self.theirs).message_post(body=SECRET)
        hanging = [('res_model', '=', 'dan_van.plan'), ('res_id', '=', self.theirs.id)]
        line = [('plan_id', '=', self.theirs.id)]
        for model, domain in [
                ('mail.message', [('model', '=', 'dan_van.plan'), ('res_id', '=', self.theirs.id)]),
                ('mail.activity', hanging), ('ir.attachment', hanging), ('dan_van.content', line),
                ('dan_van.assignment', line)]:
            with self.subTest(model=model):
                found = self.as_user('inspectorate_staff', model).search(domain)
                self.assertTrue(found, "else the test says nothing")
                self.env.invalidate_all()
                self.assertFalse(self.as_user('policy_staff', model).search(domain))
                with self.refused(AccessError):
                    self.as_user('policy_staff', found).read()

    def test_an_issued_plan_shows_each_unit_its_own_duties(self):
        """Through the plan, its contents, the export or a group, as through the list."""
        self.users['policy_staff'].group_ids |= self.env.ref('base.group_allow_export')
        issued = self.as_user('policy_staff', self.issued)
        self.env.invalidate_all()
        own = self.units['policy']
        self.assertEqual(issued.assignment_ids.department_id, own)
        self.assertEqual(issued.content_ids.assignment_ids.department_id, own.browse())
        rows = issued.export_data(['assignment_ids/department_id'])['datas']
        self.assertEqual({row[0] for row in rows}, {own.display_name})
        groups = issued.env['dan_van.assignment'].formatted_read_group(
            [('plan_id', '=', issued.id)], ['department_id'], ['__count'])
        self.assertEqual([group['department_id'][0] for group in groups], own.ids)

    def test_another_agency_gets_nothing(self):
        """Every role of another agency, also when it claims to work in this one."""
        other = self.env['res.company'].create({'name': "Cơ quan khác"})
        for role in ('staff', 'office', 'clerk', 'leadership', 'admin'):
            user = new_test_user(
                self.env, f'foreign.{role}', f'base.group_user,dan_van.group_{role}', company_id=other.id,
                company_ids=[Command.set(other.ids)])
            Plan = self.issued.with_user(user)
            for way, result in self.reads(Plan.with_context(allowed_company_ids=other.ids), []):
                with self.subTest(role=role, way=way):
                    self.assertFalse(result)
            for claimed in (self.company.ids, (self.company | other).ids, []):
                with self.subTest(role=role, claimed=claimed), self.refused(AccessError):
                    Plan.with_context(allowed_company_ids=claimed).read(['subject'])
            with self.subTest(role=role), self.refused(AccessError):
                Plan.with_context(allowed_company_ids=other.ids).action_recall("Lý do")
