"""A package that was double clicked: shown by this start, or handed to the window that is open."""

from pathlib import Path
from typing import Any

import pytest

from desktop import app
from desktop.app_guard import is_shown_already
from desktop.core import paths, sticks
from desktop.ui import theme
from tests.builders import CLOCK
from tests.ui.scripted import ScriptedDialogs

PACKAGE = "gói số 1.sott"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([PACKAGE], PACKAGE),
        (["GOI.SOTT"], "GOI.SOTT"),
        (["--data", PACKAGE], None),
        (["--sample"], None),
        ([], None),
    ],
)
def test_that_only_a_first_word_that_is_a_package_is_one(
    words: list[str], found: str | None
) -> None:
    assert app.package(words) == (Path(found).absolute() if found else None)


@pytest.fixture
def program(qtbot: Any, register: Path, inline: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    from PySide6.QtWidgets import QApplication

    monkeypatch.setattr(sticks, "removable", list)
    theme.apply(QApplication.instance(), theme.Edition.WARD)
    made = app.Program(register, CLOCK, ScriptedDialogs(), inline)
    qtbot.addWidget(made.window)
    made.window.show()
    yield made
    made.close()


def chosen(program: Any) -> Path | None:
    return program.pages.usb.drives.current()


def test_that_a_package_clicked_while_the_pages_are_built_is_shown(
    program: Any, tmp_path: Path, qtbot: Any
) -> None:
    folder = tmp_path / "Gói"
    folder.mkdir()
    (folder / PACKAGE).touch()
    assert program.open()
    assert not hasattr(program.pages, "usb")
    assert app.is_shown_already(program.register, folder / PACKAGE)
    qtbot.waitUntil(lambda: hasattr(program.pages, "usb"))
    qtbot.waitUntil(lambda: chosen(program) == folder)


def test_that_a_start_with_a_package_shows_the_page_that_receives(
    program: Any, tmp_path: Path, qtbot: Any
) -> None:
    folder = tmp_path / "Thư mục của tôi"
    folder.mkdir()
    program.given = folder / PACKAGE
    assert program.open()
    qtbot.waitUntil(lambda: hasattr(program.pages, "usb"))
    assert program.pages.usb.isVisible()
    qtbot.waitUntil(lambda: chosen(program) == folder)


def test_that_a_second_start_hands_its_package_over(
    program: Any, register: Path, tmp_path: Path, qtbot: Any
) -> None:
    folder = tmp_path / "tải về"
    folder.mkdir()
    (folder / PACKAGE).touch()
    assert program.open()
    qtbot.waitUntil(lambda: hasattr(program.pages, "settings"))
    assert not program.pages.usb.isVisible()
    assert is_shown_already(register, folder / PACKAGE)
    qtbot.waitUntil(lambda: chosen(program) == folder)
    assert program.pages.usb.isVisible()


def test_that_a_program_on_a_stick_keeps_its_data_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SO_TRUYEN_THONG_DATA")
    monkeypatch.delenv("SO_TRUYEN_THONG_CONFIG")
    monkeypatch.setattr(paths, "home", lambda: tmp_path)
    assert paths.portable_folder() is None
    (tmp_path / "portable.txt").touch()
    assert paths.default_data_folder() == tmp_path / "data"
    assert paths.config_file().parent == tmp_path / "data"


def test_that_a_register_on_a_stick_is_one_whole_file_after_each_change(tmp_path: Path) -> None:
    from desktop.core import registers
    from desktop.core.registers import NewRegister
    from desktop.core.settings import Role
    from tests.builders import WARD

    (tmp_path / "portable.txt").touch()
    register = tmp_path / "data" / "so.sotr"
    store = registers.create(register, NewRegister(role=Role.WARD, unit_code=WARD), CLOCK)
    assert not register.with_name("so.sotr-wal").exists()
    store.close()
    assert {path.name for path in register.parent.iterdir()} == {"so.sotr", "so.khoa.json"}
