import datetime
import subprocess
import sys
from dataclasses import fields, replace

from lxml import etree

from odoo.tests import BaseCase, tagged

from ...exchange import (
    Attachment, Business, ExchangeError, Message, Organ, Reply, Staff, Status, StatusCode, named_document, packed, read, write, write_status)
from ...exchange import message as message_module
from ...exchange.codes import STATUSES, TYPES
from ...exchange.message import NAMESPACE
from ..common import ROOT
from .test_exchange import MESSAGE

STATUS = Status(
    sender=Organ('000.00.07.H10', "Sở Nội vụ tỉnh Mẫu", in_charge="UBND tỉnh Mẫu", email='snv@mau.example'),
    reply=Reply('000.00.12.H10', '05/KH-BDT', datetime.date(2026, 2, 5), '000.00.12.H10,2026/02/05,05/KH-BDT'),
    code=StatusCode.REFUSED, time=datetime.datetime(2026, 2, 6, 8, 1, 2), description="Văn bản gửi nhầm & <nơi nhận>",
    staff=Staff("Văn phòng", "Trần Thị B", '0912000000', 'ttb@mau.example'))
# A status as programs of the country write it: the structure is the public one, the agencies are made up.
FROM_OUTSIDE = f"""<?xml version="1.0" encoding="UTF-8"?>
<edXML xmlns="{NAMESPACE}">
  <edXML:edXMLEnvelope xmlns:edXML="{NAMESPACE}">
    <edXML:edXMLHeader>
      <edXML:%(head)s>
        <edXML:From><edXML:OrganId>000.00.07.H10</edXML:OrganId><edXML:OrganName>Sở Nội vụ</edXML:OrganName></edXML:From>
        <edXML:ResponseFor>
          <edXML:OrganId>000.00.12.H10</edXML:OrganId><edXML:Code>05/KH-BDT</edXML:Code>
          <edXML:PromulgationDate>%(day)s</edXML:PromulgationDate>
          <edXML:DocumentId>000.00.12.H10,2026/02/05,05/KH-BDT</edXML:DocumentId>
        </edXML:ResponseFor>
        %(staff)s
        <edXML:StatusCode>%(code)s</edXML:StatusCode>
        <edXML:Description>Đang xử lý</edXML:Description>
        <edXML:Timestamp>%(time)s</edXML:Timestamp>
      </edXML:%(head)s>
    </edXML:edXMLHeader>
  </edXML:edXMLEnvelope>
</edXML>"""


