from odoo import fields, models

from odoo.addons.dan_van.models.core.transitions import Transition
from odoo.addons.dan_van.rendering.plain import blocks


class Minutes(models.Model):
    """A kind of official document of its own: minutes of a meeting (biên bản)."""

    _name = 'dan_van_extension_test.minutes'
    _description = 'Minutes'
    _inherit = ['dan_van.signing.mixin']
    _report = 'dan_van_extension_test.minutes_report'

    document_type = fields.Selection(default='BB')
    attendees = fields.Text()
    conclusion = fields.Text()
    replaces_id = fields.Many2one('dan_van_extension_test.minutes', copy=False, ondelete='restrict', given_by=('replace',))
    replaced_by_ids = fields.One2many('dan_van_extension_test.minutes', 'replaces_id')

    def _transitions(self):
        return super()._transitions().without('withdraw').replaced('recall', label="Declare void")

    def _document_text(self):
        return {'blocks': blocks(self.conclusion)}


class Letter(models.Model):
    _inherit = 'dan_van.letter'

    state = fields.Selection(selection_add=[('checked', "Checked"), ('signed',)], ondelete={'checked': 'set submitted'})
    room = fields.Char()

    def _transitions(self):
        check = Transition('check', "Check", ['submitted'], 'checked', seen=True)
        return super()._transitions().after('submit', check).replaced('sign', sources=['checked']).replaced(
            'take_over', sources=['checked'], target='checked').replaced('return', sources=['submitted', 'checked', 'signed'])

    def _may_check(self):
        return self.department_id._offices(self.company_id)[self.company_id]._is_head()

    def _turn(self):
        if self._awaits('check'):
            return self.department_id._offices(self.company_id)[self.company_id]._acting_head(), "Check it"
        return super()._turn()

    def action_check(self):
        """Find the letter right, so that its signer gets it."""
        self._transition('check')


class Assignment(models.Model):
    _inherit = 'dan_van.assignment'

    budget = fields.Integer(open_in=('issued',))
