import hashlib
import json
import random
import string
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from db.store import Store
from desktop.core import periods, totals, units
from desktop.core.packages import sealing
from desktop.core.packages.sealing import Seal, SealContent, SealError, SealReason
from desktop.core.periods import Period, Rule
from tests.builders import log

KEY = bytes(range(32))
PUBLIC = Ed25519PrivateKey.from_private_bytes(KEY).public_key().public_bytes_raw()
FIGURES = {
    "CT01": 12, "CT02": 480, "CT03": 0, "CT04": None,
    "CT05": {"declared": 35, "distinct": None}, "CT09": 7, "CT12": 1_440,
    "CT14": {"items": 6, "area_m2": Decimal("38.5")},
    "CT19": {"cash": 123_456_789_012, "in_kind": 0},
    "CT20": {"allocated": 50_000_000, "spent": 12_345_678, "rate": Decimal("24.69")},
}  # fmt: skip
CONTENT = SealContent(
    "24118", "5f56243b-266d-5a7b-a364-18d6db32017e", periods.parse("2024-Q4"), 2,
    hashlib.sha256(b"content").digest(), FIGURES,
)  # fmt: skip
BODY = (
    "05" "24118" "126727846606448635041187949446448054654" "20240915" "20241214" "0" "3202404"
    "0002" "107487407181829643877622717628057269167641304093117733275978080395294880256051" "20"
    "0212" "03480" "010" "00" "12350" "9" "9" "9" "017" "9" "9" "0" "41440" "9" "21691" "03385"
    "9" "9" "9" "9" "39012" "123456789012" "10" "4" "850000000" "812345678" "9204" "2469"
    "001779951372848592622606910979811785544655332250119570567374693337281127475640"
)  # fmt: skip
"""CONTENT as the docstring of the module says it, put together by hand."""


def refusal(read: Callable[[str], Any], text: str) -> tuple[SealReason, str]:
    with pytest.raises(SealError) as caught:
        read(text)
    return caught.value.reason, caught.value.detail


def signed(body: str) -> str:
    """Return a QR with whatever body, whose frame, signature and check digits are right."""
    digits = f"838401{len(body) + 10 + 155 + 2:04d}{body}"
    key = Ed25519PrivateKey.from_private_bytes(KEY)
    signature = key.sign(b"so-truyen-thong/seal/v1\n" + digits.encode())
    return checked(f"{digits}{int.from_bytes(signature, 'big'):0155d}")


def checked(digits: str) -> str:
    return next(f"{digits}{n:02d}" for n in range(2, 99) if int(f"{digits}{n:02d}") % 97 == 1)


def seal_of(content: SealContent) -> Seal:
    return sealing.read_qr(sealing.qr_text(content, KEY))


# The code


def digests(count: int) -> list[bytes]:
    return [hashlib.sha256(str(number).encode()).digest() for number in range(count)]


def test_that_a_code_is_the_same_for_years() -> None:
    assert sealing.code(hashlib.sha256(b"").digest()) == "9301 9902 4604 9531 7434 1358"
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
        "930199024604953174341358",
        " 9301-9902-4604 – 9531 — 7434 1358\r\n",
        "9301.9902.4604.9531.7434.1358",
        "93O1 99o2 46O4 953l 7434 I358",
        "９３０１　９９０２　４６０４　９５３１　７４３４　１３５８",
        "9301\u00a09902\u200b4604\u20119531\u22127434\u00ad1358",
    ],
)
def test_that_a_code_is_read_as_people_type_it(typed: str) -> None:
    assert sealing.read_code(typed) == "9301 9902 4604 9531 7434 1358"


