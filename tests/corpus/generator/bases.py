"""Legal bases and the sentence that leads to the body, in the many ways in which they are written."""

from datetime import date, timedelta

_SUBJECTS = (
    "về công tác dân vận", "về việc tăng cường tiếp công dân", "ban hành Chương trình hành động về dân vận khéo",
    "quy định chức năng, nhiệm vụ của cơ quan", "hướng dẫn thực hiện dân chủ ở cơ sở", "về đổi mới phong cách phục vụ Nhân dân",
)  # fmt: skip
_OPENERS = {"Căn cứ": "Căn cứ ", "Thực hiện": "Thực hiện ", "both": None, "dash": "- Căn cứ "}
_SUPERIORS = (("Kế hoạch", "KH-UBND"), ("Công văn", "UBND-NC"), ("Quyết định", "QĐ-UBND"), ("Hướng dẫn", "HD-SNV"))


class Bases:
    """Makes the lines of the preamble of a plan of ``agency`` signed at ``signed``."""

    def __init__(self, choices, agency, subject, signed):
        self.choices, self.agency, self.subject, self.signed = choices, agency, subject, signed
        self.random = choices.random("bases")

    def lines(self):
        """Return the lines of the description."""
        opener = self.choices.pick("basis opener", _OPENERS)
        end = self.choices.pick("basis end", {"semicolon": ";", "full stop": ".", "comma": ",", "nothing": ""}, (6, 2, 1, 1))
        form = self.choices.pick("bases in", ("lines", "one paragraph", "pairs"), (6, 2, 2))
        habits = self.choices.habits("basis", _KINDS, 4)
        texts, cited = [], set()
        for number in range(self.random.randint(1, 5)):
            kind = self.random.choice(habits)
            body = _KINDS[kind](self)
            if body.partition(">")[0] in cited:
                continue
            cited.add(body.partition(">")[0])
            self.choices.note("basis", kind)
            texts.append((opener or ("Căn cứ " if number % 2 == 0 else "Thực hiện "), body))
        if self.choices.chance("basis without document", 0.25):
            texts.append(("", self.random.choice(("Theo đề nghị của Chánh Văn phòng", "Căn cứ tình hình thực tế của đơn vị",
                                                  "Xét đề nghị của Trưởng ban soạn thảo"))))  # fmt: skip
        return self._set(texts, form, end)

    def _set(self, texts, form, end):
        enacting = self._enacting()
        if form == "one paragraph":
            return [f"P|{_joined(texts)}{self.random.choice((';', '.', ','))} {{E:{enacting}}}"]
        if form == "pairs":
            groups = [texts[index : index + 2] for index in range(0, len(texts), 2)]
            return [*(f"P|{_joined(group)}{end}" for group in groups), f"E|{enacting}"]
        return [*(f"B|{opener}{body}{end}" for opener, body in texts), f"E|{enacting}"]

    def _enacting(self):
        own, subject = self.agency.own, self.subject
        return self.choices.pick("enacting", {
            "xây dựng": f"{own} xây dựng Kế hoạch {subject} như sau:",
            "ban hành": f"{own} ban hành Kế hoạch {subject}, cụ thể như sau:",
            "triển khai": f"{own} triển khai thực hiện với các nội dung sau:", "short": f"{own} xây dựng kế hoạch như sau:",
            "đề ra": f"{own} đề ra Kế hoạch {subject} với những nội dung chủ yếu sau:",
        })  # fmt: skip

    def old(self):
        """Return a day before the signature."""
        return self.signed - timedelta(days=self.random.randint(20, 900))

    def day(self, day):
        """Return ``day`` as printed."""
        return self.choices.pick("basis date", {
            "slashes": f"ngày {day:%d/%m/%Y}", "short": f"ngày {day.day}/{day.month}/{day.year}",
            "words": f"ngày {day.day:02d} tháng {day.month:02d} năm {day.year}",
        })  # fmt: skip


def _joined(texts):
    """Return clauses in one paragraph; only the first has its opener."""
    return "; ".join(f"{{B:{opener if number == 0 else ''}{body}}}" for number, (opener, body) in enumerate(texts))


def _law_number_behind(bases):
    day = bases.day(date(2022, 11, 10))
    return f"<Luật~10~2022/QH15~2022-11-10>Luật Thực hiện dân chủ ở cơ sở số 10/2022/QH15 {day}"


def _law_in_words(_bases):
    return (
        "<Luật~80~2015/QH13~2015-06-22>Luật Ban hành văn bản quy phạm pháp luật số 80/2015/QH13 ngày 22 tháng 6 năm 2015"
    )


