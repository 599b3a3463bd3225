"""What people type, read tolerantly, and how figures and days are written. Knows no screens.

The same readers serve the form and the Excel import. They refuse rather than guess.
"""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from desktop.core.texts import fold, nfc

WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")
LARGEST_NUMBER = 1_000_000_000
LARGEST_MONEY = 1_000_000_000_000
FIRST_YEAR, LAST_YEAR = 1900, 2100

_NAMED_DAYS = {"hom nay": 0, "nay": 0, "hom qua": -1, "qua": -1, "hom kia": -2, "ngay mai": 1}
_WEEKDAY = re.compile(r"^(thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|cn)\b[ ,]*(?:ngay )?(?=\d)")
_WEEKDAY_NUMBER = {fold(name): number for number, name in enumerate(WEEKDAYS)} | {
    "cn": 6, "thu 2": 0, "thu 3": 1, "thu 4": 2, "thu 5": 3, "thu 6": 4, "thu 7": 5,
}  # fmt: skip
_DAY_PARTS = re.compile(r"(?a)\d+(?:(?: ?[/.\-] ?| )\d+){0,2}")
_ISO = re.compile(r"(?a)(\d{4})-(\d{1,2})-(\d{1,2})")
_TIME = re.compile(
    r"(?a)(?P<hour>\d{1,2}) ?(?:(?:gio|[hg:.]) ?(?P<minute>\d{1,2})?)? ?(?:phut|p)?"
    r"(?: (?P<part>sang|trua|chieu|toi))?"
)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:\.\d{3})+|\d+")
_MONEY = re.compile(
    r"(?P<number>[-\d., ]+?) ?(?P<unit>nghin|ngan|k|trieu|tr|ty|ti)? ?(?:d|dong|vnd)?"
)
_UNITS = {"nghin": 3, "ngan": 3, "k": 3, "trieu": 6, "tr": 6, "ty": 9, "ti": 9}


class TypedError(ValueError):
    """`text` cannot be read; `reason` is a Vietnamese sentence: what, why and what to do."""

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(text, reason)
        self.text, self.reason = text, reason


def parse_date(text: str, today: date, default_year: int) -> date:
    """Return the day meant by 14/11/2024, 1411, 5/12, 5, "hôm nay", -1, +3 and the like.

    A day alone is in the month of `today`; without a year it is `default_year`.
    """
    plain = fold(nfc(text))
    if plain in _NAMED_DAYS:
        return today + timedelta(days=_NAMED_DAYS[plain])
    if re.fullmatch(r"(?a)[+-] ?\d{1,3}", plain):
        return today + timedelta(days=int(plain.replace(" ", "")))
    named = _WEEKDAY.match(plain)
    day = _calendar_day(text, plain[named.end() :] if named else plain, today, default_year)
    if named and _WEEKDAY_NUMBER[named[1]] != day.weekday():
        reason = f"Ngày {show_date(day)} là {weekday(day)}, không phải như đã ghi. Hãy xem lại."
        raise TypedError(text, reason)
    return day


def parse_time(text: str) -> time:
    """Return the time of day meant by 19h, 19h30, 19:30, 1930, 7, "7 giờ 30", 19g30."""
    plain = fold(nfc(text))
    if re.fullmatch(r"(?a)\d{3,4}", plain):
        plain = f"{plain[:-2]}:{plain[-2:]}"
    found = _TIME.fullmatch(plain)
    if found is None:
        reason = f"Không hiểu giờ “{nfc(text)}”. Hãy gõ như 19:30, 19h30 hoặc 1930."
        raise TypedError(text, reason)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if found["part"] in ("chieu", "toi") and 1 <= hour < 12:
        hour += 12
    if hour > 23 or minute > 59:
        reason = f"Không có {hour} giờ {minute:02d}: giờ từ 0 đến 23, phút từ 0 đến 59. Hãy gõ lại."
        raise TypedError(text, reason)
    return time(hour, minute)


