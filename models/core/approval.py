from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date

from ...rendering.comparison import compare
from .built_on import built_on
from .res_company import legal_date


class Approval(models.Model):
    """Append-only log of the steps of every document.

    Read: whoever may read the document. Create: only :meth:`_note`. Write, unlink: nobody.
    """

    _name = 'dan_van.approval'
    _description = 'Approval log'
    _inherit = ['dan_van.lock', 'dan_van.partial.reading']
    _order = 'id desc'
    _rec_name = 'label'
    _rec_names_search = ['step']

    _open_in = ()
    _made_by = ('log',)

    # Why a document went back and how long it lay are told to those who made it, not to all who read it as issued.
    _partial_fields = frozenset({'reason', 'waited_hours'})
    _public_reasons = ('recall', 'replace')

    res_model = fields.Char('Document model', required=True, readonly=True)
    res_id = fields.Many2oneReference(
        'Document', model_field='res_model', required=True, readonly=True, index=True)
    step = fields.Char('Step code', required=True, readonly=True)
    label = fields.Char('Step', compute='_compute_label')
    state_from = fields.Char('From status', required=True, readonly=True)
    state_to = fields.Char('To status', required=True, readonly=True)
    user_id = fields.Many2one('res.users', 'By', required=True, readonly=True, ondelete='restrict')
    on_behalf_id = fields.Many2one('res.users', 'On behalf of', readonly=True, ondelete='restrict')
    reason = fields.Text(readonly=True)
    waited_hours = fields.Float(
        'Waited (hours)', readonly=True, aggregator='avg', help="Time since the step before, or since the document was made.")
    version = fields.Integer(readonly=True, aggregator=False, help="Number of the submission that the step is about.")
    content = fields.Json('Text of the version', readonly=True, groups=fields.NO_ACCESS)
    change_lines = fields.Json('Changes since the version before', compute='_compute_change_lines')
    create_date = fields.Datetime('When', readonly=True)

    @api.depends('res_model', 'step')
    @api.depends_context('lang')
    def _compute_label(self):
        """Each reader has the step in his language; a step that a later version has no more keeps its code."""
        labels = {
            (model, transition.name): transition.label
            for model in set(self.mapped('res_model')) & set(self._workflow_models())
            for transition in self.env[model]._transitions().values()}
        for line in self:
            line.label = self.env._("Read") if line.step == 'seen' else labels.get((line.res_model, line.step), line.step)

    @api.depends('content')
    @api.depends_context('uid')
    def _compute_change_lines(self):
        """Tell who may follow the document up what each version has changed; many who read an issued one had no part in it."""
        parts = {
            name: self.env[name].browse(lines.mapped('res_id'))._filtered_access('write')._ids
            for name, lines in self.grouped('res_model').items() if name in self.env}
        # sudo: the texts are given to nobody directly; what is told of them is chosen below.
        versions = self.sudo().search([
            ('res_model', 'in', self.mapped('res_model')), ('res_id', 'in', self.mapped('res_id')), ('content', '!=', False)],
            order='id').grouped(lambda line: (line.res_model, line.res_id))
        for line in self:
            # sudo: what each version has changed is for who may write the document.
            content = line.res_id in parts.get(line.res_model, ()) and line.sudo().content
            earlier = [each for each in versions.get((line.res_model, line.res_id), self.browse()) if each.id < line.id]
            line.change_lines = compare(earlier[-1].content, content) if earlier and content else []

    def _hidden(self):
        hidden = {}
        for name, lines in self.grouped('res_model').items():
            if name not in self._document_models():
                continue
            documents = self.env[name].browse(lines.mapped('res_id'))
            others = set(documents.filtered(lambda document: document._is_read_as_issued())._ids)
            for line in lines.filtered(lambda line: line.res_id in others):
                hidden[line] = {'waited_hours'} if line.step in self._public_reasons else self._partial_fields
        return hidden

    @api.model
    def _shown_to_sql(self, alias, name, query):
        if self.env.user._dan_van_follows_all():
            return SQL("TRUE")
        model, step = (self._field_to_sql(alias, each, query) for each in ('res_model', 'step'))
        steps = self._public_reasons if name == 'reason' else ('',)
        return SQL("(%s NOT IN %s OR %s IN %s)", model, tuple(self._document_models()), step, steps)

    @api.model
    def _note(self, vals_list):
        """Write lines of the log, for the step or the reading that they tell of.

        :param vals_list: list of dicts of values
        """
        # sudo: nobody may create lines directly; the step has been guarded, and who reads notes his own reading.
        self.sudo()._making('log').create(vals_list)

    def _in_words(self, tells_why=True):
        """:return: str, who took this step and when, and why where ``tells_why``"""
        # sudo: the name of the colleague, for who reads the log.
        told = self.env._(
            "%(step)s on %(date)s by %(user)s", step=self.label, date=format_date(self.env, legal_date(self.create_date)),
            user=self.user_id.sudo().name)
        return ': '.join(filter(None, (told, tells_why and self.reason)))

    def _why_locked(self, owner, names):
        return self.env._("The approval log is never changed. A correction is a new step of the document.")

    def _why_kept(self, owner):
        return self.env._("The approval log is never deleted.")

    # Access follows the document

    @api.model
    def _readable_domain(self):
        """:return: domain of the log lines whose document the current user may read"""
        documents = self._document_models()
        return Domain.OR(
            Domain('res_model', '=', name) & Domain('res_id', 'in', self.env[name]._search(Domain.TRUE))
            & self._seen_domain(name, name in documents)
            for name in self._workflow_models() if self.env[name].has_access('read'))

    @api.model
    def _seen_domain(self, name, is_document):
        """:return: domain of the lines that say who has read a record of the model ``name``: of a document for those who made it"""
        user = self.env.user
        if user._dan_van_follows_all():
            return Domain.TRUE
        shown = Domain('step', '!=', 'seen') | Domain('user_id', '=', user.id)
        if not is_document:
            return shown
        return shown | Domain('res_id', 'in', self.env[name]._search([('department_id.member_user_ids', 'in', user.id)]))

    @api.model
    def _document_models(self):
        """:return: names of the models of documents that many read once they are issued"""
        return [name for name in self._workflow_models() if hasattr(self.env[name], '_is_read_as_issued')]

    @api.model
    def _workflow_models(self):
        return built_on(self.env, 'dan_van.workflow.mixin')

    @api.model
    def _search(self, domain, *args, **kwargs):
        if not self.env.su and not kwargs.get('bypass_access'):
            domain = Domain(domain) & self._readable_domain()
        return super()._search(domain, *args, **kwargs)

    def _check_access(self, operation):
        result = super()._check_access(operation)
        if result or self.env.su or not self._ids:
            return result
        # sudo: the domain itself says which lines the user may read.
        forbidden = self - self.browse(self.sudo()._search(self._readable_for(self)))
        if forbidden:
            return forbidden, lambda: self.env['ir.rule']._make_access_error(operation, forbidden)
        return None

    @api.model
    def _readable_for(self, records):
        return Domain('id', 'in', records.ids) & records._readable_domain()
