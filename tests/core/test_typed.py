import contextlib
import unicodedata
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from desktop.core.typed import (
    TypedError,
    parse_date,
    parse_decimal,
    parse_money,
    parse_number,
    parse_time,
    show_date,
    show_date_long,
    show_decimal,
    show_millions,
    show_money,
    show_number,
    show_share,
    show_time,
    weekday,
)

TODAY = date(2024, 11, 20)
DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14/11/2024", date(2024, 11, 14)),
        ("14.11.2024", date(2024, 11, 14)),
        ("14-11-24", date(2024, 11, 14)),
        ("14 11 2024", date(2024, 11, 14)),
        (" 14 / 11 / 2024 ", date(2024, 11, 14)),
        ("14112024", date(2024, 11, 14)),
        ("141124", date(2024, 11, 14)),
        ("1411", date(2024, 11, 14)),
        ("2024-11-14", date(2024, 11, 14)),
        ("5/12", date(2024, 12, 5)),
        ("5", date(2024, 11, 5)),
        ("hôm nay", TODAY),
        (unicodedata.normalize("NFD", "Hôm nay"), TODAY),
        ("hôm qua", date(2024, 11, 19)),
        ("hom kia", date(2024, 11, 18)),
        ("-1", date(2024, 11, 19)),
        ("+3", date(2024, 11, 23)),
        ("thứ năm 14/11", date(2024, 11, 14)),
        ("Chủ nhật, ngày 17/11", date(2024, 11, 17)),
        ("29/2/2024", date(2024, 2, 29)),
    ],
)
def test_that_typed_day_is_read(typed: str, meant: date) -> None:
    assert parse_date(typed, TODAY, 2024) == meant


@pytest.mark.parametrize(
    "typed",
    ["31/2", "29/02/2023", "99", "", "mai", "14/13", "511", "14/11/024", "14/11/1624", "9999999",
     "14/11/2024/5", "thứ sáu 14/11", "0", "1/0", "14//11", "١٤/١١"],
)  # fmt: skip
def test_that_day_that_is_none_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(TypedError) as refused:
        parse_date(typed, TODAY, 2024)
    assert refused.value.text == typed
    assert refused.value.reason.endswith(".")


def test_that_day_without_year_is_of_the_plan_year() -> None:
    assert parse_date("1411", date(2025, 1, 5), 2024) == date(2024, 11, 14)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("19h", time(19)), ("19h30", time(19, 30)), ("19:30", time(19, 30)), ("1930", time(19, 30)),
        ("7", time(7)), ("7 giờ 30", time(7, 30)), ("19g30", time(19, 30)), ("730", time(7, 30)),
        ("19 giờ", time(19)), ("7 giờ 30 phút", time(7, 30)), ("7h30 tối", time(19, 30)),
        ("2 giờ chiều", time(14)), ("7 giờ sáng", time(7)), ("0", time(0)), ("19.30", time(19, 30)),
        ("7H5", time(7, 5)),
    ],
)  # fmt: skip
def test_that_typed_time_is_read(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize("typed", ["24h", "19h60", "", "tối", "25", "99999", "19h30x", "-7"])
def test_that_time_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(TypedError):
        parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("1.234", 1234), ("1234", 1234), ("0", 0), ("1.234.567", 1_234_567), ("1 234", 1234),
     ("12\u00a0345", 12_345), (" 64 ", 64), ("007", 7)],
)  # fmt: skip
def test_that_typed_whole_number_is_read(typed: str, meant: int) -> None:
    assert parse_number(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["", "ba mươi", "1,234", "38,6", "1.5", "12.34", "1.23.456", "-1", "12a", "1e3", "0.500", "٣",
     "1 2", "99999999999"],
)  # fmt: skip
def test_that_what_is_no_whole_number_is_refused(typed: str) -> None:
    with pytest.raises(TypedError):
        parse_number(typed)


