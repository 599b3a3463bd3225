"""What the consolidating unit keeps of what it takes in: intakes, refusals, answers, paper."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Hundredths, Id, Row


class IntakeRow(Row):
    """One taking in of what lay on a stick or in a folder; `place` is its name, never a path."""

    __tablename__ = "intakes"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]
    place: Mapped[str]
    undone_at: Mapped[datetime | None]


class IntakeImageRow(Row):
    """A small row as it was before an intake changed it; `before` is None where it was not there."""

    __tablename__ = "intake_images"

    intake_id: Mapped[str] = mapped_column(Id, ForeignKey("intakes.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    noun: Mapped[str] = mapped_column(Code)
    key: Mapped[list[Any]] = mapped_column(JSON)
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class RefusalRow(Row):
    """A file that was not taken in, and why; unit and days where it could say them."""

    __tablename__ = "refusals"

    intake_id: Mapped[str] = mapped_column(Id, ForeignKey("intakes.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    file_name: Mapped[str]
    reason: Mapped[str] = mapped_column(Code)
    fact: Mapped[str]
    unit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("units.id"), index=True)
    first: Mapped[date | None]
    last: Mapped[date | None]
    version: Mapped[int | None]


class AnswerRow(Row):
    """What was said to a package: accepted or returned, by whom; in a ward, what it was told."""

    __tablename__ = "answers"

    package_id: Mapped[str] = mapped_column(Id, ForeignKey("packages.id"), primary_key=True)
    state: Mapped[str] = mapped_column(Code)
    by: Mapped[str]
    at: Mapped[datetime]
    note: Mapped[str]


class ReturnedItemRow(Row):
    """A record and field of a returned package that is to be mended, and why."""

    __tablename__ = "returned_items"

    package_id: Mapped[str] = mapped_column(Id, ForeignKey("packages.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    record: Mapped[str]
    part: Mapped[str] = mapped_column(Code)
    reason: Mapped[str]


class PaperReportRow(Row):
    """The figures of a report read from the QR on its paper, while its file is missing."""

    __tablename__ = "paper_reports"

    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), primary_key=True)
    first: Mapped[date] = mapped_column(primary_key=True)
    last: Mapped[date] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    by: Mapped[str]


class UnitSumsRow(Row):
    """Sums of the counted activities of a unit, a half month and a channel, kept by `unit_sums`.

    `half` is the first day of the half month (the 1st or 15th): months of both rules are made of
    them. `part`: parts of joint activities that another unit leads. `minutes` and `heard` are
    Σ airings × minutes, with or without those that have no airings.
    """

    __tablename__ = "unit_sums"
    __table_args__ = ({"sqlite_with_rowid": False},)

    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), primary_key=True)
    half: Mapped[str] = mapped_column(String(10), primary_key=True)
    channel: Mapped[str] = mapped_column(Code, primary_key=True)
    part: Mapped[bool] = mapped_column(primary_key=True)
    activities: Mapped[int]
    held: Mapped[int]
    heard: Mapped[int | None]
    items: Mapped[int | None]
    airings: Mapped[int | None]
    minutes: Mapped[int | None]
    area_m2: Mapped[Decimal | None] = mapped_column(Hundredths)
    attendees: Mapped[int | None]
    women: Mapped[int | None]
    minority: Mapped[int | None]
    officials: Mapped[int | None]
    poor: Mapped[int | None]
    near_poor: Mapped[int | None]
    escaped: Mapped[int | None]
    other_households: Mapped[int | None]
