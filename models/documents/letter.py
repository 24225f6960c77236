from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...rendering.document import Signature
from ...rendering.plain import blocks
from ...rendering.types import SKELETONS, TYPES, is_unwritten, left_open
from ...rendering.wording import head_of
from ..core.document_part import shortened
from .document_mixin import DOCUMENT_TYPES

# Plans and reports have models of their own.
LETTER_TYPES = [(key, label) for key, label in DOCUMENT_TYPES if key not in ('KH', 'BC')]
ABOUT = [('correction', "Corrects"), ('recall', "Notice of recall")]
# Types that name whom they are for above the text (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.9.b; mẫu 1.6).
_ADDRESSED = ('CV', 'TTr', 'CĐ')
_SIGNED_BY_TWO = tuple(key for key, form in TYPES.items() if form.second)


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
    about = fields.Selection(
        ABOUT, 'What it does', readonly=True, copy=False, given_by=('write_about', 'replace'))
    about_entry_id = fields.Many2one(
        'dan_van.register.entry', 'Document concerned', readonly=True, copy=False, index='btree_not_null', check_company=True,
        ondelete='restrict', given_by=('write_about', 'replace'), help="The document of ours that this one corrects, or tells the recall of.")
    bases = fields.Text(
        'Legal bases', help="One a line, beginning with “Căn cứ”; the closing marks are printed by themselves.")
    body = fields.Text(
        'Text', help="One paragraph a line. “Phần I”, “I. ”, “1. ”, “a) ”, “- ” and “+ ” at the head of a line are "
                     "printed as the decree has them.")
    partner = fields.Text(
        'Issued together with', help="The agency that issues it with this one (liên tịch), in lines as it is printed at the head. The number is "
                                     "that of this agency.")
    partner_symbol = fields.Char('Symbol of the partner', help="Its part of number and symbol, e.g. HND in 05/CTr-BDT-HND.")
    second_title = fields.Char(
        'Title of the second signer', compute='_compute_second_title', store=True, readonly=False,
        help="Printed above the signature on the left: of who has written the minutes, of the other party, or of the agency that issues it "
             "together with this one; “;” begins a new line, e.g. TM. BAN THƯỜNG VỤ; CHỦ TỊCH.")
    second_name = fields.Char('Second signer', help="Who signs on the left.")
    closing = fields.Text(help="Last paragraph; “./.” is printed at its end.")
    annex_ids = fields.One2many('dan_van.annex', 'letter_id', 'Annexes', copy=True)

    _about_named = models.Constraint(
        'CHECK((about IS NULL) = (about_entry_id IS NULL))', "A document that corrects or recalls names which one.")

    @api.depends('document_type')
    def _compute_second_title(self):
        for letter in self:
            letter.second_title = TYPES[letter.document_type].second or False

    @api.onchange('document_type')
    def _onchange_document_type(self):
        """Propose how a text of this type begins, where nothing has been written yet."""
        if is_unwritten(self.body):
            self.body = SKELETONS.get(self.document_type, '')

    def _take_effect(self):
        result = super()._take_effect()
        self.answers_id._keep_turns()
        self._follow_notices()
        return result

    def _do_recall(self):
        result = super()._do_recall()
        self.answers_id._keep_turns()
        self._follow_notices()
        return result

    def _follow_notices(self):
        """Of these, notices alone tell whether a recall is still to be told; a correction says nothing of it."""
        self.filtered(lambda letter: letter.about == 'recall').about_entry_id._follow_notices()

    def copy_data(self, default=None):
        """What replaces a letter about a document is about it too."""
        replaced = (default or {}).get('replaces_id')
        return [
            {**vals, 'about': letter.about, 'about_entry_id': letter.about_entry_id.id} if letter.about and letter.id == replaced else vals
            for letter, vals in zip(self, super().copy_data(default))]

    def _missing(self):
        missing = super()._missing()
        if not (self.body or '').strip():
            missing.append(self.env._("Write the text."))
        if open_lines := left_open(self.document_type, self.body):
            missing.append(self.env._("Fill in what “…” stands for in the text: %s", shortened(open_lines[0], 60)))
        missing += self._overtaken()
        if self.document_type in _SIGNED_BY_TWO and not (self.second_name and self.second_title):
            missing.append(self.env._("Enter who signs on the left: name and title of the second signer."))
        if self.partner and not (self.second_name and self.second_title and self.partner_symbol):
            missing.append(self.env._(
                "Enter who signs for the agency that issues it together with this one, name and title, and its part of the symbol."))
        if self.document_type in _ADDRESSED and not (self.addressees or '').strip():
            missing.append(self.env._("Enter the addressees (“Kính gửi”; of a telegram those it goes to)."))
        return missing + self.annex_ids._missing()

    def _overtaken(self):
        """:return: a sentence that says why this can't be issued any more, in a list; nothing where it can"""
        if self.about == 'correction' and self.about_entry_id.recalled:
            return [self.env._("“%s” was recalled: what holds no more is not corrected.", self.about_entry_id.code)]
        return []

    def _check_step(self, name):
        if name in ('sign', 'number', 'issue') and (found := [said for letter in self for said in letter._overtaken()]):
            raise UserError('\n'.join(found))
        return super()._check_step(name)

    def _document_text(self):
        return {
            'bases': tuple((self.bases or '').splitlines()),
            'blocks': blocks(self.body),
            'closing': self.closing or '',
            'annexes': self.annex_ids._printed(),
            'decider': self._decider(),
            'second': self._second_signature(),
        }

    def _decider(self):
        """:return: who decides or wires: the head, or the collective for which is signed; nothing for other types"""
        form = TYPES[self.document_type]
        if not (form.resolves or form.wired):
            return ''
        profile = self._profile()
        council = self.council_id
        agency = council.name or ' '.join(profile.issuer.split())
        if form.collective or self.authority == 'collective':
            return not council and profile.collective or agency
        return head_of(council.chair_title or profile.head_title, agency)

    def _second_signature(self):
        # What was submitted before there were two has none whose place stays empty.
        is_asked = self.second_name or not self.is_frozen
        if not (self.second_title and is_asked):
            return None
        return Signature(tuple(filter(None, map(str.strip, self.second_title.upper().split(';')))), self.second_name or '')

    # Issued together with another agency (liên tịch)

    def _head(self, profile):
        head = super()._head(profile)
        partner = (self.partner or '').split('\n') if (self.partner or '').strip() else []
        if not partner:
            return head
        *above, last = head['issuer']
        names = [head['issuer_name'], ' '.join(' '.join(partner).split())]
        return {**head, 'parent': '', 'issuer': (*above, f'{last} -', *partner), 'issuer_name': ' và '.join(names)}

    def _symbol(self, profile):
        symbol = super()._symbol(profile)
        return f'{symbol}-{self.partner_symbol}' if self.partner and self.partner_symbol else symbol

    def _signature(self, profile):
        signature = super()._signature(profile)
        chair = TYPES[self.document_type].chair
        return replace(signature, authority=(chair,)) if chair else signature
