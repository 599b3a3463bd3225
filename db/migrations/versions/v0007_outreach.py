"""Plans made concrete, households, money and the movement: what step 7 adds to a register."""

import sqlalchemy as sa
from alembic import op

from db.migrations import columns as c

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables, catalogues first, and the columns of older tables that point at them."""
    _catalogues()
    _plan()
    _households()
    _money()
    _movement()
    _reported()
    _older_tables()


def _plan() -> None:
    op.create_table(
        "plan_tasks",
        c.id_("id"),
        c.id_("plan_id"),
        c.int_("position"),
        c.text("body"),
        c.text("text"),
        c.code("state"),
        c.text("note"),
        c.points("plan_tasks", "plan_id", "plans.id"),
        c.key("plan_tasks", "id"),
    )
    op.create_index("ix_plan_tasks_plan_id", "plan_tasks", ["plan_id"])
    op.create_table(
        "recurrences",
        c.json("weekdays"),
        c.date("first"),
        c.date("last"),
        c.id_("id"),
        c.id_("unit_id"),
        c.code("channel"),
        c.text("title"),
        c.time("started_at", nullable=True),
        c.time("ended_at", nullable=True),
        c.text("venue"),
        c.json("hamlets"),
        c.json("topics"),
        c.json("speakers"),
        c.json("languages"),
        c.int_("airings", nullable=True),
        c.int_("minutes", nullable=True),
        c.text("note"),
        c.points("recurrences", "channel", "channels.code"),
        c.points("recurrences", "unit_id", "units.id"),
        c.key("recurrences", "id"),
    )
    op.create_table(
        "planned",
        c.date("planned_on"),
        c.code("state"),
        c.text("reason"),
        c.id_("activity_id", nullable=True),
        c.id_("recurrence_id", nullable=True),
        c.id_("id"),
        c.id_("unit_id"),
        c.code("channel"),
        c.text("title"),
        c.time("started_at", nullable=True),
        c.time("ended_at", nullable=True),
        c.text("venue"),
        c.json("hamlets"),
        c.json("topics"),
        c.json("speakers"),
        c.json("languages"),
        c.int_("airings", nullable=True),
        c.int_("minutes", nullable=True),
        c.text("note"),
        c.points("planned", "channel", "channels.code"),
        c.points("planned", "recurrence_id", "recurrences.id"),
        c.points("planned", "unit_id", "units.id"),
        c.key("planned", "id"),
    )
    op.create_index("ix_planned_days", "planned", ["unit_id", "planned_on"])
    op.create_index("ix_planned_recurrence_id", "planned", ["recurrence_id"])


def _households() -> None:
    op.create_table(
        "households",
        c.id_("id"),
        c.id_("unit_id"),
        c.text("code"),
        c.text("head"),
        c.text("folded"),
        c.id_("hamlet_id", nullable=True),
        c.text("ethnic"),
        c.date("gone_on", nullable=True),
        c.text("note"),
        c.id_("import_id", nullable=True),
        c.points("households", "hamlet_id", "hamlets.id"),
        c.points("households", "unit_id", "units.id"),
        c.key("households", "id"),
    )
    op.create_index("ix_households_code", "households", ["unit_id", "code"])
    op.create_index(
        "ix_households_folded", "households", ["unit_id", "folded", "id", "gone_on", "hamlet_id"]
    )
    op.create_index("ix_households_hamlet_id", "households", ["hamlet_id"])
    op.create_index("ix_households_import_id", "households", ["import_id"])
    op.create_table(
        "household_years",
        c.id_("household_id"),
        c.int_("year"),
        c.code("category"),
        c.points("household_years", "category", "household_categories.code"),
        c.points("household_years", "household_id", "households.id"),
        c.key("household_years", "household_id", "year"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "household_lacks",
        c.id_("household_id"),
        c.int_("year"),
        c.code("indicator"),
        c.points("household_lacks", "household_id", "households.id"),
        c.key("household_lacks", "household_id", "year", "indicator"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "hamlet_years",
        c.id_("hamlet_id"),
        c.int_("year"),
        c.int_("households", nullable=True),
        c.int_("poor", nullable=True),
        c.int_("near_poor", nullable=True),
        c.int_("escaped", nullable=True),
        c.points("hamlet_years", "hamlet_id", "hamlets.id"),
        c.key("hamlet_years", "hamlet_id", "year"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "household_imports",
        c.id_("id"),
        sa.Column("at", sa.DateTime(), nullable=False),
        c.text("file_name"),
        c.int_("year"),
        c.int_("added"),
        c.int_("changed"),
        sa.Column("undone_at", sa.DateTime(), nullable=True),
        c.key("household_imports", "id"),
    )
    op.create_table(
        "household_images",
        c.id_("import_id"),
        c.id_("household_id"),
        sa.Column("before", sa.JSON(), nullable=True),
        c.json("after"),
        c.points("household_images", "import_id", "household_imports.id"),
        c.key("household_images", "import_id", "household_id"),
        sqlite_with_rowid=False,
    )


def _money() -> None:
    op.create_table(
        "funds",
        c.id_("id"),
        c.id_("unit_id"),
        c.int_("year"),
        c.code("kind"),
        c.text("name"),
        c.text("note"),
        c.points("funds", "kind", "fund_kinds.code"),
        c.points("funds", "unit_id", "units.id"),
        c.key("funds", "id"),
    )
    op.create_index("ix_funds_unit_id", "funds", ["unit_id"])
    op.create_table(
        "fund_moves",
        c.id_("id"),
        c.id_("fund_id"),
        c.code("kind"),
        c.date("moved_on"),
        c.int_("amount"),
        c.text("decision"),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_fund_moves_amount_not_negative")),
        c.points("fund_moves", "fund_id", "funds.id"),
        c.key("fund_moves", "id"),
    )
    op.create_index("ix_fund_moves_fund_id", "fund_moves", ["fund_id"])
    op.create_table(
        "budget_lines",
        c.id_("fund_id"),
        c.int_("position"),
        c.code("item"),
        c.text("text"),
        c.text("unit_word"),
        c.int_("quantity"),
        c.int_("times"),
        c.int_("unit_price"),
        c.int_("amount"),
        c.text("note"),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_budget_lines_amount_not_negative")),
        c.points("budget_lines", "fund_id", "funds.id"),
        c.points("budget_lines", "item", "expenditure_items.code"),
        c.key("budget_lines", "fund_id", "position"),
    )
    op.create_table(
        "vouchers",
        c.id_("unit_id"),
        c.id_("activity_id"),
        c.code("kind"),
        c.text("text"),
        c.points("vouchers", "kind", "voucher_kinds.code"),
        c.of_activity("vouchers"),
        c.key("vouchers", "unit_id", "activity_id", "kind"),
        sqlite_with_rowid=False,
    )


def _movement() -> None:
    op.create_table(
        "contributions",
        c.id_("unit_id"),
        c.id_("id"),
        c.date("given_on"),
        c.code("donor_kind"),
        c.text("donor"),
        c.int_("cash", nullable=True),
        c.int_("in_kind", nullable=True),
        c.text("goods"),
        c.text("used_for"),
        c.text("note"),
        sa.CheckConstraint("in_kind >= 0", name=op.f("ck_contributions_in_kind_not_negative")),
        sa.CheckConstraint("cash >= 0", name=op.f("ck_contributions_cash_not_negative")),
        c.points("contributions", "unit_id", "units.id"),
        c.key("contributions", "unit_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_contributions_days", "contributions", ["unit_id", "given_on"])
    op.create_table(
        "exemplars",
        c.id_("unit_id"),
        c.id_("id"),
        c.code("kind"),
        c.date("found_on"),
        c.text("title"),
        c.text("who"),
        c.id_("hamlet_id", nullable=True),
        c.text("story"),
        c.text("publicised"),
        c.date("publicised_on", nullable=True),
        c.text("note"),
        c.points("exemplars", "hamlet_id", "hamlets.id"),
        c.points("exemplars", "unit_id", "units.id"),
        c.key("exemplars", "unit_id", "id"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_exemplars_days", "exemplars", ["unit_id", "found_on"])
    op.create_table(
        "materials",
        c.id_("id"),
        c.id_("unit_id"),
        c.text("name"),
        c.text("unit_word"),
        c.text("note"),
        c.points("materials", "unit_id", "units.id"),
        c.key("materials", "id"),
    )
    op.create_index("ix_materials_unit_id", "materials", ["unit_id"])
    op.create_table(
        "material_moves",
        c.id_("id"),
        c.id_("material_id"),
        c.date("moved_on"),
        c.code("kind"),
        c.int_("quantity"),
        c.id_("hamlet_id", nullable=True),
        c.text("party"),
        c.text("note"),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_material_moves_quantity_positive")),
        c.points("material_moves", "hamlet_id", "hamlets.id"),
        c.points("material_moves", "material_id", "materials.id"),
        c.key("material_moves", "id"),
    )
    op.create_index("ix_material_moves_days", "material_moves", ["material_id", "moved_on"])


def _reported() -> None:
    op.create_table(
        "reaches",
        c.id_("unit_id"),
        c.date("first"),
        c.date("last"),
        c.id_("hamlet_id"),
        c.code("category"),
        c.int_("reached"),
        c.int_("first_time"),
        c.points("reaches", "unit_id", "units.id"),
        c.key("reaches", "unit_id", "first", "last", "hamlet_id", "category"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fund_flows",
        c.id_("unit_id"),
        c.date("first"),
        c.date("last"),
        c.id_("fund_id"),
        c.int_("year"),
        c.code("kind"),
        c.text("name"),
        c.int_("carried_in"),
        c.int_("allotted"),
        c.int_("spent"),
        c.int_("returned"),
        c.int_("carried_out"),
        c.points("fund_flows", "kind", "fund_kinds.code"),
        c.points("fund_flows", "unit_id", "units.id"),
        c.key("fund_flows", "unit_id", "first", "last", "fund_id"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "material_flows",
        c.id_("unit_id"),
        c.date("first"),
        c.date("last"),
        c.id_("material_id"),
        c.text("name"),
        c.text("unit_word"),
        c.int_("opening"),
        c.int_("received"),
        c.int_("handed_out"),
        c.points("material_flows", "unit_id", "units.id"),
        c.key("material_flows", "unit_id", "first", "last", "material_id"),
        sqlite_with_rowid=False,
    )


def _catalogues() -> None:
    op.create_table(
        "deprivation_indicators",
        c.code("standard"),
        c.text("standard_name"),
        c.code("indicator"),
        c.text("dimension"),
        c.text("threshold"),
        c.date("valid_from"),
        c.date("valid_to"),
        c.code("code"),
        c.int_("position"),
        c.text("name"),
        c.date("retired_on", nullable=True),
        c.key("deprivation_indicators", "code"),
    )
    op.create_table(
        "expenditure_items",
        c.text("unit_word"),
        c.text("sub_item"),
        c.bool_("unsalaried_only"),
        c.text("vouchers"),
        c.code("code"),
        c.int_("position"),
        c.text("name"),
        c.date("retired_on", nullable=True),
        c.key("expenditure_items", "code"),
    )
    op.create_table(
        "fund_kinds",
        c.bool_("programme_money"),
        c.code("code"),
        c.int_("position"),
        c.text("name"),
        c.date("retired_on", nullable=True),
        c.key("fund_kinds", "code"),
    )
    op.create_table(
        "voucher_kinds",
        c.code("code"),
        c.int_("position"),
        c.text("name"),
        c.date("retired_on", nullable=True),
        c.key("voucher_kinds", "code"),
    )


def _older_tables() -> None:
    c.add_pointer("expenses", "item", 32, "expenditure_items (code)")
    c.add_pointer("expenses", "fund_id", 36, "funds (id)")
    kind = c.text_kind()
    op.execute(f"ALTER TABLE expenses ADD COLUMN voucher {kind} DEFAULT '' NOT NULL")
    c.add_pointer("attendances", "household_id", 36, "households (id)")
    op.create_index("ix_attendances_household_id", "attendances", ["household_id"])
