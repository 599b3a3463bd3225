"""The sentences of the city's page Nhận – gửi USB. Knows no widget."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.core.arrivals import NEEDED, Arrival, Figures, Standing
from desktop.core.errors import AppError, PackageError, PackageReason
from desktop.core.packages import header as headers
from desktop.core.packages.header import Header
from desktop.core.periods import Period, Rule
from desktop.core.problems import Severity
from desktop.core.remarks import Remark
from desktop.core.typed import show_date, show_number
from desktop.core.units import Unit
from desktop.ui import words as words
from desktop.ui.messages import describe

Line = tuple[str, str, str]
"""The kind of a remark (ok, warn, bad, info, none), its sentence and the smaller one under it."""

KINDS = {
    headers.Kind.REPORT: "Báo cáo",
    headers.Kind.RECEIPT: "Biên nhận",
    headers.Kind.PUBLICATION: "Bản công bố",
}
_PILLS = {
    Standing.NEW: ("ok", "Sẵn sàng nhận"),
    Standing.OLDER: ("ok", "Bản cũ, chỉ lưu"),
    Standing.ALREADY: ("none", "Đã nhận rồi"),
    Standing.CONFLICT: ("bad", "Hai bản khác"),
    Standing.UNKNOWN_KEY: ("warn", "Chờ so mã"),
    Standing.PARKED: ("none", "Đã để riêng"),
    Standing.RECEIPT: ("ok", "Sẵn sàng nhận"),
    Standing.PUBLICATION: ("ok", "Sẵn sàng nhận"),
    Standing.REFUSED: ("bad", "Không nhận được"),
}
_NOTES = {
    Standing.OLDER: (
        "Trong sổ hoặc trên USB đã có bản mới hơn: bản này chỉ được lưu, không thay số liệu."
    ),
    Standing.ALREADY: "Chính gói này đã nhận từ trước: nhận lại không thay đổi gì.",
    Standing.PARKED: (
        "Gói này đã được để riêng từ lần nhận trước, không cần nhận lại: mở mục Để riêng để so mã "
        "hoặc chọn bản đúng."
    ),
    Standing.CONFLICT: (
        "Đã có một gói khác cùng đơn vị, cùng kỳ, cùng số bản nhưng nội dung khác. Gói được để "
        "riêng; sau khi nhận, mở mục Để riêng để xem hai bản cạnh nhau và chọn."
    ),
    Standing.RECEIPT: "Biên nhận của cấp trên: nhận xong thì báo cáo của đơn vị mình được ghi dấu.",
    Standing.PUBLICATION: (
        "Kế hoạch, danh mục, thời hạn của cấp trên: nhận xong còn phải xem rồi mới dùng."
    ),
}
_FOREIGN = (PackageReason.NOT_FOR_US, PackageReason.OTHER_UNIT)
_FIGURES = {
    "activities": "Hoạt động", "attendees": "Lượt người",
    "households": "Lượt hộ nghèo, cận, mới thoát", "money": "Kinh phí (đồng)",
}  # fmt: skip


@dataclass(frozen=True)
class Amount:
    """A figure of the register before and after."""

    name: str
    before: int | None
    after: int | None


def title(arrival: Arrival) -> str:
    """Return whose a file is, or the name of one that does not tell."""
    if arrival.unit is not None:
        return short_name(arrival.unit)
    return arrival.header.unit.name if arrival.header else arrival.name


def full_title(arrival: Arrival) -> str:
    """Return the unit as official papers name it."""
    return arrival.unit.full_name if arrival.unit else title(arrival)


def short_name(unit: Unit) -> str:
    """Return "P. Tân Hòa"; kinds that have no short form are written out."""
    short = {"Phường": "P.", "Xã": "X.", "Thị trấn": "TT."}.get(unit.kind, unit.kind)
    return f"{short} {unit.name}"


def what(header: Header) -> str:
    """Return "Quý IV năm 2024, bản số 2"; other kinds than a report are named."""
    if header.kind is headers.Kind.PUBLICATION:
        return f"Bản công bố số {header.version}"
    name = big(period(header).title)
    if header.kind is headers.Kind.RECEIPT:
        return f"Biên nhận, {small(name)}"
    return f"{name}, bản số {header.version}"


def second(arrival: Arrival) -> str:
    """Return the second line of a row: version first, there is little room."""
    header = arrival.header
    if header is None:
        return "không rõ của ai"
    if header.kind is headers.Kind.REPORT:
        short = period(header).title.replace(" năm ", "/")
        return f"bản {header.version} · {short}"
    return what(header)


def period(header: Header) -> Period:
    """Return the period that a package is about."""
    said = header.period
    return Period(said.name, Rule(said.rule), said.first, said.last)


def compared(arrival: Arrival) -> str:
    """Return "thêm 3 · sửa 1": what a report changes."""
    if arrival.change is None:
        return ""
    if arrival.change.is_nothing:
        return "không đổi"
    parts = (
        ("thêm", arrival.change.added), ("sửa", arrival.change.changed),
        ("thu hồi", arrival.change.withdrawn),
    )  # fmt: skip
    return " · ".join(f"{word} {show_number(len(ids))}" for word, ids in parts if ids)


def warned(arrival: Arrival) -> str:
    """Return how many remarks the checks make on a report."""
    count = len(arrival.remarks)
    if arrival.missing:
        return f"chưa thấy bản số {arrival.missing}"
    return f"{count} điều cần xem" if count else ""


def pill(arrival: Arrival, *, chosen: bool) -> tuple[str, str]:
    """Return tone and words of the standing of a file; `chosen`: it will be taken in."""
    if arrival.standing is Standing.NEW and not arrival.is_clean:
        return ("info", "Vẫn nhận") if chosen else ("warn", "Có chỗ sai")
    if arrival.is_clean and not chosen:
        return "none", "Không nhận"
    if arrival.standing is Standing.REFUSED and is_foreign(arrival):
        return "none", "Không phải gửi đây"
    return _PILLS[arrival.standing]


def is_foreign(arrival: Arrival) -> bool:
    """Return whether a file was refused because it is for or from somebody else."""
    error = arrival.error
    return isinstance(error, PackageError) and error.reason in _FOREIGN


def note(arrival: Arrival) -> str:
    """Return what a person should know of the standing of a file."""
    if arrival.standing is Standing.NEW and not arrival.is_clean:
        return (
            "Kiểm tra thấy chỗ sai (dấu đỏ dưới đây) nên gói không tự được nhận. Nên nhận để trả lại "
            "từng mục cho đơn vị sửa: nhấn Vẫn nhận gói này."
        )
    if arrival.standing is Standing.UNKNOWN_KEY and arrival.header:
        return f"{NEEDED[arrival.header.kind]} Nhận xong, mở mục Để riêng để gõ."
    return _NOTES.get(arrival.standing, "")


def amounts(arrival: Arrival) -> list[Amount]:
    """Return the figures of the unit's days before and after the report."""
    if arrival.after is None:
        return []
    before = arrival.before or Figures()
    return [
        Amount(words, getattr(before, name), getattr(arrival.after, name))
        for name, words in _FIGURES.items()
    ]


