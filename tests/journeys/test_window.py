"""The whole window over a real register, driven as an officer does."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget

from desktop.app import Program
from desktop.core import demo, figures, paths, sticks
from desktop.core.errors import StoreBusyError, StoreTooNewError
from desktop.ui import theme
from desktop.ui.screens.activity_form import ActivityForm
from tests import looks
from tests.builders import CLOCK
from tests.ui.scripted import ScriptedDialogs


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mau")
    store = demo.make_register(folder / "so.sotr")
    demo.fill(store, folder)
    store.close()
    return folder / "so.sotr"


@pytest.fixture
def program(
    qtbot: Any, sample: Path, tmp_path: Path, inline: Any, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    monkeypatch.setattr(sticks, "removable", list)
    theme.apply(QApplication.instance(), theme.Edition.WARD)
    for name in ("so.sotr", "so.khoa.json"):
        (tmp_path / name).write_bytes(sample.with_name(name).read_bytes())
    made = Program(tmp_path / "so.sotr", CLOCK, ScriptedDialogs(), inline)
    qtbot.addWidget(made.window)
    made.window.resize(1366, 697)
    made.window.show()
    assert made.open()
    made._fill_rest()
    yield made
    made.close()


def roots(program: Program) -> list[Any]:
    """The pages of the list at the left."""
    return [page.shown for page in program.window._roots]


def test_that_the_first_window_shows_the_register(program: Program) -> None:
    assert program.window.windowTitle() == "Sổ Truyền Thông – Xã Cư Êbur"
    assert program.window.current_screen() is program.pages.today
    program.window.go_to(program.pages.list)
    assert program.pages.list.view.model().rowCount() == len(demo.rows())


def test_that_a_logged_activity_stands_in_the_list_and_in_the_report(program: Program) -> None:
    with looks.reading(program) as session:
        before = figures.read(session, "Q", "2024-Q4").large["CT01"]
    program.window.go_to(program.pages.list)
    program.pages.list.new_wanted.emit()
    form = program.window.current_screen()
    assert isinstance(form, ActivityForm)
    form._body.set_values(
        {
            "held_on": demo.MOMENT.date().replace(day=10),
            "channel": "TOA_DAM",
            "topics": ("DV09",),
            "attendees": 31,
            "women": 12,
        }
    )
    form.save()
    assert program.dialogs.errors == []
    assert program.window.current_screen() is program.pages.list
    assert program.pages.list.view.selected().title == "Tọa đàm: Trợ giúp pháp lý"
    with looks.reading(program) as session:
        assert figures.read(session, "Q", "2024-Q4").large["CT01"] == str(int(before) + 1)


def test_that_a_number_opens_the_activities_behind_it(program: Program) -> None:
    program.window.go_to(program.pages.report)
    line = next(
        one for one in program.pages.report._figures.lines["channel"] if one.id == "PHAT_THANH"
    )
    program.pages.report._open(line)
    assert program.window.current_screen() is program.pages.list
    assert program.pages.list.view.model().rowCount() == line.count


def test_that_no_part_of_a_page_opens_as_a_window_of_its_own(
    qtbot: Any, program: Program, inline: Any
) -> None:
    """What is shown before it has a place in a page would flash, and take the keyboard."""
    opened: list[str] = []

    class Watch(QObject):
        def eventFilter(self, seen: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(seen, QWidget) and seen.isWindow():
                opened.append(f"{type(seen).__name__} {seen.accessibleName()}")
            return False

    watch = Watch()
    QApplication.instance().installEventFilter(watch)
    program.pages.fill_first()
    program.pages.fill_rest()
    for screen in roots(program):
        program.window.go_to(screen)
    QApplication.instance().removeEventFilter(watch)
    assert opened == []


def test_that_every_page_fits_the_small_screen(program: Program) -> None:
    for screen in roots(program):
        program.window.go_to(screen)
        hint = screen.minimumSizeHint()
        assert (hint.width(), hint.height()) <= (1154, 620)
        assert hint.height() <= 620


def test_that_every_widget_that_takes_keys_has_a_name(program: Program) -> None:
    QAccessible.setActive(True)
    nameless = []
    for screen in roots(program):
        program.window.go_to(screen)
        nameless += [
            f"{type(screen).__name__}: {type(widget).__name__} {widget.objectName()}"
            for widget in screen.window().findChildren(QWidget)
            if widget.isVisible() and _takes_keys(widget) and not _name(widget)
        ]
    assert sorted(set(nameless)) == []


def test_that_a_new_officer_is_shown_at_once(program: Program) -> None:
    program.window.go_to(program.pages.settings)
    program.pages.settings.officer.set_value("Trần Thị Hòa")
    program.pages.settings.save()
    assert program.dialogs.errors == []
    assert any(upper.whole_text() == "Trần Thị Hòa" for _, upper, _ in program.window.nav._names)


def test_that_every_page_has_a_help_page(program: Program) -> None:
    folder = paths.resources() / "help"
    program.pages.list.new_wanted.emit()
    form = program.window.current_screen()
    for screen in (program.pages.list, program.pages.report, program.pages.settings, form):
        text = (folder / f"{screen.help_topic}.html").read_text(encoding="utf-8")
        assert "<h1>" in text


def test_that_a_register_in_use_is_said_and_the_window_closes(
    qtbot: Any, program: Program, inline: Any
) -> None:
    second = Program(program.register, CLOCK, ScriptedDialogs(), inline)
    qtbot.addWidget(second.window)
    assert not second.open()
    assert [type(error) for error in second.dialogs.errors] == [StoreBusyError]


def test_that_a_newer_register_is_said(
    qtbot: Any, program: Program, inline: Any, tmp_path: Path
) -> None:
    from sqlalchemy import text

    with looks.writing(program) as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    program.holder.close()
    second = Program(program.register, CLOCK, ScriptedDialogs(), inline)
    qtbot.addWidget(second.window)
    assert not second.open()
    assert [type(error) for error in second.dialogs.errors] == [StoreTooNewError]


def test_that_larger_letters_are_taken_at_once(program: Program) -> None:
    program.pages.settings.letters_changed.emit(13.0)
    assert program.window.current_screen() is program.pages.settings
    program.pages.settings.letters_changed.emit(10.5)
    program.window.go_to(program.pages.list)
    assert program.pages.list.view.model().rowCount() == len(demo.rows())


def _takes_keys(widget: QWidget) -> bool:
    from PySide6.QtCore import Qt

    if (
        isinstance(widget, QAbstractScrollArea)
        and widget.focusPolicy() == Qt.FocusPolicy.StrongFocus
    ):
        return bool(widget.accessibleName()) or type(widget).__name__ != "QScrollArea"
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.focusProxy() is None


def _name(widget: QWidget) -> str:
    face = QAccessible.queryAccessibleInterface(widget)
    name = face.text(QAccessible.Text.Name) if face else widget.accessibleName()
    return "" if "<" in name else name
