"""A stick in the city: listed before anything is taken, taken in with one key, answered."""

import shutil
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.core import answers, city_desk, delivery, files, intakes, ledger
from desktop.core.arrivals import Standing
from desktop.core.errors import DeliveryError, DriveReason, FileMissingError
from desktop.core.ledger import State
from tests import looks, wards
from tests.ui.city_usb.conftest import Office
from tests.ui.dropping import drop
from tests.ui.usb.parts import press, texts

ALT, ENTER = Qt.KeyboardModifier.AltModifier, Qt.Key.Key_Return


def test_that_three_keys_take_a_stick_in_and_answer_onto_it(office: Office) -> None:
    stick = office.sticks.plug_in()
    for number in range(3):
        office.send(stick, number)
    keys = 1
    office.press(Qt.Key.Key_9, ALT)
    office.wait(lambda: office.page.list.take_button.hasFocus())
    assert office.ask(ledger.newest) == []
    assert [one.standing for one in office.page.list.found] == [Standing.NEW] * 3
    keys += 1
    office.press(ENTER)
    office.done()
    assert keys <= 3
    said = texts(office.page.outcome)
    assert "Đã nhận 3 gói từ KINGSTON" in said
    assert "P. Tân Lập, P. Tân Hòa, P. Tân An" in said
    assert "Đã ghi 3 biên nhận lên KINGSTON và đọc lại đúng." in said
    assert len(list(stick.glob("BienNhan_*.sott"))) == 3
    assert office.ask(answers.pending) == []
    assert office.program.window.focusWidget().accessibleName() == "Tháo USB an toàn"
    assert office.dialogs.errors == []
    print(f"intake of a stick: {keys} keys")


def test_that_the_pane_says_what_a_package_changes(office: Office) -> None:
    stick = office.sticks.plug_in()
    office.send(stick, 0)
    office.show()
    office.listed()
    office.take()
    office.click(press(office.page.outcome, "Xong"))
    office.send(stick, 0, version=2)
    office.page.look_again()
    office.wait(lambda: len(office.page.list.found) == 2)
    new = next(one for one in office.page.list.found if one.standing is Standing.NEW)
    office.page.list.choose(new.path)
    shown = texts(office.page.list.pane)
    assert "Phường Tân Lập" in shown
    assert "bản số 2" in shown
    assert "Thêm 1 · thu hồi 1 · giữ nguyên 3" in shown
    assert "Hoạt động" in shown
    assert "2 gói: 1 sẵn sàng · 1 đã nhận rồi · 1 tệp do sổ này ghi ra" in texts(office.page.list)


def test_that_two_versions_of_a_report_are_told_apart(office: Office) -> None:
    stick = office.sticks.plug_in()
    for version in (1, 2):
        office.send(stick, 0, version)
    office.show()
    office.listed()
    said = office.take()
    assert "1 gói nhận vào sổ." in said
    assert "1 gói là bản cũ, chỉ lưu, không thay số liệu." in said


def test_that_what_a_person_must_decide_is_parked_with_its_reason(office: Office) -> None:
    stick = office.sticks.plug_in()
    office.send(stick, 0)
    unknown = office.send(stick, 1, ward=wards.Ward(office.wards[1].unit, b"k" * 32, "x"))
    (stick / "hong.sott").write_bytes(office.send(stick, 2).read_bytes()[:900])
    (stick / "anh.jpg").write_bytes(b"x")
    office.show()
    office.listed()
    assert texts(office.page.list).count("Nhận 1 gói") == 0
    assert office.page.list.take_button.accessibleName() == "Nhận 2 gói"
    said = office.take()
    assert "Đã nhận 2 gói" in said
    assert "1 gói để riêng vì khóa chưa được tin." in said
    assert "Không nhận hong.sott: tệp không đủ" in said
    assert "Đã ghi 2 biên nhận" in said
    office.wait(lambda: office.page.chips[1].text() == "Để riêng · 1")
    item = next(one for one in office.program.window.nav.items if "USB" in one.text())
    assert item.text() == "Nhận – gửi USB"
    office.wait(lambda: "1" in item.accessibleName())
    second = office.sticks.place / "HAI"
    second.mkdir()
    shutil.copy(unknown, second)
    office.sticks.pull_out(stick)
    office.sticks.plug_in("HAI")
    office.listed()
    assert "1 gói: 1 đã để riêng" in texts(office.page.list)
    assert office.page.list.take_button.accessibleName() == "Không có gì mới để nhận"


