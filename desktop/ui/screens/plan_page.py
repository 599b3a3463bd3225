"""The page Kế hoạch & chỉ tiêu: the plan, its targets and tasks, and in a ward what is planned."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core import catalogue, entry, plan_tasks, planned, recurrences
from desktop.core.plan_tasks import PlanTask, State
from desktop.core.planned import Planned
from desktop.core.recurrences import Recurrence
from desktop.core.typed import show_date
from desktop.ui import plan_look, planned_look
from desktop.ui.notices import EmptyState
from desktop.ui.plan_look import PlanFound
from desktop.ui.plan_parts import HeadCard, PaceCard, TaskCard
from desktop.ui.planned_confirm import ConfirmPane
from desktop.ui.planned_list import PlannedPane
from desktop.ui.planned_look import Found
from desktop.ui.planned_repeats import RepeatsPane
from desktop.ui.screen import Context, Screen, on_keys
from desktop.ui.table import TableView, ValueTable
from desktop.ui.theme import Edition, dp
from desktop.ui.widgets import Card, Chip, button

PLANNED, REPEATS, PLAN, TARGETS, CONFIRM = "planned", "repeats", "plan", "targets", "confirm"
_WARD = ((PLANNED, "Buổi dự kiến"), (REPEATS, "Lịch phát"), (PLAN, "Kế hoạch được giao"))
_CITY = ((PLAN, "Kế hoạch, nhiệm vụ"), (TARGETS, "Chỉ tiêu theo đơn vị"))


class PlanPage(Screen):
    """A ward reads the plan and plans its own activities; the consolidating unit edits the plan."""

    title = "Kế hoạch & chỉ tiêu"
    help_topic = "ke-hoach"
    log_wanted = Signal(object, object)
    """A Planned is to be logged: with the values its form begins with; then `mark_done`."""
    activity_wanted = Signal(str)
    """The activity with this id is to be opened."""
    activities_wanted = Signal(object, str)
    """A Filter and the words for what its activities make up."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.is_city = context.edition is Edition.CITY
        self.tabs = _CITY if self.is_city else _WARD
        self._found: PlanFound | None = None
        self._planned: Found | None = None
        self._month: date | None = None
        self._confirms_next = False
        self._select = ""
        self.chips = {key: Chip(name) for key, name in self.tabs}
        self.head, self.paces = HeadCard(), PaceCard()
        self.tasks = TaskCard(edits=self.is_city and context.may_log)
        self._make_buttons()
        self._pages = QStackedWidget()
        self._places: dict[str, int] = {}
        self._add_page(PLAN, self._plan_tab())
        if self.is_city:
            self.targets = self._targets_tab()
        else:
            self._add_ward_tabs()
        self._lay_out()
        self._connect()
        self.choose(self.tabs[0][0])

    def top_actions(self) -> Sequence[QWidget]:
        """Return the buttons of the tab that is shown."""
        return tuple(self._buttons) if self.context.may_log else ()

    def refresh(self) -> None:
        """Read the plan, and in a ward the month that is looked at."""
        self.read_latest("plan", plan_look.look).then(self._show_plan)
        if not self.is_city:
            self._read_month(self._month)

    def choose(self, tab: str) -> None:
        """Show a tab."""
        for key, chip in self.chips.items():
            chip.setChecked(key == tab)
        self._tab = tab
        self._pages.setCurrentIndex(self._places[tab])
        self._chip_row.setVisible(tab != CONFIRM)
        for made, tabs in self._buttons.items():
            if tab not in tabs:
                made.hide()
            elif made.parentWidget() is not None:  # in the top bar; else it would be a window
                made.show()

    def show_planned(self, planned_id: str, day: date) -> None:
        """Show a planned activity in its month."""
        self._select = planned_id
        self.choose(PLANNED)
        self._read_month(day)

    def open_confirm(self) -> None:
        """Show what waits to be confirmed, the oldest month first, or the month looked at.

        While the page is still being read, as soon as that is done.
        """
        self._confirms_next = self._planned is None
        if self.is_city or not self.context.may_log or self._planned is None:
            return
        self.choose(CONFIRM)
        months = self._planned.to_confirm
        here = self._planned.month.first
        self.confirm.open_months(months, here if here in months and self._month else None)

    def mark_done(self, planned_id: str, activity_id: str) -> None:
        """Remember that a planned activity was logged as this one."""
        self.write(planned.done, planned_id, activity_id)

    def _show_plan(self, found: PlanFound | None) -> None:
        self._found = found
        self._plan_stack.setCurrentIndex(0 if found else 1)
        if found is None:
            return
        self.head.show_found(found)
        self.paces.show_paces(found.paces)
        self.tasks.show_tasks(found.tasks)
        self.set_heading(self.title, found.plan.heading)
        if self.is_city:
            self._show_targets(found)

    def _read_month(self, day: date | None) -> None:
        self._month = day
        self.read_latest("planned", planned_look.look, day).then(self._show_planned)

    def _show_planned(self, found: Found) -> None:
        self._planned = found
        self.planned.show_found(found)
        self.repeats.show_found(found, self.planned.lines)
        self.confirm_button.setEnabled(bool(found.to_confirm))
        if self._confirms_next:
            self.open_confirm()
        if self._select:
            self.planned.select(self._select)
            self._select = ""
        if self._tab == CONFIRM:
            self.confirm.refresh()

    def _show_targets(self, found: PlanFound) -> None:
        made = TableView(ValueTable(plan_look.columns(found)), row_height=46)
        made.setAccessibleName("Chỉ tiêu theo đơn vị")
        made.reload(plan_look.rows(found))
        made.opened.connect(lambda _row: self._edit_targets())
        before, self.targets = self.targets, made
        self._targets_card.body.replaceWidget(before, made)
        before.hide()
        before.deleteLater()
        self._targets_stack.setCurrentIndex(0 if found.wanted else 1)

    def _new(self) -> None:
        if self._tab == REPEATS:
            self._edit_repeat(None)
        else:
            self._edit(None)

    def _edit(self, one: Planned | None) -> None:
        def opened(opening: Any) -> None:
            from desktop.ui.planned_boxes import PlannedBox

            box = PlannedBox(self, opening, one, self._month)
            box.kept.connect(self._kept)
            self._run(box)

        self.read(entry.open_, "").then(opened)

    def _kept(self, one: Planned) -> None:
        self._select, self._month = one.id, one.planned_on
        self.say(f"Đã lưu buổi dự kiến ngày {show_date(one.planned_on)}.")
        self._read_month(one.planned_on)

    def _edit_repeat(self, one: Recurrence | None) -> None:
        def opened(opening: Any) -> None:
            from desktop.ui.planned_boxes import RecurrenceBox

            box = RecurrenceBox(self, opening, one)
            box.kept.connect(lambda kept: self.repeats.select(kept.id))
            box.kept.connect(lambda _: self.say("Đã lưu lịch phát."))
            box.kept.connect(lambda _: self._read_month(self._month))
            self._run(box)

        self.read(entry.open_, "").then(opened)

    def _stop(self, one: Recurrence) -> None:
        if self.context.dialogs.confirm(
            self, "Dừng lịch phát này?",
            "Các ngày chưa phát từ hôm nay trở đi bị bỏ khỏi dự kiến. Ngày đã qua, ngày đã ghi sổ "
            "giữ nguyên.", "Dừng phát", "Giữ lịch",
        ):  # fmt: skip
            self.write(recurrences.stop, one.id).then(
                lambda count: self.say(
                    f"Đã dừng lịch phát, bỏ {count} ngày dự kiến.",
                    partial(self.write, recurrences.save, one),
                )
            )

    def _log(self, one: Planned) -> None:
        def read(session: Any) -> dict[str, object]:
            known = {each.code: each for each in catalogue.channels(session)}
            return planned.prefill(one, known.get(one.channel))

        self.read(read).then(lambda values: self.log_wanted.emit(one, values))

    def _skip(self, one: Planned) -> None:
        reason = self.context.dialogs.ask_text(
            self, f"Không tổ chức buổi ngày {show_date(one.planned_on)}?",
            "Buổi này không vào sổ. Ghi lý do để sau này giải trình:", "Không tổ chức", "Giữ dự kiến",
        )  # fmt: skip
        if reason:
            undo = partial(self.write, planned.reopen, one.id)
            self.write(planned.skip, [one.id], reason).then(
                lambda _: self.say("Đã ghi: không tổ chức.", undo)
            )

    def _drop(self, one: Planned) -> None:
        self.write(planned.drop, one.id).then(
            lambda _: self.say("Đã xóa buổi dự kiến.", partial(self.write, planned.save, one))
        )

    def _reopen(self, one: Planned) -> None:
        self.write(planned.reopen, one.id).then(lambda _: self.say("Đã đưa lại vào dự kiến."))

    def _edit_plan(self) -> None:
        if self._found is not None:
            from desktop.ui.plan_boxes import PlanBox

            self._run(PlanBox(self, self._found.plan))

    def _edit_tasks(self) -> None:
        if self._found is not None:
            from desktop.ui.plan_boxes import TasksBox

            self._run(TasksBox(self, self._found.plan.id, self._found.tasks))

    def _edit_targets(self) -> None:
        if self._found is not None and self.context.may_log:
            from desktop.ui.target_box import TargetBox

            self._run(TargetBox(self, self._found))

    def _run(self, box: QDialog) -> None:
        box.open()

    def _set_state(self, one: PlanTask, state: State) -> None:
        self.write(plan_tasks.set_state, one.id, state)

    def _note(self, one: PlanTask) -> None:
        text = self.context.dialogs.ask_text(
            self, "Ghi chú tiến độ", one.text, "Lưu ghi chú", "Hủy", one.note
        )
        if text:
            self.write(plan_tasks.set_state, one.id, one.state, text)

    def _open_pace(self, one: Any) -> None:
        self.activities_wanted.emit(one.filter, f"{one.name}, từ đầu kế hoạch đến hôm nay")

    def _make_buttons(self) -> None:
        self.confirm_button = button(
            "Xác nhận đã tổ chức", icon="check_circle", tip="Ghi sổ một lượt các buổi đã qua (F8)"
        )
        self.new_button = button(
            "Thêm buổi dự kiến", "primary", "plus", tip="Thêm buổi dự kiến (Ctrl+N)"
        )
        self.repeat_button = button(
            "Thêm lịch phát", "primary", "plus", tip="Thêm lịch phát (Ctrl+N)"
        )
        self.tasks_button = button("Sửa nhiệm vụ", icon="edit")
        self.plan_button = button("Sửa kế hoạch", "primary", "edit")
        self.targets_button = button("Đặt chỉ tiêu", "primary", "target")
        self._buttons: dict[QPushButton, tuple[str, ...]] = (
            {self.tasks_button: (PLAN,), self.plan_button: (PLAN,), self.targets_button: (TARGETS,)}
            if self.is_city
            else {
                self.confirm_button: (PLANNED, REPEATS), self.new_button: (PLANNED,),
                self.repeat_button: (REPEATS,),
            }
        )  # fmt: skip

    def _connect(self) -> None:
        for key, chip in self.chips.items():
            chip.clicked.connect(lambda _=False, key=key: self.choose(key))
        self.paces.opened.connect(self._open_pace)
        self.plan_button.clicked.connect(self._edit_plan)
        self.tasks_button.clicked.connect(self._edit_tasks)
        self.targets_button.clicked.connect(self._edit_targets)
        self.tasks.state_chosen.connect(self._set_state)
        self.tasks.note_wanted.connect(self._note)
        if not self.is_city:
            self._connect_ward()

    def _connect_ward(self) -> None:
        for pane in (self.planned, self.repeats):
            pane.month_wanted.connect(self._read_month)
        self.planned.confirm_wanted.connect(self.open_confirm)
        self.planned.activity_wanted.connect(self.activity_wanted)
        for signal, act in (
            (self.planned.log_wanted, self._log), (self.planned.edit_wanted, self._edit),
            (self.planned.skip_wanted, self._skip), (self.planned.drop_wanted, self._drop),
            (self.planned.reopen_wanted, self._reopen), (self.confirm.log_wanted, self._log),
            (self.repeats.edit_wanted, self._edit_repeat), (self.repeats.stop_wanted, self._stop),
        ):  # fmt: skip
            signal.connect(act)
        self.repeats.opened.connect(lambda one: self.show_planned(one.id, one.planned_on))
        self.confirm.closed.connect(lambda: self.choose(PLANNED))
        for made in (self.new_button, self.repeat_button):
            made.clicked.connect(self._new)
        for pane in (self.planned, self.repeats):
            pane.new_wanted.connect(self._new)
        self.confirm_button.clicked.connect(self.open_confirm)
        if self.context.may_log:
            on_keys(self, {"F8": self.open_confirm, "Ctrl+N": self._new})

    def _add_ward_tabs(self) -> None:
        self.planned = PlannedPane(self.context.may_log)
        self.repeats = RepeatsPane(self.context.may_log)
        self.confirm = ConfirmPane(self, self.planned.lines)
        for key, pane in (
            (PLANNED, self.planned),
            (REPEATS, self.repeats),
            (CONFIRM, self.confirm),
        ):
            self._add_page(key, pane)
        self.setFocusProxy(self.planned.view)

    def _add_page(self, key: str, pane: QWidget) -> None:
        self._places[key] = self._pages.addWidget(pane)

    def _plan_tab(self) -> QWidget:
        left = QVBoxLayout()
        left.setSpacing(dp(12))
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(14))
        if self.is_city:
            row.addWidget(self.head, 5)
            row.addWidget(self.tasks, 6)
        else:
            left.addWidget(self.paces, 5)
            left.addWidget(self.head, 5)
            row.addLayout(left, 8)
            row.addWidget(self.tasks, 5)
        empty = EmptyState(
            "target", "Chưa có kế hoạch", "Kế hoạch do đơn vị tổng hợp nhập và công bố. Nhận gói công "
            "bố ở trang Gửi – nhận USB, kế hoạch sẽ hiện ở đây.",
        )  # fmt: skip
        self._plan_stack = QStackedWidget()
        self._plan_stack.addWidget(shown)
        self._plan_stack.addWidget(empty)
        return self._plan_stack

    def _targets_tab(self) -> TableView:
        made = TableView(ValueTable([]))
        self._targets_card = Card()
        self._targets_card.body.setContentsMargins(1, 1, 1, 1)
        self._targets_card.add(made, 1)
        first = button("Đặt chỉ tiêu", "primary", "target")
        first.clicked.connect(self._edit_targets)
        empty = EmptyState(
            "target", "Chưa giao chỉ tiêu nào", "Đặt số buổi, số lượt người, số lượt phát… cho từng "
            "đơn vị, kèm hạn. Công bố xong, mỗi đơn vị thấy phần của mình và tiến độ đến hôm nay.",
            (first,) if self.context.may_log else (),
        )  # fmt: skip
        self._targets_stack = QStackedWidget()
        self._targets_stack.addWidget(self._targets_card)
        self._targets_stack.addWidget(empty)
        self._add_page(TARGETS, self._targets_stack)
        return made

    def _lay_out(self) -> None:
        self._chip_row = QWidget()
        chips = QHBoxLayout(self._chip_row)
        chips.setContentsMargins(0, 0, 0, 0)
        chips.setSpacing(dp(8))
        for chip in self.chips.values():
            chips.addWidget(chip)
        chips.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(dp(20), dp(12), dp(20), dp(12))
        layout.setSpacing(dp(10))
        layout.addWidget(self._chip_row)
        layout.addWidget(self._pages, 1)
