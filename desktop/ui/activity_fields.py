"""The fields of an activity's form, and the way between their values and an Activity.

A channel shows only its own fields; the order is that of typing: day, place, channel, topics,
numbers, then the rest.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter

from desktop.core import activities, entry, hamlets, odd, problems, speakers
from desktop.core.activities import HOUSEHOLDS, PEOPLE, Activity, Expense, Status
from desktop.core.catalogue import SAID_BY_QUANTITY, Catalogue, Channel
from desktop.core.entry import Opening
from desktop.core.hamlets import Hamlet
from desktop.core.neighbours import Neighbour
from desktop.core.problems import LARGEST, Problem
from desktop.core.speakers import Speaker
from desktop.core.texts import nfc
from desktop.core.typed import show_money
from desktop.ui.fields import LongTextEdit, TextEdit
from desktop.ui.form import FieldSpec, FigureRow
from desktop.ui.form_parts import Section
from desktop.ui.multi_pick import MultiPickField
from desktop.ui.pickers import Choice, PickField
from desktop.ui.typed_fields import DateField, MoneyField, NumberField, TimeField

Values = Mapping[str, object]
TEMPLATE = (
    "channel", "hamlets", "topics", "title", "venue", "started_at", "ended_at", "speakers",
    "languages", "payer", "host_event", "chair", "secretary",
)  # fmt: skip
"""What a new activity takes from an old one: never the day, never a count."""
KEPT_FOR_NEXT = ("held_on", "hamlets", "speakers", "channel", "languages")
FIGURES = (*PEOPLE, *HOUSEHOLDS, *SAID_BY_QUANTITY)
_MORE = (
    "host_event", "chair", "secretary", "organiser_id", "partners", "result", "difficulties", "note",
)  # fmt: skip
_DAYS, _TIMES = ("held_on", "until_on"), ("started_at", "ended_at")
_LISTS = ("hamlets", "topics", "languages", "speakers", "partners")


@dataclass
class Fields:
    """The form's offer for one opening: what can be chosen, and who is new."""

    opening: Opening
    default_year: int
    more: bool = False
    before: Activity | None = None
    """The activity that is changed; None for a new one."""

    _new_hamlets: dict[str, Hamlet] = field(default_factory=dict)
    _new_speakers: dict[str, Speaker] = field(default_factory=dict)

    @property
    def known(self) -> Catalogue:
        """Return the catalogues."""
        return self.opening.context.catalogue

    @property
    def unit_id(self) -> str:
        """Return the unit whose activity it is."""
        return self.opening.context.unit.id

    def channel(self, values: Values) -> Channel | None:
        """Return the chosen channel."""
        return self.known.channel.get(str(values.get("channel")))

    def sections(self) -> list[Section]:
        """Return the cards in the order of typing."""
        return [
            Section("", specs=self._what()),
            Section("Người tham dự và hộ có mặt", rows=self._people()),
            Section("Kết quả thực hiện", specs=self._quantities()),
            Section("", specs=self._rest()),
            Section("Chi tiết khác", specs=self._more_fields()),
        ]

    def activity(
        self, values: Values, before: Activity | None, *, complete: bool
    ) -> Activity | None:
        """Return what stands in the form as an activity; None without a day or a channel."""
        day, channel = values.get("held_on"), self.channel(values)
        if not isinstance(day, date) or channel is None:
            return None
        own = set(own_fields(channel))
        names = {one.name for one in fields(Activity)}
        known: dict[str, Any] = {
            key: value for key, value in values.items() if key in names and key in own
        }
        for key in ("topics", "languages", "partners"):
            known[key] = tuple(known.get(key) or ())
        known["hamlets"] = tuple(self._hamlet(one) for one in _items(values, "hamlets"))
        known["speakers"] = tuple(self._speaker(one) for one in _items(values, "speakers"))
        known["expenses"] = _expenses(values, before)
        kept = before.status if before and before.status is not Status.COMPLETE else Status.HELD
        known["status"] = Status.COMPLETE if complete else kept
        if before is not None:
            known |= {"id": before.id, "revision": before.revision}
            if channel.is_session:
                known["items"] = before.items
        return Activity(
            **(known | {"unit_id": self.unit_id, "channel": channel.code, "held_on": day})
        )

    def problems_of_day(self, day: object) -> list[Problem]:
        """Return what is wrong with a day, whatever else the activity will be."""
        context = self.opening.context
        return [*problems.locked_day(day, context)] if isinstance(day, date) else []

    def problems(self, activity: Activity, others: Sequence[Neighbour]) -> list[Problem]:
        """Return what is wrong with an activity of the form or to be asked, the others of its day known."""
        new = {one.id: one for one in self.new_hamlets(activity)}
        context = self.opening.context
        context = replace(
            context, hamlets={**context.hamlets, **new}, neighbours={activity.held_on: others}
        )
        whole = entry.complete(activities.tidy(activity), context.catalogue)
        return [*problems.problems(whole, context), *odd.problems(whole, self.opening.usual)]

    def values(self, activity: Activity) -> dict[str, object]:
        """Return an activity as the form shows it."""
        shown: dict[str, object] = {
            one.name: getattr(activity, one.name) for one in fields(Activity)
        }
        if activity.expenses:
            shown |= {"payer": activity.expenses[0].payer, "amount": activity.expenses[0].amount}
        return shown

    def new_hamlets(self, activity: Activity) -> list[Hamlet]:
        """Return the hamlets of the activity that are not in the register yet."""
        return [one for one in self._new_hamlets.values() if one.id in activity.hamlets]

    def new_speakers(self, activity: Activity) -> list[Speaker]:
        """Return the speakers of the activity that are not in the register yet."""
        return [one for one in self._new_speakers.values() if one.id in activity.speakers]

    def lost(self, values: Values, everything: Values) -> list[str]:
        """Return the labels of filled-in fields that the channel does not own."""
        labels = {spec.key: spec.label for section in self.sections_labels() for spec in section}
        channel = self.channel(everything)
        kept = {"items": 1} if channel and channel.is_session else {}
        return [
            labels[key]
            for key, value in everything.items()
            if value and key not in values and key in labels and key not in _MORE
            if key not in kept or kept[key] != value
        ]

    def sections_labels(self) -> list[tuple[FieldSpec, ...]]:
        """Return all fields with their labels, card by card."""
        rows = tuple(spec for row in self._people() for spec in row.specs)
        return [self._what(), rows, self._quantities(), self._rest(), self._more_fields()]

    def _hamlet(self, value: str) -> str:
        if value in self.opening.context.hamlets:
            return value
        made = self._new_hamlets.setdefault(value, hamlets.named(value, self.unit_id))
        same = hamlets.key(made.full_name)
        for one in self.opening.hamlets:
            if hamlets.key(one.full_name) == same:
                return one.id
        return made.id

    def _speaker(self, value: str) -> str:
        name = nfc(value).casefold()
        for one in self.opening.speakers:  # Hòa and Hoa are two people: marks count
            if one.id == value or one.name.casefold() == name:
                return one.id
        made = self._new_speakers.setdefault(
            value, speakers.Speaker(name=value, unit_id=self.unit_id)
        )
        return made.id

    def _what(self) -> tuple[FieldSpec, ...]:
        today = self.opening.context.today
        own_numbers = any(char.isdigit() for one in self.opening.hamlets for char in one.full_name)
        places = [
            Choice(one.id, one.full_name, None if own_numbers else number, one.short_name)
            for number, one in enumerate(self.opening.hamlets, start=1)
        ]
        topics = [
            Choice(one.code, one.short_name, one.position, one.name) for one in self.known.topics
        ]
        channels = [
            Choice(one.code, one.short_name, one.position, one.name) for one in self.known.channels
        ]
        return (
            FieldSpec("held_on", "Ngày tổ chức",
                      lambda: DateField(lambda: today, lambda: self.default_year), required=True),
            FieldSpec("hamlets", "Thôn, buôn, tổ dân phố",
                      lambda: MultiPickField(places, allow_new=True), span=1.5),
            FieldSpec("channel", "Hình thức", lambda: PickField(channels), required=True, span=1.5),
            FieldSpec("topics", "Chủ đề (mục đầu là chính)",
                      lambda: MultiPickField(topics, main_word="chính"), required=True, span=4),
        )  # fmt: skip

    def _people(self) -> tuple[FigureRow, ...]:
        def number(key: str, label: str) -> FieldSpec:
            return FieldSpec(key, label, lambda: NumberField(most=10**9), visible=self._when(key))

        return (
            FigureRow("Lượt người", (
                number("attendees", "Tổng số"), number("women", "Nữ"),
                number("minority", "DTTS"), number("officials", "Cán bộ"),
            )),
            FigureRow("Hộ có đại diện dự", (
                number("poor", "Hộ nghèo"), number("near_poor", "Cận nghèo"),
                number("escaped", "Mới thoát"), number("other_households", "Hộ khác"),
            )),
        )  # fmt: skip

    def _quantities(self) -> tuple[FieldSpec, ...]:
        def number(key: str, label: str, places: int = 0) -> FieldSpec:
            return FieldSpec(
                key, label, lambda: NumberField(most=10**9, places=places), visible=self._when(key)
            )

        today = self.opening.context.today
        until = FieldSpec(
            "until_on", "Đến ngày",
            lambda: DateField(lambda: today, lambda: self.default_year), visible=self._when("until_on"),
        )  # fmt: skip
        return (
            until,
            number("items", "Số lượng"),
            number("airings", "Số lượt phát"),
            number("minutes", "Thời lượng (phút)"),
            number("area_m2", "Diện tích (m²)", 2),
            number("views", "Lượt xem"),
        )

    def _rest(self) -> tuple[FieldSpec, ...]:
        people = [
            Choice(one.id, one.name, number, one.office)
            for number, one in enumerate(self.opening.speakers, start=1)
        ]
        tongues = [Choice(one.code, one.name, one.position) for one in self.known.languages]
        payers = [Choice(one.code, one.name, one.position) for one in self.known.payers]
        come = self._when("speakers")
        return (
            FieldSpec("title", "Tên hoạt động (để trống: lấy theo chủ đề)", TextEdit, span=2),
            FieldSpec("started_at", "Giờ bắt đầu", TimeField, span=0.5),
            FieldSpec("ended_at", "Kết thúc", TimeField, span=0.5),
            FieldSpec("venue", "Địa điểm", lambda: _with_venues(TextEdit(), self.opening.venues)),
            FieldSpec("speakers", "Báo cáo viên",
                      lambda: MultiPickField(people, allow_new=True), visible=come),
            FieldSpec("languages", "Ngôn ngữ", lambda: MultiPickField(tongues)),
            FieldSpec("payer", "Nguồn chi", lambda: PickField(payers)),
            FieldSpec("amount", "Kinh phí (đồng)", MoneyField, hint=_other_expenses(self.before)),
        )  # fmt: skip

    def _more_fields(self) -> tuple[FieldSpec, ...]:
        def shown(values: Values) -> bool:
            return self.more or any(values.get(key) for key in _MORE)

        others = [
            Choice(one.id, one.full_name, words=one.code)
            for one in self.opening.context.partners.values()
        ]
        return (
            FieldSpec("host_event", "Lồng ghép với cuộc họp", TextEdit, span=2, visible=shown),
            FieldSpec("chair", "Chủ trì", TextEdit, visible=shown),
            FieldSpec("secretary", "Thư ký", TextEdit, visible=shown),
            FieldSpec("organiser_id", "Đơn vị chủ trì (nếu phối hợp)",
                      lambda: PickField(others), span=2, visible=shown),
            FieldSpec("partners", "Cùng đơn vị", lambda: MultiPickField(others), span=2, visible=shown),
            FieldSpec("result", "Kết quả", LongTextEdit, span=2, visible=shown),
            FieldSpec("difficulties", "Khó khăn, vướng mắc", LongTextEdit, span=2, visible=shown),
            FieldSpec("note", "Ghi chú", LongTextEdit, span=4, visible=shown),
        )  # fmt: skip

    def _when(self, key: str) -> Callable[[Values], bool]:
        def shown(values: Values) -> bool:
            channel = self.channel(values)
            if channel is None:
                return key in (*PEOPLE, *HOUSEHOLDS, "speakers")
            if key in ("until_on", "speakers") and values.get(key):
                return True
            if key == "until_on" and channel.people_come:
                return False
            if key == "speakers":
                return channel.people_come
            return key in own_fields(channel) and not (key == "items" and channel.is_session)

        return shown


