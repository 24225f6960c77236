from odoo import api, models
from odoo.fields import Domain

from ...rendering.document import Signature
from ...rendering.wording import authority_lines
from ..core.res_company import legal_today

# Rights of those who are of no leadership: heads of units.
_OF_UNITS = ('order', 'authorization')


class DocumentSigner(models.AbstractModel):
    """Who signs an official document or a copy, and in what right (Nghị định 30/2020/NĐ-CP, Điều 13).

    The head signs with the bare title or, acting, with Q.; a deputy KT.; for a collective either of them TM. The head
    of the drafting unit or of the office signs TL. where the unit may, or TUQ. under a written authorisation in force.
    The model that inherits has ``company_id``, ``department_id``, ``signer_id``, ``authority`` and ``signer_title``.
    """

    _name = 'dan_van.document.signer'
    _description = 'Signer of a document'

    @api.model
    def _default_signer(self):
        return self.env['hr.department']._agency_heads(self.env.company).get(self.env.company)

    @api.model
    def _signer_domain(self):
        """:return: domain of the users who belong to the leadership"""
        return [('all_group_ids', 'in', self.env.ref('dan_van.group_leadership').id)]

    @api.model
    def _signers_domain(self):
        """:return: domain of the users who may sign documents: the leadership, and heads of units that sign for it"""
        signing = Domain('dan_van_signs_by_order', '=', True) | Domain('dan_van_authorization', '!=', False)
        headed = Domain.OR(Domain(name, 'any', signing) for name in ('dan_van_headed_ids', 'dan_van_deputy_ids'))
        return list(Domain(self._signer_domain()) | headed)

    @api.depends('signer_id', 'company_id', 'department_id')
    def _compute_signer(self):
        """Propose the right and the title of the signer."""
        Profile, today = self.env['dan_van.agency.profile'], legal_today(self)
        profiles = {company: Profile._find(company, today) for company in self.company_id}
        heads = self.env['hr.department']._agency_heads(self.company_id)
        for document in self:
            signer, profile = document.signer_id, profiles.get(document.company_id)
            unit = document._signing_unit()
            if not signer or signer == heads.get(document.company_id):
                document.authority, document.signer_title = 'none', profile and profile.head_title
            elif not unit or is_leader(signer):
                document.authority, document.signer_title = 'deputy', profile and profile.deputy_title
            else:
                document.authority = 'order' if unit.dan_van_signs_by_order or not unit._is_authorized() else 'authorization'
                document.signer_title = unit._signing_title(signer)

    def _signing_unit(self):
        """:return: hr.department, the drafting unit or the office where the signer heads it or acts for its head, or none"""
        units = (unit for unit in (self.department_id, self.company_id._dan_van_office()) if unit)
        return next((unit for unit in units if self.signer_id and self.signer_id in (
            unit.head_user_id, unit._acting_head())), self.env['hr.department'])

    def _signer_problem(self):
        """:return: a sentence that says why the signer can't sign in the right that the document names, or nothing"""
        # sudo: the signer may work in agencies that the submitter can't see.
        signer = self.signer_id.sudo()
        if self.authority in _OF_UNITS and signer and self.company_id in signer.company_ids:
            return self._unit_signer_problem()
        if not signer or self.company_id not in signer.company_ids or not is_leader(signer):
            return self.env._("Choose a signer who belongs to the leadership of the agency.")
        head = self.env['hr.department']._agency_heads(self.company_id).get(self.company_id)
        if self.authority in ('none', 'acting') and head and signer != head:
            return self.env._("“%s” is not the head of the agency: choose KT. as the authority.", signer.name)
        if self.authority == 'deputy' and signer == head:
            return self.env._("“%s” is the head of the agency and signs KT. for nobody: choose another authority.", signer.name)
        return ''

    def _unit_signer_problem(self):
        unit = self._signing_unit()
        if not unit:
            return self.env._(
                "TL. and TUQ. are for the head of the drafting unit or of the office: choose one of them, or another authority.")
        if self.authority == 'order' and not unit.dan_van_signs_by_order:
            return self.env._(
                "“%s” may not sign by order (TL.). Where the agency's working rules let its head sign, the administrator "
                "enters this at the unit.", unit.name)
        if self.authority == 'authorization' and self.signer_id != unit.head_user_id:
            return self.env._(
                "An authorisation (TUQ.) can't be handed on: only the head of “%s” signs with it.", unit.name)
        if self.authority == 'authorization' and not unit._is_authorized():
            return self.env._(
                "The head of “%s” has no authorisation to sign (TUQ.) that is in force. The administrator enters its number "
                "and last day at the unit.", unit.name)
        return ''

    def _signature(self, profile):
        """:return: :class:`rendering.document.Signature`"""
        kind = None if self.authority == 'none' else self.authority
        principal = profile.head_title
        if kind == 'collective':
            principal = profile.collective or ' '.join(profile.issuer.split())
        lines = authority_lines(self.signer_title or profile.head_title, kind, principal)
        return Signature(lines, self.signer_id.name or '')


def is_leader(user):
    """:return: whether ``user`` belongs to the leadership"""
    # sudo: asked of the signer, whoever looks at the document.
    return user.sudo().has_group('dan_van.group_leadership')
