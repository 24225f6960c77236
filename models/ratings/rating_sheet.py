from odoo import api, models

from ...rendering import rating as printed
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


class RatingSheet(models.AbstractModel):
    """A rating on paper, and all of a year in one Excel sheet."""

    _name = 'dan_van.rating.sheet'
    _description = 'Sheet of a rating'

    # The sheet of one

    @api.model
    def _of(self, rating):
        """:return: :class:`rendering.rating.RatingSheet` of ``rating``"""
        rating = for_reader(rating)
        steps = self._steps(rating)
        profile = self.env['dan_van.agency.profile'].with_env(rating.env)._valid_on(
            rating.company_id, self._day(rating, 'final') or legal_today(self))
        scheme = rating.scheme_id
        return printed.RatingSheet(
            **profile._sheet_head(),
            subject=rating.subject, year=rating.year, persons=self._persons(rating), source=scheme.legal_source,
            criteria=tuple(paragraphs(scheme.criteria)), figures={name: rating[name] for name in _FIGURES},
            most=(scheme.general_points, scheme.result_points),
            steps=tuple(self._printed_step(rating, step) for step in steps),
            signers=tuple(self._signer(rating, step, profile) for step in steps),
            form=scheme.form if rating.subject == 'official' else 'plain', place=profile.place, leads=rating.of_head or rating._heads())

    @api.model
    def _steps(self, rating):
        """:return: the steps of ``rating`` in turn; a unit has none of its own"""
        return STEPS if rating.subject == 'official' else STEPS[1:]

    @api.model
    def _persons(self, rating):
        """:return: pairs of a label and a text that say who is rated"""
        unit, official = rating.department_id, rating.official_id
        if rating.subject == 'unit':
            return tuple(pair for pair in (("Đơn vị", unit.name), ("Người đứng đầu", unit.head_user_id.name)) if pair[1])
        title = official.with_company(rating.company_id).employee_id.job_title
        if not title and rating._heads():
            title = unit._titles()[0].capitalize()
        return ("Họ và tên", official.name), ("Chức vụ, chức danh", title or "…" * 20), ("Đơn vị công tác", unit.name)

    @api.model
    def _printed_step(self, rating, step):
        """:return: :class:`rendering.rating.Step`; what somebody is still about to judge is not printed"""
        name = {'self': "Tự đánh giá", 'head': "Lãnh đạo phụ trách" if rating._is_judged_above() else "Người đứng đầu đơn vị",
                'final': "Thủ trưởng cơ quan"}[step]
        if step not in _DONE[rating.state]:
            return printed.Step(name)
        return printed.Step(
            name, *(rating[f'{step}_{part}'] for part in ('general', 'points', 'proposed', 'level')),
            rating[f'{step}_note'] or '', True)

    @api.model
    def _end_of(self, rating, step):
        """:return: dan_van.approval, the line of the log that ended ``step``; none where it is still open"""
        done = step in _DONE[rating.state]
        return rating.approval_ids.filtered(lambda line: done and line.step == _ENDS[step]).sorted('id')[-1:]

    @api.model
    def _day(self, rating, step):
        """:return: the country's date on which ``step`` was done, or ``None``"""
        return legal_date(self._end_of(rating, step).create_date)

    @api.model
    def _signer(self, rating, step, profile):
        """:return: :class:`rendering.rating.Signer`; date and name are open until the step is done"""
        line = self._end_of(rating, step)
        date = self._day(rating, step) or DocumentDate(legal_today(self).year)
        return printed.Signer(self._signer_lines(rating, step, line, profile), date, line.user_id.name or '')

    @api.model
    def _signer_lines(self, rating, step, line, profile):
        """:return: tuple of the lines above a signature, of the user in ``line`` where the step is done"""
        if step == 'self':
            return ("NGƯỜI TỰ ĐÁNH GIÁ",)
        above = step == 'head' and rating._is_judged_above()
        if above and not line:
            return ("LÃNH ĐẠO PHỤ TRÁCH",)
        leads = above or step == 'final'
        head, deputy = (profile.head_title, profile.deputy_title) if leads else rating.department_id._titles()
        is_deputy = line.on_behalf_id or above and line.user_id != rating.company_id._dan_van_leadership().head_user_id
        return authority_lines(deputy, 'deputy', head) if is_deputy else authority_lines(head)

    # The summary of a year

    @api.model
    def _write_summary(self, file, year, company):
        """Write the Excel sheet of the ratings of ``year`` that the user may read.

        :param file: binary file
        """
        ratings = self.env['dan_van.rating'].search([('year', '=', year), ('company_id', '=', company.id)]).sorted(
            lambda rating: (rating.department_id.complete_name or '', rating.department_id.id, rating.display_name))
        scheme = for_reader(ratings).scheme_id[:1]
        # sudo: the head of the sheet; whose ratings are on it has been asked above.
        profile = self.env['dan_van.agency.profile'].sudo()._find(company, legal_today(self))
        head = SummaryHead(
            profile.parent or '', tuple((profile.issuer or company.name).splitlines()), year, scheme.legal_source or '',
            scheme.excellent_share, profile.head_title or "THỦ TRƯỞNG CƠ QUAN")
        write_summary(file, head, [self._summary_line(rating) for rating in ratings])

    @api.model
    def _summary_line(self, rating):
        """:return: :class:`rendering.rating_summary.Person`; levels of the steps that are done"""
        done = _DONE[rating.state]
        levels = {step: rating[f'{step}_level'] if step in done else '' for step in STEPS}
        named = for_reader(rating)
        return Person(
            named.subject, named.department_id.name, named.official_id.name or named.department_id.name,
            *(rating[name] for name in ('duty_count', 'on_time_count', 'late_count', 'undone_count', 'failed_count')),
            rating[f'{done[-1]}_points'] if done and rating.has_points else None,
            levels['self'], levels['head'], levels['final'], (rating.final_note or '') if levels['final'] else '')
