"""Several officers at one PC: signing in, the cover after a pause, roles, changing over."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QDialog

from db import key_file, key_slots
from desktop.app import Program
from desktop.core import demo, history, officers, recovery_code, safekeeping, sticks
from desktop.core.backups import Occasion
from desktop.core.officers import Officer
from desktop.core.working import Role
from desktop.ui import sign_in, theme
from desktop.ui.auto_lock import AutoLock, Cover
from desktop.ui.restore_box import RestoreBox
from desktop.ui.screens.activity_form import ActivityForm
from desktop.ui.screens.history_page import HistoryPage
from desktop.ui.screens.preview import PreviewScreen
from tests import looks
from tests.builders import CLOCK, log
from tests.journeys.signing_in import (
    choosing,
    leaving,
    new_password,
    protect,
    shown_name,
    typing,
)
from tests.ui.scripted import ScriptedDialogs

MINE, HERS = "con meo an com", "hai con cho vang"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(key_slots, "COST", 16)
    monkeypatch.setattr(sticks, "removable", list)
    monkeypatch.setattr(sign_in, "_tries", {})
    key_file.forget()
    yield
    key_file.forget()


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("mau")
    store = demo.make_register(folder / "so.sotr")
    with store.write() as session:
        for day in range(1, 4):
            log(session, held_on=CLOCK.today().replace(day=day))
        officers.save(session, Officer(name="Lê Thị Mai", office="Phó Chủ tịch", role=Role.LEAD))
        officers.save(session, Officer(name="Y Blim Kbuôr", role=Role.SUPPORT))
    store.close()
    return folder / "so.sotr"


@pytest.fixture
def place(sample: Path, tmp_path: Path) -> Path:
    for name in ("so.sotr", "so.khoa.json"):
        (tmp_path / name).write_bytes(sample.with_name(name).read_bytes())
    return tmp_path / "so.sotr"


Start = Callable[..., Program]


@pytest.fixture
def start(qtbot: Any, place: Path, inline: Any) -> Iterator[Start]:
    made: list[Program] = []

    def begin(*boxes: Callable[[Any], int], answers: tuple[bool, ...] = ()) -> Program:
        theme.apply(QApplication.instance(), theme.Edition.WARD)
        dialogs = ScriptedDialogs()
        dialogs.boxes, dialogs.answers = list(boxes), list(answers)
        program = Program(place, CLOCK, dialogs, inline)
        qtbot.addWidget(program.window)
        program.window.resize(1366, 697)
        program.window.show()
        if program.open():
            program._fill_rest()
        made.append(program)
        return program

    yield begin
    for program in made:
        program.close()


def closed(program: Program) -> None:
    program.close()
    program.holder.store = None
    key_file.forget()


def test_that_a_register_without_passwords_asks_nothing(start: Start) -> None:
    program = start()
    assert program.dialogs.asked == []
    assert shown_name(program) == "H'Linh Niê"
    program.window.go_to(program.pages.settings)
    card = program.pages.settings.people
    assert card.advice.isVisible()
    card.advice.link.click()
    assert not card.advice.isVisible()
    card.refresh()
    assert not card.advice.isVisible()


def test_that_the_password_opens_and_says_who_works(start: Start) -> None:
    program = start()
    protect(program, **{"H'Linh Niê": MINE, "Lê Thị Mai": HERS})
    closed(program)
    program = start(typing("sai", "van sai", HERS))
    assert program.dialogs.asked == ["Nhập mật khẩu"]
    assert shown_name(program) == "Lê Thị Mai"
    program.window.go_to(program.pages.list)
    assert program.pages.list.view.model().rowCount() == 3
    assert not program.context.may_log


def test_that_without_a_password_the_window_closes_and_nothing_is_shown(start: Start) -> None:
    program = start()
    protect(program, **{"H'Linh Niê": MINE})
    closed(program)
    program = start(leaving)
    assert program.holder.store is None
    assert not program.window.isVisible()
    assert program.dialogs.errors == []


def test_that_the_third_wrong_password_waits(start: Start, qtbot: Any, place: Path) -> None:
    program = start()
    protect(program, **{"H'Linh Niê": MINE})
    closed(program)
    seen = []

    def act(box: Any) -> int:
        typing("mot", "hai")(box)
        seen.append(box.open_button.isEnabled())
        typing("ba")(box)
        seen.extend([box.open_button.isEnabled(), box.words.text()])
        typing(MINE)(box)  # not heard
        seen.append(box.result())
        return leaving(box)

    start(act)
    assert seen[:2] == [True, False]
    assert "Thử lại sau" in seen[2]
    assert seen[3] != QDialog.DialogCode.Accepted
    sign_in._tries[place] = (3, 0.0)  # the time is over
    assert start(typing(MINE)).holder.store is not None


def test_that_the_envelope_leads_to_a_new_password(start: Start, tmp_path: Path) -> None:
    program = start()
    protect(program, **{"H'Linh Niê": MINE})
    codes = []
    make = recovery_code.make

    def remembered() -> str:
        codes.append(make())
        return codes[-1]

    recovery_code.make, kept = remembered, make
    try:
        program.pages.settings.people.print_envelope()
    finally:
        recovery_code.make = kept
    page = program.window.current_screen()
    assert isinstance(page, PreviewScreen)
    assert not officers.has_recovery(program.register), "not before it is on paper"
    program.dialogs.save_path = tmp_path / "phong-bi.pdf"
    page.save(".pdf")
    assert officers.has_recovery(program.register)
    program.window.back()
    assert not program.pages.settings.people.no_envelope.isVisible()
    closed(program)
    program = start(
        typing(recovery_code.shown(codes[0])), choosing("Lê Thị Mai"), new_password(HERS)
    )
    assert program.dialogs.errors == []
    assert shown_name(program) == "Lê Thị Mai"
    closed(program)
    assert shown_name(start(typing(MINE))) == "H'Linh Niê"


def test_that_the_window_is_covered_after_a_pause_and_work_goes_on(
    start: Start, qtbot: Any
) -> None:
    program = start()
    protect(program, **{"H'Linh Niê": MINE})
    program.window.go_to(program.pages.list)
    program.pages.list.new_wanted.emit()
    form = program.window.current_screen()
    form._body.set_values({"title": "Đang gõ dở"})
    seen = []

    def act(box: Any) -> int:
        (cover,) = program.window.findChildren(Cover)
        seen.append(
            (cover.isVisible(), cover.size() == program.window.size(), box.leave_button.isHidden())
        )
        box.reject()
        lock.watch(0)
        return typing("sai", MINE)(box)

    lock: AutoLock = program.people.auto_lock
    program.dialogs.boxes = [act]
    with qtbot.waitSignal(lock.unlocked, timeout=5000):
        lock.watch(0.02 / 60)
    assert seen == [(True, True, True)]
    assert not lock.is_locked
    assert program.window.current_screen() is form
    assert form._body.values()["title"] == "Đang gõ dở"


def test_that_a_sign_of_life_puts_the_cover_off(start: Start, qtbot: Any) -> None:
    program = start()
    protect(program, **{"H'Linh Niê": MINE})
    lock: AutoLock = program.people.auto_lock
    lock._lately.setInterval(0)
    lock._idle.setTimerType(Qt.TimerType.PreciseTimer)
    lock.watch(10)
    qtbot.wait(30)
    lock._lately.stop()
    before = lock._idle.remainingTime()
    here = QPointF(5, 5)
    none = Qt.KeyboardModifier.NoModifier
    moved = QMouseEvent(
        QEvent.Type.MouseMove, here, here, Qt.MouseButton.NoButton, Qt.MouseButton.NoButton, none
    )
    QApplication.sendEvent(program.window.windowHandle(), moved)
    assert lock._idle.remainingTime() > before


def test_that_a_register_without_passwords_is_never_covered(start: Start) -> None:
    program = start()
    assert not program.people.auto_lock._idle.isActive()


def test_that_another_officer_takes_the_cover_away_as_herself(start: Start) -> None:
    program = start()
    protect(program, **{"H'Linh Niê": MINE, "Lê Thị Mai": HERS})
    program.dialogs.boxes = [typing(HERS)]
    program.people.auto_lock.lock()
    assert shown_name(program) == "Lê Thị Mai"
    assert program.window.current_screen() is program.pages.today


def test_that_a_leader_cannot_log_by_mouse_or_keyboard(start: Start, qtbot: Any) -> None:
    program = start()
    program.dialogs.boxes = [choosing("Lê Thị Mai")]
    program.window.nav.person.click()
    page = program.pages.list
    program.window.go_to(page)
    page.view.setFocus()
    assert page.top_actions() == ()
    control = Qt.KeyboardModifier.ControlModifier
    for key, held in (
        (Qt.Key.Key_N, control), (Qt.Key.Key_D, control), (Qt.Key.Key_F2, None),
        (Qt.Key.Key_Return, None), (Qt.Key.Key_Delete, None),
    ):  # fmt: skip
        qtbot.keyClick(page.view, key, held or Qt.KeyboardModifier.NoModifier)
        assert program.window.current_screen() is page, key
    assert not any(
        one.isVisible() for one in (page.pane.edit, page.pane.copy, page.pane.bring_back)
    )
    assert [one.text().split("\t")[0] for one in page.pane.menu().actions()] == [
        "In giấy tờ…", "Danh sách tham dự", "Lịch sử",
    ]  # fmt: skip
    page.pane.print.click()
    assert isinstance(program.window.current_screen(), PreviewScreen)
    program.window.back()
    page.history_wanted.emit(page.view.selected().id, "")
    assert isinstance(program.window.current_screen(), HistoryPage)


def test_that_support_sees_only_the_settings(start: Start) -> None:
    program = start()
    program.dialogs.boxes = [choosing("Y Blim Kbuôr")]
    program.window.nav.person.click()
    window = program.window
    assert window.current_screen() is program.pages.settings
    assert [item.isVisible() for item in window.nav.items] == [*[False] * 8, True]
    assert not program.pages.settings.people.history_button.isVisible()
    for number in range(8):
        assert not window._go(number)
    assert window.current_screen() is program.pages.settings


def test_that_changing_over_asks_for_the_password_of_the_next(start: Start) -> None:
    program = start()
    protect(program, **{"H'Linh Niê": MINE, "Lê Thị Mai": HERS})
    program.dialogs.boxes = [leaving]
    program.window.nav.person.click()
    assert shown_name(program) == "H'Linh Niê"
    program.dialogs.boxes = [typing(HERS)]
    program.window.nav.person.click()
    assert shown_name(program) == "Lê Thị Mai"
    program.dialogs.boxes = [typing(MINE)]
    program.window.nav.person.click()
    program.pages.list.new_wanted.emit()
    assert isinstance(program.window.current_screen(), ActivityForm)


def test_that_the_history_of_all_is_filtered_on_screen(start: Start) -> None:
    program = start()
    with looks.writing(program) as session:
        history.note(session, "report", "2024-09-15..2024-12-14", "locked", {"version": [None, 1]})
    program.window.go_to(program.pages.settings)
    program.pages.settings.people.history_wanted.emit()
    page = program.window.current_screen()
    everything = page.view.model().rowCount()
    page.group.setCurrentText("Báo cáo, gói")
    assert [one.deed for one in page.view.table.values] == ["Khóa báo cáo"]
    page.group.setCurrentText("Tất cả")
    page.first.set_value(CLOCK.today().replace(year=CLOCK.today().year + 1))
    page.refresh()
    assert page.view.model().rowCount() == 0
    page.first.set_value(None)
    page.refresh()
    assert page.view.model().rowCount() == everything
    assert page.who.findText("H'Linh Niê") > 0


def backed_up(program: Program) -> Path:
    with looks.reading(program) as session:
        return safekeeping.back_up(session, Occasion.HAND).path


def test_that_a_backup_is_read_after_its_password_was_given(
    start: Start, qtbot: Any, inline: Any
) -> None:
    program = start()
    protect(program, **{"H'Linh Niê": MINE})
    folder = backed_up(program).parent
    closed(program)
    dialogs = ScriptedDialogs()
    box = RestoreBox(None, dialogs, [folder], CLOCK.today(), inline)
    qtbot.addWidget(box)
    box.show()
    assert box.chosen is None
    assert "mật khẩu" in box.words.text()
    dialogs.boxes = [typing(MINE)]
    box.secret_button.click()
    assert box.chosen is not None
    assert not box.secret_button.isVisible()


def test_that_a_lost_key_file_is_put_back_with_the_password(start: Start, place: Path) -> None:
    program = start()
    protect(program, **{"H'Linh Niê": MINE})
    backed_up(program)
    closed(program)
    key_file.place(place).unlink()
    program = start(typing(MINE), answers=(True,))
    assert program.dialogs.asked == ["Nhập mật khẩu", "Đặt lại tệp khóa của sổ?"]
    assert shown_name(program) == "H'Linh Niê"


def test_that_no_password_and_no_database_is_loaded_before_the_first_paint() -> None:
    code = (
        "import sys, desktop.app; "
        "print([one for one in ('sqlalchemy', 'cryptography', 'db.key_slots') if one in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
