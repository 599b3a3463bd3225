"""How people read the records of a publication: one label and one plain value for each field."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from desktop.core import periods
from desktop.core.packages.header import Period, Record
from desktop.core.problems import LABELS as QUANTITIES
from desktop.core.typed import show_date, show_number

NOTHING = "(để trống)"

CATALOGUES = {
    "channels": "Hình thức truyền thông",
    "topics": "Nội dung truyền thông",
    "languages": "Ngôn ngữ",
    "household_categories": "Loại hộ",
    "payers": "Nguồn chi",
    "report_indicators": "Chỉ tiêu báo cáo",
    "voucher_kinds": "Loại chứng từ",
    "deprivation_indicators": "Chuẩn nghèo, chỉ số thiếu hụt",
    "expenditure_items": "Nội dung chi",
    "fund_kinds": "Loại nguồn kinh phí",
}

_LABELS = {
    "code": "Mã", "kind": "Loại", "name": "Tên", "parent_id": "Trực thuộc",
    "valid_from": "Có từ ngày", "valid_to": "Đến hết ngày", "old_id": "Đơn vị cũ",
    "new_id": "Đơn vị mới", "since": "Từ ngày", "resolution": "Theo văn bản", "unit_id": "Đơn vị",
    "successor_id": "Nhập vào", "position": "Số thứ tự", "retired_on": "Ngừng dùng từ ngày",
    "group": "Nhóm", "short_name": "Tên ngắn", "icon": "Hình vẽ", "quantities": "Số liệu cần nhập",
    "items_label": "Tên ô số lượng", "items_word": "Đơn vị đếm", "attends": "Đếm người dự",
    "hamlet_needed": "Phải chọn thôn, buôn", "evidence": "Minh chứng",
    "indicators": "Chỉ số thiếu hụt", "minority": "Tiếng dân tộc thiểu số",
    "programme_money": "Tiền của chương trình", "unit_word": "Đơn vị tính",
    "number": "Số, ký hiệu", "signed_on": "Ngày ký", "date_text": "Ngày ghi trên văn bản",
    "issuer_id": "Nơi ban hành", "title": "Tên kế hoạch", "short_title": "Tên ngắn",
    "first": "Từ ngày", "last": "Đến ngày", "signer_block": "Chức vụ người ký",
    "signer_name": "Người ký", "bases": "Căn cứ", "plan_id": "Thuộc kế hoạch",
    "indicator": "Chỉ tiêu", "at_least": "Cần đạt", "at_most": "Cao nhất", "due_on": "Hạn",
    "period": "Kỳ báo cáo", "standard": "Mã chuẩn nghèo", "standard_name": "Chuẩn nghèo",
    "dimension": "Chiều", "threshold": "Ngưỡng thiếu hụt", "sub_item": "Tiểu mục",
    "unsalaried_only": "Chỉ chi cho người không hưởng lương", "vouchers": "Chứng từ cần có",
    "body": "Cơ quan thực hiện", "text": "Nội dung", "state": "Tình hình",
}  # fmt: skip
_LABELS_OF = {("Deprivation", "indicator"): "Mã chỉ số"}
"""Where a field of one kind of record is called otherwise."""
_STATES = {"OPEN": "chưa làm", "DOING": "đang làm", "DONE": "đã xong"}
_ATTENDS = {"yes": "có", "no": "không", "estimate": "ước tính"}
_NAMED = (
    "parent_id", "old_id", "new_id", "unit_id", "successor_id", "issuer_id", "plan_id", "indicator",
)  # fmt: skip


def said(record: Record, fields: Iterable[str], names: Mapping[str, str]) -> str:
    """Return a line for each of these fields; `names` tells what ids and codes stand for."""
    kind = type(record).__name__
    lines = (
        (_LABELS_OF.get((kind, name), _LABELS[name]), _value(name, getattr(record, name), names))
        for name in fields
    )
    return "\n".join(f"{label}: {value}" for label, value in lines)


def _value(name: str, value: Any, names: Mapping[str, str]) -> str:
    if value is None or value in ("", ()):
        return NOTHING
    if name in _NAMED:
        return names.get(value, value)
    if name == "attends":
        return _ATTENDS[value]
    if name == "state":
        return _STATES[value]
    if name == "quantities":
        return "; ".join(QUANTITIES[part].lower() for part in value)
    return _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, int):
        return show_number(value)
    if isinstance(value, date):
        return show_date(value)
    if isinstance(value, Period):
        span = periods.Period(value.name, periods.Rule(value.rule), value.first, value.last)
        return f"{span.title} ({show_date(span.first)} – {show_date(span.last)})"
    return "; ".join(value) if isinstance(value, tuple) else str(value)
