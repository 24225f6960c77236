"""Records that two transactions of the tests meet at."""
from odoo.fields import Command

from ...models.core.res_company import legal_today
from ..keys import unlocked


def as_user(env, name, records):
    return records.with_env(env(user=env.ref(f'dan_van.user_{name}'), context={
        'allowed_company_ids': env.ref('dan_van.demo_company').ids}))


def stepping(records):
    """:return: ``records`` as a step of the workflow writes them"""
    return unlocked(records)


def plan_values(env, **values):
    return {
        'company_id': env.ref('dan_van.demo_company').id, 'department_id': env.ref('dan_van.department_office').id,
        'signer_id': env.ref('dan_van.user_head').id, 'subject': "Kế hoạch thử", **values}


def new_plan(env, state='draft', **values):
    """:return: a plan with a content and a duty of the outreach unit; its way to ``state`` is left out"""
    plan = env['dan_van.plan'].create(plan_values(env, **values))
    section = plan.content_ids.filtered(lambda part: part.kind == 'content')
    env['dan_van.content'].create({'plan_id': plan.id, 'parent_id': section.id, 'label': '1', 'text': "Nội dung"})
    env['dan_van.assignment'].create({
        'plan_id': plan.id, 'text': "Nhiệm vụ", 'department_id': env.ref('dan_van.department_outreach').id,
        'deadline': '2999-12-31'})
    if state != 'draft':
        stepping(plan).write({'state': state, 'document_date': legal_today(plan)})
        if state == 'signed':
            stepping(plan).write({'document_date': False})
    return plan


def new_unit(env):
    """:return: a unit that has reported nothing yet"""
    head, staff = (env.ref(f'dan_van.user_inspectorate_{name}') for name in ('head', 'staff'))
    return env['hr.department'].create({
        'name': "Phòng thử", 'company_id': env.ref('dan_van.demo_company').id, 'dan_van_kind': 'division', 'head_user_id': head.id,
        'member_user_ids': [Command.set((head + staff).ids)], 'dan_van_receives_petitions': True})


def new_period(env, plan, **values):
    return env['dan_van.period'].create({
        'name': "Đột xuất", 'plan_id': plan.id, 'scheme_id': env.ref('dan_van.scheme_adhoc').id, 'year': 1990,
        'date_from': '1990-01-01', 'date_to': '1990-01-31', 'due_date': '1990-02-02', **values})


def new_report(env, scope, state='draft', period=None):
    period = period or new_period(env, new_plan(env, 'issued'))
    stepping(period).write({'state': 'open'})
    report = unlocked(env['dan_van.report']).create({
        'subject': "Kết quả", 'scope': scope, 'period_id': period.id, 'company_id': period.company_id.id,
        'department_id': new_unit(env).id if scope == 'unit' else env.ref('dan_van.department_office').id,
        'signer_id': env.ref('dan_van.user_head').id,
        # It counts petitions.
        'figure_ids': [Command.create({'indicator_id': env.ref('dan_van.indicator_11').id})]})
    stepping(report).write({'state': state})
    return report.with_env(env)


def new_event(unit, **values):
    env = unit.env
    return env['dan_van.event'].create({
        'type_id': env['dan_van.event.type'].search([], limit=1).id, 'date': '1990-01-10',
        'company_id': unit.company_id.id, 'department_id': unit.id, **values})


def new_case(unit, **values):
    env = unit.env
    return env['dan_van.case'].create({
        'kind_id': env.ref('dan_van.case_kind_kien_nghi').id, 'received_date': '1990-01-10',
        'company_id': unit.company_id.id, 'department_id': unit.id, **values})


def submit_unit(env, report):
    as_user(env, 'inspectorate_staff', report.with_env(env)).action_submit()


# Parts of documents: {model: (document, name of the printed text, function of env and document that gives values)}
PARTS = {
    'dan_van.content': ('plan', 'text', lambda env, plan: {
        'parent_id': plan.content_ids.filtered(lambda part: part.kind == 'content')[0].id, 'label': '2'}),
    'dan_van.legal.basis': ('plan', 'text', lambda env, plan: {}),
    'dan_van.assignment': ('plan', 'text', lambda env, plan: {
        'department_id': env.ref('dan_van.department_outreach').id}),
    'dan_van.annex': ('letter', 'title', lambda env, letter: {'text': "Nội dung"}),
    'dan_van.reminder.line': ('reminder', 'text', lambda env, reminder: {
        'department_id': env.ref('dan_van.department_outreach').id}),
    'dan_van.report.line': ('report', 'text', lambda env, report: {'title': "Việc"}),
    'dan_van.report.figure': ('report', 'value', lambda env, report: {
        'indicator_id': env['dan_van.indicator'].create({'name': "Số buổi", 'company_id': report.company_id.id}).id}),
    'dan_van.report.section': ('report', 'text', lambda env, report: {
        'section_id': env['dan_van.theme.section'].create({'theme_id': report.theme_id.id, 'name': "Khác"}).id}),
}
