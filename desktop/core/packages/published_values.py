"""Between the rows of a register and the records of a publication."""

from typing import Any, TypeVar

from db.rows import (
    ChannelRow,
    DeadlineRow,
    DeprivationRow,
    ExpenditureItemRow,
    FundKindRow,
    HamletRow,
    HouseholdCategoryRow,
    IndicatorRow,
    LanguageRow,
    PayerRow,
    PlanRow,
    PlanTaskRow,
    TargetRow,
    TopicRow,
    UnitRow,
    UnitSuccessionRow,
    VoucherKindRow,
)
from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages.contents import HamletEntry
from desktop.core.packages.header import Period, Record
from desktop.core.packages.published import (
    Channel,
    Deadline,
    Deprivation,
    ExpenditureItem,
    FundKind,
    HouseholdCategory,
    Indicator,
    Item,
    Language,
    Payer,
    Plan,
    PlanTask,
    Succession,
    Target,
    Topic,
    UnitEntry,
    VoucherKind,
)
from desktop.core.texts import fold

R = TypeVar("R", bound=Record)

CATALOGUES: dict[str, type[Item]] = {
    "channels": Channel,
    "topics": Topic,
    "languages": Language,
    "household_categories": HouseholdCategory,
    "payers": Payer,
    "report_indicators": Indicator,
    "voucher_kinds": VoucherKind,
    "deprivation_indicators": Deprivation,
    "expenditure_items": ExpenditureItem,
    "fund_kinds": FundKind,
}
"""The kind of record of each catalogue."""

ROWS: dict[type[Record], Any] = {
    UnitEntry: UnitRow,
    Succession: UnitSuccessionRow,
    HamletEntry: HamletRow,
    Channel: ChannelRow,
    Topic: TopicRow,
    Language: LanguageRow,
    HouseholdCategory: HouseholdCategoryRow,
    Payer: PayerRow,
    Indicator: IndicatorRow,
    Deprivation: DeprivationRow,
    ExpenditureItem: ExpenditureItemRow,
    FundKind: FundKindRow,
    VoucherKind: VoucherKindRow,
    Plan: PlanRow,
    PlanTask: PlanTaskRow,
    Target: TargetRow,
    Deadline: DeadlineRow,
}
"""The row that keeps each kind of record; the bases of a plan have rows of their own."""

_JOINED = {"quantities": ";", "indicators": ";", "evidence": "; ", "vouchers": ";"}
"""Fields of several parts that stand in one column."""

_COLUMNS = {"since": "on"}


def record(kind: type[R], row: Any, **known: Any) -> R:
    """Return the record of a row; `known` are the fields that the row does not have."""
    if kind is Deadline:
        known["period"] = Period(row.period, row.rule, row.first, row.last)
    names = [name for name in kind.__struct_fields__ if name not in known]
    found = {name: getattr(row, _COLUMNS.get(name, name)) for name in names}
    for name in _JOINED.keys() & found.keys():
        found[name] = _parts(found[name])
    return kind(**found, **known)


def row(record: Record) -> Any:
    """Return the row of a record. Raises PackageError if the row would say something else."""
    values = {name: getattr(record, name) for name in record.__struct_fields__ if name != "bases"}
    if isinstance(record, Deadline):
        span = record.period
        values |= {
            "period": span.name, "rule": span.rule, "first": span.first, "last": span.last,
        }  # fmt: skip
    if isinstance(record, HamletEntry):
        values["folded"] = fold(f"{record.kind} {record.name}")
    if isinstance(record, PlanTask):
        values["note"] = ""
    for name in _JOINED.keys() & values.keys():
        parts, joined = values[name], _JOINED[name].join(values[name])
        if _parts(joined) != parts:
            raise PackageError(PackageReason.RECORD, f"{name}: {joined}")
        values[name] = joined
    columns = {_COLUMNS.get(name, name): value for name, value in values.items()}
    return ROWS[type(record)](**columns)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())
