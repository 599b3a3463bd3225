"""Points of decree 30/2020 about paper, letters, letterhead and title."""

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from tests.core.decree30_parts import DATED, Paper, Part, page_number
from tests.core.decree30_points import NEAR, Kind, point, set_as
from tests.core.pdf_reading import MM, Line, Page

SERIF = ("TimesNewRoman", "LiberationSerif", "Tinos", "NotoSerif")


@point
def a4(paper: Paper, kind: Kind) -> Iterator[str]:
    for number, page in enumerate(paper.pages, 1):
        sides = sorted((round(page.width / MM), round(page.height / MM)))
        if sides != [210, 297]:
            yield f"page {number} is {sides} mm"


def margins(part: Part) -> dict[str, tuple[float, float]]:
    """Return least and most of each margin; a turned page's top lies in the binding edge."""
    if part.turned:
        return {"top": (30, 35), "bottom": (15, 20), "left": (20, 25), "right": (20, 25)}
    return {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}


def boxes(page: Page) -> list[tuple[float, float, float, float]]:
    """Return left, bottom, right, top of all lines but the number, and of the tables."""
    lines = [one for one in page.lines if one is not page_number(page)]
    return [(one.left, one.y - 0.2 * one.size, one.right, one.y + 0.65 * one.size)
            for one in lines] + page.tables  # fmt: skip


@point
def inside_margins(paper: Paper, kind: Kind) -> Iterator[str]:
    for part in paper.parts:
        least = {side: low * MM - NEAR for side, (low, _) in margins(part).items()}
        for page in part.pages:
            for left, bottom, right, top in boxes(page):
                free = {"top": page.height - top, "bottom": bottom, "left": left,
                        "right": page.width - right}  # fmt: skip
                for side, room in free.items():
                    if room < least[side]:
                        yield f"something stands {room / MM:.0f} mm from the {side} edge"


@point
def margins_not_wider(paper: Paper, kind: Kind) -> Iterator[str]:
    for part in paper.parts:
        most = {side: high * MM + 2 * NEAR for side, (_, high) in margins(part).items()}
        edges = [box for page in part.pages for box in boxes(page)]
        tops = [page.height - max(box[3] for box in boxes(page)) for page in part.pages]
        if max(tops) > most["top"] + 6:
            yield "text begins too far below the top"
        if part.turned or part is not paper.main:
            continue
        if paper.left > most["left"]:
            yield f"text begins {paper.left / MM:.0f} mm from the left"
        full = any(len(lines) > 4 for _, lines in paper.body) or part.pages[0].tables
        if full and part.pages[0].width - max(box[2] for box in edges) > most["right"]:
            yield "the right margin is wider than 20 mm"


@point
def fonts_embedded(paper: Paper, kind: Kind) -> Iterator[str]:
    for page in paper.pages:
        yield from (f"{font.name} is not in the file" for font in page.fonts if not font.embedded)


@point
def fonts_serif(paper: Paper, kind: Kind) -> Iterator[str]:
    names = {sign.font for page in paper.pages for line in page.lines for sign in line.signs}
    plain = {name: name.partition("+")[2] or name for name in names}
    yield from (f"{name} is used" for name, own in plain.items() if not own.startswith(SERIF))


@point
def black(paper: Paper, kind: Kind) -> Iterator[str]:
    for page in paper.pages:
        for line in page.lines:
            if not all(sign.black for sign in line.seen):
                yield f"“{line.text}” is not black"


@point
def text_comes_back(paper: Paper, kind: Kind) -> Iterator[str]:
    for page in paper.pages:
        for line in page.lines:
            if not unicodedata.is_normalized("NFC", line.text):
                yield f"“{line.text}” is not NFC"
            if any(sign in line.text for sign in "\ufffd\x00") or not line.text.isprintable():
                yield f"“{line.text}” has letters that nobody can copy"


@point
def no_overlap(paper: Paper, kind: Kind) -> Iterator[str]:
    for page in paper.pages:
        lines = sorted(page.lines, key=lambda one: -one.y)
        for number, one in enumerate(lines):
            for other in lines[number + 1 :]:
                if one.y - other.y > 0.55 * other.size:
                    break
                if min(one.right, other.right) - max(one.left, other.left) > NEAR:
                    yield f"“{one.text}” and “{other.text}” lie upon each other"


@point
def no_text_on_rules(paper: Paper, kind: Kind) -> Iterator[str]:
    for page in paper.pages:
        walls = [stroke for stroke in page.strokes if stroke.upright]
        for line in page.lines:
            for wall in walls:
                inside = line.left + NEAR < wall.left < line.right - NEAR
                if inside and wall.bottom < line.y < wall.top - NEAR:
                    yield f"a rule goes through “{line.text}”"


# --- letterhead


@point
def national_name(paper: Paper, kind: Kind) -> Iterator[str]:
    if paper.national is None:
        yield "the national name is missing"
    else:
        yield from set_as(paper.national, (12, 13), "bold upright capitals")