def _law_by_date(_bases):
    return "<Luật~~~2013-11-25>Luật Tiếp công dân ngày 25 tháng 11 năm 2013"


def _law_by_year(bases):
    return bases.random.choice(("<Luật~~~>Luật Thực hiện dân chủ ở cơ sở năm 2022", "<Luật~~~>Luật Tiếp công dân năm 2013"))


def _law_amending(_bases):
    return (
        "<Luật~47~2019/QH14~2019-11-22>Luật sửa đổi, bổ sung một số điều của Luật Tổ chức Chính phủ và Luật Tổ chức "
        "chính quyền địa phương số 47/2019/QH14 ngày 22 tháng 11 năm 2019"
    )


def _decree(bases):
    day = bases.day(date(2023, 8, 14))
    return (
        f"<Nghị định~59~2023/NĐ-CP~2023-08-14>Nghị định số 59/2023/NĐ-CP {day} của Chính phủ quy định chi tiết một số điều của "
        "Luật Thực hiện dân chủ ở cơ sở"
    )


def _circular(bases):
    day = bases.day(date(2018, 3, 30))
    return (
        f"<Thông tư~40~2018/TT-BTC~2018-03-30>Thông tư số 40/2018/TT-BTC {day} của Bộ Tài chính hướng dẫn quản lý kinh phí "
        "hội nghị"
    )


def _party(bases):
    old, number = bases.old(), bases.random.randint(1, 99)
    kind, symbol = bases.random.choice((("Quyết định", "QĐ"), ("Chỉ thị", "CT"), ("Kết luận", "KL"), ("Nghị quyết", "NQ")))
    level, issuer = bases.random.choice((("TW", "Bộ Chính trị"), ("TW", "Ban Bí thư"), ("TU", "Ban Thường vụ Tỉnh ủy")))
    about = bases.random.choice(_SUBJECTS)
    cite = f"<{kind}~{number:02d}~{symbol}/{level}~{old.isoformat()}>"
    comma = bases.random.choice(("", ","))
    return f"{cite}{kind} số {number:02d}-{symbol}/{level}{comma} {bases.day(old)} của {issuer} {about}"


def _superior(bases):
    old, number = bases.old(), bases.random.randint(10, 4999)
    kind, symbol = bases.random.choice(_SUPERIORS)
    about = bases.random.choice(_SUBJECTS)
    cite = f"<{kind}~{number}~{symbol}~{old.isoformat()}>"
    return f"{cite}{kind} số {number}/{symbol} {bases.day(old)} của {bases.agency.superior} {about}"


def _issuer_first(bases):
    old, number = bases.old(), bases.random.randint(10, 4999)
    cite = f"<Công văn~{number}~SNV-CCHC~{old.isoformat()}>"
    return f"{cite}Công văn số {number}/SNV-CCHC của Sở Nội vụ {bases.day(old)} về việc hướng dẫn xây dựng kế hoạch"


def _two_in_one(bases):
    first, last = sorted((bases.old(), bases.old()))
    one, two = bases.random.randint(10, 99), bases.random.randint(100, 199)
    return (
        f"<Kế hoạch~{one}~KH-UBND~{first.isoformat()}><Quyết định~{two}~QĐ-UBND~{last.isoformat()}>Kế hoạch số {one}/KH-UBND "
        f"{bases.day(first)} và Quyết định số {two}/QĐ-UBND {bases.day(last)} của UBND tỉnh về công tác dân vận"
    )


def _blank(bases):
    year = bases.signed.year
    return f"<Kế hoạch~~KH-UBND~>Kế hoạch số      /KH-UBND ngày     tháng     năm {year} của UBND tỉnh về công tác dân vận"


def _semicolon_inside(bases):
    old, number = bases.old(), bases.random.randint(10, 99)
    return (
        f"<Quyết định~{number}~QĐ-UBND~{old.isoformat()}>Quyết định số {number}/QĐ-UBND {bases.day(old)} của UBND tỉnh "
        "quy định chức năng; nhiệm vụ của Sở Nội vụ"
    )


def _congress(_bases):
    return "<Nghị quyết~~~>Nghị quyết Đại hội đại biểu Đảng bộ tỉnh lần thứ XVII, nhiệm kỳ 2025 - 2030"


_KINDS = {
    "law with its number behind": _law_number_behind, "law with a date in words": _law_in_words, "law by date": _law_by_date,
    "law by year": _law_by_year, "amending law": _law_amending, "decree": _decree, "circular": _circular, "Party": _party,
    "superior": _superior, "issuer before the date": _issuer_first, "two joined": _two_in_one, "blank": _blank,
    "semicolon inside": _semicolon_inside, "congress": _congress,
}  # fmt: skip
