"""Deadlines in the words of offices, each with the dates that it means to a careful clerk."""

import calendar
from dataclasses import dataclass
from datetime import date

_RETURNS = {
    "Thường xuyên": "continuous", "Hằng quý": "quarterly", "Hàng tháng": "monthly", "Hằng tuần": "weekly",
    "Định kỳ 6 tháng": "semiannual", "Hằng năm": "yearly", "Thường xuyên trong năm": "continuous", "Mỗi quý": "quarterly",
}  # fmt: skip
_ROMAN = ("", "I", "II", "III", "IV")


@dataclass(frozen=True)
class When:
    """A deadline: ``text`` as printed, ``mark`` in the terms of markup.py; ``about``: words before it, what it is the limit of."""

    text: str
    mark: str
    about: str = ""


class Dates:
    """Makes deadlines of a plan for ``year`` that was signed at ``signed``."""

    def __init__(self, choices, year, signed):
        self.choices, self.year, self.signed = choices, year, signed
        self.random = choices.random("dates")
        self.habits = choices.habits("deadline", KINDS, 5)
        self.running_habits = choices.habits("running deadline", RUNNING, 3)

    def column(self):
        """Return a deadline as it stands in a column or behind "Thời gian:"."""
        return self._made("deadline", KINDS, self.random.choice(self.habits))

    def running(self):
        """Return a deadline as it stands within a sentence."""
        return self._made("running deadline", RUNNING, self.random.choice(self.running_habits))

    def _made(self, choice, makers, kind):
        self.choices.note(choice, kind)
        return When(*makers[kind](self))

    def day(self):
        """Return a day behind the signature within the year."""
        first = self.signed.month + 1 if self.signed.year == self.year else 1
        month = self.random.randint(min(first, 12), 12)
        return date(self.year, month, self.random.choice((5, 10, 15, 20, 25, 28)))

    def month_end(self):
        """Return the last day of a month behind the signature."""
        month = self.day().month
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def quarter_end(self):
        """Return the last day of a quarter that ends behind the signature."""
        month = (self.day().month + 2) // 3 * 3
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def year_end(self):
        """Return the last day of the year."""
        return date(self.year, 12, 31)


def _words(day):
    return f"ngày {day.day:02d} tháng {day.month if day.month > 2 else f'{day.month:02d}'} năm {day.year}"


def _slashes(day):
    return f"{day.day:02d}/{day.month}/{day.year}"


def _one(pick, write):
    """Return a maker of deadlines that mean one day: ``pick(dates)`` gives it, ``write(day)`` its words."""

    def made(dates):
        day = pick(dates)
        return write(day), day.isoformat()

    return made


_before = _one(Dates.day, lambda day: f"Trước ngày {_slashes(day)}")
_before_words = _one(Dates.day, lambda day: f"Trước {_words(day)}")
_short = _one(Dates.day, lambda day: f"Trước ngày {day.day}/{day.month}")
_quarter = _one(Dates.quarter_end, lambda day: f"Quý {_ROMAN[day.month // 3]}/{day.year}")
_month = _one(Dates.month_end, lambda day: f"Tháng {day.month:02d}/{day.year}")
_month_words = _one(Dates.month_end, lambda day: f"Trong tháng {day.month} năm {day.year}")


def _two_dates(dates):
    first = dates.day()
    last = date(dates.year + 1, 2, 1)
    return f"{_slashes(first)} và {last:%d/%m/%Y}", f"{first.isoformat()},{last.isoformat()}"


def _two_quarters(dates):
    return f"Quý IV/{dates.year}, Quý I/{dates.year + 1}", f"{dates.year}-12-31,{dates.year + 1}-03-31"


def _range(dates):
    first, last = sorted((dates.day(), dates.day()))
    if first == last:
        last = date(dates.year, 12, 30)
    return f"Từ ngày {first:%d/%m} đến ngày {last:%d/%m/%Y}", f"{first.isoformat()}..{last.isoformat()}"


def _months_range(dates):
    first, last = sorted((dates.month_end(), date(dates.year, 12, 31)))
    if first == last:
        return _month(dates)
    return f"Từ tháng {first.month} đến tháng {last.month}/{dates.year}", f"{first.isoformat()}..{last.isoformat()}"


def _days(dates):
    month = dates.day().month
    days = [date(dates.year, month, day) for day in (24, 25, 26)]
    return f"Các ngày 24, 25 và 26 tháng {month} năm {dates.year}", ",".join(day.isoformat() for day in days)


