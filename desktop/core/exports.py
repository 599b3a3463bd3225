"""The report of a period as files: reads the register, lets the documents write whole files."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import (
    ActivityHamletRow,
    ActivityLanguageRow,
    ActivityPartnerRow,
    ActivityRow,
    ActivitySpeakerRow,
    ActivityTopicRow,
    ExpenseRow,
    HamletRow,
    SpeakerRow,
)
from desktop.core import (
    catalogue,
    clock,
    files,
    hamlets,
    letterheads,
    narratives,
    periods,
    plans,
    report_content,
    settings,
    speakers,
    totals,
    units,
)
from desktop.core.activities import COUNTED, Status
from desktop.core.catalogue import Catalogue
from desktop.core.documents.content import Entry, Letterhead, ReportContent, Said, SealMark
from desktop.core.documents.outline import Outline
from desktop.core.hamlets import Hamlet
from desktop.core.narratives import Narrative
from desktop.core.periods import Period
from desktop.core.progress import Progress
from desktop.core.texts import fold
from desktop.core.totals import Totals


@dataclass(frozen=True)
class Export:
    """One kind of file of a report."""

    code: str
    name: str
    suffix: str
    make: Callable[[ReportContent, Path, Progress], None]


def report(
    session: Session,
    progress: Progress,
    period: Period,
    folder: Path,
    codes: tuple[str, ...] = (),
    seal: SealMark | None = None,
) -> list[Path]:
    """Write the report of a period into the folder; return the files in their order.

    `codes` chooses among the kinds of `kinds()` (none: all); `seal` is that of a locked report. Files of the same name are replaced.
    """
    content = replace(read(session, period), seal=seal)
    written: list[Path] = []
    chosen = [kind for kind in kinds() if not codes or kind.code in codes]
    for kind in progress.each(chosen, "Đang viết báo cáo"):
        path = folder / file_name(content, kind)

        def make(temporary: Path, kind: Export = kind) -> None:
            kind.make(content, temporary, progress)

        written.append(files.write_whole(path, make))
    return written


def write_one(session: Session, progress: Progress, period: Period, code: str, path: Path) -> Path:
    """Write one kind of file of the period's report to this path."""
    content = read(session, period)
    kind = next(one for one in kinds() if one.code == code)
    return files.write_whole(path, lambda temporary: kind.make(content, temporary, progress))


@dataclass(frozen=True)
class Writing:
    """What the officer sees while writing a report: own words, earlier ones, the program's.

    `said` are the words of the units below, by part: the officer takes over what belongs there.
    """

    period: Period
    narrative: Narrative
    suggestion: Narrative
    results: tuple[tuple[str, tuple[str, ...]], ...]
    is_nil: bool
    said: Mapping[str, Sequence[Said]] = field(default_factory=dict)


def writing(session: Session, period: Period) -> Writing:
    """Return the officer's text of a period, a suggestion, and the sentences by rule (part III)."""
    from desktop.core.documents import report_outline

    content = read(session, period)
    found = [(name, tuple(lines)) for name, lines in report_outline.results(content)]
    return Writing(
        period, content.narrative, narratives.suggestion(session, period), tuple(found),
        not content.totals.everything.activities,
    )  # fmt: skip


def template(session: Session, path: Path) -> Path:
    """Write the blank import workbook with the register's own catalogues and hamlets."""
    unit_id = settings.read(session).unit_id
    places = hamlets.all_of(session, unit_id)
    return _template(path, catalogue.read(session), places, clock.of(session).today())


def shipped_template(path: Path) -> Path:
    """Write the blank import workbook without a register: shipped catalogues, no hamlets."""
    return _template(path, catalogue.shipped(), [], clock.Clock().today())


def _template(path: Path, known: Catalogue, places: Sequence[Hamlet], today: date) -> Path:
    from desktop.core.documents import import_template_xlsx

    def write(temporary: Path) -> None:
        import_template_xlsx.write(temporary, known, places, today)

    return files.write_whole(path, write)


def kinds() -> list[Export]:
    """Return the files a report consists of."""
    from desktop.core.documents import (
        figures_pdf,
        figures_xlsx,
        outline_docx,
        outline_pdf,
        register_pdf,
        register_xlsx,
        report_outline,
    )

    def result(write: Callable[[Outline, Path, Progress], None]) -> Any:
        return lambda content, path, progress: write(
            report_outline.outline(content), path, progress
        )

    return [
        Export("ket-qua-docx", "Bao-cao-ket-qua", ".docx", result(outline_docx.write)),
        Export("ket-qua-pdf", "Bao-cao-ket-qua", ".pdf", result(outline_pdf.write)),
        Export("so-xlsx", "So-theo-doi", ".xlsx", register_xlsx.write),
        Export("so-pdf", "So-theo-doi", ".pdf", register_pdf.write),
        Export("so-lieu-xlsx", "Bao-cao-so-lieu", ".xlsx", figures_xlsx.write),
        Export("so-lieu-pdf", "Bao-cao-so-lieu", ".pdf", figures_pdf.write),
    ]


def file_name(content: ReportContent, kind: Export) -> str:
    """Return an ASCII name: Bao-cao-so-lieu_24118-Tan-Lap_2024-Q4.pdf."""
    unit = fold(content.unit.name).title().replace(" ", "-").replace("'", "")
    period = content.period.name.replace("..", "_den_")
    return f"{kind.name}_{content.unit.code}-{unit}_{period}{kind.suffix}"