def test_that_english_thousands_are_refused_with_the_vietnamese_way() -> None:
    with pytest.raises(TypedError) as refused:
        parse_number("1,234")
    assert "1.234" in refused.value.reason
    with pytest.raises(TypedError) as refused:
        parse_decimal("1,234", places=3)
    assert "1.234" in refused.value.reason


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("38,6", "38.6"), ("1.234,5", "1234.5"), ("38", "38"), ("0,25", "0.25"), ("1,500", None),
     ("2,50", "2.5"), ("1,255", None), ("1,2,3", None), ("38.6", None), ("1,", None),
     ("0,1234", None)],
)  # fmt: skip
def test_that_decimals_stand_behind_a_comma(typed: str, meant: str | None) -> None:
    if meant is not None:
        assert parse_decimal(typed) == Decimal(meant)
        return
    with pytest.raises(TypedError):
        parse_decimal(typed)


def test_that_limits_are_said_in_the_reason() -> None:
    with pytest.raises(TypedError, match=r"50\.000"):
        parse_number("60.000", most=50_000)
    with pytest.raises(TypedError, match="từ 1 trở lên"):
        parse_number("0", least=1)
    assert parse_decimal("-2,5", least=-5) == Decimal("-2.5")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("500.000", 500_000), ("500000 đ", 500_000), ("500.000đ", 500_000), ("2 tr", 2_000_000),
     ("500 nghìn", 500_000), ("500k", 500_000), ("1,5 triệu", 1_500_000), ("3 tỷ đồng", 3 * 10**9),
     ("1.234.567 đồng", 1_234_567), ("0", 0)],
)  # fmt: skip
def test_that_typed_money_is_read(typed: str, meant: int) -> None:
    assert parse_money(typed) == meant


@pytest.mark.parametrize("typed", ["", "đồng", "1,5", "-5", "9.000 tỷ", "1tr5", "1,2345 nghìn"])
def test_that_what_is_no_money_is_refused(typed: str) -> None:
    with pytest.raises(TypedError):
        parse_money(typed)


def test_that_figures_are_written_the_vietnamese_way() -> None:
    assert show_date_long(date(2024, 11, 14)) == "Thứ Năm 14/11/2024"
    assert weekday(date(2024, 11, 17)) == "Chủ nhật"
    assert show_number(1_234_567) == "1.234.567"
    assert show_decimal(Decimal("1234.50")) == "1.234,5"
    assert show_decimal(-0.001) == "0"
    assert show_decimal(2.5, places=0) == "3"
    assert show_money(1_005_000) == "1.005.000 đồng"
    assert [show_millions(one) for one in (62_150_000, 8_000_000, 0, None)] == [
        "62,2", "8", "0", "–",
    ]  # fmt: skip
    assert [show_share(one) for one in (0, 0.57, 0.999, 1, 1.204)] == [
        "0%", "57%", "99%", "100%", "120%",
    ]  # fmt: skip
    assert show_time(time(19)) == "19:00"


@given(DAYS)
def test_that_written_day_is_read_back(day: date) -> None:
    for shown in (show_date(day), show_date_long(day), day.isoformat(), f"{day:%d%m%y}"):
        assert parse_date(shown, TODAY, 2024) == day


@given(st.times())
def test_that_written_time_is_read_back(moment: time) -> None:
    assert parse_time(show_time(moment)) == moment.replace(second=0, microsecond=0, fold=0)


@given(st.integers(0, 10**9))
def test_that_written_number_is_read_back(value: int) -> None:
    assert parse_number(show_number(value)) == value
    assert parse_money(show_money(value)) == value


@given(st.decimals(0, 10**6, places=2))
def test_that_written_decimal_is_read_back(value: Decimal) -> None:
    assert parse_decimal(show_decimal(value)) == value


READERS = (parse_time, parse_number, parse_decimal, parse_money)


@given(st.text(max_size=12))
def test_that_any_text_is_read_or_refused(typed: str) -> None:
    for read in (*READERS, lambda text: parse_date(text, TODAY, 2024)):
        with contextlib.suppress(TypedError):
            read(typed)
