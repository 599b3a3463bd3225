"""Outreach activities and their parts, keyed by (unit, id) and stored in that order.

WITHOUT ROWID with the unit first fills six times faster than a random key alone.
"""

from datetime import date, datetime, time
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Hundredths, Id, Row

_QUANTITIES = (
    "items", "airings", "minutes", "area_m2", "views", "attendees", "women", "minority",
    "officials", "poor", "near_poor", "escaped", "other_households",
)  # fmt: skip

_FIGURES = (
    "status", "channel", "search_id", "organiser_id",
    *(one for one in _QUANTITIES if one != "views"),
)  # fmt: skip
"""What lists and totals ask for: they read this narrow index alone, not the wide rows."""


def _not_negative(column: str) -> CheckConstraint:
    return CheckConstraint(f"{column} >= 0", name=f"{column}_not_negative")


class ActivityRow(Row):
    """One outreach activity of a unit; `search_id` is its row in the search index.

    `organiser_id` is the unit that leads a joint activity; None where that is the unit itself.
    """

    __tablename__ = "activities"
    __table_args__ = (
        *(_not_negative(column) for column in _QUANTITIES),
        Index("ix_activities_figures", "unit_id", "held_on", "id", *_FIGURES),
        {"sqlite_with_rowid": False},
    )

    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), primary_key=True)
    id: Mapped[str] = mapped_column(Id, primary_key=True)
    revision: Mapped[int]
    status: Mapped[str] = mapped_column(Code)
    channel: Mapped[str] = mapped_column(Code, ForeignKey("channels.code"))
    title: Mapped[str]
    held_on: Mapped[date]
    until_on: Mapped[date | None]
    started_at: Mapped[time | None]
    ended_at: Mapped[time | None]
    venue: Mapped[str]
    host_event: Mapped[str]
    chair: Mapped[str]
    secretary: Mapped[str]
    items: Mapped[int | None]
    airings: Mapped[int | None]
    minutes: Mapped[int | None]
    area_m2: Mapped[Decimal | None] = mapped_column(Hundredths)
    views: Mapped[int | None]
    attendees: Mapped[int | None]
    women: Mapped[int | None]
    minority: Mapped[int | None]
    officials: Mapped[int | None]
    poor: Mapped[int | None]
    near_poor: Mapped[int | None]
    escaped: Mapped[int | None]
    other_households: Mapped[int | None]
    result: Mapped[str]
    difficulties: Mapped[str]
    note: Mapped[str]
    import_id: Mapped[str | None] = mapped_column(Id, index=True)
    search_id: Mapped[int | None] = mapped_column(index=True)
    changed_at: Mapped[datetime]
    organiser_id: Mapped[str | None] = mapped_column(Id, ForeignKey("units.id"))


class _Part:
    """A part of an activity, in order; position 0 is the first or main one."""

    unit_id: Mapped[str] = mapped_column(Id, primary_key=True)
    activity_id: Mapped[str] = mapped_column(Id, primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)


def _part_of_activity() -> tuple[ForeignKeyConstraint, dict[str, bool]]:
    key = ForeignKeyConstraint(["unit_id", "activity_id"], ["activities.unit_id", "activities.id"])
    return (key, {"sqlite_with_rowid": False})


class ActivityTopicRow(_Part, Row):
    """A topic of an activity; position 0 is the main one."""

    __tablename__ = "activity_topics"
    __table_args__ = _part_of_activity()

    topic: Mapped[str] = mapped_column(Code, ForeignKey("topics.code"))


class ActivityHamletRow(_Part, Row):
    """A hamlet where an activity was held or heard."""

    __tablename__ = "activity_hamlets"
    __table_args__ = _part_of_activity()

    hamlet_id: Mapped[str] = mapped_column(Id, ForeignKey("hamlets.id"), index=True)


class ActivitySpeakerRow(_Part, Row):
    """A speaker of an activity."""

    __tablename__ = "activity_speakers"
    __table_args__ = _part_of_activity()

    speaker_id: Mapped[str] = mapped_column(Id, ForeignKey("speakers.id"), index=True)


class ActivityLanguageRow(_Part, Row):
    """A language of an activity."""

    __tablename__ = "activity_languages"
    __table_args__ = _part_of_activity()

    language: Mapped[str] = mapped_column(Code, ForeignKey("languages.code"))


class ActivityPartnerRow(_Part, Row):
    """Another unit that a joint activity of this unit was held with."""

    __tablename__ = "activity_partners"
    __table_args__ = _part_of_activity()

    partner_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"))


class ExpenseRow(_Part, Row):
    """What an activity cost in whole đồng (none: not known), who pays, for what and from where.

    `fund_id` is a fund of the own unit; `voucher` is the number and day of the paper.
    """

    __tablename__ = "expenses"
    __table_args__ = (
        CheckConstraint("amount >= 0", name="amount_not_negative"),
        *_part_of_activity(),
    )

    payer: Mapped[str] = mapped_column(Code, ForeignKey("payers.code"))
    amount: Mapped[int | None]
    item: Mapped[str | None] = mapped_column(Code, ForeignKey("expenditure_items.code"))
    fund_id: Mapped[str | None] = mapped_column(Id, ForeignKey("funds.id"))
    voucher: Mapped[str] = mapped_column(server_default="")
