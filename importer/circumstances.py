"""Circumstances before who acts, however long they are and whatever they hold: "Trường hợp ... thì Văn phòng báo cáo"."""

import re

_OPENER = re.compile(
    r"(?:căn cứ|trên cơ sở|theo(?! dõi)|thực hiện (?=nghị|kế hoạch|quyết|chỉ|công văn|hướng dẫn|ý kiến|kết luận|luật|thông tư|chương trình)|trường hợp|trong(?! đó)|nếu|khi|sau|trước|để(?! nghị| xuất)|"
    r"nhằm|qua(?! hạn)|thông qua|từ|tại|hằng|hàng|định kỳ|kết thúc|chào mừng|hưởng ứng|nhân dịp|bên cạnh|ngoài|song song|tùy|tuỳ|cùng với việc|đối với|vào|ngay|với)(?!\w)", re.IGNORECASE)
#: Whom somebody is asked, told or sent something, at the end of what stands before a comma: the next name is one more of these.
_ADDRESSED = re.compile(r"\b(?:kiến nghị|đề nghị|phối hợp với|mời|gửi|trình|báo cáo|tham mưu)(?: [^,;.]*)?$")
_PARTED = re.compile(r"(?:, |,? thì )(?=\w)")
#: The end of a sentence, which the dot of "P. Tài chính" and "TP. Mẫu" is not.
_END = re.compile(r"(?<!\bP)(?<!\bTP)(?<!\bTX)[.;:](?= |$)")
#: Most letters of a circumstance.
_MOST = 400


def begins(text):
    """Tell whether ``text`` begins with a circumstance."""
    return _OPENER.match(text) is not None


def ends(text):
    """Yield where, in the first sentence of ``text``, who acts may be named behind a circumstance."""
    if not begins(text):
        return
    stop = _END.search(text)
    for mark in _PARTED.finditer(text, 0, min(stop.start() if stop else len(text), _MOST)):
        if mark.group().endswith("thì ") or not _ADDRESSED.search(text, 0, mark.start()):
            yield mark.end()
