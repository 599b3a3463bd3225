"""What a publication may change, kind by kind, and what it may not.

One list serves both: a preview shows its changes, `publishing.apply` makes the same steps.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from db.rows import CatalogueRow, HamletRow, PlanBasisRow, PlanRow
from desktop.core import catalogue, change_words, clock, hamlets, keys, ledger, settings
from desktop.core.changes import (
    Asked,
    Change,
    Deed,
    Sort,
    Step,
    compared,
    drop,
    in_order,
    keep,
    require,
)
from desktop.core.errors import PackageError, PackageReason
from desktop.core.keys import Kind, Trust
from desktop.core.packages import header as headers, sealing
from desktop.core.packages.contents import HamletEntry, Key
from desktop.core.packages.published import (
    Channel,
    Deadline,
    Deprivation,
    ExpenditureItem,
    Indicator,
    Item,
    Plan,
    PlanTask,
    Succession,
    Target,
    UnitEntry,
    VoucherKind,
)
from desktop.core.packages.published_values import CATALOGUES, ROWS, record, row
from desktop.core.packages.reader import Package
from desktop.core.paths import resources


def steps(session: Session, package: Package) -> list[Step]:
    """Return what a publication would change, in the order in which it is to be done.

    Raises PackageError for what no publication may do.
    """
    asked = Asked(session, package.header, package.records)
    return [
        *_units(asked), *_successions(asked), *_hamlets(asked), *_catalogues(asked),
        *_plan(asked), *_tasks(asked), *_targets(asked), *_deadlines(asked), *_keys(asked),
    ]  # fmt: skip


def _units(asked: Asked) -> Iterator[Step]:
    """The unit that owns the register stays as it is."""
    kept = asked.kept(UnitEntry, "id")
    for key in in_order((one.id, one.parent_id) for one in asked.units.values()):
        require(key in asked.units, key)
        yield from compared(asked, Sort.UNIT, asked.names[key], kept.get(key), asked.units[key])


def _successions(asked: Asked) -> Iterator[Step]:
    rows = asked.session.scalars(select(ROWS[Succession]))
    kept = {(one.old_id, one.new_id): record(Succession, one) for one in rows}
    found = [one for one in asked.of(Succession) if one.old_id != asked.own]
    in_order([*kept, *((one.old_id, one.new_id) for one in found)])
    for one in found:
        require({one.old_id, one.new_id} <= asked.units.keys(), one.old_id)
        name = f"{asked.names[one.old_id]} → {asked.names[one.new_id]}"
        yield from compared(asked, Sort.UNIT, name, kept.get((one.old_id, one.new_id)), one)


def _hamlets(asked: Asked) -> Iterator[Step]:
    """Hamlets by id; those that the register's own unit made itself stay as they are."""
    kept = asked.kept(HamletEntry, "id")
    mine = {key: one for key, one in kept.items() if one.unit_id == asked.own}
    for key in _brought(asked):
        mine.pop(key, None)
    twins = {hamlets.key(f"{one.kind} {one.name}"): one.id for one in mine.values()}
    new: dict[str, HamletEntry] = {}
    same: dict[str, str] = {}
    for one in asked.of(HamletEntry):
        twin = twins.get(hamlets.key(f"{one.kind} {one.name}")) if one.unit_id == asked.own else ""
        if twin:
            same[one.id] = twin
        elif one.id not in mine:
            new[one.id] = one
    for key, one in new.items():
        new[key] = _succeeded(one, same.get(one.successor_id or "", one.successor_id))
    yield from _hamlet_steps(asked, kept, new)


def _succeeded(one: HamletEntry, successor_id: str | None) -> HamletEntry:
    fields = {name: getattr(one, name) for name in one.__struct_fields__}
    return HamletEntry(**fields | {"successor_id": successor_id})


def _hamlet_steps(
    asked: Asked, kept: Mapping[str, HamletEntry], new: Mapping[str, HamletEntry]
) -> Iterator[Step]:
    whole = {**kept, **new}
    asked.names |= {key: f"{one.kind} {one.name}" for key, one in whole.items()}
    for key in in_order((one.id, one.successor_id) for one in whole.values()):
        require(key in whole and whole[key].unit_id in asked.units, key)
        name = f"{asked.names[key]}, {asked.names[whole[key].unit_id]}"
        more = {"import_id": asked.header.package_id} if whole[key].unit_id == asked.own else {}
        yield from compared(asked, Sort.HAMLET, name, kept.get(key), whole[key], **more)


def _brought(asked: Asked) -> list[str]:
    """Return the hamlets of the own unit that an earlier publication brought."""
    known = ledger.of_kind(asked.session, str(headers.Kind.PUBLICATION), asked.publisher)
    query = select(HamletRow.id).where(HamletRow.import_id.in_([one.id for one in known]))
    return list(asked.session.scalars(query))


