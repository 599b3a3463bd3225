"""The one window: pages at the left, the chosen screen with its top bar at the right."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.core import paths
from desktop.ui import theme
from desktop.ui.nav import Nav
from desktop.ui.notices import Toast
from desktop.ui.screen import Screen
from desktop.ui.theme import dp
from desktop.ui.widgets import ElidingLabel, button, icon_label, label

if TYPE_CHECKING:
    from desktop.ui.help_window import HelpWindow

USUAL = QSize(1366, 740)
_TITLE_BAR = 40
NARROW = 1200
LARGE_LETTERS = 13.0


@dataclass(frozen=True)
class NavEntry:
    """A page in the list at the left; `icon` must have a filled twin."""

    title: str
    icon: str
    screen: Screen
    gap_before: bool = False


class TopBar(QFrame):
    """Title and grey line of a screen, and its actions at the right."""

    def __init__(self, screen: Screen, back: Callable[[], object] | None) -> None:
        super().__init__()
        self.setObjectName("topbar")
        self.setFixedHeight(dp(60))
        self._screen = screen
        row = QHBoxLayout(self)
        row.setContentsMargins(dp(20), 0, dp(20), 0)
        row.setSpacing(dp(10))
        if back:
            arrow = button("Quay lại", "quiet", "chevron_left", "Alt+Mũi tên trái")
            arrow.clicked.connect(back)
            row.addWidget(arrow)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = ElidingLabel("", 5, theme.SEMIBOLD)
        self._subtitle = ElidingLabel("", -1, tone="text2")
        words.addStretch()
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        words.addStretch()
        row.addLayout(words, 1)
        for action in screen.top_actions():
            row.addWidget(action)
        screen.heading_changed.connect(self._show_heading)
        self._show_heading()

    def _show_heading(self) -> None:
        self._title.setText(self._screen.title)
        self._subtitle.setText(self._screen.subtitle)
        self._subtitle.setVisible(bool(self._screen.subtitle))


class Page(QWidget):
    """A screen under its top bar; both rest while the screen's work runs."""

    def __init__(self, screen: Screen, back: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.shown = screen
        self.came_from: QWidget | None = None
        """Where the keyboard was before this page lay over another."""
        self._top_bar = TopBar(screen, back)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._top_bar)
        column.addWidget(screen, 1)
        screen.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        screen.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Let the top bar rest with its screen."""
        if event.type() == QEvent.Type.EnabledChange:
            self._top_bar.setEnabled(self.shown.isEnabled())
        return False


class StatusBar(QFrame):
    """When it was saved and backed up, which machine, which version."""

    def __init__(self, machine: str, version: str) -> None:
        super().__init__()
        self.setObjectName("statusbar")
        self.setFixedHeight(dp(30))
        row = QHBoxLayout(self)
        row.setContentsMargins(dp(17), 0, dp(20), 0)
        row.setSpacing(dp(8))
        self._saved_icon = icon_label("check_circle_filled", "ok", 15)
        self.saved, self.backup = (label("", -1, tone="text2") for _ in range(2))
        self._backup_icon = icon_label("database", "text2", 15)
        for widget in (self._saved_icon, self.saved):
            row.addWidget(widget)
        row.addSpacing(dp(14))
        for widget in (self._backup_icon, self.backup):
            row.addWidget(widget)
        row.addStretch()
        for text in (
            f"Máy: {machine}" if machine else "",
            f"Phiên bản {version}" if version else "",
        ):
            row.addWidget(label(text, -1, tone="text3"))
            row.addSpacing(dp(8 if text else 0))
        self.show_saved("")
        self.show_backup("")

    def show_saved(self, text: str) -> None:
        """Show when the register was last written, in words."""
        self.saved.setText(text)
        self._saved_icon.setVisible(bool(text))

    def show_backup(self, text: str) -> None:
        """Show when the last back-up was made, in words."""
        self.backup.setText(text)
        self._backup_icon.setVisible(bool(text))


class MainWindow(QMainWindow):
    """Shows one screen at a time."""

    def __init__(
        self,
        entries: Sequence[NavEntry],
        unit_name: str,
        officer: str,
        office: str = "",
        machine: str = "",
        version: str = "",
        help_folder: Path | None = None,
        edition: str = "",
    ) -> None:
        super().__init__()
        self._edition = edition
        self._name_window(unit_name)
        self.nav = Nav(unit_name, officer, office)
        self._pages = QStackedWidget()
        self._pages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._status = StatusBar(machine, version)
        self._roots = [self._page_of(entry) for entry in entries]
        self._pushed: list[Page] = []
        self._current = 0
        self._only: int | None = None
        self._help_folder = help_folder or paths.resources() / "help"
        self._help: HelpWindow | None = None
        self.setCentralWidget(self._laid_out())
        self._toast = Toast(self)
        self.nav.chosen.connect(self._go)
        self._add_keys()
        self._show()

    def fill(self, screens: Sequence[Screen], first: int = 0) -> None:
        """Put the real screens in the place of those the window opened with, from `first` on."""
        for number, screen in enumerate(screens, start=first):
            before = self._roots[number]
            self._roots[number] = self._adopt(screen)
            self._pages.removeWidget(before)
            before.deleteLater()
        self._show()

    def set_owner(self, unit_name: str, officer: str, office: str) -> None:
        """Show whose register it is."""
        self._name_window(unit_name)
        self.nav.set_owner(unit_name, officer, office)

    def allow(self, only: Screen | None) -> None:
        """Let only one page be shown, or all of them."""
        number = next((n for n, page in enumerate(self._roots) if page.shown is only), None)
        if number == self._only:
            return
        self._only = number
        self.nav.allow(number)
        self.leave_all()

    def leave_all(self) -> None:
        """Leave what lies over the pages without asking, and show the first page there is."""
        while self._pushed:
            self._drop()
        self._current = self._only or 0
        self._show()

    def current_screen(self) -> Screen:
        """Return the screen that is shown."""
        return (self._pushed or [self._roots[self._current]])[-1].shown

    def go_to(self, screen: Screen) -> bool:
        """Show a screen of the list; False if an unsaved one on top of it may not be left."""
        return self._go(next(n for n, page in enumerate(self._roots) if page.shown is screen))

    def push(self, screen: Screen) -> None:
        """Show a screen over the present one; the window deletes it when it is left."""
        page = Page(screen, self.back)
        page.came_from = self.focusWidget()
        screen.left.connect(self.back)
        screen.said.connect(self.say)
        self._pushed.append(page)
        self._pages.addWidget(page)
        self._show()

    def show_whole(self) -> None:
        """Show the window at its usual size, or over the whole screen where that does not fit."""
        room = self.screen().availableSize()
        self.resize(USUAL)
        if room.width() <= USUAL.width() or room.height() <= USUAL.height() + dp(_TITLE_BAR):
            self.showMaximized()
        else:
            self.show()

    def back(self) -> bool:
        """Leave the pushed screen; False if it may not be left or there is none."""
        if not self._pushed or not self._pushed[-1].shown.may_close():
            return False
        before = self._pushed[-1].came_from
        self._drop()
        self._show()
        if before and isValid(before) and self.current_screen().isAncestorOf(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def say(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show a sentence for ten seconds, with “Hoàn tác” if it can be taken back."""
        self._toast.say(text, undo)

    def set_saved_at(self, text: str) -> None:
        """Show in the status bar when the register was last written: “Đã lưu lúc 14:32”."""
        self._status.show_saved(text)

    def set_backup(self, text: str) -> None:
        """Show in the status bar when the last back-up was made."""
        self._status.show_backup(text)

    def set_badge(self, screen: Screen, count: int) -> None:
        """Show at a page how many things there ask for work."""
        for item, page in zip(self.nav.items, self._roots, strict=True):
            if page.shown is screen:
                item.set_count(count)

    def show_help(self) -> None:
        """Open the help at the page of the current screen."""
        from desktop.ui.help_window import HelpWindow

        self._help = self._help or HelpWindow(self, self._help_folder)
        self._help.show_topic(self.current_screen().help_topic)

    def may_close(self) -> bool:
        """Say whether all screens can be left, asking the topmost first."""
        pages = [*reversed(self._pushed), *self._roots]
        return all(page.shown.may_close() for page in pages)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show only icons at the left where there is little room."""
        super().resizeEvent(event)
        compact = self.width() < NARROW or theme.base() >= LARGE_LETTERS
        if compact != self.nav.is_compact():
            self.nav.set_compact(compact)

    def showEvent(self, event: QShowEvent) -> None:
        """Let the keyboard begin in the screen, not in the list."""
        super().showEvent(event)
        self.current_screen().setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask each screen, the topmost first."""
        if self.may_close():
            event.accept()
        else:
            event.ignore()

    def _name_window(self, unit_name: str) -> None:
        parts = ("Sổ Truyền Thông", self._edition, unit_name)
        self.setWindowTitle(" – ".join(part for part in parts if part))

    def _page_of(self, entry: NavEntry) -> Page:
        self.nav.add(entry.title, entry.icon, entry.gap_before)
        return self._adopt(entry.screen)

    def _adopt(self, screen: Screen) -> Page:
        page = Page(screen)
        screen.said.connect(self.say)
        self._pages.addWidget(page)
        return page

    def _laid_out(self) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self._pages, 1)
        column.addWidget(self._status)
        row.addWidget(self.nav)
        row.addLayout(column, 1)
        return whole

    def _add_keys(self) -> None:
        for index in range(len(self._roots)):
            for held in ("Alt", "Ctrl"):
                key = QShortcut(QKeySequence(f"{held}+{(index + 1) % 10}"), self)
                key.activated.connect(lambda index=index: self._go(index))
        QShortcut(QKeySequence("F1"), self).activated.connect(self.show_help)
        QShortcut(QKeySequence("Alt+Left"), self).activated.connect(self.back)

    def _go(self, index: int) -> bool:
        if self._only not in (None, index):
            return False
        while self._pushed:
            if not self._pushed[-1].shown.may_close():
                self._show()
                return False
            self._drop()
        self._current = index
        self._show()
        return True

    def _drop(self) -> None:
        page = self._pushed.pop()
        self.setFocus()  # else Qt hands the keyboard to the list at the left
        self._pages.removeWidget(page)
        page.deleteLater()

    def _show(self) -> None:
        page = (self._pushed or [self._roots[self._current]])[-1]
        self.nav.select(self._current)
        self._status.setVisible(page.shown.shows_status_bar)
        focus = self.focusWidget()  # before: Qt gives it to some part of a page that comes
        is_there = focus is not None and page.shown.isAncestorOf(focus) and focus.isVisible()
        self._pages.setCurrentWidget(page)
        if not is_there and not self.nav.items[self._current].hasFocus():
            page.shown.setFocus()
