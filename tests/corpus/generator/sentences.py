"""Sentences of our own for generated plans: purposes, contents, duties. None names a unit, a time or a document."""

SUBJECTS = (
    "Công tác dân vận {year}", "Thực hiện dân chủ ở cơ sở {year}", "Triển khai phong trào thi đua “Dân vận khéo” {year}",
    "Tiếp công dân, đối thoại với Nhân dân {year}", "Tuyên truyền, phổ biến, giáo dục pháp luật {year}",
    "Cải cách hành chính và nâng cao sự hài lòng của người dân {year}",
    "Kiểm tra việc thực hiện quy chế dân chủ trong hoạt động của cơ quan {year}",
    "Vận động người dân tham gia / xây dựng khu dân cư sạch, đẹp, an toàn {year}",
)  # fmt: skip
PURPOSES = (
    "Nâng cao nhận thức của cán bộ, công chức về trách nhiệm phục vụ người dân.",
    "Phát huy quyền làm chủ của Nhân dân, tạo đồng thuận khi làm việc chung.",
    "Kịp thời nắm tâm tư, nguyện vọng của người dân ngay từ cơ sở.",
    "Nhân rộng những cách làm hay, những tấm gương gần dân, giúp dân.",
    "Khắc phục tình trạng đùn đẩy, né tránh khi giải quyết hồ sơ.",
    "Góp phần giữ vững ổn định tình hình, không để phát sinh điểm nóng.",
    "Tăng cường mối quan hệ gắn bó giữa cơ quan với khu dân cư.",
)  # fmt: skip
REQUIREMENTS = (
    "Việc triển khai phải thiết thực, tiết kiệm, tránh hình thức.",
    "Phân công rõ người, rõ việc, rõ trách nhiệm, rõ kết quả.",
    "Gắn kết quả thực hiện với đánh giá, xếp loại cán bộ, công chức.",
    "Bảo đảm công khai, minh bạch để người dân giám sát.",
    "Nội dung ngắn gọn, dễ hiểu, phù hợp với từng nhóm người dân.",
    "Người đứng đầu trực tiếp chỉ đạo, không khoán trắng cho cấp dưới.",
)  # fmt: skip
GROUPS = (
    "Công tác tuyên truyền", "Công tác tiếp công dân, đối thoại", "Thực hiện dân chủ ở cơ sở", "Cải cách thủ tục hành chính",
    "Công tác kiểm tra, giám sát", "Xây dựng mô hình dân vận khéo", "Công tác an sinh xã hội", "Công tác dân tộc, tôn giáo",
)  # fmt: skip
TASKS = (
    "Biên soạn tờ gấp giới thiệu thủ tục hành chính bằng lời lẽ dễ hiểu",
    "Mở chuyên mục hỏi đáp pháp luật trên trang thông tin điện tử",
    "Phát thanh tin, bài về gương người tốt, việc tốt",
    "Tập huấn kỹ năng giao tiếp cho cán bộ tiếp nhận hồ sơ",
    "Tổ chức đối thoại với người dân vùng dự án",
    "Tiếp công dân theo lịch và công khai kết quả giải quyết",
    "Rà soát, trả lời dứt điểm các kiến nghị còn tồn đọng",
    "Niêm yết công khai các khoản đóng góp của người dân",
    "Lấy ý kiến Nhân dân về quy hoạch chi tiết khu dân cư",
    "Kiện toàn tổ công nghệ số cộng đồng ở từng khu dân cư",
    "Cắt giảm giấy tờ trùng lặp trong hồ sơ đất đai",
    "Khảo sát mức độ hài lòng của người dân, doanh nghiệp",
    "Thăm hỏi, tặng quà gia đình chính sách, hộ nghèo",
    "Vận động hiến đất, góp công mở rộng đường làng",
    "Bình chọn, biểu dương mô hình dân vận khéo tiêu biểu",
    "Hỗ trợ hộ nghèo sửa nhà, làm công trình vệ sinh",
    "Lắp đặt hòm thư góp ý và đường dây nóng",
    "Xây dựng quy chế phối hợp giải quyết đơn thư",
    "Kiểm tra việc chấp hành giờ giấc, thái độ phục vụ",
    "Cập nhật cơ sở dữ liệu về người có uy tín",
    "Trồng cây, dọn vệ sinh các tuyến đường tự quản",
    "Tuyên truyền phòng, chống lừa đảo trên không gian mạng",
    "Gặp mặt chức sắc tôn giáo, người có uy tín",
    "Tư vấn, giới thiệu việc làm cho thanh niên nông thôn",
    "Số hóa hồ sơ lưu trữ để người dân tra cứu",
    "Ký cam kết thực hiện văn hóa công sở",
    "Tổ chức hội thi tìm hiểu về công tác dân vận",
    "Sắp xếp lại nơi chờ, bố trí chỗ ngồi cho người cao tuổi",
)  # fmt: skip
DUTIES = (
    "theo dõi, đôn đốc việc thực hiện Kế hoạch này",
    "hướng dẫn các đơn vị xây dựng chương trình công tác dân vận",
    "bố trí kinh phí trong dự toán được giao",
    "tuyên truyền nội dung Kế hoạch đến từng khu dân cư",
    "kiểm tra việc tiếp công dân và giải quyết đơn thư",
    "tổng hợp khó khăn, vướng mắc, đề xuất hướng xử lý",
    "tham mưu biểu dương tập thể, cá nhân có thành tích",
    "xây dựng chuyên trang về công tác dân vận",
    "vận động đoàn viên, hội viên tham gia phong trào",
    "rà soát, kiến nghị sửa đổi các quy định không còn phù hợp",
    "chuẩn bị cơ sở vật chất phục vụ hội nghị",
    "nghiêm túc triển khai thực hiện các nội dung được giao",
    "chủ động phối hợp giải quyết vướng mắc ngay tại chỗ",
    "cung cấp thông tin, hình ảnh về mô hình hay",
)  # fmt: skip
OUTPUTS = ("Kế hoạch", "Báo cáo kết quả", "10 tin, bài", "Quyết định ban hành quy chế", "Biên bản đối thoại",
    "02 lớp tập huấn", "Tờ gấp")
