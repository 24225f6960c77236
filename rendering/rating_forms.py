"""What stands on the sheets of a yearly evaluation, part by part: on the form of each decree, and on one of our own for units.

A renderer lays out the parts in their order; the words are finished.
"""
from typing import NamedTuple

#: Lines that are left to be written on by hand.
ROOM = 2
LEVELS = {
    "excellent": "Hoàn thành xuất sắc nhiệm vụ",
    "good": "Hoàn thành tốt nhiệm vụ",
    "completed": "Hoàn thành nhiệm vụ",
    "failed": "Không hoàn thành nhiệm vụ",
}
_DONE_HOW = "(xác định rõ nội dung công việc thực hiện; tỷ lệ hoàn thành, chất lượng, tiến độ công việc)"

# Nghị định 90/2020/NĐ-CP, mẫu số 02, mục I: (words of an item, what explains it), of all officials, then of those who lead.
_OF_ALL = (
    ("1. Chính trị tư tưởng", ""), ("2. Đạo đức, lối sống", ""), ("3. Tác phong, lề lối làm việc", ""), ("4. Ý thức tổ chức kỷ luật", ""),
    ("5. Kết quả thực hiện chức trách, nhiệm vụ được giao", _DONE_HOW),
    ("6. Thái độ phục vụ nhân dân, doanh nghiệp",
     "(đối với những vị trí tiếp xúc trực tiếp hoặc trực tiếp giải quyết công việc của người dân và doanh nghiệp)"))
_OF_LEADERS = (
    ("7. Kết quả hoạt động của cơ quan, tổ chức, đơn vị được giao quản lý, phụ trách", _DONE_HOW),
    ("8. Năng lực lãnh đạo, quản lý", ""), ("9. Năng lực tập hợp, đoàn kết", ""))
_RESULTS = 4  # which of the items tells the results of the year

# Nghị định 335/2025/NĐ-CP, mẫu số 01, mục I: number, criterion, most points; groups have Roman numbers.
_CRITERIA = (
    ("I", "Phẩm chất chính trị, phẩm chất đạo đức, văn hóa thực thi công vụ và ý thức kỷ luật, kỷ cương trong thực thi công vụ", "10"),
    ("1", "Phẩm chất chính trị, phẩm chất đạo đức, văn hóa thực thi công vụ", "5"),
    ("2", "Ý thức kỷ luật, kỷ cương trong thực thi công vụ", "5"),
    ("II", "Năng lực chuyên môn, nghiệp vụ theo yêu cầu của vị trí việc làm; khả năng đáp ứng yêu cầu thực thi nhiệm vụ được giao; tinh "
           "thần trách nhiệm trong thực thi công vụ; thái độ phục vụ người dân, doanh nghiệp và khả năng phối hợp với đồng nghiệp", "10"),
    ("1", "Năng lực chuyên môn, nghiệp vụ theo yêu cầu của vị trí việc làm", "2,5"),
    ("2", "Khả năng đáp ứng yêu cầu thực thi nhiệm vụ được giao thường xuyên, đột xuất", "2,5"),
    ("3", "Tinh thần trách nhiệm trong thực thi công vụ", "2,5"),
    ("4", "Thái độ phục vụ người dân, doanh nghiệp và khả năng phối hợp với đồng nghiệp", "2,5"),
    ("III", "Năng lực đổi mới, sáng tạo, dám nghĩ, dám làm, dám chịu trách nhiệm vì lợi ích chung trong thực thi công vụ", "10"),
    ("1", "Có sản phẩm, giải pháp đột phá, sáng tạo đem lại giá trị, hiệu quả thiết thực, tác động tích cực đến kết quả thực hiện nhiệm vụ "
          "của cơ quan, tổ chức, đơn vị", "2,5"),
    ("2", "Sẵn sàng tham gia thực hiện nhiệm vụ chính trị đặc biệt quan trọng, nhiệm vụ có tính chất đột xuất, phức tạp hoặc trong điều "
          "kiện khó khăn", "2,5"),
    ("3", "Có tinh thần chịu trách nhiệm trước kết quả công việc; chủ động nhận trách nhiệm khi có sai sót và có biện pháp khắc phục rõ "
          "ràng, cụ thể", "2,5"),
    ("4", "Chủ động đưa ra quyết định trong phạm vi thẩm quyền, không né tránh; có tinh thần tiên phong trong thực hiện những nhiệm vụ "
          "mới", "2,5"),
)


class Heading(NamedTuple):
    """A heading, and what stands below it in italics."""

    text: str
    note: str = ""
    kind: str = "heading"


class Remark(NamedTuple):
    """What somebody says under a label; ``room`` lines to write by hand where he says nothing.

    :ivar label: bold
    :ivar explained: behind it, upright
    :ivar lines: paragraphs
    """

    label: str
    lines: tuple[str, ...] = ()
    explained: str = ""
    room: int = 0
    kind: str = "remark"


class Grid(NamedTuple):
    """A table.

    :ivar shares: of the width that each column has, in percent
    :ivar centred: indexes of the columns that are centred
    :ivar bold: indexes of the rows that are bold
    """

    shares: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    head: tuple[str, ...] = ()
    centred: tuple[int, ...] = ()
    bold: tuple[int, ...] = ()
    kind: str = "grid"


class Signatures(NamedTuple):
    """Places to sign, side by side; a single one stands on the right.

    :ivar signers: :class:`rating.Signer`, dates in words
    """

    signers: tuple
    kind: str = "signatures"


