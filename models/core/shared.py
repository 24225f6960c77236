from functools import partial

from lxml.builder import E

from odoo import api, fields, models
from odoo.exceptions import AccessError


class Shared(models.AbstractModel):
    """Configuration that agencies may share: without an agency it holds for all of them.

    Read: as rules and access lists say. Write, create, unlink: the same, and what is shared the system administrator only.
    The model that inherits gives ``company_id``, which may be that of a parent.
    """

    _name = 'dan_van.shared'
    _description = 'Shared between agencies'
    _inherit = ['dan_van.read.only']

    dan_van_for_all = fields.Boolean('For all agencies', compute='_compute_dan_van_for_all')

    @api.depends('company_id')
    def _compute_dan_van_for_all(self):
        for record in self:
            record.dan_van_for_all = record._holds_for_all()

    def _holds_for_all(self):
        """:return: whether the record is shared by all agencies"""
        return bool(self.id) and not self.company_id

    @api.model
    def _keeps_shared(self):
        """:return: whether the current user changes what holds for all agencies"""
        return self.env.su or self.env.user.has_group('base.group_system')

    def _check_access(self, operation):
        if refused := super()._check_access(operation):
            return refused
        if operation != 'read' and not self._keeps_shared():
            # sudo: whether a record belongs to an agency is no secret to who may change it.
            if shared := self.sudo().filtered(lambda record: record._holds_for_all()).sudo(False):
                return shared, partial(self._make_shared_error, shared)
        return None

    @api.model
    def _make_shared_error(self, shared):
        """:return: the error that says who changes the records ``shared``, and what an agency does instead"""
        # sudo: who may change it may read its name.
        return AccessError(self.env._(
            "“%s” holds for all agencies: only the system administrator enters, changes or deletes it. Duplicate it instead, "
            "and change the copy, which belongs to your agency.", ', '.join(shared.sudo().mapped('display_name'))))

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {'company_id', (self._fields['company_id'].related or '').split('.')[0]}:
            # The rules must hold for the new agency as well as for the old one.
            self.check_access('write')
        return result

    def copy_data(self, default=None):
        """A copy of what is shared belongs to the agency of who makes it."""
        copies = super().copy_data(default)
        if self._fields['company_id'].related or 'company_id' in (default or {}):
            return copies
        return [
            vals if record.company_id else {**vals, 'company_id': self.env.company.id} for record, vals in zip(self, copies)]

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        """Tell in lists what is shared, and in its form who changes it."""
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type == 'list':
            arch.append(E.field(name='dan_van_for_all', optional='show', readonly='1', width='110px'))
        elif view_type == 'form':
            place = next(iter(arch.xpath('//sheet')), arch)
            place.insert(0, E.field(name='dan_van_for_all', invisible='1'))
            place.insert(1, E.div(self.env._(
                "This holds for all agencies, and the system administrator changes it. Duplicate it to have one that belongs to "
                "your agency."),
                {'class': 'alert alert-info', 'role': 'status', 'invisible': 'not dan_van_for_all or not dan_van_read_only'}))
        return arch, view
