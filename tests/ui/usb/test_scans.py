"""Scans that go with a report: chosen, told, taken out, packed; off while they would travel open."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from PySide6.QtWidgets import QPushButton

from db.store import Store
from desktop.core import exchange, keys, settings
from desktop.core.packages import reader
from desktop.ui import usb_scans
from desktop.ui.screens.usb_page import UsbPage
from tests.ui.scripted import ScriptedDialogs
from tests.ui.usb.parts import Sticks, ask, press, texts, wait_text, write_now


@pytest.fixture
def known(locked: Store) -> Store:
    """The receiver's key is known, so packages are encrypted."""
    with locked.write() as session:
        public = exchange.recipient_of(exchange.own_device(session))
        keys.trust(session, public, exchange.receiver(session).id, keys.Kind.BOX)
    return locked


@pytest.fixture
def files(tmp_path: Path, dialogs: ScriptedDialogs) -> list[Path]:
    pdf, photo, other = (tmp_path / name for name in ("Biên bản.pdf", "Ảnh họp.jpg", "la.docx"))
    pdf.write_bytes(b"%PDF-1.7 H'Bia")
    Image.new("RGB", (2400, 1200), "navy").save(photo)
    other.write_bytes(b"PK")
    dialogs.open_paths = [pdf, photo, other]
    return dialogs.open_paths


def test_that_scans_are_off_and_say_why_while_the_package_is_open(
    locked: Store, qtbot: Any, page: UsbPage
) -> None:
    qtbot.waitUntil(lambda: page.send.report() is not None)
    assert not page.send.scans.add_button.isEnabled()
    assert page.send.scans._hint.whole_text() == usb_scans.NOT_YET


def test_that_chosen_scans_are_listed_told_taken_out_and_packed(
    known: Store, qtbot: Any, page: UsbPage, sticks: Sticks, dialogs: ScriptedDialogs,
    files: list[Path],
) -> None:  # fmt: skip
    folder = sticks.plug_in()
    scans = page.send.scans
    qtbot.waitUntil(scans.add_button.isEnabled)
    scans.add_button.click()
    qtbot.waitUntil(lambda: len(scans.scans) == 2)
    assert dialogs.told == ["1 tệp không kèm được"]
    wait_text(qtbot, scans, "Ảnh họp.jpg")
    assert scans._hint.whole_text().startswith("2 bản scan, ")
    assert page.watch.need > sum(len(one.data) for one in scans.scans)
    press(scans, "Bỏ bản scan Ảnh họp.jpg").click()
    assert [one.name for one in scans.scans] == ["Biên bản.pdf"]
    write_now(qtbot, page)
    wait_text(qtbot, page.send, "đã ký và mã hóa, kèm 1 bản scan")
    (package,) = folder.glob("*.sott")
    unit, own = ask(page, lambda s: (settings.read(s).unit_id, exchange.own_device(s).box_key))
    held = reader.read(package.read_bytes(), lambda _key: unit, [own]).evidence
    assert list(held.values()) == [files[0].read_bytes()]
    press(page.send, "Xong").click()
    assert scans.scans == ()
    assert "Biên bản.pdf" not in texts(scans)


def test_that_many_scans_are_a_few_lines_and_a_number(
    known: Store, qtbot: Any, page: UsbPage, tmp_path: Path, dialogs: ScriptedDialogs
) -> None:
    for number in range(9):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(b"%PDF-" + bytes([number]))
        dialogs.open_paths.append(path)
    scans = page.send.scans
    qtbot.waitUntil(scans.add_button.isEnabled)
    scans.choose()
    wait_text(qtbot, scans, "và 5 bản khác")
    names = [one.accessibleName() for one in scans.findChildren(QPushButton) if one.isVisible()]
    assert len(names) == len(set(names)) == 6
    press(scans, "Bỏ tất cả").click()
    assert scans.scans == ()
