"""What every official paper has (decree 30/2020/NĐ-CP, annex I): letterhead, title, signatures.

One look for all documents; knows no figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.core.documents import fonts
from desktop.core.documents.content import Letterhead
from desktop.core.documents.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR
from desktop.core.documents.layout_text import (
    AFTER,
    BODY,
    CENTER,
    LEADING,
    LEFT,
    RIGHT,
    Line,
    Page,
    Paper,
    wrap,
)

NUMBER_GAP = "\u00a0" * 8
DAY_GAP = "\u00a0" * 7
"""Room for a number or a day written by hand; unlike spaces it stays."""

_BODIES = ("ỦY BAN", "UỶ BAN", "UBND", "HỘI ĐỒNG", "SỞ", "PHÒNG", "TRUNG TÂM", "VĂN PHÒNG", "ĐẢNG")
_MOTTO = "Độc lập - Tự do - Hạnh phúc"
_SIGN_ROOM = 4.5 * BODY * LEADING
_BEFORE_FOOT = 10.0
_NOTE = 11.0


@dataclass(frozen=True)
class Signature:
    """One who signs: `above` (place and date) in italics, bold lines, a hint, room, the name."""

    block: tuple[str, ...]
    name: str = ""
    hint: str = ""
    above: str = ""


@dataclass(frozen=True)
class Recipients:
    """Nơi nhận: the lines without their dashes and stops, the last one is Lưu."""

    lines: tuple[str, ...]


def letterhead(paper: Paper, head: Letterhead, symbol: str = "", *, dated: bool = True) -> None:
    """Draw the issuing body and the national name; `symbol` is what follows the number's gap."""
    usual = _halves(paper.page)
    fits = all(fonts.width(line, BOLD) * 13 <= usual[0][1] for line in head.lines)
    size = 13 if fits else 12
    left, right = usual if fits else _halves(paper.page, 0.44)
    top = paper.y
    plain, bold = _bodies(head.lines)
    for line in plain:
        _balanced(paper, line, REGULAR, size, left)
    for line in bold:
        _balanced(paper, line, BOLD, size, left)
    if bold:
        paper.rule(left[0] + left[1] / 2, _last_width(bold, size, left) * 0.4)
    lowest, paper.y = paper.y, top
    paper.lines("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", BOLD, size, CENTER, right)
    paper.lines(_MOTTO, BOLD, size + 1, CENTER, right)
    paper.rule(right[0] + right[1] / 2, fonts.width(_MOTTO, BOLD) * (size + 1))
    paper.y = min(lowest, paper.y) - 4
    below = paper.y
    if symbol:
        paper.lines(f"Số:{NUMBER_GAP}/{symbol}", REGULAR, 13, CENTER, left)
    if dated:
        paper.y = below
        paper.lines(place_and_date(head.place, head.written_on), ITALIC, 14, CENTER, right)
    paper.skip(14)


def place_and_date(place: str, day: date) -> str:
    """Return "Tân Lập, ngày      tháng 12 năm 2024": the clerk writes the day."""
    start = f"{place}, ngày" if place else "Ngày"
    return f"{start}{DAY_GAP}tháng {month(day)} năm {day.year}"


def month(day: date) -> str:
    """Return the number of the month; only 01 and 02 have a leading 0."""
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def title(paper: Paper, kind: str, subject: str = "", note: str = "") -> None:
    """Draw the kind of paper (capitals), its subject with the rule, and a note in italics."""
    paper.lines(kind, BOLD, BODY)
    if subject:
        _balanced(paper, subject, BOLD, BODY, (paper.left, paper.width))
        paper.rule(
            paper.left + paper.width / 2, _last_width((subject,), BODY, (0, paper.width)) * 0.4
        )
    if note:
        paper.skip(2)
        paper.lines(note, ITALIC, BODY)
    paper.skip(AFTER * 1.5)


def annex(paper: Paper, page: Page, label: str, name: str, belongs_to: str) -> None:
    """Begin an annex: a page that counts from 1, its label, its title, what it belongs to."""
    paper.begin(page)
    paper.lines(label, BOLD, BODY)
    paper.lines(name, BOLD, BODY)
    paper.lines(belongs_to, ITALIC, BODY)
    paper.skip(AFTER)


def caption(paper: Paper, text: str, unit: str = "", keep: float = 0.0) -> None:
    """Draw a table's own title and "Đơn vị tính: …", together with `keep` of the table."""
    paper.need((2 if unit else 1) * BODY * LEADING + AFTER + keep)
    if text:
        paper.lines(text, BOLD, 13, LEFT)
    if unit:
        paper.lines(f"Đơn vị tính: {unit}", ITALIC, 12, RIGHT)
    paper.skip(3)


