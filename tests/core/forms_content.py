"""Contents of printed forms: one evening in buôn Đŭng, a broadcast, leaflets, hoardings."""

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

from desktop.core import catalogue
from desktop.core.activities import Activity, Status
from desktop.core.attendance import Person, Sex
from desktop.core.documents.content import Choice, Entry, FormContent, ItemLine, Letterhead
from desktop.core.speakers import Signatory, Speaker
from desktop.core.units import Unit
from tests.core.documents_content import CITY, make_plan, shipped

CHANNEL = {
    "BB_CD": "SINH_HOAT_CD", "DS_CAP_PHAT": "TO_GAP", "BB_BG": "TO_GAP", "BB_NT": "PANO",
    "GXN_PT": "PHAT_THANH", "NK_PT": "PHAT_THANH",
}  # fmt: skip

WARD = Unit("u-cu-ebur", "24160", "Xã", "Cư Êbur", CITY.id, None, date(2025, 6, 30))
WHERE = "Nhà sinh hoạt cộng đồng, Buôn Đŭng, xã Cư Êbur"
NAMES = (
    ("H'Yim Kđoh", Sex.FEMALE, "Ê-đê"),
    ("Y Bhiông Niê", Sex.MALE, "Ê-đê"),
    ("H'Blê̆n Ñơ̆ng Kô̆ Mlô Duôn Du Êban", Sex.FEMALE, "Ê-đê"),
    ("Y Krư̆n Ƀuôn Yă", Sex.MALE, "Ê-đê"),
    ("Nguyễn Thị Hoàng Ngọc Phương Thảo", Sex.FEMALE, "Kinh"),
    ("Trần Văn Đức", Sex.MALE, "Kinh"),
    ("Người chưa rõ", Sex.UNKNOWN, ""),
)
CATEGORIES = ("HN", "HCN", "HMTN", "MSTB", "KHAC", "")
LINES = (
    ItemLine("Tờ gấp “Chuẩn nghèo đa chiều”", "tờ", 300, 2_500, "Mới, nguyên kiện"),
    ItemLine("Sổ tay hỏi đáp chính sách giảm nghèo", "cuốn", 40, 18_000, "Khổ A5, bìa cứng"),
)


def channel_of(code: str) -> str:
    """A channel that has the form."""
    return CHANNEL.get(code, "NOI_CHUYEN")


def content_of(code: str, **changes: Any) -> FormContent:
    """What that form is made from."""
    return make_form_content(channel_of(code), **changes)


def make_people(number: int) -> tuple[Person, ...]:
    """So many people; every ninth is on a payroll."""
    return tuple(_person(position) for position in range(number))


def make_activity(channel: str = "NOI_CHUYEN", **changes: Any) -> Activity:
    """An evening with everything filled in; for other channels only what they own."""
    values: dict[str, Any] = {
        "unit_id": WARD.id, "channel": channel, "id": "a-1", "held_on": date(2024, 11, 14),
        "title": "Chính sách hỗ trợ nhà ở cho hộ nghèo năm 2024", "started_at": time(19),
        "ended_at": time(20, 45), "venue": "Nhà sinh hoạt cộng đồng", "hamlets": ("h-1",),
        "topics": ("DV06", "CS01"), "languages": ("VIET", "EDE"), "status": Status.COMPLETE,
    }  # fmt: skip
    return Activity(**(values | _own(channel) | changes))


def bare_activity(channel: str) -> Activity:
    """The least that a draft has: a day."""
    return Activity(
        unit_id=WARD.id, channel=channel, id="a-1", held_on=date(2024, 2, 5), status=Status.DRAFT
    )


def make_form_content(channel: str = "NOI_CHUYEN", **changes: Any) -> FormContent:
    """What the forms of that evening are made from; `choice` is as usual."""
    values: dict[str, Any] = {
        "unit": WARD, "issuer": CITY, "plan": make_plan(), "letterhead": make_head(),
        "activity": make_activity(channel), "channel": shipped().channel[channel],
        "place": "Buôn Đŭng", "where": WHERE, "speakers": make_speakers(),
        "topics": tuple(shipped().topic[code].name for code in ("DV06", "CS01")),
        "languages": ("Tiếng Việt", "Tiếng Ê-đê"), "people": make_people(7),
        "categories": {one["code"]: one["name"] for one in catalogue.table("household_categories")},
        "choice": Choice(rows=10, rate=100_000), "broadcasts": make_broadcasts(),
    }  # fmt: skip
    return FormContent(**(values | changes))


