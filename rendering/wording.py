"""Words, figures and punctuation of official documents, as pure functions."""
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from .characters import plain_text

ALPHABET = "abcdđeghiklmnopqrstuvxy"
BLANK = "\u00a0" * 6
END_MARK = "./."

#: Abbreviation before the title of the authority that the signer stands for
#: (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.7.a).
AUTHORITIES = {
    "collective": "TM.",
    "deputy": "KT.",
    "order": "TL.",
    "authorization": "TUQ.",
    "acting": "Q.",
}

#: What the title of a deputy begins with.
DEPUTY = "PHÓ "

#: How fast a document has to travel, and who may keep it: words of the marks in a frame
#: (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục III.2.b and III.2.c).
URGENCIES = {"urgent": "KHẨN", "very_urgent": "THƯỢNG KHẨN", "express": "HỎA TỐC"}
CIRCULATIONS = {"return": "XEM XONG TRẢ LẠI", "internal": "LƯU HÀNH NỘI BỘ"}

_WORD = re.compile(r"\S+")
_DIGIT, _STROKE, _CAPITAL = re.compile(r"\d"), re.compile(r"[-/]"), re.compile(r"[A-ZĐ]")
#: Date of a document, behind its number and symbol.
_DATED = re.compile(r" ngày (?:\S+ tháng \S+ năm )?\S+")
_ROMAN = ((100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
#: First of those who receive a copy: the addressees above the text.
AS_ABOVE = "Như trên"
_CLOSING_MARKS = " .;,/"


@dataclass(frozen=True)
class DocumentDate:
    """A date of which day and month may still be open.

    :ivar year: four digits
    :ivar month: 1-12 or ``None``
    :ivar day: 1-31 or ``None``
    """

    year: int
    month: int | None = None
    day: int | None = None


def first_clause(text):
    """Return the words of ``text`` before its first semicolon, full stop or line end, as the name of a duty."""
    line = (text or '').strip().split('\n')[0]
    for mark in (';', '. '):
        line = line.split(mark)[0]
    return line.rstrip(' .:;,')


def in_sentence(text):
    """Return ``text`` as it goes on within a sentence: its first letter small, unless the first word is an abbreviation."""
    word = text.split(' ')[0]
    return text if len(word) > 1 and word.isupper() else text[:1].lower() + text[1:]


def clean(text):
    """Return ``text`` as plain text with single blanks, one line."""
    return " ".join(plain_text(text or "").split())


def move_year(text, year, target):
    """Move the dates of a text from one year to another, those of cited documents excepted.

    :param text: plain text, or nothing
    :param year: the year to replace, in "năm 2026" and after a slash: "15/6/2026", "quý I/2026"
    :param target: the year to write
    :return: the text, or what was given where there is none
    """
    if not text:
        return text
    moved, start = [], 0
    for first, last in [*_cited(text), (len(text), len(text))]:
        moved += re.sub(rf"(?<=năm ){year}\b|(?<=/){year}\b", str(target), text[start:first]), text[first:last]
        start = last
    return "".join(moved)


def pieces(text):
    """Split a text so that no line ends within the number and symbol of a document.

    :return: list of (text, whether it must stay on one line), empty pieces left out
    """
    found, start = [], 0
    for word in filter(_is_symbol, _WORD.finditer(text)):
        found += (text[start:word.start()], False), (word[0], True)
        start = word.end()
    return [(piece, whole) for piece, whole in [*found, (text[start:], False)] if piece]


def _is_symbol(word):
    """Tell whether the match ``word`` is number and symbol of a document, such as 76/NQ-CP or 05-CT/TW.

    A digit, behind it a stroke, behind that a capital: looked for once each, since texts come from strangers.
    """
    digit = _DIGIT.search(word[0])
    stroke = digit and _STROKE.search(word[0], digit.end())
    return bool(stroke and _CAPITAL.search(word[0], stroke.end()))


def _cited(text):
    """Yield where number, symbol and date of a document stand: one that is cited keeps the year it was issued in."""
    end = 0
    for word in filter(_is_symbol, _WORD.finditer(text)):
        if word.start() >= end and (date := _DATED.match(text, word.end())):
            end = date.end()
            yield word.start(), end


def paragraphs(text):
    """Return the lines of ``text`` that hold something, each cleaned."""
    return [line for line in map(clean, (text or "").splitlines()) if line]


def bind_dashes(text):
    """Keep a dash between words off the head of a line, where it would read as a bullet."""
    return text.replace(" - ", "\u00a0- ")


def number_text(number):
    """Return a document number, with a leading 0 below 10, or a blank for ``None``.

    Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.3.
    """
    return BLANK if number is None else f"{number:02d}"


def code_text(number, symbol):
    """Return number and symbol as they are cited, e.g. ``05/KH-BDT``.

    :param number: integer, or ``None`` to leave the place blank
    :param symbol: the symbol without the number, e.g. ``KH-BDT``
    """
    return f"{number_text(number)}/{clean(symbol).lstrip('/')}"


def number_line(number, symbol):
    """Return number and symbol as printed, e.g. ``Số: 05/KH-BDT``; arguments as :func:`code_text`."""
    return f"Số: {code_text(number, symbol)}"


def decimal_text(value, digits=2):
    """Return a number in Vietnamese writing, e.g. ``1.234,5``.

    :param value: integer, float or decimal
    :param digits: how many decimals are kept, rounded half up; closing zeros are left out
    """
    step = Decimal(1).scaleb(-digits)
    # Adding zero takes the sign off a number that rounds to nothing.
    rounded = Decimal(str(value)).quantize(step, ROUND_HALF_UP) + 0
    whole, _point, decimals = f"{rounded:,f}".partition(".")
    return ",".join(filter(None, (whole.replace(",", "."), decimals.rstrip("0"))))


def percent_text(part, whole):
    """Return how many percent of ``whole`` the part is, e.g. ``104,5``; nothing when ``whole`` is 0."""
    return decimal_text(100 * Decimal(str(part)) / Decimal(str(whole)), 1) if whole else ""


def date_text(date):
    """Return ``ngày 05 tháng 02 năm 2022`` with blanks for what is open.

    Days below 10 and the months 1 and 2, no others, take a leading 0
    (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.4).

    :param date: anything with ``day``, ``month`` and ``year``
    """
    day = BLANK if date.day is None else f"{date.day:02d}"
    return f"ngày {day} tháng {BLANK if date.month is None else _month_text(date.month)} năm {date.year}"


def short_date_text(date):
    """Return ``date`` as short texts write it, by the same rule: ``05/02/2026``, ``15/3/2026``."""
    return f"{date.day:02d}/{_month_text(date.month)}/{date.year}"


def span_text(first, last):
    """Return the days from ``first`` to ``last`` (``datetime.date``) in words, as within a sentence."""
    return f"từ ngày {first:%d/%m/%Y} đến ngày {last:%d/%m/%Y}"


def _month_text(month):
    return f"{month:02d}" if month < 3 else f"{month}"


def place_date_line(place, date):
    """Return place and date as printed, e.g. ``Bình Phước, ngày 05 tháng ...``."""
    return f"{clean(place)}, {date_text(date)}"


def with_mark(text, mark):
    """Return ``text`` ending in ``mark``, in place of whatever closing mark it had."""
    text = clean(text)
    end = len(text)
    while end and text[end - 1] in _CLOSING_MARKS:
        end -= 1
    return text[:end] + mark


def enumerate_lines(lines, last="."):
    """Return the lines that hold something, each ended by ``;``, the last by ``last``."""
    kept = [line for line in map(clean, lines) if line]
    return [
        with_mark(line, last if index == len(kept) else ";")
        for index, line in enumerate(kept, start=1)
    ]


def addressee_lines(addressees):
    """Return the lines of "Kính gửi:".

    One addressee stands on the same line and takes no mark, several stand below with
    dashes and marks (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I, mục II.9 and V.8).

    :param addressees: names, with or without dash and closing mark
    """
    names = enumerate_lines(map(_without_dash, addressees))
    if len(names) > 1:
        return ["Kính gửi:", *(f"- {name}" for name in names)]
    return [f"Kính gửi: {with_mark(name, '')}" for name in names]


def wire_lines(sender, addressees):
    """Return who wires and, below, to whom (Nghị định 30/2020/NĐ-CP, Phụ lục III, mẫu 1.6).

    :param sender: the agency or the title of its head
    :param addressees: names, with or without dash and closing mark
    """
    return [f"{clean(sender).upper()} điện:", *(f"- {name}" for name in enumerate_lines(map(_without_dash, addressees)))]


def with_as_above(recipients):
    """Return the recipients of a document that has addressees: "Như trên" comes first, and once."""
    names = [_without_dash(name) for name in recipients]
    above = [name for name in names if name.lower().startswith(AS_ABOVE.lower())]
    return (*(above[:1] or [AS_ABOVE]), *(name for name in names if name not in above))


def receivers(addressees, recipients):
    """Return to whom a document goes, as the register has it (Nghị định 30/2020/NĐ-CP, Phụ lục IV): who is addressed, then whoever else.

    :param addressees: names behind "Kính gửi", with or without dash and closing mark
    :param recipients: names under "Nơi nhận"
    :return: list of names, each once, without "Như trên"
    """
    names = [_without_dash(name).rstrip(" ;.") for name in (*addressees, *recipients)]
    return [name for name in dict.fromkeys(names) if name and not name.lower().startswith(AS_ABOVE.lower())]


def recipient_lines(recipients, archive=None):
    """Return the lines under "Nơi nhận:" with their dashes and marks.

    The archive line stands last (Nghị định 30/2020/NĐ-CP, Phụ lục I, phần I,
    mục II.9).

    :param recipients: names, with or without dash and closing mark
    :param archive: who keeps the copy, e.g. ``VT, TH``; "Lưu:" is added
    """
    names = [_without_dash(name) for name in recipients]
    if archive and clean(archive):
        keeper = re.sub(r"^Lưu\s*:?\s*", "", _without_dash(archive))
        names.append(f"Lưu: {keeper}")
    return [f"- {line}" for line in enumerate_lines(names)]


def _without_dash(text):
    return re.sub(r"^[-–+]\s*", "", clean(text))


def initials(name):
    """Return the initials with which a person signs what he has checked: ``N.V.A`` of Nguyễn Văn An, nothing without a name."""
    return ".".join(word[0].upper() for word in clean(name).split() if word[0].isalpha())


def alphabet_label(index):
    """Return the label of the ``index``-th point (from 1): a, b, c, d, đ, e ...

    Past the last letter labels grow to two letters: y, aa, ab.

    :raises ValueError: when ``index`` is below 1
    """
    if index < 1:
        raise ValueError(f"labels are counted from 1, not {index}")
    label = ""
    while index:
        index, letter = divmod(index - 1, len(ALPHABET))
        label = ALPHABET[letter] + label
    return label


def roman_label(number):
    """Return a Roman number: I, II, III, IV ...

    :raises ValueError: when ``number`` is below 1
    """
    if number < 1:
        raise ValueError(f"labels are counted from 1, not {number}")
    label = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        label += sign * count
    return label


def head_of(title, agency):
    """Return the title of the head of an agency: "TRƯỞNG BAN" of "BAN DÂN TỘC" is "TRƯỞNG BAN DÂN TỘC"."""
    title, agency = clean(title).split(), clean(agency).split()
    shared = next(size for size in range(len(title), -1, -1) if _same(title[len(title) - size:], agency[:size]))
    return " ".join([*title, *agency[shared:]])


def _same(words, others):
    return [word.upper() for word in words] == [word.upper() for word in others]


def authority_lines(title, kind=None, principal=None):
    """Return the lines above a signature, e.g. KT. TRƯỞNG BAN, PHÓ TRƯỞNG BAN.

    A deputy who signs for a collective, or by an order that his head has handed on to him, stands for
    the head as well (Nghị định 30/2020/NĐ-CP, Điều 13.2 and 13.4): TM. ỦY BAN NHÂN DÂN, KT. CHỦ TỊCH, PHÓ CHỦ TỊCH.

    :param title: title of the signer
    :param kind: key of :data:`AUTHORITIES`, ``None`` for a head who signs as such
    :param principal: whom the signer stands for: the head, or the collective
    :raises ValueError: when the kind needs a principal and none is given
    """
    title = clean(title).upper()
    if kind is None:
        return (title,)
    prefix = AUTHORITIES[kind]
    if kind == "acting":
        return (f"{prefix} {title}",)
    if not clean(principal):
        raise ValueError(f"{prefix} needs the one for whom {title} signs")
    lines = (f"{prefix} {clean(principal).upper()}", title)
    if kind in ("collective", "order") and title.startswith(DEPUTY):
        return (lines[0], f"{AUTHORITIES['deputy']} {title.removeprefix(DEPUTY)}", title)
    return lines
