from odoo import api, fields, models
from odoo.tools.translate import LazyTranslate

from ..core.dialog import HOURS

_lt = LazyTranslate(__name__)

WARNINGS = {
    'other_agency': _lt("The file names another issuing agency; the agency profile is printed."),
    'number_given': _lt("The file carries a number already; issuing gives the next one of the register."),
    'annex_left': _lt("Nothing was found in this annex, so it is not taken over. The file is attached to the plan."),
    'annex_tables': _lt("An annex takes one table: rows that don't fit into the first one stand below it as text. "
                        "Make an annex of your own for each further table."),
    'annex_untitled': _lt("This annex has no title in the file: write it on the plan."),
    'footnote_left': _lt("The footnote is not taken over. It stays in the file, which is attached to the plan."),
    'page_unread': _lt("This page could not be read. It stays in the file, which is attached to the plan."),
    'number_unread': _lt(
        "The number of the document is written by hand or hard to read, so it is left out: enter it beside the picture of the page."),
    'date_unread': _lt(
        "The date of the document is written by hand or hard to read, so it is left out: enter it beside the picture of the page."),
    'type_missing': _lt("The type of the document was not found; it is taken as a plan."),
    'content_missing': _lt("No section of contents was found."),
    'implementation_missing': _lt("No section on implementation was found: enter the assignments yourself."),
    'issuer_missing': _lt("The issuing agency was not found; the agency profile is used."),
    'symbol_missing': _lt("Number and symbol were not found; the register gives them."),
    'recipients_missing': _lt("No recipients were found."),
    'signer_missing': _lt("The signer was not found; choose who signs."),
    'unit_unknown': _lt("No unit was recognised in this assignment: choose it."),
    'name_remembered': _lt("This unit was chosen for the name before. Choose another one below, or delete the name in “Other names of units”."),
    'unit_doubtful': _lt("This is hardly the whole name of a unit, or more than one: compare it with the file."),
    'duty_missing': _lt("This unit is named without what it is to do: enter it, or leave the assignment out."),
    'basis_blank': _lt("This legal basis was left blank in the file; it was not taken over: enter it where there is one."),
    'units_missing': _lt("Who does this is not said, or not for all of it: enter the units yourself, or leave it as text."),
    'deadline_before_issue': _lt("This date lies before the plan was issued, so no deadline was set: enter the right one."),
    'deadline_far': _lt("This date lies years after the plan, so no deadline was set: enter the right one."),
    'deadline_cited': _lt("The only date here is that of a document that is cited, so no deadline was set: enter it where there is one."),
    'deadline_impossible': _lt("This day is in no calendar, so no deadline was set: enter the right one."),
    'deadline_several': _lt("Several days are named here for different units. The first one was taken: give each duty its own."),
    'deadline_counted': _lt("This is due within a term: count the day, and enter it."),
    'deadline_vague': _lt("These words name no single day, so no deadline was set: enter one where it is needed."),
    'year_inferred': _lt("No year stands with this date; that of the plan was taken: compare it with the file."),
    'table_unread': _lt("This table looks like one of tasks, but its columns were not understood; it was taken over as text."),
    'second_plan': _lt("The file holds this plan as well. It is offered once the present one is created or left."),
    'report_due': _lt("A report is asked for here. Tick the scheme that fits; another one gets its period after the issue."),
    'decision_above': _lt(
        "The plan is attached to a decision. Its bases, recipients and signer were taken; its articles stay in the file."),
    'number_repeated': _lt("This number appears twice; it is kept as printed."),
    'number_skipped': _lt("A number is skipped before this one; it is kept as printed."),
    'number_restarted': _lt("The numbering starts anew here; it is kept as printed."),
    'stray_text': _lt("This text stands outside the document and was left out."),
    'unplaced_text': _lt("This text was not understood and is in no part: copy it where it belongs."),
}


class PlanImportLine(models.AbstractModel):
    _name = 'dan_van.plan.import.line'
    _description = 'Line of an import'
    _inherit = ['dan_van.readable.links']
    _order = 'sequence, id'

    import_id = fields.Many2one('dan_van.plan.import', required=True, ondelete='cascade', index=True)
    sequence = fields.Integer()
    line = fields.Integer('Line of the file', readonly=True)
    paths = fields.Json('Places in the document', readonly=True)
    doubts = fields.Char(
        'Hard to read', compute='_compute_doubts', help="Words of a scan that are not sure: compare them with the picture of the page.")

    # What a line says; a word that was put right is no longer in doubt.
    _said = ('text',)

    @api.model
    def _check_kinds(self, vals):
        result = super()._check_kinds(vals)
        if (paths := vals.get('paths')) and not (isinstance(paths, list) and all(isinstance(path, str) for path in paths)):
            self._refuse_value(self._fields['paths'], paths)
        return result

    @api.depends(lambda self: ('paths', *self._said))
    def _compute_doubts(self):
        for wizard, lines in self.grouped('import_id').items():
            doubtful = wizard._doubtful_words()
            for line in lines:
                said = '\n'.join(line[name] or '' for name in line._said)
                words = dict.fromkeys(
                    word for path in line.paths or () for word in doubtful.get(path, ()) if word in said)
                line.doubts = self.env._("Hard to read: %s", ', '.join(words)) if words else False


class PlanImportBasis(models.TransientModel):
    _name = 'dan_van.plan.import.basis'
    _description = 'Legal basis that was recognised'
    _inherit = 'dan_van.plan.import.line'
    _transient_max_hours = HOURS

    text = fields.Text(required=True)
    kind = fields.Char('Type of document')
    code = fields.Char('Number and symbol')
    date = fields.Date()
    issuer = fields.Char('Issued by')
    subject = fields.Text()

    def _values(self):
        return {name: self[name] for name in ('text', 'kind', 'code', 'date', 'issuer', 'subject')}


class PlanImportWarning(models.TransientModel):
    _name = 'dan_van.plan.import.warning'
    _description = 'Warning of an import'
    _inherit = ['dan_van.dialog.row', 'dan_van.plan.import.line']
    _transient_max_hours = HOURS

    _row_of = 'import_id'

    code = fields.Char(required=True, readonly=True)
    text = fields.Text('In the file', readonly=True)
    proposal = fields.Char('Fits', readonly=True)
    scheme_kinds = fields.Json('Kinds of report schemes that fit', readonly=True)
    message = fields.Char('What to look at', compute='_compute_message')

    @api.depends('code')
    def _compute_message(self):
        for warning in self:
            warning.message = warning.code in WARNINGS and self.env._(WARNINGS[warning.code])
