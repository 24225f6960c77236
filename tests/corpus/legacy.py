"""Writing of Vietnamese in the 8-bit encodings of before Unicode, as their fonts had them."""

import unicodedata

#: Letters of TCVN 5712:1993 (VN3) from 0xA1 on where small ones stand; its fonts have tones on small letters only.
_TCVN3 = {
    0xA1: "ĂÂÊÔƠƯĐăâêôơưđ", 0xB5: "àảãáạ", 0xBB: "ằẳẵắ", 0xC6: "ặầẩẫấậè", 0xCE: "ẻẽéẹềểễếệìỉ", 0xDC: "ĩíịò",
    0xE1: "ỏõóọồổỗốộờởỡớợù", 0xF1: "ủũúụừửữứựỳỷỹýỵ",
}  # fmt: skip
_BYTES = {letter: start + index for start, run in _TCVN3.items() for index, letter in enumerate(run)}

_VNI_TONES = {
    "": dict(zip("\u0300\u0301\u0309\u0303\u0323", "øùûõï", strict=True)),
    "\u0302": dict(zip("\u0300\u0301\u0309\u0303\u0323", "àáåãä", strict=True)),
    "\u0306": dict(zip("\u0300\u0301\u0309\u0303\u0323", "èéúüë", strict=True)),
}
_VNI_SHAPES = {"\u0302": "â", "\u0306": "ê"}
_VNI_SINGLE = {"đ": "ñ", "ư": "ö", "ơ": "ô", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "ì": "ì", "í": "í"}


def to_tcvn3(text):
    """Return ``text`` in TCVN3; a capital with a tone, which its fonts draw from small letters, becomes small."""
    return bytes(_tcvn3(char) for char in unicodedata.normalize("NFC", text))


def _tcvn3(char):
    code = _BYTES.get(char) or _BYTES.get(char.lower())
    return code if code else ord(char) if ord(char) < 128 else ord({"“": '"', "”": '"', "–": "-"}.get(char, "?"))


def to_vni(text):
    """Return ``text`` in VNI: a letter and behind it its mark."""
    out = []
    for char in unicodedata.normalize("NFC", text):
        mapped = _vni(char.lower())
        out.append(mapped.upper() if char != char.lower() else mapped)
    return "".join(out).encode("cp1252")


def _vni(char):
    if char in _VNI_SINGLE:
        return _VNI_SINGLE[char]
    base, *marks = unicodedata.normalize("NFD", char)
    if not marks:
        return char
    if "\u031b" in marks:
        base, shape = {"u": "ö", "o": "ô"}[base], ""
    else:
        shape = next((mark for mark in marks if mark in _VNI_SHAPES), "")
    tone = next((mark for mark in marks if mark in _VNI_TONES[""]), None)
    return base + (_VNI_TONES[shape][tone] if tone else _VNI_SHAPES[shape])
