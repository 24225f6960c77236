from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged
from odoo.tools import SQL

from ...models.core.mail_switches import QUIET
from ..common import AgencyCase
from ..keys import unlocked
from .access_files import FiledRecords, Target
from .access_levels import LevelRecords
from .kept_records import KeptCase

OPERATIONS = {'read': 'r', 'write': 'w', 'create': 'c', 'unlink': 'u'}
_PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
IMPORT_LINES = {
    'page': {'index': 1},
    'photo': {'name': "trang.png", 'content': _PIXEL},
    'basis': {'text': "Căn cứ"}, 'part': {'text': "Nội dung"}, 'warning': {'code': 'other'}}


class Done(Exception):
    """Ends the savepoint of an attempt that succeeded."""


def tried(env, act, *args):
    """Do ``act`` and take it back; return whether it succeeded."""
    try:
        with env.cr.savepoint():
            act(*args)
            env.flush_all()
            raise Done
    except Done:
        return True
    except UserError:
        return False


@tagged('dan_van_wide')
class AccessCase(FiledRecords, LevelRecords, KeptCase, AgencyCase):
    """Every role in the unit "policy", and records of each model in this unit, another unit and another agency."""

    ROLES = {
        'staff': 'policy_staff', 'head': 'policy_head', 'office': 'office_staff', 'clerk': 'clerk', 'leader': 'head',
        'admin': 'admin', 'both': None, 'plain': None, 'portal': None, 'public': None, 'system': None}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.refuse_briefly()

    @classmethod
    def make_records(cls):
        cls.foreign = cls.env['res.company'].create({'name': "Cơ quan khác"})
        values = {'company_id': cls.company.id, 'company_ids': [Command.set(cls.company.ids)]}
        others = {
            # The clerk of a small agency is one of the office.
            'both': new_test_user(cls.env, 'office.clerk', 'dan_van.group_office,dan_van.group_clerk', **values),
            'plain': new_test_user(cls.env, 'plain.user', 'base.group_user', **values),
            'portal': new_test_user(cls.env, 'portal.user', 'base.group_portal', **values),
            'public': cls.env.ref('base.public_user'),
            'system': new_test_user(cls.env, 'system.user', 'base.group_system', **values),
        }
        cls.role_users = {role: others.get(role) or cls.users[name] for role, name in cls.ROLES.items()}
        cls.role_companies = {role: user.company_id.ids for role, user in cls.role_users.items()}  # nobody moves
        members = [Command.link(user.id) for user in cls.role_users.values()]
        cls.units['policy'].member_user_ids = members
        cls.places = {
            'own': (cls.company, cls.units['policy']),
            'other': (cls.company, cls.units['inspectorate']),
            'foreign': (cls.foreign, cls.new_unit(cls.foreign)),
        }
        cls.targets = {}
        for prepare in (cls._plans, cls._configuration, cls._directives, cls._files, cls._absences, cls._days_off, cls._dialogs, cls._units):
            prepare(members)

    @classmethod
    def new_unit(cls, company, **values):
        """Make a unit with such members as an earlier version let in: the rules don't rest on the check of members."""
        members = values.pop('member_user_ids', [])
        unit = cls.env['hr.department'].create({
            'name': "Đơn vị mới", 'company_id': company.id, 'dan_van_kind': 'division', **values})
        ids = [user_id for command in members for user_id in (command[2] if command[0] == Command.SET else [command[1]])]
        cls.env.execute_query(SQL(
            "INSERT INTO dan_van_department_member_rel (department_id, user_id) SELECT %s, unnest(%s::int[]) RETURNING 1",
            unit.id, ids))
        unit.invalidate_recordset(['member_user_ids'])
        return unit

    @classmethod
    def role_env(cls, role, record):
        """:return: ``record`` as ``role`` sees it in its own agency"""
        return record.with_env(record.env(
            user=cls.role_users[role], su=False,
            context={**record.env.context, 'allowed_company_ids': cls.role_companies[role], 'tracking_disable': QUIET}))

    # Records

    @classmethod
    def _plans(cls, members):
        """Plans of each place and state with a basis, a content, an annex, a duty of the *other* place and a line of the log."""
        for state in ('draft', 'submitted', 'issued'):
            plans = {place: cls._new_plan(place, state) for place in cls.places}
            for place, plan in plans.items():
                # An issued duty belongs to its unit, whoever has drafted the plan.
                at = {'own': 'other', 'other': 'own'}.get(place, place) if state == 'issued' else place
                parent = {'plan_id': plan.id}
                duty, general = plan.assignment_ids.sorted('scope', reverse=True)
                log = cls.env['dan_van.approval'].search([('res_model', '=', plan._name), ('res_id', '=', plan.id)])
                cls.targets |= {
                    f'plan {state} {place}': Target(
                        plan, {'closing': "Hết"}, {**cls._plan_values(place), 'state': state}),
                    f'basis {state} {place}': Target(
                        plan.basis_ids, {'issuer': "UBND"}, {**parent, 'text': "Căn cứ"}),
                    f'content {state} {place}': Target(
                        plan.content_ids, {'text': "Sửa"}, {**parent, 'text': "Nội dung"}),
                    f'annex plan {state} {place}': Target(
                        plan.annex_ids, {'note': "Sửa"}, {**parent, 'title': "Danh mục"}),
                    f'duty {state} {at}': Target(
                        duty, {'progress': 10} if state == 'issued' else {'output': "Báo cáo"},
                        {**parent, 'text': "Nhiệm vụ", 'department_id': duty.department_id.id}),
                    **cls._occurrence_targets(duty, state, at),
                    f'general {state} {place}': Target(
                        general, {'output': "Báo cáo"}, {**parent, 'text': "Nhiệm vụ", 'scope': 'all'}),
                    f'log {state} {place}': Target(log, {'reason': "Khác"}, {
                        **{name: log[name] for name in (
                            'res_model', 'res_id', 'step', 'state_from', 'state_to')},
                        'user_id': log.user_id.id}),
                }

    @classmethod
    def _occurrence_targets(cls, duty, state, place):
        if state != 'issued':
            return {}
        occurrence = unlocked(cls.env['dan_van.occurrence']).create({'assignment_id': duty.id}).with_env(cls.env)
        claim = {'judge': 'head', 'claimed_by_id': cls.users['party_staff'].id, 'claimed_date': '2026-06-30 02:00:00'}
        acceptance = unlocked(cls.env['dan_van.acceptance']).create({**claim, 'occurrence_id': occurrence.id}).with_env(cls.env)
        change = {'assignment_id': duty.id, 'department_id': duty.department_id.id, 'kind': 'cancel', 'reason': "Sắp xếp lại",
                  'proposed_by_id': cls.users['party_staff'].id}
        step = {'assignment_id': duty.id, 'name': "Thu thập số liệu"}
        return {
            f'step {place}': Target(cls.env['dan_van.step'].create(step), {'result': "Đã xong"}, step),
            f'change {place}': Target(
                unlocked(cls.env['dan_van.assignment.change']).create(change).with_env(cls.env), {'reason': "Khác"}, change),
            f'occurrence {place}': Target(
                occurrence, {'result': "Đã xong"}, {'assignment_id': duty.id, 'planned_date': '2026-06-30'}, followed=False),
            f'acceptance {place}': Target(acceptance, {'judge': 'office'}, {**claim, 'occurrence_id': duty.occurrence_ids[:1].id})}

    @classmethod
    def _plan_values(cls, place):
        company, unit = cls.places[place]
        return {'subject': "Công tác dân vận", 'year': 2026, 'company_id': company.id, 'department_id': unit.id,
                'signer_id': False}

    @classmethod
    def _new_plan(cls, place, state):
        opposite = cls.places[{'own': 'other', 'other': 'own'}.get(place, place)][1]
        plan = cls.env['dan_van.plan'].create({
            **cls._plan_values(place),
            'basis_ids': [Command.create({'text': "Căn cứ"})],
            'content_ids': [Command.create({'text': "Nội dung", 'kind': 'content'})],
            'annex_ids': [Command.create({'title': "Danh mục"})],
            'assignment_ids': [Command.create({'text': "Nhiệm vụ", 'department_id': opposite.id}),
                               Command.create({'text': "Nhiệm vụ chung", 'scope': 'all'})],
        })
        unlocked(plan).write({'state': state})
        plan._log(plan._get_transition('withdraw'), {plan: 'draft'}, '')
        return plan

    @classmethod
    def _configuration(cls, members):
        Profile, Register, Entry = (
            cls.env[f'dan_van.{name}'] for name in ('agency.profile', 'register', 'register.entry'))
        for place in ('own', 'foreign'):
            company = {'company_id': cls.places[place][0].id}
            profile = {**company, 'issuer': "BAN", 'symbol': 'B', 'place': "Tỉnh", 'date_from': '2001-01-01'}
            register = Register.create({**company, 'year': 2001})
            entry = {
                'register_id': register.id, 'number': 1, 'code': '01/KH-B', 'date': '2001-01-02',
                'document_type': 'KH', 'subject': "Kế hoạch", 'signer': "Trưởng ban",
                'res_model': 'dan_van.plan', 'res_id': 1}
            kept = unlocked(Entry).create(entry).with_env(cls.env)
            incoming = {**company, 'code': '4/UBND', 'issuer': "UBND", 'subject': "Việc"}
            exchanged = {**company, 'direction': 'out', 'state': 'waiting', 'subject': "Kế hoạch", 'entry_id': kept.id}
            copied = {
                **company, 'department_id': cls.places[place][1].id, 'signer_id': False,
                'incoming_id': cls.env['dan_van.incoming'].create(incoming).id}
            term = {'department_id': cls.places[place][1].id, 'user_id': cls.users['party_staff'].id, 'date_to': '2001-12-31'}
            cls.targets |= {
                f'headship {place}': Target(cls.env['dan_van.headship'].create(term), {'date_to': '2001-12-30'}, term),
                f'profile {place}': Target(Profile.create(profile), {'place': "Xã"}, {**profile, 'date_from': '2002-01-01'}),
                f'council {place}': Target(cls.env['dan_van.council'].create({**company, 'name': "Ban", 'symbol': 'BCĐ'}), {
                    'chair_title': "CHỦ TỊCH"}, {**company, 'name': "Hội đồng", 'symbol': 'HĐ'}, followed=False),
                f'register {place}': Target(
                    Register.create({**company, 'year': 2002}), {'document_type': 'BC'}, {**company, 'year': 2003}),
                f'entry {place}': Target(kept, {'note': "Đã gửi"}, {**entry, 'number': 2}),
                f'organ {place}': Target(
                    cls.env['dan_van.organ'].create({**company, 'name': "Sở A"}), {'phone': "0271"}, {**company, 'name': "Sở B"}, followed=False),
                f'agencies {place}': Target(
                    cls.env['dan_van.organ.group'].create({**company, 'name': "Các xã"}), {'name': "Xã"}, {**company, 'name': "Sở"}, followed=False),
                f'incoming {place}': Target(
                    cls.env['dan_van.incoming'].create({**company, 'code': '1/UBND', 'issuer': "UBND", 'subject': "Việc"}),
                    {'note': "Xem"}, {**company, 'code': '2/UBND', 'issuer': "UBND", 'subject': "Việc"}),
                f'exchanged {place}': Target(
                    unlocked(cls.env['dan_van.message']).create(exchanged).with_env(cls.env), {'words': "Đã đến"}, exchanged),
                f'recipient {place}': Target(
                    unlocked(cls.env['dan_van.message.recipient']).create({'entry_id': kept.id, 'name': "Sở A"}).with_env(cls.env),
                    {'status': '03'}, {'entry_id': kept.id, 'name': "Sở B"}, followed=False),
                f'copy {place}': Target(cls.env['dan_van.copy'].create(copied), {'recipients': "UBND"}, copied),
                f'file {place}': Target(
                    kept._keep_data({}), {'sha256': 'f' * 64},
                    {'register_entry_id': kept.id, 'kind': 'pdf', 'name': "x", 'sha256': 'f'}),
            }

    @classmethod
    def _directives(cls, members):
        """An incoming document of each agency, and of each place a duty that a directive gives, with what is due."""
        Duty, Occurrence = (unlocked(cls.env[f'dan_van.{name}']) for name in ('assignment', 'occurrence'))
        for place, (company, unit) in cls.places.items():
            document = cls.env['dan_van.incoming'].create({
                'company_id': company.id, 'code': '3/UBND', 'issuer': "UBND", 'subject': "Việc"})
            if place != 'other':
                cls.targets[f'directive {place}'] = Target(document.copy(), {'directive_text': "Làm ngay"})
            unlocked(document).write({'state': 'issued', 'directive_date': '2026-01-02'})
            values = {'incoming_id': document.id, 'text': "Báo cáo", 'department_id': unit.id}
            duty = Duty.create(values).with_env(cls.env)
            cls.targets |= {
                f'asked {place}': Target(duty, {'progress': 10}, values),
                **cls._level_targets(place, company),
                f'asked occurrence {place}': Target(
                    Occurrence.create({'assignment_id': duty.id}).with_env(cls.env), {'result': "Đã xong"},
                    {'assignment_id': duty.id, 'planned_date': '2026-06-30'}, followed=False)}

    @classmethod
    def _absences(cls, members):
        """Absences of each role itself, of a member of their unit, of somebody in another unit and in another agency."""
        strange = cls.users['party_staff']
        own = {role: user if user._is_internal() else strange for role, user in cls.role_users.items()}
        foreign = new_test_user(
            cls.env, 'somebody.else', 'base.group_user', company_id=cls.foreign.id, company_ids=[Command.set(cls.foreign.ids)])
        days = {'date_from': '2001-01-01', 'date_to': '2001-01-02'}
        later = {'date_from': '2001-02-01', 'date_to': '2001-02-02'}

        def absence(user):
            values = {'user_id': user.id, 'company_id': user.company_id.id, **days}
            Absence = cls.env['dan_van.absence']
            return Absence.search([('user_id', '=', user.id)]) or Absence.create(values)

        cls.targets['absence own'] = Target(
            {role: absence(user) for role, user in own.items()}, {'note': "Họp"},
            {'user_id': own, 'company_id': cls.company.id, **later})
        for place, user in (('unit', cls.role_users['plain']), ('other', strange), ('foreign', foreign)):
            cls.targets[f'absence {place}'] = Target(
                absence(user), {'note': "Họp"}, {'user_id': user.id, 'company_id': user.company_id.id, **later})

    @classmethod
    def _days_off(cls, members):
        """Days off of each agency and of all of them, a leave of each role itself and one of somebody else."""
        Leave = cls.env['resource.calendar.leaves']
        day = {'name': "Nghỉ lễ", 'date_from': '2001-04-29 17:00:00', 'date_to': '2001-04-30 16:59:59'}
        shared = Leave.create(day)
        shared.company_id = False
        cls.targets['day off shared'] = Target(shared, {'name': "Tết"})
        for place in ('own', 'foreign'):
            # Whoever makes one makes it of the agency in which he works at the moment.
            record = Leave.with_company(cls.places[place][0]).create(day).with_env(cls.env)
            cls.targets[f'day off {place}'] = Target(record, {'name': "Tết"}, day if place == 'own' else None)
        people = {**cls.role_users, None: cls.users['party_staff']}
        persons = {role: cls.env['resource.resource'].create({
            'name': user.name, 'user_id': user.id, 'company_id': cls.company.id}) for role, user in people.items()}
        leaves = {role: Leave.create({**day, 'resource_id': person.id}) for role, person in persons.items()}
        stranger = {**day, 'resource_id': persons.pop(None).id}
        cls.targets |= {
            'leave other': Target(leaves.pop(None), {'name': "Ốm"}, stranger),
            'leave own': Target(leaves, {'name': "Ốm"}, {**day, 'resource_id': persons})}

    @classmethod
    def _dialogs(cls, members):
        """Dialogs and imports: one of each role's own, and one of somebody else."""
        owners = {role: cls.env(user=user, su=True) for role, user in cls.role_users.items()}
        reason = {'res_model': 'dan_van.plan', 'res_ids': [1], 'transition': 'return', 'reason': "Lý do"}
        upload = {'file': b'eA==', 'company_id': cls.company.id, 'signer_id': False, 'department_id': False}
        dialogs = {role: env['dan_van.reason.wizard'].create(reason) for role, env in owners.items()}
        imports = {role: env['dan_van.plan.import'].create(upload) for role, env in owners.items()}
        strange = cls.env['dan_van.plan.import'].create(upload)
        edited, difference = {'plan_id': cls.targets['plan draft own'].record.id}, {'kind': 'new', 'part': 'content'}
        returns = {role: env['dan_van.plan.return'].create(edited) for role, env in owners.items()}
        differences = {role: cls.row(each, 'return_id', 'dan_van.plan.return.line', difference) for role, each in returns.items()}
        message = {'file': b'eA=='}
        change = {'kind': 'cancel', 'reason': "Sắp xếp lại"}
        changes = {role: env['dan_van.change.dialog'].create(change) for role, env in owners.items()}
        letters = {role: env['dan_van.incoming.file'].create(message) for role, env in owners.items()}
        messages = {role: env['dan_van.incoming.import'].create(message) for role, env in owners.items()}
        cls.targets |= {
            'dialog own': Target(dialogs, {'reason': "Khác"}, reason),
            'dialog other': Target(cls.env['dan_van.reason.wizard'].create(reason), {'reason': "Khác"}),
            'change dialog own': Target(changes, {'reason': "Khác"}, change),
            'change dialog other': Target(cls.env['dan_van.change.dialog'].create(change), {'reason': "Khác"}),
            'message own': Target(messages, {'filename': "x"}, message),
            'message other': Target(cls.env['dan_van.incoming.import'].create(message), {'filename': "x"}),
            'letter file own': Target(letters, {'subject': "Việc"}, message),
            'letter file other': Target(cls.env['dan_van.incoming.file'].create(message), {'subject': "Việc"}),
            'return own': Target(returns, {'filename': "x"}, edited),
            'return other': Target(cls.env['dan_van.plan.return'].create(edited), {'filename': "x"}),
            'difference own': Target(
                differences, {'take': False}, {**difference, 'return_id': returns}),
            'difference other': Target(
                cls.row(cls.env['dan_van.plan.return'].create(edited), 'return_id', 'dan_van.plan.return.line', difference),
                {'take': False}),
            'import own': Target(imports, {'subject': "Khác"}, upload),
            'import other': Target(strange, {'subject': "Khác"}),
        }
        entry = cls.targets['entry own'].record
        for name, model, values in (
                ('number issue', 'issue.wizard', {'res_model': 'dan_van.plan', 'res_id': 1, 'date': '2001-01-02'}),
                ('number reserve', 'reserve.wizard', {'subject': "Quyết định", 'reason': "Lý do"}),
                ('number release', 'release.wizard', {'entry_id': entry.id, 'reason': "Lý do"}),
                ('print', 'register.print', {'register_id': entry.register_id.id, 'volume': 2})):
            change = dict([list(values.items())[-1]])
            own = {role: env[f'dan_van.{model}'].create(values) for role, env in owners.items()}
            cls.targets |= {
                f'{name} own': Target(own, change, values),
                f'{name} other': Target(cls.env[f'dan_van.{model}'].create(values), change),
            }
        for name, values in IMPORT_LINES.items():
            model = f'dan_van.plan.import.{name}'
            lines = {role: cls.row(imports[role], 'import_id', model, values) for role in owners}
            line = cls.row(strange, 'import_id', model, values)
            cls.targets |= {
                # Into the import of whoever tries: the line's own import is the same one.
                f'import {name} own': Target(lines, values, {**values, 'import_id': imports}),
                f'import {name} other': Target(line, values, {**values, 'import_id': strange.id}),
            }

    @classmethod
    def row(cls, dialog, link, model, values):
        """:return: the row of ``dialog`` that a step of it would make"""
        return unlocked(dialog.env[model]).create({**values, link: dialog.id}).with_env(dialog.env)

    @classmethod
    def _units(cls, members):
        for place, (company, _unit) in cls.places.items():
            unit = cls.new_unit(company, member_user_ids=members if place == 'own' else [])
            cls.targets[f'unit {place}'] = Target(
                unit, {'dan_van_abbreviation': 'M'}, {'name': "Đơn vị khác", 'company_id': company.id})
            named = {'name': f"P. {place}", 'company_id': company.id, 'department_id': unit.id}
            cls.targets[f'unit name {place}'] = Target(
                cls.env['dan_van.unit.name'].create(named), {'name': f"Phòng cũ {place}"}, {**named, 'name': f"Phòng {place} khác"})
        cls.targets['unit shared'] = Target(
            cls.new_unit(cls.env['res.company']), {'dan_van_abbreviation': 'M'}, {
                'name': "Đơn vị khác", 'dan_van_kind': 'division', 'company_id': False})

    # Attempts

    def letters(self, role, target):
        """Try everything on ``target`` as ``role``; return what succeeds as the matrix writes it."""
        found = [letter for operation, letter in OPERATIONS.items()
                 if (operation != 'create' or target.create) and self.may(role, operation, target)]
        if 'w' not in found and hasattr(target.of(role), 'message_subscribe') and self.may(role, 'follow', target):
            found.insert(found.index('r') + 1, 'f')
        return ''.join(found) or '-'

    def may(self, role, operation, target):
        """Try ``operation`` on ``target`` as ``role`` and take it back; return whether it succeeded."""
        record = self.role_env(role, target.of(role))
        return tried(self.env, getattr(self, f'_try_{operation}'), role, record, target)

    def _try_read(self, role, record, target):
        record.read(list(target.write))
        self.assertIn(record, record.search([('id', '=', record.id)]), "read() gives what search() hides")

    def _try_write(self, role, record, target):
        record.write(target.write)

    def _try_follow(self, role, record, target):
        if target.followed:
            record.message_unsubscribe(self.company.partner_id.ids)
        else:
            record.write({'activity_ids': []})

    def _try_create(self, role, record, target):
        record.create({
            name: value[role].id if isinstance(value, dict) else value for name, value in target.create.items()})

    def _try_unlink(self, role, record, target):
        record.unlink()

    def finds(self, role, target):
        """:return: whether a search by ``role`` finds the record"""
        record = self.role_env(role, target.of(role))
        try:
            return bool(record.search([('id', '=', record.id)]))
        except UserError:
            return False
