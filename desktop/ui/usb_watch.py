"""Sees sticks come and go and looks at them, on threads that a dead stick may hold for ever.

The worker of the register is not used: it must stay free for the officer.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.core import delivery, usb
from desktop.core.usb import Stick

POLL_MS = 2_000
LISTEN_MS = 80

Job = Callable[[], None]


class DriveWatch(QObject):
    """Knows the drives that are there; None stands for one that is still being looked at."""

    changed = Signal()
    """Other drives are there, or more is known of one."""
    seen = Signal(object)
    """A Stick was looked at."""
    ejected = Signal(bool)
    """The system let go of a stick, or could not."""

    def __init__(self, owner: QObject, look: Callable[[Path, int, str], Stick] = usb.look) -> None:
        super().__init__(owner)
        self._look = look
        self.sticks: dict[Path, Stick | None] = {}
        self.need, self.unit_code = 0, ""
        self._chosen: list[Path] = []
        self._news: SimpleQueue[Job] = SimpleQueue()
        self._jobs: list[Job] = []
        self._busy = False
        self._poll = QTimer(self, interval=POLL_MS)
        self._poll.timeout.connect(self._poll_now)
        self._listen = QTimer(self, interval=LISTEN_MS)
        self._listen.timeout.connect(self._hear)

    def start(self) -> None:
        """Look now and every two seconds."""
        self._poll.start()
        self._poll_now()

    def stop(self) -> None:
        """Look no more; what is known stays."""
        self._poll.stop()

    def add(self, folder: Path) -> None:
        """Treat a folder like a drive from now on."""
        if folder not in self._chosen:
            self._chosen.append(folder)
        self.look_again()

    def look_afresh(self) -> None:
        """Forget what is known and look at every drive anew."""
        self.sticks = dict.fromkeys(self.sticks)
        self.changed.emit()
        self.look_again()

    def look_again(self) -> None:
        """Look at every drive anew; what is known is shown meanwhile."""
        self._run(partial(self._look_around, tuple(self._chosen), frozenset()))

    def eject(self, folder: Path) -> None:
        """Let the system finish with a stick."""
        self._run(partial(self._let_go, folder))

    def _poll_now(self) -> None:
        if not self._busy:
            known = frozenset(place for place, stick in self.sticks.items() if stick)
            self._run(partial(self._look_around, tuple(self._chosen), known))

    def _run(self, job: Job) -> None:
        self._jobs.append(job)
        if not self._busy:
            self._start_next()

    def _start_next(self) -> None:
        self._busy = bool(self._jobs)
        if self._jobs:
            Thread(target=self._work, args=(self._jobs.pop(0),), daemon=True).start()
            self._listen.start()

    def _work(self, job: Job) -> None:
        """On another thread: do a job; what it finds is told on the main one."""
        try:
            job()
        finally:
            self._news.put(self._start_next)

    def _look_around(self, chosen: tuple[Path, ...], known: frozenset[Path]) -> None:
        """On another thread."""
        places = usb.places(chosen)
        self._news.put(partial(self._take_places, places))
        for place in places:
            if place not in known:
                found = self._look(place, self.need, self.unit_code)
                self._news.put(partial(self._take_stick, place, found))

    def _let_go(self, folder: Path) -> None:
        """On another thread."""
        self._news.put(partial(self.ejected.emit, delivery.eject(folder)))

    def _hear(self) -> None:
        """On the main thread: take what was found."""
        try:
            while True:
                self._news.get_nowait()()
        except Empty:
            if not self._busy:
                self._listen.stop()

    def _take_places(self, places: tuple[Path, ...]) -> None:
        if places != tuple(self.sticks):
            self.sticks = {place: self.sticks.get(place) for place in places}
            self.changed.emit()

    def _take_stick(self, place: Path, found: Stick) -> None:
        if not self._poll.isActive():
            return  # looked at again when the page is shown
        self.sticks[place] = found
        self.changed.emit()
        self.seen.emit(found)
