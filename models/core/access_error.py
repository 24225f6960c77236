import logging

from odoo import api, models
from odoo.exceptions import AccessError
from odoo.tools import format_list

_logger = logging.getLogger(__name__)


class IrRule(models.Model):
    """Odoo's refusals in plain words for this addon's records: what is not allowed, on which document, whom to ask."""

    _inherit = 'ir.rule'

    def _make_access_error(self, operation, records):
        if not records._is_of_dan_van() or self.env.user.has_group('base.group_no_one') or records._in_other_company():
            return super()._make_access_error(operation, records)
        _logger.info("Denied by rules: %s of %s%r to user %s", operation, records._name, records.ids[:6], self.env.uid)
        records = records.with_context(**self.env.user.context_get())
        env = records.env
        # Nothing is named that the user may not read.
        named = records.filtered(lambda record: operation != 'read' and record.id)._filtered_access('read')
        # sudo: the kind of record.
        kind = env['ir.model'].sudo()._get(records._name).name
        words = {
            'read': env._("“%s”: you may not open this record. It belongs to another unit, or is not given to you yet.", kind),
            'write': env._("“%s” is not yours to change: you read it only.", named[:1].display_name or kind),
            'create': env._("“%s”: you may not enter one here, because it would belong to another unit or agency.", kind),
            'unlink': env._("“%s” is not yours to delete.", named[:1].display_name or kind)}[operation]
        # sudo: the name of the unit of a record that the user reads.
        unit = named[:1].sudo()['department_id'] if named and 'department_id' in named._fields else named.env['hr.department']
        error = AccessError('\n'.join((words, env._(
            "Nothing was saved. Ask “%s”, which works on it, or the office of your agency.", unit.name) if unit else env._(
            "Nothing was saved. Ask the unit that works on it, the office, or the administrator of your agency."))))
        records.invalidate_recordset()  # as Odoo does: what was looked at for the words is not kept for who may not read it
        return error


class IrModelAccess(models.Model):
    _inherit = 'ir.model.access'

    @api.model
    def _make_access_error(self, model, mode):
        if not self.env[model]._is_of_dan_van():
            return super()._make_access_error(model, mode)
        _logger.info("Denied by access rights: %s of %s to user %s", mode, model, self.env.uid)
        # sudo: the kind of record, and which roles there are.
        kind = self.env['ir.model'].sudo()._get(model).name
        words = {
            'read': self.env._("“%s”: your role does not read these.", kind),
            'write': self.env._("“%s”: your role reads these, and changes none.", kind),
            'create': self.env._("“%s”: your role enters none.", kind),
            'unlink': self.env._("“%s”: your role deletes none.", kind)}[mode]
        roles = format_list(self.env, self.group_names_with_access(model, mode))
        return AccessError('\n'.join((words, self.env._(
            "Who may: %s. If it is your work, ask the administrator of your agency for that role.", roles) if roles else self.env._(
            "Nobody may: it follows from the steps of the documents."))))


class Base(models.AbstractModel):
    _inherit = 'base'

    def _in_other_company(self):
        """:return: whether these records belong to another agency of the current user: there Odoo offers to change to it"""
        if 'company_id' not in self._fields:
            return False
        # sudo: only whether it is one of the user's own.
        return bool(self.sudo().company_id - self.env.companies & self.env.user.company_ids)
