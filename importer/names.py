"""Names of units in running text: how one begins, where it ends, and when it can hardly be one."""

import re
from functools import lru_cache

from . import agency
from .purposes import hidden, is_made_for
from .verbs import OF_A_KIND, TITLED, TONED_VERBS, TONES, VERBS
from .words import holds, plain

_UNIT = re.compile(
    r"(?:van phong|ban dai dien(?: cha me(?: hoc sinh| tre em)?| phu huynh| hoi nguoi cao tuoi)?|phong(?!,? (?:chong|ngua|trao|dich|chay|benh))|p\. ?|thanh tra|ban(?! (?:hanh|dau|giao|be|do|tin|sao|than|chat|ve|ghi|quyen|"
    r"sac)\b)|chi bo|dang (?:bo|doan)|"
    r"(?:dang|chi|cap|tinh|thanh|huyen) uy(?: vien)?|cong doan|doan(?! ket)|chi doan|hoi(?! (?:nghi|thao|hop|nhap|thi|y|"
    r"dam|cho|trai|xuan|dien|hoa|lang|thao|tu))|chi hoi|"
    r"so(?! (?:ket|luong|lieu|hoa))|bo phan|bo(?! (?:tri|sung|may|nhiem|thu tuc|tieu chi|chi so|quy tac|ma|cau hoi|nhan dien|tai lieu|luat))|to(?! chuc)|uy ban|ubnd|hdnd|mat tran|ubmttq|"
    r"trung tam|chi cuc|cuc|truong(?! hop)|nha truong|don vi|co quan|lanh dao(?!,?(?: va)? (?:chi dao|thuc hien|to chuc|toan dien|cong tac|viec|,))|pho(?! bien)|"
    r"giam doc|chanh|hieu truong|truong ban|bi thu|chu tich|thuong truc|ban thuong vu|lien doan|hiep hoi|"
    r"(?:tinh|thanh|huyen|thi|xa|quan) doan|lien minh|lien hiep|bao hiem|kho bac|ngan hang|buu dien|dien luc|thu vien|giao vien|nhan vien|"
    r"thu truong|nguoi (?:dung dau|duoc|phu trach|lam)|(?:cac|tat ca(?: cac)?|toan the(?: cac)?|toan bo(?: cac)?|moi(?! truong)|tung) (?:phong|don vi|ban|bo phan|"
    r"co quan|so|cong chuc|"
    r"(?:quan|huyen|thi|xa|phuong)(?:, (?:quan|huyen|thi|xa|phuong))+(?: va (?:thi|xa|phuong))? doan|can bo|vien chuc|nguoi lao dong|chi bo|doan the|to chuc|thanh vien|dong chi|ca nhan|xa|phuong|huyen|"
    r"benh vien|xi nghiep|chi nhanh|phan xuong|xa doan|phuong doan|truong(?! hop)|hoi|trung tam|khoa|chi(?! (?:tieu|thi|dao|tiet|cuc|nhanh|hoi|doan|bo))|thon|xom|ap|ban|buon|khu|khoi|doan|bo|thi|"
    r"chi cuc|nganh|cap|dia phuong|dang vien|doan vien|chuyen vien|thanh tra|to|hat|doi(?! (?:ngu|tuong|moi))|tram|van phong|dang uy|cau lac bo|"
    r"lien doan|co so(?! (?:du lieu|vat chat|ha tang|phap ly)))|toan co quan|can bo|cong chuc|"
    r"vien chuc|chuyen vien|"
    r"dang vien|nguoi lao dong|ke toan|van thu|thu quy|dong chi|d/c|ong|ba(?! con)|xa(?! hoi)|phuong|huyen|cong an|benh vien|tram|"
    r"khoa(?! hoc)|vien(?! (?:tro|chuc))|vp|btv|bch|bcd|ubmttqvn|cty|chu rung|nha giao|giang vien|nha thau|chu dau tu|cong thong tin|trang thong tin|ban bien tap|doan tncs|hai doi|ttr|tt|lien doi|cau lac bo|clb|chi nhanh|nha van hoa|nha thieu nhi|bao tang|nguoi co uy tin|quan su|bien phong|luc luong|canh sat|vien thong|tong phu trach|dai dien|"
    r"chi huy (?:truong|pho)|chinh tri vien|toa an|kiem toan nha nuoc|bac si|dieu duong|duoc si|xi nghiep|hat kiem lam|kiem lam|hai quan|cong ty|tong cong ty|doanh nghiep|"
    r"hop tac xa|hoc vien|(?:cong tac|tinh nguyen|tuyen truyen|hoa giai|bao cao|huong dan|ky thuat|thanh tra|kiem soat|huan luyen) vien|phu huynh|(?:lam|nong) truong|dac khu|(?:xa|phuong|dac khu|tinh|thanh) doan|ke toan truong|mttq|tieu ban|nhom(?! (?:chi tieu|nhiem vu|giai phap|noi dung|van de|tieu chi|viec|doi tuong|linh vuc))|don bien phong|tong bien tap|thu ky|uy vien|thanh vien|cap uy|hoi dong|(?:cac|nhung) to chuc)\b"
)
#: What makes several of a kind: "các lực lượng".
_ALL_OF = re.compile(r"(?:(?:[Cc]ác|CÁC) )+(?=[^\W\d_])")
#: So many letters tell how a text begins.
_BEGINNING = 80
#: The same where only the tones tell: "Báo Mẫu" but not "Báo cáo", "Bảo đảm"; "Thuế tỉnh" but not "Thuê".
_TONED_UNIT = re.compile(
    # A rank before the word for a body, and who is at the head of one.
    r"(?:(?:liên|chi|phân|tổng|tiểu|trung) (?:đội(?! ngũ)|đoàn(?! kết)|hội(?! nghị| thảo| họp)|khoa(?! học)|cục|nhánh|ban|hiệu)|đại đội|"
    r"(?:(?:liên |chi |phân |trung |tiểu )?(?:đội|đoàn|hội)|lớp|khối|cụm|nhóm|thôn|xóm|ấp|bản|ca|kíp|tổ|trạm|khoa) (?:trưởng|phó)|chính quyền (?:địa phương|cơ sở|các cấp|xã|phường)|nhà mạng|nhà (?:cung cấp|cung ứng|sản xuất|phân phối|tài trợ)|dân quân|tự vệ|hệ thống (?:truyền thanh|thông tin cơ sở|loa truyền thanh|đài truyền thanh)|nhà đầu tư|ngành(?!,| nghề| hàng| học| kinh tế)|viễn thông|tổ chức (?:chính trị|xã hội|đảng|đoàn thể|tôn giáo)|đội(?! ngũ| mũ| hình)|báo(?! cáo| động| chí| giảng)|đài(?! thọ)|thuế|giáo vụ|vụ (?!án|việc|mùa|đông|xuân|hè|thu|chiêm|lúa|màu|cháy|nổ|tai|va|vi|trộm|cướp|ngộ|tranh|khiếu|tố|nợ|gieo|trồng|nuôi|kiện|xâm|bạo|lừa|nào|này|đó|mưa|tới|trước|sau|[\d,.;:])(?=[^\W\d_])|hạt|cụm|khối|thôn|ấp|thầy|cô giáo|(?:trung|tiểu|đại) đội|(?:tiểu|trung|lữ|sư) đoàn|đồn|quỹ(?! đất| nhà| thời| lương| tiền))\b")
