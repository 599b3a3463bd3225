"""Activities from an Excel workbook: looked at first, then all taken in or none.

A workbook never changes an activity that is kept already; the same row twice is one activity.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from db.rows import (
    ActivityHamletRow,
    ActivityRow,
    ImportRow,
)
from desktop.core import (
    activities,
    clock,
    hamlets,
    history,
    neighbours,
    problems,
    reports,
    speakers,
)
from desktop.core.activities import QUANTITIES, Activity, Status
from desktop.core.documents.import_headings import EXAMPLE, HEADINGS, SHEET
from desktop.core.errors import WorkbookError, WorkbookReason
from desktop.core.hamlets import Hamlet
from desktop.core.ids import new_id
from desktop.core.neighbours import Neighbour
from desktop.core.problems import Context, Severity
from desktop.core.progress import Progress
from desktop.core.speakers import Speaker
from desktop.core.texts import fold, nfc
from desktop.core.typed import show_date
from desktop.core.workbook_names import Hamlets, Speakers, already_known, hamlet_key, speaker_key
from desktop.core.workbook_read import Headings, Row, read
from desktop.core.workbook_rows import CellProblem as CellProblem, ReadActivity, RowReader

WANTED = Headings(SHEET, HEADINGS, (("channel",), ("held_on",), ("title", "topics")))

_CLASHES = 5
"""Other activities that one row is compared with, at most, per place or speaker."""
_SAME = ("until_on", "started_at", "ended_at", *QUANTITIES)


@dataclass(frozen=True)
class ImportRowResult:
    """A row: its activity unless something stops it; `duplicate_of` says what it repeats."""

    row: int
    activity: Activity | None
    problems: tuple[CellProblem, ...] = ()
    duplicate_of: str | None = None
    duplicate_id: str | None = None

    @property
    def is_ready(self) -> bool:
        """Whether the row would be taken in."""
        return self.activity is not None and self.duplicate_of is None


@dataclass(frozen=True)
class ImportPreview:
    """What a workbook would bring; counts are rows."""

    path_name: str
    rows: tuple[ImportRowResult, ...]
    new_hamlets: tuple[Hamlet, ...]
    new_speakers: tuple[Speaker, ...]
    warnings: tuple[str, ...]
    ignored_columns: tuple[str, ...]
    ready: int
    bad: int
    duplicates: int


@dataclass(frozen=True)
class ImportResult:
    """What was done: nothing (`written` is False), or `activities` taken in as one import."""

    preview: ImportPreview
    written: bool
    activities: int = 0
    import_id: str | None = None
    hamlets: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        """Return what stops rows from being taken in."""
        return tuple(one for one in self._all() if one.severity is Severity.STOP)

    @property
    def remarks(self) -> tuple[CellProblem, ...]:
        """Return what should be looked at but stops nothing."""
        return tuple(one for one in self._all() if one.severity is not Severity.STOP)

    def _all(self) -> Iterator[CellProblem]:
        return (problem for row in self.preview.rows for problem in row.problems)


def import_workbook(
    session: Session, path: Path, *, dry_run: bool = False, skip_bad: bool = False
) -> ImportResult:
    """Look at a workbook and, unless it is a trial, take it in. Raises WorkbookError."""
    found = preview(session, path)
    return ImportResult(found, False) if dry_run else take_in(session, found, skip_bad)


def preview(session: Session, path: Path, progress: Progress | None = None) -> ImportPreview:
    """Return what the workbook would bring, with all problems of all rows; changes nothing.

    Raises WorkbookError when it cannot be read as a whole, FileProblemError, CancelledError.
    """
    progress = progress or Progress()
    table = read(path, WANTED, progress)
    rows = [row for row in table.rows if not _is_example(row)]
    if not rows:
        raise WorkbookError(path, WorkbookReason.EMPTY, table.sheet)
    context = replace(problems.context(session), locked=reports.locked_days(session))
    unit_id = context.unit.id
    places = Hamlets(context.hamlets.values(), unit_id)
    people = Speakers(speakers.all_of(session, unit_id), unit_id)
    reader = RowReader(context, places, people, table.columns)
    drafts = [reader.read(row) for row in progress.each(rows, "Đang đọc các dòng")]
    context = replace(
        context,
        hamlets={**context.hamlets, **{one.id: one for one in places.new}},
        speakers={**context.speakers, **{one.id: one.name for one in people.new}},
    )
    results = _checked(session, reader, drafts, context, progress)
    stopped = [r for r in results if r.activity is None]
    ready = sum(r.is_ready for r in results)
    return ImportPreview(
        path_name=nfc(path.name), rows=tuple(results), new_hamlets=tuple(places.new),
        new_speakers=tuple(people.new), warnings=tuple(_warnings(results, table.missing)),
        ignored_columns=table.ignored, ready=ready, bad=len(stopped),
        duplicates=len(results) - ready - len(stopped),
    )  # fmt: skip


def take_in(session: Session, preview: ImportPreview, skip_bad: bool = False) -> ImportResult:
    """Keep all rows of the preview, or nothing when one of them is stopped (unless skip_bad).

    What came into the register since the preview is seen: nothing is taken in twice.
    """
    if preview.bad and not skip_bad:
        return ImportResult(preview, False)
    preview = _settled(session, preview)
    new = [one.activity for one in preview.rows if one.is_ready and one.activity]
    if not new:
        return ImportResult(preview, not preview.bad)
    import_id = new_id()
    session.execute(
        insert(ImportRow).values(
            id=import_id, at=clock.of(session).now(), file_name=preview.path_name,
            activities=len(new),
        )
    )  # fmt: skip
    used = {key for one in new for key in (*one.hamlets, *one.speakers)}
    places = [one for one in preview.new_hamlets if one.id in used]
    people = [one for one in preview.new_speakers if one.id in used]
    for place in places:
        hamlets.add(session, place, import_id)
    for person in people:
        speakers.add(session, person, import_id)
    activities.save_many(session, new, import_id)
    history.note(
        session, "import", import_id, "imported",
        {"file_name": ["", preview.path_name], "activities": [0, len(new)]},
    )  # fmt: skip
    return ImportResult(
        preview, True, len(new), import_id, tuple(one.full_name for one in places),
        tuple(one.name for one in people),
    )  # fmt: skip


def as_json(result: ImportResult) -> dict[str, Any]:
    """Return the result as `import --json` prints it."""
    found = result.preview
    return {
        "file": found.path_name,
        "written": result.written,
        "activities": result.activities,
        "import_id": result.import_id,
        "rows": len(found.rows),
        "ready": found.ready,
        "bad": found.bad,
        "duplicates": [
            {"row": row.row, "of": row.duplicate_of, "id": row.duplicate_id}
            for row in found.rows
            if row.duplicate_of
        ],
        "new_hamlets": [one.full_name for one in found.new_hamlets],
        "new_speakers": [one.name for one in found.new_speakers],
        "warnings": list(found.warnings),
        "ignored_columns": list(found.ignored_columns),
        "problems": [_problem_json(one) for one in (*result.problems, *result.remarks)],
    }


def _problem_json(one: CellProblem) -> dict[str, Any]:
    return {
        "row": one.row, "column": one.column_letter, "cell": one.cell, "field": one.field,
        "value": one.value, "code": one.code, "severity": str(one.severity), "text": one.text,
    }  # fmt: skip


def _is_example(row: Row) -> bool:
    note = row.cells.get("note")
    return isinstance(note, str) and fold(nfc(note)).startswith(fold(EXAMPLE))


def _warnings(results: Sequence[ImportRowResult], missing: Iterable[str]) -> Iterator[str]:
    for heading in missing:
        yield f"Bảng tính không có cột “{heading}”: phần này để trống."
    for result in results:
        for one in result.problems:
            if one.code == "similar_name":
                yield f"{one.cell}: {one.text}"


def _checked(
    session: Session,
    reader: RowReader,
    drafts: Sequence[ReadActivity],
    context: Context,
    progress: Progress,
) -> list[ImportRowResult]:
    known = _keys(session, context.unit.id, [one.activity for one in drafts])
    days = [one.activity.held_on for one in drafts]
    around = _Around(neighbours.between(session, context.unit.id, min(days), max(days)))
    results: list[ImportRowResult] = []
    for draft in progress.each(drafts, "Đang kiểm tra các dòng"):
        activity, number = draft.activity, draft.row.number
        key = _key(activity, activity.hamlets)
        twin = known.get(key) if not draft.spoilt else None
        if twin is not None:
            results.append(ImportRowResult(number, activity, draft.problems, *twin))
            continue
        near = {activity.held_on: around.of(activity)}
        found = reader.check(draft, replace(context, neighbours=near))
        if any(one.severity is Severity.STOP for one in found):
            results.append(ImportRowResult(number, None, found))
            continue
        results.append(ImportRowResult(number, activity, found))
        known[key] = (f"dòng {number} của tệp này", None)
        around.add(neighbours.of(activity))
    return results


def _keys(
    session: Session, unit_id: str, rows: Sequence[Activity]
) -> dict[tuple[Any, ...], tuple[str, str | None]]:
    """Return what is in the register on the days of the rows, by what makes two the same."""
    days = [one.held_on for one in rows]
    span = (
        ActivityRow.unit_id == unit_id,
        ActivityRow.held_on.between(min(days), max(days)),
        ActivityRow.status != str(Status.WITHDRAWN),
    )
    places: dict[str, list[str]] = defaultdict(list)
    joined = (ActivityRow.unit_id == ActivityHamletRow.unit_id) & (
        ActivityRow.id == ActivityHamletRow.activity_id
    )
    pairs = select(ActivityHamletRow.activity_id, ActivityHamletRow.hamlet_id)
    for activity_id, hamlet_id in session.execute(pairs.join(ActivityRow, joined).where(*span)):
        places[activity_id].append(hamlet_id)
    found: dict[tuple[Any, ...], tuple[str, str | None]] = {}
    for row in session.scalars(select(ActivityRow).where(*span).order_by(ActivityRow.id)):
        words = f"“{row.title}” ngày {show_date(row.held_on)} đã có trong sổ"
        found.setdefault(_key(row, places[row.id]), (words, row.id))
    return found


def _key(one: Activity | ActivityRow, places: Iterable[str]) -> tuple[Any, ...]:
    figures = tuple(getattr(one, name) for name in _SAME)
    return (one.held_on, one.channel, fold(one.title), frozenset(places), figures)


class _Around:
    """Activities that can clash with a row: same day, and same place and form or same speaker."""

    def __init__(self, known: dict[date, list[Neighbour]]) -> None:
        self._found: dict[tuple[Any, ...], list[Neighbour]] = defaultdict(list)
        for day in known.values():
            for one in day:
                self.add(one)

    def add(self, one: Neighbour) -> None:
        for key in self._of(one):
            if len(self._found[key]) < _CLASHES:
                self._found[key].append(one)

    def of(self, one: Activity) -> list[Neighbour]:
        near = {n.id: n for key in self._of(one) for n in self._found.get(key, ())}
        return list(near.values())

    @staticmethod
    def _of(one: Activity | Neighbour) -> list[tuple[Any, ...]]:
        places = [(one.held_on, one.channel, place) for place in one.hamlets or ("",)]
        return [*places, *((one.held_on, speaker) for speaker in one.speakers)]


def _settled(session: Session, preview: ImportPreview) -> ImportPreview:
    """Return the preview as the register is now: names and activities that came in since."""
    unit_id = problems.context(session).unit.id
    ids = already_known(preview.new_hamlets, hamlets.all_of(session, unit_id), hamlet_key)
    ids |= already_known(preview.new_speakers, speakers.all_of(session, unit_id), speaker_key)
    ready = [one for one in preview.rows if one.is_ready and one.activity]
    if not ready:
        return preview
    known = _keys(session, unit_id, [one.activity for one in ready if one.activity])
    rows = [_settled_row(one, ids, known) for one in preview.rows]
    count = sum(one.is_ready for one in rows)
    more = preview.ready - count
    return replace(preview, rows=tuple(rows), ready=count, duplicates=preview.duplicates + more)


def _settled_row(
    one: ImportRowResult,
    ids: Mapping[str, str],
    known: Mapping[tuple[Any, ...], tuple[str, str | None]],
) -> ImportRowResult:
    if not one.is_ready or one.activity is None:
        return one
    activity = replace(
        one.activity,
        hamlets=tuple(ids.get(key, key) for key in one.activity.hamlets),
        speakers=tuple(ids.get(key, key) for key in one.activity.speakers),
    )
    words, twin = known.get(_key(activity, activity.hamlets), (None, None))
    return replace(one, activity=activity, duplicate_of=words, duplicate_id=twin)
