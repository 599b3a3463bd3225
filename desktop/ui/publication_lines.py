"""The rows of a publication's list: of the own unit one by one, those of other units folded."""

import textwrap
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from desktop.core.changes import DEED_NAMES, SORT_NAMES, Change, Deed, Sort
from desktop.core.typed import show_number
from desktop.ui.table import Column

_TIP = 100
"""Letters in a line of a tip."""


@dataclass(frozen=True)
class Line:
    """A row of the list: a change, or the `folded` ones of a sort that are about other units."""

    sort: Sort
    deed: str
    name: str
    text: str
    folded: tuple[Change, ...] = ()


def counted(changes: Sequence[Change]) -> str:
    """Return how many there are, and how many of them are about other units."""
    found = list(_paired(changes))
    others = sum(one.of_others for one in found)
    part = f", trong đó {show_number(others)} của các đơn vị khác" if others else ""
    return f"{show_number(len(found))} thay đổi{part}. Chưa có gì thay đổi trong sổ."


def used(version: int, changes: Sequence[Change]) -> str:
    """Return what to say once the publication is used; counts as `counted` does."""
    number = len(list(_paired(changes)))
    return f"Đã dùng bản công bố số {version}: {show_number(number)} thay đổi."


def lines(changes: Sequence[Change], unfolded: Collection[Sort] = ()) -> list[Line]:
    """Return the rows: what is of the own unit or of all first, that of others folded by sort."""
    found = list(_paired(changes))
    others = Counter(one.sort for one in found if one.of_others)
    folded = [sort for sort, count in others.items() if count > 1 and sort not in unfolded]
    first = sorted((one for one in found if one.sort not in folded or not one.of_others),
                   key=lambda one: one.of_others)  # fmt: skip
    rows = [Line(one.sort, DEED_NAMES[one.deed], one.name, _values(one)) for one in first]
    for sort in folded:
        some = tuple(one for one in found if one.sort is sort and one.of_others)
        name = f"{show_number(len(some))} thay đổi của các đơn vị khác"
        rows.append(Line(sort, "Xem", name, "Nhấn Enter hoặc nhấp đúp để xem từng dòng", some))
    return rows


def _paired(changes: Sequence[Change]) -> Iterator[Change]:
    """Yield the changes; a target that comes in the place of another is one change of it."""
    targets = [one for one in changes if one.sort is Sort.TARGET]
    gone = {one.name: one for one in targets if one.deed is Deed.RETIRED}
    new = {one.name for one in targets if one.deed is Deed.ADDED}
    for one in changes:
        if one.sort is not Sort.TARGET or one.name not in gone or one.name not in new:
            yield one
        elif one.deed is Deed.ADDED:
            yield replace(one, deed=Deed.CHANGED, before=gone[one.name].before)


def columns() -> list[Column]:
    """Return the columns of the list."""
    return [
        Column("deed", "Việc", lambda one: one.deed, width=90),
        Column("sort", "Loại", lambda one: SORT_NAMES[one.sort], width=130),
        Column("name", "Tên", lambda one: one.name, second=lambda one: one.text, tip=_tip),
    ]


def _tip(one: Line) -> str:
    """Return the whole text, in lines as wide as can be read."""
    return "\n".join(textwrap.wrap(f"{one.name}: {one.text}", _TIP))


def _values(one: Change) -> str:
    before, after = _line(one.before), _line(one.after)
    return f"{before} → {after}" if before and after else after or before


def _line(text: str) -> str:
    return "; ".join(text.splitlines())