#: Bodies and people that offices and schools write by their letters alone.
_LETTERS = re.compile(r"(?:Các |các )?(?:BGH|BTC|BQL|BCH|BTV|GVCN|GVBM|CMHS|PHHS|TPTĐ|TPT|TTCM|CĐCS|LĐLĐ|ĐTN|CCB|CBQL|HĐSP|HĐTĐ|TTHTCĐ|TTYT|TTVH|MTTQ|PCT|HLHPN|TCĐ)(?![^\W_])")
#: First words of names that are other words with other tones; the first of each list is what is written without any.
_TONES = {
    "so": "so sở", "to": "to tổ", "ban": "ban bản", "phong": "phong phòng", "hoi": "hoi hội", "doan": "doan đoàn", "vien": "vien viện viên",
    "khoa": "khoa", "truong": "truong trường trưởng", "ba": "bà", "ong": "ông", "xa": "xa xã", "bo": "bo bộ", "tram": "tram trạm", "cuc": "cuc cục",
    "phuong": "phuong phường", "cap": "cap cấp",
}
#: How far behind its limit a name's surroundings tell whether a verb is part of it, in letters.
_BEYOND = 60
#: Longest name of a unit that is not in doubt, in letters.
MAX_NAME = 80
#: The same of a person with the offices held.
_MAX_PERSON = 140
#: Words of limit, which no name has.
_LIMITED = re.compile(r"(?:trước|sau|đến|từ|hết|chậm nhất) (?:ngày|tháng|quý)|\d ?/ ?\d{1,2} ?/|\d/20\d\d|(?<!\w)xong(?!\w)")
#: A second unit within a name, and the words behind which it belongs there: "Trưởng Phòng ...", "Ban Chấp hành Công đoàn".
_SECOND = re.compile(r"(\w+) (?:Phòng(?!,? (?:thủ|chống|cháy|ngừa|dịch|hộ))|Khoa(?! học| giáo)|Trung tâm|Công đoàn|Chi cục|Thanh tra|Văn phòng|Hội(?! đồng| thi| nghị)|Trạm|Công an|Sở|Đội|Đảng ủy|Ban (?:Thanh tra|Chỉ đạo|Quản lý|Tuyên giáo|Dân vận|Nội chính|Pháp chế|Giám sát)|Bộ phận|Tỉnh đoàn)(?= \w)")
_HOLDERS = set(
    "đảng đồng Sở Phòng Cục Vụ Chánh Trưởng trưởng Phó phó đốc bộ ủy uỷ các Các thuộc của và hành vụ viên đoàn Đoàn Tổ tổ quan đạo chí chức trách Ban ban trực ông bà Ông Bà tra".split()
)
_KIND = r"(?:so|ban|nganh|phong|don vi|co quan|to chuc|dia phuong|ca nhan|doan the|doanh nghiep)"
_WORD = re.compile(rf"(?:(?:cac|moi|tung) )?(?:don vi|co quan|bo phan|phong|to chuc|ca nhan|lanh dao|can bo|nguoi|ban|to|nganh)|doanh nghiep|{_KIND}(?:(?:,| va) {_KIND})+")
_OPEN = re.compile(
    r"(?:^| )(?:được|(?<!thiết )(?<!chuẩn )bị|và|của|với|cho|để|là|tại|theo|do|về|trong|những|các|(?<!trực )thuộc|cùng|có|sẽ|phải|cần|khi|hoặc|liên quan đến|gồm)$"
)
_VERB = re.compile(rf",? (?P<verb>{VERBS})\b")
_TONED_VERB, _NO_KIND = re.compile(rf",? (?:{TONED_VERBS})(?!\w)"), re.compile(OF_A_KIND)
#: Where no verb is known: what the name of a unit is made of behind its first words; the first small word else is a verb.
UPPER = "A-Z" + "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).isupper())
LOWER = "a-z" + "".join(chr(code) for code in range(0xC0, 0x1EFA) if chr(code).islower())
_LEVELS = "tỉnh|thành phố|quận|huyện|thị xã|thị trấn|xã|phường|đặc khu|thôn|xóm|ấp|bản|buôn|khu phố|khu dân cư"
#: Second syllables of fields that ministries and departments are named after, each small behind a capital: "Văn hóa".
_SECONDS = "phố|hóa|hoá|vụ|dục|tế|pháp|chính|vận|tộc|học|thao|lịch|trường|thông|nghiệp|giáo|dựng|phòng|động|tin|thương|tạo|nghệ"
_PART = re.compile(
    rf"(?:[ ,&/–-]*(?:và |thuộc |trực thuộc |của |cùng )*)(?:"
    rf"Đài (?:phát thanh|truyền hình|truyền thanh)|công tác(?= [{UPPER}])|(?:TP|TX)\. (?=[{UPPER}])|[Vv]ì sự tiến bộ (?:của )?[Pp]hụ nữ|[Cc]án bộ quản lý giáo dục|dịch vụ công|hành chính công|dự án(?: đầu tư)?(?: xây dựng)?|[IVX]+(?!\w)|(?:Toán|Tin|Văn|Sử|Địa|Lý|Lí|Anh|Nhạc|Lá|Chồi|Mầm)(?= (?!học|lý|lí|sử|hóa|hoá|nghệ|phòng|bằng|thể|tế|hoạt|trưởng|chính|non)[{LOWER}])|[Tt]hi đua,?(?: và| -)? [Kk]hen thưởng|trường(?! học| hợp)|Đảng(?= (?!ủy|uỷ|bộ|viên|cộng|đoàn|phí)[{LOWER}]+ [{LOWER}\d])|(?:Sở|Hội|Cục|Viện)(?= (?!đồng|nghị|chữ|cựu|nông|phụ|người|cha|khuyến|viên|thanh|giám|chỉ|chấp|quản|thường|nhân|dân|công|đại|trưởng|bảo)[{LOWER}]+ [{LOWER}\d])|(?:[{UPPER}][{LOWER}]* )+(?:Chủ tịch|Giám đốc|Bí thư|Hiệu trưởng|Chấp hành|Thường vụ|Thường trực|Liên hiệp|Xây dựng|Dân chủ|Dân vận|Dân tộc|"
    r"Phát thanh|Kinh tế|Chính trị|Bảo vệ|Thi đua|Thi hành|Chỉ huy|Chỉ đạo|Quản lý|Tổ chức|Quân sự)|"
    rf"Đoàn đại biểu Quốc hội|Hội đồng nhân dân|nhà nước|y tế|nông nghiệp|khu công nghiệp|khu kinh tế|công nghiệp|kinh tế|sức khỏe|dân số|an ninh|trật tự|hạ tầng|giao thông|đô thị|tài chính|vật tư|thiết bị|tài sản|giám hiệu|bán trú|nội trú|"
    rf"khuyến nông|thú y|thủy sản|thủy lợi|lâm nghiệp|tâm lý|dư luận xã hội|khoa học|công nghệ số(?: cộng đồng)?|công nghệ|dinh dưỡng|lâm sàng|phụ sản|nghề cá|quỹ đất|ma túy|bảo hiểm|ngân sách|dịch vụ|nông thôn|lịch sử|cây trồng|cây xanh|cấp cứu|lớp \d+[A-Z]?\d*|động vật|thực vật|chi nhánh|khu vực \d+|việc làm|chỉnh hình|hình ảnh|y khoa|cộng đồng|xét nghiệm|vật nuôi|Cựu chiến binh|Tiếp công dân|Sở hữu trí tuệ|Công chứng viên|Thanh thiếu nhi|Chữ thập đỏ|Người cao tuổi|Hợp tác xã|"
    rf"[{UPPER}][{LOWER}]*(?: [{UPPER}][{LOWER}]*(?! (?:{_SECONDS})(?![{LOWER}])))+|[{UPPER}][{UPPER}&.-]+|[{UPPER}][{LOWER}]*(?: [{LOWER}]+)?|số \d+|\d+|(?:cấp )?(?:{_LEVELS})\b|các (?:{_LEVELS})\b|"
    r"ngành dọc|cấp ủy|cấp uỷ|cấp trên|trung ương|cùng cấp|ngang bộ|đại biểu|thành viên(?: khác)?|khác(?: (?:trong|thuộc|của) (?:tiểu ban|ban chỉ đạo|ban tổ chức|hội đồng|cơ quan|đơn vị|nhà trường|tổ|đoàn|ban))?(?= )|cơ sở|địa phương|đoàn thể|liên quan|có liên quan|trực thuộc|chuyên môn|nghiệp vụ|"
    rf"(?<=ủy )đảng|(?<=uỷ )đảng|(?<=Chấp hành )(?:công đoàn|hội|đoàn)|(?<=Thường vụ )(?:công đoàn|hội|đoàn)|các cấp|từ (?:trung ương|{_LEVELS}) (?:đến|tới) (?:cơ sở|{_LEVELS})|nhân dân|dân sự|bộ phận|chính trị|xã hội|nghề nghiệp|báo chí|trường học|chủ nhiệm|mầm non|tiểu học|trung học(?: cơ sở| phổ thông)?|"
    r"phổ thông|đại học|cao đẳng|trung cấp|dạy nghề|sư phạm|sự nghiệp|hành chính|công lập|thường trực|chuyên trách|cơ quan|công ty|cán bộ|"
    r"cha mẹ|học sinh|sinh viên|phụ huynh|phụ nữ|thiếu nhi|trẻ em|pháp luật|tư pháp|quản trị|chất lượng|công dân|mặt bằng|du lịch|văn hóa|"
    r"gia đình|thể thao|dân tộc|tôn giáo|thương mại|kỹ thuật|thông tin|môi trường|khu vực|doanh nghiệp|quy hoạch|thị trường|bệnh tật|"
    r"rừng phòng hộ|khách hàng|kế toán|lao động|đăng ký đất đai|đất đai|chức năng(?!,? nhiệm vụ)|quân sự|thanh niên|tổng hợp|tham mưu|trưởng|ngành|sở|ban|"
    r"phòng|đơn vị|tổ chức|hội|khoa|chi bộ|đảng bộ|đảng viên|hội viên|đoàn viên|"
    r"các (?:sở|ban|phòng|ngành|hội|khoa|chi bộ|đoàn thể|cơ quan|đơn vị|"
    r"tổ chức|trường|chi hội|lớp|trung tâm|bộ phận|tổ|thôn|khu phố|trạm)|dân phố)(?!\w)"
)
#: First syllables of offices, which a single name of a person is none of: "đồng chí Thường trực", but "đồng chí Hùng".
_HEADS = "Trưởng|Phó|Chủ|Giám|Bí|Chánh|Hiệu|Tổng|Tổ|Giáo|Bộ|Thủ"
_NO_NAME = (
    "Ủy|Uỷ|Thường|Cán|Công|Thư|Kế|Đội|Đảng|Chi|Ban|Văn|Đại|Quyền|Chỉ|Thành|Hội|Đoàn|Phụ|Nhân|Chuyên|Lãnh|Tỉnh|Xã|Bác|Điều|Chính|Kiểm|Viện|Cục|Trạm|Khoa|"
    "Phòng|Nguyên|Cựu|Thượng|Trung|Thiếu|Liên|Phường|Huyện"
)
#: A person by name: "Đồng chí Nguyễn Văn A".
PERSON = re.compile(
    rf"(?:(?:(?:[Cc]ác )?[Đđ]ồng chí|[Ôô]ng|[Bb]à|[Đđ]/c|[Tt]hầy|[Cc]ô|[Aa]nh|[Cc]hị|Bác sĩ|Dược sĩ|Luật sư|Đại úy|Thiếu tá|Trung tá|Thượng tá|Đại tá)\.? |"
    rf"(?:(?:PGS|GS|TSKH|TS|ThS|Ths|BSCK|BS|CK|CN|DS|KS|LS)(?:I{{1,2}}|1|2)?[. ]+)+)(?!Trưởng|Phó|Chủ|Giám|Bí|Chánh|Hiệu|Ủy|Uỷ)"
    rf"[{UPPER}][{LOWER}]*(?: [{UPPER}][{LOWER}]*)+(?![^\W\d_])|"
    rf"(?:(?:[Tt]hầy|[Cc]ô) (?!(?:{_HEADS}) )|(?:(?:[Cc]ác )?[Đđ]ồng chí|[Đđ]/c) (?!(?:{_HEADS}|{_NO_NAME})(?![{LOWER}])))[{UPPER}][{LOWER}]+(?![^\W\d_])"
)
#: Where a name is over, whatever follows in small letters: behind the level or the committee that it belongs to.
_CLOSED = re.compile(
    rf"(?<=[{UPPER}{LOWER}] )(?<!các )(?<!cấp )(?:tỉnh|xã|phường|đặc khu|Đảng ủy|Đảng uỷ|Tỉnh ủy|Tỉnh uỷ|Sở)"
    rf"(?P<rest> (?!(?:và|thuộc|của|các|cùng|cấp|hội|ủy|uỷ|đội|đoàn|viên|có|được|số|liên|nơi|này|trên|tại|trực thuộc|phường|xã|tỉnh|đặc khu|thôn|"
    r"vùng|miền|biên|ven|khó|bán|chuyên|không chuyên|trọng|điểm|đặc|ngoại|nội|mới|cũ|nêu|liền|lân|kiêm|đã|chưa|về|theo|trong|khi|do|với|"
    rf"phụ trách|theo dõi|quản lý|hoặc|ở|là thành|(?:đến|tới) (?:cơ sở|tận|từng|cấp|{_LEVELS}))(?![{LOWER}]))[{LOWER}]{{2,}} [{LOWER}])"
)
#: The same behind all of a level: "UBND các xã, phường dựng nhà bạt".
_CLOSED_ALL = re.compile(
    rf" các (?:(?<=UBND các )|(?<=HĐND các )|(?<=dân các ))(?:xã|phường|đặc khu|huyện|quận|thị trấn)(?:,? (?:và )?(?:xã|phường|đặc khu|thị xã|thị trấn|thành phố))*"
    rf"(?P<rest> (?!(?:và|thuộc|của|các|cùng|có|được|liên|nơi|này|trên|tại|trong|trực thuộc|vùng|miền|biên|ven|khó|bãi|đặc|theo|ở|mới|nêu|sau|với|để|về|đã|khi|là|hoặc|bị|thí điểm|triển khai)(?![{LOWER}]))[{LOWER}]{{2,}} [{LOWER}])"
)
#: The same behind what tells which of a kind are meant, whoever they are: "các đoàn thể trên địa bàn treo băng rôn".
_CLOSED_WHICH = re.compile(
    rf"(?<=[{UPPER}{LOWER}]) (?:cùng cấp|đồng cấp|(?:có )?liên quan|trên địa bàn(?: (?:toàn )?(?:{_LEVELS}| dân cư))?(?: [{UPPER}][{LOWER}]*)*)"
    rf"(?P<rest> (?!(?:và|thuộc|của|các|cùng|cấp|có|được|bị|trên|trong|tại|ở|đến|tới|về|nơi|này|nêu|khác|với|để|theo|khi|do|hoặc|đã|chưa|sẽ|là|trực thuộc|ngoài|bằng|từ|qua|mình|dân cư|quản lý|"
    rf"{_LEVELS}|phụ trách)(?![{LOWER}]))[{LOWER}]{{2,}},? [{LOWER}])"
)
#: A field of work that a comma divides, at the comma: "Phòng Quản lý, bảo vệ rừng".
_FIELDS_LISTED = re.compile(rf", [{LOWER}]{{2,}}(?: [{LOWER}]{{2,}}){{0,3}} và [{UPPER}][{LOWER}]")
#: The last of several such fields, each in small letters: "Phòng Giám sát, thẩm định và xử lý sau thanh tra".
_LAST_FIELD = re.compile(rf"(?:Phòng|Ban|Vụ|Chi cục|Trung tâm) [{UPPER}][{LOWER}]+(?: [{LOWER}]+)?, [{LOWER}]+(?: [{LOWER}]+){{0,2}} và$")
_FIELD = re.compile(rf"(?:Phòng|Ban|Tổ|Đội|Trung tâm|Chi cục|Hội đồng|Quỹ) (?!Chỉ đạo|Quản lý dự án|Tổ chức$)(?:{TITLED})$")
_ROOM = re.compile(rf"(?:Phòng|Ban|Vụ|Chi cục|Trung tâm) [{UPPER}]")
#: A person or an office, what tells of a field of work at the end of a name, and what goes on with one in small letters.
_OFFICES = re.compile(r"(?:dong chi|ong|ba|pho|truong|chu tich|giam doc|to truong|bi thu|thu truong|lanh dao|nguoi|can bo|cong chuc|chanh)\b")
_FIELD_END = re.compile(
    rf"(?:{plain(TITLED)}|chi dao|dieu phoi|cung ung|tro giup|thi hanh|canh sat|kiem lam|van dong|xuc tien|to chuc|quan tri|phuc vu|bao hiem|y te|co so|"
    r"ho tro \w+ \w+|bo phan|kien truc|thay thuoc|thong tin|thanh nien|kinh|phuc vu hanh chinh|dao tao nghe|cung cap)$"
)
_BELONGS = re.compile(r"(?:các|có|ven|vùng|phụ trách|được|liên|ở|về|cho|giao dịch|nơi|trong|tại|thuộc|của|công |án |thực vật|chuyên|bán)")
#: A word in small letters behind a name, and those of them that go on with no name.
_BEHIND = re.compile(rf" ([{LOWER}]+)")
_SMALL = frozenset(
    "và hoặc cùng với trong tại nhằm để về khi từ trên ở cho do theo đã sẽ được có là thì mà nếu vào đến qua bằng trước sau của thuộc chủ phối tham "
    "thực tổ chuẩn hoàn xong chịu làm phụ triển cũng còn gồm nhân dịp hằng hàng mỗi hỗ góp".split()
)
#: What those named have to do with a task, behind their names.
BY_OFFICE = re.compile(
    r",? (?:trong phạm vi|theo|căn cứ)(?: quyền hạn| chức năng| nhiệm vụ| thẩm quyền| lĩnh vực| phạm vi| địa bàn| trách nhiệm| quản lý| phụ trách| được giao| được phân công|,| và| của)+"
    r"(?: (?:mình|đơn vị|cơ quan|ngành|địa phương)(?:, (?:đơn vị|địa phương))*(?: mình)?)?(?:(?= và\b|[,;.]|$)| (?:chủ trì, )?phối hợp$)")
