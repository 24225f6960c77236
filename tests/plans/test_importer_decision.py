"""A plan that a decision issues: the file begins with the decision, the plan is attached."""

from odoo.tests import BaseCase, tagged

from odoo.addons.dan_van.importer import parse

TEXT = """ỦY BAN NHÂN DÂN                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
XÃ MẪU                               Độc lập - Tự do - Hạnh phúc
Số: 31/QĐ-UBND                       Mẫu, ngày 04 tháng 3 năm 2026

QUYẾT ĐỊNH
Ban hành Kế hoạch dân vận khéo năm 2026
CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ MẪU
Căn cứ Luật Tổ chức chính quyền địa phương ngày 16/6/2025;
Theo đề nghị của Trưởng phòng Văn hóa - Xã hội tại Tờ trình số 12/TTr-VHXH ngày 02/3/2026.

QUYẾT ĐỊNH:
Điều 1. Ban hành kèm theo Quyết định này Kế hoạch dân vận khéo năm 2026.
Điều 2. Các phòng và các thôn thi hành Quyết định này./.

Nơi nhận:
- Như Điều 2;
- Lưu: VT.
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Lê Văn Mẫu

KẾ HOẠCH
Dân vận khéo năm 2026
(Kèm theo Quyết định số 31/QĐ-UBND ngày 04/3/2026 của Chủ tịch UBND xã Mẫu)

I. MỤC ĐÍCH
1. Mỗi thôn có một mô hình.
II. NỘI DUNG
1. Chọn mô hình trước ngày 31/3/2026.
III. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội: Hướng dẫn các thôn.
"""


@tagged("post_install", "-at_install")
class TestImporterDecision(BaseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.document = parse(TEXT.encode(), "quyet-dinh.txt")

    def test_the_plan_is_read_as_one(self):
        document = self.document
        self.assertEqual((document.type, document.subject), ("KẾ HOẠCH", "Dân vận khéo năm 2026"))
        self.assertEqual(
            [section.kind for section in document.sections], ["purpose", "content", "implementation"])
        self.assertEqual([each.unit for each in document.assignments], ["Phòng Văn hóa - Xã hội"])

    def test_bases_recipients_and_signer_come_from_the_decision(self):
        document = self.document
        self.assertEqual([(basis.kind, basis.date) for basis in document.bases], [
            ("Luật", "2025-06-16"), ("Tờ trình", "2026-03-02")])
        self.assertEqual((document.recipients, document.archive), (["Như Điều 2"], "Lưu: VT"))
        self.assertEqual((document.signer.title, document.signer.name), ("PHÓ CHỦ TỊCH", "Lê Văn Mẫu"))

    def test_its_articles_are_kept_apart_and_told(self):
        self.assertEqual([warning.code for warning in self.document.warnings], ["units_missing", "decision_above"])
        apart = " ".join(part.text for part in self.document.parts if part.kind == "decision")
        self.assertIn("Điều 1. Ban hành kèm theo Quyết định này", apart)
        self.assertFalse([part for part in self.document.parts if part.kind in ("unplaced", "stray")])
