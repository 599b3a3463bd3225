"""The pane at the right of the list: one activity, read at a glance, and what can be done with it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.core import activities, odd, problems, speakers, typed, units
from desktop.core.activities import STATUS_NAMES, Activity, Status
from desktop.core.catalogue import Channel
from desktop.core.problems import Problem, Severity
from desktop.core.speakers import Speaker
from desktop.ui import icons, theme
from desktop.ui.widgets import REGULAR, StatusPill, button, icon_label, label, line

WIDTH = 350
STATUS_LOOKS = {
    Status.DRAFT: "info", Status.HELD: "warn", Status.COMPLETE: "ok", Status.WITHDRAWN: "none",
}  # fmt: skip
"""How the pill of a status looks."""

_LOOKS = {
    Severity.STOP: ("error_circle_filled", "bad"),
    Severity.EXPLAIN: ("warning_filled", "warn"),
    Severity.NOTICE: ("info_filled", "info"),
}
_MARKS = {
    Status.HELD: ("check_circle", "Đánh dấu đã đủ hồ sơ", Status.COMPLETE),
    Status.COMPLETE: ("warning", "Đánh dấu còn thiếu hồ sơ", Status.HELD),
}
_PEOPLE = (("attendees", "Tổng"), ("women", "Nữ"), ("minority", "DTTS"), ("officials", "Cán bộ"))
_HOUSEHOLDS = (
    ("poor", "Hộ nghèo"), ("near_poor", "Hộ cận nghèo"), ("escaped", "Hộ mới thoát"),
    ("other_households", "Hộ khác"),
)  # fmt: skip
_QUANTITIES = {
    "airings": ("Số lượt phát", "lượt"), "minutes": ("Thời lượng", "phút"),
    "area_m2": ("Diện tích", "m²"), "views": ("Lượt xem", "lượt"),
}  # fmt: skip


@dataclass(frozen=True)
class Detail:
    """An activity with the names of all it refers to, and what should still be looked at."""

    activity: Activity
    channel: Channel | None
    place: str
    speakers: tuple[Speaker, ...]
    topics: tuple[str, ...]
    languages: tuple[str, ...]
    payers: dict[str, str]
    joint: str
    problems: tuple[Problem, ...]


def detail(session: Any, unit_id: str, activity_id: str) -> Detail:
    """Return what the pane shows. Raises NotFoundError."""
    one = activities.get(session, unit_id, activity_id)
    context = problems.context(session, one.held_on, one.held_on, unit_id)
    known = context.catalogue
    people = {person.id: person for person in speakers.all_of(session, unit_id)}
    places = [context.hamlets[key].full_name for key in one.hamlets if key in context.hamlets]
    return Detail(
        activity=one,
        channel=known.channel.get(one.channel),
        place=" – ".join(part for part in (one.venue, ", ".join(places)) if part),
        speakers=tuple(people[key] for key in one.speakers if key in people),
        topics=tuple(known.topic[key].short_name for key in one.topics if key in known.topic),
        languages=tuple(known.language[key].name for key in one.languages if key in known.language),
        payers={key: payer.name for key, payer in known.payer.items()},
        joint=units.joint_words(context.partners, one.organiser_id, one.partners),
        problems=(
            *problems.problems(one, context),
            *odd.problems(one, odd.known(session, unit_id)),
        ),
    )


def give_status(session: Any, unit_id: str, activity_id: str, status: Status) -> Activity:
    """Keep another status; return the activity as it is now. Raises NotFoundError."""
    one = activities.get(session, unit_id, activity_id)
    return activities.save(session, replace(one, status=status))


def when(one: Activity) -> str:
    """Return "Thứ Năm 14/11/2024, 19:00 – 20:45"."""
    text = typed.show_date_long(one.held_on)
    if one.until_on and one.until_on != one.held_on:
        text = f"{typed.show_date(one.held_on)} – {typed.show_date(one.until_on)}"
    hours = [typed.show_time(moment) for moment in (one.started_at, one.ended_at) if moment]
    return f"{text}, {' – '.join(hours)}" if hours else text


def quantities(found: Detail) -> Iterator[tuple[str, str]]:
    """Return label and value of each quantity that the channel counts."""
    one, channel = found.activity, found.channel
    if channel is None:
        return
    for name in channel.quantities:
        value = getattr(one, name)
        if name == "items" and value == 1 and channel.is_session:
            continue
        title, word = _QUANTITIES.get(name, (channel.items_label, channel.items_word))
        if name == "minutes" and channel.is_broadcast:
            title = "Thời lượng mỗi lượt"
        if value is not None:
            shown = typed.show_decimal(value) if name == "area_m2" else typed.show_number(value)
            yield title, f"{shown} {word}"


class DetailPane(QFrame):
    """Shows an activity; the list does what is asked for here."""

    edit_wanted = Signal()
    copy_wanted = Signal()
    withdraw_wanted = Signal()
    restore_wanted = Signal()
    print_wanted = Signal()
    people_wanted = Signal()
    history_wanted = Signal()
    mark_wanted = Signal(object)
    """The papers are complete or are lacking: the status to give."""

    def __init__(self, reads_only: bool = False, prints: bool = True) -> None:
        super().__init__()
        self._reads_only, self._prints = reads_only, prints
        self.setObjectName("pane")
        self.setAccessibleName("Chi tiết hoạt động")
        self.setFixedWidth(theme.dp(WIDTH))
        self._found: Detail | None = None
        self._is_built = False

    def _build(self) -> None:
        """Make the parts when there is first something to show: the list is painted before."""
        self._is_built = True
        self.pill = StatusPill("none", "")
        self.more = button("Việc khác với hoạt động này", "quiet", "more")
        self.edit = _wide("Sửa", "primary", "edit", "Sửa hoạt động này (Enter hoặc F2)")
        self.copy = _wide("Nhân bản", "plain", "copy", "Ghi buổi mới giống buổi này (Ctrl+D)")
        self.bring_back = _wide("Khôi phục", "primary", "undo", "Tính lại hoạt động này vào sổ")
        self.print = _wide("In giấy tờ", "plain", "printer", "In giấy tờ của buổi này (Ctrl+P)")
        self.people = _wide("Danh sách dự", "plain", "people", "Danh sách người tham dự (Ctrl+L)")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._lay_out()
        self.more.clicked.connect(self._open_menu)
        self.edit.clicked.connect(self.edit_wanted)
        self.copy.clicked.connect(self.copy_wanted)
        self.bring_back.clicked.connect(self.restore_wanted)
        self.print.clicked.connect(self.print_wanted)
        self.people.clicked.connect(self.people_wanted)

    def show_detail(self, found: Detail | None) -> None:
        """Show an activity, or that none is chosen."""
        if not self._is_built:
            self._build()
        same = bool(found and self._found and found.activity.id == self._found.activity.id)
        place = self._area.verticalScrollBar().value() if same else 0
        self._found = found
        self._head.setVisible(found is not None)
        self._foot.setVisible(found is not None and self._prints)
        self.more.setVisible(self._prints)
        body = _body(found) if found else _nothing()
        self._area.setWidget(body)
        body.setAutoFillBackground(False)
        self._area.verticalScrollBar().setValue(place)
        if found:
            status = found.activity.status
            withdrawn = status is Status.WITHDRAWN
            look = STATUS_LOOKS[status]
            quiet = look in ("ok", "none")
            self.pill.show_status(look, STATUS_NAMES[status], filled=not quiet)
            self.copy.setVisible(not self._reads_only)
            self.edit.setVisible(not withdrawn and not self._reads_only)
            self.bring_back.setVisible(withdrawn and not self._reads_only)
            self.print.setVisible(not withdrawn)
            self.people.setVisible(
                not withdrawn and bool(found.channel and found.channel.people_come)
            )

    def menu(self) -> QMenu:
        """Return what else can be done with the activity."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        status = self._found.activity.status if self._found else Status.DRAFT
        withdrawn, changes = status is Status.WITHDRAWN, not self._reads_only
        if changes and not withdrawn:
            menu.addAction(icons.icon("edit"), "Sửa\tF2", self.edit_wanted.emit)
        if changes:
            menu.addAction(icons.icon("copy"), "Nhân bản\tCtrl+D", self.copy_wanted.emit)
        menu.addAction(icons.icon("printer"), "In giấy tờ…\tCtrl+P", self.print_wanted.emit)
        menu.addAction(icons.icon("people"), "Danh sách tham dự\tCtrl+L", self.people_wanted.emit)
        if changes and status in _MARKS:
            icon, words, other = _MARKS[status]
            menu.addAction(icons.icon(icon), words, lambda: self.mark_wanted.emit(other))
        menu.addAction(icons.icon("clock"), "Lịch sử\tCtrl+H", self.history_wanted.emit)
        if not changes:
            return menu
        menu.addSeparator()
        if withdrawn:
            menu.addAction(icons.icon("undo"), "Khôi phục", self.restore_wanted.emit)
        else:
            menu.addAction(icons.icon("delete"), "Thu hồi\tDelete", self.withdraw_wanted.emit)
        return menu

    def _open_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _lay_out(self) -> None:
        self._head, self._foot = QWidget(), QFrame()
        self._foot.setObjectName("bottombar")
        head = QHBoxLayout(self._head)
        head.setContentsMargins(theme.dp(18), theme.dp(14), theme.dp(12), theme.dp(4))
        head.addWidget(self.pill)
        head.addStretch()
        head.addWidget(self.more)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(theme.dp(18), theme.dp(10), theme.dp(18), theme.dp(14))
        foot.setSpacing(theme.dp(8))
        for buttons in ((self.edit, self.bring_back, self.copy), (self.print, self.people)):
            row = QHBoxLayout()
            row.setSpacing(theme.dp(8))
            for one in buttons:
                row.addWidget(one, 1)
            foot.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._head)
        layout.addWidget(self._area, 1)
        layout.addWidget(self._foot)