@point
def motto(paper: Paper, kind: Kind) -> Iterator[str]:
    if paper.motto is None:
        yield "the motto is missing"
        return
    yield from set_as(paper.motto, (13, 14), "bold upright")
    if paper.national and abs(paper.motto.middle - paper.national.middle) > 2:
        yield "the motto is not below the middle of the national name"
    if paper.motto.text.isupper():
        yield "the motto is in capitals"


@point
def motto_rule(paper: Paper, kind: Kind) -> Iterator[str]:
    rule = paper.motto and paper.rule_below(paper.motto)
    if rule is None:
        yield "no rule stands below the motto"
    elif paper.motto and abs(rule.right - rule.left - paper.motto.width) > 3:
        yield "the rule is not as long as the motto"


@point
def issuing_body(paper: Paper, kind: Kind) -> Iterator[str]:
    if not paper.issuers:
        yield "the issuing body is missing"
    for line in paper.issuers:
        yield from set_as(line, (12, 13), "upright capitals")
    if paper.issuers:
        yield from set_as(paper.issuers[-1], (12, 13), "bold")
    if paper.national and paper.issuers:
        if abs(paper.issuers[0].y - paper.national.y) > 2:
            yield "the bodies do not begin beside the national name"


@point
def issuing_body_rule(paper: Paper, kind: Kind) -> Iterator[str]:
    if paper.issuers:
        yield from _short_rule(paper, paper.issuers[-1])


def _short_rule(paper: Paper, line: Line) -> Iterator[str]:
    rule = paper.rule_below(line)
    if rule is None:
        yield f"no rule stands below “{line.text}”"
    elif not 1 / 3 - 0.02 <= (rule.right - rule.left) / line.width <= 1 / 2 + 0.02:
        yield f"the rule below “{line.text}” is not 1/3 to 1/2 of it"


@point
def number_line(paper: Paper, kind: Kind) -> Iterator[str]:
    line = paper.number
    if line is None:
        if kind == "official":
            yield "the number line is missing"
        return
    yield from set_as(line, (13, 13), "upright plain")
    if not re.fullmatch(r"Số: ?(0[1-9]|[1-9]\d+)? ?/[A-ZĐ]+(-[A-ZĐ]+)*", line.text):
        yield f"“{line.text}” is not like “Số: 05/BC-UBND”"
    if paper.issuers and abs(line.middle - paper.issuers[-1].middle) > 2:
        yield "the number does not stand below the middle of the issuing body"


@point
def subject_of_letter(paper: Paper, kind: Kind) -> Iterator[str]:
    for line in paper.about:
        yield from set_as(line, (12, 13), "upright plain")
    if paper.about and paper.number:
        first = paper.about[0]
        if abs(first.middle - paper.number.middle) > 2:
            yield "the subject does not stand below the middle of the number"
        if paper.number.y - first.y < 6 + first.size:
            yield "the subject does not stand 6 pt below the number"


@point
def place_and_date(paper: Paper, kind: Kind) -> Iterator[str]:
    line = paper.place_and_date
    if line is None:
        return
    yield from set_as(line, (13, 14), "italic")
    if paper.motto and abs(line.middle - paper.motto.middle) > 2:
        yield "place and date do not stand below the middle of the motto"
    if paper.number and abs(line.y - paper.number.y) > 2:
        yield "place and date do not stand beside the number"


@point
def dates_have_their_zeros(paper: Paper, kind: Kind) -> Iterator[str]:
    for page in paper.pages:
        for line in page.lines:
            for day, month in DATED.findall(line.text):
                known = int(month) if month.isdigit() else 0
                right = f"{known:02d}" if known < 3 else str(known)
                if (day.isdigit() and len(day) != 2) or (known and month != right):
                    yield f"“{line.text}” has a zero too many or too few"


# --- title


@point
def kind_of_paper(paper: Paper, kind: Kind) -> Iterator[str]:
    if paper.about:
        return
    if paper.kind is None:
        yield "the kind of paper is missing"
        return
    yield from set_as(paper.kind, (13, 14), "bold upright capitals")
    if not paper.main.centred(paper.kind):
        yield "the kind of paper is not in the middle"


@point
def subject(paper: Paper, kind: Kind) -> Iterator[str]:
    for line in paper.subject:
        yield from set_as(line, (13, 14), "bold upright")
        if line.text.isupper():
            yield "the subject is in capitals"


@point
def subject_rule(paper: Paper, kind: Kind) -> Iterator[str]:
    if paper.subject:
        yield from _short_rule(paper, paper.subject[-1])


@point
def order(paper: Paper, kind: Kind) -> Iterator[str]:
    lines = [paper.national, paper.motto, paper.place_and_date or paper.number, paper.kind,
             *paper.subject[:1], *paper.to[:1], *[one for _, body in paper.body[:1] for one in body[:1]],
             *paper.foot(paper.front)[:1]]  # fmt: skip
    known = [line for line in lines if line is not None]
    for one, other in pairwise(known):
        if one.y <= other.y:
            yield f"“{one.text}” does not stand above “{other.text}”"
