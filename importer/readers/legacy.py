"""Vietnamese 8-bit encodings of before Unicode: TCVN3 (ABC), VNI and Windows-1258, recognised by their result."""

import re
import unicodedata

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"

_TCVN3 = dict(
    zip(
        [
            *range(0xA1, 0xAF),
            *range(0xB5, 0xBA),
            *range(0xBB, 0xBF),
            *range(0xC6, 0xCD),
            *range(0xCE, 0xD9),
            *range(0xDC, 0xE0),
            *range(0xE1, 0xF0),
            *range(0xF1, 0xFF),
        ],
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)

#: VNI writes a letter and then a mark of its own; the marks differ for â/ê/ô (circumflex), ă (breve) and the rest.
_VNI_MARKS = {
    "ø": _GRAVE,
    "ù": _ACUTE,
    "û": _HOOK,
    "õ": _TILDE,
    "ï": _DOT,
    "â": "\u0302",
    "à": "\u0302" + _GRAVE,
    "á": "\u0302" + _ACUTE,
    "å": "\u0302" + _HOOK,
    "ã": "\u0302" + _TILDE,
    "ä": "\u0302" + _DOT,
    "ê": "\u0306",
    "è": "\u0306" + _GRAVE,
    "é": "\u0306" + _ACUTE,
    "ú": "\u0306" + _HOOK,
    "ü": "\u0306" + _TILDE,
    "ë": "\u0306" + _DOT,
}
#: A line, or one of the columns in it.
_STRETCH = re.compile(r"[^\s](?:[^\t\r\n ]| (?! ))*")
_VNI_SINGLE = {"ñ": "đ", "ö": "ư", "ô": "ơ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ì": "ì", "í": "í"}
_VNI = re.compile(r"([aeouyAEOUYôöÔÖ])([øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË])|([ñöôæóòîÑÖÔÆÓÒÎ])")

#: Syllables so frequent that any page of administrative Vietnamese has several; none is plain ASCII.
_COMMON = re.compile(
    r"\b(?:của|và|các|được|về|kế hoạch|hiện|thực|công tác|nhiệm vụ|việc|ngày|tháng|năm|đơn vị|cơ quan|tổ chức|"
    r"nội dung)\b",
    re.IGNORECASE,
)


def from_legacy(data):
    """Return the text of ``data``, 8-bit or damaged UTF-8, in the reading that gives the most Vietnamese words."""
    latin = data.decode("cp1252", errors="replace")
    readings = [
        data.decode("utf-8", errors="replace"),
        unicodedata.normalize("NFC", data.decode("cp1258", errors="replace")),
        _with_capitals(_from_tcvn3(data)),
        _from_vni(latin),
        latin,
    ]
    return max(readings, key=lambda text: len(_COMMON.findall(text)))


def from_font(text, font):
    """Return ``text`` of a Word file as it looks in ``font``: the fonts of TCVN3 (".VnTime") and VNI are recoded."""
    if font.startswith(".Vn"):
        text = _from_tcvn3(b"".join(_byte(char) for char in text))
        return text.upper() if font.endswith("H") else text
    return _from_vni(text) if font.startswith("VNI") else text


def _byte(char):
    return char.encode("cp1252", errors="ignore") or char.encode("latin-1", errors="replace")


def _from_tcvn3(data):
    return "".join(_TCVN3.get(byte, chr(byte)) for byte in data)


def _from_vni(text):
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def _with_capitals(text):
    """Return ``text`` with each stretch in capitals whole: TCVN3 has small letters only where a tone stands."""
    return _STRETCH.sub(lambda match: match.group().upper() if _is_capital(match.group()) else match.group(), text)


def _is_capital(stretch):
    letters = [char for char in stretch if char.isascii() and char.isalpha()]
    return len(letters) > 2 and all(char.isupper() for char in letters)


def _vni_letter(match):
    base, mark, single = match.groups()
    char = single or base
    letter = _VNI_SINGLE.get(char.lower(), char.lower()) + (_VNI_MARKS[mark.lower()] if mark else "")
    return letter.upper() if char.isupper() else letter
