"""What the city sends: the recovery key on paper, publications, receipts that wait, deadlines."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from desktop.core import answers, city_desk, deadlines, delivery, intake, keys, publishing
from desktop.core.errors import DeliveryError, DriveReason
from desktop.core.keys import Kind
from desktop.core.ledger import State
from desktop.core.packages import reader
from tests import looks, wards
from tests.ui.city_usb.conftest import Office
from tests.ui.usb.parts import texts


def ready(office: Office) -> Path:
    stick = office.sticks.plug_in()
    office.show()
    office.told("Ở đây không có gói nào")
    office.wait(office.page.isEnabled)
    return stick


def with_recovery_key(office: Office) -> None:
    with looks.writing(office.program) as session:
        publishing.recovery_key(session)


def test_that_the_recovery_key_is_on_paper_before_anything_is_published(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[publishing.Recovery] = []
    make = publishing.new_recovery_key
    monkeypatch.setattr(publishing, "new_recovery_key", lambda: made.append(make()) or made[-1])
    stick = ready(office)
    shown: list[Any] = []
    office.page.paper_wanted.connect(shown.append)
    office.click(office.page.send.publish_button)
    secret = made[0].secret
    window = office.program.window
    assert type(window.current_screen()).__name__ == "PreviewScreen"
    assert secret not in repr(shown[0])
    office.wait(lambda: window.current_screen().view.count() >= 1)
    tries: list[str] = []

    def answer(box: Any) -> int:
        box.tail.setText("xxxxxx")
        box.accept()
        tries.append(texts(box) + box.problem.text())
        box.tail.setText(secret[-6:].lower())
        box.accept()
        return box.result()

    office.dialogs.boxes = [answer]
    office.dialogs.answers = [True]
    window.back()
    office.wait(lambda: list(stick.glob("CongBo_*.sott")))
    assert "Không khớp 6 ký tự cuối" in tries[0]
    office.wait(lambda: any("Đã ghi bản công bố số 1 lên KINGSTON" in said for said in office.said))
    desk = office.ask(city_desk.desk)
    assert desk.publication.entry.state is State.DELIVERED
    assert len(desk.code.replace(" ", "")) == 24
    assert desk.code == intake.key_code(reader.look(desk.publication.file).signer)
    office.told(desk.code)
    (kept,) = office.ask(keys.of_unit, desk.unit.id, Kind.RECOVERY)
    assert kept.public == made[0].public


def test_that_without_the_paper_no_key_is_kept(office: Office) -> None:
    stick = ready(office)
    office.click(office.page.send.publish_button)
    office.dialogs.boxes = [lambda box: 0]
    office.program.window.back()
    office.wait(lambda: any("Chưa công bố" in said for said in office.said))
    desk = office.ask(city_desk.desk)
    assert not desk.has_recovery_key
    assert desk.publication is None
    assert list(stick.iterdir()) == []


def test_that_publishing_needs_a_place(office: Office) -> None:
    office.show()
    office.click(office.page.send.publish_button)
    assert "Cắm USB, hoặc chọn một thư mục" in office.said[-1]


def test_that_a_publication_goes_onto_further_sticks_as_the_same_file(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_recovery_key(office)
    stick = ready(office)
    office.wait(lambda: office.page._desk.has_recovery_key)
    deliver = delivery.deliver

    def full(data: bytes, folder: Path, name: str, progress: Any) -> Any:
        raise DeliveryError(folder / name, DriveReason.READ_ONLY)

    monkeypatch.setattr(delivery, "deliver", full)
    office.dialogs.answers = [True]
    office.click(office.page.send.publish_button)
    office.wait(lambda: bool(office.dialogs.errors))
    office.told("Bản công bố số 1, ngày 16/12/2024; chưa ghi ra USB nào.")
    monkeypatch.setattr(delivery, "deliver", deliver)
    area = next(
        one for one in office.page.findChildren(QScrollArea) if one.isAncestorOf(office.page.send)
    )
    assert area.widget().minimumSizeHint().width() <= area.viewport().width()
    office.click(office.page.send.rewrite_button)
    office.wait(lambda: list(stick.glob("CongBo_*.sott")))
    office.told("Bản công bố số 1, ngày 16/12/2024.")
    (file,) = stick.glob("CongBo_*.sott")
    assert file.read_bytes() == office.ask(city_desk.desk).publication.file


def test_that_a_publication_without_changes_is_asked_about(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    confirm = office.dialogs.confirm

    def told(owner: Any, title: str, text: str, *rest: Any) -> bool:
        said.append(text)
        return bool(confirm(owner, title, text, *rest))

    monkeypatch.setattr(office.dialogs, "confirm", told)
    with_recovery_key(office)
    stick = ready(office)
    office.wait(lambda: office.page._desk.has_recovery_key)
    office.dialogs.answers = [True, False, False]
    office.click(office.page.send.publish_button)
    office.wait(lambda: list(stick.glob("CongBo_*.sott")))
    assert "bản này thay" not in said[-1]
    office.told("Bản công bố số 1, ngày 16/12/2024.")
    office.click(office.page.send.publish_button)
    assert "Chưa có gì thay đổi từ bản số 1 (ngày 16/12/2024)" in said[-1]
    with looks.writing(office.program) as session:
        deadlines.save(session, [deadlines.Deadline("Quý", wards.Q4, date(2024, 12, 20))])
    office.page.refresh()
    office.told("Bản công bố số 1, ngày 16/12/2024. Có 1 thay đổi chờ công bố.")
    office.click(office.page.send.publish_button)
    assert "bản này thay các bản trước" in said[-1]


@pytest.mark.parametrize("known", [True, False], ids=["seen", "to be read again"])
def test_that_only_receipts_of_units_on_the_stick_are_marked(office: Office, known: bool) -> None:
    with looks.writing(office.program) as session:
        for ward in office.wards[:3]:
            data = wards.package(ward, wards.records(ward, 3))
            key = intake.receive(session, "goi.sott", data).header.package_id
            answers.accept(session, key)
    stick = office.sticks.plug_in()
    office.send(stick, 1)
    office.show()
    office.listed()
    office.told("Biên nhận chờ ghi: 3")
    marked: list[int] = []

    def answer(box: Any) -> int:
        marked.append(len(box.wanted()))
        assert box.write_button.accessibleName() == "Ghi 1 biên nhận ra KINGSTON"
        return 1

    office.dialogs.boxes = [answer]
    if not known:
        office.page._found.clear()  # as when another page has changed something meanwhile
    office.click(office.page.send.receipts_button)
    office.wait(lambda: list(stick.glob("BienNhan_*.sott")))
    assert marked == [1]
    office.told("Biên nhận chờ ghi: 2")
    assert {one.unit.id for one in office.ask(city_desk.receipts.waiting)} == {
        office.wards[0].unit.id, office.wards[2].unit.id
    }  # fmt: skip


def test_that_the_keyboard_goes_back_to_the_drive_once_all_receipts_are_written(
    office: Office,
) -> None:
    with looks.writing(office.program) as session:
        data = wards.package(office.wards[1], wards.records(office.wards[1], 3))
        answers.accept(session, intake.receive(session, "goi.sott", data).header.package_id)
    stick = office.sticks.plug_in()
    office.send(stick, 1)
    office.show()
    office.listed()
    office.told("Biên nhận chờ ghi: 1")
    office.dialogs.boxes = [lambda _box: 1]
    office.page._choose(2)  # where packages are listed, the keyboard goes to their list
    button = office.page.send.receipts_button
    office.wait(button.isEnabled)
    button.setFocus()
    office.press(Qt.Key.Key_Space)
    office.wait(lambda: any("Đã ghi 1 biên nhận" in one for one in office.said))
    office.wait(lambda: not button.isEnabled() or not button.isVisible())
    office.bot.wait(100)
    assert office.page.drives.first_stop().hasFocus()


def test_that_deadlines_are_edited_in_a_box(office: Office) -> None:
    ready(office)

    def write(box: Any) -> int:
        (row,) = box.rows
        assert row.name.text() == f"Báo cáo {row.period.currentData().title}"
        row.due.setText("abc")
        box.save()
        assert "chưa đúng" in texts(box) or not box.problem.isHidden()
        box.add_button.click()
        box._remove(box.rows[-1])
        row.name.set_value("Báo cáo quý")
        row.due.set_value(date(2024, 12, 25))
        box.save()
        office.wait(box.result)
        return 1

    office.dialogs.boxes = [write]
    office.click(office.page.send.deadlines_button)
    office.wait(lambda: any("Đã lưu 1 thời hạn" in said for said in office.said))
    (kept,) = office.ask(deadlines.all_of)
    assert (kept.name, kept.due_on) == ("Báo cáo quý", date(2024, 12, 25))
