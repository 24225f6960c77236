"""Documents that come in: official letters of state and Party, other types, doubts. Every text our own."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer.casing import cased
from odoo.addons.dan_van.importer.letter import read_letter

from ..importer_cases import make_docx, make_pdf

UNITS = ((1, "Văn phòng", "VP"), (2, "Phòng Địa bàn", "ĐB"), (3, "Thanh tra", "TTr"))
HEAD = """UBND TỈNH MẪU                  CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                         Độc lập - Tự do - Hạnh phúc
Số: 345/SNV-CCHC               Mẫu, ngày 12 tháng 5 năm 2026
"""
LETTER = HEAD + """V/v báo cáo kết quả công tác
dân vận 6 tháng đầu năm 2026

Kính gửi:
- Các sở, ban, ngành tỉnh;
- UBND các xã, phường.

"""
END = """
Nơi nhận:                      KT. GIÁM ĐỐC
- Như trên;                    PHÓ GIÁM ĐỐC
- Lưu: VT.

                               Nguyễn Văn Mẫu
"""


def letter(text, **named):
    return read_letter(text.encode(), "van-ban.txt", **named)


def asked(*sentences, head=LETTER, **named):
    """Return what is read of an official letter whose text is ``sentences``, one a paragraph."""
    return letter(head + "\n".join(sentences) + "\n" + END, **named)


def codes(found):
    return [notice.code for notice in found.warnings]


@tagged("post_install", "-at_install")
class TestImporterLetter(BaseCase):
    def test_an_official_letter(self):
        found = asked(
            "Thực hiện Kế hoạch số 12/KH-UBND ngày 20/01/2026 của UBND tỉnh, Sở Nội vụ đề nghị các cơ quan báo cáo kết quả.",
            "Báo cáo gửi về Sở Nội vụ trước ngày 15/6/2026 để tổng hợp.")
        self.assertEqual((found.code, found.issued, found.issuer, found.kind), ("345/SNV-CCHC", "2026-05-12", "Sở Nội vụ", "Công văn"))
        self.assertEqual(found.subject, "Về việc báo cáo kết quả công tác dân vận 6 tháng đầu năm 2026")
        self.assertEqual(found.addressees, ["Các sở, ban, ngành tỉnh", "UBND các xã, phường"])
        self.assertEqual(found.deadline.date, "2026-06-15")
        self.assertEqual((found.signer.title, found.signer.name), ("PHÓ GIÁM ĐỐC", "Nguyễn Văn Mẫu"))
        self.assertEqual(codes(found), [])

    def test_header_and_subject_in_the_cells_of_a_table(self):
        def header(document):
            body = document.paragraphs[0]
            table = document.add_table(1, 2)
            left, right = table.rows[0].cells
            left.text = "HUYỆN ỦY MẪU\nBAN DÂN VẬN\n*\nSố 07-CV/BDV\nV/v đăng ký mô hình\n“Dân vận khéo”"
            right.text = "ĐẢNG CỘNG SẢN VIỆT NAM\n\nMẫu, ngày 02 tháng 3 năm 2026"
            body._p.addprevious(table._tbl)
        text = "Kính gửi: Các chi bộ trực thuộc,\nĐề nghị các chi bộ đăng ký chậm nhất là ngày 20 tháng 3 năm 2026.\nNơi nhận:\n- Như trên,\n"
        found = read_letter(make_docx(text, header), "cv.docx")
        self.assertEqual((found.code, found.issued, found.issuer), ("07-CV/BDV", "2026-03-02", "Ban Dân vận"))
        self.assertEqual((found.subject, found.kind), ("Về việc đăng ký mô hình “Dân vận khéo”", "Công văn"))
        self.assertEqual((found.addressees, found.deadline.date), (["Các chi bộ trực thuộc"], "2026-03-20"))

    def test_the_same_printed_as_pdf(self):
        text = asked("Đề nghị báo cáo trước ngày 15/6/2026.")
        found = read_letter(make_pdf(LETTER + "Đề nghị báo cáo trước ngày 15/6/2026.\n" + END), "cv.pdf")
        for name in ("code", "issued", "issuer", "subject", "addressees"):
            self.assertEqual(getattr(found, name), getattr(text, name), name)
        self.assertEqual(found.deadline.date, "2026-06-15")

    def test_subject_and_date_in_two_columns_of_one_line(self):
        found = letter(
            "SỞ TƯ PHÁP\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 18/STP-PBGDPL\tĐộc lập - Tự do - Hạnh phúc\n"
            "V/v hưởng ứng ngày pháp luật\tMẫu, ngày 1 tháng 9 năm 2026\nvà thực hiện Kế hoạch số 4/KH-UBND\n"
            "Kính gửi: Ban Dân tộc; Sở Y tế.\nĐề nghị gửi kết quả, hạn cuối: 30/9.\n")
        self.assertEqual((found.code, found.issued), ("18/STP-PBGDPL", "2026-09-01"))
        self.assertEqual(found.subject, "Về việc hưởng ứng ngày pháp luật và thực hiện Kế hoạch số 4/KH-UBND")
        self.assertEqual((found.addressees, found.deadline.date), (["Ban Dân tộc", "Sở Y tế"], "2026-09-30"))

    def test_how_the_subject_of_an_official_letter_begins(self):
        for mark in ("V/v báo cáo", "V/v: báo cáo", "v/v báo cáo", "V.v báo cáo", "Về việc báo cáo", "VỀ VIỆC báo cáo"):
            with self.subTest(mark):
                found = letter(LETTER.replace("V/v báo cáo", mark) + "Đề nghị các cơ quan biết.\n" + END)
                self.assertEqual((found.kind, found.subject), (
                    "Công văn", "Về việc báo cáo kết quả công tác dân vận 6 tháng đầu năm 2026"))
        found = letter(HEAD + "Kính gửi: Sở Y tế\nVề việc này, Sở Nội vụ đề nghị báo cáo.\n" + END)
        self.assertEqual((found.kind, found.subject, codes(found)), ("Công văn", None, ["subject_missing"]))

    def test_other_types_with_their_urgency(self):
        for typed, kind, subject in (
            ("THÔNG BÁO\nVề việc nộp báo cáo năm\n", "Thông báo", "Về việc nộp báo cáo năm"),
            ("QUYẾT ĐỊNH\nBan hành Quy chế dân chủ\nGIÁM ĐỐC SỞ NỘI VỤ\n", "Quyết định", "Ban hành Quy chế dân chủ"),
            ("GIẤY MỜI\nHọp đánh giá công tác quý III\n", "Giấy mời", "Họp đánh giá công tác quý III"),
            ("TỜ TRÌNH\nVề việc phê duyệt đề án\nKính gửi: UBND tỉnh Mẫu\n", "Tờ trình", "Về việc phê duyệt đề án"),
        ):
            for printed, urgency in (("HỎA TỐC", "express"), ("THƯỢNG KHẨN", "very_urgent"), ("KHẨN", "urgent"), ("", None)):
                with self.subTest(kind=kind, urgency=urgency):
                    found = letter(f"{HEAD}{printed}\n{typed}Căn cứ Quy chế làm việc;\nCác đơn vị gửi ý kiến trước ngày 20/5/2026.\n{END}")
                    self.assertEqual((found.kind, found.subject, found.urgency), (kind, subject, urgency))
                    self.assertEqual((found.deadline.date, found.code), ("2026-05-20", "345/SNV-CCHC"))

    def test_how_a_day_of_the_answer_is_worded(self):
        for words in (
            "Báo cáo gửi về Sở Nội vụ trước ngày 12/6/2026.",
            "Đề nghị các đơn vị báo cáo bằng văn bản chậm nhất ngày 12 tháng 6 năm 2026.",
            "Ý kiến góp ý gửi trước 16 giờ 30, thứ Sáu, ngày 12/6/2026 để kịp trình UBND tỉnh.",
            "Yêu cầu hoàn thành xong trước 12/6/2026.",
            "Thời hạn gửi báo cáo: trước ngày 12.6.2026.",
            "Đề nghị cung cấp số liệu đến hết ngày 12/6/2026.",
            "Danh sách đăng ký gửi về Sở trước 17h00 ngày 12-6-2026.",
            "Thực hiện Công văn số 9/UBND-NC ngày 02/5/2026 của UBND tỉnh, đề nghị trả lời trước ngày 12/6/2026.",
        ):
            with self.subTest(words):
                found = asked(words)
                self.assertEqual(found.deadline and found.deadline.date, "2026-06-12")
                self.assertEqual(codes(found), [])

    def test_what_is_no_day_of_the_answer(self):
        for words in (
            "Báo cáo kết quả thực hiện trong quý I năm 2026 được gửi kèm theo.",
            "Căn cứ Kế hoạch số 12/KH-UBND ngày 20/6/2026 của UBND tỉnh.",
            "Sở Nội vụ đã nhận báo cáo của các cơ quan ngày 02/5/2026.",
            "Trước ngày 30/4/1975 nhân dân trong xã đã sống ở đây.",
        ):
            with self.subTest(words):
                self.assertIsNone(asked(words).deadline)

    def test_days_that_are_not_sure_are_told(self):
        for words, date, doubts in (
            ("Đề nghị báo cáo trước ngày 12/6.", "2026-06-12", ["year_inferred"]),
            ("Đề nghị báo cáo trước ngày 12/01.", "2027-01-12", ["year_inferred"]),
            ("Đề nghị báo cáo trước ngày 12/4/2026.", None, ["deadline_before_issue"]),
            ("Đề nghị báo cáo trước ngày 12/6/2026 và ngày 10/12/2026.", "2026-06-12", ["deadline_several"]),
            ("Đề nghị góp ý trong thời hạn 05 ngày làm việc kể từ ngày nhận được công văn.", None, ["deadline_counted"]),
            ("Hằng tháng gửi báo cáo trước ngày 20.", None, ["deadline_returns"]),
        ):
            with self.subTest(words):
                found = asked(words)
                self.assertEqual(found.deadline.date, date)
                self.assertEqual(codes(found), doubts)

    def test_a_day_in_a_letter_without_date_is_of_the_year_of_arrival(self):
        head = LETTER.replace("ngày 12 tháng 5 năm 2026", "ngày     tháng     năm")
        found = asked("Đề nghị báo cáo trước ngày 12/6.", head=head, year=2031)
        self.assertEqual((found.issued, found.deadline.date), (None, "2031-06-12"))
        self.assertIn("date_missing", codes(found))

    def test_own_units_that_are_asked(self):
        text = (
            "Kính gửi: Phòng Địa bàn\n", "Giao Thanh tra chủ trì rà soát; báo cáo gửi về Văn phòng trước ngày 20/5/2026.\n",
            "Văn phòng UBND tỉnh đã có ý kiến.\n")
        found = letter(HEAD + "V/v rà soát hồ sơ\n" + "".join(text) + END, units=UNITS)
        self.assertEqual([named.unit for named in found.units], ["Phòng Địa bàn", "Thanh tra"])

    def test_what_is_missing_is_told(self):
        for text, told in (
            (LETTER.replace("345/", "   /"), ["number_missing"]),
            (LETTER.replace("Số: 345/SNV-CCHC", " " * 16), ["symbol_missing"]),
            (LETTER.replace("SỞ NỘI VỤ", " " * 9).replace("UBND TỈNH MẪU", " " * 13), ["issuer_missing"]),
            ("Ghi chép tại buổi làm việc\nkhông theo mẫu nào\n", [
                "symbol_missing", "date_missing", "issuer_missing", "subject_missing", "type_missing"]),
        ):
            with self.subTest(told):
                self.assertEqual(codes(letter(text + "Đề nghị các đơn vị biết." + END * ("UBND" in text or "SNV" in text))), told)

    def test_every_letter_of_the_file_is_in_a_part(self):
        text = LETTER + "Đề nghị báo cáo trước ngày 15/6/2026.\n" + END
        parts = letter(text).parts
        self.assertEqual("".join("".join(part.text.split()) for part in parts), "".join(text.split()))
        self.assertFalse([part.text for part in parts if part.kind == "unplaced"])
        self.assertEqual([part.text for part in parts if part.path == "deadline"], ["Đề nghị báo cáo trước ngày 15/6/2026."])

    def test_names_in_capitals_are_written_as_in_running_text(self):
        for printed, written in (
            ("SỞ NỘI VỤ", "Sở Nội vụ"), ("UBND TỈNH MẪU", "UBND tỉnh Mẫu"), ("ỦY BAN NHÂN DÂN TỈNH MẪU", "Ủy ban nhân dân tỉnh Mẫu"),
            ("VĂN PHÒNG UBND TỈNH", "Văn phòng UBND tỉnh"), ("TỈNH ỦY LÂM SƠN", "Tỉnh ủy Lâm Sơn"), ("THANH TRA TỈNH", "Thanh tra tỉnh"),
            ("HỘI ĐỒNG NHÂN DÂN THÀNH PHỐ NÚI XANH", "Hội đồng nhân dân thành phố Núi Xanh"),
            ("BẢO HIỂM XÃ HỘI TỈNH MẪU", "Bảo hiểm Xã hội tỉnh Mẫu"), ("Sở Y tế", "Sở Y tế"),
        ):
            self.assertEqual(cased(printed), written)
        self.assertEqual(cased("ĐẢNG ỦY CÁC CƠ QUAN", "gửi Đảng ủy các\ncơ quan trước"), "Đảng ủy các cơ quan")


@tagged("post_install", "-at_install")
class TestImporterLetterForms(BaseCase):
    def test_a_date_that_its_blanks_divided_beside_the_subject(self):
        for date in ("Mẫu, ngày 15  tháng 4 năm 2026", "Mẫu, ngày\t15\ttháng 4 năm 2026", "Mẫu, ngày  15 tháng 4 năm 2026"):
            with self.subTest(date):
                found = letter(f"SỞ XÂY DỰNG\nSố: 28/SXD-QLN\nV/v góp ý công nhận Ban\t{date}\nvận động thành lập hội\nKính gửi: Sở Nội vụ.\n")
                self.assertEqual((found.issued, found.subject), ("2026-04-15", "Về việc góp ý công nhận Ban vận động thành lập hội"))

    def test_a_subject_that_cites_a_document_by_its_number(self):
        found = letter("SỞ NỘI VỤ\nSố:      /SNV-NC\nMẫu, ngày    tháng 4 năm 2026\nV/v thực hiện Công văn\nsố 36/VPCP-CĐS\ncủa Văn phòng Chính phủ"
                       "\nKính gửi: Sở Tư pháp.\n")
        self.assertEqual((found.code, found.issuer), ("/SNV-NC", "Sở Nội vụ"))
        self.assertEqual(found.subject, "Về việc thực hiện Công văn số 36/VPCP-CĐS của Văn phòng Chính phủ")

    def test_a_subject_in_quotation_marks(self):
        found = letter("TỈNH ĐOÀN MẪU\nSố: 15-CV/TĐTN\n“V/v giới thiệu người tham gia\ntổ giúp việc”\nKính gửi: Sở Nội vụ.\n")
        self.assertEqual(found.subject, "Về việc giới thiệu người tham gia tổ giúp việc")

    def test_an_invitation_without_subject(self):
        found = letter(HEAD + "GIẤY MỜI\nThực hiện Chương trình công tác tháng 5, Sở Nội vụ tổ chức họp\ncủa năm 2026.\n1. Chủ trì: Giám đốc Sở.\n")
        self.assertEqual((found.kind, found.subject), ("Giấy mời", None))

    def test_types_that_are_not_of_plans(self):
        for title, kind in (("PHIẾU TRÌNH", "Phiếu trình"), ("GIẤY PHÉP", "Giấy phép"), ("ĐIỀU LỆ", "Điều lệ"), ("HỢP ĐỒNG", "Hợp đồng")):
            with self.subTest(title):
                found = letter(f"{HEAD}{title}\nVề mẫu của năm 2026\nKính gửi: Ban Giám đốc.\n")
                self.assertEqual((found.kind, found.issuer), (kind, "Sở Nội vụ"))

    def test_addressees_that_go_on_with_a_capital(self):
        found = letter(HEAD + "V/v báo cáo\nKính gửi:\n- Các hội của tỉnh Mẫu, tỉnh\nAn Bình và tỉnh Tân Lập,\n- Hội Nông dân xã Tân\nLập.\n"
                       "Thực hiện Kế hoạch số 1/KH-UBND, Sở Nội vụ đề nghị báo cáo.\n")
        self.assertEqual(found.addressees, ["Các hội của tỉnh Mẫu, tỉnh An Bình và tỉnh Tân Lập", "Hội Nông dân xã Tân Lập"])

    def test_recipients_are_neither_title_nor_name_of_who_signs(self):
        found = letter(LETTER + "Đề nghị báo cáo.\nNơi nhận:\n- Như trên;\tTL. GIÁM ĐỐC\n- Các phòng, ban;\tCHÁNH VĂN PHÒNG\n- LĐVP;\nCổng TTĐT;\n"
                       "- Lưu: VT.\n\tTrần Văn Mẫu\n")
        self.assertEqual((found.signer.title, found.signer.name), ("CHÁNH VĂN PHÒNG", "Trần Văn Mẫu"))
        self.assertIn("LĐVP", found.recipients)

    def test_letters_of_other_languages_in_the_place_of_our_own(self):
        found = letter("SỞ CÔNG THƢƠNG\nSố: 12/SCT-CN\nV/v hƣớng dẫn\nKính gửi: Ðoàn Thanh niên.\n")
        self.assertEqual((found.issuer, found.subject), ("Sở Công thương", "Về việc hướng dẫn"))
