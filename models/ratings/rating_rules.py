"""How the records of a year become points and a level: plain Python, no ORM."""
import datetime
from typing import NamedTuple


class Product(NamedTuple):
    """A duty that was due: whether it was done, whether late, and how often its quality was found wanting."""

    is_done: bool
    is_late: bool
    failed: int = 0


class Terms(NamedTuple):
    """What a scheme takes off a product, in %; ``by_part``: of its third for progress or quality, else of all of it."""

    late: float
    failed: float
    by_part: bool = False


class Condition(NamedTuple):
    """What one level asks for: points, and shares in %."""

    level: str
    points: float
    done: float
    good: float
    exceeded: float


class Standing(NamedTuple):
    """What somebody has reached, in the terms of :class:`Condition`."""

    points: float
    done: float
    good: float
    exceeded: float


def counting_day(rule, plan_year, deadline, done):
    """Return the day on which a duty counts: it is rated in the year of this day, and in no other.

    :param rule: ``plan``, the year of its plan; ``deadline``, the year in which it is due; ``done``, the year in which it was
        done, where that is an earlier one (what is due and open at the end of a year counts there, as not done)
    :param plan_year: int; without a deadline it is due by the end of this year
    :param deadline, done: date or ``None``
    """
    first, last = datetime.date(plan_year, 1, 1), datetime.date(plan_year, 12, 31)
    due = deadline or last
    if rule == 'plan':
        return min(max(due, first), last)
    return min(due, done) if rule == 'done' and done else due


def product_value(product, terms):
    """Return what is left of the 100 % of a product.

    :param product: :class:`Product`
    :param terms: :class:`Terms`
    """
    if not product.is_done:
        return 0.0
    late, failed = product.is_late * terms.late, product.failed * terms.failed
    if terms.by_part:
        return (100 + max(100 - failed, 0) + max(100 - late, 0)) / 3
    return max(100.0 - late - failed, 0.0)


def figures(products, terms):
    """Return what is counted of the duties that were due.

    :param products: list of :class:`Product`
    :param terms: :class:`Terms`
    :return: dict of whole numbers, and ``result_share``, the mean of the products in % (0 where there is none)
    """
    done = [product for product in products if product.is_done]
    return {
        'on_time_count': sum(not product.is_late for product in done),
        'late_count': sum(product.is_late for product in done),
        'undone_count': len(products) - len(done),
        'good_count': sum(not product.is_late and not product.failed for product in done),
        'failed_count': sum(product.failed for product in products),
        'result_share': round(sum(product_value(each, terms) for each in products) / (len(products) or 1), 2),
    }


def proposed_level(standing, conditions, failed_below):
    """Return the level that follows from the figures.

    :param standing: :class:`Standing`
    :param conditions: :class:`Condition` of each level, the best first
    :param failed_below: share of good work in %, below which the duties count as not completed
    :return: a level, or ``None`` where the figures leave it to judgement
    """
    if standing.good < failed_below or conditions and standing.points < min(each.points for each in conditions):
        return 'failed'
    for condition in conditions:
        if all(has >= asked for has, asked in zip(standing, condition[1:])):
            return condition.level
    return None


def most_excellent(good, share):
    """Return how many may be rated excellent where ``good`` are rated good, at ``share`` % of them."""
    return int(good * share / 100 + 1e-9)
