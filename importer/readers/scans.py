"""Reader of pictures of pages: scans in a PDF, photos. Tesseract reads the words, where it is there.

What is written in colour (seals, stamps, signatures) is left out before; rules become the grid of tables.
"""

import csv
import io
import os
import re
import shutil
import subprocess
from bisect import bisect_right
from dataclasses import dataclass
from statistics import median

from PIL import Image, ImageDraw, ImageOps

from ..errors import UnreadableFile
from . import paper, pdf_tables, spelling

#: Debian packages that bring the program and its Vietnamese.
PACKAGES = "tesseract-ocr tesseract-ocr-vie"
#: Dots per inch at which a page is read, points of an inch, and the long side of A4 in dots.
DPI, INCH, LONG_SIDE = 300, 72, 3508
#: Seconds that the program may take for a page.
PATIENCE = 60
#: Confidence in percent below which a word is shown as not sure.
SURE = 75
#: Width in dots and quality of the picture that is shown beside the text.
SHOWN, QUALITY = 1240, 60

_PROGRAM, _LANGUAGE = "tesseract", "vie"
#: Dots of a cell of ink, and the fewest cells of a rule across and down.
_CELL, _CELLS = 16, (8, 5)
_FULL = [re.compile(rb"[\xc0-\xff]{%d,}" % cells) for cells in _CELLS]
#: Brightness below which a dot may be of a rule: a thin one is light where a page was scanned coarsely.
_RULED = 185
#: Dots of a rule that is thick.
_THICK = 4
#: Dots that a rule may stray from a straight line, and that it may be broken for.
_STRAY, _BREAK = 4, 40
#: Dots between cells that are set below each other, and of the highest picture that the program reads.
_GAP, _HIGHEST = 40, 30_000
#: Dots of a cell that is read in a row with others, and most cells of a row.
_SMALL, _IN_A_ROW = (110, 80), 25
#: What a Roman numeral is read as, and the numerals that label parts of a plan.
_STROKES = re.compile(r"([IÌÍỈĨỊHVXl|1L]{1,6})([.)]?)")
#: I, II and III, and a stroke of them across: dots that are dark from top to bottom.
_ONES, _STROKE = re.compile(r"I{1,4}(\.?)"), re.compile(rb"[\x00-\x78]{2,}")
#: How the head of the column of running numbers is misread, and dots within which cells stand in one row.
_HEAD = re.compile(r"[SĐ]\W?[TIEFLÍ1]{1,4}")
_ROW = 40
_ROMAN = frozenset("I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split())
#: Percent below which a word of signs without letters is dirt, the signs of print, and what only dirt is read as.
_DIRT = 50
_MARKS = re.compile(r"[-–—+*•·./:;,()\"“”'‘’&%…=<>§°]+")
_SPECKS = "|¦¬_`´ˆ~¨¸"
#: "(b/c)", to report, whose last letter is read as a sign.
_TO_REPORT = re.compile(r"\(b[/⁄][©€¢e](?=\)|$)|(?<=\(b/)[©€¢](?=\))")
#: Share of sure words below which a page may lie on its head, and how certain the program is that tells.
_FEW, _CERTAIN = 0.5, 2
_TURNS = {"90": Image.Transpose.ROTATE_270, "180": Image.Transpose.ROTATE_180, "270": Image.Transpose.ROTATE_90}


@dataclass
class Scanned:
    """A page that was read from its picture.

    :ivar words: in the order of reading, each text, left, right, bottom, top (points from the lower left corner of the page)
        and confidence (0 to 100); ``None`` where a line ends
    :ivar rules: lines drawn on the page, each axis (0 across, 1 down), place, begin, end in points
    :ivar width: of the page in points
    :ivar height: of the page in points
    :ivar picture: the page as it was read, upright, as JPEG
    """

    words: list
    rules: list
    width: float
    height: float
    picture: bytes


def read(picture):
    """Return the words and rules of a page.

    :param picture: of the page, upright
    :return: :class:`Scanned`
    :raises UnreadableFile: ``broken`` where the program fails, which :func:`require` asks for
    """
    picture = _sized(picture)
    found = _read(picture)
    if _is_rubbish(found.words) and (turn := _turn(picture)):
        found = _read(picture.transpose(turn))
    return found


def _read(picture):
    ink = paper.ink(picture)
    angle = paper.skew(ink)
    if angle:
        ink = ink.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255)
    is_grey = paper.is_grey(picture)
    limit = paper.shade_of_print(ink) if is_grey else None
    rules = [*_rules(ink, 0, limit), *_rules(ink, 1, limit)]
    _erase(ink, rules)
    if is_grey:
        ink = paper.print_of(ink)
    rules = [_rule_in_points(rule, ink.height) for rule in rules]
    cells = [box for table in pdf_tables.grids(rules) for box in _cells(table, ink.height)]
    words = [*_words_of_cells(ink, cells), *_words(ink)]
    words = [word and _in_points(word, ink.height) for word in words]
    spelling.mend(words)
    return Scanned(
        words=words,
        rules=rules,
        width=_points(ink.width),
        height=_points(ink.height),
        picture=_shown(picture, angle),
    )


