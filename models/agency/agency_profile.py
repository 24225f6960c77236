from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ...rendering.page import LIMITS, PageSettings
from ..core.res_company import legal_today


class AgencyProfile(models.Model):
    """What a document says of the agency that issues it, valid from a date on.

    Agencies are renamed and merged; a document keeps the identity of its day.
    """

    _name = 'dan_van.agency.profile'
    _description = 'Agency profile'
    _inherit = ['dan_van.lock', 'dan_van.kept', 'dan_van.readable.links']
    _order = 'date_from desc, id desc'
    _rec_name = 'issuer'
    _check_company_auto = True

    _deleted_in = True
    _placed_by = ('company_id',)

    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, index=True, default=lambda self: self.env.company, open_in=('unprinted',))
    date_from = fields.Date('Valid from', required=True, default=legal_today, open_in=('unprinted',))
    parent = fields.Char('Parent agency', help="As printed top left, e.g. UBND TỈNH BÌNH PHƯỚC.")
    superior_id = fields.Many2one(
        'dan_van.organ', 'Superior agency', ondelete='restrict', index='btree_not_null', check_company=True,
        help="The agency of the directory that gives this one duties and to which it reports. Where that changes, enter a new profile.")
    issuer = fields.Text(
        'Issuing agency', required=True, help="As printed under the parent agency; one line of print per line.")
    symbol = fields.Char(required=True, help="The agency's part of the symbol, e.g. BDT in 05/KH-BDT.")
    place = fields.Char(required=True, help="Place before the date of issue, e.g. Bình Phước.")
    organ_code = fields.Char(
        'Code in electronic exchange', help="Mã định danh of the agency, e.g. 000.00.12.H10; needed to send documents as edXML.")
    packs_files = fields.Boolean(
        'Pack files of messages', help="Where the exchange wants each file of an edXML message in a zip archive of its own.")
    footer = fields.Text(
        'Foot of page one', help="Address, telephone, e-mail, website as printed at the foot of letters, invitations and slips. Empty: nothing.")
    head_title = fields.Char('Title of the head', required=True, default="TRƯỞNG BAN")
    deputy_title = fields.Char('Title of a deputy', required=True, default="PHÓ TRƯỞNG BAN")
    collective = fields.Char(
        help="As printed after TM. where one signs for the collective, e.g. ỦY BAN NHÂN DÂN. Empty: the agency.")
    acceptance = fields.Selection(
        [('none', "Nobody: the unit's word counts"), ('head', "Head of the unit"), ('office', "Office")],
        'Completions are accepted by', required=True, default='none',
        help="Who accepts that a duty is done. What was claimed before a change of this waits for whom it waited for.")
    # Page
    margin_top = fields.Float('Top margin (mm)', required=True, default=20)
    margin_bottom = fields.Float('Bottom margin (mm)', required=True, default=20)
    margin_left = fields.Float('Left margin (mm)', required=True, default=30)
    margin_right = fields.Float('Right margin (mm)', required=True, default=15)
    header_size = fields.Float('Header size (pt)', required=True, default=13)
    body_size = fields.Float('Body size (pt)', required=True, default=14)
    indent = fields.Float('First line indent (cm)', required=True, default=1)
    paragraph_spacing = fields.Float('Space between paragraphs (pt)', required=True, default=6)
    line_spacing = fields.Float('Line spacing (lines)', required=True, default=1)

    _company_date_unique = models.UniqueIndex(
        '(company_id, date_from)', "This agency already has a profile that is valid from this date on. Change that one.")

    @api.constrains(*LIMITS)
    def _check_page(self):
        for profile in self:
            for name, limit in profile._page_settings().violations().items():
                raise ValidationError(self.env._(
                    "“%(setting)s” must lie between %(low)s and %(high)s (%(rule)s).",
                    setting=self._fields[name]._description_string(self.env),
                    low=limit.low, high=limit.high or '∞', rule=limit.source))

    @api.constrains('superior_id', 'date_from', 'company_id')
    def _check_superior(self):
        """Of the agencies of this database none is above itself, on no day from these profiles on."""
        if not self.superior_id.sudo().agency_id:  # sudo: whether one is linked
            return
        # sudo: who is above whom stands on the documents of each.
        profiles = self.sudo().search([], order='date_from')  # pylint: disable=no-search-all; one or two an agency
        first = min(self.mapped('date_from'))
        for day in sorted({first, *(profile.date_from for profile in profiles if profile.date_from > first)}):
            above = {profile.company_id: profile.superior_id.agency_id for profile in profiles if profile.date_from <= day}
            for company in self.company_id:
                higher, met = above.get(company), {company}
                while higher and higher not in met:
                    met.add(higher)
                    higher = above.get(higher)
                if higher == company:
                    raise ValidationError(self.env._(
                        "“%(agency)s” would be above itself on %(date)s: its superior is below it. Correct the superior in one of the profiles.",
                        agency=company.name, date=format_date(self.env, day)))

    @api.constrains('symbol', 'company_id')
    def _check_symbol(self):
        # sudo: whose symbol it is too is printed on each of its documents.
        councils = self.env['dan_van.council'].sudo().with_context(active_test=False)
        for profile in self:
            if council := councils.search([('company_id', '=', profile.company_id.id), ('symbol', '=', profile.symbol)], limit=1):
                raise ValidationError(self.env._(
                    "“%(symbol)s” is the symbol of “%(council)s”: numbers of the agency would be mistaken for its own.",
                    symbol=profile.symbol, council=council.name))
            if set(profile.symbol) & set(' /'):
                raise ValidationError(self.env._(
                    "The symbol “%s” may hold no space and no “/”: they separate the number from it.", profile.symbol))

    def _lock_states(self):
        # sudo: who keeps the profiles learns only that there is a document.
        printed = self.env['dan_van.register.entry'].sudo()._read_group([('profile_id', 'in', self.ids)], ['profile_id'])
        return {profile: 'printed' if (profile,) in printed else 'unprinted' for profile in self}

    def _why_locked(self, owner, names):
        # sudo: who keeps the profiles is told number and date of one document that names this one.
        entry = self.env['dan_van.register.entry'].sudo().search([('profile_id', '=', owner.id)], limit=1)
        return self.env._(
            "%(code)s was issued under the profile of %(date)s, so its agency and its first day stay. Enter a new profile "
            "that is valid from another day on.", code=entry.code, date=format_date(self.env, owner.date_from))

    @api.model
    def _instead(self):
        return self.env._("Where the agency has another name, enter a new profile that is valid from that day on.")

    def _page_settings(self):
        """:return: :class:`rendering.page.PageSettings` of this profile"""
        return PageSettings(**{name: self[name] for name in LIMITS})

    @api.model
    def _find(self, company, date):
        """:return: the profile of ``company`` valid on ``date``, empty where there is none"""
        # sudo: the list is cached for everybody, so it must be whole; the profile itself is read as who asks for it.
        profiles = company.sudo().dan_van_profile_ids.filtered(lambda profile: profile.date_from <= date)
        return profiles.sorted('date_from')[-1:].sudo(self.env.su)

    def _sheet_head(self):
        """:return: dict of what stands above a sheet of this agency, and how its page is set"""
        return {'issuer': tuple(self.issuer.splitlines()), 'parent': self.parent or '', 'page': self._page_settings()}

    @api.model
    def _judges(self, companies):
        """:return: ``{company: who accepts today that a duty is done}``, ``'head'`` of the unit, ``'office'`` or ``False``"""
        # sudo: who accepts is said to all who work there.
        found = {company: self._find(company, legal_today(self)).sudo().acceptance for company in companies}
        return {company: judge != 'none' and judge for company, judge in found.items()}

    @api.model
    def _valid_on(self, company, date):
        """Return the profile of ``company`` that is valid on ``date``.

        :raise UserError: the agency has none
        """
        profile = self._find(company, date)
        if not profile:
            raise UserError(self.env._(
                "“%(agency)s” has no agency profile valid on %(date)s. The administrator enters it under "
                "Configuration → Agency profile.", agency=company.name, date=format_date(self.env, date)))
        return profile
