"""Mends tones that a coarse scan lost: of syllables that can't be without, and of the compounds that administrations use most."""

import re
import unicodedata

from ..words import canonical, plain

#: Pairs of syllables that are nothing else without their tones in the documents of an administration; what could be read as
#: "có quan hệ" or "một số ngành" as well is not among them.
_COMPOUNDS = """
báo cáo, ban hành, biên chế, bố trí, bồi dưỡng, bổ sung, cải cách, cán bộ, căn cứ, cấp ủy, chấp hành, chất lượng, chỉ đạo,
chính quyền, chủ tịch, chủ trì, chủ trương, chuyên môn, chuyên viên, chuyển đổi, chương trình, công chức, công khai, công dân,
cộng hòa, dân chủ, dân tộc, dân vận, dịch vụ, điển hình, điều hành, đánh giá, đảng ủy, đảng viên, đề nghị, đề xuất,
địa phương, định kỳ, đoàn thể, đôn đốc, đối thoại, đối tượng, đồng chí, đơn vị, giải pháp, giải quyết, giám đốc, giám sát, giáo dục,
hành chính, hạn chế, hiệu quả, hình thức, hoàn thành, hội đồng, hội nghị, huy động, hướng dẫn,
kế hoạch, kết luận, kết quả, khắc phục, khen thưởng, kiểm soát, kiểm tra, kiến nghị, kinh phí, kinh tế, kịp thời, kỷ luật, kỷ cương,
lãnh đạo, lĩnh vực, mặt trận, mô hình, mục đích, mục tiêu, nâng cao, nghị định, nghị quyết, nhân dân, nhiệm kỳ, nhiệm vụ, nội dung,
nội vụ, nơi nhận, pháp luật, phát huy, phát triển, phiếu trình, phong trào, phòng chống, phối hợp, phổ biến, phụ lục,
phụ trách, phương án, phương hướng, quan tâm, quản lý, quá trình, quyền hạn, quyết định, rà soát, sản phẩm, tập huấn,
tham mưu, thanh tra, thành phần, thành viên, thẩm định, thẩm quyền, theo dõi, thi đua, thời gian, thông báo, thông tin, thống nhất,
thủ trưởng, thủ tục, thực hiện, thường trực, thường xuyên, tiến độ, tiến hành, tiếp nhận, tiếp tục, tình hình, tổ chức,
tổng hợp, tổng kết, trách nhiệm, triển khai, trọng tâm, trưởng phòng, trung tâm, tuyên truyền, tự do, ủy ban, ứng dụng, văn bản,
văn hóa, văn phòng, vận động, vi phạm, việt nam, xã hội, xây dựng, xử lý, yêu cầu
"""
_RIGHT = {plain(each): each.split() for each in " ".join(_COMPOUNDS.split()).split(", ")}
#: A syllable that ends in a stop has a rising or a low tone; the rising one, above a circumflex, breve or horn, is what gets lost.
_STOPPED = re.compile(r"[âăêôơư](?=(?:ch|[ptc])$)")
_RISING = "\u0301"
#: A vowel with its mark that is read twice, each time with another mark: "KÉẺ" of "KẾ".
_MARKED = re.compile(r"[^\x00-\x7f]")
_DOUBLED = re.compile("|".join(rf"(?<=[{each}])[{each}]" for each in (
    "áàảãạâấầẩẫậăắằẳẵặ", "éèẻẽẹêếềểễệ", "óòỏõọôốồổỗộơớờởỡợ", "íìỉĩị", "úùủũụưứừửữự")), re.IGNORECASE)
_CORE = re.compile(r"[^\W\d_]+")


def mend(words):
    """Mend the texts of words in place.

    :param words: of a page, each a list that begins with its text; None where a line ends
    """
    above = None
    for word in words:
        if word is None:
            continue
        word[0] = _DOUBLED.sub("", unicodedata.normalize("NFC", word[0])) if _MARKED.search(word[0]) else word[0]
        core = _CORE.search(word[0])
        if core is None or any(map(str.isalnum, word[0][:core.start()])):
            above = None
            continue
        word[0] = _put(word[0], core, _stopped(core.group()))
        if above is not None and not core.start():
            _pair(above, word)
        above = word if core.end() == len(word[0]) else None


def _pair(above, word):
    """Give two words that stand together the tones of the compound that they are."""
    first, second = _CORE.search(above[0]), _CORE.search(word[0])
    read = f"{first.group()} {second.group()}"
    right = _RIGHT.get(plain(read))
    if right is None or canonical(read.lower()) == canonical(" ".join(right)):
        return
    above[0], word[0] = _put(above[0], first, right[0]), _put(word[0], second, right[1])


def _stopped(syllable):
    low = unicodedata.normalize("NFC", syllable).lower()
    return _STOPPED.sub(lambda vowel: unicodedata.normalize("NFC", vowel.group() + _RISING), low)


def _put(text, core, syllable):
    """Return ``text`` with ``syllable`` in the place of the letters of ``core``, written as large as they are."""
    old = core.group()
    if len(old) != len(syllable):
        return text
    new = "".join(letter.upper() if was.isupper() else letter for was, letter in zip(old, syllable))
    return f"{text[:core.start()]}{new}{text[core.end():]}"
