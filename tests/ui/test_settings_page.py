from datetime import date
from typing import Any

import pytest

from db.store import Store
from desktop.core import contributions, history, letterheads, preferences, settings, speakers
from desktop.core.contributions import Contribution, DonorKind
from desktop.core.periods import Rule
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.settings_page import SettingsPage
from tests.builders import CLOCK
from tests.ui.scripted import ScriptedDialogs


@pytest.fixture
def dialogs() -> ScriptedDialogs:
    return ScriptedDialogs()


@pytest.fixture
def page(qtbot: Any, store: Store, inline: Any, dialogs: ScriptedDialogs) -> SettingsPage:
    operations = Operations(store.read, store.write, dialogs, inline)
    made = SettingsPage(Context(operations, dialogs, CLOCK), store.path)
    made.operations = operations
    qtbot.addWidget(made)
    made.show()
    return made


def test_that_the_page_shows_the_owner(page: SettingsPage) -> None:
    assert page.officer.value() == "H'Linh Niê"
    assert "Xã Cư Êbur" in page.unit.text()
    assert [box.value() for box in page.head.lines] == ["ỦY BAN NHÂN DÂN", "XÃ CƯ ÊBUR", ""]


def test_that_saving_keeps_everything_at_once(page: SettingsPage, store: Store) -> None:
    page.officer.set_value("Y Thịnh Êban")
    page.head.lines[2].set_value("PHÒNG VĂN HÓA - XÃ HỘI")
    page.signers.rows[0].name.set_value("Nguyễn Văn Thành")
    page.rule.setCurrentIndex(page.rule.findData(str(Rule.CALENDAR)))
    page.save()
    with store.read() as session:
        mine = settings.read(session)
        (head,) = letterheads.all_of(session)
        signers = speakers.signatories(session)
        events = history.of(session, "setting", mine.unit_id)
    assert (mine.officer, mine.rule) == ("Y Thịnh Êban", Rule.CALENDAR)
    assert head.lines == ("ỦY BAN NHÂN DÂN", "XÃ CƯ ÊBUR", "PHÒNG VĂN HÓA - XÃ HỘI")
    assert [(one.name, one.block[0]) for one in signers] == [
        ("Nguyễn Văn Thành", "TM. ỦY BAN NHÂN DÂN")
    ]
    assert [event.deed for event in events] == ["saved"]


def test_that_an_officer_without_a_name_is_refused(
    qtbot: Any, page: SettingsPage, store: Store, dialogs: ScriptedDialogs
) -> None:
    page.officer.set_value("  ")
    page.save()
    assert page.officer.property("state") == "error"
    assert "Chưa có tên người phụ trách" in page.banner._text.text()
    assert dialogs.errors == []
    with store.read() as session:
        assert settings.read(session).officer == "H'Linh Niê"


def test_that_leaving_asks_only_when_something_was_changed(
    page: SettingsPage, dialogs: ScriptedDialogs
) -> None:
    assert page.may_close()
    assert dialogs.asked == []
    page.head.place.set_value("Buôn Ma Thuột")
    dialogs.answers.append(False)
    assert not page.may_close()


def test_that_the_check_speaks_of_a_sound_register(page: SettingsPage) -> None:
    page._check()
    assert page.banner.isVisible()
    assert "lành lặn" in page.banner._text.text()


def test_that_another_letter_size_is_remembered_and_told(qtbot: Any, page: SettingsPage) -> None:
    page.letters.setCurrentIndex(page.letters.findData(13.0))
    with qtbot.waitSignal(page.letters_changed):
        page.letters.activated.emit(page.letters.currentIndex())
    assert preferences.read().letter_size == 13.0