#: How a text calls somebody from there on.
_CALLED = re.compile(r" \(sau đây gọi[^()]*\)")
#: Words before a verb that no name holds, whatever noun they stand behind.
_MODAL = re.compile(r",? (?:sẽ|có thể|luôn)(?!\w)")
#: What parts a name from the next one, and verbs that are nothing without what they are about.
_FURTHER = re.compile(rf", (?:và )?(?=[{LOWER}{UPPER}])")
_NEEDY = frozenset("xay dung|quan ly|giam sat|kiem tra|pho bien|cap nhat|ho tro|bien soan|dang tai|tuyen truyen|tiep nhan|cung cap|danh gia".split("|"))
#: What joins two names, and what follows a name of the agency's own where its duty begins.
_AND = re.compile(r",? (?:và )?")
_GOES_ON = re.compile(rf",? (?!và\b|thuộc\b|của\b|cùng\b|trực\b)[{LOWER}]")
#: Several of a kind, whatever it is called ("Các hạt Kiểm lâm"), and what they are not.
_SEVERAL = re.compile(
    r"(?:cac|moi|tung|tat ca(?: cac)?) (?!nhom (?:chi tieu|nhiem vu|giai phap|noi dung|tieu chi|van de)|noi dung|nhiem vu|muc tieu|hoat dong|chi tieu|giai phap|van ban|chinh sach|mo hinh|"
    r"buoc|bien phap|cong viec|kien nghi|vuong mac|phan viec|quy dinh|hinh thuc|truong hop|thu tuc)"
)


