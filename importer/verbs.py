"""Verbs with which duties begin, behind the name of who is to do them."""

#: Without tones, as parts of a pattern.
VERBS = (
    r"(?:co|chiu) trach nhiem|co nhiem vu|chu tri|phoi hop|tham muu|theo doi|can cu|tren co so|(?<!cac )to chuc|thuc hien|"
    r"xay dung|tong hop|chu dong|dam nhan|dam trach|lam (?:dau moi|thuong truc)|tiep tuc|huong dan|trien khai|don doc|"
    r"bao cao(?! vien)|lanh dao(?! (?:ubnd|uy ban|hdnd|so|phong|don vi|co quan|ban)\b)|chi dao|quan triet|nghiem tuc|ra soat|(?<!tro )giup|(?<!nay )la|phu trach|tang cuong|day manh|bo tri|"
    r"dam bao|bao dam|kip thoi|tiep nhan|(?<!cong )(?<!doc )(?<!dan )lap|du thao|kiem tra(?! vien)|cu the hoa|(?<!ung )(?<!de )cu|quan tam|"
    r"van dong(?! vien)|phat dong|tuyen truyen(?! vien)|cung cap|gui|de xuat|giam sat|chuan bi|ban hanh|"
    r"(?<!cong )(?<!chuong )(?<!quy )trinh|(?<!vien )(?<!trung tam )nghien cuu|tham gia|tao dieu kien|thuong xuyen|khan truong|"
    r"co (?:ke hoach|van ban)|lay|ghi(?= (?:chep|nhan|bien|am|hinh))|luu(?! dong)|sap xep|dua|bien soan|dang tai|cap nhat|ho tro|danh gia|niem yet|cong khai|"
    r"quan ly|xem xet|pho bien|mo|quy dinh|huy dong|can(?! bo)|phai|duy tri|van hanh|(?:thanh )?quyet toan|thanh toan|giai quyet|"
    r"tra loi|doi thoai|nhan xet|binh xet|dang ky|ky cam ket|(?<!ban )chap hanh|neu cao|phat huy|tu giac|tiep cong dan|"
    r"hoan thanh|dong hanh|phan bo|tham dinh|thong bao|dua tin|phat tin|phan cong|thanh lap|kien toan|de|nham|trong (?:viec|qua trinh|cong tac)|va bao cao"
)
#: Further verbs, with their tones: many of them are other words without.
TONED_VERBS = (
    r"được quyền|tham dự(?! viên)|trân trọng|kính mời|lên(?= (?:kịch bản|kế hoạch|danh sách|phương án|lịch|chương trình))|(?<!trật )(?<!trình )(?<!tuần )(?<!thứ )(?<!tương )tự(?= (?!vệ|quản|do|trị|nhiên|nguyện|chủ|túc|động)[a-zđ])|định kỳ|đại diện(?= cho)|tập hợp|xác định|trích đo|ra(?= (?:quyết định|thông báo|văn bản))|có(?= (?:phương án|biện pháp|giải pháp)\b)|(?<!quan )(?<!vị )(?<!chức )(?<!phận )có chức năng|khi|giao(?= (?:cho )?(?:đơn vị|cơ quan|các|phòng) )|giao(?= (?:cho )?[A-ZĐỦÂĂÔƯÊƠẤ])|tiến hành|dự kiến|tư vấn|khảo sát|thăm hỏi|thăm|gặp mặt|gặp gỡ|(?<!cây )trồng|phát thanh(?!,| và| -)|phát hành|phát hiện|phát sóng|phát tờ|số hóa|số hoá|cắt giảm|lắp đặt|"
    r"bình chọn|biểu dương|khen thưởng|tôn vinh|nhân rộng|nêu gương|phản ánh|nhắc nhở|nắm bắt|nắm tình hình|tập huấn|bồi dưỡng|"
    r"tập trung|sơ kết|tổng kết|thẩm tra|xác minh|xử lý|xử phạt|hòa giải|hoà giải|tiếp thu|giải trình|trao đổi|phân tích|thống kê|"
    r"điều tra|thu thập|thu hồi|thu gom|bàn giao|in ấn|thiết kế|lựa chọn|giới thiệu|phân loại|khắc phục|chấn chỉnh|sửa chữa|nâng cấp|"
    r"nâng cao|cải thiện|đổi mới|trang trí|treo|ký kết|cam kết|góp ý|lắng nghe|công bố|trao tặng|tặng quà|ủng hộ|quyên góp|"
    r"tuần tra|đối chiếu|điều chỉnh|sửa đổi|hoàn thiện|kết nối|chia sẻ|tích hợp|khai thác|củng cố|mở rộng|khuyến khích|động viên|"
    r"thu hút|kiến nghị|sử dụng|ưu tiên|đề cao|tích cực|lồng ghép|dọn|mời|viết|đăng tải|tăng cường|giao nhiệm vụ|phê duyệt|cho ý kiến|"
    r"(?<!hường )trực(?! thuộc| tiếp quản| tiếp phụ| tiếp theo| lãnh đạo| ban chỉ| tuyến)|nắm|(?<!tập )họp|giải ngân|cấp phát|chi trả|"
    r"(?<!hàng )(?<!phòng )không|chưa|khám|tiêm|chăm sóc|chăm lo|ra quân|sinh hoạt|dự giờ|rút kinh nghiệm|xét duyệt|xét chọn|đóng góp|hiến|"
    r"ngăn chặn|phòng ngừa|đấu tranh|truy quét|diễn tập|luyện tập|huấn luyện|cứu trợ|sơ tán|di dời|giải tỏa|giải phóng mặt bằng|đo đạc|"
    r"kiểm đếm|đền bù|bồi thường|dành|cân đối|giữ|gìn giữ|giữ gìn|bám sát|lan tỏa|đỡ đầu|kết nghĩa|ứng dụng|cài đặt|bảo vệ|phản biện|"
    r"tiếp xúc|chúc mừng|chủ động|tự kiểm tra|tự đánh giá|hạn chế|tháo gỡ|kết hợp|cấp(?= (?:giấy|căn|sổ|thẻ|phiếu))|thu(?= (?:gom|phí|thuế|dọn))|"
    r"(?<!thường )(?<!Thường )trực tiếp(?! công dân)|nộp|đón|chịu|vay|góp(?= (?:vốn|sức|ngày))|giao ban|dự trù|chấm|bao tiêu|trả(?= (?:kết quả|lời|hồ sơ))|"
    r"ứng phó|biểu diễn|tăng(?= (?:thời|số|tần))|kiểm sát|xét xử|thông tin(?= (?:thời sự|chuyên đề|tới|kịp thời|cho|về|đến|rộng|nhanh|đầy đủ|thường xuyên))|đi(?= (?:từng|đến|cơ sở|thực tế|đầu))|"
    r"dự(?= (?:sinh hoạt|họp|hội|các))|theo(?= (?:chức năng|nhiệm vụ|thẩm quyền|phân công|lĩnh vực))|lãnh đạo(?= (?:các chi bộ|chi bộ))|đảm đương|gương mẫu|nỗ lực|quyết tâm|"
    r"giao khoán|kêu gọi|luân phiên|thay phiên|lần lượt|đồng loạt|tiếp(?= (?:công dân|dân|doanh nghiệp|đoàn|nhà đầu tư))|vinh danh|hưởng ứng|tu sửa|duy tu|trao(?= (?:quà|giải|thưởng|giấy|học bổng|nhà))|làm(?= (?:xong|mới|sạch|tốt|rõ|đường|việc với))|"
    r"ký(?= (?:quy|hợp|giao|cam|kết|thỏa))|cùng(?= (?:dự|tham|thực|phối))|phát(?= (?:tài liệu|tờ|quà|loa))|gọi hỏi|răn đe|định hướng|cải tiến|truyền thông(?!,| và| -)|đeo|mặc|vẽ|phản bác|vì|"
    r"nhận(?! thức| xét| định)|đăng(?= (?:tin|bài|tải|ký|công|trên|ít))|soạn|soạn thảo|trả lời|tặng|tiếp đón|mua|mua sắm|thuê|chuyển(?= (?:hồ|văn|đơn|kết|tài|báo|đến|cho|về|giao|đổi))|quét dọn|tổng vệ sinh|chỉnh lý|"
    r"tra cứu|tham vấn|bàn bạc|thảo luận|thống nhất(?! đất)|biểu quyết|bầu(?= [a-zđ])|tuyển chọn|suy tôn|chỉ rõ|làm rõ|đốc thúc|nhắc(?= [a-zđ])|kiểm nghiệm|nghiệm thu|thanh lý|"
    r"trích(?= (?:kinh|quỹ|một|từ))|hạch toán|sửa(?= (?:chữa|lại))|cải tạo|tu bổ|trùng tu|bảo tồn|vận chuyển|thiết lập|giải thể|ổn định|thúc đẩy|khơi dậy|cổ vũ|khích lệ|tạo(?= (?:điều|môi|sự|mọi|cơ|đồng|lập))|"
    r"truyền đạt|truyền dạy|truyền tải|tuyên dương|phê bình|giải đáp|giải thích|phúc đáp|ghi nhận|cấp(?= (?:phép|đổi|phát|thuốc|bù|miễn|chứng|tài khoản))|đính chính|hủy|bãi bỏ|đình chỉ|tạm dừng|khánh thành|khởi công|ra mắt|"
    r"chiếu(?= (?:phim|lưu))|trình chiếu|trưng bày|giao lưu|dâng hương|viếng|tri ân|chúc thọ|mừng thọ|chúc Tết|hỏi thăm|giúp đỡ|bảo trợ(?! xã)|tài trợ|cảnh báo|khuyến cáo|quảng bá|ghi hình|chụp(?= ảnh)|xuất bản|phân phát|phân phối|"
    r"cung ứng(?! dịch)|sẵn sàng|ứng trực|canh gác|chốt chặn|truy bắt|tháo dỡ|cưỡng chế|duyệt|sao gửi|thay mặt|đứng ra|gánh vác|lo(?= (?:hậu|kinh|cơ|chỗ|liệu))|trông coi|chăm nom|gieo(?= (?:trồng|cấy))|nạo vét|khơi thông|"
    r"đào(?= (?:mương|đắp|hố))|vun đắp|bồi đắp|in(?= (?:tài|ấn|tờ|phiếu|sao))|đổ bê tông|bê tông hóa|kẻ vẽ|cắm(?= (?:biển|mốc))|dán|gắn(?! với| liền| kết| bó)|sao lưu|khôi phục|dập dịch|phun(?= (?:thuốc|hóa|khử))|tiêu độc|khử trùng|tầm soát|sàng lọc|hội chẩn|cách ly|chất vấn|thừa nhận|xin lỗi|"
    r"hứa|thực hành tiết kiệm|giảm(?= (?:tối|ít|số|tỷ|thời|phiền))|ngăn ngừa|phát động|tìm(?= (?:hiểu|kiếm|nguồn))|ôn tập|rèn luyện|xếp loại|xếp hạng|so sánh|cân nhắc|quyết định(?= [a-zđ])|chấp thuận|nhất trí|liên hệ(?! với nhau)|gắn kết|"
    r"tranh thủ|vận dụng|áp dụng|hoàn chỉnh|hoàn tất|kết luận(?= [a-zđ])|kiểm điểm|uốn nắn|đồng hành|làm(?= (?:Chủ tịch|Trưởng|trưởng|chủ|đại diện|thư ký|nòng cốt|báo cáo|hồ sơ|thủ tục))|cho(?= (?:phép|chủ trương|vay|mượn))|"
    r"nói chuyện|làm việc(?= (?:với|trực tiếp|tại))|trực ban|bám(?= (?:dân|địa|cơ|sát|nắm))|nêu(?= (?:rõ|gương|cao))|tiếp(?= (?:học|phụ|khách|người|các))|ưu đãi|miễn(?= (?:phí|giảm))|mỗi(?= (?:tháng|tuần|quý|năm|ngày|học)\b)|hằng(?= (?:tháng|tuần|quý|năm|ngày)\b)|hàng(?= (?:tháng|tuần|quý|năm|ngày)\b)|"
    r"phát(?= (?:\d|sổ|sách|phiếu|quà|báo|thẻ|giấy|vật|cơm|cháo|nhu))|rút|truy cập|đề nghị|thẩm vấn|báo(?= (?:ngay|kịp|về))|dẫn(?= (?:đoàn|đầu))|hoàn trả|thăm dò|kê khai|đối thoại|đo(?= (?:đạc|huyết))|nhập(?= (?:liệu|dữ|số|hồ))"
)
#: Short verbs with their tones, other words with other ones ("là" but not "lá", "cử" but not "cũ").
TONES = {
    "la": "là", "lap": "lập", "cu": "cử", "mo": "mở", "can": "cần", "phai": "phải", "lay": "lấy", "gui": "gửi | gởi",
    "luu": "lưu", "cung cap": "cung cấp", "dua": "đưa", "ghi": "ghi", "giup": "giúp", "de": "để", "trinh": "trình", "nham": "nhằm", "phan cong": "phân công",
}  # fmt: skip
#: Nouns behind which such a word tells of what kind a group is: "tổ hòa giải", "các đơn vị sử dụng ngân sách".
OF_A_KIND = "".join(
    f"(?<!{noun})(?<!{noun.capitalize()})" for noun in (
        "tổ", "bộ phận", "các cơ quan", "đơn vị", "tổ chức", "trung tâm", "công chức", "cán bộ", "người", "ban", "đội", "nhóm", "hoạt động",
        "cơ sở", "doanh nghiệp", "hộ", "tác", "quỹ", "viện", "nhân viên", "giáo viên", "câu lạc bộ", "hội đồng", "dự án",
    )
)
#: Fields of work that names write with a capital, each the first half of one that a comma divides.
TITLED = (
    r"Quản lý|Theo dõi|Kiểm tra|Thanh tra|Tuyên truyền|Hướng dẫn|Tiếp nhận|Giám sát|Bảo vệ|Phòng|Kiểm soát|Hỗ trợ|Tư vấn|Phát triển|Xây dựng|"
    r"Khảo sát|Thẩm định|Đào tạo|Bồi dưỡng|Biên tập|Vận hành|Bảo trì|Thi đua|Đấu giá|Bồi thường|Sơ kết|Thống kê|Quan trắc|Điều tra|Cứu trợ"
)