@pytest.mark.parametrize(
    ("typed", "reason", "detail"),
    [
        ("", SealReason.TOO_SHORT, "0/24"),
        ("9301 9902 4604 9531 7434 135", SealReason.TOO_SHORT, "23/24"),
        ("9301 9902 4604 9531 7434 13588", SealReason.TOO_LONG, "25/24"),
        ("9301 9902 4604 9531 7434 1359", SealReason.CHECK, ""),
        ("9301 9902 4604 9531 7434 135x", SealReason.NOT_DIGITS, "x"),
        ("9301 9902 4604 9531 7434 135٨", SealReason.NOT_DIGITS, "٨"),
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
    code = "9301 9902 4604 9531 7434 1358"
    assert sealing.is_tail(code, "7434-1358")
    assert not sealing.is_tail(code, "7434 1385")
    assert not sealing.is_tail(code, "9301 9902")
    assert refusal(lambda text: sealing.is_tail(code, text), "1358") == (
        SealReason.TOO_SHORT, "4/8",
    )  # fmt: skip
    assert refusal(lambda text: sealing.is_tail(code, text), code)[0] is SealReason.TOO_LONG


# Edits after printing


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


# The QR


def test_that_the_digits_are_laid_out_as_the_contract_says() -> None:
    text = sealing.qr_text(CONTENT, KEY)
    assert text == signed(BODY)
    assert len(text) == int(text[6:10]) == 514
    assert hashlib.sha256(text.encode()).hexdigest() == (
        "3c0df2d0d9b4ea0f80a3a27d7f0c5f6c7a7d3de6ee5c1c5b9d9e1d7a6d9a1e0f"
    )


def test_that_a_qr_is_read_without_any_register() -> None:
    seal = seal_of(CONTENT)
    assert seal == Seal(**vars(CONTENT), signer=PUBLIC, signature=seal.signature)
    assert seal.code == CONTENT.code == sealing.code(CONTENT.digest)
    assert seal.figures["CT03"] == 0
    assert seal.figures["CT04"] is None
    assert "CT06" not in seal.figures


def test_that_typed_digits_are_read_like_scanned_ones() -> None:
    text = sealing.qr_text(CONTENT, KEY)
    groups = [text[start : start + 4] for start in range(0, len(text), 4)]
    lines = ["-".join(groups[start : start + 10]) for start in range(0, len(groups), 10)]
    typed = "\n".join(lines).replace("0", "O").replace("1", "l")
    assert sealing.read_qr(typed) == sealing.read_qr(f"{text}\r\n") == seal_of(CONTENT)


def test_that_the_figures_of_a_register_come_back(store: Store) -> None:
    with store.write() as session:
        log(session, poor=0, near_poor=3)
        log(session, channel="PANO", items=2, area_m2=Decimal("12.50"), attendees=None, women=None)
    with store.read() as session:
        found = totals.totals(session, periods.parse("2024-Q4"))
    unit: units.Unit = found.unit
    content = SealContent(unit.code, unit.id, found.period, 1, bytes(32), found.indicators)
    seal = seal_of(content)
    assert (seal.unit_code, seal.unit_id, seal.period) == (unit.code, unit.id, found.period)
    assert seal.figures == found.indicators
    assert seal.figures["CT14"] == {"items": 2, "area_m2": Decimal("12.5")}
    assert seal.figures["CT05"] == {"declared": 0, "distinct": None}


DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))
NAMES = st.one_of(
    st.integers(2016, 2059).map(str),
    st.builds("{}-H{}".format, st.integers(2016, 2059), st.integers(1, 2)),
    st.builds("{}-Q{}".format, st.integers(2016, 2059), st.integers(1, 4)),
    st.builds("{}-{:02d}".format, st.integers(2016, 2059), st.integers(1, 12)),
)
WINDOW = Period("", Rule.PLAN, date(2015, 1, 1), date(2060, 12, 31))
PERIODS = st.one_of(
    st.builds(periods.parse, NAMES, st.sampled_from(Rule), st.just(WINDOW)),
    st.builds(
        lambda days, rule: periods.parse(f"{min(days)}..{max(days)}", rule),
        st.tuples(DAYS, DAYS), st.sampled_from(Rule),
    ),
)  # fmt: skip
STEPS = st.one_of(st.integers(0, 20), st.integers(0, 10**9), st.integers(0, 10**15))
FIGURE = st.one_of(
    st.none(),
    STEPS,
    st.builds(lambda n, places: Decimal(n).scaleb(-places), STEPS, st.integers(0, 4)),
)
WITH_PARTS = st.sampled_from([parts for parts in sealing.PARTS.values() if parts]).flatmap(
    lambda parts: st.fixed_dictionaries(dict.fromkeys(parts, FIGURE))
)
ALL_FIGURES = st.dictionaries(
    st.integers(1, 30).map("CT{:02d}".format), FIGURE | WITH_PARTS, max_size=30
)
CONTENTS = st.builds(
    SealContent, st.text("0123456789", min_size=1, max_size=10), st.uuids().map(str), PERIODS,
    st.integers(1, 9_999), st.binary(min_size=32, max_size=32), ALL_FIGURES,
)  # fmt: skip


@given(CONTENTS, st.binary(min_size=32, max_size=32))
@settings(max_examples=300)
def test_that_every_content_comes_back(content: SealContent, key: bytes) -> None:
    text = sealing.qr_text(content, key)
    assert text.isdecimal()
    seal = sealing.read_qr(text)
    assert vars(seal) == vars(content) | {"signer": seal.signer, "signature": seal.signature}
    assert sealing.qr_text(seal, key) == text


