"""Pages as a scanner gives them, made from plans whose words are known: skewed, noisy, stamped over the text."""
import io
import random
import struct

import pypdfium2
from PIL import Image, ImageChops, ImageDraw, ImageFont
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from .corpus.pdf import FONTS

#: What a scanner is set to in an office, in dots per inch, and the inch in points.
DPI, INCH = 300, 72
#: Where a red seal stands over signature and text, as shares of the page.
SEAL, STAMP = (0.62, 0.62), (0.1, 0.2)
_RED = (200, 30, 45)
# Figures as a hand writes them, each a list of strokes of points across and up, in dots.
_FOUR, _SEVEN = [[(14, 58), (0, 22), (26, 30), (22, 52), (20, -8)]], [[(0, 46), (28, 52), (10, -4), (4, 20), (24, 28)]]
_ZERO, _NINE = [[(20, 44), (4, 36), (2, 6), (16, -6), (26, 18), (12, 50)]], [[(24, 40), (6, 50), (4, 26), (24, 34), (16, -12)]]


def pages(data, skew=1.0, noise=18, stamps=True, seed=1, written=False):
    """Return the pages of a PDF as pictures of a scanner.

    :param data: bytes of the PDF
    :param skew: degrees by which each page lies askew
    :param noise: how much the brightness of a point strays, of 255
    :param stamps: whether a round red seal stands over the text of each page, and the stamp of arrival on the first
    :param seed: of chance
    :param written: whether number and day of the first page are written by hand, into what the print leaves free
    :return: list of pictures
    """
    chance, found = random.Random(seed), []
    with pypdfium2.PdfDocument(data) as document:
        for index, page in enumerate(document):
            picture = page.render(scale=DPI / INCH).to_pil().convert("RGB")
            if written and not index:
                _scribble(picture, page)
            if stamps:
                ink = Image.new("RGB", picture.size, "white")
                _seal(ink, chance)
                if not index:
                    _arrival(ink)
                picture = ImageChops.multiply(picture, ink)
            found.append(_noisy(picture.rotate(skew, Image.Resampling.BICUBIC, fillcolor="white"), noise, chance))
    return found


def pdf(pictures, quality=80):
    """Return pictures of pages as a PDF without text, as a scanner writes it."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for picture in pictures:
        size = [edge * INCH / DPI for edge in picture.size]
        canvas.setPageSize(size)
        canvas.drawImage(ImageReader(io.BytesIO(photo(picture, quality=quality))), 0, 0, *size)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def laid(picture):
    """Return ``{name: picture}`` of a page as it comes from hands and from old machines."""
    lid = Image.new("RGB", (picture.width + 260, picture.height + 200), (28, 26, 25))
    lid.paste(picture, (90, 140))
    grey = picture.convert("L").convert("RGB")
    low = grey.resize((picture.width * 2 // 3, picture.height * 2 // 3), Image.Resampling.BICUBIC)
    return {
        "head": picture.transpose(Image.Transpose.ROTATE_180),
        "left": picture.transpose(Image.Transpose.ROTATE_90),
        "right": picture.transpose(Image.Transpose.ROTATE_270),
        "lid": lid,
        "fold": _shaded(picture, [120 + min(135, abs(place - 500) * 4) for place in range(1000)], 1),
        "dim": _shaded(picture, [110 + place * 130 // 1000 for place in range(1000)], 0),
        "grey": grey,
        "low": Image.open(io.BytesIO(photo(low, quality=22))).convert("RGB"),
    }


def _shaded(picture, shades, axis):
    """Darken a page by ``shades``, 0 to 255, from left to right (``axis`` 0) or from the top down (1)."""
    strip = Image.frombytes("L", (1, len(shades)) if axis else (len(shades), 1), bytes(shades))
    return ImageChops.multiply(picture, Image.merge("RGB", [strip.resize(picture.size, Image.Resampling.BILINEAR)] * 3))


def blank():
    """Return the picture of an empty page."""
    return Image.new("RGB", (int(8.27 * DPI), int(11.69 * DPI)), "white")


def tiff(count):
    """Return a picture file of several pages, a point each."""
    entries = ((256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 1), (279, 1))
    size = 2 + 12 * len(entries) + 4
    pages = [struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries)
             + struct.pack("<I", 12 + size * (number + 1) if number + 1 < count else 0) for number in range(count)]
    return struct.pack("<2sHI4s", b"II", 42, 12, b"\xff") + b"".join(pages)


def photo(picture, kind="JPEG", quality=80):
    """Return a page as a picture file."""
    stream = io.BytesIO()
    picture.save(stream, kind, quality=quality, dpi=(DPI, DPI))
    return stream.getvalue()


def _seal(picture, chance):
    """Set a round seal with a star and words in the ring."""
    size = int(DPI * 1.4)
    x = int(picture.width * (SEAL[0] + chance.uniform(-0.05, 0.05))) - size // 2
    y = int(picture.height * (SEAL[1] + chance.uniform(-0.1, 0.1))) - size // 2
    draw = ImageDraw.Draw(picture)
    for inset, width in ((0, 9), (70, 5)):
        draw.ellipse((x + inset, y + inset, x + size - inset, y + size - inset), outline=_RED, width=width)
    face = ImageFont.truetype(str(FONTS / "Tinos-Bold.ttf"), 44)
    draw.text((x + size // 2, y + size // 2), "BAN DÂN TỘC", fill=_RED, font=face, anchor="mm")
    draw.text((x + size // 2, y + size // 2 + 70), "★ TỈNH MẪU ★", fill=_RED, font=face, anchor="mm")


def _arrival(picture):
    """Set the stamp of an office's incoming documents over the margin and the header."""
    x, y = int(picture.width * STAMP[0]), int(picture.height * STAMP[1])
    draw, face = ImageDraw.Draw(picture), ImageFont.truetype(str(FONTS / "Tinos-Bold.ttf"), 46)
    draw.rectangle((x, y, x + 560, y + 250), outline=_RED, width=6)
    for row, text in enumerate(("VĂN PHÒNG UBND XÃ", "ĐẾN  Số: 1204", "Ngày: 09/02/2026")):
        draw.text((x + 24, y + 20 + row * 74), text, fill=_RED, font=face)


def _scribble(picture, page):
    """Write by hand behind the words that number and day follow."""
    draw, textpage = ImageDraw.Draw(picture), page.get_textpage()
    for words, strokes in (("Số:", _FOUR + _SEVEN), ("ngày", _ZERO + _NINE)):
        index, count = textpage.search(words, match_case=True).get_next()
        _left, bottom, right, _top = textpage.get_charbox(index + count - 1)
        x, y = (right + 4) * DPI / INCH, picture.height - (bottom + 1) * DPI / INCH
        for number, stroke in enumerate(strokes):
            shift = 0 if number < len(strokes) - 1 else 30
            draw.line([(x + shift + across, y - up) for across, up in stroke], fill=(25, 25, 30), width=6, joint="curve")


def _noisy(picture, noise, chance):
    """Let the brightness of each point stray, and blur as a lens does."""
    tile = Image.frombytes("L", picture.size, chance.randbytes(picture.width * picture.height))
    grey = Image.merge("RGB", [tile] * 3)
    return Image.blend(picture, grey, noise / 255)
