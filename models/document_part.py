from odoo import api, models
from odoo.exceptions import UserError


def has_business_field(model, names):
    """Tell whether one of the fields is business: this addon defines it.

    Mail, followers, activities and what other addons add work in every state of a document.
    """
    return any(model._fields[name]._module == 'dan_van' for name in names if name in model._fields)


def shortened(name, limit=100):
    """:return: ``name``, cut to ``limit`` letters with an ellipsis where it is longer"""
    return name if len(name) <= limit else f'{name[:limit - 1]}…'


class DocumentPart(models.AbstractModel):
    """A line that belongs to the text of an official document and is frozen with it.

    The model that inherits gives the many2one that ``_documents`` names; several where it belongs to one or the other.
    """

    _name = 'dan_van.document.part'
    _description = 'Part of a document'
    _inherit = ['dan_van.readable.links']

    _documents = ()  # names of the many2ones to the document
    # Set once the part may be changed by somebody after issue: names of those fields.
    _work_fields = frozenset()
    # What follows from the document, and what its issue makes: names of fields that nobody writes.
    _given_fields = frozenset({'company_id'})

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if not self._is_issuing():
            records._check_draft()
        return records

    def write(self, vals):
        if self._given_fields & vals.keys() and not self._is_issuing():
            raise UserError(self.env._("Agency and status are those of the document, they can't be set on its parts."))
        is_work = vals.keys() <= self._work_fields
        if not is_work and not self._is_issuing() and has_business_field(self, vals):
            self._check_draft()
        result = super().write(vals)
        if {*self._documents, 'department_id'} & vals.keys():
            # The rules must hold for the new place as well as for the old one.
            self._check_draft()
            self.check_access('write')
        return result

    def _write_changes(self, vals):
        """Write what differs from this part, so that a part nobody has touched costs nothing.

        :param vals: as for ``write``; an x2many as ``[Command.set(ids)]``
        """
        self.ensure_one()
        changes = {
            name: value for name, value in vals.items() if self._fields[name].convert_to_write(self[name], self) != value}
        if changes:
            self.write(changes)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_from_draft(self):
        self._check_draft()

    def _check_draft(self):
        """As :meth:`DocumentMixin._check_draft` for the documents of these parts."""
        for name in self._documents:
            self[name]._check_draft()

    def _is_issuing(self):
        """:return: whether a step of the workflow is writing, not a client"""
        return self.env['dan_van.workflow.mixin']._in_transition()
