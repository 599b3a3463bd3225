"""The plan that the activities serve."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Id, Row


class PlanRow(Row):
    """A plan with its window; number and day stay empty until the registry gives them."""

    __tablename__ = "plans"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    number: Mapped[str]
    signed_on: Mapped[date | None]
    date_text: Mapped[str]
    issuer_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"))
    title: Mapped[str]
    short_title: Mapped[str]
    first: Mapped[date]
    last: Mapped[date]
    signer_block: Mapped[str]
    signer_name: Mapped[str]


class PlanBasisRow(Row):
    """One legal basis of a plan."""

    __tablename__ = "plan_bases"

    plan_id: Mapped[str] = mapped_column(Id, ForeignKey("plans.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]


class TargetRow(Row):
    """What the plan wants: an indicator for a unit (none: the issuer as a whole)."""

    __tablename__ = "targets"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    plan_id: Mapped[str] = mapped_column(Id, ForeignKey("plans.id"), index=True)
    unit_id: Mapped[str | None] = mapped_column(Id, ForeignKey("units.id"))
    indicator: Mapped[str] = mapped_column(Code)
    at_least: Mapped[int]
    at_most: Mapped[int | None]
    due_on: Mapped[date | None]


class DeadlineRow(Row):
    """Until when the report of a period is due, as the receiver says."""

    __tablename__ = "deadlines"

    name: Mapped[str] = mapped_column(primary_key=True)
    period: Mapped[str]
    rule: Mapped[str] = mapped_column(Code)
    first: Mapped[date]
    last: Mapped[date]
    due_on: Mapped[date]
