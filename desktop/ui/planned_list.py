"""The tab Buổi dự kiến: a month's planned activities beside the chosen one. It reads nothing."""

from collections.abc import Iterator
from datetime import timedelta

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.planned import STATE_NAMES, Planned, State
from desktop.ui import theme
from desktop.ui.notices import Banner, EmptyState
from desktop.ui.planned_look import LENS_NAMES, Found, Lens, Lines, facts
from desktop.ui.screen import on_keys
from desktop.ui.side_pane import ListBesidePane
from desktop.ui.theme import dp
from desktop.ui.widgets import Chip, StatusPill, button, icon_label, label

_PANE = 318
_LOCKED = (
    "Báo cáo của kỳ này đã khóa nên buổi không vào sổ được nữa. Nếu không tổ chức thì ghi lý do; đã tổ "
    "chức mà cần ghi thì mở khóa báo cáo ở trang Báo cáo, rồi khóa bản mới."
)
_DAY = timedelta(days=1)


class PlannedPane(QWidget):
    """Shows a month; the page does what is asked for here."""

    month_wanted = Signal(object)
    """A day of the month to be shown."""
    log_wanted = Signal(object)
    edit_wanted = Signal(object)
    skip_wanted = Signal(object)
    reopen_wanted = Signal(object)
    drop_wanted = Signal(object)
    """What is to be done with a Planned."""
    activity_wanted = Signal(str)
    confirm_wanted = Signal()
    new_wanted = Signal()

    def __init__(self, may_log: bool) -> None:
        super().__init__()
        self._found: Found | None = None
        self._lens, self._may_log = Lens.ALL, may_log
        self.lines = Lines()
        self.banner = Banner("warn", "", "Xác nhận (F8)")
        self.banner.hide()
        self.chips = {lens: Chip(name, 0) for lens, name in LENS_NAMES.items()}
        self.back = button("Tháng trước", "quiet", "chevron_left", "Ctrl+←")
        self.ahead = button("Tháng sau", "quiet", "chevron_right", "Ctrl+→")
        self.month = label("", 0.5, theme.SEMIBOLD)
        self.new_button = button("Thêm buổi dự kiến", "primary", "plus")
        self._empty = EmptyState(
            "calendar", "Tháng này chưa có buổi dự kiến",
            "Ghi trước các buổi sẽ tổ chức, hoặc lập lịch phát loa lặp lại hằng tuần. Đến ngày, chỉ "
            "cần xác nhận là vào sổ.", (self.new_button,) if may_log else (),
        )  # fmt: skip
        self.list = ListBesidePane(
            self.lines.columns(), "Buổi dự kiến", "Buổi đang chọn", self._empty
        )
        self.list.pane.setFixedWidth(dp(_PANE))
        self.view = self.list.view
        self.buttons = _Deeds()
        self._lay_out()
        self._connect()

    def show_found(self, found: Found) -> None:
        """Show what was read."""
        self._found = self.lines.found = found
        self.month.setText(f"Tháng {found.month.first:%m/%Y}")
        self.banner.setVisible(bool(found.overdue) and self._may_log)
        here = len(found.through(Lens.OPEN))
        earlier = f", {found.overdue - here} ở tháng khác" if 0 < here < found.overdue else ""
        said = f"{found.overdue} buổi dự kiến đã qua ngày mà chưa ghi vào sổ{earlier}."
        self.banner.say("warn", said, "Xác nhận (F8)")
        for lens, chip in self.chips.items():
            chip.set_count(len(found.through(lens)))
        self._show_lines()

    def select(self, planned_id: str) -> None:
        """Make a planned activity the chosen one."""
        self.view.select(self.view.table.row_of(planned_id))

    def look_through(self, lens: Lens) -> None:
        """Show only what a chip says."""
        self._lens = lens
        self._show_lines()

    def turn(self, months: int) -> None:
        """Ask for the month before or after."""
        if self._found is not None:
            month = self._found.month
            self.month_wanted.emit(month.last + _DAY if months > 0 else month.first - _DAY)

    def _show_lines(self) -> None:
        for one, chip in self.chips.items():
            with QSignalBlocker(chip):
                chip.setChecked(one is self._lens)
        if self._found is not None:
            self._show_one(self.list.show_list(self._found.through(self._lens)))

    def _show_one(self, one: Planned | None) -> None:
        self.buttons.show_for(one if self._may_log else None, self._found)
        if one is None or self._found is None:
            self.list.pane.show_nothing("Chọn một buổi để xem.")
        else:
            self.list.pane.show_parts(self._parts(one, self._found))

    def _parts(self, one: Planned, found: Found) -> Iterator[QWidget]:
        yield StatusPill(self.lines.tone(one), self.lines.state(one))
        yield label(self.lines.title(one), 2, theme.SEMIBOLD, wrap=True)
        for notice in found.clashes_of(one) if one.state is State.OPEN else ():
            yield Banner("warn", notice.text)
        if one.state is State.SKIPPED:
            yield Banner("info", one.reason, title=STATE_NAMES[one.state])
        if found.is_locked(one):
            yield Banner("info", _LOCKED)
        for icon, words in facts(one, self.lines):
            if words:
                yield _fact(icon, words)

    def _asked(self, signal: str) -> None:
        one = self.view.selected()
        if one is None:
            return
        if signal == "activity":
            self.activity_wanted.emit(one.activity_id)
        else:
            getattr(self, f"{signal}_wanted").emit(one)

    def _opened(self, one: Planned) -> None:
        """Enter: log what is open, look at what was logged, plan again what was skipped."""
        if one.state is State.DONE:
            self._asked("activity")
        elif self._may_log and self._found is not None and not self._found.is_locked(one):
            self._asked("log" if one.state is State.OPEN else "reopen")

    def _skip(self) -> None:
        one = self.view.selected()
        if one is not None and one.state is State.OPEN:
            self._asked("skip")

    def _edit(self) -> None:
        one = self.view.selected()
        if one is not None and one.state is not State.DONE:
            self._asked("edit")

    def _connect(self) -> None:
        self.view.chosen.connect(self._show_one)
        self.view.opened.connect(self._opened)
        self.back.clicked.connect(lambda: self.turn(-1))
        self.ahead.clicked.connect(lambda: self.turn(1))
        self.banner.clicked.connect(self.confirm_wanted)
        self.new_button.clicked.connect(self.new_wanted)
        for lens, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, lens=lens: self.look_through(lens))
        for name, made in self.buttons.by_name.items():
            made.clicked.connect(lambda _=False, name=name: self._asked(name))
        on_keys(self, {"Ctrl+Left": self.back.click, "Ctrl+Right": self.ahead.click})
        if self._may_log:
            on_keys(self.view, {"F2": self._edit, "Delete": self._skip})

    def _lay_out(self) -> None:
        self.list.pane.foot.addWidget(self.buttons)
        head = QHBoxLayout()
        head.setSpacing(dp(8))
        for widget in (self.back, self.month, self.ahead):
            head.addWidget(widget)
        head.addSpacing(dp(10))
        for chip in self.chips.values():
            head.addWidget(chip)
        head.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(10))
        column.addWidget(self.banner)
        column.addLayout(head)
        column.addWidget(self.list, 1)


