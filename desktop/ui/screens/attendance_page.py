"""The attendance list of one activity: typed, pasted from Excel, or taken from a workbook."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core import (
    activities,
    attendance,
    attendance_households,
    attendance_in,
    catalogue,
)
from desktop.core.activities import Activity
from desktop.core.attendance import Person
from desktop.core.attendance_cells import Found
from desktop.core.attendance_households import Register
from desktop.core.progress import Progress
from desktop.core.typed import show_number
from desktop.ui.activity_detail import when
from desktop.ui.attendance_model import COLUMNS, FULL, NAME, AttendanceModel
from desktop.ui.attendance_pane import WIDTH, ComparePane
from desktop.ui.attendance_table import AttendanceView
from desktop.ui.drops import WorkbookDrop
from desktop.ui.notices import Banner
from desktop.ui.screen import Context, Screen
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, button, label, scrolled

WORKBOOKS = "Bảng tính Excel (*.xlsx *.xls)"
_HOW = (
    "Gõ từng người, hoặc chép danh sách trong Excel rồi nhấn Ctrl+V ở đây. "
    "Kéo tệp Excel thả vào cũng được."
)


@dataclass(frozen=True)
class Opening:
    """An activity with its list, and what the list is typed with."""

    activity: Activity
    counted: bool
    people: tuple[Person, ...]
    categories: Mapping[str, str]
    register: Register


def opening(
    session: Any, unit_id: str, activity_id: str, register: Register | None = None
) -> Opening:
    """Return what the page shows, with the households as read before. Raises NotFoundError."""
    one = activities.get(session, unit_id, activity_id)
    if register is None:
        register = attendance_households.read(session, unit_id, one.held_on, one.hamlets)
    channel = next((c for c in catalogue.channels(session) if c.code == one.channel), None)
    return Opening(
        activity=one,
        counted=channel is not None and channel.people_come,
        people=attendance.of(session, unit_id, activity_id),
        categories=catalogue.household_categories(session),
        register=register,
    )


class AttendancePage(Screen):
    """Types in who came, and sets it against the numbers of the activity."""

    title = "Danh sách tham dự"
    help_topic = "danh-sach-tham-du"
    shows_status_bar = False

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._unit_id = self._activity_id = ""
        self._opening: Opening | None = None
        self._kept: tuple[Person, ...] = ()
        self.model = AttendanceModel()
        self.view = AttendanceView(self.model)
        self.pane = ComparePane()
        self.hint = Banner("info", _HOW)
        self.count = label("", -1, tone="text2")
        self.import_button = button("Nhập từ Excel…", icon="excel")
        self.paste_button = button("Dán", icon="copy", shortcut_hint="Ctrl+V")
        self.save_button = button("Lưu", "primary", "save", "Ctrl+S")
        self.close_button = button("Đóng", shortcut_hint="Esc")
        self._lay_out()
        self._connect()
        WorkbookDrop(self, self.take_workbook)
        self.setFocusProxy(self.view)

    def top_actions(self) -> Sequence[QWidget]:
        """Return the ways a whole list comes in."""
        return (self.paste_button, self.import_button)

    def show_activity(self, unit_id: str, activity_id: str) -> None:
        """Show the list of an activity."""
        self._unit_id, self._activity_id = unit_id, activity_id
        self._opening = None
        self.refresh()

    def refresh(self) -> None:
        """Read the activity again; what was typed and not saved stays."""
        if self._activity_id:
            keys = (self._unit_id, self._activity_id)
            known = self._opening.register if self._opening else None
            self.read_latest("opening", opening, *keys, known).then(self._show)

    def is_changed(self) -> bool:
        """Return whether something was typed that is not saved."""
        return self.model.people() != self._kept

    def may_close(self) -> bool:
        """Ask when something is not saved."""
        self.view.finish()
        return not self.is_changed() or self.context.dialogs.confirm(
            self, "Rời trang khi chưa lưu danh sách?",
            "Những người vừa nhập hoặc sửa sẽ mất. Nhấn Ctrl+S để lưu trước khi rời trang.",
            "Rời trang", "Ở lại", danger=True,
        )  # fmt: skip

    def save(self) -> None:
        """Keep the list; a row without a name is gone to instead."""
        people = self._ready()
        if people is not None:
            keys = (self._unit_id, self._activity_id)
            self.write(attendance.save, *keys, people).then(
                lambda _: self._saved(people, f"Đã lưu danh sách {_people(people)}.")
            )

    def paste(self, text: str) -> None:
        """Take what Excel copied: people, the cells of one column, or one cell."""
        if self._opening is None or not text.strip():
            return
        lines = text.strip("\r\n").splitlines()
        at = self.view.currentIndex()
        row, column = max(at.row(), 0), max(at.column(), NAME)
        if len(lines) == 1 and "\t" not in text:
            if self.model.setData(self.model.index(row, column), text):
                self.view.go_to(row, column)
        elif "\t" not in text and column != NAME and row < len(self.model.rows):
            self._fill(row, column, lines)
        else:
            self._take(attendance_in.pasted(text, self._opening.categories), "Đã dán")

    def take_workbook(self, path: Path) -> None:
        """Read a workbook and put its people at the end of the list."""
        if self._opening is not None:
            title = f"Đang đọc {path.name}…"
            self.read_long(title, _read_workbook, path, self._opening.categories).then(
                lambda found: self._take(found, "Đã nhập")
            )

    def _show(self, found: Opening) -> None:
        first, before = self._opening is None, self.is_changed()
        self._opening = found
        one = found.activity
        self.set_heading("Danh sách tham dự", f"{one.title} · {when(one)}")
        if first or not before:
            same = self.model.people() == found.people and not first
            self._kept = found.people
            if not same:
                self.model.show(found.people, found.categories)
                self.view.go_to(len(self.model.rows) if not found.people else 0)
        self.model.know(found.register)
        chosen = any(one.household_id for one in found.people)
        self.view.show_households(shown=chosen or bool(found.register.households))
        self._show_counts()

    def _show_counts(self) -> None:
        if self._opening is None:
            return
        people = self.model.people()
        self.pane.compare(self._opening.activity, people, self._opening.counted)
        self.pane.households.show_matches(self.model)
        self.hint.setVisible(not people)
        state = "chưa lưu" if self.is_changed() else "đã lưu" if people else ""
        self.count.setText(" · ".join(part for part in (_people(people), state) if part))
        self.save_button.setEnabled(self.is_changed())

    def _ready(self) -> tuple[Person, ...] | None:
        """Return the list as it can be kept, or None when something must be put right first."""
        if self._opening is None or not self.view.finish():
            return None
        row = self.model.nameless()
        if row >= 0:
            self.view.go_to(row)
            self.say(f"Dòng {row + 1} chưa có họ tên. Hãy gõ tên, hoặc nhấn Delete để bỏ dòng.")
            return None
        return self.model.people()

    def _saved(self, people: tuple[Person, ...], said: str) -> None:
        self._kept = people
        self._show_counts()
        self.say(said)

    def _take(self, found: Found, verb: str) -> None:
        taken = self.model.add(found.people)
        self.pane.show_bad(found.problems, len(self.model.rows) - taken)
        if not taken and found.people:
            self.say(f"{FULL} Không thêm được nữa.")
            return
        words = [f"{verb} {_people(found.people[:taken])}"]
        if found.sheet:
            words[0] += f" từ trang tính “{found.sheet}”"
        if found.problems:
            words.append(f"{show_number(len(found.problems))} chỗ chưa đọc được, xem ở bên phải")
        if taken < len(found.people):
            words.append(f"{FULL[0].lower()}{FULL[1:-1]} nên không lấy hết")
        if found.ignored:
            words.append(f"không dùng cột {', '.join(found.ignored)[:80]}")
        if not taken:
            words[0] = "Không có người nào trong đó"
        self._say_done(f"{'; '.join(words)}.", taken)
        if taken:
            self.view.go_to(len(self.model.rows) - taken)

    def _fill(self, row: int, column: int, lines: Sequence[str]) -> None:
        count, refused = self.model.fill(row, column, lines)
        text = f"Đã dán {show_number(count)} ô vào cột {COLUMNS[column].title}"
        if refused:
            text += f"; không dùng được: {', '.join(refused)[:80]}"
        if count + len(refused) < len(lines):
            text += f"; thừa {show_number(len(lines) - count - len(refused))} ô so với danh sách"
        self._say_done(f"{text}.", count)

    def _say_done(self, text: str, count: int) -> None:
        mark = self.model.step()

        def back() -> None:
            if self.model.step() == mark:
                self.model.undo()
            else:
                self.say("Danh sách đã sửa tiếp. Nhấn Ctrl+Z trong bảng để lùi từng bước.")

        self.say(text, back if count else None)

    def _match(self) -> None:
        """Choose all suggested households in one step that can be taken back."""
        count = self.model.accept(list(self.model.offers))
        if count:
            self._say_done(f"Đã ghép {show_number(count)} người với hộ trong sổ.", count)

    def _take_over(self, fields: list[str]) -> None:
        people = self._ready()
        if people is not None and fields:
            keys = (self._unit_id, self._activity_id)
            said = "Đã ghi số của danh sách vào buổi."
            self.write(_save_and_take_over, *keys, people, fields).then(
                lambda _: self._saved(people, said)
            )

    def _explain(self, text: str) -> None:
        keys = (self._unit_id, self._activity_id)
        self.write(attendance.explain, *keys, text).then(
            lambda _: self.say("Đã ghi lời giải thích vào ghi chú của buổi.")
        )

    def _ask_workbook(self) -> None:
        ask = self.context.dialogs.ask_open_file
        path = ask(self, "Chọn tệp Excel có danh sách tham dự", WORKBOOKS)
        if path:
            self.take_workbook(path)

    def _leave(self) -> None:
        if self.pane.stop_explaining() or not self.may_close():
            return
        self._kept = self.model.people()
        self.left.emit()

    def _connect(self) -> None:
        self.model.edited.connect(self._show_counts)
        self.model.refused.connect(self.say)
        self.view.pasted.connect(self.paste)
        self.view.told.connect(self.say)
        self.view.removed.connect(
            lambda count: self._say_done(f"Đã bỏ {show_number(count)} dòng.", count)
        )
        self.pane.take_wanted.connect(self._take_over)
        self.pane.explained.connect(self._explain)
        self.pane.match_wanted.connect(self._match)
        self.pane.row_wanted.connect(self.view.go_to)
        self.import_button.clicked.connect(self._ask_workbook)
        self.paste_button.clicked.connect(self.view.paste)
        self.save_button.clicked.connect(self.save)
        self.close_button.clicked.connect(self._leave)
        for keys, act in (("Ctrl+S", self.save), ("Esc", self._leave), ("Ctrl+G", self._match)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _lay_out(self) -> None:
        card = Card()
        card.body.setContentsMargins(1, 1, 1, 1)
        card.add(self.view, 1)
        left = QVBoxLayout()
        left.setContentsMargins(dp(20), dp(12), dp(16), dp(12))
        left.setSpacing(dp(10))
        left.addWidget(self.hint)
        left.addWidget(card, 1)
        side = scrolled(self.pane)
        side.setFixedWidth(dp(WIDTH))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(side)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addWidget(self._foot())

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setObjectName("bottombar")
        row = QHBoxLayout(foot)
        row.setContentsMargins(dp(20), dp(8), dp(20), dp(8))
        row.setSpacing(dp(10))
        row.addWidget(self.count, 1)
        row.addWidget(self.close_button)
        row.addWidget(self.save_button)
        return foot


def _people(people: Sequence[Person]) -> str:
    return f"{show_number(len(people))} người"


def _read_workbook(
    _session: Any, progress: Progress, path: Path, categories: Mapping[str, str]
) -> Found:
    return attendance_in.workbook(path, progress, categories)


def _save_and_take_over(
    session: Any, unit_id: str, activity_id: str, people: Sequence[Person], fields: Sequence[str]
) -> Activity:
    attendance.save(session, unit_id, activity_id, people)
    return attendance.take_over(session, unit_id, activity_id, fields)
