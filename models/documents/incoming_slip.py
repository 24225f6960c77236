from odoo import api, models

from ...rendering.slip import Slip
from ..core.reading import for_reader
from ..core.res_company import legal_today


class IncomingSlip(models.AbstractModel):
    """An incoming document on paper, for who writes his directive by hand, or files what was directed."""

    _name = 'dan_van.incoming.slip'
    _description = 'Slip of an incoming document'

    @api.model
    def _of(self, document):
        """:return: :class:`rendering.slip.Slip` of ``document``, without the directive while that is only prepared"""
        document = for_reader(document)
        Profile = self.env['dan_van.agency.profile'].with_env(document.env)
        profile = Profile._find(document.company_id, document.arrival_date) or Profile._valid_on(document.company_id, legal_today(self))
        return Slip(
            **profile._sheet_head(), sender=document.issuer, document=document._number_and_date(),
            subject=document.subject, arrival=(document.arrival_number, document.arrival_date), answer_by=document.due_date or None,
            **self._directive(document))

    @api.model
    def _directive(self, document):
        if document.state not in ('issued', 'closed') or not document.directive_date:
            return {}
        return {
            'directive': document.directive_text or '', 'lead': document.department_id.name or '',
            'others': tuple(document.directive_unit_ids.mapped('name')), 'informed': tuple(document.directive_user_ids.mapped('name')),
            'deadline': document.directive_deadline or None, 'day': document.directive_date,
            'leader': document.directive_leader_id.name or '', 'from_paper': bool(document.directive_entered_id)}
