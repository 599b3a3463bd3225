"""A city that publishes and a ward that takes in: registers, edits of the city, dumps."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pyrage import x25519
from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import (
    CatalogueRow,
    ChannelRow,
    DeprivationRow,
    DeviceRow,
    ExpenditureItemRow,
    FundKindRow,
    HamletRow,
    HouseholdCategoryRow,
    IndicatorRow,
    LanguageRow,
    PayerRow,
    PlanBasisRow,
    PlanRow,
    PlanTaskRow,
    Row,
    TargetRow,
    TopicRow,
    UnitRow,
    UnitSuccessionRow,
    VoucherKindRow,
)
from db.store import Store
from desktop.core import (
    deadlines,
    exchange,
    hamlets,
    intake,
    keys,
    periods,
    publishing,
    registers,
    settings,
    units,
)
from desktop.core.changes import Sort
from desktop.core.deadlines import Deadline
from desktop.core.exchange import Made
from desktop.core.hamlets import Hamlet
from desktop.core.packages import header as headers, writer
from desktop.core.packages.header import About, Record
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from tests.builders import CLOCK, WARD, keep_hamlet

CITY = "643"
OTHER_WARD = "24163"
DAY = date(2024, 9, 30)
Q4 = periods.parse("2024-Q4")
SORTS = {
    "plans": Sort.PLAN, "plan_bases": Sort.PLAN, "settings": Sort.PLAN, "targets": Sort.TARGET,
    "catalogues": Sort.CATALOGUE, "channels": Sort.CATALOGUE, "topics": Sort.CATALOGUE,
    "languages": Sort.CATALOGUE, "household_categories": Sort.CATALOGUE,
    "payers": Sort.CATALOGUE, "report_indicators": Sort.CATALOGUE,
    "deprivation_indicators": Sort.CATALOGUE, "expenditure_items": Sort.CATALOGUE,
    "fund_kinds": Sort.CATALOGUE, "voucher_kinds": Sort.CATALOGUE, "plan_tasks": Sort.PLAN, "units": Sort.UNIT,
    "unit_successions": Sort.UNIT, "hamlets": Sort.HAMLET, "deadlines": Sort.DEADLINE,
    "known_keys": Sort.KEY,
}  # fmt: skip
"""What a change of a table is about; the ledger and the history follow by themselves."""
NEW = {
    "city": NewRegister(role=Role.CITY, unit_code=CITY, officer="A"),
    "ward": NewRegister(role=Role.WARD, unit_code=WARD, officer="H'Linh Niê"),
}
OWN_BOOKS = ("history", "packages", "devices")

Dump = dict[tuple[str, tuple[Any, ...]], dict[str, Any]]


def make_templates(folder: Path) -> Path:
    """A city that has its recovery key, and a ward that trusts nobody yet."""
    for name in NEW:
        with made_anew(folder, name, folder):
            pass
    return folder


@contextmanager
def made_anew(_templates: Path, name: str, folder: Path) -> Iterator[Store]:
    """As `opened`, where there is no file to copy."""
    store = registers.create(folder / f"{name}.sotr", NEW[name], CLOCK)
    if name == "city":
        with store.write() as session:
            publishing.recovery_key(session)
            exchange.own_device(session)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def opened(templates: Path, name: str, folder: Path) -> Iterator[Store]:
    folder.mkdir(parents=True, exist_ok=True)
    for file in templates.glob(f"{name}.*"):
        shutil.copyfile(file, folder / file.name)
    store = Store.open(folder / f"{name}.sotr", {"clock": CLOCK})
    try:
        yield store
    finally:
        store.close()


@dataclass
class Pair:
    """A city and a ward."""

    city: Store
    ward: Store

    def publish(self, *edits: Callable[[Session], None]) -> Made:
        """The city edits and publishes."""
        with self.city.write() as session:
            for edit in edits:
                edit(session)
            return publishing.publish(session)

    def take(self, made: Made) -> intake.Outcome:
        """The ward takes in what it was given."""
        with self.ward.write() as session:
            return intake.receive(session, made.entry.file_name, made.file)

    def offer(self, *edits: Callable[[Session], None]) -> Made:
        """Published, taken in and trusted: it waits."""
        made = self.publish(*edits)
        if self.take(made).result is intake.Result.QUARANTINE:
            with self.ward.write() as session:
                intake.trust_blindly(session, made.entry.id)
        return made

    def apply(self, made: Made) -> tuple[Any, ...]:
        with self.ward.write() as session:
            return publishing.apply(session, made.entry.id)

    def by_hand(self, *records: Record, **changes: Any) -> Made:
        """A publication of any records, signed by the city."""
        with self.city.write() as session:
            unit = units.get(session, settings.read(session).unit_id)
            known = {
                "kind": headers.Kind.PUBLICATION, "unit": exchange.unit_in_header(unit),
                "period": exchange.period_in_header(Q4), "version": 1, "catalogue": {},
            }  # fmt: skip
            about = About(**(known | changes))
            return exchange.send(session, writer.freeze(about, records), None)


@contextmanager
def pair_in(templates: Path, folder: Path) -> Iterator[Pair]:
    with opened(templates, "city", folder) as city, opened(templates, "ward", folder) as ward:
        yield Pair(city, ward)


def dump(store: Store) -> Dump:
    """Every row of every table."""
    found: Dump = {}
    with store.read() as session:
        for table in Row.metadata.sorted_tables:
            for row in session.execute(select(table)).mappings():
                key = tuple(row[column.name] for column in table.primary_key)
                found[table.name, key] = dict(row)
    return found


def differing(before: Dump, after: Dump) -> set[tuple[str, tuple[Any, ...]]]:
    """Table and key of what was added, changed or is gone."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


