from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.mail_message import Forgotten
from ..core.personal_field import PersonalChar, PersonalText
from ..core.res_company import legal_today

# What may name people. Reading it is logged; it is deleted when the petition has been kept long enough.
PERSONAL = ('citizen_name', 'citizen_address', 'citizen_phone', 'content', 'outcome')
BATCH = 100  # petitions between two commits of the cron
# How names are looked for, and how many letters that takes.
_COMPARISONS = ('in', 'like', 'ilike', '=like', '=ilike')
_WORDS = 500
_EXPORTING = object()  # in the context only of this module's code: a client can't send an object


class Case(models.Model):
    """What a petition says of people: never tracked, copied, sorted or grouped by, and each reading is logged.

    Every value that the client gets comes through ``_fetch_query``, and every filter through ``_find_personal``; so these two
    log.
    """

    _inherit = 'dan_van.case'

    citizen_name = PersonalChar('Name of the sender', prefetch=False, copy=False, help="Empty where it is anonymous.")
    citizen_address = PersonalChar('Address', prefetch=False, copy=False)
    citizen_phone = PersonalChar('Telephone', prefetch=False, copy=False)
    content = PersonalText(prefetch=False, copy=False, help="What it is about.")
    outcome = PersonalText(prefetch=False, copy=False, help="What was decided, or what guidance was given.")
    is_redacted = fields.Boolean(
        'Redacted', readonly=True, copy=False, given_by=('redact',),
        help="Kept long enough: what named people has been deleted, the numbers for reports stay.")

    # Reading is logged

    def _fetch_query(self, query, fields):
        cases = super()._fetch_query(query, fields)
        if names := [field.name for field in fields if field.name in PERSONAL]:
            exporting = self.env.context.get('dan_van_exporting') is _EXPORTING
            cases._log_reading('export' if exporting else 'read', names)
        return cases

    @api.model
    def _find_personal(self, field, operator, value):
        """Find what the current user may read by what it says of people; who finds a petition by it has learnt that it says so.

        A statement of its own, with nothing else of the client's in it that PostgreSQL could refuse: it logs what it refuses.

        :param field: one of :data:`PERSONAL`
        :param operator: positive: ``in`` with several values, or one of the kinds of ``like``
        :return: dan_van.case
        :raise UserError: no comparison that is made with names
        """
        values = list(value) if operator == 'in' else [value]
        if operator not in _COMPARISONS or not all(each is False or _is_plain(each) for each in values):
            raise UserError(self.env._(
                "“%(field)s” is searched for words only: contains, is, begins with, is empty; at most %(letters)s letters, and "
                "no others than those of names and texts.", field=field._description_string(self.env), letters=_WORDS))
        if operator in ('=like', '=ilike'):
            # A pattern that ends within an escape is one that PostgreSQL refuses.
            value += '\\' * ((len(value) - len(value.rstrip('\\'))) % 2)
        # sudo: who may read what is found is asked below; the statement holds the words and nothing else.
        query = self.sudo().with_context(active_test=False)._search([(field.name, operator, value)])
        statement = query.select()
        self.env.flush_query(statement)
        # Where it fails, e.g. after the longest time, Odoo's log has no name; PostgreSQL's settings decide on its own.
        self.env.cr.execute(statement, log_exceptions=False)
        cases = self.browse(id_ for id_, in self.env.cr.fetchall())._filtered_access('read')
        cases._log_reading('search', [field.name])
        return cases

    @api.model
    def _search(self, domain, *args, **kwargs):
        try:
            return super()._search(domain, *args, **kwargs)
        except (TypeError, ValueError, AssertionError, NotImplementedError) as error:
            if self.env.su or not names_people(domain):
                raise
            # Odoo would write the whole filter, names included, into its log.
            raise UserError(self.env._(
                "This filter on petitions can't be read (%s). Build it anew from the search bar.", type(error).__name__)) from None

    def export_data(self, fields_to_export):
        return super(Case, self.with_context(dan_van_exporting=_EXPORTING)).export_data(fields_to_export)

    def _log_reading(self, way, names=()):
        """Log that the current user has read the personal fields ``names`` of these petitions; code reads unlogged."""
        if not self.env.su:
            self.env['dan_van.case.reading']._note(self, way, names)

    # No way around reading

    @api.model
    def fields_get(self, allfields=None, attributes=None):
        found = super().fields_get(allfields, attributes)
        for name in found.keys() & set(PERSONAL):
            found[name].update({key: False for key in ('groupable', 'sortable') if key in found[name]})
        return found

    def _read_group_groupby(self, alias, groupby_spec, query):
        self._refuse_personal(groupby_spec)
        return super()._read_group_groupby(alias, groupby_spec, query)

    def _read_group_select(self, aggregate_spec, query):
        self._refuse_personal(aggregate_spec)
        return super()._read_group_select(aggregate_spec, query)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        self._refuse_personal(field_name)
        return super()._order_field_to_sql(alias, field_name, direction, nulls, query)

    def _refuse_personal(self, expression):
        if not self.env.su and expression.split(':')[0].split('.')[0] in PERSONAL:
            raise UserError(self.env._(
                "Petitions are not sorted, grouped or summed up by what they say of people. Open the petition to read it."))

    # Writing: the log of the server has no name either

    @api.model_create_multi
    def create(self, vals_list):
        personal = [{name: vals[name] for name in PERSONAL if vals.get(name)} for vals in vals_list]
        cases = super().create([{**vals, **dict.fromkeys(PERSONAL, False)} for vals in vals_list])
        for case, vals in zip(cases, personal):
            if vals:
                super(Case, case).write(vals)  # pylint: disable=super-method-mismatch
        return cases

    def write(self, vals):
        """Write names by a statement of their own that can't fail: PostgreSQL and Odoo log what is refused."""
        personal = {name: value for name, value in vals.items() if name in PERSONAL}
        rest = {name: value for name, value in vals.items() if name not in PERSONAL}
        for name, value in rest.items():
            if name in self._fields and self._fields[name].required and not value:
                raise UserError(self.env._("“%s” can't be empty.", self._fields[name]._description_string(self.env)))
        result = super().write(rest)
        if personal:
            if any(personal.values()) and any(case.is_redacted for case in self):
                raise UserError(self.env._("What this petition said of people has been deleted for good. Enter a new petition."))
            self.flush_recordset()
            self._lock()
            super().write(personal)
            self.flush_recordset(personal)
        return result

    # Redaction

    @api.model
    def _redact_domain(self):
        """:return: Domain of the petitions that have been kept as long as their kind says"""
        today = legal_today(self)
        kinds = self.env['dan_van.case.kind'].with_context(active_test=False).search([('retention_years', '>', 0)])
        return Domain('is_redacted', '=', False) & Domain.OR(
            Domain('kind_id', 'in', same.ids) & Domain('closed_date', '<', fields.Date.subtract(today, years=years))
            for years, same in kinds.grouped('retention_years').items())

    @api.model
    def _cron_redact(self):
        """Delete what old petitions say of people; one commit a batch, so it may be killed."""
        cases = self.search(self._redact_domain(), order='id')
        self.env['ir.cron']._dan_van_in_batches(cases, lambda batch: batch._redact(), BATCH)

    def _redact(self):
        """Delete names, contents, files and what was said in the chatter; kind, days, steps and numbers stay."""
        self._opened('redact').write(
            {**dict.fromkeys(PERSONAL, False), 'is_redacted': True, 'transferred_to': False})
        # sudo: the term is over, whoever has written what is deleted.
        env = self.sudo().with_context(dan_van_story=Forgotten(self._name, frozenset(self._ids))).env
        for model in ('ir.attachment', 'mail.activity', 'mail.scheduled.message', 'mail.followers'):
            model_field = 'model' if model == 'mail.scheduled.message' else 'res_model'
            env[model].with_context(active_test=False).search(
                [(model_field, '=', self._name), ('res_id', 'in', self.ids)]).unlink()
        messages = env['mail.message'].search([('model', '=', self._name), ('res_id', 'in', self.ids)])
        messages.attachment_ids.unlink()
        env['mail.mail'].search([('mail_message_id', 'in', messages.ids)]).unlink()
        messages.unlink()
        env['dan_van.approval']._forget_reasons(self)


