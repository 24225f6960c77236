import base64
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools.translate import LazyTranslate

from ..importer import UnreadableFile, parse
from ..importer.units import match_all
from ..importer.words import canonical
from ..models.res_company import legal_today
from .plan_import_annex import read_annexes

_lt = LazyTranslate(__name__)

UNREADABLE = {
    'empty': _lt("The file is empty."),
    'not_a_plan': _lt("No plan was recognised in this file: it needs the heading KẾ HOẠCH and numbered sections."),
    'wrong_type': _lt("This type of file can't be read. Use a Word file (.docx), a text PDF or plain text (.txt)."),
    'encrypted': _lt("The file is protected by a password. Remove the protection, then import it again."),
    'too_big': _lt("The file is too big: at most %(limit)s MB can be imported."),
    'too_long': _lt(
        "The file holds more than any plan does. Save the plan alone, without other documents, as a new file, then import that."),
    'scanned': _lt("This PDF holds pictures of pages without text. Use the Word file or a PDF made from it."),
    'old_doc': _lt("This is a file of an old Word version (.doc). Open it in Word and save it as .docx."),
    'broken': _lt("The file is damaged and can't be read."),
}


class PlanImport(models.TransientModel):
    """From a file to a draft plan: upload, look at what was recognised, correct it, create."""

    _name = 'dan_van.plan.import'
    _description = 'Import of a plan'
    _rec_name = 'filename'

    file = fields.Binary(attachment=False)
    filename = fields.Char()
    state = fields.Selection([('upload', "Upload"), ('preview', "Preview")], default='upload', readonly=True)
    company_id = fields.Many2one('res.company', 'Agency', required=True, default=lambda self: self.env.company)
    document = fields.Json(readonly=True)
    # The plan
    year = fields.Integer()
    subject = fields.Text()
    department_id = fields.Many2one(
        'hr.department', 'Drafting unit', default=lambda self: self.env['dan_van.plan']._default_department())
    signer_id = fields.Many2one(
        'res.users', domain=lambda self: self.env['dan_van.plan']._signer_domain(),
        default=lambda self: self.env['dan_van.plan']._default_signer())
    preamble = fields.Text('Enacting paragraph')
    closing = fields.Text()
    recipients = fields.Text()
    archive = fields.Char('Archive line')
    basis_ids = fields.One2many('dan_van.plan.import.basis', 'import_id', 'Legal bases')
    part_ids = fields.One2many('dan_van.plan.import.part', 'import_id', 'Text')
    duty_ids = fields.One2many('dan_van.plan.import.duty', 'import_id', 'Assignments')
    warning_ids = fields.One2many('dan_van.plan.import.warning', 'import_id', 'Warnings', readonly=True)
    citations = fields.Text('Documents cited', readonly=True)
    unmatched_count = fields.Integer(compute='_compute_unmatched_count')

    @api.depends('duty_ids.department_id', 'duty_ids.scope')
    def _compute_unmatched_count(self):
        for wizard in self:
            wizard.unmatched_count = len(wizard.duty_ids.filtered(
                lambda duty: duty.scope == 'unit' and not duty.department_id))

    def action_read(self):
        """Read the file and show what was recognised.

        :raise UserError: the file can't be read; it says why and what to do
        """
        self.ensure_one()
        self.env['dan_van.plan'].check_access('create')
        document = self._parsed()
        self.write({
            'state': 'preview',
            'document': document.to_dict(),
            **self._plan_values(document),
            **self._line_commands(document),
        })

    def _parsed(self):
        """:return: :class:`importer.Document` of the file
        :raise UserError: the file can't be read
        """
        try:
            return parse(base64.b64decode(self.file or b''), self.filename or '')
        except UnreadableFile as error:
            reason = self.env._(UNREADABLE[error.code])
            raise UserError(self.env._(
                "“%(file)s” can't be imported. %(reason)s",
                file=self.filename or '', reason=reason % error.arguments)) from error

    def action_back(self):
        """Back to the upload; what was recognised is dropped."""
        self.ensure_one()
        clear = [Command.clear()]
        self.write({
            'state': 'upload', 'basis_ids': clear, 'part_ids': clear, 'duty_ids': clear, 'warning_ids': clear,
        })

    # Preview

    @api.model
    def _plan_values(self, document):
        year = document.header.date.year
        named = re.search(r'năm (\d{4})', document.subject or '')
        return {
            'year': int(named[1]) if named else year or legal_today(self).year,
            'subject': document.subject,
            'preamble': document.enacting,
            'closing': document.closing,
            'recipients': '\n'.join(document.recipients),
            'archive': document.archive,
            'citations': '\n'.join(citation.text for citation in document.citations),
        }

    def _line_commands(self, document):
        parts, duties = self._lines(document)
        return {
            'basis_ids': [Command.clear(), *(Command.create(self._basis_values(basis))
                                             for basis in document.bases)],
            'part_ids': [Command.clear(), *map(Command.create, parts)],
            'duty_ids': [Command.clear(), *map(Command.create, duties)],
            'warning_ids': [Command.clear(), *map(Command.create, self._warning_values(document))],
        }

    def _warning_values(self, document):
        """Return what to look at: what the agency's own data say first, then what the importer found."""
        header = document.header
        profile = self.env['dan_van.agency.profile']._find(self.company_id, legal_today(self))
        issuer = ' '.join(header.issuer)
        found = []
        if issuer and profile and canonical(issuer) != canonical(profile.issuer):
            found.append({'code': 'other_agency', 'text': issuer})
        if header.number:
            found.append({'code': 'number_given', 'text': f"{header.number}/{header.symbol or ''}"})
        found += [{'code': code, 'line': annex.line or 0, 'text': text}
                  for annex, (_values, notices) in zip(document.annexes, read_annexes(document.to_dict()))
                  for code, text in notices]
        found += [{'code': 'footnote_left', 'text': note} for note in document.footnotes]
        return found + [
            {'code': notice.code, 'line': notice.line or 0, 'text': notice.text} for notice in document.warnings]

    @api.model
    def _basis_values(self, basis):
        return {
            'text': basis.text,
            'kind': basis.kind,
            'code': _code(basis),
            'date': basis.date,
            'issuer': basis.issuer,
            'subject': basis.subject,
        }

    def _lines(self, document):
        """Return the values of parts and duties, numbered together in the order of print."""
        units = [(unit.id, unit.name, unit.dan_van_abbreviation) for unit in self.env['hr.department'].search([
            ('company_id', 'in', (self.company_id.id, False)), ('dan_van_kind', '!=', False)])]
        duty_at = {duty.line: duty for duty in document.assignments}
        paths, task_lines = document.paths(), document.task_lines()
        parts, duties = [], []

        def add_part(node, level, **values):
            parts.append({
                'sequence': len(parts) + len(duties), 'level': level, 'line': node.line,
                'label': node.label, 'title': node.title, **values,
            })

        def add_duties(values, names):
            for match in match_all(names, units) if names else [None]:
                duties.append({
                    'sequence': len(parts) + len(duties), 'unit': match.name if match else False,
                    **self._unit_values(match), **values})
                values = {**values, 'printed': False}

        def add_item(item, level, in_implementation):
            if in_implementation and item.line in duty_at:
                duty = duty_at[item.line]
                add_duties(_duty_values(item, duty), duty.unit)
                return
            lines = task_lines.get(paths[id(item)], [])
            add_part(item, level, text='\n'.join(filter(None, [item.text, *lines])))
            if not in_implementation:
                for role in ('lead', 'coordinate'):
                    for name in getattr(item, role):
                        add_duties(_served_values(item, role), name)
            for child in item.children:
                add_item(child, level + 1, in_implementation)

        for section in document.sections:
            add_part(section, section.level, kind=section.kind)
            for item in section.items:
                add_item(item, section.level + 1, section.kind == 'implementation')
        return parts, duties

    @api.model
    def _unit_values(self, match):
        if match is None:
            return {'scope': 'unit'}
        names = self.env['hr.department'].browse(match.candidates).mapped('name')
        return {
            'scope': match.scope,
            'department_id': match.unit,
            'candidates': ', '.join(names) if not match.unit else False,
        }

    # Creation

    def action_create(self):
        """Create the draft plan with all its parts, file the source on it, and open it.

        :raise UserError: the subject is empty
        """
        self.ensure_one()
        if not (self.subject or '').strip():
            raise UserError(self.env._("Enter the subject of the plan."))
        plan = self.env['dan_van.plan'].with_context(dan_van_no_skeleton=True).create({
            'company_id': self.company_id.id,
            'basis_ids': [Command.create(basis._values()) for basis in self.basis_ids],
            'annex_ids': [Command.create({**values, 'sequence': sequence}) for sequence, (values, _notices) in enumerate(
                read_annexes(self.document or {}), 1) if values],
            **{name: self[name] for name in ('year', 'subject', 'preamble', 'closing', 'recipients')},
            'archive': self.archive or False,
            'department_id': self.department_id.id,
            'signer_id': self.signer_id.id,
        }).with_context(dan_van_no_skeleton=False)
        content_at = self._create_contents(plan)
        self.env['dan_van.assignment'].with_context(mail_create_nosubscribe=True, mail_create_nolog=True).create(
            [duty._values(plan, content_at) for duty in self.duty_ids])
        plan.message_post(
            body=self.env._("Imported from the file."),
            attachments=[(self.filename or 'plan', base64.b64decode(self.file))])
        return {
            'type': 'ir.actions.act_window', 'res_model': 'dan_van.plan', 'res_id': plan.id, 'view_mode': 'form',
            'target': 'main',
        }

    def _create_contents(self, plan):
        """:return: ``{line of the source: content}``"""
        roots, path = [], []
        nodes = [{'vals': part._values(), 'children': []} for part in self.part_ids]
        for part, node in zip(self.part_ids, nodes):
            level = min(part.level, len(path))
            (path[level - 1]['children'] if level else roots).append(node)
            path[level:] = [node]
        self.env['dan_van.content']._create_tree(plan, roots)
        return {part.line: node['record'] for part, node in zip(self.part_ids, nodes)}


