"""The checks of an activity: the same for the form, the Excel import and the report.

`problems` returns all there are. A stop keeps the activity from being saved; an explain must be
looked at; a notice is only said. Numbers in the docstrings: the list of checks in the domain
reference, §6.3.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import SpeakerRow
from desktop.core import catalogue, clock, hamlets, neighbours, plans, settings, units
from desktop.core.activities import HOUSEHOLDS, PEOPLE, Activity, Status
from desktop.core.catalogue import NOBODY_PAYS, Catalogue
from desktop.core.hamlets import Hamlet
from desktop.core.neighbours import Neighbour
from desktop.core.texts import LONGEST, letters
from desktop.core.typed import show_date, show_number

EARLIEST = date(2015, 1, 1)
LARGEST = {
    "items": 10_000_000, "airings": 100_000, "minutes": 100_000, "area_m2": 1_000_000,
    "views": 1_000_000_000, **dict.fromkeys((*PEOPLE, *HOUSEHOLDS), 50_000),
}  # fmt: skip
LARGEST_AMOUNT = 1_000_000_000_000
LONGEST_TITLE = 500
LONGEST_AIRING = 24 * 60
"""Minutes."""
MANY_PEOPLE = 2_000
LABELS = {
    "items": "Số lượng", "airings": "Số lượt phát", "minutes": "Thời lượng",
    "area_m2": "Diện tích", "views": "Lượt xem", "attendees": "Tổng số người dự",
    "women": "Số nữ", "minority": "Số người dân tộc thiểu số", "officials": "Số cán bộ",
    "poor": "Số hộ nghèo", "near_poor": "Số hộ cận nghèo", "escaped": "Số hộ mới thoát nghèo",
    "other_households": "Số hộ khác",
}  # fmt: skip


class Severity(StrEnum):
    """How much a problem matters."""

    STOP = "stop"
    EXPLAIN = "explain"
    NOTICE = "notice"


@dataclass(frozen=True)
class Problem:
    """What is wrong with which fields; `text` says what, why and what to do, in Vietnamese."""

    code: str
    severity: Severity
    fields: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Context:
    """What an activity is checked against; `locked`: the days no new one may come to."""

    today: date
    unit: units.Unit
    catalogue: Catalogue
    hamlets: Mapping[str, Hamlet]
    plan: plans.Plan | None = None
    speakers: Mapping[str, str] = field(default_factory=dict)
    neighbours: Mapping[date, Sequence[Neighbour]] = field(default_factory=dict)
    partners: Mapping[str, units.Unit] = field(default_factory=dict)
    locked: Sequence[tuple[date, date]] = ()


def context(
    session: Session, first: date | None = None, last: date | None = None, unit_id: str = ""
) -> Context:
    """Return what activities of a unit (none named: our own) are checked against in these days.

    Without days there are no neighbours.
    """
    mine = settings.read(session)
    unit = units.get(session, unit_id or mine.unit_id)
    speakers = session.execute(select(SpeakerRow.id, SpeakerRow.name))
    return Context(
        today=clock.of(session).today(),
        unit=unit,
        catalogue=catalogue.read(session),
        hamlets={one.id: one for one in hamlets.all_of(session, unit.id)},
        plan=plans.get(session, mine.plan_id) if mine.plan_id else None,
        speakers=dict(speakers.all()),
        neighbours=neighbours.between(session, unit.id, first, last) if first and last else {},
        partners=units.around(session, unit),
    )


def problems(activity: Activity, context: Context) -> list[Problem]:
    """Return all that is wrong with the activity, the worst first; an empty list is a clean one."""
    order = list(Severity)
    found = [problem for check in _CHECKS for problem in check(activity, context)]
    return sorted(found, key=lambda problem: order.index(problem.severity))


def arithmetic(activity: Activity) -> list[Problem]:
    """Return what is wrong with the numbers alone: needs no register."""
    return [one for check in (_numbers, _people, _broadcasts) for one in check(activity, None)]


def stops(found: Sequence[Problem]) -> list[Problem]:
    """Return the problems that keep an activity from being saved."""
    return [problem for problem in found if problem.severity is Severity.STOP]


def _required(activity: Activity, context: Context) -> Iterator[Problem]:
    channel = context.catalogue.channel.get(activity.channel)
    if channel is None:
        text = f"Không có hình thức “{activity.channel}” trong danh mục. Hãy chọn lại hình thức."
        yield Problem("channel_unknown", Severity.STOP, ("channel",), text)
        return
    if not activity.title and not activity.topics:
        text = "Chưa có tên hoạt động và chủ đề nên không biết nội dung gì. Hãy nhập ít nhất một."
        yield Problem("content_missing", Severity.STOP, ("topics", "title"), text)
    if channel.hamlet_needed and not activity.hamlets:
        text = f"{channel.short_name} phải có thôn, buôn, tổ dân phố để tính địa bàn. Hãy chọn nơi."
        yield Problem("hamlet_missing", Severity.STOP, ("hamlets",), text)
    if channel.people_come and activity.attendees is None:
        text = "Chưa có số người dự nên buổi này chưa được cộng vào lượt người. Hãy bổ sung khi có."
        yield Problem("attendees_missing", Severity.EXPLAIN, ("attendees",), text)
    for topic in activity.topics:
        if topic not in context.catalogue.topic:
            text = f"Không có chủ đề “{topic}” trong danh mục. Hãy chọn lại chủ đề."
            yield Problem("topic_unknown", Severity.STOP, ("topics",), text)


def _days(activity: Activity, context: Context) -> Iterator[Problem]:
    """Check 10: the day and the hours."""
    day, until = activity.held_on, activity.until_on
    if not EARLIEST <= day <= date(context.today.year + 2, 12, 31):
        text = f"Ngày {show_date(day)} ngoài khoảng chương trình nhận. Hãy xem lại năm."
        yield Problem("date_implausible", Severity.STOP, ("held_on",), text)
    elif day > context.today:
        text = f"Ngày {show_date(day)} chưa đến. Hãy xem lại, hoặc ghi sau khi đã tổ chức."
        yield Problem("date_in_future", Severity.EXPLAIN, ("held_on",), text)
    if until is not None and until < day:
        text = f"Đến ngày {show_date(until)} trước ngày bắt đầu {show_date(day)}. Hãy sửa một trong hai."
        yield Problem("until_before_start", Severity.STOP, ("until_on",), text)
    elif until is not None and (until - day).days > 366:
        text = "Hoạt động kéo dài hơn một năm. Hãy xem lại ngày kết thúc."
        yield Problem("until_far", Severity.EXPLAIN, ("until_on",), text)


def _locked(activity: Activity, context: Context) -> Iterator[Problem]:
    return locked_day(activity.held_on, context)


def locked_day(day: date, context: Context) -> Iterator[Problem]:
    """Yield why no activity can come to a day of a locked period; nothing on other days."""
    for first, last in context.locked:
        if first <= day <= last:
            text = (
                f"Ngày {show_date(day)} thuộc kỳ {show_date(first)} – "
                f"{show_date(last)} đã khóa báo cáo. Hãy xem lại ngày; nếu đúng thì mở khóa kỳ này "
                "ở trang Báo cáo."
            )
            yield Problem("period_locked", Severity.STOP, ("held_on",), text)


def _hours(activity: Activity, _context: Context) -> Iterator[Problem]:
    """Check 10: an end after the beginning, within one day."""
    one_day = activity.until_on in (None, activity.held_on)
    start, end = activity.started_at, activity.ended_at
    if one_day and start and end and end <= start:
        text = "Giờ kết thúc phải sau giờ bắt đầu. Hãy sửa giờ."
        yield Problem("hours_backwards", Severity.STOP, ("ended_at",), text)


def _unit_and_plan(activity: Activity, context: Context) -> Iterator[Problem]:
    day = activity.held_on
    if not context.unit.is_valid(day):
        text = f"{context.unit.full_name} không còn hoặc chưa có vào ngày {show_date(day)} (sáp nhập). Hãy xem lại ngày."
        yield Problem("unit_not_valid", Severity.EXPLAIN, ("held_on",), text)
    if context.plan and not context.plan.first <= day <= context.plan.last:
        text = (
            f"Ngày {show_date(day)} ngoài thời gian của kế hoạch "
            f"({show_date(context.plan.first)} – {show_date(context.plan.last)})."
        )
        yield Problem("outside_plan", Severity.NOTICE, ("held_on",), text)


def _numbers(activity: Activity, _context: Context | None) -> Iterator[Problem]:
    for name, largest in LARGEST.items():
        value = getattr(activity, name)
        if value is None:
            continue
        if value < 0:
            text = f"{LABELS[name]} không thể nhỏ hơn 0. Hãy nhập lại."
            yield Problem("negative", Severity.STOP, (name,), text)
        elif value > largest:
            text = f"{LABELS[name]} lớn hơn mức chương trình nhận ({show_number(largest)}). Hãy xem lại."
            yield Problem("too_large", Severity.STOP, (name,), text)


def _money(activity: Activity, context: Context) -> Iterator[Problem]:
    for expense in activity.expenses:
        if expense.amount is not None and not 0 <= expense.amount <= LARGEST_AMOUNT:
            text = "Kinh phí phải từ 0 đến 1.000 tỷ đồng. Hãy nhập lại."
            yield Problem("amount_wrong", Severity.STOP, ("amount",), text)
        if expense.payer not in context.catalogue.payer:
            text = f"Không có nguồn chi “{expense.payer}” trong danh mục. Hãy chọn lại."
            yield Problem("payer_unknown", Severity.STOP, ("payer",), text)
        elif expense.payer == NOBODY_PAYS and expense.amount:
            text = "Đã chọn “Không sử dụng kinh phí” nhưng có số tiền. Hãy sửa một trong hai."
            yield Problem("payer_amount", Severity.STOP, ("payer", "amount"), text)


def _people(activity: Activity, _context: Context | None) -> Iterator[Problem]:
    """Checks 1, 2 and 17: parts of the people who came."""
    total = activity.attendees
    for name in PEOPLE[1:]:
        value = getattr(activity, name)
        if total is not None and value is not None and value > total:
            text = f"{LABELS[name]} ({show_number(value)}) lớn hơn tổng số người dự ({show_number(total)}). Hãy sửa một trong hai số."
            yield Problem(f"{name}_over_total", Severity.STOP, (name,), text)
        elif total is None and value:
            text = f"Có {LABELS[name].lower()} nhưng chưa có tổng số người dự. Hãy nhập tổng số."
            yield Problem("total_missing", Severity.STOP, ("attendees",), text)
    counts = {name: getattr(activity, name) for name in HOUSEHOLDS}
    for name, value in counts.items():
        if total is not None and value is not None and value > total:
            text = f"{LABELS[name]} có mặt ({show_number(value)}) lớn hơn tổng số người dự ({show_number(total)}). Hãy sửa một trong hai số."
            yield Problem(f"{name}_over_total", Severity.STOP, (name,), text)
    households = sum(value for value in counts.values() if value is not None)
    if total is not None and households > total and all((v or 0) <= total for v in counts.values()):
        text = f"Cộng các hộ có mặt ({show_number(households)}) lớn hơn số người dự ({show_number(total)}): mỗi hộ phải có ít nhất một người."
        yield Problem("households_over_total", Severity.EXPLAIN, HOUSEHOLDS, text)
    if total is not None and MANY_PEOPLE < total <= LARGEST["attendees"]:
        text = f"Số người dự {show_number(total)} lớn khác thường. Hãy xem lại."
        yield Problem("many_people", Severity.EXPLAIN, ("attendees",), text)


def _broadcasts(activity: Activity, _context: Context | None) -> Iterator[Problem]:
    """Checks 12 and 13: airings and areas."""
    if activity.airings is not None and activity.items is not None:
        if activity.airings < activity.items:
            text = f"Số lượt phát ({show_number(activity.airings)}) ít hơn số tin, bài ({show_number(activity.items)}): mỗi tin phát ít nhất một lượt."
            yield Problem("airings_below_items", Severity.STOP, ("airings",), text)
    if activity.area_m2 is not None and activity.area_m2 != round(activity.area_m2, 2):
        text = "Diện tích chỉ lấy hai số lẻ. Hãy làm tròn."
        yield Problem("area_decimals", Severity.STOP, ("area_m2",), text)


def _airtime(activity: Activity, context: Context) -> Iterator[Problem]:
    """Check 12: a broadcast is aired, and one airing ends within a day."""
    channel = context.catalogue.channel.get(activity.channel)
    if channel is None or not channel.is_broadcast:
        return
    if activity.airings == 0 and not activity.items:
        text = "Số lượt phát là 0. Hãy ghi ít nhất 1 lượt, hoặc để trống khi chưa biết."
        yield Problem("airings_none", Severity.STOP, ("airings",), text)
    if LONGEST_AIRING < (activity.minutes or 0) <= LARGEST["minutes"]:
        text = f"Một lượt phát {show_number(activity.minutes or 0)} phút, dài hơn một ngày ({show_number(LONGEST_AIRING)} phút). Hãy ghi số phút của một lượt."
        yield Problem("airing_too_long", Severity.STOP, ("minutes",), text)


def _fields_of_channel(activity: Activity, context: Context) -> Iterator[Problem]:
    channel = context.catalogue.channel.get(activity.channel)
    if channel is None:
        return
    people = (*PEOPLE, *HOUSEHOLDS) if channel.people_come else ()
    for name in LARGEST:
        if getattr(activity, name) and name not in (*channel.quantities, *people):
            text = f"{LABELS[name]} không dùng cho hình thức {channel.short_name.lower()}. Hãy để trống hoặc đổi hình thức."
            yield Problem("not_of_channel", Severity.STOP, (name,), text)


def _texts(activity: Activity, _context: Context) -> Iterator[Problem]:
    limits = {"title": LONGEST_TITLE, "venue": LONGEST_TITLE, "host_event": LONGEST_TITLE,
              "chair": 200, "secretary": 200}  # fmt: skip
    for name in (*limits, "result", "difficulties", "note"):
        limit = limits.get(name, LONGEST)
        if letters(getattr(activity, name)) > limit:
            text = f"Ô này dài quá {show_number(limit)} chữ. Hãy viết gọn lại."
            yield Problem("too_long", Severity.STOP, (name,), text)


def _places(activity: Activity, context: Context) -> Iterator[Problem]:
    """Check 18: a hamlet that was no more, or not yet, on the day."""
    for hamlet_id in activity.hamlets:
        hamlet = context.hamlets.get(hamlet_id)
        if hamlet is None:
            text = "Thôn, buôn, tổ dân phố này không có trong sổ. Hãy chọn lại."
            yield Problem("hamlet_unknown", Severity.STOP, ("hamlets",), text)
        elif not hamlet.is_valid(activity.held_on):
            text = f"{hamlet.full_name} không còn hoặc chưa có vào ngày {show_date(activity.held_on)}. Hãy xem lại nơi hoặc ngày."
            yield Problem("hamlet_not_valid", Severity.EXPLAIN, ("hamlets", "held_on"), text)


def _joint(activity: Activity, context: Context) -> Iterator[Problem]:
    """Say which units of a joint activity cannot be: itself, unknown ones, ones of other days."""
    named = {"partners": activity.partners}
    if activity.organiser_id is not None:
        named["organiser_id"] = (activity.organiser_id,)
    for name, unit_ids in named.items():
        for unit_id in unit_ids:
            unit = context.partners.get(unit_id)
            if unit_id == activity.unit_id:
                text = (
                    "Đơn vị không thể phối hợp với chính mình. Hãy để trống hoặc chọn đơn vị khác."
                )
                yield Problem("joint_with_itself", Severity.STOP, (name,), text)
            elif unit is None:
                text = "Đơn vị phối hợp này không có trong danh mục. Hãy chọn lại."
                yield Problem("partner_unknown", Severity.STOP, (name,), text)
            elif not unit.is_valid(activity.held_on):
                text = f"{unit.full_name} không còn hoặc chưa có vào ngày {show_date(activity.held_on)}. Hãy xem lại đơn vị hoặc ngày."
                yield Problem("partner_not_valid", Severity.EXPLAIN, (name, "held_on"), text)


def _clashes(activity: Activity, context: Context) -> Iterator[Problem]:
    """Check 11: the same activity twice, or a speaker in two places at once."""
    for other in context.neighbours.get(activity.held_on, ()):
        if other.id == activity.id:
            continue
        if neighbours.same(activity, other):
            text = f"Ngày {show_date(activity.held_on)} đã có “{other.title}” cùng hình thức, cùng nơi. Nếu là một buổi thì đừng ghi hai lần."
            yield Problem("maybe_twice", Severity.EXPLAIN, ("title", "held_on"), text)
        for speaker in other.speakers.intersection(activity.speakers):
            if neighbours.overlap(activity, other):
                who = context.speakers.get(speaker, "Báo cáo viên")
                text = (
                    f"{who} cùng giờ này có mặt ở “{other.title}”. Hãy xem lại giờ hoặc người nói."
                )
                yield Problem("speaker_twice", Severity.EXPLAIN, ("speakers",), text)


def _papers(activity: Activity, _context: Context) -> Iterator[Problem]:
    """Check 16: money was spent and the papers are not complete."""
    spent = any(expense.amount for expense in activity.expenses)
    if spent and activity.status is Status.HELD:
        text = "Có chi tiền nhưng hồ sơ chưa đủ (biên bản, danh sách ký nhận). Hãy bổ sung trước khi quyết toán."
        yield Problem("cost_without_papers", Severity.NOTICE, ("status",), text)


_CHECKS: tuple[Callable[[Activity, Context], Iterator[Problem]], ...] = (
    _required, _days, _locked, _hours, _unit_and_plan, _numbers, _money, _people, _broadcasts, _airtime, _fields_of_channel, _texts, _places,
    _joint, _clashes, _papers,
)  # fmt: skip
