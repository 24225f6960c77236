"""Lists, groups, the dashboard and the inbox among many duties and events, against Odoo's own tasks; run by Odoo's shell.

All is seen by a member of a unit who is a user of the project app too, through the lists that the menus open.
"""
import json
import sys
import time
from unittest.mock import patch

from lxml import etree

from odoo.fields import Command
from odoo.tools import split_every

from odoo.addons.dan_van.models.core.lock import with_key
from odoo.addons.dan_van.models.core.mail_switches import QUIET

YEARS = 10
DUTIES, EVENTS, DOCUMENTS = 100_000, 1_000_000, 20_000
TURNS = 5
CREATED = 2_000
PIECE = 200  # activities between two commits: as many as the nightly follow-up writes for its duties


def main(env):
    """Write the rows ``(what, what of Odoo's own it is measured by or None, seconds, queries)`` as one line of JSON."""
    env = env(context={**env.context, 'allowed_company_ids': env.ref('dan_van.demo_company').ids, 'lang': 'vi_VN'})
    made = _made(env)
    _fill(env)
    staff, head = (env.ref(f'dan_van.user_{name}') for name in ('outreach_staff', 'head'))
    staff.sudo().group_ids = [Command.link(env.ref('project.group_project_user').id)]
    rows = [(name, beside, *_measured(env, act)) for name, beside, act in _acts(env(user=staff), env(user=head))]
    rows += made + _followed(env)
    json.dump({'rows': rows, 'sizes': {
        model: env[model].sudo().search_count([]) for model in ('project.task', 'dan_van.assignment', 'dan_van.occurrence', 'dan_van.event')}}, sys.stdout)


def _acts(staff, head):
    """Yield ``(name, name of what it is measured by, function)``: what a member of a unit and a leader open."""
    tasks, stages = "Odoo's list of all tasks", "Odoo's tasks by stage"
    yield tasks, None, _listing(staff, 'project.task', 'project.open_view_all_tasks_list_view', [
        ('has_template_ancestor', '=', False), ('state', 'not in', ('1_done', '1_canceled'))])
    mine = [('department_id.member_user_ids', 'in', staff.uid)]
    tracked = [('scope', '=', 'unit'), ('plan_state', 'in', ('issued', 'closed'))]
    yield "list of the unit's duties", tasks, _listing(staff, 'dan_van.assignment', 'dan_van.assignment_view_list', [*tracked, *mine])
    yield "the unit's overdue duties", tasks, _listing(
        staff, 'dan_van.assignment', 'dan_van.assignment_view_list', [*tracked, *mine, ('health', '=', 'overdue')])
    for name, domain in (("all times that the unit's duties are due", mine), ("those that are open", [('done_date', '=', False), *mine]),
                         ("those that are overdue", [('state', '=', 'overdue'), *mine])):
        yield name, tasks, _listing(staff, 'dan_van.occurrence', 'dan_van.occurrence_view_list', domain)
    yield "list of the unit's events", tasks, _listing(staff, 'dan_van.event', 'dan_van.event_view_list', mine)
    for book, model, view in (("outgoing register", 'dan_van.register.entry', 'dan_van.register_entry_view_list'),
                              ("incoming register", 'dan_van.incoming', 'dan_van.incoming_view_list')):
        yield book, tasks, _listing(staff, model, view, [])
        yield f"search in the {book}", tasks, _listing(staff, model, view, [('subject', 'ilike', "triển khai số 19999")])
    yield stages, None, lambda: staff['project.task'].web_read_group(
        [('has_template_ancestor', '=', False)], ['stage_id'], ['__count'])
    yield "the unit's duties by health", stages, lambda: staff['dan_van.assignment'].web_read_group(
        [*tracked, *mine], ['health'], ['__count'])
    yield "the unit's events by type", stages, lambda: staff['dan_van.event'].web_read_group(
        mine, ['type_id'], ['__count', 'participant_count:sum'])
    yield "dashboard of a leader", tasks, head['dan_van.dashboard'].get_data
    yield "dashboard of a unit", tasks, staff['dan_van.dashboard'].get_data
    yield "inbox of a leader", tasks, head['dan_van.inbox'].get_data
    yield "inbox of a unit's member", tasks, staff['dan_van.inbox'].get_data


