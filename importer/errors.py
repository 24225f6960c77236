"""The one exception of the importer: a file that can't be imported, and why."""

#: English message of each reason; the ORM translates these terms, with the same arguments.
MESSAGES = {
    "empty": "The file is empty.",
    "not_a_plan": "No plan was recognised in this file: it needs the heading KẾ HOẠCH and numbered sections.",
    "wrong_type": "This type of file can't be read. Use a Word file (.docx, .doc), a PDF, a photo (.jpg, .png) or plain text (.txt).",
    "encrypted": "The file is protected by a password. Remove the protection, then import it again.",
    "too_big": "The file is too big: at most %(limit)s MB can be imported.",
    "too_long": "The file holds more than any plan does. Save the plan alone, without other documents, as a new file, then import that.",
    "too_fine": "The picture has more dots than any page needs: at most %(limit)s million are read. Take or scan it in a lower resolution.",
    "scanned":
        "This file holds pictures of pages. They are read where a new plan is imported, not compared with a draft: use the "
        "Word file, or a PDF made from it.",
    "no_office":
        "This is a file of an old Word version (.doc). To read it the server needs LibreOffice: ask the administrator to "
        "install the Debian package %(package)s. Or open it in Word, choose “Save as”, type Word Document (.docx), then import "
        "the new file.",
    "no_ocr":
        "This file holds pictures of pages. To read them the server needs Tesseract with Vietnamese: ask the administrator to "
        "install the Debian packages %(packages)s. Or use the Word file, or a PDF made from it.",
    "broken":
        "The file is damaged or was not copied completely, so it can't be read. Open it in the program that it was "
        "made with: where it opens, save it under a new name and import that; where it does not, ask who sent it for "
        "the file again.",
}

#: The same in Vietnamese, for the command line.
VIETNAMESE = {
    "empty": "Tệp rỗng.",
    "not_a_plan": "Không nhận ra kế hoạch trong tệp: cần có tên loại KẾ HOẠCH và các mục được đánh số.",
    "wrong_type": "Không đọc được loại tệp này. Hãy dùng tệp Word (.docx, .doc), PDF, ảnh chụp (.jpg, .png) hoặc văn bản thuần (.txt).",
    "encrypted": "Tệp được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi nhập lại.",
    "too_big": "Tệp quá lớn: chỉ nhập được tệp tối đa %(limit)s MB.",
    "too_long": "Tệp chứa quá nhiều nội dung khi mở ra. Hãy lưu riêng phần kế hoạch thành tệp mới rồi nhập lại.",
    "too_fine": "Ảnh có độ phân giải quá lớn: chỉ đọc được ảnh tối đa %(limit)s triệu điểm ảnh. Hãy chụp hoặc quét lại với độ phân giải thấp hơn.",
    "scanned":
        "Tệp gồm các trang ảnh. Trang ảnh được nhận dạng khi nhập kế hoạch mới, không dùng để so sánh với dự thảo: hãy dùng "
        "tệp Word, hoặc PDF xuất từ tệp Word.",
    "no_office":
        "Đây là tệp Word đời cũ (.doc). Để đọc tệp này, máy chủ cần có LibreOffice: đề nghị quản trị viên cài gói Debian "
        "%(package)s. Hoặc mở tệp bằng Word, chọn “Lưu thành”, kiểu Tài liệu Word (.docx), rồi nhập tệp mới.",
    "no_ocr":
        "Tệp gồm các trang ảnh. Để nhận dạng chữ, máy chủ cần có Tesseract với tiếng Việt: đề nghị quản trị viên cài các gói "
        "Debian %(packages)s. Hoặc dùng tệp Word, hay PDF xuất từ tệp Word.",
    "broken":
        "Tệp bị hỏng hoặc chép chưa đủ nên không đọc được. Hãy mở tệp bằng phần mềm đã soạn: nếu mở được thì lưu thành "
        "tên mới rồi nhập tệp đó; nếu không mở được thì đề nghị nơi gửi gửi lại tệp.",
}


class UnreadableFile(Exception):
    """A file that can't be imported.

    :param code: one of the keys of ``MESSAGES``
    :param args: values of the placeholders in the message (``limit`` in MB for ``too_big``, in millions for ``too_fine``)
    """

    def __init__(self, code, **args):
        self.code = code
        self.arguments = args
        super().__init__(message(code, **args))


def message(code, language="en", **args):
    """Return the text of a reason in English or, with ``language="vi"``, in Vietnamese."""
    texts = VIETNAMESE if language == "vi" else MESSAGES
    return texts[code] % args
