"""Printed forms of an activity (giấy tờ của một buổi): which there are, and making them."""

from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from db.rows import PaperChoiceRow
from desktop.core import (
    activities,
    attendance,
    catalogue,
    exports,
    files,
    hamlets,
    history,
    logbook,
    plans,
    settings,
    speakers,
    units,
)
from desktop.core.activities import Activity
from desktop.core.catalogue import Channel
from desktop.core.documents.content import Choice, FormContent, ItemLine
from desktop.core.documents.forms import FORMS, Form
from desktop.core.errors import UnknownNameError
from desktop.core.periods import Period, Rule
from desktop.core.progress import Progress
from desktop.core.texts import fold


def forms(channel: Channel | None = None) -> list[Form]:
    """Return the forms in the order of a dossier; only those fit for the channel, if given."""
    return [one for one in FORMS if channel is None or one.fits(channel)]


def form(code: str) -> Form:
    """Return the form of a code. Raises UnknownNameError."""
    found = next((one for one in forms() if one.code == code), None)
    if found is None:
        raise UnknownNameError("form", code, [one.code for one in FORMS])
    return found


def choice(session: Session, unit_id: str, activity_id: str, code: str) -> Choice:
    """Return what was chosen for the form before, or what is usual."""
    row = session.get(PaperChoiceRow, (unit_id, activity_id, code))
    if row is None:
        return Choice()
    kept = dict(row.choice)
    kept["lines"] = tuple(ItemLine(**line) for line in kept.get("lines", ()))
    return Choice(**kept)


def keep_choice(
    session: Session, unit_id: str, activity_id: str, code: str, chosen: Choice
) -> None:
    """Keep what is chosen, for the reprint."""
    session.merge(
        PaperChoiceRow(unit_id=unit_id, activity_id=activity_id, form=code, choice=asdict(chosen))
    )
    note_printed(session, activity_id, code)


def note_printed(session: Session, activity_id: str, code: str) -> None:
    """Write down that a form was printed or saved as a file: lists have names on them."""
    history.note(session, "paper", activity_id, "printed", {"form": [None, code]})


def read(
    session: Session, unit_id: str, activity_id: str, code: str, chosen: Choice | None = None
) -> FormContent:
    """Return all that the form needs. Raises NotFoundError."""
    one = activities.get(session, unit_id, activity_id)
    known, mine = catalogue.read(session), settings.read(session)
    unit = units.get(session, unit_id)
    plan = plans.get(session, mine.plan_id) if mine.plan_id else None
    people = {person.id: person for person in speakers.all_of(session, unit_id)}
    places = {place.id: place for place in hamlets.all_of(session, unit_id)}
    names = ", ".join(places[key].full_name for key in one.hamlets if key in places)
    month = Period(f"{one.held_on:%Y-%m}", Rule.CALENDAR, *_month(one.held_on))
    return FormContent(
        unit=unit,
        issuer=units.get(session, plan.issuer_id) if plan else unit,
        plan=plan,
        letterhead=exports.letterhead(session, one.held_on),
        activity=one,
        channel=known.channel[one.channel],
        place=names,
        where=_where(one, names, unit.running_name),
        speakers=tuple(people[key] for key in one.speakers if key in people),
        topics=tuple(known.topic[key].name for key in one.topics if key in known.topic),
        languages=tuple(known.language[key].name for key in one.languages if key in known.language),
        people=attendance.of(session, unit_id, activity_id),
        categories=catalogue.household_categories(session),
        choice=chosen or choice(session, unit_id, activity_id, code),
        broadcasts=logbook.of_unit(session, unit_id, month, known, channel="PHAT_THANH"),
    )


def pdf(
    session: Session,
    progress: Progress,
    unit_id: str,
    activity_id: str,
    code: str,
    chosen: Choice | None = None,
) -> bytes:
    """Return the form as PDF, the very bytes that are previewed, saved and printed."""
    from desktop.core.documents import outline_pdf

    content = read(session, unit_id, activity_id, code, chosen)
    return outline_pdf.to_bytes(form(code).outline(content), progress)


def write(
    session: Session,
    progress: Progress,
    unit_id: str,
    activity_id: str,
    code: str,
    path: Path,
    chosen: Choice | None = None,
) -> Path:
    """Write the form as the file the suffix says: .pdf, .docx or .xlsx. Raises UnknownNameError."""
    from desktop.core.documents import outline_docx, outline_pdf, outline_xlsx

    kind = form(code)
    makers = {".pdf": outline_pdf.write}
    if kind.word:
        makers[".docx"] = outline_docx.write
    if kind.excel:
        makers[".xlsx"] = outline_xlsx.write
    make = makers.get(path.suffix.lower())
    if make is None:
        raise UnknownNameError("suffix", path.suffix or path.name, list(makers))
    outline = kind.outline(read(session, unit_id, activity_id, code, chosen))
    return files.write_whole(path, lambda temporary: make(outline, temporary, progress))


def dossier(
    session: Session, progress: Progress, unit_id: str, activity_id: str, folder: Path
) -> list[Path]:
    """Write all papers of an activity as PDF, numbered in their order; return the files."""
    one = activities.get(session, unit_id, activity_id)
    known = catalogue.read(session)
    written: list[Path] = []
    for number, kind in enumerate(forms(known.channel[one.channel]), start=1):
        path = folder / f"{number:02d}-{file_name(one, kind)}.pdf"
        written.append(write(session, progress, unit_id, activity_id, kind.code, path))
    return written


def file_name(activity: Activity, kind: Form) -> str:
    """Return an ASCII name without suffix: Giay-moi_2024-11-14."""
    name = fold(kind.name.split("(")[0].strip()).replace(",", "").replace(" ", "-")
    return f"{name[:1].upper()}{name[1:]}_{activity.held_on}"


def with_signers(chosen: Choice, left: str, right: str) -> Choice:
    """Return the choice with other signers."""
    return replace(chosen, left=left, right=right)


def _where(one: Activity, places: str, unit: str) -> str:
    return ", ".join(part for part in (one.venue, places, unit) if part)


def _month(day: date) -> tuple[date, date]:
    first = day.replace(day=1)
    after = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return first, date.fromordinal(after.toordinal() - 1)
