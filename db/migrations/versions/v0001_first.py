"""The first schema: units, hamlets, staff, catalogues, plan, activities, records."""

import sqlalchemy as sa
from alembic import op

from db.migrations import first_tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SEARCH = (
    "CREATE VIRTUAL TABLE activity_search USING fts5"
    "(words, tokenize='ascii', prefix='1 2 3', detail='none', columnsize=0)"
)
SEARCH_ON_POSTGRESQL = (
    'CREATE TABLE activity_search (rowid BIGINT PRIMARY KEY, words VARCHAR COLLATE "C" NOT NULL)'
)
SEARCH_INDEX_ON_POSTGRESQL = (
    "CREATE INDEX ix_activity_search_words ON activity_search"
    " USING gin (array_to_tsvector(string_to_array(words, ' ')))"
)


def upgrade() -> None:
    """Create all tables."""
    first_tables.create()
    _signatories()
    _units()
    _activities()
    _hamlets()
    _plans()
    _speakers()
    _unit_successions()
    _activity_hamlets()
    _activity_languages()
    _activity_speakers()
    _activity_topics()
    _expenses()
    _plan_bases()
    _targets()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(SEARCH_ON_POSTGRESQL)
        op.execute(SEARCH_INDEX_ON_POSTGRESQL)
    else:
        op.execute(SEARCH)


