"""Tables of tasks (TT | Nội dung | Chủ trì | Phối hợp | Thời gian | Sản phẩm) to items."""

import re
from dataclasses import replace
from itertools import groupby

from . import tasks
from .document import Deadline, Item
from .names import names_someone
from .source import Piece
from .words import plain, squeeze

_WHO = r"(?:don vi|co quan|[dc]v|cq|luc luong|chu the|bo phan|nguoi|ca nhan|to chuc|phong|can bo|lanh dao|dong chi|thanh vien)"
#: What a column holds, by the words of its head without the marks and "và" between them.
_COLUMNS = (
    ("label", re.compile(r"(?:tt|stt|so tt|so thu tu)\b")),
    ("text", re.compile(r"(?:ten )?(?:noi dung|nhiem vu|cong viec|hoat dong|viec(?: (?:phai|can) lam)?$|phan viec|dau viec)(?: (?:noi dung|nhiem vu|cong viec|hoat dong|giai phap|cong tac))*$")),
    (
        "lead",
        re.compile(
            rf".*\b(?:chu tri|{_WHO}(?: (?:tham gia|chinh))? (?:thuc hien|phu trach|tham muu|dau moi|chiu trach nhiem|dam nhiem)|"
            rf"phan cong|trach nhiem(?: (?:thuc hien|chinh))?$|dau moi)\b|(?:ai )?(?:thuc hien|phu trach|lam|chiu trach nhiem)(?: chinh)?$|giao(?: cho)?$|{_WHO} (?:lam|bao cao|gui|nop|lap)$|"
            rf"(?:ten )?{_WHO}(?: {_WHO})*$"
        ),
    ),
    ("coordinate", re.compile(r".*\bphoi hop\b")),
    ("deadline", re.compile(r".*\b(?:thoi (?:gian|han|diem)|tien do|(?:han )?hoan thanh|ngay xong|han cuoi|han chot)\b|thang$|ngay$|(?:han )?xong(?: (?:truoc|vao|trong|ngay))*$|khi nao|bao gio|moc$|han$")),
    ("output", re.compile(r".*\b(?:san pham|ket qua)\b")),
    ("text", re.compile(r".*\b(?:noi dung|nhiem vu|cong viec|hoat dong|ten|loai (?:bao cao|viec|van ban))\b")),
)
_NAMES = {name for name, _pattern in _COLUMNS}
_MARKS = re.compile(r"\s*(?:[/,&;–-]|\bva\b)\s*")
#: What stands for the words of the cell above.
_DITTO = re.compile(r'[-–"“”.( ]*(?:n\.? ?t\.?|nhu tren|nhu tren day|nhu muc tren)[-–"“”.) ]*|[-–]?[ ]*["“”]{1,2}[ ]*[-–]?')
#: Fewest cells of a row that begin like those of the head where it is the head once more.
_LEAST_AGAIN = 3
#: Fewest words of a heading across a table in whose first column units or days stand.
_LEAST_HEADING = 4
#: The mark of one of several tasks in a cell.
_POINT = re.compile(r"(?:[-–+•*]|\d{1,2}[.)]|[a-zđ]\)) *(?=\S)")
_NUMBER = re.compile(r"\s*\((\d{1,2})\)?(?=\s|$)")
_NUMBERS = re.compile(r"\(?\d{1,2}\)?|\(?[a-z]\)?|[=\d()+ -]*")


def read(rows, source, ledger, year):
    """Return the items of consecutive table rows (lines with cells).

    In a task table each row is an item, under the row without units or deadline that heads its group; a table of as
    many columns that follows without a head goes on with it. In any other
    table a row is an item whose text holds its cells separated by tabs.
    """
    items, tasks_above = [], None
    for _table, group in groupby(rows, key=lambda row: row.table):  # pylint: disable=bad-builtin-groupby
        table = list(group)
        columns, heads = _columns(table)
        if columns:
            tasks_above = _Tasks(columns, table[:heads], source, ledger, year)
            for row in table[:heads]:
                ledger.take(source.piece(row), "table_head")
        elif not tasks_above or tasks_above.width != len(table[0].cells):
            tasks_above = None
            items += [_row_item(row, source, ledger) for row in table]
            continue
        items += tasks_above.items(table[heads:])
    return items


def is_head(titles):
    """Tell whether ``titles`` could head a table of tasks: at least two known columns, one of them of who, when or what."""
    names = {_name(title) for title in titles} - {None}
    return len(names) > 1 and bool(names - {"label", "text"})


def _letters(text):
    return "".join(char for char in plain(text) if char.isalnum())


def is_numbering(cells):
    """Tell whether ``cells`` only number the columns: (1), (2), ..."""
    return all(_NUMBERS.fullmatch(plain(cell).strip()) for cell in cells)