def changed_things(before: Dump, after: Dump) -> dict[Sort, int]:
    """How many things of each sort changed; a plan is one thing with its bases."""
    things = set()
    for table, key in differing(before, after):
        if table == "plan_bases":
            table, key = "plans", key[:1]
        if table not in OWN_BOOKS:
            things.add((table, key))
    return dict(Counter(SORTS[table] for table, _ in things))


def unit_id(session: Session, code: str = WARD) -> str:
    return units.by_code(session, code, DAY).id


def newer(session: Session, name: str) -> None:
    session.get_one(CatalogueRow, name).version += 1


def rename_topic(session: Session) -> None:
    session.get_one(TopicRow, "DV01").name = "Việc làm bền vững"
    newer(session, "topics")


def retire_topic(session: Session) -> None:
    session.get_one(TopicRow, "DV06").retired_on = date(2024, 12, 1)
    newer(session, "topics")


def add_topic(session: Session) -> None:
    session.merge(
        TopicRow(
            code="MOI99", position=99, name="Chuyển đổi số", retired_on=None, group="Khác",
            short_name="Chuyển đổi số", indicators="VL;PT",
        )
    )  # fmt: skip
    newer(session, "topics")


def other_catalogues(session: Session) -> None:
    session.get_one(ChannelRow, "HOI_NGHI").evidence = "Giấy mời; Biên bản"
    session.get_one(PayerRow, "KHONG").name = "Không dùng tiền"
    session.get_one(LanguageRow, "KHAC").minority = True
    session.get_one(HouseholdCategoryRow, "HN").name = "Hộ nghèo (mới)"
    session.get_one(IndicatorRow, "CT01").unit_word = "buổi"
    for name in (
        "channels", "payers", "languages", "household_categories", "report_indicators",
    ):  # fmt: skip
        newer(session, name)


def new_standard(session: Session) -> None:
    """A made-up standard takes the place of the one that would be in force from 2027 on."""
    for row in session.scalars(
        select(DeprivationRow).where(DeprivationRow.valid_to > date(2027, 1, 1))
    ):
        if row.standard != "THU_2027":
            row.retired_on = row.valid_to = date(2026, 12, 31)
            row.valid_from = date(2026, 12, 30)
    for number, (code, name) in enumerate((("VL", "Việc làm bền vững"), ("SO", "Kỹ năng số"))):
        session.merge(
            DeprivationRow(
                code=f"THU_2027_{code}", position=90 + number, name=name, retired_on=None,
                standard="THU_2027", standard_name="Chuẩn thử 2027", indicator=code,
                dimension="Chiều mới", threshold="Theo quy định mới", valid_from=date(2027, 1, 1),
                valid_to=date(2031, 12, 31),
            )
        )  # fmt: skip
    newer(session, "deprivation_indicators")


def other_money(session: Session) -> None:
    session.merge(VoucherKindRow(code="ANH", position=9, name="Ảnh chụp, có giờ", retired_on=None))
    session.flush()
    session.get_one(ExpenditureItemRow, "BCV").vouchers = "KE_HOACH;ANH"
    session.get_one(FundKindRow, "XA_HOI").name = "Xã hội hóa, tài trợ"
    for name in ("voucher_kinds", "expenditure_items", "fund_kinds"):
        newer(session, name)


def change_tasks(session: Session) -> None:
    mine = settings.read(session)
    for one in session.scalars(select(PlanTaskRow).where(PlanTaskRow.plan_id == mine.plan_id)):
        session.delete(one)
    session.flush()
    last = "1" if "9a77" in mine.plan_id else "0"
    for number, state in enumerate(("DONE", "OPEN")):
        session.merge(
            PlanTaskRow(
                id=f"0190f2b4-3c00-7a10-8b60-2f7c6d1f0b{last}{number}", plan_id=mine.plan_id,
                position=number, body="Phòng Văn hóa và Thông tin", text=f"Việc {number}\nHai dòng",
                state=state, note="chỉ để ở thành phố",
            )
        )  # fmt: skip


