"""The fields of a planned activity and of a broadcast that repeats, and the way to their values."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.entry import Opening
from desktop.core.planned import CONTENT, LISTS
from desktop.core.problems import LARGEST
from desktop.core.recurrences import WEEKDAYS
from desktop.ui.fields import LongTextEdit, TextEdit, mark
from desktop.ui.form_parts import FieldSpec, Section
from desktop.ui.multi_pick import MultiPickField
from desktop.ui.pickers import Choice, PickField
from desktop.ui.theme import dp
from desktop.ui.typed_fields import DateField, NumberField, TimeField
from desktop.ui.widgets import Chip

Values = Mapping[str, object]


class WeekdaysField(QWidget):
    """The days of the week as seven chips; the arrows go between them, Space ticks one."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(6))
        self.chips = [Chip(name.capitalize()) for name in WEEKDAYS]
        for chip in self.chips:
            chip.clicked.connect(self.changed)
            row.addWidget(chip)
        row.addStretch()
        self.setFocusProxy(self.chips[0])

    def value(self) -> tuple[int, ...]:
        """Return the chosen days, 0 for Monday."""
        return tuple(number for number, chip in enumerate(self.chips) if chip.isChecked())

    def set_value(self, value: Any) -> None:
        """Choose these days."""
        for number, chip in enumerate(self.chips):
            chip.setChecked(number in (value or ()))

    def trouble(self) -> str:
        """Return nothing: chips are always a value."""
        return ""

    def remark(self) -> str:
        """Return nothing."""
        return ""

    def set_problem(self, severity: str | None, text: str = "") -> None:
        """Say the problem to a screen reader."""
        for chip in self.chips:
            mark(chip, severity, text)

    def set_last(self, value: Any) -> None:
        """There is no last time."""

    def take_last(self) -> None:
        """There is no last time."""


class PlannedFields:
    """What can be chosen for a plan, with the fields in the order of typing."""

    def __init__(self, opening: Opening, default_year: int) -> None:
        self.opening, self._year = opening, default_year

    def one_day(self) -> list[Section]:
        """Return the fields of one planned activity."""
        when = (
            FieldSpec("planned_on", "Ngày dự kiến", self._day, required=True),
            FieldSpec("started_at", "Giờ bắt đầu", TimeField, span=0.5),
            FieldSpec("ended_at", "Kết thúc", TimeField, span=0.5),
            FieldSpec("channel", "Hình thức", self._channel, required=True, span=2),
        )
        return [Section("", (*when, *self._content(), *self._numbers(), *self._rest()))]

    def repeated(self) -> list[Section]:
        """Return the fields of a broadcast that repeats."""
        when = (
            FieldSpec("weekdays", "Phát vào các ngày", WeekdaysField, required=True, span=4),
            FieldSpec("first", "Từ ngày", self._day, required=True),
            FieldSpec("last", "Đến ngày", self._day, required=True),
            FieldSpec("started_at", "Giờ phát", TimeField, span=0.5),
            FieldSpec("minutes", "Số phút", self._number("minutes"), span=0.5),
            FieldSpec("airings", "Lượt mỗi ngày", self._number("airings")),
            FieldSpec("channel", "Hình thức", self._channel, required=True, span=2),
            FieldSpec("languages", "Ngôn ngữ", self._languages, span=2),
        )
        return [Section("", (*when, *self._content(), *self._rest(languages=False)))]

    def content(self, values: Values) -> dict[str, Any]:
        """Return what the fields say of the content; what is not shown is empty."""
        found: dict[str, Any] = {name: values.get(name) for name in CONTENT}
        found |= {name: tuple(found[name] or ()) for name in LISTS}
        return found | {name: found[name] or "" for name in ("channel", "title", "venue", "note")}

    def _content(self) -> tuple[FieldSpec, ...]:
        return (
            FieldSpec("topics", "Chủ đề (mục đầu là chính)", self._topics, span=4),
            FieldSpec("title", "Tên buổi, tên tin bài (để trống: lấy theo chủ đề)", TextEdit, span=2),
            FieldSpec("venue", "Địa điểm", TextEdit),
            FieldSpec("hamlets", "Thôn, buôn, tổ dân phố", self._hamlets),
        )  # fmt: skip

    def _numbers(self) -> tuple[FieldSpec, ...]:
        def broadcast(values: Values) -> bool:
            channel = self.opening.context.catalogue.channel.get(str(values.get("channel")))
            return channel is not None and "minutes" in channel.quantities

        return (
            FieldSpec("airings", "Số lượt", self._number("airings"), visible=broadcast),
            FieldSpec("minutes", "Mỗi lượt (phút)", self._number("minutes"), visible=broadcast),
        )

    def _rest(self, *, languages: bool = True) -> tuple[FieldSpec, ...]:
        def meets(values: Values) -> bool:
            channel = self.opening.context.catalogue.channel.get(str(values.get("channel")))
            return channel is None or channel.people_come or bool(values.get("speakers"))

        tongues = (FieldSpec("languages", "Ngôn ngữ", self._languages),) if languages else ()
        return (
            FieldSpec("speakers", "Báo cáo viên", self._speakers, visible=meets),
            *tongues,
            FieldSpec("note", "Việc cần chuẩn bị", lambda: LongTextEdit(2), span=4),
        )

    def _day(self) -> DateField:
        today = self.opening.context.today
        return DateField(lambda: today, lambda: self._year)

    def _channel(self) -> PickField:
        return PickField(
            [
                Choice(one.code, one.short_name, one.position, one.name)
                for one in self._known.channels
            ]
        )

    def _topics(self) -> MultiPickField:
        return MultiPickField(
            [
                Choice(one.code, one.short_name, one.position, one.name)
                for one in self._known.topics
            ],
            main_word="chính",
        )

    def _hamlets(self) -> MultiPickField:
        return MultiPickField(
            [Choice(one.id, one.full_name, words=one.short_name) for one in self.opening.hamlets]
        )

    def _speakers(self) -> MultiPickField:
        return MultiPickField(
            [Choice(one.id, one.name, number, one.office)
             for number, one in enumerate(self.opening.speakers, start=1)]
        )  # fmt: skip

    def _languages(self) -> MultiPickField:
        return MultiPickField(
            [Choice(one.code, one.name, one.position) for one in self._known.languages]
        )

    def _number(self, key: str) -> Any:
        return lambda: NumberField(most=LARGEST[key])

    @property
    def _known(self) -> Any:
        return self.opening.context.catalogue


def day_of(values: Values, key: str) -> date | None:
    """Return the day in a field, or None."""
    found = values.get(key)
    return found if isinstance(found, date) else None


def lacking(values: Values, keys: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return key and sentence of each needed field that is empty."""
    return [(key, text) for key, text in keys if values.get(key) in (None, "", ())]
