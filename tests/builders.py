"""Ready values for tests: name only what the test is about."""

from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from desktop.core import activities, hamlets, settings
from desktop.core.activities import Activity
from desktop.core.clock import FixedClock
from desktop.core.hamlets import Hamlet

MOMENT = datetime(2024, 12, 16, 8, 0)
CLOCK = FixedClock(MOMENT)
WARD = "24160"


def make_activity(unit_id: str, **changes: Any) -> Activity:
    """A talk that has nothing wrong with it."""
    known: dict[str, Any] = {
        "unit_id": unit_id,
        "channel": "NOI_CHUYEN",
        "held_on": date(2024, 11, 14),
        "title": "Chính sách hỗ trợ nhà ở",
        "topics": ("DV06",),
        "items": 1,
        "attendees": 40,
        "women": 22,
    }
    return Activity(**(known | changes))


def log(session: Session, **changes: Any) -> Activity:
    """Keep an activity of the register's own unit."""
    return activities.save(session, make_activity(settings.read(session).unit_id, **changes))


def add_hamlet(session: Session, name: str, **changes: Any) -> Hamlet:
    """Keep a hamlet called like "Buôn Đŭng"."""
    found = hamlets.named(name, settings.read(session).unit_id)
    hamlet = Hamlet(**(vars(found) | changes))
    hamlets.add(session, hamlet)
    return hamlet


def keep_hamlet(session: Session, hamlet: Hamlet) -> None:
    """Keep a hamlet as its unit says it is, new or changed."""
    is_there = hamlet.id in hamlets.of_ids(session, [hamlet.id])
    hamlets.keep_many(session, [] if is_there else [hamlet], [hamlet] if is_there else [])