def _return(dates):
    text = dates.random.choice(list(_RETURNS))
    return text, _RETURNS[text]


def _monthly(dates):
    return f"Trước ngày {dates.random.choice((15, 20, 25))} hằng tháng", "monthly"


def _condition(dates):
    return dates.random.choice(
        ("Khi kết thúc nhiệm vụ", "Theo hướng dẫn của cấp trên", "Ngay sau khi Kế hoạch được ban hành",
         "Trong 30 ngày kể từ khi nhận được kết luận", "Theo tiến độ của dự án")
    ), ""  # fmt: skip


def _cited(dates):
    old = dates.year - dates.random.randint(1, 3)
    number = dates.random.randint(11, 90)
    return f"Theo <Kế hoạch~{number}~KH-UBND~{old}-03-12>Kế hoạch số {number}/KH-UBND ngày 12/3/{old} của UBND tỉnh", ""


def _beside_cited(dates):
    text, mark = _before(dates)
    cited = "<Thông tư~07~2019/TT-TTCP~2019-10-01>Thông tư số 07/2019/TT-TTCP ngày 01 tháng 10 năm 2019"
    return f"{text}, theo {cited}", mark


def _start(dates):
    day = dates.month_end()
    return f"Từ tháng {day.month}/{dates.year} trở đi", "any"


def _half(dates):
    if dates.signed.year == dates.year and dates.signed.month > 5:
        return f"6 tháng cuối năm {dates.year}", f"{dates.year}-12-31"
    return f"6 tháng đầu năm {dates.year}", f"{dates.year}-06-30"


def _beside_its_quarter(dates):
    day, limit = dates.day(), dates.random.choice(("trước ngày {}", "chậm nhất ngày {}", "báo cáo trước {}"))
    quarter = f"Quý {_ROMAN[(day.month + 2) // 3]}"
    form = dates.random.choice(("{}, {}", "{} ({})", "{}; {}"))
    return form.format(quarter, limit.format(_slashes(day))), day.isoformat()


def _no_such_day(dates):
    month = dates.random.choice((2, 4, 6, 9, 11))
    return f"Trước ngày {dates.random.choice((31, 32))}/{month}/{dates.year}", ""


def _part(dates):
    end, part = dates.month_end(), dates.random.choice(("Giữa", "Đầu", "Trung tuần", "Hạ tuần", "Cuối", "Tuần 2", "Nửa đầu"))
    day = {"Trung tuần": 20, "Hạ tuần": end.day, "Cuối": end.day, "Nửa đầu": 15}.get(part)
    day = day and date(end.year, end.month, day)
    mark = day.isoformat() if day and day > dates.signed else ""
    return f"{part} tháng {end.month}/{end.year}", mark


def _end_of_quarter(dates):
    end = dates.quarter_end()
    return f"{dates.random.choice(('Cuối', 'Hết', 'Đến hết'))} quý {_ROMAN[end.month // 3]}/{end.year}", end.isoformat()


def _hour(dates):
    day, hour = dates.day(), dates.random.choice(("16h00", "17 giờ", "16 giờ 30 phút,", "11h30 sáng"))
    return f"Trước {hour} ngày {_slashes(day)}", day.isoformat()


