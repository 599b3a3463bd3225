"""What the consolidating unit keeps of its intakes and answers; joint activities."""

import sqlalchemy as sa
from alembic import op

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
    """Create the tables and the two columns that point at them."""
    _intakes()
    _refusals()
    _answers()
    _paper()
    _joint()


def _id(name: str, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=36), nullable=nullable)


def _points(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _add_pointer(table: str, column: str, other: str) -> None:
    """Add an empty column that points; one statement, which SQLite and PostgreSQL both know."""
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} VARCHAR(36)"
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
