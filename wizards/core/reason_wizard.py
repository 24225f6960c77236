from odoo import api, fields, models
from odoo.exceptions import UserError

from ...models.core.holding import hold


class ReasonWizard(models.TransientModel):
    """Asks for the reason of a step: return, recall, what is done although something is missing."""

    _name = 'dan_van.reason.wizard'
    _description = 'Reason for a step'
    _inherit = ['dan_van.readable.links']

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True, readonly=True)
    transition = fields.Char(required=True, readonly=True)
    question = fields.Text(readonly=True)
    reason = fields.Text(required=True)
    step_label = fields.Char('Step', compute='_compute_step_label')

    @api.depends('res_model', 'transition')
    def _compute_step_label(self):
        known = self.env['dan_van.approval']._workflow_models()
        for wizard in self:
            steps = self.env[wizard.res_model]._transitions() if wizard.res_model in known else {}
            wizard.step_label = wizard.transition in steps and steps[wizard.transition].label

    def action_confirm(self):
        """Do the step with the reason; the document's own guard decides whether it may be done.

        :return: action that closes the dialog, or goes to the list where the document can't be read any more
        """
        self.ensure_one()
        if self.res_model not in self.env['dan_van.approval']._workflow_models():
            raise UserError(self.env._("“%s” has no workflow.", self.res_model))
        if not isinstance(self.res_ids, list) or not all(type(id_) is int for id_ in self.res_ids):
            raise UserError(self.env._("The documents of this step are named by their numbers: open the document, then take the step."))
        hold(self)
        documents = self.env[self.res_model].browse(self.res_ids)
        documents._action_with_reason(self.transition, self.reason)
        self.sudo().unlink()  # sudo: the user's own dialog, whose second click is not a second step
        if documents.has_access('read'):
            return {'type': 'ir.actions.act_window_close'}
        # What is returned may go out of the sight of who returns it: its form could not be loaded again.
        return {
            'type': 'ir.actions.act_window', 'name': documents._description, 'res_model': documents._name,
            'views': [(False, 'list'), (False, 'form')], 'target': 'main'}
