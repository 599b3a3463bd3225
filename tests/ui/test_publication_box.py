"""A publication that waits is offered, listed and applied."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from db.store import Store
from desktop.core import intake, keys, ledger, publishing, registers, settings
from desktop.core.changes import Change, Deed, Sort
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.ui.operations import Operations
from desktop.ui.publication_box import PublicationBox, PublicationCard
from desktop.ui.publication_lines import counted, used
from desktop.ui.screen import Context, Screen
from tests.builders import CLOCK
from tests.ui.scripted import ScriptedDialogs


def published(tmp_path: Path) -> tuple[str, bytes]:
    wanted = NewRegister(role=Role.CITY, unit_code="643", officer="A")
    city = registers.create(tmp_path / "city.sotr", wanted, CLOCK)
    with city.write() as session:
        publishing.recovery_key(session)
        made = publishing.publish(session)
    city.close()
    return made.entry.file_name, made.file


def test_that_a_publication_is_listed_before_it_takes_effect(
    qtbot: Any, store: Store, inline: Any, tmp_path: Path
) -> None:
    name, file = published(tmp_path)
    with store.write() as session:
        key = intake.receive(session, name, file).header.package_id
        intake.trust_blindly(session, key)
    dialogs = ScriptedDialogs()
    page = Screen(Context(Operations(store.read, store.write, dialogs, inline), dialogs, CLOCK))
    page.operations = page.context.operations
    qtbot.addWidget(page)
    card = PublicationCard(page)
    QVBoxLayout(page).addWidget(card)
    page.show()
    card.refresh()
    assert card.isVisible()
    card.look_button.click()
    assert card.dialog is not None
    shown = card.dialog.view.table.values
    listed = sum(len(one.folded) or 1 for one in shown)
    assert listed > 0
    with store.read() as session:
        assert len(publishing.preview(session, key)) == listed
        assert keys.of_unit(session, settings.read(session).unit_id, keys.Kind.BOX) == []
    card.dialog.use_button.click()
    card.refresh()
    assert not card.isVisible()
    with store.read() as session:
        entry = ledger.get(session, key)
        assert entry is not None
        assert entry.state is ledger.State.TAKEN
        assert keys.of_unit(session, entry.unit_id, keys.Kind.BOX)


def test_that_other_units_are_folded_and_the_own_target_is_one_line(qtbot: Any) -> None:
    def target(deed: Deed, whose: str, before: str, after: str) -> Change:
        return Change(Sort.TARGET, deed, f"Số buổi, {whose}", before, after, whose != "Xã Cư Êbur")

    deadline = Change(Sort.DEADLINE, Deed.ADDED, "Quý IV", "", "Hạn: 25/12/2024")
    changes = (
        target(Deed.ADDED, "Phường Tân An", "", "Cần đạt: 20"),
        target(Deed.ADDED, "Xã Cư Êbur", "", "Cần đạt: 20"),
        target(Deed.RETIRED, "Xã Cư Êbur", "Cần đạt: 30", ""),
        target(Deed.CHANGED, "Phường Tân Lập", "Cần đạt: 1", "Cần đạt: " + "2" * 200), deadline,
    )  # fmt: skip
    owner = QWidget()
    qtbot.addWidget(owner)
    box = PublicationBox(owner, "Bản công bố số 2", changes)
    assert counted(changes).startswith("4 thay đổi, trong đó 2 của các đơn vị khác")
    assert used(2, changes) == "Đã dùng bản công bố số 2: 4 thay đổi."
    told = [(one.deed, one.name, one.text) for one in box.view.table.values]
    assert told[:2] == [
        ("Đổi", "Số buổi, Xã Cư Êbur", "Cần đạt: 30 → Cần đạt: 20"),
        ("Thêm", "Quý IV", "Hạn: 25/12/2024"),
    ]
    assert told[2][:2] == ("Xem", "2 thay đổi của các đơn vị khác")
    texts = [one.text() for one in box.findChildren(QLabel)]
    assert any(text.startswith("4 thay đổi, trong đó 2 của các đơn vị khác.") for text in texts)
    box.view.select(2)
    QTest.keyClick(box.view, Qt.Key.Key_Return)
    assert [one.name for one in box.view.table.values][2:] == [
        "Số buổi, Phường Tân An", "Số buổi, Phường Tân Lập",
    ]  # fmt: skip
    tip = box.view.table.index(3, 2).data(Qt.ItemDataRole.ToolTipRole)
    assert tip.replace("\n", "").endswith("2" * 200)
    assert max(map(len, tip.splitlines())) <= 100
