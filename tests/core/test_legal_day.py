import datetime
import re

from odoo.tests import BaseCase, tagged

from ...models.core.res_company import legal_date, legal_midnight, legal_time
from .test_quality import ROOT, files

# What makes a day of a moment, or asks for today, by the clock of the server or of the user.
ELSEWHERE = re.compile(r"""_date\.date\(\)|_on\.date\(\)|context_today\(|context_timestamp\(|Date\.today\(|date\.today\(|'today(?:'[)]| )""")
HOME = ROOT / 'models' / 'core' / 'res_company.py'


@tagged('post_install', '-at_install')
class TestLegalDay(BaseCase):
    """A day is the country's, whatever the time zone of the server or of the user."""

    def test_a_moment_before_seven_belongs_to_the_new_day(self):
        moment = datetime.datetime(2026, 6, 15, 23, 30)  # 06:30 on the 16th in the country
        self.assertEqual(legal_date(moment), datetime.date(2026, 6, 16))
        self.assertEqual(legal_time(moment), datetime.datetime(2026, 6, 16, 6, 30))
        self.assertIsNone(legal_date(False))

    def test_midnight(self):
        begin = legal_midnight(datetime.date(2026, 6, 16))
        self.assertEqual(begin, datetime.datetime(2026, 6, 15, 17))
        self.assertEqual(legal_date(begin), datetime.date(2026, 6, 16))

    def test_it_is_asked_in_one_place(self):
        """Filters of views on activities are Odoo's own and follow the user, as its clock does."""
        found = [
            f'{path.relative_to(ROOT)}: {line.strip()}' for path in (*files('models', 'wizards', 'controllers'), *files('views', suffix='.xml'))
            if path != HOME for line in path.read_text(encoding='utf-8').splitlines()
            if ELSEWHERE.search(line) and 'my_activity_date_deadline' not in line and 'context_today().year' not in line]
        self.assertFalse(found, "Use legal_today and legal_date of models/core/res_company.py")
