"""What the consolidating unit keeps of its intakes and answers; joint activities."""

import sqlalchemy as sa
from alembic import op

from db.migrations.alike import TEXT

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_FIGURES = (
    "unit_id", "held_on", "id", "status", "channel", "search_id", "organiser_id", "items",
    "airings", "minutes", "area_m2", "attendees", "women", "minority", "officials", "poor",
    "near_poor", "escaped", "other_households",
)  # fmt: skip


def upgrade() -> None:
    """Create the tables and the two columns that point at them; add up what is there."""
    _intakes()
    _refusals()
    _answers()
    _paper()
    _joint()
    _sums()


def _id(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=36), nullable=nullable)


def _points(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _add_pointer(table: str, column: str, other: str) -> None:
    """Add an empty column that points; one statement, which SQLite and PostgreSQL both know."""
    kind = TEXT if op.get_bind().dialect.name == "postgresql" else "VARCHAR(36)"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} {kind}"
        f" CONSTRAINT fk_{table}_{column} REFERENCES {other} (id)"
    )


def _intakes() -> None:
    op.create_table(
        "intakes",
        _id("id"),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intakes")),
    )
    op.create_table(
        "intake_images",
        _id("intake_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(length=32), nullable=False),
        sa.Column("key", sa.JSON(), nullable=False),
        sa.Column("before", sa.JSON(none_as_null=True), nullable=True),
        _points("intake_images", "intake_id", "intakes"),
        sa.PrimaryKeyConstraint("intake_id", "position", name=op.f("pk_intake_images")),
    )
    _add_pointer("packages", "intake_id", "intakes")
    op.create_index(op.f("ix_packages_intake_id"), "packages", ["intake_id"], unique=False)
    op.create_index(op.f("ix_packages_reason"), "packages", ["reason"], unique=False)


def _refusals() -> None:
    op.create_table(
        "refusals",
        _id("intake_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        _id("unit_id", nullable=True),
        sa.Column("first", sa.Date(), nullable=True),
        sa.Column("last", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=True),
        _points("refusals", "intake_id", "intakes"),
        _points("refusals", "unit_id", "units"),
        sa.PrimaryKeyConstraint("intake_id", "position", name=op.f("pk_refusals")),
    )
    op.create_index(op.f("ix_refusals_unit_id"), "refusals", ["unit_id"], unique=False)


def _answers() -> None:
    op.create_table(
        "answers",
        _id("package_id"),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        _points("answers", "package_id", "packages"),
        sa.PrimaryKeyConstraint("package_id", name=op.f("pk_answers")),
    )
    op.create_table(
        "returned_items",
        _id("package_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("record", sa.String(), nullable=False),
        sa.Column("part", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        _points("returned_items", "package_id", "packages"),
        sa.PrimaryKeyConstraint("package_id", "position", name=op.f("pk_returned_items")),
    )


def _paper() -> None:
    op.create_table(
        "paper_reports",
        _id("unit_id"),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        _points("paper_reports", "unit_id", "units"),
        sa.PrimaryKeyConstraint(
            "unit_id", "first", "last", "version", name=op.f("pk_paper_reports")
        ),
    )


def _joint() -> None:
    _add_pointer("activities", "organiser_id", "units")
    op.drop_index("ix_activities_figures", "activities")
    op.create_index("ix_activities_figures", "activities", list(_FIGURES), unique=False)
    op.create_table(
        "activity_partners",
        _id("partner_id"),
        _id("unit_id"),
        _id("activity_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["unit_id", "activity_id"], ["activities.unit_id", "activities.id"],
            name=op.f("fk_activity_partners_unit_id_activity_id"),
        ),
        _points("activity_partners", "partner_id", "units"),
        sa.PrimaryKeyConstraint(
            "unit_id", "activity_id", "position", name=op.f("pk_activity_partners")
        ),
        sqlite_with_rowid=False,
    )  # fmt: skip


def _sums() -> None:
    """Make the table, and add up what a consolidating unit may have taken in before."""
    op.create_table(
        "unit_sums",
        _id("unit_id"),
        sa.Column("half", sa.String(length=10), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("part", sa.Boolean(), nullable=False),
        sa.Column("activities", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        *(sa.Column(one, sa.Integer(), nullable=True) for one in ("heard", *_FIGURES[7:])),
        _points("unit_sums", "unit_id", "units"),
        sa.PrimaryKeyConstraint("unit_id", "half", "channel", "part", name=op.f("pk_unit_sums")),
        sqlite_with_rowid=False,
    )
    op.execute(_ADD_UP)


_ADD_UP = """
INSERT INTO unit_sums (
    unit_id, half, channel, part, activities, held, heard, items, airings, minutes, area_m2,
    attendees, women, minority, officials, poor, near_poor, escaped, other_households)
SELECT
    unit_id, substr(CAST(held_on AS VARCHAR), 1, 8)
        || CASE WHEN substr(CAST(held_on AS VARCHAR), 9, 2) < '15' THEN '01' ELSE '15' END,
    channel, organiser_id IS NOT NULL AND organiser_id <> unit_id, count(*),
    sum(CASE WHEN status = 'HELD' THEN 1 ELSE 0 END), sum(airings * minutes), sum(items),
    sum(airings), sum(minutes * coalesce(airings, 1)), sum(area_m2), sum(attendees), sum(women),
    sum(minority), sum(officials), sum(poor), sum(near_poor), sum(escaped), sum(other_households)
FROM activities WHERE status IN ('HELD', 'COMPLETE')
GROUP BY 1, 2, 3, 4
"""
