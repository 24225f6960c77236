from odoo import SUPERUSER_ID, api
from odoo.tools.sql import table_exists

_COUNTED = 'dan_van_assignment_dan_van_report_figure_rel'


def migrate(cr, version):
    """Take away the duties of all units that a unit has twice, because it leads the same work or is named for the same words.

    Plans that are issued now give it to that unit once. What somebody has worked on or reported stays, and what is printed is
    not touched.
    """
    env = api.Environment(cr, SUPERUSER_ID, {'lang': 'vi_VN'})
    general = env['dan_van.assignment'].search([('scope', '=', 'all'), ('plan_id.is_in_force', '=', True)])
    doubles = general.child_ids.browse()
    for duty in general:
        doubles |= duty.child_ids.filtered(lambda child, units=duty._units_named_beside(): child.department_id in units)
    doubles -= _touched(doubles)
    told = {
        duty.id: env._(
            "Taken off the list of %s, which leads this work or is named for it: it had it twice.",
            ', '.join(children.department_id.mapped('name')))
        for duty, children in doubles.grouped('parent_id').items()}
    general.browse(told)._message_log_batch(told)
    # Past the lock of the plan: none of them is printed, and nobody has begun.
    doubles.with_context(_force_unlink=True).unlink()


def _touched(duties):
    """:return: those of ``duties`` that hold work, or that something names: a report, an event, a request, a file, a comment"""
    touched = duties.filtered(lambda duty: (
        duty.progress or duty.result or duty.done_date or duty.user_ids or duty.evidence_ids or duty.occurrence_ids.figure_ids))
    if table_exists(duties.env.cr, _COUNTED):  # as the version that upgrades has kept it
        duties.env.cr.execute(f"SELECT dan_van_assignment_id FROM {_COUNTED}")
        touched |= duties.browse(id_ for id_, in duties.env.cr.fetchall())
    for model in duties.env.values():
        for name, field in model._fields.items() if not (model._abstract or model._transient) else ():
            if (field.type, field.comodel_name, field.store) == ('many2one', duties._name, True) and not field.related:
                touched |= model.with_context(active_test=False).search([(name, 'in', duties.ids)])[name]
    for model, domain in (('ir.attachment', []), ('mail.message', [('message_type', '=', 'comment')])):
        of_duties = [('res_id', 'in', duties.ids), ('model' if model == 'mail.message' else 'res_model', '=', duties._name)]
        touched |= duties.browse(duties.env[model].search([*of_duties, *domain]).mapped('res_id'))
    return touched & duties
