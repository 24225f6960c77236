from odoo import api, fields, models


class Filed(models.AbstractModel):
    """A document that is put into files (hồ sơ): one of the registers, or what an entry of theirs stands for."""

    _name = 'dan_van.filed'
    _description = 'Document that is put into files'

    work_file_ids = fields.Many2many('dan_van.work.file', string='Files', compute='_compute_work_file_ids')
    can_be_filed = fields.Boolean(compute='_compute_can_be_filed')

    def _filed_as(self):
        """:return: record of a register by which these lie in files: dan_van.register.entry or dan_van.incoming"""
        return self['register_entry_id'] if 'register_entry_id' in self._fields else self

    def _sent_files(self):
        """:return: ir.attachment, the files of what was issued here as it is sent and handed over, that of the document first"""
        return self._current_pdf()

    # sudo in _in_files: in which files a document lies is known to who reads it; what else lies there is not told.
    @api.depends_context('uid')
    def _compute_work_file_ids(self):
        for document in self:
            document.work_file_ids = document._in_files().work_file_id

    @api.depends('state')
    @api.depends_context('uid')
    def _compute_can_be_filed(self):
        is_staff = self.env.user.has_group('dan_van.group_staff')
        for document in self:
            entry = document._filed_as()
            document.can_be_filed = is_staff and bool(entry) and entry.state not in ('numbered', 'reserved', 'unused', 'cancelled')

    def _in_files(self):
        """:return: dan_van.work.file.line by which these lie in files, in superuser rights, the first one first"""
        # sudo: see above.
        return self.sudo()._filed_as().work_file_line_ids.sorted('id')

    def _file_code(self):
        """:return: dict of what :class:`exchange.Metadata` says of the file in which this document lies; empty where it lies in none"""
        line = self._in_files()[:1]
        return line and {
            'file_year': line.work_file_id.year, 'file_notation': line.work_file_id.notation, 'ordinal': line.ordinal} or {}

    def _dms_file_path(self):
        """:return: path of the folder of the first file in which this document lies; empty where it lies in none"""
        return (file := self._in_files()[:1].work_file_id) and file._dms_path() or []

    def action_put_into_file(self):
        """Open the dialog that puts these documents into a file."""
        self.check_access('read')
        entries = self._filed_as()
        name = 'default_incoming_ids' if entries._name == 'dan_van.incoming' else 'default_entry_ids'
        return {
            'type': 'ir.actions.act_window', 'name': self.env._("Put into a file"), 'res_model': 'dan_van.work.file.add',
            'view_mode': 'form', 'target': 'new', 'context': {name: entries.ids}}
