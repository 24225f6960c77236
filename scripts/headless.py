"""The main job in one go, run by Odoo's shell: import a plan, sign it, issue it, write down what came of it.

The database is a throw-away copy of the demo; the agency that issues takes its name, its place and the units that the
demo agency lacks from the plan itself.
"""
import base64
import csv
import datetime
from pathlib import Path

from odoo.fields import Command

COLUMNS = (
    "Số, ký hiệu", "Mục", "Đơn vị", "Vai trò", "Loại", "Nhiệm vụ", "Phục vụ nội dung", "Bắt đầu", "Hạn", "Hạn (nguyên văn)",
    "Sản phẩm", "Tình trạng")


def main(env, directory, plan, date=None):
    """Issue the plan in the file ``plan`` and leave ``plan.pdf`` and ``assignments.csv`` in ``directory``.

    :param date: day of issue as YYYY-MM-DD; by default the day on the plan, or today where it is left blank
    :raise odoo.exceptions.UserError: the plan can't be imported or issued
    """
    env = _new_agency(env)
    wizard = _as(env, 'office_staff', env['dan_van.plan.import']).create({
        'file': base64.b64encode(Path(plan).read_bytes()), 'filename': Path(plan).name})
    wizard.action_read()
    day = datetime.date.fromisoformat(date) if date else _day(wizard.document['header']['date'])
    _take_identity(env, wizard, day)
    _add_units(env, wizard)
    record = env['dan_van.plan'].browse(wizard.action_create()['res_id'])
    _as(env, 'office_staff', record).action_submit()
    _as(env, 'head', record).action_sign()
    _as(env, 'clerk', record)._transition('issue', date=day)
    directory = Path(directory)
    (directory / 'plan.pdf').write_bytes(record.pdf_attachment_id.raw)
    _write_assignments(directory / 'assignments.csv', record.assignment_ids.filtered(lambda duty: duty.scope == 'unit'))


def _new_agency(env):
    """An agency with the demo's units and users and nothing issued yet, so that its register begins at 01."""
    demo = env.ref('dan_van.demo_company')
    company = env['res.company'].create({'name': "Cơ quan ban hành"})
    units = env['hr.department'].search([('company_id', '=', demo.id)])
    users = units.member_user_ids
    users.write({'company_ids': [Command.link(company.id)], 'company_id': company.id})
    for unit in units:
        unit.copy({
            'name': unit.name, 'company_id': company.id, 'head_user_id': unit.head_user_id.id,
            'member_user_ids': [Command.set(unit.member_user_ids.ids)]})
    env.ref('dan_van.demo_profile').copy({'company_id': company.id})
    return env(context={**env.context, 'allowed_company_ids': company.ids, 'lang': 'vi_VN'})


def _as(env, name, records):
    return records.with_user(env.ref(f'dan_van.user_{name}'))


def _day(header):
    """The day on the plan, or today where a part of it is blank."""
    if all(header.values()):
        return datetime.date(header['year'], header['month'], header['day'])
    return datetime.date.today()


def _take_identity(env, wizard, day):
    """Let the demo agency be the one that the plan names, from the day of issue on."""
    header, signer = wizard.document['header'], wizard.document['signer']
    profile = env['dan_van.agency.profile'].search([('company_id', '=', env.company.id)])
    profile.date_from = min(profile.date_from, day)
    profile.update({name: value for name, value in {
        'parent': header['parent'] if header['issuer'] else profile.parent,
        'issuer': '\n'.join(header['issuer']),
        'symbol': (header['symbol'] or '').removeprefix('KH-'),
        'place': header['place'],
        'head_title': not signer['authority'] and signer['title'],
    }.items() if value})
    if signer['name']:
        env.ref('dan_van.user_head').name = signer['name']


def _add_units(env, wizard):
    """Give the agency the units that the plan names and the demo agency lacks."""
    for duty in wizard.duty_ids.filtered(lambda line: line.scope == 'unit' and not line.department_id):
        name = duty.unit or duty.unit_label or "Đơn vị khác"
        Department = env['hr.department']
        duty.department_id = Department.search([('name', '=', name)], limit=1) or Department.create({
            'name': name, 'company_id': env.company.id, 'dan_van_kind': 'division',
            'member_user_ids': [Command.link(env.ref('dan_van.user_office_staff').id)]})


def _write_assignments(path, duties):
    """Write one line per tracked assignment, with the byte order mark that Excel needs for Vietnamese."""
    health, role, kind = (
        dict(duties._fields[name]._description_selection(duties.env)) for name in ('health', 'role', 'kind'))
    with open(path, 'w', encoding='utf-8-sig', newline='') as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for duty in duties:
            writer.writerow(map(_cell, (
                duty.plan_id.code, duty.label or duty.parent_id.label, duty.department_id.name, role[duty.role],
                kind[duty.kind], duty.text, '; '.join(duty.content_ids.mapped('display_name')), duty.start_date,
                duty.deadline, duty.deadline_text, duty.output, health[duty.health])))


def _cell(value):
    """A spreadsheet must not take a text for a formula."""
    text = str(value or '')
    return f"'{text}" if text.startswith(('=', '+', '-', '@', '\t', '\r')) else text