@given(ALL_FIGURES, ALL_FIGURES)
def test_that_only_equal_figures_have_equal_digits(one: Any, other: Any) -> None:
    texts = [sealing.qr_text(replace(CONTENT, figures=each), KEY) for each in (one, other)]
    assert (texts[0] == texts[1]) == (one == other)


def test_that_equal_numbers_have_equal_digits() -> None:
    def text(value: Any) -> str:
        return sealing.qr_text(replace(CONTENT, figures={"CT01": value}), KEY)

    assert text(Decimal("12.50")) == text(Decimal("12.5"))
    assert text(12) == text(Decimal(12)) == text(Decimal("12.00")) == text(Decimal("1.2E+1"))
    assert len({text(value) for value in (None, 0, 1, 10, Decimal("0.1"), Decimal("0.01"))}) == 6


@pytest.mark.parametrize("again", [False, True], ids=["check kept", "check made anew"])
def test_that_each_changed_digit_is_refused(again: bool) -> None:
    text = sealing.qr_text(CONTENT, KEY)
    reasons = set()
    for place in range(len(text) - 2 * again):
        for digit in set("0123456789") - {text[place]}:
            changed = text[:place] + digit + text[place + 1 :]
            changed = checked(changed[:-2]) if again else changed
            reasons.add(refusal(sealing.read_qr, changed)[0])
    frame = {SealReason.NOT_A_SEAL, SealReason.TOO_SHORT, SealReason.TOO_LONG}
    inside = {SealReason.NEWER, SealReason.FORM, SealReason.SIGNATURE}
    assert reasons == frame | (inside if again else {SealReason.CHECK})


def test_that_digits_of_another_kind_are_refused_by_name() -> None:
    text = sealing.qr_text(CONTENT, KEY)
    assert refusal(sealing.read_qr, CONTENT.code)[0] is SealReason.NOT_A_SEAL
    assert refusal(sealing.read_qr, "8384") == (SealReason.TOO_SHORT, "4/12")
    assert refusal(sealing.read_qr, "8384010000") == (SealReason.TOO_SHORT, "10/12")
    assert refusal(sealing.read_qr, text[:-1]) == (SealReason.TOO_SHORT, "513/514")
    assert refusal(sealing.read_qr, text + "7") == (SealReason.TOO_LONG, "515/514")
    assert refusal(sealing.read_qr, f"8384012001{'0' * 1_991}")[0] is SealReason.TOO_LONG
    assert refusal(sealing.read_qr, f"{text[:-1]}?") == (SealReason.NOT_DIGITS, "?")


def test_that_a_newer_layout_is_told_from_a_damaged_one() -> None:
    text = sealing.qr_text(CONTENT, KEY)
    assert refusal(sealing.read_qr, checked(f"838402{text[6:-2]}")) == (SealReason.NEWER, "2")
    assert refusal(sealing.read_qr, checked(f"838400{text[6:-2]}")) == (SealReason.FORM, "0")
    assert refusal(sealing.read_qr, checked("8384020012"))[0] is SealReason.NEWER
    assert refusal(sealing.read_qr, checked("8384010012"))[0] is SealReason.FORM


UNIT, DAYS_AT, NAME_AT = slice(0, 46), slice(46, 62), slice(63, 70)
FIGURES_AT = slice(152, len(BODY) - 78)
HEAD, TAIL = BODY[:152], BODY[-78:]


def with_figures(digits: str) -> str:
    return f"{HEAD}{digits}{TAIL}"


