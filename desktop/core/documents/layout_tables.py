"""Tables drawn row by row on the pages they fall on: time and memory grow with the rows only.

A row stays on one page (unless it is taller than a page), headings come back on every page, the
last two rows (of two: the second) stay with the totals and with what follows.
"""

import re
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from reportlab.lib.units import mm

from desktop.core.documents import fonts
from desktop.core.documents.fonts import BOLD, REGULAR
from desktop.core.documents.layout_text import (
    ASCENT,
    CENTER,
    LEADING,
    RIGHT,
    Line,
    Paper,
    put,
    wrap,
)

LINE = 0.5
PAD_X, PAD_Y = 2.0, 1.6
_ASIDE = 2.5
"""So much further figures (RIGHT) stand from the line at their right, where there is room."""
KEPT = 2
"""How many rows stay with the totals."""

_SQUEEZE = 2.0
_FIGURE = re.compile(r"[\d(][\d.,/)]*")
"""Figures (RIGHT), days and numbers never break: they are set narrower, at most to half."""

_SQUEEZE_WORD = 1.25
"""So much too long a word of a heading may be and still not break."""

Row = Sequence[str | None]
"""The cells of a row; None: the cell to the left reaches over this column."""


@dataclass(frozen=True)
class Column:
    """A column: its heading from the top level down, its width in mm, where its text stands."""

    head: str | tuple[str, ...]
    width: float
    align: float = CENTER

    @property
    def path(self) -> tuple[str, ...]:
        """Return the heading as levels."""
        return (self.head,) if isinstance(self.head, str) else self.head


@dataclass(frozen=True)
class Table:
    """A kind of table: `numbered` adds the row (1) (2) (3) under the headings; size in points.

    `least` is how high a row is at least, in mm, so that people can sign in it.
    """

    columns: tuple[Column, ...]
    size: float = 10.0
    numbered: bool = True
    least: float = 0.0

    @property
    def edges(self) -> list[float]:
        """Return where the columns begin and the last one ends, from the table's left."""
        edges = [0.0]
        for column in self.columns:
            edges.append(edges[-1] + column.width * mm)
        return edges


@dataclass(frozen=True, slots=True)
class _Cell:
    """Columns first…after-1, and the lines in them."""

    first: int
    after: int
    align: float
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class _Measured:
    """A row; its lines begin `drop` below its top."""

    cells: Sequence[_Cell]
    height: float
    style: str
    drop: float = 0.0


@dataclass(frozen=True, slots=True)
class _Heading:
    """A heading cell with the levels it reaches over."""

    cell: _Cell
    level: int
    below: int


def draw(
    paper: Paper,
    table: Table,
    rows: Iterable[Row],
    totals: Sequence[Row] = (),
    tail: float = 0.0,
) -> None:
    """Draw the table from the paper's `y` down; `totals` are bold, `tail` must fit below."""
    grid = _Grid(paper, table)
    closing = [grid.measure(row, BOLD) for row in totals]
    waiting: deque[_Measured] = deque()
    for row in rows:
        waiting.append(grid.measure(row, REGULAR))
        if len(waiting) > KEPT:
            grid.add(waiting.popleft())
    last = [*waiting, *closing]
    for number, one in enumerate(last):
        if number or grid.begun or len(waiting) < KEPT:
            grid.keep(sum(row.height for row in last[number:]) + tail)
        grid.add(one)
    grid.close()


def height(paper: Paper, table: Table, rows: Iterable[Row], totals: Sequence[Row] = ()) -> float:
    """Return how high a table is that stands on one page, with its headings."""
    grid = _Grid(paper, table)
    body = sum(grid.measure(row, REGULAR).height for row in rows)
    return grid.head_height + body + sum(grid.measure(row, BOLD).height for row in totals)


