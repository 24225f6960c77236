from odoo import api, fields, models
from odoo.fields import Domain

DRAFT = ('draft',)
IN_FORCE = ('issued', 'closed')
GONE = ('recalled', 'replaced')
OUT = IN_FORCE + GONE
# Field -> operator and states. Frozen is whatever is no draft: a step of another addon may lead to a state of its own.
_STANDING = {'is_frozen': ('not in', DRAFT), 'is_out': ('in', OUT), 'is_in_force': ('in', IN_FORCE), 'is_gone': ('in', GONE)}


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
            for name, (operator, states) in _STANDING.items():
                document[name] = (document.state in states) == (operator == 'in')

    @api.model
    def _search_standing(self, name, operator, value):
        return Domain('state', *_STANDING[name]) if operator == 'in' else NotImplemented