def read(session: Session, period: Period) -> ReportContent:
    """Return all that the documents of the period need."""
    mine = settings.read(session)
    unit = units.get(session, mine.unit_id)
    known = catalogue.read(session)
    plan = plans.get(session, mine.plan_id) if mine.plan_id else None
    today = clock.of(session).today()
    found = totals.totals(session, period)
    return ReportContent(
        unit=unit,
        issuer=units.get(session, plan.issuer_id) if plan else unit,
        period=period,
        plan=plan,
        letterhead=replace(letterhead(session, period.last), written_on=today),
        catalogue=known,
        totals=found,
        outreach=report_content.read(session, period, found),
        narrative=narratives.of(session, period),
        before=_before(session, period),
        entries=entries(session, unit.id, period, known),
    )


def _before(session: Session, period: Period) -> Totals | None:
    earlier = periods.previous(period)
    return totals.totals(session, earlier) if earlier else None


def letterhead(session: Session, day: date) -> Letterhead:
    """Return head and signers in force on the day: a reprint keeps last year's."""
    head = letterheads.on(session, day)
    return Letterhead(
        lines=head.lines,
        place=head.place,
        signatories=tuple(speakers.signatories(session, day)),
        written_on=day,
        officer=settings.read(session).officer,
        symbol=head.symbol,
        recipients=head.recipients,
    )


def entries(
    session: Session, unit_id: str, period: Period, known: Catalogue, channel: str = ""
) -> tuple[Entry, ...]:
    """Return the counted activities of a period (of one channel, if named), oldest first."""
    span = (
        ActivityRow.unit_id == unit_id,
        ActivityRow.held_on.between(period.first, period.last),
        ActivityRow.status.in_(COUNTED),
        *([ActivityRow.channel == channel] if channel else []),
    )
    places = {
        row.id: Hamlet(id=row.id, kind=row.kind, name=row.name, unit_id=unit_id).short_name
        for row in session.scalars(select(HamletRow).where(HamletRow.unit_id == unit_id))
    }
    people = dict(session.execute(select(SpeakerRow.id, SpeakerRow.name)).all())
    topics = {one.code: one.short_name for one in known.topics}
    languages = {one.code: one.name for one in known.languages}
    texts = {
        "place": _joined(session, span, ActivityHamletRow.hamlet_id, places, ", "),
        "topics": _joined(session, span, ActivityTopicRow.topic, topics, "; "),
        "languages": _joined(session, span, ActivityLanguageRow.language, languages, ", "),
        "speakers": _joined(session, span, ActivitySpeakerRow.speaker_id, people, ", "),
    }
    texts["joint"] = _joint(session, span, units.around(session, units.get(session, unit_id)))
    money = _money(session, span, known)
    rows = session.execute(
        select(ActivityRow.__table__)
        .where(*span)
        .order_by(ActivityRow.held_on, ActivityRow.started_at.nulls_first(), ActivityRow.id)
    )
    return tuple(_entry(row, texts, money, known) for row in rows)


def _entry(
    row: Any,
    texts: dict[str, dict[str, str]],
    money: dict[str, tuple[int | None, str]],
    known: Catalogue,
) -> Entry:
    channel = known.channel[row.channel]
    amount, payer = money.get(row.id, (None, ""))
    place = texts["place"].get(row.id, "")
    return Entry(
        row.held_on, row.until_on, row.started_at, row.ended_at, channel.short_name, row.title,
        " – ".join(part for part in (place, row.venue) if part),
        texts["topics"].get(row.id, ""), texts["languages"].get(row.id, ""),
        row.items, channel.items_word, row.airings, row.minutes, row.area_m2, row.attendees,
        row.women, row.minority, row.officials, row.poor, row.near_poor, row.escaped,
        row.other_households, texts["speakers"].get(row.id, ""), amount, payer,
        Status(row.status), "; ".join(one for one in (texts["joint"].get(row.id), row.note) if one),
    )  # fmt: skip


def _joint(
    session: Session, span: tuple[Any, ...], known: Mapping[str, units.Unit]
) -> dict[str, str]:
    """Return with whom each joint activity was held, in words."""
    led = dict(
        session.execute(
            select(ActivityRow.id, ActivityRow.organiser_id).where(
                *span, ActivityRow.organiser_id.is_not(None)
            )
        ).all()
    )
    ids = {key: key for key in known}
    others = _joined(session, span, ActivityPartnerRow.partner_id, ids, " ")
    return {
        one: units.joint_words(known, led.get(one), others.get(one, "").split())
        for one in dict.fromkeys((*led, *others))
    }


def _joined(
    session: Session, span: tuple[Any, ...], column: Any, names: dict[str, str], comma: str
) -> dict[str, str]:
    kind = column.class_
    query = (
        select(kind.activity_id, column)
        .join(
            ActivityRow,
            (ActivityRow.unit_id == kind.unit_id) & (ActivityRow.id == kind.activity_id),
        )
        .where(*span)
        .order_by(kind.activity_id, kind.position)
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for activity_id, key in session.execute(query):
        found[activity_id].append(names.get(key, key))
    return {activity_id: comma.join(parts) for activity_id, parts in found.items()}


def _money(
    session: Session, span: tuple[Any, ...], known: Catalogue
) -> dict[str, tuple[int | None, str]]:
    query = (
        select(ExpenseRow.activity_id, ExpenseRow.amount, ExpenseRow.payer)
        .join(
            ActivityRow,
            (ActivityRow.unit_id == ExpenseRow.unit_id)
            & (ActivityRow.id == ExpenseRow.activity_id),
        )
        .where(*span)
        .order_by(ExpenseRow.activity_id, ExpenseRow.position)
    )
    found: dict[str, tuple[int | None, str]] = {}
    for activity_id, amount, payer in session.execute(query):
        before, names = found.get(activity_id, (None, ""))
        total = before if amount is None else (before or 0) + amount
        name = known.payer[payer].name
        found[activity_id] = (total, name if name in names or not names else f"{names}; {name}")
    return found
