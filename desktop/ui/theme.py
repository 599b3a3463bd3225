"""Colours, lengths, letters and the style sheet, for both editions. Draws nothing itself."""

import re
import sys
from collections.abc import Mapping
from enum import StrEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette, QRawFont
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from desktop.core import paths

SIZES = (10.5, 11.5, 13.0, 15.0)
"""The letter sizes an officer can choose, in points."""

MEDIUM, SEMIBOLD, BOLD = QFont.Weight.Medium, QFont.Weight.DemiBold, QFont.Weight.Bold
MUST_HAVE = "ẮẤỐỦắấốủĂÂĐÊÔƠƯưđƀčĕĭñŏŭ"
"""Vietnamese and Ê Đê letters that a family must have before it is taken."""

_WIDE_SCREEN = 1600
_FAMILIES = ("Noto Sans", "Inter", "Roboto", "Ubuntu", "Cantarell", "Liberation Sans", "Arial")


class Edition(StrEnum):
    """Who the program is for: the ward that logs, or the city that receives."""

    WARD = "ward"
    CITY = "city"


WARD: Mapping[str, str] = {
    "bg": "#F3F5F9", "surface": "#FFFFFF", "sunken": "#F7F9FC", "border": "#D5DCE6",
    "borderStrong": "#8592A6", "divider": "#E6EAF0", "track": "#E3E8EF", "text": "#17212F",
    "text2": "#4C5A6D", "text3": "#5C697C", "disabled": "#98A2B0", "nav": "#12304F",
    "navHover": "#1D4066", "navText": "#D5E1EE", "navMuted": "#8FA9C4", "navSel": "#FFFFFF",
    "navSelText": "#0F3B73", "navRing": "#8EC2FF", "accent": "#0F5FC2", "accentHover": "#0C52A8",
    "accentPress": "#0A448C", "accentTint": "#E5F0FD", "accentBorder": "#A9CBF5",
    "sel": "#DCEAFC", "hover": "#EFF4FB", "buttonBorder": "#B9C3D0",
    "ok": "#137A46", "okTint": "#E2F4EA", "okBorder": "#A6DABD",
    "warn": "#8A5300", "warnTint": "#FFF2D6", "warnBorder": "#EBC671", "warnBar": "#C47600",
    "bad": "#B42318", "badTint": "#FDECEA", "badBorder": "#F0B0A9",
    "info": "#0F5FC2", "infoTint": "#E5F0FD", "infoBorder": "#A9CBF5",
    "badge": "#F2B33D", "badgeText": "#3A2500", "tooltip": "#1F2A38", "tooltipText": "#FFFFFF",
    "chartPlan": "#C9D3E0", "chart1": "#0F5FC2", "chart2": "#12917E", "chart3": "#E09A12",
    "chart4": "#9AA6B6",
}  # fmt: skip

CITY: Mapping[str, str] = {
    **WARD,
    "accent": "#0B6B63", "accentHover": "#095A54", "accentPress": "#074A45",
    "accentTint": "#E0F3F0", "accentBorder": "#98D3CB", "nav": "#0D3B3A", "navHover": "#16514F",
    "navText": "#D3E8E5", "navMuted": "#8DB8B3", "navSelText": "#074A45", "sel": "#D8EFEB",
    "hover": "#EEF6F5", "chart1": "#0B6B63", "chart2": "#2E6CBB",
}  # fmt: skip


_OWN_LETTERS = (
    "QAbstractItemView", "QHeaderView", "QMenu", "QMessageBox", "QStatusBar", "QTipLabel",
)  # fmt: skip
"""Windows has letters of its own for these, which would not grow with ours.

Done everywhere, so that tests on Linux run through it.
"""


class _Chosen:
    """What `apply` chose last."""

    tokens: Mapping[str, str] = WARD
    base = SIZES[0]
    family = ""
    app: QApplication | None = None


def tokens(edition: Edition) -> Mapping[str, str]:
    """Return the colours of an edition by name."""
    return CITY if edition is Edition.CITY else WARD


def hexa(name: str) -> str:
    """Return a colour of the running edition as #RRGGBB; a #RRGGBB comes back as it is."""
    return name if name.startswith("#") else _Chosen.tokens[name]


def colour(name: str) -> QColor:
    """Return a colour of the running edition."""
    return QColor(hexa(name))


