"""Documents for the tests of the importer, made from texts of our own; and the sample plan where it is at hand."""

import io
import os
import tempfile
import unicodedata
import unittest
import zipfile
from pathlib import Path

import docx
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from .. import programs

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = "ke-hoach-dan-van-2022"
FONT = ROOT / "static" / "fonts" / "Tinos-Regular.ttf"  # the measures of Times New Roman, whatever the machine has

HEAD = """UBND TỈNH MẪU          CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ THỬ NGHIỆM              Độc lập - Tự do - Hạnh phúc
Số: 12/KH-STN          Tỉnh Mẫu, ngày 05 tháng 02 năm 2026
KẾ HOẠCH
Thực hiện dân chủ ở cơ sở năm 2026
"""
BASES = """Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10 tháng 11 năm 2022;
Sở Thử nghiệm xây dựng kế hoạch như sau:
"""
PURPOSE = """I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Để việc của cơ quan được bàn bạc công khai.
2. Yêu cầu
Làm đúng quy định, đúng thời hạn.
"""
CONTENT = """II. NỘI DUNG
1. Niêm yết công khai kế hoạch công tác năm.
2. Tổ chức hội nghị công chức.
"""
DUTIES = """III. TỔ CHỨC THỰC HIỆN
1. Văn phòng: Theo dõi việc niêm yết.
2. Các phòng chuyên môn: Thực hiện nhiệm vụ được giao.
"""
ENDING = """Trên đây là Kế hoạch thực hiện dân chủ ở cơ sở năm 2026 của Sở./.
Nơi nhận:                                GIÁM ĐỐC
- UBND tỉnh;
- Các phòng thuộc Sở;
- Lưu: VT.
"""


def plan_text(head=HEAD, bases=BASES, purpose=PURPOSE, content=CONTENT, duties=DUTIES, ending=ENDING):
    """Return the text of a small plan, parts of it exchanged by the caller."""
    return head + bases + purpose + content + duties + ending


def letters(text):
    """Return ``text`` without white space, decomposed, for comparisons letter by letter."""
    return unicodedata.normalize("NFD", "".join(text.split()))


def without_places(values):
    """Return the JSON of a document without what only tells where in the file something stands."""
    if isinstance(values, dict):
        return {key: without_places(value) for key, value in values.items() if key not in ("line", "parts")}
    if isinstance(values, list):
        return [without_places(value) for value in values]
    return values


def sample(suffix):
    """Return the bytes of the sample plan; skip the test where the samples are not at hand."""
    folder = Path(os.environ.get("DAN_VAN_SAMPLES") or ROOT.parent / "shared" / "samples")
    path = folder / f"{SAMPLE}{suffix}"
    if not path.is_file():
        raise unittest.SkipTest(f"no sample plan {path.name}: set DAN_VAN_SAMPLES to its folder")
    return path.read_bytes()


def demo_text():
    """Return the text of the demo plan."""
    return (ROOT / "demo" / "ke-hoach-mau.txt").read_text(encoding="utf-8")


def make_docx(text="", build=None):
    """Return a Word file with a paragraph for each line of ``text``; ``build(document)`` adds to it."""
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    if build:
        build(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def old_word(data):
    """Return a Word file as one of Word's before 2007 (.doc)."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "plan.docx").write_bytes(data)
        programs.call(
            "soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "doc:MS Word 97",
            "--outdir", folder, folder / "plan.docx")
        return (folder / "plan.doc").read_bytes()


def change_member(data, name, change):
    """Return a zip file with the content of one member changed by the function ``change``."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            content = old.read(info)
            new.writestr(info.filename, change(content) if info.filename == name else content)
    return stream.getvalue()


class Pages:
    """Sets the text of a plan on A4 pages as an office does: justified, first lines indented, pages numbered on top."""

    LEFT, RIGHT, TOP, BOTTOM, SIZE = 85, A4[0] - 43, A4[1] - 57, 57, 14

    def __init__(self, **options):
        pdfmetrics.registerFont(TTFont("Plan", str(FONT)))
        self._stream = io.BytesIO()
        self._canvas = Canvas(self._stream, pagesize=A4, **options)
        self._page, self._y = 1, self.TOP

    def columns(self, left, right):
        """Print one line in two centred columns."""
        self._canvas.setFont("Plan", 13)
        self._canvas.drawCentredString(self.LEFT + 95, self._y, left)
        self._canvas.drawCentredString(self.RIGHT - 140, self._y, right)
        self._y -= 18

    def centred(self, text):
        """Print a centred title."""
        self._canvas.setFont("Plan", self.SIZE)
        self._canvas.drawCentredString(A4[0] / 2, self._y, text)
        self._y -= 24

    def paragraph(self, text):
        """Print a justified paragraph over as many lines and pages as it needs."""
        lines = self._wrap(text)
        for index, words in enumerate(lines):
            if self._y < self.BOTTOM:
                self._turn()
            self._line(words, indent=28 if index == 0 else 0, justify=index < len(lines) - 1)
        self._y -= 6

    def close(self):
        """Return the PDF."""
        self._canvas.save()
        return self._stream.getvalue()

    def _width(self, words):
        return self._canvas.stringWidth(" ".join(words), "Plan", self.SIZE)

    def _wrap(self, text):
        lines, room = [[]], self.RIGHT - self.LEFT - 28
        for word in text.split():
            if lines[-1] and self._width([*lines[-1], word]) > room:
                lines.append([])
                room = self.RIGHT - self.LEFT
            lines[-1].append(word)
        return lines

    def _line(self, words, indent, justify):
        x = self.LEFT + indent
        spare = self.RIGHT - x - self._width(words) if justify and len(words) > 1 else 0
        self._canvas.setFont("Plan", self.SIZE)
        for word in words:
            self._canvas.drawString(x, self._y, word + " ")
            x += self._width([word + " "]) + spare / max(1, len(words) - 1)
        self._y -= 19

    def _turn(self):
        self._canvas.showPage()
        self._page, self._y = self._page + 1, self.TOP
        self._canvas.setFont("Plan", 13)
        self._canvas.drawCentredString(A4[0] / 2, A4[1] - 35, str(self._page))


def make_pdf(text, **options):
    """Return a PDF of a plan's text: lines with wide gaps as two columns, type and subject centred, else paragraphs."""
    pages = Pages(**options)
    title = 0
    for line in filter(None, map(str.strip, text.splitlines())):
        left, gap, right = line.partition("          ")
        if gap:
            pages.columns(left.strip(), right.strip())
        elif line == "KẾ HOẠCH" or title:
            pages.centred(line)
            title = 1 - title
        else:
            pages.paragraph(line)
    return pages.close()