def test_that_what_was_just_put_aside_is_the_one_that_is_chosen(office: Office) -> None:
    stick = office.sticks.plug_in()
    for number in (0, 1):
        if number:
            office.page.look_again()
        ward = wards.Ward(office.wards[number].unit, bytes([number + 7]) * 32, f"x{number}")
        path = office.send(stick, number, ward=ward)
        office.show()
        office.listed()
        office.take()
        office.click(press(office.page.outcome, "Mở mục Để riêng"))
        key = wards.header(path.read_bytes()).package_id
        office.wait(lambda key=key: (one := office.page.parked.view.selected()) and one.id == key)
        office.page._choose(0)


def test_that_space_leaves_a_package_on_the_stick(office: Office) -> None:
    stick = office.sticks.plug_in()
    for number in range(2):
        office.send(stick, number)
    office.show()
    office.listed()
    office.page.list.view.setFocus()
    office.press(Qt.Key.Key_Space)
    assert office.page.list.take_button.accessibleName() == "Nhận 1 gói"
    assert "Để lại" not in office.page.list.toggle.accessibleName()
    assert "Đã nhận 1 gói" in office.take()
    assert [one.unit_id for one in office.ask(ledger.of_kind, "report")] == [
        office.wards[1].unit.id
    ]


def test_that_an_undo_says_what_goes_back_and_does_it(office: Office) -> None:
    stick = office.sticks.plug_in()
    office.send(stick, 0)
    office.show()
    office.listed()
    office.take()
    office.dialogs.answers = [False, True]
    office.click(press(office.page.outcome, "Hoàn tác lần nhận này…"))
    office.wait(lambda: len(office.dialogs.asked) == 1)
    assert "từ KINGSTON?" in office.dialogs.asked[0]
    assert len(office.ask(ledger.of_kind, "report")) == 1
    office.click(press(office.page.outcome, "Hoàn tác lần nhận này…"))
    office.wait(lambda: any("Đã hoàn tác" in one for one in office.said))
    assert office.ask(ledger.of_kind, "report") == []
    office.listed()
    office.page._choose(2)
    office.told("Đã hoàn tác lúc")


def test_that_an_undo_that_cannot_be_is_not_offered_and_says_why(office: Office) -> None:
    stick = office.sticks.plug_in()
    package = office.send(stick, 0)
    office.show()
    office.listed()
    office.take()
    key = wards.header(package.read_bytes()).package_id
    with looks.writing(office.program) as session:
        answers.accept(session, key)
    office.click(press(office.page.outcome, "Hoàn tác lần nhận này…"))
    office.wait(lambda: office.dialogs.told == ["Không hoàn tác được lần nhận này"])
    assert not office.dialogs.asked
    office.page._choose(2)
    office.page.refresh()
    office.told("đã được trả lời")
    undo = office.page.past.undo
    assert undo.isVisible()
    assert not undo.isEnabled()
    assert "đã được trả lời (Phường Tân Lập" in undo.toolTip()


def test_that_the_confirmation_names_what_does_not_come_back(office: Office) -> None:
    from desktop.ui.intakes_view import undo_words

    stick = office.sticks.plug_in()
    office.send(stick, 0)
    office.show()
    office.listed()
    office.take()
    (past,) = office.ask(city_desk.past)
    text = undo_words(office.ask(city_desk.detail, past.id))
    assert "1 gói rời khỏi sổ: P. Tân Lập." in text
    assert "1 biên nhận đã ghi ra USB thì không thu lại được" in text


def test_that_a_stick_without_packages_says_so(office: Office) -> None:
    office.sticks.plug_in()
    office.show()
    office.told("Ở đây không có gói nào")


def test_that_a_stick_that_goes_while_it_is_looked_at_leaves_no_list(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = office.sticks.plug_in()
    office.send(stick, 0)
    read = files.read_bytes

    def gone(path: Path, limit: int) -> bytes:
        if stick in office.sticks.plugged:
            office.sticks.pull_out(stick)
        return read(path, limit)

    monkeypatch.setattr(files, "read_bytes", gone)
    office.show()
    office.told("Cắm USB của đơn vị vào máy")
    assert office.ask(ledger.newest) == []
    assert office.dialogs.errors == []


def test_that_a_stick_that_goes_while_taking_keeps_what_was_committed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "AT_ONCE", 2)
    stick = office.sticks.plug_in()
    for number in range(4):
        office.send(stick, number)
    office.show()
    office.listed()
    read, seen = files.read_bytes, []

    def gone(path: Path, limit: int) -> bytes:
        seen.append(path)
        if len(seen) == 4:
            office.sticks.pull_out(stick)
        return read(path, limit)

    monkeypatch.setattr(files, "read_bytes", gone)
    said = office.take()
    assert "Đã nhận 2 gói từ KINGSTON, còn 2 gói chưa nhận" in said
    assert "Không còn đọc được KINGSTON: bị rút ra hoặc lỏng" in said
    assert len(office.ask(ledger.of_kind, "report")) == 2
    (past,) = office.ask(city_desk.past)
    assert (past.kept, past.refused) == (2, 0)
    assert len(office.ask(answers.pending)) == 2


