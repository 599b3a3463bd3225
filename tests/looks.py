"""Looking into the register of an open window from a test: only while its worker rests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def writing(program: Any) -> Iterator[Any]:
    """Change the register; nothing new is asked of the worker while the test holds the loop."""
    program.operations.rest()
    with program.holder.write() as session:
        yield session


@contextmanager
def reading(program: Any) -> Iterator[Any]:
    """Look into the register, as `writing` does."""
    program.operations.rest()
    with program.holder.read() as session:
        yield session
