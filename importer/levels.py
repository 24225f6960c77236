"""Groups of agencies that a document names by their level and no other name: "UBND các xã, phường", "các sở, ban, ngành cấp tỉnh"."""

import re

from .words import plain, squeeze

#: Who stands at the head of each, which means the agency.
_HEADS = r"(?:(?:thu truong|lanh dao|nguoi dung dau|chu tich|giam doc) (?=(?:cac|ubnd|uy ban)\b))?(?:(?:tat ca(?: cac)?|toan bo(?: cac)?) )?"
_COUNCIL = r"(?:(?:ubnd|uy ban nhan dan|hdnd(?:,| va) ubnd|hoi dong nhan dan(?:,| va) uy ban nhan dan|chinh quyen) )?"
#: Where they are, which leaves none of them out.
_WHERE = r"(?: (?:cap )?(?:tinh|thanh pho)| (?:tren dia ban|thuoc|truc thuoc)(?: (?:toan )?(?:tinh|thanh pho)(?: [a-z]+){0,4}))?"
_LEVEL = r"(?:xa|phuong|dac khu|thi tran)"
_COMMUNES = re.compile(rf"{_HEADS}{_COUNCIL}(?P<all>cac |cap )?(?P<levels>{_LEVEL}(?:(?:,| va|, va) (?:cac )?{_LEVEL})*){_WHERE}")
_DEPARTMENTS = re.compile(rf"{_HEADS}(?:cac )?so(?:(?:,| va|, va) (?:cac )?(?:ban|nganh|doan the))*{_WHERE}")
_KIND_OF = {"xa": "commune", "phuong": "ward", "dac khu": "zone"}


def kinds(name):
    """Return the kinds of agencies all of which ``name`` means, as the directory calls them; none for the name of one, or of some ("các sở liên quan").

    :return: tuple of ``commune``, ``ward``, ``zone``, ``department``, ``party``
    """
    flat = plain(squeeze(name).strip(" .;,:"))
    communes = _COMMUNES.fullmatch(flat)
    if communes:
        levels = re.findall(_LEVEL, communes["levels"])
        if communes["all"] == "cap ":
            return tuple(_KIND_OF.values()) if levels == ["xa"] else ()
        return tuple(_KIND_OF[level] for level in levels if level in _KIND_OF) if communes["all"] or len(levels) > 1 else ()
    if _DEPARTMENTS.fullmatch(flat) and ("cac so" in flat or "," in flat):
        return ("department", "party") if "doan the" in flat else ("department",)
    return ()
