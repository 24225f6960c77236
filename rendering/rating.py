"""The evaluation of an official or a unit for one year, as it is printed and signed."""
from dataclasses import dataclass
from typing import NamedTuple

from . import wording
from .document import MOTTO, NATION
from .letterhead import Letterhead
from .page import PageSettings
from .rating_forms import FORMS, LEVELS

_SUBJECTS = {"official": "CÔNG CHỨC", "unit": "ĐƠN VỊ"}
_FIGURES = (
    ("duty_count", "Nhiệm vụ được giao"),
    ("on_time_count", "Hoàn thành đúng hạn"),
    ("late_count", "Hoàn thành chậm"),
    ("undone_count", "Chưa hoàn thành"),
    ("open_count", "Chưa đến hạn (không tính)"),
    ("good_count", "Đúng hạn và bảo đảm chất lượng"),
    ("exceeded_count", "Vượt mức yêu cầu"),
    ("failed_count", "Lần kiểm tra chưa đạt chất lượng"),
    ("report_on_time_count", "Báo cáo gửi đúng hạn"),
    ("report_late_count", "Báo cáo gửi chậm, chưa gửi"),
)
_LEFT_OUT = {"open_count", "exceeded_count"}  # where there is none


class Step(NamedTuple):
    """What one of those who judge in turn has said.

    :ivar name: who judges, as the head of his column and of his remarks
    :ivar general: points of the general criteria
    :ivar points: all points
    :ivar proposed: key of :data:`LEVELS` that the figures give, if they give one
    :ivar level: key of :data:`LEVELS`
    :ivar is_done: whether he has judged yet
    """

    name: str
    general: float = 0
    points: float = 0
    proposed: str = ""
    level: str = ""
    note: str = ""
    is_done: bool = False


class Signer(NamedTuple):
    """A place to sign: the lines above it, the day of the step (anything with day, month, year), the name."""

    lines: tuple[str, ...]
    date: object
    name: str = ""


@dataclass(frozen=True)
class RatingSheet(Letterhead):
    """The sheet "Phiếu đánh giá, xếp loại chất lượng".

    :ivar issuer: lines of the agency's name
    :ivar subject: ``official`` or ``unit``
    :ivar persons: what is said of who is rated: pairs of a label and a text
    :ivar source: the decree
    :ivar criteria: the general criteria
    :ivar figures: ``{name of a figure: number}``
    :ivar most: most points of the general criteria and of the results; zeros: the scheme knows no points
    :ivar steps: :class:`Step` of all that judge, in turn
    :ivar signers: :class:`Signer` of the same
    :ivar form: key of :data:`rating_forms.FORMS`
    :ivar place: before the day of each signature
    :ivar leads: whether the official leads a unit
    """

    issuer: tuple[str, ...]
    subject: str
    year: int
    persons: tuple[tuple[str, str], ...]
    source: str
    criteria: tuple[str, ...]
    figures: dict
    most: tuple[float, float]
    steps: tuple[Step, ...]
    signers: tuple[Signer, ...]
    page: PageSettings
    parent: str = ""
    form: str = "plain"
    place: str = ""
    leads: bool = False

    nation = NATION
    motto = MOTTO
    date_line = ""

    @property
    def heading(self):
        """What the sheet is, in capitals."""
        if self.form == "2026":
            return "PHIẾU THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC"
        return f"PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG {_SUBJECTS[self.subject]}"

    @property
    def title(self):
        """The title in one line, for file properties."""
        return f"{self.heading.capitalize()} năm {self.year}"

    @property
    def period(self):
        """The line below the heading."""
        return f"(Kỳ theo dõi, đánh giá: Năm {self.year})" if self.form == "2026" else f"Năm {self.year}"

    @property
    def parts(self):
        """What stands below the persons, see :mod:`rating_forms`."""
        return list(FORMS[self.form](self))

    @property
    def parent_lines(self):
        """As those of an official document."""
        return [self.parent_line] if self.parent else []

    @property
    def date(self):
        """The year that is evaluated; its sheet has no day of its own."""
        return wording.DocumentDate(self.year)

    @property
    def has_points(self):
        return any(self.most)

    @property
    def criteria_line(self):
        """The general criteria in one line."""
        return "; ".join(f"{number}. {line.rstrip(' .;')}" for number, line in enumerate(self.criteria, 1)) + "."

    @property
    def _pairs(self):
        return [(label, wording.decimal_text(self.figures[name])) for name, label in _FIGURES
                if self.figures.get(name) or name not in _LEFT_OUT]

    @property
    def figure_text(self):
        """The figures in one line, and how much of what was due is done."""
        due = self.figures["duty_count"] - self.figures["open_count"]
        done = self.figures["on_time_count"] + self.figures["late_count"]
        share = f"; tỷ lệ hoàn thành: {wording.percent_text(done, due)}%" if due else ""
        first, *others = (f"{wording.in_sentence(label)}: {number}" for label, number in self._pairs)
        return "; ".join([first[:1].upper() + first[1:], *others]) + f"{share}."

    @property
    def figure_rows(self):
        """Rows of the table of figures: two pairs of a label and a number in each."""
        pairs = self._pairs
        middle = (len(pairs) + 1) // 2
        left, right = pairs[:middle], pairs[middle:] + [("", "")] * (len(pairs) % 2)
        return [(*first, *second) for first, second in zip(left, right)]

    @property
    def step_rows(self):
        """Rows of the table of points and levels: a label, then a text for each step."""
        rows = []
        if self.has_points:
            general, result = map(wording.decimal_text, self.most)
            results = wording.decimal_text(self.figures["result_points"])
            rows = [
                (f"Tiêu chí chung (tối đa {general} điểm)", *self._of_steps(lambda step: wording.decimal_text(step.general))),
                (f"Kết quả nhiệm vụ (tối đa {result} điểm)", *self._of_steps(lambda step: results)),
                ("Tổng điểm", *self._of_steps(lambda step: wording.decimal_text(step.points)))]
        return [*rows, ("Mức theo số liệu", *self._of_steps(lambda step: LEVELS.get(step.proposed, ""))),
                ("Mức xếp loại", *self._of_steps(lambda step: LEVELS.get(step.level, "")))]

    def _of_steps(self, text):
        return [text(step) if step.is_done else "" for step in self.steps]

    @staticmethod
    def said(step):
        """Return the paragraphs of what was said in ``step``."""
        return tuple(wording.paragraphs(step.note))

    @staticmethod
    def points_of(points):
        """Return points as they are written."""
        return wording.decimal_text(points)

    @property
    def signatures(self):
        """:class:`Signer` with the date in words, behind the place on the form of a decree where each signs alone."""
        return tuple(signer._replace(date=self._dated(signer.date)) for signer in self.signers)

    def _dated(self, date):
        if self.form == "2020":
            return wording.place_date_line(self.place, date)
        return wording.date_text(date).capitalize()
