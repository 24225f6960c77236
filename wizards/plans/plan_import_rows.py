"""From a recognised document to the rows of the preview: values only, nothing is written."""
import re
from dataclasses import replace

from ...importer.assignments import below
from ...importer.document import walk
from ...importer.units import split_units
from ...models.plans.due_days import further_days, recurrence_of
from .plan_import_known import Known


class Rows:
    """Collects the rows of a document in the order of print, as ``values``.

    :param wizard: dan_van.plan.import, whose agency's units and agencies below are matched
    :param document: :class:`importer.Document`
    """

    def __init__(self, wizard, document):
        self.document = document
        self.values = []
        self._known = Known(wizard)
        self._duties_at = {}
        for duty in document.assignments:
            self._duties_at.setdefault(duty.line, []).append(duty)
        self._paths, self._task_lines = document.paths(), document.task_lines()
        self._line_at = {part.path: part.line for part in reversed(document.parts)}

    def add_text(self, name):
        """Add the enacting or the closing paragraph."""
        if text := getattr(self.document, name):
            self._add(type=name, level=0, text=text, line=self._line_at.get(name, 0), paths=[name])

    def add_section(self, section):
        """Add a section and all that stands below it."""
        self._add_part(section, section.level, kind=section.kind, text=False)
        for item in section.items:
            self._add_item(item, section.level + 1, section.kind == 'implementation')

    def add_annex(self, annex):
        """Add the tasks of an annex below its name; an annex without any has no rows."""
        tasks = [item for item in walk(annex.items) if item.lead or item.coordinate]
        if tasks:
            path = self._paths[id(annex)]
            self._add(
                type='annex', level=0, title=' '.join(filter(None, (annex.label, annex.title))), line=annex.line or 0,
                paths=[f'{path}.label', f'{path}.title'])
        for item in tasks:
            path = self._paths[id(item)]
            self._add(type='task', level=1, label=item.label, text=_task_of(item), line=item.line or 0, paths=[path])
            self._add_all_served(item, 1, path)

    def _add(self, **values):
        self.values.append({'sequence': len(self.values), **values})

    def _add_part(self, node, level, **values):
        self._add(
            type='heading' if node.title else 'content', level=level, line=node.line or 0, label=node.label,
            title=node.title, paths=[self._paths[id(node)]], **values)

    def _add_item(self, item, level, in_implementation):
        path = self._paths[id(item)]
        if in_implementation and item.line in self._duties_at:
            duty, *further = self._duties_at[item.line]
            self._add_duty(item, duty, level, path)
            for each in further:
                self._add_further(item, each, level, path)
            return
        self._add_part(
            item, level, text='\n'.join(filter(None, [item.text, *self._task_lines.get(path, [])])))
        if not in_implementation:
            self._add_all_served(item, level, path)
        for child in item.children:
            self._add_item(child, level + 1, in_implementation)

    def _add_duty(self, item, duty, level, path):
        """Add a printed duty with the lines below it, then its further units and those that take part."""
        own = duty.text.removesuffix('\n'.join(below(item))).rstrip()
        lines = below(item, lambda each: self._task_lines.get(self._paths[id(each)], ()))
        duty = replace(duty, text='\n'.join([own, *lines]))
        rows = list(duty_rows(item, duty, self._known))
        for values in rows:
            self._add(**values, output=item.output, level=level + (values['type'] == 'unit'), line=item.line or 0, paths=[path])
        for name in item.coordinate:
            self._add_served(item, 'coordinate', name, level, path, rows[0]['text'])

    def _add_further(self, item, duty, level, path):
        """Add what another unit is to do by the line of a printed duty, until a day of its own."""
        for values in duty_rows(item, duty, self._known):
            self._add(**{
                **values, 'type': 'unit', 'label': False, 'unit_label': False, 'text': duty.text, 'level': level + 1, 'line': item.line or 0,
                'paths': [path]})

    def _add_all_served(self, item, level, path):
        for role in ('lead', 'coordinate'):
            for name in getattr(item, role):
                self._add_served(item, role, name, level, path, _task_of(item))

    def _add_served(self, item, role, name, level, path, text):
        for unit, values in self._known.values(name):
            self._add(
                type='unit', level=level + 1, line=item.line or 0, paths=[f'{path}.{role}'], role=role,
                text=text, output=item.output, unit=unit, **values, **deadline_values(item.deadline))


def _task_of(item):
    """:return: what is to be done: the words of an item, or those below it where its own are no more than the unit"""
    own = item.title or item.text
    if item.children and item.title and ', '.join(item.lead) == ', '.join(split_units(item.title)):
        return '\n'.join(filter(None, (child.title or child.text for child in item.children))) or own
    return own


def duty_rows(item, duty, known):
    """Yield the values of a printed duty, then those of the further units that it names.

    The words before the colon are the unit as printed; without a colon all is text.

    :param item: :class:`importer.document.Item` that holds the duty
    :param duty: :class:`importer.document.Assignment`
    :param known: :class:`Known`, by which the names are known
    """
    own = item.title or item.text or ''
    first, _newline, rest = duty.text.partition('\n')
    head = own[:len(own) - len(first)].rstrip() if first and own.endswith(first) else own.rstrip()
    has_colon = head.endswith(':')
    values = {
        'type': 'duty',
        'label': item.label,
        'duty_kind': duty.kind,
        'unit_label': head.rstrip(': ') if has_colon else False,
        'text': duty.text.strip() if has_colon else '\n'.join(filter(None, (own, rest))),
        **deadline_values(duty.deadline),
    }
    for unit, whose in known.values(duty.unit):
        yield {**values, 'unit': unit, **whose}
        values = {**values, 'type': 'unit', 'label': False, 'unit_label': False}


def deadline_values(deadline):
    """:return: values for a deadline of the importer, nothing for none"""
    if not deadline:
        return {}
    return {
        'deadline': deadline.date, 'deadline_text': deadline.text, 'recurrence': recurrence_of(deadline.recurrence),
        # Of several units each has its own day, which is looked at by hand.
        'further_dates': deadline.doubt != 'several' and further_days(deadline.dates, deadline.date)}


def basis_values(basis):
    """:return: values of a legal basis, in the preview and in a plan"""
    return {
        'text': basis.text,
        'kind': basis.kind,
        'code': _code(basis),
        'date': basis.date,
        'issuer': basis.issuer,
        'subject': basis.subject,
    }


def _code(citation):
    """:return: number and symbol as printed: the state writes 76/NQ-CP, the Party 01-KL/TW"""
    if not (citation.number and citation.symbol):
        return citation.number or citation.symbol
    number, symbol = re.escape(citation.number), re.escape(citation.symbol)
    found = re.search(rf'{number}\s*([-/])\s*{symbol}', citation.text)
    return f"{citation.number}{found[1] if found else '/'}{citation.symbol}"
