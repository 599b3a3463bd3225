"""Officers with their roles, and the days on which names were taken out of old lists."""

import uuid

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables; the officer of the settings is the first one."""
    officers = op.create_table(
        "officers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officers")),
    )
    op.create_table(
        "purges",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("lists", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purges")),
    )
    settings = sa.table("settings", sa.column("key", sa.String()), sa.column("value", sa.JSON()))
    kept = dict(op.get_bind().execute(sa.select(settings.c.key, settings.c.value)).all())
    if kept.get("officer"):
        first = {
            "id": str(uuid.uuid4()), "name": kept["officer"], "office": kept.get("office") or "",
            "role": "entry", "since": None, "left_on": None,
        }  # fmt: skip
        op.bulk_insert(officers, [first])
