"""Agencies of eight kinds with their units; names of places and people are made up."""

from dataclasses import dataclass

PROVINCES = ("Mẫu Giang", "Tân Mẫu", "Đông Mẫu", "Mẫu Hải")
COMMUNES = ("Mẫu Khê", "Mẫu Thịnh", "An Mẫu", "Mẫu Lương", "Phú Mẫu")
PEOPLE = ("Lê Mẫu An", "Trần Thị Mẫu Bình", "Phạm Quang Mẫu", "Hoàng Mẫu Nghi", "Đỗ Mẫu", "Vũ Thị Hồng Mẫu", "Y Mẫu Niê")


@dataclass(frozen=True)
class Agency:
    """An agency: names as printed in the header (`` / `` divides lines), in sentences, its units and those beside it."""

    kind: str
    parent: str
    issuer: str
    own: str
    symbol: str
    place: str
    signers: tuple
    units: tuple
    groups: tuple
    outer: tuple
    superior: str
    recipients: tuple
    archive: tuple
    persons: tuple = ()
    party: bool = False


def make(kind, choices):
    """Return an agency of ``kind`` with names made up for the plan of ``choices``."""
    province, commune = choices.one(PROVINCES, "place"), choices.one(COMMUNES, "place")
    return _MAKERS[kind](province, commune)


def _province(province, _commune):
    return Agency(
        "province", "", f"ỦY BAN NHÂN DÂN / TỈNH {province.upper()}", "Ủy ban nhân dân tỉnh", "KH-UBND", province,
        (("", "CHỦ TỊCH"), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ("TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
         ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), ("TUQ. CHỦ TỊCH", "GIÁM ĐỐC SỞ NỘI VỤ")),
        ("Sở Nội vụ", "Sở Tư pháp", "Sở Văn hóa, Thể thao và Du lịch", "Công an tỉnh", "Thanh tra tỉnh", "Sở Tài chính",
         "Văn phòng Ủy ban nhân dân tỉnh", "Sở Nông nghiệp và Môi trường", "Sở Khoa học và Công nghệ", "Thuế tỉnh",
         f"Báo và Phát thanh, Truyền hình {province}", "Ban Tiếp công dân tỉnh", "VP UBND tỉnh",
         "Ban Quản lý dự án đầu tư xây dựng", "Hội đồng phối hợp phổ biến, giáo dục pháp luật tỉnh"),
        ("Các sở, ban, ngành", "Ủy ban nhân dân các xã, phường", "Các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh"),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "Liên đoàn Lao động tỉnh", "Tỉnh Đoàn"),
        "Bộ Nội vụ", ("Bộ Nội vụ (b/c)", "TTr Tỉnh ủy, TTr HĐND tỉnh (b/c)", "Chủ tịch, các PCT UBND tỉnh",
                      "Các sở, ban, ngành tỉnh", "UBND các xã, phường", "Cổng TTĐT tỉnh"),
        ("Lưu: VT, NC", "Lưu: VT, NC.05", "Lưu VT, KSTT"),
        ("Đồng chí Phó Chủ tịch Thường trực Ủy ban nhân dân tỉnh", "Giám đốc Sở Nội vụ", "Chánh Thanh tra tỉnh",
         "Đồng chí Lê Mẫu An, Phó Trưởng Ban Chỉ đạo"),
    )  # fmt: skip


