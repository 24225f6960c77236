from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...rendering.annex import Annex as PrintedAnnex
from ...rendering.annex import is_mentioned
from ...rendering.plain import blocks
from ...rendering.table_text import TableError, parse_table
from ...rendering.types import ENACTED, ENACTING
from ..core.document_part import shortened
from .document_mixin import DOCUMENT_TYPES, PRINTED_TYPES

ORIENTATIONS = [
    ('automatic', "By the width of the table"),
    ('upright', "Upright"),
    ('across', "Across"),
]
_LANDSCAPE = {'automatic': None, 'upright': False, 'across': True}


class Annex(models.Model):
    """Annex ("phụ lục") of a plan or of another document: text, a table or both.

    It is printed after the signature on pages of its own, numbered when there are several (Nghị định 30/2020/NĐ-CP,
    Phụ lục I, phần I, mục III.1), and frozen with its document.
    """

    _name = 'dan_van.annex'
    _description = 'Annex'
    _inherit = ['dan_van.document.part']
    _order = 'sequence, id'
    _rec_name = 'title'

    _documents = ('plan_id', 'letter_id')

    plan_id = fields.Many2one('dan_van.plan', ondelete='cascade', index='btree_not_null')
    letter_id = fields.Many2one('dan_van.letter', 'Document', ondelete='cascade', index='btree_not_null')
    letter_type = fields.Selection(related='letter_id.document_type')
    sequence = fields.Integer(default=10)
    enacted_type = fields.Selection(
        [(key, label) for key, label in DOCUMENT_TYPES if key in ENACTED], 'Put in force',
        help="Only where a decision or resolution puts this text in force: it gets the head of the agency and the signature. Empty: an annex.")
    title = fields.Char(required=True, help="Printed in capitals; “Phụ lục” and its number are printed by themselves.")
    text = fields.Text(help="One paragraph a line. “I. ”, “1. ”, “a) ”, “- ” and “+ ” at the head of a line are printed as "
                            "the decree has them.")
    table = fields.Text(help="One row a line, the heads of the columns first; cells are separated by Tab, as they are when "
                             "you paste from Excel or Word, or by “|”. A line without a separator heads the rows below it.")
    note = fields.Text(help="Printed below the table in smaller letters.")
    orientation = fields.Selection(
        ORIENTATIONS, 'Sheets', required=True, default='automatic',
        help="How the sheets lie. By the width of the table: across from seven columns on.")

    summary = fields.Char('Content', compute='_compute_summary')

    _one_document = models.Constraint(
        'CHECK(num_nonnulls(plan_id, letter_id) = 1)', "An annex belongs to one document: a plan or another one.")

    @api.depends('text', 'table')
    @api.depends_context('lang')
    def _compute_summary(self):
        for annex in self:
            try:
                table = parse_table(annex.table)
            except TableError:
                table = None  # while it is typed; it can't be saved
            annex.summary = ', '.join(filter(None, (
                annex.text and self.env._("text"),
                table and self.env._(
                    "table of %(rows)s rows and %(columns)s columns", rows=len(table.rows), columns=len(table.columns)))))

    @api.constrains('table', 'title')
    def _check_table(self):
        for annex in self:
            try:
                parse_table(annex.table)
            except TableError as error:
                raise ValidationError(self.env._(
                    "The table of the annex “%(annex)s” has more cells in row %(number)s (%(words)s) than columns: "
                    "%(cells)s cells, but the first line names %(columns)s columns. Complete the first line or correct the row.",
                    annex=annex.title, number=error.number, words=shortened(error.words, 40), cells=error.cells,
                    columns=error.columns)) from error

    def _missing(self):
        """:return: sentences that say what the annexes lack for the submission of their document"""
        return [
            self.env._("Write the text or the table of the annex “%s”, or delete it.", annex.title)
            for annex in self if not any((annex[name] or '').strip() for name in ('text', 'table'))]

    def _is_enacted(self):
        """:return: whether the document puts this text in force; one that became a letter since doesn't"""
        return bool(self.enacted_type) and self.letter_type in ENACTING

    def _printed(self):
        """:return: tuple of :class:`rendering.annex.Annex` in the order of print"""
        return tuple(PrintedAnnex(
            annex.title, parse_table(annex.table), annex.note or '', _LANDSCAPE[annex.orientation], blocks(annex.text),
            PRINTED_TYPES.get(annex.enacted_type, '') if annex._is_enacted() else '', bool(annex._apart()),
        ) for annex in self.sorted('sequence'))


class Annexed(models.AbstractModel):
    """A document with annexes, which its text has to mention (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục III.1)."""

    _name = 'dan_van.annexed'
    _description = 'Document with annexes'

    annex_note = fields.Char('About the annexes', compute='_compute_annex_note')

    @api.depends('annex_ids.enacted_type', 'annex_ids.letter_type', 'state')
    @api.depends_context('lang')
    def _compute_annex_note(self):
        for document in self:
            annexes = document.annex_ids.filtered(lambda annex: not annex._is_enacted())
            is_told = document.is_frozen or not annexes or document._mentions_annex()
            document.annex_note = not is_told and self.env._(
                "The text mentions no annex: say where it belongs, e.g. “(Phụ lục kèm theo)”.")

    def _mentions_annex(self):
        text = self._document_text()
        words = [text.get('preamble'), text['closing'], *(word for block in text['blocks'] for word in (block.title, block.text))]
        return is_mentioned(words)
