"""Texts in the encodings of the years before Unicode: TCVN3 (ABC; fonts .VnTime) and VNI-Windows.

They are told apart by the font of a cell and by the pattern of letters, and turned into Unicode only
when a person says so: nothing here converts by itself. Take texts as the file has them, before
`texts.nfc`: TCVN3 writes ư as a soft hyphen, which `nfc` takes out.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from desktop.core.syllables import is_syllable


class Encoding(StrEnum):
    """How a text was written down."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


NAMES = {Encoding.TCVN3: "TCVN3 (ABC)", Encoding.VNI: "VNI-Windows"}

_LOWER = (
    "à=µ á=¸ ả=¶ ã=· ạ=¹ ă=¨ ằ=» ắ=¾ ẳ=¼ ẵ=½ ặ=Æ â=© ầ=Ç ấ=Ê ẩ=È ẫ=É ậ=Ë đ=® è=Ì é=Ð ẻ=Î ẽ=Ï ẹ=Ñ "
    "ê=ª ề=Ò ế=Õ ể=Ó ễ=Ô ệ=Ö ì=× í=Ý ỉ=Ø ĩ=Ü ị=Þ ò=ß ó=ã ỏ=á õ=â ọ=ä ô=« ồ=å ố=è ổ=æ ỗ=ç ộ=é "
    "ơ=¬ ờ=ê ớ=í ở=ë ỡ=ì ợ=î ù=ï ú=ó ủ=ñ ũ=ò ụ=ô ư=\xad ừ=õ ứ=ø ử=ö ữ=÷ ự=ù ỳ=ú ý=ý ỷ=û ỹ=ü ỵ=þ"
)
_UPPER = "Ă=¡ Â=¢ Ê=£ Ô=¤ Ơ=¥ Ư=¦ Đ=§"
TCVN3 = {pair[2]: pair[0] for pair in (*_LOWER.split(" "), *_UPPER.split(" "))}
"""Letters as they look in Latin-1, and what they mean; capitals with a tone come from the font."""

