import unicodedata

import pytest
from hypothesis import given, strategies as st

from db.vietnamese import compare, fold, nfc, sort_key


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("dung", "Buôn Đŭng"),
        ("cu ebur", "Čư Êbur"),
        ("hoa", "Hòa"),
        ("hoa", "Hoà"),
        ("buon", "Ƀuôn"),
        ("h'lim", "H’Lim"),
        ("dong bao", "Đồng   bào"),
        ("uo", "Ư̆Ơ̆"),
    ],
)
def test_that_search_without_marks_finds(typed: str, written: str) -> None:
    assert typed in fold(written)
    assert typed in fold(unicodedata.normalize("NFD", written))


def test_that_sorting_follows_the_vietnamese_alphabet() -> None:
    right = ["An", "Ăn", "Ân", "Buôn", "Buôn Dung", "Buôn Đŭng", "Đồng", "Ê", "Lê", "Lê An",
             "Lê Anh", "Lễ", "Lệ An", "Thôn 2", "Thôn 10", "Ư", "Zalo"]  # fmt: skip
    assert sorted(sorted(right), key=sort_key) == right


def test_that_tones_follow_huyen_hoi_nga_sac_nang() -> None:
    assert sorted("ạáãảàa", key=sort_key) == list("aàảãáạ")


def test_that_nfc_drops_what_cannot_be_seen() -> None:
    assert nfc("  Bu\u200bôn\u00a0 Đŭng\t\n") == "Buôn Đŭng"
    assert nfc(unicodedata.normalize("NFD", "Hoà Thuận ư̆")) == "Hoà Thuận ư̆"


@given(st.text(max_size=30))
def test_that_folding_a_text_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert nfc(nfc(text)) == nfc(text)
    assert unicodedata.is_normalized("NFC", nfc(text))


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_that_the_collation_is_an_order(one: str, two: str, three: str) -> None:
    assert compare(one, two) == -compare(two, one)
    assert (compare(one, two) == 0) == (one == two)
    if compare(one, two) <= 0 and compare(two, three) <= 0:
        assert compare(one, three) <= 0


def test_that_a_mark_is_composed_across_a_dropped_sign() -> None:
    assert nfc("e\u200d\u0301") == "é"
    assert nfc(nfc("e\u200d\u0301")) == nfc("e\u200d\u0301")
