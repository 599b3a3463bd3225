"""Catalogues (danh mục): channels, topics, languages, payers, indicators. Codes never change."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Date, select
from sqlalchemy.orm import Session

from db.rows import (
    CatalogueRow,
    ChannelRow,
    DeprivationRow,
    ExpenditureItemRow,
    FundKindRow,
    HouseholdCategoryRow,
    IndicatorRow,
    LanguageRow,
    PayerRow,
    TopicRow,
    VoucherKindRow,
)
from desktop.core import clock
from desktop.core.files import disk_problems
from desktop.core.paths import resources

ROWS: Mapping[str, Any] = {
    "channels": ChannelRow,
    "topics": TopicRow,
    "languages": LanguageRow,
    "household_categories": HouseholdCategoryRow,
    "payers": PayerRow,
    "report_indicators": IndicatorRow,
    "deprivation_indicators": DeprivationRow,
    "expenditure_items": ExpenditureItemRow,
    "fund_kinds": FundKindRow,
    "voucher_kinds": VoucherKindRow,
}

_ASKED_ALONE = (
    "household_categories", "deprivation_indicators", "expenditure_items", "fund_kinds",
    "voucher_kinds",
)  # fmt: skip
"""Catalogues that only their own pages read."""

DIRECT = ("HOI_NGHI", "NOI_CHUYEN", "TOA_DAM", "DOI_THOAI", "SINH_HOAT_CD")
"""Channels of indicator CT01: people meet."""
VISUAL = ("PANO", "BANG_RON", "PHUON", "KHAU_HIEU")
PRINTED = ("AP_PHICH", "TO_ROI", "TO_GAP", "SO_TAY")
PRESS = ("TIN_BAI", "CHUYEN_MUC", "VIDEO_CLIP", "MXH")
"""Channels of CT14, CT15 and CT16."""

NOBODY_PAYS, PAID_ABOVE = "KHONG", "CAP_TREN"
"""The payers of an activity that cost nothing, and of one that the level above paid for itself."""
SAID_BY_QUANTITY = ("items", "airings", "minutes", "area_m2", "views")


@dataclass(frozen=True)
class Item:
    """An item of a catalogue; `position` is the number people type."""

    code: str
    position: int
    name: str


@dataclass(frozen=True)
class Channel(Item):
    """A form of communication (hình thức truyền thông), with the quantities that apply to it."""

    group: str
    short_name: str
    icon: str
    quantities: tuple[str, ...]
    items_label: str
    items_word: str
    attends: str
    hamlet_needed: bool
    evidence: tuple[str, ...]

    @property
    def people_come(self) -> bool:
        """Whether people are counted at all (a performance: by estimate)."""
        return self.attends != "no"

    @property
    def is_session(self) -> bool:
        """Whether one record is one session unless said otherwise (items = 1)."""
        return self.people_come and self.code != "TU_VAN_HO"

    @property
    def is_broadcast(self) -> bool:
        """Whether minutes are meant per airing."""
        return "airings" in self.quantities


@dataclass(frozen=True)
class Topic(Item):
    """A topic (nội dung, chuyên đề), with the deprivation indicators it is about."""

    group: str
    short_name: str
    indicators: tuple[str, ...]


@dataclass(frozen=True)
class Language(Item):
    """A language; `minority` ones count in CT13 (Ê-đê, M'nông)."""

    minority: bool


@dataclass(frozen=True)
class Payer(Item):
    """Who pays (nguồn chi); `programme_money` counts in CT20."""

    programme_money: bool


@dataclass(frozen=True)
class Indicator(Item):
    """A figure of the report (chỉ tiêu)."""

    unit_word: str


@dataclass(frozen=True)
class Deprivation(Item):
    """An indicator (chỉ số thiếu hụt) of a poverty standard, in force from day to day.

    `indicator` is what households and topics name; standards share it. Nothing is scored here.
    """

    standard: str
    standard_name: str
    indicator: str
    dimension: str
    threshold: str
    valid_from: date
    valid_to: date


@dataclass(frozen=True)
class ExpenditureItem(Item):
    """What money is spent on (nội dung chi), and the vouchers (codes) that it needs.

    `sub_item` is the tiểu mục of the state budget, empty where it is not sure. `unsalaried_only`:
    for people who are on no payroll (TT 40/2017/TT-BTC article 12).
    """

    unit_word: str
    sub_item: str
    unsalaried_only: bool
    vouchers: tuple[str, ...]


@dataclass(frozen=True)
class FundKind(Item):
    """A kind of source of money (nguồn); `programme_money` counts in CT20."""

    programme_money: bool


@dataclass(frozen=True)
class Catalogue:
    """All catalogues in use, each in its order."""

    channels: tuple[Channel, ...]
    topics: tuple[Topic, ...]
    languages: tuple[Language, ...]
    payers: tuple[Payer, ...]
    indicators: tuple[Indicator, ...]

    @cached_property
    def channel(self) -> dict[str, Channel]:
        """Return the channels by code."""
        return {item.code: item for item in self.channels}

    @cached_property
    def topic(self) -> dict[str, Topic]:
        """Return the topics by code."""
        return {item.code: item for item in self.topics}

    @cached_property
    def language(self) -> dict[str, Language]:
        """Return the languages by code."""
        return {item.code: item for item in self.languages}

    @cached_property
    def payer(self) -> dict[str, Payer]:
        """Return the payers by code."""
        return {item.code: item for item in self.payers}

    @cached_property
    def indicator(self) -> dict[str, Indicator]:
        """Return the indicators by code."""
        return {item.code: item for item in self.indicators}


def read(session: Session) -> Catalogue:
    """Return the catalogues of the register, retired items included (old activities use them)."""
    return _assembled(
        {
            name: session.scalars(select(kind).order_by(kind.position, kind.code))
            for name, kind in ROWS.items()
            if name not in _ASKED_ALONE
        }
    )


def deprivations(session: Session, year: int) -> tuple[Deprivation, ...]:
    """Return the indicators of the poverty standard in force on the last day of the year."""
    day = date(year, 12, 31)
    rows = session.scalars(
        select(DeprivationRow)
        .where(DeprivationRow.valid_from <= day, DeprivationRow.valid_to >= day)
        .order_by(DeprivationRow.position)
    )
    return tuple(
        Deprivation(
            row.code, row.position, row.name, row.standard, row.standard_name, row.indicator,
            row.dimension, row.threshold, row.valid_from, row.valid_to,
        )
        for row in rows
    )  # fmt: skip


def attended(session: Session) -> tuple[str, ...]:
    """Return the codes of the channels to which people come; the sums of people are over these."""
    return tuple(session.scalars(select(ChannelRow.code).where(ChannelRow.attends == "yes")))


def expenditure_items(session: Session) -> tuple[ExpenditureItem, ...]:
    """Return what money may be spent on, retired items included, in their order."""
    rows = session.scalars(select(ExpenditureItemRow).order_by(ExpenditureItemRow.position))
    return tuple(
        ExpenditureItem(
            row.code, row.position, row.name, row.unit_word, row.sub_item, row.unsalaried_only,
            _codes(row.vouchers),
        )
        for row in rows
    )  # fmt: skip


def fund_kinds(session: Session) -> tuple[FundKind, ...]:
    """Return the kinds of sources of money, in their order."""
    rows = session.scalars(select(FundKindRow).order_by(FundKindRow.position))
    return tuple(FundKind(row.code, row.position, row.name, row.programme_money) for row in rows)


def voucher_kinds(session: Session) -> dict[str, str]:
    """Return the names of the kinds of vouchers by code, in their order."""
    rows = session.scalars(select(VoucherKindRow).order_by(VoucherKindRow.position))
    return {row.code: row.name for row in rows}


def channels(session: Session) -> tuple[Channel, ...]:
    """Return the channels alone, in their order, retired ones included."""
    rows = session.scalars(select(ChannelRow).order_by(ChannelRow.position, ChannelRow.code))
    return tuple(_channel(row) for row in rows)


def versions(session: Session) -> dict[str, int]:
    """Return the version of each catalogue in the register."""
    return {row.name: row.version for row in session.scalars(select(CatalogueRow))}


def household_categories(session: Session) -> dict[str, str]:
    """Return the names of the household categories by code, in their order."""
    rows = session.scalars(select(HouseholdCategoryRow).order_by(HouseholdCategoryRow.position))
    return {row.code: row.name for row in rows}


def shipped() -> Catalogue:
    """Return the catalogues that ship with the program, without a register."""
    return _assembled(
        {name: [kind(**_typed(kind, one)) for one in table(name)] for name, kind in ROWS.items()}
    )


def stale(session: Session) -> list[dict[str, str]]:
    """Return the shipped catalogues (name, version, issued_by) newer than the register's."""
    known = {row.name: row.version for row in session.scalars(select(CatalogueRow))}
    return [one for one in table("versions") if known.get(one["name"], 0) < int(one["version"])]


def load_shipped(session: Session) -> None:
    """Take in the shipped catalogues that are newer than what is there."""
    for shipped in stale(session):
        kind = ROWS[shipped["name"]]
        for values in table(shipped["name"]):
            session.merge(kind(**_typed(kind, values)))
        session.merge(
            CatalogueRow(
                name=shipped["name"],
                version=int(shipped["version"]),
                issued_by=shipped["issued_by"],
                taken_in_at=clock.of(session).now(),
            )
        )
    session.flush()


def table(name: str) -> list[dict[str, str]]:
    """Return the lines of a shipped table of resources/catalogue."""
    path: Path = resources() / "catalogue" / f"{name}.csv"
    with disk_problems(path), path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _assembled(rows: Mapping[str, Iterable[Any]]) -> Catalogue:
    return Catalogue(
        channels=tuple(_channel(r) for r in rows["channels"]),
        topics=tuple(
            Topic(r.code, r.position, r.name, r.group, r.short_name, _codes(r.indicators))
            for r in rows["topics"]
        ),
        languages=tuple(
            Language(r.code, r.position, r.name, r.minority) for r in rows["languages"]
        ),
        payers=tuple(Payer(r.code, r.position, r.name, r.programme_money) for r in rows["payers"]),
        indicators=tuple(
            Indicator(r.code, r.position, r.name, r.unit_word) for r in rows["report_indicators"]
        ),
    )


def _channel(row: ChannelRow) -> Channel:
    return Channel(
        row.code, row.position, row.name, row.group, row.short_name, row.icon,
        _codes(row.quantities), row.items_label, row.items_word, row.attends,
        row.hamlet_needed, _codes(row.evidence),
    )  # fmt: skip


def _codes(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _typed(kind: Any, values: dict[str, str]) -> dict[str, Any]:
    columns = kind.__table__.columns
    typed: dict[str, Any] = {}
    for key, text in values.items():
        if isinstance(columns[key].type, Boolean):
            typed[key] = text == "yes"
        elif isinstance(columns[key].type, Date):
            typed[key] = date.fromisoformat(text)
        else:
            typed[key] = int(text) if key == "position" else text
    return typed
