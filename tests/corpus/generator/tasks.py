"""Contents of a plan: groups of tasks, and the ways of saying who does them, with whom, until when, to what end."""

from . import sentences

_LEAD = ("Đơn vị chủ trì", "Đơn vị thực hiện", "Cơ quan chủ trì", "Chủ trì", "Người thực hiện", "Phụ trách",
         "Phân công thực hiện", "Trách nhiệm thực hiện", "Giao", "Bộ phận thực hiện", "Đơn vị chủ trì thực hiện")  # fmt: skip
_COORDINATE = ("Đơn vị phối hợp", "Phối hợp", "Cơ quan phối hợp", "Phối hợp thực hiện", "Đơn vị phối hợp thực hiện")
_TIME = ("Thời gian", "Thời gian thực hiện", "Thời hạn", "Thời gian hoàn thành", "Hoàn thành", "Tiến độ")
_OUTPUT = ("Kết quả", "Sản phẩm", "Sản phẩm, kết quả", "Sản phẩm dự kiến", "Kết quả đầu ra")
_SAID = ("chủ trì, phối hợp với", "chủ trì, phối hợp", "tham mưu", "thường xuyên", "làm đầu mối", "có trách nhiệm chủ trì",
         "chịu trách nhiệm chính trong việc")
#: Who leads, behind what is to be done, and how who takes part is named there.
_ENDS = (", {} làm đầu mối", "; {} là cơ quan thường trực", ", do {} thực hiện", " (giao {} chủ trì)", "; {} chủ trì",
         ", giao {} tham mưu")
_BESIDE = ("; {lead} chủ trì, cùng với {partners} thực hiện", "; {lead} chủ trì, có sự tham gia của {partners}",
           "; {lead} chủ trì, {partners} phối hợp", " ({lead} chủ trì, phối hợp với {partners})",
           "; {lead} là cơ quan chủ trì, mời {partners} tham gia")
#: Circumstances before who leads, some with commas of their own, and partners told by where or whose they are.
_CIRCUMSTANCES = (
    "Căn cứ kết quả rà soát, số liệu thống kê và tình hình thực tế, {}", "Trường hợp hồ sơ thiếu giấy tờ, chưa đúng mẫu thì {}",
    "Bên cạnh việc duy trì các chuyên trang, chuyên mục hiện có, {}", "Sau khi kết thúc đợt cao điểm, {}", "Để bảo đảm tiến độ, chất lượng công việc, {}",
)
_OF_A_KIND = ("Ủy ban nhân dân cùng cấp", "các đoàn thể trên địa bàn", "các cơ quan, tổ chức có liên quan", "các đơn vị liên quan")
_GROUPS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
_ASIDE = ("Chỉ đạo", "Theo dõi", "Thành phần", "Lãnh đạo chỉ đạo", "Đôn đốc, theo dõi")

_COLUMNS = {
    "standard": "label,text,lead,coordinate,deadline,output", "time first": "label,text,deadline,lead,coordinate,output",
    "output before time": "label,text,output,lead,coordinate,deadline", "no partners": "label,text,lead,deadline,output",
    "no label": "text,lead,coordinate,deadline", "four": "label,text,lead,deadline",
    "another column": "label,text,lead,coordinate,aside,deadline", "note at the end": "label,text,lead,deadline,aside",
}  # fmt: skip
_HEADS = {
    "label": ("TT", "STT", "Số TT"),
    "text": ("Nội dung", "Nhiệm vụ", "Nội dung công việc", "Tên nhiệm vụ", "Nội dung, nhiệm vụ", "Hoạt động"),
    "lead": ("Đơn vị chủ trì", "Cơ quan chủ trì", "Chủ trì", "Đơn vị thực hiện", "Trách nhiệm thực hiện", "Người thực hiện",
             "Đơn vị/ cá nhân phụ trách", "Phân công"),
    "coordinate": ("Đơn vị phối hợp", "Phối hợp", "Cơ quan, đơn vị phối hợp", "Phối hợp thực hiện"),
    "deadline": ("Thời gian", "Thời gian thực hiện", "Thời hạn hoàn thành", "Tiến độ", "Thời gian hoàn thành"),
    "aside": ("Theo dõi, đôn đốc", "Ghi chú", "Lãnh đạo phụ trách", "Kinh phí"),
    "output": ("Sản phẩm", "Kết quả", "Sản phẩm, kết quả", "Sản phẩm dự kiến"),
}  # fmt: skip


