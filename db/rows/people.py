"""Who works with the register, and when names were taken out of it."""

from datetime import date, datetime

from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Code, Id, Row


class OfficerRow(Row):
    """One who works with the register; `role` is "entry", "lead" or "support".

    `since` is empty for the officer of a register older than this table. One who left stays, with
    the day, so that the history can be read.
    """

    __tablename__ = "officers"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    name: Mapped[str]
    office: Mapped[str]
    role: Mapped[str] = mapped_column(Code)
    since: Mapped[date | None]
    left_on: Mapped[date | None]


class PurgeRow(Row):
    """Names older than a day were taken out of attendance lists: how many, never whose."""

    __tablename__ = "purges"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str]
    before: Mapped[date]
    lists: Mapped[int]
    persons: Mapped[int]
