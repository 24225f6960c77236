from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...rendering.wording import move_year
from ..core.res_company import legal_today
from ..core.transitions import Transition, Transitions


class FileCatalog(models.Model):
    """The files (hồ sơ) that an agency means to make in a year: danh mục hồ sơ.

    Clerk and office draw it up, the head of the agency approves it (Nghị định 30/2020/NĐ-CP, Điều 28). Work that comes up later
    gets files too: units add them to the approved list, and they say so.
    """

    _name = 'dan_van.file.catalog'
    _description = 'List of files of a year'
    _inherit = ['dan_van.workflow.mixin', 'dan_van.kept', 'mail.thread', 'mail.activity.mixin']
    _order = 'year desc, id desc'
    _check_company_auto = True

    _open_in = ('draft',)
    _placed_by = ('company_id',)

    company_id = fields.Many2one(
        'res.company', 'Agency', required=True, readonly=True, index=True, default=lambda self: self.env.company)
    year = fields.Integer(required=True, aggregator=False, default=lambda self: legal_today(self).year)
    state = fields.Selection(
        [('draft', "Draft"), ('submitted', "Submitted"), ('approved', "Approved")], 'Status', required=True, readonly=True,
        default='draft', copy=False)
    submitter_id = fields.Many2one(
        'res.users', 'Submitted by', readonly=True, copy=False, index='btree_not_null', ondelete='restrict',
        given_by=('submit',))
    approved_date = fields.Date('Approved on', readonly=True, copy=False, given_by=('approve', 'reopen'))
    decision_entry_id = fields.Many2one(
        'dan_van.register.entry', 'Decision', index='btree_not_null', check_company=True, ondelete='restrict', copy=False, open_in=True,
        domain=[('state', '=', 'issued'), ('document_type', '=', 'QĐ')], help="The decision with which the list was issued, if any.")
    work_file_ids = fields.One2many('dan_van.work.file', 'catalog_id', 'Files', open_in=True)
    file_count = fields.Integer('Number of files', compute='_compute_counts')
    permanent_count = fields.Integer('Kept for ever', compute='_compute_counts')

    _year_unique = models.UniqueIndex('(company_id, year)', "The agency has a list of files of this year already.")
    _year_sensible = models.Constraint('CHECK(year BETWEEN 1990 AND 2999)', "Write the year with four digits.")

    @api.depends('year')
    @api.depends_context('lang')
    def _compute_display_name(self):
        for catalog in self:
            catalog.display_name = self.env._("List of files %s", catalog.year)

    @api.constrains('year')
    def _check_files_open(self):
        for file in self.work_file_ids:
            if file.state != 'open':
                raise UserError(file._why_locked(file, ()))

    @api.depends('work_file_ids.retention')
    def _compute_counts(self):
        counts = {(catalog, retention): count for catalog, retention, count in self.env['dan_van.work.file']._read_group(
            [('catalog_id', 'in', self.ids)], ['catalog_id', 'retention'], ['__count'])}
        for catalog in self:
            catalog.permanent_count = counts.get((catalog._origin, 'permanent'), 0)
            catalog.file_count = catalog.permanent_count + counts.get((catalog._origin, 'years'), 0)

    @api.model
    def _of_year(self, company, year):
        """:return: dan_van.file.catalog of ``company`` for ``year``; maybe none"""
        return self.search([('company_id', '=', company.id), ('year', '=', year)], limit=1)

    # Steps

    @api.model
    def _transitions(self):
        return Transitions(
            Transition('submit', self.env._("Submit"), ['draft'], 'submitted'),
            Transition('return', self.env._("Return"), ['submitted'], 'draft', reason=True),
            Transition('approve', self.env._("Approve"), ['submitted'], 'approved'),
            Transition('reopen', self.env._("Reopen"), ['approved'], 'draft', reason=True))

    @api.model
    def _open_domain(self):
        return Domain('state', '=', 'submitted') | Domain('state', '=', 'draft') & Domain('submitter_id', '!=', False)

    def _draws_up(self):
        return self.env.user._dan_van_keeps_registers()

    def _may_submit(self):
        return self._draws_up()

    def _may_return(self):
        return self._may_approve() or self._draws_up()

    def _may_approve(self):
        return self.env.user.has_group('dan_van.group_leadership') or self.company_id._dan_van_leadership()._is_head()

    def _may_reopen(self):
        return self._may_approve() or self._draws_up()

    def _who_may(self, transition):
        if transition.name == 'approve':
            return self.env._("The leadership approves the list of files.")
        return self.env._("Clerk, office and leadership see to the list of files.")

    def _check_submit(self):
        for catalog in self:
            if not catalog.work_file_ids:
                raise UserError(self.env._("“%s” has no file yet. Import the list, take over that of last year, or add files.", catalog.display_name))

    def _do_submit(self):
        self.submitter_id = self.env.user

    def _do_approve(self):
        self.approved_date = legal_today(self)

    def _do_reopen(self):
        self.approved_date = False

    def _turn(self):
        if self.state == 'submitted':
            return self.company_id._dan_van_leadership()._acting_head(), self.env._("Approve the list of files")
        if self.state == 'draft' and self.submitter_id:
            return self.submitter_id, self.env._("See to what was returned and submit it again")
        return super()._turn()

    def _why_locked(self, owner, names):
        return self.env._("“%s” is submitted or approved. Have it returned, or reopen it with a reason, to change it.", owner.display_name)

    def _why_kept(self, owner):
        return self.env._("“%s” is submitted or approved and stays on file. Reopen it with a reason first.", owner.display_name)

    def _form(self):
        """:return: :class:`rendering.filing.FilingForm` as it is printed"""
        return self.env['dan_van.work.file.forms']._catalog(self)

    # Buttons

    def action_submit(self):
        """Submit the list to the head of the agency."""
        return self._transition('submit')

    def action_return(self, reason=None):
        """Return the list; opens the dialog for the reason where none is given."""
        return self._action_with_reason('return', reason)

    def action_approve(self):
        """Approve the list."""
        return self._transition('approve')

    def action_reopen(self, reason=None):
        """Open the list again; opens the dialog for the reason where none is given."""
        return self._action_with_reason('reopen', reason)

    def action_take_last(self):
        """Take over the files of the last list before this one, with this year in the place of that one.

        :raise UserError: there is none, or this list has files already
        """
        self.ensure_one()
        if self.work_file_ids:
            raise UserError(self.env._("“%s” has files already: the list of last year is taken over into an empty one.", self.display_name))
        last = self.search([
            ('company_id', '=', self.company_id.id), ('year', '<', self.year), ('work_file_ids', '!=', False)], order='year desc', limit=1)
        if not last:
            raise UserError(self.env._("No earlier list has files. Import this one from Excel, or add files by hand."))
        self.env['dan_van.work.file'].create([{
            'catalog_id': self.id, 'department_id': file.department_id.id, 'heading': file.heading, 'number': file.number,
            'notation': file.notation, 'title': move_year(file.title, last.year, self.year), 'retention': file.retention,
            'retention_years': file.retention_years, 'rights': file.rights, 'note': file.note,
            'keeper_id': file.keeper_id in file.department_id.member_user_ids and file.keeper_id.id,
        } for file in last.work_file_ids.filtered(lambda file: file.department_id.active)])

    def action_open_files(self):
        """Open the files of this list."""
        self.ensure_one()
        action = self.env['ir.actions.act_window']._for_xml_id('dan_van.work_file_action')
        return {**action, 'domain': [('catalog_id', '=', self.id)], 'context': {'default_catalog_id': self.id}}

    def action_xlsx(self):
        """Download the list as a workbook."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': f'/dan_van/file_catalog/{self.id}.xlsx', 'target': 'download'}
