import gc
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QObject

from desktop.ui import garbage


class Knot:
    """Garbage that only the collector finds."""

    gone_on: list[threading.Thread]

    def __init__(self, gone_on: list[threading.Thread]) -> None:
        self.gone_on, self.me = gone_on, self

    def __del__(self) -> None:
        self.gone_on.append(threading.current_thread())


@pytest.fixture
def collecting(qapp: QObject, monkeypatch: pytest.MonkeyPatch) -> Iterator[QObject]:
    monkeypatch.setattr(garbage, "EVERY_MS", 10)
    owner = QObject()
    garbage.Collector(owner)
    yield owner
    owner.deleteLater()
    gc.unfreeze()


def test_that_garbage_goes_on_the_main_thread_whoever_allocates(
    collecting: QObject, qtbot: Any
) -> None:
    gone_on: list[threading.Thread] = []
    qtbot.wait(30)  # what was there is left out
    Knot(gone_on)
    worker = threading.Thread(target=lambda: [[] for _ in range(100_000)])
    worker.start()
    worker.join()
    assert gone_on == []
    kept: list[list[object]] = []
    qtbot.waitUntil(lambda: bool(kept.extend([] for _ in range(1_000)) or gone_on))
    assert gone_on == [threading.main_thread()]


def test_that_pythons_own_collector_would_have_taken_any_thread() -> None:
    """Without this the test above would prove nothing."""
    gone_on: list[threading.Thread] = []
    gc.collect()  # nothing is due yet
    gc.enable()
    Knot(gone_on)
    worker = threading.Thread(target=lambda: [[] for _ in range(100_000)])
    worker.start()
    worker.join()
    assert gone_on == [worker]


def test_that_the_oldest_generation_that_is_due_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
    monkeypatch.setattr(gc, "collect", asked.append)
    for counts in ((0, 0, 0), (701, 0, 0), (9, 11, 0), (900, 11, 11)):
        monkeypatch.setattr(gc, "get_count", lambda counts=counts: counts)
        garbage.collect_due()
    assert asked == [0, 1, 2]
