from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import escape_psql
from odoo.tools.translate import LazyTranslate

from ...importer.letter import read_letter
from ...importer.words import canonical
from ...models.core.res_company import legal_today
from ...models.documents.document_mixin import URGENCIES
from ...models.documents.incoming_message import file_name
from ..core.dialog import HOURS

_lt = LazyTranslate(__name__)

DOUBTS = {
    'symbol_missing': _lt("Number and symbol were not found: enter them."),
    'number_missing': _lt("The number was not found: write it before the symbol."),
    'number_unread': _lt(
        "The number of the document is written by hand or hard to read, so it is left out: see it on the picture of the page."),
    'date_missing': _lt("The date of the document was not found, or is not complete: enter it."),
    'issuer_missing': _lt("The issuing agency was not found: enter it."),
    'subject_missing': _lt("The subject was not found: enter it."),
    'type_missing': _lt("The type of the document was not found: enter it."),
    'deadline_several': _lt("The document names several days. The first one was taken; compare them with the file."),
    'deadline_counted': _lt("The answer is due within a term: count the day, and enter it."),
    'deadline_returns': _lt("A regular report is asked for here: enter the day of the next one, or make a duty of it."),
    'deadline_impossible': _lt("This day is in no calendar, so no day of the answer was set: enter the right one."),
    'deadline_vague': _lt("These words name no single day, so no day of the answer was set: enter it."),
    'deadline_before_issue': _lt(
        "This date lies before the document was issued, so no day of the answer was set: enter the right one."),
    'deadline_far': _lt("This date lies years after the document, so no day of the answer was set: enter the right one."),
    'deadline_cited': _lt(
        "The only date here is that of a document that is cited, so no day of the answer was set: enter it where there is one."),
    'year_inferred': _lt("No year stands with this date; that of the document was taken: compare it with the file."),
}
# What goes from the dialog to the register.
_TAKEN = ('code', 'date', 'issuer', 'kind', 'subject', 'signer', 'urgency', 'due_date', 'addressees', 'arrival_date')


class IncomingFile(models.TransientModel):
    """From a file to an incoming document: upload, look at what was recognised, put it right, enter it."""

    _name = 'dan_van.incoming.file'
    _description = 'Incoming document from a file'
    _inherit = ['dan_van.file.import']
    _transient_max_hours = HOURS

    company_id = fields.Many2one('res.company', 'Agency', required=True, default=lambda self: self.env.company)
    code = fields.Char('Number and symbol')
    date = fields.Date('Date of the document')
    issuer = fields.Char('Issued by')
    kind = fields.Char('Type of document')
    subject = fields.Text()
    signer = fields.Char()
    urgency = fields.Selection(URGENCIES)
    due_date = fields.Date('Reply by')
    arrival_date = fields.Date(default=legal_today)
    addressees = fields.Text()
    department_ids = fields.Many2many(
        'hr.department', string='Units asked',
        domain="[('dan_van_kind', '!=', False), ('company_id', 'in', (company_id, False))]")
    duplicate_ids = fields.Many2many('dan_van.incoming', string='Entered already', compute='_compute_duplicate_ids')
    enter_again = fields.Boolean('It is another document: enter it as well')

    def _compute_display_name(self):
        self.display_name = self.env._("Enter a document from its file")

    @api.depends('code', 'issuer', 'date', 'company_id')
    def _compute_duplicate_ids(self):
        found = self.env['dan_van.incoming']._same_as(self.mapped('code'))
        for wizard in self:
            wizard.duplicate_ids = found.filtered(lambda document, own=wizard: document._is_same(own)).ids

    def write(self, vals):
        """As in Odoo; that it is another document was said of what the dialog has shown until now."""
        if {'code', 'date', 'issuer', 'company_id', 'file'} & vals.keys():
            vals = {'enter_again': False, **vals}
        return super().write(vals)

    def action_read(self):
        """Read the file and show what was recognised; nothing is entered yet.

        :raise UserError: the file can't be read; it says why and what to do
        """
        self.ensure_one()
        self.env['dan_van.incoming'].check_access('create')
        units = self._units()
        letter = self._read_by(read_letter, units=[
            (unit.id, unit.name, unit.dan_van_abbreviation) for unit in units], year=legal_today(self).year)
        asked = {named.unit for named in letter.units}
        self._opened('read').write({
            'state': 'preview',
            'document': letter.to_dict(),
            'doubts': [*(self.doubts or ()), *self._doubts(letter)],
            'code': letter.code,
            'date': letter.issued,
            'issuer': self._known_issuer(letter.issuer),
            'kind': letter.kind,
            'subject': letter.subject,
            'signer': letter.signer.name,
            'urgency': letter.urgency,
            'due_date': letter.deadline.date if letter.deadline else False,
            'addressees': '\n'.join(letter.addressees),
            'department_ids': [fields.Command.set(units.filtered(lambda unit: unit.name in asked).ids)],
        })

    def action_create(self):
        """Enter the document in the register, with its file.

        :return: action that opens the document
        :raise UserError: something is missing, or the document was entered already
        """
        filename, data = self._taken()
        if missing := [self._fields[name]._description_string(self.env) for name in ('code', 'issuer', 'subject') if not (
                self[name] or '').strip()]:
            raise UserError(self.env._("Enter first: %s.", ", ".join(missing)))
        if self.duplicate_ids and not self.enter_again:
            raise UserError(self.env._(
                "“%(document)s” was entered already, with the arrival number %(number)s. Tick “It is another document” if it is "
                "not the same one.", document=self.duplicate_ids[0].display_name, number=self.duplicate_ids[0].arrival_number))
        document = self.env['dan_van.incoming'].create({
            **{name: self[name] for name in _TAKEN}, 'arrival_date': self.arrival_date or legal_today(self),
            'company_id': self.company_id.id, 'department_ids': [fields.Command.set(self.department_ids.ids)]})
        self._attach(document, self.env._("Entered from the file."), file_name(filename), data)
        # Who goes back from the document finds the upload, not what is entered already.
        self.write({'file': False, 'filename': False, 'enter_again': False})
        return {'type': 'ir.actions.act_window', 'res_model': document._name, 'res_id': document.id, 'view_mode': 'form'}

    def _units(self):
        return self.env['hr.department'].search([
            ('company_id', 'in', (self.company_id.id, False)), ('dan_van_kind', '!=', False)])

    def _doubts(self, letter):
        return [{'line': notice.line or 0, 'text': notice.text or '', 'message': self.env._(DOUBTS[notice.code])}
                for notice in letter.warnings if notice.code in DOUBTS]

    def _known_issuer(self, issuer):
        """:return: the agency as the register has written its name before, or as it was read"""
        if not issuer:
            return issuer
        names = self.env['dan_van.incoming']._read_group(
            [('company_id', '=', self.company_id.id), ('issuer', '=ilike', escape_psql(issuer))], ['issuer'])
        return next((name for [name] in names if canonical(name) == canonical(issuer)), issuer)
