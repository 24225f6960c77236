from odoo import api, fields, models
from odoo.exceptions import UserError


class WorkFileAdd(models.TransientModel):
    """Puts documents of the registers into a file."""

    _name = 'dan_van.work.file.add'
    _description = 'Put documents into a file'
    _inherit = ['dan_van.readable.links']

    company_id = fields.Many2one('res.company', 'Agency', required=True, readonly=True, default=lambda self: self.env.company)
    work_file_id = fields.Many2one(
        'dan_van.work.file', 'Work file', required=True, ondelete='cascade', default=lambda self: self._default_file(),
        domain=lambda self: self._files_domain())
    entry_ids = fields.Many2many('dan_van.register.entry', string='Documents of ours')
    incoming_ids = fields.Many2many('dan_van.incoming', string='Incoming documents')

    @api.model
    def _files_domain(self):
        """:return: domain of the open files into which the current user puts documents"""
        domain = [('state', '=', 'open'), ('company_id', '=', self.env.company.id)]
        if not self.env.user._dan_van_keeps_registers():
            domain.append(('department_id.member_user_ids', 'in', self.env.uid))
        return domain

    @api.model
    def _default_file(self):
        """:return: the file into which the user has put something last, while it is open"""
        line = self.env['dan_van.work.file.line'].search(
            [('create_uid', '=', self.env.uid), ('state', '=', 'open'), ('company_id', '=', self.env.company.id)], order='id desc', limit=1)
        return line.work_file_id

    def action_add(self):
        """Put the documents into the file; those that lie there already stay where they are.

        :return: action that closes the dialog and tells of it
        """
        self.ensure_one()
        self.entry_ids.check_access('read')
        self.incoming_ids.check_access('read')
        there = self.work_file_id.line_ids
        new = [('entry_id', entry) for entry in self.entry_ids - there.entry_id]
        new += [('incoming_id', document) for document in self.incoming_ids - there.incoming_id]
        if not new:
            raise UserError(self.env._("All of this lies in “%s” already.", self.work_file_id.display_name))
        new.sort(key=lambda pair: (str(pair[1].date or ''), pair[1].id))  # those of one day as they were entered
        self.env['dan_van.work.file.line'].create([{'work_file_id': self.work_file_id.id, name: document.id} for name, document in new])
        return {
            'type': 'ir.actions.client', 'tag': 'display_notification', 'params': {
                'type': 'success', 'message': self.env._(
                    "Put into “%(file)s”: %(count)s.", file=self.work_file_id.display_name, count=len(new)),
                'next': {'type': 'ir.actions.act_window_close'}}}