@tagged('post_install', '-at_install')
class TestExchangeStatus(BaseCase):
    """An agency says what has become of a document that it was sent, and it is understood."""

    def outside(self, **values):
        """:return: bytes of a status from outside"""
        staff = '<edXML:StaffInfo><edXML:Department>P. HC</edXML:Department><edXML:Staff>A</edXML:Staff></edXML:StaffInfo>'
        return (FROM_OUTSIDE % {
            'head': 'MessageHeader', 'day': '2026/02/05', 'staff': staff, 'code': '05', 'time': '2026/02/20 11:08:36', **values}).encode()

    def refused(self, raw):
        with self.assertRaises(ExchangeError) as caught:
            read(raw)
        return caught.exception.key, caught.exception.detail

    def test_every_status_is_read_as_it_was_written(self):
        self.assertEqual(set(STATUSES), set(StatusCode))
        for code in StatusCode:
            status = replace(STATUS, code=code)
            raw = write_status(status)
            self.assertIn(f'StatusCode>{int(code):02d}<'.encode(), raw)
            found = read(raw)
            for field in fields(Status):
                self.assertEqual(getattr(found, field.name), getattr(status, field.name), (code, field.name))
            self.assertEqual(raw, write_status(replace(status)))

    def test_the_parts_stand_as_in_public_messages(self):
        root = etree.fromstring(write_status(STATUS))
        [header] = root.findall(f'.//{{{NAMESPACE}}}MessageHeader')
        self.assertEqual([etree.QName(child).localname for child in header], [
            'From', 'ResponseFor', 'StaffInfo', 'StatusCode', 'Description', 'Timestamp'])
        self.assertEqual([etree.QName(child).localname for child in header.find(f'{{{NAMESPACE}}}ResponseFor')], [
            'OrganId', 'Code', 'PromulgationDate', 'DocumentId'])
        self.assertEqual(header.findtext(f'{{{NAMESPACE}}}Timestamp'), '2026/02/06 08:01:02')
        self.assertEqual([etree.QName(child).localname for child in root], ['edXMLEnvelope'], "no attachments")

    def test_what_others_write_is_read(self):
        """Heads and days as the country's programs write them, with and without who deals with it."""
        for values in ({}, {'head': 'Status'}, {'staff': ''}, {'day': '05/02/2026', 'time': '20/02/2026 11:08:36'}, {'code': '5'}):
            with self.subTest(values):
                found = read(self.outside(**values))
                self.assertEqual((found.code, found.time), (StatusCode.PROCESSING, datetime.datetime(2026, 2, 20, 11, 8, 36)))
                self.assertEqual((found.reply.code, found.reply.date), ('05/KH-BDT', datetime.date(2026, 2, 5)))
                self.assertEqual(found.sender.code, '000.00.07.H10')

    def test_a_status_that_says_nothing_is_refused(self):
        for values, said in (
                ({'code': '99'}, ('value', 'StatusCode')), ({'code': 'x'}, ('value', 'StatusCode')), ({'code': ''}, ('missing', 'MessageHeader')),
                ({'time': 'gestern'}, ('value', 'Timestamp')), ({'time': ''}, ('missing', 'Timestamp')), ({'day': '32/01/2026'}, ('value', 'PromulgationDate'))):
            with self.subTest(values):
                raw = self.outside(**values)
                if values == {'code': ''}:
                    self.assertEqual(self.refused(raw)[0], 'missing')
                else:
                    self.assertEqual(self.refused(raw), said)
        for part in ('ResponseFor', 'From'):
            root = etree.fromstring(self.outside())
            node = root.find(f'.//{{{NAMESPACE}}}{part}')
            node.getparent().remove(node)
            self.assertEqual(self.refused(etree.tostring(root)), ('missing', part))

    def test_a_status_from_outside_is_trusted_in_nothing(self):
        raw = self.outside()
        body = raw.partition(b'\n')[2]
        self.assertEqual(self.refused(b'<!DOCTYPE edXML [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + body)[0], 'doctype')
        self.assertEqual(self.refused(raw.replace(b'\xc4\x90ang', b'x' * 30_000))[0], 'value')
        self.assertEqual(self.refused(raw.replace(b'<edXML:From>', b'<edXML:x>' * 50 + b'<edXML:From>'))[0], 'complex')
        self.assertEqual(self.refused(raw.replace(NAMESPACE.encode(), b'http://schemas.xmlsoap.org/soap/envelope/'))[0], 'namespace')

    def test_what_an_identifier_says(self):
        for text, said in {
                '000.00.12.H10,2026/02/05,05/KH-BDT': ('000.00.12.H10', datetime.date(2026, 2, 5), '05/KH-BDT'),
                'A, 2026/02/05 , 1/X,Y': ('A', datetime.date(2026, 2, 5), '1/X,Y'), 'chẳng có gì': ("chẳng có gì", None, ''),
                '': ('', None, ''), 'A,5/2/2026,x': ('A', None, 'x')}.items():
            self.assertEqual(named_document(text), said)

    # Documents

    def test_every_type_and_what_it_does_goes_out_and_comes_in(self):
        """All types, all four kinds of business, files packed and not, several of them."""
        named = ('000.00.12.H10,2026/01/05,01/KH-BDT',)
        for number, name in TYPES.values():
            for business in Business:
                message = replace(
                    MESSAGE, type_code=number, type_name=name, business=business, reason="Sai số liệu" if business else '',
                    concerned=named if business else ())
                for files in ((), (Attachment("a.pdf", b'%PDF'),), tuple(
                        Attachment(f"Phụ lục {index}.pdf", packed(f"Phụ lục {index}.pdf", b'%PDF' * index)) for index in range(1, 6))):
                    found = read(write(replace(message, attachments=files)))
                    self.assertEqual((found.type_code, found.type_name, found.business, found.concerned), (
                        number, name, business, message.concerned))
                    self.assertEqual([len(file.content) for file in found.attachments], [
                        4 * index for index in range(1, 6)] if len(files) == 5 else [4] * len(files))
        self.assertIsInstance(found, Message)

    def test_what_would_be_larger_than_messages_may_be_is_not_written(self):
        self.addCleanup(setattr, sys.modules[write.__module__], 'LARGEST', message_module.LARGEST)
        sys.modules[write.__module__].LARGEST = 10_000
        with self.assertRaises(ExchangeError) as caught:
            write(replace(MESSAGE, attachments=(Attachment("a.pdf", b'x' * 10_000),)))
        self.assertEqual(caught.exception.key, 'size')

    def test_the_package_knows_nothing_of_odoo(self):
        code = f"import sys, types; p = types.ModuleType('addon'); p.__path__ = [{str(ROOT)!r}]; sys.modules['addon'] = p; import addon.exchange; print('odoo' in sys.modules)"
        done = subprocess.run([sys.executable, '-c', code], capture_output=True, text=True, check=True)
        self.assertEqual(done.stdout.strip(), 'False')
