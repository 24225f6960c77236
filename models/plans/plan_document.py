import re

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Command, Domain

from ...rendering.blocks import PARTS, TYPED_DASHES, Block, Kind
from ...rendering.wording import alphabet_label, date_text, in_sentence, move_year, roman_label, with_mark
from ..core.mail_switches import QUIET
from ..documents.dms_folder import Folder, own_folder, year_path
from .due_days import days_of, text_of

_YEAR, _LONGEST_YEAR = re.compile(r'\bnăm \d{4}$'), len("năm 2026")
_KIND_OF_MARK = {'+': Kind.SUB_BULLET, '': Kind.PARAGRAPH}
_DASH = re.compile(f'[{TYPED_DASHES}]')


class Plan(models.Model):
    """The plan as a text: print, numbering, copy."""

    _inherit = 'dan_van.plan'

    # Print

    def _document_text(self):
        return {
            'bases': tuple(self.basis_ids.mapped('text')),
            'preamble': self.preamble or '',
            'blocks': tuple(self._blocks()),
            'closing': self.closing or '',
            'annexes': self.annex_ids._printed(),
        }

    def _topic(self):
        """:return: what the plan is about, as reports name it: its subject without the verb and the year"""
        topic = re.sub(r'^(triển khai\s+)?(thực hiện\s+)?(kế hoạch\s+)?', '', self.subject.strip(), flags=re.IGNORECASE)
        if named := _YEAR.search(topic, max(len(topic) - _LONGEST_YEAR, 0)):
            topic = topic[:named.start()].rstrip()
        return in_sentence(topic)

    def _heading(self):
        """:return: the plan as sheets name it: number, date and subject"""
        number = f" số {self.code} ngày {self.document_date:%d/%m/%Y}" if self.code and self.document_date else ''
        return f"Kế hoạch{number}: {self.subject}"

    def _letter_about(self, about):
        return {**super()._letter_about(about), 'plan_id': self.id}

    def _citation(self):
        """:return: the issued plan with type, number, date, issuer and subject, as a document that is cited first"""
        subject = in_sentence(with_mark(self.subject, ''))
        return f"Kế hoạch {self._number_and_date()} của {self.company_id.name} về {subject}"

    def _short_citation(self):
        """:return: the plan with type, number, date, topic and year, as the agency cites its own"""
        return f"Kế hoạch {self._number_and_date()} về {self._topic()} năm {self.year}"

    def _reference(self):
        return f"Kế hoạch số {self.code}"

    def _number_and_date(self):
        return ' '.join(filter(None, ("số" if self.code else '', self.code, date_text(self.document_date))))

    def _recite(self, text):
        """:return: ``text``, where it cites a plan that this one has replaced, with this one in its place"""
        for old in self._replaced():
            for cite in ('_citation', '_short_citation', '_number_and_date'):
                text = text.replace(getattr(old, cite)(), getattr(self, cite)())
        return text

    def _replaced(self):
        """Yield the plans that this one has replaced, the last one first."""
        old = self.replaces_id
        while old:
            yield old
            old = old.replaces_id

    def _in_print_order(self):
        """Yield contents and printed assignments in the order of print.

        Assignments stand among the parts of the implementation section, or at the end where there is none.
        """
        children = self.content_ids.sorted('sequence').grouped('parent_id')
        duties = self.printed_assignment_ids.filtered('printed').sorted('sequence')

        def below(part):
            for child in children.get(part, ()):
                yield child
                yield from below(child)

        for section in children.get(self.env['dan_van.content'], ()):
            yield section
            parts = below(section)
            if section.kind == 'implementation':
                parts = sorted([*parts, *duties], key=lambda part: part.sequence)
                duties = duties.browse()
            yield from parts
        yield from duties

    def _put_in_order(self):
        """Let the sequence say the order of print, so that every list shows it."""
        for plan in self:
            for sequence, part in enumerate(plan._in_print_order(), 1):
                if part.sequence != sequence * 10:
                    part.sequence = sequence * 10

    def _blocks(self):
        """Yield the blocks of the text in the order of print."""
        parents = self.content_ids.parent_id
        for part in self._in_print_order():
            if part._name == 'dan_van.assignment':
                yield block_of(part.label, part.unit_label, part.text)
            else:
                yield block_of(
                    part.label, part.title, part.text, is_section=not part.parent_id, has_parts=part in parents)

    # Filing

    def _dms_path(self):
        path = self._dms_own_path()
        return [*path, Folder(f'{path[-1].key}/KH', "Kế hoạch", self)]

    def _dms_own_path(self):
        """:return: path of the plan's folder, in which its reports, letters and evidence are filed too"""
        return [*(self._dms_file_path() or year_path(self.company_id, self.year)), own_folder(self)]

    def _duty_folders(self):
        if not self._is_filed():
            return None
        above = self._dms_own_path()
        return [*above, Folder(f'{above[-1].key}/evidence', "Minh chứng", self)]

    # Numbering

    def action_renumber(self):
        """Number sections I, II, III, contents 1, 2, 3 and points a, b, c anew; dashes and plain paragraphs stay."""
        self._check_draft()
        for plan in self:
            counts = {}
            for part in plan._in_print_order():
                is_duty = part._name == 'dan_van.assignment'
                level = 1 if is_duty else part.level
                place = 'implementation' if is_duty or part.parent_id.kind == 'implementation' else part.parent_id
                if level == 0 or _kind(part.label) in (Kind.ITEM, Kind.POINT):
                    counts[place] = counts.get(place, 0) + 1
                    label = _LABELS[min(level, 2)](counts[place])
                    if part.label != label:
                        part.label = label

    # Copy

    def copy(self, default=None):
        copies = super(Plan, self.with_context(dan_van_no_skeleton=True)).copy(default)
        for plan, new in zip(self, copies.with_context(dan_van_no_skeleton=False)):
            plan._copy_text(new)
        return copies

    def _copy_text(self, new):
        """Copy contents and printed assignments to the draft ``new``."""
        parts = self.content_ids
        nodes = {part: {'vals': part.copy_data()[0], 'children': []} for part in parts}
        for part in parts:
            if part.parent_id:
                nodes[part.parent_id]['children'].append(nodes[part])
        new.content_ids._create_tree(new, [nodes[part] for part in parts if not part.parent_id])
        new.printed_assignment_ids.create([{
            **values,
            'plan_id': new.id,
            'content_ids': [fields.Command.set([nodes[part]['record'].id for part in duty._own_contents()])],
        } for duty, values in self._duties_copied(new.replaces_id == self)])

    def _copy_to_year(self, year):
        """Return a draft for ``year``: its dates moved, in the text and on the assignments."""
        plan = self.copy({'year': year})
        self._move_year(plan, ('subject', 'preamble', 'closing'), year)
        self._move_year(plan.content_ids, ('title', 'text'), year)
        self._move_year(plan.annex_ids, ('title', 'text', 'table', 'note'), year)
        self._move_year(plan.printed_assignment_ids, ('text', 'deadline_text', 'output'), year)
        shift = relativedelta(years=year - self.year)
        for duty in plan.printed_assignment_ids:
            for name in ('start_date', 'deadline'):
                if duty[name]:
                    duty[name] += shift
            if duty.further_dates:
                duty.further_dates = text_of(day + shift for day in days_of(duty.further_dates))
        return plan

    @api.model
    def _drafted_from(self, document, rows):
        """
        :param document: dan_van.incoming in superuser rights
        :param rows: dan_van.superior.duty that it is to carry out
        :return: dan_van.plan, a draft of the current user
        """
        came = document.superior_plan or {}
        Theme = self.env['dan_van.theme']
        code, company = came.get('theme_code'), document.company_id
        theme = Theme.search(Theme._in_use(company) & Domain('code', '=', code), limit=1) if code else Theme
        plan = self.with_context(dan_van_no_skeleton=QUIET).create({
            'subject': came.get('title') or document.subject, 'company_id': company.id,
            'theme_id': (theme or Theme._of_subject(came.get('theme') or document.subject, company)).id,
            **({'year': came['year']} if came.get('year') else {}),
            'basis_ids': [Command.create({
                'text': f"Thực hiện {document._citation()}", 'kind': document.kind, 'code': document.code, 'date': document.date,
                'issuer': document.issuer, 'subject': document.subject, 'incoming_id': document.id})]}).with_env(self.env)
        parts = plan._create_skeleton(came.get('contents') or [])
        first = max(plan.content_ids.mapped('sequence'))
        self.env['dan_van.assignment']._making('own_document').create([{
            **row._duty_values(), 'sequence': first + 10 * index, 'plan_id': plan.id, 'department_id': row.department_id.id,
            'unit_label': row.department_id.name, 'content_ids': [Command.set([parts[key].id for key in row.content_keys or [] if key in parts])],
        } for index, row in enumerate(rows, 1)])
        plan._put_in_order()
        return plan

    def _move_year(self, records, names, year):
        for record in records:
            for name in names:
                moved = move_year(record[name], self.year, year)
                if moved != record[name]:
                    record[name] = moved

    def action_copy_next_year(self):
        """Make next year's draft: dates one year later, no results.

        :return: action that opens the new plan
        """
        self.ensure_one()
        plan = self._copy_to_year(self.year + 1)
        return {'type': 'ir.actions.act_window', 'res_model': self._name, 'res_id': plan.id, 'view_mode': 'form'}


def block_of(label, title, text, is_section=False, has_parts=False):
    """Return the block of a part of a plan.

    :param is_section: it stands at the top of the plan
    :param has_parts: something stands below it, so that a title alone is a heading
    """
    label, title, text = label or '', title or '', text or ''
    if is_section:
        kind = Kind.PART if label.startswith(PARTS) else Kind.SECTION
        return Block(kind, label, title or text, text if title else '')
    is_heading = has_parts and title and not text and _kind(label) is Kind.ITEM
    return Block(Kind.HEADING if is_heading else _kind(label), label, title, text)


def _kind(label):
    label = (label or '').strip()
    if label in _KIND_OF_MARK:
        return _KIND_OF_MARK[label]
    if _DASH.fullmatch(label):
        return Kind.BULLET
    return Kind.POINT if label.rstrip('.)').isalpha() and label.rstrip('.)').islower() else Kind.ITEM


_LABELS = (roman_label, str, alphabet_label)
