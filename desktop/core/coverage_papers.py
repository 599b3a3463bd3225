"""The list of hamlets that were not reached, from the register to an outline."""

from dataclasses import replace

from sqlalchemy.orm import Session

from desktop.core import clock, coverage, exports, scopes
from desktop.core.documents import coverage_outline
from desktop.core.documents.coverage_outline import CoverageContent
from desktop.core.documents.outline import Outline
from desktop.core.periods import Period


def never_reached(session: Session, period: Period) -> Outline:
    """Return the list of the period as it is now, with the head in force today."""
    today = clock.of(session).today()
    head = replace(exports.letterhead(session, today), written_on=today)
    found = coverage.read(session, period)
    return coverage_outline.outline(CoverageContent(head, scopes.read(session).unit, found, today))