def instead(place: slice, digits: str) -> str:
    return BODY[: place.start] + digits + BODY[place.stop :]


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(instead(UNIT, f"00{BODY[7:46]}"), id="no unit code"),
        pytest.param(instead(UNIT, f"11{'1' * 11}{BODY[7:46]}"), id="a long unit code"),
        pytest.param(instead(slice(7, 46), f"{2**128:039d}"), id="no UUID"),
        pytest.param(instead(DAYS_AT, "2024091520241314"), id="month 13"),
        pytest.param(instead(DAYS_AT, "2024023020241214"), id="30 February"),
        pytest.param(instead(DAYS_AT, "2024121420240915"), id="backwards"),
        pytest.param(instead(slice(62, 63), "3"), id="rule 3"),
        pytest.param(instead(NAME_AT, "3202405"), id="quarter 5"),
        pytest.param(instead(NAME_AT, "3202400"), id="quarter 0"),
        pytest.param(instead(NAME_AT, "1202401"), id="a year's month"),
        pytest.param(instead(NAME_AT, "4202413"), id="a 13th month"),
        pytest.param(instead(NAME_AT, "0202400"), id="a range's year"),
        pytest.param(instead(NAME_AT, "5202401"), id="form 5"),
        pytest.param(instead(slice(70, 74), "0000"), id="version 0"),
        pytest.param(instead(slice(74, 152), f"{2**256:078d}"), id="no digest"),
        pytest.param(with_figures("0105"), id="a figure that ends early"),
        pytest.param(with_figures("01017" + "7"), id="a digit too many"),
        pytest.param(with_figures("01017")[:-78] + f"{2**256:078d}", id="no key"),
        pytest.param(with_figures("0151"), id="unknown parts"),
        pytest.param(with_figures("019"), id="the last indicator is absent"),
        pytest.param(with_figures("010207"), id="a leading zero"),
        pytest.param(with_figures("0109" "0" "01" "7"), id="a long form of a short number"),
        pytest.param(with_figures("0109" "2" "04" "1250"), id="places that end in 0"),
        pytest.param(with_figures("0109" "1" "03" "025"), id="a leading zero before places"),
        pytest.param(with_figures("0109" "5" "01" "7"), id="5 places"),
        pytest.param(with_figures("0109" "0" "16" f"{10**15 + 1}"), id="more than 10^15"),
        pytest.param(with_figures("0109" "1" "00"), id="places of nothing"),
    ],
)  # fmt: skip
def test_that_a_form_other_than_ours_is_refused_though_signed(body: str) -> None:
    assert refusal(sealing.read_qr, signed(body))[0] is SealReason.FORM


def test_that_the_forms_above_differ_from_good_ones_in_one_thing_only() -> None:
    assert sealing.read_qr(signed(BODY)).figures == FIGURES
    for digits, value in [("01017", 7), ("0100", None), (f"0109016{10**15}", 10**15)]:
        assert sealing.read_qr(signed(with_figures(digits))).figures == {"CT01": value}
    for name, title in [("1202400", "2024"), ("4202412", "2024-12"), ("2202402", "2024-H2")]:
        assert sealing.read_qr(signed(instead(NAME_AT, name))).period.name == title


def test_that_a_signature_too_large_for_64_bytes_is_refused() -> None:
    text = sealing.qr_text(CONTENT, KEY)
    assert refusal(sealing.read_qr, checked(text[:-157] + "9" * 155))[0] is SealReason.FORM


def test_that_another_signer_is_another_seal() -> None:
    seal = sealing.read_qr(sealing.qr_text(CONTENT, bytes(32)))
    assert seal.signer != PUBLIC
    other = sealing.qr_text(CONTENT, bytes(32))
    mixed = checked(f"{signed(BODY)[:-157]}{other[-157:-2]}")
    assert refusal(sealing.read_qr, mixed) == (SealReason.SIGNATURE, "")


@given(st.text("0123456789", max_size=400), st.booleans())
@settings(max_examples=500)
def test_that_signed_nonsense_is_refused_and_never_a_crash(digits: str, figures: bool) -> None:
    text = signed(with_figures(digits) if figures else digits)
    try:
        seal = sealing.read_qr(text)
    except SealError as error:
        assert error.reason in (SealReason.FORM, SealReason.SIGNATURE)
    else:
        assert sealing.qr_text(seal, KEY) == text


@pytest.mark.parametrize(
    "changes",
    [
        {"unit_code": ""},
        {"unit_code": "2411a"},
        {"unit_code": "2" * 11},
        {"unit_id": "24118"},
        {"unit_id": CONTENT.unit_id.upper()},
        {"version": 0},
        {"version": 10_000},
        {"digest": bytes(31)},
        {"period": replace(CONTENT.period, name="2024-Q5")},
        {"period": replace(CONTENT.period, name="2024-4")},
        {"period": replace(CONTENT.period, name="2024-Q04")},
        {"period": replace(CONTENT.period, name="quý IV")},
        {"period": replace(CONTENT.period, first=date(2025, 1, 1))},
        {"figures": {"CT1": 1}},
        {"figures": {"CT00": 1}},
        {"figures": {"CT01": -1}},
        {"figures": {"CT01": 10**15 + 1}},
        {"figures": {"CT01": Decimal("0.00001")}},
        {"figures": {"CT01": Decimal("NaN")}},
        {"figures": {"CT01": {"cash": 1}}},
        {"figures": {f"CT{n:02d}": Decimal(10**14 + 1) / 10 for n in range(1, 100)}},
    ],
)
def test_that_what_has_no_place_in_the_qr_is_not_written(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="."):
        sealing.qr_text(replace(CONTENT, **changes), KEY)
