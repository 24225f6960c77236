import datetime
import io
import json
import subprocess
import sys
import zipfile
from dataclasses import fields, replace

from lxml import etree

from odoo.tests import BaseCase, tagged

from ...exchange import (
    Attachment, Business, ExchangeError, Message, Metadata, Organ, Reply, Trace, packed, read, write, write_metadata)
from ...exchange.message import NAMESPACE
from ...exchange.reader import LARGEST
from ..common import ROOT

MESSAGE = Message(
    sender=Organ('000.00.12.H10', "Ban Dân tộc tỉnh Mẫu", in_charge="UBND tỉnh Mẫu", email='bdt@mau.example'),
    recipients=(Organ('000.00.00.H10', "UBND tỉnh Mẫu"), Organ('000.00.07.H10', "Sở Nội vụ tỉnh Mẫu")),
    number='05', notation='KH-BDT', date=datetime.date(2026, 2, 5), place="Tỉnh Mẫu", type_code=10, type_name="Kế hoạch",
    subject="Triển khai công tác dân vận chính quyền & <dân tộc> năm 2026", content="Kế hoạch năm", competence="KT. TRƯỞNG BAN",
    position="PHÓ TRƯỞNG BAN", signer="Nguyễn Văn A", due_date=datetime.date(2026, 3, 1), places=("UBND tỉnh", "Sở Nội vụ"),
    priority=2, sphere="Trong tỉnh", typist="VP", copies=7, pages=4, appendixes=("Phụ lục",), steering=1,
    reply=Reply('000.00.00.H10', '12/UBND-NC', datetime.date(2026, 1, 20)), identifier='000.00.12.H10,2026/02/05,05/KH-BDT',
    traces=(Trace('000.00.12.H10', datetime.datetime(2026, 2, 5, 14, 3, 9)),),
    attachments=(Attachment("KH 05-KH-BDT.pdf", bytes(range(256)) * 50, 'application/pdf', "Kế hoạch"),
                 Attachment("metadata.xml", b'<Document/>', 'application/xml', "Dữ liệu đặc tả")))
# What a process of its own says of reading one gigabyte of base64.
FLOOD = """
import json, re, sys
sys.path.insert(0, {folder!r})
import types
package = types.ModuleType('addon'); package.__path__ = [{folder!r}]; sys.modules['addon'] = package
from addon.exchange import ExchangeError, read

class Flood:
    head = {head!r}
    def __init__(self):
        self.left = 1 << 30
    def read(self, size):
        if self.head:
            head, self.head = self.head, b''
            return head
        self.left -= size
        return b'QUJD' * (size // 4) if self.left > 0 else b''

try:
    read(Flood())
    key = None
except ExchangeError as error:
    key = error.key
peak = re.search(r'VmHWM:\\s+(\\d+)', open('/proc/self/status').read())[1]
json.dump([key, int(peak)], sys.stdout)
"""


