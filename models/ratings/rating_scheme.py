from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .rating_rules import Condition, Terms

# From the best to the worst: since Nghị định 90/2020/NĐ-CP every decree knows these four.
LEVELS = [
    ('excellent', "Excellent"), ('good', "Good"), ('completed', "Completed"), ('failed', "Not completed"),
]
SUBJECTS = [('official', "Official"), ('unit', "Unit")]
# What work has been rated by stays; a changed rule is a new scheme.
_UNUSED = ('unused',)


class RatingScheme(models.Model):
    """How work is rated at the end of a year: points, levels, penalties, and how many may be rated excellent.

    Decrees differ and follow each other, so all of it is dated data.
    """

    _name = 'dan_van.rating.scheme'
    _description = 'Rating scheme'
    _inherit = ['dan_van.lock', 'dan_van.shared', 'dan_van.kept', 'dan_van.readable.links']
    _order = 'date_from desc, id desc'

    _open_in = _UNUSED
    _deleted_in = True

    name = fields.Char(required=True, open_in=True)
    active = fields.Boolean(default=True, open_in=True)
    company_id = fields.Many2one(
        'res.company', 'Agency', index='btree_not_null', default=lambda self: self.env.company, ondelete='restrict',
        help="Empty: for every agency; the system administrator keeps these. An agency's own scheme goes before them.")
    date_from = fields.Date('Valid from', required=True)
    date_to = fields.Date('Valid to', open_in=True, help="Empty: until another scheme follows.")
    legal_source = fields.Char(required=True, open_in=True, help="As the sheet prints it, e.g. Nghị định số 335/2025/NĐ-CP.")
    note = fields.Text('Explanation', open_in=True)
    form = fields.Selection(
        [('plain', "Sheet of one page"), ('2020', "Nghị định 90/2020/NĐ-CP, mẫu số 02"), ('2026', "Nghị định 335/2025/NĐ-CP, mẫu số 01")],
        'Sheet of officials', required=True, default='plain', open_in=True,
        help="How the evaluation of an official is printed; that of a unit is a sheet of one page.")
    criteria = fields.Text('General criteria', open_in=True, help="One a line, as the sheet prints them.")
    # Points
    general_points = fields.Float('Points of the general criteria', help="Most points; 0 for both: levels without points.")
    result_points = fields.Float('Points of the results', help="What 100 % of the results are worth.")
    late_penalty = fields.Float('Off for a delay (%)')
    failed_penalty = fields.Float('Off for a failed quality check (%)', help="For each time that a product has failed.")
    penalty_of = fields.Selection(
        [('product', "The product"), ('part', "Its third for progress or quality")], 'Taken off', required=True,
        default='product', help="Whether the penalty is taken off all of the product, or off the third of its points "
                                "that progress or quality has beside quantity.")
    # Whose, and of which year
    year_rule = fields.Selection(
        [('deadline', "The year in which it is due"), ('plan', "The year of its plan"), ('done', "The year in which it is done")],
        'A duty counts in', required=True, default='deadline',
        help="Each duty counts in one year, by the scheme in force in the year of its plan. Without a deadline it is due by the "
             "end of that year. Where the year counts in which it is done: what is due and not done by the end of a year counts "
             "there, as not done.")
    heads_by_unit = fields.Boolean(
        'Heads by the results of their units',
        help="Who heads a unit is rated by all duties and reports of the unit that count within his term, besides those that name "
             "him: the decrees bind a leader's rating to the results of what he is in charge of. A deputy is rated by what names "
             "him; what else he is in charge of, and the other criteria for leaders, are judged, not counted.")
    # Levels
    level_ids = fields.One2many('dan_van.rating.level', 'scheme_id', 'Levels', copy=True)
    failed_below = fields.Float(
        'Not completed below (%)', help="Of the duties, on time and in quality; 0: the points alone tell.")
    excellent_share = fields.Float(
        'Most excellent (%)', help="Of the number rated good in the same agency; 0: no limit.")

    _dates_in_order = models.Constraint(
        'CHECK(date_to IS NULL OR date_from <= date_to)', "The scheme can't end before it begins.")
    _points_allowed = models.Constraint(
        'CHECK(general_points >= 0 AND result_points >= 0)', "Points are not less than zero.")
    _shares_allowed = models.Constraint(
        'CHECK(late_penalty BETWEEN 0 AND 100 AND failed_penalty BETWEEN 0 AND 100 AND failed_below BETWEEN 0 AND 100 '
        'AND excellent_share BETWEEN 0 AND 100)', "Penalties and shares lie between 0 and 100 %.")

    def _lock_states(self):
        # sudo: who keeps the schemes reads no rating, and learns only that there is one.
        used = self.env['dan_van.rating'].sudo()._read_group(
            [('scheme_id', 'in', self.ids), ('state', '!=', 'draft')], ['scheme_id'])
        return {scheme: 'used' if (scheme,) in used else 'unused' for scheme in self}

    def _why_locked(self, owner, names):
        return self.env._(
            "Work has been rated by “%s”: its figures stay as they were applied. Let it end, and copy it into a new "
            "scheme that begins the day after.", owner.name)

    @api.model
    def _for_year(self, year, company):
        """Return the scheme by which the work of ``year`` is rated: the one in force at its end.

        :raise UserError: none is
        """
        if scheme := self._in_force(year, company):
            return scheme
        raise UserError(self.env._(
            "No rating scheme is valid at the end of %s. The administrator enters it under Configuration → Rating schemes.", year))

    @api.model
    def _in_force(self, year, company):
        """:return: the scheme in force at the end of ``year``, maybe none"""
        day = fields.Date.to_date(f'{year}-12-31')
        found = self.search([
            ('company_id', 'in', (company.id, False)), ('date_from', '<=', day), '|', ('date_to', '=', False), ('date_to', '>=', day)])
        return (found.filtered('company_id') or found)[:1]

    def _has_points(self):
        """:return: whether this scheme counts in points"""
        return self.general_points + self.result_points > 0

    def _terms(self):
        """:return: :class:`rating_rules.Terms`"""
        return Terms(self.late_penalty, self.failed_penalty, self.penalty_of == 'part')

    def _conditions(self, subject):
        """:return: list of :class:`rating_rules.Condition` for officials or units, the best level first"""
        return [
            Condition(level.level, level.min_points, level.min_done, level.min_good, level.min_exceeded)
            for level in self.level_ids.sorted('sequence') if level.subject == subject]


