"""What a signer's revision may hold for a later one to show, and what makes a program draw a field anew."""
import io
from functools import cache
from unittest.mock import patch

from pyhanko.keys.internal import translate_pyca_cryptography_cert_to_asn1
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.pdf_utils.xref import ObjectStream
from pyhanko.sign.signers import cms_embedder
from pyhanko.sign.signers.pdf_signer import DSSContentSettings, SigDSSPlacementPreference
from pyhanko_certvalidator import ValidationContext

from odoo.tests import tagged

from .. import signature_cases as cases
from .test_signatures import SignatureCase

Array, Dictionary, Name, Number = generic.ArrayObject, generic.DictionaryObject, generic.pdf_name, generic.NumberObject
PAINTED = b'1 0 0 rg 0 0 40 20 re f'


def entries(**values):
    return Dictionary({Name(f'/{key}'): value for key, value in values.items()})


def drawing(**values):
    return generic.StreamObject(entries(
        Type=Name('/XObject'), Subtype=Name('/Form'), BBox=Array(map(Number, (0, 0, 40, 20))), **values), stream_data=PAINTED)


@cache
def compact():
    """Return the small document with its objects in streams, as many programs write a PDF."""
    return cases.written(copy_into_new_writer(PdfFileReader(io.BytesIO(cases.document())), {'stream_xrefs': True}))


@tagged('post_install', '-at_install', 'dan_van_long')
class TestHiddenObjects(SignatureCase):

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issued, cls.one = cases.document(), cls.signed(cls)

    def assertAccepted(self, pdf, count=2, **options):
        self.assertEqual(len(self.validated(pdf, **{'previous': self.one, **options})), count)

    def test_what_nothing_shows_yet(self):
        """A later revision would only have to point to it."""
        def own_page(writer):
            page = writer.find_page_for_modification(0)[0].get_object()
            writer.add_object(Dictionary({key: page.raw_get(key) for key in page}))
        words = entries(Type=Name('/Annot'), Subtype=Name('/FreeText'), Contents=generic.pdf_string("9. Không thực hiện mục II."))
        for name, hidden in {
            'a drawing': lambda writer: writer.add_object(drawing()),
            'a note': lambda writer: writer.add_object(words),
            'a list': lambda writer: writer.add_object(Array([generic.pdf_string("x")])),
            'another page': own_page,
            'two that point to one another': self.ring,
        }.items():
            with self.subTest(name):
                self.assertRefused('changed', self.validated, self.appended(self.one, hidden), previous=self.one)
                self.assertRefused('changed', self.validated, self.appended(self.issued, hidden, cases.leader(), 'personal'))
        # Programs leave the length of a stream behind.
        self.assertAccepted(self.appended(self.one, lambda writer: writer.add_object(Number(2612))))

    @staticmethod
    def ring(writer):
        first = writer.add_object(entries(Next=generic.NullObject()))
        first.get_object()[Name('/Next')] = writer.add_object(entries(Next=first))

    def test_what_was_left_behind_is_not_replaced(self):
        left = []
        one = self.appended(self.issued, lambda writer: left.append(writer.add_object(Number(2612))), cases.leader(), 'personal')
        self.assertAccepted(one, 1, previous=None)

        def replaced(writer):
            writer.objects[(0, left[0].idnum)] = drawing()
        self.assertRefused('changed', self.validated, self.appended(one, replaced), previous=one)

    def test_what_only_a_later_revision_brings(self):
        """A field points to what the file has not yet, so that the next revision could bring anything."""
        def missing(writer):
            page = writer.find_page_for_modification(0)[0]
            field = writer.add_object(entries(
                Type=Name('/Annot'), Subtype=Name('/Widget'), FT=Name('/Sig'), T=generic.pdf_string('personal'), F=Number(132),
                P=page, Rect=Array(map(Number, (0, 0, 0, 0))), DR=entries(XObject=generic.IndirectObject(9999, 0, writer))))
            writer.root[Name('/AcroForm')] = entries(Fields=Array([field]))
            writer.update_root()

        def brought(writer):
            writer.objects[(0, 9999)] = drawing()
            writer._lastobj_id = 9999
        one = self.appended(self.issued, missing, cases.leader(), 'personal')
        self.assertRefused('unreadable', self.validated, one)
        self.assertRefused('unreadable', self.validated, self.appended(one, brought), previous=one)

    def test_objects_in_streams(self):
        one = self.signed(compact())
        self.assertAccepted(one, 1, issued=compact(), previous=None)

        def in_stream(*unnamed):
            def change(writer):
                stream, whole = writer.prepare_object_stream(), ObjectStream()
                named = entries(Title=generic.pdf_string("Kế hoạch"))
                writer.set_info(writer.add_object(named, obj_stream=stream))
                for number, held in enumerate((named, *unnamed), writer._lastobj_id):
                    whole.add_object(number, held)
                # The table names the first one only.
                stream.as_pdf_object = whole.as_pdf_object
            return change
        self.assertAccepted(self.appended(one, in_stream()), issued=compact(), previous=one)
        self.assertRefused('changed', self.validated, self.appended(one, in_stream(entries(Contents=generic.pdf_string('x')))), issued=compact(), previous=one)

    def test_fields_are_not_drawn_anew(self):
        def anew(value):
            def change(writer):
                writer.root['/AcroForm'][Name('/NeedAppearances')] = value
                writer.update_container(writer.root['/AcroForm'])
            # The library takes it away from what it signs.
            with patch.object(cms_embedder, 'ensure_sig_flags'):
                return self.appended(self.one, change)
        self.assertAccepted(anew(generic.BooleanObject(False)))
        for value in (generic.BooleanObject(True), Name('/true'), Number(1)):
            self.assertRefused('changed', self.validated, anew(value), previous=self.one)

    def test_validation_data_beside_the_signature(self):
        """Programs put certificates and revocation lists into the file, so that the signature can be checked later."""
        anchor = translate_pyca_cryptography_cert_to_asn1(cases.authority().certificate)
        two = self.appended(
            self.one, lambda writer: None, embed_validation_info=True,
            validation_context=ValidationContext(trust_roots=[anchor], allow_fetching=False),
            dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE))
        self.assertIn('/DSS', PdfFileReader(io.BytesIO(two)).root)
        self.assertAccepted(two)