@tagged('post_install', '-at_install')
class TestExchange(BaseCase):
    """A document goes to another agency and arrives as it was sent."""

    def refused(self, raw):
        """:return: the error that reading ``raw`` gives"""
        with self.assertRaises(ExchangeError) as caught:
            read(raw)
        return caught.exception

    def without(self, *names):
        """:return: the file of the message without the elements ``names``"""
        root = etree.fromstring(write(MESSAGE))
        for name in names:
            for element in root.findall(f'.//{{{NAMESPACE}}}{name}'):
                element.getparent().remove(element)
        return etree.tostring(root)

    # There and back

    def test_what_is_written_is_read(self):
        found = read(write(MESSAGE))
        for field in fields(Message):
            with self.subTest(field=field.name):
                self.assertEqual(getattr(found, field.name), getattr(MESSAGE, field.name))

    def test_a_message_with_the_least_is_read(self):
        least = Message(Organ('A', "Cơ quan gửi"), (Organ('B', "Cơ quan nhận"),), '', 'UBND-NC', datetime.date(2026, 12, 31), "Việc chung")
        found = read(write(least))
        self.assertEqual((found.code, found.subject, found.attachments), ('UBND-NC', "Việc chung", ()))
        self.assertEqual(found.identifier, 'A,2026/12/31,UBND-NC')

    def test_the_same_message_gives_the_same_bytes(self):
        self.assertEqual(write(MESSAGE), write(replace(MESSAGE)))

    def test_control_characters_do_not_break_the_file(self):
        self.assertEqual(read(write(replace(MESSAGE, subject="Việc\x00 chung\x0b"))).subject, "Việc chung")

    def test_what_a_message_does_with_other_documents(self):
        """QCVN 102:2016/BTTTT, BussinessDocType: 1 revokes, 2 updates, 3 replaces, and each names the documents."""
        named = ('000.00.12.H10,2026/01/05,01/KH-BDT', '000.00.12.H10,2026/01/06,02/KH-BDT')
        for business, place in ((Business.REVOKE, 'DocumentId'), (Business.UPDATE, 'DocumentId'), (Business.REPLACE, 'ReplacementInfo')):
            message = replace(MESSAGE, business=business, reason="Sai số liệu", concerned=named)
            raw = write(message)
            root = etree.fromstring(raw).find(f'.//{{{NAMESPACE}}}Bussiness')
            self.assertEqual(root.findtext(f'{{{NAMESPACE}}}BussinessDocType'), str(int(business)))
            self.assertEqual(len(root.findall(f'.//{{{NAMESPACE}}}{place}')), 2)
            found = read(raw)
            self.assertEqual((found.business, found.reason, found.concerned), (business, "Sai số liệu", named))
        self.assertEqual(read(write(MESSAGE)).business, Business.NEW)
        wrong = write(MESSAGE).replace(b'BussinessDocType>0<', b'BussinessDocType>9<')
        self.assertEqual((self.refused(wrong).key, self.refused(wrong).detail), ('value', 'BussinessDocType'))

    def test_files_travel_in_archives_of_their_own(self):
        """As messages of the national exchange have it: zipped, under the name of the file."""
        pdf, word = bytes(range(256)) * 50, self.archive({'a.xml': b'1', 'b.xml': b'2'})
        for name, content, expected in (
                ("KH.pdf", packed("KH.pdf", pdf), ("KH.pdf", pdf)),
                ("KH.zip", packed("Kế hoạch.pdf", pdf), ("Kế hoạch.pdf", pdf)),
                ("KH.docx", packed("KH.docx", word), ("KH.docx", word)),
                ("KH.docx", word, ("KH.docx", word)), ("Nhiều tệp.zip", word, ("Nhiều tệp.zip", word))):
            with self.subTest(name):
                [found] = read(write(replace(MESSAGE, attachments=(Attachment(name, content),)))).attachments
                self.assertEqual((found.name, found.content), expected)
        self.assertEqual(packed("KH.pdf", pdf), packed("KH.pdf", pdf))

    def test_an_archive_that_can_t_be_opened_stays_as_it_came(self):
        """Locked by a password, packed as Windows packs large files, damaged: the message is read all the same."""
        raw = packed("a.pdf", b'x' * 500)
        for content in (
                b'PK\x03\x04 nothing', raw[:-30], self.changed(raw, 6, 8, 1), self.changed(raw, 8, 10, 9),
                self.changed(packed("a.pdf", bytes(range(256)) * 9), 60, None, 0xff)):
            [found] = read(write(replace(MESSAGE, attachments=(Attachment("KH.zip", content),)))).attachments
            self.assertEqual((found.name, found.content), ("KH.zip", content))

    def changed(self, raw, local, central, value):
        """:return: bytes of an archive with another byte in the head of its file and in its directory"""
        raw = bytearray(raw)
        raw[local] = value
        if central:
            raw[raw.index(b'PK\x01\x02') + central] = value
        return bytes(raw)

    def archive(self, files):
        raw = io.BytesIO()
        with zipfile.ZipFile(raw, 'w') as archive:
            for name, content in files.items():
                archive.writestr(name, content)
        return raw.getvalue()

    # The standard

    def test_children_of_the_envelope_carry_the_prefix_and_attachments_none(self):
        raw = write(MESSAGE).decode()
        envelope, encoded = raw[raw.index('<edXML:edXMLEnvelope'):raw.index('<AttachmentEncoded')], raw[raw.index('<AttachmentEncoded'):]
        self.assertNotRegex(envelope, r'</?(?!edXML:)\w')
        self.assertNotIn('edXML:', encoded)
        self.assertIn(f'<edXML xmlns="{NAMESPACE}">', raw)
        self.assertIn(f'xmlns:edXML="{NAMESPACE}"', envelope)

    def test_parts_stand_in_the_order_of_the_standard(self):
        root = etree.fromstring(write(MESSAGE))
        header = root.find(f'.//{{{NAMESPACE}}}MessageHeader')
        self.assertEqual([etree.QName(child).localname for child in header], [
            'From', 'To', 'To', 'Code', 'PromulgationInfo', 'DocumentType', 'Subject', 'Content', 'SignerInfo', 'DueDate',
            'ToPlaces', 'OtherInfo', 'ResponseFor', 'SteeringType', 'DocumentId'])
        self.assertEqual(
            [etree.QName(child).localname for child in header.getparent()],
            ['MessageHeader', 'TraceHeaderList', 'DigitalSignature'])

    def test_dates_and_stamps(self):
        raw = write(MESSAGE).decode()
        for text in ('PromulgationDate>2026/02/05<', 'DueDate>2026/03/01<', 'Timestamp>2026/02/05 14:03:09<'):
            self.assertIn(text, raw)

    def test_attachments_are_found_by_their_references(self):
        root = etree.fromstring(write(MESSAGE))
        references = [element.get('{http://www.w3.org/1999/xlink}href') for element in root.iter(f'{{{NAMESPACE}}}Reference')]
        self.assertEqual(references, [f'cid:{element.text}' for element in root.iter(f'{{{NAMESPACE}}}ContentId')])

    # What comes from outside

    def test_entities_are_refused(self):
        for declared in (b'<!ENTITY a "x">', b'<!ENTITY a SYSTEM "file:///etc/passwd">', b'<!ENTITY % p SYSTEM "http://localhost/x">'):
            raw = b'<!DOCTYPE edXML [' + declared + b']>' + write(MESSAGE).partition(b'\n')[2].replace(b'Tri', b'&a;Tri')
            with self.subTest(declared=declared):
                self.assertEqual(self.refused(raw).key, 'doctype')

    def test_a_document_type_from_outside_is_refused(self):
        raw = b'<!DOCTYPE edXML SYSTEM "http://localhost/edxml.dtd">' + write(MESSAGE).partition(b'\n')[2]
        self.assertEqual(self.refused(raw).key, 'doctype')

    def test_another_namespace_is_refused_by_name(self):
        error = self.refused(write(MESSAGE).replace(NAMESPACE.encode(), b'http://www.e-doc.vn/Schema/'))
        self.assertEqual(error.key, 'namespace')
        self.assertIn('http://www.e-doc.vn/Schema/', str(error))

    def test_what_is_missing_is_named(self):
        for name, said in {
                'edXMLEnvelope': 'MessageHeader', 'MessageHeader': 'MessageHeader', 'From': 'From', 'To': 'To',
                'OrganName': 'OrganName', 'CodeNotation': 'CodeNotation', 'PromulgationDate': 'PromulgationDate',
                'Subject': 'Subject', 'DocumentType': 'DocumentType', 'DocumentId': 'DocumentId', 'Timestamp': 'Timestamp',
                'ContentTransferEncoded': 'ContentTransferEncoded'}.items():
            with self.subTest(missing=name):
                error = self.refused(self.without(name))
                self.assertEqual(error.key, 'missing')
                self.assertIn(said, str(error))

    def test_a_listed_attachment_that_is_not_there_is_named(self):
        error = self.refused(self.without('AttachmentEncoded'))
        self.assertEqual(error.key, 'attachment')
        self.assertIn("KH 05-KH-BDT.pdf", str(error))

    def test_what_is_no_xml_is_refused(self):
        raw = write(MESSAGE)
        for broken in (b'', b'\x00\x01', b'%PDF-1.7', raw[:-30], raw.replace(b'</edXML:To>', b'', 1)):
            with self.subTest(broken=broken[:20]):
                self.assertEqual(self.refused(broken).key, 'xml')

    def test_values_that_mean_nothing_are_refused(self):
        for good, bad in {b'2026/02/05<': b'05/02/2026<', b'Type>10<': b'Type>x<', b'Priority>2<': b'Priority>-1<',
                          b'14:03:09<': b'25:03:09<'}.items():
            with self.subTest(bad=bad):
                self.assertEqual(self.refused(write(MESSAGE).replace(good, bad, 1)).key, 'value')
        text = b'ContentTransferEncoded>'
        self.assertEqual(self.refused(write(MESSAGE).replace(text, text + b'%', 1)).key, 'value')
        self.assertEqual(self.refused(write(MESSAGE).replace(text, text + b'A', 1)).key, 'value')

    def test_endless_texts_and_trees_are_refused(self):
        subject = b'<edXML:Subject>'
        self.assertEqual(self.refused(write(MESSAGE).replace(subject, subject + b'x' * 30_000)).key, 'value')
        self.assertEqual(self.refused(write(MESSAGE).replace(subject, b'<edXML:x>' * 50 + subject)).key, 'complex')
        self.assertEqual(self.refused(write(MESSAGE).replace(subject, b'<edXML:x/>' * 30_000 + subject)).key, 'complex')

    def test_a_gigabyte_is_refused_in_little_memory(self):
        raw = write(MESSAGE)
        head = raw[:raw.index(b'<ContentTransferEncoded>') + len(b'<ContentTransferEncoded>')]
        done = subprocess.run(
            [sys.executable, '-c', FLOOD.format(folder=str(ROOT), head=head)], capture_output=True, text=True, check=True)
        key, kilobytes = json.loads(done.stdout)
        self.assertEqual(key, 'size')
        self.assertLess(kilobytes, 300 << 10)

    def test_as_large_as_permitted_is_read(self):
        large = replace(MESSAGE, attachments=(Attachment("lớn.pdf", b'x' * (LARGEST // 2)),))
        self.assertEqual(len(read(io.BytesIO(write(large))).attachments[0].content), LARGEST // 2)


@tagged('post_install', '-at_install')
class TestMetadata(BaseCase):
    """Beside the file lies what the archive wants to know (Nghị định 30/2020/NĐ-CP, Phụ lục VI)."""

    METADATA = Metadata(
        organ_code='000.00.12.H10', organ_name="Ban Dân tộc tỉnh Mẫu", type_name="Kế hoạch", number='05', notation='KH-BDT',
        date=datetime.date(2026, 2, 5), subject="Công tác dân vận", position="TRƯỞNG BAN", signer="Nguyễn Văn A",
        recipients=(('000.00.00.H10', "UBND tỉnh Mẫu"),), pages=4)

    def test_elements_are_those_of_the_decree(self):
        root = etree.fromstring(write_metadata(self.METADATA))
        self.assertEqual([child.tag for child in root], [
            'FileCode', 'DocOrdinal', 'TypeName', 'CodeNumber', 'CodeNotation', 'IssuedDate', 'OrganName', 'Subject', 'Language',
            'PageAmount', 'Description', 'SignerInfo', 'To', 'Priority', 'IssuedAmount', 'DueDate'])
        self.assertEqual(
            [root.findtext(name) for name in ('FileCode/OrganId', 'FileCode/FileCatalog', 'IssuedDate', 'SignerInfo/FullName')],
            ['000.00.12.H10', '2026', '05/02/2026', "Nguyễn Văn A"])

    def test_long_texts_are_cut_and_long_codes_refused(self):
        root = etree.fromstring(write_metadata(replace(self.METADATA, subject="việc " * 200)))
        self.assertLessEqual(len(root.findtext('Subject')), 500)
        self.assertTrue(root.findtext('Subject').endswith('…'))
        for values in ({'organ_code': '0' * 14}, {'notation': 'K' * 31}, {'pages': 1000}, {'signer': 'A' * 51}):
            with self.subTest(**values), self.assertRaises(ExchangeError) as caught:
                write_metadata(replace(self.METADATA, **values))
            self.assertEqual(caught.exception.key, 'long')
