import datetime
from datetime import timedelta

from ..models.petitions.case import OPEN
from .keys import unlocked

ENDS = (*OPEN, 'resolved', 'transferred', 'returned', 'withdrawn', 'void')


def generate(env, chance, count, units, first, days):
    """Make ``count`` petitions of the ``days`` from ``first`` on, each with a chance of every end in this time.

    :return: list of dicts, what happened
    """
    kinds = [env.ref(f'dan_van.case_kind_{name}') for name in ('khieu_nai', 'to_cao', 'kien_nghi', 'phan_anh')]
    cases = env['dan_van.case'].create([{
        'kind_id': chance.choice(kinds).id, 'department_id': chance.choice(units).id, 'company_id': units[:1].company_id.id,
        'received_date': first + timedelta(chance.randrange(days)), 'is_competent': chance.random() < 0.7,
    } for _index in range(count)])
    told = []
    for case in unlocked(cases):
        state = chance.choice(ENDS)
        left = (first + timedelta(days) - case.received_date).days
        closed = state not in OPEN and case.received_date + timedelta(chance.randrange(left))
        case.write({'state': state, 'closed_date': closed})
        if state != 'void':
            told.append({
                'unit': case.department_id.id, 'group': case.kind_id.group, 'competent': case.is_competent,
                'received': case.received_date, 'end': state, 'closed': closed or datetime.date.max})
    return told


def balances(told, unit, first, last):
    """Count what :func:`generate` has told, without Odoo.

    :param unit: id of the unit
    :return: dict by the keys of ``CASE_COUNTS``
    """
    own = [each for each in told if each['unit'] == unit]
    received = [each for each in own if first <= each['received'] <= last]
    closed = [each for each in own if first <= each['closed'] <= last]
    return {
        'opening': sum(each['received'] < first <= each['closed'] for each in own), 'received': len(received),
        **{group: sum(each['group'] == group for each in received) for group in ('complaint', 'denunciation', 'petition')},
        'competent': sum(each['competent'] for each in received),
        'not_competent': sum(not each['competent'] for each in received),
        'resolved': sum(each['end'] != 'transferred' for each in closed),
        'transferred': sum(each['end'] == 'transferred' for each in closed),
        'closing': sum(each['received'] <= last < each['closed'] for each in own)}
