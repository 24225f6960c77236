from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Let the duties of plans that have replaced another go on with those of the same text and unit, as issuing them does now.

    What was done is not lost, and what has been entered anew is not counted twice. Where a unit has worked on the new duty that
    stays as it is.
    """
    env = api.Environment(cr, SUPERUSER_ID, {'lang': 'vi_VN'})
    for plan in env['dan_van.plan'].search([('replaces_id', '!=', False), ('is_out', '=', True)], order='id'):
        opened = plan.assignment_ids._opened('issue')
        plan.with_env(opened.env)._propose_continued()
        pairs = {old: new for old, new in plan._continued().items() if not old.continued_by_ids - new}
        handed = {old: new for old, new in pairs.items() if _has_work(old) and not _has_work(new)}
        plan.assignment_ids._take_over(handed)
        for old, new in pairs.items():
            new._opened('issue').continues_id = old


def _has_work(duty):
    return bool(duty.progress or duty.result or duty.done_date or duty.user_ids or duty.evidence_ids)
