"""Lines to paragraphs: joins the lines that a page broke and leaves apart what the author set apart."""

import functools
import re
from dataclasses import dataclass

from . import labels, tasks
from .header import AGENCY
from .source import HYPHEN, Line, Piece, concat, glue
from .names import is_named
from .units import is_head
from .words import ends_text, is_caps, is_terminal, plain, starts_low, times_width

#: Room at the end of a line, in average characters: an indented first line leaves up to INDENT, a title much more.
SLACK, INDENT = 1.5, 14

_HYPHENS = "-–/"
#: Words behind which a sentence goes on, however the line below begins.
_JOINING = re.compile(
    r"(?:^| )(?:giữa|của|và|với|các|những|(?<!tồn )tại|theo|hoặc|cùng|(?<!trực )thuộc|số|về|về việc|ban hành|đến|bằng|trong|cho|là|được|giai đoạn|nhiệm kỳ)$"
)
#: What the number in the next line belongs to: "theo Phụ lục" above "I."; a label of its own it is not.
_NUMBERED = re.compile(r"(?:theo|tại|ở|trong|và|,|xem|kèm) (?:[Pp]hụ lục|[Mm]ục|Điều|[Kk]hoản|Chương|Phần|Biểu|Biểu mẫu)$")
#: Most letters of these words at the end of a line.
_NEAR = 24
#: A span of years that a line end divides.
_YEAR_AT_END, _TO_YEAR = re.compile(r"\b(?:19|20)\d\d$"), re.compile(r"[-–] ?(?:19|20)\d\d\b")
#: Words that begin a paragraph of their own behind a complete sentence.
_OPENER = re.compile(
    r"tren day la|noi nhan *:|can cu |thuc hien (?:nghi|quyet|ke hoach|cong van|chi thi)|ke hoach nay |"
    r"trong qua trinh "
)
#: The same, but within a closing whose line above is full.
_ASKS = re.compile(r"(?:yeu cau|de nghi) (?:cac|thu truong)")
#: A legal basis or the sentence that enacts begins a paragraph, whatever mark the line above lacks.
_BASIS = re.compile(
    r"can cu (?!vao)|thuc hien (?:nghi quyet|nghi dinh|quyet dinh|ke hoach|cong van|chi thi|ket luan|huong dan|thong tu|luat|"
    r"chuong trinh) (?:so|ngay|lien)\b|thuc hien (?:bo luat|luat|phap lenh) "
)
#: A closing, and an enacting sentence behind the agency that issues the plan.
_CLOSES = re.compile(r"tren day la|(?:trong )?qua trinh (?:thuc hien|trien khai)")
_ENACTS = re.compile(r"[^.;:]{3,120}\b(?:xay dung|ban hanh|de ra|lap|trien khai)\b[^.;]{0,240}(?:nhu sau|duoi day|sau(?: day)?) *:")
#: What divides clauses; fewest words of one that is more than the beginning of an agency's name.
_CLAUSE, _SHORT = re.compile(r"[;,.] "), 6
#: A line that lists names, whose last one a dash may divide: "Phối hợp: Công chức Tư pháp" above "- Hộ tịch".
_LISTING = re.compile(r"[:;,] [^:;,.]*$")
#: Longest name before a colon with which a line begins a paragraph, in letters.
_MAX_UNIT = 80
#: A notation torn at its hyphen, left from a line end of another edition ("217- QĐ/TW").
_TORN = re.compile(r"- (?<=\d- )(?=[A-ZĐ]{2,}[/-])")


@dataclass
class Paragraph:
    """Joined lines: ``piece`` is the whole text, ``label`` the mark it begins with (already checked) or None."""

    piece: Piece
    line: Line
    label: labels.Label | None
    bold: bool | None = None

    @property
    def text(self):
        return self.piece.text

    @functools.cached_property
    def body(self):
        """The piece behind the label."""
        return self.piece[self.label.end :].strip() if self.label else self.piece


def join(lines, source):
    """Return the paragraphs of ``lines`` (of the kind text) in order; rows of tables stay lines of their own."""
    joiner = _Joiner(lines, source)
    groups = []
    for index, line in enumerate(lines):
        label = None if line.cells is not None else joiner.label_at(index)
        if line.cells is not None:
            joiner.restart()
        elif groups and not label and joiner.continues(index):
            groups[-1][1].append(line)
            continue
        groups.append((label, [line]))
    return [_paragraph(label, group, source) for label, group in groups]


