import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command, Domain
from odoo.tools.translate import LazyTranslate

from ...importer import UnreadableFile, parse
from ...importer.words import canonical
from ...models.core.foreign_file import read_document
from ...models.core.holding import hold
from ...models.core.mail_switches import QUIET
from ...models.core.period_rules import COUNTS
from ...models.core.replaceable import NOT_REPLACED
from ...models.core.res_company import legal_today
from ..core import file_import
from ..core.dialog import HOURS
from .plan_import_annex import read_annexes
from .plan_import_rows import Rows, basis_values

_lt = LazyTranslate(__name__)

UNREADABLE = {
    **file_import.UNREADABLE,
    'not_a_plan': _lt("No plan was recognised in this file: it needs the heading KẾ HOẠCH and numbered sections."),
    'too_long': _lt(
        "The file holds more than any plan does. Save the plan alone, without other documents, as a new file, then import that."),
    'scanned': _lt(
        "This file holds pictures of pages. They are read where a new plan is imported, not compared with a draft: use the Word file, "
        "or a PDF made from it."),
}
_KINDS_OF_RECURRENCE = {
    'monthly': ['month'], 'quarterly': ['quarter'], 'semiannual': ['half', 'year'], 'yearly': ['year']}
# A single date asks for the report on the part of the year that ends about then.
_KINDS_OF_MONTHS = {'half': {5, 6, 7}, 'nine': {9, 10}, 'year': {11, 12}}


