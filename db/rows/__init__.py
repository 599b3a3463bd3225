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
    HouseholdCategoryRow,
    IndicatorRow,
    LanguageRow,
    PayerRow,
    TopicRow,
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
from db.rows.papers import AttendanceRow, LetterheadRow, PaperChoiceRow, ReportTextRow
from db.rows.people import OfficerRow, PurgeRow
from db.rows.places import HamletRow, UnitRow, UnitSuccessionRow
from db.rows.plans import DeadlineRow, PlanBasisRow, PlanRow, TargetRow
from db.rows.records import DraftRow, HistoryRow, ImportRow, SettingRow
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
    "CatalogueRow",
    "ChannelRow",
    "DeadlineRow",
    "DeviceRow",
    "DraftRow",
    "ExpenseRow",
    "HamletRow",
    "HistoryRow",
    "HouseholdCategoryRow",
    "ImportRow",
    "IndicatorRow",
    "IntakeImageRow",
    "IntakeRow",
    "KnownKeyRow",
    "LanguageRow",
    "LetterheadRow",
    "OfficerRow",
    "PackageRow",
    "PaperChoiceRow",
    "PaperReportRow",
    "PayerRow",
    "PlanBasisRow",
    "PlanRow",
    "PurgeRow",
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
]
