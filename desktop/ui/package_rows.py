"""The rows of a package's page: activities, parts of the narrative, indicators, and their columns."""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from desktop.core.activities import Status
from desktop.core.problems import Problem, Severity
from desktop.core.returns import ACTIVITY_FIELDS, NARRATIVE_PARTS, Item, Reason
from desktop.core.review import Figure, Line, Review
from desktop.core.typed import show_date, show_number
from desktop.ui.pickers import Choice
from desktop.ui.table import Column

_TIP, _MOST_LINES = 100, 30
"""Letters of a line and lines of a tip."""
_PARTS_OF = {"amount": "expenses", "payer": "expenses"}
"""The form has two fields where the activity has one."""


@dataclass(frozen=True)
class Row:
    """What can be returned; `fields` are the ones to choose from (none: the whole of it)."""

    id: str
    day: str
    title: str
    second: str
    people: str
    women: str
    problems: tuple[Problem, ...] = ()
    news: tuple[str, ...] = ()
    asked: tuple[Item, ...] = ()
    is_activity: bool = True
    is_changed: bool = False
    lacking: bool = False
    """Its dossier is not complete."""
    full: str = ""
    """All that is written, where the line shows a part of it."""

    @property
    def warned(self) -> bool:
        """Return whether a check asks for an explanation."""
        return any(one.severity is not Severity.NOTICE for one in self.problems)

    @property
    def unmended(self) -> bool:
        """Return whether the version before was returned for it, and it is the same."""
        return bool(self.asked) and not self.is_changed

    @property
    def fields(self) -> list[Choice]:
        """Return the fields to choose from."""
        if not self.is_activity:
            return [Choice("", "Cả mục này")]
        named = {"": "Cả hoạt động", **ACTIVITY_FIELDS}
        return [Choice(key, name, number) for number, (key, name) in enumerate(named.items())]


def rows(found: Review) -> list[Row]:
    """Return all rows of a package: activities, then words, then figures."""
    parts = [
        Row(key, "", f"Lời báo cáo: {name}", _first_line(getattr(found.narrative, key)), "", "",
            is_activity=False, is_changed=key in found.written, asked=_asked(found, key),
            full=getattr(found.narrative, key))
        for key, name in NARRATIVE_PARTS.items()
        if key != "nil_reason" or not found.lines
    ]  # fmt: skip
    figures = [_indicator(found, code, one) for code, one in found.indicators]
    return [*map(_activity, found.lines), *parts, *figures]


def likely(row: Row, reasons: Sequence[Reason]) -> tuple[Reason | None, str]:
    """Return the reason and field that the first warning of a row suggests."""
    for problem in (one for one in row.problems if one.severity is not Severity.NOTICE):
        for one in reasons:
            if problem.code in one.problems:
                fields = [_PARTS_OF.get(name, name) for name in problem.fields]
                return one, next((name for name in fields if name in ACTIVITY_FIELDS), "")
    return None, ""


def _activity(line: Line) -> Row:
    one = line.activity
    second = " · ".join(part for part in (line.channel, line.place) if part)
    if line.news:
        second = f"Đổi: {', '.join(line.news)}"
    return Row(
        one.id, show_date(one.held_on), one.title, second, _number(one.attendees),
        _number(one.women), line.problems, line.news, line.asked,
        is_changed=line.is_new or bool(line.news), lacking=one.status is Status.HELD,
    )  # fmt: skip


def _indicator(found: Review, code: str, one: Figure) -> Row:
    changed = one.before not in ("", one.now)
    value = f"{one.before} › {one.now}" if changed else one.now
    full = f"Bản trước: {one.before}\nBản này: {one.now}" if changed else value
    return Row(code, "", f"Chỉ tiêu {code}: {one.name}", f"Kết quả: {value}", "", "", full=full,
               is_activity=False, is_changed=changed, asked=_asked(found, code))  # fmt: skip


def _asked(found: Review, record: str) -> tuple[Item, ...]:
    return tuple(one for one in found.asked if one.record == record)


def _number(value: int | None) -> str:
    return "–" if value is None else show_number(value)


def _first_line(text: str) -> str:
    return text.partition("\n")[0] or "(không ghi)"


OF_ACTIVITIES = (0, 2, 3)
"""The numbers of the columns that only activities fill."""


def _tip(row: Row) -> str:
    """Return what may be cut, in lines that fit a screen."""
    lines = [row.title, *(row.full or row.second).splitlines()]
    return "\n".join(textwrap.fill(one, _TIP) for one in lines[:_MOST_LINES])


def columns(chosen: dict[str, str]) -> tuple[Column, ...]:
    """Return the columns; `chosen` are the rows to be returned, with the words of their pill."""

    def state(row: Row) -> str:
        if row.id in chosen:
            return chosen[row.id]
        if row.unmended:
            return "Chưa sửa"
        count = sum(one.severity is not Severity.NOTICE for one in row.problems)
        parts = [f"{count} cảnh báo"] if count else ["Có đổi"] if row.is_changed else []
        parts += ["Thiếu hồ sơ"] if row.lacking else []
        return " · ".join(parts) or ("Không cảnh báo" if row.is_activity else "")

    def tone(row: Row) -> str:
        if row.id in chosen:
            return "returned"
        if any(one.severity is Severity.STOP for one in row.problems):
            return "bad"
        if row.warned or row.unmended or row.lacking:
            return "warn"
        return "info" if row.is_changed else "none"

    return (
        Column("day", "Ngày", lambda row: row.day, width=104),
        Column("title", "Hoạt động", lambda row: row.title, lambda row: row.second, tip=_tip),
        Column("people", "Dự", lambda row: row.people, right=True, width=60),
        Column("women", "Nữ", lambda row: row.women, right=True, width=56),
        Column("state", "Kiểm tra", state, tone=tone, width=184),
    )