class Tasks:
    """Makes the tasks of a plan in its own style."""

    def __init__(self, choices, agency, scheme, dates):
        self.choices, self.agency, self.scheme, self.dates = choices, agency, scheme, dates
        self.random = choices.random("tasks")
        self.pool = list(sentences.TASKS)
        self.random.shuffle(self.pool)
        self.style = choices.pick("tasks as", _STYLES, tuple(weight for weight, _make in _STYLES_BY_WEIGHT))
        self.keys = {
            name: choices.pick(f"{name} key", keys)
            for name, keys in (("lead", _LEAD), ("coordinate", _COORDINATE), ("deadline", _TIME), ("output", _OUTPUT))
        }
        self.bullet = choices.pick("task line bullet", {"minus": "- ", "plus": "+ ", "none": "", "star": "* "})
        self.lines_as = choices.pick("task lines", ("one each", "who in one line", "all in one line"), (6, 2, 2))
        self.aside = choices.pick("line beside", (None, *_ASIDE), (7, 1, 1, 1, 1, 1))
        self.dash = choices.chance("spaced colon", 0.05)

    def task(self):
        """Return the sentence of one more task, without full stop."""
        if not self.pool:
            self.pool = [f"{each} ở các địa bàn còn lại" for each in sentences.TASKS]
        return self.pool.pop()

    def unit(self):
        """Return who leads: mostly a unit, sometimes a group of units or a person."""
        pools = {"unit": self.agency.units, "group": self.agency.groups, "person": self.agency.persons}
        kind = self.random.choices(list(pools), (8, 1, 1))[0]
        self.choices.note("lead is", kind)
        unit = self.random.choice(pools[kind])
        return unit

    def partners(self, lead):
        """Return one to three coordinating units, named neither twice nor as leading."""
        pool = [unit for unit in (*self.agency.units, *self.agency.outer) if unit != lead]
        return self.random.sample(pool, self.random.randint(1, 3))

    def lines(self, group, depth, above):
        """Return the lines of ``group`` tasks, items ``depth`` deep below the label ``above``."""
        lines = []
        for number in range(1, group + 1):
            form = self.scheme.items[min(depth, len(self.scheme.items) - 1)]
            label = self.scheme.label(form, number, above)
            lines += [f"{'  ' * depth}{line}" for line in self.style(self, label)]
        return lines

    # styles: each returns the lines of one task, its own depth being 0

    def in_lines(self, label):
        """Who, when and what comes out on lines below the task."""
        lead = self.unit()
        title = self.choices.pick("task with lines ends", {"full stop": "", "nothing": "*", "colon": "*:"})
        end = {"": ".", "*": "", "*:": ":"}[title]
        lines = [f"{label}|{'*' if title else ''}{self.task()}{end}"]
        colon = " :" if self.dash else ":"
        fields = [("lead", f"{{L:{lead}}}")]
        if self.random.random() < 0.7:
            fields.append(("coordinate", _list(self.partners(lead), "C", self.random.choice((", ", "; ")))))
        if self.random.random() < 0.8:
            when = self.dates.column()
            fields.append(("deadline", f"{{D:{when.text}~{when.mark}}}"))
        if self.random.random() < 0.4:
            fields.append(("output", f"{{O:{self.random.choice(sentences.OUTPUTS)}}}"))
        if self.aside and self.random.random() < 0.5:
            person = self.random.choice(self.agency.persons)
            who = f"{{C:{person}}}" if self.aside == "Thành phần" else person
            lines.append(f"  @{self.bullet}{self.aside}{colon} {who}.")
        return lines + [f"  @{self.bullet}{each}." for each in self._joined(fields, colon)]

    def _joined(self, fields, colon):
        texts = [f"{self.keys[name]}{colon} {value}" for name, value in fields]
        small = [f"{text[0].lower()}{text[1:]}" for text in texts]
        if self.lines_as == "all in one line":
            return ["; ".join([texts[0], *small[1:]])]
        if self.lines_as == "who in one line" and len(fields) > 1 and fields[1][0] == "coordinate":
            return ["; ".join([texts[0], small[1]]), *texts[2:]]
        return texts

    def in_sentence(self, label):
        """Who leads and with whom in the sentence itself."""
        lead, partners = self.unit(), self.partners("")
        partners = [unit for unit in partners if unit != lead] or [self.agency.outer[0]]
        body = self.task()
        body = body[0].lower() + body[1:]
        given = self.choices.pick("sentence begins", ("Giao", "unit", "Phân công"), (4, 4, 1))
        head = f"{{L:{lead}}}" if given == "unit" else f"{given} {{L:{lead}}}"
        how = self.choices.pick("sentence says", _SAID)
        if how.startswith("chủ trì"):
            both = f"{head} {how} {_list(partners, 'C', ', ', ' và ')} {body}"
        elif given == "unit":
            both = f"{head} chủ trì {body}"
        else:
            both = f"{head} {how} {body}"
        return [f"{label}|{both}{self._until()}."]

    def _until(self):
        if self.random.random() < 0.4:
            return ""
        when = self.dates.running()
        done = "" if when.mark in ("quarterly", "monthly", "weekly") else "hoàn thành "
        return f", {done}{when.about}{{d:{when.text}~{when.mark}}}"

    def at_end(self, label):
        """Who leads, and perhaps with whom, behind what is to be done."""
        if self.choices.chance("partners at the end", 0.5):
            lead = self.unit()
            said = self.choices.pick("with whom at the end", _BESIDE)
            return [f"{label}|{self.task()}{said.format(lead=f'{{L:{lead}}}', partners=_list(self.partners(lead)[:2], 'C', ', ', ' và '))}."]
        return [f"{label}|{self.task()}{self.choices.pick('who at the end', _ENDS).format(f'{{L:{self.unit()}}}')}."]

    def in_brackets(self, label):
        """Who and when in brackets behind the task."""
        lead, when = self.unit(), self.dates.column()
        text = f"{when.text[0].lower()}{when.text[1:]}"
        return [f"{label}|{self.task()} (Chủ trì: {{L:{lead}}}; phối hợp: {_list(self.partners(lead), 'C', ', ')}; "
                f"thời gian: {{D:{text}~{when.mark}}})."]  # fmt: skip

    def behind_unit(self, label):
        """The unit before a colon."""
        return [f"{label}|{{L:{self.unit()}}}: {self.task()}{self._until()}."]

    def without(self, label):
        """Nobody named; perhaps a deadline, perhaps a document cited with its date."""
        if self.random.random() < 0.3:
            self.choices.note("document in a task", "yes")
            old = self.dates.year - 2
            cited = f"<Công văn~415~UBND-NC~{old}-05-18>Công văn số 415/UBND-NC ngày 18/5/{old} của UBND tỉnh"
            return [f"{label}|{self.task()} theo {cited}."]
        return [f"{label}|{self.task()}{self._until()}."]

    def under_unit(self, label):
        """Tasks of a group whose heading is the unit."""
        return [f"{label}|{self.task()}{self._until()}."]

    def behind_circumstance(self, label):
        """Who leads behind a circumstance, with those of a kind."""
        before = self.choices.pick("circumstance", _CIRCUMSTANCES)
        partners = self.choices.pick("partners of a kind", _OF_A_KIND)
        body = self.task()
        return [f"{label}|{before.format(f'{{L:{self.unit()}}}')} phối hợp với {{C:{partners}}} {body[0].lower()}{body[1:]}."]

    # tables

    def table(self, rows, grouped, merged):
        """Return the lines of a table of ``rows`` tasks."""
        names = self.choices.pick("columns", _COLUMNS).split(",")
        heads = [self.choices.pick(f"column {name}", _HEADS[name]) for name in names]
        if self.choices.chance("heads in capitals", 0.2):
            heads = [head.upper() for head in heads]
        lines = [f"T|{','.join(names)}", f"H|{'|'.join(heads)}"]
        if self.choices.chance("row of column numbers", 0.2):
            lines.append(f"H|{'|'.join(f'({number})' for number in range(1, len(names) + 1))}")
        above = None
        for number in range(1, rows + 1):
            if grouped and number % 4 == 1 and "label" in names:
                lines.append(f"G|{_GROUPS[number // 4]}|{sentences.GROUPS[number // 4]}")
                above = None
            above = self._row(number, names, above, merged)
            lines.append(f"R|{'|'.join(above[name] for name in names)}")
        return lines

    def _row(self, number, names, above, merged):
        lead, when = self.unit(), self.dates.column()
        partners = self.partners(lead) if self.random.random() < 0.8 else []
        row = {
            "label": str(number), "text": self.task(), "lead": f"{{L:{lead}}}",
            "coordinate": _list(partners, "C", self.random.choice((", ", "; ", "¶"))),
            "deadline": f"{{D:{when.text}~{when.mark}}}", "output": self.random.choice(sentences.OUTPUTS),
            "aside": self.random.choice((*self.agency.persons, "")),
        }  # fmt: skip
        if above and merged and self.random.random() < 0.4:
            if merged == "name":
                row |= {"label": "^", "text": "^"}
            else:
                row[self.random.choice([name for name in ("lead", "deadline") if name in names])] = "^"
        return row


def _list(units, mark, separator, last=None):
    marked = [f"{{{mark}:{unit}}}" for unit in units]
    if last and len(marked) > 1:
        return f"{separator.join(marked[:-1])}{last}{marked[-1]}"
    return separator.join(marked)


_STYLES_BY_WEIGHT = (
    (5, Tasks.in_lines), (4, Tasks.in_sentence), (2, Tasks.in_brackets), (2, Tasks.behind_unit), (3, Tasks.without),
    (2, Tasks.under_unit), (3, Tasks.at_end), (2, Tasks.behind_circumstance),
)  # fmt: skip
_STYLES = {make.__name__.replace("_", " "): make for _weight, make in _STYLES_BY_WEIGHT}
