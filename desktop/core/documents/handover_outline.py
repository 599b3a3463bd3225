"""Biên bản bàn giao sổ and Phong bì niêm phong: what a successor needs, as outlines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.core.documents.content import Letterhead
from desktop.core.documents.outline import (
    Column,
    Foot,
    Grid,
    Head,
    Heading,
    Kind,
    Outline,
    Part,
    Signature,
    Text,
    Title,
    Value,
)
from desktop.core.typed import show_date
from desktop.core.units import Unit

_HINT = "(Ký, ghi rõ họ tên)"
_NUMBER = Column("STT", 11, Kind.NUMBER)
_DUE = (_NUMBER, Column("Báo cáo", 0), Column("Hạn nộp", 28, Kind.DATE), Column("Tình trạng", 58))
_ASKED = (_NUMBER, Column("Mục phải sửa", 0), Column("Ô", 34), Column("Vì sao trả lại", 62))
_PEOPLE = (_NUMBER, Column("Họ và tên", 0), Column("Chức vụ", 54), Column("Vai trò, thời gian", 56))
_FACTS = (_NUMBER, Column("Nội dung", 52), Column("Hiện trạng", 0))
_DRAFTS = (_NUMBER, Column("Bản nháp", 0), Column("Lưu nháp lúc", 40, Kind.CENTRED))
_BY_HAND = "…" * 24


@dataclass(frozen=True)
class HandoverContent:
    """All that is handed over. `facts` are name and state of register, backups, keys, devices."""

    letterhead: Letterhead
    unit: Unit
    on: date
    giver: str
    office: str
    due: Sequence[tuple[str, date, str]]
    asked: Sequence[tuple[str, str, str]]
    drafts: Sequence[tuple[str, datetime]]
    signers: Sequence[tuple[str, str, str]]
    officers: Sequence[tuple[str, str, str]]
    facts: Sequence[tuple[str, str]]


def handover(content: HandoverContent) -> Outline:
    """Return Biên bản bàn giao: both sides sign it."""
    title = f"Biên bản bàn giao sổ – {content.unit.full_name}"
    return Outline(title, content.unit.committee, tuple(_parts(content)))


def envelope(head: Letterhead, unit: Unit, groups: Sequence[str], on: date) -> Outline:
    """Return the paper that goes into the sealed envelope: the recovery code and how it is used."""
    parts: tuple[Part, ...] = (
        Head(head, day=on),
        Title("MÃ KHÔI PHỤC SỔ TRUYỀN THÔNG", f"của {unit.running_name}", "(Cất trong phong bì niêm phong)"),
        Text("Mã này mở được sổ khi mọi người quên mật khẩu. Ai có mã và có tệp sổ thì đọc được tất cả."),
        Grid(
            tuple(Column(f"Nhóm {n}", 0 if n == 1 else 33, Kind.CENTRED) for n in range(1, 6)),
            (tuple(groups),), size=20, numbered=False, name="Mã khôi phục",
        ),
        Text("Không có chữ O, I, L, S, Z; các số 0 và 1 không dùng. Gõ chữ hoa hay chữ thường đều được."),
        Text("Gấp tờ này, cho vào phong bì dày, dán kín, ký và đóng dấu lên mép dán, ghi ngày.", bold_start="Niêm phong: "),
        Text("Giao Văn thư hoặc Lãnh đạo cất trong tủ khóa. Không chụp ảnh, không gửi qua mạng.", bold_start="Nơi cất: "),
        Text("Mở chương trình, gõ đủ năm nhóm vào ô mật khẩu, rồi đặt mật khẩu mới. Sau đó in phong bì mới: mã cũ thôi dùng.", bold_start="Khi cần: "),
        Text(f"Ngày niêm phong: {_BY_HAND}"),
        Foot((Signature(("NGƯỜI NIÊM PHONG",), "", _HINT), Signature(("NGƯỜI GIỮ",), "", _HINT))),
    )  # fmt: skip
    return Outline(f"Mã khôi phục – {unit.full_name}", unit.committee, parts)


def _parts(content: HandoverContent) -> Iterator[Part]:
    yield Head(content.letterhead, day=content.on)
    yield Title("BIÊN BẢN BÀN GIAO", f"Sổ Truyền Thông của {content.unit.running_name}")
    yield Text(
        f"Hôm nay, ngày {show_date(content.on)}, hai bên bàn giao sổ và các việc đang làm, gồm:"
    )
    giver = " – ".join(part for part in (content.giver, content.office) if part)
    yield Text(giver or _BY_HAND, bold_start="Bên giao: ")
    yield Text(_BY_HAND, bold_start="Bên nhận: ")
    yield from _table("I. VIỆC ĐẾN HẠN", _DUE, content.due, "Sổ chưa có thời hạn nộp nào.")
    yield from _table(
        "II. MỤC CẤP TRÊN TRẢ LẠI, CHƯA SỬA", _ASKED, content.asked, "Không còn mục nào phải sửa."
    )
    drafts = [(name, f"{at:%H:%M} ngày {show_date(at.date())}") for name, at in content.drafts]
    yield from _table("III. BẢN NHÁP CHƯA LƯU VÀO SỔ", _DRAFTS, drafts, "Không có bản nháp nào.")
    yield from _table("IV. NGƯỜI KÝ VĂN BẢN", _PEOPLE, content.signers, "Sổ chưa ghi người ký.")
    yield from _table("V. NGƯỜI DÙNG SỔ", _PEOPLE, content.officers, "Sổ chưa ghi người dùng.")
    yield from _table("VI. SỔ, BẢN SAO LƯU, KHÓA", _FACTS, content.facts, "")
    yield Text(_BY_HAND * 5, bold_start="Ghi thêm: ")
    yield Text("Biên bản lập thành 02 bản, mỗi bên giữ 01 bản./.")
    yield Foot((
        Signature(("BÊN GIAO",), content.giver, _HINT), Signature(("BÊN NHẬN",), "", _HINT),
    ))  # fmt: skip


def _table(
    title: str, columns: tuple[Column, ...], rows: Sequence[Sequence[Value]], nothing: str
) -> Iterator[Part]:
    yield Heading(title, 1)
    if rows:
        numbered = tuple((number, *row) for number, row in enumerate(rows, start=1))
        yield Grid(columns, numbered, size=11.5, numbered=False, name=title.split(". ")[1][:30])
    else:
        yield Text(nothing)
