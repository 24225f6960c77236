import datetime
import json
import re
from dataclasses import replace

from odoo.tests import BaseCase, tagged

from ...exchange import ExchangeError, is_package, package, read_alone, read_package, upward, write_package
from ..common import ROOT

HASH = 'a' * 64
DAY = datetime.date(2031, 6, 30)
PLAN = package.Plan(
    "Triển khai công tác dân vận năm 2031", 2031, package.Theme("Dân vận chính quyền", 'DVCQ'), ("Căn cứ A",),
    (package.Content('c1', label='1', title="Tuyên truyền"), package.Content('c2', 'c1', '-', text="Hai dòng\nchữ")),
    (package.Duty('d1', ('X', 'Y'), "Đối thoại", ('c2',), 'coordinate', 'request', "Báo cáo", datetime.date(2031, 1, 1), DAY, (
        datetime.date(2031, 3, 31), datetime.date(2031, 4, 30)), 'quarterly', "hằng quý", True), package.Duty('d2', ('X',), "Rà soát")))
PACKAGE = package.Package(package.Sender('A.B', "Ủy ban"), package.Document('A.B,2031/02/05,07/KH', '07/KH', datetime.date(2031, 2, 5), HASH), PLAN)
TIME = datetime.datetime(2031, 3, 14, 23, 59, 1)
RESULT = upward.Result('d1', "Đã đối thoại 2 cuộc.", 100, True, datetime.date(2031, 3, 1))
REQUEST = package.Package(PACKAGE.sender, None, upward.Request(
    'r1', 'X', 'reminded', "Kế hoạch năm 2031", "Dân vận chính quyền", 'DVCQ',
    upward.Period("Quý I năm 2031", 'quarter', 2031, 1, datetime.date(2030, 12, 15), datetime.date(2031, 3, 14), datetime.date(2031, 3, 18)),
    (upward.Section('s1', "Kiến nghị", "Đánh giá", True),), (upward.Indicator('i1', "Số cuộc đối thoại", 'DT01', "Đối thoại", "cuộc", 'last', 'max'),)),
    'request', TIME)
REPORT = replace(PACKAGE, kind='report', body=upward.Report(
    'r1', 'X', (RESULT, upward.Result('d2')), (upward.Work("Việc khác", "Đã làm."),), (upward.Said('s1', "Hai dòng\nchữ"),),
    (upward.Figure('i1', 2.5, "Ghi chú"), upward.Figure('i2', 0.0)), "Vì bão."))
PROGRESS = package.Package(PACKAGE.sender, None, upward.Progress('X', (RESULT,)), 'progress', TIME)


