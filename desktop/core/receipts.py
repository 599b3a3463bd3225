"""Receipts on their way: from the answer to the stick of the unit it is for."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from desktop.core import answers, delivery, exchange, intake, ledger, sticks, units
from desktop.core.errors import AppError, CancelledError, DeliveryError, NotFoundError
from desktop.core.exchange import Made
from desktop.core.ledger import Entry
from desktop.core.packages.header import Kind
from desktop.core.progress import Progress
from desktop.core.units import Unit

WRITING = "Ghi biên nhận, đọc lại"


@dataclass(frozen=True)
class Waiting:
    """A receipt that waits for a stick, and the unit and report it is for."""

    made: Made
    unit: Unit
    about: Entry

    @property
    def id(self) -> str:
        """Return the id of the receipt."""
        return self.made.entry.id


@dataclass(frozen=True)
class Put:
    """What was written and read back right (ids, in order), and why it went no further."""

    done: tuple[str, ...] = ()
    error: AppError | None = None


def make(session: Session, package_ids: Iterable[str]) -> None:
    """Make the receipt "đã nhận" of each of these packages whose unit has none for it yet."""
    for one in package_ids:
        if intake.wants_answer(session, one):
            intake.answer(session, one)


def waiting(session: Session) -> tuple[Waiting, ...]:
    """Return the receipts that wait for a stick, only the last word on each package, by unit."""
    found = [_waiting(session, made) for made in answers.pending(session)]
    return tuple(sorted(found, key=lambda one: (one.unit.code, one.about.version, one.id)))


def put(_session: Session, progress: Progress, wanted: Sequence[tuple[Made, Path]]) -> Put:
    """Write packages of ours into folders of a stick, each read back; stops at the first trouble."""
    done: list[str] = []
    try:
        for made, folder in progress.each(wanted, WRITING):
            delivery.deliver(made.file, folder, made.entry.file_name, Progress())
            done.append(made.entry.id)
    except (DeliveryError, CancelledError) as error:
        return Put(tuple(done), error)
    return Put(tuple(done))


def noted(session: Session, ids: Iterable[str]) -> None:
    """Note that these packages of ours stand on a stick, read back right."""
    for one in ids:
        exchange.delivered(session, one)


def stick_of(session: Session, unit_id: str) -> Path | None:
    """Return the plugged-in stick that carries a report of this unit, if there is one."""
    code = units.get(session, unit_id).code
    for folder in sticks.removable():
        found = sticks.look(folder, 0, code)
        if any(one.kind == Kind.REPORT and one.unit_code == code for one in found.packages):
            return folder
    return None


def hand_out(session: Session, made: Made, unit_id: str) -> Path | None:
    """Write a receipt onto the unit's stick and read it back; None: no such stick is there.

    Raises DeliveryError; the receipt then still waits.
    """
    folder = stick_of(session, unit_id)
    if folder is None:
        return None
    return delivery.deliver(made.file, folder, made.entry.file_name, Progress()).path


def handed_out(session: Session, made: Made) -> Entry:
    """Note that a receipt stands on a stick."""
    return exchange.delivered(session, made.entry.id)


def _waiting(session: Session, made: Made) -> Waiting:
    about = ledger.get(session, made.entry.reason)
    if about is None:
        raise NotFoundError
    return Waiting(made, units.get(session, about.unit_id), about)