class _Deeds(QWidget):
    """The buttons under the chosen one; only those that fit its state are shown."""

    def __init__(self) -> None:
        super().__init__()
        self.by_name = {
            "log": _wide("Ghi sổ", "primary", "check", "Ghi buổi này, phần đã biết điền sẵn (Enter)"),
            "activity": _wide("Xem hoạt động", "plain", "calendar_check", "Mở hoạt động đã ghi (Enter)"),
            "edit": _wide("Sửa", "plain", "edit", "Sửa buổi dự kiến (F2)"),
            "skip": _wide("Không tổ chức", "plain", "dismiss", "Ghi lý do không tổ chức (Delete)"),
            "drop": _wide("Xóa", "plain", "delete", "Bỏ hẳn buổi dự kiến ghi nhầm"),
            "reopen": _wide("Dự kiến lại", "plain", "undo", "Đưa lại vào danh sách dự kiến"),
        }  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(dp(8))
        for names in (("log", "activity"), ("edit", "drop"), ("skip", "reopen")):
            row = QHBoxLayout()
            row.setSpacing(dp(8))
            for name in names:
                row.addWidget(self.by_name[name], 1)
            column.addLayout(row)

    def show_for(self, one: Planned | None, found: Found | None) -> None:
        """Show what can be done with it; what counts as logged is not planned again."""
        shown = set[str]()
        if one is not None and found is not None:
            shown = {
                State.OPEN: {"log", "edit", "skip", "drop"},
                State.SKIPPED: {"reopen"},
                State.DONE: {"activity", *(["reopen"] if one.id in found.withdrawn else [])},
            }[one.state]
            shown -= {"log"} if found.is_locked(one) else set()
            shown -= {"drop"} if one.recurrence_id else set()
        for name, made in self.by_name.items():
            made.setVisible(name in shown)


def _fact(icon: str, words: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(dp(10))
    row.addWidget(icon_label(icon, "text2", 18), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(words, wrap=True), 1)
    return made


def _wide(text: str, kind: str, icon: str, tip: str) -> QPushButton:
    made = button(text, kind, icon, tip=tip)
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return made
