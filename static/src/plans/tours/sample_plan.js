/** A short plan of the demo agency, for the tour to import. */
export const SAMPLE_PLAN = `UBND TỈNH MẪU                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
BAN DÂN TỘC                  Độc lập - Tự do - Hạnh phúc
Số:      /KH-BDT             Tỉnh Mẫu, ngày     tháng 01 năm 2026

KẾ HOẠCH
Tập huấn công tác dân vận chính quyền năm 2026

Căn cứ Luật Thực hiện dân chủ ở cơ sở ngày 10/11/2022;
Ban Dân tộc ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Giúp công chức làm tốt công tác dân vận chính quyền.
2. Yêu cầu
Tập huấn thiết thực, tiết kiệm, đúng đối tượng.

II. NỘI DUNG
1. Phổ biến văn bản mới về công tác dân vận.
2. Trao đổi kỹ năng tiếp công dân, đối thoại với Nhân dân.

III. TỔ CHỨC THỰC HIỆN
1. Văn phòng: Chuẩn bị hội trường, tài liệu trước ngày 15/6/2026.
2. Phòng Tuyên truyền và Địa bàn: Biên soạn tài liệu tập huấn.
3. Các phòng chuyên môn: Cử công chức tham gia đầy đủ.

Trên đây là Kế hoạch tập huấn công tác dân vận chính quyền năm 2026 của Ban Dân tộc./.

Nơi nhận:                   TRƯỞNG BAN
- UBND tỉnh;
- Lưu: VT, VP.
`;
