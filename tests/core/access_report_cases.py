import base64
from datetime import timedelta

from odoo.fields import Command
from odoo.tests import new_test_user

from ...models.core.res_company import legal_today
from ..keys import unlocked
from ..signature_cases import PIN, authority, foreign_authority, leader
from .access_cases import AccessCase, Target

# A unit's report and the agency's, at the same time.
STATES = (('draft', 'draft'), ('submitted', 'submitted'), ('approved', 'signed'), ('received', 'issued'))


class ReportAccessCase(AccessCase):
    """The records of :class:`AccessCase`, and periods, reports, requests for more time, reminders and documents of
    free text in each place."""

    @classmethod
    def make_records(cls):  # pylint: disable=missing-return
        super().make_records()
        cls.agencies = {'own': cls.company, 'foreign': cls.foreign}
        for prepare in (
                cls._schemes, cls._periods, cls._reports, cls._extensions, cls._reminders, cls._letters, cls._signatures,
                cls._events, cls._targets, cls._event_imports, cls._tracking_imports, cls._report_files, cls._case_kinds,
                cls._cases, cls._concerned_cases, cls._calendar_links, cls._ratings,
                cls._rating_settings):
            prepare()

    @classmethod
    def in_step(cls, records):
        """:return: ``records`` as a step of the workflow writes them"""
        return unlocked(records)

    @classmethod
    def _schemes(cls):
        for place, company in {'shared': cls.env['res.company'], **cls.agencies}.items():
            theme, section = {'name': "Lĩnh vực", 'company_id': company.id, 'section_ids': []}, {'name': "Kết quả"}
            kept = cls.env['dan_van.theme'].create(theme)
            cls.targets |= {
                f'theme {place}': Target(kept, {'sequence': 5}, {**theme, 'name': "Lĩnh vực khác"}),
                f'heading {place}': Target(
                    cls.env['dan_van.theme.section'].create({**section, 'theme_id': kept.id}), {'sequence': 5},
                    {**section, 'theme_id': kept.id})}
            scheme = {'name': "Chuyên đề", 'kind': 'thematic', 'company_id': company.id}
            indicator = {'name': "Buổi", 'company_id': company.id}
            first, second = cls.env['dan_van.indicator'].create([indicator, indicator])
            check = {
                'name': "Bằng nhau", 'left_ids': first.ids, 'right_ids': second.ids, 'company_id': company.id}
            cls.targets |= {
                f'check {place}': Target(cls.env['dan_van.figure.check'].create(check), {'sequence': 5}, check),
                f'scheme {place}': Target(
                    cls.env['dan_van.report.scheme'].create(scheme), {'sequence': 5}, scheme),
                f'indicator {place}': Target(
                    cls.env['dan_van.indicator'].create(indicator), {'sequence': 5}, indicator)}

    @classmethod
    def _periods(cls):
        """A planned and an open period of the issued plan of each agency."""
        cls.days = {'date_from': '2001-01-01', 'date_to': '2001-01-31', 'due_date': '2001-02-02'}
        for place in cls.agencies:
            for state in ('planned', 'open'):
                values = cls._period_values(place)
                period = cls.env['dan_van.period'].create(values)
                cls.in_step(period).write({'state': state})
                cls.targets[f'period {state} {place}'] = Target(
                    period, {'name': "Chuyên đề khác"}, {**values, 'state': state})

    @classmethod
    def _period_values(cls, place):
        return {**cls.days, 'name': "Chuyên đề", 'plan_id': cls.targets[f'plan issued {place}'].record.id,
                'scheme_id': cls.env.ref('dan_van.scheme_thematic').id}

    @classmethod
    def _reports(cls):
        # One that the reports do not have yet, since it was archived when they were made.
        cls.spare_section = cls.env['dan_van.theme.section'].create({
            'theme_id': cls.env.ref('dan_van.theme_dan_van').id, 'name': "Khác", 'active': False})
        """Reports of each place in each state, with lines, a figure, a section and a line of the log."""
        for states in STATES:
            for agency in cls.agencies:
                period = cls.env['dan_van.period'].create(cls._period_values(agency))
                for place in cls.places:
                    if (place == 'foreign') == (agency == 'foreign'):
                        cls._report(f'unit {states[0]} {place}', place, states[0], {'scope': 'unit', 'period_id': period.id})
                if states[0] in ('draft', 'received'):
                    organ = cls.env['dan_van.organ'].create({'name': f"UBND xã {states[0]} {agency}", 'company_id': cls.agencies[agency].id})
                    cls._report(f'below {states[0]} {agency}', agency, states[0], {'scope': 'below', 'period_id': period.id, 'organ_id': organ.id})
                cls._report(f'agency {states[1]} {agency}', agency, states[1], {'scope': 'agency', 'period_id': period.id})

    @classmethod
    def _report(cls, name, place, state, values):
        company, unit = cls.places[place]
        values |= {'subject': "Kết quả", 'company_id': company.id, 'department_id': unit.id, 'signer_id': False}
        indicators = [cls.env['dan_van.indicator'].create({'name': "Lượt", 'company_id': company.id}) for _index in range(2)]
        report = cls.in_step(cls.env['dan_van.report']).create({
            **values,
            'line_ids': [Command.create({'title': "Nhiệm vụ", 'text': "Xong"}),
                         Command.create({'title': "Nhiệm vụ", 'text': "Không in", 'printed': False})],
            'figure_ids': [Command.create({'indicator_id': indicators[0].id, 'value': 1})]}).with_env(cls.env)
        cls.in_step(report).write({'state': state})
        report._log(report._get_transition('withdraw'), {report: 'draft'}, '')
        log = cls.env['dan_van.approval'].search([('res_model', '=', report._name), ('res_id', '=', report.id)])
        shown, hidden = report.line_ids.sorted('printed', reverse=True)
        # Where the same report exists already, the next one is for a period that has none.
        free = {'period_id': cls.targets[f'period open {"foreign" if place == "foreign" else "own"}'].record.id}
        parent = {'report_id': report.id}
        cls.targets |= {
            f'report {name}': Target(report, {'closing': "Tốt"}, {**values, **free, 'state': state}),
            f'line {name}': Target(shown, {'text': "Sửa"}, {**parent, 'text': "Kết quả"}),
            f'unprinted {name}': Target(hidden, {'text': "Sửa"}, {**parent, 'text': "Kết quả", 'printed': False}),
            f'figure {name}': Target(
                report.figure_ids, {'value': 2}, {**parent, 'indicator_id': indicators[1].id, 'value': 1}),
            f'section {name}': Target(
                cls.section(report, 'strengths'), {'text': "Tốt"}, {**parent, 'section_id': cls.spare_section.id, 'text': "Tốt"}),
            f'log {name}': Target(log, {'reason': "Khác"})}

    @classmethod
    def _extensions(cls):
        """An open and a decided request for a duty at work of each place, and a duty for which one can be made."""
        member = new_test_user(cls.env, 'member.everywhere', 'dan_van.group_staff')
        member.company_ids |= cls.company | cls.foreign
        Extension = cls.env(user=member, su=True)['dan_van.extension']
        today = legal_today(Extension)
        for place, (_company, unit) in cls.places.items():
            unit.member_user_ids |= member
            plan = cls.targets[f'duty issued {place}'].record.plan_id
            duties = cls.in_step(cls.env['dan_van.assignment']).create([{
                'plan_id': plan.id, 'text': "Nhiệm vụ", 'department_id': unit.id, 'deadline': today + timedelta(5),
            }] * 2).with_env(cls.env)
            values = [{'assignment_id': duty.id, 'new_deadline': today + timedelta(9), 'reason': "Chờ số liệu"}
                      for duty in duties]
            decided = Extension.create(values[0])
            cls.in_step(decided).write({'state': 'accepted'})
            decided.flush_recordset()
            cls.targets |= {
                f'extension decided {place}': Target(decided, {'reason': "Khác"}),
                f'extension requested {place}': Target(
                    Extension.create(values[0]), {'reason': "Khác"}, values[1])}

    @classmethod
    def _reminders(cls):
        """Letters to a unit of each place; all are written by the office of its agency."""
        for place, (company, unit) in cls.places.items():
            for state in ('draft', 'submitted', 'issued'):
                office = cls.units['office'] if company == cls.company else unit
                values = {'company_id': company.id, 'department_id': office.id, 'signer_id': False,
                          'department_ids': [Command.set(unit.ids)]}
                line = {'department_id': unit.id, 'text': "Nhiệm vụ"}
                reminder = cls.env['dan_van.reminder'].create({**values, 'line_ids': [Command.create(line)]})
                cls.in_step(reminder).write({'state': state})
                cls.targets |= {
                    f'reminder {state} {place}': Target(reminder, {'closing': "Hết"}, {**values, 'state': state}),
                    f'reminded {state} {place}': Target(
                        reminder.line_ids, {'text': "Sửa"}, {**line, 'reminder_id': reminder.id})}

    @classmethod
    def _letters(cls):
        """Documents with an annex that a unit of each place has drafted."""
        for place, (company, unit) in cls.places.items():
            for state in ('draft', 'submitted', 'issued'):
                values = {'subject': "Phối hợp", 'company_id': company.id, 'department_id': unit.id, 'signer_id': False}
                annex = {'title': "Danh mục"}
                letter = cls.env['dan_van.letter'].create({**values, 'annex_ids': [Command.create(annex)]})
                cls.in_step(letter).write({'state': state})
                cls.targets |= {
                    f'letter {state} {place}': Target(letter, {'body': "Sửa"}, {**values, 'state': state}),
                    f'annex letter {state} {place}': Target(
                        letter.annex_ids, {'note': "Sửa"}, {**annex, 'letter_id': letter.id})}

    @classmethod
    def _proposed(cls, values):
        holder = cls.env['dan_van.holder.certificate']._making('propose').create({**values, 'state': 'proposed'})
        return holder.with_env(cls.env)

    @classmethod
    def _signatures(cls):
        """Trusted authorities and signatures of each agency; certificates and dialogs of each role's own, and somebody else's."""
        for place, company in {'shared': cls.env['res.company'], **cls.agencies}.items():
            root, other = (
                {'certificate': base64.b64encode(pem), 'company_id': company.id}
                for pem in (authority().pem, foreign_authority().pem))
            cls.targets[f'authority {place}'] = Target(
                cls.env['dan_van.trusted.root'].create(root), {'active': False}, other)
        for place in cls.agencies:
            file = cls.targets[f'file {place}'].record
            values = {'register_entry_id': file.register_entry_id.id, 'kind': 'personal', 'way': 'outside', 'file_id': file.id,
                      'user_id': cls.env.uid, 'signer': "Ai đó", 'issuer': "Ai đó", 'serial': '1', 'level': 'B-B'}
            signature = cls.in_step(cls.env['dan_van.signature']).create(values).with_env(cls.env)
            cls.targets[f'signature {place}'] = Target(signature, {'signer': "Khác"}, {**values, 'kind': 'agency'})
        recorded = {'kind': 'personal', 'certificate': base64.b64encode(leader().pem), 'company_id': cls.company.id,
                    'user_id': cls.users['head'].id}
        agencys = {'kind': 'agency', 'user_id': False}
        for name, values in (('own', {}), ('seal', agencys), ('foreign', {**agencys, 'company_id': cls.foreign.id})):
            cls.targets[f'recorded {name}'] = Target(
                cls._proposed({**recorded, **values}), {'active': False},
                {**recorded, **values} if name != 'seal' else None)
        cls.targets['recorded mine'] = Target({
            role: cls._proposed({**recorded, 'user_id': user.id})
            if cls.company in user.company_ids else cls.targets['recorded own'].record
            for role, user in cls.role_users.items()}, {'active': False})
        upload = {'kind': 'personal', 'upload': base64.b64encode(leader().pkcs12()), 'pin': PIN}
        dialog = {'res_model': 'dan_van.plan', 'res_id': 1, 'transition': 'sign_pdf', 'way': 'outside'}
        owners = {role: cls.env(user=user, su=True) for role, user in cls.role_users.items()}
        for name, model, values, write in (
                ('certificate', 'dan_van.certificate', upload, {'width': 40}),
                ('signing', 'dan_van.sign.wizard', dialog, {'way': 'here'})):
            cls.targets |= {
                f'{name} own': Target({role: env[model].create(values) for role, env in owners.items()}, write, values),
                f'{name} other': Target(cls.env[model].create(values), write)}
        Trial = cls.env['dan_van.pin.trial']
        certificates = {role: cls.targets['certificate own'].of(role) for role in owners}
        cls.targets |= {
            'tries own': Target({
                role: Trial.create({'certificate_id': own.id, 'tries': 1}) for role, own in certificates.items()}, {'tries': 0}),
            'tries other': Target(
                Trial.create({'certificate_id': cls.targets['certificate other'].record.id, 'tries': 1}), {'tries': 0})}

    @classmethod
    def _events(cls):
        """Types of all agencies and of each, and an event of a unit of each place."""
        for place, company in {'shared': cls.env['res.company'], **cls.agencies}.items():
            kind = {'name': "Về cơ sở", 'company_id': company.id}
            cls.targets[f'type {place}'] = Target(
                cls.env['dan_van.event.type'].create(kind), {'sequence': 5}, {**kind, 'name': "Hội thi"})
        for place, (company, unit) in cls.places.items():
            if place == 'foreign':  # of a unit to which the roles belong as well, in an agency that they do not work for now
                unit = cls.new_unit(company, member_user_ids=[Command.link(user.id) for user in cls.role_users.values()])
            event = {'type_id': cls.env.ref('dan_van.event_type_tap_huan').id, 'department_id': unit.id,
                     'company_id': company.id, 'participant_count': 40}
            cls.targets[f'event {place}'] = Target(
                cls.env['dan_van.event'].create(event), {'women_count': 20}, event)

    @classmethod
    def _targets(cls):
        for place in cls.agencies:
            target = {'plan_id': cls.targets[f'plan issued {place}'].record.id, 'value': 12,
                      'indicator_id': cls.env.ref('dan_van.indicator_01').id}
            cls.targets[f'target {place}'] = Target(
                cls.env['dan_van.target'].create(target), {'value': 20},
                {**target, 'indicator_id': cls.env.ref('dan_van.indicator_02').id})

    @classmethod
    def _event_imports(cls):
        """Imports with a row: one of each role's own, and one of somebody else."""
        owners = {role: cls.env(user=user, su=True) for role, user in cls.role_users.items()}
        values, row = {'department_id': cls.units['policy'].id}, {'subject': "Hội thi"}
        dialogs = {role: env['dan_van.event.import'].create(values) for role, env in owners.items()}
        strange = cls.env['dan_van.event.import'].create(values)
        for dialog in (*dialogs.values(), strange):
            cls.row(dialog, 'import_id', 'dan_van.event.import.line', row)
        cls.targets |= {
            'event import own': Target(dialogs, {'text': "x"}, values),
            'event import other': Target(strange, {'text': "x"}),
            'event row own': Target(
                {role: dialog.line_ids for role, dialog in dialogs.items()}, row, {**row, 'import_id': dialogs}),
            'event row other': Target(strange.line_ids, row, {**row, 'import_id': strange.id})}

    @classmethod
    def _tracking_imports(cls):
        """Edited sheets with a change: one of each role's own, and one of somebody else."""
        row = {'number': 9, 'field_name': 'progress', 'new_value': "40 %"}
        dialogs = {role: cls.env(user=user, su=True)['dan_van.tracking.import'].create({}) for role, user in cls.role_users.items()}
        strange = cls.env['dan_van.tracking.import'].create({})
        for dialog in (*dialogs.values(), strange):
            cls.row(dialog, 'import_id', 'dan_van.tracking.import.line', row)
        cls.targets |= {
            'tracking import own': Target(dialogs, {'filename': "x"}, {'filename': "x"}),
            'tracking import other': Target(strange, {'filename': "x"}),
            'tracking change own': Target(
                {role: dialog.line_ids for role, dialog in dialogs.items()}, {'overwrite': True}, {**row, 'import_id': dialogs}),
            'tracking change other': Target(strange.line_ids, {'overwrite': True}, {**row, 'import_id': strange.id})}

    @classmethod
    def _report_files(cls):
        """Files of a report with a row each: one of each role's own, and one of somebody else."""
        file, row = {'report_id': cls.targets['report unit draft own'].record.id}, {'kind': 'line', 'new': "Xong"}
        File = cls.env['dan_van.report.file']
        dialogs = {role: File.with_env(cls.env(user=user, su=True)).create(file) for role, user in cls.role_users.items()}
        strange = File.create(file)
        for dialog in (*dialogs.values(), strange):
            cls.row(dialog, 'file_id', 'dan_van.report.file.line', row)
        cls.targets |= {
            'report file own': Target(dialogs, {'filename': "x"}, file),
            'report file other': Target(strange, {'filename': "x"}),
            'report said own': Target(
                {role: dialog.line_ids for role, dialog in dialogs.items()}, {'take': True}, {**row, 'file_id': dialogs}),
            'report said other': Target(strange.line_ids, {'take': True}, {**row, 'file_id': strange.id})}

    @classmethod
    def _calendar_links(cls):
        links = {role: cls.env(user=user, su=True)['dan_van.calendar.link'].create({}) for role, user in cls.role_users.items()}
        cls.targets |= {
            'calendar own': Target(links, {'url': "x"}, {'url': "x"}),
            'calendar other': Target(cls.env['dan_van.calendar.link'].create({}), {'url': "x"})}

    @classmethod
    def _case_kinds(cls):
        for place, company in {'shared': cls.env['res.company'], **cls.agencies}.items():
            kind = {'name': "Đơn khác", 'group': 'petition', 'company_id': company.id}
            cls.targets[f'kind {place}'] = Target(
                cls.env['dan_van.case.kind'].create(kind), {'sequence': 5}, {**kind, 'name': "Đơn khác nữa"})

    @classmethod
    def _case(cls, unit, **values):
        """:return: values of a petition to ``unit``, which receives petitions"""
        unit.dan_van_receives_petitions = True
        return {'kind_id': cls.env.ref('dan_van.case_kind_to_cao').id, 'department_id': unit.id,
                'company_id': unit.company_id.id, **values}

    @classmethod
    def _read(cls, case):
        """:return: dan_van.case.reading, a line of the log about ``case``"""
        Reading = cls.env['dan_van.case.reading']
        Reading._note(case, 'read', ['citizen_name'])
        return Reading.search([('case_id', '=', case.id)])

    @classmethod
    def _cases(cls):
        """Petitions to a unit of each place, one to a unit that receives none any more, and lines of the log of readings."""
        members = [Command.link(user.id) for user in cls.role_users.values()]
        units = {place: unit for place, (_company, unit) in cls.places.items()}
        # All roles belong to these two.
        units['foreign'], units['former'] = (
            cls.new_unit(company, member_user_ids=members) for company in (cls.foreign, cls.company))
        for place, unit in units.items():
            values = cls._case(unit)
            case = cls.env['dan_van.case'].create(values)
            cls.targets |= {
                f'case {place}': Target(case, {'transferred_to': "UBND"}, values),
                f'reading {place}': Target(cls._read(case), {'field_names': "content"})}
        units['former'].dan_van_receives_petitions = False

    @classmethod
    def _concerned_cases(cls):
        """Petitions to units of others that each role handles, or is the leader in charge of."""
        handled, led, abroad = {}, {}, {}
        for role, user in cls.role_users.items():
            handled[role] = cls.env['dan_van.case'].create(cls._case(cls.units['inspectorate'], handler_id=user.id))
            led[role], abroad[role] = (
                cls.env['dan_van.case'].create(cls._case(cls.new_unit(company, dan_van_leader_id=user.id)))
                for company in (cls.company, cls.foreign))
        cls.targets |= {
            'case handled': Target(handled, {'transferred_to': "UBND"}),
            'case led': Target(led, {'transferred_to': "UBND"}),
            'reading handled': Target({role: cls._read(case) for role, case in handled.items()}, {'field_names': "content"}),
            'reading led': Target({role: cls._read(case) for role, case in led.items()}, {'field_names': "content"}),
            'reading abroad': Target({role: cls._read(case) for role, case in abroad.items()}, {'field_names': "content"})}

    @classmethod
    def _ratings(cls):
        """Ratings of each role's own, of somebody else, of a head and of a unit; each kind in a year of its own."""
        cls.rating_year = 1900
        for place in cls.places:
            for state in ('draft', 'submitted'):
                cls._rating(f'rating {state} {place}', place, state, 'self_note',
                            cls.users['inspectorate_staff'] if place == 'other' else cls.role_users)
        for state, field in (('draft', 'head_note'), ('assessed', 'final_note')):
            cls._rating(f'unit rating {state} own', 'own', state, field)
        cls._rating('unit rating draft other', 'other', 'draft', 'head_note')
        cls._rating('rating of head own', 'own', 'submitted', 'head_note', cls.users['party_staff'], of_head=True)

    @classmethod
    def _rating(cls, name, place, state, field, officials=None, **values):
        company, unit = cls.places[place]
        cls.rating_year += 1
        values |= {'year': cls.rating_year, 'company_id': company.id, 'department_id': unit.id,
                   'scheme_id': cls.env.ref('dan_van.rating_scheme_2020').id, 'subject': 'official' if officials else 'unit'}
        Rating = cls.env['dan_van.rating']
        if isinstance(officials, dict):
            found = {role: Rating.create({**values, 'official_id': user.id}) for role, user in officials.items()}
        else:
            found = Rating.create({**values, 'official_id': officials and officials.id})
        cls.in_step(Rating.union(*found.values()) if isinstance(found, dict) else found).write({'state': state})
        # Where the same rating exists already, the next one is of a year that has none.
        other = {**values, 'year': 1800, 'subject': 'unit'}
        cls.targets[name] = Target(found, {field: "Tốt"}, other, followed=False)

    @classmethod
    def _rating_settings(cls):
        """Schemes and their levels, quality checks of duties, and dialogs that open a year."""
        for place, company in {'shared': cls.env['res.company'], **cls.agencies}.items():
            scheme = {'name': "Quy chế", 'date_from': '1999-01-01', 'legal_source': "Quy chế", 'company_id': company.id}
            kept = cls.env['dan_van.rating.scheme'].create(scheme)
            level = {'scheme_id': kept.id, 'level': 'good'}
            cls.targets |= {
                f'rating scheme {place}': Target(kept, {'note': "Sửa"}, scheme),
                f'rating level {place}': Target(
                    cls.env['dan_van.rating.level'].create(level), {'min_points': 70}, {**level, 'level': 'completed'})}
        for place in cls.places:
            check = {'assignment_id': cls.targets[f'duty issued {place}'].record.id}
            office = cls.env(user=cls.users['office_staff'], su=True)
            cls.targets[f'quality {place}'] = Target(office['dan_van.quality.check'].create(check), {'remark': "Sửa"}, check)
        owners = {role: cls.env(user=user, su=True) for role, user in cls.role_users.items()}
        values = {'year': 2001}
        cls.targets |= {
            'year own': Target({role: env['dan_van.rating.open'].create(values) for role, env in owners.items()}, values, values),
            'year other': Target(cls.env['dan_van.rating.open'].create(values), values)}
