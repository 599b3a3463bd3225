"""A period of a ward with realistic values, ready for documents, without a register."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from desktop.core import catalogue, periods
from desktop.core.activities import Status
from desktop.core.catalogue import Catalogue
from desktop.core.documents.content import Entry, Letterhead, ReportContent
from desktop.core.periods import Period
from desktop.core.plans import Plan
from desktop.core.speakers import Signatory
from desktop.core.totals import Sums, TopicCount, Totals
from desktop.core.units import Unit

WARD = Unit("u-tan-lap", "24118", "Phường", "Tân Lập", "u-bmt", None, date(2025, 6, 30))
CITY = Unit("u-bmt", "643", "Thành phố", "Buôn Ma Thuột", None, None, date(2025, 6, 30))
PERIOD = periods.parse("2024-Q4")

HAMLETS = (
    "TDP 1", "TDP 2", "TDP 10", "Buôn Păn Lăm", "Buôn Kô Sia", "Buôn Akŏ Dhŏng", "Buôn Ƀuôr",
    "Buôn Êa Čuôr Kăp", "Buôn Knư̆r", "Thôn 3",
)  # fmt: skip
SPEAKERS = (
    "H'Linh Niê", "Y Bhiŏk Êban", "Nguyễn Thị Ánh Tuyết", "Y Ƀhơ̆m Mlô", "Trần Văn Đức",
    "H'Yŭê̆ Ñơ̆ng",
)  # fmt: skip
TITLES = (
    "Chính sách hỗ trợ nhà ở cho hộ nghèo, hộ cận nghèo",
    "Phổ biến chuẩn nghèo đa chiều giai đoạn 2022 - 2025 theo Nghị định số 07/2021/NĐ-CP của Chính phủ",
    "Klei mtô blŏ hruê mlan kơ buôn sang ư̆n ƀun",
    "Vay vốn ưu đãi phát triển sản xuất, chuyển đổi cây trồng",
    "Bình đẳng giới và phòng, chống bạo lực gia đình",
    "Khám, chữa bệnh bằng thẻ bảo hiểm y tế; dinh dưỡng trẻ em dưới 16 tuổi",
)
CHANNELS = ("PHAT_THANH", "SINH_HOAT_CD", "NOI_CHUYEN", "PHAT_THANH", "HOI_NGHI", "TO_ROI",
            "BANG_RON", "TU_VAN_HO", "MXH", "SAN_KHAU", "PHONG_SU")  # fmt: skip


@cache
def shipped() -> Catalogue:
    """The shipped catalogues, read once."""
    return catalogue.shipped()


def make_plan(**changes: Any) -> Plan:
    """The seed plan, not numbered yet."""
    known: dict[str, Any] = {
        "id": "plan", "number": "", "signed_on": None, "date_text": "tháng 9 năm 2024",
        "issuer_id": CITY.id, "title": "Truyền thông về giảm nghèo đa chiều năm 2024",
        "short_title": "Kế hoạch truyền thông giảm nghèo quý IV năm 2024",
        "first": date(2024, 10, 1), "last": date(2024, 12, 31), "bases": (), "targets": (),
    }  # fmt: skip
    return Plan(**(known | changes))


def make_letterhead(**changes: Any) -> Letterhead:
    """The letterhead of a ward whose deputy signs."""
    known: dict[str, Any] = {
        "lines": ("ỦY BAN NHÂN DÂN", "PHƯỜNG TÂN LẬP"),
        "place": "Tân Lập",
        "signatories": (
            Signatory(
                block=("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"),
                name="Nguyễn Thị Ngọc Ánh",
                id="s1",
            ),
        ),
        "written_on": date(2024, 12, 16),
        "officer": "H'Yŭê̆ Ñơ̆ng",
    }
    return Letterhead(**(known | changes))


def make_entry(number: int = 1, **changes: Any) -> Entry:
    """The entry of that number, oldest first over the period; only its channel's quantities."""
    known = shipped()
    channel = known.channel[CHANNELS[number % len(CHANNELS)]]
    topic = known.topics[number % len(known.topics)]
    comes, has = channel.attends == "yes", channel.quantities
    whole = PERIOD.last - PERIOD.first
    entry = Entry(
        held_on=PERIOD.first + timedelta(days=number * 37 % (whole.days + 1)),
        until_on=None,
        started_at=time(7 + number % 10, 30) if comes else None,
        ended_at=time(9 + number % 10) if comes else None,
        channel=channel.short_name,
        title=TITLES[number % len(TITLES)],
        place=_place(number),
        topics=topic.short_name,
        languages="Tiếng Việt, Tiếng Ê-đê" if number % 3 == 0 else "Tiếng Việt",
        items=1 if comes else number % 40 + 1,
        items_word=channel.items_word,
        airings=number % 40 + 2 if "airings" in has else None,
        minutes=number % 9 + 3 if "minutes" in has else None,
        area_m2=Decimal(number % 9 * 3 + 2) / 2 if "area_m2" in has else None,
        **_people(number, comes),
        speakers=SPEAKERS[number % len(SPEAKERS)] if comes else "",
        amount=number % 7 * 150_000 + 500_000 if comes and number % 3 else None,
        payer="Xã, phường chi" if comes and number % 3 else "",
        status=Status.HELD if number % 9 == 4 else Status.COMPLETE,
        note="Lồng ghép họp tổ dân phố cuối tháng" if number % 6 == 1 else "",
    )
    return replace(entry, **changes)


