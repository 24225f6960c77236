"""Days, months, quarters and years that a text names, as spans of days."""

import calendar
import re
from dataclasses import dataclass, field
from datetime import date

from .words import holds, plain

_NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8, "chín": 9, "mười": 10,
}  # fmt: skip
_ONES = "một|mốt|hai|ba|tư|bốn|năm|lăm|sáu|bảy|bẩy|tám|chín"
_MONTHS = "mười một|mười hai|mười|một|hai|ba|tư|bốn|sáu|bảy|bẩy|tám|chín"
#: A day, month or quarter in words; "tháng năm" behind a day only, since it also is "month and year".
_SPOKEN = re.compile(
    rf"\b(?:(?:(?:ngày|ngay(?= [^\d,;.]{{2,20}} th[áa]ng )|m[oòôồ]ng|m[uù]ng) )+(?P<day>\d{{1,2}}|(?:hai |ba )?mươi(?: (?:{_ONES}))?|mười(?: (?:{_ONES}))?|{_ONES})\b"
    rf"(?: th[áa]ng (?P<of>{_MONTHS}|năm)\b(?! \d))?|tháng (?P<month>{_MONTHS})\b(?! (?:lần|đầu|cuối|buổi|kỳ|cuộc))|quý (?P<quarter>một|hai|ba|bốn|tư)\b(?! (?:lần|buổi|kỳ|cuộc)))",
    re.IGNORECASE,
)
#: What a number in words, and any time, can't be without: looked for first, since most texts have none.
#: A number once more in words, behind its digits: "ngày 15 (mười lăm)".
_AGAIN = re.compile(rf"(?<=\d) \((?:(?:không|linh|lẻ|mười|mươi|{_ONES}) ?)+\)", re.IGNORECASE)
#: A fund is no quarter.
_FUND = re.compile(r"\b[Qq]uỹ\b")
_OF_SPOKEN = ("ngay ", "thang ", "quy ", "mong ", "mung ")
_DIGIT = re.compile(r"\d")
_TIME = re.compile(r"\d|qu[yi] |nam\b|thang ")
_LETTER_O = re.compile(r"(?<=\d)o(?![^\W\d])|(?<![^\W\d])o(?=\d)|(?<=\d)o(?=\d)")
#: The hour and the day of the week beside a day.
_HOUR = re.compile(
    r"\b\d{1,2}(?: ?(?:gio|h|g)\b ?(?:\d{2}\b)?(?: ?phut)?|h\d{2}|:\d{2})['’]?(?: (?:sang|chieu|toi)\b)?,?"
    r"|(?<!tuan )(?<!lan )(?<!ky )(?<!moi )(?<!moi sang )(?<!moi chieu )(?<!moi toi )\bthu (?:hai|ba|tu|nam|sau|bay|[2-7])\b,?(?! lan\b)|\bchu nhat\b,?|\b(?:mong|mung)\b"
)
#: A part of a whole, and no day: "1/2 ngày", "2/3 số hộ".
_FRACTION = re.compile(r"(?<!ngay )(?<![\d/])[1-3] ?/ ?[2-5](?= (?:ngay(?! (?:hoi|le|\d))|buoi|gio|so|tong|thoi gian|dien tich|quan so|dan so|thanh vien|chi tieu)\b)")
#: From an hour on something takes place, on the day behind it, which is no beginning of more.
_FROM_HOUR = re.compile(r"\b(?:bat dau )?tu (?:luc )?(?P<hour>\d{1,2} ?(?:gio|h|g)\b ?(?:\d{2}\b)?(?: ?phut)?(?=[^.;]{0,20}?ngay)(?![^.;]{0,60}\bden (?:het )?ngay)|\d{1,2}(?:h\d{2}|:\d{2})(?=[^.;]{0,20}?ngay)(?![^.;]{0,60}\bden (?:het )?ngay))")
_SEP = r"(?:, ?va|[,;+&]| va| hoac| ?[-–]| den)"
_Y = r"(?:20\d\d)"
_YEAR = rf"(?:,? nam | ?/ ?)(?P<{{}}>{_Y})\b"
_NEXT_MONTH = r"(?:0?[1-9]|1[0-2])(?!\d| ?[/.-] ?\d{1,2}(?!\d))"
_QUARTER = r"(?:i{1,3}|iv|[1-4])\b"
_DAY_LIST = rf"\d{{1,2}}(?:{_SEP} ?(?:ngay )?\d{{1,2}}){{0,12}}"
_SPACE = re.compile(r"\(\?<[!=][^)]*\)| \??")