def test_that_each_signs_once_and_one_can_go(page: SettingsPage, store: Store) -> None:
    signers = page.signers
    signers.add_button.click()
    signers.add_button.click()
    for row, name in zip(signers.rows, ("Một", "Hai", "Hai"), strict=True):
        row.name.set_value(name)
    page.save()
    with store.read() as session:
        assert [one.name for one in speakers.signatories(session)] == ["Một", "Hai"]
    signers._remove(signers.rows[0])
    page.save()
    with store.read() as session:
        assert [one.name for one in speakers.signatories(session)] == ["Hai"]
    assert page.may_close()


def test_that_a_header_without_a_line_is_refused(page: SettingsPage, store: Store) -> None:
    for box in page.head.lines:
        box.set_value("")
    page.save()
    assert page.head.lines[0].property("state") == "error"
    with store.read() as session:
        assert letterheads.on(session, CLOCK.today()).lines == ("ỦY BAN NHÂN DÂN", "XÃ CƯ ÊBUR")


def test_that_other_letters_wait_until_the_page_is_saved(qtbot: Any, page: SettingsPage) -> None:
    page.head.place.set_value("Buôn Ma Thuột")
    page.letters.setCurrentIndex(page.letters.findData(13.0))
    with qtbot.assertNotEmitted(page.letters_changed):
        page.letters.activated.emit(page.letters.currentIndex())
    assert page.head.place.value() == "Buôn Ma Thuột"
    assert page.letters.currentIndex() == 0


def test_that_the_file_is_told_with_its_activities(page: SettingsPage) -> None:
    assert "0 hoạt động" in page.file.text()


def test_that_six_sign_at_most(page: SettingsPage) -> None:
    for _ in range(5):
        page.signers.add_button.click()
    assert not page.signers.add_button.isEnabled()


def test_that_another_day_makes_another_head_and_keeps_the_old_one(
    page: SettingsPage, store: Store
) -> None:
    page.head.lines[1].set_value("PHƯỜNG TÂN AN")
    page.head.since.set_value(date(2025, 7, 1))
    page.head.recipients.set_value("Như trên\nThường trực Đảng ủy")
    page.save()
    with store.read() as session:
        before = letterheads.on(session, date(2025, 6, 30))
        after = letterheads.on(session, date(2025, 7, 1))
    assert before.lines == ("ỦY BAN NHÂN DÂN", "XÃ CƯ ÊBUR")
    assert after.lines == ("ỦY BAN NHÂN DÂN", "PHƯỜNG TÂN AN")
    assert after.recipients == ("Như trên", "Thường trực Đảng ủy")
    assert page.may_close()


def test_that_a_signer_keeps_days_and_record(page: SettingsPage, store: Store) -> None:
    row = page.signers.rows[0]
    row.name.set_value("Nguyễn Văn Thành")
    row.until.set_value(date(2024, 12, 31))
    page.save()
    with store.read() as session:
        (before,) = speakers.signatories(session)
        assert speakers.signatories(session, date(2025, 1, 1)) == []
    page.signers.rows[0].name.set_value("Nguyễn Văn Thanh")
    page.save()
    with store.read() as session:
        (after,) = speakers.signatories(session)
    assert (after.id, after.valid_to) == (before.id, date(2024, 12, 31))


def test_that_old_names_of_private_donors_are_counted_before_they_go(
    page: SettingsPage, store: Store, dialogs: ScriptedDialogs
) -> None:
    with store.write() as session:
        old = Contribution(
            unit_id=settings.read(session).unit_id, given_on=date(2016, 5, 2), cash=5_000,
            donor_kind=DonorKind.HOUSEHOLD, donor="Hộ bà Lành",
        )  # fmt: skip
        contributions.save(session, old)
    dialogs.answers = [True]
    page.names.look()
    assert dialogs.asked == ["Xóa tên người ủng hộ ở 1 khoản?"]
    assert "Đã xóa tên người ủng hộ ở 1 khoản" in page.names.banner._text.text()
    page.names.look()
    assert "Không có danh sách, khoản ủng hộ nào" in page.names.banner._text.text()
