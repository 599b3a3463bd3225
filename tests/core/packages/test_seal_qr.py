import hashlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from db.store import Store
from desktop.core import periods, totals, units
from desktop.core.packages import sealing
from desktop.core.packages.sealing import Seal, SealContent, SealError, SealReason
from desktop.core.periods import Period, Rule
from tests.builders import log
from tests.core.packages.sealed import CONTENT, KEY, PUBLIC, UNIT, body, checked, refusal, signed


def seal_of(content: SealContent) -> Seal:
    return sealing.read_qr(sealing.qr_text(content, KEY))


def test_that_the_digits_are_laid_out_as_the_contract_says() -> None:
    text = sealing.qr_text(CONTENT, KEY)
    assert text == signed(body())
    assert len(text) == int(text[6:10]) == 493
    assert hashlib.sha256(text.encode()).hexdigest() == (
        "d59c9924e9a9d0b2a94209d08161b4ff0d207e20cf68ec8dfc4e5504071e93b2"
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
    assert refusal(sealing.read_qr, text[:-1]) == (SealReason.TOO_SHORT, "492/493")
    assert refusal(sealing.read_qr, text + "7") == (SealReason.TOO_LONG, "494/493")
    assert refusal(sealing.read_qr, f"8384012001{'0' * 1_991}")[0] is SealReason.TOO_LONG
    assert refusal(sealing.read_qr, f"{text[:-1]}?") == (SealReason.NOT_DIGITS, "?")


def test_that_a_newer_layout_is_told_from_a_damaged_one() -> None:
    text = sealing.qr_text(CONTENT, KEY)
    assert refusal(sealing.read_qr, checked(f"838402{text[6:-2]}")) == (SealReason.NEWER, "2")
    assert refusal(sealing.read_qr, checked(f"838400{text[6:-2]}")) == (SealReason.FORM, "0")
    assert refusal(sealing.read_qr, checked("8384020012"))[0] is SealReason.NEWER
    assert refusal(sealing.read_qr, checked("8384010012"))[0] is SealReason.FORM


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"unit": UNIT.replace("05 24118", "00")}, id="no unit code"),
        pytest.param({"unit": UNIT.replace("05 24118", "11 24118241182")}, id="a long unit code"),
        pytest.param({"unit": f"05 24118 {2**128:039d}"}, id="no UUID"),
        pytest.param({"days": "20240915 20241314"}, id="month 13"),
        pytest.param({"days": "20240230 20241214"}, id="30 February"),
        pytest.param({"days": "20241214 20240915"}, id="backwards"),
        pytest.param({"rule": "3"}, id="rule 3"),
        pytest.param({"name": "3 2024 05"}, id="quarter 5"),
        pytest.param({"name": "3 2024 00"}, id="quarter 0"),
        pytest.param({"name": "1 2024 01"}, id="a year's month"),
        pytest.param({"name": "4 2024 13"}, id="a 13th month"),
        pytest.param({"name": "0 2024 00"}, id="a range's year"),
        pytest.param({"name": "5 2024 01"}, id="form 5"),
        pytest.param({"version": "0000"}, id="version 0"),
        pytest.param({"digest": f"{2**256:078d}"}, id="no digest"),
        pytest.param({"signer": f"{2**256:078d}"}, id="no key"),
        pytest.param({"figures": "01 0 5"}, id="a figure that ends early"),
        pytest.param({"figures": "01 0 17 7"}, id="a digit too many"),
        pytest.param({"figures": "01 5 1"}, id="unknown parts"),
        pytest.param({"figures": "01 9"}, id="the last indicator is absent"),
        pytest.param({"figures": "01 0 207"}, id="a leading zero"),
        pytest.param({"figures": "01 0 9 0 01 7"}, id="a long form of a short number"),
        pytest.param({"figures": "01 0 9 2 04 1250"}, id="places that end in 0"),
        pytest.param({"figures": "01 0 9 1 03 025"}, id="a leading zero before places"),
        pytest.param({"figures": "01 0 9 5 01 7"}, id="5 places"),
        pytest.param({"figures": "01 0 9 1 00"}, id="places of nothing"),
        pytest.param({"figures": f"01 0 9 0 16 {10**15 + 1}"}, id="more than 10^15"),
    ],
)
def test_that_a_form_other_than_ours_is_refused_though_signed(changes: dict[str, str]) -> None:
    assert refusal(sealing.read_qr, signed(body(**changes)))[0] is SealReason.FORM


def test_that_the_forms_above_differ_from_good_ones_in_one_thing_only() -> None:
    for digits, value in [
        ("01 0 17", 7),
        ("01 0 0", None),
        (f"01 0 9 0 16 {10**15}", 10**15),
        ("01 0 9 4 01 7", Decimal("0.0007")),
    ]:
        assert sealing.read_qr(signed(body(figures=digits))).figures == {"CT01": value}
    for name, title in [("1 2024 00", "2024"), ("4 2024 12", "2024-12"), ("2 2024 02", "2024-H2")]:
        assert sealing.read_qr(signed(body(name=name))).period.name == title
    no_name = sealing.read_qr(signed(body(name="0 0000 00")))
    assert no_name.period.name == "2024-09-15..2024-12-14"


def test_that_a_signature_too_large_for_64_bytes_is_refused() -> None:
    text = sealing.qr_text(CONTENT, KEY)
    assert refusal(sealing.read_qr, checked(text[:-157] + "9" * 155))[0] is SealReason.FORM


def test_that_another_signer_is_another_seal() -> None:
    seal = sealing.read_qr(sealing.qr_text(CONTENT, bytes(32)))
    assert seal.signer != PUBLIC
    other = sealing.qr_text(CONTENT, bytes(32))
    mixed = checked(f"{signed(body())[:-157]}{other[-157:-2]}")
    assert refusal(sealing.read_qr, mixed) == (SealReason.SIGNATURE, "")


@given(st.text("0123456789", max_size=400), st.booleans())
@settings(max_examples=500)
def test_that_signed_nonsense_is_refused_and_never_a_crash(digits: str, figures: bool) -> None:
    text = signed(body(figures=digits) if figures else digits)
    reason = None
    try:
        seal = sealing.read_qr(text)
    except SealError as error:
        reason = error.reason
    if reason is None:
        assert sealing.qr_text(seal, KEY) == text
    else:
        assert reason in (SealReason.FORM, SealReason.SIGNATURE)


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
        {"figures": {"CT01": 10**15 + 1}},
        {"figures": {"CT01": Decimal("0.00001")}},
        {"figures": {"CT01": Decimal("NaN")}},
        {"figures": {"CT01": {"cash": 1}}},
        {"figures": {"CT01": {}}},
        {"figures": {f"CT{n:02d}": Decimal(10**14 + 1) / 10 for n in range(1, 100)}},
    ],
)
def test_that_what_has_no_place_in_the_qr_is_not_written(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        sealing.qr_text(replace(CONTENT, **changes), KEY)


def test_that_a_figure_below_nothing_is_named() -> None:
    with pytest.raises(ValueError, match="figure -1"):
        sealing.qr_text(replace(CONTENT, figures={"CT01": -1}), KEY)