def is_unit(text):
    """Tell whether ``text`` begins like the name of a unit or of a group of staff."""
    text = text.strip()
    if _is_body(text[:_BEGINNING]) or any(not begin for begin, *_rest in agency.spans(text)):
        return True
    several = _ALL_OF.match(text)
    return several is not None and is_unit(text[several.end() :])


@lru_cache(maxsize=4096)
def _is_body(text):
    """Tell whether ``text`` begins with a word for a body, with letters that stand for one or with a person."""
    match = _UNIT.match(plain(text))
    return bool(match and _has_tones(text[: match.end()]) or _TONED_UNIT.match(text.lower()) or _LETTERS.match(text) or PERSON.match(text))


def _has_tones(words):
    """Tell whether the first words of a name have the tones of those meant, or none: "Sổ tay", "Bản tin", "Phương án" begin none."""
    return all(word in _TONES.get(plain(word), word).split(" ") for word in words.lower().replace("địa phương", "").split())


def names_someone(text):
    """Tell whether ``text`` begins like the name of a unit or of several of a kind."""
    return is_unit(text) or bool(_SEVERAL.match(plain(text.strip())))


def is_named(text):
    """Tell whether ``text`` is the name of a unit, not only the word for one ("Cơ quan", "các đơn vị")."""
    return is_unit(text) and not _WORD.fullmatch(plain(text.strip(" .,;:")))


