from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_list

from ..core.replaceable import replacements, replaces


class Theme(models.Model):
    """A field of work (lĩnh vực) that is planned and reported by itself, e.g. cải cách hành chính.

    Indicators, types of events, checks, report schemes and the sections of reports belong to it; plans, reports and figures
    keep to theirs. Its name is Vietnamese for everybody.
    """

    _name = 'dan_van.theme'
    _description = 'Theme'
    _inherit = ['dan_van.replaceable', 'dan_van.kept']
    _order = 'sequence, id'
    _rec_names_search = ['name', 'code']
    _check_company_auto = True

    name = fields.Char(required=True)
    code = fields.Char(help="e.g. CCHC.")
    sequence = fields.Integer(help="The first one is proposed for new plans.")
    replaces_id = replaces('dan_van.theme')
    replacement_ids = replacements('dan_van.theme')
    note = fields.Char(help="What belongs to this theme, for those who make plans.")

    _name_unique = models.UniqueIndex(
        '(name, COALESCE(company_id, 0))', "There is a theme of this name already: use it, or choose another name.")

    def copy_data(self, default=None):
        """A copy has the sections, but no indicators yet: it stands beside what is shared, not instead."""
        return super().copy_data({'replaces_id': False, **(default or {})})

    @api.model
    def _default(self, company=None):
        """:return: the theme that is proposed in ``company``, default the current one: the first"""
        return self.search(self._in_use(company or self.env.company), limit=1)

    @api.model
    def _of_subject(self, subject, company):
        """:return: the theme that the subject of a plan names, else the one that is proposed in ``company``"""
        words = ' '.join((subject or '').lower().split())
        themes = self.search(self._in_use(company))
        named = themes.filtered(lambda theme: theme.name.lower() in words)
        # The longest: one name may stand in another.
        return named.sorted(lambda theme: -len(theme.name))[:1] or themes[:1]


class Themed(models.AbstractModel):
    """A setting of one theme. What others name stays in its theme, since they belong to it too."""

    _name = 'dan_van.themed'
    _description = 'Setting of a theme'
    _inherit = ['dan_van.kept']

    theme_id = fields.Many2one(
        'dan_van.theme', required=True, index=True, check_company=True, ondelete='restrict',
        default=lambda self: self.env['dan_van.theme']._default(), help="Plans, reports and figures of this theme use it.")

    def _init_column(self, column_name):
        """What there was before there were themes is put under the first when the data bring it, see migrations."""
        return None if column_name == 'theme_id' else super()._init_column(column_name)

    def write(self, vals):
        if 'theme_id' in vals:
            self._check_theme_stays(vals['theme_id'])
        return super().write(vals)

    def _check_theme_stays(self, theme_id):
        """:raise UserError: one of these would leave its theme, and others name it"""
        moved = self.filtered(lambda record: record.theme_id and record.theme_id.id != theme_id)
        kinds, named = moved._named_by()
        if kinds:
            raise UserError(self.env._(
                "“%(record)s” stays in the theme “%(theme)s”, because others name it: %(kinds)s. Make a new one for the other theme.",
                record=named.display_name, theme=named.theme_id.name, kinds=format_list(self.env, kinds)))
