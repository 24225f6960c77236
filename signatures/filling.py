"""Filling in the fields of a signed PDF, as a revision that keeps its signatures valid: number and day of a document."""
import hashlib
import io

from pyhanko.pdf_utils.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    FloatObject,
    TextStringObject,
    pdf_name,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader

from .errors import SignatureError


class Writer(IncrementalPdfFileWriter):
    """Leaves the metadata as they were issued: properties and XMP have to agree in PDF/A, and the makers differ."""

    def _update_meta(self):
        pass

    def to_bytes(self):
        """Return the file with what was added, as bytes."""
        result = io.BytesIO()
        self.write(result)
        return result.getvalue()


def field_sizes(pdf):
    """Return the sizes of the text fields of a PDF, in points: ``{name: (width, height)}``.

    :param pdf: bytes
    :raises SignatureError: ``no_pdf``
    """
    try:
        return {str(field["/T"]): _size(field) for field in text_fields(PdfFileReader(io.BytesIO(pdf)))}
    except PdfError as error:
        raise SignatureError("no_pdf") from error


def fill(pdf, texts, drawn):
    """Fill in text fields; the same arguments give the same bytes.

    :param pdf: bytes; its fields have one annotation each
    :param texts: ``{name of a field: its text}``
    :param drawn: bytes of a PDF whose pages draw these texts, in the same order, from the upper left corner of their field on
    :return: bytes of the PDF, one revision longer
    :raises SignatureError: ``no_pdf`` when a file can't be read, ``no_field`` when one has no such field
    """
    try:
        writer, pieces = Writer(io.BytesIO(pdf)), PdfFileReader(io.BytesIO(drawn))
        fields = {str(field["/T"]): field for field in text_fields(writer)}
        for index, (name, text) in enumerate(texts.items()):
            if name not in fields:
                raise SignatureError("no_field", name=name)
            _fill(writer, fields[name], text, writer.import_page_as_xobject(pieces, page_ix=index))
        return _written(writer, pdf, texts, drawn)
    except PdfError as error:
        raise SignatureError("no_pdf") from error


def write_anew(writer, names):
    """Write the pictures of fields into the revision that locks them.

    What is older than the lock is taken for changed by pyHanko, as soon as anything is added to the file.

    :param writer: ``IncrementalPdfFileWriter``
    :param names: names of text fields
    """
    for field in text_fields(writer) if names else ():
        if str(field["/T"]) in names:
            writer.mark_update(field["/AP"].get_value_as_reference("/N"))


def _fill(writer, field, text, picture):
    width, height = _size(field)
    above = float(picture.get_object()["/BBox"][3])
    # The annotation shows exactly this part of the piece.
    picture.get_object()[pdf_name("/BBox")] = ArrayObject(map(FloatObject, (0, above - height, width, above)))
    field[pdf_name("/V")] = TextStringObject(text)
    field[pdf_name("/AP")] = DictionaryObject({pdf_name("/N"): picture})
    writer.update_container(field)


def _written(writer, *told):
    # Chance goes into the identifier of a file otherwise.
    identifier = hashlib.md5(repr(told).encode(), usedforsecurity=False).digest()
    writer._document_id = ArrayObject([writer._document_id[0], ByteStringObject(identifier)])
    return writer.to_bytes()


def text_fields(file):
    """Return the dictionaries of the text fields of a pyHanko reader or writer, as a list."""
    form = file.root["/AcroForm"] if "/AcroForm" in file.root else {}
    fields = form["/Fields"] if "/Fields" in form else ()
    return [field.get_object() for field in fields if field.get_object().get("/FT") == "/Tx"]


def _size(field):
    left, bottom, right, top = map(float, field["/Rect"])
    return right - left, top - bottom
