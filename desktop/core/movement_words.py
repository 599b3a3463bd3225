"""The fields of gifts, exemplars and materials as the history calls them, and their values."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from desktop.core.contributions import DONOR_KINDS, DonorKind
from desktop.core.exemplars import KINDS, Kind
from desktop.core.materials import WAYS, Way
from desktop.core.typed import show_date, show_number

NOUNS = ("contribution", "exemplar", "material", "material_move")
LABELS = {
    "given_on": "Ngày ủng hộ", "donor_kind": "Đối tượng", "donor": "Người ủng hộ",
    "cash": "Tiền mặt (đồng)", "in_kind": "Giá trị hiện vật (đồng)", "goods": "Hiện vật",
    "used_for": "Dùng vào việc", "kind": "Loại", "found_on": "Ngày phát hiện", "title": "Tên",
    "who": "Người, hộ, tập thể", "hamlet_id": "Thôn, buôn", "story": "Câu chuyện",
    "publicised": "Nơi đăng, phát", "publicised_on": "Ngày đăng, phát", "name": "Tên tài liệu",
    "unit_word": "Đơn vị tính", "material_id": "Tài liệu", "moved_on": "Ngày giao nhận",
    "quantity": "Số lượng", "party": "Bên giao, bên nhận", "note": "Ghi chú",
}  # fmt: skip


def value(noun: str, name: str, raw: Any) -> str:
    """Return a value of a change as people read it; nothing where nothing stood."""
    if raw is None or raw == "":
        return ""
    if name.endswith("_on"):
        return show_date(date.fromisoformat(raw))
    say = _CODES.get((noun, name))
    if say is not None:
        return say(raw)
    return show_number(raw) if isinstance(raw, int) else str(raw)


_CODES: Mapping[tuple[str, str], Callable[[str], str]] = {
    ("contribution", "donor_kind"): lambda raw: DONOR_KINDS[DonorKind(raw)],
    ("exemplar", "kind"): lambda raw: KINDS[Kind(raw)],
    ("material_move", "kind"): lambda raw: WAYS[Way(raw)],
}
