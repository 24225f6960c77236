"""What an attack is measured by: records that bear a mark, and what each role may read of them."""
import re
from collections import defaultdict

from odoo.tools import SQL

from .access_report_cases import ReportAccessCase

MARK = re.compile(r'BIMAT-([a-z_.]+)-(\d+)-')
# Texts that say how a record works, not what is in it.
TECHNICAL = re.compile(r'(model|sha256|key|step|state_\w+|field_names?|mimetype|code|serial|fingerprint|name_search|level)$|^further_dates$')
# What hangs on a record, and the columns that say on which one.
HANGING = (
    ('mail_message', 'model'), ('mail_followers', 'res_model'), ('mail_activity', 'res_model'), ('ir_attachment', 'res_model'))


class DoorCase(ReportAccessCase):
    """The records of the access matrix, with a mark in every text of theirs that tells which record it is.

    A door leaks where something comes out that bears the mark of a record which neither the user may read, nor is a
    part of one that he may read.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for record in cls.all_records():
            cls.mark(record)
        # Who has written a message may read it: here nobody of the roles has.
        cls.env.cr.execute("UPDATE mail_message SET author_id = %s WHERE model LIKE 'dan_van.%%'", [
            cls.env.ref('base.partner_root').id])
        cls.env.invalidate_all()

    @classmethod
    def all_records(cls):
        """Yield every record of the matrix once."""
        seen = set()
        for target in cls.targets.values():
            for record in target.record.values() if isinstance(target.record, dict) else [target.record]:
                if (record._name, record.id) not in seen:
                    seen.add((record._name, record.id))
                    yield record

    @classmethod
    def mark(cls, record):
        """Write the mark into the texts of one record, past every guard."""
        texts = [
            name for name, field in record._fields.items()
            if field.store and field.type in ('char', 'text') and not field.translate and not TECHNICAL.search(name)
            and not field.related]
        if texts and record._auto:
            value = f'BIMAT-{record._name}-{record.id}-'
            cls.env.cr.execute(SQL("UPDATE %s SET %s WHERE id = %s", SQL.identifier(record._table), SQL(', ').join(
                SQL("%s = %s", SQL.identifier(name), value) for name in texts), record.id))

    # What a role may not read

    def hidden(self, role):
        """:return: ``{model: list of records}`` that ``role`` may not read"""
        return self.sorted_out(role, (target.of(role) for target in self.targets.values()))[1]

    def sorted_out(self, role, records):
        """:return: ``{model: list of records}`` of those that ``role`` may read, the same of those that he may not"""
        shown, hidden, by_model = defaultdict(list), defaultdict(list), defaultdict(list)
        for record in records:
            by_model[record._name].append(record)
        for model, each in by_model.items():
            asked = self.role_env(role, self.env[model].union(*each))
            readable = asked._filtered_access('read')
            for found, part in ((shown, readable), (hidden, asked - readable)):
                if part:
                    found[model] = [record.with_prefetch() for record in part]  # each is tried alone
        return shown, hidden

    def may_read(self, record):
        return record.has_access('read')

    def leaked(self, role, result):
        """:return: sorted list of ``model,id`` whose marks are in the text ``result`` although ``role`` may not read them"""
        found = set(MARK.findall(result))
        return sorted(
            f'{model},{res_id}' for model, res_id in found
            if not self.may_read(self.role_env(role, self.env[model].browse(int(res_id)))))

    def standing(self, record):
        """:return: what the database has of ``record`` and of what hangs on it, as one value to compare"""
        self.env.flush_all()
        hanging = SQL(', ').join(
            SQL("(SELECT (count(*), max(id))::text FROM %s WHERE %s = %s AND res_id = %s)",
                SQL.identifier(table), SQL.identifier(column), record._name, record.id)
            for table, column in HANGING)
        self.env.cr.execute(SQL(
            "SELECT (SELECT t::text FROM %s t WHERE id = %s), %s", SQL.identifier(record._table), record.id, hanging))
        return self.env.cr.fetchone()
