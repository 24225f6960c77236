from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ...rendering.rating_docx import sheet_to_docx
from ..core.mail_switches import QUIET
from ..core.reading import asked
from .rating_scheme import LEVELS, SUBJECTS

# Who judges in turn; fields of each step begin with its name.
STEPS = ('self', 'head', 'final')
# The steps that are behind a rating in each state.
DONE = {'draft': (), 'submitted': STEPS[:1], 'assessed': STEPS[:2], 'concluded': STEPS}
# Names of the fields in which each step judges, and of what follows from them.
_JUDGED = {step: frozenset(f'{step}_{part}' for part in ('general', 'level', 'note', 'points', 'proposed')) for step in STEPS}


class Rating(models.Model):
    """The evaluation of an official or a unit for one year: what the records count, and what three steps judge.

    The official assesses himself, the head of the unit assesses, the leadership concludes. A unit has no step of its own.
    What somebody is about to judge is read by nobody else until the step is done.
    """

    _name = 'dan_van.rating'
    _description = 'Rating of a year'
    _inherit = ['dan_van.workflow.mixin', 'dan_van.partial.reading', 'dan_van.edit.guard', 'mail.thread', 'mail.activity.mixin']
    _order = 'year desc, department_id, subject desc, official_id, id'
    _rec_names_search = ['official_id', 'department_id']
    _mail_post_access = 'read'

    _open_in = ()
    _deleted_in = ('draft',)

    _partial_fields = frozenset().union(*_JUDGED.values())

    state = fields.Selection(
        [('draft', "Self-assessment"), ('submitted', "Submitted"), ('assessed', "Assessed"), ('concluded', "Concluded")],
        'Status', required=True, readonly=True, default='draft', copy=False, index=True)
    company_id = fields.Many2one('res.company', 'Agency', required=True, readonly=True, index=True)
    year = fields.Integer(required=True, readonly=True, aggregator=False)
    subject = fields.Selection(SUBJECTS, 'Rated', required=True, readonly=True)
    official_id = fields.Many2one('res.users', readonly=True, index='btree_not_null', ondelete='restrict')
    department_id = fields.Many2one('hr.department', 'Unit', required=True, readonly=True, index=True, ondelete='restrict')
    of_head = fields.Boolean(
        'Head of the unit', readonly=True, open_in=(), given_by=('submit', 'assess'),
        help="His assessment goes to the leader in charge.")
    scheme_id = fields.Many2one('dan_van.rating.scheme', 'Rating scheme', required=True, readonly=True, index=True, ondelete='restrict')
    has_points = fields.Boolean(compute='_compute_has_points')
    has_exceeded = fields.Boolean(compute='_compute_has_points')
    # Judged: general points, level and what is said of it, at each step
    exceeded_count = fields.Integer(
        'Beyond what was asked', aggregator=False, open_in=('draft', 'submitted'),
        help="Number of the duties done on time whose result went beyond the target.")
    self_general = fields.Float('General points, own', aggregator=False, open_in=('draft',))
    self_level = fields.Selection(LEVELS, 'Own level', open_in=('draft',))
    self_note = fields.Text(
        'Self-assessment', open_in=('draft',), help="Strengths, shortcomings; why another level than the figures propose.")
    head_general = fields.Float('General points, head', aggregator=False, open_in=('draft', 'submitted'))
    head_level = fields.Selection(LEVELS, "Head's level", open_in=('draft', 'submitted'))
    head_note = fields.Text(
        "Head's remarks", open_in=('draft', 'submitted'), help="Also why another level than the figures propose.")
    final_general = fields.Float('General points, conclusion', aggregator=False, open_in=('assessed',))
    final_level = fields.Selection(LEVELS, 'Level concluded', index=True, open_in=('assessed',))
    final_note = fields.Text('Conclusion', open_in=('assessed',), help="Also why another level than the head of the unit has given.")
    # Whose turn it is
    can_self = fields.Boolean(compute='_compute_can')
    can_head = fields.Boolean(compute='_compute_can')
    can_final = fields.Boolean(compute='_compute_can')

    _official_unique = models.UniqueIndex(
        "(year, company_id, official_id) WHERE subject = 'official'", "This official has a rating for the year already.")
    _unit_unique = models.UniqueIndex(
        "(year, company_id, department_id) WHERE subject = 'unit'", "This unit has a rating for the year already.")
    _subject_named = models.Constraint(
        "CHECK((subject = 'official') = (official_id IS NOT NULL))", "A rating is of an official, or of a unit.")

    @api.depends('year', 'subject', 'official_id', 'department_id')
    def _compute_display_name(self):
        for rating in self:
            # sudo: a colleague who has left is still called by his name.
            rated = rating.official_id.sudo() if rating.subject == 'official' else rating.department_id
            rating.display_name = f'{rated.name} ({rating.year})'

    @api.depends('scheme_id')
    def _compute_has_points(self):
        for rating in self:
            rating.has_points = rating.scheme_id._has_points()
            rating.has_exceeded = any(
                level.min_exceeded for level in rating.scheme_id.level_ids if level.subject == rating.subject)

    @api.depends('state')
    @api.depends_context('uid')
    def _compute_can(self):
        for rating in self:
            mine = rating._my_step()
            for step in STEPS:
                rating[f'can_{step}'] = step == mine

    @api.constrains('self_general', 'head_general', 'final_general', 'exceeded_count')
    def _check_judged(self):
        # sudo: what is about to be judged is checked with the rest, and told to nobody.
        for rating in self.sudo():
            most = rating.scheme_id.general_points
            if not all(0 <= rating[f'{step}_general'] <= most for step in STEPS):
                raise ValidationError(self.env._(
                    "General points of “%(rating)s” lie between 0 and %(most)g.", rating=rating.display_name, most=most))
            if not 0 <= rating.exceeded_count <= rating.on_time_count:
                raise ValidationError(self.env._(
                    "“%(rating)s” has %(count)s duties done on time: no more can have gone beyond what was asked.",
                    rating=rating.display_name, count=rating.on_time_count))

    # Who judges

    def _open_step(self):
        """:return: the step of :data:`STEPS` that this rating waits for, ``None`` where all are done"""
        # sudo: whether somebody still works here; who has left assesses himself no more.
        first = 'self' if self.subject == 'official' and self.official_id.sudo().active else 'head'
        return {'draft': first, 'submitted': 'head', 'assessed': 'final'}.get(self.state)

    def _my_step(self):
        """:return: the step that the current user may write now, or ``None``"""
        step = self._open_step()
        may = {'self': self._is_own, 'head': self._is_judge, 'final': self._is_leader}
        return step if step and may[step]() else None

    def _is_own(self):
        return self.official_id == self.env.user

    def _is_judge(self):
        """:return: whether the current user assesses: who heads the unit; of its head, the leader in charge"""
        if self._is_own():
            return False
        if self._is_judged_above():
            return self.env.user == self.department_id.dan_van_leader_id or self._is_leader()
        return self.department_id._is_head()

    def _is_judged_above(self):
        """:return: whether the leader in charge assesses: it is the head of the unit who is rated, or the unit has none"""
        return self.of_head or not self.department_id.head_user_id

    def _is_leader(self):
        """:return: whether the current user concludes: who heads the agency, or acts for him"""
        return not self._is_own() and self.company_id._dan_van_leadership()._is_head()

    def _judge(self):
        """:return: res.users who has the turn to assess, maybe nobody"""
        unit = self.department_id
        heads = unit.dan_van_leader_id | self.company_id._dan_van_leadership()._acting_head()
        if not self._is_judged_above():
            heads = unit._acting_head() | unit.head_user_id | heads
        # sudo: whether a judge still works here is no secret.
        return next((user for user in heads - self.official_id if user.sudo().active), heads.browse())

    # What is judged is read when it is given

    def _hidden(self):
        hidden = {}
        for rating in self:
            if rating.state != 'concluded':
                hidden[rating] = frozenset().union(*(
                    _JUDGED[step] for step in STEPS if step not in (*DONE[rating.state], rating._my_step())))
        return hidden

    @api.model
    def _shown_to_sql(self, alias, name, query):
        done = tuple(state for state, steps in DONE.items() if name.split('_')[0] in steps)
        return SQL("%s IN %s", self._field_to_sql(alias, 'state', query), done)

    # Each step is written by whose step it is

    def _why_locked(self, owner, names):
        if self._rule(names[0]).open_in:
            return self._why_not_yours(owner, names[0])
        return self.env._(
            "“%s” comes from the records or from a step, it is not typed.", self._fields[names[0]]._description_string(self.env))

    def _why_kept(self, owner):
        return self.env._("“%s” has been submitted and stays on file.", owner.display_name)

    def _why_not_yours(self, rating, name):
        return self.env._(
            "“%(field)s” of “%(rating)s” is not yours to write now: each judges at his own step, once.",
            field=self._fields[name]._description_string(self.env), rating=rating.display_name)

    def _check_changes(self, names):
        """:raise AccessError: one of the fields does not belong to the step that is the current user's"""
        for rating in self:
            step = rating._my_step()
            for name in names:
                if name in self._partial_fields and name.split('_')[0] != step or name == 'exceeded_count' and not step:
                    raise AccessError(self._why_not_yours(rating, name))
        return super()._check_changes(names)

    # Opening a year

    @api.model
    def _open_year(self, year, company):
        """Make the ratings of ``year`` that ``company`` lacks: of its units and of the officials in them.

        :return: the new dan_van.rating
        """
        scheme = self.env['dan_van.rating.scheme']._for_year(year, company)
        there = self.search([('year', '=', year), ('company_id', '=', company.id)])
        common = {'year': year, 'company_id': company.id, 'scheme_id': scheme.id}
        units = self.env['hr.department']._working_units(company)
        values = [
            {**common, 'subject': 'unit', 'department_id': unit.id}
            for unit in units - there.filtered(lambda rating: rating.subject == 'unit').department_id]
        officials = there.official_id
        values += [
            {**common, 'subject': 'official', 'official_id': official.id, 'department_id': unit.id,
             'of_head': official == unit.head_user_id}
            for official, unit in self._main_units(company).items() if official not in officials]
        # Who opens a year does not follow everybody's rating.
        ratings = self.with_context(mail_create_nosubscribe=QUIET, mail_create_nolog=QUIET).create(values)
        ratings._hand_over()
        return ratings

    @api.model
    def _main_units(self, company):
        """Return the unit in which each official is rated: the one he heads, else where the HR app has him, else the first.

        The leadership is rated by the agency above. A Party cell counts only for who belongs to no other unit.

        :return: ``{res.users: hr.department}``
        """
        units = self.env['hr.department'].search(
            [('company_id', 'in', (company.id, False)), ('dan_van_kind', 'not in', (False, 'leadership'))])
        # sudo: for which agency and in which unit a colleague works is no secret, his file is.
        here = units.member_user_ids.sudo().filtered(lambda user: company in user.company_ids).sudo(self.env.su)
        rated = here - company._dan_van_leadership().member_user_ids
        employees = self.env['hr.employee'].sudo().search(
            [('user_id', 'in', rated.ids), ('company_id', '=', company.id)])
        homes = {employee.user_id: employee.department_id for employee in employees}
        found = {}
        for unit in units.sorted(lambda unit: (unit.dan_van_kind == 'party', unit.id)):
            for official in unit.member_user_ids & rated:
                rank = (unit.dan_van_kind == 'party', unit.head_user_id != official, homes.get(official) != unit)
                if official not in found or rank < found[official][0]:
                    found[official] = (rank, unit)
        return {official: unit for official, (_rank, unit) in found.items()}

    # Nobody reads along

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Have no followers: who has the turn gets an activity, who may read opens the rating.

        :raise UserError: somebody else is to follow
        """
        if set(partner_ids or ()) - set(self.env.user.partner_id.ids) and self.env.context.get('dan_van_turn') is not QUIET:
            raise UserError(self.env._("A rating has no followers: it is read by whom it concerns, and by nobody else."))
        return True

    # On paper

    def _sheet(self):
        """:return: :class:`rendering.rating.RatingSheet` of this rating, for its template"""
        self.ensure_one()
        return self.env['dan_van.rating.sheet']._of(self)

    def _sheet_name(self):
        """:return: name of the PDF without its ending"""
        return f'Phiếu đánh giá {self.display_name}'

    def _file_name(self):
        """:return: name of the Word file without its ending"""
        return self._sheet_name()

    def _word_file(self):
        """:return: bytes of the sheet as a Word file"""
        return sheet_to_docx(self._sheet())

    def action_download_word(self):
        """Download the sheet as a Word file."""
        self.ensure_one()
        return {'type': 'ir.actions.act_url', 'url': f'/dan_van/word/{self._name}/{self.id}', 'target': 'download'}

    def action_summary(self):
        """Download the summary of the year of the chosen ratings, or of the last year that the list shows.

        :return: action
        :raise UserError: ratings of several years are chosen, or there is none
        """
        years = set(self.mapped('year'))
        if not self:
            years = {self.search(asked(self, self.env.context.get('active_domain') or []), order='year desc', limit=1).year}
        if len(years) > 1:
            raise UserError(self.env._("A summary is of one year. Choose ratings of the same year."))
        year = years.pop()
        if not year:
            raise UserError(self.env._("There is no rating to sum up. The office opens a year under Ratings → Open a year."))
        return {'type': 'ir.actions.act_url', 'url': f'/dan_van/ratings/{year}.xlsx', 'target': 'download'}
