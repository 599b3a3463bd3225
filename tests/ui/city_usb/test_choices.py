"""What a person decides in the city: an unknown key, two of the same version that differ."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from desktop.core import answers, city_desk, history, intake, ledger, review
from desktop.core.catalogue import Catalogue
from desktop.core.ledger import State
from desktop.ui import conflict_words
from desktop.ui.screens.conflict_page import ConflictPage
from desktop.ui.trust_box import TrustBox
from tests import looks, wards
from tests.ui.city_usb.conftest import Office
from tests.ui.usb.parts import press, texts


def parked(office: Office, stick: Path, **of: Any) -> str:
    """Let something be parked and open the list of it; return the id of the package."""
    path = office.send(stick, 0, **of)
    office.show()
    office.listed()
    office.take()
    office.click(press(office.page.outcome, "Mở mục Để riêng"))
    office.wait(lambda: office.page.parked.view.selected() is not None)
    return wards.header(path.read_bytes()).package_id


def test_that_the_last_digits_on_the_paper_let_a_package_in(office: Office) -> None:
    stranger = wards.Ward(office.wards[0].unit, b"k" * 32, "x")
    key = parked(office, office.sticks.plug_in(), ward=stranger)
    office.press(Qt.Key.Key_Return)
    box = office.program.window.findChild(TrustBox)
    assert "bản giấy đã ký, đóng dấu" in texts(box)
    box.tail.setText("123")
    box.trust()
    office.wait(lambda: "Cần đủ 8 chữ số" in box.problem.text())
    box.tail.setText("1234 5678")
    box.trust()
    office.wait(lambda: "giấy và gói không phải của nhau" in box.problem.text())
    assert office.ask(ledger.get, key).state is State.QUARANTINE
    (one,) = office.ask(city_desk.parked)
    box.tail.setText(one.code[-9:])
    box.trust()
    office.wait(lambda: any("Mã khớp." in said for said in office.said))
    assert office.ask(ledger.get, key).state is State.TAKEN
    assert len(office.ask(answers.pending)) == 1
    office.told("Biên nhận chờ ghi: 1")
    office.told("Không có gói nào để riêng")
    office.listed()  # that it waits is told no more
    assert office.dialogs.errors == []


def test_that_two_of_a_version_stand_side_by_side_and_a_person_chooses(office: Office) -> None:
    first = wards.package(office.wards[0], wards.records(office.wards[0], 5))
    with looks.writing(office.program) as session:
        intake.receive(session, "goi-dau.sott", first)
    key = parked(office, office.sticks.plug_in())
    office.press(Qt.Key.Key_Return)
    page = office.program.window.current_screen()
    assert isinstance(page, ConflictPage)
    office.wait(lambda: "Đang dùng trong sổ" in texts(page))
    shown = texts(page)
    assert "goi-dau.sott" in shown
    assert len([row for row in shown.splitlines() if len(row.replace(" ", "")) == 24]) == 2
    kinds = {page.view.table.values[row].what for row in range(page.view.table.rowCount())}
    assert "Cả hoạt động" in kinds
    assert page.later_button.hasFocus()
    settled: list[str] = []
    page.settled.connect(settled.append)
    page.take_button.click()
    assert page.why.hasFocus()
    assert office.ask(ledger.get, key).state is State.CONFLICT
    page.why.setText("Mã trên giấy là của bản này.")
    page.take_button.click()
    office.wait(lambda: office.program.window.current_screen() is office.page)
    assert office.ask(ledger.get, key).state is State.TAKEN
    other = office.ask(ledger.get, wards.header(first).package_id)
    assert other.state is State.ARCHIVED
    noted = [one for one in office.ask(history.of, "package", key) if one.deed == "settled"]
    assert noted[0].changes["reason"][1] == "Mã trên giấy là của bản này."
    office.told("Không có gói nào để riêng")
    assert any("Đã dùng bản mã" in one and "Biên nhận chờ ghi" in one for one in settled)


def test_that_a_report_that_was_answered_can_only_be_kept(office: Office) -> None:
    first = wards.package(office.wards[0], wards.records(office.wards[0], 5))
    with looks.writing(office.program) as session:
        answers.accept(session, intake.receive(session, "goi-dau.sott", first).header.package_id)
    parked(office, office.sticks.plug_in())
    office.page.parked.deed.click()
    page = office.program.window.current_screen()
    office.wait(lambda: "Đang dùng trong sổ, đã duyệt 16/12/2024" in texts(page))
    assert "chỉ giữ được bản này" in texts(page)
    assert not page.take_button.isEnabled()
    assert page.keep_button.isEnabled()


def test_that_nothing_happens_to_a_conflict_that_is_left_for_later(office: Office) -> None:
    first = wards.package(office.wards[0], wards.records(office.wards[0], 5))
    with looks.writing(office.program) as session:
        intake.receive(session, "goi-dau.sott", first)
    key = parked(office, office.sticks.plug_in())
    office.page.parked.deed.click()
    page = office.program.window.current_screen()
    office.wait(lambda: page.view.table.rowCount() > 0)
    page.later_button.click()
    assert office.program.window.current_screen() is office.page
    assert office.ask(ledger.get, key).state is State.CONFLICT
    assert office.page.chips[1].text() == "Để riêng · 1"


def test_that_a_choice_is_undone_like_any_taking_in(office: Office) -> None:
    stranger = wards.Ward(office.wards[0].unit, b"k" * 32, "x")
    key = parked(office, office.sticks.plug_in(), ward=stranger)
    (one,) = office.ask(city_desk.parked)
    office.page._choose(2)
    view = office.page.past.view
    office.wait(lambda: len(view.table.values) == 1)
    with looks.writing(office.program) as session:
        city_desk.trust(session, key, one.code[-9:])
    office.program.operations.changed.emit()
    office.wait(lambda: len(view.table.values) == 2)
    assert view.selected() is view.table.values[0]  # what was just done, not the row of before
    office.told("1 gói đổi tình trạng")
    office.dialogs.answers = [True]
    office.page.past.undo.click()
    office.wait(lambda: any("Đã hoàn tác" in said for said in office.said))
    assert office.ask(ledger.get, key).state is State.QUARANTINE


def test_that_parts_of_an_indicator_say_what_they_count() -> None:
    assert review.parts_shown({"declared": 387, "distinct": 40}) == "387 lượt hộ · 40 hộ"
    assert review.parts_shown({"declared": 219, "distinct": None}) == "219 lượt hộ · – hộ"
    known = Catalogue((), (), (), (), ())
    figures = {"CT05": ({"declared": 219, "distinct": None}, {"declared": 387, "distinct": 40})}
    (line,) = conflict_words._figures(known, figures)
    assert (line.left, line.right) == ("219 lượt hộ · – hộ", "387 lượt hộ · 40 hộ")
