from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_date

from ...rendering.written_about import Cited, correction, recall_notice
from ..core.holding import hold
from .document_mixin import PRINTED_TYPES


class WrittenAbout(models.AbstractModel):
    """A document about which the agency writes another one: a letter corrects it, or tells of its recall.

    Nghị định 30/2020/NĐ-CP, Điều 18, khoản 4. What was issued stays as it is; its form and its line of the register name the letter.
    The office has the turn of a recalled document until those who have it are told, or it has written why they need not be.
    """

    _name = 'dan_van.written.about'
    _description = 'Document about which another one is written'
    _inherit = ['dan_van.document.mixin']

    written_ids = fields.One2many(related='register_entry_id.written_ids', related_sudo=False)  # drafts only for who reads them
    correction_notice = fields.Char(compute='_compute_correction_notice')
    can_correct = fields.Boolean(compute='_compute_can_write_about')
    can_tell_recall = fields.Boolean(compute='_compute_can_write_about')

    @api.depends('register_entry_id.written_ids.state')
    @api.depends_context('lang')
    def _compute_correction_notice(self):
        """Tell on a document by which letters it is corrected."""
        for document in self:
            document.correction_notice = '; '.join(
                document.env._("Corrected by %(code)s of %(date)s", code=letter.code, date=format_date(document.env, letter.document_date))
                for letter in document.register_entry_id._notices('correction'))

    @api.depends('state', 'department_id')
    @api.depends_context('uid')
    def _compute_can_write_about(self):
        for document in self:
            entry, drafts = document.register_entry_id, document.department_id._is_member() or document._is_office()
            document.can_correct = drafts and bool(entry) and document.is_in_force
            document.can_tell_recall = drafts and document.is_gone and entry.recalled and not entry.replaced_by_id

    # Whose turn a recall is

    @api.model
    def _notice_domain(self):
        """:return: Domain of the recalled documents of whose recall somebody is still to be told"""
        return Domain('state', '=', 'recalled') & Domain('register_entry_id', 'any', [('notice_due', '=', True)])

    def _awaits_notice(self):
        return self.state == 'recalled' and self.register_entry_id.notice_due

    def _may_forgo_notice(self):
        return self._is_office() and self._awaits_notice()

    def _do_forgo_notice(self):
        self.register_entry_id._opened('recall', 'notice_due').notice_due = False

    def action_forgo_notice(self, reason=None):
        """Note that nobody needs a notice of the recall; opens the dialog for the reason where none is given."""
        return self._action_with_reason('forgo_notice', reason)

    # The letters

    def action_correct(self):
        """Draft the letter that corrects this document in force.

        :return: action that opens the draft
        :raise UserError: it is not in force, or the user drafts nothing for its unit
        """
        return self._write_about('correction', 'can_correct', self.env._(
            "A document in force is corrected by who drafts for “%s”, or by the office.", self.department_id.name))

    def action_tell_recall(self):
        """Draft the letter that tells those who have this recalled document of its recall; see :meth:`action_correct`."""
        return self._write_about('recall', 'can_tell_recall', self.env._(
            "Of the recall of a document who drafts for “%s” tells those who have it, or the office.", self.department_id.name))

    def _write_about(self, about, may, refusal):
        self.ensure_one()
        self.check_access('read')
        if not self[may]:
            raise UserError(refusal)
        hold(self.register_entry_id)  # two who press the button at once get one draft
        letter = self.written_ids.filtered(lambda letter: letter.about == about and not letter.is_out)[:1]
        letter = letter or self.env['dan_van.letter']._making('write_about').create(self._letter_about(about))
        return {'type': 'ir.actions.act_window', 'res_model': letter._name, 'res_id': letter.id, 'view_mode': 'form'}

    def _letter_about(self, about):
        """:return: dict of the values of a letter about this document, to those who have it"""
        entry, agency = self.register_entry_id, self.council_id.name or self.company_id.name
        cited = Cited(PRINTED_TYPES[self.document_type], entry.code, entry.date, entry.subject, agency)
        if about == 'correction':
            subject, body, closing = correction(cited)
        else:
            subject, body, closing = recall_notice(cited, entry.recall_date, self._recall_reason())
        return {
            'about': about, 'about_entry_id': entry.id, 'document_type': 'CV', 'company_id': self.company_id.id,
            'department_id': self.department_id.id, 'council_id': self.council_id.id, 'subject': subject, 'body': body, 'closing': closing,
            'addressees': entry.recipients, **({'signer_id': self.council_id.chair_id.id} if self.council_id else {})}

    def _recall_reason(self):
        # sudo: who reads the document may know why it holds no more.
        return self.env['dan_van.approval'].sudo().search(
            [('res_model', '=', self._name), ('res_id', '=', self.id), ('step', '=', 'recall')], limit=1).reason
