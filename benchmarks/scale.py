"""Lists, groups, the dashboard and the inbox among many duties and events, against Odoo's own tasks; run by Odoo's shell.

All is seen by a member of a unit who is a user of the project app too, through the lists that the menus open.
"""
import json
import sys
from unittest.mock import patch

import filling
import looking

from odoo.fields import Command
from odoo.tools import split_every

from odoo.addons.dan_van.models.core.mail_switches import QUIET

YEARS = 10
DUTIES, EVENTS, DOCUMENTS = 100_000, 1_000_000, 20_000
CREATED = 2_000
PIECE = 200  # activities between two commits: as many as the nightly follow-up writes for its duties


def main(env):
    """Write the rows ``(what, what of Odoo's own it is measured by or None, seconds, queries)`` as one line of JSON."""
    env = env(context={**env.context, 'allowed_company_ids': env.ref('dan_van.demo_company').ids, 'lang': 'vi_VN'})
    made = _made(env)
    _fill(env)
    staff, head = (env.ref(f'dan_van.user_{name}') for name in ('outreach_staff', 'head'))
    staff.sudo().group_ids = [Command.link(env.ref('project.group_project_user').id)]
    rows = [(name, beside, *looking.measured(env, act)) for name, beside, act in _acts(env(user=staff), env(user=head))]
    rows += made + _followed(env)
    json.dump({'rows': rows, 'sizes': {
        model: env[model].sudo().search_count([]) for model in ('project.task', 'dan_van.assignment', 'dan_van.occurrence', 'dan_van.event')}}, sys.stdout)


def _acts(staff, head):
    """Yield ``(name, name of what it is measured by, function)``: what a member of a unit and a leader open."""
    tasks, stages = "Odoo's list of all tasks", "Odoo's tasks by stage"
    yield tasks, None, looking.listing(staff, 'project.task', 'project.open_view_all_tasks_list_view', [
        ('has_template_ancestor', '=', False), ('state', 'not in', ('1_done', '1_canceled'))])
    for name, act in looking.lists(staff, head, DOCUMENTS - 1):
        yield name, tasks, act
    yield stages, None, lambda: staff['project.task'].web_read_group(
        [('has_template_ancestor', '=', False)], ['stage_id'], ['__count'])
    for name, act in looking.groups(staff):
        yield name, stages, act


# What is written

def _made(env):
    """:return: the rows of so many duties of a draft, created at once, beside as many tasks"""
    [unit] = env['hr.department']._working_units(env.company)[:1]
    plan = env['dan_van.plan'].create({'subject': "Công tác dân vận chính quyền", 'department_id': unit.id})
    project = env['project.project'].create({'name': "Dự án", 'company_id': env.company.id})

    def created(model, values):
        def act():
            env[model].create([dict(values) for _number in range(CREATED)])
            env.flush_all()
        with env.cr.savepoint() as savepoint:
            cost = looking.once(env, act)
            savepoint.rollback()
        env.invalidate_all()
        return cost
    tasks = f"{CREATED:,} tasks created"
    rows = [
        (tasks, None, *created('project.task', {'name': "Nhiệm vụ", 'project_id': project.id})),
        (f"{CREATED:,} duties created", tasks, *created('dan_van.assignment', {
            'plan_id': plan.id, 'text': "Nhiệm vụ", 'department_id': unit.id, 'unit_label': unit.name}))]
    plan.unlink()
    project.unlink()
    return rows


def _followed(env):
    """:return: the rows of a night in which all duties have been overdue for long, beside the creation of as many activities"""
    env.cr.execute("""
        UPDATE dan_van_assignment SET done_date = NULL, follow_up_level = 0, deadline = CURRENT_DATE - 90
         WHERE scope = 'unit' AND plan_state = 'issued'""")
    env.cr.commit()
    env.invalidate_all()
    kind = env.ref('dan_van.mail_activity_deadline')
    Activity = env['mail.activity'].with_context(mail_activity_quick_update=QUIET, dan_van_turn=QUIET)
    before = Activity.search([], order='id desc', limit=1).id
    with patch.object(type(env.company), '_is_working_day', return_value=True):  # whatever day it is
        night = looking.once(env, env['dan_van.assignment']._cron_follow_up)
    told = Activity.search_fetch([('id', '>', before), ('activity_type_id', '=', kind.id)], [
        'res_model_id', 'res_id', 'user_id', 'date_deadline', 'summary', 'automated'])
    values = [{
        'activity_type_id': kind.id, 'res_model_id': one.res_model_id.id, 'res_id': one.res_id, 'user_id': one.user_id.id,
        'date_deadline': one.date_deadline, 'summary': one.summary, 'automated': True} for one in told]
    env.cr.execute("DELETE FROM mail_activity WHERE id > %s", [before])
    env.cr.commit()
    env.invalidate_all()

    def bare():
        for batch in split_every(PIECE, values):
            Activity.create(list(batch))
            env.cr.commit()
            env.invalidate_all()
    name = f"{len(values):,} activities created"
    return [(name, None, *looking.once(env, bare)), (f"a night that tells of {len(values):,} overdue duties", name, *night)]


# Making the records

def _fill(env):
    units = env['hr.department']._working_units(env.company)
    _tasks(env, units)
    plans = filling.plans(env, units[0], YEARS)
    env['dan_van.period']._plan_ahead(plans)
    filling.duties(env, plans, units, DUTIES)
    filling.events(env, units, EVENTS)
    filling.registers(env, units[0], DOCUMENTS)
    for table in ('dan_van_assignment', 'dan_van_assignment_content_rel', 'dan_van_occurrence', 'dan_van_event', 'dan_van_register_entry',
                  'dan_van_incoming', 'project_task', 'project_task_user_rel'):
        env.cr.execute(f'ANALYZE {table}')
    env.cr.commit()
    env.invalidate_all()


def _tasks(env, units):
    """Tasks in a project of each year, spread over the members of the units, one in ten open."""
    projects = env['project.project'].create([{
        'name': f"Dự án {number}", 'privacy_visibility': 'employees', 'company_id': env.company.id} for number in range(YEARS)])
    stages = env['project.task.type'].create([
        {'name': name, 'project_ids': [Command.set(projects.ids)]} for name in ("Mới", "Đang làm", "Xong")])
    users = units.member_user_ids
    models = env['project.task'].create([{
        'name': "Nhiệm vụ", 'project_id': project.id, 'stage_id': stages[number % 3].id, 'date_deadline': '2026-06-30 00:00:00',
        'user_ids': [Command.set(users[number % len(users)].ids)], 'state': '01_in_progress' if number == 0 else '1_done'}
        for project in projects for number in range(10)])
    env.flush_all()
    filling.copies(env, 'project.task', models, DUTIES - len(models), {
        'date_deadline': "now() + (nth %% 1000) * interval '1 day' - interval '900 days'"})
    env.cr.execute("""
        INSERT INTO project_task_user_rel (task_id, user_id)
        SELECT id, (%s::int[])[id %% %s + 1] FROM project_task ON CONFLICT DO NOTHING""", [users.ids, len(users)])