def own_fields(channel: Channel) -> tuple[str, ...]:
    """Return the keys of the fields that a channel owns."""
    always = (
        "held_on", "hamlets", "channel", "topics", "title", "started_at", "ended_at", "venue",
        "languages", "payer", "amount", *_MORE,
    )  # fmt: skip
    people = (*PEOPLE, *HOUSEHOLDS) if channel.people_come else ()
    return (*always, "until_on", *people, *channel.quantities)


def quantity_labels(channel: Channel) -> dict[str, str]:
    """Return how the channel calls its quantities."""
    minutes = "Một lượt (phút)" if channel.is_broadcast else "Thời lượng (phút)"
    return {"items": channel.items_label, "minutes": minutes}


def product_hint(channel: Channel | None, values: Values) -> str:
    """Return "10 lượt × 5 phút = 50 phút" for broadcasts, else nothing."""
    airings, minutes = values.get("airings"), values.get("minutes")
    if channel is None or not isinstance(airings, int) or not isinstance(minutes, int):
        return ""
    return f"{airings} lượt × {minutes} phút = {airings * minutes} phút"


def to_json(values: Values) -> dict[str, Any]:
    """Return the values as a draft keeps them."""
    return {key: _plain(value) for key, value in values.items() if value not in (None, "", ())}


