"""The types of administrative documents, and in what the form of each differs from the others'."""
from dataclasses import dataclass

from .wording import paragraphs


@dataclass(frozen=True)
class DocumentType:
    """A type of documents (Nghị định 30/2020/NĐ-CP, Điều 7 and Phụ lục III).

    :ivar name: as it is printed and cited
    :ivar resolves: words above the articles of what is decided, empty where nothing is
    :ivar collective: whether it is the collective that decides rather than the head
    :ivar wired: a công điện names who wires and to whom above its text (mẫu 1.6)
    :ivar dated: whether the day stands under the Tiêu ngữ; biên bản tell it in their text (mẫu 1.9)
    :ivar titled: whether the subject is printed under the type; forms like a giấy giới thiệu have none (mẫu 1.8)
    :ivar footed: whether the agency's address stands at the foot of its first page (Phụ lục I, phần I, mục III.4)
    :ivar chair: title of who signs on the right, where it is no office of the agency
    :ivar second: title of who signs on the left, where two sign
    """

    name: str
    resolves: str = ""
    collective: bool = False
    wired: bool = False
    dated: bool = True
    titled: bool = True
    footed: bool = False
    chair: str = ""
    second: str = ""


#: By their abbreviation; a công văn has none that is printed.
TYPES = {
    "NQ": DocumentType("Nghị quyết", resolves="QUYẾT NGHỊ:", collective=True),
    "QĐ": DocumentType("Quyết định", resolves="QUYẾT ĐỊNH:"),
    "CT": DocumentType("Chỉ thị"),
    "QC": DocumentType("Quy chế"),
    "QyĐ": DocumentType("Quy định"),
    "TC": DocumentType("Thông cáo"),
    "TB": DocumentType("Thông báo"),
    "HD": DocumentType("Hướng dẫn"),
    "CTr": DocumentType("Chương trình"),
    "KH": DocumentType("Kế hoạch"),
    "PA": DocumentType("Phương án"),
    "ĐA": DocumentType("Đề án"),
    "DA": DocumentType("Dự án"),
    "BC": DocumentType("Báo cáo"),
    "BB": DocumentType("Biên bản", dated=False, chair="CHỦ TỌA", second="THƯ KÝ"),
    "TTr": DocumentType("Tờ trình"),
    "HĐ": DocumentType("Hợp đồng", second="ĐẠI DIỆN BÊN KIA"),
    "CĐ": DocumentType("Công điện", wired=True, footed=True),
    "BGN": DocumentType("Bản ghi nhớ", second="ĐẠI DIỆN BÊN KIA"),
    "BTT": DocumentType("Bản thỏa thuận", second="ĐẠI DIỆN BÊN KIA"),
    "GUQ": DocumentType("Giấy ủy quyền"),
    "GM": DocumentType("Giấy mời", footed=True),
    "GGT": DocumentType("Giấy giới thiệu", titled=False, footed=True),
    "GNP": DocumentType("Giấy nghỉ phép", titled=False),
    "PG": DocumentType("Phiếu gửi", titled=False, footed=True),
    "PC": DocumentType("Phiếu chuyển", titled=False, footed=True),
    "PB": DocumentType("Phiếu báo", titled=False, footed=True),
    "CV": DocumentType("Công văn", footed=True),
    "TgC": DocumentType("Thư công", titled=False, footed=True),
}
_BY_NAME = {each.name: each for each in TYPES.values()}

#: What puts a text in force, and what texts may be put in force so (mẫu 1.3).
ENACTING = ("QĐ", "NQ")
ENACTED = ("QC", "QyĐ", "CTr", "PA", "ĐA", "DA", "KH")

#: How the text of a type begins; "…" is for the drafter to fill in.
SKELETONS = {
    "NQ": """\
Điều 1. Thông qua …
Điều 2. Giao … tổ chức thực hiện Nghị quyết này.
Điều 3. Nghị quyết có hiệu lực từ ngày …""",
    "QĐ": """\
Điều 1. …
Điều 2. Quyết định này có hiệu lực kể từ ngày ký.
Điều 3. …, Trưởng các phòng và cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này.""",
    "QC": """\
Chương I
QUY ĐỊNH CHUNG
Điều 1. Phạm vi điều chỉnh
Quy chế này quy định về …
Điều 2. Đối tượng áp dụng
…
Chương II
…
Chương III
TỔ CHỨC THỰC HIỆN
Điều 3. Trách nhiệm thi hành
…""",
    "BB": """\
Thời gian bắt đầu: … giờ …, ngày … tháng … năm …
Địa điểm: …
Thành phần tham dự: …
Chủ trì (chủ tọa): …
Thư ký (người ghi biên bản): …
Nội dung: …
Kết luận: …
Cuộc họp kết thúc vào … giờ … cùng ngày. Biên bản đã được đọc lại và các thành viên dự họp thống nhất.""",
    "TTr": """\
I. SỰ CẦN THIẾT
…
II. NỘI DUNG TRÌNH
…
III. KIẾN NGHỊ
…""",
    "CĐ": """\
…
Nhận được Công điện này, đề nghị các cơ quan, đơn vị khẩn trương …""",
    "GM": """\
… trân trọng kính mời: …
Tới dự: …
Chủ trì: …
Thời gian: … giờ …, ngày …
Địa điểm: …""",
    "GGT": """\
… trân trọng giới thiệu:
Ông (bà): …
Chức vụ: …
Được cử đến: …
Về việc: …
Đề nghị Quý cơ quan tạo điều kiện để ông (bà) có tên ở trên hoàn thành nhiệm vụ.
Giấy này có giá trị đến hết ngày …""",
    "GNP": """\
Xét đơn đề nghị nghỉ phép ngày … của ông (bà) …
… cho ông (bà): …
Chức vụ: …
Được nghỉ phép trong … ngày, kể từ ngày … đến hết ngày …, tại …""",
    "GUQ": """\
Người ủy quyền: …
Người được ủy quyền: …
Nội dung ủy quyền: …
Thời hạn ủy quyền: từ ngày … đến hết ngày …""",
    "PG": """\
… gửi kèm theo phiếu này các văn bản, tài liệu sau:
1. …;
2. ….
Sau khi nhận được, đề nghị … gửi lại phiếu này.""",
    "PC": """\
… nhận được … của …
Theo chức năng, nhiệm vụ, … kính chuyển đến … để xem xét, giải quyết theo thẩm quyền.""",
    "PB": """\
… đã nhận được … của …
…""",
}
#: What a letter corrects, place by place; it is for the drafter to fill in too.
CORRECTED = """\
1. Tại …:
- Đã in: “…”;
- Sửa lại là: “…”."""
SKELETONS["QyĐ"] = SKELETONS["QC"].replace("Quy chế này", "Quy định này")


def form_of(name):
    """:return: :class:`DocumentType` called ``name``; a type of its own has the form of most, văn bản có tên loại (mẫu 1.4)"""
    return _BY_NAME.get(name) or DocumentType(name)


def left_open(key, text):
    """Return the lines of the skeleton of a type that ``text`` still holds as they were, with places to fill in."""
    given = {line for line in paragraphs(f"{SKELETONS.get(key, '')}\n{CORRECTED}") if "…" in line}
    return [line for line in paragraphs(text) if line in given]


def is_unwritten(text):
    """Tell whether ``text`` is empty or a skeleton as it was given."""
    return not (text or "").strip() or text.strip() in SKELETONS.values()
