"""The one exception of the importer: a file that can't be imported, and why."""

#: English message of each reason; the ORM translates these terms, with the same arguments.
MESSAGES = {
    "empty": "The file is empty.",
    "not_a_plan": "No plan was recognised in this file: it needs the heading KẾ HOẠCH and numbered sections.",
    "wrong_type": "This type of file can't be read. Use a Word file (.docx), a text PDF or plain text (.txt).",
    "encrypted": "The file is protected by a password. Remove the protection, then import it again.",
    "too_big": "The file is too big: at most %(limit)s MB can be imported.",
    "too_long": "The file holds more than any plan does. Save the plan alone, without other documents, as a new file, then import that.",
    "scanned": "This PDF holds pictures of pages without text. Use the Word file or a PDF made from it.",
    "old_doc":
        "This is a file of an old Word version (.doc), which can't be read here. Open it in Word or LibreOffice, "
        "choose “Save as”, type Word Document (.docx), then import the new file.",
    "broken":
        "The file is damaged or was not copied completely, so it can't be read. Open it in the program that it was "
        "made with: where it opens, save it under a new name and import that; where it does not, ask who sent it for "
        "the file again.",
}

#: The same in Vietnamese, for the command line.
VIETNAMESE = {
    "empty": "Tệp rỗng.",
    "not_a_plan": "Không nhận ra kế hoạch trong tệp: cần có tên loại KẾ HOẠCH và các mục được đánh số.",
    "wrong_type": "Không đọc được loại tệp này. Hãy dùng tệp Word (.docx), PDF có chữ hoặc văn bản thuần (.txt).",
    "encrypted": "Tệp được bảo vệ bằng mật khẩu. Hãy bỏ mật khẩu rồi nhập lại.",
    "too_big": "Tệp quá lớn: chỉ nhập được tệp tối đa %(limit)s MB.",
    "too_long": "Tệp chứa quá nhiều nội dung khi mở ra. Hãy lưu riêng phần kế hoạch thành tệp mới rồi nhập lại.",
    "scanned": "Tệp PDF là bản quét, không có chữ. Hãy dùng tệp Word hoặc PDF xuất từ tệp Word.",
    "old_doc":
        "Đây là tệp Word đời cũ (.doc), phần mềm không đọc được. Hãy mở tệp bằng Word hoặc LibreOffice, chọn “Lưu "
        "thành”, kiểu Tài liệu Word (.docx), rồi nhập tệp mới.",
    "broken":
        "Tệp bị hỏng hoặc chép chưa đủ nên không đọc được. Hãy mở tệp bằng phần mềm đã soạn: nếu mở được thì lưu thành "
        "tên mới rồi nhập tệp đó; nếu không mở được thì đề nghị nơi gửi gửi lại tệp.",
}


class UnreadableFile(Exception):
    """A file that can't be imported.

    :param code: one of the keys of ``MESSAGES``
    :param args: values of the placeholders in the message (``limit`` in MB for ``too_big``)
    """

    def __init__(self, code, **args):
        self.code = code
        self.arguments = args
        super().__init__(message(code, **args))


def message(code, language="en", **args):
    """Return the text of a reason in English or, with ``language="vi"``, in Vietnamese."""
    texts = VIETNAMESE if language == "vi" else MESSAGES
    return texts[code] % args
