"""Catalogues: items retire, they never vanish, and codes are never used again."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Row


class CatalogueRow(Row):
    """Which version of a catalogue is in use, and since when."""

    __tablename__ = "catalogues"

    name: Mapped[str] = mapped_column(Code, primary_key=True)
    version: Mapped[int]
    issued_by: Mapped[str]
    taken_in_at: Mapped[datetime]


class _Item:
    """What every item of a catalogue has."""

    code: Mapped[str] = mapped_column(Code, primary_key=True)
    position: Mapped[int]
    name: Mapped[str]
    retired_on: Mapped[date | None]


class ChannelRow(_Item, Row):
    """A form of communication: which quantities apply and how they are called."""

    __tablename__ = "channels"

    group: Mapped[str]
    short_name: Mapped[str]
    icon: Mapped[str]
    quantities: Mapped[str]
    items_label: Mapped[str]
    items_word: Mapped[str]
    attends: Mapped[str]
    hamlet_needed: Mapped[bool]
    evidence: Mapped[str]


class TopicRow(_Item, Row):
    """A topic, mapped to the deprivation indicators it is about (codes joined by ;)."""

    __tablename__ = "topics"

    group: Mapped[str]
    short_name: Mapped[str]
    indicators: Mapped[str]


class LanguageRow(_Item, Row):
    """A language of an activity."""

    __tablename__ = "languages"

    minority: Mapped[bool]


class HouseholdCategoryRow(_Item, Row):
    """A category of households."""

    __tablename__ = "household_categories"


class PayerRow(_Item, Row):
    """Who pays: the level above, the ward, another programme, nobody."""

    __tablename__ = "payers"

    programme_money: Mapped[bool]


class IndicatorRow(_Item, Row):
    """A figure of the report."""

    __tablename__ = "report_indicators"

    unit_word: Mapped[str]


class DeprivationRow(_Item, Row):
    """An indicator of a poverty standard; its code joins both: "ND07_2021_VL"."""

    __tablename__ = "deprivation_indicators"

    standard: Mapped[str] = mapped_column(Code)
    standard_name: Mapped[str]
    indicator: Mapped[str] = mapped_column(Code)
    dimension: Mapped[str]
    threshold: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date]


class ExpenditureItemRow(_Item, Row):
    """What money is spent on (nội dung chi), with its tiểu mục of the state budget."""

    __tablename__ = "expenditure_items"

    unit_word: Mapped[str]
    sub_item: Mapped[str]
    unsalaried_only: Mapped[bool]
    vouchers: Mapped[str]


class FundKindRow(_Item, Row):
    """A kind of source of money (nguồn)."""

    __tablename__ = "fund_kinds"

    programme_money: Mapped[bool]


class VoucherKindRow(_Item, Row):
    """A kind of paper in the dossier of an activity (chứng từ)."""

    __tablename__ = "voucher_kinds"
