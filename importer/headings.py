"""Headings: which paragraphs are some, and what kind of section their words open."""

import re
from dataclasses import replace

from . import labels
from .ending import is_signer
from .source import concat, glue
from .words import is_caps, is_terminal, plain

#: Longest heading, in letters.
MAX_HEADING = 250
#: Longest heading in capitals whose words are not known, and what ends none.
MAX_CAPS = 70
_AFFIRMED = re.compile(r"[.;,!?]$")

_KINDS = (
    (
        "implementation",
        (
            "to chuc thuc hien",
            "trach nhiem thuc hien",
            "phan cong thuc hien",
            "phan cong nhiem vu",
            "trach nhiem cua",
            "to chuc trien khai",
            "phan cong",
        ),
    ),
    ("purpose", ("muc dich", "muc tieu")),
    ("requirements", ("yeu cau",)),
    ("content", ("noi dung", "nhiem vu", "giai phap", "cac buoc", "buoc tien hanh", "bien phap khac phuc", "bien phap thuc hien", "cac bien phap", "phai lam", "nhung viec", "tien do", "lo trinh thuc hien", "cong tac trong tam", "hoat dong", "cong viec", "viec can lam", "cac viec")),
)


#: Time, place and money that doing it takes: no heading of who does it.
_OF_DOING = re.compile(r"(?<=thoi gian)(?: to chuc)? (?:thuc hien|trien khai)\b|(?<=dia diem) to chuc(?: thuc hien| trien khai)?\b|"
                       r"(?<=kinh phi) to chuc(?: thuc hien| trien khai)?\b|(?<=thoi gian) to chuc\b")
_LIST = re.compile(r"[,;/&]| va ")
_DASH = re.compile(r"[-–—]")


def kind_of(title):
    """Return the kind of a section from its title: the first that it names, purpose and requirements together.

    Aims and tasks in one ("Mục tiêu, nhiệm vụ") are content.
    """
    flat = " ".join(_DASH.sub(" ", plain(title or "")).split())
    flat = _OF_DOING.sub("", flat)
    places = {kind: min((flat.find(word) for word in words if word in flat), default=-1) for kind, words in _KINDS}
    if "bien phap thuc hien" in flat and places["implementation"] >= 0:
        return "implementation"
    kinds = sorted((kind for kind, place in places.items() if place >= 0), key=places.get)
    if set(kinds[:2]) == {"purpose", "requirements"}:
        return "purpose_requirements"
    if kinds[1:2] == ["content"] and kinds[0] != "implementation" and _LIST.search(flat, places[kinds[0]], places["content"]):
        return "content"
    return kinds[0] if kinds else "other"


def has_heading(paragraphs):
    """Tell whether a paragraph is a heading or a numbered item."""
    return any(paragraph.label or is_bare_heading(paragraph) for paragraph in paragraphs)


def is_bare_heading(paragraph):
    text = paragraph.text
    return (
        paragraph.label is None
        and paragraph.line.cells is None
        and is_caps(text)
        and len(text) <= MAX_HEADING
        and kind_of(text) != "other"
    )


def is_caps_heading(paragraph):
    """Tell whether a short line in capitals heads what follows; said of others only where a heading is known beside it."""
    text = paragraph.text
    is_line = paragraph.label is None and paragraph.line.cells is None
    is_short = is_line and is_caps(text) and len(text.split()) > 1 and len(text) <= MAX_CAPS
    return is_short and not _AFFIRMED.search(text) and not is_signer(text)


def with_titles(paragraphs):
    """Return ``paragraphs`` with each label that fills a line joined to its title on the next ("Phần thứ nhất")."""
    found = []
    for paragraph in paragraphs:
        above = found[-1] if found else None
        if above is not None and _lacks_title(above) and _is_title_line(paragraph):
            found[-1] = replace(above, piece=concat([above.piece, glue(" "), paragraph.piece]))
        else:
            found.append(paragraph)
    return found


def _lacks_title(paragraph):
    return paragraph.label is not None and paragraph.label.rank <= labels.ROMAN and not paragraph.body.strip(" .:")


def _is_title_line(paragraph):
    text = paragraph.text
    is_short = paragraph.label is None and paragraph.line.cells is None and len(text) <= MAX_HEADING
    return is_short and (is_caps(text) or not is_terminal(text))