def make_content(entries: int | Sequence[Entry] = 60, **changes: Any) -> ReportContent:
    """The documents' values of a quarter with so many entries (or these), and totals that agree with them."""
    made = map(make_entry, range(entries)) if isinstance(entries, int) else entries
    lines = tuple(sorted(made, key=lambda one: one.held_on))
    known = shipped()
    values: dict[str, Any] = {
        "unit": WARD, "issuer": CITY, "period": PERIOD, "plan": make_plan(),
        "letterhead": make_letterhead(), "catalogue": known,
        "totals": make_totals(lines, known, changes.get("period", PERIOD)), "entries": lines,
    }  # fmt: skip
    return ReportContent(**(values | changes))


def make_totals(lines: tuple[Entry, ...], known: Catalogue, period: Period = PERIOD) -> Totals:
    """What SQL would sum up over the entries (one hamlet and one topic each)."""
    channels = {one.short_name: one.code for one in known.channels}
    topics = {one.short_name: one.code for one in known.topics}
    by_channel = {channels[name]: sums for name, sums in _by(lines, "channel").items()}
    by_hamlet = {
        name.replace("TDP", "Tổ dân phố"): sums
        for name, sums in _by(lines, "place").items()
        if name in HAMLETS
    }
    by_topic = {
        topics[name]: TopicCount(sums.activities, sums.activities + 2)
        for name, sums in _by(lines, "topics").items()
    }
    everything = _sums(lines)
    return Totals(
        unit=WARD,
        period=period,
        indicators=_indicators(by_channel, everything),
        everything=everything,
        by_channel=by_channel,
        by_topic=by_topic,
        by_hamlet=by_hamlet,
        by_unit={WARD.full_name: everything},
        by_month=tuple(
            (month.name, sum(line.held_on in month for line in lines))
            for month in periods.months_of(period)
        ),
        hamlet_ids={name: name for name in by_hamlet},
        incomplete=sum(line.status is Status.HELD for line in lines),
    )


def _people(number: int, comes: bool) -> dict[str, int | None]:
    names = ("attendees", "women", "minority", "officials", "poor", "near_poor", "escaped",
             "other_households")  # fmt: skip
    if not comes:
        return dict.fromkeys(names)
    everyone = number % 50 + 25
    values = (everyone, everyone // 2, everyone // 3, 3, number % 9, number % 7, number % 5, None)
    return dict(zip(names, values, strict=True))


def _place(number: int) -> str:
    place = HAMLETS[number % len(HAMLETS)]
    return f"{place} – Nhà văn hóa cộng đồng" if number % 4 == 3 else place


def _by(lines: tuple[Entry, ...], name: str) -> dict[str, Sums]:
    found: dict[str, list[Entry]] = {}
    for line in lines:
        found.setdefault(getattr(line, name).split(" – ")[0], []).append(line)
    return {key: _sums(tuple(part)) for key, part in sorted(found.items())}


def _sums(lines: tuple[Entry, ...]) -> Sums:
    def total(name: str) -> Any:
        values = [getattr(line, name) for line in lines]
        known = [value for value in values if value is not None]
        return sum(known) if known else None

    minutes = [(one.airings or 1) * one.minutes for one in lines if one.minutes is not None]
    return Sums(
        len(lines), total("items"), total("airings"), sum(minutes) if minutes else None,
        total("area_m2"), total("attendees"), total("women"), total("minority"),
        total("officials"), total("poor"), total("near_poor"), total("escaped"),
        total("other_households"),
    )  # fmt: skip


def _indicators(by_channel: dict[str, Sums], everything: Sums) -> dict[str, Any]:
    radio = by_channel.get("PHAT_THANH", Sums(0))
    banners = by_channel.get("BANG_RON", Sums(0))
    direct = [by_channel[one] for one in catalogue.DIRECT if one in by_channel]
    return {
        "CT01": sum(one.activities for one in direct),
        "CT02": everything.attendees, "CT03": everything.women, "CT04": everything.minority,
        "CT05": {"declared": everything.poor, "distinct": None},
        "CT06": {"declared": everything.near_poor, "distinct": None},
        "CT07": {"declared": everything.escaped, "distinct": None},
        "CT08": None, "CT09": 9 if direct else 0,
        "CT10": radio.items, "CT11": radio.airings, "CT12": radio.minutes, "CT13": None,
        "CT14": {"items": banners.items, "area_m2": banners.area_m2},
        "CT15": by_channel.get("TO_ROI", Sums(0)).items,
        "CT16": by_channel.get("MXH", Sums(0)).items,
        "CT17": by_channel.get("PHONG_SU", Sums(0)).items, "CT18": None,
        "CT19": {"cash": None, "in_kind": None},
        "CT20": {"allocated": None, "spent": 12_450_000 if direct else None, "rate": None},
    }  # fmt: skip
