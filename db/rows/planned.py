"""What is planned: tasks of a plan's bodies, planned activities, broadcasts that repeat."""

from datetime import date, time
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Id, Row


class PlanTaskRow(Row):
    """A task that a plan gives to a body (part IV), and its state: OPEN, DOING, DONE."""

    __tablename__ = "plan_tasks"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    plan_id: Mapped[str] = mapped_column(Id, ForeignKey("plans.id"), index=True)
    position: Mapped[int]
    body: Mapped[str]
    text: Mapped[str]
    state: Mapped[str] = mapped_column(Code)
    note: Mapped[str]


class _Planned:
    """What a planned activity and a broadcast that repeats both say; lists hold ids and codes."""

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"))
    channel: Mapped[str] = mapped_column(Code, ForeignKey("channels.code"))
    title: Mapped[str]
    started_at: Mapped[time | None]
    ended_at: Mapped[time | None]
    venue: Mapped[str]
    hamlets: Mapped[list[Any]] = mapped_column(JSON)
    topics: Mapped[list[Any]] = mapped_column(JSON)
    speakers: Mapped[list[Any]] = mapped_column(JSON)
    languages: Mapped[list[Any]] = mapped_column(JSON)
    airings: Mapped[int | None]
    minutes: Mapped[int | None]
    note: Mapped[str]


class RecurrenceRow(_Planned, Row):
    """A broadcast on the same weekdays (0: Monday) from `first` to `last`."""

    __tablename__ = "recurrences"

    weekdays: Mapped[list[Any]] = mapped_column(JSON)
    first: Mapped[date]
    last: Mapped[date]


class PlannedRow(_Planned, Row):
    """A planned activity (buổi dự kiến): OPEN, DONE (logged as `activity_id`) or SKIPPED (why)."""

    __tablename__ = "planned"
    __table_args__ = (Index("ix_planned_days", "unit_id", "planned_on"),)

    planned_on: Mapped[date]
    state: Mapped[str] = mapped_column(Code)
    reason: Mapped[str]
    activity_id: Mapped[str | None] = mapped_column(Id)
    recurrence_id: Mapped[str | None] = mapped_column(Id, ForeignKey("recurrences.id"), index=True)
