"""The numbers that Word makes for list paragraphs."""

from ..roman import to_roman

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Numbering:
    """Counters of all lists of a document; ``label`` gives the label of the next paragraph of a list."""

    def __init__(self, numbering, styles):
        """
        :param numbering: root element of word/numbering.xml or None
        :param styles: root element of word/styles.xml or None
        """
        self._levels = {}
        self._counts = {}
        self._styles = {}
        if numbering is not None:
            self._read_lists(numbering)
        if styles is not None:
            for style in styles.iter(W + "style"):
                self._styles[style.get(W + "styleId")] = (_number_of(style), _value(style, "basedOn"))

    def _read_lists(self, numbering):
        abstract = {each.get(W + "abstractNumId"): _read_levels(each) for each in numbering.iter(W + "abstractNum")}
        for num in numbering.iter(W + "num"):
            levels = dict(abstract.get(_value(num, "abstractNumId"), {}))
            for override in num.iter(W + "lvlOverride"):
                index, start = override.get(W + "ilvl"), _value(override, "startOverride")
                if start and index in levels:
                    levels[index] = (_int(start, 1), *levels[index][1:])
            self._levels[num.get(W + "numId")] = levels

    def label(self, paragraph):
        """Return the label that Word prints before ``paragraph`` (without a space), or an empty string."""
        number, level = self._list_of(paragraph)
        levels = self._levels.get(number)
        if not levels or level not in levels:
            return ""
        counts = self._counts.setdefault(number, {})
        start, form, pattern = levels[level]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [each for each in counts if _int(each, 0) > _int(level, 0)]:
            del counts[deeper]
        if form == "bullet":
            return "-" if pattern not in "+*" or not pattern else pattern
        return self._fill(pattern, levels, counts)

    def _fill(self, pattern, levels, counts):
        for index in range(9):
            key = str(index)
            if f"%{index + 1}" in pattern:
                start, form, _pattern = levels.get(key, (1, "decimal", ""))
                pattern = pattern.replace(f"%{index + 1}", _format(counts.get(key, start), form))
        return pattern.strip()

    def _list_of(self, paragraph):
        """Return list id and level of ``paragraph``, its own or its style's."""
        properties = paragraph.find(W + "pPr")
        if properties is None:
            return None, "0"
        own = _number_of(properties)
        style, seen = _value(properties, "pStyle"), set()
        while not own[0] and style in self._styles and style not in seen:
            seen.add(style)
            inherited, parent = self._styles[style]
            own = (inherited[0], own[1] or inherited[1])
            style = parent
        return own[0], own[1] or "0"


def _number_of(element):
    found = next(element.iter(W + "numPr"), None)
    return (None, None) if found is None else (_value(found, "numId"), _value(found, "ilvl"))


def _read_levels(abstract):
    """Return start, format and text of each level by its index."""
    levels = {}
    for level in abstract.iter(W + "lvl"):
        form = _value(level, "numFmt") or "decimal"
        levels[level.get(W + "ilvl")] = (_int(_value(level, "start"), 1), form, _value(level, "lvlText") or "")
    return levels


def _value(element, name):
    child = element.find(W + name)
    return None if child is None else child.get(W + "val")


def _int(text, default):
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else default


def _format(value, form):
    if form in ("upperRoman", "lowerRoman"):
        roman = to_roman(value)
        return roman if form == "upperRoman" else roman.lower()
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * (1 + (value - 1) // 26 % 4)
        return letter.upper() if form == "upperLetter" else letter
    if form == "none":
        return ""
    return f"{value:02d}" if form == "decimalZero" else str(value)
