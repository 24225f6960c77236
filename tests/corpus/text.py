"""Writer of plain text: header and signature in columns of spaces, paragraphs wrapped or not, in any encoding."""

import codecs
import re
import textwrap
import unicodedata
from itertools import zip_longest

from . import legacy

_ENCODINGS = {"tcvn3": legacy.to_tcvn3, "vni": legacy.to_vni}
_SHAPED = re.compile("([\u0302\u0306\u031b])([\u0300\u0301\u0303\u0309])")
_BOMS = {"utf-8-sig": b"", "utf-16": b"", "utf-16-be": codecs.BOM_UTF16_BE}


def write(plan):
    """Return the content of the file of ``plan``."""
    lines = [line for each in (plan, *plan.others) for line in _lines(each)]
    text = typed("\n".join(_paged(lines, plan.meta.get("pages"))) + "\n", plan.meta.get("unicode", "nfc"))
    if plan.meta.get("newline") == "crlf":
        text = text.replace("\n", "\r\n")
    encoding = plan.meta.get("encoding", "utf-8")
    if encoding in _ENCODINGS:
        return _ENCODINGS[encoding](text)
    return _BOMS.get(encoding, b"") + text.encode(encoding)


def typed(text, form):
    """Return ``text`` as a keyboard gives it: ``nfc``, ``nfd``, or ``disordered`` with the tone before the shape."""
    if form != "disordered":
        return unicodedata.normalize(form.upper(), text)
    return _SHAPED.sub(r"\2\1", unicodedata.normalize("NFD", text))


def _paged(lines, pages):
    """Yield ``lines`` with a number where each page but the first begins.

    :param pages: lines of a page and the form of the number, such as "40 - {} -"
    """
    height, _blank, form = (pages or "0").partition(" ")
    for number, line in enumerate(lines):
        if pages and number and number % int(height) == 0:
            yield from ("", form.format(number // int(height) + 1), "")
        yield line


def _lines(plan):
    yield from plan.lines("stray")
    yield from _header(plan)
    yield ""
    yield plan.meta.get("type", "KẾ HOẠCH").center(_width(plan)).rstrip()
    yield from (line.center(_width(plan)).rstrip() for line in plan.lines("subject"))
    if plan.meta.get("rule"):
        yield plan.meta["rule"].center(_width(plan)).rstrip()
    yield ""
    last = next((block for block in reversed(plan.blocks) if block.kind != "table"), None)
    for block in plan.blocks:
        yield from _block(block, plan, plan.meta.get("endmark", "./.") if block is last else "")
    yield ""
    yield from _ending(plan)
    for block in plan.annexes:
        yield from _block(block, plan, "")


def _width(plan):
    return int(plan.meta.get("wrap", 88))


def _columns(left, right, width):
    return [f"{a.center(width // 2 - 6)}  {b.center(width // 2)}".rstrip() for a, b in zip_longest(left, right, fillvalue="")]


def _header(plan):
    names = [*plan.lines("parent"), *plan.lines("issuer")]
    if plan.meta.get("header") == "stacked":
        return [*names, *plan.nation, plan.number_line, *plan.lines("urgency"), plan.date_line]
    if plan.meta.get("header") == "tabs":
        rows = [*zip_longest(names, plan.nation, fillvalue=""), (plan.number_line, plan.date_line)]
        return ["\t".join(row).rstrip() for row in rows] + plan.lines("urgency")
    lines = _columns(names, plan.nation, _width(plan))
    return [*lines, "", *_columns([plan.number_line, *plan.lines("urgency")], [plan.date_line], _width(plan))]


def _block(block, plan, end):
    if block.kind == "table":
        for _kind, cells in block.rows:
            yield "\t".join("" if cell.text in ("^", "<") else cell.text for cell in cells)
        return
    text = block.text.rstrip(".") + end if end else block.text
    indent = "  " * block.depth if plan.meta.get("indent") else ""
    for line in text.split("\n"):
        if plan.meta.get("wrap"):
            yield from textwrap.wrap(line, _width(plan), initial_indent=indent) or [""]
        else:
            yield indent + line
    if plan.meta.get("spacing", "blank") == "blank":
        yield ""


def recipients(plan):
    """Return the lines of "Nơi nhận" as printed."""
    if not plan.expected["recipients"] and not plan.expected["archive"]:
        return []
    lines = [f"- {line};" for line in plan.expected["recipients"]]
    if plan.expected["archive"]:
        lines.append(f"- {plan.expected['archive']}.")
    return ["Nơi nhận:", *lines]


def signer(plan):
    """Return the lines of the signature as printed."""
    lines = [*plan.lines("authority"), *plan.lines("title")]
    return [*lines, *plan.lines("signed"), *plan.lines("name")]


def _ending(plan):
    left, right = recipients(plan), signer(plan)
    if plan.meta.get("ending") == "stacked":
        return [*left, *right, ""]
    if plan.meta.get("ending") == "signer first":
        return [*right, *left, ""]
    width = max([len(line) for line in left] + [30]) + 6
    return [f"{a:<{width}}{b}".rstrip() for a, b in zip_longest(left, right, fillvalue="")] + [""]