def parse_number(text: str, *, least: int = 0, most: int = LARGEST_NUMBER) -> int:
    """Return a whole number; `.` stands between thousands."""
    plain = _digits(text)
    if "," in plain:
        reason = (
            f"Ô này chỉ nhận số nguyên; “{nfc(text)}” có dấu phẩy là phần lẻ. "
            "Hàng nghìn ngăn bằng dấu chấm: 1.234."
        )
        raise TypedError(text, reason)
    return int(_within(text, _whole(text, plain), Decimal(least), Decimal(most)))


def parse_decimal(
    text: str, *, places: int = 2, least: int = 0, most: int = LARGEST_NUMBER
) -> Decimal:
    """Return a number with at most `places` decimals; `,` stands before them."""
    whole, comma, part = _digits(text).partition(",")
    value = _whole(text, whole)
    if not comma:
        return _within(text, value, Decimal(least), Decimal(most))
    if not part.isdecimal():
        reason = f"Không đọc được số “{nfc(text)}”. Hãy gõ chữ số, phần lẻ sau dấu phẩy: 38,6."
        raise TypedError(text, reason)
    if len(part) == 3 and value:
        reason = (
            f"Không rõ “{nfc(text)}” là phần lẻ hay hàng nghìn. "
            f"Hãy gõ {whole}.{part} nếu là hàng nghìn, hoặc làm tròn phần lẻ."
        )
        raise TypedError(text, reason)
    if len(part.rstrip("0")) > places:
        raise TypedError(text, f"Ô này chỉ nhận {places} chữ số lẻ. Hãy làm tròn “{nfc(text)}”.")
    sign = -1 if whole.startswith("-") else 1
    return _within(text, value + sign * Decimal(f"0.{part}"), Decimal(least), Decimal(most))


def parse_money(text: str, *, most: int = LARGEST_MONEY) -> int:
    """Return whole đồng: 500.000, 500000 đ, 500 nghìn, 1,5 triệu."""
    found = _MONEY.fullmatch(fold(nfc(text)))
    if found is None:
        reason = f"Không đọc được số tiền “{nfc(text)}”. Hãy gõ như 500.000 hoặc 1,5 triệu."
        raise TypedError(text, reason)
    if found["unit"] is None:
        return parse_number(found["number"], most=most)
    places = _UNITS[found["unit"]]
    amount = parse_decimal(found["number"], places=places).scaleb(places)
    return int(_within(text, amount, Decimal(0), Decimal(most)))


def weekday(day: date) -> str:
    """Return "Thứ Năm"."""
    return WEEKDAYS[day.weekday()]


def show_date(day: date) -> str:
    """Return "14/11/2024"."""
    return f"{day.day:02d}/{day.month:02d}/{day.year:04d}"


def show_date_long(day: date) -> str:
    """Return "Thứ Năm 14/11/2024"."""
    return f"{weekday(day)} {show_date(day)}"


def show_moment(at: datetime, today: date) -> str:
    """Return a moment as people say it: hôm nay 07:45, hôm qua 16:30, 24/11/2026 16:30."""
    if at.date() == today:
        return f"hôm nay {at:%H:%M}"
    if at.date() == today - timedelta(days=1):
        return f"hôm qua {at:%H:%M}"
    return f"{show_date(at.date())} {at:%H:%M}"


def show_time(moment: time) -> str:
    """Return "19:00"."""
    return f"{moment.hour:02d}:{moment.minute:02d}"


def show_number(value: int) -> str:
    """Return "1.234.567"."""
    return f"{value:,}".replace(",", ".")


def show_decimal(value: Decimal | float, places: int = 2) -> str:
    """Return "1.234,5": at most `places` decimals, rounded half up, no zeros at the end."""
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), "ROUND_HALF_UP")
    whole, _, part = f"{rounded:,f}".partition(".")
    part = part.rstrip("0")
    shown = whole.replace(",", ".") + (f",{part}" if part else "")
    return "0" if shown == "-0" else shown


def show_share(share: float) -> str:
    """Return "88%": rounded down, so that it is not 100 before it is reached."""
    return f"{int(share * 100 + 1e-9)}%"


