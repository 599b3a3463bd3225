"""What the list of activities is made of: what it asks for, its filters and its table."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from PySide6.QtCore import QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.core import catalogue, clock, hamlets, listing, periods, settings, typed
from desktop.core.activities import COUNTED, STATUS_NAMES, Status
from desktop.core.catalogue import Channel
from desktop.core.hamlets import Hamlet
from desktop.core.listing import ActivityLine, Filter, Page, Summary
from desktop.core.periods import Period
from desktop.core.settings import Role
from desktop.core.units import Unit
from desktop.ui import icons
from desktop.ui.activity_detail import STATUS_LOOKS
from desktop.ui.choice_boxes import offer
from desktop.ui.combo_box import ComboBox
from desktop.ui.table import Column
from desktop.ui.theme import dp
from desktop.ui.widgets import Chip, button

TYPING_MS = 120


class Lens(StrEnum):
    """The chips over the list."""

    ALL = "all"
    LACKING = "lacking"
    MONTH = "month"
    QUARTER = "quarter"
    WITHDRAWN = "withdrawn"


LENS_NAMES = {
    Lens.ALL: "Tất cả",
    Lens.LACKING: "Cần bổ sung",
    Lens.MONTH: "Tháng này",
    Lens.QUARTER: "Quý này",
    Lens.WITHDRAWN: "Đã thu hồi",
}


@dataclass(frozen=True)
class Wanted:
    """What the officer asks to see; `given` is a filter of the report page.

    `unit_id` is asked for by the consolidating unit alone (empty: all units).
    """

    text: str = ""
    lens: Lens = Lens.ALL
    channel: str = ""
    hamlet_id: str = ""
    unit_id: str = ""
    given: Filter | None = None


@dataclass(frozen=True)
class Found:
    """Everything the page shows, of one moment."""

    filter: Filter
    page: Page
    summary: Summary
    counts: dict[Lens, int]
    spans: dict[Lens, Period]
    channels: dict[str, Channel]
    hamlets: tuple[Hamlet, ...]
    units: dict[str, Unit]
    is_empty: bool


def look(session: Any, wanted: Wanted, limit: int = listing.PAGE) -> Found:
    """Return the first lines of what is wanted, with all sums and counts."""
    mine = settings.read(session)
    by_unit = mine.role is Role.CITY
    unit_id = "" if by_unit else mine.unit_id
    today = clock.of(session).today()
    spans = {
        Lens.MONTH: periods.containing(today, "M", mine.rule),
        Lens.QUARTER: periods.containing(today, "Q", mine.rule),
    }
    kinds = [one for one in Lens if not (by_unit and one is Lens.WITHDRAWN)]  # none comes up
    lenses = {one: _through(one, unit_id, spans) for one in kinds}
    chosen = _narrowed(lenses[wanted.lens], wanted)
    counts = listing.counts(session, list(lenses.values()))
    return Found(
        filter=chosen,
        page=listing.find(session, chosen, limit=limit),
        summary=listing.summary(session, chosen),
        counts=dict(zip(lenses, counts, strict=True)),
        spans=spans,
        channels={one.code: one for one in catalogue.channels(session)},
        hamlets=() if by_unit else tuple(hamlets.all_of(session, mine.unit_id)),
        units=listing.units_of(session) if by_unit else {},
        is_empty=listing.is_empty(session, unit_id),
    )


def _through(lens: Lens, unit_id: str, spans: dict[Lens, Period]) -> Filter:
    if lens in spans:
        return Filter(unit_id=unit_id, first=spans[lens].first, last=spans[lens].last)
    statuses = {Lens.LACKING: (Status.HELD,), Lens.WITHDRAWN: (Status.WITHDRAWN,)}
    return Filter(unit_id=unit_id, statuses=statuses.get(lens, COUNTED))


def _narrowed(through: Filter, wanted: Wanted) -> Filter:
    if wanted.given:
        return replace(wanted.given, text=wanted.text or wanted.given.text)
    channels = (wanted.channel,) if wanted.channel else ()
    return replace(
        through,
        text=wanted.text,
        channels=channels,
        hamlet_id=wanted.hamlet_id,
        unit_id=wanted.unit_id or through.unit_id,
    )


class Lines:
    """The columns of the table; they know the channels and units that were read last."""

    def __init__(self, by_unit: bool = False) -> None:
        self.channels: dict[str, Channel] = {}
        self.units: dict[str, Unit] = {}
        self._by_unit = by_unit

    def columns(self) -> list[Column]:
        """Return the four columns, and one for the unit where there are several."""
        unit = [Column("unit", "Đơn vị", self._unit, width=150)] if self._by_unit else []
        return [
            Column("day", "Ngày", _day, second=_under_day, width=116),
            *unit,
            Column("title", "Nội dung", self._title, second=self._under_title, icon=self._icon),
            Column("attendees", "Người dự", _people, right=True, width=96),
            Column(
                "status",
                "Hồ sơ",
                lambda one: STATUS_NAMES[one.status],
                tone=lambda one: STATUS_LOOKS[one.status],
                width=138,
            ),
        ]

    def _unit(self, one: ActivityLine) -> str:
        known = self.units.get(one.unit_id)
        return known.full_name if known else ""

    def _channel(self, one: ActivityLine) -> str:
        known = self.channels.get(one.channel)
        return known.short_name if known else one.channel

    def _title(self, one: ActivityLine) -> str:
        return one.title or self._channel(one)

    def _under_title(self, one: ActivityLine) -> str:
        return " · ".join(part for part in (self._channel(one), one.place) if part)

    def _icon(self, one: ActivityLine) -> str:
        known = self.channels.get(one.channel)
        return known.icon if known else "talk"


def _day(one: ActivityLine) -> str:
    return typed.show_date(one.held_on)


def _under_day(one: ActivityLine) -> str:
    if one.until_on and one.until_on != one.held_on:
        return f"đến {one.until_on.day:02d}/{one.until_on.month:02d}"
    return typed.weekday(one.held_on)


def _people(one: ActivityLine) -> str:
    return "–" if one.attendees is None else typed.show_number(one.attendees)


def sums(found: Summary) -> list[str]:
    """Return the sums for the foot of the list; what nobody entered is left out."""
    parts = (
        (found.attendees, "người dự"),
        (found.poor, "hộ nghèo"),
        (found.near_poor, "cận nghèo"),
    )
    return [f"{typed.show_number(value)} {word}" for value, word in parts if value is not None]


class FilterBar(QWidget):
    """Search box, two lists and a row of chips; tells when something else is wanted."""

    changed = Signal()

    def __init__(self, by_unit: bool = False) -> None:
        super().__init__()
        self._by_unit = by_unit
        self.search = QLineEdit()
        self.search.setPlaceholderText("Tìm nội dung, nơi, người nói – không cần dấu")
        self.search.setAccessibleName("Tìm hoạt động")
        self.search.setToolTip("Tìm hoạt động (Ctrl+F)")
        self.search.setClearButtonEnabled(True)
        self.search.setMinimumWidth(dp(120))
        self.search.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.channel = _combo("Hình thức", "Mọi hình thức")
        self.hamlet = (
            _combo("Đơn vị", "Mọi đơn vị")
            if by_unit
            else _combo("Thôn, buôn, tổ dân phố", "Mọi thôn, buôn")
        )
        kinds = [lens for lens in LENS_NAMES if not (by_unit and lens is Lens.WITHDRAWN)]
        self.chips = {lens: Chip(LENS_NAMES[lens]) for lens in kinds}
        self.clear_button = button("Bỏ lọc", "link", "dismiss")
        self._group = QButtonGroup(self)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out()
        self.search.textChanged.connect(self._typing.start)
        self.search.returnPressed.connect(self._now)
        self._typing.timeout.connect(self._now)
        for box in (self.channel, self.hamlet):
            box.currentIndexChanged.connect(self._now)
        for chip in self.chips.values():
            self._group.addButton(chip)
        self._group.buttonClicked.connect(self._now)
        self.clear_button.clicked.connect(self.clear)
        self.chips[Lens.ALL].setChecked(True)
        self._now()

    def wanted(self) -> Wanted:
        """Return what is chosen."""
        lens = next((one for one, chip in self.chips.items() if chip.isChecked()), Lens.ALL)
        place = self.hamlet.currentData() or ""
        return Wanted(
            self.search.text().strip(), lens, self.channel.currentData() or "",
            "" if self._by_unit else place, place if self._by_unit else "",
        )  # fmt: skip

    def is_narrowed(self) -> bool:
        """Say whether anything but all is wanted."""
        return self.wanted() != Wanted()

    def words(self) -> str:
        """Return what is chosen as an officer would say it."""
        wanted = self.wanted()
        parts = [f"“{wanted.text}”"] if wanted.text else []
        lens = self.chips[wanted.lens].words
        parts += [lens[:1].lower() + lens[1:]] if wanted.lens is not Lens.ALL else []
        parts += [box.currentText() for box in (self.channel, self.hamlet) if box.currentData()]
        return ", ".join(parts)

    def clear(self) -> None:
        """Want everything again."""
        self.search.clear()
        with QSignalBlocker(self.channel), QSignalBlocker(self.hamlet):
            self.channel.setCurrentIndex(0)
            self.hamlet.setCurrentIndex(0)
        self.chips[Lens.ALL].setChecked(True)
        self._now()

    def show_found(self, found: Found) -> None:
        """Show the counts, and offer the channels and hamlets there are."""
        for lens, span in found.spans.items():
            self.chips[lens].words = span.heading.replace(" năm ", "/")
            self.chips[lens].setToolTip(f"{span.heading}, {span.span}")
        for lens, chip in self.chips.items():
            chip.set_count(found.counts[lens])
        offer(self.channel, [(one.short_name, one.code) for one in found.channels.values()])
        places = found.units.values() if self._by_unit else found.hamlets
        offer(self.hamlet, [(one.full_name, one.id) for one in places])

    def narrow_to_search(self, alone: bool) -> None:
        """Leave only the search box while a number of the report is looked into."""
        for widget in (self.channel, self.hamlet, self._row):
            widget.setVisible(not alone)

    def _now(self) -> None:
        self._typing.stop()
        self.clear_button.setVisible(self.is_narrowed())
        self.changed.emit()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(dp(8))
        top.addWidget(self.search, 1)
        top.addWidget(self.channel)
        top.addWidget(self.hamlet)
        self._row = QWidget()
        chips = QHBoxLayout(self._row)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(dp(6))
        for chip in self.chips.values():
            chips.addWidget(chip)
        chips.addStretch()
        chips.addWidget(self.clear_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(dp(10))
        layout.addLayout(top)
        layout.addWidget(self._row)


def _combo(name: str, everything: str) -> QComboBox:
    made = ComboBox()
    made.setAccessibleName(name)
    made.setToolTip(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    made.setFixedWidth(dp(168))
    made.setMaxVisibleItems(14)
    made.addItem(everything, "")
    return made