def _catalogues(asked: Asked) -> Iterator[Step]:
    """Only newer catalogues; items are never removed, and no code comes back once retired."""
    for name, kind in CATALOGUES.items():
        if not _is_newer(asked, name):
            continue
        title = change_words.CATALOGUES[name]
        yield _version(asked, name)
        kept = asked.kept(kind, "code")
        for one in asked.of(kind):
            before = kept.get(one.code)
            _require_usable(asked, before, one)
            label = f"{title}: {one.name} ({one.code})"
            yield from compared(asked, Sort.CATALOGUE, label, before, one)


def _is_newer(asked: Asked, name: str) -> bool:
    return asked.header.catalogue.get(name, 0) > catalogue.versions(asked.session).get(name, 0)


def _version(asked: Asked, name: str) -> Step:
    now, then = catalogue.versions(asked.session).get(name, 0), asked.header.catalogue[name]
    kept = CatalogueRow(
        name=name, version=then, issued_by=asked.header.unit.name,
        taken_in_at=clock.of(asked.session).now(),
    )  # fmt: skip
    deed, before = (Deed.CHANGED, f"bản số {now}") if now else (Deed.ADDED, "")
    change = Change(Sort.CATALOGUE, deed, change_words.CATALOGUES[name], before, f"bản số {then}")
    return Step(change, keep(kept))


def _require_usable(asked: Asked, before: Item | None, item: Item) -> None:
    again = before is not None and before.retired_on is not None and item.retired_on is None
    require(not again, f"{item.code} is used again")
    if isinstance(item, Channel):
        drawn = {path.stem for path in (resources() / "icons").glob("*.svg")}
        require(item.icon in drawn, f"icon of {item.code}")
        require({*item.quantities} <= {*catalogue.SAID_BY_QUANTITY}, f"quantities of {item.code}")
    if isinstance(item, Deprivation) and item.valid_from > item.valid_to:
        raise PackageError(PackageReason.PERIOD, item.code)
    if isinstance(item, ExpenditureItem):
        require(_vouchers(asked).issuperset(item.vouchers), f"vouchers of {item.code}")


def _vouchers(asked: Asked) -> set[str]:
    """Return the kinds of vouchers that are known, or come with the publication."""
    new = asked.of(VoucherKind) if _is_newer(asked, "voucher_kinds") else []
    return {*asked.kept(VoucherKind, "code"), *(one.code for one in new)}


def _plan(asked: Asked) -> Iterator[Step]:
    """Replace or add the plan, and use it from now on."""
    for one in asked.of(Plan):
        require(len(asked.of(Plan)) == 1, "two plans")
        if one.first > one.last:
            raise PackageError(PackageReason.PERIOD, "plan")
        require(_may_issue(asked, one.issuer_id), "issuer of the plan")
        before = _kept_plan(asked.session, one.id)
        for step in compared(asked, Sort.PLAN, one.short_title, before, one):
            yield replace(step, make=_keep_plan(one))
        used = settings.read(asked.session).plan_id
        if used != one.id:
            old = asked.session.get(PlanRow, used)
            was = old.short_title if old else change_words.NOTHING
            change = Change(Sort.PLAN, Deed.CHANGED, "Kế hoạch đang dùng", was, one.short_title)
            yield Step(change, _use_plan(one.id))


def _may_issue(asked: Asked, issuer_id: str) -> bool:
    """Return whether it is the publisher, or a unit of the past that was under it."""
    if issuer_id == asked.publisher:
        return True
    issuer, day = asked.units.get(issuer_id), asked.header.made_at.date()
    if issuer is None or issuer.valid_to is None:
        return False
    return issuer.parent_id == asked.publisher and issuer.valid_to < day


def _kept_plan(session: Session, plan_id: str) -> Plan | None:
    found = session.get(PlanRow, plan_id)
    query = select(PlanBasisRow.text).where(PlanBasisRow.plan_id == plan_id)
    bases = tuple(session.scalars(query.order_by(PlanBasisRow.position)))
    return record(Plan, found, bases=bases) if found else None


def _keep_plan(plan: Plan) -> Callable[[Session], object]:
    kept = row(plan)

    def make(session: Session) -> None:
        session.merge(kept)
        session.flush()
        for position, text in enumerate(plan.bases):
            session.merge(PlanBasisRow(plan_id=plan.id, position=position, text=text))
        beyond = PlanBasisRow.position >= len(plan.bases)
        session.execute(delete(PlanBasisRow).where(PlanBasisRow.plan_id == plan.id, beyond))

    return make


