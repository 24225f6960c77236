from odoo import api, fields, models
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

from ..models.content import SECTION_KINDS

_lt = LazyTranslate(__name__)

WARNINGS = {
    'other_agency': _lt("The file names another issuing agency; the agency profile is printed."),
    'number_given': _lt("The file carries a number already; issuing gives the next one of the register."),
    'annex_left': _lt("Nothing was found in this annex, so it is not taken over. The file is attached to the plan."),
    'annex_heads': _lt("The columns of this annex's table were recognised and their heads written anew: compare them with the file."),
    'annex_tables': _lt("An annex takes one table: rows that don't fit into the first one stand below it as text. "
                        "Make an annex of your own for each further table."),
    'annex_untitled': _lt("This annex has no title in the file: write it on the plan."),
    'footnote_left': _lt("The footnote is not taken over. It stays in the file, which is attached to the plan."),
    'type_missing': _lt("The type of the document was not found; it is taken as a plan."),
    'content_missing': _lt("No section of contents was found."),
    'implementation_missing': _lt("No section on implementation was found: enter the assignments yourself."),
    'issuer_missing': _lt("The issuing agency was not found; the agency profile is used."),
    'symbol_missing': _lt("Number and symbol were not found; the register gives them."),
    'recipients_missing': _lt("No recipients were found."),
    'signer_missing': _lt("The signer was not found; choose who signs."),
    'unit_unknown': _lt("No unit was recognised in this assignment: choose it."),
    'second_plan': _lt("Another plan follows in the file. It was not read: import it from a file of its own."),
    'number_repeated': _lt("This number appears twice; it is kept as printed."),
    'number_skipped': _lt("A number is skipped before this one; it is kept as printed."),
    'number_restarted': _lt("The numbering starts anew here; it is kept as printed."),
    'stray_text': _lt("This text stands outside the document and was left out."),
    'unplaced_text': _lt("This text was not understood and is in no part: copy it where it belongs."),
}


class PlanImportLine(models.AbstractModel):
    _name = 'dan_van.plan.import.line'
    _description = 'Line of an import'
    _order = 'sequence, id'

    import_id = fields.Many2one('dan_van.plan.import', required=True, ondelete='cascade', index=True)
    sequence = fields.Integer()
    line = fields.Integer('Line of the file', readonly=True)


class PlanImportBasis(models.TransientModel):
    _name = 'dan_van.plan.import.basis'
    _description = 'Legal basis that was recognised'
    _inherit = 'dan_van.plan.import.line'

    text = fields.Text(required=True)
    kind = fields.Char('Type of document')
    code = fields.Char('Number and symbol')
    date = fields.Date()
    issuer = fields.Char('Issued by')
    subject = fields.Text()

    def _values(self):
        return {name: self[name] for name in ('text', 'kind', 'code', 'date', 'issuer', 'subject')}


class PlanImportPart(models.TransientModel):
    _name = 'dan_van.plan.import.part'
    _description = 'Part of the text that was recognised'
    _inherit = 'dan_van.plan.import.line'

    level = fields.Integer(help="0 for a section, 1 for what stands below it, and so on.")
    label = fields.Char()
    title = fields.Char()
    text = fields.Text()
    kind = fields.Selection(SECTION_KINDS, help="Only for sections.")

    _level_allowed = models.Constraint('CHECK(level >= 0)', "The level of a part begins at 0.")

    def _values(self):
        return {
            'sequence': self.sequence, 'label': self.label, 'title': self.title, 'text': self.text,
            'kind': (self.kind or 'other') if not self.level else False,
        }


class PlanImportDuty(models.TransientModel):
    _name = 'dan_van.plan.import.duty'
    _description = 'Assignment that was recognised'
    _inherit = 'dan_van.plan.import.line'

    unit = fields.Char('Unit in the text', readonly=True)
    candidates = fields.Char('Perhaps', readonly=True, help="Units with a similar name; choose yourself.")
    department_id = fields.Many2one('hr.department', 'Unit', domain="[('dan_van_kind', '!=', False)]")
    scope = fields.Selection([('unit', "One unit"), ('all', "All units")], required=True, default='unit')
    role = fields.Selection([('lead', "Lead"), ('coordinate', "Coordinate")], required=True, default='lead')
    kind = fields.Selection([('order', "Order"), ('request', "Request")], required=True, default='order')
    printed = fields.Boolean(default=True)
    label = fields.Char()
    unit_label = fields.Char('Unit as printed')
    text = fields.Text('Duty', required=True)
    deadline = fields.Date()
    deadline_text = fields.Char('Deadline as printed')
    output = fields.Char()

    def _values(self, plan, content_at):
        names = (
            'sequence', 'scope', 'role', 'kind', 'printed', 'label', 'unit_label', 'text', 'deadline', 'deadline_text', 'output')
        content = content_at.get(self.line)
        return {
            'plan_id': plan.id,
            'department_id': self.department_id.id if self.scope == 'unit' else False,
            'content_ids': [Command.set(content.ids)] if content else [],
            **{name: self[name] for name in names},
        }


class PlanImportWarning(models.TransientModel):
    _name = 'dan_van.plan.import.warning'
    _description = 'Warning of an import'
    _inherit = 'dan_van.plan.import.line'

    code = fields.Char(required=True, readonly=True)
    text = fields.Text('In the file', readonly=True)
    message = fields.Char('What to look at', compute='_compute_message')

    @api.depends('code')
    def _compute_message(self):
        for warning in self:
            warning.message = self.env._(WARNINGS[warning.code])