def spaced(pattern, flags=0):
    """Return ``pattern`` compiled so that each space in it stands for any number of them, but for those to look behind at."""
    return re.compile(_SPACE.sub(lambda match: {" ": " +", " ?": " *"}.get(match.group(), match.group()), pattern), flags)


_MENTION = spaced(
    r"(?:\b|(?<=ngay)|(?<=truoc))(?=\d|qu?|thang|t\.?\d|na?m|nua|sau|trong|ca |het|cuoi|suot)(?:"
    # 2026-03-15
    r"(?P<y16>20\d\d)-(?P<m5>\d\d)-(?P<d5>\d\d)\b|"
    # 15/3/2026, 15.3.2026, 15-3-26
    r"(?P<d1>\d{1,2}) ?(?P<sep>[/.–-]) ?(?P<m1>\d{1,2}) ?(?P=sep) ?(?P<y1>20\d\d|[2-4]\d)(?![\d/])|"
    # ngày 15 của tháng 6 và tháng 12
    rf"(?P<d6>\d{{1,2}}) cua (?:cac )?thang (?P<m6>\d{{1,2}}(?!\d)(?:{_SEP} ?(?:thang )?{_NEXT_MONTH}){{1,11}})(?:{_YEAR.format('y18')})?|"
    # ngày 3, 4 và 5 tháng 9 năm 2026; 15 tháng 3
    rf"(?<!tuan )(?<!tuan thu )(?<!dot )(?<!lan )(?<!ky )(?<!vong )(?P<d2>{_DAY_LIST})(?:,?(?: cua)? | ?/ ?)thang ?(?P<m2>\d{{1,2}})(?!\d)(?:{_YEAR.format('y2')})?|"
    # 15-20/3/2026, 15/3
    rf"(?P<d3>{_DAY_LIST}) ?/ ?(?P<m3>\d{{1,2}})(?: ?/ ?(?P<y3>{_Y}))?(?![\d/])|"
    # 15.3, 15-3
    r"(?P<d4>\d{1,2}) ?[.-] ?(?P<m4>\d{1,2})(?![\d/]| ?[/.-] ?\d)|"
    # quý I, II và III/2026; Q.II/2026
    rf"\bqu[yi] ?(?P<q5>{_QUARTER}(?:{_SEP} ?(?:quy )?{_QUARTER}(?! ?[/.]\d{{1,2}}\b)){{0,6}})(?:{_YEAR.format('y5')})?|"
    rf"\bq[. ] ?(?P<q6>{_QUARTER}) ?/ ?(?P<y6>{_Y})\b|\bq(?P<q7>{_QUARTER}) ?/ ?(?P<y7>{_Y})\b|"
    r"\bquy (?P<q8>v|[05-9])\b(?! nam\b(?! 20))|"
    # tháng 3, 6 và 9 năm 2026; tháng 3-4/2026; 3/2026; T3/2026
    rf"(?<!moi )(?<!hang )\bthang ?(?P<m9>\d{{1,2}}(?!\d)(?:{_SEP} ?(?:thang )?{_NEXT_MONTH}){{0,11}})(?:{_YEAR.format('y9')})?|"
    rf"(?<![/\d.])(?:\bt\.? ?)?\b(?P<m10>\d{{1,2}}(?:{_SEP} ?{_NEXT_MONTH}){{0,11}}) ?/ ?(?P<y10>{_Y})\b|"
    rf"\bt\.?(?P<m14>\d{{1,2}}(?:{_SEP} ?t\.?\d{{1,2}}){{0,11}}) ?/ ?(?P<y14>{_Y})\b|"
    rf"(?<!\D)(?P<y17>{_Y})(?= ?[.;]? ?$)|"
    # 6 tháng đầu năm 2026
    rf"\b(?P<half>0?[369]|sau) thang (?P<which>dau|cuoi)(?! (?:cua )?(?:moi |hang )?quy\b)(?: (?:cua )?nam)?(?: (?P<y11>{_Y}))?|\bnua (?P<which2>dau|cuoi) nam(?: (?P<y15>{_Y}))?|"
    # 2026-2030; năm 2026, 2028; trong năm
    rf"(?<!hoc )\b(?P<first>{_Y}) ?[-–] ?(?P<y12>{_Y})\b|"
    rf"\bnam (?P<years>{_Y}(?:{_SEP} ?(?:nam )?{_Y}){{0,12}})\b(?! ?[-–] ?20)|"
    rf"\b(?P<whole>trong|ca|het|cuoi|suot) nam(?! hoc)\b(?: nay\b)?(?! (?:20\d\d|sau|truoc|lien|ke)\b))"
)
#: A year told by its place behind or before the plan's: "năm liền kề", "năm trước liền kề".
_RELATIVE = spaced(
    r" ?(?:\(?cua )?nam (?:(?P<before>truoc(?: do| lien ke)?|lien (?:ke )?truoc)|sau|lien ke(?: sau)?|ke tiep|tiep theo|ke sau)\b"
)
_LUNAR = spaced(r" ?,? ?\(?(?:theo )?(?:am lich|a\.l|al\b)")
_RANGED = re.compile(r"[-–]|\bden\b")
_EACH = re.compile(r"\d+|i{1,3}\b|iv\b")
_PART = spaced(
    r"\b(?:(?P<vague>dau|giua|khoang|tuan (?:thu )?(?:dau(?: tien)?|nhat|mot|hai|ba|tu|bon|\d)|nua cuoi)|(?P<half>nua dau)|(?P<ten>thuong tuan)|"
    r"(?P<twenty>trung tuan)|ha tuan|cuoi|tuan cuoi(?: cung)?)(?: cua)? ?$"
)
#: A month that can't be read, before its year.
_UNREAD = spaced(r"\b\d{1,2} thang [a-z]{1,6} $")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
#: How far the words beside a day are read, in letters.
NEAR = 70