def _use_plan(plan_id: str) -> Callable[[Session], object]:
    return lambda session: settings.save(session, replace(settings.read(session), plan_id=plan_id))


def _tasks(asked: Asked) -> Iterator[Step]:
    """The tasks of the published plan, as a whole; where they stand is what the publisher says."""
    plan_ids = [one.id for one in asked.of(Plan)]
    kept = asked.kept(PlanTask, "id")
    found = {one.id: one for one in asked.of(PlanTask)}
    asked.names |= {one.id: one.short_title for one in asked.of(Plan)}
    for key, one in found.items():
        before = kept.get(key, one)
        require([one.plan_id] == plan_ids == [before.plan_id], f"plan of task {key}")
        yield from compared(asked, Sort.PLAN, _task_name(one), kept.get(key), one)
    for key, one in kept.items():
        if [one.plan_id] == plan_ids and key not in found:
            yield drop(asked, Sort.PLAN, _task_name(one), one)


def _task_name(task: PlanTask) -> str:
    return f"Nhiệm vụ số {task.position + 1} của {task.body}"


def _targets(asked: Asked) -> Iterator[Step]:
    """The targets of the published plan, as a whole; those of the own unit first."""
    plan_ids = [one.id for one in asked.of(Plan)]
    kept = asked.kept(Target, "id")
    indicators = asked.kept(Indicator, "code")
    if _is_newer(asked, "report_indicators"):
        indicators |= {one.code: one for one in asked.of(Indicator)}
    asked.names |= {code: one.name for code, one in indicators.items()}
    asked.names |= {one.id: one.short_title for one in asked.of(Plan)}
    mine_first = sorted(asked.of(Target), key=lambda one: one.unit_id != asked.own)
    found = {one.id: one for one in mine_first}
    for key, one in found.items():
        before = kept.get(key, one)
        require([one.plan_id] == plan_ids == [before.plan_id], f"plan of target {key}")
        require(one.unit_id is None or one.unit_id in asked.units, f"unit of target {key}")
        require(one.indicator in indicators, f"indicator of target {key}")
        yield from compared(asked, Sort.TARGET, _target_name(asked, one), kept.get(key), one)
    for key, one in kept.items():
        if [one.plan_id] == plan_ids and key not in found:
            yield drop(asked, Sort.TARGET, _target_name(asked, one), one)


def _target_name(asked: Asked, target: Target) -> str:
    name = asked.names.get(target.indicator, target.indicator)
    return f"{name}, {asked.names[target.unit_id]}" if target.unit_id else name


def _deadlines(asked: Asked) -> Iterator[Step]:
    """The deadlines as a whole."""
    kept = asked.kept(Deadline, "name")
    found = {one.name: one for one in asked.of(Deadline)}
    for name, one in found.items():
        if one.period.first > one.period.last:
            raise PackageError(PackageReason.PERIOD, name)
        yield from compared(asked, Sort.DEADLINE, name, kept.get(name), one)
    for name, one in kept.items():
        if name not in found:
            yield drop(asked, Sort.DEADLINE, name, one)


def _keys(asked: Asked) -> Iterator[Step]:
    """The keys to encrypt for the publisher: those that it names take the place of earlier ones."""
    found = asked.of(Key)
    require(len({one.recipient for one in found}) == len(found), "two keys in one")
    for one in found:
        if one.role == "sender":
            raise PackageError(PackageReason.KIND, one.role)
        kind = Kind.RECOVERY if one.role == "recovery" else Kind.BOX
        known = keys.known(asked.session, one.recipient)
        ours = known is None or (known.unit_id, known.kind) == (asked.publisher, kind)
        require(ours, "key of another unit")
        name = _KEYS[kind].format(asked.header.unit.name)
        if known is None or known.trust is Trust.CLOSED:
            change = Change(Sort.KEY, Deed.ADDED, name, "", _code(one.recipient))
            yield Step(change, _trust(one.recipient, asked.publisher, kind))
        for old in keys.of_unit(asked.session, asked.publisher, kind):
            if old.public != one.recipient:
                change = Change(Sort.KEY, Deed.RETIRED, name, _code(old.public), "")
                yield Step(change, _close(old.public))


_KEYS = {Kind.BOX: "Khóa nhận báo cáo của {}", Kind.RECOVERY: "Khóa dự phòng của {}"}


def _code(recipient: str) -> str:
    return f"mã {sealing.code(hashlib.sha256(recipient.encode()).digest())}"


def _trust(public: str, unit_id: str, kind: Kind) -> Callable[[Session], object]:
    return lambda session: keys.trust(session, public, unit_id, kind)


def _close(public: str) -> Callable[[Session], object]:
    return lambda session: keys.close(session, public)
