"""The steps from a period's log to its package, and how each may stand. Reads nothing."""

from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """A task, in the order in which it is done."""

    LOG = "log"
    ODD = "odd"
    WORDS = "words"
    PRINT = "print"
    LOCK = "lock"
    SEND = "send"


class Mark(StrEnum):
    """How a task stands: done, to be looked at, or in the way of the next."""

    DONE = "done"
    LOOK = "look"
    OPEN = "open"
    STOPS = "stops"


@dataclass(frozen=True)
class Task:
    """One line of the list: what, how it stands, and a sentence for people."""

    step: Step
    mark: Mark
    text: str
