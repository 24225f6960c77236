from itertools import groupby

from odoo import api, fields, models

from ...rendering.annex import Annex, Column, Row, Table, is_mentioned
from ...rendering.blocks import Block, Kind
from ...rendering.document import Signature
from ...rendering.wording import DocumentDate, authority_lines, in_sentence, roman_label, span_text
from ..core.res_company import legal_date
from .report_kinds import APPROVED

_COLUMNS = (
    Column("TT", 0.5, 'center'), Column("Nội dung", 3.4), Column("Đơn vị tính", 1, 'center'),
    Column("Kỳ này", 1, 'right'), Column("Kỳ trước", 1, 'right'), Column("Lũy kế năm", 1, 'right'),
    Column("Cùng kỳ năm trước", 1.1, 'right'), Column("So với cùng kỳ (%)", 1.1, 'right'),
    Column("Chỉ tiêu năm", 1, 'right'), Column("So với chỉ tiêu (%)", 1.1, 'right'),
)


class Report(models.Model):
    """The report as a text: what it says when it is new, and its print."""

    _inherit = 'dan_van.report'

    topic_note = fields.Text('Still about the plan that was replaced', compute='_compute_topic_note')

    # A new report

    @api.model
    def _unit_values(self, period, units):
        """:return: list of values of the reports of ``units`` for ``period``"""
        office = period.company_id._dan_van_office()
        writers = self._last_writers(period, units)
        return [{
            **self._text_values(period, unit.name),
            'scope': 'unit', 'department_id': unit.id, 'signer_id': False,
            'writer_id': writers.get(unit, unit._acting_head()).id,
            'addressees': office.name if office and office != unit else False,
        } for unit in units]

    @api.model
    def _last_writers(self, period, units):
        """:return: ``{unit: res.users}``, who wrote the last report of each unit and is still a member"""
        reports = self.search([
            ('scheme_id', 'in', period._line_schemes().ids), ('scope', '=', 'unit'),
            ('department_id', 'in', units.ids), ('date_to', '<', period.date_to), ('submitter_id', '!=', False)], order='date_to')
        return {report.department_id: report.submitter_id for report in reports
                if report.submitter_id in report.department_id.member_user_ids}

    @api.model
    def _agency_values(self, period):
        """:return: values of the agency's report for ``period``"""
        office = period.company_id._dan_van_office()
        addressee, *others = (period.plan_id.recipients or '').splitlines() or ['']
        return {
            **self._text_values(period, period.company_id.name),
            'scope': 'agency', 'company_id': period.company_id.id,
            'department_id': (office or period.plan_id.department_id).id, 'signer_id': period.plan_id.signer_id.id,
            'addressees': addressee, 'recipients': '\n'.join(others),
        }

    def _drafted_texts(self, plan):
        return self._text_values(self.period_id, self._kind().issuer(self), plan)

    def _text_values(self, period, issuer, plan=None):
        """:param plan: instead of that of ``period``"""
        plan, name = plan or period.plan_id, in_sentence(period.name)
        dates = span_text(period.date_from, period.date_to)
        return {
            'period_id': period.id, 'company_id': period.company_id.id,
            'subject': f"Kết quả {plan._topic()} {name}",
            'preamble': f"Thực hiện {plan._citation()}, "
                        f"{issuer} báo cáo kết quả thực hiện {name} ({dates}) như sau:",
            'closing': f"Trên đây là báo cáo kết quả {plan._topic()} {name} của {issuer}.",
        }

    def _cite_plan(self):
        """Let drafts cite the plan on which they report now, and be about it, where they say so of one that it has replaced; what is
        edited stays, see :meth:`_compute_topic_note`."""
        for report in self.filtered(lambda report: report.state == 'draft'):
            values = {'preamble': report.plan_id._recite(report.preamble or '')}
            before = [report._drafted_texts(plan) for plan in report.plan_id._replaced()]
            if stale := {name for texts in before for name in ('subject', 'closing') if report[name] == texts[name]}:
                now = report._drafted_texts(report.plan_id)
                values |= {name: now[name] for name in stale}
            if changed := {name: text for name, text in values.items() if text != (report[name] or '')}:
                report.write(changed)

    @api.depends('state', 'subject', 'closing', 'plan_id')
    @api.depends_context('lang')
    def _compute_topic_note(self):
        for report in self:
            # sudo: who reads the draft may know what the plan was about before it was replaced.
            plan, texts = report.plan_id.sudo(), [(report[name] or '').lower() for name in ('subject', 'closing')]
            topics = {old._topic() for old in plan._replaced()} - {plan._topic()} if report.state == 'draft' and plan else ()
            old = [topic for topic in topics if any(
                topic.lower() in text and plan._topic().lower() not in text for text in texts)]
            report.topic_note = bool(old) and self.env._(
                "The plan is about “%(now)s” since it was replaced. Subject or closing were edited, so they still say “%(before)s”.",
                now=plan._topic(), before='”, “'.join(sorted(old)))

    # Filing

    def _is_filed(self):
        return self.plan_id._is_filed()

    # Print

    def _document_text(self):
        annexes = tuple(self._annexes())
        text = {
            'preamble': self.preamble or '', 'blocks': tuple(self._blocks(annexes)), 'closing': self.closing or '',
            'annexes': annexes,
        }
        return {**text, **self._kind().document_text(self)}

    def _unit_header(self):
        """A unit's report names the unit below the agency; it gets no number of the agency's register."""
        unit, profile = self.department_id, self._profile()
        return {
            'parent': ' '.join(profile.issuer.split()), 'issuer': (unit.name,), 'issuer_name': unit.name,
            'symbol': '-'.join(filter(None, ('BC', unit.dan_van_abbreviation))),
            'date': legal_date(self.approved_date) or DocumentDate(self.date_to.year),
            'signature': self._unit_signature(), 'draft': self.state not in APPROVED,
        }

    def _unit_signature(self):
        head, deputy = self.department_id._titles()
        signer = self.approver_id or self.head_id or self.department_id.head_user_id
        if signer and signer == self.department_id.deputy_user_id:
            return Signature(authority_lines(deputy, 'deputy', head), signer.name)
        return Signature(authority_lines(head), signer.name or '')

    def _blocks(self, annexes=()):
        """Yield the blocks of the text; sections without words are left out and not counted.

        :param annexes: those of the document, which its text has to mention (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục III.1)
        """
        number = 0
        rows = self.section_ids.sorted(lambda row: (row.sequence, row.id))
        for _place, own in groupby(rows, lambda row: row.group_name or row.id):  # pylint: disable=bad-builtin-groupby
            own = rows.browse().union(*own)
            blocks = list(self._result_blocks(annexes) if own[0].is_results else own._blocks())
            if blocks:
                number += 1
                yield Block(Kind.SECTION, roman_label(number), own[0].group_name or own[0].name)
                yield from blocks

    def _result_blocks(self, annexes):
        """Yield the blocks of what was done for the duties, with where the figures stand unless the text says so by itself."""
        written = (self.preamble, self.closing, *self.line_ids.mapped('text'), *self.section_ids.mapped('text'))
        if annexes and not is_mentioned(written):
            yield Block(Kind.PARAGRAPH, text="(Số liệu chi tiết tại Phụ lục kèm theo)")
        yield from self._kind().result_blocks(
            self, self.line_ids.filtered(lambda line: not line.section_id and line.printed and line._printed_text()))

    def _annexes(self):
        """Yield the table of figures, where there are any."""
        figures = self.figure_ids.filtered(
            lambda figure: figure.value or figure.cumulative or figure.last_year or figure.target)
        if not figures:
            return
        rows, number = [], 0
        for group, own in figures.sorted('sequence').grouped('group_name').items():
            if group:
                rows.append(Row((group,), heading=True))
            for figure in own:
                number += 1
                rows.append(Row((str(number), figure._printed_name(), figure.uom_name or '', *figure._printed_values())))
        yield Annex(f"Số liệu {in_sentence(self.period_id.name)}", Table(_COLUMNS, tuple(rows)))