def _paragraph(label, lines, source):
    pieces = []
    for line in lines:
        piece = source.piece(line)
        if pieces and pieces[-1].text.endswith(HYPHEN) and starts_low(piece.text):
            pieces[-1] = pieces[-1][:-1]
        elif pieces and not _is_torn(pieces[-1].text):
            pieces.append(glue(" "))
        pieces.append(piece)
    piece = _mended(concat(pieces)).squeezed()
    return Paragraph(piece, lines[0], label, None if lines[0].bold is None else all(line.bold for line in lines))


def _is_torn(text):
    """Tell whether a line ends in the middle of a compound, behind its hyphen or slash."""
    return text[-1:] in _HYPHENS and bool(text[-2:-1].strip())


def _mended(piece):
    """Return ``piece`` without the spaces inside torn notations."""
    for match in reversed(list(_TORN.finditer(piece.text))):
        piece = piece[: match.start() + 1] + piece[match.end() :]
    return piece


class _Joiner:
    def __init__(self, lines, source):
        self._lines = lines
        self._texts = [line.text.strip() for line in lines]
        self._measure = None
        self._values = {}
        self._wrapped = self._looks_wrapped()
        self._width = self._block_width() if self._wrapped else 0
        if self._wrapped and self._sticks_out():
            self._wrapped = False
        blanks = sum(line.blank_before for line in lines)
        self._blank_counts = self._wrapped and blanks < len(lines) * 0.5

    def restart(self):
        """Forget the numbers seen, behind a table."""
        self._values = {}

    def _looks_wrapped(self):
        """Tell whether lines are broken by a page's width rather than ended by their author."""
        breaks = self._broken()
        return len(breaks) > (len(self._lines) * 0.25 if self._hard() else 0)

    def _hard(self):
        lines = [line for line in self._lines if line.cells is None]
        return sum(line.whole for line in lines) * 2 > len(lines)

    def _broken(self):
        """Return the indexes of lines that surely go on in the next one."""
        return [
            index
            for index, (text, following) in enumerate(zip(self._texts, self._texts[1:]))
            if self._lines[index].cells is None and self._lines[index + 1].cells is None
            and text and not is_terminal(text) and starts_low(following) and not labels.find(following)
        ]

    def _block_width(self):
        broken = self._broken()
        if all(line.right is not None for line in self._lines if line.cells is None):
            self._measure = "page"
            return _high([self._lines[index].right for index in broken])
        by_letters = [len(self._texts[index]) for index in broken]
        by_times = [times_width(self._texts[index]) for index in broken]
        self._measure = "times" if _spread(by_times) < _spread(by_letters) else "letters"
        return _high(by_times if self._measure == "times" else by_letters)

    def _sticks_out(self):
        """Tell whether many lines are longer than the supposed width, so that no page broke them."""
        if self._measure == "page":
            return False
        measure = times_width if self._measure == "times" else len
        texts = [text for text, line in zip(self._texts, self._lines) if line.cells is None]
        return sum(measure(text) > self._width * 1.4 for text in texts) > len(texts) * 0.1

    def _room(self, index):
        """Return how much room line ``index`` left at its end once the next line's first word is set there."""
        word = (self._texts[index + 1].split() or [""])[0] if index + 1 < len(self._texts) else ""
        if self._measure == "page":
            return self._width - self._lines[index].right - len(word) - 1
        measure = times_width if self._measure == "times" else len
        return self._width - measure(f"{self._texts[index]} {word}")

    def label_at(self, index):
        """Return the label of line ``index`` unless it is a number in the middle of a broken sentence."""
        text = self._texts[index]
        label = labels.find(text)
        if label is None:
            return None
        if index and (_NUMBERED.search(self._texts[index - 1][-_NEAR:]) and self._lines[index - 1].cells is None or self._is_within(index, label) or _is_range(self._texts[index - 1], text)):
            return None
        if label.value is not None:
            self._values[label.style, label.prefix] = label.value
        return label

    def _is_within(self, index, label):
        """Tell whether a line that looks labelled rather continues the sentence above."""
        above = self._texts[index - 1]
        if (
            self._lines[index - 1].cells is not None
            or is_terminal(above)
            or (above.endswith(",") or ends_text(above))
            and not starts_low(self._texts[index][label.end :])
        ):
            return False
        if not self._wrapped or self._is_apart(index):
            return False
        if is_caps(above) or self._room(index - 1) > INDENT:
            return False
        low = starts_low(self._texts[index][label.end :])
        if label.value is None:
            return low or self._is_full(index - 1) and _LISTING.search(above) is not None
        expected = self._values.get((label.style, label.prefix), 0) + 1
        return label.value not in (1, expected) or low

    def _is_apart(self, index):
        return self._blank_counts and self._lines[index].blank_before

    def continues(self, index):
        """Tell whether line ``index``, which has no label, goes on with the paragraph above."""
        above, text = self._texts[index - 1], self._texts[index]
        if self._lines[index - 1].cells is not None:
            return False
        if self._lines[index - 1].whole and not self._wrapped:
            return False
        has_letters = any(map(str.isalpha, text))
        if has_letters and is_caps(above) != is_caps(text) and (is_caps(above) or not starts_low(text)) and len(above.split()) > 1:
            return not is_caps(above) and not is_terminal(above) and len(text.split()) < 4 and self._is_full(index - 1)
        if ends_text(above) or (self._is_apart(index) and not self._is_broken_sentence(index)):
            return False
        if text[:1].isdigit() and labels.find(above) and not self._is_full(index - 1) and len(above) < _MAX_UNIT:
            return False
        if starts_low(text) or (is_caps(above) and is_caps(text)) or _JOINING.search(above[-14:].lower()):
            return True
        if _is_range(above, text):
            return True
        if self._begins(index) or not self._wrapped:
            return False
        if not is_terminal(above):
            return above[-1] in ",-–" or self._room(index - 1) <= INDENT
        return not self._indented(index) and self._is_full(index - 1)

    def _begins(self, index):
        """Tell whether line ``index`` begins a paragraph by its words: a task line, or an opener behind a sentence."""
        text = self._texts[index]
        ended = is_terminal(self._texts[index - 1])
        if text[:1].isupper() and (_BASIS.match(plain(text)) or self._is_opener(index) or self._texts[index - 1].endswith(".") and _is_duty(text)):
            return True
        if text[:1].isupper() and (tasks.is_key_line(text) or not self._is_full(index - 1) and tasks.is_task_line(text)):
            return True
        flat = plain(text)
        is_closing = self._is_full(index - 1) and _CLOSES.match(plain(self._texts[index - 1]))
        opens = _OPENER.match(flat) or not is_closing and _ASKS.match(flat)
        return ended and (bool(opens) or text[:1].isupper() and tasks.is_key_line(text))

    def _is_opener(self, index):
        """Tell whether line ``index`` begins the closing or the enacting sentence, whatever mark the line above lacks."""
        flat, above = plain(self._texts[index]), self._texts[index - 1]
        if above[-1] in ",-–" or AGENCY.match(last := plain(_CLAUSE.split(above)[-1])) and len(last.split()) < _SHORT:
            return False
        return bool(_CLOSES.match(flat)) or bool(
            AGENCY.match(flat) and _ENACTS.match(plain(" ".join(self._texts[index : index + 3])))
        )

    def _is_broken_sentence(self, index):
        return starts_low(self._texts[index]) and not is_terminal(self._texts[index - 1])

    def _is_full(self, index):
        return self._wrapped and self._room(index) <= SLACK

    def _indented(self, index):
        """Tell whether line ``index`` looks like the first of a paragraph: it begins further right than the rest."""
        if self._measure == "page":
            left = self._lines[index].left
            later = self._lines[index + 1].left if index + 1 < len(self._lines) else None
            later = left if later is None else later
            return left - min(later, self._lines[index - 1].left) > 1.5
        if index + 1 >= len(self._texts) or is_terminal(self._texts[index]):
            return False
        return SLACK < self._room(index) <= INDENT


def _is_duty(text):
    """Tell whether ``text`` names a unit before a colon, whose duty follows."""
    colon = text.find(":", 0, _MAX_UNIT)
    return colon > 0 and ";" not in text[:colon] and is_named(text[:colon]) and is_head(text[:colon])


def _is_range(above, text):
    """Tell whether a line end divides a span of years: "2017" and "- 2021"."""
    return _TO_YEAR.match(text) is not None and _YEAR_AT_END.search(above) is not None


def _high(values):
    """Return nearly the largest of ``values``: a few lines may stick out."""
    ordered = sorted(values)
    return ordered[max(0, len(ordered) - 1 - len(ordered) // 50)]


def _spread(values):
    mean = sum(values) / len(values)
    return (sum((value - mean) ** 2 for value in values) / len(values)) ** 0.5 / mean if mean else 0
