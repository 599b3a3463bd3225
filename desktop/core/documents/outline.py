"""What a paper consists of, before it is drawn: the same parts become PDF, Word or Excel.

Pure values in reading order; no fonts, no pages, no file formats. The writers are `outline_pdf`,
`outline_docx` and `outline_xlsx`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias

from desktop.core.documents.content import Letterhead

Value: TypeAlias = str | int | Decimal | date | None
"""A cell: None is empty and never 0."""


class Kind(StrEnum):
    """What stands in a column: how it is aligned, written and typed in Excel."""

    NUMBER = "number"
    """STT: centred, 1 2 3."""
    TEXT = "text"
    CENTRED = "centred"
    COUNT = "count"
    """Whole numbers with thousands, right."""
    DECIMAL = "decimal"
    DATE = "date"
    MONEY = "money"
    """Whole đồng with thousands, right."""
    HAND = "hand"
    """Written by hand (a signature): empty, and the row is high enough to sign."""


@dataclass(frozen=True)
class Signature:
    """One who signs: `above` (place and date) in italics, bold lines, a hint, room, the name."""

    block: tuple[str, ...]
    name: str = ""
    hint: str = ""
    above: str = ""


@dataclass(frozen=True)
class Recipients:
    """Nơi nhận: the lines without their dashes and stops, the last one is Lưu.

    `seal` are the digits of a locked report's seal: on PDF its QR stands below the lines.
    """

    lines: tuple[str, ...]
    seal: str = ""


@dataclass(frozen=True)
class Head:
    """The letterhead; `symbol` such as "BC-UBND" follows the number's gap (none: no number line).

    `about` is the subject of a letter (công văn), which has no title: "V/v đôn đốc nộp báo cáo".
    `day` is the day of the paper; with `day_open` the clerk writes the day by hand. None: no
    place and date here (lists have them over the signatures).
    """

    letterhead: Letterhead
    symbol: str = ""
    day: date | None = None
    day_open: bool = False
    about: str = ""


@dataclass(frozen=True)
class Title:
    """The kind of paper in capitals, its subject with the rule below, a note in italics."""

    kind: str
    subject: str = ""
    note: str = ""


@dataclass(frozen=True)
class To:
    """Kính gửi: one line for one, a dashed list for several."""

    names: tuple[str, ...]


@dataclass(frozen=True)
class Text:
    """A justified paragraph with its indent; `italic` for legal bases.

    `bold_start` is written bold before the text. Dots ("……") are room for handwriting.
    """

    text: str
    italic: bool = False
    bold_start: str = ""


@dataclass(frozen=True)
class Heading:
    """Level 1: "I. KẾT QUẢ", 2: "1. Truyền thông trực tiếp", 3: "a) …"; stays with what follows."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Column:
    """A column: its heading (levels from the top), width in mm (0 takes the rest), kind.

    `total`: the column is summed in the row Tổng cộng.
    """

    head: str | tuple[str, ...]
    width: float
    kind: Kind = Kind.TEXT
    total: bool = False


@dataclass(frozen=True)
class Grid:
    """A table: rows never split, headings repeat, `numbered` adds (1) (2) (3).

    `totals` are bold rows at the end, by column number; a totals row's label stands in front of
    its first figure. `caption` stands above, `unit` as "Đơn vị tính: …", `notes` below in italics.
    `name` is the sheet's name in Excel.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    total: Mapping[int, Value] | None = None
    total_label: str = "Tổng cộng"
    caption: str = ""
    unit: str = ""
    notes: tuple[str, ...] = ()
    size: float = 12.0
    numbered: bool = True
    name: str = "Danh sách"


@dataclass(frozen=True)
class Chart:
    """Bars of one column of the table above it; `label` and `value` are its column numbers.

    The table is the source, so a chart never shows another figure; empty cells have no bar.
    """

    grid: Grid
    title: str
    label: int
    value: int

    def bars(self) -> tuple[tuple[str, int | Decimal | None], ...]:
        """Return what each bar is called and how long it is."""
        rows = ((row[self.label], row[self.value]) for row in self.grid.rows)
        return tuple(
            (str(name or ""), value if isinstance(value, int | Decimal) else None)
            for name, value in rows
        )


@dataclass(frozen=True)
class Foot:
    """The signatures (one to three, from the left); never alone on a page.

    The first may be Nơi nhận; None leaves its place free.
    """

    signers: tuple[Signature | Recipients | None, ...]


@dataclass(frozen=True)
class Annex:
    """A new page whose numbers begin at 1, with label, title and what it belongs to."""

    label: str
    name: str
    belongs_to: str
    landscape: bool = True


Part: TypeAlias = Head | Title | To | Text | Heading | Grid | Chart | Foot | Annex


@dataclass(frozen=True)
class Outline:
    """A whole paper; `title` and `author` are the file's own, never seen on paper.

    `code` (of a locked report) and `version` stand in the footer of each page of the PDF.
    """

    title: str
    author: str
    parts: tuple[Part, ...]
    landscape: bool = False
    code: str = ""
    version: int = 0
