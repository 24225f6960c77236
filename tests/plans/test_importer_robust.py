"""Whatever is done to a plan, the importer answers: with all of its text, or with a clear refusal."""

import io
import json
import random
import subprocess
import sys
import tempfile
import time
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import Document, UnreadableFile, __main__ as command, parse

from ..importer_cases import ROOT, demo_text, letters, make_docx, make_pdf, plan_text

SPLINTERS = (
    "\t",
    "   ",
    "./.",
    ";",
    "- ",
    "1. ",
    "IV. ",
    "a) ",
    "(",
    "“",
    "\u0301",
    "²",
    "٣",
    "½",
    "Nơi nhận:",
    "KẾ HOẠCH",
    "\x0c",
)


def mutate(text, chance):
    """Return ``text`` with some of its lines cut, moved, repeated, splintered or in other letters."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 6)):
        place = chance.randrange(len(lines) + 1)
        kind = chance.randrange(8)
        if kind == 0:
            lines = lines[:place]
        elif kind == 1:
            lines = lines[place:]
        elif kind == 2:
            del lines[place : place + chance.randint(1, 5)]
        elif kind == 3:
            lines[place:place] = chance.choices(lines or [""], k=3)
        elif kind == 4:
            chance.shuffle(lines)
        elif place < len(lines):
            line, cut = lines[place], chance.randrange(len(lines[place]) + 1)
            changed = {5: line[:cut] + chance.choice(SPLINTERS) + line[cut:], 6: line.upper(), 7: line.lower()}
            lines[place] = changed[kind]
    return "\n".join(lines)


@tagged("post_install", "-at_install", 'dan_van_long')
class TestImporterRobust(BaseCase):
    def assertWhole(self, document, text):
        self.assertEqual(letters("".join(part.text for part in document.parts)), letters(text.replace("\x0c", "")))
        self.assertEqual(Document.from_dict(json.loads(json.dumps(document.to_dict()))), document)

    def test_cut_at_every_line(self):
        lines = demo_text().split("\n")
        read = 0
        for place in range(len(lines)):
            for text in ("\n".join(lines[:place]), "\n".join(lines[place:])):
                try:
                    self.assertWhole(parse(text.encode(), "plan.txt"), text)
                    read += 1
                except UnreadableFile as error:
                    self.assertIn(error.code, ("empty", "not_a_plan"))
        self.assertGreater(read, len(lines))

    def test_mutated_texts(self):
        chance, read = random.Random(2026), 0
        for number in range(300):
            text = mutate(chance.choice((demo_text(), plan_text())), chance)
            with self.subTest(number):
                try:
                    self.assertWhole(parse(text.encode(), "plan.txt"), text)
                    read += 1
                except UnreadableFile as error:
                    self.assertIn(error.code, ("empty", "not_a_plan"))
        self.assertGreater(read, 100)

    def test_a_zip_of_a_version_to_come(self):
        data = bytearray(make_docx(plan_text()))
        data[data.index(b"PK\x01\x02") + 6] = 184
        with self.assertRaises(UnreadableFile):
            parse(bytes(data), "a.docx")

    def test_mutated_bytes(self):
        chance = random.Random(30)
        for whole, name in (
            (make_docx(plan_text()), "a.docx"),
            (make_pdf(plan_text()), "a.pdf"),
            (plan_text().encode(), "a.txt"),
        ):
            for _ in range(60):
                data = bytearray(whole)
                for _ in range(chance.randint(1, 20)):
                    data[chance.randrange(len(data))] = chance.randrange(256)
                try:
                    parse(bytes(data[: chance.choice((len(data), chance.randrange(len(data))))]), name)
                except UnreadableFile as error:
                    self.assertTrue(str(error))

    def test_time_grows_with_length_only(self):
        text = demo_text()
        start, end = text.index("1. Phổ biến"), text.index("III. TỔ CHỨC")
        seconds = []
        for times in (30, 120):
            long = (text[:start] + text[start:end] * times + text[end:]).encode()
            begin = time.process_time()
            parse(long, "plan.txt")
            seconds.append(time.process_time() - begin)
        self.assertLess(seconds[1], 8 * seconds[0] + 0.5, seconds)
        self.assertLess(seconds[1], 5)

    def test_hostile_texts_take_no_time(self):
        body = "KẾ HOẠCH\nMẫu\nI. NỘI DUNG\n1. "
        for text in (
            body + "x" + " " * 300000 + "y",
            body + "Công văn số 12/UB về việc a (b thực hiện " * 3000,
            body + "(" * 100000,
            "số" + "." * 100000 + "\nngày" + "." * 100000 + "\n" + body + "x",
            body + "trước trước " * 20000,
            "KẾ HOẠCH\n" * 5000 + body,
            body + "\n- a" * 5000,
            body + "Luật a năm " * 10000,
            "I" * 100000,
        ):
            begin = time.process_time()
            with suppress(UnreadableFile):
                parse(text.encode(), "plan.txt")
            self.assertLess(time.process_time() - begin, 5, text[:60])

    def test_words_that_are_said_again_and_again_are_read(self):
        for words in ("Các ", "Hằng năm, ", "Khi cần, ", "Trên cơ sở đó, ", "Đề nghị Sở Nội vụ, đề nghị "):
            with self.subTest(words):
                line = f"{words * 1500}Văn phòng báo cáo."
                found = parse(f"KẾ HOẠCH\nMẫu\nI. NHIỆM VỤ\n1. {line}".encode(), "plan.txt")
                self.assertIn(line, json.dumps(found.to_dict(), ensure_ascii=False))


@tagged("post_install", "-at_install")
class TestImporterCommand(BaseCase):
    def run_command(self, data, name):
        with (
            tempfile.TemporaryDirectory() as folder,
            redirect_stdout(io.StringIO()) as out,
            redirect_stderr(io.StringIO()) as err,
        ):
            path = Path(folder) / name
            path.write_bytes(data)
            return command.main([str(path)]), out.getvalue(), err.getvalue()

    def test_prints_json(self):
        status, out, err = self.run_command(demo_text().encode(), "plan.txt")
        self.assertEqual((status, err), (0, ""))
        values = json.loads(out)
        self.assertEqual((values["version"], values["type"], len(values["assignments"])), (1, "KẾ HOẠCH", 6))

    def test_one_line_for_a_file_that_cannot_be_read(self):
        status, out, err = self.run_command(b"", "plan.txt")
        self.assertEqual((status, out, err), (2, "", "plan.txt: Tệp rỗng.\n"))

    def test_missing_file(self):
        with redirect_stderr(io.StringIO()) as err:
            self.assertEqual(command.main(["không có.txt"]), 2)
        self.assertEqual(len(err.getvalue().splitlines()), 1)

    def test_runs_without_odoo(self):
        script = "import sys, importer; sys.exit(any(name.split('.')[0] == 'odoo' for name in sys.modules))"
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=60)
