from dataclasses import dataclass
@dataclass(frozen=True)
class Column:
    title: str
    share: float = 1
    align: str = "left"
@dataclass(frozen=True)
class Row:
    cells: tuple
    heading: bool = False
@dataclass(frozen=True)
class Table:
    columns: tuple
    rows: tuple
@dataclass(frozen=True)
class Annex:
    title: str
    table: Table
    note: str = ""
    landscape: bool | None = None