def test_that_cancelling_between_lots_says_what_was_taken(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intakes, "AT_ONCE", 1)
    stick = office.sticks.plug_in()
    for number in range(3):
        office.send(stick, number)
    office.show()
    office.listed()
    take = city_desk.take

    def first(session: Any, progress: Any, *rest: Any) -> Any:
        found = take(session, progress, *rest)
        office.page._taking.box.progress.cancel()
        return found

    monkeypatch.setattr(city_desk, "take", first)
    said = office.take()
    assert "Đã nhận 1 gói từ KINGSTON, còn 2 gói chưa nhận" in said
    assert "Đã dừng theo yêu cầu" in said
    assert len(office.ask(ledger.of_kind, "report")) == 1


def test_that_receipts_wait_when_the_stick_is_full(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = office.sticks.plug_in()
    for number in range(2):
        office.send(stick, number)
    office.show()
    office.listed()
    deliver, full = delivery.deliver, [True]

    def maybe(data: bytes, folder: Path, name: str, progress: Any) -> Any:
        if full[0]:
            raise DeliveryError(folder / name, DriveReason.FULL)
        return deliver(data, folder, name, progress)

    monkeypatch.setattr(delivery, "deliver", maybe)
    said = office.take()
    assert "Đã nhận 2 gói" in said
    assert "2 biên nhận chưa ghi được: nơi ghi không còn đủ chỗ trống." in said
    assert "Gói đã nhận vẫn giữ nguyên trong sổ" in said
    assert len(office.ask(answers.pending)) == 2
    assert {one.state for one in office.ask(ledger.of_kind, "report")} == {State.TAKEN}
    full[0] = False
    again = press(office.page.outcome, "Ghi lại biên nhận")
    assert again.hasFocus()
    again.click()
    office.told("Đã ghi 2 biên nhận lên KINGSTON")
    assert office.ask(answers.pending) == []


def test_that_packages_of_others_are_left_alone(office: Office) -> None:
    stick = office.sticks.plug_in()
    stranger = wards.Ward(list(wards.make_wards(30))[29].unit, b"q" * 32, "y")
    office.send(stick, 0, ward=stranger)
    office.show()
    office.listed()
    assert not office.page.list.take_button.isEnabled()
    assert "Không phải gửi đây" in office.page.list.view.table.data(
        office.page.list.view.table.index(0, 2)
    )


def test_that_files_dropped_on_the_window_are_listed_alone(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "tải về"
    folder.mkdir()
    wanted, _other = office.send(folder, 0), office.send(folder, 1)
    assert drop(office.program.window, wanted)
    assert office.program.window.current_screen() is office.page
    office.listed()
    assert [one.path for one in office.page.list.found] == [wanted]
    office.program.show_package(folder / "mat.sott")
    office.wait(lambda: office.page.list.found[0].path.name == "mat.sott")
    assert office.page.list.found[0].standing is Standing.REFUSED


def test_that_the_outcome_stays_until_another_stick_comes(office: Office) -> None:
    stick = office.sticks.plug_in()
    office.send(stick, 0)
    office.show()
    office.listed()
    office.take()
    office.sticks.pull_out(stick)
    office.wait(lambda: not office.page.watch.sticks)
    assert "Đã nhận 1 gói" in texts(office.page.outcome)
    office.send(office.sticks.plug_in("B"), 1)
    office.listed()
    assert office.page.list.take_button.accessibleName() == "Nhận 1 gói"


def test_that_looking_again_shows_what_came_onto_the_same_place(office: Office) -> None:
    stick = office.sticks.plug_in()
    office.send(stick, 0)
    office.show()
    office.listed()
    office.take()
    office.send(stick, 1)
    office.click(office.page.drives.again)
    office.listed()
    assert len(office.page.list.found) == 2
    assert office.page.list.take_button.accessibleName() == "Nhận 1 gói"


def test_that_a_file_error_of_one_package_does_not_stop_the_others(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = office.sticks.plug_in()
    bad, _good = office.send(stick, 0), office.send(stick, 1)
    read = files.read_bytes

    def broken(path: Path, limit: int) -> bytes:
        if path == bad:
            raise FileMissingError(path, "EIO")
        return read(path, limit)

    monkeypatch.setattr(files, "read_bytes", broken)
    office.show()
    office.listed()
    said = office.take()
    assert "Đã nhận 1 gói" in said
    assert f"Không nhận {bad.name}" in said
    (past,) = office.ask(city_desk.past)
    assert (past.kept, past.refused) == (1, 1)