def _department(province, _commune):
    return Agency(
        "department", f"UBND TỈNH {province.upper()}", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Sở Nông nghiệp và Môi trường",
        "KH-SNNMT", province,
        (("", "GIÁM ĐỐC"), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("TL. GIÁM ĐỐC", "CHÁNH VĂN PHÒNG")),
        ("Văn phòng Sở", "Thanh tra Sở", "Phòng Kế hoạch - Tài chính", "Phòng Tổ chức cán bộ", "Chi cục Kiểm lâm",
         "Chi cục Thủy lợi", "Trung tâm Khuyến nông", "Phòng Quản lý đất đai", "Văn phòng Đăng ký đất đai",
         "Chi cục Chăn nuôi và Thú y", "Ban Quản lý rừng phòng hộ", "Quỹ Bảo vệ và Phát triển rừng"),
        ("Các phòng, đơn vị thuộc Sở", "Các phòng chuyên môn, nghiệp vụ", "Các đơn vị trực thuộc Sở"),
        ("Đảng ủy Sở", "Công đoàn ngành", "Hội Nông dân tỉnh", "Đoàn Thanh niên Sở"), "Ủy ban nhân dân tỉnh",
        ("UBND tỉnh (b/c)", "Sở Nội vụ", "Lãnh đạo Sở", "Các phòng, đơn vị thuộc Sở", "Trang TTĐT của Sở"),
        ("Lưu: VT, TCCB", "Lưu: VT", "Lưu: VT, VP (02b)"),
        ("Đồng chí Phó Giám đốc Sở phụ trách lĩnh vực đất đai", "Chánh Văn phòng Sở", "Trưởng phòng Tổ chức cán bộ"),
    )  # fmt: skip


