"""Numbers of edXML for types and urgency of documents, and for what becomes of them (QCVN 102:2016/BTTTT)."""

#: Types of documents by their abbreviation of Nghị định 30/2020/NĐ-CP, Phụ lục III.
TYPES = {
    "NQ": (1, "Nghị quyết"), "QĐ": (2, "Quyết định"), "CT": (3, "Chỉ thị"), "QC": (4, "Quy chế"),
    "QyĐ": (5, "Quy định"), "TC": (6, "Thông cáo"), "TB": (7, "Thông báo"), "HD": (8, "Hướng dẫn"),
    "CTr": (9, "Chương trình"), "KH": (10, "Kế hoạch"), "PA": (11, "Phương án"), "ĐA": (12, "Đề án"),
    "DA": (13, "Dự án"), "BC": (14, "Báo cáo"), "BB": (15, "Biên bản"), "TTr": (16, "Tờ trình"),
    "HĐ": (17, "Hợp đồng"), "CV": (18, "Công văn"), "CĐ": (19, "Công điện"), "GM": (25, "Giấy mời"),
}
ABBREVIATIONS = {number: abbreviation for abbreviation, (number, _name) in TYPES.items()}

#: Priority by the key of :data:`rendering.wording.URGENCIES`; empty for a document that is not urgent.
PRIORITIES = {"": 0, "urgent": 1, "very_urgent": 2, "express": 3}
URGENCIES = {number: urgency for urgency, number in PRIORITIES.items()}

#: What an agency says of a document that it was sent, by the number of the status.
STATUSES = {
    1: "Đã đến", 2: "Từ chối tiếp nhận", 3: "Đã tiếp nhận", 4: "Phân công xử lý", 5: "Đang xử lý", 6: "Hoàn thành",
    13: "Lấy lại", 15: "Đồng ý cập nhật, thu hồi", 16: "Từ chối cập nhật, thu hồi",
}
