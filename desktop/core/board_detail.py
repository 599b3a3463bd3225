"""What the officer looks at before approving one unit's report: what changed, what stands out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy.orm import Session

from db.rows import AnswerRow
from desktop.core import board, intake, ledger, problems, remarks, review
from desktop.core.activities import COUNTED
from desktop.core.board import Board, Line, Past, Standing
from desktop.core.board_rows import UnitFigures
from desktop.core.catalogue import DIRECT
from desktop.core.errors import PackageError
from desktop.core.ledger import Entry, State
from desktop.core.packages import sealing
from desktop.core.packages.contents import Activity
from desktop.core.periods import Period
from desktop.core.remarks import Remark
from desktop.core.typed import show_number

_SHOWN = 6
"""So many remarks are named; the rest is counted."""
_AT_ONCE = 25
"""So many waiting packages are looked at for warnings at once."""


class Severity(StrEnum):
    """Whether a check found something."""

    OK = "ok"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True)
class Check:
    """One line of the checks."""

    severity: Severity
    text: str


@dataclass(frozen=True)
class Change:
    """A figure of the version before and of this one; None where nothing was entered."""

    name: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Detail:
    """One unit's report: `code` is that in the footer of its paper.

    `before` names the version compared with; `differing` counts the indicators that are not as in that one. `counted`: the package that the
    figures are of and its code, where it is another one.
    """

    line: Line
    code: str
    before: str
    changes: tuple[Change, ...]
    differing: int
    checks: tuple[Check, ...]
    history: tuple[Past, ...]
    answer_note: str
    answered_by: str
    counted: tuple[Entry, str] | None = None


def warnings(session: Session, found: Board, known: Collection[str] = ()) -> dict[str, int]:
    """Return how many activities of the next waiting packages ask for a look, by package.

    This reads the activities themselves, so a page shows the board first, then asks for some at a
    time. `known` are packages that were looked at before: a package does not change.
    """
    waiting = [one for one in found.lines if one.standing is Standing.WAITING]
    new = [one for one in waiting if one.package_id not in known][:_AT_ONCE]
    counts = remarks.counts(session, found.period, [one.unit.id for one in new])
    return {one.package_id: counts[one.unit.id] for one in new}


def read(session: Session, period: Period, line: Line) -> Detail:
    """Return what the pane shows of a line of the board."""
    entry = ledger.get(session, line.package_id) if line.package_id else None
    said = session.get(AnswerRow, line.package_id) if entry else None
    before, changes, differing = _changes(session, line, entry)
    other = line.counted_id != line.package_id
    counted = ledger.get(session, line.counted_id) if line.counted_id and other else None
    return Detail(
        line=line,
        code=_code(entry) if entry else "",
        before=before,
        changes=changes,
        differing=differing,
        checks=tuple(_checks(session, period, line)),
        history=tuple(board.history(session, line.unit.id)),
        answer_note=said.note if said else "",
        answered_by=said.by if said else "",
        counted=(counted, _code(counted)) if counted else None,
    )


def _code(entry: Entry) -> str:
    return sealing.code(bytes.fromhex(entry.digest))


def _changes(
    session: Session, line: Line, entry: Entry | None
) -> tuple[str, tuple[Change, ...], int]:
    """Return the version before, the figures of both, and how many indicators differ.

    Nothing where there was none.
    """
    now = line.figures
    if entry is None or entry.state is not State.TAKEN:
        return "", (), 0
    earlier = review.compared_with(session, entry)
    if earlier is None:
        return "", (), 0
    try:
        package, this = (intake.read_again(session, one.id) for one in (earlier[0], entry))
    except PackageError:  # its key was closed since: there is nothing to compare with
        return "", (), 0
    then = _sums(package.of(Activity))
    pairs = (
        ("Hoạt động", then.activities, now.activities if now else 0),
        ("Buổi trực tiếp", then.sessions, now.sessions if now else 0),
        ("Lượt người dự", then.attendees, now.attendees if now else None),
        ("Lượt hộ nghèo, cận nghèo, mới thoát", then.households, now.households if now else None),
    )
    changes = tuple(Change(*one) for one in pairs)
    return earlier[1], changes, review.differing(this, package)


def _sums(found: Sequence[Activity]) -> UnitFigures:
    counted = [one for one in found if one.status in COUNTED]
    households = [v for one in counted for v in (one.poor, one.near_poor, one.escaped)]
    return UnitFigures(
        len(counted),
        sum(one.channel in DIRECT for one in counted),
        _total([one.attendees for one in counted]),
        _total(households),
    )


def _total(values: list[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _checks(session: Session, period: Period, line: Line) -> list[Check]:
    newer = [
        Check(
            Severity.WARN,
            f"Đã đọc giấy bản số {line.paper_version} nhưng chưa có tệp của bản đó: số liệu ở đây là "
            "của bản cũ hơn. Đề nghị đơn vị gửi tệp trước khi duyệt.",
        )
    ] * bool(line.paper_version)
    if line.nil:
        reason = line.nil_reason or "đơn vị không ghi lý do"
        return [*newer, Check(Severity.WARN, f"Báo cáo không phát sinh: {reason}")]
    if line.figures is None or line.standing is Standing.PAPER:
        return newer
    found = remarks.held(session, remarks.desk(session), line.unit.id, period)
    return [*newer, _papers(line.figures), *_asked(found)]


def _papers(figures: UnitFigures) -> Check:
    complete = figures.activities - figures.incomplete
    words = f"{show_number(complete)}/{show_number(figures.activities)} hoạt động"
    if figures.incomplete:
        lacking = f"còn {figures.incomplete} thiếu hồ sơ (đánh dấu khi xem chi tiết)"
        return Check(Severity.WARN, f"Đủ hồ sơ {words}, {lacking}")
    return Check(Severity.OK, f"Đủ hồ sơ {words}")


def _asked(found: Sequence[Remark]) -> list[Check]:
    """Return what there is to look at, the wrong first; or that there is nothing."""
    if not found:
        return [Check(Severity.OK, "Số liệu: không thấy điều gì cần xem lại")]
    named = [
        Check(
            Severity.BAD if one.problem.severity is problems.Severity.STOP else Severity.WARN,
            f"{one.held_on:%d/%m} “{one.title}”: {one.problem.text}",
        )
        for one in sorted(found, key=lambda one: one.problem.severity is not problems.Severity.STOP)
    ]
    more = len(named) - _SHOWN
    if more <= 0:
        return named
    return [*named[:_SHOWN], Check(named[_SHOWN].severity, f"… và {more} điều khác cần xem")]
