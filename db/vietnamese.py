"""Vietnamese text for searching and sorting: what SQLite does not know. Pure functions.

Ê-đê and M'nông letters (ƀ č ĕ ĭ ñ ŏ ŭ, ê̆ ô̆ ơ̆ ư̆) are everyday letters here.
"""

import re
import unicodedata
from functools import lru_cache

_PLAIN = str.maketrans(
    {"đ": "d", "ð": "d", "ƀ": "b", "ɓ": "b", "’": "'", "‘": "'", "ʼ": "'", "`": "'"}
)
_SPACES = re.compile(r"\s+")
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")

_ALPHABET = "aăâbƀcčdđeĕêfghiĭjklmnñoŏôơpqrstuŭưvwxyz"
_LETTER = {letter: number for number, letter in enumerate(_ALPHABET, start=20)}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
"""Order of tones in Vietnamese dictionaries: huyền, hỏi, ngã, sắc, nặng."""
_NUMBER_OR_WORD = re.compile(r"\d+|[^\W\d_]+(?:\u0306)?[^\W\d_\u0306]*|.", re.DOTALL)


def nfc(text: str) -> str:
    """Return the text composed, without invisible characters, spaces folded and trimmed."""
    composed = unicodedata.normalize("NFC", text)
    if not composed.isprintable():
        visible = "".join(
            " " if sign in "\t\r\n" else sign
            for sign in composed
            if sign in "\t\r\n" or unicodedata.category(sign) not in _INVISIBLE
        )
        composed = unicodedata.normalize("NFC", visible)  # a sign may have stood in between
    return _SPACES.sub(" ", composed).strip()


@lru_cache(maxsize=50_000)
def fold(text: str) -> str:
    """Return what a search compares: no marks, no capitals, đ→d, ƀ→b, one kind of apostrophe.

    The place of a tone mark (Hòa, Hoà) disappears with the mark.
    """
    bare = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign)).translate(_PLAIN)
    return _SPACES.sub(" ", bare).strip()


@lru_cache(maxsize=50_000)
def sort_key(text: str) -> tuple[tuple[tuple[int, ...], int], ...]:
    """Return a key that sorts by the Vietnamese alphabet, syllable by syllable.

    Lê, Lê An, Lê Anh, Lễ, Lệ An; numbers by value (Thôn 2 before Thôn 10); capitals are equal.
    """
    return tuple(
        _syllable(part) for part in _NUMBER_OR_WORD.findall(nfc(text).casefold()) if part.strip()
    )


def compare(one: str, other: str) -> int:
    """Collation for the database: negative, zero or positive, never zero for different texts."""
    first, second = (sort_key(one), one), (sort_key(other), other)
    return (first > second) - (first < second)


def _syllable(part: str) -> tuple[tuple[int, ...], int]:
    if part.isdecimal():
        return ((10, int(part)), 0)
    tone, letters = 0, list[str]()
    for sign in unicodedata.normalize("NFD", part):
        if sign in _TONES:
            tone = _TONES[sign]
        elif unicodedata.combining(sign) and letters:
            letters[-1] = unicodedata.normalize("NFC", letters[-1] + sign)
        else:
            letters.append(sign)
    return (tuple(_letter(letter) for letter in letters), tone)


def _letter(letter: str) -> int:
    if letter in _LETTER:
        return _LETTER[letter] * 4
    bare = unicodedata.normalize("NFD", letter)
    without_breve = unicodedata.normalize("NFC", bare.replace("\u0306", ""))
    if without_breve in _LETTER:
        return _LETTER[without_breve] * 4 + 2
    return 1000 + ord(letter[0]) if letter.isalpha() else ord(letter[0]) % 10
