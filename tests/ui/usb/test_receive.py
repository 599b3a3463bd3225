"""What lies on a stick is read by itself; an unknown key is asked for once."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from sqlalchemy import delete

from db.rows import ReportRow
from db.store import Store
from desktop.core import exchange, keys, ledger, publishing, reports, settings, usb
from desktop.core.errors import PackageError, PackageReason
from desktop.core.reports import State
from desktop.ui import theme, usb_words
from desktop.ui.operations import Operations
from desktop.ui.screens.usb_page import UsbPage
from desktop.ui.usb_cards import in_reading_order
from tests.builders import log
from tests.ui.usb.parts import (
    ENTER,
    Q4,
    Sticks,
    ask,
    name_of,
    press,
    receipts,
    state,
    tail,
    texts,
    type_key,
    wait_text,
    write_now,
)


def test_that_receipts_are_read_by_themselves_once_their_key_is_trusted(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    first, _ = receipts(city, folder, ("received", "returned"))
    page.look_again()
    qtbot.waitUntil(lambda: len(ask(page, usb.quarantined)) == 2)
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)  # one word of trust is for both
    (row,) = page.receive.rows.values()
    qtbot.waitUntil(row.tail.isVisible)
    assert "Gõ 8 số cuối của mã khóa ghi trong công văn" in texts(row)
    qtbot.keyClicks(row.tail, "12")
    qtbot.keyClick(row.tail, ENTER)
    qtbot.waitUntil(lambda: "8 chữ số" in row.problem.text())
    wrong = "00000000" if tail(first).replace(" ", "") != "00000000" else "11111111"
    row.tail.setText(wrong)
    row.button.click()
    qtbot.waitUntil(lambda: row.problem.text() == usb_words.WRONG_TAIL)
    assert state(page) is State.SENT
    row.tail.setText(tail(first))
    row.button.click()
    qtbot.waitUntil(lambda: page.receive.rows == {})
    wait_text(qtbot, page.receive, "trả lại để sửa báo cáo quý IV năm 2024, bản số 1")
    assert "Cần sửa: Xem lại." in texts(page.receive)
    assert state(page) is State.RETURNED
    shown = ["Quý IV năm 2024 · Xem lại.", "1", "Cấp trên trả lại để sửa", "16/12/2024"]
    cell = page.table.table
    qtbot.waitUntil(lambda: [cell.data(cell.index(0, column)) for column in range(4)] == shown)
    wait_text(qtbot, page.send, usb_words.RETURNED)  # that it was written is told no more
    assert press(page.send, "Mở trang Báo cáo").isEnabled()
    receipts(city, folder, ("accepted",))
    page.look_again()
    wait_text(qtbot, page.receive, "Vừa đọc biên nhận: Thành phố Buôn Ma Thuột đã chấp nhận")
    wait_text(qtbot, page.send, usb_words.ALL_SETTLED)
    assert ask(page, usb.desk).encrypted


def test_that_a_return_asks_for_nothing_once_a_newer_version_is_locked(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    _, returned = receipts(city, folder, ("received", "returned"))
    page.look_again()
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)
    said: list[str] = []
    page.said.connect(lambda text, _: said.append(text))
    (row,) = page.receive.rows.values()
    row.tail.setText(tail(returned))
    row.button.click()
    wait_text(qtbot, page.receive, "Vào trang Báo cáo mở khóa kỳ này")
    assert "đọc luôn 2 gói của nơi này" in said[0]
    page.write(lambda session: reports.reopen(session, Q4, "Cấp trên trả lại"))
    wait_text(qtbot, page.receive, "Kỳ này đã mở khóa để sửa.")
    page.write(lambda session: log(session, title="Khác", held_on=date(2024, 11, 15)))
    page.write(lambda session: exchange.lock(session, Q4))
    wait_text(qtbot, page.receive, "Đã có bản số 2 thay bản này, không phải làm gì thêm.")
    page.look_again()
    wait_text(qtbot, page.receive, "Đã đọc biên nhận từ trước")
    assert "Vào trang Báo cáo mở khóa" not in texts(page.receive)
    kinds = [line[0] for line in usb_words.package_lines(
        page._found[folder], page._results, page._desk.versions
    )]  # fmt: skip
    assert set(kinds) == {"none"}


def test_that_one_receipt_is_one_write_however_often_the_stick_is_seen(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks, operations: Operations
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    (receipt,) = receipts(city, folder)
    writes: list[int] = []
    operations.changed.connect(lambda: writes.append(1))
    page.look_again()
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)
    for _ in range(3):
        page.watch.look_again()
    qtbot.waitUntil(lambda: not page.watch._busy)
    qtbot.wait(100)
    assert writes == [1]
    assert [one.file_name for one in ask(page, ledger.quarantined)] == [receipt.name]


def test_that_a_receipt_that_is_refused_is_tried_once_for_each_time_it_is_plugged_in(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    folder = sticks.plug_in()
    write_now(qtbot, page)
    (receipt,) = receipts(city, folder)
    data, tries = receipt.read_bytes(), []

    def refuse(*_: Any) -> None:
        tries.append(1)
        raise PackageError(PackageReason.GZIP)

    monkeypatch.setattr(usb, "take", refuse)
    page.look_again()
    wait_text(qtbot, page.receive, "phần nén bên trong gói bị hỏng")
    for _ in range(3):
        page.watch.look_again()
    qtbot.waitUntil(lambda: not page.watch._busy)
    qtbot.wait(100)
    assert tries == [1]
    sticks.pull_out(folder)
    qtbot.waitUntil(lambda: page.watch.sticks == {})
    (sticks.plug_in() / receipt.name).write_bytes(data)
    page.watch.look_again()
    qtbot.waitUntil(lambda: tries == [1, 1])


def test_that_typed_digits_stay_when_something_else_changes(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    receipts(city, folder)
    page.look_again()
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)
    row = next(iter(page.receive.rows.values()))
    row.tail.setFocus()
    qtbot.keyClicks(row.tail, "1234")
    page.write(lambda session: log(session, title="Khác", held_on=date(2024, 12, 15)))
    qtbot.wait(100)
    assert list(page.receive.rows.values()) == [row]
    assert row.tail.text() == "1234"
    assert row.tail.hasFocus()


def test_that_refused_packages_say_why_and_what_to_do(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    (report,) = folder.glob("*.sott")
    (folder / "hong.sott").write_bytes(report.read_bytes()[:-400])
    page.look_again()
    wait_text(qtbot, page.receive, "Không nhận hong.sott – tệp không đủ: USB bị rút sớm")
    assert "Nhờ nơi gửi ghi lại gói lên USB rồi nhận lại." in texts(page.receive)
    assert "Báo cáo quý IV năm 2024, bản số 1 của đơn vị mình" in texts(page.receive)


def test_that_a_package_of_ours_that_the_register_does_not_know_is_a_warning(
    locked: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    """As after a restore of an older backup: the next version would have the number of this one."""
    folder = sticks.plug_in()
    write_now(qtbot, page)
    page.look_again()
    wait_text(qtbot, page.receive, "bản số 1 của đơn vị mình")
    assert "sổ này chưa có" not in texts(page.receive)
    page.write(lambda session: session.execute(delete(ReportRow)))
    page.look_again()
    wait_text(qtbot, page.receive, "bản số 1 của đơn vị mình: sổ này chưa có bản số 1.")
    assert "bản mới sẽ trùng số với bản này" in texts(page.receive)
    assert folder in page._found


def test_that_tab_goes_as_people_read_and_every_stop_has_a_name(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    receipts(city, folder)
    press(page.send, "Xong").click()
    page.look_again()
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)
    QAccessible.setActive(True)
    row = next(iter(page.receive.rows.values()))
    qtbot.waitUntil(row.tail.isVisible)
    page.drives.first_stop().setFocus()
    names = []
    while (name := name_of(page.window().focusWidget())) not in names:
        names.append(name)
        type_key(page, Qt.Key.Key_Tab)
    assert [one.split(":")[0].split(".")[0] for one in names] == [
        "USB", "Tìm lại USB", "Chọn thư mục…", "Báo cáo", "Ghi ra USB",
        "8 số cuối của mã khóa", "Tin khóa này", "Tình trạng các bản báo cáo",
    ]  # fmt: skip
    visible = [one for one in in_reading_order(page.layout()) if one.isVisible()]
    assert all(name_of(one) for one in visible)


def test_that_the_page_fits_the_small_screen(
    locked: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    write_now(qtbot, page)
    receipts(city, folder)
    page.look_again()
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)
    smallest = page.minimumSizeHint()
    assert smallest.width() <= 1366 - theme.dp(212)
    assert smallest.height() <= 680 - theme.dp(90)


def published(city: Store, stick: Path) -> Path:
    """The city publishes onto the stick, with the next number."""
    with city.write() as session:
        if not keys.of_unit(session, settings.read(session).unit_id, keys.Kind.RECOVERY):
            publishing.recovery_key(session)
        made = publishing.publish(session)
    path = stick / made.entry.file_name
    path.write_bytes(made.file)
    return path


def test_that_a_publication_is_taken_in_by_itself_and_offered_and_nothing_changes_before(
    store: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    first = published(city, sticks.plug_in())
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)
    (row,) = page.receive.rows.values()
    wait_text(qtbot, row, "Bản công bố của Thành phố Buôn Ma Thuột: chưa đọc")
    assert page.offer.isHidden()
    row.tail.setText(tail(first))
    row.button.click()
    wait_text(qtbot, page.offer, "Bản công bố số 1 nhận ngày 16/12/2024 chờ xem trước khi dùng")
    line = "Bản công bố số 1 của Thành phố Buôn Ma Thuột: đã nhận, chưa dùng."
    wait_text(qtbot, page.receive, line)
    assert not ask(page, usb.desk).encrypted
    press(page.offer, "Xem và dùng…").click()
    qtbot.waitUntil(lambda: page.offer.dialog is not None)
    page.offer.dialog.use_button.click()
    qtbot.waitUntil(page.offer.isHidden)
    assert ask(page, usb.desk).encrypted
    wait_text(qtbot, page.receive, "đang dùng trong sổ")


def test_that_the_newest_publication_of_a_known_key_is_the_one_offered(
    store: Store, city: Store, qtbot: Any, page: UsbPage, sticks: Sticks
) -> None:
    folder = sticks.plug_in()
    first = published(city, folder)
    qtbot.waitUntil(lambda: len(page.receive.rows) == 1)
    (row,) = page.receive.rows.values()
    row.tail.setText(tail(first))
    row.button.click()
    qtbot.waitUntil(page.offer.isVisible)
    published(city, folder)
    page.look_again()
    wait_text(qtbot, page.offer, "Bản công bố số 2")
    page.look_again()
    wait_text(
        qtbot, page.receive, "Bản công bố số 1 của Thành phố Buôn Ma Thuột: đã thay bằng bản số 2"
    )
