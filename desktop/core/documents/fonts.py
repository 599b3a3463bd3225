"""The serif letters of paper: finds a complete family, measures words, refuses missing letters.

Decree 30/2020 wants Times New Roman; Liberation Serif 2 and Tinos have the same widths. Knows
nothing about pages.
"""

import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import chain, takewhile
from math import radians, tan
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import ShapeData, ShapedStr, TTFError, TTFont

from desktop.core.errors import MissingGlyphError

REGULAR, BOLD, ITALIC, BOLD_ITALIC = "Chu", "Chu-Dam", "Chu-Nghieng", "Chu-Dam-Nghieng"
STYLES = (REGULAR, BOLD, ITALIC, BOLD_ITALIC)

FAMILIES = (
    ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    ("Times_New_Roman.ttf", "Times_New_Roman_Bold.ttf", "Times_New_Roman_Italic.ttf",
     "Times_New_Roman_Bold_Italic.ttf"),
    ("LiberationSerif-Regular.ttf", "LiberationSerif-Bold.ttf", "LiberationSerif-Italic.ttf",
     "LiberationSerif-BoldItalic.ttf"),
    ("Tinos-Regular.ttf", "Tinos-Bold.ttf", "Tinos-Italic.ttf", "Tinos-BoldItalic.ttf"),
    ("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf", "NotoSerif-Italic.ttf",
     "NotoSerif-BoldItalic.ttf"),
)  # fmt: skip
"""File names in the order of STYLES, the best family first."""

NEEDED = frozenset(
    {chr(code) for code in chain(range(0x20, 0x7F), range(0x1EA0, 0x1EFA))}
    | set("ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝàáâãèéêìíòóôõùúýĂăĐđĨĩŨũƠơƯư")
    | set("ƀɃČčĔĕĬĭÑñŎŏŬŭ\u0306–“”’²")
)
"""Letters of Vietnamese and Ê-đê that a family must have in all four styles."""

_BODIES = {"ơ": "o", "ư": "u", "Ơ": "O", "Ư": "U"}
"""Letters whose horn does not count when a mark is centred over them."""

_ABOVE, _GAP = 230, 40
"""Unicode's class of marks over a letter; the air below such a mark, in 1/1000 em."""

_DROPPED = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad\r"))
_MOST_WORDS = 20_000
_MARK = re.compile("[\u0300-\u036f]")

_shaped_str: Any = ShapedStr
"""Its published type is wrong about the second argument."""

_widths: dict[str, dict[str, float]] = {style: {} for style in STYLES}


@cache
def letters() -> frozenset[str]:
    """Register the family of this machine, once; return the letters that all styles have.

    Raises MissingGlyphError when no family on this machine has the letters of the language.
    """
    lacking = set(NEEDED)
    for paths in _installed():
        try:
            fonts = [TTFont(name, str(path)) for name, path in zip(STYLES, paths, strict=True)]
        except TTFError:
            continue
        known = frozenset(map(chr, set.intersection(*(set(f.face.charToGlyph) for f in fonts))))
        if known >= NEEDED:
            for font in fonts:
                pdfmetrics.registerFont(font)
            pdfmetrics.registerFontFamily(REGULAR, REGULAR, BOLD, ITALIC, BOLD_ITALIC)
            return known | {"\n"}
        lacking = min(lacking, set(NEEDED - known), key=len)
    raise MissingGlyphError("".join(sorted(lacking)), "phông chữ có chân (Times New Roman)")


def missing(text: str) -> str:
    """Return the letters of the text that cannot be drawn, each once, in order."""
    known = letters()
    if known.issuperset(text):
        return ""
    return "".join(dict.fromkeys(sign for sign in clean(text) if sign not in known))


def require(text: str, where: str = "") -> None:
    """Raise MissingGlyphError naming the letters that cannot be drawn."""
    if lacking := missing(text):
        raise MissingGlyphError(lacking, where)


def clean(text: str) -> str:
    """Return the text composed (NFC), without signs that have no shape on paper."""
    if letters().issuperset(text) and unicodedata.is_normalized("NFC", text):
        return text
    return unicodedata.normalize("NFC", text).translate(_DROPPED).replace("\t", " ")


