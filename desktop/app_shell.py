"""What the pages of an edition get from the program: window, context, register, two answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from db.address import Place
from desktop.ui.main_window import MainWindow
from desktop.ui.screen import Context, Screen

S = TypeVar("S", bound=Screen)


@dataclass(frozen=True)
class Shell:
    """The program as its pages see it."""

    window: MainWindow
    context: Context
    register: Place
    owner_changed: Callable[[], object]
    letters_changed: Callable[[float], object]
    backed_up: Callable[[], object]
    restore_wanted: Callable[[], object]

    def push(self, screen: S) -> S:
        """Show a screen over the present page and return it."""
        self.window.push(screen)
        return screen

    def connect(self, settings: Any) -> None:
        """Lead from the page Cài đặt to papers and to the history."""
        settings.people.paper_wanted.connect(self.preview)
        settings.people.history_wanted.connect(self.show_history)

    def show_history(self, nouns: Sequence[str] = (), record_id: str = "", name: str = "") -> None:
        """Show the history of a record, or of all."""
        from desktop.ui.screens.history_page import HistoryPage

        page = self.push(HistoryPage(self.context))
        if record_id:
            page.show_record(nouns, record_id, name)

    def preview(self, of: Any) -> None:
        """Show a paper before it is printed."""
        from desktop.ui.screens.preview import PreviewScreen

        self.push(PreviewScreen(self.context)).show_papers(of)
