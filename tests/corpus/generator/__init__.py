"""Plans made from independent choices and a seed, with their right answer: ``make(seed)``, ``many(number, seed)``.

A plan is first a description as those in ``plans/``; what is right follows from the choices, never from the importer.
"""

from datetime import date

from .. import plan as described
from . import agencies, sentences, typists
from .bases import Bases
from .body import Body
from .choices import Choices
from .dates import Dates

__all__ = ["make", "many"]

#: Lines of a page and the form of its number.
_PAGES = {"none": "", "bare": "38 {}", "dashes": "38 - {} -", "form feed": "42 \f{}"}


def many(number, seed=0):
    """Yield ``number`` plans of ``seed``; each has ``choices``, names of options by the name of the choice."""
    for index in range(number):
        yield make(f"{seed}-{index}")


def make(seed):
    """Return the plan of ``seed``, the same every time."""
    choices = Choices(seed)
    text = _describe(choices)
    plan = described.read(f"generated-{seed}", text, choices.made["file"].copy().pop())
    plan.choices, plan.offered = choices.made, choices.offered
    plan.description = text
    return plan


def _describe(choices):
    kind = choices.pick("file", ("docx", "txt", "pdf"), (5, 4, 1))
    agency = agencies.make(choices.pick("agency", agencies.KINDS), choices)
    year, signed = _time(choices)
    meta = {"file": kind, **_header(choices, agency, signed), **_form(choices, kind), **_ending(choices, agency)}
    named = choices.chance("year in the subject", 1.0 if signed.year != year else 0.8)
    meta["subject"] = choices.one(sentences.SUBJECTS, "subject").format(year=f"năm {year}" if named else "").strip()
    subject = meta["subject"].replace(" / ", " ")
    subject = f"{subject[0].lower()}{subject[1:]}"
    note = f"Kế hoạch số {meta.get('number') or '     '}/{agency.symbol} ngày {signed:%d/%m/%Y} của {agency.own})"
    body, annex = Body(choices, agency, Dates(choices, year, signed), note[:-1], kind != "txt").lines()
    lines = [*Bases(choices, agency, subject, signed).lines(), *body, *_close(choices, agency, subject), *annex]
    lines = typists.spoil(lines, choices)
    return "\n".join([*(f"{key}: {value}" for key, value in meta.items() if value), "---", *lines])


def _time(choices):
    """Return the year of the plan and the day of its signature."""
    year = choices.random("time").choice((2025, 2026, 2027))
    months = {"early": (year, 1), "in the year": (year, 4), "the December before": (year - 1, 12)}
    signed = choices.pick("signed", months, (5, 2, 3))
    return year, date(*signed, choices.random("time").randint(3, 27))


def _header(choices, agency, signed):
    number = choices.pick("number", {"given": True, "blank": False}, (7, 3))
    day = choices.pick("date", {"given": f"{signed.day}/{signed.month}", "day blank": f"?/{signed.month}"}, (7, 3))
    party = agency.party
    meta = {
        "parent": agency.parent, "issuer": agency.issuer, "symbol": agency.symbol, "place": agency.place,
        "date": f"{day}/{signed.year}",
        "number": str(choices.random("number").randint(1, 999)).zfill(2) if number else "",
    }  # fmt: skip
    if party:
        meta["nation"] = "ĐẢNG CỘNG SẢN VIỆT NAM"
        meta["numberline"] = f"Số {meta['number'] or '     '}-{agency.symbol}"
    elif choices.chance("HOÀ", 0.15):
        meta["nation"] = "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập – Tự do – Hạnh phúc"
    if choices.chance("urgent", 0.05):
        meta["urgency"] = "KHẨN"
    if choices.chance("line below the subject", 0.3):
        meta["rule"] = "-----" if party else "-------------"
    return meta


def _form(choices, kind):
    unicode = choices.pick("unicode", ("nfc", "nfd", "disordered"), (25, 4, 1)) if kind != "pdf" else "nfc"
    if kind == "txt":
        wrap = choices.pick("wrapped at", ("", "72", "88"), (4, 2, 2))
        return {
            "header": choices.pick("header", ("columns", "tabs", "stacked"), (5, 3, 2)), "unicode": unicode, "wrap": wrap,
            "indent": "yes" if choices.chance("indented", 0.2) else "",
            "newline": choices.pick("line ends", {"lf": "", "crlf": "crlf"}, (3, 1)),
            "spacing": "blank" if choices.chance("blank lines", 0.6) else "none",
            "pages": choices.pick("page numbers", _PAGES, (16, 2, 1, 1)),
        }  # fmt: skip
    if kind == "pdf":
        narrow = choices.pick("left column of", {"40 %": "", "30 %": "30", "24 %": "24"}, (4, 3, 3))
        css = f".layout td:first-child {{ width: {narrow}%; }}" if narrow else ""
        return {"css": css, "header": "table"}
    header = choices.pick("header", ("table", "tabs", "stacked", "box"), (6, 2, 1, 1))
    return {"header": header, "unicode": unicode, "numbering": "style" if choices.chance("headings by style", 0.2) else ""}


def _ending(choices, agency):
    authority, title = choices.pick("signer", {f"{a or 'alone'}, {t}": (a, t) for a, t in agency.signers})
    return {
        "authority": authority, "title": title,
        "name": choices.one(agencies.PEOPLE, "name") if choices.chance("signer named", 0.8) else "",
        "signed": "(Đã ký)" if choices.chance("(Đã ký)", 0.1) else "",
        "ending": choices.pick("ending", ("table", "stacked", "tabs", "signer first"), (6, 2, 2, 1)),
        "endmark": choices.pick("end mark", ("./.", "/.", "."), (7, 1, 2)),
    }  # fmt: skip


def _close(choices, agency, subject):
    lines = []
    if choices.chance("closing", 0.8):
        lines.append(f"C|{choices.one(sentences.CLOSINGS, 'closing').format(subject=subject)}")
    if choices.chance("recipients", 0.95):
        first = choices.pick("first recipient", {"as above": ["Như trên"], "named": []}, (2, 8))
        others = choices.some(list(agency.recipients), 2, 5, "recipients")
        lines += [f"N|{each}" for each in (*first, *others)]
        if choices.chance("archive", 0.9):
            lines.append(f"L|{choices.one(agency.archive, 'archive')}")
    return lines
