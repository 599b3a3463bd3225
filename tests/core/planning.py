"""Ready plans for tests: name only what the test is about."""

from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from desktop.core import planned, recurrences, settings
from desktop.core.planned import Planned
from desktop.core.recurrences import Recurrence

RADIO: dict[str, Any] = {
    "channel": "PHAT_THANH", "title": "Bản tin giảm nghèo", "topics": ("DV04",),
    "started_at": time(6, 0), "minutes": 15, "languages": ("VIET", "EDE"),
}  # fmt: skip


def plan(session: Session, day: int | date, **changes: Any) -> Planned:
    """Keep a planned talk of a day of December 2024."""
    known: dict[str, Any] = {
        "unit_id": settings.read(session).unit_id, "channel": "NOI_CHUYEN",
        "planned_on": date(2024, 12, day) if isinstance(day, int) else day,
        "title": "Vay vốn ưu đãi", "topics": ("CS07",), "started_at": time(8, 0),
        "ended_at": time(10, 0), "venue": "Hội trường xã",
    }  # fmt: skip
    return planned.save(session, Planned(**(known | changes)))


def radio(session: Session, day: int | date, **changes: Any) -> Planned:
    """Keep a planned broadcast of a day of December 2024."""
    blank = {"ended_at": None, "venue": ""}
    return plan(session, day, **(blank | RADIO | changes))


def repeat(session: Session, **changes: Any) -> Recurrence:
    """Keep a broadcast of Tuesdays and Fridays of December 2024."""
    known: dict[str, Any] = {
        "unit_id": settings.read(session).unit_id, "weekdays": (1, 4),
        "first": date(2024, 12, 1), "last": date(2024, 12, 31), **RADIO,
    }  # fmt: skip
    return recurrences.save(session, Recurrence(**(known | changes)))
