"""Who begins a sentence: where the name ends, told by what names are made of, whatever is done by which verb."""

import re

from .names import LOWER, PERSON, UPPER, doubt, first_words, is_named, is_unit, parts_end
from .verbs import TITLED

#: What joins a second name to the first.
_JOINT = re.compile(r",? (?:và|cùng) |[,;] ")
#: Words that no name has in it, in a sentence hardly to be done without.
_SMALL = re.compile(
    r"(?<!\w)(?:các|những|mọi|mỗi|từng|cho|để|theo|trên|tại|về|khi|từ|đến|tới|trước|sau|với|bằng|trong|ngoài|qua|cùng|hoặc|được|đã|sẽ|đang|do|vào|ra|lên|xuống|"
    r"lại|nhằm|này|đó|mà|nếu|một|hai|ba|toàn|hết|đủ|ngay|lẫn|nhau|\d\S*)(?!\w)|[^\w\s&–-]"
)
#: How a sentence goes on that tells what somebody is like or has done.
_TELLS = re.compile(
    r" (?:các|những|mọi|mỗi|từng|là|có|được|bị|đã|đang|chưa|không|còn|gồm|bao gồm|đạt|chiếm|thuộc|và|của|cũng|vẫn|như|hoặc|hay|nào|này|đó|trên|trong|ngoài|tại|ở|do|theo|với|về|để|cho|từ|"
    r"mới|cũ|nơi|liên|nằm|lại|trực|khi|nếu|vì|bằng|mà|thì|rất|phải|cần|sẽ|nên)(?!\w)"
)
#: Words that make what follows in small letters part of a name: a deed that a body is named after.
_NAMED_AFTER = re.compile(
    rf"(?:^|(?<= ))(?:{TITLED}|Phục vụ|Đầu tư|Dịch vụ|Điều phối|Xúc tiến|Ứng dụng|Chăm sóc|Bảo trợ|Bảo tồn|Khai thác|Chỉ đạo|Điều hành|Tổ chức|Vận động|Thi hành|Nghiên cứu|Kiểm định|Kỹ thuật|"
    r"(?i:Bảo hiểm|Ngân hàng|Công ty|Hợp tác xã|Liên hiệp|Liên đoàn|Hiệp hội|Hội đồng|Tiểu ban|Tổ|Đội|Nhóm|(?<!huyện )(?<!xã )(?<!thị )(?<!tỉnh )(?<!thành )(?<!phường )(?<!chi )Đoàn|(?<!Xã )Hội|Quỹ|(?<!đoàn )(?<!bộ )Trường|Trung tâm|Văn phòng|Viện|Câu lạc bộ))$"
)
#: Those who need no further word to be somebody.
_ALONE = re.compile(
    r"(?:hiệu trưởng|phó hiệu trưởng|nhà trường|giáo viên|văn phòng|thanh tra|chủ tịch|giám đốc|bí thư|kế toán|văn thư|thủ quỹ|công đoàn|chi bộ|đảng ủy|đảng uỷ|"
    r"trưởng (?:thôn|ấp|bản|khu phố|phòng|khoa|ban|đoàn)|bảo vệ|y tế|thư ký)$", re.IGNORECASE
)
#: What a body is there for, up to the level that it is of: "Ban Chỉ đạo rà soát xã lập danh sách".
_AT_LEVEL = re.compile(rf"(?: [{LOWER}]+){{1,6}}? (?:cấp )?(?:tỉnh|xã|phường|huyện|thành phố|đặc khu)(?= (?!hội|có|được|và|của|các|về|theo|trong|này)[{LOWER}]{{2,}} [{LOWER}])")
_GOES_ON = re.compile(rf" [{LOWER}]")
#: A word in small letters before a count, which numbers no unit: "Khối Lá tập 02 tiết mục".
_COUNTED = re.compile(rf"(?<=\w) [{LOWER}]+ 0\d(?= [{LOWER}])")
#: A verb of one word, which may be the second half of one that no list knows: "bốc thăm các hộ".
_HALF = re.compile(rf" [{LOWER}]+ (?:các|những|từng|mọi|cho|\d)(?!\w)")
#: The last words of a name that others are listed behind: "Khoa Nội tim mạch, Tổ kiểm tra tổng hợp".
_LAST_WORDS = re.compile(rf"(?: [{LOWER}]+){{1,2}}, (?=[{UPPER}])")
#: What a person is in charge of, behind the office.
_IN_CHARGE = re.compile(r" phụ trách(?: lĩnh vực| công tác| mảng| khối)?")
#: Fewest letters of a sentence that no mark ends, and fewest words behind a name where a small one is among them.
_LONG, _FEWEST = 60, 5


def subject_end(text, start, verb, is_sentence=True):
    """Return where the name of who does something ends that stands at ``start`` of ``text``, or None where that is no surer than ``verb``.

    :param verb: where the first known verb behind the name begins, or None: a name doesn't go on to it over words that are in no name
    :param is_sentence: whether ``text`` is known to tell what the one named does
    """
    end = _subject(text, start)
    if not end or verb is not None and end > verb or _TELLS.match(text, end) or not _GOES_ON.match(text, end):
        return None
    name = text[start:end]
    is_body = _NAMED_AFTER.search(name) is not None and not _ALONE.search(name)
    level = _AT_LEVEL.match(text, end) if is_body else None
    if level and not _SMALL.search(level.group()) and is_named(text[start : level.end()]):
        return level.end()
    if not is_named(name) or doubt(name, runs_on=False) or is_body and not (is_sentence and verb is None and _SMALL.search(" ".join(text[end:].split()[:3]))):
        return None
    if verb is None or end == verb:
        return end
    between = text[end:verb]
    if any(is_unit(between[joint.end() :]) and len(between[: joint.start()].split()) < _FEWEST + 3 for joint in _JOINT.finditer(between)):
        return None
    last = _LAST_WORDS.match(between)
    if last and all(map(is_named, re.split(r", | và ", between[last.end() :]))):
        return None
    is_first_half = len(between.split()) <= 2 and _HALF.match(text, verb)
    return end if _SMALL.search(between) or is_first_half or text[verb] == "," else None


def _subject(text, start):
    """Return where the name at ``start`` of ``text`` ends where a sentence goes on behind it, or None."""
    end = _end(text, start)
    counted = _COUNTED.search(text, start) if end else None
    end = min(end, counted.start()) if counted else end
    if not end or text.rstrip().endswith((".", ";", ":")) or len(text) - start >= _LONG:
        return end
    return end if _SMALL.search(text, end) and len(text[end:].split()) >= _FEWEST else None


def _end(text, start):
    """Return where the name, or the list of names, at ``start`` ends by what it is made of."""
    person = PERSON.match(text, start)
    end = person.end() if person else _one_end(text, start)
    while end and (joint := _JOINT.match(text, end)) and is_unit(text[joint.end() : joint.end() + 60]):
        further = _one_end(text, joint.end())
        if not further:
            break
        end = further
    return max([end, *(_one_end(text, joint.end()) or 0 for joint in _JOINT.finditer(text, start, end) if is_unit(text[joint.end() : joint.end() + 60]))]) if end else end


def _one_end(text, start):
    first = first_words(text, start)
    end = parts_end(text, first) if first else None
    charge = _IN_CHARGE.match(text, end) if end else None
    further = parts_end(text, charge.end()) if charge else 0
    return further if charge and further > charge.end() else end