_SPOKEN = {5: "mồng năm", 10: "mười", 15: "mười lăm", 20: "hai mươi", 25: "hai mươi lăm", 28: "hai mươi tám"}
_MONTHS = ("", "một", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười", "mười một", "mười hai")


def _spoken(dates):
    day = dates.day()
    return f"Trước ngày {_SPOKEN[day.day]} tháng {_MONTHS[day.month]} năm {day.year}", day.isoformat()


def _as_typed(dates):
    day = dates.day()
    form = dates.random.choice(
        ("{d} / {m} / {y}", "{d}.{m}.{y}", "{d:02d}-{m:02d}-{y}", "{d}/{m}/{s}", "Trước {d} tháng {m} năm {y}", "Trước ngày {d} /{m}/{y}",
         "trước ngày{d}/{m}/{y}", "Trước ngày {d}/tháng {m}/{y}")
    )  # fmt: skip
    return form.format(d=day.day, m=day.month, y=day.year, s=day.year % 100), day.isoformat()


_COUNTED = {
    "02 lần/năm": "semiannual", "6 tháng một lần": "semiannual", "Mỗi tháng 01 lần": "monthly", "3 tháng/lần": "quarterly",
    "Mỗi quý ít nhất 01 lần": "quarterly", "01 lần/năm": "yearly", "Một năm hai lần": "semiannual", "03 lần/năm": "", "2 tháng/lần": "",
    "Ngày làm việc cuối cùng của tháng": "monthly", "Chậm nhất ngày 25 hằng tháng": "monthly", "Ngày 20 của tháng cuối quý": "quarterly",
}  # fmt: skip


def _counted(dates):
    text = dates.random.choice(list(_COUNTED))
    return text, _COUNTED[text]


def _open(dates):
    return dates.random.choice(
        ("Trước Tết Nguyên đán", "Xong trước Đại hội Đảng bộ", "Trong 15 ngày kể từ ngày ban hành Kế hoạch này", "Trước kỳ họp giữa năm", "Trước mùa mưa bão")
    ), ""  # fmt: skip


def _short_months(dates):
    end = dates.month_end()
    if end.month == 1:
        return _month(dates)
    first = date(end.year, end.month - 1, calendar.monthrange(end.year, end.month - 1)[1])
    return f"Tháng {first.month}-{end.month}/{end.year}", f"{first.isoformat()}..{end.isoformat()}"


def _yearly(dates):
    day = dates.day()
    return f"Trước ngày {day.day}/{day.month} hằng năm", f"{day.isoformat()} yearly"


def _begun_and_done(dates):
    day = dates.day()
    return f"Khởi công tháng {max(day.month - 1, 1)}, hoàn thành trước ngày {_slashes(day)}", day.isoformat()


#: In a column or behind "Thời gian:".
KINDS = {
    "before a date": _before, "before a date in words": _before_words, "bare date": _one(Dates.day, _slashes),
    "date without year": _short, "quarter": _quarter,
    "quarter without year": _one(Dates.quarter_end, lambda day: f"Quý {_ROMAN[day.month // 3]}"),
    "month": _month, "month in words": _month_words,
    "two dates": _two_dates, "two quarters": _two_quarters, "range of days": _range, "range of months": _months_range,
    "several days": _days, "recurring": _return, "day of each month": _monthly, "condition": _condition,
    "date of a cited document": _cited, "date beside a cited document": _beside_cited, "start": _start, "half year": _half,
    "year": _one(Dates.year_end, lambda day: f"Trong năm {day.year}"),
    "end of year": _one(Dates.year_end, lambda day: f"Cuối năm {day.year}"),
    "limit beside its quarter": _beside_its_quarter, "no such day": _no_such_day, "part of a month": _part, "end of a quarter": _end_of_quarter,
    "hour": _hour, "day in words": _spoken, "day as typed": _as_typed, "counted return": _counted, "no day": _open,
    "short range of months": _short_months, "day of each year": _yearly, "beginning and end": _begun_and_done,
}  # fmt: skip


def _lower(make):
    def made(dates):
        text, mark = make(dates)
        return text[0].lower() + text[1:], mark

    return made


def _in_quarter(dates):
    text, mark = _quarter(dates)
    return f"trong q{text[1:]}", mark


def _two_running(dates):
    first, last = sorted({dates.day(), date(dates.year, 12, 30)})[0], date(dates.year, 12, 30)
    return f"trước ngày {first.day}/{first.month} và {last:%d/%m/%Y}", ",".join(
        dict.fromkeys((first.isoformat(), last.isoformat()))
    )


def _often(dates):
    return dates.random.choice((("hằng quý", "quarterly"), ("hàng tháng", "monthly"), ("hằng tuần", "weekly")))


def _of_a_period(dates):
    day = dates.day()
    about = dates.random.choice(("hồ sơ quý I ", "kế hoạch năm sau ", f"dự toán năm {dates.year + 1} ", "việc sơ kết 6 tháng "))
    return f"trước ngày {_slashes(day)}", day.isoformat(), about


def _day_typed(dates):
    day = dates.day()
    form = dates.random.choice(("trước ngày {d}.{m}.{y}", "trước ngày {d} / {m} / {y}", "trước {d} tháng {m} năm {y}", "chậm nhất là ngày {d}/{m}/{y}"))
    return form.format(d=day.day, m=day.month, y=day.year), day.isoformat()


#: Within a sentence.
RUNNING = {
    "before a date": _lower(_before), "before a date in words": _lower(_before_words), "date without year": _lower(_short),
    "quarter": _in_quarter, "month": _lower(_month_words), "two dates": _two_running, "recurring": _often,
    "hour": _lower(_hour), "day in words": _lower(_spoken), "day as typed": _day_typed, "end of a quarter": _lower(_end_of_quarter),
    "limit of a period": _of_a_period, "day of each year": _lower(_yearly),
}  # fmt: skip
