from odoo import SUPERUSER_ID, api


def migrate(cr, version):
    """Let what was undone leave nothing behind: a duty that was handed over and taken back can be handed over again, and go on in a
    plan that replaces its own; what the other unit had before it was handed anything is its own again."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    Change = env['dan_van.assignment.change']
    made = Change.search([('state', '=', 'undone'), ('kind', '=', 'take_on')]).new_assignment_id  # what is cancelled rightly
    for change in Change.search([('state', '=', 'undone'), ('kind', '=', 'hand_over')], order='id'):
        new, old = change.new_assignment_id, change.assignment_id
        if new.ended != 'cancelled' or 'decided' in new.change_ids.mapped('state'):
            continue
        if new.continues_id == old:
            new._opened('change').continues_id = False
            made |= new
        elif new not in made and new.create_date < change.create_date and all(new.parent_id.child_ids.filtered(
                lambda duty, unit=new.department_id: duty.department_id == unit).mapped('ended')):
            new._opened('change').ended = False