_TONES = {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
_CIRCUMFLEX = {"â": "", "à": "\u0300", "á": "\u0301", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
_BREVE = {"ê": "", "è": "\u0300", "é": "\u0301", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ", "ì": "ì", "í": "í"}


def _vni() -> dict[str, str]:
    pairs = dict(_ALONE)
    for sign, tone in _TONES.items():
        pairs |= {base + sign: base + tone for base in "aeouy"}
        pairs |= {"ô" + sign: "ơ" + tone, "ö" + sign: "ư" + tone}
    for sign, tone in _CIRCUMFLEX.items():
        pairs |= {base + sign: base + "\u0302" + tone for base in "aeo"}
    pairs |= {"a" + sign: "a\u0306" + tone for sign, tone in _BREVE.items()}
    found = {key: unicodedata.normalize("NFC", value) for key, value in pairs.items()}
    for key, value in tuple(found.items()):
        found[key.upper()] = value.upper()
        if len(key) > 1:
            found[key[0].upper() + key[1]] = value.upper()
            found[key[0] + key[1].upper()] = value
    return found


VNI = _vni()
"""One or two letters as they look in Latin-1, and the letter they mean."""

_VNI_SIGNS = "".join(sorted({key[1] for key in VNI if len(key) > 1}))
_VNI_PART = re.compile(f"([aeouyôöAEOUYÔÖ][{_VNI_SIGNS}])|(.)", re.DOTALL)
_TCVN3_FONT = re.compile(r"^\.vn", re.IGNORECASE)
_TCVN3_CAPITALS = re.compile(r"^\.vn.*h$", re.IGNORECASE)
_VNI_FONT = re.compile(r"^(vni|vps)[- ]|^vni\w", re.IGNORECASE)
_SPLIT = re.compile(r"[\s,;:.()\[\]/\\\"'’‘“”–—\-+*&!?<>=|_0-9%]+")
_SPACES = re.compile(r"(\s+)")
_WOMAN = re.compile(r"^H['’‘`´]")
"""Begins the Ê-đê names of women: its H is no sign that the word is written in capitals."""
_NO_CAPITAL = frozenset(old for old, new in TCVN3.items() if new.upper() not in TCVN3.values())
_MEASURES = ("µm", "µg", "µl", "µs")
_PUNCTUATION = range(0x2000, 0x2100)
_MOST_CELLS = 200_000
_SAMPLES = 5
_TIMES = 4
"""So many words of a text for an encoding to one against it."""
_RARE = 50
"""One cell in so many is chance, not an encoding."""

Seen = tuple[int, str, str]
"""A cell: its column, its text, its font (empty: not known)."""


@dataclass(frozen=True)
class Guess:
    """Likely encodings of a sheet, by column; `score` is the share of telling cells for them.

    `by_font`: cells stand in a font of such an encoding. `samples` are (as it is, as it would be).
    """

    columns: Mapping[int, Encoding]
    alone: frozenset[int]
    """Columns where letters tell without a font, so that texts that tell nothing go with them."""
    score: float
    by_font: bool
    samples: tuple[tuple[str, str], ...] = ()

    @property
    def encodings(self) -> tuple[Encoding, ...]:
        """Return the encodings found, each once."""
        return tuple(one for one in Encoding if one in self.columns.values())

    def apply(self, column: int, text: str, font: str = "") -> str:
        """Return the text in Unicode if it is to be converted, else as it is."""
        encoding = of_font(font) or self.columns.get(column)
        if encoding is None or column not in self.columns or _is_plain(text):
            return text
        told = _told(text)[encoding]
        wanted = told > 0 or (told == 0 and (bool(of_font(font)) or column in self.alone))
        return convert(text, encoding, font) if wanted else text


def of_font(font: str) -> Encoding | None:
    """Return the encoding that a font shows: ".VnTime", "VNI-Times"; None for fonts of today."""
    if _TCVN3_FONT.match(font):
        return Encoding.TCVN3
    return Encoding.VNI if _VNI_FONT.match(font) else None


def convert(text: str, encoding: Encoding, font: str = "") -> str:
    """Return the text in Unicode (NFC). Letters that the encoding does not know stay.

    Fonts like .VnTimeH show capitals only; in TCVN3 words in capitals get capital vowels.
    """
    if encoding is Encoding.VNI:
        found = _VNI_PART.sub(lambda part: VNI.get(part[0], part[0]), text)
        return unicodedata.normalize("NFC", found)
    found = "".join(TCVN3.get(sign, sign) for sign in text)
    if _TCVN3_CAPITALS.match(font):
        return unicodedata.normalize("NFC", found.upper())
    return unicodedata.normalize("NFC", _capitals(text, found))


def _is_plain(text: str) -> bool:
    """Return whether there is nothing to convert: ASCII, or letters that only Unicode has."""
    return text.isascii() or any(ord(s) > 0xFF and ord(s) not in _PUNCTUATION for s in text)


def detect(cells: Iterable[Seen]) -> Guess | None:
    """Return the likely encodings of the cells of a sheet, or None for Unicode and ASCII.

    A cell speaks for an encoding when its font does and its letters do not speak against it, or
    when its words are syllables only once converted.
    """
    tallies: dict[int, _Tally] = defaultdict(_Tally)
    kept: list[Seen] = []
    for number, (column, text, font) in enumerate(cells):
        if number == _MOST_CELLS:
            break
        if not text.isascii():
            tallies[column].add(text, font)
            if not _is_plain(text):
                kept.append((column, text, font))
    leader = max(Encoding, key=lambda one: sum(tally.weight(one) for tally in tallies.values()))
    for tally in tallies.values():
        tally.settle(leader)
    found = {column: one for column, one in tallies.items() if one.is_telling}
    columns = {column: one.encoding for column, one in found.items()}
    if not columns:
        return None
    spoken = sum(one.spoken for one in found.values())
    against = sum(one.against for one in found.values())
    guess = Guess(
        columns, frozenset(column for column, one in found.items() if one.is_alone),
        spoken / (spoken + against), any(one.by_font for one in found.values()),
    )  # fmt: skip
    pairs = ((text, guess.apply(column, text, font)) for column, text, font in kept)
    changed = tuple(dict(pair for pair in pairs if pair[0] != pair[1]).items())
    apart = max(len(changed) // _SAMPLES, 1)
    return Guess(
        guess.columns, guess.alone, guess.score, guess.by_font, changed[::apart][:_SAMPLES]
    )


class _Tally:
    """What the cells of a column say."""

    def __init__(self) -> None:
        self._fonts = dict.fromkeys(Encoding, 0)
        self._letters = dict.fromkeys(Encoding, 0)
        self._against = dict.fromkeys(Encoding, 0)
        self._cells = 0
        self.encoding = Encoding.TCVN3

    def add(self, text: str, font: str) -> None:
        """Count a cell."""
        self._cells += 1
        shown, told = of_font(font), _told(text)
        if shown and told[shown] >= 0:
            self._fonts[shown] += 1
            return
        for one in Encoding:
            self._letters[one] += told[one] > 0
            self._against[one] += told[one] < 0

    def weight(self, one: Encoding) -> int:
        """Return how much speaks for an encoding."""
        return self._fonts[one] * 2 + self._letters[one]

    def settle(self, leader: Encoding) -> None:
        """Choose the encoding; the one that leads in the sheet where both would do."""
        self.encoding = max(Encoding, key=lambda one: (self.weight(one), one is leader))

    @property
    def by_font(self) -> bool:
        """Return whether a font says so."""
        return self._fonts[self.encoding] > 0

    @property
    def spoken(self) -> int:
        """Return how many cells speak for the encoding."""
        return self._fonts[self.encoding] + self._letters[self.encoding]

    @property
    def against(self) -> int:
        """Return how many cells speak against it."""
        return self._against[self.encoding]

    @property
    def is_alone(self) -> bool:
        """Return whether letters tell it without a font, in more cells than speak against it."""
        return self._letters[self.encoding] > self.against

    @property
    def is_telling(self) -> bool:
        """Return whether enough speaks for the encoding."""
        return self.by_font or self.spoken * _RARE > self._cells


def _told(text: str) -> Mapping[Encoding, int]:
    """Return what a text says of each encoding: 1 for it, -1 against it, 0 nothing.

    Only the one with more words for it; both where they have as many.
    """
    if _is_plain(text):
        return dict.fromkeys(Encoding, 0 if text.isascii() else -1)
    words = [
        _vote(one)
        for one in _SPLIT.split(text)
        if one and not one.isascii() and one not in _MEASURES
    ]
    good = {one: sum(vote[at] > 0 for vote in words) for at, one in enumerate(Encoding)}
    bad = {one: sum(vote[at] < 0 for vote in words) for at, one in enumerate(Encoding)}
    found = {
        one: 1 if good[one] and bad[one] * _TIMES <= good[one] else -1 if bad[one] else 0
        for one in Encoding
    }
    best = max(good.values())
    return {one: told if told < 1 or good[one] == best else -1 for one, told in found.items()}


@lru_cache(maxsize=50_000)
def _vote(word: str) -> tuple[int, ...]:
    """Return for each encoding: 1, a syllable only when converted; -1, only as it is; else 0."""
    plain = is_syllable(word)
    votes = []
    for one in Encoding:
        fits = _is_written_in(word, one) and is_syllable(convert(word, one))
        votes.append((fits and not plain and len(word) > 1) - (plain and not fits))
    return tuple(votes)


def _is_written_in(word: str, encoding: Encoding) -> bool:
    """Return whether all letters beyond ASCII belong to the encoding."""
    if encoding is Encoding.TCVN3:
        return all(sign.isascii() or sign in TCVN3 for sign in word)
    return all(part[0].isascii() or part[0] in VNI for part in _VNI_PART.finditer(word))


def _capitals(text: str, found: str) -> str:
    """Give TCVN3 the capitals it cannot write: in words of capitals, and at the start of names."""
    before, after = _SPACES.split(text), _SPACES.split(found)
    if len(before) != len(after):
        return found
    parts = [_WOMAN.sub("", word) for word in before]
    plain = [[s for s in word if s.isascii() and s.isalpha()] for word in parts]
    shouts = [len(some) > 1 and all(s.isupper() for s in some) for some in plain]
    is_loud = any(shouts) and not any(s.islower() for some in plain for s in some)
    words = [
        word.upper() if loud or is_loud else word for word, loud in zip(after, shouts, strict=True)
    ]
    silent = [bool(word) and word[0] in _NO_CAPITAL for word in before]
    others = [word for word, one in zip(words, silent, strict=True) if word.strip() and not one]
    if not others or not all(word[0].isupper() or not word[0].isalpha() for word in others):
        return "".join(words)
    return "".join(
        word[:1].upper() + word[1:] if one else word
        for word, one in zip(words, silent, strict=True)
    )