def show_rate(part: int, whole: int) -> str:
    """Return "72,9%": what of the money is spent, as reports say it (CT20): one decimal, half up."""
    return f"{show_decimal(Decimal(100 * part) / whole, 1)}%"


def show_millions(value: int | None) -> str:
    """Return đồng as "38,6": millions with one decimal; "–" where nothing is known."""
    return "–" if value is None else show_decimal(Decimal(value) / 1_000_000, 1)


def show_money(value: int) -> str:
    """Return "1.234.567 đồng"."""
    return f"{show_number(value)} đồng"


def _calendar_day(text: str, plain: str, today: date, default_year: int) -> date:
    iso = _ISO.fullmatch(plain)
    if iso:
        return _real_day(text, int(iso[3]), int(iso[2]), int(iso[1]))
    if re.fullmatch(r"(?a)\d{4}|\d{6}|\d{8}", plain):
        plain = "/".join(part for part in (plain[:2], plain[2:4], plain[4:]) if part)
    if not _DAY_PARTS.fullmatch(plain) or re.fullmatch(r"(?a)\d{3,}", plain):
        reason = f"Không hiểu ngày “{nfc(text)}”. Hãy gõ như 14/11/2024, 14/11 hoặc 14."
        raise TypedError(text, reason)
    parts = re.findall(r"\d+", plain)
    month = int(parts[1]) if len(parts) > 1 else today.month
    year = _year(text, parts[2]) if len(parts) > 2 else default_year
    return _real_day(text, int(parts[0]), month, year)


def _year(text: str, digits: str) -> int:
    if len(digits) == 2:
        return 2000 + int(digits)
    if len(digits) != 4:
        reason = f"Năm trong “{nfc(text)}” phải có hai hoặc bốn chữ số. Hãy gõ như 14/11/2024."
        raise TypedError(text, reason)
    return int(digits)


def _real_day(text: str, day: int, month: int, year: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        reason = f"Năm {year} ngoài khoảng {FIRST_YEAR}–{LAST_YEAR}. Hãy gõ lại năm."
        raise TypedError(text, reason)
    try:
        return date(year, month, day)
    except ValueError:
        wrong = f"tháng {month}" if not 1 <= month <= 12 else f"ngày {day}/{month}/{year}"
        reason = f"Không có {wrong} trong lịch. Hãy gõ lại ngày, như 14/11/2024."
        raise TypedError(text, reason) from None


def _digits(text: str) -> str:
    """Drop spaces that stand between groups of thousands."""
    return re.sub(r"(?<=\d) (?=\d{3}(?!\d))", "", nfc(text)).replace("\u2212", "-")


def _whole(text: str, plain: str) -> Decimal:
    bare = plain.removeprefix("-")
    if not bare.isascii() or not _GROUPED.fullmatch(bare):
        raise TypedError(text, _unreadable(text, bare))
    return Decimal(plain.replace(".", ""))


def _unreadable(text: str, bare: str) -> str:
    if not bare:
        return "Chưa nhập số. Hãy gõ chữ số, hoặc để trống nếu chưa biết."
    if re.fullmatch(r"[\d.]+", bare):
        return (
            f"Không rõ số “{nfc(text)}”: dấu chấm ngăn hàng nghìn (1.234), "
            "dấu phẩy đặt trước phần lẻ (38,6). Hãy gõ lại."
        )
    return f"“{nfc(text)}” không phải là số. Hãy chỉ gõ chữ số, ví dụ 1.234."


def _within(text: str, value: Decimal, least: Decimal, most: Decimal) -> Decimal:
    if value < least:
        raise TypedError(text, f"Số phải từ {show_decimal(least)} trở lên. Hãy nhập lại.")
    if value > most:
        shown, limit = show_decimal(value), show_decimal(most)
        reason = f"Số {shown} lớn hơn mức nhận được ({limit}). Hãy xem lại."
        raise TypedError(text, reason)
    return value
