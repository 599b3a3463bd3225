"""The second look of the first page: the steps of the next report, items to be mended, the reach.

It looks at each activity of the period and at lists of people, so the page asks once it stands.
"""

from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from desktop.core import answers, reach, tasks
from desktop.core.answers import Asked
from desktop.core.measures import Measure
from desktop.core.periods import Period
from desktop.core.reach import Reached
from desktop.core.steps import Mark, Step, Task
from desktop.core.today import Lead, Next, Today


@dataclass(frozen=True)
class Duties:
    """The steps of the next report, what is asked to be mended, and the next task in this light.

    `households` are the distinct poor and near-poor ones that attendance lists name (None: no list
    names any); `focus` those and the newly escaped, in the days of the plan up to today.
    """

    period: Period
    steps: tuple[Task, ...]
    asked: tuple[Asked, ...]
    next: Next
    households: Measure | None
    focus: Reached


_POOR = ("HN", "HCN")


def read(session: Session, found: Today) -> Duties:
    """Return the steps, returned items and reach as they stand now."""
    steps = tasks.of(session, found.due.period).lines
    asked = answers.asked(session)
    known = reach.read(session, found.window)
    return Duties(
        found.due.period, steps, asked, _next(found, steps, asked), _households(found, known),
        known.focus,
    )  # fmt: skip


def _households(found: Today, known: reach.Reach) -> Measure | None:
    """Return the distinct households reached, out of the hamlets' counts or, if more, the register.

    Each may lag behind the other: counts that were not brought up to date, a register half entered.
    """
    some = [known.by_category[code] for code in _POOR if code in known.by_category]
    if not known.named or not some:
        return None
    there = sum(one.households or 0 for one in some)
    done = sum(one.reached or 0 for one in some)
    return Measure(done, max(found.households.target or 0, there) or None, filter=found.filter)


def _next(found: Today, steps: tuple[Task, ...], asked: tuple[Asked, ...]) -> Next:
    """Return the next task; what a look at the records says is more exact than what it was."""
    before = found.next
    if found.returned and asked:
        title, left = found.returned[0].period.title, answers.unmended(asked)
        if left:
            text = f"Cấp trên trả lại báo cáo {title}: còn {left} mục chưa sửa."
            return replace(before, text=text)
        if answers.unmended(asked) == 0 and any(one.done for one in asked):
            text = f"Đã sửa hết các mục cấp trên trả lại của {title}: khóa và gửi bản mới."
            return replace(before, text=text, link="Mở báo cáo", tone="warn")
    wrong = next((one for one in steps if one.step is Step.LOG and one.mark is Mark.STOPS), None)
    if wrong is not None and before.lead is Lead.REPORT and before.tone == "info":
        return replace(before, text=f"{wrong.text}.", tone="bad")
    return before
