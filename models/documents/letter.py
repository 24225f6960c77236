from odoo import fields, models

from ...rendering.plain import blocks
from ...rendering.wording import head_of
from .document_mixin import DOCUMENT_TYPES

# Plans and reports have models of their own.
LETTER_TYPES = [(key, label) for key, label in DOCUMENT_TYPES if key not in ('KH', 'BC')]
# Types whose text begins with "Kính gửi" (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.9.b).
_ADDRESSED = ('CV', 'TTr')


class Letter(models.Model):
    """Document of free text: công văn, tờ trình, thông báo and what else an agency writes about its work."""

    _name = 'dan_van.letter'
    _description = 'Document'
    _inherit = ['dan_van.signing.mixin', 'dan_van.annexed']
    _review_setting = 'letter_review'

    _report = 'dan_van.letter_report'
    _review_form = 'dan_van.letter_view_form_review'

    document_type = fields.Selection(LETTER_TYPES, default='CV', readonly=False, index=True)
    replaces_id = fields.Many2one(
        'dan_van.letter', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('replace',))
    replaced_by_ids = fields.One2many('dan_van.letter', 'replaces_id', 'Replaced by')
    plan_id = fields.Many2one(
        'dan_van.plan', index='btree_not_null', check_company=True, ondelete='restrict',
        help="The plan that this document is about.")
    answers_id = fields.Many2one(
        'dan_van.incoming', 'Answer to', index='btree_not_null', check_company=True, ondelete='restrict',
        help="The incoming document that this one answers.")
    bases = fields.Text(
        'Legal bases', help="One a line, beginning with “Căn cứ”; the closing marks are printed by themselves.")
    body = fields.Text(
        'Text', help="One paragraph a line. “Phần I”, “I. ”, “1. ”, “a) ”, “- ” and “+ ” at the head of a line are "
                     "printed as the decree has them.")
    closing = fields.Text(help="Last paragraph; “./.” is printed at its end.")
    annex_ids = fields.One2many('dan_van.annex', 'letter_id', 'Annexes', copy=True)

    def _do_issue(self, date=None, reserved=None):
        result = super()._do_issue(date, reserved)
        self.answers_id._keep_turns()
        return result

    def _do_recall(self):
        result = super()._do_recall()
        self.answers_id._keep_turns()
        return result

    def _missing(self):
        missing = super()._missing()
        if not (self.body or '').strip():
            missing.append(self.env._("Write the text."))
        if self.document_type in _ADDRESSED and not (self.addressees or '').strip():
            missing.append(self.env._("Enter the addressees (“Kính gửi”)."))
        return missing + self.annex_ids._missing()

    def _document_text(self):
        return {
            'bases': tuple((self.bases or '').splitlines()),
            'blocks': blocks(self.body),
            'closing': self.closing or '',
            'annexes': self.annex_ids._printed(),
            'decider': self._decider() if self.document_type == 'QĐ' else '',
        }

    def _decider(self):
        """:return: whose decision it is: the head's, or that of the collective for which is signed"""
        profile = self._profile()
        agency = ' '.join(profile.issuer.split())
        if self.authority == 'collective':
            return profile.collective or agency
        return head_of(profile.head_title, agency)