@dataclass
class Mention:
    """A day or a longer time that a text names between ``begin`` and ``end``.

    ``ends``: year, month and day of the last days of what is listed, each None where not stated; ``is_range``: whether
    only the last of them counts; ``grain``: ``day``, ``month``, ``quarter``, ``half`` or ``year``; ``doubt``: None, ``impossible``
    for what is in no calendar, ``vague`` for a part without a certain end; ``next_year``: by how many years it lies behind the plan's
    """

    begin: int
    end: int
    grain: str
    ends: list = field(default_factory=list)
    is_range: bool = False
    doubt: str | None = None
    next_year: int = 0

    @property
    def year(self):
        """The year stated last, or None."""
        return self.ends[-1][0] if self.ends else None


def flat(text):
    """Return ``text`` plain, of the same length, numbers in words as digits and without hours and days of the week."""
    found = _FUND.sub(lambda match: "_" * len(match.group()), text) if "ỹ" in text else text
    found = plain(found)
    if "(" in found:
        for match in _AGAIN.finditer(text):
            found = found[: match.start()] + " " * len(match.group()) + found[match.end() :]
    for match in reversed(list(_SPOKEN.finditer(text)) if holds(found, _OF_SPOKEN) else ()):
        for name in ("day", "of", "month", "quarter"):
            if match[name] and not match[name].isdigit():
                begin, end = match.span(name)
                found = f"{found[:begin]}{_number(match[name].lower()):>{end - begin}}{found[end:]}"
    if _DIGIT.search(found):
        found = _FRACTION.sub(lambda match: " " * len(match.group()), _LETTER_O.sub("0", found))
    elif "thu " not in found:
        return found
    if "tu " in found:
        found = _FROM_HOUR.sub(lambda match: " " * (len(match.group()) - len(match["hour"])) + match["hour"], found)
    return _HOUR.sub(lambda match: " " * len(match.group()), found)


