import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from desktop.core import demo, demo_households, legacy_text
from desktop.core.attendance_cells import ETHNIC_GROUPS
from desktop.core.catalogue import table
from desktop.core.legacy_text import Encoding, convert, detect, of_font
from desktop.core.syllables import is_syllable
from desktop.core.workbook_read import open_book
from tests.core.household_sheets import EDE, KINH, NAMES, encoded

T, V = Encoding.TCVN3, Encoding.VNI
VOWELS = "àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđ"
WORDS = (
    "nguyễn", "thị", "hộ", "nghèo", "cận", "thoát", "được", "những", "thường", "xuyên", "kẻ",
    "đặng", "huỳnh", "quỳnh", "tuyết", "phượng", "vững", "rẫy", "tưới", "giữa", "ngõ", "thửa",
    "khoẻ", "mẫu", "sữa", "bản", "lũ", "nghĩa", "tỉnh", "ủy", "kỹ", "chuồng", "trưởng", "buồn",
)  # fmt: skip


@pytest.mark.parametrize(
    ("old", "encoding", "new"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", T, "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("§éc lËp - Tù do - H¹nh phóc", T, "Độc lập - Tự do - Hạnh phúc"),
        ("CéNG HßA X· HéI CHñ NGHÜA VIÖT NAM", T, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Tr\xad\xeang ph\xad\xeang", T, "Trường phường"),
        ("Ph¹m ThÞ ¸nh", T, "Phạm Thị Ánh"),
        ("H'M¬ Niª", T, "H'Mơ Niê"),
        ("H'R¬", T, "H'Rơ"),
        ("H'B¬R NI£", T, "H'BƠR NIÊ"),
        ("hä ë x· ¸nh s¸ng", T, "họ ở xã ánh sáng"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", V, "Cộng hòa xã hội chủ nghĩa Việt Nam"),
        ("Ñoäc laäp - Töï do - Haïnh phuùc", V, "Độc lập - Tự do - Hạnh phúc"),
        ("COÄNG HOØA XAÕ HOÄI", V, "CỘNG HÒA XÃ HỘI"),
        ("Tröôøng, phöôøng; kyõ sö", V, "Trường, phường; kỹ sư"),
        ("Y Bhioâng Nieâ 12-03", V, "Y Bhiông Niê 12-03"),
    ],
)
def test_that_known_texts_are_converted(old: str, encoding: Encoding, new: str) -> None:
    assert convert(old, encoding) == new


@pytest.mark.parametrize("letter", VOWELS)
def test_that_both_tables_know_every_letter(letter: str) -> None:
    assert letter in legacy_text.TCVN3.values()
    for form in (letter, letter.upper()):
        assert form in legacy_text.VNI.values()
        assert convert(encoded(form, V), V) == form
    assert convert(encoded(letter, T), T) == letter
    assert convert(encoded(letter, T), T, ".VnTimeH") == letter.upper()


def test_that_no_two_letters_are_written_alike() -> None:
    for small in VOWELS:
        for other in VOWELS:
            if small < other:
                assert encoded(small, T) != encoded(other, T)
                assert encoded(small, V) != encoded(other, V)


@pytest.mark.parametrize(
    ("font", "encoding"),
    [
        (".VnTime", T), (".VnArialH", T), (".vnTimeH", T), ("VNI-Times", V), ("VNI-Helve", V),
        ("VNI Times", V), ("Times New Roman", None), ("Arial", None), ("Vni", None), ("", None),
        ("UVNTime", None),
    ],
)  # fmt: skip
def test_that_fonts_say_the_encoding(font: str, encoding: Encoding | None) -> None:
    assert of_font(font) is encoding


names = st.lists(st.sampled_from(WORDS), min_size=2, max_size=6).map(
    lambda words: " ".join(("Nguyễn", *(one.capitalize() for one in words)))
)


@settings(max_examples=100)
@given(names, st.sampled_from(Encoding))
def test_that_what_is_written_old_is_told_and_comes_back(name: str, encoding: Encoding) -> None:
    old = encoded(name, encoding)
    guess = detect([(1, old, "")])
    assert guess is not None
    assert guess.encodings == (encoding,)
    assert guess.apply(1, old).casefold() == name.casefold()


@settings(max_examples=50)
@given(
    st.lists(st.sampled_from((*KINH, *NAMES)), min_size=1, max_size=8), st.sampled_from(Encoding)
)
def test_that_a_column_of_names_comes_back_exactly(texts: list[str], encoding: Encoding) -> None:
    cells = [(3, encoded(one, encoding), "") for one in (*texts, "Nguyễn Thị Hộ")]
    guess = detect(cells)
    assert guess is not None
    assert [guess.apply(*cell) for cell in cells] == [*texts, "Nguyễn Thị Hộ"]


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from((*KINH, *EDE, *NAMES, *WORDS, *ETHNIC_GROUPS, *demo._HAMLETS)), min_size=1
    )
)
def test_that_unicode_raises_no_alarm(texts: list[str]) -> None:
    assert detect([(1, text, "Times New Roman") for text in texts]) is None
    assert detect([(1, unicodedata.normalize("NFD", text), "") for text in texts]) is None