def _listing(env, model, view, domain):
    """:return: function that reads the first page of a list, as the web client does"""
    arch = etree.fromstring(env[model].get_view(env.ref(view).id, 'list')['arch'])
    specification = {}
    for node in arch.xpath('/list/field[not(@column_invisible)]'):
        field = env[model]._fields[node.get('name')]
        specification[field.name] = {'fields': {'display_name': {}}} if field.relational else {}
    return lambda: env[model].web_search_read(domain, specification, limit=80, count_limit=10_001)


def _measured(env, act):
    """:return: ``(seconds, queries)``, the best of some turns from a cold record cache"""
    costs = []
    for _turn in range(TURNS):
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        act()
        costs.append((time.perf_counter() - start, env.cr.sql_log_count - queries))
    return min(costs)


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
            cost = _once(env, act)
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
        night = _once(env, env['dan_van.assignment']._cron_follow_up)
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
    return [(name, None, *_once(env, bare)), (f"a night that tells of {len(values):,} overdue duties", name, *night)]


def _once(env, act):
    """:return: ``(seconds, queries)`` of one turn from a cold record cache"""
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    act()
    return time.perf_counter() - start, env.cr.sql_log_count - queries


# Making the records

def _fill(env):
    units = env['hr.department']._working_units(env.company)
    plans = _plans(env, units[0])
    _tasks(env, units)
    _duties(env, plans, units)
    _events(env, units)
    _registers(env, units)
    for table in ('dan_van_assignment', 'dan_van_assignment_content_rel', 'dan_van_event', 'dan_van_register_entry', 'dan_van_incoming', 'project_task', 'project_task_user_rel'):
        env.cr.execute(f'ANALYZE {table}')
    env.cr.commit()
    env.invalidate_all()


def _plans(env, unit):
    """:return: an issued plan of each year, this one and those before, each with its contents and months"""
    this_year = env['dan_van.plan'].new().year
    plans = env['dan_van.plan'].create([{
        'subject': "Công tác dân vận chính quyền", 'year': this_year - number, 'department_id': unit.id,
        'scheme_ids': [Command.set(env.ref('dan_van.scheme_month').ids)]}
        for number in range(YEARS)])
    for plan in plans:
        section = plan.content_ids.filtered(lambda part: part.kind == 'content')
        env['dan_van.content'].create([{
            'plan_id': plan.id, 'parent_id': section.id, 'label': str(number), 'text': "Nội dung", 'sequence': section.sequence + number}
            for number in range(1, 9)])
        env['dan_van.assignment'].create({
            'plan_id': plan.id, 'text': "Nhiệm vụ", 'department_id': unit.id, 'unit_label': unit.name})
    for plan in with_key(plans, 'benchmark', plans._fields):
        plan.write({'state': 'issued', 'document_date': f'{plan.year}-01-01'})
    env['dan_van.period']._plan_ahead(plans)
    env.flush_all()
    return plans


def _copies(env, model, models, count, changes):
    """Insert copies of rows by SQL.

    :param models: records that are copied in turn
    :param changes: ``{column: SQL expression}``, where ``nth`` counts the copies
    """
    table = env[model]._table
    env.cr.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s AND column_name <> 'id'", [table])
    columns = [name for name, in env.cr.fetchall()]
    values = ', '.join(changes.get(name, f'model."{name}"') for name in columns)
    names = ', '.join(f'"{name}"' for name in columns)
    env.cr.execute(f"""
        INSERT INTO {table} ({names}) SELECT {values} FROM generate_series(1, %s) AS nth
          JOIN (SELECT *, row_number() OVER (ORDER BY id) - 1 AS turn FROM {table} WHERE id IN %s) AS model
            ON model.turn = nth %% %s""", [count, tuple(models.ids), len(models)])


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
    _copies(env, 'project.task', models, DUTIES - len(models), {
        'date_deadline': "now() + (nth %% 1000) * interval '1 day' - interval '900 days'"})
    env.cr.execute("""
        INSERT INTO project_task_user_rel (task_id, user_id)
        SELECT id, (%s::int[])[id %% %s + 1] FROM project_task ON CONFLICT DO NOTHING""", [users.ids, len(users)])


