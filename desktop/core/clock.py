"""What day and moment it is. The only place that asks the machine; tests put their own in."""

from datetime import date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

VIETNAM = timezone(timedelta(hours=7), "ICT")
"""Vietnam has one time zone and no summer time."""


class Clock:
    """The machine's clock, in Vietnamese time."""

    def today(self) -> date:
        """Return the day in Vietnam."""
        return self.now().date()

    def now(self) -> datetime:
        """Return the moment in Vietnam, to the second, without a zone (there is only one)."""
        return datetime.now(VIETNAM).replace(microsecond=0, tzinfo=None)


class FixedClock(Clock):
    """Always the same moment: sample data and documents that must be reproducible."""

    def __init__(self, moment: datetime) -> None:
        self._moment = moment

    def now(self) -> datetime:
        """Return the fixed moment."""
        return self._moment


def of(session: "Session") -> Clock:
    """Return the clock of the register that the session belongs to."""
    clock: Clock = session.info["clock"]
    return clock