def name_end(text, start=0, limit=None, within=True, is_closed=True):
    """Return where the name of a unit that stands at ``start`` of ``text`` ends before what it is to do, or None.

    :param limit: offset up to which it is looked for
    :param within: whether a verb that is part of a name ("Tổ kiểm tra", "các đơn vị được kiểm tra") is left in it
    :param is_closed: whether a name is over behind the level that it belongs to, before a word that is not known ("Công an xã ...")
    """
    return _name_end(text, start, limit, within, is_closed, tuple(agency.spans(text)))


@lru_cache(maxsize=4096)
def _name_end(text, start, limit, within, is_closed, spans):
    flat, own = plain(text), start
    for begin, end, _unit in spans:
        if begin == own or own > start and _AND.fullmatch(text, own, begin):
            own = end
        flat = flat[:begin] + "_" * (end - begin) + flat[end:]
    if own > start and _GOES_ON.match(text, own):
        return own
    end = len(flat) if limit is None else limit
    if within:
        flat = hidden(flat[: end + _BEYOND], text)
    shown = _shown(text, flat)
    ends = [closed.start("rest") for pattern in _closing(shown) if is_closed and (closed := pattern.search(shown, start, end))]
    ends += _verbs(text, flat, start, end)
    ends += (match.start() for match in _MODAL.finditer(shown, start, end))
    ends += _toned_verbs(shown, start, end)
    return min((each for each in ends if not _is_in_field(text, start, each)), default=None)


