from lxml.builder import E

from odoo import api, fields, models

# Lists in which something is changed at its place.
_EDITED = "self::*[@editable or @multi_edit or .//field[@widget='boolean_toggle' and not(ancestor::field)]]"


class ReadOnly(models.AbstractModel):
    """Forms and lists show as read-only what the server would refuse to write: both ask :meth:`_closed`.

    What is refused field by field, :meth:`_closed_when` says.
    """

    _name = 'dan_van.read.only'
    _description = 'Read-only for whom the server would refuse'

    _stays_open = frozenset()  # names of fields that are changed nevertheless
    _asked_when_closed = ('dan_van_read_only',)  # names of the fields in :meth:`_closed_when`

    dan_van_read_only = fields.Boolean('Read-only', compute='_compute_dan_van_read_only')

    @api.depends_context('uid', 'allowed_company_ids')
    def _compute_dan_van_read_only(self):
        closed = self._origin._closed()
        for record in self:
            record.dan_van_read_only = record._origin in closed if record._origin else False

    def _closed(self):
        """:return: those of these records of which the current user changes nothing, whatever state they are in"""
        return self - self._filtered_access('write')

    @api.model
    def _closed_when(self, name):
        """:return: str, the expression of views by which the field ``name`` is read-only besides what a view says; empty: never"""
        return '' if name in self._stays_open else 'dan_van_read_only'

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == 'form' or view_type == 'list' and arch.xpath(_EDITED):
            for node in arch.xpath('//field[not(ancestor::field) and not(ancestor::groupby)]'):
                field, given = self._fields.get(node.get('name')), node.get('readonly')
                if field and (given or not field.readonly) and (closed := self._closed_when(field.name)):
                    node.set('readonly', f'{closed} or ({given})' if given else closed)
            place = arch if view_type == 'list' else next(iter(arch.xpath('//sheet')), arch)
            hidden = {'column_invisible' if view_type == 'list' else 'invisible': '1'}
            for name in self._asked_when_closed:
                if not arch.xpath(f"//field[@name='{name}' and not(ancestor::field) and not(ancestor::groupby)]"):
                    place.append(E.field(name=name, **hidden))
        return arch, view
