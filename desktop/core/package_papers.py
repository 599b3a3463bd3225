"""The slips that go with a package, from the ledger to PDF: which there are, and making them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from desktop.core import (
    answers,
    catalogue,
    exchange,
    exports,
    files,
    history,
    keys,
    ledger,
    returns,
    settings,
    units,
)
from desktop.core.documents import phrases, slips
from desktop.core.documents.outline import Outline
from desktop.core.documents.slips import Mistake, SlipContent
from desktop.core.errors import NotFoundError, UnknownNameError
from desktop.core.ledger import Entry
from desktop.core.packages import contents, reader, sealing
from desktop.core.packages.header import Kind
from desktop.core.periods import Period, Rule
from desktop.core.progress import Progress
from desktop.core.typed import show_date

_STATES = {returns.State.ACCEPTED: "đã duyệt", returns.State.RETURNED: "trả lại để sửa"}
_MAIN = ("CT01", "CT02", "CT03", "CT04", "CT05", "CT11", "CT14", "CT15")
"""The indicators a slip names."""


@dataclass(frozen=True)
class Slip:
    """One kind of slip; `file` begins its file's name."""

    code: str
    name: str
    file: str
    outline: Callable[[SlipContent], Outline]


RETURNED = Slip("PTL", "Phiếu trả lại", "Phieu-tra-lai", slips.returned)
RECEIPT = Slip("BN", "Biên nhận", "Bien-nhan", slips.receipt)
HANDOVER = Slip("PGN", "Phiếu giao nộp gói", "Phieu-giao-nop", slips.handover)


def of(session: Session, package_id: str) -> tuple[Slip, ...]:
    """Return the slips of a report's package, the likeliest first. Raises NotFoundError."""
    entry = _entry(session, package_id)
    said = answers.of(session, package_id)
    if entry.out:
        return (HANDOVER,)
    was_returned = said is not None and said.state is returns.State.RETURNED
    return (RETURNED, RECEIPT) if was_returned else (RECEIPT,)


def content(session: Session, package_id: str) -> SlipContent:
    """Return all that the slips of a package say. Raises NotFoundError."""
    entry = _entry(session, package_id)
    said = answers.of(session, package_id) if not entry.out else None
    file = ledger.file_of(session, package_id)
    header = reader.look(file).header
    at = _delivered_at(session, entry)
    on = said.at.date() if said else at.date()
    period = header.period
    to = exchange.receiver(session) if entry.out else units.get(session, _own(session))
    return SlipContent(
        letterhead=exports.letterhead(session, on),
        sender=units.get(session, entry.unit_id),
        receiver=to,
        period=Period(period.name, Rule(period.rule), period.first, period.last),
        version=entry.version,
        code=sealing.code(bytes.fromhex(entry.digest)),
        file_name=entry.file_name,
        size=len(file),
        at=at,
        on=on,
        state=f"{_STATES[said.state]} ngày {show_date(on)}" if said else "đã nhận",
        figures=_figures(session, entry, file),
        mistakes=tuple(_mistakes(session, entry)) if said else (),
        note=said.note if said else "",
    )


def pdf(session: Session, progress: Progress, package_id: str, code: str) -> bytes:
    """Return a slip as PDF, the very bytes that are previewed, printed and saved."""
    from desktop.core.documents import outline_pdf

    chosen = next((one for one in of(session, package_id) if one.code == code), None)
    if chosen is None:
        raise UnknownNameError("form", code, [one.code for one in of(session, package_id)])
    return outline_pdf.to_bytes(chosen.outline(content(session, package_id)), progress)


def write(session: Session, progress: Progress, package_id: str, slip: Slip, folder: Path) -> Path:
    """Write a slip into a folder as PDF; return the file."""
    path = folder / f"{file_name(session, package_id, slip)}.pdf"
    return files.write_whole(path, pdf(session, progress, package_id, slip.code))


def file_name(session: Session, package_id: str, slip: Slip) -> str:
    """Return an ASCII name without suffix: Phieu-tra-lai_24118-Tan-Lap_2024-Q4_v1."""
    entry = _entry(session, package_id)
    about = entry.file_name.split("_")[1:4]
    unit = units.get(session, entry.unit_id)
    period = "_".join(about[1:]) if len(about) == 3 else f"v{entry.version}"
    return f"{slip.file}_{about[0] if len(about) == 3 else unit.code}_{period}"


def _entry(session: Session, package_id: str) -> Entry:
    entry = ledger.get(session, package_id)
    if entry is None or entry.kind != Kind.REPORT:
        raise NotFoundError
    return entry


def _own(session: Session) -> str:
    return settings.read(session).unit_id


def _delivered_at(session: Session, entry: Entry) -> datetime:
    """Return when the package was written to the stick, or taken in."""
    for event in history.of(session, "package", entry.id):
        if event.deed == ledger.State.DELIVERED:
            return event.at
    return entry.at


def _figures(
    session: Session, entry: Entry, file: bytes
) -> tuple[tuple[str, str, int | None], ...]:
    own = keys.device(session)
    identities = [own.box_key] if own else []
    package = reader.read(file, lambda _key: entry.unit_id, identities)
    figures = package.of(contents.Figure)
    found = {one.indicator: one.value for one in figures if one.part in ("", "declared", "items")}
    distinct = {
        one.indicator: one.value
        for one in figures
        if one.part == "distinct" and one.value is not None
    }
    turns = {one.indicator for one in figures if one.part == "declared"} - distinct.keys()
    found |= distinct
    counts: Mapping[str, Any] = package.header.counts
    known = catalogue.read(session).indicator
    return (
        ("Số hoạt động trong gói", "hoạt động", counts.get("activity", 0)),
        *(
            (
                known[code].name,
                phrases.TURNS if code in turns else known[code].unit_word.split(";")[0],
                found.get(code),
            )
            for code in _MAIN
        ),
    )


def _mistakes(session: Session, entry: Entry) -> list[Mistake]:
    found = []
    for item in answers.items(session, entry.id):
        _, title, field, day = answers.label(session, entry.unit_id, item)
        why, example = returns.divided(item.reason)
        found.append(Mistake(title, day, field, why, example))
    return found
