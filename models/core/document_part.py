from odoo import api, models


def shortened(name, limit=100):
    """:return: ``name``, cut to ``limit`` letters with an ellipsis where it is longer"""
    return name if len(name) <= limit else f'{name[:limit - 1]}…'


class DocumentPart(models.AbstractModel):
    """A line that belongs to the text of an official document and is frozen with it.

    The model that inherits gives the many2one that ``_documents`` names; several where it belongs to one or the other.
    """

    _name = 'dan_van.document.part'
    _description = 'Part of a document'
    _inherit = ['dan_van.lock', 'dan_van.readable.links']

    _open_in = ('draft',)
    _placed_by = ('department_id',)
    _kept_fields = ()  # kept of the setting that the part is made of, under the same names: a later change of it leaves them

    def _why_locked(self, owner, names):
        return self._why_given(names) if owner._name == self._name else super()._why_locked(owner, names)

    def _document(self):
        """:return: the record to which this part belongs, one of those that ``_documents`` names"""
        return next((document for name in self._documents if (document := self[name])), self[self._documents[0]])

    @api.model
    def _kept_values(self, setting):
        """:return: dict of what a part keeps of ``setting``, a record"""
        return {name: setting[name] for name in self._kept_fields}

    def _write_changes(self, vals):
        """Write what differs from this part, so that a part nobody has touched costs nothing.

        :param vals: as for ``write``; an x2many as ``[Command.set(ids)]``
        """
        self.ensure_one()
        changes = {
            name: value for name, value in vals.items() if self._fields[name].convert_to_write(self[name], self) != value}
        if changes:
            self.write(changes)
