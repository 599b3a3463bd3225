"""Clears away Python's circular garbage on the main thread only.

Python would do it on whatever thread allocates next. There may be windows in it, and Qt allows
no thread but the main one to destroy a window, and none while it is being painted.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 2_000


class Collector(QObject):
    """Takes over from Python's own collector while it lives."""

    def __init__(self, owner: QObject) -> None:
        super().__init__(owner)
        gc.disable()
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._begin)
        self._timer.start()

    def _begin(self) -> None:
        """Leave out for good what was loaded at the start."""
        gc.freeze()
        self._timer.timeout.disconnect(self._begin)
        self._timer.timeout.connect(collect_due)


def collect_due() -> None:
    """Collect the generations whose count is over Python's own threshold, the old ones first."""
    counts, thresholds = gc.get_count(), gc.get_threshold()
    for generation in (2, 1, 0):
        if counts[generation] > thresholds[generation] > 0:
            gc.collect(generation)
            return
