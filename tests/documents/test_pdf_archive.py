import re
from io import BytesIO

import pypdf
from lxml import etree

from odoo.tests import tagged

from ...rendering.annex import Annex
from ..pdf_cases import PdfCase, official_document
from ..warm import drawn
from .preflight import OF_PART_1, preflight
from .test_report_pdf import figures

PDFAID = '{http://www.aiim.org/pdfa/ns/id/}'


@tagged('post_install', '-at_install', 'dan_van_long')
class TestPdfArchive(PdfCase):
    """PDF/A-2u (ISO 19005-2) of a document that has everything: marks, several pages, a table across."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = official_document(
            urgency='very_urgent', circulation='internal', addressees=("UBND tỉnh", "HĐND tỉnh"),
            annexes=(Annex("Số liệu", figures(), note="Ghi chú."),))

    def setUp(self):
        super().setUp()
        self.content = drawn(self.html(self.document))
        self.reader = pypdf.PdfReader(BytesIO(self.content))
        self.root = self.reader.trailer['/Root']

    def objects(self):
        """Yield every object of the file."""
        for number in range(1, self.reader.trailer['/Size']):
            found = pypdf.generic.IndirectObject(number, 0, self.reader).get_object()
            if found is not None:
                yield found

    def dictionaries(self):
        """Yield every dictionary of the file, those within others too."""
        waiting = list(self.objects())
        while waiting:
            found = waiting.pop()
            if isinstance(found, dict):
                yield found
                waiting += [value for value in found.values() if not isinstance(value, pypdf.generic.IndirectObject)]
            elif isinstance(found, list):
                waiting += [value for value in found if not isinstance(value, pypdf.generic.IndirectObject)]

    def test_preflight_finds_nothing_that_part_2_forbids(self):
        findings = preflight(self.content)
        self.assertTrue(findings)
        self.assertFalse([line for line in findings if not any(known in line for known in OF_PART_1)])

    def test_preflight_finds_what_is_wrong(self):
        """The check above would see a font that is not embedded."""
        writer = pypdf.PdfWriter(clone_from=self.reader)
        font = next(iter(writer.pages[0]['/Resources']['/Font'].values())).get_object()
        descriptor = font['/DescendantFonts'][0].get_object()['/FontDescriptor'].get_object()
        for key in ('/FontFile2', '/FontFile3'):
            descriptor.pop(key, None)
        content = BytesIO()
        writer.write(content)
        self.assertTrue([line for line in preflight(content.getvalue()) if "FontFile" in line])

    # ISO 19005-2

    def test_file_begins_and_ends_as_it_has_to(self):
        """6.1.2 and 6.1.3: a line of bytes above 127 after the first, an identifier, no encryption."""
        self.assertRegex(self.content[:30], rb'(?s)\A%PDF-1\.\d\n%[\x80-\xff]{4}')
        self.assertNotIn('/Encrypt', self.reader.trailer)
        first, second = self.reader.trailer['/ID']
        self.assertTrue(first and second)
        other = drawn(self.html(official_document()))
        self.assertNotEqual(pypdf.PdfReader(BytesIO(other)).trailer['/ID'][0], first)

    def test_metadata_name_part_level_and_title(self):
        """6.6.2 and 6.6.4."""
        xmp = etree.fromstring(self.root['/Metadata'].get_data(), etree.XMLParser(resolve_entities=False))
        values = {name: value for element in xmp.iter('{*}Description') for name, value in element.attrib.items()}
        self.assertEqual((values[f'{PDFAID}part'], values[f'{PDFAID}conformance']), ('2', 'U'))
        self.assertEqual([title.text for title in xmp.iterfind('.//{*}title//{*}li')], [self.document.title])
        self.assertEqual(self.reader.metadata.title, self.document.title)

    def test_colors_are_defined_by_an_embedded_profile(self):
        """6.2.3 and 6.2.4.3: all colors are RGB, and the output intent says which."""
        intent, = self.root['/OutputIntents']
        intent = intent.get_object()
        profile = intent['/DestOutputProfile'].get_object()
        data = profile.get_data()
        self.assertEqual((intent['/S'], profile['/N']), ('/GTS_PDFA1', 3))
        self.assertEqual((data[16:20], data[36:40]), (b'RGB ', b'acsp'))
        for page in self.reader.pages:
            self.assertFalse(re.findall(rb'(?m) (?:k|K)$', page.get_contents().get_data()), "no CMYK")

    def test_every_letter_has_its_unicode_value(self):
        """6.2.11.4 and 6.2.11.7: fonts are embedded and map what is shown to Unicode."""
        fonts = [each for each in self.dictionaries() if each.get('/Type') == '/Font' and '/DescendantFonts' in each]
        self.assertEqual(len(fonts), 4)
        for font in fonts:
            descendant = font['/DescendantFonts'][0].get_object()
            self.assertTrue({'/FontFile2', '/FontFile3'} & descendant['/FontDescriptor'].get_object().keys())
            table = font['/ToUnicode'].get_object().get_data().decode()
            values = re.findall(r'<[0-9a-fA-F]+>\s*<([0-9a-fA-F]+)>', table)
            self.assertTrue(values)
            self.assertFalse({'0000', 'feff', 'fffe'} & set(map(str.lower, values)))
        text = ' '.join(page.extract_text() for page in self.reader.pages)
        self.assertNotIn('\ufffd', text)
        self.assertIn("THƯỢNG KHẨN", text)

    def test_nothing_runs_is_hidden_or_comes_from_outside(self):
        """6.1.7, 6.1.12, 6.2.10, 6.3-6.5, 6.8, 6.9: no code, no form, no attached or outer file, nothing transparent."""
        forbidden = {'/JavaScript', '/JS', '/OpenAction', '/AA', '/AcroForm', '/XFA', '/EmbeddedFiles', '/EF', '/FFilter',
                     '/OCProperties', '/Annots', '/SMask', '/Ref', '/PS', '/TR', '/Alternates'}
        for each in self.dictionaries():
            self.assertFalse(forbidden & each.keys())
            self.assertNotIn(each.get('/S'), ('/Launch', '/URI', '/JavaScript', '/SubmitForm', '/Movie', '/Sound'))
            self.assertEqual((each.get('/ca', 1), each.get('/CA', 1), each.get('/BM', '/Normal')), (1, 1, '/Normal'))

    # Read aloud

    def test_structure_names_language_headings_and_tables(self):
        self.assertEqual(self.root['/Lang'], 'vi')
        self.assertTrue(self.root['/MarkInfo']['/Marked'])
        self.assertTrue(self.root['/ViewerPreferences']['/DisplayDocTitle'])
        tags = {each['/S'] for each in self.dictionaries() if each.get('/Type') == '/StructElem'}
        self.assertLessEqual({'/Document', '/H1', '/H2', '/P', '/Table', '/TR', '/TH', '/TD'}, tags)