def _number(words):
    """Return the number (1-39) that Vietnamese words mean."""
    total = 0
    for word in words.split():
        if word == "mươi":
            total = total * 10 or 10
        else:
            total += {"mốt": 1, "lăm": 5}.get(word) or _NUMBERS[word]
    return total


def find(text):
    """Return the ``Mention`` of each day, month, quarter, half and year in ``text``, plain as :func:`flat` gives it."""
    return [_mention(match, text) for match in _MENTION.finditer(text)] if _TIME.search(text) else []


def _mention(match, text):
    given = {name: value for name, value in match.groupdict().items() if value}
    year = next((int(value) for name, value in given.items() if name[0] == "y" and name[1:].isdigit()), None)
    year = year + 2000 if year and year < 100 else year
    mention = Mention(match.start(), match.end(), *_ends(given, year))
    listed = next((value for name, value in given.items() if name in ("d2", "d3", "q5", "m9", "m10", "years")), "")
    mention.is_range = bool(_RANGED.search(listed))
    if any(not _exists(*each) for each in mention.ends):
        mention.doubt = "impossible"
    relative = None if year else _RELATIVE.match(text, match.end())
    if relative:
        mention.next_year, mention.end = -1 if relative["before"] else 1, relative.end()
    if _LUNAR.match(text, mention.end):
        mention.doubt = "vague"
    elif mention.grain != "day":
        _take_part(mention, text)
    return mention


def _ends(given, year):
    """Return grain and ends (year, month, day) of what the groups of ``_MENTION`` hold."""
    if "m6" in given:
        return "day", [(year, int(each), int(given["d6"])) for each in _EACH.findall(given["m6"])]
    month = next((int(given[name]) for name in ("m1", "m2", "m3", "m4", "m5") if name in given), None)
    if month is not None:
        days = next(given[name] for name in ("d1", "d2", "d3", "d4", "d5") if name in given)
        return "day", [(year, month, int(day)) for day in _EACH.findall(days)]
    quarters = next((given[name] for name in ("q5", "q6", "q7", "q8") if name in given), None)
    if quarters:
        return "quarter", [(year, 3 * _quarter(each), None) for each in _EACH.findall(quarters) or ["9"]]
    months = next((given[name] for name in ("m9", "m10", "m14") if name in given), None)
    if months:
        return "month", [(year, int(each), None) for each in _EACH.findall(months)]
    if "half" in given or "which2" in given:
        count = {"sau": 6}.get(given.get("half"), None) or int(given.get("half", 6))
        return "half", [(year, count if given.get("which", given.get("which2")) == "dau" else 12, None)]
    years = given.get("years")
    return "year", [(int(each), None, None) for each in _EACH.findall(years)] if years else [(year, None, None)]


def _quarter(text):
    return int(text) if text.isdigit() else _ROMAN[text]


def _exists(year, month, day):
    """Tell whether there is such a day; 29 February may be one without its year."""
    if month is None:
        return True
    return 1 <= month <= 12 and (day is None or 1 <= day <= calendar.monthrange(year or 2024, month)[1])


def _take_part(mention, text):
    """Take a part of a month, quarter or year, told before it, into account: "trung tuần tháng 5", "đầu quý II"."""
    if mention.grain == "year" and _UNREAD.search(text, max(0, mention.begin - NEAR), mention.begin):
        mention.doubt = "vague"
    part = _PART.search(text, max(0, mention.begin - NEAR), mention.begin)
    if not part:
        return
    mention.begin = part.start()
    year, month, _day = mention.ends[0]
    if part["vague"] or part["half"] and mention.grain != "month":
        mention.doubt = mention.doubt or "vague"
    elif mention.grain == "month" and (part["half"] or part["ten"] or part["twenty"]):
        mention.ends[0] = year, month, 15 if part["half"] else 10 if part["ten"] else 20


def last_day(year, month, day):
    """Return the ISO date of the last day of what an end names, or None."""
    if not year or not _exists(year, month, day):
        return None
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1]).isoformat()
