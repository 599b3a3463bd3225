"""The parts of the page of a plan: its head, how its targets stand, its tasks by body."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.core import plan_tasks
from desktop.core.pace import VERDICT_NAMES, Pace
from desktop.core.plan_tasks import STATE_NAMES, PlanTask, State
from desktop.core.typed import show_date, show_decimal, show_share
from desktop.ui import theme, today_words
from desktop.ui.combo_box import ComboBox
from desktop.ui.plan_look import TASK_TONES, PlanFound, number_words
from desktop.ui.table import Column, TableView, ValueTable
from desktop.ui.theme import dp
from desktop.ui.today_words import TONES
from desktop.ui.widgets import Card, StatusPill, button, label, line, scrolled


class HeadCard(Card):
    """Title, number, window, signer and legal bases of a plan."""

    def __init__(self) -> None:
        super().__init__()
        self._area = scrolled()
        self._area.viewport().setAutoFillBackground(False)
        self.setAccessibleName("Kế hoạch")
        self.add(self._area, 1)

    def show_found(self, found: PlanFound) -> None:
        """Show a plan."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, dp(2), dp(6), 0)
        column.setSpacing(dp(8))
        plan = found.plan
        column.addWidget(label(plan.short_title, 2, theme.SEMIBOLD, wrap=True))
        column.addWidget(label(plan.title, tone="text2", wrap=True))
        grid = QGridLayout()
        grid.setHorizontalSpacing(dp(12))
        grid.setVerticalSpacing(dp(5))
        grid.setColumnStretch(1, 1)
        block = " / ".join(plan.signer_block.splitlines())
        signer = " – ".join(filter(None, (plan.signer_name, block)))
        facts = (
            ("Số, ngày", number_words(plan)), ("Ban hành", f"UBND {found.issuer}"),
            ("Thực hiện", f"{show_date(plan.first)} – {show_date(plan.last)}"),
            ("Người ký", signer or "chưa ghi"),
        )  # fmt: skip
        for row, (name, words) in enumerate(facts):
            grid.addWidget(label(name, tone="text2"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label(words, wrap=True), row, 1)
        column.addLayout(grid)
        column.addWidget(line())
        column.addWidget(label("Căn cứ", 0, theme.SEMIBOLD))
        for text in plan.bases:
            column.addWidget(_dashed(text))
        column.addStretch()
        self._area.setWidget(body)
        body.setAutoFillBackground(False)


class PaceCard(Card):
    """How the targets stand: done, wanted, a bar with the mark of today, a word."""

    opened = Signal(object)
    """A Pace whose activities are to be shown."""

    def __init__(self) -> None:
        super().__init__("Chỉ tiêu được giao")
        legend = label("Vạch đen: mức cần đạt đến hôm nay", -1, tone="text3")
        self.head.addWidget(legend)
        self.view = TableView(ValueTable([
            Column("name", "Chỉ tiêu", lambda one: one.name, second=_needed),
            Column("done", "Đã làm", today_words.done, second=_due, width=138),
            Column("bar", "Tiến độ", lambda one: show_share(one.share),
                   portion=lambda one: min(one.share, 1.0), pace=lambda one: one.due_share, width=112),
            Column("word", "Đánh giá", lambda one: VERDICT_NAMES[one.verdict],
                   tone=lambda one: TONES[one.verdict], width=146),
        ]), row_height=46)  # fmt: skip
        self.view.setAccessibleName("Chỉ tiêu và kết quả đến hôm nay")
        self.view.opened.connect(self.opened)
        self._none = label(
            "Kế hoạch chưa giao chỉ tiêu nào bằng số cho đơn vị. Khi đơn vị tổng hợp công bố chỉ "
            "tiêu, chúng hiện ở đây cùng kết quả đã đạt.", tone="text2", wrap=True,
        )  # fmt: skip
        self.add(self.view, 1)
        self.add(self._none)
        self.body.setContentsMargins(dp(16), dp(9), dp(16), dp(10))

    def show_paces(self, found: Sequence[Pace]) -> None:
        """Show how targets stand."""
        self.view.reload(found)
        self.view.setVisible(bool(found))
        self._none.setVisible(not found)


class TaskCard(Card):
    """The tasks of each body; `edits`: their state is chosen here, with a note."""

    state_chosen = Signal(object, object)
    """A PlanTask and its new State."""
    note_wanted = Signal(object)

    def __init__(self, *, edits: bool) -> None:
        super().__init__("Nhiệm vụ của các cơ quan")
        self._edits = edits
        self._count = label("", -1, tone="text2")
        self.head.addWidget(self._count)
        self._area = scrolled()
        self._area.viewport().setAutoFillBackground(False)
        self.boxes: dict[str, QComboBox] = {}
        self.add(self._area, 1)

    def show_tasks(self, tasks: Sequence[PlanTask]) -> None:
        """Show tasks; where the officer was looking stays in sight."""
        place = self._area.verticalScrollBar().value()
        done = sum(one.state is State.DONE for one in tasks)
        self._count.setText(f"{done}/{len(tasks)} nhiệm vụ đã xong" if tasks else "")
        self.boxes = {}
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, dp(6), 0)
        column.setSpacing(dp(7))
        if not tasks:
            column.addWidget(label("Kế hoạch chưa ghi nhiệm vụ nào.", tone="text2"))
        for number, (name, of_body) in enumerate(plan_tasks.by_body(tasks).items()):
            if number:
                column.addWidget(line())
            column.addWidget(label(name, 0, theme.SEMIBOLD, wrap=True))
            for one in of_body:
                column.addWidget(self._task(one))
        column.addStretch()
        self._area.setWidget(body)
        body.setAutoFillBackground(False)
        self._area.verticalScrollBar().setValue(place)

    def _task(self, one: PlanTask) -> QWidget:
        made = QFrame()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(12))
        words = QVBoxLayout()
        words.setSpacing(dp(2))
        words.addWidget(label(one.text, wrap=True))
        if one.note:
            words.addWidget(label(one.note, -0.5, tone="text2", wrap=True))
        row.addLayout(words, 1)
        row.addWidget(self._state(one), 0, Qt.AlignmentFlag.AlignTop)
        return made

    def _state(self, one: PlanTask) -> QWidget:
        if not self._edits:
            pill = StatusPill(TASK_TONES[one.state], STATE_NAMES[one.state])
            pill.setMinimumWidth(dp(112))
            return pill
        box = ComboBox()
        box.setAccessibleName(f"Tình trạng: {one.text}")
        for state, name in STATE_NAMES.items():
            box.addItem(name, state)
        box.setCurrentIndex(box.findData(one.state))
        box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        box.activated.connect(partial(self._chosen, one, box))
        self.boxes[one.id] = box
        note = button("Ghi chú", "quiet", "edit", tip="Ghi chú tiến độ của nhiệm vụ này")
        note.clicked.connect(lambda: self.note_wanted.emit(one))
        holder = QWidget()
        holder.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(4))
        row.addWidget(box)
        row.addWidget(note)
        return holder

    def _chosen(self, one: PlanTask, box: QComboBox, _index: int) -> None:
        if box.currentData() != one.state:
            self.state_chosen.emit(one, State(box.currentData()))


def _due(one: Pace) -> str:
    return f"hạn {show_date(one.due_on)}"


def _needed(one: Pace) -> str:
    if one.common:
        return "chung của cả địa bàn"
    return f"cần {show_decimal(one.needed)} đến hôm nay"


def _dashed(text: str) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(dp(8))
    row.addWidget(label("–", tone="text2"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(label(text, -0.5, tone="text2", wrap=True), 1)
    return made