def require():
    """Make sure that the program and its Vietnamese are there.

    :raises UnreadableFile: ``no_ocr``
    """
    program = shutil.which(_PROGRAM)
    known = program and subprocess.run([program, "--list-langs"], capture_output=True, check=False, timeout=PATIENCE)
    if not known or _LANGUAGE not in known.stdout.decode(errors="replace").split():
        raise UnreadableFile("no_ocr", packages=PACKAGES)


def _sized(picture):
    """Return the page at about :data:`DPI`, taken as A4."""
    scale = LONG_SIDE / max(picture.size)
    if 0.9 < scale < 1.1:
        return picture
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _is_rubbish(words):
    """Tell whether hardly a word is sure, or none was found, as where a page lies on its head or on its side."""
    sure = [word[5] for word in words if word]
    return not sure or sum(each >= SURE for each in sure) < len(sure) * _FEW


def _turn(picture):
    """Return how the page has to be turned to stand upright, as PIL names it; None where it does, or where that is not known."""
    stream = io.BytesIO()
    paper.black(picture).reduce(2).save(stream, "PPM")
    try:
        done = _run(stream.getvalue(), "-l", "osd", "--psm", "0", "--dpi", str(DPI // 2))
    except (subprocess.SubprocessError, OSError):  # too few letters, or its data are not there
        return None
    found = dict(re.findall(r"^(Rotate|Orientation confidence): ([\d.]+)", done.decode(errors="replace"), re.MULTILINE))
    if float(found.get("Orientation confidence", 0)) < _CERTAIN:
        return None
    return _TURNS.get(found.get("Rotate"))


def _rules(ink, axis, limit=None):
    """Return the straight lines drawn across (``axis`` 0) or down (1) as (axis, place, begin, end), in dots.

    :param limit: brightness up to which ink is print; lines that are drawn thick and lighter are of stamps
    """
    picture = ink.transpose(Image.Transpose.TRANSPOSE) if axis else ink
    black = picture.point(lambda value: 255 if value < _RULED else 0)
    cells = -(-picture.width // _CELL)
    padded = ImageOps.pad(black, (cells * _CELL, picture.height), centering=(0, 0)) if picture.width % _CELL else black
    rows = padded.resize((cells, picture.height), Image.Resampling.BOX).tobytes()
    rules = []
    for place in range(picture.height):
        for run in _FULL[axis].finditer(rows, place * cells, (place + 1) * cells):
            _join(rules, place, (run.start() - place * cells) * _CELL, (run.end() - place * cells) * _CELL)
    rules = _whole(rules)
    return [(axis, (rule[0] + rule[1]) / 2, rule[2], rule[3]) for rule in rules if limit is None or not _is_stamped(picture, rule, limit)]


def _whole(rules):
    """Return ``rules`` with those that are parts of another, as noise divides the ink of one, taken into it."""
    whole = []
    for rule in sorted(rules, key=lambda each: each[2] - each[3]):
        for other in whole:
            if other[0] - _STRAY <= rule[0] and rule[1] <= other[1] + _STRAY and other[2] <= rule[2] + _BREAK and rule[3] <= other[3] + _BREAK:
                break
        else:
            whole.append(rule)
    return sorted(whole)


def _is_stamped(picture, rule, limit):
    """Tell whether a rule is thick and nowhere as dark as print: the frame of a stamp."""
    first, last, begin, end = rule
    rows = picture.crop((begin, first, end, last + 1)).resize((1, last - first + 1), Image.Resampling.BOX).tobytes()
    return sum(row < paper.DARK for row in rows) >= _THICK and min(rows) > limit


def _join(rules, place, begin, end):
    """Add a stretch of ink to the rule that it goes on with, if there is one; each is first, last place, begin, end."""
    for rule in reversed(rules):
        if place - rule[1] <= _STRAY and begin <= rule[3] + _BREAK and end >= rule[2] - _BREAK:
            rule[1:] = place, min(rule[2], begin), max(rule[3], end)
            return
    rules.append([place, place, begin, end])


def _erase(ink, rules):
    draw = ImageDraw.Draw(ink)
    for axis, place, begin, end in rules:
        box = (begin - _STRAY, place - _STRAY, end + _STRAY, place + _STRAY)
        draw.rectangle((box[1], box[0], box[3], box[2]) if axis else box, fill=255)


def _cells(table, height):
    """Yield the boxes of a table's cells, merged ones as one, in dots from the upper left."""
    for row, column, last_row, last_column in table.spans():
        box = (table.xs[column], height * INCH / DPI - table.ys[row],
               table.xs[last_column + 1], height * INCH / DPI - table.ys[last_row + 1])
        yield tuple(round(edge * DPI / INCH) for edge in box)


def _words_of_cells(ink, boxes):
    """Return the words in the cells of tables, and erase them there.

    The cells are set below each other and read in one go: side by side their lines would be taken for one.
    """
    small, large = [], []  # each left and top on the page, picture
    for box in boxes:
        part = ink.crop(box)
        black = part.point(lambda value: 255 if value < paper.DARK else 0).getbbox()
        if black and black[2] - black[0] < _SMALL[0] and black[3] - black[1] < _SMALL[1]:
            near = [max(0, black[0] - 4), max(0, black[1] - 4), black[2] + 4, black[3] + 4]
            small.append(((box[0] + near[0], box[1] + near[1]), part.crop(near)))
        elif black:
            large.append((box[:2], part))
        ImageDraw.Draw(ink).rectangle(box, fill=255)
    words = []
    while small:
        words += _labels(_words_of_row(small[:_IN_A_ROW]))
        del small[:_IN_A_ROW]
    while large:
        words += _words_of_pile(large)
    return words


def _words_of_row(parts):
    """Return the words of small cells, read as one line: a single letter alone is seldom read right.

    :param parts: left and top on the page, and picture, of each cell
    """
    height = max(part.height for _place, part in parts)
    row = Image.new("L", (sum(part.width + _GAP for _place, part in parts) + _GAP, height + 2 * _GAP), 255)
    edges, x = [], _GAP
    for _place, part in parts:
        edges.append(x)
        row.paste(part, (x, _GAP + height - part.height))
        x += part.width + _GAP
    texts, doubts = [""] * len(parts), [100] * len(parts)
    for text, left, right, _bottom, _top, sure in filter(None, _words(row, "7")):
        for place, letter in enumerate(text):
            # Neighbours may be read as one word; its letters are about as wide as each other.
            number = max(0, bisect_right(edges, left + (right - left) * (place + 0.5) / len(text) + _GAP / 2) - 1)
            texts[number] += letter
            doubts[number] = min(doubts[number], sure)
    return [(text, x, x + part.width, y + part.height, y, sure)
            for ((x, y), part), text, sure in zip(parts, texts, doubts) if text]


def _labels(words):
    """Return the words of small cells, a line each, with heads and labels mended that are often misread."""
    rows = {}
    for word in words:
        rows.setdefault(word[3] // _ROW, []).append(word)
    numbers = {id(word): f"({number})" for row in rows.values() if len(row) > 2 and all(set(word[0]) & set("()") for word in row)
               for number, word in enumerate(sorted(row, key=lambda each: each[1]), 1)}
    mended = [(numbers.get(id(word)) or ("STT" if _HEAD.fullmatch(word[0]) else _numeral(word[0])), *word[1:]) for word in words]
    return [each for word in mended for each in (word, None)]


def _words_of_pile(parts):
    """Return the words of cells from the front of ``parts``, which are taken out and set below each other."""
    pile, tops, bottom = [], [], _GAP
    while parts and (not pile or bottom + parts[0][1].height < _HIGHEST):
        pile.append(parts.pop(0))
        tops.append(bottom)
        bottom += pile[-1][1].height + _GAP
    column = Image.new("L", (max(part.width for _place, part in pile) + 2 * _GAP, bottom), 255)
    for place, (_corner, part) in zip(tops, pile):
        column.paste(part, (_GAP, place))
    words = []
    for word in _words(column, "6"):
        if word is not None:
            number = max(0, bisect_right(tops, (word[3] + word[4]) / 2 + _GAP / 2) - 1)
            (x, y), across, down = pile[number][0], _GAP, tops[number]
            word = (word[0], word[1] - across + x, word[2] - across + x, word[3] - down + y, word[4] - down + y, word[5])
        words.append(word)
    return words


def _numeral(text):
    """Return a label with its Roman numeral mended: two and three strokes side by side are read as H."""
    found = _STROKES.fullmatch(text)
    if not found or found[1].isdigit() or found[1] in "l|L":
        return text
    mended = found[1].replace("H", "II")
    for stroke in "ÌÍỈĨỊl|1L":
        mended = mended.replace(stroke, "I")
    return mended + found[2] if mended in _ROMAN else text


def _counted(ink, word):
    """Return the text of a word with as many strokes as stand on the page, where it is I, II or III: side by side one is lost."""
    text, left, right, bottom, top, _sure = word
    found = _ONES.fullmatch(text)
    if not found or bottom - top < 6:
        return text
    third = (bottom - top) // 3
    band = ink.crop((left, top + third, right, bottom - third)).resize((right - left, 1), Image.Resampling.BOX)
    strokes = len(_STROKE.findall(band.tobytes()))
    return "I" * strokes + found[1] if 1 <= strokes <= 3 else text


def _words(ink, layout="4"):
    """Return the words of a page as (text, left, right, bottom, top, confidence) in dots, ``None`` behind each line.

    :param layout: 4, a column of lines of several sizes; 6, a block of lines; 7, one line
    """
    stream = io.BytesIO()
    ink.save(stream, "PPM")
    try:
        done = _run(stream.getvalue(), "-l", _LANGUAGE, "--psm", layout, "--dpi", str(DPI), "tsv")
    except (subprocess.SubprocessError, OSError) as error:
        raise UnreadableFile("broken") from error
    found = csv.DictReader(io.StringIO(done.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE)
    lines = {}
    for row in found:
        text, sure = _without_dirt((row["text"] or "").strip()), float(row["conf"])
        if text and sure >= 0 and (any(map(str.isalnum, text)) or sure >= _DIRT and _MARKS.fullmatch(text)):
            left, top = int(row["left"]), int(row["top"])
            place = row["block_num"], row["par_num"], row["line_num"]
            lines.setdefault(place, []).append(
                (text, left, left + int(row["width"]), top + int(row["height"]), top, round(sure)))
    if layout == "4":
        for line in lines.values():
            if line[0][0].endswith("."):
                line[0] = (_counted(ink, (_numeral(line[0][0]), *line[0][1:])), *line[0][1:])
    return [each for line in lines.values() for each in (*_level(line), None)]


def _without_dirt(text):
    """Return a word without the specks around it, and with the note "(b/c)" as it is printed."""
    text = text.strip(_SPECKS)
    for mark, other in ("[]", "{}"):
        text = text.strip(mark + other) if (mark in text) != (other in text) else text
    return _TO_REPORT.sub("(b/c", text.replace("⁄", "/"))


def _run(picture, *arguments):
    """Return what the program says about a picture, bytes."""
    return subprocess.run(
        [_PROGRAM, "stdin", "stdout", *arguments], input=picture, capture_output=True, check=True, timeout=PATIENCE,
        env={**os.environ, "OMP_THREAD_LIMIT": "1"}).stdout


def _level(line):
    """Return the words of a line on one level: the box of a word depends on the letters that it happens to have."""
    bottom, top = median(word[3] for word in line), median(word[4] for word in line)
    return [(*word[:3], bottom, top, word[5]) if abs(word[3] - bottom) < bottom - top else word for word in line]


def _shown(picture, angle):
    turned = picture.rotate(angle, Image.Resampling.BILINEAR, fillcolor="white") if angle else picture
    turned = turned.resize((SHOWN, round(turned.height * SHOWN / turned.width)), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    turned.save(stream, "JPEG", quality=QUALITY, optimize=True)
    return stream.getvalue()


def _points(dots):
    return dots * INCH / DPI


def _in_points(word, height):
    text, left, right, bottom, top, sure = word
    return [text, _points(left), _points(right), _points(height - bottom), _points(height - top), sure]


def _rule_in_points(rule, height):
    axis, place, begin, end = rule
    if axis:
        return [axis, _points(place), _points(height - end), _points(height - begin)]
    return [axis, _points(height - place), _points(begin), _points(end)]
