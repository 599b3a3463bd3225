"""The box while a report is written to a stick: two steps with their sizes, how far, and Hủy."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.core.delivery import COPYING, READING_BACK
from desktop.core.sticks import show_size
from desktop.ui import icons, theme
from desktop.ui.progress_box import ProgressBox
from desktop.ui.theme import dp
from desktop.ui.widgets import ElidingLabel, icon_label, label

_STEPS = (COPYING, READING_BACK)
_WIDTH = 620


class DeliveryBox(ProgressBox):
    """Shows itself when writing takes longer than a blink."""

    def __init__(self, owner: QWidget, what: str, size: int) -> None:
        self._what, self._size = what, size
        self._marks: list[QLabel] = []
        self._names: list[QLabel] = []
        self._sizes: list[QLabel] = []
        super().__init__(owner, "Đang ghi ra USB – xin đừng rút USB")
        self.setAccessibleName(f"{self.windowTitle()}. {what}")

    def _lay_out(self, title: str) -> None:
        self._bar.setFixedWidth(dp(_WIDTH - 52))
        self._count.setFont(theme.font(0, theme.SEMIBOLD))
        body = QVBoxLayout()
        body.setContentsMargins(dp(26), dp(22), dp(26), dp(24))
        body.setSpacing(dp(10))
        body.addWidget(ElidingLabel(title, 3, theme.SEMIBOLD))
        body.addWidget(ElidingLabel(self._what, tone="text2"))
        body.addSpacing(dp(2))
        body.addWidget(self._bar)
        under = QHBoxLayout()
        under.addWidget(self._step, 1)
        under.addWidget(self._count)
        body.addLayout(under)
        body.addWidget(self._steps())
        self._frame(body)

    def _steps(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("steps")
        frame.setStyleSheet(facts_style("steps"))
        grid = QGridLayout(frame)
        grid.setContentsMargins(dp(18), dp(12), dp(18), dp(12))
        grid.setHorizontalSpacing(dp(12))
        grid.setVerticalSpacing(dp(9))
        grid.setColumnStretch(1, 1)
        for row, name in enumerate(_STEPS):
            mark, words, size = (
                icon_label("circle", size=17),
                label(name),
                label("", -1, tone="text2"),
            )
            for column, widget in enumerate((mark, words, size)):
                grid.addWidget(widget, row, column)
            size.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._marks.append(mark)
            self._names.append(words)
            self._sizes.append(size)
        return frame

    def _look_again(self) -> None:
        done, total = self.progress.done, self.progress.total
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._count.setText(f"{100 * done // total} %" if total else "")
        now = _STEPS.index(self.progress.text) if self.progress.text in _STEPS else 0
        if self.cancel_button.isEnabled():
            self._step.setText(f"Bước {now + 1} trong {len(_STEPS)}")
        for number in range(len(_STEPS)):
            self._show_step(number, now, min(max(done - number * self._size, 0), self._size))

    def _show_step(self, number: int, now: int, done: int) -> None:
        if number < now:
            mark, colour = "check_circle_filled", "ok"
        else:
            mark, colour = ("refresh", "accent") if number == now else ("circle", "text3")
        self._marks[number].setPixmap(icons.pixmap(mark, colour, dp(17)))
        weight = theme.SEMIBOLD if number == now else theme.font().weight()
        self._names[number].setFont(theme.font(0, weight))
        whole = show_size(self._size)
        self._sizes[number].setText(f"{show_size(done)} / {whole}" if number == now else whole)


def facts_style(name: str) -> str:
    """Return the look of a sunken box with facts in it."""
    back, edge = theme.hexa("sunken"), theme.hexa("border")
    return f"QFrame#{name}{{background:{back};border:1px solid {edge};border-radius:{dp(8)}px}}"
