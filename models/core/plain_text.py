from odoo import api, models
from odoo.fields import Domain
from odoo.tools import ormcache
from odoo.tools.misc import OrderedSet

from ...rendering.characters import plain_text
from .ours import DMS_MODELS

# Texts of other addons that documents, files and lists of this one show.
_TAKEN = frozenset({
    ('hr.department', 'name'), ('ir.attachment', 'name'), ('res.company', 'name'), ('res.partner', 'name'),
    ('res.users', 'name')})
# What models of others take from this addon without becoming its own.
_LENT = ('dan_van.kept', 'dan_van.own.or.for.all', 'dan_van.read.only', 'dan_van.shared')


def plain_values(vals, is_taken):
    """
    :param vals: dict of values of a record
    :param is_taken: function that tells of the name of a field whether its text is made plain
    :return: ``vals``, or a copy in which these texts are plain
    """
    changed = {
        name: value for name, value in vals.items()
        if isinstance(value, str) and not (value.isascii() and value.isprintable()) and is_taken(name)}
    # Of the same kind: escaped HTML stays so, since letters are taken out and none added.
    return {**vals, **{name: type(value)(plain_text(str(value))) for name, value in changed.items()}} if changed else vals


class Base(models.AbstractModel):
    """Texts of this addon have nothing in them but what is read, by whichever door they come in.

    A control character from another program would stop the issue of a document after it was signed; marks of direction and
    letters without width would make it read otherwise than it was approved.
    """

    _inherit = 'base'

    @api.model
    @ormcache('self._name')
    def _is_of_dan_van(self):
        """:return: whether this model is one of this addon, or built on one; each search of any model asks"""
        # A unit or a user that is kept from deletion, or shared, is none for that.
        return any(
            vars(part).get('_original_module') == 'dan_van' and vars(part).get('_name') not in _LENT
            for part in type(self).mro())

    @api.model
    def _is_checked_like_ours(self):
        """:return: whether what is given to this model is checked as for the addon's own: also the folders and files of dms"""
        return self._name in DMS_MODELS or self._is_of_dan_van()

    def _with_plain_text(self, vals):
        """:return: ``vals``, or a copy in which the texts of this addon are plain"""
        return plain_values(vals, self._has_plain_text)

    def _has_plain_text(self, name):
        field = self._fields.get(name)
        return field is not None and field.type in ('char', 'html', 'text') and (
            field._module == 'dan_van' or (self._name, name) in _TAKEN or self._is_of_dan_van())

    def _prepare_create_values(self, vals_list):
        # With the defaults of the model, the user and the context.
        return [self._with_plain_text(vals) for vals in super()._prepare_create_values(vals_list)]

    def write(self, vals):
        return super().write(self._with_plain_text(vals))

    def _update_field_translations(self, field_name, translations, digest=None, source_lang=''):
        if self._is_of_dan_van():
            translations = {
                lang: plain_text(text) if isinstance(text, str) else text for lang, text in translations.items()}
        return super()._update_field_translations(field_name, translations, digest, source_lang)

    @api.model
    def _search(self, domain, *args, **kwargs):
        """Find what was saved: the words that are looked for are taken as texts are."""
        if self._is_of_dan_van():
            domain = Domain(domain)
            if any(_plain(condition.value) != condition.value for condition in domain.iter_conditions()):
                domain = domain.map_conditions(lambda condition: Domain(
                    condition.field_expr, condition.operator, _plain(condition.value)))
        return super()._search(domain, *args, **kwargs)


def _plain(value):
    """:return: the value of a condition, its texts plain"""
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, (list, tuple, set, OrderedSet)) and isinstance(next(iter(value), None), str):
        return type(value)(plain_text(item) if isinstance(item, str) else item for item in value)
    return value
