"""Slips that go with packages: Phiếu trả lại, Biên nhận, Phiếu giao nộp gói, as outlines.

A slip says what its package says; it is no digital signature, and people sign it by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from desktop.core.documents import phrases
from desktop.core.documents.content import Letterhead
from desktop.core.documents.outline import (
    Column,
    Foot,
    Grid,
    Head,
    Kind,
    Outline,
    Part,
    Recipients,
    Signature,
    Text,
    Title,
    To,
)
from desktop.core.periods import Period
from desktop.core.typed import show_date, show_number
from desktop.core.units import Unit

_HINT = "(Ký, ghi rõ họ tên)"
_NUMBER = Column("STT", 11, Kind.NUMBER)
_WRONG = (
    _NUMBER,
    Column("Mục phải sửa", 0),
    Column("Ô", 24),
    Column("Vì sao trả lại", 48),
    Column("Ví dụ đúng", 34),
)
_FIGURES = (
    _NUMBER,
    Column("Số liệu trong gói", 0),
    Column("Đơn vị tính", 34, Kind.CENTRED),
    Column("Số lượng", 30, Kind.COUNT),
)


@dataclass(frozen=True)
class Mistake:
    """A line of Phiếu trả lại; `day` is that of an activity."""

    what: str
    day: date | None
    field: str
    why: str
    example: str


@dataclass(frozen=True)
class SlipContent:
    """All that the slips of one package need.

    `code` are the 24 digits of the report; `figures` its main figures (name, unit, value), None
    where nothing was entered; `state` is what became of it, in words; `size` is in bytes. `at` is
    when the package was handed over, `on` the day of the slip.
    """

    letterhead: Letterhead
    sender: Unit
    receiver: Unit
    period: Period
    version: int
    code: str
    file_name: str
    size: int
    at: datetime
    on: date
    state: str
    figures: tuple[tuple[str, str, int | None], ...]
    mistakes: tuple[Mistake, ...] = ()
    note: str = ""


def returned(content: SlipContent) -> Outline:
    """Return Phiếu trả lại: what is to be mended, why, how it looks when right."""
    return _paper(content, "Phiếu trả lại", content.receiver, _returned(content))


def receipt(content: SlipContent) -> Outline:
    """Return Biên nhận: the receiver says on paper what was taken in."""
    return _paper(content, "Biên nhận", content.receiver, _receipt(content))


def handover(content: SlipContent) -> Outline:
    """Return Phiếu giao nộp gói: what a unit hands over with the stick."""
    return _paper(content, "Phiếu giao nộp gói", content.sender, _handover(content))


def _paper(content: SlipContent, name: str, author: Unit, parts: Iterator[Part]) -> Outline:
    title = f"{name} – {content.sender.full_name}, {content.period.title}"
    return Outline(title, author.committee, tuple(parts))


def _returned(content: SlipContent) -> Iterator[Part]:
    head, sender = content.letterhead, content.sender.running_name
    yield Head(head, f"PB-{head.symbol}", content.on)
    yield Title("PHIẾU TRẢ LẠI", f"{_subject(content)} của {sender}")
    yield To((f"Ủy ban nhân dân {sender}",))
    yield Text(
        f"{content.receiver.committee} đã nhận và kiểm tra gói báo cáo "
        f"{phrases.days(content.period)} của {sender}, bản số {content.version}, mã báo cáo "
        f"{content.code}. Báo cáo được trả lại để sửa{_how_many(content)}"
    )
    if content.mistakes:
        yield Grid(_WRONG, tuple(_rows(content)), size=11.5, name="Trả lại")
    yield from map(Text, content.note.splitlines())
    yield Text(
        "Cách sửa: mở trang Báo cáo trong chương trình, mở từng mục trong danh sách “Cấp trên trả "
        "lại”, sửa, khóa lại rồi gửi bản mới. Số đã đúng thì giải thích vào ô Ghi chú./."
    )
    lines = ("Như trên", *head.recipients, "Lưu: VT")
    yield Foot((Recipients(tuple(dict.fromkeys(lines))), phrases.signer(head)))


def _how_many(content: SlipContent) -> str:
    count = len(content.mistakes)
    return f", gồm {count:02d} mục sau:" if count else ", theo ý kiến sau:"


def _rows(content: SlipContent) -> Iterator[tuple[int | str | None, ...]]:
    for number, one in enumerate(content.mistakes, start=1):
        day = f" (ngày {show_date(one.day)})" if one.day else ""
        yield number, f"{one.what}{day}", one.field, one.why, one.example or None


def _receipt(content: SlipContent) -> Iterator[Part]:
    yield Head(content.letterhead)
    yield Title("BIÊN NHẬN", f"Gói {_subject(content, small=True)}")
    yield Text(
        f"{content.receiver.committee} xác nhận đã nhận gói báo cáo của "
        f"{content.sender.running_name}, kiểm tra thấy nguyên vẹn, cụ thể như sau:"
    )
    yield from _facts(content, "Nhận")
    yield Text(f"Tình trạng: {content.state}.")
    yield from map(Text, content.note.splitlines())
    yield _figures(content)
    yield from _signed(content)


def _handover(content: SlipContent) -> Iterator[Part]:
    yield Head(content.letterhead)
    yield Title("PHIẾU GIAO NỘP GÓI", f"Gói {_subject(content, small=True)}")
    yield Text(
        f"{content.sender.committee} giao cho {content.receiver.committee} 01 gói "
        "báo cáo ghi trên USB, cụ thể như sau:"
    )
    yield from _facts(content, "Ghi ra USB")
    yield _figures(content)
    yield Text(
        "Bên nhận so mã báo cáo ở trên với mã ở chân trang báo cáo giấy đã ký, đóng dấu. Phiếu lập "
        "thành 02 bản, mỗi bên giữ 01 bản."
    )
    yield from _signed(content)


def _facts(content: SlipContent, deed: str) -> Iterator[Text]:
    moment = content.at
    yield Text(f"Đơn vị gửi: {content.sender.running_name} (mã {content.sender.code}).")
    yield Text(f"Kỳ báo cáo: {phrases.days(content.period)}; bản số {content.version}.")
    yield Text(f"Tên tệp: {content.file_name}.")
    yield Text(f"Dung lượng: {show_number(content.size)} byte.")
    yield Text(f"Mã báo cáo: {content.code}.")
    day = show_date(moment.date())
    yield Text(f"{deed} lúc: {moment:%H} giờ {moment:%M}, ngày {day}.")


def _figures(content: SlipContent) -> Grid:
    rows = [(n, *one) for n, one in enumerate(content.figures, start=1)]
    return Grid(_FIGURES, tuple(rows), name="Số liệu")


def _signed(content: SlipContent) -> Iterator[Part]:
    above = phrases.place_and_date(content.letterhead.place, content.on)
    yield Foot((
        Signature(("NGƯỜI GIAO",), "", _HINT),
        Signature(("NGƯỜI NHẬN",), "", _HINT, above=above),
    ))  # fmt: skip


def _subject(content: SlipContent, *, small: bool = False) -> str:
    word = "báo cáo" if small else "Báo cáo"
    return f"{word} truyền thông về giảm nghèo đa chiều {content.period.title}"