def _signatories() -> None:
    op.create_table(
        "signatories",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("block", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatories")),
    )


def _units() -> None:
    op.create_table(
        "units",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("parent_id", sa.String(length=36), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
    )
    op.create_index(op.f("ix_units_code"), "units", ["code"], unique=False)


def _activities() -> None:
    op.create_table(
        "activities",
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("started_at", sa.Time(), nullable=True),
        sa.Column("ended_at", sa.Time(), nullable=True),
        sa.Column("venue", sa.String(), nullable=False),
        sa.Column("host_event", sa.String(), nullable=False),
        sa.Column("chair", sa.String(), nullable=False),
        sa.Column("secretary", sa.String(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=True),
        sa.Column("airings", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("area_m2", sa.Integer(), nullable=True),
        sa.Column("views", sa.Integer(), nullable=True),
        sa.Column("attendees", sa.Integer(), nullable=True),
        sa.Column("women", sa.Integer(), nullable=True),
        sa.Column("minority", sa.Integer(), nullable=True),
        sa.Column("officials", sa.Integer(), nullable=True),
        sa.Column("poor", sa.Integer(), nullable=True),
        sa.Column("near_poor", sa.Integer(), nullable=True),
        sa.Column("escaped", sa.Integer(), nullable=True),
        sa.Column("other_households", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("difficulties", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("import_id", sa.String(length=36), nullable=True),
        sa.Column("search_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("airings >= 0", name=op.f("ck_activities_airings_not_negative")),
        sa.CheckConstraint("area_m2 >= 0", name=op.f("ck_activities_area_m2_not_negative")),
        sa.CheckConstraint("attendees >= 0", name=op.f("ck_activities_attendees_not_negative")),
        sa.CheckConstraint("escaped >= 0", name=op.f("ck_activities_escaped_not_negative")),
        sa.CheckConstraint("items >= 0", name=op.f("ck_activities_items_not_negative")),
        sa.CheckConstraint("minority >= 0", name=op.f("ck_activities_minority_not_negative")),
        sa.CheckConstraint("minutes >= 0", name=op.f("ck_activities_minutes_not_negative")),
        sa.CheckConstraint("near_poor >= 0", name=op.f("ck_activities_near_poor_not_negative")),
        sa.CheckConstraint("officials >= 0", name=op.f("ck_activities_officials_not_negative")),
        sa.CheckConstraint(
            "other_households >= 0", name=op.f("ck_activities_other_households_not_negative")
        ),
        sa.CheckConstraint("poor >= 0", name=op.f("ck_activities_poor_not_negative")),
        sa.CheckConstraint("views >= 0", name=op.f("ck_activities_views_not_negative")),
        sa.CheckConstraint("women >= 0", name=op.f("ck_activities_women_not_negative")),
        sa.ForeignKeyConstraint(["channel"], ["channels.code"], name=op.f("fk_activities_channel")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_activities_unit_id")),
        sa.PrimaryKeyConstraint("unit_id", "id", name=op.f("pk_activities")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_activities_import_id"), "activities", ["import_id"], unique=False)
    op.create_index(op.f("ix_activities_search_id"), "activities", ["search_id"], unique=False)
    op.create_index(
        "ix_activities_figures",
        "activities",
        [
            "unit_id",
            "held_on",
            "id",
            "status",
            "channel",
            "search_id",
            "items",
            "airings",
            "minutes",
            "area_m2",
            "attendees",
            "women",
            "minority",
            "officials",
            "poor",
            "near_poor",
            "escaped",
            "other_households",
        ],
        unique=False,
    )


def _hamlets() -> None:
    op.create_table(
        "hamlets",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.String(length=36), nullable=True),
        sa.Column("import_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["hamlets.id"], name=op.f("fk_hamlets_successor_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_hamlets_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hamlets")),
    )
    op.create_index(op.f("ix_hamlets_unit_id"), "hamlets", ["unit_id"], unique=False)


def _plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("date_text", sa.String(), nullable=False),
        sa.Column("issuer_id", sa.String(length=36), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("short_title", sa.String(), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("signer_block", sa.String(), nullable=False),
        sa.Column("signer_name", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["units.id"], name=op.f("fk_plans_issuer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plans")),
    )


def _speakers() -> None:
    op.create_table(
        "speakers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("office", sa.String(), nullable=False),
        sa.Column("folded", sa.String(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("import_id", sa.String(length=36), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_speakers_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_speakers")),
    )
    op.create_index(op.f("ix_speakers_unit_id"), "speakers", ["unit_id"], unique=False)


def _unit_successions() -> None:
    op.create_table(
        "unit_successions",
        sa.Column("old_id", sa.String(length=36), nullable=False),
        sa.Column("new_id", sa.String(length=36), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("resolution", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["new_id"], ["units.id"], name=op.f("fk_unit_successions_new_id")),
        sa.ForeignKeyConstraint(["old_id"], ["units.id"], name=op.f("fk_unit_successions_old_id")),
        sa.PrimaryKeyConstraint("old_id", "new_id", name=op.f("pk_unit_successions")),
    )


def _activity_hamlets() -> None:
    op.create_table(
        "activity_hamlets",
        sa.Column("hamlet_id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hamlet_id"], ["hamlets.id"], name=op.f("fk_activity_hamlets_hamlet_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "activity_id"],
            ["activities.unit_id", "activities.id"],
            name=op.f("fk_activity_hamlets_unit_id_activity_id"),
        ),
        sa.PrimaryKeyConstraint(
            "unit_id", "activity_id", "position", name=op.f("pk_activity_hamlets")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_activity_hamlets_hamlet_id"), "activity_hamlets", ["hamlet_id"], unique=False
    )


def _activity_languages() -> None:
    op.create_table(
        "activity_languages",
        sa.Column("language", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["language"], ["languages.code"], name=op.f("fk_activity_languages_language")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "activity_id"],
            ["activities.unit_id", "activities.id"],
            name=op.f("fk_activity_languages_unit_id_activity_id"),
        ),
        sa.PrimaryKeyConstraint(
            "unit_id", "activity_id", "position", name=op.f("pk_activity_languages")
        ),
        sqlite_with_rowid=False,
    )


def _activity_speakers() -> None:
    op.create_table(
        "activity_speakers",
        sa.Column("speaker_id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["speaker_id"], ["speakers.id"], name=op.f("fk_activity_speakers_speaker_id")
        ),
        sa.ForeignKeyConstraint(
            ["unit_id", "activity_id"],
            ["activities.unit_id", "activities.id"],
            name=op.f("fk_activity_speakers_unit_id_activity_id"),
        ),
        sa.PrimaryKeyConstraint(
            "unit_id", "activity_id", "position", name=op.f("pk_activity_speakers")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_activity_speakers_speaker_id"), "activity_speakers", ["speaker_id"], unique=False
    )


def _activity_topics() -> None:
    op.create_table(
        "activity_topics",
        sa.Column("topic", sa.String(length=32), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["topic"], ["topics.code"], name=op.f("fk_activity_topics_topic")),
        sa.ForeignKeyConstraint(
            ["unit_id", "activity_id"],
            ["activities.unit_id", "activities.id"],
            name=op.f("fk_activity_topics_unit_id_activity_id"),
        ),
        sa.PrimaryKeyConstraint(
            "unit_id", "activity_id", "position", name=op.f("pk_activity_topics")
        ),
        sqlite_with_rowid=False,
    )


def _expenses() -> None:
    op.create_table(
        "expenses",
        sa.Column("payer", sa.String(length=32), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("unit_id", sa.String(length=36), nullable=False),
        sa.Column("activity_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_expenses_amount_not_negative")),
        sa.ForeignKeyConstraint(["payer"], ["payers.code"], name=op.f("fk_expenses_payer")),
        sa.ForeignKeyConstraint(
            ["unit_id", "activity_id"],
            ["activities.unit_id", "activities.id"],
            name=op.f("fk_expenses_unit_id_activity_id"),
        ),
        sa.PrimaryKeyConstraint("unit_id", "activity_id", "position", name=op.f("pk_expenses")),
        sqlite_with_rowid=False,
    )


def _plan_bases() -> None:
    op.create_table(
        "plan_bases",
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_plan_bases_plan_id")),
        sa.PrimaryKeyConstraint("plan_id", "position", name=op.f("pk_plan_bases")),
    )


def _targets() -> None:
    op.create_table(
        "targets",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("plan_id", sa.String(length=36), nullable=False),
        sa.Column("unit_id", sa.String(length=36), nullable=True),
        sa.Column("indicator", sa.String(length=32), nullable=False),
        sa.Column("at_least", sa.Integer(), nullable=False),
        sa.Column("at_most", sa.Integer(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("fk_targets_plan_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_targets_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    op.create_index(op.f("ix_targets_plan_id"), "targets", ["plan_id"], unique=False)
