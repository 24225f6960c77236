from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.translate import LazyTranslate

from ...models.core.foreign_file import read_foreign
from ...models.documents.work_file import NOTATION
from ...rendering.filing import retention_years
from ...sheets.catalog import LIMITS, rows_of_catalog
from ...sheets.workbook import TableError, plain
from ..core.dialog import HOURS

_lt = LazyTranslate(__name__)

REFUSALS = {
    'size': _lt("The file is larger than a list of files may be (%(bytes)s MB)."),
    'file': _lt("The file is no Excel workbook that can be read. Save it as .xlsx."),
    'complex': _lt("The workbook holds more cells, texts or formats than a list of files has. Copy the rows into a new workbook."),
    'head': _lt("The first sheet has no row with the heads “Số và ký hiệu hồ sơ” and “Tiêu đề hồ sơ”. Write them above the columns."),
    'rows': _lt("There are more than %(rows)s rows."),
    'empty': _lt("There is no row to import."),
}


class FileCatalogImport(models.TransientModel):
    """From the list of files in a workbook to files: look at each row, take all of them or none."""

    _name = 'dan_van.file.catalog.import'
    _description = 'Import of a list of files'
    _inherit = ['dan_van.read.file']
    _transient_max_hours = HOURS

    catalog_id = fields.Many2one('dan_van.file.catalog', 'List of files', required=True, ondelete='cascade', open_in=())
    line_ids = fields.One2many('dan_van.file.catalog.import.line', 'import_id', 'Rows', readonly=True)
    problem_count = fields.Integer('Rows with a problem', compute='_compute_counts')
    line_count = fields.Integer('Rows found', compute='_compute_counts')

    @api.depends('line_ids.problem')
    def _compute_counts(self):
        for dialog in self:
            dialog.line_count = len(dialog.line_ids)
            dialog.problem_count = len(dialog.line_ids.filtered('problem'))

    def _forget(self):
        self._opened('read').line_ids = [fields.Command.clear()]
        return super()._forget()

    def action_read(self):
        """Show the rows and what is wrong with them; nothing is created yet.

        :return: action that shows the same dialog
        :raise UserError: there is no table to read
        """
        _name, data = self._read_source()
        try:
            rows = read_foreign(self.env, rows_of_catalog, data)
        except TableError as error:
            reason = self.env._(REFUSALS[error.args[0]])
            raise UserError(reason % {'bytes': LIMITS.size >> 20, 'rows': LIMITS.rows}) from error
        understood = self._understander()
        opened = self._opened('read')
        opened.line_ids = [fields.Command.clear(), *(
            fields.Command.create({'row': number, **understood(texts)}) for number, texts in rows)]
        opened.state = 'preview'
        return self._show()

    def action_back(self):
        """Go back to the choice of the file.

        :return: action that shows the same dialog
        """
        self._forget()
        return self._show()

    def action_import(self):
        """Make a file of each row: of all of them, or of none.

        :return: action that shows the list
        :raise UserError: there is no row, or one has a problem
        """
        self.ensure_one()
        if not self.line_ids or self.problem_count:
            raise UserError(self.env._("Nothing was imported: put the rows with a problem right in the workbook first, then read it again."))
        self._taken()
        self.env['dan_van.work.file'].create([{**line._file_values(), 'catalog_id': self.catalog_id.id} for line in self.line_ids])
        return {'type': 'ir.actions.act_window', 'res_model': 'dan_van.file.catalog', 'res_id': self.catalog_id.id, 'view_mode': 'form'}

    def _show(self):
        return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': self.id, 'view_mode': 'form', 'target': 'new',
                'name': self.env._("Import a list of files")}

    def _understander(self):
        """:return: function from the texts of a row to the values of its line"""
        company = self.catalog_id.company_id
        units = self.env['hr.department'].search([('dan_van_kind', '!=', False), ('company_id', 'in', (company.id, False))])
        by_unit = {plain(called): unit for unit in units for called in (unit.name, unit.dan_van_abbreviation) if called}
        users = self.env['res.users'].search([
            ('company_ids', 'in', company.ids), ('all_group_ids', 'in', self.env.ref('dan_van.group_staff').id)])
        by_name = users.grouped(lambda user: plain(user.name))
        taken = set(self.catalog_id.work_file_ids.mapped('notation'))

        def understood(texts):
            suffix = texts['notation'].replace('-', '.').replace('/', '.').rpartition('.')[2]
            unit = by_unit.get(plain(texts['unit'])) or by_unit.get(plain(suffix)) or units.browse()
            keeper = by_name.get(plain(texts['keeper']), users.browse())
            known = len(keeper) == 1 and keeper in unit.member_user_ids
            values = {
                'notation': texts['notation'], 'title': texts['title'], 'heading': texts['heading'], 'department_id': unit.id,
                'keeper_id': known and keeper.id, 'note': texts['note'], 'retention': 'years', 'retention_years': 0}
            problems = self._problems(texts, unit, taken)
            if 'retention' not in problems:
                years = retention_years(texts['retention'])
                values |= {'retention': 'years' if years else 'permanent', 'retention_years': years}
            if texts['notation']:
                taken.add(texts['notation'])
            sentences = [self._sentence(problem, texts) for problem in problems]
            remark = texts['keeper'] and not known and self.env._(
                "“%s” is no member of the unit with an account: the file is kept by nobody yet.", texts['keeper'])
            return {**values, 'problem': '\n'.join(sentences), 'remark': remark}
        return understood

    @api.model
    def _problems(self, texts, unit, taken):
        """:return: list of keys of what is wrong with a row"""
        problems = []
        if not texts['title']:
            problems.append('title')
        if not unit:
            problems.append('unit')
        if len(texts['notation']) > NOTATION:
            problems.append('long')
        elif texts['notation'] in taken:
            problems.append('taken')
        try:
            retention_years(texts['retention'])
        except ValueError:
            problems.append('retention')
        return problems

    @api.model
    def _sentence(self, problem, texts):
        return {
            'title': lambda: self.env._("The file has no title."),
            'unit': lambda: self.env._(
                "“%s” is no unit of the agency: write its name above the rows, or its abbreviation behind the number.",
                texts['unit'] or texts['notation']),
            'long': lambda: self.env._("“%(text)s” has more than %(most)s letters.", text=texts['notation'], most=NOTATION),
            'taken': lambda: self.env._("Another file has the number “%s” already.", texts['notation']),
            'retention': lambda: self.env._("“%s”: write “Vĩnh viễn”, or a number of years such as “10 năm”.", texts['retention']),
        }[problem]()


class FileCatalogImportLine(models.TransientModel):
    """A row of the list, as it was understood."""

    _name = 'dan_van.file.catalog.import.line'
    _description = 'Row of an import of a list of files'
    _inherit = ['dan_van.dialog.row']
    _order = 'row, id'
    _transient_max_hours = HOURS

    _row_of = 'import_id'

    import_id = fields.Many2one('dan_van.file.catalog.import', required=True, ondelete='cascade', index=True)
    row = fields.Integer()
    problem = fields.Text()
    remark = fields.Char('What to look at')
    notation = fields.Char('Number and notation')
    title = fields.Char()
    heading = fields.Char()
    department_id = fields.Many2one('hr.department', 'Unit')
    keeper_id = fields.Many2one('res.users', 'Kept by')
    note = fields.Char()
    retention = fields.Selection([('permanent', "For ever"), ('years', "A number of years")], 'How long it is kept')
    retention_years = fields.Integer('Years')

    def _file_values(self):
        """:return: values of the file that the row tells of"""
        return {
            **{name: self[name] for name in ('notation', 'title', 'heading', 'note', 'retention', 'retention_years')},
            'department_id': self.department_id.id, 'keeper_id': self.keeper_id.id}
