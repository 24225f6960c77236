import datetime

from odoo.tests import BaseCase, tagged

from ...models.ratings.rating_rules import (
    Condition, Product, Standing, Terms, counting_day, figures, most_excellent, product_value, proposed_level)

ON_TIME, LATE, UNDONE = Product(True, False), Product(True, True), Product(False, False)
QUARTER = Terms(25, 25)
SHARES = [Condition('excellent', 0, 100, 100, 50), Condition('good', 0, 100, 100, 0), Condition('completed', 0, 100, 80, 0)]
POINTS = [Condition('excellent', 90, 0, 0, 0), Condition('good', 70, 0, 0, 0), Condition('completed', 50, 0, 0, 0)]


@tagged('post_install', '-at_install')
class TestRatingRules(BaseCase):
    """Points and levels, computed by hand."""

    def test_each_delay_and_each_failed_check_takes_a_quarter_off_the_product(self):
        for product, value in [
                (ON_TIME, 100), (LATE, 75), (UNDONE, 0), (Product(True, False, 1), 75), (Product(True, True, 1), 50),
                (Product(True, True, 3), 0), (Product(True, True, 9), 0)]:
            with self.subTest(product):
                self.assertEqual(product_value(product, QUARTER), value)

    def test_the_day_on_which_a_duty_counts(self):
        january, december, november = (datetime.date(2027, 1, 10), datetime.date(2026, 12, 20), datetime.date(2026, 11, 2))
        for rule, deadline, done, day in [
                ('deadline', january, None, january), ('deadline', january, december, january),
                ('deadline', None, None, datetime.date(2026, 12, 31)), ('plan', january, None, datetime.date(2026, 12, 31)),
                ('plan', datetime.date(2025, 12, 1), None, datetime.date(2026, 1, 1)), ('done', january, december, december),
                ('done', november, january, november), ('done', january, None, january)]:
            with self.subTest(rule, deadline=deadline, done=done):
                self.assertEqual(counting_day(rule, 2026, deadline, done), day)

    def test_or_off_its_third_for_progress_or_quality(self):
        by_part = Terms(25, 25, by_part=True)
        for product, value in [(ON_TIME, 100), (LATE, 275 / 3), (UNDONE, 0), (Product(True, True, 1), 250 / 3),
                               (Product(True, False, 9), 200 / 3)]:
            with self.subTest(product):
                self.assertAlmostEqual(product_value(product, by_part), value)

    def test_the_results_are_the_mean_of_the_products(self):
        counted = figures([ON_TIME, LATE, Product(True, False, 1), UNDONE], QUARTER)
        self.assertEqual(counted, {
            'on_time_count': 2, 'late_count': 1, 'undone_count': 1, 'good_count': 1, 'failed_count': 1,
            'result_share': 62.5})  # (100 + 75 + 75 + 0) / 4
        self.assertEqual(figures([], QUARTER)['result_share'], 0)

    def test_levels_by_points(self):
        for points, level in [(100, 'excellent'), (90, 'excellent'), (89.99, 'good'), (70, 'good'), (69.99, 'completed'),
                              (50, 'completed'), (49.99, 'failed'), (0, 'failed')]:
            with self.subTest(points=points):
                self.assertEqual(proposed_level(Standing(points, 0, 0, 0), POINTS, 0), level)

    def test_levels_by_shares_leave_a_gap_to_judgement(self):
        for done, good, exceeded, level in [
                (100, 100, 50, 'excellent'), (100, 100, 49, 'good'), (100, 99, 80, 'completed'), (100, 80, 0, 'completed'),
                (100, 79, 0, None), (90, 90, 0, None), (100, 50, 0, None), (100, 49.99, 0, 'failed'), (0, 0, 0, 'failed')]:
            with self.subTest(done=done, good=good, exceeded=exceeded):
                self.assertEqual(proposed_level(Standing(0, done, good, exceeded), SHARES, 50), level)

    def test_how_many_may_be_excellent(self):
        for good, allowed in [(0, 0), (4, 0), (5, 1), (9, 1), (10, 2), (35, 7)]:
            with self.subTest(good=good):
                self.assertEqual(most_excellent(good, 20), allowed)
