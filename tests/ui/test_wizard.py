import threading
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core import files, preferences, registers, settings, speakers
from desktop.core.errors import StoreExistsError
from desktop.core.periods import Rule
from desktop.ui import wizard
from desktop.ui.wizard import Wish, Wizard
from tests.ui.scripted import ScriptedDialogs


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def asked(qtbot: Any, dialogs: ScriptedDialogs) -> Wizard:
    made = Wizard(dialogs, wizard.create)
    qtbot.addWidget(made, before_close_func=lambda _: dialogs.answers.append(True))
    made.show()
    return made


def answer(asked: Wizard, folder: Path) -> None:
    asked.unit.unit.set_value("24160")
    asked.go_on()
    asked.go_on()
    asked.folder.path.set_value(str(folder))
    asked.go_on()
    asked.people.officer.set_value("H'Linh Niê")
    asked.people.signer.name.set_value("Nguyễn Văn Thành")
    asked.go_on()


def test_that_the_wizard_makes_the_register_it_describes(asked: Wizard, tmp_path: Path) -> None:
    folder = tmp_path / "sổ mới"
    answer(asked, folder)
    assert "xã Cư Êbur" in asked.summary.words.text()
    asked.go_on()
    store = registers.open_(folder / registers.FILE_NAME)
    with store.read() as session:
        mine = settings.read(session)
        signers = speakers.signatories(session)
    store.close()
    assert (mine.officer, mine.rule) == ("H'Linh Niê", Rule.ADMINISTRATIVE)
    assert [one.name for one in signers] == ["Nguyễn Văn Thành"]
    assert preferences.read().data_folder == folder


def test_that_a_page_is_not_left_without_its_answer(asked: Wizard) -> None:
    asked.go_on()
    assert asked.unit.isVisible()
    assert "Chưa chọn xã, phường" in asked._trouble.text()


def test_that_a_folder_that_cannot_be_written_is_refused(asked: Wizard, tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x")
    asked.unit.unit.set_value("24118")
    asked.go_on()
    asked.go_on()
    asked.folder.path.set_value(str(tmp_path / "tep" / "con"))
    asked.go_on()
    assert asked.folder.isVisible()


def test_that_a_register_that_is_there_is_opened_not_replaced(
    asked: Wizard, register: Path
) -> None:
    before = register.read_bytes()
    asked.unit.unit.set_value("24160")
    asked.go_on()
    asked.go_on()
    asked.folder.path.set_value(str(register.parent))
    asked.go_on()
    assert "mở sổ" in asked.summary.words.text()
    asked.go_on()
    assert register.read_bytes() == before


def test_that_a_refusal_keeps_what_was_typed(
    qtbot: Any, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    def refuse(wish: Wish) -> None:
        raise StoreExistsError(wish.folder)

    made = Wizard(dialogs, refuse)
    qtbot.addWidget(made, before_close_func=lambda _: dialogs.answers.append(True))
    made.show()
    answer(made, tmp_path / "x")
    made.go_on()
    assert made.isVisible()
    assert made.people.officer.value() == "H'Linh Niê"
    assert len(dialogs.errors) == 1


def test_that_enter_goes_on_and_alt_left_back(asked: Wizard) -> None:
    asked.unit.unit.set_value("24160")
    QTest.keyClick(asked, Qt.Key.Key_Return)
    assert asked.plan.isVisible()
    asked.back()
    assert asked.unit.isVisible()


def test_that_every_profile_offers_its_units(asked: Wizard) -> None:
    counts = []
    for place in range(asked.unit.time.count()):
        asked.unit.time.setCurrentIndex(place)
        counts.append(len(asked.unit._units))
    assert counts == [21, 19, 6]


def test_that_enter_takes_the_unit_then_goes_on(asked: Wizard) -> None:
    QTest.keyClicks(asked.unit.unit, "cu ebur")
    QTest.keyClick(asked.unit.unit, Qt.Key.Key_Return)
    assert asked.unit.code() == "24160"
    assert asked.unit.isVisible()
    QTest.keyClick(asked.next_button, Qt.Key.Key_Return)
    assert asked.plan.isVisible()


def test_that_enter_on_back_goes_back(asked: Wizard) -> None:
    asked.unit.unit.set_value("24160")
    asked.go_on()
    asked.back_button.setFocus()
    QTest.keyClick(asked.back_button, Qt.Key.Key_Return)
    assert asked.unit.isVisible()


def test_that_the_trial_of_a_folder_leaves_nothing(asked: Wizard, tmp_path: Path) -> None:
    asked.folder.path.set_value(str(tmp_path / "a" / "b"))
    assert asked.folder.trouble() == ""
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("C:\\Users\\linh\\OneDrive\\So", "lên mạng"),
        ("\\\\may-chu\\so", "máy khác"),
        ("/media/linh/USB", "USB"),
        ("~khong-co", "riêng"),
    ],
)
def test_that_a_risky_folder_is_told(asked: Wizard, text: str, word: str) -> None:
    asked.folder.path.set_value(text)
    assert word in asked.folder.note._text.text()


