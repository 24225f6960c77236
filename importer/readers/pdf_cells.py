"""Cells of tables in a PDF: lines to paragraphs, and to names that stand below each other."""

import re
from itertools import pairwise

from ..words import composed

#: What a cell leaves free at both sides and between two words, in points.
_PADDING = 16
_POINT = re.compile(r"[-–+•] +")
#: How the name of a unit begins, and the end of one that goes on with the name of another: "Chi bộ" / "Trường Tiểu học".
_UNIT = re.compile(
    r"(?:Văn phòng|Phòng|Ban|Thanh tra|Trung tâm|Hội|Đoàn|Công đoàn|Đảng ủy|Chi bộ|Chi đoàn|Khoa|Sở|Ủy ban|UBND|Công an|Trường|Trạm|Chi cục|"
    r"Tổ|Đội|Liên đoàn|Mặt trận|Bộ phận|Cục|Quỹ|Đài|Xí nghiệp|Các) \S"
)
_HOLDS_UNIT = re.compile(
    r"(?:^|\s)(?:Chánh|Trưởng|Phó|Giám đốc|Chủ tịch|Bí thư|Chánh Văn phòng|cơ sở|và|của|thuộc|các)$|"
    r"^(?:Chi bộ|Đảng ủy|Đảng bộ|Công đoàn|Đoàn Thanh niên|Chi đoàn|Văn phòng|Thường trực|Ban Thường vụ|Ban Thường trực|Ban Chấp hành|Lãnh đạo)$"
)
#: Behind what a name goes on in the next line: "Phòng Tổ chức -" / "Hành chính".
_GOES_ON = re.compile(r"\s(?:[-–&]|và|của|thuộc)$")
#: The end of a name that is whole, behind which another one begins in a cell of names.
_WHOLE = re.compile(r"\w (?:tỉnh|xã|phường|đặc khu|Sở|cơ quan|trường)$")


#: Of the distances of lines in a table the share that is surely within paragraphs, and how much more parts two paragraphs.
_WITHIN, _MORE, _POINTS = 0.3, 1.25, 2.5
#: A name that begins below another one that is whole, however they end: no other word begins so.
_NEXT = re.compile(
    r"(?:Phòng(?! (?:cháy|chống|bệnh|thủ|hộ))|Khoa(?! học)|Trung tâm|Chi hội|Hội (?=[A-ZĐ])(?!Đồng)|Tổ(?! chức)|Trạm|Chi cục|Văn phòng|Đồn|Hạt|Công đoàn|Đoàn Thanh|"
    r"Liên đoàn|Chi nhánh|Bộ phận|Đội|Các)(?= |$)"
)


def paragraph_gap(cells):
    """Return the distance of two lines in points from which on they are of two paragraphs in a table, or None where all stand alike.

    :param cells: rows of segments of each cell
    """
    gaps = sorted(above[0][3] - below[0][3] for rows in cells for above, below in pairwise(rows))
    if not gaps:
        return None
    limit = max(gaps[int(len(gaps) * _WITHIN)] * _MORE, gaps[int(len(gaps) * _WITHIN)] + _POINTS)
    return limit if gaps[-1] > limit else None


def text_of(rows, width, gap=None):
    """Return the text of a cell ``width`` points wide from its ``rows`` of segments (text, left, right, bottom, ...): a line for each paragraph, told by its bullet,
    by the distance of the lines, or by the room that the line above left for the next word.

    :param gap: what :func:`paragraph_gap` tells of the table
    """
    text = ""
    lines = [composed(" ".join(segment[0] for segment in row)) for row in rows]
    left = min((row[0][1] for row in rows), default=0)
    begins = [False] + [_has_room(above, row, line, left, width, gap) for above, row, line in zip(rows, rows[1:], lines[1:])]
    points = [bool(_POINT.match(line)) for line in lines]
    if sum(points) == 1 and not points[0] and not lines[points.index(True) - 1].endswith(":"):
        points = [False] * len(points)
    is_list = any(begins) and not any(line.endswith((",", ";")) for line in lines)
    names = bool(lines) and _UNIT.match(lines[0]) is not None
    for index, line in enumerate(lines):
        if not index:
            text = line
        elif text[-1:] in "-–/" and text[-2:-1].strip() or text[-1:].isdigit() and line.isdigit():
            text += line
        else:
            above = text.split("\n")[-1]
            is_next = begins[index] or points[index] or (is_list or names and _WHOLE.search(above)) and _begins_name(above, line) or names and not gap and _follows(above, line)
            text += ("\n" if is_next and not _GOES_ON.search(text) else " ") + line
    return text.replace("\t", " ")


def _has_room(above, row, line, left, width, gap):
    """Tell whether the row ``above`` would have had room for the first word of ``line``, which begins with a capital, or stands further off than within a paragraph."""
    if gap and above[0][3] - row[0][3] > gap:
        return not line[:1].islower()
    if gap and not _UNIT.match(line):
        return False
    word = len(line.split()[0]) * (row[-1][2] - row[0][1]) / max(1, len(line))
    return above[-1][2] - left + word + _PADDING < width and line[:1].isupper()


def _follows(above, line):
    """Tell whether ``line`` begins the name of a unit, and ``above`` is one that holds no other."""
    return len(above.split()) > 2 and bool(_NEXT.match(line) and _NEXT.match(above)) and not _HOLDS_UNIT.search(above)


def _begins_name(above, line):
    """Tell whether ``line`` names a unit of its own in a list of names below each other: ``above`` is a whole one."""
    return bool(_UNIT.match(f"{line} _")) and len(above.split()) > 1 and not _HOLDS_UNIT.search(above)