class RatingLevel(models.Model):
    """What a level asks for at least; who reaches none of them, and is not below all, is left to judgement."""

    _name = 'dan_van.rating.level'
    _description = 'Level of a rating scheme'
    _inherit = ['dan_van.lock', 'dan_van.shared', 'dan_van.readable.links']
    _order = 'scheme_id, subject, sequence, id'
    _rec_name = 'level'

    _open_in = _UNUSED
    _documents = ('scheme_id',)

    scheme_id = fields.Many2one('dan_van.rating.scheme', 'Rating scheme', required=True, index=True, ondelete='cascade')
    company_id = fields.Many2one(related='scheme_id.company_id', store=True)
    subject = fields.Selection(SUBJECTS, 'Of', required=True, default='official')
    level = fields.Selection(LEVELS[:-1], 'Rating level', required=True)
    sequence = fields.Integer(compute='_compute_sequence', store=True)
    min_points = fields.Float('Points from')
    min_done = fields.Float('Duties done from (%)')
    min_good = fields.Float('On time and in quality from (%)')
    min_exceeded = fields.Float('Beyond what was asked from (%)')

    _level_unique = models.UniqueIndex('(scheme_id, subject, level)', "The scheme has this level already.")

    @api.depends('level')
    def _compute_sequence(self):
        order = [level for level, _label in LEVELS]
        for level in self:
            level.sequence = order.index(level.level) if level.level else len(order)

    @api.constrains('min_done', 'min_good', 'min_exceeded')
    def _check_shares(self):
        for level in self:
            if not all(0 <= share <= 100 for share in (level.min_done, level.min_good, level.min_exceeded)):
                raise ValidationError(self.env._("Shares lie between 0 and 100 %."))

