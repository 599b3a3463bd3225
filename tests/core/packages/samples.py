"""Packages of every kind with every record, as JSON values."""

import copy
from typing import Any

from tests.core.packages.layers import CITY, OTHER_WARD, RECIPIENT, WARD, Layers, line

DEVICE = "0190f2b4-3c00-7a10-8b60-2f7c6da1b2c3"
PACKAGE = "0190f2b4-3c00-7a10-8b60-2f7c6d1e9c01"
PERIOD = {"name": "2024-Q4", "rule": "administrative", "from": "2024-09-15", "to": "2024-12-14"}
UNITS = {
    WARD: {"id": WARD, "code": "24118", "name": "Phường Tân Lập"},
    OTHER_WARD: {"id": OTHER_WARD, "code": "24160", "name": "Xã Cư Êbur"},
    CITY: {"id": CITY, "code": "643", "name": "Thành phố Buôn Ma Thuột"},
}


def uuid(number: int) -> str:
    return f"0190f2b4-3c00-7a10-8b60-{number:012x}"


def header(kind: str = "report", **changes: Any) -> dict[str, Any]:
    """The header without what follows from key and records."""
    known = {
        "format": 1, "kind": kind, "package_id": PACKAGE, "unit": UNITS[WARD],
        "receiver": UNITS[CITY], "period": dict(PERIOD), "version": 1, "device": DEVICE,
        "seq": 3, "prev": "ab" * 32, "made_at": "2024-12-16T08:00:00", "program": "0.1.0",
        "catalogue": {"channels": 1, "topics": 2},
    }  # fmt: skip
    return copy.deepcopy(known) | changes


def activity(number: int, **changes: Any) -> dict[str, Any]:
    numbers = (
        "items", "airings", "minutes", "area_dm2", "views", "attendees", "women", "minority",
        "officials", "poor", "near_poor", "escaped", "other_households",
    )  # fmt: skip
    known = {
        "type": "activity", "id": uuid(0x100 + number), "revision": 1 + number, "status": "HELD",
        "channel": "NOI_CHUYEN", "title": f"Buổi {number}: hỗ trợ nhà ở cho hộ nghèo",
        "held_on": "2024-11-14", "until_on": None, "started_at": "08:00:00", "ended_at": None,
        "hamlets": [uuid(0x10)], "venue": "Nhà văn hóa Buôn Akŏ Dhŏng", "topics": ["DV06", "CS07"],
        "languages": ["VIET", "EDE"], "host_event": "",
        "organiser_id": None, "partners": [OTHER_WARD], "chair": "H'Linh Niê", "secretary": "",
        "speakers": [uuid(0x20)],
        "expenses": [{"payer": "CAP_TREN", "amount": 1_500_000, "item": "BCV"}],
        "result": "Bà con hiểu chính sách.\nCó 3 hộ đăng ký.", "difficulties": "", "note": "",
    }  # fmt: skip
    return known | dict.fromkeys(numbers) | {"attendees": 40, "women": 22, "poor": 0} | changes


def hamlet(number: int, **changes: Any) -> dict[str, Any]:
    return {
        "type": "hamlet", "id": uuid(0x10 + number), "unit_id": WARD, "kind": "Buôn",
        "name": "Akŏ Dhŏng", "valid_from": None, "valid_to": None, "successor_id": None,
    } | changes  # fmt: skip


def narrative(**changes: Any) -> dict[str, Any]:
    parts = (
        "situation", "direction", "strengths", "difficulties", "causes", "next_steps",
        "proposals", "nil_reason",
    )  # fmt: skip
    return {"type": "narrative"} | dict.fromkeys(parts, "") | {"situation": "Ổn định."} | changes


def figure(code: str, part: str = "", value: int | None = 2, places: int = 0) -> dict[str, Any]:
    return {"type": "figure", "indicator": code, "part": part, "value": value, "places": places}


def key(role: str) -> dict[str, Any]:
    return {"type": "key", "role": role, "recipient": RECIPIENT}


def reach(hamlet_id: str = "", **changes: Any) -> dict[str, Any]:
    return {
        "type": "reach", "hamlet_id": hamlet_id, "category": "HN", "reached": 9, "first_time": 4,
    } | changes  # fmt: skip


def outreach_records() -> list[dict[str, Any]]:
    """What a report says beside its activities, in the order of a package."""
    return [
        reach(), reach(uuid(0x10)),
        {"type": "contribution", "id": uuid(0x210), "given_on": "2024-11-18",
         "donor_kind": "DN", "cash": 5_000_000, "in_kind": None},
        {"type": "exemplar", "id": uuid(0x220), "kind": "MO_HINH", "hamlet_id": uuid(0x11),
         "found_on": "2024-10-20", "publicised": "Đài truyền thanh phường",
         "publicised_on": "2025-01-03"},
        {"type": "material_flow", "material_id": uuid(0x230), "name": "Tờ rơi", "unit_word": "tờ",
         "opening": 100, "received": 400, "handed_out": 450},
        {"type": "fund_flow", "fund_id": uuid(0x240), "year": 2024, "kind": "NSTW",
         "name": "Sự nghiệp 2024", "carried_in": 0, "allotted": 30_000_000, "spent": 21_500_000,
         "returned": 500_000, "carried_out": 8_000_000},
    ]  # fmt: skip


