"""The steps from a period's log to its package, on the report page."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.tasks import Mark, Step, Task, Tasks
from desktop.ui.theme import dp
from desktop.ui.widgets import Card, button, icon_label, label

_LOOKS = {
    Mark.DONE: ("check_circle_filled", "ok"),
    Mark.LOOK: ("warning_filled", "warn"),
    Mark.OPEN: ("circle", "text3"),
    Mark.STOPS: ("error_circle_filled", "bad"),
}
_VERBS = {
    Step.LOG: "Xem", Step.ODD: "Xem", Step.WORDS: "Viết", Step.PRINT: "Xem, in",
    Step.LOCK: "Khóa", Step.SEND: "Gửi",
}  # fmt: skip
UNLOCK = "Mở khóa"


class TaskCard(Card):
    """Shows the steps; each has one button for what is to be done there."""

    wanted = Signal(str)
    """A Step."""

    def __init__(self, high: int = 30) -> None:
        super().__init__("Các bước gửi báo cáo")
        hint = label("F8: bước kế tiếp", -1, tone="text3")
        hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head.addWidget(hint, 1)
        self._high = high
        self._open: list[Step] = []
        self.buttons: dict[Step, QPushButton] = {}
        self.texts: dict[Step, QLabel] = {}
        self._icons: dict[Step, QHBoxLayout] = {}
        column = QVBoxLayout()
        column.setSpacing(dp(2))
        for step in Step:
            column.addWidget(self._line(step))
        self.add(column)

    def show_tasks(self, found: Tasks) -> None:
        """Show how the steps stand; what was returned is unlocked before all else."""
        self._open = [task.step for task in found.lines if task.mark is not Mark.DONE]
        if found.is_returned:
            self._open.sort(key=lambda one: one is not Step.LOCK)
        for task in found.lines:
            self._show(task)
        lock = self.buttons[Step.LOCK]
        verb = UNLOCK if found.report else _VERBS[Step.LOCK]
        lock.setText(verb)
        lock.setAccessibleName(f"{verb} báo cáo {found.period.title}")
        lock.setEnabled(found.may_lock or found.report is not None)
        self.buttons[Step.SEND].setEnabled(found.report is not None)
        self.buttons[Step.WORDS].setEnabled(found.report is None)

    def go_on(self) -> None:
        """Lead the keyboard to the next step that is not done; after the last to the first."""
        steps = [one for one in self._open if self.buttons[one].isEnabled()]
        here = next((one for one in steps if self.buttons[one].hasFocus()), None)
        if steps:
            following = steps[(steps.index(here) + 1) % len(steps)] if here else steps[0]
            self.buttons[following].setFocus(Qt.FocusReason.TabFocusReason)

    def _show(self, task: Task) -> None:
        self.texts[task.step].setText(task.text)
        holder = self._icons[task.step]
        while (item := holder.takeAt(0)) is not None:
            if old := item.widget():
                old.hide()  # it goes only when the loop runs again
                old.deleteLater()
        holder.addWidget(icon_label(*_LOOKS[task.mark], 18))

    def _line(self, step: Step) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(dp(9))
        line.setMinimumHeight(dp(self._high))
        self._icons[step] = QHBoxLayout()
        self._icons[step].addWidget(icon_label("circle", "text3", 18))
        row.addLayout(self._icons[step])
        self.texts[step] = label("", -0.5, wrap=True)
        self.texts[step].setContentsMargins(0, dp(4), 0, dp(4))
        row.addWidget(self.texts[step], 1, Qt.AlignmentFlag.AlignVCenter)
        made = button(_VERBS[step], "link")
        made.setMaximumHeight(dp(28))
        made.setAccessibleName(f"{_VERBS[step]}: bước {len(self.buttons) + 1}")
        made.setAutoDefault(True)
        made.clicked.connect(lambda _=False, step=step: self.wanted.emit(step))
        self.buttons[step] = made
        row.addWidget(made)
        return line