MONEY = (
    "Kinh phí thực hiện Kế hoạch được bố trí từ dự toán chi thường xuyên.",
    "Nguồn kinh phí thực hiện từ ngân sách được giao và các nguồn hợp pháp khác.",
)  # fmt: skip
SCOPE = (
    "Cán bộ, công chức, người lao động của cơ quan.",
    "Các tổ chức, cá nhân có liên quan đến việc thực hiện thủ tục hành chính.",
    "Người dân ở các khu dân cư, nhất là người cao tuổi và người khuyết tật.",
)  # fmt: skip
CLOSINGS = (
    "Trên đây là Kế hoạch {subject}; đề nghị các đơn vị nghiêm túc triển khai thực hiện.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, các đơn vị kịp thời phản ánh để xem xét, giải quyết.",
    "Trên đây là Kế hoạch {subject}. Yêu cầu các cơ quan, đơn vị tổ chức thực hiện.",
    "Quá trình triển khai nếu phát sinh vướng mắc, các đơn vị trao đổi để được hướng dẫn.",
)  # fmt: skip
#: The same, of verbs that no list holds: who does it is told by the name before them.
RARE_DUTIES = (
    "chằng néo các biển hiệu trên phố",
    "dựng 03 pa-nô trên trục đường chính",
    "ươm 500 cây giống phát cho các hộ",
    "quét mã, gắn nhãn cho toàn bộ tủ hồ sơ",
    "chép lại các băng ghi âm đã cũ",
    "gỡ các tấm bạt che khuất lối đi",
    "xếp lịch trực cho các tổ xung kích",
    "dò các điểm nứt trên thân đê",
    "vá những đoạn đường bị sụt lún",
    "khoanh các vùng trũng trên bản đồ",
)
