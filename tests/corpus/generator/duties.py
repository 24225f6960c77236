"""Duties of the units in the implementation section, and the sentences that ask for reports."""

from . import sentences


class Duties:
    """Makes the implementation section of a plan in its own style."""

    def __init__(self, choices, agency, scheme, dates):
        self.choices, self.agency, self.scheme, self.dates = choices, agency, scheme, dates
        self.random = choices.random("duties")
        self.pool = list(sentences.DUTIES)
        self.random.shuffle(self.pool)
        if choices.chance("rare deeds", 0.25):
            self.pool = self.pool[:4] + choices.random("rare deeds").sample(sentences.RARE_DUTIES, 4)
        self.style = choices.pick("duties as", {
            "unit before a colon": self.before_colon, "unit in the sentence": self.in_sentence,
            "unit as heading": self.as_heading,
            "unit as heading, text below": self.as_heading_with_text, "ordered": self.ordered,
            "below a common heading": self.below_heading,
        }, (5, 5, 4, 2, 3, 2))  # fmt: skip

    def lines(self):
        """Return the lines below the heading of the section."""
        units = self._units()
        if self.style == self.below_heading:
            return self.below_heading(units)
        lines = []
        for number, unit in enumerate(units, 1):
            lines += self.style(self.scheme.label(self.scheme.items[0], number, self.above), unit)
        label = self.scheme.label(self.scheme.items[0], len(units) + 1, self.above)
        if self.choices.chance("request", 0.4):
            outer = self.random.choice(self.agency.outer)
            asked = self.choices.pick("request says", ("Đề nghị", "Trân trọng đề nghị", "Kính đề nghị"), (8, 1, 1))
            colon = self.choices.pick("request with", {"colon": ": ", "verb": " "})
            lines.append(f"{label}|{asked} {{Q:{outer}}}{colon}{self._duty()}.")
        return lines

    above = ""

    def _units(self):
        units = self.random.sample(self.agency.units, self.random.randint(2, 5))
        chosen = [f"{{U:{unit}}}" for unit in units]
        kinds = ("nobody else", "two units", "a group", "a person", "group and unit")
        kind = self.choices.pick("also a duty of", kinds, (3, 2, 3, 2, 2))
        if kind == "two units":
            first, second = self.random.sample([unit for unit in self.agency.units if unit not in units], 2)
            joint = self.choices.pick("two units joined by", (", ", " và "))
            chosen.append(f"{{U:{first}{joint}{second}~~{first};{second}}}")
        elif kind == "a group":
            chosen.append(f"{{U:{self.random.choice(self.agency.groups)}~any}}")
        elif kind == "a person":
            chosen.insert(0, f"{{U:{self.random.choice(self.agency.persons)}}}")
        elif kind == "group and unit":
            group, outer = self.agency.groups[0], self.random.choice(self.agency.groups[1:])
            small = f"{outer[0].lower()}{outer[1:]}"
            chosen.append(f"{{U:{group}; {small}~any~{group};{small}}}")
        return chosen

    def _duty(self):
        """Return a duty without full stop, perhaps with a deadline or a report."""
        roll = self.random.random()
        if roll < 0.25:
            when = self.dates.running()
            report = self.random.choice(
                (f"tổng hợp, báo cáo {self.agency.superior}", "báo cáo kết quả thực hiện", "tham mưu báo cáo sơ kết, tổng kết")
            )
            return f"{report} {{d:{when.text}~{when.mark}}}{self._figures()}<P~{when.mark}>"
        duty = self.pool.pop() if self.pool else self.random.choice(sentences.DUTIES)
        if roll < 0.4:
            when = self.dates.running()
            until = ", hoàn thành" if when.mark[0].isdigit() else ""
            return f"{duty}{until} {when.about}{{d:{when.text}~{when.mark}}}"
        return duty

    def _figures(self):
        """Return words on what the figures of a report cover, which are no deadline, or nothing."""
        year = self.dates.year
        return self.choices.pick("figures of a report", {
            "unsaid": "", "a range": f"; số liệu tính từ ngày 15/12/{year - 1} đến ngày 14/6/{year}", "a day": f"; số liệu tính đến hết ngày 14/12/{year}",
            "without years": "; số liệu tính từ ngày 15/12 năm trước đến ngày 14/12 năm báo cáo"}, (8, 1, 1, 1))

    def _big(self):
        duty = self._duty()
        return duty[0].upper() + duty[1:]

    # styles: each returns the lines of one unit's duty

    def before_colon(self, label, unit):
        """Unit, colon, duty."""
        return [f"{label}|{unit}: {self._big() if self.random.random() < 0.5 else self._duty()}."]

    def in_sentence(self, label, unit):
        """The unit is the subject of the sentence."""
        said = self.choices.pick("duty says", ("", "có trách nhiệm ", "chủ trì, ", "chịu trách nhiệm "), (5, 2, 1, 1))
        return [f"{label}|{unit} {said}{self._duty()}."]

    def as_heading(self, label, unit):
        """The unit is a heading, its duties are items below."""
        order = self.choices.pick("unit heading begins", ("", "Giao ", "Đối với ", "Trách nhiệm của "), (6, 1, 1, 1))
        lines = [f"{label}|*{order}{unit}{self.choices.pick('unit heading ends', ('', ':'))}"]
        form = self.scheme.items[1]
        for number in range(1, self.random.randint(2, 3) + 1):
            lines.append(f"  {self.scheme.label(form, number, label)}|{self._big()}.")
        return lines

    def as_heading_with_text(self, label, unit):
        """The unit is a heading, the duty a paragraph without label below it."""
        if not label:
            return self.before_colon(label, unit)
        return [f"{label}|*{unit}", f"  >|{self._big()}."]

    def ordered(self, label, unit):
        """ "Giao ...", "Yêu cầu ...": """
        word = self.choices.pick("order says", ("Giao", "Yêu cầu", "Phân công", "Giao nhiệm vụ cho"), (5, 2, 1, 1))
        return [f"{label}|{word} {unit} {self._duty()}."]

    def below_heading(self, units):
        """All units below one heading such as "Trách nhiệm của các đơn vị"."""
        label = self.scheme.label(self.scheme.items[0], 1, self.above)
        if not label:
            return [line for unit in units for line in self.before_colon("", unit)]
        lines = [f"{label}|*{self.random.choice(('Trách nhiệm của các đơn vị', 'Phân công thực hiện'))}"]
        for number, unit in enumerate(units, 1):
            lines.append(f"  {self.scheme.label(self.scheme.items[1], number, label)}|{unit}: {self._duty()}.")
        return lines
