"""The program over a register, started as often as a test likes."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication

from desktop.app import Program
from desktop.core import drives, sticks
from desktop.ui import theme
from tests.builders import CLOCK
from tests.journeys.safekeeping.parts import Start
from tests.ui.scripted import ScriptedDialogs


@pytest.fixture
def start(
    qtbot: Any, register: Path, inline: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Start]:
    """Return what starts the program over the register; `boxes` answer boxes of their own kind."""
    monkeypatch.setattr(sticks, "removable", list)
    monkeypatch.setattr(drives, "removable", list)
    theme.apply(QApplication.instance(), theme.Edition.WARD)
    running: list[Program] = []

    def begin(clock: Any = CLOCK, boxes: Any = (), opens: bool = True) -> Program:
        dialogs = ScriptedDialogs()
        dialogs.boxes = list(boxes)
        made = Program(register, clock, dialogs, inline)
        qtbot.addWidget(made.window)
        made.window.show()
        running.append(made)
        assert made.open() is opens
        if opens:
            made._fill_rest()
        return made

    yield begin
    for one in running:
        one.close()