def number(value: int | None) -> str:
    """Return 1.246, or a dash where nothing was entered."""
    return "–" if value is None else show_number(value)


def remark_line(remark: Remark) -> Line:
    """Return what the checks say of an activity."""
    kind = "bad" if remark.problem.severity is Severity.STOP else "warn"
    return kind, remark.problem.text, f"{remark.title} ({show_date(remark.held_on)})"


def refused(error: BaseException | None) -> tuple[str, str]:
    """Return why a file was refused, and what to do."""
    said = describe(error) if error is not None else None
    if said is None:
        return "Không đọc được tệp này.", ""
    return said.why, " ".join(said.steps)


def refused_line(name: str, error: AppError | None) -> Line:
    """Return one line on a file that was refused."""
    why, todo = refused(error)
    return "bad", f"{name}: {small(why)}", todo


def names(of: Sequence[str], most: int = 6) -> str:
    """Return "P. Tân Lập, P. Tân Hòa và 4 đơn vị khác"; the same name once."""
    known = list(dict.fromkeys(of))
    if len(known) <= most:
        return ", ".join(known)
    return f"{', '.join(known[: most - 1])} và {len(known) - most + 1} nơi khác"


def counts(found: Sequence[Arrival]) -> Iterator[str]:
    """Yield how many files stand how, for the foot of the list."""
    clean = sum(one.is_clean for one in found)
    parts = (
        (clean, "sẵn sàng"),
        (sum(_is_wrong(one) for one in found), "có chỗ sai"),
        (_count(found, Standing.UNKNOWN_KEY, Standing.CONFLICT), "cần người quyết"),
        (_count(found, Standing.REFUSED), "không nhận được"),
        (_count(found, Standing.PARKED), "đã để riêng"),
        (_count(found, Standing.ALREADY), "đã nhận rồi"),
    )
    return (f"{count} {words}" for count, words in parts if count)


def big(text: str) -> str:
    """Return a text with a large first letter."""
    return text[:1].upper() + text[1:]


def small(text: str) -> str:
    """Return a text with a small first letter, unless it begins with a short form (USB)."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def _is_wrong(one: Arrival) -> bool:
    return one.standing is Standing.NEW and not one.is_clean


def _count(found: Sequence[Arrival], *standings: Standing) -> int:
    return sum(one.standing in standings for one in found)
