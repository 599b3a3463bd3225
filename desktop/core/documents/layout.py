"""What every official paper has (decree 30/2020/NĐ-CP, annex I): letterhead, title, signatures.

One look for all documents; knows no figures.
"""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from reportlab.lib.units import mm

from desktop.core.documents import fonts, seal_mark
from desktop.core.documents.content import Letterhead
from desktop.core.documents.fonts import BOLD, BOLD_ITALIC, ITALIC, REGULAR
from desktop.core.documents.layout_text import (
    AFTER,
    BODY,
    CENTER,
    INDENT,
    LEADING,
    LEFT,
    RIGHT,
    Line,
    Page,
    Paper,
    wrap,
)
from desktop.core.documents.outline import Recipients as Recipients, Signature as Signature
from desktop.core.documents.outline_shown import MOTTO, NATION, bodies
from desktop.core.documents.phrases import NUMBER_GAP, place_and_date

_SIGN_ROOM, _MORE_SIGN_ROOM = 3.5 * BODY * LEADING, BODY * LEADING
"""Between a block and the name at least, and what is added where the page has it."""

_BEFORE_FOOT = 10.0
_SEAL_GAP = 6.0
_NOTE, _HINT = 11.0, 12.0
_TO = "Kính gửi:"

_Box = tuple[float, float]
"""Where a column of text begins, and its width."""

Signer: TypeAlias = Signature | Recipients | None


def letterhead(paper: Paper, head: Letterhead, symbol: str = "", *, dated: bool = True) -> None:
    """Draw the issuing body and the national name; the clerk writes the day where it is dated."""
    opening(paper, head, symbol, place_and_date(head.place, head.written_on) if dated else "")


def opening(
    paper: Paper, head: Letterhead, symbol: str, place_and_day: str, about: str = ""
) -> None:
    """Draw the letterhead with this place and day; `symbol` is what follows the number's gap.

    The subject of a letter (`about`) stands 6 points below the number.
    """
    usual = _halves(paper.page)
    fits = all(fonts.width(line, BOLD) * 13 <= usual[0][1] for line in head.lines)
    size = 13 if fits else 12
    left, right = usual if fits else _halves(paper.page, 0.44)
    top = paper.y
    plain, bold = bodies(head.lines)
    for line in plain:
        _balanced(paper, line, REGULAR, size, left)
    for line in bold:
        _balanced(paper, line, BOLD, size, left)
    if bold:
        paper.rule(left[0] + left[1] / 2, _last_width(bold, size, left) * 0.4)
    lowest, paper.y = paper.y, top
    paper.lines(NATION, BOLD, size, CENTER, right)
    paper.lines(MOTTO, BOLD, size + 1, CENTER, right)
    paper.rule(right[0] + right[1] / 2, fonts.width(MOTTO, BOLD) * (size + 1))
    paper.y = min(lowest, paper.y) - 4
    below = paper.y
    if symbol:
        paper.lines(f"Số:{NUMBER_GAP}/{symbol}", REGULAR, 13, CENTER, left)
    if about:
        paper.skip(6)
        _balanced(paper, about, REGULAR, 12, left)
    if place_and_day:
        lowest, paper.y = paper.y, below
        fits = fonts.width(place_and_day, ITALIC) * BODY <= right[1]
        paper.lines(place_and_day, ITALIC, BODY if fits else 13, CENTER, right)
        paper.y = min(lowest, paper.y)
    paper.skip(14)


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


def addressees(paper: Paper, names: Sequence[str]) -> None:
    """Draw Kính gửi: one name on its line, several with dashes below the colon."""
    if len(names) == 1:
        _balanced(paper, f"{_TO} {names[0]}", REGULAR, BODY, (paper.left, paper.width))
    else:
        colon = fonts.width(_TO[:-1], REGULAR) * BODY
        lines = _listed(names)
        longest = max(fonts.width(line, REGULAR) for line in lines) * BODY
        left = paper.left + max(INDENT, (paper.width - colon - longest) / 2)
        paper.lines(_TO, REGULAR, BODY, LEFT, (left, paper.width))
        box = (left + colon, paper.left + paper.width - left - colon)
        for line in lines:
            paper.lines(line, REGULAR, BODY, LEFT, box)
    paper.skip(AFTER)


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


def signatures(paper: Paper, *signers: Signer) -> None:
    """Draw the foot of a paper: one (right), two or three who sign, or recipients, from the left."""
    _Foot(paper, signers).draw()


def signatures_height(paper: Paper, *signers: Signer) -> float:
    """Return how much room the foot of a paper needs."""
    return _Foot(paper, signers).height