def _is_in_field(text, start, place):
    """Tell whether what begins at ``place`` is one of the fields of work that the name at ``start`` lists."""
    if text[place] == ",":
        return bool(_FIELD.search(text, start, place)) or _FIELDS_LISTED.match(text, place) is not None and _ROOM.match(text, start) is not None
    return _LAST_FIELD.match(text[start:place]) is not None


def _verbs(text, flat, start, end):
    """Yield where each verb begins whose tones are told by its context or its letters alone."""
    for match in _VERB.finditer(flat, start, end):
        word = text[slice(*match.span("verb"))]
        if word.islower() and word in TONES.get(match["verb"], word).split(" | ") and not _is_listed(text, match):
            yield match.start()


def _toned_verbs(shown, start, end):
    """Yield where each verb with tones begins, behind no noun that it tells the kind of; behind such a one a comma makes it a verb."""
    for match in _TONED_VERB.finditer(shown, start, end):
        if _NO_KIND.match(shown, match.start()):
            yield match.start()
        elif match.group().startswith(","):
            yield match.start() + 1


def _closing(shown):
    """Yield the patterns of what closes a name that may be found in ``shown``."""
    yield _CLOSED
    yield from (_CLOSED_ALL,) if " các " in shown else ()
    yield from (_CLOSED_WHICH,) if holds(shown, ("cùng cấp", "đồng cấp", "liên quan", "trên địa bàn")) else ()


