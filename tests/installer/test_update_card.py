"""The card Chương trình: what an officer is asked and told when a stick holds a newer program."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.store import Store
from desktop.core import backups, drives, safekeeping, updates
from desktop.core.errors import UpdateError, UpdateReason
from desktop.core.updates import Update
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.update_card import UpdateCard
from tests.builders import CLOCK
from tests.ui.scripted import ScriptedDialogs

NEW = Update("9.1.0", Path("so-truyen-thong-9.1.0-windows-x64.exe"))


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Update]:
    """The setups that were started, on a machine where that can be done."""
    found: list[Update] = []
    monkeypatch.setattr(updates, "can_install", lambda: True)
    monkeypatch.setattr(updates, "start", found.append)
    monkeypatch.setattr(drives, "removable", lambda: [Path("usb")])
    monkeypatch.setattr(updates, "find", lambda _places: [NEW.path])
    monkeypatch.setattr(updates, "take", lambda _session, _progress, _source: NEW)
    return found


@pytest.fixture
def card(qtbot: Any, store: Store, inline: Any, dialogs: ScriptedDialogs) -> UpdateCard:
    operations = Operations(store.read, store.write, dialogs, inline)
    window = QWidget()
    made = UpdateCard(Context(operations, dialogs, CLOCK))
    made.operations, made.held = operations, window
    QVBoxLayout(window).addWidget(made)
    qtbot.addWidget(window)
    window.show()
    return made


def test_that_an_update_backs_up_closes_the_window_and_starts_the_setup(
    card: UpdateCard, dialogs: ScriptedDialogs, started: list[Update], register: Path
) -> None:
    dialogs.answers = [True]
    card.button.click()
    assert started == [NEW]
    assert not card.window().isVisible()
    assert "9.1.0" in dialogs.asked[0]
    assert len(backups.find(safekeeping.folder_of(register))) == 1


def test_that_an_officer_who_says_later_goes_on(
    card: UpdateCard, dialogs: ScriptedDialogs, started: list[Update], register: Path
) -> None:
    dialogs.answers = [False]
    card.button.click()
    assert not started
    assert card.window().isVisible()
    assert not backups.find(safekeeping.folder_of(register))


def test_that_a_window_with_unsaved_work_stays_and_nothing_is_started(
    card: UpdateCard, dialogs: ScriptedDialogs, started: list[Update], monkeypatch: Any
) -> None:
    monkeypatch.setattr(type(card.window()), "close", lambda _self: False)
    dialogs.answers = [True]
    card.button.click()
    assert not started


def test_that_a_refusal_is_told_and_nothing_is_started(
    qtbot: Any, card: UpdateCard, dialogs: ScriptedDialogs, started: list[Update], monkeypatch: Any
) -> None:
    def refuse(*_: Any) -> Update:
        raise UpdateError(UpdateReason.UNKNOWN_KEY)

    monkeypatch.setattr(updates, "take", refuse)
    card.button.click()
    qtbot.waitUntil(lambda: [type(one) for one in dialogs.errors] == [UpdateError])
    assert not started
    assert card.window().isVisible()


def test_that_without_a_stick_the_officer_is_asked_for_the_file(
    card: UpdateCard, dialogs: ScriptedDialogs, started: list[Update], monkeypatch: Any
) -> None:
    monkeypatch.setattr(updates, "find", lambda _places: [])
    card.button.click()
    assert dialogs.asked == ["Chọn bộ cài của bản mới"]
    assert not started
    dialogs.open_path, dialogs.answers = NEW.path, [True]
    card.button.click()
    assert started == [NEW]


def test_that_on_debian_the_checked_package_is_named(
    card: UpdateCard, dialogs: ScriptedDialogs, started: list[Update], monkeypatch: Any
) -> None:
    monkeypatch.setattr(updates, "can_install", lambda: False)
    card.button.click()
    assert dialogs.told == ["Bản 9.1.0 dùng được"]
    assert not started
