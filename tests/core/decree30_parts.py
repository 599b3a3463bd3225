"""Finds the parts of an official paper on the pages of a PDF by where and how they stand."""

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import dropwhile, takewhile

from tests.core.pdf_reading import MM, Line, Page, Stroke

NATIONAL = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DATED = re.compile(r"[Nn]gày (?:(\d+|…+) )?tháng (\d+|…+) năm (?:\d{4}|…)")
ROMAN = re.compile(r"[IVX]+\. ")
ANNEX = re.compile(r"phụ lục( \w+)?", re.IGNORECASE)
INDENTS = (0.0, 10 * MM, 12.7 * MM)


@dataclass(frozen=True)
class Part:
    """The paper itself or one of its annexes: pages that are numbered together."""

    pages: list[Page]
    turned: bool
    """Landscape pages of an upright paper: their top lies in the binding edge."""

    @cached_property
    def label(self) -> Line | None:
        """Return "Phụ lục I", if it is an annex."""
        return annex_label(self.pages[0])

    @cached_property
    def centre(self) -> float:
        """Return the middle between the margins, as far as lines and tables show it."""
        page = self.pages[0]
        return page.width / 2 + (0.0 if self.turned else 6.25 * MM)

    def centred(self, line: Line) -> bool:
        """Return whether a line stands in the middle, whichever margins the decree leaves free."""
        return abs(line.middle - self.centre) < (2 if self.turned else 4.5) * MM


