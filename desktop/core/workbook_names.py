"""Finding what people mean by a name in a workbook: catalogue items, hamlets, speakers.

Never guesses: what is only similar is new, and said to be similar.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher, get_close_matches
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

from desktop.core import hamlets
from desktop.core.catalogue import Item
from desktop.core.hamlets import Hamlet
from desktop.core.speakers import Speaker
from desktop.core.texts import fold, nfc
from desktop.core.workbook_read import heading_key

MOST_COMPARED = 200
"""New names beyond this are not compared with each other: no honest workbook has so many."""

_ALIASES = {
    "xa chi": "XA_PHUONG", "phường chi": "XA_PHUONG", "cấp trên": "CAP_TREN",
    "không có kinh phí": "KHONG", "Kinh": "VIET",
}  # fmt: skip
_CODE_FIRST = re.compile(r"([A-Za-z][A-Za-z0-9_]+)\s*[-–—:.]\s*(.+)", re.DOTALL)
"""As the blank workbook offers it: "DV06 – Nhà ở"."""
_SIMILAR = 0.85
_SHORTEST = 3
_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\w+")


class Catalogued:
    """The items of a catalogue by everything they are called."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._codes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        for item in items:
            for name in (item.code, item.name, getattr(item, "short_name", "")):
                for key in {heading_key(name), heading_key(name).removeprefix("tieng")} - {""}:
                    self._codes.setdefault(key, item.code)
                    self._names.setdefault(key, item.name)
        known = set(self._codes.values())
        for alias, code in _ALIASES.items():
            if code in known:
                self._codes.setdefault(heading_key(alias), code)

    def find(self, text: str) -> str | None:
        """Return the code of a code, name or short name, with or without marks."""
        key = heading_key(text)
        found = self._codes.get(key) or self._codes.get(key.removeprefix("tieng"))
        first = None if found else _CODE_FIRST.match(text.strip())
        if first:
            codes = [self._codes.get(heading_key(part)) for part in first.groups()]
            found = codes[0] if codes[0] == codes[1] else None
        return found

    def find_all(self, text: str, separators: str) -> tuple[list[str], list[str]]:
        """Return the codes of several names, and the pieces that are no name.

        A name may hold the separator itself ("Mục đích, ý nghĩa của Chương trình; định hướng …"),
        so the longest run of pieces that is a name is taken.
        """
        pieces = [piece for piece in re.split(separators, text) if piece.strip()]
        found: list[str] = []
        unknown: list[str] = []
        while pieces:
            for count in range(min(len(pieces), 8), 0, -1):
                code = self.find(" ".join(pieces[:count]))
                if code:
                    found.append(code)
                    break
            else:
                unknown.append(pieces[0].strip())
            pieces = pieces[count:]
        return found, unknown

    def nearest(self, text: str) -> str:
        """Return the name of the item that looks most like the text, or nothing."""
        close = get_close_matches(heading_key(text[:200]), self._names, 1, 0.75)
        return self._names[close[0]] if close else ""


class Named(Protocol):
    """What has an id."""

    @property
    def id(self) -> str:
        """Return the id."""


N = TypeVar("N", bound=Named)


@dataclass(frozen=True)
class Found(Generic[N]):
    """One name that was looked up; `similar` names known ones that differ a little from a new one."""

    one: N
    is_new: bool = False
    similar: tuple[str, ...] = ()
    kind_guessed: bool = False


class Hamlets:
    """The hamlets of the unit and those that the workbook brings."""

    def __init__(self, known: Iterable[Hamlet], unit_id: str) -> None:
        self._unit_id = unit_id
        self._by_key: dict[str, Hamlet] = {}
        self._by_name: dict[str, list[Hamlet]] = {}
        self.new: list[Hamlet] = []
        for one in sorted(known, key=lambda hamlet: hamlet.valid_to is not None):
            self._keep(one)

    def find_all(self, text: str) -> list[Found[Hamlet]]:
        """Return the hamlets of a cell; "TDP 3, 4" means two of the same kind."""
        found: list[Found[Hamlet]] = []
        kind = ""
        for piece in _pieces(text):
            found.append(self._find(piece, kind))
            kind = found[-1].one.kind
        return found

    def _find(self, text: str, kind: str) -> Found[Hamlet]:
        named = hamlets.named(text, self._unit_id, "")
        if not named.kind and kind:
            named = replace(named, kind=kind)
        known = self._by_key.get(hamlet_key(named))
        if known is None and not named.kind:
            same = self._by_name.get(fold(named.name), [])
            known = same[0] if len(same) == 1 else None
        if known is not None:
            return Found(known)
        guessed = not named.kind
        new = replace(named, kind=named.kind or hamlets.KINDS[0])
        similar = tuple(self._similar(new)) if len(self.new) < MOST_COMPARED else ()
        self._keep(new)
        self.new.append(new)
        return Found(new, True, similar, guessed)

    def _similar(self, new: Hamlet) -> Iterator[str]:
        for one in self._by_key.values():
            if fold(one.name) == fold(new.name) or _is_close(one.name, new.name):
                yield one.full_name

    def _keep(self, one: Hamlet) -> None:
        self._by_key.setdefault(hamlet_key(one), one)
        self._by_name.setdefault(fold(one.name), []).append(one)


