"""The history in words: who, when, what was done to which record, each field old → new."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.rows import ActivityRow, FundRow, OfficerRow, PackageRow, UnitRow
from desktop.core import (
    catalogue,
    funds,
    hamlets,
    history,
    movement_words,
    plan_words,
    problems,
    reports,
    speakers,
)
from desktop.core.activities import STATUS_NAMES, Status
from desktop.core.documents.forms import FORMS
from desktop.core.fund_moves import MOVE_NAMES, MoveKind
from desktop.core.history import Event, Wanted
from desktop.core.reports import State
from desktop.core.returns import NARRATIVE_PARTS
from desktop.core.typed import show_date, show_decimal, show_money, show_number
from desktop.core.working import ROLE_NAMES, Role

EMPTY = "(chưa ghi)"
GROUPS = {
    "Tất cả": (),
    "Hoạt động": ("activity", "import", "hamlet", "speaker"),
    "Hộ, thôn buôn": ("household", "household_import", "hamlet", "hamlet_year"),
    "Kế hoạch": plan_words.NOUNS,
    "Phong trào": movement_words.NOUNS,
    "Kinh phí": ("fund", "budget", "voucher"),
    "Danh sách, in và xuất": ("attendance", "paper", "purge"),
    "Báo cáo, gói": ("report", "package", "answer", "intake", "deadline"),
    "Cài đặt, người dùng": (
        "setting", "letterhead", "signatory", "officer", "secret", "register", "device", "key",
    ),
}  # fmt: skip
"""What one looks for in the history."""

FIELDS = {
    "unit_id": "Đơn vị", "channel": "Hình thức", "held_on": "Ngày tổ chức",
    "title": "Tên hoạt động", "until_on": "Đến ngày", "started_at": "Giờ bắt đầu",
    "ended_at": "Giờ kết thúc", "hamlets": "Thôn, buôn", "venue": "Địa điểm",
    "topics": "Nội dung", "languages": "Ngôn ngữ", "host_event": "Lồng ghép trong",
    "organiser_id": "Đơn vị chủ trì", "partners": "Đơn vị phối hợp", "chair": "Chủ trì",
    "secretary": "Thư ký", "speakers": "Báo cáo viên", "expenses": "Kinh phí",
    "result": "Kết quả", "difficulties": "Khó khăn", "note": "Ghi chú", "status": "Tình trạng",
    "id": "Mã bản ghi", **problems.LABELS,
}  # fmt: skip
"""The fields of an activity as the form calls them."""

_OTHER = {
    "form": "Mẫu giấy tờ", "people": "Số người", "version": "Bản số", "reason": "Lý do",
    "state": "Tình trạng", "file_name": "Tệp", "activities": "Số hoạt động", "backup": "Bản sao lưu",
    "name": "Họ và tên", "role": "Vai trò", "items": "Số mục trả lại", "note": "Ý kiến",
    "fund_name": "Tên nguồn", "fund_year": "Năm ngân sách", "fund_kind": "Loại nguồn",
    "fund_note": "Ghi chú nguồn", "move": "Khoản giao, chuyển", "amount": "Số tiền (đồng)",
    "lines": "Số dòng dự toán", "vouchers": "Số chứng từ đã có",
    "lock_minutes": "Tự khóa sau (phút)", "lists": "Số danh sách", "persons": "Số người", "donors": "Số khoản ủng hộ",
    "before": "Trước ngày", "names_years": "Số năm giữ tên", "file": "Loại tệp",
    "fields": "Phần đã ghi", "hamlet": "Thôn, buôn", "valid_from": "Từ ngày",
    "valid_to": "Đến hết ngày", "successor": "Nay thuộc", "year": "Năm", "households": "Số hộ",
    "poor": "Hộ nghèo", "near_poor": "Hộ cận nghèo", "escaped": "Hộ mới thoát nghèo",
    "added": "Hộ thêm mới", "changed": "Hộ sửa đổi", "hamlets": "Số thôn, buôn",
}  # fmt: skip

_DAYS = ("before", "valid_from", "valid_to")

DEEDS = {
    **plan_words.DEEDS,
    ("contribution", "added"): "Ghi khoản ủng hộ", ("contribution", "changed"): "Sửa khoản ủng hộ",
    ("contribution", "removed"): "Xóa khoản ủng hộ", ("exemplar", "added"): "Ghi gương, mô hình",
    ("exemplar", "changed"): "Sửa gương, mô hình", ("exemplar", "removed"): "Xóa gương, mô hình",
    ("exemplar", "printed"): "In phiếu gương, mô hình", ("material", "added"): "Thêm tài liệu",
    ("material", "changed"): "Sửa tài liệu", ("material", "removed"): "Xóa tài liệu",
    ("material_move", "added"): "Ghi nhận, cấp phát tài liệu",
    ("material_move", "changed"): "Sửa lần nhận, cấp phát",
    ("material_move", "removed"): "Xóa lần nhận, cấp phát",
    ("activity", "logged"): "Ghi mới", ("activity", "imported"): "Nhập từ Excel",
    ("activity", "changed"): "Sửa", ("activity", "withdrawn"): "Thu hồi",
    ("activity", "restored"): "Khôi phục", ("activity", "removed"): "Bỏ (hoàn tác lần nhập)",
    ("attendance", "saved"): "Lưu danh sách tham dự",
    ("paper", "printed"): "In hoặc lưu giấy tờ",
    ("paper", "read"): "Đọc mã trên báo cáo giấy",
    ("report", "written"): "Viết lời báo cáo", ("report", "locked"): "Khóa báo cáo",
    ("report", "reopened"): "Mở khóa báo cáo", ("report", "marked"): "Đổi tình trạng báo cáo",
    ("package", "made"): "Tạo gói", ("package", "delivered"): "Ghi gói, đã đọc lại",
    ("package", "taken"): "Nhận gói", ("package", "archived"): "Nhận gói cũ, chỉ lưu",
    ("package", "quarantine"): "Để riêng gói, chưa tin khóa",
    ("package", "waiting"): "Nhận gói, chờ xem", ("package", "conflict"): "Gói trái với bản đã có",
    ("package", "dropped"): "Bỏ gói", ("package", "settled"): "Chọn bản trong hai gói trái nhau",
    ("answer", "accepted"): "Chấp nhận báo cáo", ("answer", "returned"): "Trả lại để sửa",
    ("intake", "undone"): "Hoàn tác lần nhận", ("deadline", "saved"): "Đổi thời hạn nộp",
    ("import", "imported"): "Nhập bảng tính", ("import", "undone"): "Hoàn tác lần nhập",
    ("hamlet", "added"): "Thêm thôn, buôn", ("hamlet", "removed"): "Bỏ thôn, buôn",
    ("hamlet", "ended"): "Kết thúc thôn, buôn", ("hamlet", "changed"): "Sửa thôn, buôn",
    ("hamlet_year", "saved"): "Ghi số hộ của thôn, buôn",
    ("household", "added"): "Thêm hộ", ("household", "changed"): "Sửa hộ",
    ("household", "removed"): "Bỏ hộ", ("household", "merged"): "Nhập hai bản ghi của một hộ",
    ("household_import", "imported"): "Nhập danh sách hộ",
    ("household_import", "undone"): "Hoàn tác lần nhập danh sách hộ",
    ("fund", "added"): "Thêm nguồn kinh phí", ("fund", "changed"): "Sửa nguồn kinh phí",
    ("fund", "removed"): "Bỏ nguồn kinh phí", ("fund", "moved"): "Ghi giao, hủy, chuyển nguồn",
    ("fund", "unmoved"): "Bỏ khoản giao, hủy, chuyển nguồn",
    ("budget", "saved"): "Lưu dự toán", ("voucher", "saved"): "Ghi chứng từ",
    ("speaker", "added"): "Thêm báo cáo viên", ("speaker", "removed"): "Bỏ báo cáo viên",
    ("setting", "saved"): "Lưu cài đặt", ("letterhead", "saved"): "Đổi tiêu đề văn bản",
    ("signatory", "saved"): "Đổi người ký", ("register", "restored"): "Khôi phục sổ",
    ("device", "made"): "Tạo khóa của máy", ("key", "trusted"): "Tin khóa của đơn vị",
    ("key", "closed"): "Thôi tin khóa của đơn vị",
    ("officer", "added"): "Thêm người dùng", ("officer", "saved"): "Sửa người dùng",
    ("officer", "left"): "Người dùng rời đi", ("secret", "password"): "Đặt mật khẩu",
    ("secret", "envelope"): "In phong bì niêm phong", ("purge", "purged"): "Xóa tên quá hạn",
}  # fmt: skip
"""What was done, by noun and deed."""


@dataclass(frozen=True)
class Line:
    """One deed in words; `changes` are (field, old, new)."""

    event: Event
    deed: str
    record: str
    changes: tuple[tuple[str, str, str], ...]

    @property
    def id(self) -> int:
        """Return what tells it from others."""
        return self.event.id

    @property
    def at(self) -> datetime:
        """Return when it was done."""
        return self.event.at

    @property
    def short(self) -> str:
        """Return the changes in a line."""
        return "; ".join(_short(*one) for one in self.changes)


@dataclass(frozen=True)
class Page:
    """Some deeds, newest first, whether there are more, and all who ever did something."""

    lines: tuple[Line, ...]
    more: bool
    who: tuple[str, ...] = ()


def page(session: Session, wanted: Wanted, before: Line | None = None) -> Page:
    """Return the next deeds in words."""
    events, more = history.page(session, wanted, before.event if before else None)
    names = Names(session)
    titles = _records(session, events)
    lines = tuple(
        Line(
            one, deed(one), titles.get(one.record_id, "") or _span(one), tuple(_changes(one, names))
        )
        for one in events
    )
    return Page(lines, more, () if before else tuple(history.officers(session)))


def deed(event: Event) -> str:
    """Return what was done."""
    return DEEDS.get((event.noun, event.deed), "Thay đổi khác")


@dataclass
class Names:
    """What ids and codes stand for, read when first asked."""

    session: Session
    _units: dict[str, str] = field(default_factory=dict)

    @cached_property
    def known(self) -> catalogue.Catalogue:
        """Return the catalogues."""
        return catalogue.read(self.session)

    def unit(self, key: str) -> str:
        """Return the name of a unit."""
        if key not in self._units:
            row = self.session.get(UnitRow, key)
            self._units[key] = f"{row.kind} {row.name}" if row else key
        return self._units[key]

    @cached_property
    def people(self) -> dict[str, str]:
        """Return the names of speakers."""
        units_seen = self.session.scalars(select(ActivityRow.unit_id).distinct())
        return {
            one.id: one.name
            for unit_id in units_seen
            for one in speakers.all_of(self.session, unit_id)
        }

    @cached_property
    def items(self) -> dict[str, str]:
        """Return the names of what money is spent on."""
        return {one.code: one.name for one in catalogue.expenditure_items(self.session)}

    @cached_property
    def funds(self) -> dict[str, str]:
        """Return the names of the own funds, with their years."""
        return {one.id: f"{one.name} năm {one.year}" for one in funds.all_of(self.session)}

    def places(self, keys: Iterable[str]) -> list[str]:
        """Return the names of hamlets."""
        found = hamlets.of_ids(self.session, list(keys))
        return [found[key].full_name if key in found else key for key in keys]


def _changes(event: Event, names: Names) -> Iterable[tuple[str, str, str]]:
    for name, (old, new) in event.changes.items():
        if (event.noun, name) == ("package", "intake"):  # an id, for `city_desk.detail` alone
            continue
        if event.noun == "report" and event.deed == "written":
            yield NARRATIVE_PARTS.get(name, name), "", "đã sửa"
            continue
        if event.noun in movement_words.NOUNS:
            say, noun = movement_words.value, event.noun
            yield movement_words.LABELS.get(name, name), say(noun, name, old), say(noun, name, new)
            continue
        if event.noun in plan_words.NOUNS:
            told = plan_words.value
            yield plan_words.LABELS.get(name, name), told(name, old), told(name, new)
            continue
        label = FIELDS[name] if event.noun == "activity" else _OTHER.get(name, name)
        yield label, value(event, name, old, names), value(event, name, new, names)


def value(event: Event, name: str, raw: Any, names: Names) -> str:
    """Return a value of a change as people read it."""
    if raw is None or raw in ("", []):
        return EMPTY if event.noun == "activity" else ""
    if event.noun == "activity":
        say = _VALUES.get(name)
        return say(raw, names) if say else _plain(raw)
    if name == "form":
        return next((one.name for one in FORMS if one.code == raw), str(raw))
    if name == "role":
        return ROLE_NAMES[Role(raw)]
    if name == "move":
        return MOVE_NAMES[MoveKind(raw)]
    if event.noun == "report" and name == "state":
        return reports.STATE_NAMES[State(raw)]
    return show_date(date.fromisoformat(raw)) if name in _DAYS else _plain(raw)


_VALUES: dict[str, Callable[[Any, Names], str]] = {
    "unit_id": lambda raw, names: names.unit(raw),
    "organiser_id": lambda raw, names: names.unit(raw),
    "partners": lambda raw, names: ", ".join(map(names.unit, raw)),
    "channel": lambda raw, names: _name_of(names.known.channel, raw),
    "topics": lambda raw, names: "; ".join(_name_of(names.known.topic, one) for one in raw),
    "languages": lambda raw, names: ", ".join(_name_of(names.known.language, one) for one in raw),
    "hamlets": lambda raw, names: ", ".join(names.places(raw)),
    "speakers": lambda raw, names: ", ".join(names.people.get(one, one) for one in raw),
    "status": lambda raw, _: STATUS_NAMES[Status(raw)],
    "expenses": lambda raw, names: "; ".join(_expense(one, names) for one in raw),
    "area_m2": lambda raw, _: show_decimal(Decimal(raw)),
    "held_on": lambda raw, _: show_date(date.fromisoformat(raw)),
    "until_on": lambda raw, _: show_date(date.fromisoformat(raw)),
    "started_at": lambda raw, _: f"{time.fromisoformat(raw):%H:%M}",
    "ended_at": lambda raw, _: f"{time.fromisoformat(raw):%H:%M}",
}


def _expense(raw: Sequence[Any], names: Names) -> str:
    payer, amount, item, fund, voucher = (*raw, None, None, "")[:5]
    found = _name_of(names.known.payer, payer)
    if amount is not None:
        found += f": {show_money(amount)}"
    more = (names.items.get(item, ""), names.funds.get(fund, ""), voucher)
    said = ", ".join(one for one in more if one)
    return f"{found} ({said})" if said else found


def _name_of(known: Any, code: str) -> str:
    return known[code].name if code in known else code


def _plain(raw: Any) -> str:
    if isinstance(raw, bool):
        return "có" if raw else "không"
    return show_number(raw) if isinstance(raw, int) else str(raw)


def _short(label: str, old: str, new: str) -> str:
    return f"{label}: {old} → {new}" if old else f"{label}: {new}"


def _records(session: Session, events: Sequence[Event]) -> dict[str, str]:
    """Return what the records are called, by id."""
    ids = {one.record_id for one in events}
    found = {
        row.id: f"{row.title or '(chưa có tên)'}, {show_date(row.held_on)}"
        for row in session.execute(
            select(ActivityRow.id, ActivityRow.title, ActivityRow.held_on).where(
                ActivityRow.id.in_(ids)
            )
        )
    }
    money = select(FundRow.id, FundRow.name).where(FundRow.id.in_(ids))
    packages = select(PackageRow.id, PackageRow.file_name).where(PackageRow.id.in_(ids))
    people = select(OfficerRow.id, OfficerRow.name).where(OfficerRow.id.in_(ids))
    places = select(UnitRow.id, UnitRow.kind + " " + UnitRow.name).where(UnitRow.id.in_(ids))
    for query in (money, packages, people, places):
        found |= dict(session.execute(query).all())
    return found | plan_words.records(session, ids)


def _span(event: Event) -> str:
    """Return the days of a report."""
    first, dots, last = event.record_id.partition("..")
    if event.noun != "report" or not dots:
        return ""
    days = (show_date(date.fromisoformat(one)) for one in (first, last))
    return "Kỳ " + " – ".join(days)
