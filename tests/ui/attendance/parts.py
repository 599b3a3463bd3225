"""What the tests of the attendance list type, press and look at."""

from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from db.store import Store
from desktop.core import activities, attendance
from desktop.core.activities import Activity
from desktop.core.attendance import Person, Sex
from desktop.ui.screens.attendance_page import AttendancePage

LINH = Person(name="H'Linh Niê", sex=Sex.FEMALE, ethnic="Ê-đê", address="Buôn Đŭng", category="HN")
DUC = Person(name="Trần Văn Đức", sex=Sex.MALE, ethnic="Kinh", address="Thôn 3", category="KHAC")
HEAD = "STT\tHọ và tên\tGiới tính\tDân tộc\tĐịa chỉ\tĐối tượng\n"
COPIED = (
    HEAD
    + "1\tH'Linh Niê\tNữ\tÊ-đê\tBuôn Đŭng\tHộ nghèo\n2\tTrần Văn Đức\tNam\tKinh\tThôn 3\tKhác\n"
)


def keys(page: AttendancePage, *parts: Any) -> None:
    """Type texts and press keys, wherever the keyboard is."""
    for part in parts:
        for key in part if isinstance(part, str) else (part,):
            target = QApplication.focusWidget() or page.view
            if isinstance(key, str) and not key.isascii():  # QTest knows ASCII only
                plain = Qt.KeyboardModifier.NoModifier
                QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, plain, key))
            else:
                QTest.keyClick(target, *(key if isinstance(key, tuple) else (key,)))


def kept(store: Store, one: Activity) -> tuple[Person, ...]:
    with store.read() as session:
        return attendance.of(session, one.unit_id, one.id)


def activity(store: Store, one: Activity) -> Activity:
    with store.read() as session:
        return activities.get(session, one.unit_id, one.id)


def cell(page: AttendancePage) -> tuple[int, int]:
    index = page.view.currentIndex()
    return index.row(), index.column()


ENTER, TAB, DELETE = Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Delete
CONTROL = Qt.KeyboardModifier.ControlModifier
UNDO, ABOVE, SAVE = (Qt.Key.Key_Z, CONTROL), (Qt.Key.Key_D, CONTROL), (Qt.Key.Key_S, CONTROL)