def bare_form_content(channel: str, **changes: Any) -> FormContent:
    """A draft of which only the day is known, in a register without signers."""
    return make_form_content(
        channel, plan=None, activity=bare_activity(channel), place="", where="xã Cư Êbur",
        letterhead=make_head(signatories=(), officer="", recipients=(), place=""), speakers=(),
        topics=(), languages=(), people=(), broadcasts=(), choice=Choice(rows=3), **changes,
    )  # fmt: skip


def blank(content: FormContent) -> FormContent:
    """The same, to be printed empty."""
    return replace(content, choice=replace(content.choice, blank=True))


def make_head(**changes: Any) -> Letterhead:
    """The letterhead of the commune, whose deputy signs."""
    values: dict[str, Any] = {
        "lines": ("ỦY BAN NHÂN DÂN", "XÃ CƯ ÊBUR"), "place": "Cư Êbur", "officer": "H'Linh Niê",
        "signatories": (
            Signatory(block=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), name="Y Nguyên Byă", id="s-1"),
            Signatory(block=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), name="Lê Thị Bích", id="s-2"),
        ),
        "written_on": date(2024, 11, 14),
        "recipients": ("Phòng Văn hóa và Thông tin thành phố", "Đảng ủy, HĐND xã"),
    }  # fmt: skip
    return Letterhead(**(values | changes))


def make_speakers() -> tuple[Speaker, ...]:
    """Two who speak, one with a long office."""
    return (
        Speaker(name="H'Nga Kbuôr", unit_id=WARD.id, office="Chủ tịch Hội Phụ nữ xã", id="p-1"),
        Speaker(
            name="Trần Văn Bình", unit_id=WARD.id, id="p-2",
            office="Phòng Lao động, Thương binh và Xã hội thành phố Buôn Ma Thuột",
        ),
    )  # fmt: skip


def make_broadcasts() -> tuple[Entry, ...]:
    """Three broadcasts of the month; of the last one nobody wrote how often."""
    return (
        _entry(date(2024, 11, 4), "Gương thoát nghèo: hộ ông Y Bhiông Kbuôr", 5, 6),
        _entry(date(2024, 11, 14), "Hỏi đáp chính sách bảo hiểm y tế", 7, 20,
               until_on=date(2024, 11, 23), languages="Tiếng Ê-đê", note="Phát lại"),
        _entry(date(2024, 11, 28), "Klei mtô blŏ hruê mlan kơ buôn sang ư̆n ƀun", None, None),
    )  # fmt: skip


def _person(position: int) -> Person:
    name, sex, ethnic = NAMES[position % len(NAMES)]
    return Person(
        name=name, sex=sex, ethnic=ethnic, address="Buôn Đŭng",
        category=CATEGORIES[position % len(CATEGORIES)], salaried=position % 9 == 5,
    )  # fmt: skip


def _own(channel: str) -> dict[str, Any]:
    known = shipped().channel[channel]
    if known.people_come:
        return {
            "items": 1, "chair": "Ông Y Krăk Mlô, Buôn trưởng",
            "secretary": "H'Linh Niê", "speakers": ("p-1", "p-2"), "attendees": 57, "women": 30,
            "minority": 51, "officials": 3, "poor": 12, "near_poor": 8, "escaped": 3,
            "other_households": 20, "host_event": "họp buôn tháng 11",
            "result": "41 hộ đăng ký làm nhà mới hoặc sửa nhà.\nGiao ban tự quản buôn lập danh sách.",
            "difficulties": "Một số hộ chưa có giấy chứng nhận quyền sử dụng đất.",
        }  # fmt: skip
    if channel == "PHAT_THANH":
        return {"items": 1, "airings": 20, "minutes": 5, "until_on": date(2024, 11, 23),
                "started_at": time(5), "ended_at": time(5, 30)}  # fmt: skip
    area = {"area_m2": Decimal("9.60")} if "area_m2" in known.quantities else {}
    return {"items": 300, **area}


def _entry(
    day: date, title: str, minutes: int | None, airings: int | None, **changes: Any
) -> Entry:
    values: dict[str, Any] = dict.fromkeys(Entry.__annotations__)
    values |= {
        "held_on": day, "started_at": time(17), "channel": "Phát thanh", "title": title,
        "place": "Buôn Đŭng, Buôn Dhă Prông", "topics": "", "languages": "Tiếng Việt", "items": 1,
        "items_word": "tin, bài", "airings": airings, "minutes": minutes, "speakers": "",
        "payer": "", "status": Status.COMPLETE, "note": "",
    }  # fmt: skip
    return Entry(**(values | changes))
