"""Phiếu giới thiệu gương điển hình, mô hình, sáng kiến: one page, signed by whom it tells of.

The signature is the consent to be named in public (law 91/2025/QH15 on personal data).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from desktop.core.documents import forms_parts, phrases
from desktop.core.documents.content import Letterhead
from desktop.core.documents.outline import (
    Foot,
    Head,
    Heading,
    Outline,
    Part,
    Signature,
    Text,
    Title,
)
from desktop.core.exemplars import STORY_LINES, Exemplar, Kind
from desktop.core.typed import show_date
from desktop.core.units import Unit

_NAMES = {
    Kind.EXEMPLAR: "PHIẾU GIỚI THIỆU GƯƠNG ĐIỂN HÌNH",
    Kind.MODEL: "PHIẾU GIỚI THIỆU MÔ HÌNH",
    Kind.INITIATIVE: "PHIẾU GIỚI THIỆU SÁNG KIẾN",
}
_SUBJECT = "Công tác truyền thông về giảm nghèo đa chiều"
_CONSENT = (
    "Tôi đã đọc nội dung trên và đồng ý để {body} giới thiệu tên, câu chuyện, hình ảnh của tôi "
    "trên loa truyền thanh, báo, đài, trang thông tin điện tử và tại các buổi truyền thông."
)


@dataclass(frozen=True)
class StoryContent:
    """All that the sheet needs; `place` is the hamlet's name, or empty."""

    letterhead: Letterhead
    unit: Unit
    exemplar: Exemplar
    place: str


def outline(content: StoryContent) -> Outline:
    """Return the sheet; what is not filled in is room to write on."""
    name = _NAMES[content.exemplar.kind]
    title = f"{name} – {content.exemplar.title}"
    return Outline(title, content.unit.committee, tuple(_parts(content)))


def _parts(content: StoryContent) -> Iterator[Part]:
    one = content.exemplar
    yield Head(content.letterhead)
    yield Title(_NAMES[one.kind], _SUBJECT, f"(Phát hiện ngày {show_date(one.found_on)})")
    yield forms_parts.said("Tên", one.title)
    yield forms_parts.said("Người, hộ, tập thể", one.who)
    yield forms_parts.said("Địa chỉ", _where(content))
    yield Heading("Câu chuyện")
    yield from forms_parts.paragraphs(one.story, STORY_LINES)
    yield Heading("Đã đăng, phát")
    yield forms_parts.said("Nơi đăng, phát", one.publicised)
    day = show_date(one.publicised_on) if one.publicised_on else ""
    yield forms_parts.said("Ngày đăng, phát", day)
    if one.note:
        yield forms_parts.said("Ghi chú", "; ".join(one.note.splitlines()))
    yield Heading("Ý kiến của người được giới thiệu")
    yield Text(_CONSENT.format(body=_body(content)))
    yield Foot((
        Signature(("NGƯỜI ĐƯỢC GIỚI THIỆU",), "", forms_parts.HINT),
        Signature(("NGƯỜI LẬP PHIẾU",), content.letterhead.officer, forms_parts.HINT),
        phrases.signer(content.letterhead, dated=True),
    ))  # fmt: skip


def _where(content: StoryContent) -> str:
    parts = (content.place, content.unit.running_name)
    return ", ".join(part for part in parts if part)


def _body(content: StoryContent) -> str:
    return f"Ủy ban nhân dân {content.unit.running_name}"