def plain(sheet):
    """Yield the parts of our own sheet, one page for a usual year."""
    yield Heading("I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ")
    yield _figures(sheet)
    if sheet.criteria:
        yield Heading("II. TIÊU CHÍ CHUNG")
        yield Remark("", (sheet.criteria_line,))
    yield Heading(f"{'III' if sheet.criteria else 'II'}. ĐÁNH GIÁ, XẾP LOẠI")
    yield _judged(sheet)
    for step in sheet.steps:
        if step.note or not step.is_done:
            yield Remark(step.name, sheet.said(step), room=1)
    yield Signatures(sheet.signatures)


def of_2020(sheet):
    """Yield the parts of "Phiếu đánh giá, xếp loại chất lượng công chức" (Nghị định 90/2020/NĐ-CP, mẫu số 02)."""
    own, head, final = sheet.steps
    yield Heading("I. KẾT QUẢ TỰ ĐÁNH GIÁ")
    for index, (label, explained) in enumerate(_OF_ALL):
        yield Remark(label, (sheet.figure_text,) if index == _RESULTS else (), explained, ROOM)
    yield Heading("PHẦN DÀNH RIÊNG CHO CÔNG CHỨC LÃNH ĐẠO, QUẢN LÝ")
    for label, explained in _OF_LEADERS:
        yield Remark(label, (), explained, ROOM if sheet.leads else 0)
    yield Heading("II. TỰ NHẬN XÉT, XẾP LOẠI CHẤT LƯỢNG")
    yield Remark("1. Tự nhận xét ưu, khuyết điểm", sheet.said(own), room=ROOM)
    yield Remark("2. Tự xếp loại chất lượng", _level(own), _choice(own), 1)
    yield Signatures((sheet.signatures[0]._replace(lines=("NGƯỜI TỰ NHẬN XÉT",)),))
    yield Heading("III. Ý KIẾN NHẬN XÉT, ĐÁNH GIÁ", "(Phần dành cho người trực tiếp nhận xét, đánh giá công chức)")
    yield Remark("1. Nhận xét ưu, khuyết điểm", sheet.said(head), room=ROOM)
    yield Remark("2. Đề nghị xếp loại chất lượng", _level(head), _choice(head), 1)
    yield Signatures(sheet.signatures[1:2])
    yield Heading("IV. KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG CÔNG CHỨC", "(Phần dành cho cấp có thẩm quyền đánh giá, xếp loại)")
    yield Remark("1. Nhận xét ưu, khuyết điểm", sheet.said(final), room=ROOM)
    yield Remark("2. Kết quả đánh giá, xếp loại chất lượng", _level(final), _choice(final), 1)
    yield Remark("3. Nhận định chiều hướng, triển vọng phát triển của công chức", room=ROOM)
    yield Signatures(sheet.signatures[2:])


def of_2026(sheet):
    """Yield the parts of "Phiếu theo dõi, đánh giá công chức" (Nghị định 335/2025/NĐ-CP, mẫu số 01) for a whole year."""
    own, _head, final = sheet.steps
    most = str(sum(int(points) for number, _words, points in _CRITERIA if number.isalpha()))
    rows = [(*criterion, "", "") for criterion in _CRITERIA]
    rows.append(("", "Tổng điểm tiêu chí chung", most, *(sheet.points_of(step.general) if step.is_done else "" for step in (own, final))))
    yield Heading("I. KẾT QUẢ THEO DÕI, ĐÁNH GIÁ THEO TIÊU CHÍ CHUNG")
    yield Grid(
        (7, 55, 11, 13, 14), tuple(rows), ("TT", "Tiêu chí chấm điểm", "Điểm tối đa", "Điểm do cá nhân tự chấm", "Điểm do cấp có thẩm quyền chấm"),
        (0, 2, 3, 4), tuple(index for index, row in enumerate(rows) if not row[0].isdigit()))
    yield Heading("II. KẾT QUẢ THEO DÕI, ĐÁNH GIÁ THEO TIÊU CHÍ KẾT QUẢ THỰC HIỆN NHIỆM VỤ")
    yield _figures(sheet)
    yield Heading("III. TỔNG HỢP KẾT QUẢ THEO DÕI, ĐÁNH GIÁ CÔNG CHỨC")
    yield _judged(sheet, ("1. ", "2. ", "3. "))
    yield Remark("4. Ưu điểm; 5. Hạn chế, khuyết điểm", sheet.said(own), room=ROOM)
    yield Remark("6. Ý kiến nhận xét của cấp có thẩm quyền theo dõi, đánh giá", tuple(
        f"{step.name}: {line}" for step in sheet.steps[1:] for line in sheet.said(step)), room=ROOM)
    yield Signatures((sheet.signatures[0]._replace(lines=("CÔNG CHỨC TỰ ĐÁNH GIÁ",)), *sheet.signatures[1:]))


#: By the key of the scheme's form.
FORMS = {"plain": plain, "2020": of_2020, "2026": of_2026}


def _figures(sheet):
    return Grid((38, 12, 38, 12), tuple(sheet.figure_rows), centred=(1, 3))


def _judged(sheet, numbers=()):
    rows = [(f"{number}{row[0]}", *row[1:]) for number, row in zip((*numbers, *[""] * 5), sheet.step_rows)]
    share = 76 / len(sheet.steps)
    return Grid(
        (24, *[share] * len(sheet.steps)), tuple(rows), ("Nội dung", *(step.name for step in sheet.steps)),
        tuple(range(1, 1 + len(sheet.steps))), (len(rows) - 1,))


def _level(step):
    return (LEVELS.get(step.level, ""),) if step.is_done and step.level else ()


def _choice(step):
    """:return: the four levels to choose from, where none is given yet"""
    return "" if _level(step) else f"({'; '.join(LEVELS.values())})"
