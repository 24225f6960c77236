"""The slip on which an incoming document goes round until it is dealt with (phiếu giải quyết văn bản đến)."""
import datetime
from dataclasses import dataclass, field

from .document import MOTTO, NATION
from .letterhead import Letterhead
from .page import PageSettings
from .wording import clean, date_text, paragraphs, short_date_text

HEADING = "PHIẾU GIẢI QUYẾT VĂN BẢN ĐẾN"
OPEN_DAY = "Ngày ..... tháng ..... năm ....."


@dataclass(frozen=True)
class Slip(Letterhead):
    """What the slip says, filled as far as the register knows it (Nghị định 30/2020/NĐ-CP, Điều 23 and Phụ lục IV, VII).

    :ivar parent: the agency above, if any
    :ivar issuer: lines of the agency's name
    :ivar arrival: number and day on which the document came
    :ivar sender: who issued it
    :ivar document: its type, number and day
    :ivar directive: what the leader says, as text; empty while he has not
    :ivar lead: the unit that leads
    :ivar others: units that coordinate, in their order
    :ivar informed: names of those who are to know
    :ivar deadline: day by which it is done
    :ivar answer_by: day by which the answer is asked for
    :ivar day: day of the directive
    :ivar leader: name of who gave it
    :ivar from_paper: whether it was written on the paper, and entered by somebody else
    """

    issuer: tuple[str, ...]
    sender: str
    document: str
    subject: str
    arrival: tuple[int, datetime.date]
    parent: str = ""
    directive: str = ""
    lead: str = ""
    others: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()
    deadline: datetime.date | None = None
    answer_by: datetime.date | None = None
    day: datetime.date | None = None
    leader: str = ""
    from_paper: bool = False
    page: PageSettings = field(default_factory=PageSettings)

    nation = NATION
    motto = MOTTO
    heading = HEADING
    open_day = OPEN_DAY

    @property
    def title(self):
        """Title of the file."""
        return f"Phiếu giải quyết văn bản đến số {self.arrival[0]}"

    @property
    def head(self):
        """Pairs of a label and a text: which document it is."""
        number, day = self.arrival
        pairs = (
            ("Số đến", f"{number:02d}, ngày {short_date_text(day)}"), ("Cơ quan ban hành", clean(self.sender)),
            ("Văn bản", clean(self.document)), ("Trích yếu", clean(self.subject)),
            ("Hạn trả lời", short_date_text(self.answer_by) if self.answer_by else ""))
        return [pair for pair in pairs if pair[1]]

    @property
    def directive_lines(self):
        """The paragraphs of the directive, none while it has not been given."""
        return paragraphs(self.directive)

    @property
    def asked(self):
        """Pairs of a label and a text: who does it, with whom, until when; the text is empty where it is written by hand."""
        return [
            ("Đơn vị, cá nhân chủ trì", self.lead), ("Đơn vị, cá nhân phối hợp", "; ".join(self.others)),
            *([("Để biết", "; ".join(self.informed))] if self.informed else []),
            ("Thời hạn giải quyết", date_text(self.deadline) if self.deadline else "")]

    @property
    def signed(self):
        """Lines below the directive: its day, who gave it and how; for one to be written by hand the day is open."""
        if not self.day:
            return [OPEN_DAY, ""]
        return [date_text(self.day).capitalize(), f"{self.leader} (bút phê trên bản giấy)" if self.from_paper else self.leader]