def contrast(one: str, other: str) -> float:
    """Return the WCAG contrast of two #RRGGBB colours, 1 to 21."""

    def luminance(value: str) -> float:
        parts = [int(value[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        red, green, blue = (
            p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
        )
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def base() -> float:
    """Return the size of body text, in points."""
    return _Chosen.base


def default_base(logical_width: int) -> float:
    """Return the size of body text for a screen where the officer chose none."""
    return 12.0 if logical_width >= _WIDE_SCREEN else SIZES[0]


def dp(length: float) -> int:
    """Return a length drawn for 10.5 pt letters, in pixels for the letters now chosen."""
    return round(length * max(1.0, _Chosen.base / SIZES[0]))


def font(delta: float = 0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """Return the program's font, `delta` points above body text."""
    made = QFont(_Chosen.family) if _Chosen.family else QFont()
    made.setPointSizeF(_Chosen.base + delta)
    made.setWeight(weight)
    return made


def family() -> str:
    """Return a font family of this machine that has every letter we write."""
    _load_own_fonts()
    wanted = ("Segoe UI", *_FAMILIES) if sys.platform == "win32" else _FAMILIES
    there = set(QFontDatabase.families())
    for name in wanted:
        if name in there and covers(name):
            return name
    rest = (name for name in sorted(there) if "Sans" in name and "DejaVu" not in name)
    return next((name for name in rest if covers(name)), QFont().family())


def covers(name: str) -> bool:
    """Say whether a family has all Vietnamese and Ê Đê letters of its own."""
    raw = QRawFont.fromFont(QFont(name))
    return all(raw.supportsCharacter(ord(letter)) for letter in MUST_HAVE)


def apply(app: QApplication, edition: Edition, base_pt: float = SIZES[0]) -> None:
    """Dress the whole program. Can be called again when the officer chooses other letters."""
    _Chosen.tokens = tokens(edition)
    _Chosen.base = base_pt
    _Chosen.family = _Chosen.family or family()
    app.setStyle("Fusion")
    app.setPalette(palette())
    app.setFont(font())
    for name in _OWN_LETTERS:
        app.setFont(font(), name)  # type: ignore[arg-type]  # it takes str; its type says bytes
    sheet = style_sheet()
    if app.styleSheet() != sheet:  # dressing every widget anew is slow
        app.setStyleSheet(sheet)
    if _Chosen.app is not app:
        _Chosen.app = app
        app.focusChanged.connect(_ring_follows_keyboard)


def palette() -> QPalette:
    """Return the palette of the running edition, the same in all groups but for grey text."""
    role = QPalette.ColorRole
    chosen = QPalette()
    for place, name in {
        role.Window: "bg", role.WindowText: "text", role.Base: "surface",
        role.AlternateBase: "sunken", role.Text: "text", role.Button: "surface",
        role.ButtonText: "text", role.BrightText: "surface", role.Highlight: "sel",
        role.HighlightedText: "text", role.Accent: "accent", role.Link: "accent",
        role.LinkVisited: "accent", role.PlaceholderText: "text3", role.ToolTipBase: "tooltip",
        role.ToolTipText: "tooltipText", role.Light: "surface", role.Midlight: "divider",
        role.Mid: "border", role.Dark: "borderStrong", role.Shadow: "borderStrong",
    }.items():  # fmt: skip
        chosen.setColor(place, colour(name))
    for place in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        chosen.setColor(QPalette.ColorGroup.Disabled, place, colour("disabled"))
    return chosen


def style_sheet() -> str:
    """Return the style sheet with the colours and lengths of the running edition."""
    folder = paths.resources()
    template = (folder / "style.qss").read_text(encoding="utf-8")
    template = re.sub(r"\{icon:(\w+)\}", rf"{folder.as_posix()}/icons/\1.svg", template)
    template = re.sub(r"\{(\d+)\}", lambda found: f"{dp(int(found[1]))}px", template)
    return re.sub(r"\{(\w+)\}", lambda found: hexa(found[1]), template)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a property the style sheet looks at, and dress the widget anew."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def _load_own_fonts() -> None:
    for file in sorted((paths.resources() / "fonts").glob("*.[to]tf")):
        QFontDatabase.addApplicationFont(str(file))


def _ring_follows_keyboard(old: QWidget | None, new: QWidget | None) -> None:
    """Show a focus ring on a button only when no mouse button brought the focus there."""
    if isinstance(old, QAbstractButton):
        set_property(old, "ring", False)
    if isinstance(new, QAbstractButton):
        set_property(new, "ring", QGuiApplication.mouseButtons() == Qt.MouseButton.NoButton)