@tagged('post_install', '-at_install')
class TestDataPackage(BaseCase):
    """The data beside a document: what is written is read again, and the schema says the same as the code."""

    schema = json.loads((ROOT / 'exchange' / 'package.schema.json').read_text(encoding='utf-8'))

    def taken(self, raw, sender='a.b', identifier='A.B,2031/02/05,07/KH', hashes=(HASH,)):
        return read_package(raw, sender, identifier, hashes)

    def refused(self, key, detail, raw, **of_message):
        with self.assertRaises(ExchangeError) as caught:
            self.taken(raw, **of_message)
        self.assertEqual((caught.exception.key, caught.exception.detail), (key, detail))

    def changed(self, **values):
        """:return: bytes of the package with another body"""
        data = json.loads(write_package(PACKAGE))
        data['body'].update(values)
        return json.dumps(data).encode()

    def test_what_is_written_is_read(self):
        raw = write_package(PACKAGE)
        self.assertEqual(self.taken(raw), PACKAGE)
        self.assertEqual(raw, write_package(PACKAGE))
        self.assertNotIn(b'null', raw)

    def test_reports_requests_and_progress_are_read_as_they_are_written(self):
        self.assertEqual(self.taken(write_package(REPORT)), REPORT)
        for each in (REQUEST, PROGRESS):
            with self.subTest(each.kind):
                raw = write_package(each)
                self.assertEqual(read_alone(raw), each)
                self.assertTrue(is_package(raw))
                self.refused('package_kind', each.kind, raw)
        with self.assertRaises(ExchangeError):
            read_alone(write_package(REPORT))
        self.assertFalse(is_package(b'<?xml version="1.0"?>{'))

    def test_numbers_are_numbers_and_keys_stand_once(self):
        data = json.loads(write_package(REPORT))
        figure = data['body']['figures'][0]
        for value in (True, "2", 1e16, None):
            figure['value'] = value
            self.refused('package_value', 'body.figures[1].value', json.dumps(data).encode())
        figure['value'] = 'HUGE'
        self.refused('package_value', 'body.figures[1].value', json.dumps(data).replace('"HUGE"', '1e999').encode())
        figure |= {'value': 1, 'key': 'i2'}
        self.refused('package_twice', 'i2', json.dumps(data).encode())
        data = json.loads(write_package(REQUEST))
        data['body']['period']['due'] = '2031-03-13'
        with self.assertRaisesRegex(ExchangeError, "body.period.due"):
            read_alone(json.dumps(data).encode())
        for time in ('2031-03-14', '2031-13-14T00:00:00', '9031-03-14T00:00:00'):
            data['time'] = time
            with self.assertRaises(ExchangeError):
                read_alone(json.dumps(data).encode())

    def test_what_no_database_keeps_is_not_repeated(self):
        for name in ('\\ud800', '\\u0000'):
            with self.subTest(name):
                self.refused('package_twice', 'a', f'{{"a{name}": 1, "a{name}": 2}}'.encode())

    def test_the_schema_says_what_is_written(self):
        for each in (PACKAGE, REPORT, REQUEST, PROGRESS):
            data = json.loads(write_package(each))
            self.check(self.schema, data)
            self.check(self.schema['$defs'][each.kind], data['body'])
        for name, kind in (
                ('content', package.Content), ('duty', package.Duty), ('plan', package.Plan), ('request', upward.Request), ('period', upward.Period),
                ('section', upward.Section), ('indicator', upward.Indicator), ('report', upward.Report), ('progress', upward.Progress),
                ('result', upward.Result), ('work', upward.Work), ('said', upward.Said), ('figure', upward.Figure)):
            self.assertEqual(set(self.schema['$defs'][name]['properties']), set(kind.__dataclass_fields__))
        self.assertEqual({rule['if']['properties']['kind']['const'] for rule in self.schema['allOf']}, set(package.BODIES))
        for name, values in (('period', upward.PERIODS), ('aggregation', upward.AGGREGATIONS), ('cumulation', upward.CUMULATIONS), ('step', upward.STEPS)):
            of = {'period': ('period', 'kind'), 'step': ('request', 'step')}.get(name, ('indicator', name))
            self.assertEqual(tuple(self.schema['$defs'][of[0]]['properties'][of[1]]['enum']), values)
        body = self.schema['$defs']['plan']['properties']
        self.assertEqual(tuple(self.schema['$defs']['duty']['properties']['recurrence']['enum']), package.RECURRENCES)
        self.assertEqual((body['duties']['maxItems'], self.schema['$defs']['text']['maxLength']), (package.MOST, package.LONGEST))

    def check(self, schema, value):
        """Assert that ``value`` is as ``schema`` says, by those of its words that this schema uses."""
        if reference := schema.get('$ref'):
            return self.check(self.schema['$defs'][reference.rpartition('/')[2]], value)
        kinds = {'object': dict, 'array': list, 'string': str, 'integer': int, 'boolean': bool, 'number': float}
        if kind := schema.get('type'):
            self.assertIs(type(value), kinds[kind], schema)
        self.assertEqual(value, schema.get('const', value))
        self.assertIn(value, schema.get('enum', [value]))
        if isinstance(value, str):
            self.assertRegex(value, re.compile(schema.get('pattern', '')))
            self.assertTrue(schema.get('minLength', 0) <= len(value) <= schema.get('maxLength', len(value)))
        for name in schema.get('required', ()):
            self.assertIn(name, value)
        for name, each in schema.get('properties', {}).items():
            if name in value:
                self.check(each, value[name])
        for each in value if isinstance(value, list) else ():
            self.check(schema['items'], each)
        return None

    def test_it_belongs_to_its_message_alone(self):
        raw = write_package(PACKAGE)
        self.refused('package_sender', 'A.B', raw, sender='A.C')
        self.refused('package_document', 'A.B,2031/02/05,07/KH', raw, identifier='A.B,2031/02/05,08/KH')
        self.refused('package_hash', '', raw, hashes=('b' * 64,))

    def test_a_newer_version_says_so_before_anything_else_is_read(self):
        self.refused('package_newer', '2', b'{"format": "dan_van", "version": 2, "kind": "dream", "body": 7}')
        self.refused('package_kind', 'dream', b'{"format": "dan_van", "version": 1, "kind": "dream"}')

    def test_what_is_wrong_is_named_by_its_key(self):
        duty = {'key': 'd1', 'to': ['X'], 'text': "Việc"}
        for name, wrong in (
                ('duties[1].text', {**duty, 'text': ' '}), ('duties[1].text', {**duty, 'text': 'x' * 20_001}), ('duties[1].role', {**duty, 'role': 'boss'}),
                ('duties[1].deadline', {**duty, 'deadline': '2031-02-30'}), ('duties[1].deadline', {**duty, 'deadline': '20310228'}),
                ('duties[1].deadline', {**duty, 'start': '2031-02-02', 'deadline': '2031-02-01'}), ('duties[1].start', {**duty, 'start': '0001-01-01'}),
                ('duties[1].further_dates', {**duty, 'further_dates': ['x']}), ('duties[1].asks_evidence', {**duty, 'asks_evidence': 1}),
                ('duties[1].to', {**duty, 'to': 'X'}), ('duties[1].to', {**duty, 'to': [1]}), ('duties[1].contents', {**duty, 'contents': ['c7']}),
                ('duties[1].key', {**duty, 'key': 'a b'}), ('duties[1].key', {'to': ['X'], 'text': 'x'}), ('duties[1]', 7)):
            with self.subTest(name, wrong=str(wrong)[:60]):
                self.refused('package_value', f'body.{name}', self.changed(duties=[wrong]))
        for name, value in (('year', '2031'), ('year', 31), ('year', True), ('title', None), ('theme', []), ('bases', [1])):
            with self.subTest(name, value=value):
                self.refused('package_value', f'body.{name}', self.changed(**{name: value}))
        self.refused('package_twice', 'd1', self.changed(duties=[duty, duty]))
        self.refused('package_many', 'body.duties', self.changed(duties=[duty] * 2_001))

    def test_contents_stand_below_those_before_them_and_not_too_deep(self):
        parts = [{'key': f'c{index}', **({'parent': f'c{index - 1}'} if index else {})} for index in range(11)]
        self.refused('package_value', 'body.contents[11].parent', self.changed(contents=parts, duties=[]))
        self.assertEqual(len(self.taken(self.changed(contents=parts[:10], duties=[])).body.contents), 10)
        self.refused('package_value', 'body.contents[1].parent', self.changed(contents=[{'key': 'c1', 'parent': 'c1'}], duties=[]))

    def test_what_no_database_keeps_is_left_out(self):
        found = self.taken(self.changed(title="Kế\u0000 hoạch \ud800", duties=[])).body
        self.assertEqual(found.title, "Kế hoạch")

    def test_what_may_not_be_said_is_not_written(self):
        for body in (replace(PLAN, year=31), replace(PLAN, duties=PLAN.duties * 2), replace(PLAN, title='')):
            with self.assertRaises(ExchangeError):
                write_package(replace(PACKAGE, body=body))
