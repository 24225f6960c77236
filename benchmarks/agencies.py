"""Agencies that share one database: they are filled, their lists opened, their nights run; run by Odoo's shell.

All agencies are alike, so one of them does the same work whether or not there are others.
"""
import json
import os
import re
import signal
import sys
import time
from collections import Counter
from pathlib import Path
from unittest.mock import patch

import filling
import looking
import multiplying

from odoo import sql_db
from odoo.fields import Command
from odoo.modules.registry import Registry
from odoo.sql_db import Cursor

from odoo.addons.dan_van.models.core.lock import with_key

YEARS = 10
DUTIES, EVENTS, DOCUMENTS = 5_000, 10_000, 1_000  # of one agency
# Its units: kind, abbreviation, number of members.
UNITS = (('leadership', 'LĐ', 3), ('office', 'VP', 6), ('division', 'P1', 6), ('division', 'P2', 6), ('division', 'P3', 6), ('inspectorate', 'TTr', 3))
ROLES = {'leadership': ('leadership', 'leadership'), 'office': ('unit_head', 'office')}  # of who heads a unit, of its other members
# What runs each night, in its order: model, method, what it does.
NIGHT = (('dan_van.period', '_cron_open', "periods are opened"), ('dan_van.workflow.mixin', '_cron_turns', "turns are kept"),
         ('dan_van.occurrence', '_cron_follow', "occurrences are made"), ('dan_van.issued.file', '_cron_check', "files are checked"),
         ('dan_van.case', '_cron_redact', "petitions are redacted"), ('dan_van.assignment', '_cron_follow_up', "deadlines are told of"),
         ('res.users', '_cron_digest', "e-mails are written"))
# What of these leaves what, told without the ids of what is made, and how that is taken back.
LEFT = {
    '_cron_open': ("SELECT period_id, department_id, scope, company_id FROM dan_van_report",
                   ("DELETE FROM mail_activity WHERE res_model = 'dan_van.report'", "DELETE FROM dan_van_report",
                    "UPDATE dan_van_period SET state = 'planned' WHERE state = 'open'")),
    '_cron_turns': ("SELECT activity.res_model, activity.res_id, activity.user_id FROM mail_activity activity"
                    " WHERE activity.activity_type_id = {turn}", ("DELETE FROM mail_activity WHERE activity_type_id = {turn}",)),
    '_cron_follow_up': ("SELECT res_model, res_id, user_id, summary FROM mail_activity WHERE activity_type_id = {deadline}",
                        ("DELETE FROM mail_activity WHERE activity_type_id = {deadline}",
                         "UPDATE dan_van_assignment SET follow_up_level = 0 WHERE follow_up_level > 0")),
    '_cron_digest': ("SELECT email_to FROM mail_mail WHERE email_to LIKE '%<u%._._@example.com>%'",  # not what the demo has written
                     ("DELETE FROM mail_message WHERE id IN (SELECT mail_message_id FROM mail_mail)",
                      "UPDATE res_users SET dan_van_digest_date = NULL")),
}
SIZES = """
    SELECT stat.relname, stat.indexrelname, pg_relation_size(stat.indexrelid), stat.idx_scan, pg_table_size(stat.relid)
      FROM pg_stat_user_indexes stat WHERE stat.relname LIKE 'dan\\_van\\_%' OR stat.relname IN ('mail_activity', 'mail_message')"""


# Filling

def fill(env, count):
    """Fill so many agencies, each with its people, plans, duties, events and registers; write the seconds it took as a line of JSON."""
    start = time.perf_counter()
    agency = multiplying.Agency(env.cr)
    env = env(context={**env.context, 'lang': 'vi_VN', 'no_reset_password': True, 'tracking_disable': True})
    company = env['res.company'].create({'name': "Cơ quan", 'country_id': env.ref('base.vn').id})
    env = env(context={**env.context, 'allowed_company_ids': company.ids})
    env.ref('dan_van.demo_profile').copy({'company_id': company.id, 'symbol': 'CQ'})
    _work(env, _units(env, company).filtered(lambda unit: unit.dan_van_kind != 'leadership'))
    env.flush_all()
    agency.multiply(count - 1)
    _evidence(env)
    env.cr.execute("SELECT pg_stat_reset()")
    env.cr.commit()
    json.dump(time.perf_counter() - start, sys.stdout)


