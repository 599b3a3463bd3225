import re

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from desktop.core import paths
from desktop.ui import icons, theme
from desktop.ui.theme import Edition

TEXT = (
    ("text", "surface"), ("text2", "surface"), ("text3", "surface"), ("text3", "bg"),
    ("text", "sel"), ("text2", "sel"), ("text2", "sunken"), ("surface", "accent"),
    ("surface", "accentPress"), ("accent", "surface"), ("accent", "bg"), ("accentPress", "accentTint"),
    ("navText", "nav"), ("navMuted", "nav"), ("navText", "navHover"), ("navSelText", "navSel"),
    ("badgeText", "badge"), ("ok", "okTint"), ("warn", "warnTint"), ("bad", "badTint"),
    ("info", "infoTint"), ("text", "warnTint"), ("text", "badTint"), ("text", "okTint"),
    ("tooltipText", "tooltip"), ("ok", "surface"), ("warn", "surface"), ("bad", "surface"),
)  # fmt: skip
SHAPES = (
    ("borderStrong", "surface"), ("warnBar", "surface"), ("accent", "surface"), ("bad", "surface"),
    ("navRing", "nav"), ("chart1", "surface"), ("chart2", "surface"),
)  # fmt: skip


@pytest.fixture(autouse=True)
def _dressed(qapp: QApplication):
    theme.apply(qapp, Edition.WARD)
    yield
    theme.apply(qapp, Edition.WARD)


@pytest.mark.parametrize("edition", Edition)
def test_that_text_can_be_read(edition):
    colours = theme.tokens(edition)
    poor = {pair: theme.contrast(*(colours[one] for one in pair)) for pair in TEXT}
    assert {pair: value for pair, value in poor.items() if value < 4.5} == {}


@pytest.mark.parametrize("edition", Edition)
def test_that_borders_and_bars_can_be_seen(edition):
    colours = theme.tokens(edition)
    poor = {pair: theme.contrast(*(colours[one] for one in pair)) for pair in SHAPES}
    assert {pair: value for pair, value in poor.items() if value < 3} == {}


def test_that_contrast_of_black_and_white_is_21():
    assert theme.contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert theme.contrast("#17212F", "#17212F") == pytest.approx(1)


def test_that_editions_differ_at_a_glance():
    assert theme.WARD["nav"] != theme.CITY["nav"]
    assert theme.WARD.keys() == theme.CITY.keys()


def test_that_font_has_vietnamese_and_ede_letters(qapp):
    name = theme.family()
    assert "DejaVu" not in name
    assert theme.covers(name)
    assert qapp.font().family() == name


@pytest.mark.parametrize("size", theme.SIZES)
def test_that_lengths_grow_with_the_letters(qapp, size):
    theme.apply(qapp, Edition.CITY, size)
    assert theme.dp(34) == round(34 * size / 10.5)
    assert theme.font(5).pointSizeF() == size + 5
    assert qapp.font().pointSizeF() == size


def test_that_style_sheet_has_no_open_token():
    assert re.findall(r"\{[\w:]+\}", theme.style_sheet()) == []
    assert "font-size" not in theme.style_sheet()


def test_that_every_icon_named_in_the_style_sheet_is_there():
    for found in re.findall(r"url\((.*?)\)", theme.style_sheet()):
        assert found.endswith(".svg")
        assert (paths.resources() / "icons" / found.rsplit("/", 1)[1]).is_file()


def test_that_every_icon_can_be_drawn_in_one_colour(qapp):
    files = sorted((paths.resources() / "icons").glob("*.svg"))
    assert len(files) > 45
    for file in files:
        image = icons.pixmap(file.stem, "#FF0000", 20, 2.0).toImage()
        seen = [image.pixelColor(x, y) for x in range(40) for y in range(40)]
        inked = [colour for colour in seen if colour.alpha() > 200]
        assert inked, file.stem
        assert all(colour.red() > 240 and colour.green() < 15 for colour in inked), file.stem


def test_that_icons_are_sharp_at_125_percent(qapp):
    drawn = icons.pixmap("home", "accent", 20, 1.25)
    assert (drawn.width(), drawn.devicePixelRatio()) == (25, 1.25)
    assert icons.icon("home").pixmap(20, 20).deviceIndependentSize().width() == 20


def test_that_disabled_icon_is_grey(qapp):
    plain = icons.icon("save", "#FFFFFF").pixmap(20, 20, QIcon.Mode.Disabled).toImage()
    inked = {plain.pixelColor(x, y).name() for x in range(20) for y in range(20)}
    assert theme.hexa("disabled").lower() in inked


def test_that_focus_ring_appears_for_the_keyboard_only(qtbot):
    window = QLineEdit()
    one = QPushButton("Lưu", window)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
    one.setFocus()
    assert one.property("ring") is True
    window.setFocus()
    assert one.property("ring") is False