def needs_shaping(text: str) -> bool:
    """Return whether marks stand alone (ê̆ ô̆ ơ̆ ư̆) and must be placed over their letter."""
    return _MARK.search(text) is not None


def shaped(text: str, style: str) -> str:
    """Return the text as the canvas takes it: single marks over their letter, else unchanged.

    Own rule, not HarfBuzz's: Liberation and Tinos hold no anchors for a breve on ê, ô, ơ, ư, and
    a font's substitute shapes would come back as foreign letters when text is copied.
    """
    if not needs_shaping(text):
        return text
    wide = _font(style).face.getCharWidth
    placed: list[Any] = []
    before = ""
    for position, sign in enumerate(text):
        own = wide(ord(sign))
        if before and unicodedata.combining(sign):
            right, up = _offset(sign, before, style)
            placed.append(ShapeData(position, 0, 0, right, up, own))
        else:
            before = sign
            placed.append(ShapeData(position, own, 0, 0, 0, own))
    found: str = _shaped_str(text, placed)
    return found


def width(word: str, style: str) -> float:
    """Return the width of a word in ems (multiply by the size in points)."""
    known = _widths[style]
    found = known.get(word)
    if found is None:
        if len(known) >= _MOST_WORDS:
            known.clear()
        found = known[word] = _measured(word, style)
    return found


def _measured(word: str, style: str) -> float:
    if needs_shaping(word):
        word = "".join(sign for sign in word if not unicodedata.combining(sign))
    return float(pdfmetrics.stringWidth(word, style, 1000)) / 1000


@cache
def _offset(mark: str, letter: str, style: str) -> tuple[float, float]:
    """Return how far to move a mark that follows the letter: right and up, in 1/1000 em."""
    face = _font(style).face
    left, bottom, right, top = _box(_BODIES.get(letter, letter), style)
    mark_left, mark_bottom, mark_right, mark_top = _box(mark, style)
    up = max(top + _GAP - mark_bottom, 0.0) if unicodedata.combining(mark) == _ABOVE else 0.0
    slant = tan(radians(-face.italicAngle))
    lean = slant * ((mark_bottom + mark_top) / 2 + up - (bottom + top) / 2)
    middle = (left + right) / 2 + lean - (mark_left + mark_right) / 2
    return middle - face.getCharWidth(ord(letter)), up


@cache
def _box(sign: str, style: str) -> tuple[float, float, float, float]:
    """Return left, bottom, right, top of the ink of a letter, in 1/1000 em."""
    font = _font(style)
    box = font.hbFont().get_glyph_extents(font.face.charToGlyph[ord(sign)])
    left, top = font.pdfScale(box.x_bearing), font.pdfScale(box.y_bearing)
    return left, top + font.pdfScale(box.height), left + font.pdfScale(box.width), top


def _font(style: str) -> Any:
    return pdfmetrics.getFont(style)


def _installed() -> Iterator[list[Path]]:
    """Yield the four files of every family found, the best first."""
    found: dict[str, list[Path]] = {}
    wanted = {name.lower() for family in FAMILIES for name in family}
    for root in _folders():
        for folder, _, names in os.walk(root):
            for name in sorted(names):
                if name.lower() in wanted:
                    found.setdefault(name.lower(), []).append(Path(folder, name))
    for family in FAMILIES:
        for first in found.get(family[0].lower(), ()):
            beside = [
                [path for path in found.get(name.lower(), ()) if path.parent == first.parent]
                for name in family
            ]
            whole = list(takewhile(bool, beside))
            if len(whole) == len(family):
                yield [paths[0] for paths in whole]


def _folders() -> list[Path]:
    """Return where this system keeps fonts, the user's own last."""
    if sys.platform == "win32":
        return [
            Path(os.environ.get("WINDIR", r"C:\Windows"), "Fonts"),
            Path(os.environ.get("LOCALAPPDATA", ""), "Microsoft", "Windows", "Fonts"),
        ]
    home = Path.home()
    return [
        Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts",
        home / ".fonts",
    ]  # fmt: skip