def _units(env, company):
    """:return: hr.department, the units of an agency with their members"""
    members = [(kind, place, nth) for place, (kind, _short, size) in enumerate(UNITS) for nth in range(size)]
    # As though everybody had a picture: Odoo draws none then, which would be files in folders.
    with patch.object(type(env['res.users']), 'image_1920', True):
        users = env['res.users'].create([{
            'name': f"Người {place}-{nth}", 'login': f'u0.{place}.{nth}', 'email': f'u0.{place}.{nth}@example.com',
            'lang': 'vi_VN', 'tz': 'Asia/Ho_Chi_Minh', 'company_id': company.id, 'company_ids': [Command.set(company.ids)],
            'group_ids': [Command.set([env.ref('base.group_user').id, env.ref(f'dan_van.group_{role}').id])]}
            for kind, place, nth in members for role in [ROLES.get(kind, ('unit_head', 'staff'))[nth > 0]]])
    of_unit = {}
    for user, (_kind, place, _nth) in zip(users, members):
        of_unit[place] = of_unit.get(place, users.browse()) | user
    return env['hr.department'].create([{
        'name': f"Đơn vị {short}", 'company_id': company.id, 'dan_van_kind': kind, 'dan_van_abbreviation': short,
        'head_user_id': of_unit[place][0].id, 'member_user_ids': [Command.set(of_unit[place].ids)]}
        for place, (kind, short, _size) in enumerate(UNITS)])


def _work(env, units):
    """Ten years of an agency; those before this one are closed, and the months of this one but the last that is over are too."""
    plans = filling.plans(env, units[0], YEARS)
    with_key(plans[1:], 'benchmark', plans._fields).write({'state': 'closed'})
    env['dan_van.period']._plan_ahead(plans[0])
    env.flush_all()
    env.cr.execute("""
        UPDATE dan_van_period SET state = 'closed' WHERE plan_id = %s AND date_to < (
            SELECT max(date_to) FROM dan_van_period WHERE plan_id = %s AND date_to <= CURRENT_DATE)""", [plans[0].id, plans[0].id])
    filling.duties(env, plans, units, DUTIES)
    # Somebody of the unit is named for each.
    env.cr.execute("""
        INSERT INTO dan_van_assignment_user_rel (assignment_id, user_id)
        SELECT duty.id, member.ids[duty.id %% array_length(member.ids, 1) + 1]
          FROM dan_van_assignment duty
          JOIN (SELECT department_id, array_agg(user_id) AS ids FROM dan_van_department_member_rel GROUP BY department_id) member
            ON member.department_id = duty.department_id
         WHERE duty.plan_id = ANY(%s) ON CONFLICT DO NOTHING""", [plans.ids])
    filling.events(env, units, EVENTS)
    filling.registers(env, units[0], DOCUMENTS)


def _evidence(env):
    """One duty in five of each agency is shown to be done by a file, and so are the times that it was due."""
    env.cr.execute("""
        INSERT INTO ir_attachment (name, type, mimetype, file_size, res_model, res_id, company_id, create_uid, create_date)
        SELECT 'Biên bản.txt', 'binary', 'text/plain', 1, 'dan_van.assignment', duty.id, duty.company_id, 1, now()
          FROM dan_van_assignment duty WHERE duty.scope = 'unit' AND duty.sequence % 5 = 0 AND duty.done_date IS NOT NULL""")
    for table, duty in (('assignment', 'SELECT id, id AS duty FROM dan_van_assignment'),
                        ('occurrence', 'SELECT id, assignment_id AS duty FROM dan_van_occurrence')):
        env.cr.execute(f"""
            INSERT INTO dan_van_{table}_evidence_rel ({table}_id, attachment_id) SELECT each.id, file.id FROM ir_attachment file
              JOIN ({duty}) AS each ON file.res_model = 'dan_van.assignment' AND each.duty = file.res_id ON CONFLICT DO NOTHING""")
        env.cr.execute(f"ANALYZE dan_van_{table}_evidence_rel")
    env.cr.execute("ANALYZE ir_attachment")


# Looking

def look(env):
    """Write what a member of a unit and the leader of an agency open: rows ``(what, seconds, queries)`` as one line of JSON."""
    company = env['res.company'].search([('name', '=', "Cơ quan")])
    context = {**env.context, 'allowed_company_ids': company.ids, 'lang': 'vi_VN'}
    staff, head = (env(user=env['res.users'].search([('login', '=', login)]).id, context=context, su=False) for login in ('u0.2.1', 'u0.0.0'))
    acts = [*looking.lists(staff, head, DOCUMENTS - 1), *looking.groups(staff), *_of_agency(head)]
    json.dump({'rows': [(name, *looking.measured(env, act)) for name, act in acts]}, sys.stdout)


