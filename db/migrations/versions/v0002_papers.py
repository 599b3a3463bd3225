"""Letterheads with their days, attendance lists, choices of printed forms, texts of reports."""

import json
import uuid

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; the letterhead of the settings becomes the first of its kind."""
    _letterheads()
    _attendances()
    _paper_choices()
    _report_texts()
    _move_letterhead()


def _letterheads() -> None:
    op.create_table(
        "letterheads",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("lines", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("symbol", sa.String(), nullable=False),
        sa.Column("recipients", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterheads")),
        sa.UniqueConstraint("valid_from", name=op.f("uq_letterheads_valid_from")),
    )


def _attendances() -> None:
    op.create_table(
        "attendances",
        *_key(),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("sex", sa.String(length=32), nullable=False),
        sa.Column("ethnic", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("category", sa.String(length=32), nullable=False),
        sa.Column("salaried", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        _activity("attendances"),
        sa.PrimaryKeyConstraint("unit_id", "activity_id", "position", name=op.f("pk_attendances")),
        sqlite_with_rowid=False,
    )


def _paper_choices() -> None:
    op.create_table(
        "paper_choices",
        *_key(),
        sa.Column("form", sa.String(length=32), nullable=False),
        sa.Column("choice", sa.JSON(), nullable=False),
        _activity("paper_choices"),
        sa.PrimaryKeyConstraint("unit_id", "activity_id", "form", name=op.f("pk_paper_choices")),
        sqlite_with_rowid=False,
    )


def _report_texts() -> None:
    op.create_table(
        "report_texts",
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_report_texts_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "first", "last", "part", name=op.f("pk_report_texts")),
    )


def _key() -> tuple[sa.Column[str], sa.Column[str]]:
    return (
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=False),
    )


def _activity(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["unit_id", "activity_id"],
        ["activities.unit_id", "activities.id"],
        name=op.f(f"fk_{table}_unit_id_activity_id"),
    )


def _move_letterhead() -> None:
    connection = op.get_bind()
    kept = {
        key: json.loads(value)
        for key, value in connection.exec_driver_sql(
            "SELECT key, value FROM settings WHERE key IN ('header', 'place')"
        )
    }
    if kept:
        connection.exec_driver_sql(
            "INSERT INTO letterheads (id, lines, place, symbol, recipients) VALUES (?, ?, ?, ?, ?)",
            (str(uuid.uuid4()), "\n".join(kept.get("header") or ()), kept.get("place") or "",
             "UBND", ""),
        )  # fmt: skip
        connection.exec_driver_sql("DELETE FROM settings WHERE key IN ('header', 'place')")
