from odoo import api, fields, models
from odoo.fields import Domain

from ...importer.words import canonical


class Organ(models.Model):
    """Directory of the agencies to which this one writes: how each is called, and its code in electronic exchange."""

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

    _code_unique = models.UniqueIndex(
        '(company_id, code) WHERE code IS NOT NULL', "Another agency of the directory has this code already.")
    _name_unique = models.UniqueIndex('(company_id, name)', "The directory has an agency of this name already.")

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
