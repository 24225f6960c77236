from odoo import fields, models

from ..core.replaceable import replacements, replaces


class EventType(models.Model):
    """Kind of work that is recorded. Its name stands in reports, so it is Vietnamese for everybody."""

    _name = 'dan_van.event.type'
    _description = 'Type of event'
    _inherit = ['dan_van.replaceable', 'dan_van.themed', 'dan_van.readable.links']
    _order = 'sequence, id'
    _check_company_auto = True

    name = fields.Char(required=True)
    replaces_id = replaces('dan_van.event.type')
    replacement_ids = replacements('dan_van.event.type')
    note = fields.Char(help="What belongs to this type, for those who enter events.")

    _name_unique = models.UniqueIndex(
        '(name, theme_id, COALESCE(company_id, 0))',
        "There is a type of this name in the theme already: use it, or choose another name.")
