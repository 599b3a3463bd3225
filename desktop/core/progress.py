"""How far long work has come, and whether it should stop. Written by the work, polled by a box."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

from desktop.core.errors import CancelledError

T = TypeVar("T")


class Progress:
    """Counts steps; the one who waits reads `done`, `total` and `text`."""

    def __init__(self) -> None:
        self.done = 0
        self.total = 0
        self.text = ""
        self._stop = False

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stop = True

    def step(self, text: str = "", done: int | None = None, total: int | None = None) -> None:
        """Say where the work is. Raises CancelledError when it should stop."""
        if self._stop:
            raise CancelledError
        self.text = text or self.text
        self.done = self.done if done is None else done
        self.total = self.total if total is None else total

    def each(self, items: Sequence[T], text: str = "") -> Iterator[T]:
        """Yield the items, counting them and stopping between them."""
        self.step(text, 0, len(items))
        for number, item in enumerate(items):
            self.step(done=number)
            yield item
        self.step(done=len(items))
