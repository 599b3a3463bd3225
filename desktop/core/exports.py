"""The report of a period as files: reads the register, lets the documents write whole files."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from desktop.core import (
    catalogue,
    clock,
    files,
    hamlets,
    letterheads,
    locked,
    logbook,
    narratives,
    periods,
    plans,
    report_content,
    settings,
    speakers,
    units,
)
from desktop.core.catalogue import Catalogue
from desktop.core.documents.content import Letterhead, ReportContent, Said, SealMark
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
    return f"{kind.name}_{about(content)}{kind.suffix}"


def about(content: ReportContent) -> str:
    """Return unit and period as names of files say them: 24118-Tan-Lap_2024-Q4."""
    unit = fold(content.unit.name).title().replace(" ", "-").replace("'", "")
    return f"{content.unit.code}-{unit}_{content.period.name.replace('..', '_den_')}"


def read(session: Session, period: Period) -> ReportContent:
    """Return all that the documents of the period need."""
    mine = settings.read(session)
    unit = units.get(session, mine.unit_id)
    known = catalogue.read(session)
    plan = plans.get(session, mine.plan_id) if mine.plan_id else None
    today = clock.of(session).today()
    found = locked.totals_of(session, period)
    outreach = report_content.read(session, period, found)
    return ReportContent(
        unit=unit,
        issuer=units.get(session, plan.issuer_id) if plan else unit,
        period=period,
        plan=plan,
        letterhead=replace(letterhead(session, period.last), written_on=today),
        catalogue=known,
        totals=found,
        outreach=replace(outreach, place=locked.place_of(session, period, outreach.place)),
        narrative=narratives.of(session, period),
        before=_before(session, period),
        entries=logbook.of_unit(session, unit.id, period, known),
    )


def _before(session: Session, period: Period) -> Totals | None:
    earlier = periods.previous(period)
    return locked.totals_of(session, earlier) if earlier else None


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
