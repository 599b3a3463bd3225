"""The page Hộ & địa bàn with two hamlets and four households, and what tests look at in it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.store import Store
from desktop.core import attendance, hamlet_years, households, settings
from desktop.core.attendance import Person
from desktop.core.hamlet_years import HamletYear
from desktop.core.households import Household, Yearly
from desktop.ui import theme
from desktop.ui.operations import Operations
from desktop.ui.screen import Context
from desktop.ui.screens.places_page import PlacesPage
from tests.builders import CLOCK, add_hamlet, log
from tests.ui.scripted import ScriptedDialogs

WATER, HEALTH = "NSH", "BHYT"


def fill(store: Store) -> None:
    """Two hamlets, four households; one came to a talk about health insurance in Buôn Đŭng."""
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        one, other = (add_hamlet(session, name) for name in ("Buôn Đŭng", "Thôn 2"))
        made = []
        for number, (head, place, category, lacks) in enumerate((
            ("Y Biêr Niê", one, "HN", {WATER, HEALTH}), ("H'Yim Kđoh", one, "HN", {HEALTH}),
            ("Nguyễn Văn Hòa", other, "HCN", {WATER}), ("Trần Thị Mai", other, "HMTN", set[str]()),
        )):  # fmt: skip
            household = Household(
                unit_id=unit_id, head=head, hamlet_id=place.id, code=f"H0{number}"
            )
            households.save(session, household, {2024: Yearly(category, frozenset(lacks))})
            made.append(household)
        hamlet_years.save(session, 2024, [HamletYear(one.id, 2024, 120, 3, None, None)])
        talk = log(session, topics=("DV04",), hamlets=(one.id,), languages=("VIET", "EDE"),
                   minutes=45, attendees=1, women=0)  # fmt: skip
        came = Person(name=made[0].head, household_id=made[0].id)
        attendance.save(session, unit_id, talk.id, [came])


def shown(qtbot: Any, store: Store, inline: Any, **known: Any) -> PlacesPage:
    edition = known.get("edition", theme.Edition.WARD)
    theme.apply(QApplication.instance(), edition)
    dialogs = ScriptedDialogs()
    operations = Operations(store.read, store.write, dialogs, inline)
    made = PlacesPage(Context(operations, dialogs, CLOCK, **known))
    made.dialogs, made.store = dialogs, store
    made.heard = []
    made.said.connect(lambda text, _undo: made.heard.append(text))
    qtbot.addWidget(made)
    made.resize(1154, 600)
    made.show()
    return made


def texts(view: Any) -> list[list[str]]:
    return [[column.text(one) for column in view.table.columns] for one in view.table.values]


def cell(page: PlacesPage, row: int, column: int) -> str:
    return str(page.hamlets.model.index(row, column).data() or "")


def type_at(page: PlacesPage, row: int, column: int, *keys: str) -> None:
    """Type numbers from a cell on, Enter after each."""
    view = page.hamlets.view
    view.setFocus()
    view.setCurrentIndex(page.hamlets.model.index(row, column))
    for text in keys:
        QTest.keyClick(view, text[0])
        editor = view.viewport().findChild(type(view).__mro__[1]) or QApplication.focusWidget()
        for sign in text[1:]:
            QTest.keyClick(editor, sign)
        QTest.keyClick(editor, Qt.Key.Key_Return)
