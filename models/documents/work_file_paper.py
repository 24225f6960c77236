from odoo import api, models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    """The papers of a file (hồ sơ) stay as they are from its closing on, and none is laid beside them."""

    _inherit = 'ir.attachment'

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._check_papers_open({})
        return files

    def write(self, vals):
        result = super().write(vals)
        if {'res_model', 'res_id'} & vals.keys():
            self._check_papers_open(vals)
        return result

    def _check_not_shown(self, vals):
        """:raise UserError: as before, or one of the files is a paper of a file that is closed"""
        result = super()._check_not_shown(vals)
        self._check_papers_open(vals)
        return result

    def _check_papers_open(self, vals):
        # sudo: whoever changes the paper, its file keeps it.
        papers = self.sudo().filtered(lambda paper: paper.res_model == 'dan_van.work.file.line' and paper.res_id)
        if not papers or papers._is_moved(vals):
            return
        # sudo: as above.
        lines = self.env['dan_van.work.file.line'].sudo().browse(set(papers.mapped('res_id'))).exists()
        if locked := lines._locked_owner(lines._open_in, changes=False):
            raise UserError(lines._why_locked(locked, ()))