def _duty_values(item, duty):
    """Values of a duty as it is printed: the words before the colon as unit, else all in the text."""
    own = item.title or item.text or ''
    first, _newline, rest = duty.text.partition('\n')
    head = own[:len(own) - len(first)].rstrip() if first and own.endswith(first) else own.rstrip()
    has_colon = head.endswith(':')
    return {
        'line': item.line,
        'label': item.label,
        'kind': duty.kind,
        'unit_label': head.rstrip(': ') if has_colon else False,
        'text': duty.text if has_colon else '\n'.join(filter(None, (own, rest))),
        **_deadline_values(duty.deadline),
    }


def _served_values(item, role):
    return {
        'line': item.line,
        'printed': False,
        'role': role,
        'text': item.title or item.text,
        'output': item.output,
        **_deadline_values(item.deadline),
    }


def _code(citation):
    """Number and symbol as printed: the state writes 76/NQ-CP, the Party 01-KL/TW."""
    if not (citation.number and citation.symbol):
        return citation.number or citation.symbol
    number, symbol = re.escape(citation.number), re.escape(citation.symbol)
    found = re.search(rf'{number}\s*([-/])\s*{symbol}', citation.text)
    return f"{citation.number}{found[1] if found else '/'}{citation.symbol}"


def _deadline_values(deadline):
    return {'deadline': deadline.date, 'deadline_text': deadline.text} if deadline else {}