def test_that_ede_names_and_signs_raise_no_alarm() -> None:
    made = [f"{one} {clan}" for one in (*demo_households._EDE_MEN, *demo_households._EDE_WOMEN)
            for clan in demo_households._CLANS]  # fmt: skip
    more = ["Êban", "Niê", "Mlô", "Bê", "Hà", "10 m²", "Café", "½", "«xin»", "5 µm", "a · b", "± 3"]
    for text in (*made, *more):
        assert detect([(1, text, "")]) is None, text


def test_that_the_catalogues_raise_no_alarm() -> None:
    for name in ("topics", "channels", "deprivation_indicators", "report_indicators"):
        cells = [(1, value, "") for line in table(name) for value in line.values()]
        assert detect(cells) is None
        assert all(detect([cell]) is None for cell in cells)


def test_that_a_font_is_enough_where_letters_say_nothing_else() -> None:
    guess = detect([(1, "Hé", ".VnTime"), (1, "Lan", ".VnTime")])
    assert guess is not None
    assert (guess.by_font, guess.samples) == (True, (("Hé", "Hộ"),))


def test_that_unicode_in_an_old_font_stays() -> None:
    assert detect([(1, "Hộ nghèo", ".VnTime"), (1, "Hà Nội", "VNI-Times")]) is None
    cells = [(1, "Hé nghÌo", ".VnTime"), (1, "Hộ nghèo", ".VnTime"), (1, "Hà", ".VnTime")]
    guess = detect(cells)
    assert guess is not None
    assert [guess.apply(*cell) for cell in cells] == ["Hộ nghèo", "Hộ nghèo", "Hà"]


def test_that_one_strange_cell_among_many_is_chance() -> None:
    cells = [(1, "Nguyễn Thị Hoa", "")] * 60
    assert detect([*cells, (1, "NguyÔn", "")]) is None


@pytest.mark.parametrize("word", ["nghiêng", "Hòa", "Hoà", "ỦY", "quý", "giữa", "đường", "khuya"])
def test_that_syllables_are_known(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", ["NguyÔn", "Niê", "Kbuôr", "toạtf", "bàt", "êb", "ñoã", "nguyeãn"])
def test_that_other_words_are_no_syllables(word: str) -> None:
    assert not is_syllable(word)


def test_that_fonts_of_cells_and_of_rich_text_are_read(tmp_path: Path) -> None:
    from openpyxl.styles import Font

    made = Workbook()
    sheet = made.active
    sheet.append(["Hé", "ASCII", 12])
    sheet["A1"].font = Font(name=".VnTime")
    sheet["C1"].font = Font(name=".VnTime")
    sheet["A2"] = CellRichText(TextBlock(InlineFont(rFont="VNI-Times"), "Hoä"), " Lan")
    made.save(tmp_path / "a.xlsx")
    book = open_book(tmp_path / "a.xlsx")
    rows = [(cells, fonts) for _, cells, fonts in book.rows_and_fonts(book.sheets[0])]
    assert rows[0] == ({1: "Hé", 2: "ASCII", 3: 12.0}, {1: ".VnTime", 2: "Calibri"})
    assert rows[1][1][1] == "VNI-Times"


def test_that_fonts_of_an_old_workbook_are_read() -> None:
    book = open_book(Path(__file__).parents[1] / "data" / "hoat-dong.xls")
    rows = list(book.rows_and_fonts(book.sheets[0]))
    fonts = {font for _, _, some in rows for font in some.values()}
    assert fonts
    assert all(font.isprintable() and len(font) > 3 for font in fonts)
    assert [(n, cells) for n, cells, _ in rows] == list(book.rows(book.sheets[0]))
