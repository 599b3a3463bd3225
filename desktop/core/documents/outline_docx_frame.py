"""The frame of a paper in Word: letterhead, title, Kính gửi, annex heading, signatures.

Letterhead and signatures are tables without lines, so that both sides stay level.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.core.documents.outline import Annex, Foot, Head, Part, Recipients, Signature, Title, To
from desktop.core.documents.outline_docx_xml import (
    cell,
    paragraph,
    row,
    run,
    table,
    width_of,
)
from desktop.core.documents.outline_shown import (
    MOTTO,
    NATION,
    Signer,
    bodies,
    listed,
    number_line,
    place_and_day,
    signing,
)

_BODY, _ABOUT = 14.0, 12.0
_SHARE, _WIDE_SHARE, _EVEN_SHARE = 0.38, 0.45, 0.44
_RULE = 0.4
"""A rule is a third to a half as long as the line over it."""

_ROOM_TO_SIGN = 25.0
_LEAST_INDENT = 12.7
_DASH = 2.9
"""How far the lines of a list hang behind its dash."""


@dataclass(frozen=True)
class Page:
    """How wide lines may be, in millimetres, and how the page stands."""

    width: float
    upright: bool


def drawn(part: Part, page: Page) -> Iterator[str]:
    """Yield the paragraphs and tables of a part of the frame."""
    match part:
        case Head():
            yield from _head(part, page)
        case Title():
            yield from _title(part, page.width)
        case To():
            yield from _to(part, page.width)
        case Annex():
            yield from _annex(part)
        case Foot():
            yield from _foot(part, page)


def _head(part: Head, page: Page) -> Iterator[str]:
    """Yield the letterhead: who issues the paper, the nation, number and day."""
    letterhead, width = part.letterhead, page.width
    left = width * (_SHARE if page.upright else _WIDE_SHARE)
    fits = all(width_of(line, 13, bold=True) <= left for line in letterhead.lines)
    size = 13 if fits else 12
    if not fits:
        left = width * _EVEN_SHARE
    widths = (left, width - left)
    rows = [_sides(_issuer(letterhead.lines, left, size), _nation(widths[1], size), widths)]
    number, day = number_line(part), place_and_day(part)
    if number or day:
        even, _ = _even(part.about, left, _ABOUT)
        about = paragraph(run(part.about), "TrichYeu", indents=even) if part.about else ""
        smaller = 13 if width_of(day, _BODY) > widths[1] else 0
        dated = paragraph(run(day, size=smaller), "NgayThang")
        sides = (paragraph(run(number), "DauVanBan") + about, dated)
        rows.append(_sides(*sides, widths))
    yield table(rows, widths)
    yield paragraph(style="KhoangCach")


def _title(part: Title, width: float) -> Iterator[str]:
    """Yield the kind of paper, its subject in lines of about one length, the rule, the note."""
    yield paragraph(run(part.kind), "Title")
    if part.subject:
        yield from _ruled(part.subject, "Subtitle", width, _BODY)
    if part.note:
        yield paragraph(run(part.note), "GhiChuTieuDe")
    yield paragraph(style="KhoangCach")


def _to(part: To, width: float) -> Iterator[str]:
    """Yield Kính gửi: one name on its line, several in a list below the colon."""
    if len(part.names) == 1:
        text = f"Kính gửi: {part.names[0]}"
        yield paragraph(run(text), "KinhGui", indents=_even(text, width, _BODY)[0])
        return
    names = listed(part.names)
    colon = width_of("Kính gửi", _BODY)
    longest = max(width_of(f"- {name}", _BODY) for name in names)
    left = max(_LEAST_INDENT, (width - colon - longest) / 2)
    yield paragraph(run("Kính gửi:"), "KinhGuiDau", indents=(left, 0))
    for name in names:
        indents = (left + colon + _DASH, 0)
        yield paragraph(run(name), "KinhGuiDanhSach", indents=indents, hanging=_DASH)
    yield paragraph(style="KhoangCach")


def _annex(part: Annex) -> Iterator[str]:
    """Yield the heading of an annex."""
    yield paragraph(run(part.label), "PhuLuc")
    yield paragraph(run(part.name), "PhuLuc")
    yield paragraph(run(part.belongs_to), "GhiChuTieuDe")
    yield paragraph(style="KhoangCach")


def _foot(part: Foot, page: Page) -> Iterator[str]:
    """Yield the signatures: blocks begin and names stand at one height, all on one page."""
    signers = signing(part)
    width, share = page.width, _SHARE if page.upright else _WIDE_SHARE
    widths: Sequence[float] = (width * share, width * (1 - share))
    if len(signers) > len(widths):
        widths = [width / len(signers)] * len(signers)
    size = _BODY if len(signers) == 2 else 13
    placed = list(zip(signers, widths, strict=True))
    yield paragraph(style="KhoangCach", keep=True)
    rows = [row(_aboves(signers, widths))] if any(map(_above, signers)) else []
    rows.append(row(cell(_block(one, size), wide, merged=_list(one, "restart"))
                    for one, wide in placed))  # fmt: skip
    rows.append(row((cell(paragraph(style="ChuKy"), wide, merged=_list(one)) for one, wide in placed),
                    least=_ROOM_TO_SIGN))  # fmt: skip
    rows.append(row(cell(_name(one, size), wide, merged=_list(one)) for one, wide in placed))
    yield table(rows, widths)
    yield paragraph(style="KhoangCach")


def _sides(left: str, right: str, widths: Sequence[float]) -> str:
    return row(cell(side, width) for side, width in zip((left, right), widths, strict=True))


def _issuer(lines: Sequence[str], width: float, size: float) -> str:
    superior, own = bodies(lines)
    parts = [paragraph(run(line, size=size), "DauVanBan") for line in superior]
    for line in own[:-1]:
        indents, _ = _even(line, width, size)
        parts.append(paragraph(run(line, bold=True, size=size), "DauVanBan", indents=indents))
    if own:
        parts += _ruled(own[-1], "DauVanBan", width, size, bold=True)
    return "".join(parts) or paragraph(style="DauVanBan")


def _nation(width: float, size: float) -> str:
    side = (width - width_of(MOTTO, size + 1, bold=True)) / 2
    return (
        paragraph(run(NATION, bold=True, size=size), "DauVanBan")
        + paragraph(run(MOTTO, bold=True, size=size + 1), "DauVanBan")
        + paragraph(style="DuongKe", indents=(side, side))
    )


def _ruled(
    text: str, style: str, width: float, size: float, *, bold: bool = False
) -> Iterator[str]:
    """Yield a bold text in even lines and the rule below it."""
    indents, last = _even(text, width, size)
    side = (width - last * _RULE) / 2
    yield paragraph(run(text, bold=bold, size=size if bold else 0), style, indents=indents)
    yield paragraph(style="DuongKe", indents=(side, side))


def _even(text: str, width: float, size: float) -> tuple[tuple[float, float] | None, float]:
    """Return indents that make the lines of a bold text about equally long, and its last line."""
    lines = _lines(text, width, size)
    room = width
    while len(lines) > 1 and len(narrower := _lines(text, room - 2, size)) == len(lines):
        room, lines = room - 2, narrower
    side = max((width - room) / 2 - 2, 0)
    return ((side, side) if len(lines) > 1 else None), lines[-1]


def _lines(text: str, width: float, size: float) -> list[float]:
    """Return how long the lines of a bold text are."""
    space = width_of(" ", size, bold=True)
    lines = [0.0]
    for word in text.split(" "):
        wide = width_of(word, size, bold=True)
        if lines[-1] and lines[-1] + space + wide > width:
            lines.append(wide)
        else:
            lines[-1] += wide + (space if lines[-1] else 0)
    return lines


def _above(one: Signer) -> str:
    return one.above if isinstance(one, Signature) else ""


def _aboves(signers: Sequence[Signer], widths: Sequence[float]) -> Iterator[str]:
    """Yield the cells over the signatures; a day over the last of three takes the free place."""
    texts = list(map(_above, signers))
    wide = len(texts) > 2 and not texts[-2]
    count = len(texts) - 2 if wide else len(texts)
    for text, width in zip(texts[:count], widths[:count], strict=True):
        yield cell(paragraph(run(text), "NgayThang", keep=True), width)
    if wide:
        last = paragraph(run(texts[-1]), "NgayThang", keep=True, align="right")
        yield cell(last, sum(widths[-2:]), span=2)


def _block(one: Signer, size: float) -> str:
    match one:
        case Signature(block, _, hint):
            parts = [paragraph(run(line, size=size), "ChuKy") for line in block]
            if hint:
                parts.append(paragraph(run(hint), "ChuKyGhiChu"))
            return "".join(parts) or paragraph(style="ChuKy")
        case Recipients(lines):
            return paragraph(run("Nơi nhận:"), "NoiNhan") + "".join(
                paragraph(run(line), "NoiNhanDanhSach") for line in listed(lines)
            )
    return paragraph(style="ChuKy")


def _name(one: Signer, size: float) -> str:
    name = one.name if isinstance(one, Signature) else ""
    return paragraph(run(name, size=size), "ChuKy")


def _list(one: Signer, merged: str = "continue") -> str:
    return merged if isinstance(one, Recipients) else ""
