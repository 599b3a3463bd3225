"""The boxes for a planned activity and for a broadcast that repeats on weekdays."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core import planned, problems, recurrences
from desktop.core.entry import Opening
from desktop.core.errors import InvalidActivityError
from desktop.core.planned import Planned
from desktop.core.recurrences import Recurrence
from desktop.ui.form import FormBody
from desktop.ui.form_parts import AnyProblem, FieldProblem, Section
from desktop.ui.notices import Banner
from desktop.ui.planned_fields import PlannedFields, Values, day_of, lacking
from desktop.ui.save_box import SaveBox
from desktop.ui.screen import Screen, later
from desktop.ui.theme import dp
from desktop.ui.widgets import label

_CHECK_MS = 150
_NEEDED = (
    ("planned_on", "Chưa có ngày dự kiến. Hãy nhập ngày."),
    ("channel", "Chưa chọn hình thức. Hãy gõ số hoặc vài chữ rồi chọn."),
)
_NEEDED_REPEATED = (
    ("weekdays", "Chưa chọn ngày nào trong tuần. Hãy chọn ít nhất một ngày."),
    ("first", "Chưa có ngày bắt đầu. Hãy nhập ngày."),
    ("last", "Chưa có ngày kết thúc. Hãy nhập ngày."),
    ("channel", "Chưa chọn hình thức. Hãy gõ số hoặc vài chữ rồi chọn."),
)


class _FormBox(SaveBox):
    """A box with a form; saving is refused with the problems at their fields."""

    kept = Signal(object)
    """What was kept."""

    def __init__(self, page: Screen, title: str, sections: Sequence[Section]) -> None:
        super().__init__(page, title)
        self.body = FormBody(sections)
        self.said = label("", -0.5, tone="text2", wrap=True)
        self.banner = Banner("info", "")
        self.banner.hide()
        self._lay_out()
        self._asked = False
        self._timer = later(self, _CHECK_MS, self._check)
        self.body.edited.connect(lambda _key: self._timer.start())

    def save(self) -> None:
        """Keep what stands here if nothing stops it."""
        self._asked = True
        self._check()
        value = self.value()
        if value is None or self.body.troubles() or self._stops():
            self.body.focus_first_problem()
            return
        self.page.write(self._keep, value).failed(self.failed).then(self._done)

    def value(self) -> Any:
        """Return what stands in the fields; None while a needed one is empty."""
        raise NotImplementedError

    def found(self) -> list[AnyProblem]:
        """Return what is wrong with it."""
        raise NotImplementedError

    _keep: Callable[..., Any]
    _high = 470

    def _stops(self) -> bool:
        return any(str(one.severity) == "stop" for one in self.found())

    def _check(self) -> None:
        self._timer.stop()
        if self._asked:
            self.body.show_problems(self.found())
        self.said.setText(self.sentence())

    def sentence(self) -> str:
        """Return the whole in one sentence, said under the fields."""
        return ""

    def _done(self, value: Any) -> None:
        self.kept.emit(value)
        self.accept()

    def failed(self, error: BaseException) -> None:
        """Say why it was not kept: at the fields, if it is about them."""
        if isinstance(error, InvalidActivityError):
            self.body.show_problems(list(error.problems))
            self.body.focus_first_problem()
        else:
            super().failed(error)

    def _lay_out(self) -> None:
        holder = QWidget()
        inner = QVBoxLayout(holder)
        inner.setContentsMargins(0, 0, dp(6), 0)
        inner.addWidget(self.body)
        self.column.addWidget(self.banner)
        self.put_scrolled(holder)
        self.end(self.said)
        self.resize(dp(880), dp(self._high))


class PlannedBox(_FormBox):
    """One planned activity, new or changed."""

    _keep = staticmethod(planned.save)

    def __init__(
        self, page: Screen, opening: Opening, before: Planned | None, day: date | None = None
    ) -> None:
        plan = opening.context.plan
        year = (day or (plan.first if plan else opening.context.today)).year
        self._fields, self._before = PlannedFields(opening, year), before
        title = "Sửa buổi dự kiến" if before else "Thêm buổi dự kiến"
        super().__init__(page, title, self._fields.one_day())
        if before is not None:
            self.body.set_values(_shown(before))
            if before.recurrence_id:
                self.banner.say("info", "Buổi này thuộc lịch phát lặp lại: chỉ sửa riêng ngày này.")
                self.banner.show()
        self.body.lead_on(self.close_button, self.save_button)
        self.body.focus("planned_on")

    def value(self) -> Planned | None:
        """Return the planned activity."""
        values = self.body.values()
        day = day_of(values, "planned_on")
        if day is None or not values.get("channel"):
            return None
        known = self._fields.content(values) | {"planned_on": day}
        if self._before is not None:
            return replace(self._before, **known)
        return Planned(unit_id=self._fields.opening.context.unit.id, **known)

    def found(self) -> list[AnyProblem]:
        """Return what is wrong with it."""
        value = self.value()
        if value is None:
            return _lacking(self.body.values(), _NEEDED)
        return [*planned.found_problems(value, self._fields.opening.context)]


class RecurrenceBox(_FormBox):
    """A broadcast that repeats, new or changed."""

    _keep = staticmethod(recurrences.save)
    _high = 590

    def __init__(self, page: Screen, opening: Opening, before: Recurrence | None) -> None:
        plan, today = opening.context.plan, opening.context.today
        self._fields = PlannedFields(opening, (plan.first if plan else today).year)
        self._before = before
        title = "Sửa lịch phát lặp lại" if before else "Thêm lịch phát lặp lại"
        super().__init__(page, title, self._fields.repeated())
        if before is not None:
            self.body.set_values(_shown(before))
            self.banner.say(
                "info", "Thay đổi chỉ áp dụng cho các ngày từ hôm nay trở đi mà chưa ghi sổ, chưa "
                "sửa riêng. Những ngày đã qua giữ nguyên.",
            )  # fmt: skip
            self.banner.show()
        else:
            last = plan.last if plan and plan.last >= today else date(today.year, 12, 31)
            self.body.set_values(
                {"first": today, "last": last, "channel": "PHAT_THANH", "airings": 1}
            )
        self.body.lead_on(self.close_button, self.save_button)
        self.body.focus("weekdays")
        self._check()

    def value(self) -> Recurrence | None:
        """Return the broadcast that repeats."""
        values = self.body.values()
        first, last = day_of(values, "first"), day_of(values, "last")
        if first is None or last is None or not values.get("channel"):
            return None
        known = self._fields.content(values)
        known |= {"first": first, "last": last, "weekdays": values["weekdays"]}
        if self._before is not None:
            return replace(self._before, **known)
        return Recurrence(unit_id=self._fields.opening.context.unit.id, **known)

    def found(self) -> list[AnyProblem]:
        """Return what is wrong with it."""
        value = self.value()
        if value is None:
            return _lacking(self.body.values(), _NEEDED_REPEATED)
        return [*recurrences.problems_of(value, self._fields.opening.context)]

    def sentence(self) -> str:
        """Return "Phát thanh, thứ 3 và thứ 6, 06:00, 15 phút: 9 buổi"."""
        value = self.value()
        if (
            value is None
            or not value.weekdays
            or problems.stops(recurrences.problems_of(value, self._fields.opening.context))
        ):
            return ""
        count = sum(1 for _ in value.days())
        return f"{recurrences.said(value, self._fields.opening.context.catalogue)}: {count} buổi"


def _shown(value: Any) -> dict[str, object]:
    return {one.name: getattr(value, one.name) for one in fields(value)}


def _lacking(values: Values, needed: Sequence[tuple[str, str]]) -> list[AnyProblem]:
    return [FieldProblem((key,), text) for key, text in lacking(values, needed)]
