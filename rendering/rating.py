"""The evaluation of an official or a unit for one year, as it is printed and signed."""
from dataclasses import dataclass
from typing import NamedTuple

from . import wording
from .document import MOTTO, NATION
from .letterhead import Letterhead
from .page import PageSettings

LEVELS = {
    "excellent": "Hoàn thành xuất sắc nhiệm vụ",
    "good": "Hoàn thành tốt nhiệm vụ",
    "completed": "Hoàn thành nhiệm vụ",
    "failed": "Không hoàn thành nhiệm vụ",
}
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

    nation = NATION
    motto = MOTTO

    @property
    def heading(self):
        """What the sheet is, in capitals."""
        return f"PHIẾU ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG {_SUBJECTS[self.subject]}"

    @property
    def title(self):
        """The title in one line, for file properties."""
        return f"Phiếu đánh giá, xếp loại chất lượng {_SUBJECTS[self.subject].lower()} năm {self.year}"

    @property
    def has_points(self):
        return any(self.most)

    @property
    def criteria_line(self):
        """The general criteria in one line."""
        return "; ".join(f"{number}. {line.rstrip(' .;')}" for number, line in enumerate(self.criteria, 1)) + "."

    @property
    def figure_rows(self):
        """Rows of the table of figures: two pairs of a label and a number in each."""
        pairs = [(label, wording.decimal_text(self.figures[name])) for name, label in _FIGURES
                 if self.figures.get(name) or name not in _LEFT_OUT]
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

    @property
    def remarks(self):
        """Pairs of who remarks and his paragraphs; none of who has judged without a remark, one to fill in of who has not."""
        return [(step.name, wording.paragraphs(step.note)) for step in self.steps if step.note or not step.is_done]

    @property
    def signatures(self):
        """:class:`Signer` with the date in words."""
        return [signer._replace(date=wording.date_text(signer.date).capitalize()) for signer in self.signers]
