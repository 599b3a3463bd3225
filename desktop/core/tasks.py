"""What stands between a period's log and its package: the task list of the report page."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from desktop.core import (
    clock,
    hamlet_years,
    logged,
    money_checks,
    narratives,
    odd,
    planned,
    problems,
    reports,
    settings,
)
from desktop.core.activities import Status
from desktop.core.periods import Period
from desktop.core.problems import Severity
from desktop.core.reports import State
from desktop.core.steps import Mark as Mark, Step as Step, Task as Task
from desktop.core.typed import show_date


@dataclass(frozen=True)
class Tasks:
    """The list of a period, and the version of its report that is in force.

    `warning` says what an officer should know before locking; empty where nothing is unusual.
    """

    period: Period
    lines: tuple[Task, ...]
    report: reports.Report | None
    may_lock: bool
    warning: str = ""

    @property
    def is_returned(self) -> bool:
        """Return whether the version in force was returned: only a new one can be sent."""
        return self.report is not None and self.report.state is State.RETURNED


def of(session: Session, period: Period) -> Tasks:
    """Return the tasks of a period as they stand now."""
    report, today = reports.current(session, period), clock.of(session).today()
    wrong, strange, lacking, count = _looked_over(session, period)
    unlogged = _unlogged(session, period, today - timedelta(days=1)) if report is None else 0
    lines = (
        _log(count, lacking, wrong, unlogged, locked=report is not None),
        _odd(strange, _money(session, period), _counts(session, period)),
        _words(session, period, count), _print(report),
        _lock(session, period, report), _send(report),
    )  # fmt: skip
    may_lock, warning = report is None and not wrong, _warning(session, period, today, count)
    return Tasks(period, lines, report, may_lock, warning)


def _warning(session: Session, period: Period, today: date, count: int) -> str:
    said, waiting = [], _unlogged(session, period, period.last)
    if period.last >= today:
        said.append(
            f"Kỳ còn đến hết ngày {show_date(period.last)}: khóa lúc này thì những gì tổ chức từ nay "
            "đến đó không vào báo cáo, trừ khi mở khóa."
        )
    if not count:
        why = narratives.of(session, period).nil_reason
        said.append(
            "Kỳ không có hoạt động nào: báo cáo là “không phát sinh”"
            + ("." if why else ", mà chưa ghi lý do. Nên ghi lý do trước (bấm Soạn lời báo cáo).")
        )
    if waiting:
        said.append(
            f"{waiting} buổi của kỳ còn là dự kiến: khóa rồi thì không ghi vào sổ kỳ này được nữa, "
            "trừ khi mở khóa."
        )
    return " ".join(said)


def _looked_over(session: Session, period: Period) -> tuple[int, int, int, int]:
    """Return how many activities are wrong, odd, without papers, and in all."""
    unit_id = settings.read(session).unit_id
    context = problems.context(session, period.first, period.last)
    usual = odd.known(session)
    wrong = strange = lacking = 0
    kept = logged.between(session, unit_id, period.first, period.last)
    for one in kept:
        found = [*problems.problems(one, context), *odd.problems(one, usual)]
        wrong += any(problem.severity is Severity.STOP for problem in found)
        strange += any(problem.severity is Severity.EXPLAIN for problem in found)
        lacking += one.status is Status.HELD
    return wrong, strange, lacking, len(kept)


def _unlogged(session: Session, period: Period, last: date) -> int:
    """Return how many activities planned for days of the period, up to one, nobody logged."""
    found = planned.between(session, period.first, min(period.last, last))
    return sum(one.state is planned.State.OPEN for one in found)


def _log(count: int, lacking: int, wrong: int, unlogged: int, *, locked: bool) -> Task:
    if wrong:
        return Task(Step.LOG, Mark.STOPS, f"{wrong} hoạt động ghi sai, phải sửa trước khi khóa")
    if not count and locked:
        return Task(Step.LOG, Mark.DONE, "Không có hoạt động nào: báo cáo không phát sinh")
    if not count:
        return Task(
            Step.LOG, Mark.LOOK, "Chưa có hoạt động nào: khóa sẽ là báo cáo không phát sinh"
        )
    if lacking or unlogged:
        said = [f"{lacking} còn thiếu hồ sơ"] * bool(lacking)
        said += [f"{unlogged} buổi dự kiến đã qua chưa ghi"] * bool(unlogged)
        return Task(Step.LOG, Mark.LOOK, f"Đã ghi {count} hoạt động, {', '.join(said)}")
    return Task(Step.LOG, Mark.DONE, f"Đã ghi {count} hoạt động, đủ hồ sơ")


def _money(session: Session, period: Period) -> int:
    return len(money_checks.between(session, period.first, period.last))


def _counts(session: Session, period: Period) -> int:
    """Return in how many hamlets the typed counts of the year are not what the register counts."""
    return sum(bool(one.different) for one in hamlet_years.lines(session, period.last.year))


def _odd(strange: int, money: int, counts: int) -> Task:
    said = [f"{strange} hoạt động có số khác thường, xem lại và giải thích"] if strange else []
    said += (
        [f"Kinh phí có {money} điểm cần xem lại (trang Kinh phí, thẻ Kiểm tra)"] if money else []
    )
    said += (
        [f"Số hộ đã nhập ở {counts} thôn, buôn khác sổ hộ (trang Hộ & địa bàn)"] if counts else []
    )
    if said:
        return Task(Step.ODD, Mark.LOOK, ". ".join(said))
    return Task(Step.ODD, Mark.DONE, "Không có số nào khác thường")


def _words(session: Session, period: Period, count: int) -> Task:
    said = narratives.of(session, period)
    if not count and not said.nil_reason:
        return Task(Step.WORDS, Mark.OPEN, "Ghi lý do trong kỳ không có hoạt động")
    if count and not said.difficulties:
        return Task(Step.WORDS, Mark.OPEN, "Viết khó khăn, vướng mắc và đề xuất")
    return Task(Step.WORDS, Mark.DONE, "Đã viết lời báo cáo")


def _print(report: reports.Report | None) -> Task:
    if report is None:
        return Task(Step.PRINT, Mark.OPEN, "Xem trước; in bản ký sau khi khóa")
    return Task(Step.PRINT, Mark.OPEN, f"In bản số {report.version}, trình ký, đóng dấu")


def _lock(session: Session, period: Period, report: reports.Report | None) -> Task:
    if report is not None and report.state is State.RETURNED:
        text = f"Cấp trên trả lại bản số {report.version}: mở khóa để sửa, rồi khóa bản mới"
        return Task(Step.LOCK, Mark.LOOK, text)
    if report is not None:
        day = f"{report.locked_at:%d/%m/%Y}"
        return Task(Step.LOCK, Mark.DONE, f"Đã khóa bản số {report.version} ngày {day}")
    versions = reports.versions(session, period)
    if versions:
        text = f"Khóa bản số {versions[-1].version + 1} thay bản số {versions[-1].version} đã cũ"
        return Task(Step.LOCK, Mark.OPEN, text)
    return Task(Step.LOCK, Mark.OPEN, "Khóa để số liệu không đổi nữa")


def _send(report: reports.Report | None) -> Task:
    if report is None or report.state is State.LOCKED:
        return Task(Step.SEND, Mark.OPEN, "Ghi gói ra USB, gửi cấp trên")
    mark = Mark.LOOK if report.state is State.RETURNED else Mark.DONE
    return Task(Step.SEND, mark, reports.STATE_NAMES[report.state])
