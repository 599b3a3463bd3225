"""A publication that waits is offered, listed and applied."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from db.store import Store
from desktop.core import intake, keys, ledger, publishing, registers, settings
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.ui.operations import Operations
from desktop.ui.publication_box import PublicationCard
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
    listed = len(card.dialog.view.table.values)
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
