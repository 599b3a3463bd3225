"""What a list of households would change in the register: new, changed, unchanged, gone, twins.

A row is a known household by its code, else by name and hamlet where one of the two has no code.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum, auto

from sqlalchemy.orm import Session

from desktop.core import hamlets, household_twins, households, settings
from desktop.core.hamlets import Hamlet
from desktop.core.household_cells import BadCell, Draft, place_of, spoilt
from desktop.core.household_twins import Twins
from desktop.core.households import ESCAPED, FIELDS, NEAR_POOR, POOR, Household, Yearly, name_key
from desktop.core.texts import fold, nfc
from desktop.core.workbook_names import hamlet_key

_LISTED = (POOR, NEAR_POOR, ESCAPED)
_KINDS = {POOR: "nghèo", NEAR_POOR: "cận nghèo", ESCAPED: "mới thoát nghèo"}
_MOST_TWINS = 200
_SHORTEST_LOUD = 3
_NEAR_HAMLET = 80.0


class Change(StrEnum):
    """What a row does to the register."""

    NEW = auto()
    CHANGED = auto()
    UNCHANGED = auto()
    STOPPED = auto()


CHANGE_NAMES = {
    Change.NEW: "Thêm mới", Change.CHANGED: "Sửa đổi", Change.UNCHANGED: "Không đổi",
    Change.STOPPED: "Có lỗi",
}  # fmt: skip


@dataclass(frozen=True)
class RowResult:
    """A row and the household it would leave behind; `fields` says what changes (labels)."""

    draft: Draft
    change: Change
    household: Household | None = None
    yearly: Yearly | None = None
    fields: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[BadCell, ...]:
        """Return what is wrong with the row."""
        return self.draft.problems


@dataclass(frozen=True)
class NewHamlet:
    """A hamlet that the register does not know; `near` are known ones that are called alike."""

    written: str
    hamlet: Hamlet
    rows: int
    near: tuple[Hamlet, ...] = ()


@dataclass(frozen=True)
class Changes:
    """All rows, hamlets not known, households the list no longer names, and likely twins."""

    rows: tuple[RowResult, ...]
    new_hamlets: tuple[NewHamlet, ...]
    gone: tuple[Household, ...]
    twins: tuple[Twins, ...]


@dataclass
class _Places:
    """Hamlets by what is written."""

    unit_id: str
    known: dict[str, Hamlet]
    bare: dict[str, list[Hamlet]]
    chosen: Mapping[str, str]
    new: dict[str, Hamlet] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def find(self, text: str) -> Hamlet | None:
        """Return the hamlet of a cell, a new one where nobody knows it; None for an empty cell."""
        written = place_of(text)
        if not written:
            return None
        named = hamlets.named(written, self.unit_id, "")
        key = hamlet_key(named)
        found = self.known.get(key)
        if found is None and not named.kind:
            same = self.bare.get(fold(named.name), [])
            found = same[0] if len(same) == 1 else None
        if found is None and written in self.chosen:
            found = next((o for o in self.known.values() if o.id == self.chosen[written]), None)
        if found is None:
            self.rows[key] += 1
            found = self.new.setdefault(key, _quiet(hamlets.named(written, self.unit_id)))
        return found


def _quiet(hamlet: Hamlet) -> Hamlet:
    """Return a hamlet written in capitals ("BUÔN ĐUNG") as one writes names."""
    loud = hamlet.name.isupper() and sum(sign.isalpha() for sign in hamlet.name) > _SHORTEST_LOUD
    return replace(hamlet, name=hamlet.name.title()) if loud else hamlet


def compare(
    session: Session, year: int, drafts: Sequence[Draft], chosen: Mapping[str, str]
) -> Changes:
    """Return what these rows would change; `chosen` says which hamlet (id) an unknown name means."""
    unit_id = settings.read(session).unit_id
    places = _places(session, unit_id, year, chosen)
    stands = hamlets.standing(session, date.max)
    everyone = households.all_of(session, unit_id)
    years = households.years_of(session, [one.id for one in everyone])
    known = _Known(everyone, stands)
    rows, seen = [], _Seen()
    named: set[str] = set()
    for draft in drafts:
        place = places.find(draft.hamlet)
        checked = seen.check(draft, place)
        before = known.find(checked, place)
        named |= {before.id} if before is not None else set()
        if checked.problems:
            rows.append(RowResult(checked, Change.STOPPED))
            continue
        if before is not None and before.id in seen.taken:
            reason = "Dòng này và một dòng trước cùng là một hộ trong sổ."
            rows.append(RowResult(spoilt(checked, "head", reason, draft.head), Change.STOPPED))
            continue
        one = _row(checked, place, before, years, year, unit_id)
        seen.taken.add(one.household.id if one.household else "")
        rows.append(one)
    gone = [
        one for one in everyone
        if one.gone_on is None and one.id not in named and _was_listed(years.get(one.id, {}), year)
    ]  # fmt: skip
    return Changes(
        tuple(rows), tuple(_new_hamlets(places)), tuple(gone), _twins(rows, everyone, stands)
    )


class _Known:
    """The households of the register by code, and by name and hamlet."""

    def __init__(self, everyone: Iterable[Household], stands: Mapping[str, str]) -> None:
        self._stands = stands
        self._codes: dict[str, list[Household]] = defaultdict(list)
        self._names: dict[tuple[str, str | None], list[Household]] = defaultdict(list)
        for one in everyone:
            if one.code:
                self._codes[fold(one.code)].append(one)
            self._names[name_key(one.head), self._place(one.hamlet_id)].append(one)

    def find(self, draft: Draft, place: Hamlet | None) -> Household | None:
        """Return the household that a row is about, None if it is new or cannot be told."""
        same = self._codes.get(fold(draft.code), []) if draft.code else []
        if same:
            return same[0] if len(same) == 1 else None
        alike = self._names.get(
            (name_key(draft.head), self._place(place.id if place else None)), []
        )
        alike = [one for one in alike if not (one.code and draft.code)]
        return alike[0] if len(alike) == 1 else None

    def _place(self, hamlet_id: str | None) -> str | None:
        return self._stands.get(hamlet_id, hamlet_id) if hamlet_id else None


class _Seen:
    """What stood in rows before."""

    def __init__(self) -> None:
        self.taken: set[str] = set()
        self._codes: dict[str, Draft] = {}
        self._names: dict[tuple[str, str], Draft] = {}

    def check(self, draft: Draft, place: Hamlet | None) -> Draft:
        """Return the draft, spoilt if a row before says the same."""
        if not draft.head:
            return draft
        code = fold(nfc(draft.code))
        if code:
            first = self._codes.setdefault(code, draft)
            if first is not draft:
                return spoilt(draft, "code", _repeats("Mã hộ này", draft, first), draft.code)
            return draft
        key = (name_key(draft.head), hamlet_key(place) if place else "")
        first = self._names.setdefault(key, draft)
        if first is not draft:
            what = "Họ tên chủ hộ này trong cùng thôn, buôn"
            return spoilt(draft, "head", _repeats(what, draft, first), draft.head)
        return draft


def _repeats(what: str, draft: Draft, first: Draft) -> str:
    where = f"dòng {first.row}"
    where += "" if first.sheet == draft.sheet else f" của trang “{first.sheet}”"
    return f"{what} đã có ở {where}. Nếu là hai hộ khác nhau, hãy ghi mã hộ để phân biệt."


def _row(
    draft: Draft,
    place: Hamlet | None,
    before: Household | None,
    years: Mapping[str, Mapping[int, Yearly]],
    year: int,
    unit_id: str,
) -> RowResult:
    kept = years.get(before.id, {}).get(year) if before else None
    lacks = draft.lacks
    if lacks is None:
        lacks = kept.lacks if kept else frozenset()
    yearly = Yearly(draft.category, lacks)
    if before is None:
        new = Household(
            unit_id=unit_id, head=nfc(draft.head), code=nfc(draft.code),
            hamlet_id=place.id if place else None, ethnic=nfc(draft.ethnic), note=nfc(draft.note),
        )  # fmt: skip
        return RowResult(draft, Change.NEW, new, yearly)
    after = replace(
        before, head=nfc(draft.head), code=nfc(draft.code) or before.code,
        hamlet_id=place.id if place else before.hamlet_id,
        ethnic=nfc(draft.ethnic) or before.ethnic, note=nfc(draft.note) or before.note,
    )  # fmt: skip
    changed = [FIELDS[name] for name in FIELDS if getattr(before, name) != getattr(after, name)]
    if kept is None or kept.category != yearly.category:
        old = _KINDS.get(kept.category or "", "–") if kept else "–"
        changed.append(f"Loại hộ năm {year}: {old} → {_KINDS.get(draft.category, draft.category)}")
    if kept is not None and kept.lacks != yearly.lacks:
        changed.append(f"Thiếu hụt năm {year}: {len(kept.lacks)} → {len(lacks)} chỉ số")
    change = Change.CHANGED if changed else Change.UNCHANGED
    return RowResult(draft, change, after, yearly, tuple(changed))


def _places(session: Session, unit_id: str, year: int, chosen: Mapping[str, str]) -> _Places:
    """Return the hamlets by name: of two of one name, the one of the year's end."""
    day = date(year, 12, 31)
    everything = hamlets.all_of(session, unit_id)
    known: dict[str, Hamlet] = {}
    bare: dict[str, list[Hamlet]] = defaultdict(list)
    for one in sorted(
        everything, key=lambda one: (not one.is_valid(day), one.valid_to is not None)
    ):
        known.setdefault(hamlet_key(one), one)
        bare[fold(one.name)].append(one)
    return _Places(unit_id, known, bare, chosen)


