"""Scrolling by a box of choices changes nothing."""

import re
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

import desktop
from desktop.ui.combo_box import ComboBox


def test_that_the_wheel_scrolls_the_area_and_chooses_nothing(qtbot: Any) -> None:
    inside = QWidget()
    column = QVBoxLayout(inside)
    boxes = [ComboBox() for _ in range(40)]
    for box in boxes:
        box.addItems(["một", "hai", "ba"])
        column.addWidget(box)
    area = QScrollArea()
    area.setWidget(inside)
    qtbot.addWidget(area)
    area.resize(200, 200)
    area.show()
    boxes[1].setFocus()
    at = QPointF(boxes[1].rect().center())
    turned = QWheelEvent(
        at, QPointF(boxes[1].mapToGlobal(at.toPoint())), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(boxes[1], turned)
    assert {box.currentIndex() for box in boxes} == {0}
    assert not turned.isAccepted()


def test_that_there_is_no_other_box_of_choices() -> None:
    """Qt's own would take the wheel: a plan's tasks were set to done by scrolling past them."""
    made = re.compile(r"\bQ(ComboBox|SpinBox|DoubleSpinBox|DateEdit|TimeEdit|Slider)\(")
    for path in Path(desktop.__file__).parent.rglob("*.py"):
        if path.name != "combo_box.py":
            found = made.search(path.read_text(encoding="utf-8"))
            assert found is None, f"{path}: {found and found.group()}"
