from odoo import api, fields, models

from ...rendering.document import Signature
from ...rendering.wording import authority_lines
from .document_signer import is_leader


class CouncilSigner(models.AbstractModel):
    """Who signs for a council or steering committee: its chair TM., a vice-chair KT. or TM. (Nghị định 30/2020/NĐ-CP, Điều 13)."""

    _name = 'dan_van.council.signer'
    _description = 'Signer of a document of a council'
    _inherit = ['dan_van.document.signer']

    council_id = fields.Many2one(
        'dan_van.council', 'Issued by', index='btree_not_null', check_company=True, ondelete='restrict',
        help="A council or steering committee that the agency serves; its documents have its name, symbol and numbers. Empty: the agency.")

    @api.onchange('council_id')
    def _onchange_council_id(self):
        """Its chair signs, who then proposes right and title; without it the head of the agency again."""
        signers = self.council_id._signers()
        if self.council_id and self.signer_id not in signers:
            self.signer_id = self.council_id.chair_id
        elif not self.council_id and self._origin.council_id:
            self.signer_id = self._default_signer()

    @api.depends('council_id')
    def _compute_signer(self):
        for document in (of_council := self.filtered('council_id')):
            council, is_chair = document.council_id, document.signer_id == document.council_id.chair_id
            document.authority = 'collective' if is_chair else 'deputy'
            document.signer_title = council.chair_title if is_chair else council.vice_title
        return super(CouncilSigner, self - of_council)._compute_signer()

    def _signer_problem(self):
        council = self.council_id
        if not council:
            return super()._signer_problem()
        # sudo: the signer may work in agencies that the submitter can't see.
        signer = self.signer_id.sudo()
        if not signer or self.company_id not in signer.company_ids or not is_leader(signer):
            return self.env._("Choose a signer who belongs to the leadership of the agency.")
        if self.signer_id not in council._signers():
            return self.env._(
                "“%(signer)s” is neither chair nor vice-chair of “%(council)s”: choose one of them. The administrator enters them under "
                "Configuration → Councils.", signer=signer.name, council=council.name)
        if self.authority not in ('none', 'collective', 'deputy') or (self.authority == 'none') > (self.signer_id == council.chair_id):
            return self.env._("For “%s” its chair signs TM. or as such, a vice-chair KT. or TM.: choose another authority.", council.name)
        if self.authority == 'deputy' and self.signer_id == council.chair_id:
            return self.env._("“%s” is the chair and signs KT. for nobody: choose another authority.", signer.name)
        return ''

    def _signature(self, profile):
        council = self.council_id
        if not council:
            return super()._signature(profile)
        kind = None if self.authority == 'none' else self.authority
        principal = council.collective or council.name if kind == 'collective' else council.chair_title
        return Signature(
            authority_lines(self.signer_title or council.chair_title, kind, principal), self.signer_id.name or '',
            council._post(self.signer_id, profile))
