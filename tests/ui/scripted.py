"""Boxes that answer by themselves: put the answers in, look at what was asked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from desktop.ui.dialogs import Dialogs


class ScriptedDialogs(Dialogs):
    """Stands in for Dialogs. A box without an answer fails the test."""

    def __init__(self) -> None:
        self.open_path: Path | None = None
        self.open_paths: list[Path] = []
        self.save_path: Path | None = None
        self.answers: list[bool] = []
        self.texts: list[str] = []
        self.asked: list[str] = []
        self.explained: list[str] = []
        """What was said under each question of `confirm`."""
        self.boxes: list[Callable[[Any], int]] = []
        """What is done with each box of its own kind; returns how it is closed."""
        self.told: list[str] = []
        self.errors: list[BaseException] = []

    def show_error(self, owner: Any, error: BaseException) -> None:
        self.errors.append(error)

    def inform(self, owner: Any, title: str, text: str = "") -> None:
        self.told.append(title)

    def confirm(self, owner: Any, title: str, *rest: Any, **more: Any) -> bool:
        self.asked.append(title)
        self.explained += rest[:1]
        return self.answers.pop(0)

    def ask(self, box: Any) -> int:
        self.asked.append(box.accessibleName())
        result = self.boxes.pop(0)(box)
        box.deleteLater()
        return result

    def ask_text(self, owner: Any, title: str, *rest: Any, **more: Any) -> str:
        self.asked.append(title)
        return self.texts.pop(0)

    def ask_open_file(self, owner: Any, title: str, *rest: Any, **more: Any) -> Path | None:
        self.asked.append(title)
        return self.open_path

    def ask_open_files(self, owner: Any, title: str, *rest: Any, **more: Any) -> list[Path]:
        self.asked.append(title)
        return self.open_paths

    def ask_folder(self, owner: Any, title: str, *rest: Any, **more: Any) -> Path | None:
        self.asked.append(title)
        return self.open_path

    def ask_save_file(self, owner: Any, title: str, *rest: Any, **more: Any) -> Path | None:
        self.asked.append(title)
        return self.save_path
