"""Drawing a piece, such as a stamp, where page one of a PDF is blank."""
import io

import pypdfium2

MM = 72 / 25.4
#: Dots of the drawing in which room is looked for, to the point; steps of the search and free space around, in points.
_SCALE, _STEP, _AROUND = 0.5, 6, 6
#: What is darker is print, from 0 to 255.
_PAPER = 235


class NoRoom(Exception):
    """Page one has no place for the stamp, or the file can't be read."""


def stamp(content, drawn):
    """Return a copy of a PDF with a stamp where page one is blank, as far up and to the left as there is room.

    PDFium serves one thread at a time, and the file is a stranger's: whoever has several reads in a process of its own.

    :param content: bytes of the PDF
    :param drawn: bytes of a PDF whose only page is the stamp
    :raises NoRoom: see there
    """
    try:
        with pypdfium2.PdfDocument(content) as document, pypdfium2.PdfDocument(drawn) as piece:
            document.init_forms()
            page = document[0]
            left, bottom = _room(page, *piece[0].get_size())
            held = piece.page_as_xobject(0, document).as_pageobject()
            held.set_matrix(_seen_at(page, left, bottom))
            page.insert_obj(held)
            page.gen_content()
            result = io.BytesIO()
            document.save(result)
            return result.getvalue()
    except pypdfium2.PdfiumError as error:
        raise NoRoom from error


def _seen_at(page, left, bottom):
    """Return the matrix that lays a piece upright on a page as it is seen, its lower left corner at ``left`` and ``bottom``."""
    edges = [pick(pair) for pick, pair in zip((max, max, min, min), zip(page.get_cropbox(), page.get_mediabox()))]
    turn = page.get_rotation()
    corner = (edges[0] if turn in (0, 270) else edges[2], edges[1] if turn in (0, 90) else edges[3])
    right, up = {0: ((1, 0), (0, 1)), 90: ((0, 1), (-1, 0)), 180: ((-1, 0), (0, -1)), 270: ((0, -1), (1, 0))}[turn]
    place = [corner[axis] + left * right[axis] + bottom * up[axis] for axis in (0, 1)]
    return pypdfium2.PdfMatrix(*right, *up, *place)


def _room(page, *stamp_size):
    """Return the lower left corner of the place for a stamp, in points; below the margin, in the upper part of the page."""
    width, height = page.get_size()
    print_ = page.render(scale=_SCALE, grayscale=True).to_pil().convert("L").point(lambda value: 255 * (value < _PAPER))
    across, down = (side + 2 * _AROUND for side in stamp_size)
    for top in range(int(20 * MM), int(height * 0.6), _STEP):
        for left in range(int(10 * MM), int(width - across - 5 * MM), _STEP):
            box = [int(_SCALE * side) for side in (left, top, left + across, top + down)]
            if not print_.crop(box).getbbox():
                return left + _AROUND, height - top - down + _AROUND
    raise NoRoom
