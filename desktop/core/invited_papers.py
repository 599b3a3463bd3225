"""Lists of households by name, from the register to an outline, and the note of their printing."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from desktop.core import catalogue, clock, exports, history, matching, reach, scopes
from desktop.core.documents import invited_outline
from desktop.core.documents.content import Letterhead
from desktop.core.documents.invited_outline import HouseholdsContent
from desktop.core.documents.outline import Outline
from desktop.core.periods import Period


def invited(
    session: Session, year: int, hamlet_id: str | None, indicators: Sequence[str]
) -> Outline:
    """Return the list of households of a hamlet to invite about what they lack, as it is now."""
    found = matching.invited(session, year, hamlet_id, indicators)
    known = {one.indicator: one.name for one in catalogue.deprivations(session, year)}
    wanted = matching.suggestion(session, year, hamlet_id, indicators)
    topics = catalogue.read(session).topic
    content = HouseholdsContent(
        letterhead=_head(session), unit=scopes.read(session).unit,
        today=clock.of(session).today(), households=found, count=wanted.households,
        categories=catalogue.household_categories(session), place=wanted.hamlet,
        names={code: known[code] for code in indicators if code in known},
    )  # fmt: skip
    short = tuple(topics[code].short_name for code in wanted.activity.topics if code in topics)
    return invited_outline.invited(content, year, short)


def unreached(
    session: Session, period: Period, category: str | None = None, hamlet_id: str | None = None
) -> Outline:
    """Return the list of households that no activity of the period reached, as it is now."""
    found = reach.not_reached(session, period, category, hamlet_id)
    unit = scopes.read(session).unit
    places = reach.in_force(session, unit.id, period.last)
    content = HouseholdsContent(
        letterhead=_head(session), unit=unit, today=clock.of(session).today(),
        households=found.rows, count=found.count,
        categories=catalogue.household_categories(session),
        place=places[hamlet_id].full_name if hamlet_id in places else "",
        classified=found.count > 0 or reach.read(session, period).classified,
    )  # fmt: skip
    return invited_outline.unreached(content, period, category or "")


def note_printed(session: Session, name: str) -> None:
    """Write down that a list of households was printed or saved: it has names on it."""
    unit_id = scopes.read(session).unit.id
    history.note(session, "paper", unit_id, "printed", {"form": [None, name]})


def _head(session: Session) -> Letterhead:
    today = clock.of(session).today()
    return replace(exports.letterhead(session, today), written_on=today)