@dataclass(frozen=True)
class Paper:
    """A whole paper; `front` is its first page."""

    pages: list[Page]

    @property
    def front(self) -> Page:
        return self.pages[0]

    @cached_property
    def parts(self) -> list[Part]:
        """Return the paper and its annexes."""
        groups: list[list[Page]] = [[]]
        for page in self.pages:
            if groups[-1] and annex_label(page) is not None:
                groups.append([])
            groups[-1].append(page)
        upright = not self.front.landscape
        return [Part(group, upright and group[0].landscape) for group in groups]

    @cached_property
    def main(self) -> Part:
        return self.parts[0]

    @cached_property
    def national(self) -> Line | None:
        return self._named(NATIONAL)

    @cached_property
    def motto(self) -> Line | None:
        return self._named(MOTTO)

    @cached_property
    def number(self) -> Line | None:
        """Return the line "Số: …/BC-UBND"."""
        return next((line for line in self._head if line.text.startswith("Số:")), None)

    @cached_property
    def place_and_date(self) -> Line | None:
        return next((line for line in self._head if DATED.search(line.text)), None)

    @cached_property
    def issuers(self) -> list[Line]:
        """Return the lines at the top left."""
        edge = self.national.left if self.national else self.front.width / 2
        others = [id(line) for line in (self.number, *self.about) if line]
        return [line for line in self._head if id(line) not in others and line.right < edge]

    @cached_property
    def about(self) -> list[Line]:
        """Return "V/v …" below the number of a letter, which has no kind of paper."""
        lines = list(dropwhile(lambda one: not one.text.startswith("V/v"), self.front.free))
        return [one for one in lines if one.text[:8] != "Kính gửi"
                and abs(one.middle - lines[0].middle) < 2 and lines[0].y - one.y < 60]  # fmt: skip

    @cached_property
    def kind(self) -> Line | None:
        """Return the first line about the middle below the motto; letters have none."""
        if self.about:
            return None
        return next((line for line in self.front.free if self._is_kind(line)), None)

    @cached_property
    def subject(self) -> list[Line]:
        """Return the upright lines right below the kind of paper, in the same middle."""
        return list(takewhile(self._is_subject, self._below_kind))

    @cached_property
    def note(self) -> list[Line]:
        """Return the lines in italics between the subject and the text."""
        after = self._below_kind[len(self.subject) :]
        return list(takewhile(lambda line: line.italic and self._in_middle(line), after))

    @cached_property
    def to(self) -> list[Line]:
        """Return Kính gửi with its names."""
        lines = list(dropwhile(lambda one: one.text[:8] != "Kính gửi", self._below_kind))
        edge = self.left + 14 * MM
        return [*lines[:1], *takewhile(lambda one: one.left > edge, lines[1:])]

    @cached_property
    def left(self) -> float:
        """Return the left margin as lines and tables of the paper itself show it."""
        feet = {id(line) for page in self.main.pages for line in self.foot(page)}
        skipped = feet | {id(line) for line in self._opening}
        edges = [
            one.left for page in self.main.pages for one in page.free if id(one) not in skipped
        ]
        tables = [table[0] for page in self.main.pages for table in page.tables]
        least = min(edges + tables, default=0.0)
        indented = any(abs(one - least - i) < 1 for one in edges for i in INDENTS[1:])
        if indented or tables:
            return least
        return next((least - i for i in INDENTS if least - i < 35.2 * MM), least)

    @cached_property
    def body(self) -> list[tuple[Page, list[Line]]]:
        """Return the lines of text of each page: no titles, captions, notes, signatures."""
        opening = {id(line) for line in (*self._opening, *self.to)}
        found = []
        for page in self.main.pages:
            foot = {id(line) for line in self.foot(page)}
            lines = [line for line in page.free if id(line) not in opening | foot]
            found.append((page, [one for one in lines if not _beside_table(page, one)]))
        return found

    def foot(self, page: Page) -> list[Line]:
        """Return the signatures and Nơi nhận of a page, with the date above them."""
        lines = [line for line in page.free if all(line is not one for one in self._opening)]
        starts = [n for n, line in enumerate(lines) if line.text == "Nơi nhận:" or is_block(line)]
        if not starts or page not in self.main.pages:
            return []
        first = lines[starts[0]]
        near = [one for one in lines if one.italic and DATED.search(one.text)
                and 0 <= one.y - first.y < 40]  # fmt: skip
        return [*near, *(line for line in lines if line.y <= first.y + 1)]

    def rule_below(self, line: Line) -> Stroke | None:
        """Return the rule right below a line of the first page."""
        return next(
            (one for one in self.front.strokes
             if one.flat and 0 < line.y - one.top < 9
             and abs((one.left + one.right) / 2 - line.middle) < 3),
            None,
        )  # fmt: skip

    @cached_property
    def _head(self) -> list[Line]:
        known = (NATIONAL, MOTTO)
        return [one for one in self.front.free if one.y > self._floor and one.text not in known]

    @cached_property
    def _below_kind(self) -> list[Line]:
        if self.about:
            return [one for one in self.front.free if one.y <= self._floor]
        return [one for one in self.front.free if self.kind and one.y < self.kind.y]

    @cached_property
    def _floor(self) -> float:
        """Return how high the letterhead reaches down: to the kind of paper, or to Kính gửi."""
        if self.about:
            return next((one.y for one in self.front.free if one.text[:8] == "Kính gửi"), 0.0)
        return self.kind.y if self.kind else 0.0

    @cached_property
    def _opening(self) -> list[Line]:
        head = [line for line in self.front.free if line.y >= self._floor]
        return [*head, *self.subject, *self.note, *map(page_number, self.main.pages)]

    def _named(self, text: str) -> Line | None:
        lines = self.front.free
        return next((one for one in lines if one.text.upper() == text.upper()), None)

    def _is_kind(self, line: Line) -> bool:
        below = self.motto is None or line.y < self.motto.y - 1
        head = line.text.startswith("Số:") or DATED.search(line.text)
        return below and not head and abs(line.middle - self.main.centre) < 60

    def _is_subject(self, line: Line) -> bool:
        return self._in_middle(line) and line.upright and line.text[:8] != "Kính gửi"

    def _in_middle(self, line: Line) -> bool:
        return self.kind is not None and abs(line.middle - self.kind.middle) < 3


def page_number(page: Page) -> Line | None:
    """Return the number of a page in its top margin."""
    first = page.free[:1]
    return first[0] if first and first[0].text.isdigit() else None


def annex_label(page: Page) -> Line | None:
    """Return "Phụ lục I" where an annex begins on the page."""
    lines = [line for line in page.free[:2] if line is not page_number(page)]
    return lines[0] if lines and ANNEX.fullmatch(lines[0].text) else None


def is_block(line: Line) -> bool:
    """Return whether a line looks like one of who signs: capitals, no heading."""
    return line.text.isupper() and ROMAN.match(line.text) is None and len(line.text) > 3


def _beside_table(page: Page, line: Line) -> bool:
    """Return whether a line is a table's caption, unit, or note."""
    if line.text.startswith("Đơn vị tính"):
        return True
    above = any(0 < line.y - top < 40 for *_, top in page.tables) and line.bold
    below = any(0 < bottom - line.y < 60 for _, bottom, _, _ in page.tables)
    return above or (below and line.italic and line.size < 12)
