"""Values, bytes and JSON as they should not be (and some as they may)."""

import copy
import json
import random
import struct
from typing import Any

from tests.core.packages.layers import OTHER_RECIPIENT, OTHER_WARD, RECIPIENT, WARD, line
from tests.core.packages.samples import UNITS, uuid

Chance = random.Random

TEXTS = [
    "", "Buôn Akŏ Dhŏng", "một\nhai", "a" * 4000, "a" * 4001, "ư\u0306" * 4000, "ư\u0306" * 4001,
    "nguye\u0302\u0303n", "a\u200bb", "\u202eabc", "\ufeffa", "a\u00a0b", "a\u0007b", "a\tb",
    "a\r\nb", "\u0000", "a\u2028b", "\ue000", "\U000e0001", "\ufffe", "\x7f", "\x85", "\ud800",
    "🎉 vui", "=1+1", "../../x", "C:\\x", "\\u0041", '"', "a\\", "\u0660", "\u1ea0", "K", "Å",
    "a\u0301", "\u0301a", "ﬁ",
]  # fmt: skip
NUMBERS: list[Any] = [
    0, 1, -1, 2, 4, 5, 9_999, 10_000, 10**9, 10**9 + 1, 2**31 - 1, 2**31, 10**12, 10**12 + 1,
    10**15, 10**15 + 1, 2**63, 2**64, 10**400, True, False, 1.0, 1.5, 1e300, float("nan"),
    float("inf"), "1",
]  # fmt: skip
CODES: list[Any] = [
    "CT01", "DV06", "dv06", "A" * 32, "A" * 33, "HELD", "COMPLETE", "DRAFT", "WITHDRAWN", "yes",
    "no", "estimate", "sender", "receiver", "recovery", "returned", "calendar", "plan", "report",
    "receipt", "area_m2", "x\n", "CT01\n", RECIPIENT, OTHER_RECIPIENT, "age1", "ab" * 32, "AB" * 32,
    "2024-Q4", "2024-Q5", "2024-13", "2024-12", "2024-10-01..2024-12-31", "24118", "٢٤", "0.1.0",
    uuid(0x10), uuid(0x11), uuid(0x101), uuid(0x102), uuid(0x999), uuid(0x10).upper(), WARD,
    OTHER_WARD,
]  # fmt: skip
TIMES = [
    "2024-11-15", "2024-09-15", "2024-09-14", "2024-12-14", "2024-12-15", "2024-02-30", "2024-1-1",
    "0000-01-01", "0001-01-01", "9999-12-31", "20241115", "2024-W46-4", "2024-11-15T00:00:00",
    "08:00:00", "8:00", "08:00", "24:00:00", "23:59:60", "08:00:00.500000", "08:00:00.5",
    "08:00:00Z", "08:00:00+07:00", "2024-12-16T08:00:00.000001", "2024-12-16T08:00:00+07:00",
    "2024-12-16T08:00:00Z", "2024-12-16 08:00:00", "2024-12-16t08:00:00", "2024-11-15\n",
]  # fmt: skip
SHAPES: list[Any] = [
    None, [], {}, [None], [uuid(0x10)], [uuid(0x10), uuid(0x11)], [uuid(0x77)], ["DV06"],
    ["DV06"] * 100, ["DV06"] * 101, [{"payer": "CAP_TREN", "amount": None, "item": None}], [{"payer": "X"}],
    {"channels": 1}, {"a": 0}, {"id": WARD}, [[[[]]]], UNITS[WARD], UNITS[OTHER_WARD],
]  # fmt: skip


def a_value(chance: Chance) -> Any:
    return copy.deepcopy(chance.choice(chance.choice((TEXTS, NUMBERS, CODES, TIMES, SHAPES))))


def in_bytes(chance: Chance, content: bytes) -> bytes:
    """Flip, cut, insert, remove, overwrite or repeat some bytes."""
    changed, size = bytearray(content), len(content)
    if not size:
        return chance.randbytes(3)
    at, way = chance.randrange(size), chance.randrange(6)
    if way == 0:
        changed[at] ^= 1 << chance.randrange(8)
    elif way == 1:
        del changed[at:]
    elif way == 2:
        changed[at:at] = chance.choice(
            (b"\0", b"\n", b" ", chance.randbytes(chance.randrange(1, 9)))
        )
    elif way == 3:
        del changed[at : at + chance.randrange(1, 40)]
    elif way == 4:
        number = chance.choice((0, 1, 0xFFFFFFFF, 0x7FFFFFFF, 65535, size))
        changed[at : at + 4] = struct.pack("<I", number)
    else:
        other = chance.randrange(size)
        changed[at : at + 16] = changed[other : other + 16]
    return bytes(changed)


def in_value(chance: Chance, value: dict[str, Any]) -> None:
    """Replace, remove, add or rename something in an object, or deeper in it."""
    name = chance.choice(list(value))
    inner = value[name]
    way = chance.randrange(10)
    if isinstance(inner, dict) and inner and way < 7:
        in_value(chance, inner)
    elif isinstance(inner, list) and inner and isinstance(inner[0], dict) and way < 5:
        in_value(chance, inner[0])
    elif way == 8:
        del value[name]
    elif way == 9:
        value[chance.choice(("x", "", "format", "id", "__proto__", name + " "))] = a_value(chance)
    else:
        value[name] = a_value(chance)


def in_form(chance: Chance, content: bytes) -> bytes:
    """Write the same JSON in another form (mostly)."""
    value = json.loads(content)
    text = content.decode().rstrip("\n")
    name = chance.choice(list(value))
    deep = "[" * 50_000
    return chance.choice(
        (
            lambda: json.dumps(value, ensure_ascii=False, sort_keys=True).encode() + b"\n",
            lambda: line(dict(reversed(value.items()))).replace(b"{", b"{ ", 1),
            lambda: json.dumps(value, sort_keys=True, separators=(",", ":")).encode() + b"\n",
            lambda: b"{" + ",".join(
                f"{json.dumps(k)}:{json.dumps(v, ensure_ascii=False, sort_keys=True, separators=(',', ':'))}"
                for k, v in sorted(value.items(), reverse=True)
            ).encode() + b"}\n",
            lambda: (text[:-1] + f',"{name}":{json.dumps(value[name])}}}\n').encode(),
            lambda: (f'{{"{name}":{json.dumps(value[name], ensure_ascii=False)},' + text[1:] + "\n").encode(),
            lambda: content.rstrip(b"\n"),
            lambda: content + b"\n",
            lambda: content.replace(b"\n", b"\r\n"),
            lambda: b"\xef\xbb\xbf" + content,
            lambda: content.replace(b":1,", b":1.0,", 1),
            lambda: content.replace(b":1,", b":1e0,", 1),
            lambda: content.replace(b":0,", b":-0,", 1),
            lambda: content.replace(b":null", b":NaN", 1),
            lambda: content.replace(b":null", b":" + b"9" * 5_000, 1),
            lambda: content.replace(b"null", b"nul", 1),
            lambda: (text[:-1] + f',"x":{deep}\n').encode(),
            lambda: deep.encode() + b"\n",
            lambda: content.replace(b'"', b"'", 2),
            lambda: content.replace(b"a", b"\\u0061", 1),
            lambda: content.replace(b"/", b"\\/", 1),
            lambda: content.replace("ô".encode(), b"\xf4", 1),
            lambda: content.replace("ô".encode(), b"\xed\xa0\x80", 1),
            lambda: content.replace("ô".encode(), b"\\ud800", 1),
            lambda: content.decode("utf-8").encode("utf-16"),
            lambda: content,
        )
    )()  # fmt: skip