def names_people(domain):
    """:return: whether a filter asks for what petitions say of people, from whatever model"""
    return any(name in repr(domain) for name in PERSONAL)


def _is_plain(words):
    """:return: whether ``words`` is a short text that the database takes: without NUL and halves of characters"""
    return isinstance(words, str) and len(words) <= _WORDS and '\0' not in words and not any(
        '\ud800' <= letter <= '\udfff' for letter in words)


class Approval(models.Model):
    _inherit = 'dan_van.approval'

    @api.model
    def _forget_reasons(self, records):
        """Delete what the steps of redacted records gave as reasons: the one change that the log ever sees."""
        lines = self.search([('res_model', '=', records._name), ('res_id', 'in', records.ids), ('reason', '!=', False)])
        self.env.execute_query(SQL(
            "UPDATE dan_van_approval SET reason = NULL WHERE id IN %s RETURNING id", tuple(lines.ids or (0,))))
        lines.invalidate_recordset(['reason'], flush=False)


class CaseReading(models.Model):
    """Append-only log of who has read what petitions say of people.

    Read: the head of the unit and the leader in charge. Create: only reading itself. Write, unlink: nobody.
    """

    _name = 'dan_van.case.reading'
    _description = 'Reading of a petition'
    _inherit = ['dan_van.lock']
    _order = 'id desc'
    _rec_name = 'case_id'
    _log_access = False

    _open_in = ()
    _made_by = ()

    case_id = fields.Many2one('dan_van.case', 'Petition', required=True, readonly=True, index=True, ondelete='restrict')
    user_id = fields.Many2one('res.users', 'By', required=True, readonly=True, index=True, ondelete='restrict')
    date = fields.Datetime('When', required=True, readonly=True)
    way = fields.Selection(
        [('read', "Opened"), ('search', "Found by it"), ('export', "Exported"), ('file', "Opened a file")],
        required=True, readonly=True)
    field_names = fields.Char('Fields', readonly=True)

    @api.model
    def _note(self, cases, way, names):
        """Write that the current user has read ``cases``, in one statement however many they are."""
        if cases:
            # Where a request began with a read-only transaction, Odoo repeats it with another: no error to log.
            self.env.cr.execute(SQL(
                """INSERT INTO dan_van_case_reading (case_id, user_id, date, way, field_names)
                SELECT unnest(%s), %s, %s, %s, %s""",
                list(cases._ids), self.env.uid, fields.Datetime.now(), way, ', '.join(names) or None), log_exceptions=False)

    def _why_not_made(self):
        return self.env._("The log of readings is written by reading only.")

    def _why_locked(self, owner, names):
        return self.env._("The log of readings is never changed.")

    def _why_kept(self, owner):
        return self.env._("The log of readings is never deleted.")
