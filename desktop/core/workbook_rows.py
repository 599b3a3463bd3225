"""Turning the rows of a workbook into activities, with every problem at its cell.

Asks nothing of the register: what it needs to know is given to it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, TypeVar

from desktop.core import typed
from desktop.core.activities import Activity, Expense
from desktop.core.problems import (
    LARGEST_AMOUNT,
    Context,
    Problem,
    Severity,
    problems as problems_of,
)
from desktop.core.texts import letters, nfc, nfc_lines
from desktop.core.workbook_cells import Fault, FaultKind, Value, from_serial
from desktop.core.workbook_names import Catalogued, Found, Hamlets, Named, Speakers
from desktop.core.workbook_read import Row

T = TypeVar("T")

_WHOLE = (
    "items", "airings", "minutes", "attendees", "women", "minority", "officials", "poor",
    "near_poor", "escaped", "other_households",
)  # fmt: skip
_SERIAL_DAYS = range(36_526, 73_051)
"""Numbers that are a day of this century when the cell lost its format."""
_HOURS = 24
_NO_DAY = "Ô này không phải là ngày. Hãy gõ ngày/tháng/năm, như 14/11/2024."
_DAY_AND_MONTH = re.compile(r"(?a)\d\D+\d|\d{4}")
_MIDNIGHT = re.compile(r"(?a)[ T]00:00(:00)?$")
_SECONDS = re.compile(r"(?a)^(\d{1,2}:\d{2}):\d{2}$")
_DASHES = {"-", "–", "—", "_"}
_MOST_NAMES = 100
_MOST_NEW = 1_000
_LONGEST_NAME = 200
_SHOWN = 60
_LONGEST_FIGURE = 60
_AND = r"[;,\n/+&]|\s-\s|\bvà\b|\bva\b"
_FAULTS = {
    FaultKind.ERROR: "Ô này báo lỗi {}. Hãy sửa công thức hoặc gõ thẳng giá trị.",
    FaultKind.NO_CACHED_VALUE: (
        "Ô này là công thức chưa có kết quả. Hãy mở tệp bằng Excel rồi lưu lại, "
        "hoặc gõ thẳng giá trị."
    ),
    FaultKind.NOT_A_NUMBER: "Không đọc được giá trị của ô này. Hãy gõ lại.",
}
_ELSEWHERE = {"status": "amount", "views": "items", "host_event": "title"}


@dataclass(frozen=True)
class CellProblem:
    """What is wrong at a cell; `value` is what stands there, shortened."""

    row: int
    column_letter: str
    field: str
    value: str
    code: str
    severity: Severity
    text: str

    @property
    def cell(self) -> str:
        """Return "N12"; "dòng 12" for a column that the workbook doesn't have."""
        return f"{self.column_letter}{self.row}" if self.column_letter else f"dòng {self.row}"


@dataclass(frozen=True)
class ReadActivity:
    """A row as an activity, what could not be read in it, and which fields that spoils."""

    row: Row
    activity: Activity
    problems: tuple[CellProblem, ...]
    spoilt: frozenset[str]


class _CellError(Exception):
    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.text = code, text