class _Grid:
    """A table under way on one page after the other."""

    def __init__(self, paper: Paper, table: Table) -> None:
        self._paper, self._table = paper, table
        self._leading = table.size * LEADING
        self._edges = [paper.left + edge for edge in table.edges]
        self._levels, self._headings = self._head()
        self._numbers = self._number_row() if table.numbered else None
        numbers = self._numbers.height if self._numbers else 0.0
        self.head_height = sum(self._levels) + numbers
        self._whole = paper.page.room[1] - self.head_height
        self._open = self.begun = False
        self._text = paper.canvas.beginText()
        self._style = ""
        self._rules: list[tuple[float, float, float, float]] = []
        self._walls: tuple[int, ...] = ()
        self._walls_from = 0.0

    def measure(self, row: Row, style: str) -> _Measured:
        """Wrap the cells of a row."""
        cells: list[_Cell] = []
        for number, content in enumerate(row):
            after = number + 1
            if content is None:
                continue
            while after < len(row) and row[after] is None:
                after += 1
            merged = after > number + 1
            align = CENTER if merged else self._table.columns[number].align
            cells.append(self._cell(number, after, content, style, align))
        natural = max(map(self._height, cells))
        height = max(natural, self._table.least * mm) if style == REGULAR else natural
        return _Measured(cells, height, style, (height - natural) / 2)

    def keep(self, height: float) -> None:
        """Go to the next page if so much is not free here, but would be there."""
        if height <= self._whole and self._room < height:
            self._turn()

    def add(self, row: _Measured) -> None:
        """Draw a row, on the next page where it does not fit on this one."""
        while row.height > self._whole:
            row = self._add_part(row)
        if self._room < row.height:
            self._turn()
        self._draw(row)

    def close(self) -> None:
        """Draw what is kept back of this page."""
        if self._open:
            self._end_walls()
            canvas = self._paper.canvas
            canvas.setLineWidth(LINE)
            canvas.lines(self._rules)
            canvas.drawText(self._text)
            self._rules, self._open = [], False

    @property
    def _room(self) -> float:
        return self._paper.room - (0.0 if self._open else self.head_height)

    def _turn(self) -> None:
        self.close()
        if not self._paper.at_top:
            self._paper.next_page()

    def _add_part(self, row: _Measured) -> _Measured:
        """Draw as much of a row as a page takes; return the rest. Only for giants."""
        if self._room < 4 * self._leading:
            self._turn()
        count = int((self._room - 2 * PAD_Y) / self._leading)
        heads = [_cut(cell, 0, count) for cell in row.cells]
        rests = [_cut(cell, count, None) for cell in row.cells]
        self._draw(_Measured(heads, count * self._leading + 2 * PAD_Y, row.style))
        self._turn()
        return _Measured(rests, max(map(self._height, rests)), row.style)

    def _draw(self, row: _Measured) -> None:
        if not self._open:
            self._begin()
        paper, edges = self._paper, self._edges
        self._set_walls(tuple(cell.first for cell in row.cells))
        if row.style != self._style:
            self._style = row.style
            self._text.setFont(row.style, self._table.size)
        for cell in row.cells:
            self._write(cell, paper.y - PAD_Y - row.drop, row.style)
        paper.y -= row.height
        self._rules.append((edges[0], paper.y, edges[-1], paper.y))

    def _write(self, cell: _Cell, top: float, style: str) -> None:
        size, text = self._table.size, self._text
        left = self._edges[cell.first] + PAD_X
        room = self._edges[cell.after] - PAD_X - left
        y = top - ASCENT * size
        for line in cell.lines:
            free = room - line.width * size
            if free < 0:
                text.setHorizScale(100 * room / (line.width * size))
                put(text, left, y, line.text, style)
                text.setHorizScale(100)
            elif line.text:
                aside = min(free, _ASIDE) if cell.align == RIGHT else 0.0
                put(text, left + free * cell.align - aside, y, line.text, style)
            y -= self._leading

    def _begin(self) -> None:
        """Draw the headings at the top of the table on this page."""
        paper = self._paper
        self._open, self.begun, self._style = True, True, BOLD
        self._text = paper.canvas.beginText()
        self._text.setFont(BOLD, self._table.size)
        tops = list(accumulate(self._levels, lambda y, level: y - level, initial=paper.y))
        for one in self._headings:
            left, right = self._edges[one.cell.first], self._edges[one.cell.after]
            top, bottom = tops[one.level], tops[one.below]
            spare = top - bottom - self._height(one.cell)
            self._write(one.cell, top - PAD_Y - spare / 2, BOLD)
            self._rules += [
                (left, top, right, top), (left, bottom, right, bottom),
                (left, top, left, bottom), (right, top, right, bottom),
            ]  # fmt: skip
        paper.y = self._walls_from = tops[-1]
        self._walls = ()
        if self._numbers:
            self._draw(self._numbers)

    def _set_walls(self, firsts: tuple[int, ...]) -> None:
        """Let the upright lines go on at the left of these columns."""
        if firsts != self._walls:
            self._end_walls()
            self._walls, self._walls_from = firsts, self._paper.y

    def _end_walls(self) -> None:
        if self._walls:
            places = [self._edges[number] for number in self._walls] + [self._edges[-1]]
            self._rules += [(x, self._walls_from, x, self._paper.y) for x in places]

    def _cell(self, first: int, after: int, content: str, style: str, align: float) -> _Cell:
        room = self._cell_room(first, after)
        squeeze = _SQUEEZE if align == RIGHT or _FIGURE.fullmatch(content) else 1.0
        return _Cell(first, after, align, wrap(content, style, room * squeeze))

    def _head_cell(self, first: int, after: int, content: str) -> _Cell:
        room = self._cell_room(first, after)
        longest = max((fonts.width(word, BOLD) for word in content.split()), default=0.0)
        room = max(room, min(longest, room * _SQUEEZE_WORD))
        return _Cell(first, after, CENTER, wrap(content, BOLD, room))

    def _cell_room(self, first: int, after: int) -> float:
        return (self._edges[after] - self._edges[first] - 2 * PAD_X) / self._table.size

    def _height(self, cell: _Cell) -> float:
        return len(cell.lines) * self._leading + 2 * PAD_Y

    def _number_row(self) -> _Measured:
        numbers = range(len(self._table.columns))
        cells = [self._cell(n, n + 1, f"({n + 1})", REGULAR, CENTER) for n in numbers]
        return _Measured(cells, max(map(self._height, cells)), REGULAR)

    def _head(self) -> tuple[list[float], list[_Heading]]:
        """Return the heights of the heading levels and the heading cells."""
        paths = [column.path for column in self._table.columns]
        depth = max(map(len, paths))
        levels = [0.0] * depth
        found: list[_Heading] = []
        for level in range(depth):
            for path, run in groupby(range(len(paths)), key=lambda n: paths[n][: level + 1]):
                columns = list(run)
                if len(path) > level:
                    cell = self._head_cell(columns[0], columns[-1] + 1, path[-1])
                    leaf = len(paths[columns[0]]) == level + 1
                    found.append(_Heading(cell, level, depth if leaf else level + 1))
        for one in sorted(found, key=lambda one: one.below - one.level):
            lacking = self._height(one.cell) - sum(levels[one.level : one.below])
            levels[one.below - 1] += max(lacking, 0.0)
        return levels, found


def _cut(cell: _Cell, start: int, end: int | None) -> _Cell:
    return _Cell(cell.first, cell.after, cell.align, cell.lines[start:end])