class PlanImport(models.TransientModel):
    """From a file to a draft plan: upload, look at what was recognised, correct it, create."""

    _name = 'dan_van.plan.import'
    _description = 'Import of a plan'
    _inherit = ['dan_van.read.file']
    _transient_max_hours = HOURS

    state = fields.Selection(selection_add=[('reading', "Reading"), ('preview',)])
    company_id = fields.Many2one('res.company', 'Agency', required=True, default=lambda self: self.env.company)
    document = fields.Json(readonly=True)
    which = fields.Integer('Number of the plan in the file', readonly=True)
    next_index = fields.Integer(compute='_compute_next_index')
    next_subject = fields.Char(compute='_compute_next_index')
    # The plan
    theme_id = fields.Many2one(
        'dan_van.theme', domain=f"[('company_id', 'in', [company_id, False]), {NOT_REPLACED}]",
        default=lambda self: self.env['dan_van.theme']._default(),
        help="Indicators, types of events, checks and report schemes of this theme are those of the plan.")
    year = fields.Integer()
    subject = fields.Text()
    department_id = fields.Many2one(
        'hr.department', 'Drafting unit', default=lambda self: self.env['dan_van.plan']._default_department())
    signer_id = fields.Many2one(
        'res.users', domain=lambda self: self.env['dan_van.plan']._signer_domain(),
        default=lambda self: self.env['dan_van.plan']._default_signer())
    recipients = fields.Text()
    archive = fields.Char('Archive line')
    scheme_ids = fields.Many2many(
        'dan_van.report.scheme', string='Report schemes',
        domain=f"[('kind', 'in', {list(COUNTS)}), ('theme_id', '=', theme_id), ('company_id', 'in', [company_id, False]), {NOT_REPLACED}]",
        help="What is reported how often; the periods of the year follow from it once the plan is issued.")
    basis_ids = fields.One2many('dan_van.plan.import.basis', 'import_id', 'Legal bases')
    line_ids = fields.One2many('dan_van.plan.import.part', 'import_id', 'Text and assignments')
    part_ids = fields.One2many(
        'dan_van.plan.import.part', 'import_id', 'Text', domain=[('type', 'in', ('heading', 'content'))])
    duty_ids = fields.One2many(
        'dan_van.plan.import.part', 'import_id', 'Assignments', domain=[('type', 'in', ('duty', 'unit'))])
    section_ids = fields.One2many(
        'dan_van.plan.import.part', 'import_id', 'Where assignments stand',
        domain=[('type', 'in', ('heading', 'annex')), ('level', '=', 0)])
    warning_ids = fields.One2many(
        'dan_van.plan.import.warning', 'import_id', 'Warnings', domain=[('code', '!=', 'report_due')], readonly=True)
    period_ids = fields.One2many(
        'dan_van.plan.import.warning', 'import_id', 'Reports in the text', domain=[('code', '=', 'report_due')], readonly=True)
    citations = fields.Text('Documents cited', readonly=True)
    unmatched_count = fields.Integer(compute='_compute_unmatched_count')

    @api.depends('line_ids.type', 'line_ids.department_id', 'line_ids.scope', 'line_ids.organ_ids')
    def _compute_unmatched_count(self):
        for wizard in self:
            wizard.unmatched_count = len(wizard.line_ids.filtered('is_unmatched'))

    def _compute_display_name(self):
        self.display_name = self.env._("Import a plan")

    @api.depends('document', 'which')
    def _compute_next_index(self):
        """Say which plan of the file comes next, 0 for none."""
        for wizard in self:
            others = (wizard.document or {}).get('others') or []
            following = next((other for other in others if other['index'] > wizard.which), {})
            wizard.next_index = following.get('index', 0)
            wizard.next_subject = following.get('subject')

    def action_read(self):
        """Read the file and show what was recognised; pages that are pictures are read first.

        :raise UserError: the file can't be read; it says why and what to do
        """
        self.ensure_one()
        self.env['dan_van.plan'].check_access('create')
        if not (self.filename or self._source()[1]):
            raise UserError(self.env._("Choose the file of the plan, or photos of its pages."))
        try:
            document = self._read_file()
        except UnreadableFile as error:
            if error.code != 'scanned':
                raise self._refusal(error) from error
            self._read_pages(error.arguments['pages'])
        else:
            self._show(document)

    def _show(self, document):
        """Show what was recognised.

        :param document: :class:`importer.Document`
        """
        self = self._opened('read')  # pylint: disable=self-cls-assignment
        self.write({
            'state': 'preview',
            'problem': False,
            'document': document.to_dict(),
            'history': [],
            'theme_id': self.env['dan_van.theme']._of_subject(document.subject, self.company_id).id,
            **self._plan_values(document),
            **self._head_values(document.header),
            **self._line_commands(document),
        })
        self._onchange_theme_id()

    def _parsed(self):
        """:return: :class:`importer.Document` of the file
        :raise UserError: the file can't be read
        """
        try:
            return self._read_file()
        except UnreadableFile as error:
            raise self._refusal(error) from error

    def _read_file(self):
        """:return: :class:`importer.Document` of the file
        :raise UnreadableFile: it can't be read, or has pages that are to be read from their picture
        """
        name, data = self._read_source() if self.id else self._source()
        return read_document(self.env, parse, data, name, self.which, self._units(), self._scanned())

    def _refusal(self, error, name=None):
        """:param name: of the file where it is not the source itself
        :return: UserError that says why the file can't be read and what to do
        """
        return file_import.refusal(self.env, name or self._source_name(), error, UNREADABLE)

    def action_back(self):
        """Back to the upload; what was recognised is dropped."""
        self.ensure_one()
        self._forget()

    @api.model
    def _unread(self):
        clear = [Command.clear()]
        return {
            **super()._unread(), 'basis_ids': clear, 'line_ids': clear, 'warning_ids': clear,
            'period_ids': clear, 'page_ids': clear, 'history': [], 'which': 0}

    def action_next(self):
        """Leave this plan and read the next one of the file.

        :raise UserError: there is none
        """
        self.ensure_one()
        self._check_shown()
        if not self.next_index:
            raise UserError(self.env._("The file holds no further plan."))
        self._go_on()

    def _go_on(self):
        self._opened('read').which = self.next_index
        self.action_read()

    def _check_shown(self):
        """Hold the dialog: the second of two clicks means the plan that stood there at the first.

        :raise UserError: it shows another plan of the file by now
        """
        hold(self)
        if (shown := self.env.context.get('dan_van_which')) is not None and shown != self.which:
            raise UserError(self.env._("This plan of the file is done with: the next one is shown by now. Reload the page."))

    # Preview

    @api.model
    def _plan_values(self, document):
        year = document.header.date.year
        named = re.search(r'năm (\d{4})', document.subject or '')
        texts = self._texts(document)
        return {
            'year': int(named[1]) if named else year or legal_today(self).year,
            'citations': '\n'.join(citation.text for citation in document.citations),
            **{name: texts[name] for name in ('subject', 'recipients', 'archive')},
        }

    @api.model
    def _texts(self, document):
        """:return: what the file says in the fields of the plan itself"""
        return {
            'subject': document.subject,
            'preamble': document.enacting,
            'closing': document.closing,
            'recipients': '\n'.join(document.recipients),
            'archive': document.archive,
        }

    def _line_commands(self, document):
        create, clear = Command.create, Command.clear()
        rows = self._rows(document)
        return {
            'basis_ids': [clear, *(
                create({**basis_values(basis), 'sequence': index, 'line': basis.line or 0, 'paths': [f'bases[{index}]']})
                for index, basis in enumerate(document.bases))],
            'line_ids': [clear, *map(create, rows)],
            'warning_ids': [clear, *map(create, self._warning_values(document) + self._remembered_notices(rows))],
            'period_ids': [clear, *map(create, self._period_values(document))],
        }

    @api.onchange('theme_id')
    def _onchange_theme_id(self):
        """Keep to the schemes of the theme, and say beside what the text tells of reports which of them would fit."""
        self.scheme_ids = self.scheme_ids.filtered(lambda scheme: scheme.theme_id == self.theme_id)
        Scheme = self.env['dan_van.report.scheme']
        schemes = Scheme.search(Scheme._in_use(self.company_id) & Domain([
            ('theme_id', '=', self.theme_id.id), ('kind', 'in', list(COUNTS))]))
        for period in self.period_ids:
            kinds = set(period.scheme_kinds or ())
            period.proposal = ', '.join(schemes.filtered(lambda scheme, kinds=kinds: scheme.kind in kinds).mapped('name'))

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
        found += [{'code': 'page_unread', 'text': self.env._("Page %s", page.index + 1)}
                  for page in self.page_ids if page.state == 'unread']
        return found + [
            {'code': notice.code, 'line': notice.line or 0, 'text': notice.text} for notice in document.warnings]

    def _period_values(self, document):
        """Yield what the text says about reports, with the kinds of schemes whose periods would fit."""
        for period in document.periods:
            yield {'code': 'report_due', 'line': period.line or 0, 'text': period.text, 'scheme_kinds': sorted(_scheme_kinds(period))}

    def _rows(self, document):
        """:return: values of the rows of the preview, numbered in the order of print"""
        rows = Rows(self, document)
        rows.add_text('enacting')
        for section in document.sections:
            rows.add_section(section)
        rows.add_text('closing')
        for annex in document.annexes:
            rows.add_annex(annex)
        return rows.values

    # Creation

    def action_create(self):
        """Create the draft plan with all its parts, file the source on it, and open it.

        :raise UserError: the subject is empty
        """
        self.ensure_one()
        self._check_shown()
        source = self._taken()
        if not (self.subject or '').strip():
            raise UserError(self.env._("Enter the subject of the plan."))
        if not self.theme_id:
            raise UserError(self.env._("Choose the theme of the plan: its indicators and report schemes follow from it."))
        plan = self.env['dan_van.plan'].with_context(dan_van_no_skeleton=True).create({
            'company_id': self.company_id.id,
            'basis_ids': [Command.create(basis._values()) for basis in self.basis_ids],
            'annex_ids': [Command.create({**values, 'sequence': sequence}) for sequence, (values, _notices) in enumerate(
                read_annexes(self.document or {}), 1) if values],
            **{name: self[name] for name in ('year', 'subject', 'recipients')},
            'preamble': self._text_of('enacting'),
            'closing': self._text_of('closing'),
            'theme_id': self.theme_id.id,
            'scheme_ids': [Command.set(self.scheme_ids.ids)],
            'archive': self.archive or False,
            'department_id': self.department_id.id,
            'signer_id': self.signer_id.id,
        }).with_context(dan_van_no_skeleton=False)
        contents = self._create_contents(plan)
        self.env['dan_van.assignment'].with_context(mail_create_nosubscribe=QUIET, mail_create_nolog=QUIET).create(
            [row._duty_values(plan, contents) for row in self._taken_duties()])
        self._remember_names()
        plan._telling().message_post(
            body=self._told(), attachments=[source])
        if self.next_index:
            self._go_on()
            return self._offer_next(plan)
        # Who goes back from the draft finds the upload, not what is created already.
        self.write({'file': False, 'filename': False, 'photo_ids': [Command.clear()]})
        return {'type': 'ir.actions.act_window', 'res_model': 'dan_van.plan', 'res_id': plan.id, 'view_mode': 'form'}

    def _offer_next(self, plan):
        """:return: action that tells of the plan that was created and shows the next one of the file"""
        return {
            'type': 'ir.actions.client',
            'tag': 'display_notification',
            'params': {
                'type': 'success',
                'message': self.env._("“%s” was created. The file holds another plan: here it is.", plan.subject),
                'next': {
                    'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': self.id,
                    'views': [(False, 'form')], 'target': 'main'},
            },
        }

    def _text_of(self, kind):
        return '\n'.join(row.text or '' for row in self._in_order() if row.type == kind)

    def _taken_duties(self):
        """Return the rows that become duties: those below sections and annexes that were not left out."""
        return self.line_ids.browse().union(*(
            row for root, row in self._with_roots() if row.type in ('duty', 'unit') and (not root or root.takes_duties)))

    def _create_contents(self, plan):
        """:return: ``{row: content}``"""
        roots, path = [], []
        duties = set(self._taken_duties())
        rows = [row for row in self._in_order() if row.type in ('heading', 'content') or row.type == 'duty' and row not in duties]
        nodes = [{'vals': row._content_values(), 'children': []} for row in rows]
        for row, node in zip(rows, nodes):
            level = min(row.level, len(path))
            node['vals']['kind'] = False if level else row.kind or 'other'
            (path[level - 1]['children'] if level else roots).append(node)
            path[level:] = [node]
        self.env['dan_van.content']._create_tree(plan, roots)
        return {row: node['record'] for row, node in zip(rows, nodes)}


def _scheme_kinds(period):
    """:return: set of kinds of regular periods that a reporting duty of the text asks for"""
    kinds = set(_KINDS_OF_RECURRENCE.get(period.recurrence, ()))
    months = {int(date[5:7]) for date in period.dates}
    return kinds | {kind for kind, ends in _KINDS_OF_MONTHS.items() if months & ends}
