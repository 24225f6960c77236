"""What lists, groups, the dashboard and the inbox take, opened as the web client opens them."""
import time

from lxml import etree

TURNS = 5


def lists(staff, head, number):
    """Yield ``(name, function)``: what a member of a unit and a leader open.

    :param staff: environment of a member of a unit
    :param head: environment of a leader
    :param number: of the document that is searched for in the registers
    """
    mine = [('department_id.member_user_ids', 'in', staff.uid)]
    tracked = [('scope', '=', 'unit'), ('plan_state', 'in', ('issued', 'closed'))]
    yield "list of the unit's duties", listing(staff, 'dan_van.assignment', 'dan_van.assignment_view_list', [*tracked, *mine])
    yield "the unit's overdue duties", listing(
        staff, 'dan_van.assignment', 'dan_van.assignment_view_list', [*tracked, *mine, ('health', '=', 'overdue')])
    for name, domain in (("all times that the unit's duties are due", mine), ("those that are open", [('done_date', '=', False), *mine]),
                         ("those that are overdue", [('state', '=', 'overdue'), *mine])):
        yield name, listing(staff, 'dan_van.occurrence', 'dan_van.occurrence_view_list', domain)
    yield "list of the unit's events", listing(staff, 'dan_van.event', 'dan_van.event_view_list', mine)
    for book, model, view in (("outgoing register", 'dan_van.register.entry', 'dan_van.register_entry_view_list'),
                              ("incoming register", 'dan_van.incoming', 'dan_van.incoming_view_list')):
        yield book, listing(staff, model, view, [])
        yield f"search in the {book}", listing(staff, model, view, [('subject', 'ilike', f"triển khai số {number}")])
    yield "dashboard of a leader", head['dan_van.dashboard'].get_data
    yield "dashboard of a unit", staff['dan_van.dashboard'].get_data
    yield "inbox of a leader", head['dan_van.inbox'].get_data
    yield "inbox of a unit's member", staff['dan_van.inbox'].get_data


def groups(staff):
    """Yield ``(name, function)``: how a member of a unit groups what he reads."""
    mine = [('department_id.member_user_ids', 'in', staff.uid)]
    tracked = [('scope', '=', 'unit'), ('plan_state', 'in', ('issued', 'closed'))]
    yield "the unit's duties by health", lambda: staff['dan_van.assignment'].web_read_group(
        [*tracked, *mine], ['health'], ['__count'])
    yield "the unit's events by type", lambda: staff['dan_van.event'].web_read_group(
        mine, ['type_id'], ['__count', 'participant_count:sum'])


def listing(env, model, view, domain):
    """:return: function that reads the first page of a list, as the web client does"""
    arch = etree.fromstring(env[model].get_view(env.ref(view).id, 'list')['arch'])
    specification = {}
    for node in arch.xpath('/list/field[not(@column_invisible)]'):
        field = env[model]._fields[node.get('name')]
        specification[field.name] = {'fields': {'display_name': {}}} if field.relational else {}
    return lambda: env[model].web_search_read(domain, specification, limit=80, count_limit=10_001)


def measured(env, act):
    """:return: ``(seconds, queries)``, the best of some turns from a cold record cache"""
    costs = []
    for _turn in range(TURNS):
        env.invalidate_all()
        queries, start = env.cr.sql_log_count, time.perf_counter()
        act()
        costs.append((time.perf_counter() - start, env.cr.sql_log_count - queries))
    return min(costs)


def once(env, act):
    """:return: ``(seconds, queries)`` of one turn from a cold record cache"""
    env.invalidate_all()
    queries, start = env.cr.sql_log_count, time.perf_counter()
    act()
    return time.perf_counter() - start, env.cr.sql_log_count - queries
