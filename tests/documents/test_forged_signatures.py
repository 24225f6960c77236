"""What somebody could put into a file beside or with his signature: other fields, other drawings, bytes of no object."""
import io
from unittest.mock import patch

from PIL import Image, ImageDraw
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.cms_embedder import SigAppearanceSetup

from odoo.tests import tagged

from ...confined import run
from ...models.core.foreign_file import SIGNED
from ...signatures.certificates import open_pkcs12
from ...signatures.errors import SignatureError
from ...signatures.placing import Place, Rectangle, seal_place, signature_place
from ...signatures.signing import Appearance, _signer
from ...signatures.validation import seen_signatures, validate
from .. import signature_cases as cases
from ..signature_cases import SIGNER
from . import test_signatures
from .test_signatures import SignatureCase

WHITE = b'1 1 1 rg 0 0 %(width)d %(height)d re f '
TEXT = b'BT 0 0 0 rg /F1 12 Tf 3 4 Td (Tran Thi B) Tj ET'


@tagged('post_install', '-at_install', 'dan_van_long')
class TestForgedAppearance(SignatureCase):
    """The leader has signed; what the clerk adds with the seal is looked at."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.place = signature_place(cases.document(), SIGNER)

    def setUp(self):
        super().setUp()
        self.one = self.signed(appearance=Appearance(cases.picture(), self.place))

    @classmethod
    def with_field(cls, pdf, box, drawing, page=0, **entries):
        """:return: ``pdf`` with an unsigned signature field more that draws ``drawing`` in ``box``"""
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        reference, owner = cls.field(writer, box, drawing, page, **entries)
        cls.append(writer, owner, '/Annots', reference)
        cls.append(writer, cls.form(writer), '/Fields', reference)
        return cases.written(writer)

    @staticmethod
    def form(writer):
        if '/AcroForm' not in writer.root:
            writer.root['/AcroForm'] = generic.DictionaryObject()
            writer.update_root()
        return writer.root['/AcroForm']

    @staticmethod
    def append(writer, owner, key, reference):
        if key in owner:
            owner[key].append(reference)
            writer.update_container(owner[key])
        else:
            owner[generic.pdf_name(key)] = generic.ArrayObject([reference])
        writer.update_container(owner)

    @staticmethod
    def field(writer, box, drawing, page, **entries):
        name = generic.pdf_name
        owner_reference = writer.find_page_for_modification(page)[0]
        sizes = {b'width': box.width, b'height': box.height}
        form = cases.generic.StreamObject({
            name('/Type'): name('/XObject'), name('/Subtype'): name('/Form'),
            name('/BBox'): generic.ArrayObject(map(generic.FloatObject, (0, 0, box.width, box.height))),
            name('/Resources'): generic.DictionaryObject({name('/Font'): generic.DictionaryObject({
                name('/F1'): generic.DictionaryObject({
                    name('/Type'): name('/Font'), name('/Subtype'): name('/Type1'), name('/BaseFont'): name('/Times-Roman')})})}),
        }, stream_data=drawing % sizes)
        return writer.add_object(generic.DictionaryObject({
            name('/Type'): name('/Annot'), name('/Subtype'): name('/Widget'), name('/FT'): name('/Sig'),
            name('/T'): generic.pdf_string(f"extra {box.left:.0f}"), name('/F'): generic.NumberObject(132),
            name('/Rect'): generic.ArrayObject(map(generic.FloatObject, box)), name('/P'): owner_reference,
            name('/AP'): generic.DictionaryObject({name('/N'): writer.add_object(form)}),
            **{name(f'/{key}'): value for key, value in entries.items()},
        })), owner_reference.get_object()

    def sealed_by(self, image, box):
        return self.signed(self.one, cases.seal(), field='agency', appearance=Appearance(image, Place(self.place.page, box)))

    @staticmethod
    def image(size, draw, ground=(0, 0, 0, 0)):
        image = Image.new('RGBA', size, ground)
        draw(ImageDraw.Draw(image))
        image.putpixel((0, 0), (0, 0, 0, 0))
        out = io.BytesIO()
        image.save(out, 'PNG')
        return out.getvalue()

    def test_genuine_files_are_accepted(self):
        two = self.sealed(self.one)
        self.assertEqual(len(self.validated(two, previous=self.one)), 2)
        words = self.image((400, 160), lambda draw: draw.text((10, 40), "Ky boi: Ban Dan toc", fill=(0, 0, 0, 255)))
        self.assertEqual(len(self.validated(self.sealed_by(words, self.place.rectangle), previous=self.one)), 2)
        self.assertEqual(seen_signatures(two)[0].rectangle.height, seen_signatures(self.one)[0].rectangle.height)

    def test_fields_beside_that_of_the_signature(self):
        """A paragraph on blank paper, another name over that of the signer, and fields that nobody sees."""
        box = self.place.rectangle
        over = Rectangle(box.left, box.bottom - 18, box.right, box.bottom - 1)
        for before in (
                self.with_field(self.one, Rectangle(80, 60, 500, 90), TEXT),
                self.with_field(self.one, over, WHITE + TEXT),
                self.with_field(self.one, Rectangle(0, 0, 0, 0), TEXT),
        ):
            self.assertRefused('changed', self.validated, self.sealed(before), previous=self.one)
        self.assertRefused('changed', self.validated, self.signed(self.with_field(cases.document(), over, TEXT)))

    def signed_laid_out(self, prepared):
        """:return: ``prepared`` with its newest field signed"""
        return self.signed_prepared(prepared, PdfFileReader(io.BytesIO(prepared)).root['/AcroForm']['/Fields'][-1]['/T'])

    def test_a_field_prepared_in_a_revision_of_its_own(self):
        """It is judged as one that comes with its signature: words in the place of the signature are no forgery, others are."""
        box = self.place.rectangle
        kept = self.signed_laid_out(self.with_field(self.one, box, TEXT))
        self.assertEqual(len(self.validated(kept, previous=self.one)), 2)
        for elsewhere in (Rectangle(80, 60, 500, 90), Rectangle(box.left, box.bottom - 18, box.right, box.bottom - 1)):
            with self.assertRaises(SignatureError):
                self.validated(self.signed_laid_out(self.with_field(self.one, elsewhere, WHITE + TEXT)), previous=self.one)

    @staticmethod
    def signed_prepared(pdf, name, change=None):
        """:return: ``pdf`` with its field ``name`` signed for the agency; ``change(writer)`` belongs to the same revision"""
        writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
        if change:
            change(writer)
        metadata = PdfSignatureMetadata(field_name=name, md_algorithm='sha256', subfilter=SigSeedSubFilter.PADES)
        signer = _signer(open_pkcs12(cases.seal().pkcs12(), cases.PIN))
        # The field keeps the drawing that it has.
        with patch.object(SigAppearanceSetup, 'apply'):
            return PdfSigner(metadata, signer).sign_pdf(writer).getvalue()

    def signed_field(self, box, drawing, pages=(0,), **entries):
        """:return: the file of the leader with one revision: a field made by hand, on ``pages``, and its signature"""
        def change(writer):
            reference, _owner = self.field(writer, box, drawing, pages[0] if pages else 0, **entries)
            for page in pages:
                self.append(writer, writer.find_page_for_modification(page)[0].get_object(), '/Annots', reference)
            self.append(writer, self.form(writer), '/Fields', reference)
        return self.signed_prepared(self.one, f"extra {box.left:.0f}", change)

    def test_a_field_made_by_hand(self):
        box, number, name = self.place.rectangle, generic.NumberObject, generic.pdf_name
        text = b'0 0 1 rg 5 5 50 10 re f '
        empty = generic.DictionaryObject
        for entries in ({}, {'MK': empty({name('/R'): number(0)})}):
            self.assertEqual(len(self.validated(self.signed_field(box, text, **entries), previous=self.one)), 2)
        for wrong in (
                {'F': number(0)}, {'F': number(4 | 32)}, {'F': number(4 | 2)}, {'F': number(4 | 16)}, {'AS': name('/N')},
                {'AA': empty()}, {'A': empty()}, {'OC': empty()},
                {'AP': empty({name('/D'): empty()})}, {'MK': empty({name('/OC'): empty()})}, {'pages': ()},
                {'MK': empty({name('/BG'): generic.ArrayObject([number(1)])})}, {'MK': empty({name('/CA'): generic.pdf_string('x')})}):
            with self.subTest(wrong=wrong):
                self.assertRefused('changed', self.validated, self.signed_field(box, text, **wrong), previous=self.one)

    def test_another_title(self):
        """The title stands above the page in whatever shows the file; dates and programs change with each signature."""
        name = generic.pdf_name

        def info(**entries):
            return lambda writer: writer.set_info(writer.add_object(generic.DictionaryObject({
                name(f'/{key}'): generic.pdf_string(value) for key, value in {'Title': "Kế hoạch", **entries}.items()})))

        def packet(title):
            words = PdfFileReader(io.BytesIO(self.one)).root['/Metadata'].data.decode().replace("Kế hoạch", title)

            def change(writer):
                writer.root[name('/Metadata')] = writer.add_object(generic.StreamObject(
                    {name('/Type'): name('/Metadata'), name('/Subtype'): name('/XML')}, stream_data=words.encode()))
                writer.update_root()
            return change
        for harmless in (info(Producer="Chương trình ký", ModDate="D:20260101000000Z"), packet("Kế hoạch")):
            self.assertEqual(len(self.validated(self.sealed_with(harmless), previous=self.one)), 2)
        for wrong in (info(Title="Quyết định"), info(Author="Trần Thị B"), info(Keywords="mật"), packet("Quyết định")):
            self.assertRefused('changed', self.validated, self.sealed_with(wrong), previous=self.one)

    def sealed_with(self, change):
        """:return: the file of the leader with one revision: what ``change(writer)`` makes, and the seal that nobody sees"""
        return self.appended(self.one, change)

    # What is drawn by the very field of the signature

    def test_drawings_in_another_place(self):
        box, place = Rectangle(80, 60, 500, 90), self.place
        for elsewhere in (
                box, Rectangle(*(side + 250 for side in place.rectangle)), Rectangle(85, 500, 500, 800),
                place.rectangle.grown(80)):
            self.assertRefused('misplaced', self.validated, self.signed_field(elsewhere, TEXT), previous=self.one)
        for elsewhere in (box, place.rectangle.grown(40)):
            image = self.image((40, 40), lambda draw: draw.line((0, 0, 40, 40), fill=(0, 0, 255, 255), width=2))
            signed = self.signed(appearance=Appearance(image, Place(0, elsewhere)))
            self.assertRefused('misplaced', self.validated, signed)
        self.assertRefused('misplaced', validate, self.one, cases.document(), [cases.authority().pem])

    def test_another_name_over_that_of_the_signer(self):
        box = self.place.rectangle
        over = Rectangle(box.left, box.bottom - 22, box.right, box.bottom + 10)
        for ground in (WHITE, b'0.9 0.9 0.9 rg 0 0 %(width)d %(height)d re f ', b'1 1 0 rg 0 0 %(width)d %(height)d re f ',
                       b'1 0 0 rg 0 0 %(width)d %(height)d re f '):
            with self.subTest(ground), self.assertRaises(SignatureError) as caught:
                self.validated(self.signed_field(over, ground + TEXT), previous=self.one)
            self.assertIn(caught.exception.key, ('hides_text', 'hides'))
        self.assertRefused('misplaced', self.validated, self.signed_field(over, b'1 0 0 1 0 0 cm ' + TEXT), previous=self.one)

    def test_a_seal_on_white_hides_what_is_below(self):
        seal = self.image((300, 300), lambda draw: draw.ellipse((5, 5, 295, 295), outline=(220, 0, 0, 255), width=9),
                          (255, 255, 255, 255))
        for key, box in (('hides', self.place.rectangle), ('hides_text', seal_place(self.place, 36, 36).rectangle)):
            self.assertRefused(key, self.validated, self.sealed_by(seal, box), previous=self.one)

    def test_words_beside_the_place(self):
        """Words in black beside title and name would be read as part of them."""
        box = self.place.rectangle
        beside = Rectangle(box.left - 100, box.top - 5, box.left + 5, box.top + 20)
        self.assertRefused('misplaced', self.validated, self.signed_field(beside, TEXT), previous=self.one)

    def test_a_long_file_is_read_within_the_limits(self):
        pages = ''.join(f'<p style="break-after: page">Trang {number}. {"Nội dung văn bản. " * 150}</p>' for number in range(62))
        issued = cases.document.__wrapped__(pages + "<p>Hết.</p>")
        place = signature_place(issued, SIGNER)
        self.assertGreaterEqual(place.page, 62)
        one = self.signed(issued, appearance=Appearance(cases.picture(), place))
        two = self.signed(one, cases.seal(), field='agency', appearance=Appearance(
            cases.picture('agency'), seal_place(place, 36, 36)))
        found = run(validate, two, issued, [cases.authority().pem], limits=SIGNED, previous=one, place=place)
        self.assertEqual(len(found), 2)


@tagged('post_install', '-at_install', 'dan_van_long')
class TestForgedBytes(SignatureCase):
    """Between the revisions nothing stands that belongs to none."""

    def test_bytes_between_the_revisions(self):
        archive = test_signatures.TestForgedFiles.zipped()
        for start in (cases.document(), self.signed()):
            end = b'\n' + start[start.rindex(b'startxref'):]
            for more in (archive, b'hidden', b'%' + b'x' * 300, b'9 0 obj\n(hidden)\nendobj'):
                with self.subTest(more=more[:9], signed=start != cases.document()):
                    longer = start + more + end
                    if start == cases.document():
                        self.assertRefused('changed', self.validated, self.signed(longer))
                    else:
                        self.assertRefused('changed', self.validated, self.sealed(longer), previous=start)

    def test_an_archive_in_an_object(self):
        """It opens as an archive as well, whatever it hangs on."""
        one = self.signed()
        before = TestForgedAppearance.signed_prepared(
            one, 'agency', lambda writer: writer.add_object(generic.StreamObject(stream_data=test_signatures.TestForgedFiles.zipped())))
        self.assertRefused('changed', self.validated, before, previous=one)