def _wide(text: str, kind: str, icon: str, tip: str) -> QPushButton:
    made = button(text, kind, icon)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    made.setToolTip(tip)
    return made


def _nothing() -> QWidget:
    made = QWidget()
    words = _words("Chọn một dòng để xem chi tiết.", tone="text3")
    words.setAlignment(Qt.AlignmentFlag.AlignCenter)
    QVBoxLayout(made).addWidget(words)
    return made


def _body(found: Detail) -> QWidget:
    one = found.activity
    made = QWidget()
    layout = QVBoxLayout(made)
    layout.setContentsMargins(theme.dp(18), 0, theme.dp(18), theme.dp(12))
    layout.setSpacing(theme.dp(9))
    layout.addWidget(_words(one.title or "(chưa có tên)", delta=2, weight=theme.SEMIBOLD))
    for icon, text in _lines(found):
        layout.addLayout(_line(icon, "text2", text))
    if found.channel and found.channel.people_come:
        _part(layout, "Người tham dự", _attendance(one))
    counted = list(quantities(found))
    if counted:
        _part(layout, "Số lượng", _pairs(counted))
    _part(layout, "Cần xem lại, bổ sung", None)
    for icon, tone, text in _checklist(found):
        layout.addLayout(_line(icon, tone, text))
    if one.expenses:
        _part(layout, "Kinh phí", _pairs(list(_money(found))))
    for title, text in (
        ("Kết quả", one.result), ("Khó khăn", one.difficulties), ("Ghi chú", one.note),
    ):  # fmt: skip
        if text:
            _part(layout, title, _words(text))
    layout.addStretch()
    return made