class _Foot:
    """Those at the foot of a paper; blocks begin and names stand at one height."""

    def __init__(self, paper: Paper, signers: Sequence[Signer]) -> None:
        self._paper, self._size = paper, BODY
        boxes: Sequence[_Box] = _halves(paper.page)
        dated = boxes[1], CENTER
        if len(signers) == 1:
            boxes = boxes[1:]
        elif len(signers) > len(boxes):
            third = paper.width / 3
            boxes = [(paper.left + number * third, third) for number in range(3)]
            dated, self._size = (dated[0], RIGHT), 13
        placed = list(zip(signers, boxes, strict=True))
        self._signing = [(one, box) for one, box in placed if isinstance(one, Signature)]
        self._listing = [(one, box) for one, box in placed if isinstance(one, Recipients)]
        self._aboves = [
            (one.above, *((box, CENTER) if one is not signers[-1] else dated))
            for one, box in self._signing
            if one.above
        ]
        self._above = self._tallest((text, box, BODY) for text, box, _ in self._aboves)
        self._block = max((self._block_height(one, box) for one, box in self._signing), default=0.0)

    @property
    def height(self) -> float:
        """Return how much room the foot needs at least."""
        names = self._tallest((one.name, box, self._size) for one, box in self._signing)
        signing = self._block + _SIGN_ROOM + names if self._signing else 0.0
        listing = (_recipients_height(one, box[1]) for one, box in self._listing)
        return _BEFORE_FOOT + self._above + max(signing, *listing, 0.0)

    def draw(self) -> None:
        """Draw the foot from the paper's `y` down."""
        paper, height = self._paper, self.height
        paper.need(height)
        more = min(max(paper.room - height, 0.0), _MORE_SIGN_ROOM)
        end = paper.y - height - more
        paper.skip(_BEFORE_FOOT)
        top = paper.y
        for text, box, align in self._aboves:
            paper.y = top
            paper.lines(text, ITALIC, BODY, align, box)
        for one, box in self._signing:
            paper.y = top - self._above
            self._sign(one, box, _SIGN_ROOM + more)
        for listed, box in self._listing:
            paper.y = top - self._above
            _recipients(paper, listed, box)
        paper.y = end

    def _sign(self, one: Signature, box: _Box, room: float) -> None:
        paper = self._paper
        names = paper.y - self._block - room
        for line in one.block:
            _balanced(paper, line, BOLD, self._size, box)
        if one.hint:
            paper.lines(one.hint, ITALIC, _HINT, CENTER, box)
        paper.y = names
        paper.lines(one.name, BOLD, self._size, CENTER, box)

    def _block_height(self, one: Signature, box: _Box) -> float:
        block = sum(self._tallest([(line, box, self._size)]) for line in one.block)
        hint = len(wrap(one.hint, ITALIC, box[1] / _HINT)) if one.hint else 0
        return block + hint * _HINT * LEADING

    def _tallest(self, texts: Iterable[tuple[str, _Box, float]]) -> float:
        """Return how high the highest of some texts is; BOLD letters are the widest."""
        heights = (len(wrap(text, BOLD, box[1] / size)) * size for text, box, size in texts)
        return max(heights, default=0.0) * LEADING


def _recipients(paper: Paper, one: Recipients, box: _Box) -> None:
    paper.lines("Nơi nhận:", BOLD_ITALIC, 12, LEFT, box)
    for line in _listed(one.lines):
        paper.lines(line, REGULAR, _NOTE, LEFT, box)
    if one.seal:
        side = seal_mark.QR_SIZE * mm
        paper.skip(_SEAL_GAP + side)
        seal_mark.qr(paper.canvas, box[0], paper.y, seal_mark.QR_SIZE, one.seal)


def _recipients_height(one: Recipients, width: float) -> float:
    lines = sum(len(wrap(line, REGULAR, width / _NOTE)) for line in _listed(one.lines))
    seal = _SEAL_GAP + seal_mark.QR_SIZE * mm if one.seal else 0.0
    return (lines * _NOTE + 12) * LEADING + seal


def _listed(lines: Sequence[str]) -> list[str]:
    """Return the lines with dash and stop; the last one ends the list."""
    ends = [";"] * (len(lines) - 1) + ["."]
    return [f"- {line}{end}" for line, end in zip(lines, ends, strict=True)]


def _halves(page: Page, share: float = 0.0) -> tuple[_Box, _Box]:
    """Return left and width of the two columns of letterhead and signatures."""
    width = page.room[0]
    share = share or (0.38 if page.width < page.height else 0.45)
    return (page.left, width * share), (page.left + width * share, width * (1 - share))


def _balanced(paper: Paper, text: str, style: str, size: float, box: _Box) -> None:
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


def _last_width(lines: Sequence[str], size: float, box: _Box) -> float:
    """Return the width of the last drawn line in points."""
    return _even(lines[-1], BOLD, box[1] / size)[-1].width * size if lines else 0.0
