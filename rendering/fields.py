"""Number and day of a document that are filled in once it is signed: fields of its PDF, and what is drawn in them.

Nghị định 30/2020/NĐ-CP, Điều 13, 15 and 17: the competent person signs, then the document gets its number and day, then the
agency signs. The PDF that the person signs has a field of its own for each place where number or day stand, so that they can be
filled in without a change of what was signed.
"""
import html

from . import pdf

#: Names of the fields begin with it, as the elements of the page do in which they lie.
PREFIX = "field-"
#: Dots of the page of an element, points of the file.
_POINTS = 0.75
#: Printed, locked, its contents locked: what is filled in is drawn as it was filled in, and no program makes an entry field of it.
_READ_ONLY, _SHOWN, _SIGNED_BY_ADDING = 1, 4 | 128 | 512, 3
#: What of the stylesheet holds for the element of a field.
_PLACES = {"number": ("header", "number"), "date": ("header", "date"), "source": ("annex", "source")}


def with_fields(page):
    """Return the PDF of a page with an empty field over each element whose id begins with :data:`PREFIX`.

    :param page: HTML of a document that is ``fillable``
    :return: bytes
    :raises PdfError: see :func:`pdf.html_to_pdf`
    """
    return pdf.html_to_pdf(page, finisher=_add_fields)


def _add_fields(document, file):
    """Add the fields to ``file``, a ``pydyf.PDF``."""
    import pydyf  # noqa: PLC0415

    fields = pydyf.Array()
    for sheet, reference in zip(document.pages, file.page_references, strict=True):
        page = next(each for each in file.objects if each.reference == reference)
        for name, (left, top, right, bottom) in sorted(sheet.anchors.items()):
            if not name.startswith(PREFIX):
                continue
            box = [_POINTS * left, _POINTS * (sheet.height - bottom), _POINTS * right, _POINTS * (sheet.height - top)]
            nothing = pydyf.Stream([], {
                "Type": "/XObject", "Subtype": "/Form", "BBox": pydyf.Array([0, 0, box[2] - box[0], box[3] - box[1]]),
                "Resources": pydyf.Dictionary()})
            file.add_object(nothing)
            field = pydyf.Dictionary({
                "Type": "/Annot", "Subtype": "/Widget", "FT": "/Tx", "T": pydyf.String(name), "Ff": _READ_ONLY, "F": _SHOWN,
                "Rect": pydyf.Array(box), "P": page.reference, "AP": pydyf.Dictionary({"N": nothing.reference})})
            file.add_object(field)
            page.setdefault("Annots", pydyf.Array()).append(field.reference)
            fields.append(field.reference)
    # It is going to be signed, by additions alone: as the first signature would say.
    file.catalog["AcroForm"] = pydyf.Dictionary({"Fields": fields, "SigFlags": _SIGNED_BY_ADDING})


def drawn(document, sizes):
    """Return a PDF that draws what fills the fields of a document, a page for each.

    :param document: :class:`document.Document` with its number and day, or with blanks for them
    :param sizes: ``{name of the field: (width, height) in points}``
    :return: (texts, pdf): ``{name of the field: its text}`` and bytes, whose pages are in the same order; each is a point higher
        than its field
    :raises PdfError: see :func:`pdf.html_to_pdf`
    """
    lines = {PREFIX + name: each for name, each in document.field_lines.items()}
    rules, parts = [document.page.css()], []
    for index, (name, (width, height)) in enumerate(sizes.items()):
        around, own = _PLACES[name.removeprefix(PREFIX).split("-")[0]]
        words = "<br/>".join(map(html.escape, lines[name]))
        rules.append(
            f"@page piece-{index} {{ size: {width:.3f}pt {height + 1:.3f}pt; margin: 0; @top-center {{ content: none; }} }}"
            f" .piece-{index} {{ page: piece-{index}; break-before: page; }} .{own} {{ margin: 0; }}")
        parts.append(f'<div class="{around} piece-{index}"><p class="{own}">{words}</p></div>')
    page = (
        '<!DOCTYPE html><html lang="vi"><head><meta charset="utf-8"/><title></title>'
        f'<link rel="stylesheet" href="{pdf.STATIC_ROUTE}/src/documents/official_document.css"/>'
        f'<style>{"".join(rules)}</style></head><body>{"".join(parts)}</body></html>')
    return {name: " ".join(lines[name]) for name in sizes}, pdf.pieces_to_pdf(page)
