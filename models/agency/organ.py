from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ...importer.words import canonical
from ..core.res_company import legal_today

KINDS = [
    ('department', "Department of the province"), ('commune', "Rural commune"), ('ward', "Ward"), ('zone', "Special zone"),
    ('service', "Public service unit"), ('party', "Party or mass organisation"), ('other', "Another kind")]


class OrganGroup(models.Model):
    """Agencies of the directory that are written to, or given duties, together."""

    _name = 'dan_van.organ.group'
    _description = 'Group of agencies'
    _inherit = ['dan_van.read.only', 'dan_van.readable.links']
    _order = 'sequence, name, id'

    name = fields.Char(required=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, readonly=True, index=True, default=lambda self: self.env.company)

    _name_unique = models.UniqueIndex('(company_id, name)', "There is a group of this name already.")


class Organ(models.Model):
    """Directory of the agencies to which this one writes: how each is called, its code in electronic exchange, and whether it is below us.

    An agency that works in this very database is linked: by that it is known, nothing of it is read.
    """

    _name = 'dan_van.organ'
    _description = 'Agency of the directory'
    _inherit = ['dan_van.read.only', 'dan_van.readable.links']
    _order = 'sequence, name, id'
    _rec_names_search = ['name', 'short_name', 'code']
    _check_company_auto = True

    name = fields.Char(required=True, help="As it is printed behind “Kính gửi” and under “Nơi nhận”.")
    short_name = fields.Char(help="As it is written for short, e.g. BDT. Documents that name it so are meant for it too.")
    code = fields.Char('Code in electronic exchange', index='btree_not_null', help="Mã định danh in electronic exchange, e.g. 000.00.12.H10.")
    email = fields.Char('E-mail')
    phone = fields.Char()
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, readonly=True, index=True, default=lambda self: self.env.company)
    kind = fields.Selection(KINDS, 'Kind of agency')
    group_ids = fields.Many2many(
        'dan_van.organ.group', string='Groups', ondelete='restrict', check_company=True,
        help="E.g. all communes: what goes to a group goes to each of its agencies.")
    below_from = fields.Date('Below us from', help="From this day on the agency is below us: we give it duties, it reports to us.")
    below_to = fields.Date('Below us until', help="The last day; empty: until further notice.")
    is_below = fields.Boolean('Below us today', compute='_compute_is_below', search='_search_is_below')
    agency_id = fields.Many2one(
        'res.company', 'Works in this database as', ondelete='restrict', index='btree_not_null',
        help="Where the agency works with this very Odoo: documents go straight to its incoming register. Nothing else of it is read.")

    _code_unique = models.UniqueIndex(
        '(company_id, code) WHERE code IS NOT NULL', "Another agency of the directory has this code already.")
    _name_unique = models.UniqueIndex('(company_id, name)', "The directory has an agency of this name already.")
    _agency_unique = models.UniqueIndex(
        '(company_id, agency_id) WHERE agency_id IS NOT NULL', "Another agency of the directory is linked with this one already.")

    @api.depends('below_from', 'below_to')
    def _compute_is_below(self):
        today = legal_today(self)
        for organ in self:
            organ.is_below = bool(organ.below_from) and organ.below_from <= today and (not organ.below_to or today <= organ.below_to)

    @api.model
    def _search_is_below(self, operator, _value):
        if operator != 'in':
            return NotImplemented
        today = legal_today(self)
        return Domain('below_from', '<=', today) & (Domain('below_to', '=', False) | Domain('below_to', '>=', today))

    @api.constrains('below_from', 'below_to')
    def _check_below(self):
        for organ in self:
            if organ.below_to and not (organ.below_from and organ.below_from <= organ.below_to):
                raise ValidationError(self.env._(
                    "“%s”: enter the first day on which it is below us, then a last day that is not before it.", organ.name))

    @api.constrains('agency_id')
    def _check_agency(self):
        for organ in self:
            if organ.agency_id == organ.company_id:
                raise ValidationError(self.env._("“%s” is the agency itself: its directory holds the others.", organ.name))
        # sudo: who is above whom, for the same check.
        self.env['dan_van.agency.profile'].sudo().search([('superior_id', 'in', self.ids)])._check_superior()

    @api.model_create_multi
    def create(self, vals_list):
        return super().create([self._trimmed(vals) for vals in vals_list])

    def write(self, vals):
        return super().write(self._trimmed(vals))

    @api.model
    def _trimmed(self, vals):
        """:return: ``vals`` with the code as exchange writes it, without blanks; an empty one is none"""
        code = vals.get('code')
        return {**vals, 'code': ''.join(code.split()).upper() or False} if isinstance(code, str) else vals

    @api.model
    def _known(self, company, names):
        """Find the agencies that a document names.

        :param company: res.company, whose directory it is
        :param names: texts as they stand on the document
        :return: ``{name: dan_van.organ}`` of those that the directory has, however they are written
        """
        # sudo: how agencies are called, and their codes, is no secret.
        organs = self.env['dan_van.organ'].sudo().search(Domain('company_id', '=', company.id))
        by_name = {canonical(called): organ for organ in reversed(organs) for called in (organ.short_name, organ.name) if called}
        return {name: by_name[canonical(name)] for name in names if canonical(name) in by_name}
