"""Lists whose numbers Word makes: levels and formats told from the labels that they are to give."""

import re

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

#: Ids above those of the lists in python-docx's template.
_FIRST = 500
_BULLETS = "-+*"


class Lists:
    """The lists of a file: one for all headings, and for each section one of numbers and one of bullets."""

    def __init__(self, form):
        """:param form: ``style`` when headings are numbered by their style"""
        self._by_style = form == "style"
        self._section = self._tables = 0
        self._levels = {}

    def place(self, block):
        """Return the XML that puts a paragraph into its list; nothing where its label is written out."""
        if block.kind == "heading":
            self._section += 1
        if not block.auto:
            return ""
        if block.kind == "heading":
            key, level = "headings", block.depth
        else:
            key, level = (self._section, block.label in _BULLETS), block.depth
        levels = self._levels.setdefault(key, {})
        form = _format(block.label, level)
        if levels.setdefault(level, form) != form:
            raise ValueError(f"a list has one format a level: {block.label} beside {levels[level]}")
        if key == "headings" and self._by_style:
            return f'<w:pStyle w:val="Muc{level}"/>'
        return self._membership(key, level)

    def column(self):
        """Return the XML of the cells in the numbered column of one more table."""
        self._tables += 1
        key = ("table", self._tables)
        self._levels[key] = {0: ("decimal", "%1")}
        return self._membership(key, 0)

    def _membership(self, key, level):
        number = _FIRST + list(self._levels).index(key)
        return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'

    def add_to(self, document):
        """Write the lists, and the styles that number headings, into ``document``."""
        if not self._levels:
            return
        numbering = document.part.numbering_part.element
        for number, levels in enumerate(self._levels.values(), _FIRST):
            inner = "".join(
                f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
                "</w:lvl>"
                for level, (form, text) in sorted(levels.items())
            )
            numbering.insert(
                0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{number}">{inner}</w:abstractNum>')
            )
            numbering.append(
                parse_xml(f'<w:num {nsdecls("w")} w:numId="{number}"><w:abstractNumId w:val="{number}"/></w:num>')
            )
        if self._by_style:
            for level in self._levels.get("headings", {}):
                document.styles.element.append(
                    parse_xml(
                        f'<w:style {nsdecls("w")} w:type="paragraph" w:styleId="Muc{level}"><w:name w:val="Muc{level}"/>'
                        f"<w:pPr>{self._membership('headings', level)}</w:pPr></w:style>"
                    )
                )


def _format(label, level):
    """Return format and text of the level that gives ``label``."""
    if label in _BULLETS:
        return "bullet", label
    mark = f"%{level + 1}"
    if re.fullmatch(r"\d+\.\d+\.?", label):
        return "decimal", f"%{level}.{mark}" + ("." if label.endswith(".") else "")
    forms = (("decimal", r"\d+"), ("upperRoman", r"[IVX]+"), ("lowerLetter", r"[a-z]"))
    for form, pattern in forms:
        match = re.search(pattern, label)
        if match:
            return form, label[: match.start()] + mark + label[match.end() :]
    raise ValueError(f"no list gives the label {label}")
