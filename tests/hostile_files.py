"""Small files that take much memory or time to read, as somebody would make them; for the tests of the readers."""
import io
import struct
import zipfile
import zlib
from functools import cache

import openpyxl
from asn1crypto import pkcs12

from . import signature_cases as cases

#: Entities each of which is ten of the one before: a thousand million letters.
LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">%s]>' % ''.join(
    f'<!ENTITY {letter} "{before * 10}">' for before, letter in zip(map('&{};'.format, 'abcdefgh'), 'bcdefghi'))
WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
EDXML = 'http://www.mic.gov.vn/TBT/QCVN_102_2016'
#: More than any honest file asks for.
ROUNDS = 2 ** 31 - 1


# Workbooks

def workbook(**parts):
    """:return: bytes of a workbook with a list of events, some of its parts exchanged

    :param parts: ``{"styles": bytes}`` and so on
    """
    book, file = openpyxl.Workbook(), io.BytesIO()
    for row in (["Ngày", "Loại hoạt động", "Nội dung"], ["25/03/2026", "Tập huấn", "x"]):
        book.active.append(row)
    book.save(file)
    names = {'styles': 'xl/styles.xml', 'sheet': 'xl/worksheets/sheet1.xml', 'strings': 'xl/sharedStrings.xml'}
    return repacked(file.getvalue(), {names[name]: content for name, content in parts.items()})


def repacked(package, changed):
    """:return: a zip file with the parts ``changed`` (name -> bytes) exchanged or added"""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as new:
        for part in old.infolist():
            if part.filename not in changed:
                new.writestr(part.filename, old.read(part))
        for name, content in changed.items():
            new.writestr(name, content)
    return file.getvalue()


def styles(count=900_000):
    """:return: a workbook whose cells have ``count`` formats"""
    with zipfile.ZipFile(io.BytesIO(workbook())) as package:
        honest = package.read('xl/styles.xml')
    return workbook(styles=honest.replace(b'</cellXfs>', b'<xf numFmtId="14" xfId="0"/>' * count + b'</cellXfs>'))


def strings(count=3_000_000):
    """:return: a workbook with ``count`` texts"""
    return workbook(strings=b'<sst xmlns="%s">%s</sst>' % (SHEET.encode(), b'<si><t/></si>' * count))


def long_text(megabytes=20):
    """:return: a workbook with a text of so many MB in a cell"""
    return workbook(sheet=b'<worksheet xmlns="%s"><sheetData><row><c t="inlineStr"><is><t>%s</t></is></c></row></sheetData>'
                    b'</worksheet>' % (SHEET.encode(), b'a' * (megabytes << 20)))


def one_row(count=6_000_000):
    """:return: a workbook whose only row has ``count`` cells"""
    return workbook(sheet=b'<worksheet xmlns="%s"><sheetData><row>%s</row></sheetData></worksheet>' % (
        SHEET.encode(), b'<c/>' * count))


def deep_sheet(depth=1_000_000):
    """:return: a workbook whose sheet is ``depth`` elements deep"""
    return workbook(sheet=b'<worksheet xmlns="%s">%s%s</worksheet>' % (SHEET.encode(), b'<c>' * depth, b'</c>' * depth))


def laughing_sheet():
    """:return: a workbook whose sheet declares entities of entities"""
    return workbook(sheet=f'{LAUGHS}<worksheet xmlns="{SHEET}"><sheetData><row><c t="str"><v>&i;</v></c></row></sheetData>'
                          '</worksheet>'.encode())


@cache
def sheet_bomb(megabytes=150):
    """:return: a workbook whose sheet unpacks to so many MB"""
    return workbook(sheet=b'<worksheet xmlns="%s"><sheetData/>%s</worksheet>' % (SHEET.encode(), b' ' * (megabytes << 20)))


# Word files

def word(body):
    """:return: bytes of a .docx file whose document.xml is ``body``"""
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as package:
        package.writestr('word/document.xml', body)
    return file.getvalue()


@cache
def word_bomb(megabytes=150):
    """:return: a Word file that unpacks to so many MB"""
    return word(b' ' * (megabytes << 20))


def deep_word(depth=240):
    """:return: a Word file with tables in tables, each in a cell of the other"""
    begin, end = b'<w:tbl><w:tr><w:tc>', b'</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>'
    return word(b'<w:document xmlns:w="%s"><w:body>%s%s</w:body></w:document>' % (WORD.encode(), begin * depth, end * depth))


def laughing_word():
    """:return: a Word file that declares entities of entities"""
    return word(f'{LAUGHS}<w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>')


# PDF

