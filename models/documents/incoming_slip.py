from odoo import api, models
from odoo.exceptions import UserError

from ...pictures.stamping import NoRoom, stamp
from ...rendering.arrival import ArrivalStamp
from ...rendering.slip import Slip
from ..core.foreign_file import SIGNED, read_foreign
from ..core.reading import for_reader, whole
from ..core.res_company import legal_today


class IncomingSlip(models.AbstractModel):
    """An incoming document on paper, for who writes his directive by hand, or files what was directed; and the stamp ĐẾN on a copy of
    its file, which itself stays as it came."""

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

    @api.model
    def _stamped(self, document):
        """
        :return: bytes of the PDF of ``document`` with the stamp on page one
        :raise UserError: it has no PDF, or that has no room for the stamp
        """
        document = for_reader(document)
        if document.shown_file_type != 'application/pdf':
            raise UserError(self.env._("“%s” has no PDF to be stamped. Attach its scan as a PDF first.", document.display_name))
        lead = document.department_id if document.state in ('issued', 'closed') else document.department_ids[:1]
        drawn = ArrivalStamp(document.company_id.name, document.arrival_number, document.arrival_date, lead.name or '').to_pdf()
        try:
            return read_foreign(self.env, stamp, whole(document.shown_file_id).raw, drawn, limits=SIGNED)
        except NoRoom:
            raise UserError(self.env._(
                "Page one of “%s” has no room for the stamp, or its file can't be read. Stamp the printed copy.",
                document.display_name)) from None