def _lines(found: Detail) -> Iterator[tuple[str, str]]:
    one, channel = found.activity, found.channel
    if channel:
        yield channel.icon, channel.short_name
    yield "calendar", when(one)
    if found.place:
        yield "location", found.place
    if found.joint:
        yield "link_arrow", found.joint
    for person in found.speakers:
        yield "talk", f"{person.name} – {person.office}" if person.office else person.name
    about = " · ".join(
        part for part in ("; ".join(found.topics), ", ".join(found.languages)) if part
    )
    if about:
        yield "report", about


def _money(found: Detail) -> Iterator[tuple[str, str]]:
    for expense in found.activity.expenses:
        amount = "" if expense.amount is None else typed.show_money(expense.amount)
        yield found.payers.get(expense.payer, expense.payer), amount


def _checklist(found: Detail) -> Iterator[tuple[str, str, str]]:
    one = found.activity
    for problem in found.problems:
        yield (*_LOOKS[problem.severity], problem.text)
    if one.status is Status.HELD and found.channel:
        for paper in found.channel.evidence:
            yield "circle", "warn", f"Cần có: {paper[:1].lower()}{paper[1:]}"
    elif not found.problems:
        yield "check_circle_filled", "ok", "Không có gì phải bổ sung"


def _attendance(one: Activity) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(theme.dp(14))
    grid.setVerticalSpacing(theme.dp(2))
    for column, (name, word) in enumerate(_PEOPLE):
        bold = theme.SEMIBOLD if name == "attendees" else REGULAR
        grid.addWidget(_cell(word, tone="text2", delta=-1), 0, column)
        grid.addWidget(_cell(_number(getattr(one, name)), delta=2, weight=bold), 1, column)
        grid.setColumnStretch(column, 1)
    grid.setRowMinimumHeight(2, theme.dp(4))
    for place, (name, word) in enumerate(_HOUSEHOLDS):
        row, column = 3 + place // 2, 2 * (place % 2)
        grid.addWidget(_pairs([(word, _number(getattr(one, name)))]), row, column, 1, 2)
    made.setAccessibleName(
        "; ".join(
            f"{word} {_number(getattr(one, name))}" for name, word in (*_PEOPLE, *_HOUSEHOLDS)
        )
    )
    return made


def _pairs(rows: list[tuple[str, str]]) -> QWidget:
    made = QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setVerticalSpacing(theme.dp(3))
    grid.setColumnStretch(0, 1)
    for row, (name, value) in enumerate(rows):
        grid.addWidget(_words(name, tone="text2", delta=-0.5), row, 0)
        shown = label(value, 0, theme.MEDIUM)
        shown.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        grid.addWidget(shown, row, 1)
    return made


def _part(layout: QVBoxLayout, title: str, content: QWidget | None) -> None:
    layout.addWidget(line())
    layout.addWidget(_words(title, delta=0.5, weight=theme.SEMIBOLD))
    if content:
        layout.addWidget(content)


def _line(icon: str, tone: str, text: str) -> QHBoxLayout:
    made = QHBoxLayout()
    made.setSpacing(theme.dp(9))
    made.addWidget(icon_label(icon, tone, 18), 0, Qt.AlignmentFlag.AlignTop)
    made.addWidget(_words(text), 1)
    return made


def _words(
    text: str, *, tone: str = "text", delta: float = 0, weight: QFont.Weight = REGULAR
) -> QLabel:
    made = label(text, delta, weight, tone, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return made


def _cell(text: str, **look: Any) -> QLabel:
    made = _words(text, **look)
    made.setWordWrap(False)
    made.setAlignment(Qt.AlignmentFlag.AlignLeft)
    return made


def _number(value: int | None) -> str:
    return "–" if value is None else typed.show_number(value)
