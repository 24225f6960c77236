"""Damaged files of every kind that is read: each is read, or refused by one of the errors that its reader declares.

DAN_VAN_MUTATIONS is the number of files, e.g. 20000 for an evening.
"""
import io
import os
import random
import time
import zipfile
from contextlib import suppress
from functools import partial

from odoo.tests import BaseCase, tagged

from ... import exchange
from ...confined import run
from ...importer import UnreadableFile, parse
from ...sheets.events import rows_of_workbook
from ...sheets.workbook import TableError
from ...signatures.certificates import read_certificate, read_pkcs12
from ...signatures.errors import SignatureError
from ...signatures.picture import image_size
from ...signatures.signing import sign
from ...signatures.validation import seen_signatures, validate
from .. import hostile_files, signature_cases as cases
from ..importer_cases import make_docx, make_pdf, plan_text
from .test_exchange import MESSAGE

COUNT = int(os.environ.get('DAN_VAN_MUTATIONS') or 400)
#: Of each kind so many go through the process as well.
CONFINED = 3


def damaged(data, chance):
    """:return: ``data`` with some bytes changed, moved, repeated or cut off"""
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        place, size = chance.randrange(len(data) or 1), chance.randint(1, 40)
        kind = chance.randrange(7)
        if kind < 3:
            data[place:place + 1] = bytes([chance.randrange(256)])
        elif kind == 3:
            del data[place:place + size]
        elif kind == 4:
            data[place:place] = data[place:place + size] * chance.choice((1, 3, 50))
        elif kind == 5:
            data[place:place + size] = chance.choice((b'\xff' * 4, b'\0' * 4, b'9' * 9, b'<', b'>', b'-1', b'/', b'"'))
        else:
            del data[chance.randrange(len(data) or 1):]
    return bytes(data)


def repacked(package, chance):
    """:return: a zip file with one of its parts damaged, or damaged itself"""
    if chance.random() < 0.3:
        return damaged(package, chance)
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(file, 'w') as new:
        parts = [part for part in old.infolist() if part.filename.endswith(('document.xml', 'sheet1.xml', 'styles.xml',
                                                                            'sharedStrings.xml', 'workbook.xml'))]
        chosen = chance.choice(parts)
        for part in old.infolist():
            content = old.read(part)
            new.writestr(part.filename, damaged(content, chance) if part is chosen else content)
    return file.getvalue()


@tagged('post_install', '-at_install', 'dan_van_long')
class TestMutatedFiles(BaseCase):

    def kinds(self):
        """:return: ``{kind: (file, mutation, reader, error)}``"""
        issued, root = cases.document(), cases.authority().pem
        signed = sign(issued, cases.leader().pkcs12(), cases.PIN, field='a')
        der = read_certificate(root).der
        return {
            'docx': (make_docx(plan_text()), repacked, partial(parse, filename="a.docx"), UnreadableFile),
            'pdf': (make_pdf(plan_text()), damaged, partial(parse, filename="a.pdf"), UnreadableFile),
            'txt': (plan_text().encode(), damaged, partial(parse, filename="a.txt"), UnreadableFile),
            'xlsx': (hostile_files.workbook(), repacked, rows_of_workbook, TableError),
            'xml': (exchange.write(MESSAGE), damaged, exchange.read, exchange.ExchangeError),
            'p12': (cases.leader().pkcs12(), damaged, partial(read_pkcs12, pin=cases.PIN), SignatureError),
            'cer': (der, damaged, read_certificate, SignatureError),
            'png': (cases.picture(), damaged, image_size, SignatureError),
            # What is appended to the issued file is the signer's; before it nothing may change.
            'signed': (signed[len(issued):], lambda data, chance: issued + damaged(data, chance),
                       partial(validate, issued=issued, roots=[root]), SignatureError),
        }

    def test_every_damaged_file_is_read_or_refused(self):
        chance = random.Random(os.environ.get('DAN_VAN_SEED') or 2026)
        kinds = self.kinds()
        for kind, (whole, mutate, read, error) in kinds.items():
            refused, slowest = 0, 0
            for number in range(COUNT // len(kinds)):
                data, start = mutate(whole, chance), time.process_time()
                with self.subTest(kind, number=number):
                    try:
                        read(data)
                    except error:
                        refused += 1
                slowest = max(slowest, time.process_time() - start)
                if number < CONFINED:
                    with self.subTest(kind, number=number, confined=True), suppress(error):
                        run(getattr(read, 'func', read), data, **getattr(read, 'keywords', {}))
            with self.subTest(kind):
                self.assertTrue(refused, "damage is noticed")
                self.assertLess(slowest, 10)


@tagged('post_install', '-at_install')
class TestSeenInDamaged(BaseCase):

    def test_a_file_that_was_accepted_shows_its_signatures(self):
        signed = sign(cases.document(), cases.leader().pkcs12(), cases.PIN, field='a')
        self.assertEqual(run(seen_signatures, signed), seen_signatures(signed))
