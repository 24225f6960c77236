"""Texts of the letters that an agency writes about a document of its own: what it corrects, that it is recalled.

Nghị định 30/2020/NĐ-CP, Điều 18, khoản 4: errors of form, technique or procedure are corrected by a letter of the agency; who is told
of a recall sends the document back, or deletes it and says so.
"""
from dataclasses import dataclass

from .types import CORRECTED
from .wording import date_text, in_sentence, short_date_text, with_mark


@dataclass(frozen=True)
class Cited:
    """A document that is written about.

    :ivar kind: its type, ``Kế hoạch``
    :ivar code: number and symbol
    :ivar date: day of issue
    :ivar subject: trích yếu
    :ivar agency: who has issued it
    """

    kind: str
    code: str
    date: object
    subject: str
    agency: str

    @property
    def name(self):
        """Type, number and day."""
        return f"{self.kind} số {self.code} {date_text(self.date)}"

    @property
    def short_name(self):
        """The same in the head of a letter."""
        return f"{self.kind} số {self.code} ngày {short_date_text(self.date)}"

    @property
    def about(self):
        """The subject as it goes on in a sentence."""
        subject = in_sentence(with_mark(self.subject, ""))
        return subject if subject.startswith("về ") else f"về {subject}"


def correction(cited):
    """:return: (subject, text, closing) of the letter that corrects :class:`Cited`"""
    return (
        f"đính chính {cited.short_name}",
        f"{cited.agency} đã ban hành {cited.name} {cited.about}.\n"
        f"Sau khi rà soát, {cited.agency} đính chính văn bản nêu trên như sau:\n{CORRECTED}",
        f"Các nội dung khác của {cited.kind} số {cited.code} không thay đổi. {cited.agency} thông báo để các cơ quan, đơn vị, cá nhân đã "
        "nhận văn bản biết, thực hiện.")


def recall_notice(cited, date, reason):
    """:return: (subject, text, closing) of the letter that tells of the recall of :class:`Cited` on ``date``"""
    why = f"; lý do: {in_sentence(with_mark(reason, ''))}" if reason else ""
    return (
        f"thu hồi {cited.short_name}",
        f"{cited.agency} đã ban hành {cited.name} {cited.about}. Văn bản này được thu hồi từ {date_text(date)}{why}.\n"
        f"{cited.agency} đề nghị các cơ quan, đơn vị, cá nhân đã nhận văn bản:\n"
        "1. Không sử dụng văn bản nêu trên kể từ ngày thu hồi.\n"
        f"2. Gửi lại văn bản giấy đã nhận về {cited.agency}.\n"
        f"3. Hủy bỏ văn bản điện tử đã nhận trên hệ thống và thông báo qua hệ thống để {cited.agency} biết.", "")
