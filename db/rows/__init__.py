"""The tables, one class each, by noun. A row never leaves desktop.core: screens get values.

A noun's module is loaded when one of its rows is asked for: to make all classes takes a tenth of
a second, and the first list needs few of them. `Row` stands for all tables, so it loads all.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from db.rows.activities import (
        ActivityHamletRow as ActivityHamletRow,
        ActivityLanguageRow as ActivityLanguageRow,
        ActivityPartnerRow as ActivityPartnerRow,
        ActivityRow as ActivityRow,
        ActivitySpeakerRow as ActivitySpeakerRow,
        ActivityTopicRow as ActivityTopicRow,
        ExpenseRow as ExpenseRow,
    )
    from db.rows.base import (
        Row as Row,
    )
    from db.rows.catalogues import (
        CatalogueRow as CatalogueRow,
        ChannelRow as ChannelRow,
        DeprivationRow as DeprivationRow,
        ExpenditureItemRow as ExpenditureItemRow,
        FundKindRow as FundKindRow,
        HouseholdCategoryRow as HouseholdCategoryRow,
        IndicatorRow as IndicatorRow,
        LanguageRow as LanguageRow,
        PayerRow as PayerRow,
        TopicRow as TopicRow,
        VoucherKindRow as VoucherKindRow,
    )
    from db.rows.city import (
        AnswerRow as AnswerRow,
        IntakeImageRow as IntakeImageRow,
        IntakeRow as IntakeRow,
        PaperReportRow as PaperReportRow,
        RefusalRow as RefusalRow,
        ReturnedItemRow as ReturnedItemRow,
        UnitSumsRow as UnitSumsRow,
    )
    from db.rows.exchange import (
        DeviceRow as DeviceRow,
        KnownKeyRow as KnownKeyRow,
        PackageRow as PackageRow,
        ReportRow as ReportRow,
    )
    from db.rows.households import (
        HamletYearRow as HamletYearRow,
        HouseholdImageRow as HouseholdImageRow,
        HouseholdImportRow as HouseholdImportRow,
        HouseholdLackRow as HouseholdLackRow,
        HouseholdRow as HouseholdRow,
        HouseholdYearRow as HouseholdYearRow,
    )
    from db.rows.money import (
        BudgetLineRow as BudgetLineRow,
        FundMoveRow as FundMoveRow,
        FundRow as FundRow,
        VoucherRow as VoucherRow,
    )
    from db.rows.movement import (
        ContributionRow as ContributionRow,
        ExemplarRow as ExemplarRow,
        MaterialMoveRow as MaterialMoveRow,
        MaterialRow as MaterialRow,
    )
    from db.rows.papers import (
        AttendanceRow as AttendanceRow,
        LetterheadRow as LetterheadRow,
        PaperChoiceRow as PaperChoiceRow,
        ReportTextRow as ReportTextRow,
    )
    from db.rows.people import (
        OfficerRow as OfficerRow,
        PurgeRow as PurgeRow,
    )
    from db.rows.places import (
        HamletRow as HamletRow,
        UnitRow as UnitRow,
        UnitSuccessionRow as UnitSuccessionRow,
    )
    from db.rows.planned import (
        PlannedRow as PlannedRow,
        PlanTaskRow as PlanTaskRow,
        RecurrenceRow as RecurrenceRow,
    )
    from db.rows.plans import (
        DeadlineRow as DeadlineRow,
        PlanBasisRow as PlanBasisRow,
        PlanRow as PlanRow,
        TargetRow as TargetRow,
    )
    from db.rows.records import (
        DraftRow as DraftRow,
        HistoryRow as HistoryRow,
        ImportRow as ImportRow,
        SettingRow as SettingRow,
    )
    from db.rows.reported import (
        FundFlowRow as FundFlowRow,
        MaterialFlowRow as MaterialFlowRow,
        ReachRow as ReachRow,
    )
    from db.rows.staff import (
        SignatoryRow as SignatoryRow,
        SpeakerRow as SpeakerRow,
    )

_MODULES = (
    "activities",
    "catalogues",
    "city",
    "exchange",
    "households",
    "money",
    "movement",
    "papers",
    "people",
    "places",
    "planned",
    "plans",
    "records",
    "reported",
    "staff",
)


def load_all() -> None:
    """Make the classes of all tables: before a write, whose order follows from what points where."""
    for name in _MODULES:
        import_module(f"db.rows.{name}")


def __getattr__(name: str) -> Any:
    """Return a row class, from the module of its noun."""
    if name == "Row":
        load_all()
        return import_module("db.rows.base").Row
    if name not in _PLACES:
        raise AttributeError(name)
    return getattr(import_module(f"db.rows.{_PLACES[name]}"), name)


_PLACES = {
    "ActivityHamletRow": "activities",
    "ActivityLanguageRow": "activities",
    "ActivityPartnerRow": "activities",
    "ActivityRow": "activities",
    "ActivitySpeakerRow": "activities",
    "ActivityTopicRow": "activities",
    "ExpenseRow": "activities",
    "CatalogueRow": "catalogues",
    "ChannelRow": "catalogues",
    "DeprivationRow": "catalogues",
    "ExpenditureItemRow": "catalogues",
    "FundKindRow": "catalogues",
    "HouseholdCategoryRow": "catalogues",
    "IndicatorRow": "catalogues",
    "LanguageRow": "catalogues",
    "PayerRow": "catalogues",
    "TopicRow": "catalogues",
    "VoucherKindRow": "catalogues",
    "AnswerRow": "city",
    "IntakeImageRow": "city",
    "IntakeRow": "city",
    "PaperReportRow": "city",
    "RefusalRow": "city",
    "ReturnedItemRow": "city",
    "UnitSumsRow": "city",
    "DeviceRow": "exchange",
    "KnownKeyRow": "exchange",
    "PackageRow": "exchange",
    "ReportRow": "exchange",
    "HamletYearRow": "households",
    "HouseholdImageRow": "households",
    "HouseholdImportRow": "households",
    "HouseholdLackRow": "households",
    "HouseholdRow": "households",
    "HouseholdYearRow": "households",
    "BudgetLineRow": "money",
    "FundMoveRow": "money",
    "FundRow": "money",
    "VoucherRow": "money",
    "ContributionRow": "movement",
    "ExemplarRow": "movement",
    "MaterialMoveRow": "movement",
    "MaterialRow": "movement",
    "AttendanceRow": "papers",
    "LetterheadRow": "papers",
    "PaperChoiceRow": "papers",
    "ReportTextRow": "papers",
    "OfficerRow": "people",
    "PurgeRow": "people",
    "HamletRow": "places",
    "UnitRow": "places",
    "UnitSuccessionRow": "places",
    "PlannedRow": "planned",
    "PlanTaskRow": "planned",
    "RecurrenceRow": "planned",
    "DeadlineRow": "plans",
    "PlanBasisRow": "plans",
    "PlanRow": "plans",
    "TargetRow": "plans",
    "DraftRow": "records",
    "HistoryRow": "records",
    "ImportRow": "records",
    "SettingRow": "records",
    "FundFlowRow": "reported",
    "MaterialFlowRow": "reported",
    "ReachRow": "reported",
    "SignatoryRow": "staff",
    "SpeakerRow": "staff",
}
