from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_list

from ...rendering.wording import head_of


class Council(models.Model):
    """A council, steering committee or team that the agency serves, and that issues documents of its own.

    Nghị định 30/2020/NĐ-CP, Điều 15 and Phụ lục I: its documents have its name, its symbol and a series of numbers of their own, and
    are signed by its chair or a vice-chair. What is printed stays as it was with the first number: a council that is set up anew is
    another one.
    """

    _name = 'dan_van.council'
    _description = 'Council or steering committee'
    _inherit = ['dan_van.lock', 'dan_van.kept', 'dan_van.readable.links']
    _order = 'name, id'
    _rec_names_search = ['name', 'symbol']
    _check_company_auto = True

    _deleted_in = True
    _placed_by = ('company_id',)

    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, index=True, default=lambda self: self.env.company, open_in=('unprinted',))
    name = fields.Char(
        required=True, open_in=('unprinted',), help="As a sentence names it, e.g. Ban Chỉ đạo công tác dân vận.")
    issuer = fields.Text(
        'Name as printed', open_in=('unprinted',), help="At the head of its documents; one line of print per line. Empty: its name.")
    parent = fields.Char(
        'Printed above its name', open_in=('unprinted',), help="Who has set it up, e.g. UBND TỈNH BÌNH PHƯỚC. Empty: the agency.")
    symbol = fields.Char(required=True, open_in=('unprinted',), help="Its part of the symbol, e.g. BCĐ in 05/TB-BCĐ.")
    collective = fields.Char(
        'Printed after TM.', open_in=('unprinted',), help="E.g. BAN CHỈ ĐẠO. Empty: its whole name.")
    chair_title = fields.Char('Title of the chair', required=True, default="TRƯỞNG BAN", open_in=('unprinted',))
    vice_title = fields.Char('Title of a vice-chair', required=True, default="PHÓ TRƯỞNG BAN", open_in=('unprinted',))
    uses_seal = fields.Boolean(
        'Uses the seal of the agency', default=True, open_in=('unprinted',),
        help="Then the signer's title in the agency stands above his name, since the seal is the agency's.")
    chair_id = fields.Many2one(
        'res.users', index='btree_not_null', ondelete='restrict', domain=lambda self: self._leaders_domain())
    vice_ids = fields.Many2many(
        'res.users', 'dan_van_council_vice_rel', 'council_id', 'user_id', 'Vice-chairs', ondelete='restrict',
        domain=lambda self: self._leaders_domain())
    active = fields.Boolean(default=True)

    _symbol_unique = models.UniqueIndex(
        '(company_id, symbol) WHERE active', "Another council of the agency has this symbol: their numbers would be mistaken.")

    @api.model
    def _leaders_domain(self):
        return [('all_group_ids', 'in', self.env.ref('dan_van.group_leadership').id)]

    @api.constrains('symbol', 'company_id')
    def _check_symbol(self):
        for council in self:
            if council.symbol in council.company_id.sudo().dan_van_profile_ids.mapped('symbol'):  # sudo: printed on each document
                raise ValidationError(self.env._(
                    "“%s” is the symbol of the agency itself: numbers of the council would be mistaken for its own.", council.symbol))
            if set(council.symbol) & set(' /'):
                raise ValidationError(self.env._(
                    "The symbol “%s” may hold no space and no “/”: they separate the number from it.", council.symbol))

    def write(self, vals):
        if 'company_id' in vals:
            self._check_stays(vals['company_id'])
        return super().write(vals)

    def _check_stays(self, company_id):
        """:raise UserError: one of these would become another agency's, and others name it"""
        kinds, named = self.filtered(lambda council: council.company_id.id != company_id)._named_by()
        if kinds:
            raise UserError(self.env._(
                "“%(council)s” stays with its agency, because others name it: %(kinds)s. Enter a new one for the other agency.",
                council=named.display_name, kinds=format_list(self.env, kinds)))

    def _lock_states(self):
        # sudo: who keeps the councils learns only that there is a number.
        numbered = self.env['dan_van.register'].sudo()._read_group([('council_id', 'in', self.ids)], ['council_id'])
        return {council: 'printed' if (council,) in numbered else 'unprinted' for council in self}

    def _why_locked(self, owner, names):
        return self.env._(
            "“%s” has a register of its own already, so what its documents print stays. Enter a new one, and archive this one.", owner.name)

    def _signers(self):
        """:return: res.users who sign its documents"""
        return self.chair_id | self.vice_ids

    def _issuer(self):
        return tuple((self.issuer or self.name).splitlines())

    def _head(self, profile):
        """
        :param profile: dan_van.agency.profile of the day
        :return: dict of what stands at the head of its documents, see :class:`rendering.document.Document`
        """
        return {'parent': self.parent or ' '.join(profile.issuer.split()), 'issuer': self._issuer(), 'issuer_name': self.name}

    def _post(self, signer, profile):
        """:return: str, the title of ``signer`` in the agency, whose seal the council uses; empty where it uses none of it"""
        if not self.uses_seal:
            return ''
        head = self.env['hr.department']._agency_heads(self.company_id).get(self.company_id)
        title = profile.head_title if signer == head else profile.deputy_title
        return head_of(title, ' '.join(profile.issuer.split())).upper()
