from itertools import count

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from ...rendering.filing import retention_text
from ..core.document_part import shortened
from ..core.holding import hold
from ..core.res_company import legal_today
from ..core.transitions import Transition, Transitions
from .dms_folder import Folder, own_folder, year_path

# Nghị định 30/2020/NĐ-CP, Phụ lục VI, phần II: most letters of a title and of a notation.
_TITLE, NOTATION = 500, 20
# Điều 30: files go to the archive within a year from the end of the work; who keeps one is told a month before.
_HANDED_WITHIN, _TOLD_BEFORE = relativedelta(years=1), relativedelta(months=1)


class WorkFile(models.Model):
    """A file (hồ sơ): the documents on one piece of work, in their order, from the first one to its handing over to the archive.

    Who works on it files the documents as they come and closes it when the work is done; its unit hands it over, the clerk takes it
    into the archive or returns it (Nghị định 30/2020/NĐ-CP, Điều 29-31).
    """

    _name = 'dan_van.work.file'
    _description = 'Work file'
    _inherit = ['dan_van.workflow.mixin', 'dan_van.kept', 'mail.thread', 'mail.activity.mixin']
    _order = 'year desc, department_id, number, id'
    _rec_names_search = ['notation', 'title']
    _check_company_auto = True

    _open_in = ('open',)
    _placed_by = ('catalog_id', 'department_id')

    catalog_id = fields.Many2one(
        'dan_van.file.catalog', 'List of files', required=True, index=True, ondelete='restrict', default=lambda self: self._default_catalog())
    company_id = fields.Many2one(related='catalog_id.company_id', store=True, index=True, precompute=True)
    year = fields.Integer(related='catalog_id.year', store=True, index=True, aggregator=False)
    department_id = fields.Many2one(
        'hr.department', 'Unit', required=True, index=True, check_company=True, ondelete='restrict',
        domain="[('dan_van_kind', '!=', False)]", default=lambda self: self.env['dan_van.event']._default_department())
    heading = fields.Char(help="Smaller heading in the list, under that of the unit.")
    number = fields.Integer(aggregator=False, copy=False, help="Order in the unit; empty: the next one.")
    notation = fields.Char('Number and notation', copy=False, help="E.g. 01.VP; empty: made of the number and the unit.")
    title = fields.Char(required=True, tracking=True)
    retention = fields.Selection([('permanent', "For ever"), ('years', "A number of years")], 'How long it is kept', required=True, default='years', tracking=True)
    retention_years = fields.Integer('Years', default=10, tracking=True, aggregator=False)
    retention_text = fields.Char('Kept', compute='_compute_retention_text')
    rights = fields.Selection([('open', "Not restricted"), ('restricted', "Restricted")], 'Use', required=True, default='open')
    keeper_id = fields.Many2one(
        'res.users', 'Kept by', index='btree_not_null', ondelete='restrict', compute='_compute_keeper_id', store=True, readonly=False,
        precompute=True, domain="[('dan_van_member_ids', 'in', department_id)]", help="Who files the documents and closes the file.")
    note = fields.Char()
    state = fields.Selection(
        [('open', "Open"), ('closed', "Closed"), ('handed', "Given to the archive"), ('archived', "In the archive")], 'Status', required=True,
        readonly=True, default='open', copy=False, index=True)
    closed_date = fields.Date('Closed on', readonly=True, copy=False, given_by=('close', 'reopen'))
    archived_date = fields.Date('In the archive since', readonly=True, copy=False, given_by=('archive', 'return'))
    is_added = fields.Boolean('Added later', readonly=True, copy=False, given_by=('added',), help="Not in the list as it was approved.")
    line_ids = fields.One2many('dan_van.work.file.line', 'work_file_id', 'Documents')
    document_count = fields.Integer('Number of documents', compute='_compute_documents', compute_sudo=True)
    date_from = fields.Date('Documents from', compute='_compute_documents', compute_sudo=True)
    date_to = fields.Date('Documents to', compute='_compute_documents', compute_sudo=True)
    page_count = fields.Integer('Number of sheets', compute='_compute_documents', compute_sudo=True)
    may_file = fields.Boolean(compute='_compute_may_file')

    _notation_unique = models.UniqueIndex('(catalog_id, notation)', "Another file of this list has this number and notation already.")
    _years_given = models.Constraint(
        "CHECK(retention = 'permanent' OR retention_years BETWEEN 1 AND 100)", "Write for how many years the file is kept, or choose for ever.")
    _number_sensible = models.Constraint('CHECK(number BETWEEN 0 AND 9999)', "Files are numbered from 1 to 9999.")

    @api.model
    def _default_catalog(self):
        return self.env['dan_van.file.catalog']._of_year(self.env.company, legal_today(self).year)

    @api.depends('notation', 'title')
    def _compute_display_name(self):
        for file in self:
            file.display_name = shortened(' - '.join(filter(None, (file.notation, file.title))), limit=120)

    @api.depends('department_id')
    def _compute_keeper_id(self):
        """Propose who opens the file, where he belongs to its unit."""
        for file in self:
            if file.keeper_id not in file.department_id.member_user_ids:
                file.keeper_id = self.env.user in file.department_id.member_user_ids and self.env.user

    @api.depends('retention', 'retention_years')
    def _compute_retention_text(self):
        for file in self:
            file.retention_text = retention_text(file.retention == 'years' and file.retention_years)

    # sudo by compute_sudo: how many documents a file has, and of which time, stands in the list that all of the agency read.
    @api.depends('line_ids.date', 'line_ids.pages')
    def _compute_documents(self):
        found = {file: rest for file, *rest in self.env['dan_van.work.file.line']._read_group(
            [('work_file_id', 'in', self.ids)], ['work_file_id'], ['__count', 'date:min', 'date:max', 'pages:sum'])}
        for file in self:
            file.document_count, file.date_from, file.date_to, file.page_count = found.get(file._origin, (0, False, False, 0))

    @api.depends('state', 'department_id', 'keeper_id')
    @api.depends_context('uid')
    def _compute_may_file(self):
        for file in self:
            file.may_file = file.state == 'open' and bool(file._origin) and file._origin._filtered_access('write') == file._origin

    @api.constrains('notation', 'title')
    def _check_lengths(self):
        for file in self:
            if len(file.notation or '') > NOTATION:
                raise ValidationError(self.env._("“%(text)s” has more than %(most)s letters.", text=file.notation, most=NOTATION))
            if len(file.title) > _TITLE:
                raise ValidationError(self.env._(
                    "The title “%(text)s” has more than %(most)s letters.", text=shortened(file.title), most=_TITLE))

    @api.constrains('catalog_id')
    def _check_agency(self):
        self._check_company()

    @api.constrains('keeper_id', 'department_id')
    def _check_keeper(self):
        for file in self:
            # sudo: whether a colleague belongs to the unit.
            keeper = file.keeper_id.sudo()
            if keeper and keeper not in file.sudo().department_id.member_user_ids:
                raise ValidationError(self.env._(
                    "“%(user)s” does not belong to “%(unit)s”: choose who keeps the file among its members.", user=keeper.name,
                    unit=file.department_id.name))

    # Number and notation

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        files._number_all()
        files.filtered(lambda file: file.catalog_id.state != 'draft')._opened('added').write({'is_added': True})
        return files

    def write(self, vals):
        result = super().write(vals)
        if not (vals.get('number', True) and vals.get('notation', True)):
            self._number_all()
        return result

    def _number_all(self):
        for (catalog, unit), group in self.grouped(lambda file: (file.catalog_id, file.department_id)).items():
            group._number(catalog, unit)

    def _number(self, catalog, unit):
        """Give the next numbers of the unit to those that have none, and a notation made of it."""
        hold(catalog)  # a second one waits, and is repeated by Odoo
        # sudo: the number counts what the user need not read.
        listed = self.sudo().search_fetch([('catalog_id', '=', catalog.id)], ['department_id', 'number', 'notation'])
        last = max(listed.filtered(lambda file: file.department_id == unit).mapped('number'), default=0)
        taken = set(listed.mapped('notation'))
        for file in self:
            if not file.number:
                last += 1
                file.number = last
            if not file.notation:
                # Lists have gaps, and numbers of their own.
                made = (f"{number:02d}.{unit.dan_van_abbreviation or unit.id}" for number in count(file.number))
                file.notation = next(notation for notation in made if notation not in taken)
                taken.add(file.notation)

    # Steps

    @api.model
    def _transitions(self):
        return Transitions(
            Transition('close', self.env._("Close"), ['open'], 'closed'),
            Transition('reopen', self.env._("Reopen"), ['closed'], 'open', reason=True),
            Transition('hand_over', self.env._("Hand over to the archive"), ['closed'], 'handed'),
            Transition('archive', self.env._("Take into the archive"), ['handed'], 'archived'),
            Transition('return', self.env._("Return"), ['handed', 'archived'], 'closed', reason=True))

    @api.model
    def _open_domain(self):
        told = legal_today(self) - _HANDED_WITHIN + _TOLD_BEFORE
        return Domain('state', '=', 'handed') | Domain('state', '=', 'closed') & Domain('closed_date', '<=', told)

    def _keeps(self):
        """:return: whether the current user sees to this file: who keeps it, the head of its unit, clerk and office"""
        user = self.env.user
        return user == self.keeper_id or self.department_id._is_head() or user._dan_van_keeps_registers()

    def _archives(self):
        return self.env.user.has_group('dan_van.group_clerk')

    def _may_close(self):
        return self._keeps()

    def _may_reopen(self):
        return self._keeps()

    def _may_hand_over(self):
        return self._keeps()

    def _may_archive(self):
        return self._archives()

    def _may_return(self):
        return self._archives()

    def _who_may(self, transition):
        if transition.name in ('archive', 'return'):
            return self.env._("The clerk keeps the archive of the agency.")
        return self.env._("Who keeps the file, the head of its unit, the clerk and the office do it.")

    def _check_close(self):
        for file in self:
            if not file.document_count:
                raise UserError(self.env._("“%s” has no document yet: file what belongs into it, then close it.", file.display_name))

    def _do_close(self):
        # The file is closed by now.
        self.line_ids._opened('close', 'ordinal')._renumber()
        self.closed_date = legal_today(self)

    def _do_reopen(self):
        self.closed_date = False

    def _do_archive(self):
        self.archived_date = legal_today(self)

    def _do_return(self):
        self.archived_date = False

    def _turn(self):
        if self.state == 'handed':
            return self.company_id._dan_van_clerks(), self.env._("Take the file into the archive")
        if self.state == 'closed' and self.filtered_domain(self._open_domain()):
            keeper = self.keeper_id or self.department_id._acting_head()
            return keeper, self.env._("Hand the file over to the archive")
        return super()._turn()

    def _turn_deadline(self):
        return self.closed_date + _HANDED_WITHIN if self.state == 'closed' else None

    def _why_locked(self, owner, names):
        return self.env._("“%s” is closed: its documents and its title stay as they are. Reopen it with a reason to change them.", owner.display_name)

    def _why_kept(self, owner):
        return self.env._("“%s” is closed and stays on file.", owner.display_name)

    # On paper

    def _contents_form(self):
        """:return: :class:`rendering.filing.FilingForm`, the list of the documents in this file
        :raise AccessError: the user does not read what lies in it
        """
        self._check_read_whole()
        return self.env['dan_van.work.file.forms']._contents(self)

    def _check_read_whole(self):
        """:raise AccessError: the user does not read all that lies in these files"""
        # sudo: whether there is anything that the user does not read.
        self.sudo().line_ids.sudo(self.env.su).check_access('read')

    # Filing in dms

    def _dms_paths(self):
        """See :meth:`DocumentMixin._dms_paths`."""
        return {file.id: file._dms_path() for file in self}

    def _dms_path(self):
        above = year_path(self.company_id, self.year)
        return [
            *above, Folder(f'{above[-1].key}/files', "Hồ sơ công việc", self.company_id), own_folder(self, f'{self.notation} {self.title}')]

    # Buttons

    def action_close(self):
        """Close the file: its documents get their numbers in order, and nothing is added any more."""
        return self._transition('close')

    def action_reopen(self, reason=None):
        """Open the file again; opens the dialog for the reason where none is given."""
        return self._action_with_reason('reopen', reason)

    def action_hand_over(self):
        """Hand the files over to the archive of the agency."""
        return self._transition('hand_over')

    def action_archive(self):
        """Take the files into the archive."""
        return self._transition('archive')

    def action_return(self, reason=None):
        """Return the files; opens the dialog for the reason where none is given."""
        return self._action_with_reason('return', reason)

    def action_sort(self):
        """Put the documents in the order of their days."""
        for file in self:
            file.line_ids._renumber(by_day=True)

    def action_open_folder(self):
        """Open the folder of the file in the document management.

        :raise UserError: it has none yet
        """
        self.ensure_one()
        if action := self.env['dms.directory']._dan_van_action(self):
            return action
        raise UserError(self.env._("“%s” has no folder yet: it gets one with its first document.", self.display_name))

    def action_print_handed(self):
        """Print the record of what is handed over, and its list, for each unit."""
        self.check_access('read')
        handover = self.env['dan_van.work.file.handover'].create({'work_file_ids': self.ids})
        return self.env.ref('dan_van.work_file_handed_report').report_action(handover)

    def action_package(self):
        """Download the files as they are handed over to an archive: documents, their data and hashes."""
        self.check_access('read')
        self.env['dan_van.work.file.package']._check(self)
        return {
            'type': 'ir.actions.act_url', 'target': 'download',
            'url': f"/dan_van/work_files/{','.join(map(str, self.ids))}.zip"}
