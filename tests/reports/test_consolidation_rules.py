import random

from odoo.tests import BaseCase, tagged

from ...models.core.merging import merged
from ...models.reports.consolidation import Line, consolidate

WORDS = ("Đã họp.", "Đã tập huấn.", "Đã tuyên truyền.", "Đang rà soát.", "")


def said(text, reason=(False, False)):
    """:return: what a source says in one place"""
    return {'text': text, 'reason': list(reason), 'content': 7, 'printed': True}


class Report:
    """The report of an agency as its users see it: lines with ids, which stand as they were left."""

    def __init__(self):
        self.lines, self.number, self.outcome = {}, 0, None

    def take_in(self, proposals):
        self.outcome = consolidate(self.lines, proposals)
        self.lines = dict(self.outcome.lines)
        for key in self.outcome.added:
            self.number += 1
            self.lines[self.number] = Line(key, proposals[key], proposals[key], {})
        return self

    def id_of(self, key):
        return next((number for number, line in self.lines.items() if line.key == key), None)

    def edit(self, key, **values):
        line = self.lines[self.id_of(key)]
        self.lines[self.id_of(key)] = line._replace(shown={**line.shown, **values})

    def drop(self, key):
        del self.lines[self.id_of(key)]

    def shown(self):
        """:return: ``{key: (parts as they stand, whether the source is gone)}``"""
        return {line.key: (line.shown, line.is_gone) for line in self.lines.values()}


@tagged('post_install', '-at_install')
class TestConsolidationRules(BaseCase):
    """The report holds what its sources hold, with the edits on it, whatever happened before."""

    def test_what_is_gone_goes(self):
        report = Report().take_in({'a': said("Đã họp."), 'b': said("Đã tập huấn.")})
        report.take_in({'b': said("Đã tập huấn.")})
        self.assertEqual(list(report.shown()), ['b'])
        self.assertEqual((report.outcome.removed, report.outcome.kept), ([1], []))

    def test_what_was_edited_stays_and_is_marked(self):
        report = Report().take_in({'a': said("Đã họp."), 'b': said("Đã tập huấn.")})
        report.edit('a', text="Đã họp 02 lần.")
        report.edit('b', printed=False)
        report.take_in({})
        self.assertEqual(report.shown(), {
            'a': (said("Đã họp 02 lần."), True), 'b': ({**said(""), 'printed': False}, True)})
        self.assertEqual(report.outcome.kept, [1, 2])
        report.take_in({})
        self.assertEqual(report.outcome.kept, [], "told once")
        report.take_in({'a': said("Đã họp.\nĐã kết luận."), 'b': said("Đã tập huấn.")})
        self.assertEqual(report.shown(), {
            'a': (said("Đã họp 02 lần.\nĐã kết luận."), False), 'b': ({**said("Đã tập huấn."), 'printed': False}, False)})

    def test_what_was_dropped_comes_as_it_is_reported(self):
        report = Report().take_in({'a': said("Đã họp.")})
        report.edit('a', text="Đã họp 02 lần.")
        report.take_in({}).drop('a')
        self.assertEqual(report.take_in({'a': said("Đã họp.")}).shown(), {'a': (said("Đã họp."), False)})

    def test_lines_whose_source_line_was_deleted(self):
        """Two that lost it do not get in each other's way."""
        lines = {1: Line(None, said("Một"), said("Một"), {}), 2: Line(None, said("Hai, sửa"), said("Hai"), {}),
                 3: Line(None, said("Ba"), said("Ba"), {})}
        outcome = consolidate(lines, {})
        self.assertEqual((outcome.removed, list(outcome.lines), outcome.lines[2].is_gone), ([1, 3], [2], True))

    def test_what_is_withdrawn_in_part_goes_in_part(self):
        """What the source had added below the editor's words goes with it."""
        report = Report().take_in({'a': said("Đã họp.")})
        report.edit('a', text="Họp 02 lần.")
        report.take_in({'a': said("Đã họp.\nĐã tập huấn.")})
        self.assertEqual(report.shown()['a'][0]['text'], "Họp 02 lần.\nĐã tập huấn.")
        report.take_in({'a': said("Đã họp.")})
        self.assertEqual(report.shown()['a'][0]['text'], "Họp 02 lần.")

    def test_put_back_follows_again(self):
        report = Report().take_in({'a': said("Đã họp.")})
        report.edit('a', text="Họp 02 lần.")
        report.take_in({'a': said("Đã họp.")})
        report.edit('a', text="Đã họp.")
        report.take_in({'a': said("Đã họp, đã kết luận.")})
        self.assertEqual(report.shown()['a'][0]['text'], "Đã họp, đã kết luận.")

    def test_twice_is_once(self):
        proposals = {'a': said("Đã họp."), 'b': said("", ('not_begun', False))}
        report = Report().take_in(proposals)
        report.edit('a', text="Họp 02 lần.")
        before = report.take_in(proposals).shown()
        self.assertEqual(report.take_in(proposals).shown(), before)
        self.assertEqual(report.outcome[1:], ([], [], [], []), "nothing has changed")

    def test_any_order_gives_the_same(self):
        """Receive, return, edit, drop and consolidate at random: as consolidated afresh with the edits put on it."""
        for seed in range(400):
            with self.subTest(seed=seed):
                self.walk(random.Random(seed))

    def walk(self, chance):
        keys, sources, drawn, edits = 'abcd', {}, {}, {}
        report = Report()
        for _step in range(chance.randint(5, 40)):
            key, action = chance.choice(keys), chance.choice(('receive', 'receive', 'return', 'edit', 'switch', 'drop', 'take_in', 'take_in'))
            there = report.id_of(key)
            if action == 'receive':
                sources[key] = said('\n'.join(chance.sample(WORDS[:4], chance.randint(1, 3))), chance.choice(
                    ((False, False), ('not_begun', False), ('postponed', '2022-06-01'))))
            elif action == 'return':
                sources.pop(key, None)
            elif action == 'take_in':
                report.take_in(dict(chance.sample(list(sources.items()), len(sources))))
                drawn.update(sources)
            elif there and action == 'edit':
                text = chance.choice(WORDS)
                if text != report.lines[there].shown['text']:
                    self.note(report.lines[there], edits.setdefault(key, {}), 'text', text, drawn[key]['text'])
                    report.edit(key, text=text)
            elif there and action == 'switch':
                printed = not report.lines[there].shown['printed']
                self.note(report.lines[there], edits.setdefault(key, {}), 'printed', printed, True)
                report.edit(key, printed=printed)
            elif there and action == 'drop' and report.lines[there].is_gone:
                report.drop(key)
                edits.pop(key, None)
        report.take_in(dict(reversed(sources.items())))
        self.assertEqual(report.shown(), self.afresh(sources, {key: own for key, own in edits.items() if own}))

    def note(self, line, own, name, value, base):
        """Keep an edit beside the report, in the way of the oracle."""
        if value == base and not line.is_gone:
            own.pop(name, None)
        else:
            own[name] = (value, base)

    def afresh(self, sources, edits):
        """:return: as ``Report.shown``: the lines of ``sources`` alone, then the ``edits`` put on them"""
        expected = {key: (dict(source), False) for key, source in sources.items()}
        for key, own in edits.items():
            parts, is_gone = expected.setdefault(key, (said(""), True))
            if 'text' in own:
                text, base = own['text']
                parts['text'] = text if is_gone else merged(text, base, parts['text'])
            if 'printed' in own:
                parts['printed'] = own['printed'][0]
        return expected