def _is_listed(text, verb):
    """Tell whether a ``verb`` that needs an object has another name behind it instead, so that it is the end of one of those listed: "tổ thanh tra xây dựng, bộ phận ..."."""
    further = _FURTHER.match(text, verb.end())
    return further is not None and verb["verb"] in _NEEDY and text[verb.start()] != "," and is_unit(text[further.end() : further.end() + 30])


def _shown(text, flat):
    """Return ``text`` with what is hidden in ``flat``, the same without tones."""
    return text if "_" not in flat else "".join("_" if masked == "_" else char for char, masked in zip(text, flat))


def phrase_end(text, start=0):
    """Return where the name that stands at ``start`` ends before a small word that is part of no name; None where it is all there is."""
    first = first_words(text, start)
    end = first and parts_end(text, first)
    return end if end and end > first and _GOES_ON.match(text, end) and text[end] == " " else None


def first_words(text, start=0):
    """Return where the words end that make what stands at ``start`` a unit, whichever it is; None where there are none."""
    first = _LETTERS.match(text, start) or _UNIT.match(plain(text), start) or _TONED_UNIT.match(text.lower(), start)
    return first.end() if first else None


def parts_end(text, place):
    """Return where those parts end that a name has behind ``place``."""
    while part := _PART.match(text, place):
        place = part.end()
    return place


