from odoo import api, fields, models
from odoo.fields import Domain

# On the way to its issue, or to its receipt where it is the report of a unit.
UNDER_WAY = ('draft', 'submitted', 'approved', 'received', 'signed')
IN_FORCE = ('issued', 'closed')
GONE = ('recalled', 'replaced')
OUT = IN_FORCE + GONE
FROZEN = UNDER_WAY[1:] + OUT
# Taken for true by what comes later: its figures, its lines.
REPORTED = (*UNDER_WAY[1:], *IN_FORCE)
# Field -> states in which it is true.
_STANDING = {'is_frozen': FROZEN, 'is_out': OUT, 'is_in_force': IN_FORCE, 'is_gone': GONE}


def _standing(name, label):
    return fields.Boolean(
        label, compute='_compute_standing', search=lambda model, *condition: model._search_standing(name, *condition))


class DocumentMixin(models.AbstractModel):
    """What the state of a document means, said once: for rules, filters, views and code."""

    _inherit = 'dan_van.document.mixin'

    is_frozen = _standing('is_frozen', "Submitted or later")
    is_out = _standing('is_out', "Issued at some time")
    is_in_force = _standing('is_in_force', "In force")
    is_gone = _standing('is_gone', "Recalled or replaced")

    @api.depends('state')
    def _compute_standing(self):
        for document in self:
            for name, states in _STANDING.items():
                document[name] = document.state in states

    @api.model
    def _search_standing(self, name, operator, value):
        return Domain('state', 'in', _STANDING[name]) if operator == 'in' else NotImplemented