def _duties(env, plans, units):
    """Duties of each year's plan, spread over units and contents; of the past years all are done, of this one four in five."""
    models = plans.assignment_ids
    _copies(env, 'dan_van.assignment', models, DUTIES - len(models), {
        'department_id': _any_of(units.ids, 'nth / 10'), 'sequence': 'nth', 'printed': 'false',
        'deadline': "make_date(extract(year FROM CURRENT_DATE)::int - (nth %% 10)::int, 1 + (nth / 100 %% 12)::int, 28)",
        'done_date': "CASE WHEN nth %% 10 > 0 OR nth / 10 %% 5 > 0"
                     " THEN make_date(extract(year FROM CURRENT_DATE)::int - (nth %% 10)::int, 1 + (nth / 100 %% 12)::int, 20) END"})
    env.cr.execute("""
        INSERT INTO dan_van_assignment_content_rel (assignment_id, content_id)
        SELECT duty.id, part.ids[duty.id %% array_length(part.ids, 1) + 1]
          FROM dan_van_assignment duty
          JOIN (SELECT plan_id, array_agg(id) AS ids FROM dan_van_content WHERE parent_id IS NOT NULL GROUP BY plan_id) part
            ON part.plan_id = duty.plan_id
         WHERE duty.plan_id = ANY(%s) ON CONFLICT DO NOTHING""", [plans.ids])
    # Each is due four times; before the day on which it stands it was done.
    env.cr.execute("""
        INSERT INTO dan_van_occurrence (assignment_id, plan_id, plan_state, company_id, department_id, planned_date, due_date, done_date)
        SELECT duty.id, duty.plan_id, duty.plan_state, duty.company_id, duty.department_id, day, day,
               CASE WHEN before > 0 THEN day ELSE duty.done_date END
          FROM dan_van_assignment duty, generate_series(0, 3) AS before,
               LATERAL (SELECT (duty.deadline - before * interval '3 months')::date AS day) days
         WHERE duty.plan_id = ANY(%s) AND duty.scope = 'unit' ON CONFLICT DO NOTHING""", [plans.ids])
    env.cr.execute("ANALYZE dan_van_occurrence")


def _events(env, units):
    kinds = env['dan_van.event.type'].search([('company_id', 'in', (env.company.id, False))])
    models = env['dan_van.event'].create([{
        'type_id': kind.id, 'date': '2026-01-05', 'department_id': units[0].id, 'participant_count': 40} for kind in kinds])
    env.flush_all()
    _copies(env, 'dan_van.event', models, EVENTS, {
        'department_id': _any_of(units.ids, 'nth'), 'date': "CURRENT_DATE - (nth %% 3650)::int"})


def _registers(env, units):
    """A year's outgoing and incoming register."""
    register = env['dan_van.register'].create({'year': 1999, 'company_id': env.company.id})
    entry = with_key(env['dan_van.register.entry'], 'reserve', making=True).create({
        'register_id': register.id, 'number': 1, 'code': '01/KH-BDT', 'date': '1999-01-02', 'document_type': 'KH', 'subject': "Kế hoạch",
        'signer': "Trưởng ban", 'recipients': "Các phòng", 'department_id': units[0].id, 'res_model': 'dan_van.plan', 'res_id': 1})
    document = env['dan_van.incoming'].create({
        'code': '1/UBND', 'issuer': "UBND tỉnh", 'subject': "Công văn", 'date': '1999-01-02', 'arrival_date': '1999-01-03'})
    env.flush_all()
    _copies(env, 'dan_van.register.entry', entry, DOCUMENTS - 1, {
        'number': 'nth + 1', 'code': "(nth + 1) || '/KH-BDT'", 'subject': "'Về việc triển khai số ' || nth",
        'date': "make_date(1999, 1, 2) + (nth / 60)::int"})
    _copies(env, 'dan_van.incoming', document, DOCUMENTS - 1, {
        'arrival_number': 'nth + 1', 'code': "(nth + 1) || '/UBND'", 'code_key': "(nth + 1) || '/ubnd'",
        'subject': "'Về việc triển khai số ' || nth", 'arrival_date': "make_date(1999, 1, 3) + (nth / 60)::int"})


def _any_of(ids, expression):
    return f"(ARRAY[{', '.join(map(str, ids))}])[({expression}) %% {len(ids)} + 1]"
