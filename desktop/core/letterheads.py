"""Heads of the unit's papers (tiêu đề văn bản), each in force from a day on."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.rows import LetterheadRow
from desktop.core import history
from desktop.core.ids import new_id
from desktop.core.texts import nfc


@dataclass(frozen=True, kw_only=True)
class UnitHead:
    """What stands on the unit's papers from a day on (None: from the beginning).

    `lines` are the one to three lines over the rule, `place` the địa danh, `symbol` the body in
    "Số: …/BC-UBND", `recipients` the lines of Nơi nhận without dashes and without Lưu.
    """

    lines: tuple[str, ...]
    place: str = ""
    symbol: str = "UBND"
    recipients: tuple[str, ...] = ()
    valid_from: date | None = None
    id: str = field(default_factory=new_id)


def all_of(session: Session) -> list[UnitHead]:
    """Return all heads, oldest first."""
    heads = [_head(row) for row in session.scalars(select(LetterheadRow))]
    return sorted(heads, key=lambda one: one.valid_from or date.min)


def on(session: Session, day: date) -> UnitHead:
    """Return the head in force on the day; before all of them, the oldest."""
    heads = all_of(session) or [UnitHead(lines=())]
    return next((one for one in reversed(heads) if (one.valid_from or date.min) <= day), heads[0])


def save(session: Session, head: UnitHead) -> None:
    """Keep the head; one of the same day is replaced."""
    session.execute(
        delete(LetterheadRow).where(LetterheadRow.valid_from.is_not_distinct_from(head.valid_from))
    )
    session.merge(
        LetterheadRow(
            id=head.id, valid_from=head.valid_from, place=nfc(head.place),
            lines="\n".join(_cleaned(head.lines)), symbol=nfc(head.symbol),
            recipients="\n".join(_cleaned(head.recipients)),
        )
    )  # fmt: skip
    session.flush()
    history.note(session, "letterhead", head.id, "saved")


def _cleaned(lines: tuple[str, ...]) -> list[str]:
    return [line for line in map(nfc, lines) if line]


def _head(row: LetterheadRow) -> UnitHead:
    return UnitHead(
        id=row.id, valid_from=row.valid_from, place=row.place, symbol=row.symbol,
        lines=tuple(row.lines.splitlines()), recipients=tuple(row.recipients.splitlines()),
    )  # fmt: skip
