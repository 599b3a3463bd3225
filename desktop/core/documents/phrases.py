"""Words that all papers of a unit share: who writes, which days, by which plan, who signs."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from desktop.core.documents.content import Letterhead, ReportContent
from desktop.core.documents.outline import Foot, Signature
from desktop.core.periods import Period
from desktop.core.plans import Plan
from desktop.core.typed import show_date
from desktop.core.units import Unit

NUMBER_GAP = "\u00a0" * 8
DAY_GAP = "\u00a0" * 7
"""Room for a number or a day written by hand; unlike spaces it stays."""


_WHOLE = 100
"""Percent."""

NO_LISTS = "chưa đủ danh sách tham dự theo hộ"
"""Why there is no share of the poor households."""
TURNS = "lượt hộ"
"""Households as the activities declare them: one that came three times counts three times."""
PARTS: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "CT14": (("", "cái", "items"), ("- Diện tích", "m²", "area_m2")),
    "CT19": (("Vận động ủng hộ Quỹ “Vì người nghèo”: tiền", "đồng", "cash"),
             ("- Hiện vật quy ra tiền", "đồng", "in_kind")),
    "CT20": (("Kinh phí được giao", "đồng", "allocated"),
             ("- Đã chi trong kỳ", "đồng", "spent"),
             ("- Tỷ lệ giải ngân (khoản chi ghi nguồn của năm)", "%", "rate")),
}  # fmt: skip
"""Indicators of several figures: name (none: the indicator's own), unit, which figure."""


def households(value: Mapping[str, Any]) -> tuple[Any, str, bool]:
    """Return the figure of CT05–CT07, what it counts, and whether it is only declared."""
    distinct, declared = value.get("distinct"), value.get("declared")
    if distinct is None and declared is not None:
        return declared, TURNS, True
    return distinct, "hộ", False


def share_of_poor(indicators: Mapping[str, Any]) -> Any:
    """Return CT08; None where it was made of declared households, who count each time."""
    share = indicators.get("CT08")
    unknown = lacks_lists(indicators) or (share is not None and share > _WHOLE)
    return None if unknown else share


def lacks_lists(indicators: Mapping[str, Any]) -> bool:
    """Return whether poor households are only declared, so that no share of them is known."""
    poor = indicators.get("CT05")
    return isinstance(poor, Mapping) and households(poor)[2]


def dashed(lines: Sequence[str]) -> list[str]:
    """Return the lines of a list with dashes and stops; the last one ends it."""
    bare = [line.rstrip(" .;,") for line in lines]
    return [f"- {line}{'.' if number == len(bare) else ';'}" for number, line in enumerate(bare, 1)]


def subject(period: Period) -> str:
    """Return "Quý IV năm 2024"; nothing for a free range, whose days stand below anyway."""
    return period.heading if is_named(period) else ""


def is_named(period: Period) -> bool:
    """Return whether people call the period by a name, not by its days only."""
    return ".." not in period.name


def days(period: Period) -> str:
    """Return "quý IV năm 2024 (từ ngày … đến ngày …)", for a free range the days alone."""
    return f"{period.title} ({period.span})" if is_named(period) else period.span


def span(period: Period) -> str:
    """Return the days of the figures in brackets."""
    return f"(Số liệu tính {period.span})"


def place_and_date(place: str, day: date) -> str:
    """Return "Tân Lập, ngày      tháng 12 năm 2024": the clerk writes the day."""
    start = f"{place}, ngày" if place else "Ngày"
    return f"{start}{DAY_GAP}tháng {month(day)} năm {day.year}"


def month(day: date) -> str:
    """Return the number of the month; only 01 and 02 have a leading 0."""
    return f"{day.month:02d}" if day.month < 3 else str(day.month)


def by_plan(content: ReportContent) -> str:
    """Return "Thực hiện Kế hoạch số … của UBND …, " or nothing without a plan."""
    return by_plan_of(content.plan, content.issuer)


def by_plan_of(plan: Plan | None, issuer: Unit) -> str:
    """Return the same for a plan and who issued it."""
    if plan is None:
        return ""
    return (
        f"Thực hiện Kế hoạch số {plan.number or f'{NUMBER_GAP}/KH-UBND'} {_signed(plan)}của UBND "
        f"{issuer.running_name} ({plan.short_title}), "
    )


def belongs_to(content: ReportContent) -> str:
    """Return what an annex says below its title."""
    head = content.letterhead
    return (
        f"(Kèm theo Báo cáo số{NUMBER_GAP}/BC-{head.symbol} ngày{DAY_GAP}"
        f"tháng {month(head.written_on)} năm {head.written_on.year} của {content.unit.committee})"
    )


def recipients(content: ReportContent) -> tuple[str, ...]:
    """Return the lines of Nơi nhận: those of the letterhead, else the usual ones; Lưu last."""
    first = "Như trên" if content.issuer.id != content.unit.id else "Lãnh đạo UBND"
    return (*(content.letterhead.recipients or (first,)), "Lưu: VT")


def addressees(content: ReportContent) -> Iterator[str]:
    """Yield to whom a report goes: the body whose plan it is, unless that is the unit itself."""
    if content.issuer.id != content.unit.id:
        yield f"Ủy ban nhân dân {content.issuer.running_name}"


def signer(head: Letterhead, *, dated: bool = False) -> Signature:
    """Return the signature of the one who signs for the unit."""
    above = place_and_date(head.place, head.written_on) if dated else ""
    if not head.signatories:
        return Signature(("THỦ TRƯỞNG ĐƠN VỊ",), "", "(Ký, ghi rõ họ tên, đóng dấu)", above)
    first = head.signatories[0]
    return Signature(first.block, first.name, above=above)


def made_and_signed(head: Letterhead, maker: str = "NGƯỜI LẬP") -> Foot:
    """Return the foot of a list or table: who made it at the left, who signs for the unit."""
    made = Signature((maker,), head.officer, "(Ký, ghi rõ họ tên)")
    return Foot((made, signer(head, dated=True)))


def _signed(plan: Plan) -> str:
    if plan.signed_on is not None:
        return f"ngày {show_date(plan.signed_on)} "
    return f"ngày{DAY_GAP}{plan.date_text} " if plan.date_text else ""
