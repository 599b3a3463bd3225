"""Speakers and people who sign."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.rows.base import Id, Row


class SpeakerRow(Row):
    """A speaker, with the office held."""

    __tablename__ = "speakers"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    unit_id: Mapped[str] = mapped_column(Id, ForeignKey("units.id"), index=True)
    name: Mapped[str]
    office: Mapped[str]
    folded: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    import_id: Mapped[str | None] = mapped_column(Id)


class SignatoryRow(Row):
    """One who signs: 1–3 bold lines (joined by line feeds) over the name."""

    __tablename__ = "signatories"

    id: Mapped[str] = mapped_column(Id, primary_key=True)
    position: Mapped[int]
    block: Mapped[str]
    name: Mapped[str]
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