def notes(paper: Paper, texts: Sequence[str]) -> None:
    """Draw notes under a table in small italics."""
    paper.skip(3)
    for text in texts:
        paper.lines(text, ITALIC, _NOTE, LEFT)
    paper.skip(AFTER)


def notes_height(paper: Paper, texts: Sequence[str]) -> float:
    """Return how much room notes need."""
    lines = sum(len(wrap(text, ITALIC, paper.width / _NOTE)) for text in texts)
    return 3 + lines * _NOTE * LEADING


def signatures(paper: Paper, left: Signature | Recipients | None, right: Signature) -> None:
    """Draw the foot of a paper: left the recipients or another signature, right who signs."""
    paper.need(signatures_height(paper, left, right))
    paper.skip(_BEFORE_FOOT)
    halves = _halves(paper.page)
    if right.above:
        paper.lines(right.above, ITALIC, BODY, CENTER, halves[1])
    begin = lowest = paper.y
    signing = [one for one in (left, right) if isinstance(one, Signature)]
    names = begin - max(_block_height(one, halves[1][1]) for one in signing) - _SIGN_ROOM
    for one, box in zip((left, right), halves, strict=True):
        paper.y = begin
        if isinstance(one, Recipients):
            _recipients(paper, one, box)
        elif one:
            _signature(paper, one, box, names)
        lowest = min(lowest, paper.y)
    paper.y = lowest


def signatures_height(paper: Paper, left: Signature | Recipients | None, right: Signature) -> float:
    """Return how much room the foot of a paper needs."""
    width = _halves(paper.page)[0][1]
    return _BEFORE_FOOT + max(_height(left, width), _height(right, width))


def _signature(paper: Paper, one: Signature, box: tuple[float, float], names: float) -> None:
    for line in one.block:
        paper.lines(line, BOLD, BODY, CENTER, box)
    if one.hint:
        paper.lines(one.hint, ITALIC, 12, CENTER, box)
    paper.y = names
    paper.lines(one.name, BOLD, BODY, CENTER, box)


def _recipients(paper: Paper, one: Recipients, box: tuple[float, float]) -> None:
    paper.lines("Nơi nhận:", BOLD_ITALIC, 12, LEFT, box)
    for number, line in enumerate(one.lines, start=1):
        stop = "." if number == len(one.lines) else ";"
        paper.lines(f"- {line}{stop}", REGULAR, 11, LEFT, box)


def _height(one: Signature | Recipients | None, width: float) -> float:
    if one is None:
        return 0.0
    if isinstance(one, Recipients):
        lines = sum(len(wrap(f"- {line};", REGULAR, width / 11)) for line in one.lines)
        return (lines * 11 + 12) * LEADING
    lines = sum(len(wrap(text, BOLD, width / BODY)) for text in (one.name, one.above))
    return lines * BODY * LEADING + _SIGN_ROOM + _block_height(one, width)


def _block_height(one: Signature, width: float) -> float:
    lines = sum(len(wrap(text, BOLD, width / BODY)) for text in one.block)
    return lines * BODY * LEADING + (12 * LEADING if one.hint else 0.0)


def _halves(page: Page, share: float = 0.0) -> tuple[tuple[float, float], tuple[float, float]]:
    """Return left and width of the two columns of letterhead and signatures."""
    width = page.room[0]
    share = share or (0.38 if page.width < page.height else 0.45)
    return (page.left, width * share), (page.left + width * share, width * (1 - share))


def _bodies(lines: Sequence[str]) -> tuple[Sequence[str], Sequence[str]]:
    """Split the lines of the letterhead into the superior body (plain) and the issuing one."""
    starts = [number for number, line in enumerate(lines) if line.upper().startswith(_BODIES)]
    first = starts[-1] if starts else 0
    return lines[:first], lines[first:]


def _balanced(paper: Paper, text: str, style: str, size: float, box: tuple[float, float]) -> None:
    """Draw a centred text whose lines are about equally long."""
    paper.draw_lines(_even(text, style, box[1] / size), style, size, CENTER, box)


def _even(text: str, style: str, room: float) -> Sequence[Line]:
    lines = wrap(text, style, room)
    while len(lines) > 1 and room > 1:
        room -= 0.5
        narrower = wrap(text, style, room)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _last_width(lines: Sequence[str], size: float, box: tuple[float, float]) -> float:
    """Return the width of the last drawn line in points."""
    return _even(lines[-1], BOLD, box[1] / size)[-1].width * size if lines else 0.0
