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

    def part(self, done: int, total: int) -> "Progress":
        """Return the progress of a part of this work; `done` of `total` were done before it."""
        return _Part(self, done, total)


class _Part(Progress):
    def __init__(self, whole: Progress, before: int, of: int) -> None:
        super().__init__()
        self._whole, self._before, self._of = whole, before, of

    def step(self, text: str = "", done: int | None = None, total: int | None = None) -> None:
        super().step(text, done, total)
        self._whole.step(text, self._before + self.done, self._of)
