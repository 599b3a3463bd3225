"""The tables, one class each, by noun. A row never leaves desktop.core: screens get values."""

from db.rows.activities import (
    ActivityHamletRow,
    ActivityLanguageRow,
    ActivityPartnerRow,
    ActivityRow,
    ActivitySpeakerRow,
    ActivityTopicRow,
    ExpenseRow,
)
from db.rows.base import Row
from db.rows.catalogues import (
    CatalogueRow,
    ChannelRow,
    DeprivationRow,
    ExpenditureItemRow,
    FundKindRow,
    HouseholdCategoryRow,
    IndicatorRow,
    LanguageRow,
    PayerRow,
    TopicRow,
    VoucherKindRow,
)
from db.rows.city import (
    AnswerRow,
    IntakeImageRow,
    IntakeRow,
    PaperReportRow,
    RefusalRow,
    ReturnedItemRow,
    UnitSumsRow,
)
from db.rows.exchange import DeviceRow, KnownKeyRow, PackageRow, ReportRow
from db.rows.households import (
    HamletYearRow,
    HouseholdLackRow,
    HouseholdRow,
    HouseholdYearRow,
)
from db.rows.money import (
    BudgetLineRow,
    FundMoveRow,
    FundRow,
    VoucherRow,
)
from db.rows.movement import (
    ContributionRow,
    ExemplarRow,
    MaterialMoveRow,
    MaterialRow,
)
from db.rows.papers import AttendanceRow, LetterheadRow, PaperChoiceRow, ReportTextRow
from db.rows.people import OfficerRow, PurgeRow
from db.rows.places import HamletRow, UnitRow, UnitSuccessionRow
from db.rows.planned import (
    PlannedRow,
    PlanTaskRow,
    RecurrenceRow,
)
from db.rows.plans import DeadlineRow, PlanBasisRow, PlanRow, TargetRow
from db.rows.records import DraftRow, HistoryRow, ImportRow, SettingRow
from db.rows.reported import (
    FundFlowRow,
    MaterialFlowRow,
    ReachRow,
)
from db.rows.staff import SignatoryRow, SpeakerRow

__all__ = [
    "ActivityHamletRow",
    "ActivityLanguageRow",
    "ActivityPartnerRow",
    "ActivityRow",
    "ActivitySpeakerRow",
    "ActivityTopicRow",
    "AnswerRow",
    "AttendanceRow",
    "BudgetLineRow",
    "CatalogueRow",
    "ChannelRow",
    "ContributionRow",
    "DeadlineRow",
    "DeprivationRow",
    "DeviceRow",
    "DraftRow",
    "ExemplarRow",
    "ExpenditureItemRow",
    "ExpenseRow",
    "FundFlowRow",
    "FundKindRow",
    "FundMoveRow",
    "FundRow",
    "HamletRow",
    "HamletYearRow",
    "HistoryRow",
    "HouseholdCategoryRow",
    "HouseholdLackRow",
    "HouseholdRow",
    "HouseholdYearRow",
    "ImportRow",
    "IndicatorRow",
    "IntakeImageRow",
    "IntakeRow",
    "KnownKeyRow",
    "LanguageRow",
    "LetterheadRow",
    "MaterialFlowRow",
    "MaterialMoveRow",
    "MaterialRow",
    "OfficerRow",
    "PackageRow",
    "PaperChoiceRow",
    "PaperReportRow",
    "PayerRow",
    "PlanBasisRow",
    "PlanRow",
    "PlanTaskRow",
    "PlannedRow",
    "PurgeRow",
    "ReachRow",
    "RecurrenceRow",
    "RefusalRow",
    "ReportRow",
    "ReportTextRow",
    "ReturnedItemRow",
    "Row",
    "SettingRow",
    "SignatoryRow",
    "SpeakerRow",
    "TargetRow",
    "TopicRow",
    "UnitRow",
    "UnitSuccessionRow",
    "UnitSumsRow",
    "VoucherKindRow",
    "VoucherRow",
]