def from_json(content: Mapping[str, Any]) -> dict[str, object]:
    """Return the values of a draft; what cannot be read is left out."""
    values: dict[str, object] = {}
    for key, value in content.items():
        try:
            values[key] = _typed(key, value)
        except (TypeError, ValueError, ArithmeticError):
            continue
    return values


def _typed(key: str, value: Any) -> object:
    if key in _DAYS:
        return date.fromisoformat(value)
    if key in _TIMES:
        return time.fromisoformat(value)
    if key in _LISTS:
        return tuple(str(one) for one in value)
    if key == "area_m2":
        return Decimal(value)
    return int(value) if key in LARGEST or key == "amount" else str(value)


def _plain(value: object) -> Any:
    if isinstance(value, date | time | Decimal):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


def _items(values: Values, key: str) -> Sequence[str]:
    found = values.get(key)
    return found if isinstance(found, tuple) else ()


def _other_expenses(activity: Activity | None) -> str:
    """Return "và 2 khoản khác: 1.500.000 đồng" of an activity that cost more than one thing."""
    others = activity.expenses[1:] if activity else ()
    if not others:
        return ""
    known = [one.amount for one in others if one.amount is not None]
    whole = f": {show_money(sum(known))}" if known else ""
    return f"và {len(others)} khoản khác{whole}, sửa ở trang Kinh phí"


def _expenses(values: Values, before: Activity | None) -> tuple[Expense, ...]:
    """Return the expenses: the form's is the first, with the item, fund and voucher it had."""
    first, *others = before.expenses if before and before.expenses else (Expense("CAP_TREN"),)
    payer, amount = values.get("payer"), values.get("amount")
    if payer is None and amount is None:
        return tuple(others)
    known = amount if isinstance(amount, int) else None
    return (replace(first, payer=str(payer or "CAP_TREN"), amount=known), *others)


def _with_venues(field: TextEdit, venues: Sequence[str]) -> TextEdit:
    """Offer earlier venues in a popup; never complete inline."""
    completer = QCompleter(list(venues), field)
    completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    field.setCompleter(completer)
    return field
