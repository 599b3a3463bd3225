"""Publications (công bố): made by the consolidating unit, looked at and applied by the others.

`intake` takes them in; what each may change stands in `published_changes`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import PlanBasisRow, PlanRow, PlanTaskRow, TargetRow
from desktop.core import (
    catalogue,
    exchange,
    intake,
    keys,
    ledger,
    plans,
    published_changes,
    settings,
    units,
)
from desktop.core.changes import Change, Sort, Step
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.exchange import Made
from desktop.core.keys import Kind
from desktop.core.ledger import Entry, State
from desktop.core.packages import header as headers, reader, writer
from desktop.core.packages.contents import HamletEntry, Key
from desktop.core.packages.header import About, Record
from desktop.core.packages.published import (
    Deadline,
    Plan,
    PlanTask,
    Succession,
    Target,
    UnitEntry,
)
from desktop.core.packages.published_values import CATALOGUES, ROWS, record
from desktop.core.settings import Role, Settings
from desktop.core.texts import sort_key

_WHOLE: tuple[type[Record], ...] = (
    UnitEntry, Succession, HamletEntry, Deadline, *CATALOGUES.values(),
)  # fmt: skip
_PUBLICATION = str(headers.Kind.PUBLICATION)
_SORTS = list(Sort)
_IN_THE_WAY = (State.TAKEN, State.WAITING, State.CONFLICT)
"""A publication that stands so is archived when another one is applied."""


@dataclass(frozen=True)
class Recovery:
    """A recovery key: its secret belongs on paper, in the safe; `public` is what is kept here."""

    secret: str
    public: str


def new_recovery_key() -> Recovery:
    """Return a fresh recovery key; nothing of it is kept until `keep_recovery_key`."""
    from pyrage import x25519

    secret = x25519.Identity.generate()
    return Recovery(str(secret), str(secret.to_public()))


def keep_recovery_key(session: Session, public: str) -> None:
    """Let publications name this recovery key from now on; its secret is on paper by then.

    Raises WrongChoiceError when there is one; to replace a lost one, close it first.
    """
    mine = _publisher(session)
    if keys.of_unit(session, mine.unit_id, Kind.RECOVERY):
        raise WrongChoiceError(
            "Khóa dự phòng đã được tạo và in một lần, chương trình không giữ bản nào để in lại. "
            "Nếu bản in đã mất, hãy đóng khóa cũ rồi tạo khóa mới."
        )
    keys.trust(session, public, mine.unit_id, Kind.RECOVERY)


def recovery_key(session: Session) -> str:
    """Make the recovery key and return its secret: print it now, it is kept nowhere.

    Raises WrongChoiceError when there is one.
    """
    made = new_recovery_key()
    keep_recovery_key(session, made.public)
    return made.secret


def newest(session: Session) -> Made | None:
    """Return the newest publication of ours, as it was made."""
    own = settings.read(session).unit_id
    made = [one for one in ledger.of_kind(session, _PUBLICATION, own) if one.out]
    if not made:
        return None
    return Made(made[-1], ledger.file_of(session, made[-1].id), encrypted=False)


def publish(session: Session) -> Made:
    """Return a publication for all units, with the next number. Raises WrongChoiceError."""
    mine = _publisher(session)
    unit = units.get(session, mine.unit_id)
    recovery = keys.of_unit(session, unit.id, Kind.RECOVERY)
    if not recovery:
        raise WrongChoiceError(
            "Chưa có khóa dự phòng. Hãy tạo và in khóa dự phòng, cất vào két, rồi công bố."
        )
    earlier = [one.version for one in ledger.of_kind(session, _PUBLICATION, unit.id)]
    about = About(
        kind=headers.Kind.PUBLICATION,
        unit=exchange.unit_in_header(unit),
        period=exchange.period_in_header(plans.get(session, mine.plan_id).window),
        version=max(earlier, default=0) + 1,
        catalogue=catalogue.versions(session),
    )
    records = [
        *_said(session, mine.plan_id),
        Key("receiver", exchange.recipient_of(exchange.own_device(session))),
        Key("recovery", recovery[-1].public),
    ]
    return exchange.send(session, writer.freeze(about, records), None)


def unpublished(session: Session) -> int | None:
    """Return how many records a publication would say otherwise than our newest (None: none yet)."""
    last = newest(session)
    if last is None:
        return None
    package = reader.read(last.file, lambda _key: last.entry.unit_id, ())
    then = {one for one in package.records if not isinstance(one, Key)}
    now = set(_said(session, settings.read(session).plan_id))
    return max(len(now - then), len(then - now))


def offered(session: Session) -> list[Entry]:
    """Return the publications that wait to be looked at and applied, the newest first."""
    known = ledger.of_kind(session, _PUBLICATION)
    return [one for one in reversed(known) if one.state is State.WAITING]


def preview(session: Session, package_id: str) -> tuple[Change, ...]:
    """Return what a waiting publication would change. Raises as `apply` does; changes nothing."""
    return _listed(_steps(session, _waiting(session, package_id)))


def apply(session: Session, package_id: str) -> tuple[Change, ...]:
    """Let a waiting publication take effect and return what it changed; nothing the second time.

    Raises NotFoundError, WrongChoiceError for one that does not wait, PackageError.
    """
    entry = _waiting(session, package_id)
    steps = _steps(session, entry)
    for one in steps:
        one.make(session)
        session.flush()
    if entry.state is not State.TAKEN:
        intake.archive(session, _others(session, entry), *_IN_THE_WAY)
        ledger.mark(session, entry.id, State.TAKEN)
    return _listed(steps)


def _steps(session: Session, entry: Entry) -> list[Step]:
    if entry.state is State.TAKEN:
        return []
    return published_changes.steps(session, intake.read_again(session, entry.id))


def _waiting(session: Session, package_id: str) -> Entry:
    """Return the publication if it may be applied, or was."""
    entry = ledger.get(session, package_id)
    if entry is None or entry.out or entry.kind != _PUBLICATION:
        raise NotFoundError
    if entry.state is State.QUARANTINE:
        raise WrongChoiceError(
            "Chưa xác nhận khóa của nơi công bố. Hãy so 8 số cuối với công văn trước."
        )
    newer = max((one.version for one in _others(session, entry)), default=0)
    if entry.state is not State.TAKEN and (entry.state not in _IN_THE_WAY or newer > entry.version):
        raise WrongChoiceError(
            f"Bản công bố số {entry.version} đã cũ: sổ có bản số {newer}. Hãy dùng bản mới nhất."
        )
    return entry


def _others(session: Session, entry: Entry) -> list[Entry]:
    known = ledger.of_kind(session, _PUBLICATION, entry.unit_id)
    kept = [one for one in known if one.id != entry.id and not one.out]
    return [one for one in kept if one.state is not State.QUARANTINE]


def _listed(steps: Iterable[Step]) -> tuple[Change, ...]:
    """Return the changes in the order in which people read them."""
    found = (one.change for one in steps)
    return tuple(sorted(found, key=lambda one: (_SORTS.index(one.sort), sort_key(one.name))))


def _publisher(session: Session) -> Settings:
    mine = settings.read(session)
    if mine.role is not Role.CITY:
        raise WrongChoiceError("Chỉ sổ của đơn vị tổng hợp được công bố kế hoạch và danh mục.")
    return mine


def _said(session: Session, plan_id: str) -> list[Record]:
    """Return what a publication says, without the keys."""
    whole = (record(kind, one) for kind in _WHOLE for one in session.scalars(select(ROWS[kind])))
    return [*_plan(session, plan_id), *whole]


def _plan(session: Session, plan_id: str) -> list[Record]:
    bases = select(PlanBasisRow.text).where(PlanBasisRow.plan_id == plan_id)
    texts = tuple(session.scalars(bases.order_by(PlanBasisRow.position)))
    targets = session.scalars(select(TargetRow).where(TargetRow.plan_id == plan_id))
    tasks = session.scalars(select(PlanTaskRow).where(PlanTaskRow.plan_id == plan_id))
    plan = record(Plan, session.get_one(PlanRow, plan_id), bases=texts)
    return [
        plan, *(record(PlanTask, one) for one in tasks), *(record(Target, one) for one in targets)
    ]  # fmt: skip
