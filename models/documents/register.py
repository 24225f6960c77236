from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date

from ...rendering.copying import KINDS
from ...rendering.register import RegisterBook
from ...rendering.wording import number_text
from ..core.holding import hold
from ..core.mail_switches import QUIET
from ..core.res_company import legal_today
from .document_mixin import DOCUMENT_TYPES, PRINTED_TYPES

# Copies have one series of their own for all kinds (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, mục I).
COPIES = 'SAO'
COPY_KINDS = [('SY', "Full copy"), ('SL', "Copy of a copy"), ('TrS', "Extract")]
PRINTED_SERIES = {**PRINTED_TYPES, **KINDS, COPIES: "Bản sao văn bản"}


class Register(models.Model):
    """Series of numbers of outgoing documents: one a year, common or per type.

    Nghị định 30/2020/NĐ-CP, Điều 15: numbers run from 01 on 1 January; whether in one series or one per type is for
    the head of the agency to decide. So the leadership and the administrator open registers; the clerk gives numbers.
    The chatter tells who has opened or changed the series, and of each number that was reserved or released.
    """

    _name = 'dan_van.register'
    _description = 'Outgoing register'
    _inherit = ['dan_van.lock', 'dan_van.readable.links', 'mail.thread']
    _order = 'year desc, document_type, id'
    _check_company_auto = True

    _open_in = ('unused',)
    _placed_by = ('company_id',)

    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, default=lambda self: self.env.company)
    year = fields.Integer(required=True, default=lambda self: legal_today(self).year)
    document_type = fields.Selection(
        [*DOCUMENT_TYPES, (COPIES, "Copies of documents")], 'Type of document', help="Empty: one common series for all types but copies.")
    council_id = fields.Many2one(
        'dan_van.council', 'Issued by', index='btree_not_null', check_company=True, ondelete='restrict',
        help="A council or steering committee whose documents it numbers. Empty: the agency.")
    first_number = fields.Integer(
        required=True, default=1,
        help="An agency that starts in mid-year enters the number that follows the last one given on paper. It can be "
             "changed until the first number is given.")
    last_number = fields.Integer('Last number given', readonly=True, copy=False, given_by=('count',))
    entry_ids = fields.One2many('dan_van.register.entry', 'register_id', 'Entries', readonly=True, copy=False)

    _series_unique = models.UniqueIndex(
        "(company_id, year, COALESCE(document_type, ''), COALESCE(council_id, 0))",
        "This agency already has a register for this year and type of document.")
    _year_allowed = models.Constraint('CHECK(year BETWEEN 1945 AND 2200)', "Give the year with four digits.")
    _first_number_allowed = models.Constraint('CHECK(first_number > 0)', "The first number is 1 or more.")

    _agency_copies = models.Constraint(
        f"CHECK(document_type IS DISTINCT FROM '{COPIES}' OR council_id IS NULL)", "Copies have one series, that of the agency.")

    @api.depends('year', 'document_type', 'council_id')
    def _compute_display_name(self):
        types = dict(self._fields['document_type']._description_selection(self.env))
        for register in self:
            kind = ', '.join(filter(None, (types.get(register.document_type) or self.env._("all types"), register.council_id.name)))
            register.display_name = self.env._(
                "Outgoing register %(year)s, %(type)s", year=register.year, type=kind)

    # CRUD

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals['last_number'] = 0
        registers = super(Register, self.with_context(mail_create_nolog=QUIET)).create(vals_list).with_env(self.env)
        registers._begin_series()
        return registers

    def write(self, vals):
        result = super().write(vals)
        if not vals.keys().isdisjoint(('first_number', 'year', 'company_id', 'document_type', 'council_id')):
            self._begin_series()
        return result

    def _lock_states(self):
        used = self.env['dan_van.register.entry']._read_group([('register_id', 'in', self.ids)], ['register_id'])
        return {register: 'used' if (register,) in used else 'unused' for register in self}

    def _why_locked(self, owner, names):
        return self.env._("A register that has given numbers is not changed. Open another one for another year or type.")

    def _why_kept(self, owner):
        return self.env._("A register that has given numbers is not deleted.")

    def _why_given(self, names):
        return self.env._("The last number is counted by the register itself.")

    def _begin_series(self):
        """Count from the first number on, and note who has decided so."""
        self._check_no_number_twice()
        for first, registers in self.grouped('first_number').items():
            registers._opened('count').write({'last_number': first - 1})
        self._message_log_batch({
            register.id: self.env._(
                "%(register)s: its first number is %(number)s.",
                register=register.display_name, number=register.first_number)
            for register in self})

    def _check_no_number_twice(self):
        """A series that begins in mid-year must not give what the common series has given, or gives at this moment."""
        hold(self.company_id)
        hold(self.search([
            ('company_id', 'in', self.company_id.ids), ('year', 'in', self.mapped('year')), ('document_type', '=', False)]))
        for register in self:
            self._check_symbol_once(register.year, register.council_id)
        for register in self.filtered('document_type'):
            given = self.env['dan_van.register.entry'].search([
                ('company_id', '=', register.company_id.id), ('register_id.year', '=', register.year),
                ('register_id.council_id', '=', register.council_id.id), ('document_type', '=', register.document_type)], limit=1)
            if given:
                raise UserError(self.env._(
                    "%(code)s has been given in the common register of %(year)s already: a series of its own would "
                    "give this number a second time. Open it for next year.", code=given.code, year=register.year))

    @api.model
    def _check_symbol_once(self, year, council):
        """:raise UserError: another council, which may be archived, has given numbers with the symbol of ``council`` in ``year``"""
        if council:
            hold(council)  # what a number of it prints stays from the first register on
        others = self.search([
            ('company_id', '=', council.company_id.id), ('year', '=', year), ('council_id', '!=', False),
            ('council_id', '!=', council.id)]).council_id if council else self.env['dan_van.council']
        if twice := others.filtered(lambda other: other.symbol == council.symbol):
            raise UserError(self.env._(
                "“%(other)s” has a register of %(year)s with the symbol %(symbol)s: the same numbers would be given twice. Give “%(council)s” "
                "another symbol.", other=twice[0].name, year=year, symbol=council.symbol, council=council.name))

    # Numbers

    @api.model
    def _find(self, company, document_type, year, council=None):
        """:return: the register that numbers ``document_type`` of ``council``, or of the agency, in ``year``, empty where none is open yet"""
        kinds = (document_type,) if document_type == COPIES else (document_type, False)
        registers = self.search([
            ('company_id', '=', company.id), ('year', '=', year), ('document_type', 'in', kinds),
            ('council_id', '=', council and council.id or False)])
        return registers.filtered('document_type') or registers

    @api.model
    def _for(self, company, document_type, year, council=None):
        """Return the register that numbers ``document_type`` in ``year``; the common one, or that of copies, is opened if need be.

        :param company: res.company
        :param document_type: key of ``DOCUMENT_TYPES``, ``COPIES``, or ``False`` for the common register
        :param council: dan_van.council whose documents are numbered; none for those of the agency
        :raise UserError: a past year has no register
        """
        if register := self._find(company, document_type, year, council):
            return register
        if year < legal_today(self).year:
            raise UserError(self.env._(
                "There is no register of %s: its numbers were given on paper. Choose a day of this year.", year))
        # Two clerks may open the year at once: the second finds the row of the first. So does who opens a series for a type.
        hold(company)
        self._check_symbol_once(year, council)
        self.env.execute_query(SQL("""
            INSERT INTO dan_van_register
                   (company_id, year, document_type, council_id, first_number, last_number, create_uid, write_uid, create_date, write_date)
            VALUES (%(company)s, %(year)s, %(type)s, %(council)s, 1, 0, %(uid)s, %(uid)s, now(), now())
            ON CONFLICT DO NOTHING RETURNING id""",
            company=company.id, year=year, type=COPIES if document_type == COPIES else None,
            council=council and council.id or None, uid=self.env.uid))
        return self._find(company, document_type, year, council)

    def _last_entry(self):
        """:return: the line with the highest number"""
        return self.env['dan_van.register.entry'].search([('register_id', 'in', self.ids)], order='number desc', limit=1)

    def _check_date(self, date):
        """Numbers and dates run together (Nghị định 30/2020/NĐ-CP, Điều 15).

        :raise UserError: ``date`` lies in the future or before the last document of the register
        """
        if date > legal_today(self):
            raise UserError(self.env._("A document is not issued with a date in the future."))
        last = self._last_entry()
        if last.date and date < last.date:
            raise UserError(self.env._(
                "%(code)s was issued on %(date)s: a later number can't have an earlier date, and no number is inserted "
                "for a past day (such as “05a”). Choose this day or a later one, or a number reserved for that day.",
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

    @api.model
    def _expected_number(self, company, document_type, year, council=None):
        """:return: int, the number that the next document gets as far as is known now, or 0 where no series gives one"""
        register = self._find(company, document_type, year, council)
        return register.last_number + 1 if register else int(year >= legal_today(self).year)

    def _take_back_last(self):
        """Take numbers at the end that no document has off the register, so that they are given again."""
        self.ensure_one()
        Entry = self.env['dan_van.register.entry']
        last = Entry.search([('register_id', '=', self.id), ('state', '!=', 'unused')], order='number desc', limit=1).number
        last = last or self.first_number - 1
        Entry.search([('register_id', '=', self.id), ('number', '>', last)])._opened('release').unlink()
        # Like _next_number: whoever gives or takes back a number at this moment waits, then repeats.
        self.env.execute_query(SQL("UPDATE dan_van_register SET last_number = %s WHERE id = %s RETURNING id", last, self.id))
        self.invalidate_recordset(['last_number'], flush=False)

    # The printed book

    def _span(self):
        """:return: first and last day of the year of this register"""
        return date(self.year, 1, 1), date(self.year, 12, 31)

    def _book(self, date_from, date_to, volume=1, offset=0, limit=None):
        """Return the lines of a span of dates as the decree's form has them.

        Nghị định 30/2020/NĐ-CP, Phụ lục IV: ten columns.

        :param date_from: first day
        :param date_to: last day
        :param volume: which volume of the year it is
        :param offset: how many lines come before the first one
        :param limit: how many lines at most, default all
        :return: :class:`rendering.register.RegisterBook`
        """
        self.ensure_one()
        # One query for all lines, however many: fields are fetched by the thousand otherwise.
        entries = self.env['dan_van.register.entry'].search_fetch(
            [('register_id', '=', self.id), ('date', '>=', date_from), ('date', '<=', date_to)], [
                'number', 'code', 'date', 'state', 'document_type', 'subject', 'signer', 'recipients', 'department_id',
                'copies', 'dispatch_date', 'receipt', 'note', 'reason', 'recalled', 'recall_date', 'replaced_by_id',
            ], order='number', offset=offset, limit=limit)
        written = self.env['dan_van.letter'].search([('about_entry_id', 'in', entries.ids)]).grouped('about_entry_id')
        profile = self.env['dan_van.agency.profile']._find(self.company_id, date_to)
        issuer, parent = tuple((profile.issuer or self.company_id.name).splitlines()), profile.parent or ''
        if self.council_id:
            issuer, parent = self.council_id._issuer(), self.council_id.parent or ' '.join(issuer)
        return RegisterBook(
            issuer=issuer, parent=parent,
            year=self.year, series=PRINTED_SERIES.get(self.document_type, ''), date_from=date_from, date_to=date_to,
            numbers=tuple(number_text(entries[index].number) for index in (0, -1)) if entries else (),
            rows=tuple(entry._printed_row(written) for entry in entries), volume=volume)