def _numbered(row):
    """Tell whether each cell of ``row`` begins with the number of its column: those numbers beside the end of the row above."""
    numbers = [(index, _NUMBER.match(cell)) for index, cell in enumerate(row.cells) if cell.strip()]
    return len(numbers) >= _LEAST_AGAIN and all(match and int(match[1]) == index + 1 for index, match in numbers)


def _row_item(row, source, ledger):
    item = Item(line=row.number)
    texts = [_lines_of(cell, "text", item, ledger) for cell in source.cells(row)]
    item.text = "\t".join(texts)
    return item


def _lines_of(cell, field, item, ledger):
    """Book a cell and return its text, a line for each of its paragraphs."""
    ledger.take(cell, field, item, field)
    return "\n".join(filter(None, map(squeeze, cell.text.split("\n"))))


def _columns(rows):
    """Return the name of each column by its index and the number of head rows; nothing when it is no task table."""
    best = {}, 0
    for heads in (1, 2):
        if len(rows) <= heads:
            break
        columns = {}
        for index in range(max(len(row.cells) for row in rows[:heads])):
            titles = [row.cells[index] for row in rows[:heads] if index < len(row.cells) and row.cells[index].strip()]
            name = _name(titles[-1]) or _name(" ".join(titles)) if titles else None
            if name and name not in columns.values():
                columns[index] = name
            elif name == "deadline":
                columns[index] = "later"
            elif titles and name not in ("label", "text"):
                columns[index] = squeeze(titles[-1]).strip(" :")
        if _known(columns) > _known(best[0]) and rows[heads - 1].cells[0].strip() in ("", rows[0].cells[0].strip()):
            best = columns, heads
    return best if "text" in best[0].values() and _known(best[0]) >= 3 else ({}, 0)


def _known(columns):
    """Return how many of ``columns`` hold what is known of tasks; the others keep the words of their heads."""
    return len(_NAMES & set(columns.values()))


def _name(title):
    flat = " ".join(_MARKS.sub(" ", plain(title)).strip(" .:*").split())
    return next((name for name, pattern in _COLUMNS if pattern.match(flat)), None)


def _lines(cell):
    """Return the lines of a cell as pieces, none of them blank."""
    found, start = [], 0
    for line in cell.text.split("\n"):
        piece = cell[start : start + len(line)].strip()
        start += len(line) + 1
        if piece:
            found.append(piece)
    return found


