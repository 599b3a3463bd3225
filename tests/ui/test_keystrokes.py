"""How many keys an officer presses for one activity."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.store import Store
from desktop.core import activities, listing, settings
from desktop.core.listing import Filter
from tests.builders import add_hamlet, log
from tests.ui.test_activity_form import dialogs, make_form

__all__ = ["dialogs", "make_form"]
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


class Typist:
    """Presses keys where the keyboard is, and counts them."""

    def __init__(self, already: int) -> None:
        self.count = already

    def press(self, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), key, held)
        self.count += 1

    def type(self, text: str, end: Qt.Key | None = ENTER) -> None:
        for sign in text:
            QTest.keyClick(QApplication.activePopupWidget() or QApplication.focusWidget(), sign)
            self.count += 1
        if end is not None:
            self.press(end)

    def save(self) -> None:
        self.press(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)


def kept(store: Store) -> list[Any]:
    with store.read() as session:
        unit = settings.read(session).unit_id
        lines = listing.find(session, Filter(unit_id=unit)).lines
        return [activities.get(session, unit, one.id) for one in lines]


def test_a_new_community_meeting_takes_at_most_33_keys(make_form: Any, store: Store) -> None:
    with store.write() as session:
        places = [add_hamlet(session, f"Thôn {number}").id for number in (1, 2, 3)]
    make_form().start_new()
    keys = Typist(already=1)  # Ctrl+N
    keys.type("14")
    keys.type("3", TAB)
    keys.type("5")
    keys.type("6 4", TAB)
    for figure in ("64", "36", "41", "3", "24", "15"):
        keys.type(figure)
    keys.type("7", None)
    keys.save()
    (one,) = kept(store)
    assert (one.held_on.day, one.held_on.month, one.channel) == (14, 12, "SINH_HOAT_CD")
    assert one.hamlets == (places[2],)
    assert one.topics == ("DV06", "DV04")
    assert (one.attendees, one.women, one.minority, one.officials) == (64, 36, 41, 3)
    assert (one.poor, one.near_poor, one.escaped) == (24, 15, 7)
    assert keys.count <= 33, f"{keys.count} keys"
    print(f"new: {keys.count} keys")


def test_a_copy_takes_at_most_23_keys(make_form: Any, store: Store) -> None:
    with store.write() as session:
        place = add_hamlet(session, "Buôn Đŭng").id
        first = log(session, channel="SINH_HOAT_CD", hamlets=(place,))
    make_form().copy(first.id)
    keys = Typist(already=1)  # Ctrl+D
    keys.type("14")
    for figure in ("64", "36", "41", "3", "24", "15"):
        keys.type(figure)
    keys.type("7", None)
    keys.save()
    one = next(one for one in kept(store) if one.id != first.id)
    assert (one.channel, one.hamlets, one.topics) == ("SINH_HOAT_CD", (place,), first.topics)
    assert (one.attendees, one.officials, one.poor, one.escaped) == (64, 3, 24, 7)
    assert keys.count <= 23, f"{keys.count} keys"
    print(f"copy: {keys.count} keys")
