"""The body of a plan: its sections in order, their items, and an annex with tasks where they stand there."""

from . import sentences
from .duties import Duties
from .numbering import SCHEMES
from .tasks import Tasks

_TITLES = {
    "purpose_requirements": ("Mục đích, yêu cầu", "Mục đích - yêu cầu", "Mục đích và yêu cầu"),
    "purpose": ("Mục đích", "Mục tiêu"),
    "requirements": ("Yêu cầu",),
    "content": ("Nội dung", "Nội dung thực hiện", "Nhiệm vụ, giải pháp", "Nhiệm vụ trọng tâm", "Nội dung và phân công nhiệm vụ",
                "Mục tiêu, nhiệm vụ", "Nội dung, giải pháp thực hiện"),
    "implementation": ("Tổ chức thực hiện", "Phân công thực hiện", "Trách nhiệm thực hiện", "Tổ chức triển khai thực hiện"),
    "scope": ("Đối tượng, phạm vi", "Đối tượng, hình thức"),
    "money": ("Kinh phí thực hiện", "Kinh phí"),
    "inspection": ("Công tác kiểm tra, giám sát", "Thành lập đoàn kiểm tra"),
    "preparation": ("Công tác chuẩn bị", "Trang trí, khánh tiết", "Công tác tuyên truyền"),
    "reports": ("Chế độ báo cáo", "Chế độ thông tin, báo cáo"),
}  # fmt: skip
_KINDS = dict.fromkeys(("scope", "money", "inspection", "preparation", "reports"), "other")
_OUTLINES = {
    "classic": ("purpose_requirements", "content", "implementation"),
    "apart": ("purpose", "requirements", "content", "implementation"),
    "with scope": ("purpose_requirements", "scope", "content", "implementation"),
    "with money": ("purpose_requirements", "content", "money", "implementation"),
    "with inspection": ("purpose_requirements", "content", "inspection", "implementation"),
    "with preparation": ("purpose_requirements", "content", "preparation", "implementation"),
    "with reports": ("purpose_requirements", "content", "implementation", "reports"),
    "without purpose": ("content", "implementation"),
}


