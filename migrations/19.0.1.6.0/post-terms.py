import datetime

from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Let the deadlines of open petitions be those of the terms as they are counted now, and say so on each, once.

    Terms that end on a day off end with the next working day (Bộ luật Dân sự 2015, Điều 148), and the seven days for a
    denunciation are working days (Luật Tố cáo 2018, Điều 24). What is settled stays, and so does a deadline that was not counted
    by the present terms of its kind: those of an earlier law hold for it.
    """
    env = api.Environment(cr, SUPERUSER_ID, {'lang': 'vi_VN'})
    denunciation = env.ref('dan_van.case_kind_to_cao', raise_if_not_found=False)
    if denunciation and (denunciation.acceptance_days, denunciation.acceptance_unit) == (7, 'calendar'):
        denunciation.acceptance_unit = 'working'
    cases = env['dan_van.case'].with_context(active_test=False).search([('closed_date', '=', False), ('deadline', '!=', False)])
    cases = cases.filtered(lambda case: case.deadline == case.kind_id._deadline(
        case.received_date, case.accepted_date, case.extension_count, _in_days_of_the_calendar))
    before = {case: case.deadline for case in cases}
    env.add_to_compute(cases._fields['deadline'], cases)
    moved = cases.filtered(lambda case: case.deadline != before[case])
    moved._message_log_batch({
        case.id: env._(
            "Deadline counted anew by the terms in working days: %(before)s → %(after)s.",
            before=f'{before[case]:%d/%m/%Y}', after=f'{case.deadline:%d/%m/%Y}') for case in moved})
    moved._keep_turns()
    env.flush_all()


def _in_days_of_the_calendar(start, days, _unit):
    return start + datetime.timedelta(days)