def without_office(name):
    """Return ``name`` without what it has to do with a task ("... trong phạm vi chức năng, nhiệm vụ của mình") and how it is called from there on."""
    return BY_OFFICE.sub("", _CALLED.sub("", name))


def is_cut(name, text):
    """Tell whether ``name``, as ``text`` has it, ends before a word in small letters that no list knows: the name may go on in it."""
    begin = text.find(name)
    end = begin + len(name)
    behind = _BEHIND.match(text, end) if begin >= 0 else None
    if not behind or behind[1] in _SMALL or name_end(text, begin, end + _BEYOND) == end:
        return False
    return not any(last == end for _first, last, _unit in agency.spans(text))


def doubt(name, runs_on=True):
    """Tell whether ``name`` can hardly be that of a unit: too long, cut in a sentence, or a sentence itself.

    :param runs_on: whether words that names are not made of count
    """
    name = name.strip()
    return _doubt(name, runs_on, tuple(agency.spans(name)))


@lru_cache(maxsize=4096)
def _doubt(name, runs_on, spans):
    if any(end - begin == len(name) for begin, end, _unit in spans):
        return False
    is_group = is_unit(name) or plain(name).startswith(("cac ", "nhung ", "moi ", "tung ", "toan ", "tat ca", "nganh", "dia phuong", "gia lang", "thi tran", "nguoi "))
    return (
        bool(_LIMITED.search(name))
        or len(name) > (_MAX_PERSON if PERSON.match(name) else MAX_NAME)
        or bool(_OPEN.search(name.lower()))
        or name[:1].islower() and not is_group
        or runs_on and _runs_on(name)
        or name_end(name) is not None and not is_made_for(name)
        or any(each[1] not in _HOLDERS for each in _SECOND.finditer(name))
    )


def _runs_on(name):
    """Tell whether more words follow in ``name`` than what names are made of, behind none that tells a field of work: a sentence, most likely."""
    stop = phrase_end(name)
    rest = name[stop:].strip() if stop else ""
    return len(rest.split()) > 1 and not _OFFICES.match(plain(name)) and not _FIELD_END.search(plain(name[:stop])) and not _BELONGS.match(rest)