def test_that_an_existing_register_needs_no_officer(asked: Wizard, register: Path) -> None:
    asked.unit.unit.set_value("24118")
    asked.go_on()
    asked.go_on()
    asked.folder.path.set_value(str(register.parent))
    asked.go_on()
    assert asked.summary.isVisible()
    assert asked.wish().new is None
    asked.back()
    assert asked.folder.isVisible()


def test_that_the_letter_size_is_remembered(asked: Wizard, tmp_path: Path) -> None:
    asked.people.letters.setCurrentIndex(asked.people.letters.findData(13.0))
    answer(asked, tmp_path / "so")
    asked.go_on()
    assert preferences.read().letter_size == 13.0


def test_that_escape_asks(asked: Wizard, dialogs: ScriptedDialogs) -> None:
    dialogs.answers.append(False)
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    assert asked.isVisible()
    assert dialogs.asked == ["Thoát khi chưa lập sổ?"]


def test_that_the_disk_is_asked_on_another_thread_and_not_at_each_letter(
    asked: Wizard, register: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[Path, bool]] = []
    real = files.is_there

    def watched(path: Path) -> bool:
        seen.append((path.parent, threading.current_thread() is threading.main_thread()))
        return real(path)

    monkeypatch.setattr(files, "is_there", watched)
    page = asked.folder
    page.path.clear()
    for letter in str(register.parent):
        page.path.insert(letter)
    assert seen == []
    page.path.editingFinished.emit()
    qtbot.waitUntil(lambda: "đã có một sổ" in page.note._text.text())
    assert seen == [(register.parent, False)]
    page.path.insert("x")
    assert "đã có một sổ" not in page.note._text.text()
    assert not page.holds_register()


def test_that_a_pause_is_enough_to_find_a_register(
    asked: Wizard, register: Path, qtbot: Any
) -> None:
    asked.folder._pause.setInterval(10)
    asked.folder.path.set_value(str(register.parent))
    qtbot.waitUntil(asked.folder.holds_register)


def test_that_a_drive_that_does_not_answer_holds_nobody_up(
    asked: Wizard, register: Path, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer_now, real = threading.Event(), files.is_there

    def slow(path: Path) -> bool:
        if path.is_relative_to("//may-chu"):
            answer_now.wait(10)
            return True
        return real(path)

    monkeypatch.setattr(files, "is_there", slow)
    page = asked.folder
    page.path.set_value("//may-chu/so")
    page.path.editingFinished.emit()
    page.path.set_value(str(register.parent))
    page.path.editingFinished.emit()
    qtbot.waitUntil(page.holds_register)
    page.path.set_value(str(register.parent / "khac"))
    answer_now.set()
    qtbot.wait(150)
    assert not page.holds_register()  # the late answer is about another folder


def test_that_a_folder_nobody_may_look_into_is_refused_in_words(
    asked: Wizard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_path: Path) -> bool:
        raise PermissionError(13, "")

    asked.folder.path.set_value(str(tmp_path / "a"))
    monkeypatch.setattr(Path, "exists", denied)
    assert asked.folder.trouble().startswith("Không ghi được vào thư mục này")


def test_that_a_folder_that_is_copied_to_the_internet_is_refused_with_the_reason(
    asked: Wizard, tmp_path: Path
) -> None:
    asked.folder.path.set_value(str(tmp_path / "OneDrive" / "so"))
    assert asked.folder.trouble() == "Không đặt sổ mới ở thư mục này được."
    assert "OneDrive" in asked.folder.note._text.text()
    assert not (tmp_path / "OneDrive").exists()


def test_that_a_consolidating_unit_gets_its_register(asked: Wizard, tmp_path: Path) -> None:
    folder = tmp_path / "thành phố"
    asked.unit.city.radio.setChecked(True)
    assert asked.unit.unit_name() == "thành phố Buôn Ma Thuột"
    asked.go_on()
    asked.go_on()
    asked.folder.path.set_value(str(folder))
    asked.go_on()
    asked.people.officer.set_value("Lê Thị Mai")
    asked.go_on()
    asked.go_on()
    store = registers.open_(folder / registers.FILE_NAME)
    with store.read() as session:
        assert settings.read(session).role is settings.Role.CITY
    store.close()
    assert preferences.read().role == "city"


def test_that_going_back_to_a_ward_asks_for_the_ward_again(asked: Wizard) -> None:
    asked.unit.city.radio.setChecked(True)
    asked.unit.ward.radio.setChecked(True)
    assert asked.unit.code() == ""
    asked.go_on()
    assert "Chưa chọn xã, phường" in asked._trouble.text()
