from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from db.store import Store
from desktop.core import periods, reports
from desktop.core.activities import Status
from desktop.core.tasks import Step
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.report_page import ReportPage
from tests.builders import CLOCK, log
from tests.core.planning import plan
from tests.ui.scripted import ScriptedDialogs


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def page(qtbot: Any, store: Store, inline: Any, dialogs: ScriptedDialogs) -> ReportPage:
    with store.write() as session:
        log(session)
        log(session, channel="PHAT_THANH", attendees=None, women=None, airings=4, minutes=5)
        log(session, title="Đủ hồ sơ", status=Status.COMPLETE, attendees=10, women=None)
    operations = Operations(store.read, store.write, dialogs, inline)
    made = ReportPage(Context(operations, dialogs, CLOCK))
    made.operations = operations
    qtbot.addWidget(made)
    made.resize(1154, 620)
    made.show()
    return made


def cell(page: ReportPage, cut: str, row: int, column: int) -> str:
    model = page.tables[cut].model()
    return str(model.data(model.index(row, column)))


def test_that_the_page_shows_the_newest_period(page: ReportPage) -> None:
    assert page.title == "Báo cáo quý IV năm 2024"
    assert "từ ngày 15/9/2024 đến ngày 14/12/2024" in page.subtitle
    assert cell(page, "indicator", 1, 1) == "50"
    assert cell(page, "indicator", 2, 1) == "22"
    assert cell(page, "indicator", 3, 1) == "–"
    assert cell(page, "indicator", 11, 1) == "20"


def test_that_enter_on_a_line_asks_for_its_activities(qtbot: Any, page: ReportPage) -> None:
    line = page._figures.lines["channel"][0]
    with qtbot.waitSignal(page.activities_wanted) as asked:
        page.tables["channel"].opened.emit(line)
    wanted, words = asked.args
    assert wanted.channels == (line.id,)
    assert words == f"{line.name}, quý IV năm 2024"


def test_that_locking_says_what_can_no_longer_be_logged(
    page: ReportPage, store: Store, dialogs: ScriptedDialogs
) -> None:
    dialogs.answers = [False, False]
    page.tasks.buttons[Step.LOCK].click()
    with store.write() as session:
        plan(session, 3)
    page.refresh()
    page.tasks.buttons[Step.LOCK].click()
    before, after = dialogs.explained
    assert "dự kiến" not in before
    assert "1 buổi của kỳ còn là dự kiến: khóa rồi thì không ghi" in after


def test_that_f8_goes_to_the_next_step_that_is_not_done(qtbot: Any, page: ReportPage) -> None:
    with qtbot.waitActive(page):
        page.activateWindow()
    found = []
    for _ in range(4):
        qtbot.keyClick(page, Qt.Key.Key_F8)
        (step,) = [one for one, made in page.tasks.buttons.items() if made.hasFocus()]
        found.append(step)
    open_ones = [one for one in page.tasks._open if page.tasks.buttons[one].isEnabled()]
    assert found == (open_ones * 4)[:4]
    assert Step.SEND not in found  # nothing is locked yet


def test_that_incomplete_papers_are_said_and_lead_to_their_activities(
    qtbot: Any, page: ReportPage
) -> None:
    assert "còn thiếu hồ sơ" in page.tasks.texts[Step.LOG].text()
    with qtbot.waitSignal(page.activities_wanted) as asked:
        page.tasks.buttons[Step.LOG].click()
    assert asked.args[0].statuses == (Status.HELD,)


def test_that_another_period_without_activities_says_so(page: ReportPage) -> None:
    page.kind.setCurrentIndex(0)
    assert page._figures.period.name == "2024-11"
    assert page._stack.currentIndex() == 0


def test_that_the_report_files_are_written_and_named(
    qtbot: Any, page: ReportPage, dialogs: ScriptedDialogs, tmp_path: Path
) -> None:
    dialogs.open_path = tmp_path / "báo cáo"
    page.export()
    qtbot.waitUntil(page.banner.isVisible)
    assert len(list(dialogs.open_path.iterdir())) == 6
    assert "Đã viết 6 tệp" in page.banner._text.text()
    page.kind.setCurrentIndex(0)  # another period: they are not its files
    assert page.banner.isHidden()


def test_that_no_folder_means_no_file(page: ReportPage, tmp_path: Path) -> None:
    before = sorted(tmp_path.iterdir())
    page.export()
    assert sorted(tmp_path.iterdir()) == before


def test_that_locking_asks_first_and_then_shows_the_version(
    page: ReportPage, dialogs: ScriptedDialogs
) -> None:
    dialogs.answers = [False, True]
    page.tasks.buttons[Step.LOCK].click()
    assert not page.tasks.buttons[Step.SEND].isEnabled()
    page.tasks.buttons[Step.LOCK].click()
    assert "Đã khóa bản số 1" in page.tasks.texts[Step.LOCK].text()
    assert page.tasks.buttons[Step.SEND].isEnabled()
    assert page.focusWidget() is page.tasks.buttons[Step.PRINT]  # and not on "Mở khóa"
    assert not page.write_button.isEnabled()


def test_that_unlocking_wants_a_reason(page: ReportPage, dialogs: ScriptedDialogs) -> None:
    dialogs.answers, dialogs.texts = [True], ["", "ghi sót một buổi"]
    for _ in range(2):
        page.tasks.buttons[Step.LOCK].click()
    assert "Đã khóa bản số 1" in page.tasks.texts[Step.LOCK].text()
    page.tasks.buttons[Step.LOCK].click()
    assert "Khóa bản số 2 thay bản số 1" in page.tasks.texts[Step.LOCK].text()
    assert dialogs.errors == []


def test_that_an_accepted_report_says_so_before_it_is_opened_again(
    page: ReportPage, dialogs: ScriptedDialogs, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(dialogs, "ask_text", lambda *words: said.append(words[2]))
    dialogs.answers = [True]
    page.tasks.buttons[Step.LOCK].click()
    page.tasks.buttons[Step.LOCK].click()
    with store.write() as session:
        report = reports.current(session, page._figures.period)
        assert report
        reports.mark(session, report, reports.State.ACCEPTED)
    page.refresh()
    page.tasks.buttons[Step.LOCK].click()
    assert [one.startswith("Cấp trên đã duyệt bản này") for one in said] == [False, True]


def test_that_the_words_of_the_report_are_written_elsewhere(qtbot: Any, page: ReportPage) -> None:
    with qtbot.waitSignal(page.writing_wanted) as asked:
        page.tasks.buttons[Step.WORDS].click()
    assert asked.args[0] == page._figures.period


def test_that_a_locked_report_of_nothing_asks_for_nothing_more(
    page: ReportPage, dialogs: ScriptedDialogs
) -> None:
    page.show_period(periods.parse("2024-Q3"))
    assert page._stack.currentIndex() == 1
    assert "ghi lý do rồi làm tiếp" in page._empty._text.text()
    dialogs.answers = [True]
    page.nil_tasks.buttons[Step.LOCK].click()
    assert "mà chưa ghi lý do" in dialogs.explained[0]
    assert "không phát sinh của kỳ này đã khóa" in page._empty._text.text()
