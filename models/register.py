from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from .document_mixin import DOCUMENT_TYPES
from .res_company import legal_today


class Register(models.Model):
    """Series of numbers of outgoing documents: one a year, common or per type.

    Nghị định 30/2020/NĐ-CP, Điều 15: numbers run from 01 on 1 January; whether in one series or
    one per type is for the head of the agency to decide.
    """

    _name = 'dan_van.register'
    _description = 'Outgoing register'
    _order = 'year desc, document_type, id'
    _check_company_auto = True

    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, default=lambda self: self.env.company)
    year = fields.Integer(required=True, default=lambda self: legal_today(self).year)
    document_type = fields.Selection(
        DOCUMENT_TYPES, 'Type of document', help="Empty: one common series for all types.")
    last_number = fields.Integer('Last number given', readonly=True, copy=False)
    entry_ids = fields.One2many('dan_van.register.entry', 'register_id', 'Entries', readonly=True, copy=False)

    _series_unique = models.UniqueIndex(
        "(company_id, year, COALESCE(document_type, ''))",
        "This agency already has a register for this year and type of document.")
    _year_allowed = models.Constraint('CHECK(year BETWEEN 1945 AND 2200)', "Give the year with four digits.")

    @api.depends('year', 'document_type')
    def _compute_display_name(self):
        types = dict(self._fields['document_type']._description_selection(self.env))
        for register in self:
            kind = types.get(register.document_type) or self.env._("all types")
            register.display_name = self.env._(
                "Outgoing register %(year)s, %(type)s", year=register.year, type=kind)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals['last_number'] = 0
        registers = super().create(vals_list)
        registers._check_no_number_twice()
        return registers

    def _check_no_number_twice(self):
        """A series that begins at 01 in mid-year must not give what the common series has given."""
        for register in self.filtered('document_type'):
            given = self.env['dan_van.register.entry'].search([
                ('company_id', '=', register.company_id.id), ('register_id.year', '=', register.year),
                ('document_type', '=', register.document_type)], limit=1)
            if given:
                raise UserError(self.env._(
                    "%(code)s has been given in the common register of %(year)s already: a series of its own would "
                    "give this number a second time. Open it for next year.", code=given.code, year=register.year))

    def write(self, vals):
        series = {'last_number', 'year', 'company_id', 'document_type'} & vals.keys()
        if series and self.entry_ids:
            raise UserError(self.env._(
                "A register that has given numbers is not changed. Open another one for another year or type."))
        if 'last_number' in vals:
            raise UserError(self.env._("The last number is counted by the register itself."))
        result = super().write(vals)
        if series:
            self._check_no_number_twice()
        if 'company_id' in vals:
            # The rules must hold for the new agency as well as for the old one.
            self.check_access('write')
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_unused(self):
        if self.entry_ids:
            raise UserError(self.env._("A register that has given numbers is not deleted."))

    @api.model
    def _for(self, company, document_type, year):
        """Return the register that numbers ``document_type`` in ``year``; the common one is opened if need be.

        :param company: res.company
        :param document_type: key of ``DOCUMENT_TYPES``
        """
        domain = [('company_id', '=', company.id), ('year', '=', year), ('document_type', 'in', (document_type, False))]
        registers = self.search(domain)
        if registers:
            return registers.filtered('document_type') or registers
        # Two clerks may open the year at once: the second finds the row of the first.
        self.env.execute_query(SQL(
            "INSERT INTO dan_van_register (company_id, year, last_number, create_uid, write_uid, create_date, write_date)"
            " VALUES (%(company)s, %(year)s, 0, %(uid)s, %(uid)s, now(), now())"
            " ON CONFLICT DO NOTHING RETURNING id", company=company.id, year=year, uid=self.env.uid))
        return self.search(domain)

    def _check_date(self, date):
        """Numbers and dates run together (Nghị định 30/2020/NĐ-CP, Điều 15).

        :raise UserError: ``date`` lies in the future or before the last document of the register
        """
        if date > legal_today(self):
            raise UserError(self.env._("A document is not issued with a date in the future."))
        last = self.entry_ids[:1]
        if last.date and date < last.date:
            raise UserError(self.env._(
                "%(code)s was issued on %(date)s: a later number can't have an earlier date.",
                code=last.code, date=format_date(self.env, last.date)))

    def _next_number(self):
        """Give the next number under a row lock.

        A second transaction waits here for the first. If the first commits, PostgreSQL refuses the
        second's outdated view and Odoo repeats it; if it rolls back, the second gets the same number.
        """
        self.ensure_one()
        [[number]] = self.env.execute_query(SQL(
            "UPDATE dan_van_register SET last_number = last_number + 1 WHERE id = %s RETURNING last_number", self.id))
        self.invalidate_recordset(['last_number'], flush=False)
        return number
