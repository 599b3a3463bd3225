import sys

from PySide6.QtCore import QObject


def test_that_qt_calls_lose_no_reference_of_none() -> None:
    """PySide6 6.12.0 on Python 3.11 loses one at each call, and the process aborts after some thousand."""
    thing = QObject()
    before = sys.getrefcount(None)
    for _ in range(300):
        thing.setObjectName("a")
    assert abs(sys.getrefcount(None) - before) < 50