def _new_hamlets(places: _Places) -> Iterable[NewHamlet]:
    from rapidfuzz import fuzz

    for key, one in places.new.items():
        near = [
            other for other in places.known.values()
            if fold(other.name) == fold(one.name)
            or fuzz.ratio(fold(other.name), fold(one.name)) >= _NEAR_HAMLET
        ]  # fmt: skip
        yield NewHamlet(one.full_name, one, places.rows[key], tuple(near[:5]))


def _was_listed(years: Mapping[int, Yearly], year: int) -> bool:
    """Say whether the household was on the lists of the year, else of the last one before."""
    before = [one for one in years if one <= year]
    return bool(before) and max(before) >= year - 1 and years[max(before)].category in _LISTED


def _twins(
    rows: Iterable[RowResult], everyone: Iterable[Household], stands: Mapping[str, str]
) -> tuple[Twins, ...]:
    """Return likely twins of which one at least is in the list."""
    listed = {one.household.id: one.household for one in rows if one.household}
    whole = {one.id: one for one in everyone if one.gone_on is None} | listed
    found = household_twins.among(whole.values(), stands)
    wanted = (one for one in found if any(h.id in listed for h in one.households))
    return tuple(one for one, _ in zip(wanted, range(_MOST_TWINS), strict=False))
