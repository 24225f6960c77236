"""What a signature draws, judged by what is seen: its page is drawn as it was before, and as it is with the signature.

Nghị định 30/2020/NĐ-CP, Phụ lục I, phần II, mục 7 và 8: the signature is a blue picture between title and name, the seal a red
one over its left third, each on a transparent ground. Words that a program writes beside the picture stand between title and
name as well. So nothing that was there is hidden, and nothing that is added is read as part of the document.
"""
from typing import NamedTuple

from PIL import Image, ImageChops

from .errors import SignatureError
from .placing import MM, Rectangle, opened, words

#: Dots of the drawing for each point of the page: 150 to the inch.
_SCALE = 150 / 72
#: How far the picture of a signature may reach beyond the place between title and name, and how large that of a seal may be.
_AROUND, _SEAL = 10 * MM, 60 * MM
#: Light, from 0 to 255: what is darker than the first is ink, what is lighter than the second paper. Two dots that differ by
#: less than the third are the same.
_INK, _PAPER, _SAME = 128, 176, 8
#: Share of its darkness that a dot has to be colored by where it is darker than so much; the edge of a picture is paler. Black
#: and grey are not colored at all.
_COLORED = ((_INK, 0.35), (_PAPER, 0.2))
#: Dots that may be wrong: less than a mark over a letter, and less than a letter.
_MARK, _LETTER = 12, 40
#: Share of a word, or of an earlier signature, that a later drawing may lie over.
_MOST_OVER = 0.6


class _Seen(NamedTuple):
    """A page as it is seen.

    :ivar pictures: on the screen and on paper
    :ivar words: ``(text, box)`` of the words below the signature
    :ivar boxes: the asked rectangles; every box is (left, top, right, bottom) in dots
    """

    pictures: list
    words: list
    boxes: list


def check_drawing(before, after, drawn, place, *, is_seal, earlier):
    """Refuse a signature that stands elsewhere than in its place, hides what was there, or writes beside its place.

    :param before: bytes of the PDF without the signature
    :param after: bytes of the PDF with it
    :param drawn: :class:`placing.Place` of its annotation
    :param place: :class:`placing.Place` between title and name; ``None`` where it is not known, then nothing may be drawn
    :param earlier: list of :class:`placing.Rectangle`, the signatures that were on the page
    :raises SignatureError: ``misplaced``, ``hides_text``, ``hides``; ``changed`` when the page itself is another
    """
    box, room = drawn.rectangle, Rectangle(0, 0, 0, 0)
    if box.width and box.height:
        if not place or place.page != drawn.page or not _allowed(box, place.rectangle, is_seal):
            raise SignatureError("misplaced")
        room = place.rectangle
    old, new = _seen(before, drawn.page, box, [box, room, *earlier]), _seen(after, drawn.page)
    for was, now in zip(old.pictures, new.pictures):
        if was.size != now.size:
            raise SignatureError("changed")
        changed = _where(_largest(ImageChops.difference(was, now)), lambda value: value >= _SAME)
        if changed.getbbox():
            _check_within(changed, old.boxes[0])
            _check_seen(was, now, changed, old.words, old.boxes[2:])
            _check_colored(was, now, changed, old.boxes[1])


def _allowed(box, place, is_seal):
    """Whether ``box`` lies where a signature or a seal may."""
    area = place.grown(_AROUND)
    if is_seal:
        middle = (place.bottom + place.top) / 2
        area = Rectangle(area.left - _SEAL, middle - _SEAL / 2 - _AROUND, area.right, middle + _SEAL / 2 + _AROUND)
        if box.width > _SEAL + 1 or box.height > _SEAL + 1:
            return False
    return area.left <= box.left and area.bottom <= box.bottom and box.right <= area.right and box.top <= area.top


def _seen(pdf, index, below=None, boxes=()):
    """Return a page as :class:`_Seen`, with the words that meet the :class:`placing.Rectangle` ``below``."""
    with opened(pdf) as document:
        # Without this PDFium leaves out the annotations of fields.
        document.init_forms()
        page = document[index]
        bitmaps = [page.render(scale=_SCALE, optimize_mode=way) for way in (None, "print")]
        converter = bitmaps[0].get_posconv(page)
        return _Seen(
            [bitmap.to_pil().convert("RGB") for bitmap in bitmaps],
            [(word.text, _dots(converter, word.rectangle)) for word in words(page, below)] if below else [],
            [_dots(converter, each) for each in boxes])


def _dots(converter, box):
    """Return a :class:`placing.Rectangle` of the page in dots of its drawing."""
    across, down = zip(converter.to_bitmap(box.left, box.bottom), converter.to_bitmap(box.right, box.top))
    return min(across), min(down), max(across) + 1, max(down) + 1


def _check_within(changed, box):
    """Refuse a drawing beyond its box."""
    left, top, right, bottom = changed.getbbox()
    # A line at the edge darkens the dots beside it.
    if left < box[0] - 1 or top < box[1] - 1 or right > box[2] + 1 or bottom > box[3] + 1:
        raise SignatureError("misplaced")


def _check_seen(was, now, changed, found, earlier):
    """Refuse a drawing below which ink is lost, or that lies over most of a word or of an earlier signature."""
    lost = ImageChops.darker(
        _where(was.convert("L"), lambda value: value < _INK), _where(now.convert("L"), lambda value: value > _PAPER))
    for text, box in [*found, *((None, each) for each in earlier)]:
        size = (box[2] - box[0]) * (box[3] - box[1])
        if _count(lost.crop(box)) > _MARK or _count(changed.crop(box)) > _MOST_OVER * size:
            raise SignatureError("hides_text", text=text) if text else SignatureError("hides")
    if _count(lost) > _MARK:
        raise SignatureError("hides")


def _check_colored(was, now, changed, room):
    """Refuse black or grey on paper outside of ``room``: it would be read as part of the document."""
    red, green, blue = now.split()
    most, least = (way(way(red, green), blue) for way in (ImageChops.lighter, ImageChops.darker))
    black = Image.new("L", now.size)
    for light, share in _COLORED:
        needed = ImageChops.invert(least).point([int(value * share) for value in range(256)])
        black = ImageChops.lighter(black, ImageChops.darker(
            _where(now.convert("L"), light.__gt__), _where(ImageChops.subtract(needed, ImageChops.difference(most, least)), bool)))
    black = ImageChops.darker(black, ImageChops.darker(changed, _where(was.convert("L"), _INK.__le__)))
    black.paste(0, room)
    if _count(black) > _LETTER:
        raise SignatureError("misplaced")


def _where(image, test):
    """Return a mask of the dots of a grey picture that ``test`` is true of."""
    return image.point([255 * bool(test(value)) for value in range(256)])


def _largest(image):
    red, green, blue = image.split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def _count(mask):
    return mask.histogram()[255]
