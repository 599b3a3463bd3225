"""The paper with a fresh recovery key, from the register's letterhead to an outline; nothing is kept."""

from sqlalchemy.orm import Session

from desktop.core import clock, exports, settings, units
from desktop.core.documents import recovery_slip
from desktop.core.documents.outline import Outline
from desktop.core.documents.recovery_slip import RecoveryContent


def paper(session: Session, secret: str) -> Outline:
    """Return the paper of a recovery key that is not kept yet."""
    today = clock.of(session).today()
    unit = units.get(session, settings.read(session).unit_id)
    return recovery_slip.recovery(
        RecoveryContent(exports.letterhead(session, today), unit, secret, today)
    )