def report_records() -> list[dict[str, Any]]:
    year = {
        "type": "hamlet_year", "hamlet_id": uuid(0x10), "year": 2024, "households": 120,
        "poor": 14, "near_poor": 9, "escaped": None,
    }  # fmt: skip
    return [
        narrative(), figure("CT01"), figure("CT05", "declared", None), figure("CT14", "area_m2", 480, 2),
        hamlet(0), hamlet(1, name="Krông Ana"), year, activity(1), activity(2, status="COMPLETE"),
        {"type": "tombstone", "id": uuid(0x200), "revision": 2}, *outreach_records(), key("sender"),
    ]  # fmt: skip


def receipt_records() -> list[dict[str, Any]]:
    answer = {
        "type": "answer", "package_id": uuid(0x300), "content": "cd" * 32, "unit_id": OTHER_WARD,
        "period": dict(PERIOD), "version": 1, "seq": 7, "state": "returned",
        "answered_at": "2024-12-17T09:30:00", "note": "Sửa rồi gửi lại.",
    }  # fmt: skip
    item = {
        "type": "returned", "package_id": uuid(0x300), "record": uuid(0x101), "part": "women",
        "reason": "Số nữ lớn hơn tổng số người dự.",
    }  # fmt: skip
    return [answer, item, key("receiver"), key("recovery")]


def publication_records() -> list[dict[str, Any]]:
    days = {"valid_from": "2024-01-01", "valid_to": None}
    item = {"position": 1, "name": "Tên", "retired_on": None}
    ward = UNITS[WARD] | {"kind": "Phường", "name": "Tân Lập", "parent_id": CITY}
    plan = {
        "type": "plan", "id": uuid(0x400), "number": "", "signed_on": None,
        "date_text": "tháng 9 năm 2024", "issuer_id": CITY, "title": "Kế hoạch", "short_title": "KH",
        "first": "2024-10-01", "last": "2024-12-31", "signer_block": "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
        "signer_name": "Phạm Tiến Hưng", "bases": ["Quyết định số 90/QĐ-TTg"],
    }  # fmt: skip
    return [
        {"type": "unit"} | ward | days,
        {"type": "succession", "old_id": OTHER_WARD, "new_id": WARD, "since": "2024-11-01",
         "resolution": "Nghị quyết số 1193/NQ-UBTVQH15"},
        hamlet(2, unit_id=OTHER_WARD),
        {"type": "channel", "code": "HOI_NGHI", "group": "Trực tiếp", "short_name": "Hội nghị",
         "icon": "people", "quantities": ["items"], "items_label": "Số cuộc", "items_word": "cuộc",
         "attends": "yes", "hamlet_needed": False, "evidence": ["Giấy mời"]} | item,
        {"type": "topic", "code": "DV01", "group": "Dịch vụ", "short_name": "Việc làm",
         "indicators": ["VL", "PT"]} | item,
        {"type": "language", "code": "EDE", "minority": True} | item,
        {"type": "household_category", "code": "HN"} | item,
        {"type": "payer", "code": "CAP_TREN", "programme_money": True} | item,
        {"type": "indicator", "code": "CT01", "unit_word": "cuộc, buổi"} | item,
        {"type": "deprivation", "code": "ND351_2025_VL", "standard": "ND351_2025",
         "standard_name": "Chuẩn 2027–2030", "indicator": "VL", "dimension": "Việc làm",
         "threshold": "", "valid_from": "2027-01-01", "valid_to": "2030-12-31"} | item,
        {"type": "expenditure_item", "code": "BCV", "unit_word": "buổi", "sub_item": "6652",
         "unsalaried_only": False, "vouchers": ["KE_HOACH", "DS_KY_NHAN"]} | item,
        {"type": "fund_kind", "code": "NSTW", "programme_money": True} | item,
        {"type": "voucher_kind", "code": "KE_HOACH"} | item,
        plan,
        {"type": "plan_task", "id": uuid(0x410), "plan_id": uuid(0x400), "position": 1,
         "body": "Phòng Văn hóa và Thông tin", "text": "Chủ trì.\nTổng hợp, báo cáo.",
         "state": "DOING"},
        {"type": "target", "id": uuid(0x500), "plan_id": uuid(0x400), "unit_id": None,
         "indicator": "CT17", "at_least": 1, "at_most": 2, "due_on": "2024-12-31"},
        {"type": "deadline", "name": "Báo cáo quý IV", "period": dict(PERIOD), "due_on": "2024-12-20"},
        key("receiver"), key("recovery"),
    ]  # fmt: skip


RECORDS = {
    "report": report_records, "receipt": receipt_records, "publication": publication_records,
}  # fmt: skip


def layers(kind: str = "report", **layers: Any) -> Layers:
    """A sound package of a kind."""
    records = [line(record) for record in RECORDS[kind]()]
    return Layers(**({"header": header(kind), "records": records} | layers))
