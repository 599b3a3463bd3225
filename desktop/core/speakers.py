"""Speakers (báo cáo viên) and signatories (người ký), each valid for a time."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from db.rows import SignatoryRow, SpeakerRow
from desktop.core import history
from desktop.core.ids import new_id
from desktop.core.texts import fold, nfc, nfc_lines, sort_key


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """A speaker (báo cáo viên) with the office held."""

    name: str
    unit_id: str
    office: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    id: str = field(default_factory=new_id)


@dataclass(frozen=True, kw_only=True)
class Signatory:
    """One who signs (người ký): 1–3 bold lines over the name."""

    block: tuple[str, ...]
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    id: str = field(default_factory=new_id)


def all_of(session: Session, unit_id: str) -> list[Speaker]:
    """Return the speakers of a unit, by name."""
    rows = session.scalars(select(SpeakerRow).where(SpeakerRow.unit_id == unit_id))
    return sorted((_speaker(row) for row in rows), key=lambda one: sort_key(one.name))


def add(session: Session, speaker: Speaker, import_id: str | None = None) -> None:
    """Keep a new speaker."""
    session.add(
        SpeakerRow(
            id=speaker.id, unit_id=speaker.unit_id, name=nfc(speaker.name),
            office=nfc(speaker.office), folded=fold(speaker.name), valid_from=speaker.valid_from,
            valid_to=speaker.valid_to, import_id=import_id,
        )
    )  # fmt: skip
    session.flush()
    history.note(session, "speaker", speaker.id, "added")


def signatories(session: Session, day: date | None = None) -> list[Signatory]:
    """Return who signs on the day (None: all who ever signed), in their order."""
    query = select(SignatoryRow).order_by(SignatoryRow.position)
    if day is not None:
        query = query.where(
            or_(SignatoryRow.valid_from.is_(None), SignatoryRow.valid_from <= day),
            or_(SignatoryRow.valid_to.is_(None), SignatoryRow.valid_to >= day),
        )
    return [_signatory(row) for row in session.scalars(query)]


def save_signatories(session: Session, people: list[Signatory]) -> None:
    """Keep this list of signatories instead of the one before."""
    session.execute(delete(SignatoryRow))
    for position, one in enumerate(people):
        session.add(
            SignatoryRow(
                id=one.id, position=position, block=nfc_lines("\n".join(one.block)),
                name=nfc(one.name), valid_from=one.valid_from, valid_to=one.valid_to,
            )
        )  # fmt: skip
        history.note(session, "signatory", one.id, "saved")
    session.flush()


def _speaker(row: SpeakerRow) -> Speaker:
    return Speaker(
        id=row.id, unit_id=row.unit_id, name=row.name, office=row.office,
        valid_from=row.valid_from, valid_to=row.valid_to,
    )  # fmt: skip


def _signatory(row: SignatoryRow) -> Signatory:
    return Signatory(
        id=row.id, block=tuple(row.block.splitlines()), name=row.name,
        valid_from=row.valid_from, valid_to=row.valid_to,
    )  # fmt: skip
