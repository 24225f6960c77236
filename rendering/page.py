"""The sheet of an official document: margins, letter sizes and spacing."""
from dataclasses import dataclass, fields

DECREE = "Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I"

#: A4, in mm.
PAPER_WIDTH = 210
PAPER_HEIGHT = 297


@dataclass(frozen=True)
class Limit:
    """The values that the decree permits for one setting.

    :ivar low: smallest permitted value, in the setting's own unit
    :ivar high: largest permitted value, ``None`` when the decree sets none
    :ivar source: where the decree says so
    """

    low: float
    high: float | None
    source: str

    def permits(self, value):
        """Tell whether ``value`` lies within the limit, both ends included."""
        return value >= self.low and (self.high is None or value <= self.high)


LIMITS = {
    "margin_top": Limit(20, 25, f"{DECREE}, mục I.3"),
    "margin_bottom": Limit(20, 25, f"{DECREE}, mục I.3"),
    "margin_left": Limit(30, 35, f"{DECREE}, mục I.3"),
    "margin_right": Limit(15, 20, f"{DECREE}, mục I.3"),
    "header_size": Limit(12, 13, f"{DECREE}, mục II.1 và II.2"),
    "body_size": Limit(13, 14, f"{DECREE}, mục II.6"),
    "indent": Limit(1, 1.27, f"{DECREE}, mục II.6"),
    "paragraph_spacing": Limit(6, None, f"{DECREE}, mục II.6"),
    "line_spacing": Limit(1, 1.5, f"{DECREE}, mục II.6"),
}


@dataclass(frozen=True)
class PageSettings:
    """What an agency chooses for its sheets, A4 portrait.

    Quốc hiệu, parent and issuer are set in ``header_size``; the lines that the
    decree wants one point larger (Tiêu ngữ, place and date) follow from it.

    :ivar margin_top: mm
    :ivar margin_bottom: mm
    :ivar margin_left: mm
    :ivar margin_right: mm
    :ivar header_size: pt
    :ivar body_size: pt; also the size of type, subject, signer and page number
    :ivar indent: cm, first line of a paragraph
    :ivar paragraph_spacing: pt, between paragraphs
    :ivar line_spacing: lines, 1 for single spacing
    """

    margin_top: float = 20
    margin_bottom: float = 20
    margin_left: float = 30
    margin_right: float = 15
    header_size: float = 13
    body_size: float = 14
    indent: float = 1
    paragraph_spacing: float = 6
    line_spacing: float = 1

    @property
    def text_width(self):
        """Width of the text, in mm."""
        return PAPER_WIDTH - self.margin_left - self.margin_right

    @property
    def text_width_across(self):
        """The same on a sheet that lies across."""
        return PAPER_HEIGHT - self.margin_left - self.margin_right

    def violations(self):
        """Return ``{setting: Limit}`` for the settings that the decree forbids."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {
            name: limit
            for name, limit in LIMITS.items()
            if not limit.permits(values[name])
        }

    def css(self):
        """Return the settings as the head of the stylesheet.

        The margins stand in a rule of their own because paged media resolve no
        variables there.
        """
        return (
            "@page { size: 210mm 297mm; margin: "
            f"{self.margin_top:g}mm {self.margin_right:g}mm "
            f"{self.margin_bottom:g}mm {self.margin_left:g}mm; }}\n"
            "@page { @top-center { "
            f"font-size: {self.body_size:g}pt; }} }}\n"
            ":root { "
            f"--header-size: {self.header_size:g}pt; "
            f"--header-size-plus: {self.header_size + 1:g}pt; "
            f"--body-size: {self.body_size:g}pt; "
            f"--indent: {self.indent:g}cm; "
            f"--paragraph-spacing: {self.paragraph_spacing:g}pt; "
            f"--line-spacing: {self.line_spacing:g}; }}"
        )
