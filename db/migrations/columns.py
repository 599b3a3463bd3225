"""Columns and constraints as schema steps write them, from step 7 on."""

import sqlalchemy as sa
from alembic import op

from db.migrations.alike import TEXT


def id_(name: str, nullable: bool = False) -> sa.Column[str]:
    """Return a column for an id (UUID)."""
    return sa.Column(name, sa.String(length=36), nullable=nullable)


def code(name: str, nullable: bool = False) -> sa.Column[str]:
    """Return a column for a code of a catalogue."""
    return sa.Column(name, sa.String(length=32), nullable=nullable)


def text(name: str) -> sa.Column[str]:
    """Return a column for a text, never missing."""
    return sa.Column(name, sa.String(), nullable=False)


def int_(name: str, nullable: bool = False) -> sa.Column[int]:
    """Return a column for a whole number."""
    return sa.Column(name, sa.Integer(), nullable=nullable)


def date(name: str, nullable: bool = False) -> sa.Column[object]:
    """Return a column for a day."""
    return sa.Column(name, sa.Date(), nullable=nullable)


def time(name: str, nullable: bool = False) -> sa.Column[object]:
    """Return a column for a time of day."""
    return sa.Column(name, sa.Time(), nullable=nullable)


def bool_(name: str) -> sa.Column[bool]:
    """Return a column for yes or no."""
    return sa.Column(name, sa.Boolean(), nullable=False)


def json(name: str) -> sa.Column[object]:
    """Return a column for a list."""
    return sa.Column(name, sa.JSON(), nullable=False)


def key(table: str, *names: str) -> sa.PrimaryKeyConstraint:
    """Return the constraint that makes these columns the key of a table."""
    return sa.PrimaryKeyConstraint(*names, name=op.f(f"pk_{table}"))


def points(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    """Return the constraint of a column that points at another table ("units.id")."""
    return sa.ForeignKeyConstraint([column], [other], name=op.f(f"fk_{table}_{column}"))


def of_activity(table: str) -> sa.ForeignKeyConstraint:
    """Return the constraint of a table whose rows are part of an activity."""
    return sa.ForeignKeyConstraint(
        ["unit_id", "activity_id"], ["activities.unit_id", "activities.id"],
        name=op.f(f"fk_{table}_unit_id_activity_id"),
    )  # fmt: skip


def add_pointer(table: str, column: str, length: int, other: str) -> None:
    """Add an empty column that points; one statement, which SQLite and PostgreSQL both know."""
    kind = TEXT if is_server() else f"VARCHAR({length})"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} {kind}"
        f" CONSTRAINT fk_{table}_{column} REFERENCES {other}"
    )


def is_server() -> bool:
    """Return whether the step runs over a PostgreSQL database."""
    return op.get_bind().dialect.name == "postgresql"


def text_kind() -> str:
    """Return the kind of a text column for a step that writes its own ALTER TABLE."""
    return TEXT if is_server() else "VARCHAR"
