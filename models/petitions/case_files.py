import re

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.file_text import words_index
from ..core.partial_reading import _FETCHING

CASE = 'dan_van.case'
# What a file says, as it is stored and as its words are noted for the search.
_SAID = frozenset({'db_datas', 'index_content'})
_SHOWN = "CASE WHEN %s IS DISTINCT FROM %s THEN %s END"


class IrAttachment(models.Model):
    """The files of petitions: each reading of what they say is logged, and no search finds them by it."""

    _inherit = 'ir.attachment'

    # Of what a search compares, see _field_to_sql.
    _dan_van_words_index = models.Index(lambda registry: words_index(registry, _SHOWN % ('res_model', f"'{CASE}'", 'index_content')))

    def _log_case_reading(self):
        """Log that the current user has read these files, as far as they are those of petitions."""
        # sudo: to which petition a file belongs; reading it was allowed, or is about to be refused.
        files = self.sudo()
        files |= files.browse(files.filtered(lambda file: file.res_model == 'ir.attachment').mapped('res_id')).exists()
        cases = {file.res_id for file in files if file.res_model == CASE and file.res_id}
        self.env['dan_van.case.reading']._note(self.env[CASE].browse(sorted(cases)), 'file', ())

    # Reading

    def _to_http_stream(self):
        """Log who opens a file, or the picture of one."""
        # Most routes have asked; those that pack files leave it to the fetching of fields, which logging would do for them.
        self.check_access('read')
        self._log_case_reading()
        return super()._to_http_stream()

    def _compute_raw(self):
        """Log who reads the bytes; those in the database are fetched, which logs as well."""
        if not self.env.su:
            self.filtered('store_fname')._log_case_reading()
        return super()._compute_raw()

    def _fetch_query(self, query, fields):
        fetching = self.with_context(dan_van_fetching=_FETCHING)
        files = super(IrAttachment, fetching)._fetch_query(query, fields).with_env(self.env)
        if not self.env.su and not _SAID.isdisjoint(field.name for field in fields):
            files._log_case_reading()
        return files

    # No way around reading

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Find no file of a petition by what it says: Odoo compares attachments as superuser and asks for access afterwards."""
        if not self.env.su and not kwargs.get('bypass_access'):
            domain = Domain(domain).optimize(self)
            compared = {condition.field_expr for condition in domain.iter_conditions()} | set(re.findall(r'\w+', order or ''))
            if not _SAID.isdisjoint(compared):
                domain &= Domain('res_model', '!=', CASE)
        return super()._search(domain, offset, limit, order, **kwargs)

    @api.model
    def _field_to_sql(self, alias, field_expr, query=None):
        sql = super()._field_to_sql(alias, field_expr, query)
        if self.env.su or field_expr not in _SAID or self.env.context.get('dan_van_fetching') is _FETCHING:
            return sql
        # Groups and sums, and filters through other models, see nothing of what is in the files of petitions.
        model = super()._field_to_sql(alias, 'res_model', query)
        return SQL(_SHOWN, model, CASE, sql)

    # A file of a petition stays with it, and no picture of its first page is shown with every message

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._drop_case_pictures()
        return files

    def write(self, vals):
        if not self.env.su and {'res_model', 'res_id', 'public'} & vals.keys() and self._of_cases():
            self._refuse_leaving()
        result = super().write(vals)
        if vals.get('thumbnail') or vals.get('res_model') == CASE:
            self._drop_case_pictures()
        return result

    def _refuse_leaving(self):
        raise UserError(self.env._("A file of a petition stays with the petition. Download it where you need it elsewhere."))

    def _of_cases(self):
        """:return: those of these files that belong to petitions"""
        # sudo: to which petition a file belongs.
        return self.filtered(lambda file: file.sudo().res_model == CASE and file.sudo().res_id)

    def _drop_case_pictures(self):
        # sudo: the picture belongs to the file, whoever has drawn it.
        if pictured := self._of_cases().sudo().filtered('thumbnail'):
            pictured.thumbnail = False


class MailMessage(models.Model):
    """Who reads a message opens its files: that of a petition comes with no message about something else."""

    _inherit = 'mail.message'

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        if 'default_attachment_ids' in self.env.context or any(vals.get('attachment_ids') for vals in vals_list):
            messages._check_case_files()
        return messages

    def write(self, vals):
        result = super().write(vals)
        if {'attachment_ids', 'model', 'res_id'} & vals.keys():
            self._check_case_files()
        return result

    def _check_case_files(self):
        """:raise UserError: one of the messages takes the file of a petition elsewhere"""
        # sudo: where the files belong.
        for message in self.sudo():
            files = message.attachment_ids._of_cases()
            if any((message.model, message.res_id) != (CASE, file.res_id) for file in files):
                files._refuse_leaving()