class RowReader:
    """Reads the rows of one workbook; collects the hamlets and speakers that are new."""

    def __init__(
        self, context: Context, hamlets: Hamlets, speakers: Speakers, columns: Mapping[str, str]
    ) -> None:
        self._context, self._columns = context, columns
        self._hamlets, self._speakers = hamlets, speakers
        known = context.catalogue
        self._channels, self._topics = Catalogued(known.channels), Catalogued(known.topics)
        self._languages, self._payers = Catalogued(known.languages), Catalogued(known.payers)
        self._year = context.plan.first.year if context.plan else context.today.year
        self._readers: dict[str, Callable[[Value], Any]] = {
            "channel": self._channel, "held_on": self._day, "until_on": self._day,
            "started_at": _hour, "ended_at": _hour, "venue": _text, "title": _text,
            "note": _lines, "topics": self._topic_list, "languages": self._language_list,
            "payer": self._payer, "amount": _money, "area_m2": _area,
            **dict.fromkeys(_WHOLE, _whole),
        }  # fmt: skip

    def read(self, row: Row) -> ReadActivity:
        """Return the row as an activity; what is missing or spoilt has a stand-in."""
        values: dict[str, Any] = {}
        found: list[CellProblem] = []
        for field, value in row.cells.items():
            if isinstance(value, str) and value.strip() in _DASHES:
                continue
            try:
                if field in ("hamlets", "speakers"):
                    values[field] = self._named(row, field, _lines(value), found)
                else:
                    values[field] = self._readers[field](value)
            except _CellError as error:
                found.append(self.problem(row, field, error.code, error.text))
        for field, what in (("channel", "hình thức"), ("held_on", "ngày tổ chức")):
            if field not in values and not any(one.field == field for one in found):
                text = f"Dòng này chưa có {what}. Hãy bổ sung, hoặc xóa cả dòng."
                found.append(self.problem(row, field, f"{field}_missing", text))
        self._pay(row, values, found)
        spoilt = frozenset(one.field for one in found if one.severity is Severity.STOP)
        self._complete(row, values, spoilt)
        return ReadActivity(row, self._activity(values), tuple(found), spoilt)

    def check(self, read: ReadActivity, context: Context) -> tuple[CellProblem, ...]:
        """Return all problems of the row: those of its cells and those of the activity."""
        if "held_on" in read.spoilt:
            context = replace(context, neighbours={})
        found = [
            self._placed(read.row, problem)
            for problem in problems_of(read.activity, context)
            if not read.spoilt.intersection(problem.fields)
        ]
        order = list(Severity)
        return tuple(sorted((*read.problems, *found), key=lambda one: order.index(one.severity)))

    def problem(
        self, row: Row, field: str, code: str, text: str, severity: Severity = Severity.STOP
    ) -> CellProblem:
        """Return a problem at the cell of the field."""
        shown = _shown(row.cells[field]) if field in row.cells else ""
        column = self._columns.get(field, "")
        return CellProblem(row.number, column, field, shown, code, severity, text)

    def _placed(self, row: Row, problem: Problem) -> CellProblem:
        fields = [_ELSEWHERE.get(field, field) for field in problem.fields]
        field = next((one for one in fields if one in row.cells), fields[0])
        return self.problem(row, field, problem.code, problem.text, problem.severity)

    def _activity(self, values: Mapping[str, Any]) -> Activity:
        kept = {name: value for name, value in values.items() if name not in ("amount", "payer")}
        kept.setdefault("channel", "")
        kept.setdefault("held_on", self._context.today)
        return Activity(unit_id=self._context.unit.id, **kept)

    def _complete(self, row: Row, values: dict[str, Any], spoilt: frozenset[str]) -> None:
        channel = self._context.catalogue.channel.get(values.get("channel", ""))
        if channel is None:
            return
        if channel.is_session and "items" not in row.cells:
            values["items"] = 1
        topics = values.get("topics", ())
        if not values.get("title") and "title" not in spoilt and topics:
            topic = self._context.catalogue.topic[topics[0]]
            values["title"] = f"{channel.short_name}: {topic.short_name}"

    def _pay(self, row: Row, values: dict[str, Any], found: list[CellProblem]) -> None:
        payer, amount = values.get("payer"), values.get("amount")
        if payer:
            values["expenses"] = (Expense(payer, amount),)
        elif "payer" not in row.cells and (amount or any(one.field == "amount" for one in found)):
            text = "Có kinh phí nhưng chưa có nguồn chi. Hãy ghi ai chi."
            found.append(self.problem(row, "payer", "payer_missing", text))

    def _named(
        self, row: Row, field: str, text: str, problems: list[CellProblem]
    ) -> tuple[str, ...]:
        look_up = self._hamlets if field == "hamlets" else self._speakers
        pieces = text.count(",") + text.count(";") + text.count("\n")
        if pieces > _MOST_NAMES or letters(text) > _MOST_NAMES * _LONGEST_NAME:
            text = f"Ô này có quá {_MOST_NAMES} tên. Hãy chia ra nhiều dòng."
            raise _CellError("too_many_names", text)
        if any(letters(one) > _LONGEST_NAME for one in text.replace(",", ";").split(";")):
            raise _CellError("too_long", f"Tên dài quá {_LONGEST_NAME} chữ. Hãy viết gọn lại.")
        found: list[Found[Any]] = list(look_up.find_all(text))
        if len(look_up.new) > _MOST_NEW:
            text = f"Tệp này có hơn {_MOST_NEW} tên mới. Hãy xem lại cột này."
            raise _CellError("too_many_names", text)
        for one in found:
            if one.similar or one.kind_guessed:
                said = _likeness(one)
                problems.append(self.problem(row, field, "similar_name", said, Severity.EXPLAIN))
        return tuple(one.one.id for one in found)

    def _channel(self, value: Value) -> str:
        return self._item(self._channels, value, "hình thức")

    def _payer(self, value: Value) -> str:
        return self._item(self._payers, value, "nguồn chi")

    def _item(self, items: Catalogued, value: Value, what: str) -> str:
        text = _text(value)
        code = items.find(text)
        if code is None:
            raise _CellError("unknown", _unknown(items, text, what))
        return code

    def _topic_list(self, value: Value) -> tuple[str, ...]:
        text = _lines(value)
        codes, unknown = self._topics.find_all(text, r"[;\n]")
        if unknown:
            codes, unknown = self._topics.find_all(text, r"[;,\n]")
        if unknown:
            raise _CellError("unknown", _unknown(self._topics, unknown[0], "chủ đề"))
        return tuple(dict.fromkeys(codes))

    def _language_list(self, value: Value) -> tuple[str, ...]:
        codes, unknown = self._languages.find_all(_lines(value), _AND)
        if unknown:
            raise _CellError("unknown", _unknown(self._languages, unknown[0], "ngôn ngữ"))
        return tuple(dict.fromkeys(codes))

    def _day(self, value: Value) -> date:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        if isinstance(value, float) and int(value) in _SERIAL_DAYS:
            found = from_serial(float(int(value)))
            assert isinstance(found, date)
            return found
        if isinstance(value, bool | time | float):
            raise _CellError("not_a_date", _NO_DAY)
        return _typed(self._written_day, value)

    def _written_day(self, text: str) -> date:
        text = _MIDNIGHT.sub("", text)
        if not _DAY_AND_MONTH.search(text):
            raise _CellError("not_a_date", _NO_DAY)
        return typed.parse_date(text, self._context.today, self._year)


