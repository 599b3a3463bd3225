"""Households from a workbook of the office: looked at, read, then all taken in or none; undone.

At most three things are asked: sheets and columns, conversion of old letters, year and category.
Nothing of the register changes before `take`; all that is wrong is said at once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from db.rows import HouseholdImportRow
from desktop.core import (
    catalogue,
    clock,
    hamlets,
    history,
    household_changes,
    household_columns,
    household_images,
    households,
    settings,
)
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.hamlets import Hamlet
from desktop.core.household_cells import BadCell as BadCell, Draft, Known, Reader
from desktop.core.household_changes import (
    CHANGE_NAMES as CHANGE_NAMES,
    Change,
    NewHamlet,
    RowResult,
)
from desktop.core.household_images import Undone
from desktop.core.household_look import (
    Answers,
    Looked,
    Question as Question,
    category,
    converted,
    look as look,
    place,
)
from desktop.core.household_twins import Twins
from desktop.core.households import Household
from desktop.core.ids import new_id
from desktop.core.progress import Progress
from desktop.core.texts import fold


@dataclass(frozen=True)
class Ready:
    """What would be taken in, and everything that is wrong."""

    path_name: str
    year: int
    rows: tuple[RowResult, ...]
    new_hamlets: tuple[NewHamlet, ...]
    gone: tuple[Household, ...]
    twins: tuple[Twins, ...]
    chosen: Mapping[str, str]
    signature: str
    columns: Mapping[int, str]

    def count(self, change: Change) -> int:
        """Return how many rows do this."""
        return sum(one.change is change for one in self.rows)

    @property
    def problems(self) -> tuple[BadCell, ...]:
        """Return all that is wrong, in the order of the rows."""
        return tuple(problem for one in self.rows for problem in one.problems)


@dataclass(frozen=True)
class Taken:
    """What was taken in; the id is None when nothing was to change."""

    import_id: str | None
    added: int
    changed: int
    unchanged: int
    left_out: int
    hamlets: tuple[str, ...] = ()


def read(
    session: Session, looked: Looked, answers: Answers, progress: Progress | None = None
) -> Ready:
    """Return what would be taken in under these answers, with everything that is wrong.

    Raises WrongChoiceError where an answer is missing, CancelledError.
    """
    progress = progress or Progress()
    year = answers.year or looked.year or 0
    if year not in households.YEARS:
        raise WrongChoiceError("Chưa rõ danh sách này của năm nào. Hãy chọn năm.")
    chosen = answers.sheets or looked.chosen
    wanted = [(one, one.layout) for one in looked.sheets if one.name in chosen and one.layout]
    if not wanted:
        raise WrongChoiceError("Hãy chọn trang tính có danh sách hộ.")
    main = wanted[0][1]
    columns = dict(answers.columns or main.columns)
    known = _known(session, year)
    places = hamlets.all_of(session, settings.read(session).unit_id)
    convert = looked.legacy if answers.convert else None
    drafts: list[Draft] = []
    for sheet, layout in wanted:
        of_sheet = columns if layout.signature == main.signature else layout.columns
        if list(of_sheet.values()).count("head") != 1:
            raise WrongChoiceError("Hãy chọn đúng một cột là họ tên chủ hộ.")
        told = category(sheet, convert, known.categories)
        told = (answers.category if looked.category else told) or told or answers.category or ""
        reader = Reader(sheet.name, of_sheet, known, told, place(sheet, convert, places))
        below = progress.each(sheet.rows, f"Đang đọc {sheet.name}")
        drafts += reader.read((n, converted(c, f, convert)) for n, c, f in below if n > layout.last)
    if not drafts:
        raise WrongChoiceError("Trang tính này không có hộ nào dưới dòng tiêu đề.")
    progress.step("Đang so với sổ")
    found = household_changes.compare(session, year, drafts, answers.hamlets or {})
    return Ready(
        looked.path_name, year, found.rows, found.new_hamlets, found.gone, found.twins,
        dict(answers.hamlets or {}), main.signature, columns,
    )  # fmt: skip


def take(
    session: Session, ready: Ready, progress: Progress | None = None, skip_bad: bool = False
) -> Taken:
    """Keep all rows, or nothing when one is wrong (unless skip_bad); the columns are remembered.

    Compared once more with the register as it is now. Raises WrongChoiceError, CancelledError.
    """
    progress = progress or Progress()
    drafts = [one.draft for one in ready.rows]
    found = household_changes.compare(session, ready.year, drafts, ready.chosen)
    stopped = [one for one in found.rows if one.change is Change.STOPPED]
    if stopped and not skip_bad:
        raise WrongChoiceError(
            f"Còn {len(stopped)} dòng có lỗi nên chưa nhập dòng nào. Hãy sửa trong tệp rồi nhập lại, "
            "hoặc chọn bỏ qua các dòng đó."
        )
    household_columns.remember(session, ready.signature, ready.columns)
    new = [one for one in found.rows if one.change is Change.NEW]
    changed = [one for one in found.rows if one.change is Change.CHANGED]
    unchanged = sum(one.change is Change.UNCHANGED for one in found.rows)
    if not new and not changed:
        return Taken(None, 0, 0, unchanged, len(stopped))
    import_id = new_id()
    progress.step("Đang ghi vào sổ")
    places = _add_hamlets(session, [*new, *changed], found.new_hamlets, import_id)
    _write(session, ready, import_id, new, changed)
    return Taken(import_id, len(new), len(changed), unchanged, len(stopped), places)


def undo(session: Session, import_id: str) -> Undone:
    """Put the households back as they were before an import; those changed since stay.

    Raises NotFoundError for an import that never was. Undoing twice does nothing.
    """
    row = session.get(HouseholdImportRow, import_id, populate_existing=True)
    if row is None:
        raise NotFoundError
    if row.undone_at is not None:
        return Undone(0, 0, ())
    done = household_images.put_back(session, import_id)
    session.execute(
        update(HouseholdImportRow)
        .where(HouseholdImportRow.id == import_id)
        .values(undone_at=clock.of(session).now())
    )
    history.note(
        session, "household_import", import_id, "undone",
        {"added": [done.removed, 0], "changed": [done.restored, 0]},
    )  # fmt: skip
    return done


def _known(session: Session, year: int) -> Known:
    unit_id = settings.read(session).unit_id
    places = frozenset(fold(one.name) for one in hamlets.all_of(session, unit_id))
    return Known(
        catalogue.household_categories(session), catalogue.deprivations(session, year), places
    )


def _add_hamlets(
    session: Session, rows: Iterable[RowResult], new: Iterable[NewHamlet], import_id: str
) -> tuple[str, ...]:
    used = {one.household.hamlet_id for one in rows if one.household}
    wanted: list[Hamlet] = [one.hamlet for one in new if one.hamlet.id in used]
    for one in wanted:
        hamlets.add(session, one, import_id)
    return tuple(one.full_name for one in wanted)


def _write(
    session: Session, ready: Ready, import_id: str, new: list[RowResult], changed: list[RowResult]
) -> None:
    session.execute(
        insert(HouseholdImportRow).values(
            id=import_id, at=clock.of(session).now(), file_name=ready.path_name, year=ready.year,
            added=len(new), changed=len(changed), undone_at=None,
        )
    )  # fmt: skip
    ids = [one.household.id for one in (*new, *changed) if one.household]
    before = household_images.of(session, ids)
    households.put_many(
        session, [o.household for o in new if o.household],
        [o.household for o in changed if o.household], import_id,
    )  # fmt: skip
    years = {o.household.id: {ready.year: o.yearly} for o in (*new, *changed) if o.household}
    households.put_years(session, years)
    household_images.keep(session, import_id, before, household_images.of(session, ids))
    history.note(
        session, "household_import", import_id, "imported",
        {"file_name": ["", ready.path_name], "year": ["", str(ready.year)],
         "added": [0, len(new)], "changed": [0, len(changed)]},
    )  # fmt: skip