class Body:
    """Makes the lines of the body of a plan, and those of its annex."""

    def __init__(self, choices, agency, dates, note, tables):
        self.choices, self.agency, self.dates, self.note = choices, agency, dates, note
        self.random = choices.random("body")
        names = [name for name, scheme in SCHEMES.items() if tables or not scheme.auto]
        self.scheme = SCHEMES[choices.pick("numbering", names)]
        self.outline = choices.pick("outline", _OUTLINES)
        self.place = choices.pick("tasks in", ("items", "table", "annex"), (6, 2, 2)) if tables else "items"
        self.case = choices.pick("headings in", {"capitals": str.upper, "small letters": str})
        self.tasks = Tasks(choices, agency, self.scheme, dates)
        self.duties = Duties(choices, agency, self.scheme, dates)

    def lines(self):
        """Return the lines of body and annex."""
        lines = []
        for number, name in enumerate(self.outline, 1):
            heading = "" if self.scheme.heading == "Phần" else self.scheme.heading
            self.above = self.scheme.label(heading, number).strip("#")
            title = self.case(self.choices.pick(f"title of {name}", _TITLES[name]))
            if not self.scheme.heading:
                title = title.upper()
            lines.append(f"={_KINDS.get(name, name)} {self.scheme.title(number, title)}")
            lines += getattr(self, f"_{name}")()
        return lines, self._annex() if self.place == "annex" else []

    def _label(self, number, depth=0, above=None):
        return self.scheme.label(self.scheme.items[depth], number, self.above if above is None else above)

    def _statements(self, pool, depth=0, above=None):
        chosen = self.random.sample(pool, self.random.randint(2, 3))
        return [f"{'  ' * depth}{self._label(number, depth, above)}|{text}" for number, text in enumerate(chosen, 1)]

    def _purpose_requirements(self):
        pools = {"Mục đích": sentences.PURPOSES, "Yêu cầu": sentences.REQUIREMENTS}
        form = self.choices.pick("purposes as", ("two items", "one list", "one paragraph"), (5, 3, 2))
        if form == "one list" or not self.scheme.items[0]:
            return self._statements((*sentences.PURPOSES, *sentences.REQUIREMENTS))
        if form == "one paragraph":
            return [f"|{text}" for text in self.random.sample(sentences.PURPOSES, 2)]
        lines = []
        for number, (title, pool) in enumerate(pools.items(), 1):
            label = self._label(number)
            if self.scheme.inner:
                kind = {"Mục đích": "purpose", "Yêu cầu": "requirements"}[title]
                lines.append(f"=={kind} {self.scheme.title(number, title.upper(), True)}")
                lines += self._statements(pool)
            else:
                end = self.choices.pick("item title ends", ("", ":"))
                lines += [f"{label}|*{title}{end}", *self._statements(pool, 1, label)]
        return lines

    def _purpose(self):
        return self._statements(sentences.PURPOSES)

    def _requirements(self):
        return self._statements(sentences.REQUIREMENTS)

    def _scope(self):
        return self._statements(sentences.SCOPE)

    def _money(self):
        return [f"|{self.random.choice(sentences.MONEY)}"]

    def _inspection(self):
        unit, partner = self.random.sample(self.agency.units, 2)
        when = self.dates.running()
        until = f"; hoàn thành {{d:{when.text}~{when.mark}}}" if when.mark[0].isdigit() else ""
        return [
            f"{self._label(1)}|Giao {{L:{unit}}} chủ trì, phối hợp với {{C:{partner}}} thành lập đoàn kiểm tra{until}.",
            f"{self._label(2)}|Kiểm tra hồ sơ, sổ sách và trao đổi trực tiếp với người dân.",
        ]

    def _preparation(self):
        first, second = self.random.sample(self.agency.units, 2)
        both = self.choices.pick("two in a sentence", {
            "the same deed": f"{{L:{first}}} phụ trách đón khách, {{L:{second}}} phụ trách âm thanh.",
            "one of them": f"{{L:{first}}} phụ trách đón khách, sắp chỗ ngồi.",
        })
        return [
            f"{self._label(1)}|{{L:{second}}} kê lại bàn ghế trong hội trường trước giờ khai mạc.",
            f"{self._label(2)}|In giấy mời, đặt hoa: {{L:{first}}}.",
            f"{self._label(3)}|{both}",
        ]

    def _reports(self):
        when = self.dates.running()
        unit = self.random.choice(self.agency.units)
        return [f"|{{L:Các đơn vị}} gửi báo cáo kết quả thực hiện về {unit} {{d:{when.text}~{when.mark}}}.<P~{when.mark}>"]

    def _implementation(self):
        self.duties.above = self.above
        return self.duties.lines()

    def _content(self):
        if self.place == "annex":
            pointer = "Các nhiệm vụ cụ thể nêu tại Phụ lục kèm theo Kế hoạch này."
            return [f"{self._label(1)}|{self.tasks.task()}.", f"{self._label(2)}|{pointer}"]
        if self.place == "table":
            return self._table()
        grouped = self.tasks.style.__name__ == "under_unit" or self.choices.chance("groups", 0.6)
        intro = [f"|{self.choices.one(_INTRODUCTIONS)}"] if self.choices.chance("introduction", 0.15) else []
        if not grouped or not self.scheme.items[0]:
            return intro + self.tasks.lines(self.random.randint(3, 7), 0, self.above)
        lines = intro
        for number, title in enumerate(self._groups(), 1):
            if self.scheme.inner:
                lines.append(f"==content {self.scheme.title(number, title.upper(), True)}")
                lines += self.tasks.lines(self.random.randint(2, 4), 0, "")
            else:
                label = self._label(number)
                lines += [f"{label}|*{title}", *self.tasks.lines(self.random.randint(2, 4), 1, label)]
        return lines

    def _groups(self):
        number = self.random.randint(2, 3)
        if self.tasks.style.__name__ == "under_unit" and not self.scheme.inner:
            order = self.choices.pick("unit above tasks", ("", "Giao ", "Đối với ", "Trách nhiệm của "), (4, 1, 1, 1))
            return [f"{order}{{L:{unit}}}" for unit in self.random.sample(self.agency.units, number)]
        return self.random.sample(sentences.GROUPS, number)

    def _table(self):
        rows = self.choices.pick("rows of the table", {"few": 4, "many": 14, "a page and more": 30}, (5, 4, 1))
        grouped = self.choices.chance("groups in the table", 0.3)
        merged = self.choices.pick("merged cells", (None, "values", "name"), (6, 2, 1))
        return self.tasks.table(rows, grouped, merged)

    def _annex(self):
        label = self.choices.pick("annex label", ("Phụ lục", "PHỤ LỤC", "Phụ lục I", "PHỤ LỤC 1"))
        title = "PHÂN CÔNG NHIỆM VỤ CÔNG TÁC DÂN VẬN"
        word = self.choices.pick("annex note", ("Kèm theo", "Ban hành kèm theo", "Đính kèm"))
        return [f"A|{label}|{title}|({word} {self.note})", *self._table()]


_INTRODUCTIONS = (
    "Các đơn vị tập trung thực hiện tốt những nội dung chủ yếu sau đây:",
    "Căn cứ chức năng được giao, các cơ quan thực hiện các việc sau:",
)

