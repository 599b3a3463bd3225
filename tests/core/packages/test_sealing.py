import hashlib
import json
import random
import string
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, strategies as st

from desktop.core.packages import sealing
from desktop.core.packages.sealing import SealError, SealReason
from tests.core.packages.sealed import refusal


def digests(count: int) -> list[bytes]:
    return [hashlib.sha256(str(number).encode()).digest() for number in range(count)]


def test_that_a_code_is_the_same_for_years() -> None:
    assert sealing.code(hashlib.sha256(b"").digest()) == "3379 3970 0111 5665 0865 4994"
    assert sealing.code(bytes(32)) == "0000 0000 0000 0000 0000 0098"


@given(st.binary(min_size=32, max_size=32))
def test_that_a_code_is_the_digest_modulo_and_a_check(digest: bytes) -> None:
    digits = sealing.code(digest).replace(" ", "")
    assert len(digits) == 24
    assert int(digits[:22]) == int.from_bytes(digest, "big") % 10**22
    assert int(digits) % 97 == 1
    assert sealing.read_code(digits) == sealing.code(digest)


def test_that_each_wrong_digit_and_each_swap_is_found() -> None:
    for digest in digests(40):
        good = sealing.code(digest).replace(" ", "")
        wrong = {
            good[:place] + digit + good[place + 1 :]
            for place in range(24)
            for digit in "0123456789"
        }
        for apart in (1, 2):
            for place in range(24 - apart):
                swapped = list(good)
                swapped[place], swapped[place + apart] = swapped[place + apart], swapped[place]
                wrong.add("".join(swapped))
        wrong.remove(good)
        assert len(wrong) >= 24 * 9
        for one in wrong:
            assert refusal(sealing.read_code, one) == (SealReason.CHECK, "")


def test_that_no_two_digits_at_any_place_weigh_the_same() -> None:
    """What the last test samples, for all codes: a change or swap moves the rest modulo 97."""
    differences = range(1, 10)
    for place in range(24):
        for difference in differences:
            assert difference * 10**place % 97
            assert difference * (10 ** (place + 1) - 10**place) % 97
            assert difference * (10 ** (place + 2) - 10**place) % 97


@pytest.mark.parametrize(
    "typed",
    [
        "337939700111566508654994",
        " 3379-3970-0111 – 5665 — 0865 4994\r\n",
        "3379.3970.0111.5665.0865.4994",
        "3379 397o Ol1I 5665 o865 4994",
        "３３７９　３９７０　０１１１　５６６５　０８６５　４９９４",
        "3379\u00a03970\u200b0111\u20115665\u22120865\u00ad4994",
    ],
)
def test_that_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert sealing.read_code(typed) == "3379 3970 0111 5665 0865 4994"


@pytest.mark.parametrize(
    ("typed", "reason", "detail"),
    [
        ("", SealReason.TOO_SHORT, "0/24"),
        ("3379 3970 0111 5665 0865 499", SealReason.TOO_SHORT, "23/24"),
        ("3379 3970 0111 5665 0865 49948", SealReason.TOO_LONG, "25/24"),
        ("3379 3970 0111 5665 0865 4995", SealReason.CHECK, ""),
        ("3379 3970 0111 5665 0865 499x", SealReason.NOT_DIGITS, "x"),
        ("3379 3970 0111 5665 0865 499٨", SealReason.NOT_DIGITS, "٨"),
        ("9" * 100_000, SealReason.TOO_LONG, ""),
    ],
)
def test_that_a_wrong_code_is_refused_by_name(typed: str, reason: SealReason, detail: str) -> None:
    assert refusal(sealing.read_code, typed) == (reason, detail)


@given(st.text())
def test_that_no_typed_text_is_a_crash(text: str) -> None:
    for read in (sealing.read_code, sealing.read_qr):
        with pytest.raises(SealError):
            read(text)


def test_that_the_last_eight_digits_are_compared() -> None:
    code = "3379 3970 0111 5665 0865 4994"
    assert sealing.is_tail(code, "0865-4994")
    assert not sealing.is_tail(code, "0865 4949")
    assert not sealing.is_tail(code, "3379 3970")
    assert refusal(lambda text: sealing.is_tail(code, text), "4994") == (
        SealReason.TOO_SHORT, "4/8",
    )  # fmt: skip
    assert refusal(lambda text: sealing.is_tail(code, text), code)[0] is SealReason.TOO_LONG


def make_records(chance: random.Random) -> list[dict[str, Any]]:
    def count() -> int | None:
        return chance.choice([None, 0, chance.randrange(1, 500)])

    return [
        {
            "type": "activity",
            "id": str(UUID(int=chance.getrandbits(128))),
            "held_on": str(date(2024, 9, 15) + timedelta(days=chance.randrange(90))),
            "title": chance.choice(["Chính sách hỗ trợ nhà ở", "Nước sạch", "Giảm nghèo bền vững"]),
            "attendees": count(),
            "women": count(),
            "area_dm2": count(),
            "hamlets": [f"Buôn {letter}" for letter in chance.sample("ABCDEF", 2)],
        }
        for _ in range(40)
    ]


def canonical(records: list[dict[str, Any]]) -> bytes:
    lines = (
        json.dumps(one, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        for one in records
    )
    return "".join(f"{line}\n" for line in lines).encode()


def edit(records: list[dict[str, Any]], chance: random.Random) -> list[dict[str, Any]]:
    """Change one thing, as an officer would after printing."""
    place = chance.randrange(len(records))
    one = dict(records[place])
    field = chance.choice(["attendees", "women", "area_dm2", "title", "held_on", "hamlets", "gone"])
    if field == "gone":
        return records[:place] + records[place + 1 :]
    if field == "title":
        at = chance.randrange(len(one["title"]))
        letters = [sign for sign in string.ascii_letters if sign != one["title"][at]]
        one["title"] = one["title"][:at] + chance.choice(letters) + one["title"][at + 1 :]
    elif field == "held_on":
        one["held_on"] = str(date.fromisoformat(one["held_on"]) + timedelta(days=1))
    elif field == "hamlets":
        one["hamlets"] = one["hamlets"][::-1]
    else:
        others = [None, 0, (one[field] or 0) + 1]
        one[field] = chance.choice([other for other in others if other != one[field]])
    return [*records[:place], one, *records[place + 1 :]]


def test_that_the_code_finds_1000_single_edits_after_printing() -> None:
    chance = random.Random(4)
    codes = set()
    for _ in range(1_000):
        records = make_records(chance)
        printed = sealing.code(hashlib.sha256(canonical(records)).digest())
        now = sealing.code(hashlib.sha256(canonical(edit(records, chance))).digest())
        assert now != printed
        assert sealing.code(hashlib.sha256(canonical(list(records))).digest()) == printed
        codes |= {now, printed}
    assert len(codes) == 2_000