class Speakers:
    """The speakers of the unit and those that the workbook brings.

    Nguyễn Thị Hà and Nguyễn Thị Hạ are two people; a name without any marks is the one it fits.
    """

    def __init__(self, known: Iterable[Speaker], unit_id: str) -> None:
        self._unit_id = unit_id
        self._by_key: dict[str, Speaker] = {}
        self._by_fold: dict[str, list[Speaker]] = {}
        self.new: list[Speaker] = []
        for one in known:
            self._keep(one)

    def find_all(self, text: str) -> list[Found[Speaker]]:
        """Return the speakers of a cell."""
        return [self._find(piece) for piece in _pieces(text)]

    def _find(self, name: str) -> Found[Speaker]:
        known = self._by_key.get(_person_key(name))
        alike = self._by_fold.get(fold(name), [])
        if known is None and len(alike) == 1 and _unmarked(name):
            known = alike[0]
        if known is not None:
            return Found(known)
        new = Speaker(name=name, unit_id=self._unit_id)
        similar = tuple(self._similar(new)) if len(self.new) < MOST_COMPARED else ()
        self._keep(new)
        self.new.append(new)
        return Found(new, True, similar)

    def _similar(self, new: Speaker) -> Iterator[str]:
        for one in self._by_key.values():
            if fold(one.name) == fold(new.name) or _is_close(one.name, new.name):
                yield one.name

    def _keep(self, one: Speaker) -> None:
        self._by_key.setdefault(speaker_key(one), one)
        self._by_fold.setdefault(fold(one.name), []).append(one)


def already_known(
    brought: Iterable[N], known: Iterable[N], key: Callable[[N], str]
) -> dict[str, str]:
    """Return {id brought: id known} of those that became known since the workbook was read."""
    ids = {key(one): one.id for one in known}
    return {one.id: ids[key(one)] for one in brought if key(one) in ids}


def hamlet_key(hamlet: Hamlet) -> str:
    """Return what spellings of a hamlet share: "TDP 02" is "Tổ dân phố 2"."""
    words = _WORD.findall(hamlets.key(hamlet.full_name.strip()))
    return " ".join(word.lstrip("0") or word for word in words)


def speaker_key(speaker: Speaker) -> str:
    """Return what spellings of a person's name share."""
    return _person_key(speaker.name)


def _pieces(text: str) -> list[str]:
    pieces = (nfc(piece).strip(" .-–—") for piece in re.split(r"[;,\n]", text))
    return [piece for piece in pieces if piece]


@lru_cache(maxsize=10_000)
def _person_key(name: str) -> str:
    """Marks count, but not where in the word they stand: Hoà is Hòa."""
    words = unicodedata.normalize("NFD", nfc(name).casefold().replace("’", "'")).split()
    return " ".join(fold(word) + "".join(sorted(word)) for word in words)


def _unmarked(name: str) -> bool:
    return fold(name) == name.casefold()


def _is_close(one: str, other: str) -> bool:
    first, second = fold(one), fold(other)
    if first == second or _DIGITS.findall(first) != _DIGITS.findall(second):
        return False
    if min(len(first), len(second)) < _SHORTEST:
        return False
    if _one_letter_apart(first, second):
        return True
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= _SIMILAR and matcher.ratio() >= _SIMILAR


def _one_letter_apart(one: str, other: str) -> bool:
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    first, second = one[start:], other[start:]
    return first[1:] == second[1:] or first[1:] == second or first == second[1:]
