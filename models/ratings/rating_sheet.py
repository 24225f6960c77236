from odoo import api, models
from odoo.exceptions import UserError

from ...rendering.rating import RatingSheet, Signer, Step
from ...rendering.rating_summary import Person, SummaryHead, write_summary
from ...rendering.wording import DocumentDate, authority_lines, paragraphs
from ..core.reading import for_reader
from ..core.res_company import legal_date, legal_today
from .rating import DONE as _DONE, STEPS

# Transition that ends each step.
_ENDS = {'self': 'submit', 'head': 'assess', 'final': 'conclude'}
_FIGURES = (
    'duty_count', 'on_time_count', 'late_count', 'undone_count', 'open_count', 'good_count', 'failed_count', 'exceeded_count',
    'report_on_time_count', 'report_late_count', 'result_points')


class Rating(models.Model):
    """A rating on paper, and all of a year in one Excel sheet."""

    _inherit = 'dan_van.rating'

    # The sheet of one

    def _sheet(self):
        """:return: :class:`rendering.rating.RatingSheet` of this rating"""
        self.ensure_one()
        rating = for_reader(self)
        profile = rating._profile()
        scheme = rating.scheme_id
        return RatingSheet(
            issuer=tuple(profile.issuer.splitlines()), parent=profile.parent or '', page=profile._page_settings(),
            subject=rating.subject, year=rating.year, persons=rating._persons(profile), source=scheme.legal_source,
            criteria=tuple(paragraphs(scheme.criteria)), figures={name: rating[name] for name in _FIGURES},
            most=(scheme.general_points, scheme.result_points),
            steps=tuple(rating._printed_step(step) for step in rating._steps()),
            signers=tuple(rating._signer(step, profile) for step in rating._steps()))

    def _sheet_name(self):
        """:return: name of the PDF without its ending"""
        return f'Phiếu đánh giá {self.display_name}'

    def _profile(self):
        return self.env['dan_van.agency.profile']._valid_on(self.company_id, self._day('final') or legal_today(self))

    def _steps(self):
        """:return: the steps of this rating in turn; a unit has none of its own"""
        return STEPS if self.subject == 'official' else STEPS[1:]

    def _persons(self, profile):
        """:return: pairs of a label and a text that say who is rated"""
        unit, official = self.department_id, self.official_id
        if self.subject == 'unit':
            return tuple(pair for pair in (("Đơn vị", unit.name), ("Người đứng đầu", unit.head_user_id.name)) if pair[1])
        title = official.with_company(self.company_id).employee_id.job_title
        if not title and self._heads():
            title = unit._titles()[0].capitalize()
        return tuple(pair for pair in (
            ("Họ và tên", official.name), ("Chức vụ, chức danh", title), ("Đơn vị công tác", unit.name)) if pair[1])

    def _printed_step(self, step):
        """:return: :class:`rendering.rating.Step`; what somebody is still about to judge is not printed"""
        name = {'self': "Tự đánh giá", 'head': "Lãnh đạo phụ trách" if self._is_judged_above() else "Người đứng đầu đơn vị",
                'final': "Thủ trưởng cơ quan"}[step]
        if step not in _DONE[self.state]:
            return Step(name)
        return Step(name, *(self[f'{step}_{part}'] for part in ('general', 'points', 'proposed', 'level')),
                    self[f'{step}_note'] or '', True)

    def _end_of(self, step):
        """:return: dan_van.approval, the line of the log that ended ``step``; none where it is still open"""
        done = step in _DONE[self.state]
        return self.approval_ids.filtered(lambda line: done and line.step == _ENDS[step]).sorted('id')[-1:]

    def _day(self, step):
        """:return: the country's date on which ``step`` was done, or ``None``"""
        return legal_date(self._end_of(step).create_date)

    def _signer(self, step, profile):
        """:return: :class:`rendering.rating.Signer`; date and name are open until the step is done"""
        line = self._end_of(step)
        date = self._day(step) or DocumentDate(legal_today(self).year)
        return Signer(self._signer_lines(step, line, profile), date, line.user_id.name or '')

    def _signer_lines(self, step, line, profile):
        """:return: tuple of the lines above a signature, of the user in ``line`` where the step is done"""
        if step == 'self':
            return ("NGƯỜI TỰ ĐÁNH GIÁ",)
        above = step == 'head' and self._is_judged_above()
        if above and not line:
            return ("LÃNH ĐẠO PHỤ TRÁCH",)
        leads = above or step == 'final'
        head, deputy = (profile.head_title, profile.deputy_title) if leads else self.department_id._titles()
        is_deputy = line.on_behalf_id or above and line.user_id != self.company_id._dan_van_leadership().head_user_id
        return authority_lines(deputy, 'deputy', head) if is_deputy else authority_lines(head)

    # The summary of a year

    def action_summary(self):
        """Download the summary of the year of the chosen ratings, or of the last year that the list shows.

        :return: action
        :raise UserError: ratings of several years are chosen, or there is none
        """
        years = set(self.mapped('year'))
        if not self:
            years = {self.search(self.env.context.get('active_domain') or [], order='year desc', limit=1).year}
        if len(years) > 1:
            raise UserError(self.env._("A summary is of one year. Choose ratings of the same year."))
        year = years.pop()
        if not year:
            raise UserError(self.env._("There is no rating to sum up. The office opens a year under Ratings → Open a year."))
        return {'type': 'ir.actions.act_url', 'url': f'/dan_van/ratings/{year}.xlsx', 'target': 'download'}

    @api.model
    def _write_summary(self, file, year, company):
        """Write the Excel sheet of the ratings of ``year`` that the user may read.

        :param file: binary file
        """
        ratings = self.search([('year', '=', year), ('company_id', '=', company.id)]).sorted(
            lambda rating: (rating.department_id.complete_name or '', rating.department_id.id, rating.display_name))
        scheme = for_reader(ratings).scheme_id[:1]
        # sudo: the head of the sheet; whose ratings are on it has been asked above.
        profile = self.env['dan_van.agency.profile'].sudo()._find(company, legal_today(self))
        head = SummaryHead(
            profile.parent or '', tuple((profile.issuer or company.name).splitlines()), year, scheme.legal_source or '',
            scheme.excellent_share, profile.head_title or "THỦ TRƯỞNG CƠ QUAN")
        write_summary(file, head, [rating._summary_line() for rating in ratings])

    def _summary_line(self):
        """:return: :class:`rendering.rating_summary.Person`; levels of the steps that are done"""
        levels = {step: self[f'{step}_level'] if step in _DONE[self.state] else '' for step in STEPS}
        step = _DONE[self.state][-1] if _DONE[self.state] else None
        rating = for_reader(self)
        return Person(
            rating.subject, rating.department_id.name, rating.official_id.name or rating.department_id.name,
            *(self[name] for name in ('duty_count', 'on_time_count', 'late_count', 'undone_count', 'failed_count')),
            self[f'{step}_points'] if step and self.has_points else None,
            levels['self'], levels['head'], levels['final'], (self.final_note or '') if levels['final'] else '')
