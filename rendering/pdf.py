"""HTML of an official document to PDF, through WeasyPrint; several such files joined in one, through PDFium.

WeasyPrint is loaded at the first rendering, because its system libraries may
be missing on a machine that prints nothing.
"""
import hashlib
import logging
import re
import threading
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import pypdfium2

from . import faces
from .characters import plain_text

STATIC = Path(__file__).resolve().parent.parent / "static"
#: Stands for the server in the addresses of a page; the domain exists nowhere.
ORIGIN = "https://addon.invalid"
STATIC_ROUTE = "/dan_van/static"

#: Declares the fonts; they are loaded once, not with each page.
FONTS = f"{STATIC_ROUTE}/src/core/fonts.css"

#: The only files that a rendering may read, by the path of their web address.
FILES = {
    FONTS: "text/css",
    f"{STATIC_ROUTE}/src/documents/official_document.css": "text/css",
    **{f"{STATIC_ROUTE}/src/documents/document_{part}.css": "text/css" for part in ("sheet", "header", "text", "end", "annexes")},
    f"{STATIC_ROUTE}/src/documents/register.css": "text/css",
    f"{STATIC_ROUTE}/src/documents/slip.css": "text/css",
    f"{STATIC_ROUTE}/src/documents/copy.css": "text/css",
    f"{STATIC_ROUTE}/src/documents/filing.css": "text/css",
    f"{STATIC_ROUTE}/src/documents/lines.css": "text/css",
    f"{STATIC_ROUTE}/src/ratings/rating.css": "text/css",
    f"{STATIC_ROUTE}/fonts/Tinos-Regular.ttf": "font/ttf",
    f"{STATIC_ROUTE}/fonts/Tinos-Bold.ttf": "font/ttf",
    f"{STATIC_ROUTE}/fonts/Tinos-Italic.ttf": "font/ttf",
    f"{STATIC_ROUTE}/fonts/Tinos-BoldItalic.ttf": "font/ttf",
}

#: PDFium serves one thread at a time. Nothing else in this addon uses it in a process with several.
_PDFIUM = threading.Lock()

# Longer than any word of any language, no-break blanks in it; an entity is one letter of it.
_LETTER = r"(?:&[^\s<>&;]{1,10};|[^ \t\n\r\f\v<>&])"
_ENDLESS = re.compile(f"{_LETTER}{{200}}(?={_LETTER})")
#: Pages are made one at a time: the libraries that hold the fonts serve one thread only.
_ONE_AT_A_TIME = threading.Lock()


class PdfError(Exception):
    """A PDF cannot be made; the message tells an administrator what to do."""


def longest_text(html):
    """Return how many letters the longest piece of text between two tags of a page has.

    To lay it out takes time that grows with the square of its length.
    """
    return max(map(len, re.split(r"<[^<>]*>", html)))


def _broken(html):
    """Return a page whose endless words may be broken, so that they are laid out line by line."""
    return _ENDLESS.sub(r"\g<0>&#8203;", html)


def html_to_pdf(html, finisher=None):
    """Return the tagged PDF/A-2u of an HTML page.

    Level U is level B with a Unicode value for every letter, so that an archived
    document can be searched and copied; PDF/A-3 would add nothing but files of any
    kind inside the document, which an official one has not.
    The same HTML gives the same bytes: neither time nor chance go into the
    file. Nothing is fetched but the addon's own stylesheet and fonts.

    :param html: a whole page as text, with ``lang`` and ``<title>``
    :param finisher: called with WeasyPrint's document and the ``pydyf.PDF`` before it is written
    :return: bytes
    :raises PdfError: when WeasyPrint or one of its libraries is missing, or
        the page asks for a file that it may not have
    """
    html = _broken(plain_text(html))
    return _written(
        html, finisher=finisher, pdf_variant="pdf/a-2u", pdf_tags=True,
        pdf_identifier=hashlib.md5(html.encode(), usedforsecurity=False).hexdigest().encode())


def pieces_to_pdf(html):
    """Return a PDF whose pages are drawn within others: as :func:`html_to_pdf`, without what belongs to a whole document."""
    return _written(plain_text(html))


def _written(html, **options):
    weasyprint = _weasyprint()
    try:
        with _ONE_AT_A_TIME:
            fonts, declared = _fonts()
            return weasyprint.HTML(
                string=html,
                base_url=ORIGIN,
                url_fetcher=_fetcher_class()(fail_on_errors=True),
            ).write_pdf(stylesheets=[declared], font_config=fonts, **options)
    except weasyprint.urls.FatalURLFetchingError as error:
        raise PdfError(f"{error}: {error.__cause__}") from error


def join(streams, result, refuse):
    """Write one PDF with the pages of several, as they are: their boxes, fonts and pictures of signatures stay.

    PDFium takes over what is packed as it is packed, and reads each file only while its pages are taken, so that many
    files take little more memory than their bytes.

    :param streams: list of binary streams; each is closed once its pages are taken
    :param result: binary stream to write to
    :param refuse: called with ``error``, a :class:`PdfError`, and ``error_stream`` for each file that can't be read
    """
    with _PDFIUM, pypdfium2.PdfDocument.new() as joined:
        for stream in streams:
            try:
                with pypdfium2.PdfDocument(stream) as document:
                    joined.import_pages(document)
            except pypdfium2.PdfiumError as error:
                refuse(error=PdfError(str(error)), error_stream=stream)
            stream.close()
        joined.save(result)


def page_count(content):
    """Return how many pages a PDF has."""
    with _PDFIUM, pypdfium2.PdfDocument(content) as document:
        return len(document)


def _weasyprint():
    # It reports each step of each page at level INFO.
    logging.getLogger("weasyprint.progress").setLevel(logging.WARNING)
    try:
        import weasyprint  # noqa: PLC0415
    except ImportError as error:
        raise PdfError(
            "The Python package WeasyPrint is missing: pip install weasyprint"
        ) from error
    except OSError as error:
        raise PdfError(
            "WeasyPrint cannot load its system libraries; on Debian: apt-get install "
            "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
        ) from error
    return weasyprint


@cache
def _fonts():
    """Return the fonts and the stylesheet that declares them.

    Each loading takes memory that is never given back, so there is one for all pages.
    """
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    configuration = FontConfiguration()
    declared = _weasyprint().CSS(
        url=ORIGIN + FONTS,
        url_fetcher=_fetcher_class()(fail_on_errors=True),
        font_config=configuration,
    )
    return configuration, declared


@cache
def _fetcher_class():
    """Return the fetcher; its base class is known once WeasyPrint is loaded."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class AddonFetcher(URLFetcher):
        """Reads the files of :data:`FILES` and refuses every other address; what the faces are says :mod:`faces`."""

        def fetch(self, url, headers=None):
            path = urlsplit(url).path
            if not url.startswith(f"{ORIGIN}/") or path not in FILES:
                raise ValueError("an official document fetches nothing from outside")
            style = path.removeprefix(f"{STATIC_ROUTE}/fonts/Tinos-").removesuffix(".ttf")
            file = faces.path(style) if style in faces.STYLES else STATIC / path.removeprefix(f"{STATIC_ROUTE}/")
            content = file.read_bytes()
            return URLFetcherResponse(url, content, {"Content-Type": FILES[path]})

    return AddonFetcher
