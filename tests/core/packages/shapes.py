"""Checks of plain JSON values, of which the oracle's records are made."""

import datetime
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

Check = Callable[[Any], bool]
LETTERS = 4_000
HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def matches(pattern: str) -> Check:
    return lambda v: isinstance(v, str) and re.fullmatch(pattern, v, re.ASCII) is not None


def whole(least: int, most: int) -> Check:
    return lambda v: type(v) is int and least <= v <= most


def one_of(*values: str) -> Check:
    return lambda v: isinstance(v, str) and v in values


def or_none(check: Check) -> Check:
    return lambda v: v is None or check(v)


def some(check: Check, most: int) -> Check:
    return lambda v: isinstance(v, list) and len(v) <= most and all(map(check, v))


def shaped(**fields: Check) -> Check:
    return lambda v: isinstance(v, dict) and v.keys() == fields.keys() and all(
        check(v[name]) for name, check in fields.items()
    )  # fmt: skip


def mapped(keys: Check, values: Check) -> Check:
    return lambda v: isinstance(v, dict) and all(map(keys, v)) and all(map(values, v.values()))


@lru_cache(maxsize=4096)
def hidden(sign: str) -> bool:
    category = unicodedata.category(sign)
    return category in HIDDEN or (category == "Zs" and sign != " ")


def text(v: Any) -> bool:
    if not isinstance(v, str) or unicodedata.normalize("NFC", v) != v:
        return False
    if any(map(hidden, set(v) - {"\n"})) or len(v) > 2 * LETTERS:
        return False
    return len(v) <= LETTERS or sum(not unicodedata.combining(sign) for sign in v) <= LETTERS


def row(v: Any) -> bool:
    return text(v) and "\n" not in v


def moment(pattern: str, read: Callable[[str], Any]) -> Check:
    def check(v: Any) -> bool:
        if not isinstance(v, str) or not re.fullmatch(pattern, v, re.ASCII):
            return False
        try:
            return bool(read(v).isoformat() == v)
        except ValueError:
            return False

    return check


DAY = r"\d{4}-\d\d-\d\d"
HOUR = r"\d\d:\d\d:\d\d(\.\d{6})?"
day = moment(DAY, datetime.date.fromisoformat)
hour = moment(HOUR, datetime.time.fromisoformat)
instant = moment(f"{DAY}T{HOUR}", datetime.datetime.fromisoformat)
uuid = matches(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
code = matches(r"[A-Z0-9_]{1,32}")
tag = matches(r"[a-z_]{1,32}")
part = matches(r"[a-z0-9_]{0,32}")
digest = matches(r"[0-9a-f]{64}")
unit_code = matches(r"\d{1,10}")
amount = whole(0, 10**9)
count = or_none(amount)
money = whole(0, 10**12)
year = whole(1, 9999)
number = whole(1, 2**31 - 1)
big = whole(0, 10**15)
version = whole(1, 9999)
unit = shaped(id=uuid, code=unit_code, name=lambda v: row(v) and 1 <= len(v) <= 200)
period = shaped(
    name=matches(rf"\d{{4}}(-(Q[1-4]|H[12]|0[1-9]|1[0-2]))?|{DAY}\.\.{DAY}"),
    rule=one_of("administrative", "calendar", "plan"), **{"from": day, "to": day},
)  # fmt: skip
item = {"code": code, "position": number, "name": row, "retired_on": or_none(day)}
span = {"valid_from": or_none(day), "valid_to": or_none(day)}
