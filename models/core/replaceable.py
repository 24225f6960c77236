from lxml.builder import E

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from .holding import hold

#: Condition in the domain of a field, beside a ``company_id``: what the agency has a copy of instead is not chosen.
NOT_REPLACED = "('replacement_ids', 'not any', [('company_id', '=', company_id)])"


def replaces(model):
    """:return: the field of ``model`` that names the shared record instead of which an agency uses this one"""
    return fields.Many2one(
        model, 'Used instead of', index='btree_not_null', ondelete='restrict', domain=[('company_id', '=', False)],
        help="What all agencies share, and this agency uses this one instead of. An archived copy switches it off here.")


def replacements(model):
    """:return: the inverse of :func:`replaces`"""
    return fields.One2many(model, 'replaces_id', 'Used instead of it', context={'active_test': False})


class Replaceable(models.AbstractModel):
    """A shared setting that an agency replaces, for itself alone: by a copy, or by nothing where the copy is archived.

    The model that inherits gives ``replaces_id`` and ``replacement_ids``, see :func:`replaces` and :func:`replacements`.
    Whatever lists what is in use asks :meth:`_in_use`, or :data:`NOT_REPLACED` in the domain of a field.
    """

    _name = 'dan_van.replaceable'
    _description = 'Shared setting that an agency replaces'
    _inherit = ['dan_van.shared', 'dan_van.readable.links']

    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        'res.company', 'Agency', index='btree_not_null', default=lambda self: self.env.company, ondelete='restrict',
        help="Empty: for every agency; the system administrator keeps these.")
    dan_van_replaced = fields.Boolean('Replaced here', compute='_compute_dan_van_replaced')

    @api.depends('replacement_ids.company_id')
    @api.depends_context('company')
    def _compute_dan_van_replaced(self):
        for record in self:
            record.dan_van_replaced = self.env.company in record.replacement_ids.company_id

    @api.constrains('replaces_id', 'company_id')
    def _check_replaces(self):
        copies = self.filtered(lambda each: each.company_id and each.replaces_id)
        hold(copies.replaces_id)  # two who replace it at once get one copy
        for record in copies:
            if record.replaces_id.company_id:
                raise ValidationError(self.env._(
                    "“%s”: an agency's own setting replaces one that all agencies share. Choose such a one, or none.",
                    record.display_name))
            # sudo: only of the same agency.
            others = (record.replaces_id.sudo().replacement_ids - record).filtered(
                lambda other, company=record.company_id: other.company_id == company)
            if others:
                raise ValidationError(self.env._(
                    "“%(shared)s” is replaced in this agency already, by “%(other)s”. Change that one, or delete it first.",
                    shared=record.replaces_id.display_name, other=others[0].display_name))

    @api.model
    def _in_use(self, companies):
        """:return: Domain of what ``companies`` (res.company) use: their own, and what is shared and replaced by none of theirs"""
        # The right to read is asked of the records themselves.
        return Domain('company_id', 'in', companies.ids) | Domain('company_id', '=', False) & Domain(
            'replacement_ids', 'not any!', [('company_id', 'in', companies.ids)])

    def _shared(self):
        """:return: what an agency's own setting stands instead of, else the setting itself: both mean the same"""
        return self.replaces_id or self

    def _with_replaced(self):
        """:return: ``{record: itself, or which of these stands instead of it}``"""
        return {**{new.replaces_id: new for new in self if new.replaces_id}, **{record: record for record in self}}

    def copy_data(self, default=None):
        """A copy of what is shared stands instead of it, unless that is replaced already."""
        copies = super().copy_data(default)
        if 'replaces_id' in (default or {}):
            return copies
        for record, vals in zip(self, copies):
            # sudo: only whether the agency that the copy is for has one already.
            stands = not record.company_id and vals.get('company_id') not in (
                False, *record.sudo().replacement_ids.company_id.ids)
            vals['replaces_id'] = stands and record.id
        return copies

    def action_switch_off(self):
        """Let the current agency do without these shared settings: each gets an archived copy there.

        :raise UserError: one of them is not shared, or replaced already
        """
        for record in self:
            if record.company_id or record.dan_van_replaced:
                raise UserError(self.env._(
                    "“%s” belongs to an agency or is replaced there already: archive what is used instead.", record.display_name))
            record.copy({'active': False, 'replaces_id': record.id})

    @api.model
    def _get_view(self, view_id=None, view_type='form', **options):
        arch, view = super()._get_view(view_id, view_type, **options)
        if view_type not in ('form', 'list'):
            return arch, view
        words = self.env._("Don't use in my agency")
        switch = E.button(
            name='action_switch_off', type='object', groups='dan_van.group_admin',
            invisible='not id or not dan_van_for_all or not dan_van_read_only or dan_van_replaced', **{
                'class': 'btn-link p-0 ms-1', 'confirm': self.env._(
                        "Your agency does without it from the next report or choice on; what is reported stays. To use it again, "
                        "delete the archived copy that replaces it."),
                'confirm-title': words, 'confirm-label': words})
        if view_type == 'list':
            arch.set('decoration-muted', ' or '.join(filter(None, (arch.get('decoration-muted'), 'dan_van_replaced'))))
            if not arch.xpath("./field[@name='dan_van_read_only']"):
                arch.append(E.field(name='dan_van_read_only', column_invisible='1'))
            arch.append(E.field(name='dan_van_replaced', optional='show', readonly='1', width='110px'))
            arch.append(E.field(name='replaces_id', optional='hide', readonly='dan_van_read_only or dan_van_for_all'))
            switch.set('icon', 'fa-ban')
            switch.set('title', words)
            arch.append(switch)
        else:
            switch.set('string', words)
            place = next(iter(arch.xpath('//sheet')), arch)
            place.insert(0, E.field(name='dan_van_replaced', invisible='1'))
            place.insert(1, E.div(
                self.env._("Your agency uses another one instead of it, or does without."),
                {'class': 'alert alert-warning', 'role': 'status', 'invisible': 'not dan_van_replaced'}))
            for group in arch.xpath('//group[not(.//group)]')[:1] if not arch.xpath("//field[@name='replaces_id']") else ():
                group.append(E.field(
                    name='replaces_id', invisible='dan_van_for_all', readonly='dan_van_read_only', options="{'no_create': True}"))
            for box in arch.xpath("//div[contains(@invisible, 'not dan_van_for_all')]"):
                box.append(switch)
        return arch, view