def sign_plan(session: Session) -> None:
    plan = session.get_one(PlanRow, settings.read(session).plan_id)
    plan.number, plan.signed_on = "215/KH-UBND", date(2024, 10, 2)


def shorten_bases(session: Session) -> None:
    query = select(PlanBasisRow).where(PlanBasisRow.plan_id == settings.read(session).plan_id)
    first, *_, last = session.scalars(query.order_by(PlanBasisRow.position))
    session.delete(last)
    first.text = "Quyết định mới"


def next_plan(session: Session) -> None:
    mine = settings.read(session)
    plan_id = "0190f2b4-3c00-7a10-8b60-2f7c6d1e9a77"
    session.merge(
        PlanRow(
            id=plan_id, number="9/KH-UBND", signed_on=date(2024, 12, 10), date_text="",
            issuer_id=mine.unit_id, title="Kế hoạch năm 2025", short_title="Kế hoạch 2025",
            first=date(2025, 1, 1), last=date(2025, 12, 31), signer_block="CHỦ TỊCH",
            signer_name="B",
        )
    )  # fmt: skip
    session.flush()
    for position, words in enumerate(("Luật", "Nghị định")):
        session.merge(PlanBasisRow(plan_id=plan_id, position=position, text=words))
    session.flush()
    settings.save(session, replace(mine, plan_id=plan_id))


def change_targets(session: Session) -> None:
    mine = settings.read(session)
    for one in session.scalars(select(TargetRow).where(TargetRow.plan_id == mine.plan_id)):
        session.delete(one)
    new = "0190f2b4-3c00-7a10-8b60-2f7c6d1e9a0" + ("8" if "9a77" in mine.plan_id else "9")
    for key, ward in (
        (new, unit_id(session)),
        (f"{new[:-2]}1{new[-1]}", unit_id(session, OTHER_WARD)),
    ):
        session.merge(
            TargetRow(
                id=key, plan_id=mine.plan_id, unit_id=ward, indicator="CT01", at_least=6,
                at_most=None, due_on=date(2024, 12, 20),
            )
        )  # fmt: skip


def change_units(session: Session) -> None:
    city = settings.read(session).unit_id
    session.get_one(UnitRow, unit_id(session, OTHER_WARD)).name = "Ea Tu mới"
    session.get_one(UnitRow, unit_id(session)).name = "Tên khác"
    for number, parent in ((2, city), (1, "0190f2b4-3c00-7a10-8b60-000000000002")):
        session.merge(
            UnitRow(
                id=f"0190f2b4-3c00-7a10-8b60-00000000000{number}", code=f"2499{number}", kind="Xã",
                name=f"Mới {number}", parent_id=parent, valid_from=date(2025, 1, 1), valid_to=None,
            )
        )  # fmt: skip
        session.flush()
    session.merge(
        UnitSuccessionRow(
            old_id=unit_id(session, OTHER_WARD), new_id="0190f2b4-3c00-7a10-8b60-000000000002",
            on=date(2025, 1, 1), resolution="Nghị quyết 1",
        )
    )  # fmt: skip


def change_hamlets(session: Session) -> None:
    for place, code in (("Buôn Ea Bông", WARD), ("Thôn 3", OTHER_WARD)):
        one = hamlets.named(place, unit_id(session, code))
        start = "0190f2b4-3c00-7a10-8b60-1000000"
        keep_hamlet(session, Hamlet(**(vars(one) | {"id": start + code})))


def rename_hamlets(session: Session) -> None:
    change_hamlets(session)
    for one in session.scalars(select(HamletRow).where(HamletRow.id.startswith("0190f2b4"))):
        one.name, one.folded = f"{one.name} mới", f"{one.folded} moi"


def set_deadlines(session: Session) -> None:
    deadlines.save(session, [Deadline("Báo cáo quý IV", Q4, date(2024, 12, 18))])


def other_deadlines(session: Session) -> None:
    deadlines.save(
        session,
        [
            Deadline("Báo cáo quý IV", Q4, date(2024, 12, 20)),
            Deadline("Báo cáo năm", periods.parse("2024"), date(2024, 12, 25)),
        ],
    )


def new_keys(session: Session) -> None:
    """The city sits at another machine: its device has new keys."""
    old = exchange.own_device(session)
    made = keys.keep_device(session, old.signing_key, str(x25519.Identity.generate()))
    session.get_one(DeviceRow, made.id).made_at = datetime(2024, 12, 16, 9)


EDITS = (
    rename_topic, retire_topic, add_topic, other_catalogues, new_standard, other_money, sign_plan,
    shorten_bases, next_plan, change_tasks, change_targets, change_units, change_hamlets, rename_hamlets, set_deadlines, other_deadlines,
    new_keys,
)  # fmt: skip
