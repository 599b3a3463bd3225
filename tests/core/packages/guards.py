"""The guards of the reader, and the reader without one of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

from desktop.core.packages import inside, outside, reader

Step = Callable[[Any], None]
_STEPS: tuple[tuple[Any, str], ...] = (
    (outside, "SHELL"), (outside, "HEADING"), (reader, "STEPS"), (inside, "UNPACKING"),
    (inside, "RECORDS"),
)  # fmt: skip


def guards() -> list[Step]:
    """Return every step that only refuses."""
    steps = [step for module, name in _STEPS for step in getattr(module, name)]
    return [step for step in steps if not step.__name__.startswith("take_")]


@contextmanager
def without(guard: Step) -> Iterator[None]:
    """Let the reader go on without a guard."""
    for module, name in _STEPS:
        steps = getattr(module, name)
        if guard in steps:
            fewer = tuple(step for step in steps if step is not guard)
            with mock.patch.object(module, name, fewer):
                yield
            return
    raise LookupError(guard.__name__)
