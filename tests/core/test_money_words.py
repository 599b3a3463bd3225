"""Money in words: the agreed wordings, and any amount read back by an independent parser."""

import random

import pytest

from desktop.core.money_words import LARGEST, money_words

FIXTURES = (
    (0, "Không đồng"),
    (5, "Năm đồng"),
    (10, "Mười đồng"),
    (15, "Mười lăm đồng"),
    (21, "Hai mươi mốt đồng"),
    (24, "Hai mươi tư đồng"),
    (25, "Hai mươi lăm đồng"),
    (105, "Một trăm lẻ năm đồng"),
    (115, "Một trăm mười lăm đồng"),
    (1_005, "Một nghìn không trăm lẻ năm đồng"),
    (1_015, "Một nghìn không trăm mười lăm đồng"),
    (1_050, "Một nghìn không trăm năm mươi đồng"),
    (10_500, "Mười nghìn năm trăm đồng"),
    (100_000, "Một trăm nghìn đồng"),
    (105_000, "Một trăm lẻ năm nghìn đồng"),
    (150_000, "Một trăm năm mươi nghìn đồng"),
    (1_000_005, "Một triệu không trăm lẻ năm đồng"),
    (1_050_000, "Một triệu không trăm năm mươi nghìn đồng"),
    (1_500_000, "Một triệu năm trăm nghìn đồng"),
    (12_500_000, "Mười hai triệu năm trăm nghìn đồng"),
    (21_000_000, "Hai mươi mốt triệu đồng"),
    (45_360_000, "Bốn mươi lăm triệu ba trăm sáu mươi nghìn đồng"),
    (50_001_000, "Năm mươi triệu không trăm lẻ một nghìn đồng"),
    (100_000_000, "Một trăm triệu đồng"),
    (230_000_000, "Hai trăm ba mươi triệu đồng"),
    (1_005_000_000, "Một tỷ không trăm lẻ năm triệu đồng"),
    (
        2_345_678_901,
        "Hai tỷ ba trăm bốn mươi lăm triệu sáu trăm bảy mươi tám nghìn chín trăm lẻ một đồng",
    ),
)
"""By office practice (reference of the project, §7.6)."""

_ONES = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6,
    "bảy": 7, "tám": 8, "chín": 9, "không": 0,
}  # fmt: skip
_SCALES = {"nghìn": 10**3, "triệu": 10**6}


@pytest.mark.parametrize(("amount", "words"), FIXTURES)
def test_that_amounts_are_worded_as_agreed(amount, words):
    assert money_words(amount) == words


def test_that_random_amounts_read_back():
    dice = random.Random(20241114)
    for _ in range(10_000):
        amount = dice.randrange(10 ** dice.randint(1, 15))
        assert read_back(money_words(amount)) == amount


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (14, "Mười bốn đồng"),
        (104, "Một trăm lẻ bốn đồng"),
        (1_000_000_005, "Một tỷ không trăm lẻ năm đồng"),
        (1_005_000_000_000, "Một nghìn không trăm lẻ năm tỷ đồng"),
        (900_000_000_000_001, "Chín trăm nghìn tỷ không trăm lẻ một đồng"),
    ],
)
def test_that_rare_amounts_are_worded_by_the_same_rules(amount, words):
    assert money_words(amount) == words


@pytest.mark.parametrize("amount", [-1, LARGEST + 1])
def test_that_amounts_without_words_are_refused(amount):
    with pytest.raises(ValueError, match=str(amount)):
        money_words(amount)


def read_back(text):
    """The number that the words say, word by word from the left."""
    words = text.lower().removesuffix(" đồng").split()
    done = group = digit = 0
    for word in words:
        if word == "tỷ":
            done, group, digit = (done + group + digit) * 10**9, 0, 0
        elif word in _SCALES:
            done, group, digit = done + (group + digit) * _SCALES[word], 0, 0
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group += 10
        elif word != "lẻ":
            digit = _ONES[word]
    return done + group + digit