def pdf(*objects):
    """:return: a PDF of the objects (bytes), the first one its catalogue; without a table of them"""
    lines = [b'%d 0 obj\n%s\nendobj\n' % (number, content) for number, content in enumerate(objects, 1)]
    return b'%PDF-1.7\n' + b''.join(lines) + b'trailer\n<</Root 1 0 R/Size %d>>\n%%%%EOF\n' % (len(objects) + 1)


def stream(content):
    """:return: a packed stream of a PDF"""
    packed = zlib.compress(content, 9)
    return b'<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream' % (len(packed), packed)


def letters(pages=1, on_each=1_500_000):
    """:return: a PDF with so many letters, all pages of one content"""
    line = b'(%s) Tj T*\n' % (b'Cong tac dan van ' * 6)
    content = stream(b'BT /F 1 Tf 1 TL 20 800 Td ' + line * (on_each // 102) + b'ET')
    page = b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>'
    kids = b' '.join(b'%d 0 R' % number for number in range(5, 5 + pages))
    return pdf(b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Kids[%s]/Count %d>>' % (kids, pages), content,
               b'<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>', *[page] * pages)


def looping_pages(count=100_000):
    """:return: a PDF whose tree of pages holds itself"""
    return pdf(b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Kids[3 0 R 2 0 R 3 0 R]/Count %d>>' % count,
               b'<</Type/Pages/Parent 2 0 R/Kids[2 0 R 3 0 R]/Count %d>>' % count)


@cache
def pdf_bomb(megabytes=1000):
    """:return: a PDF whose page unpacks to so many MB, packed twice"""
    packer, packed = zlib.compressobj(1), []
    for _ in range(megabytes):
        packed.append(packer.compress(b' ' * (1 << 20)))
    twice = zlib.compress(b''.join([*packed, packer.flush()]), 9)
    content = b'<</Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n%s\nendstream' % (len(twice), twice)
    return pdf(b'<</Type/Catalog/Pages 2 0 R>>', b'<</Type/Pages/Kids[4 0 R]/Count 1>>', content,
               b'<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R>>')


# Messages between agencies

def deep_message(depth=1_000_000):
    """:return: an edXML message ``depth`` elements deep"""
    return b'<edXML xmlns="%s">%s' % (EDXML.encode(), b'<a>' * depth)


def laughing_message():
    """:return: an edXML message that declares entities of entities"""
    return f'{LAUGHS}<edXML xmlns="{EDXML}">&i;</edXML>'.encode()


def message_with_a_giant(megabytes=60):
    """:return: an edXML message of so many MB of base64 and nothing else"""
    return b''.join((b'<edXML xmlns="%s"><AttachmentEncoded><Attachment><ContentTransferEncoded>' % EDXML.encode(),
                     b'QUJD' * (megabytes << 18),
                     b'</ContentTransferEncoded></Attachment></AttachmentEncoded></edXML>'))


def message_with_attributes(count=600_000):
    """:return: an edXML message whose first element has ``count`` attributes"""
    return b'<edXML xmlns="%s" %s/>' % (EDXML.encode(), b' '.join(b'a%d=""' % number for number in range(count)))


# Pictures, keys

@cache
def picture(side=30_000, colours=False):
    """:return: a PNG of ``side`` times ``side`` points, each of one bit, or of four bytes"""
    packer, row = zlib.compressobj(9), bytes(1 + (4 * side if colours else side // 8 + 1))
    data = b''.join([*(packer.compress(row) for _ in range(side)), packer.flush()])

    def chunk(kind, content):
        return struct.pack('>I', len(content)) + kind + content + struct.pack('>I', zlib.crc32(kind + content))
    return (b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', struct.pack('>IIBBBBB', side, side, *((8, 6) if colours else (1, 0)), 0, 0, 0))
            + chunk(b'IDAT', data) + chunk(b'IEND', b''))


def slow_key(mac=None, encryption=None):
    """:return: a PKCS#12 file that asks for so many rounds of hashing

    :param mac: rounds for the check of the whole
    :param encryption: rounds for the certificates
    """
    pfx = pkcs12.Pfx.load(cases.leader().pkcs12())
    if encryption:
        safe = pkcs12.AuthenticatedSafe.load(pfx['auth_safe']['content'].native)
        for info in safe:
            if info['content_type'].native == 'encrypted_data':
                algorithm = info['content']['encrypted_content_info']['content_encryption_algorithm']
                _set_rounds(algorithm, encryption)
        pfx['auth_safe']['content'] = safe.dump(force=True)
    if mac:
        pfx['mac_data']['iterations'] = mac
    return pfx.dump(force=True)


def _set_rounds(algorithm, rounds):
    parameters = algorithm['parameters']
    if algorithm['algorithm'].native == 'pbes2':
        parameters = parameters['key_derivation_func']['parameters']
        parameters['iteration_count'] = rounds
    else:
        parameters['iterations'] = rounds