class _Tasks:
    def __init__(self, columns, heads, source, ledger, year):
        self.columns, self.heads, self.width = columns, [row.text for row in heads], len(heads[0].cells)
        self._titles = ["".join(_letters(row.cells[index]) for row in heads if index < len(row.cells)) for index in range(self.width)]
        self._left = None
        self._last = None
        self.source, self.ledger, self.year = source, ledger, year
        self.above = {}
        self.group = None

    def items(self, rows):
        items = []
        for row in rows:
            cells = self.source.cells(row)
            if row.text in self.heads or is_numbering(row.cells):
                self.ledger.take(self.source.piece(row), "table_head")
                continue
            if self._last is not None and _numbered(row):
                self._take_numbers(row, cells)
                continue
            if self._is_head_again(row):
                self._take_head(row, cells)
                continue
            self._left = None
            paired = self._paired(row, cells)
            if paired:
                self._last = paired[-1]
                (self.group.children if self.group is not None else items).extend(paired)
                continue
            item = self._last = self._heading(row, cells) or self._item(row, cells)
            if self._is_group(item, row):
                self.group = item
                items.append(item)
            else:
                (self.group.children if self.group is not None else items).append(item)
        return items

    def _paired(self, row, cells):
        """Return an item for each of several tasks of a row, beside each of which stands who does it; an empty list for any other row."""
        places = {name: index for index, name in self.columns.items() if name in ("text", "lead") and index < len(cells)}
        if len(places) < 2:
            return []
        texts, leads = (_lines(cells[places[name]]) for name in ("text", "lead"))
        if not 1 < len(texts) == len(leads) or not all(_POINT.match(line.text) for line in texts) or not all(
            names_someone(_POINT.sub("", line.text)) for line in leads):
            return []
        first = self._item(row, [Piece("", cell.places[:0]) if index in places.values() else cell for index, cell in enumerate(cells)])
        items = [first]
        for _further in texts[1:]:
            items.append(Item(line=row.number, in_table=True, output=first.output, coordinate=list(first.coordinate), extra=list(first.extra),
                              deadline=replace(first.deadline) if first.deadline else None))
        for item, text, lead in zip(items, texts, leads):
            for piece, name in ((text, "text"), (lead, "lead")):
                mark = _POINT.match(piece.text)
                if mark:
                    self.ledger.take(piece[: mark.end()], "mark")
                    piece = piece[mark.end() :]
                if name == "text":
                    item.text = self.ledger.take(piece, "text", item, "text")
                else:
                    tasks.set_cell(item, "lead", piece, self.ledger, self.year)
        self.above = {name: getattr(items[-1], name) for name in _NAMES}
        return items

    def _is_head_again(self, row):
        """Tell whether a row holds a line of the head, which the next page repeats, perhaps beside the end of the row above it."""
        left = self._left or self._titles
        filled = [(index, _letters(cell)) for index, cell in enumerate(row.cells) if cell.strip() and index < self.width]
        begun = [index for index, letters in filled if len(letters) > 1 - bool(self._left) and left[index].startswith(letters)]
        return len(begun) >= _LEAST_AGAIN or bool(self._left) and len(begun) > len(filled) / 2

    def _take_head(self, row, cells):
        """Book a line of a repeated head, and to the row above it what goes on with one of its cells."""
        self._left = list(self._left or self._titles)
        for index, cell in enumerate(cells):
            letters = _letters(cell.text)
            if index < self.width and self._left[index].startswith(letters):
                self._left[index] = self._left[index][len(letters) :]
                self.ledger.take(cell, "table_head")
            elif cell and self._last is not None and self.columns.get(index) in ("lead", "coordinate", "text", "output"):
                tasks.go_on(self._last, self.columns[index], cell, self.ledger)

    def _take_numbers(self, row, cells):
        """Book the numbers of the columns that a page begins with, and to the row above it the end of its cells behind them."""
        for index, cell in enumerate(cells):
            number = _NUMBER.match(row.cells[index])
            self.ledger.take(cell[: number.end()] if number else cell, "table_head")
            rest = cell[number.end() :].strip() if number else None
            if rest and self.columns.get(index) in ("lead", "coordinate", "text", "output"):
                tasks.go_on(self._last, self.columns[index], rest, self.ledger)

    def _heading(self, row, cells):
        """Return the item of a row whose only cell, a wide one, says what the rows below are; None for any other row.

        It stands in the first column, whatever that column holds: "Buổi sáng: làm việc tại xã" in the one of time.
        """
        is_alone = bool(cells[0]) and not any(cells[1:]) and not row.merged and self.columns.get(0) in ("lead", "coordinate", "deadline")
        if not is_alone or len(cells[0].text.split()) < _LEAST_HEADING:
            return None
        item = Item(line=row.number, in_table=True)
        item.text = _lines_of(cells[0], "text", item, self.ledger)
        return item

    def _is_group(self, item, row):
        """Tell whether a row heads a group: it says neither who nor when, and its other cells are empty."""
        filled = sum(bool(cell.strip()) for cell in row.cells)
        if item.lead or item.coordinate or item.deadline or item.output or filled > 2 or row.merged:
            return False
        item.title, item.text = item.text, None
        self.ledger.rename(item, "text", "title")
        return True

    def _item(self, row, cells):
        item, notes = Item(line=row.number, in_table=True), []
        for index, cell in enumerate(cells):
            name = self.columns.get(index)
            if index in row.merged and not cell and name in self.above or self._is_ditto(cell, name):
                self._repeat(item, name)
                self.ledger.take(cell, "mark")
            elif not cell:
                continue
            elif name in ("label", "text"):
                self._own(item, name, cell)
            elif name == "later":
                tasks.set_further(item, cell, self.ledger, self.year)
            elif name in _NAMES:
                tasks.set_cell(item, name, cell, self.ledger, self.year)
            else:
                notes += self._beside(item, name, cell)
        if item.deadline and item.text:
            tasks.narrow(item, self.year)
        self.above = {name: getattr(item, name) for name in _NAMES}
        item.text = "\n".join(filter(None, [item.text, *notes])) or None
        return item

    def _beside(self, item, head, cell):
        """Keep a cell of another column with its head apart from the task; return those that are part of its text."""
        if not head:
            return [_lines_of(cell, "text", item, self.ledger)]
        value = self.ledger.take(cell, "extra", item, f"extra[{len(item.extra)}]")
        item.extra.append(f"{head}: {value}")
        return []

    def _own(self, item, name, cell):
        text = _lines_of(cell, name, item, self.ledger)
        setattr(item, name, text.strip(" .)") if name == "label" else text)

    def _is_ditto(self, cell, name):
        """Tell whether a cell says no more than that it is as above: "nt", "-nt-", "Như trên"."""
        return name in ("lead", "coordinate", "deadline", "output") and name in self.above and _DITTO.fullmatch(plain(cell.text)) is not None

    def _repeat(self, item, name):
        """Give ``item`` the value of the cell above, with which its own is merged."""
        value = self.above[name]
        setattr(item, name, list(value) if isinstance(value, list) else replace(value) if isinstance(value, Deadline) else value)
