from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tools import format_list

_WITH_THEME = object()  # in the context of a theme that is written: it looks at its sections when all of them are as they shall be


class ThemeSection(models.Model):
    """A section of the reports of a theme: what stands above it in print, and where.

    Sections that follow each other below the same heading are numbered 1, 2, 3 there; sections without words are not printed.
    Drafts follow a change when they are drawn again; what has been submitted stays as it was.
    """

    _name = 'dan_van.theme.section'
    _description = 'Section of the reports of a theme'
    _inherit = ['dan_van.shared', 'dan_van.kept', 'dan_van.readable.links']
    _order = 'theme_id, sequence, id'
    _check_company_auto = True

    theme_id = fields.Many2one('dan_van.theme', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='theme_id.company_id', store=True, precompute=True, index='btree_not_null')
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    group_name = fields.Char('Heading above', help="Of several sections, e.g. Đánh giá chung; empty: the section has its own number.")
    name = fields.Char('Heading', required=True, help="As printed, without a number.")
    is_results = fields.Boolean('Results of the duties', help="Here the results of the duties are printed, by contents of the plan.")
    is_required = fields.Boolean('Required', help="A report is not submitted without it.")
    hint = fields.Char('For the writer', help="What belongs here, in a few words.")

    @api.depends('group_name', 'name')
    def _compute_display_name(self):
        for section in self:
            section.display_name = ': '.join(filter(None, (section.group_name, section.name)))

    @api.constrains('is_results', 'is_required', 'group_name', 'theme_id')
    def _check_results(self):
        for section in self:
            if section.is_results and (section.is_required or section.group_name):
                raise ValidationError(self.env._(
                    "“%s” holds the results of the duties: it has a number of its own, and each duty asks for its result.",
                    section.name))
        self._themes_of_results()._check_results()

    def write(self, vals):
        themes = self._themes_of_results()
        result = super().write(vals)
        themes._check_results()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_not_results(self):
        self._themes_of_results()._check_results(self)

    def _themes_of_results(self):
        """:return: dan_van.theme, those whose results stand in one of these and that would not look at it themselves"""
        if self.env.context.get('dan_van_with_theme') is _WITH_THEME:
            return self.env['dan_van.theme']
        return self.filtered('is_results').theme_id


class Theme(models.Model):
    _inherit = 'dan_van.theme'

    section_ids = fields.One2many(
        'dan_van.theme.section', 'theme_id', 'Sections of reports', copy=True,
        default=lambda self: self._default_sections())

    @api.model
    def _default_sections(self):
        """:return: commands that make the sections of the theme that comes first, as a beginning"""
        names = ('sequence', 'group_name', 'name', 'is_results', 'is_required', 'hint')
        return [Command.create({name: section[name] for name in names}) for section in self._default().section_ids]

    def write(self, vals):
        return super(Theme, self.with_context(dan_van_with_theme=_WITH_THEME)).write(vals)

    @api.constrains('section_ids')
    def _check_sections(self):
        self.filtered('section_ids')._check_results()

    def _check_results(self, without=()):
        """Ask for the one section of the results.

        An index would ask too early: in one save the mark moves from row to row. Two at once meet at the row that has it.

        :param without: dan_van.theme.section that is about to be deleted
        :raise ValidationError: the results of the duties would stand nowhere, or twice
        """
        for theme in self:
            marked = theme.section_ids.filtered('is_results').filtered(lambda section: section not in without)
            if not marked:
                raise ValidationError(self.env._(
                    "Reports of “%s” need a section for the results of the duties: mark one.", theme.name))
            if len(marked) > 1:
                raise ValidationError(self.env._(
                    "The results of the duties stand in one section of a report. Marked are: %s.",
                    format_list(self.env, marked.mapped('display_name'))))
