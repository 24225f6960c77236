from odoo import SUPERUSER_ID, api, fields


def migrate(cr, version):
    """Keep the terms of open petitions with them, where their deadlines were counted by the present terms of their kinds."""
    env = api.Environment(cr, SUPERUSER_ID, {})
    cases = env['dan_van.case'].search([('closed_date', '=', False), ('deadline', '!=', False)])
    for company, own in cases.filtered(lambda case: not case.term).grouped('company_id').items():
        last_day = company._terms()
        for case in own._opened('calendar', 'term'):
            term = case.kind_id._term(case.received_date, case.accepted_date, case.extension_count)
            if term and last_day(*term) == case.deadline:
                case.term = [fields.Date.to_string(term[0]), *term[1:]]
    env.flush_all()
