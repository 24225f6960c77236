from collections import defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...signatures.copying import page_count
from ...signatures.errors import SignatureError
from ..core.foreign_file import read_foreign
from ..core.holding import hold
from ..core.reading import whole
from .dms_folder import own_folder
from .register import PRINTED_SERIES

_SOURCES = ('entry_id', 'incoming_id')
_DESCRIBED = ('code', 'date', 'kind', 'subject', 'author')


class WorkFileLine(models.Model):
    """A document in a file: one that the agency issued, one that came in, or a paper of its own.

    How it is called follows the registers while the file is open, and stays as it is from its closing on.
    """

    _name = 'dan_van.work.file.line'
    _description = 'Document in a file'
    _inherit = ['dan_van.lock', 'dan_van.readable.links']
    _order = 'work_file_id, ordinal, id'
    _rec_name = 'subject'
    _check_company_auto = True

    _open_in = ('open',)
    _documents = ('work_file_id',)
    _placed_by = ('work_file_id',)

    work_file_id = fields.Many2one('dan_van.work.file', 'Work file', required=True, index=True, ondelete='restrict')
    company_id = fields.Many2one(related='work_file_id.company_id', store=True, index=True, precompute=True)
    state = fields.Selection(related='work_file_id.state')
    ordinal = fields.Integer('No.', aggregator=False)
    entry_id = fields.Many2one(
        'dan_van.register.entry', 'Document of ours', index='btree_not_null', check_company=True, ondelete='restrict',
        domain=[('state', '=', 'issued')])
    incoming_id = fields.Many2one(
        'dan_van.incoming', 'Incoming document', index='btree_not_null', check_company=True, ondelete='restrict',
        domain=[('state', '!=', 'cancelled')])
    code = fields.Char('Number and symbol', compute='_compute_described', store=True, readonly=False, precompute=True)
    date = fields.Date('Date of the document', compute='_compute_described', store=True, readonly=False, precompute=True)
    kind = fields.Char('Type of document', compute='_compute_described', store=True, readonly=False, precompute=True)
    subject = fields.Char(compute='_compute_described', store=True, readonly=False, precompute=True, required=True)
    author = fields.Char('Issued by', compute='_compute_described', store=True, readonly=False, precompute=True)
    pages = fields.Integer('Number of sheets', help="How many sheets or pages it has.")
    note = fields.Char()
    file = fields.Binary(compute='_compute_file', inverse='_inverse_file', help="Of a paper that stands in no register.")
    file_name = fields.Char(compute='_compute_file', inverse='_inverse_file')
    attachment_id = fields.Many2one(
        'ir.attachment', 'Paper', readonly=True, index='btree_not_null', ondelete='restrict', given_by=('attach',))

    _entry_once = models.UniqueIndex('(work_file_id, entry_id) WHERE entry_id IS NOT NULL', "This document lies in the file already.")
    _incoming_once = models.UniqueIndex(
        '(work_file_id, incoming_id) WHERE incoming_id IS NOT NULL', "This document lies in the file already.")
    _one_source = models.Constraint(
        'CHECK(entry_id IS NULL OR incoming_id IS NULL)', "Choose one document: of the agency, or one that came in.")
    _ordinal_sensible = models.Constraint('CHECK(ordinal BETWEEN 0 AND 99999)', "Documents are numbered from 1; order those of the file by day first.")
    _pages_counted = models.Constraint('CHECK(pages >= 0)', "Sheets are counted from 1.")

    @api.depends('entry_id', 'incoming_id.code', 'incoming_id.date', 'incoming_id.kind', 'incoming_id.subject', 'incoming_id.issuer')
    def _compute_described(self):
        for line in self:
            entry, incoming = line.entry_id, line.incoming_id
            if line.state not in (False, 'open') or not (entry or incoming):
                described = {name: line[name] for name in _DESCRIBED}
            elif entry:
                described = {
                    'code': entry.code, 'date': entry.date, 'kind': PRINTED_SERIES[entry.document_type],
                    'subject': entry.subject, 'author': entry.company_id.name}
            else:
                described = {
                    'code': incoming.code, 'date': incoming.date, 'kind': incoming.kind, 'subject': incoming.subject, 'author': incoming.issuer}
            line.update({**described, 'subject': ' '.join((described['subject'] or '').split())})

    @api.depends('attachment_id')
    def _compute_file(self):
        for line in self:
            paper = whole(line.attachment_id)
            line.file, line.file_name = paper.datas, paper.name

    def _inverse_file(self):
        for line in self:
            line._keep_paper(line.file, line.file_name)

    def _keep_paper(self, content, name):
        """Attach the file of a paper, base64, in the place of the former one."""
        if not content or content == whole(self.attachment_id).datas:
            return
        former = self.attachment_id
        self._opened('attach').attachment_id = self.env['ir.attachment'].create({
            'name': name or self.subject, 'datas': content, 'res_model': self._name, 'res_id': self.id})
        former.unlink()

    @api.constrains('entry_id', 'incoming_id')
    def _check_source(self):
        for line in self:
            if line.entry_id and line.entry_id.state != 'issued':
                raise ValidationError(self.env._("“%s” is not issued: file it when it is.", line.entry_id.code))
            if line.incoming_id.state == 'cancelled':
                raise ValidationError(self.env._("“%s” was struck out of the register: it belongs into no file.", line.incoming_id.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        self._check_given(vals_list)
        papers = [(vals.get('file'), vals.get('file_name')) for vals in vals_list]
        lines = super().create([{name: value for name, value in vals.items() if name not in ('file', 'file_name')} for vals in vals_list])
        for document in lines._documents_filed().values():
            document.check_access('read')  # some that stand in the register are read by their units alone
        registered = lines.filtered(lambda line: line.entry_id or line.incoming_id)
        for name in _DESCRIBED:
            self.env.add_to_compute(self._fields[name], registered)  # whatever was given
        for line, paper in zip(lines, papers):
            line._keep_paper(*paper)
        for file, group in lines.grouped('work_file_id').items():
            group._append(file)
        lines._file_in_dms()
        return lines

    def write(self, vals):
        if vals.keys() & {*_SOURCES, 'work_file_id'}:
            raise UserError(self.env._("Which document lies in the file is not changed. Take it out, and file the other one."))
        return super().write(vals)

    def unlink(self):
        documents = list(self._documents_filed().values())
        result = super().unlink()
        self._refile(documents)
        return result

    def _append(self, file):
        """Put new lines behind those of ``file``, and count the sheets of their PDF where nobody has."""
        last = max((line.ordinal for line in file.line_ids - self), default=0)
        # sudo: how many sheets a document has is told, not what stands on them.
        files_of = {line.id: files for line, files in self.sudo()._files().items()}
        for position, line in enumerate(self, last + 1):
            line.ordinal = line.ordinal or position
            line.pages = line.pages or sum(map(self._counted, files_of[line.id]))

    @api.model
    def _counted(self, pdf):
        if pdf.mimetype != 'application/pdf':
            return 0
        try:
            return read_foreign(self.env, page_count, whole(pdf).raw)
        except (SignatureError, UserError):
            return 0  # a damaged file is filed all the same, its sheets are counted by hand

    def _in_order(self):
        """:return: these lines of one file in their order, also where it has just been changed"""
        return self.sorted(lambda line: (line.ordinal, line.id))

    def _renumber(self, by_day=False):
        """Number the documents of each file from 1, in their order or in that of their days."""
        for group in self.grouped('work_file_id').values():
            ordered = group.sorted(lambda line: (by_day and str(line.date or '9999'), line.ordinal, line.id))
            for position, line in enumerate(ordered, 1):
                if line.ordinal != position:
                    line.ordinal = position

    def _check_changes(self, names):
        if typed := set(names).intersection(_DESCRIBED):
            if any(line.entry_id or line.incoming_id for line in self):
                raise UserError(self._why_given(typed))
        return super()._check_changes(names)

    def _why_locked(self, owner, names):
        return owner._why_locked(owner, names) if owner._name != self._name else super()._why_locked(owner, names)

    # What it stands for

    def _document(self):
        """:return: record of what is filed; none of a paper of its own"""
        return self.entry_id._document() if self.entry_id else self.incoming_id

    def _documents_filed(self):
        """:return: ``{line: record}`` of the documents of these lines; those of one model are read together"""
        incoming = {line: line.incoming_id for line in self if line.incoming_id}
        entries, found = self.entry_id.grouped('res_model'), {}
        for model, of_model in entries.items():
            records = self.env[model].browse(of_model.mapped('res_id'))
            found |= dict(zip(of_model, records))
        return {**incoming, **{line: found[line.entry_id] for line in self if line.entry_id}}

    def _files(self):
        """:return: ``{line: ir.attachment}``, of each its files, for a document that came in the one that is shown first; maybe none"""
        documents = self._documents_filed()
        return {line: documents[line]._sent_files() if line.entry_id else line.incoming_id.shown_file_id or line.attachment_id for line in self}

    def action_open_document(self):
        """Open what is filed: the document, or the paper.

        :raise UserError: a paper of which no file was attached
        """
        self.ensure_one()
        if document := self._document():
            return {'type': 'ir.actions.act_window', 'res_model': document._name, 'res_id': document.id, 'view_mode': 'form'}
        if not self.attachment_id:
            raise UserError(self.env._("“%s” is kept on paper alone: no file is attached.", self.subject))
        return {'type': 'ir.actions.act_url', 'url': f'/web/content/{self.attachment_id.id}', 'target': 'new'}

    # Filing in dms

    def _dms_paths(self):
        """A paper has a folder of its own in that of the file; as ``_dms_paths`` of documents."""
        return {
            line.id: [*line.work_file_id._dms_path(), own_folder(line, line.subject)]
            for line in self if line.attachment_id}

    def _file_in_dms(self):
        self._refile(self._documents_filed().values())
        self.attachment_id._file_in_dms()

    def _refile(self, documents):
        """Let the folders of ``documents`` lie in that of their first file, else where they lay before."""
        by_model = defaultdict(list)
        for document in documents:
            by_model[document._name].append(document.id)
        for model, ids in by_model.items():
            filed = self.env[model].browse(ids)
            hold(filed)  # its folder is made once
            self.env['dms.directory']._dan_van_refile(filed)