def _likeness(found: Found[Any]) -> str:
    one: Named = found.one
    name = str(getattr(one, "full_name", "") or getattr(one, "name", ""))
    if found.similar:
        others = ", ".join(f"“{other}”" for other in found.similar[:3])
        return f"“{name}” gần giống {others} đã có. Nếu là một thì hãy viết giống nhau."
    return f"Không rõ “{name}” là thôn, buôn hay tổ dân phố, nên ghi là thôn. Hãy viết đủ."


def _unknown(items: Catalogued, text: str, what: str) -> str:
    near = items.nearest(text)
    hint = f" Có phải “{near}”?" if near else ""
    return f"Không có {what} “{text[:_SHOWN]}” trong danh mục.{hint} Hãy sửa theo danh mục."


def _text(value: Value) -> str:
    return nfc(_lines(value))


def _lines(value: Value) -> str:
    if isinstance(value, Fault):
        raise _CellError(str(value.kind), _FAULTS[value.kind].format(value.text))
    if isinstance(value, str):
        return nfc_lines(value)
    if isinstance(value, bool | date | time):
        text = "Ô này phải là chữ nhưng Excel đã đổi thành ngày, giờ hoặc đúng/sai. Hãy gõ lại."
        raise _CellError("not_a_text", text)
    return str(int(value)) if value.is_integer() else str(value).replace(".", ",")


def _hour(value: Value) -> time:
    if isinstance(value, datetime):
        value = value.time()
    if isinstance(value, float) and not isinstance(value, bool) and 0 <= value < 1:
        value = from_serial(value)
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, float) and value.is_integer() and 0 <= value < _HOURS:
        return time(int(value))
    if isinstance(value, bool | date | float):
        raise _CellError("not_a_time", "Ô này không phải là giờ. Hãy gõ như 8:30.")
    return _typed(lambda text: typed.parse_time(_SECONDS.sub(r"\1", text)), value)


def _number(value: Value) -> Decimal:
    if isinstance(value, bool | date | time):
        text = "Ô này phải là số nhưng đang ở dạng ngày, giờ hoặc đúng/sai. Hãy gõ lại số."
        raise _CellError("not_a_number", text)
    if isinstance(value, float):
        return Decimal(repr(round(value, 6)))
    return Decimal(_typed(typed.parse_number, value))


def _whole(value: Value) -> int:
    number = _number(value)
    if number != number.to_integral_value():
        raise _CellError("fraction", "Ô này phải là số nguyên. Hãy bỏ phần lẻ.")
    return int(number)


def _area(value: Value) -> Decimal:
    return _typed(typed.parse_decimal, value) if isinstance(value, str) else _number(value)


def _money(value: Value) -> int:
    amount = _typed(typed.parse_money, value) if isinstance(value, str) else _whole(value)
    if not 0 <= amount <= LARGEST_AMOUNT:
        raise _CellError("amount_wrong", "Kinh phí phải từ 0 đến 1.000 tỷ đồng. Hãy nhập lại.")
    return amount


def _typed(parse: Callable[[str], T], value: Value) -> T:
    text = _text(value)
    if letters(text) > _LONGEST_FIGURE:
        raise _CellError("not_readable", "Ô này dài quá, không phải ngày, giờ hay số. Hãy gõ lại.")
    try:
        return parse(text)
    except typed.TypedError as error:
        raise _CellError("not_readable", error.reason) from error


def _shown(value: Value) -> str:
    if isinstance(value, Fault):
        return value.text or "công thức"
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y %H:%M}"
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, bool):
        return "đúng" if value else "sai"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:g}"
    return nfc(value)[:_SHOWN]