def _commune(province, commune):
    return Agency(
        "commune", "", f"ỦY BAN NHÂN DÂN / XÃ {commune.upper()}", f"Ủy ban nhân dân xã {commune}", "KH-UBND", commune,
        (("", "CHỦ TỊCH"), ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), ("TM. ỦY BAN NHÂN DÂN / KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
         ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("Văn phòng HĐND và UBND xã", "Phòng Kinh tế", "Phòng Văn hóa - Xã hội", "Trung tâm Phục vụ hành chính công xã",
         "Công an xã", "Ban Chỉ huy Quân sự xã", "Trạm Y tế xã", "Đài Truyền thanh xã", "Trường Tiểu học Mẫu Khê",
         "Công chức Tư pháp - Hộ tịch", "TT PVHCC xã",
         "Ban Chỉ đạo thực hiện Quy chế dân chủ ở cơ sở xã", "Tổ giúp việc Ban Chỉ đạo"),
        ("Các phòng chuyên môn thuộc Ủy ban nhân dân xã", "Các thôn", "Trưởng các thôn"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Hội Liên hiệp Phụ nữ xã", "Đoàn Thanh niên xã", "Hội Cựu chiến binh xã"),
        "Ủy ban nhân dân tỉnh",
        ("UBND tỉnh (b/c)", "TT Đảng ủy, TT HĐND xã", "Chủ tịch, các PCT UBND xã", "Các phòng chuyên môn", "Các thôn"),
        ("Lưu: VT", "Lưu: VT, VHXH", "Lưu: VP"),
        ("Đồng chí Phó Chủ tịch Ủy ban nhân dân xã phụ trách văn hóa - xã hội", "Chánh Văn phòng HĐND và UBND xã",
         "Cán bộ phụ trách lĩnh vực dân tộc, tôn giáo", "Ông Trần Mẫu Bình, Phó Chủ tịch Ủy ban nhân dân xã"),
    )  # fmt: skip


def _school(province, commune):
    return Agency(
        "school", f"SỞ GIÁO DỤC VÀ ĐÀO TẠO {province.upper()}", f"TRƯỜNG THPT {commune.upper()}", f"Trường THPT {commune}",
        "KH-THPT", commune, (("", "HIỆU TRƯỞNG"), ("KT. HIỆU TRƯỞNG", "PHÓ HIỆU TRƯỞNG")),
        ("Tổ Toán - Tin", "Tổ Ngữ văn", "Tổ Văn phòng", "Công đoàn trường", "Đoàn trường", "Ban Chấp hành Đoàn trường",
         "Giáo viên chủ nhiệm", "Bộ phận Tài vụ", "Thư viện", "Ban Thanh tra nhân dân", "Hội đồng thi đua, khen thưởng"),
        ("Các tổ chuyên môn", "Giáo viên chủ nhiệm các lớp", "Toàn thể cán bộ, giáo viên, nhân viên"),
        ("Ban Đại diện cha mẹ học sinh", "Chi bộ trường", "Hội Khuyến học xã", "Công an xã"), "Sở Giáo dục và Đào tạo",
        ("Sở GD&ĐT (b/c)", "Chi bộ, BGH (chỉ đạo)", "Công đoàn, Đoàn trường (p/h)", "Các tổ chuyên môn (t/h)",
        "Website trường"),
        ("Lưu: VT", "Lưu: VT, CM"),
        ("Phó Hiệu trưởng phụ trách chuyên môn", "Bí thư Đoàn trường", "Đồng chí Chủ tịch Công đoàn", "Thầy Nghi", "Cô Mẫu Bình"),
    )  # fmt: skip


def _hospital(province, _commune):
    return Agency(
        "hospital", f"SỞ Y TẾ TỈNH {province.upper()}", "BỆNH VIỆN ĐA KHOA / KHU VỰC", "Bệnh viện Đa khoa khu vực", "KH-BVKV",
        province, (("", "GIÁM ĐỐC"), ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"), ("TM. BAN GIÁM ĐỐC", "GIÁM ĐỐC")),
        ("Phòng Tổ chức - Hành chính", "Phòng Kế hoạch tổng hợp", "Phòng Điều dưỡng", "Phòng Công tác xã hội", "Khoa Khám bệnh",
         "Khoa Nội tim mạch", "Khoa Dược", "Tổ Công nghệ thông tin", "Đội Bảo vệ", "P. Tài chính - Kế toán", "P. TCHC",
         "Hội đồng Quản lý chất lượng", "Tổ kiểm tra công vụ"),
        ("Các khoa, phòng", "Trưởng các khoa, phòng", "Toàn thể viên chức, người lao động"),
        ("Công đoàn cơ sở Bệnh viện", "Đảng ủy Bệnh viện", "Đoàn Thanh niên Bệnh viện", "Trạm Y tế các xã"), "Sở Y tế",
        ("Sở Y tế (b/c)", "Đảng ủy, BGĐ", "Công đoàn, Đoàn Thanh niên", "Các khoa, phòng", "Website Bệnh viện"),
        ("Lưu: VT, TCHC", "Lưu: VT"),
        ("Điều dưỡng trưởng Bệnh viện", "Trưởng phòng Công tác xã hội", "Bác sĩ trực lãnh đạo"),
    )  # fmt: skip


def _party(province, commune):
    return Agency(
        "party", f"TỈNH ỦY {province.upper()}", f"ĐẢNG ỦY XÃ {commune.upper()}", f"Đảng ủy xã {commune}", "KH/ĐU", commune,
        (("T/M BAN THƯỜNG VỤ", "BÍ THƯ"), ("T/M ĐẢNG ỦY / K/T BÍ THƯ", "PHÓ BÍ THƯ"),
        ("T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ THƯỜNG TRỰC")),
        ("Ban Xây dựng Đảng", "Văn phòng Đảng ủy", "Ủy ban Kiểm tra Đảng ủy", "Trung tâm Chính trị", "Văn phòng HĐND&UBND xã",
         "Đảng ủy Ủy ban nhân dân xã", "Chi bộ Công an xã", "Chi bộ Trường Tiểu học", "Ban Thường vụ Đoàn xã"),
        ("Các chi bộ, đảng bộ trực thuộc", "Cấp ủy các chi bộ trực thuộc", "Các cơ quan tham mưu, giúp việc Đảng ủy"),
        ("Ủy ban Mặt trận Tổ quốc Việt Nam xã", "Ban Thường trực Ủy ban MTTQ Việt Nam xã", "Hội Nông dân xã"), "Tỉnh ủy",
        ("Tỉnh ủy (báo cáo)", "Ban Tuyên giáo và Dân vận Tỉnh ủy (báo cáo)", "Các đồng chí Đảng ủy viên",
        "Các chi bộ trực thuộc"),
        ("Lưu Văn phòng Đảng ủy", "Lưu VPĐU"),
        ("Đồng chí Phó Bí thư Thường trực Đảng ủy", "Đồng chí Trưởng Ban Xây dựng Đảng", "Đảng ủy viên phụ trách chi bộ"),
        party=True,
    )  # fmt: skip


def _front(province, _commune):
    return Agency(
        "front", f"ỦY BAN MẶT TRẬN TỔ QUỐC / VIỆT NAM TỈNH {province.upper()}", "BAN THƯỜNG TRỰC",
        "Ban Thường trực Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh", "KH-MTTQ-BTT", province,
        (("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH"), ("TM. BAN THƯỜNG TRỰC / KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")),
        ("Ban Công tác xã hội", "Ban Dân chủ - Giám sát - Phản biện xã hội", "Văn phòng cơ quan", "Hội Nông dân tỉnh",
         "Hội Liên hiệp Phụ nữ tỉnh", "Tỉnh Đoàn", "Hội Cựu chiến binh tỉnh", "Liên đoàn Lao động tỉnh", "Ban Tuyên giáo"),
        ("Các tổ chức chính trị - xã hội tỉnh", "Ủy ban MTTQ Việt Nam các xã, phường", "Các ban chuyên môn"),
        ("Ủy ban nhân dân tỉnh", "Sở Nội vụ", "Hội Luật gia tỉnh"),
        "Ban Thường trực Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
        ("UBTW MTTQ Việt Nam (b/c)", "Thường trực Tỉnh ủy (b/c)", "Các tổ chức CT-XH tỉnh", "UBMTTQVN các xã, phường"),
        ("Lưu: VT, DCGSPB", "Lưu VP"),
        ("Đồng chí Phó Chủ tịch Thường trực", "Trưởng Ban Dân chủ - Giám sát - Phản biện xã hội", "Chánh Văn phòng cơ quan"),
    )  # fmt: skip


def _company(province, _commune):
    return Agency(
        "company", "TỔNG CÔNG TY ĐIỆN NƯỚC MẪU", f"CÔNG TY CẤP NƯỚC / {province.upper()}", f"Công ty Cấp nước {province}",
        "KH-CTCN", province, (("", "GIÁM ĐỐC"), ("KT. TỔNG GIÁM ĐỐC", "PHÓ TỔNG GIÁM ĐỐC"),
                             ("TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG TỔ CHỨC")),
        ("Phòng Tổ chức - Lao động", "Phòng Kinh doanh", "Phòng Kỹ thuật", "Ban An toàn", "Xí nghiệp Cấp nước số 1",
         "Đội Quản lý khách hàng", "Văn phòng Công ty", "Phòng Tài chính - Kế toán", "Trung tâm Chăm sóc khách hàng"),
        ("Các phòng, ban, xí nghiệp", "Các đơn vị trực thuộc Công ty", "Trưởng các đơn vị"),
        ("Công đoàn Công ty", "Đảng ủy Công ty", "Đoàn Thanh niên Công ty"), "Tổng công ty Điện nước Mẫu",
        ("Tổng công ty (b/c)", "Đảng ủy, HĐTV", "Công đoàn, ĐTN Công ty", "Các đơn vị trực thuộc"),
        ("Lưu: VT, TCLĐ", "Lưu: VT"),
        ("Trưởng phòng Kinh doanh", "Phó Giám đốc phụ trách kỹ thuật", "Tổ trưởng tổ ghi thu"),
    )  # fmt: skip


_MAKERS = {
    "province": _province, "department": _department, "commune": _commune, "school": _school, "hospital": _hospital,
    "party": _party, "front": _front, "company": _company,
}  # fmt: skip
KINDS = tuple(_MAKERS)