def _of_agency(head):
    """Yield ``(name, function)``: what a leader opens of his whole agency."""
    tracked = [('scope', '=', 'unit'), ('plan_state', 'in', ('issued', 'closed'))]
    yield "all duties of the agency", looking.listing(head, 'dan_van.assignment', 'dan_van.assignment_view_list', tracked)
    yield "its overdue duties", looking.listing(
        head, 'dan_van.assignment', 'dan_van.assignment_view_list', [*tracked, ('health', '=', 'overdue')])
    yield "all times that its duties are due", looking.listing(head, 'dan_van.occurrence', 'dan_van.occurrence_view_list', [])
    yield "its events", looking.listing(head, 'dan_van.event', 'dan_van.event_view_list', [])
    yield "its plans", looking.listing(head, 'dan_van.plan', 'dan_van.plan_view_list', [])
    yield "its reports", looking.listing(head, 'dan_van.report', 'dan_van.report_view_list', [])
    yield "its duties by unit and health", lambda: head['dan_van.assignment'].web_read_group(
        tracked, ['department_id', 'health'], ['__count', 'progress:avg'])


# Nights

def night(env):
    """Run each scheduled action once; write rows ``(what, seconds, queries, commits, peak memory in kB)`` as one line of JSON."""
    rows = []
    for model, method, what in NIGHT:
        Path('/proc/self/clear_refs').write_text('5', encoding='ascii')  # the peak begins anew
        cost, commits = _run(env, model, method)
        [peak] = re.findall(r'VmHWM:\s+(\d+)', Path('/proc/self/status').read_text(encoding='ascii'))
        rows.append((what, *cost, commits, int(peak)))
    json.dump({'rows': rows}, sys.stdout)


def _run(env, model, method, kill_at=None):
    """Run a scheduled action.

    :param kill_at: number of the commit before which the process kills itself, as when the power goes out
    :return: ``((seconds, queries), number of commits)``
    """
    commits, commit, works = Counter(), Cursor.commit, type(env.company)._is_working_day

    def counted(cursor):
        commits['all'] += 1
        if commits['all'] == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return commit(cursor)

    def run():
        getattr(env[model], method)()
        env.cr.commit()
    # Whatever day it is; what it costs to ask is part of the night.
    with patch.object(Cursor, 'commit', counted), patch.object(
            type(env.company), '_is_working_day', lambda self, date: works(self, date) is not None):
        return looking.once(env, run), commits['all']


def killed(env, commits):
    """Do some of it anew: take back what was done, begin, be killed half-way, and run to the end.

    Writes rows ``(what, commit at which it was killed, lines that it had left before, by then, in the end, whether all is the same)``.

    :param commits: ``{what: number of commits}`` of the night before
    """
    rows = []
    for model, method, what in NIGHT:
        if method not in LEFT:
            continue
        before = _left(env, method)
        for query in LEFT[method][1]:
            env.cr.execute(_with_kinds(env, query))
        env.cr.commit()
        env.invalidate_all()
        half = max(commits[what] // 2, 2)
        _in_child(env, model, method, half)
        by_then = _left(env, method)
        _run(env, model, method)
        after = _left(env, method)
        rows.append((what, half, before[1], by_then[1], after[1], before == after))
    json.dump({'rows': rows}, sys.stdout)


def _in_child(env, model, method, kill_at):
    """Run a scheduled action in a process that is killed."""
    child = os.fork()
    if not child:
        inherited, sql_db._Pool = sql_db._Pool, None  # the connections are the parent's
        with Registry(env.cr.dbname).cursor() as cursor:
            _run(env(cr=cursor), model, method, kill_at)
        os._exit(bool(inherited))
    status = os.waitpid(child, 0)[1]
    if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
        raise RuntimeError(f"{method} was to be killed and was not: {status}")


def _left(env, method):
    """:return: ``(hash of what a scheduled action has left, number of its lines)``"""
    env.cr.commit()  # what others have written since
    env.cr.execute(
        "SELECT md5(string_agg(line, ',' ORDER BY line)), count(*) FROM (SELECT found::text AS line FROM ("
        f"{_with_kinds(env, LEFT[method][0])}) AS found) AS lines")
    return env.cr.fetchone()


def _with_kinds(env, query):
    return query.format(**{name: env.ref(f'dan_van.mail_activity_{name}').id for name in ('turn', 'deadline')})


def state(env):
    """Write how much there is, and what the indexes take, as one line of JSON."""
    counts = {model: env[model].search_count([]) for model in (
        'res.company', 'res.users', 'dan_van.assignment', 'dan_van.occurrence', 'dan_van.event', 'dan_van.report', 'mail.activity', 'mail.mail')}
    env.cr.execute(SIZES)
    json.dump({'counts': counts, 'indexes': env.cr.fetchall()}, sys.stdout)
