"""Twenty-odd messy workbooks, one function each: what offices really send."""

import unicodedata
from typing import Any

from desktop.core.legacy_text import Encoding
from tests.core.household_sheets import (
    INDICATORS,
    KINH,
    NAMES,
    PLACES,
    SIGNED,
    TEXT_CATEGORIES,
    Case,
    One,
    book,
    case,
    encoded,
    marks,
    of_category,
    people,
    plain_rows,
    title,
)


def plain() -> Case:
    some = people(12, 1)
    return case("one row of headings, year in the sheet's name", plain_rows(some), some, asks=1,
                 sheet="HN 2024")  # fmt: skip


def merged_titles() -> Case:
    some = people(15, 2)
    rows = [*title("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2024"), *plain_rows(some), *SIGNED]
    return case("merged titles and signatures", rows, some, asks=1,
                 merged=("A1:C1", "E1:F1", "A4:F4"))  # fmt: skip


def names_of_lacks() -> Case:
    some = people(14, 3, lacking=True)
    rows = [
        *title("KẾT QUẢ RÀ SOÁT HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2024"),
        ["TT", "Họ và tên chủ hộ", "Mã hộ", "Thôn/buôn", "Dân tộc", "Loại hộ", "Các chiều thiếu hụt"],
        [None] * 6 + list(NAMES),
        *[[n, o.head, o.code, o.hamlet, o.ethnic, TEXT_CATEGORIES[o.category], *marks(o)]
          for n, o in enumerate(some, 1)],
    ]  # fmt: skip
    return case("two rows of headings with names", rows, some, asks=1, merged=("G6:R6", "A6:A7"))


def numbers_of_lacks() -> Case:
    some = people(14, 4, lacking=True)
    rows = [
        *title("Danh sách hộ nghèo, cận nghèo năm 2024"),
        ["STT", "Mã hộ", "Chủ hộ", "Địa chỉ", "Dân tộc", "Phân loại hộ", None, None,
         "Chỉ số thiếu hụt dịch vụ xã hội cơ bản"],
        [None] * 5 + ["HN", "CN", "TN", *range(1, 13)],
        [f"({n})" for n in range(1, 21)],
        *[[n, o.code, o.head, f"{o.hamlet}, xã Cư Êbur", o.ethnic, *of_category(o), *marks(o, "X")]
          for n, o in enumerate(some, 1)],
    ]  # fmt: skip
    return case("numbers 1 to 12, marks for the category", rows, some, asks=1, merged=("I6:T6",))


def group_row_above() -> Case:
    some = people(10, 5)
    rows = [
        ["Biểu số 02: năm 2024"],
        ["TT", "Thông tin chủ hộ", None, None, "Địa bàn", "Kết quả rà soát"],
        [None, "Họ và tên", "Ngày sinh", "Dân tộc", None, "Hộ nghèo", "Hộ cận nghèo",
         "Hộ mới thoát nghèo", "Mã hộ"],
        ["A", "B", "C", "D", "E", 1, 2, 3, 4],
        *[[n, o.head, "12/03/1980", o.ethnic, o.hamlet, *of_category(o, 1), o.code]
          for n, o in enumerate(some, 1)],
    ]  # fmt: skip
    return case(
        "heads under a group, numbering below", rows, some, asks=1, merged=("B2:D2", "F2:H2")
    )


def totals() -> Case:
    some = people(12, 6)
    rows = [*title("DANH SÁCH NĂM 2024"), plain_rows(some)[0]]
    for place in PLACES:
        here = [o for o in some if o.hamlet == place]
        rows += plain_rows(here)[1:]
        rows.append([None, None, f"Cộng {place}", None, None, len(here)])
    rows += [["Tổng cộng", None, None, None, None, len(some)], ["Tổng số hộ: 12"], *SIGNED]
    return case("totals between and below", rows, some, asks=1)


def blanks() -> Case:
    some = people(11, 7)
    head, *lines = plain_rows(some)
    rows = [[], [], *title("Năm 2024"), head]
    for number, line in enumerate(lines):
        rows.append(line)
        if number % 3 == 2:
            rows += [[], [None, " ", "\u200b"], [number + 1]]
        if number == 5:
            rows.append(head)
    return case("blank lines, numbers alone, headings repeated", rows, some, asks=1)


def sections() -> Case:
    some = people(44, 8)
    rows = [*title("DANH SÁCH NĂM 2024"), ["STT", "Họ tên chủ hộ", "Mã hộ", "Dân tộc", "Loại hộ"]]
    for number, place in enumerate(PLACES[:3]):
        here = [o for o in some if o.hamlet == place]
        rows.append([("I", "II", "III")[number], place, None, None, len(here)])
        rows += [[n, o.head, o.code, o.ethnic, {"HN": "HN", "HCN": "CN", "HMTN": "TN"}[o.category]]
                 for n, o in enumerate(here, 1)]  # fmt: skip
    return case("hamlets as lines above their households", rows, some, asks=1)


def merged_sections() -> Case:
    some = people(24, 9)
    rows = [["Danh sách hộ nghèo và cận nghèo năm 2024"], ["TT", "Chủ hộ", "Loại hộ", "Mã số hộ"]]
    merged = []
    for place in PLACES[:2]:
        here = [o for o in some if o.hamlet == place]
        rows.append([f"{place} ({len(here)} hộ)"])
        merged.append(f"A{len(rows)}:D{len(rows)}")
        rows += [
            [n, o.head, TEXT_CATEGORIES[o.category].upper(), o.code] for n, o in enumerate(here, 1)
        ]
    expected = [One(o.head, o.hamlet, o.category, o.code) for o in some]
    return case("merged lines of hamlets with counts", rows, expected, asks=1, merged=merged)


def category_sections() -> Case:
    some = people(18, 10)
    rows = [
        *title("Danh sách hộ nghèo, hộ cận nghèo năm 2024"),
        ["STT", "Họ và tên chủ hộ", "Buôn", "Mã hộ"],
    ]
    for letter, code in zip("ABC", TEXT_CATEGORIES, strict=True):
        here = [o for o in some if o.category == code]
        rows.append([f"{letter}. {TEXT_CATEGORIES[code].upper()}"])
        rows += [[n, o.head, o.hamlet, o.code] for n, o in enumerate(here, 1)]
    expected = [One(o.head, o.hamlet, o.category, o.code) for o in some]
    return case("categories as lines", rows, expected, asks=1)


def old(encoding: Encoding, font: str) -> Case:
    some = people(25, 11, ede=False)
    above = [["DANH SÁCH HỘ NGHÈO, CẬN NGHÈO"], ["Năm 2024"], []]
    rows = [[encoded(v, encoding) if isinstance(v, str) else v for v in row]
            for row in [*above, *plain_rows(some)]]  # fmt: skip
    return case(f"{encoding} {font or 'without a font'}", rows, some, asks=2, font=font)


def partly_old() -> Case:
    some = people(20, 12, ede=False)
    rows = [["Danh sách năm 2024"], *plain_rows(some)]
    for row in rows[2:]:
        row[2] = encoded(row[2], Encoding.TCVN3)
    return case("one column of TCVN3 among Unicode", rows, some, asks=2)


def decomposed() -> Case:
    some = people(20, 13)
    rows = [*title("Danh sách năm 2024"), *plain_rows(some)]
    rows = [
        [unicodedata.normalize("NFD", v) if isinstance(v, str) else v for v in row] for row in rows
    ]
    return case("decomposed letters", rows, some, asks=1)


def numbers_as_text() -> Case:
    some = [One(o.head, o.hamlet, o.category, str(n), o.ethnic, o.lacks)
            for n, o in enumerate(people(16, 14, lacking=True), 101)]  # fmt: skip
    rows = [
        ["Rà soát cuối năm 2024"],
        ["STT", "Mã hộ", "Họ và tên chủ hộ", "Thôn, buôn", "Dân tộc", "Hộ nghèo", "Hộ cận nghèo",
         "Hộ mới thoát nghèo", "Chỉ số thiếu hụt"],
        [None] * 8 + [str(n) for n in range(1, 13)],
        *[[str(n), float(o.code) if n % 2 else f" {o.code} ", o.head, o.hamlet, o.ethnic,
           *of_category(o, ("1", 1.0, True, "v")[n % 4]),
           *[("10", 10, "1", "X")[n % 4] if m else "0" for m in marks(o)]]
          for n, o in enumerate(some, 1)],
    ]  # fmt: skip
    return case("numbers as text, marks of every kind", rows, some, asks=1)


def many() -> Case:
    some = [One(f"{base} {number}", PLACES[number % 4], ("HN", "HCN")[number % 2], f"M{number:05}",
                "Kinh", ("BHYT", "NT") if number % 2 else ("VL", "NSH", "NT"))
            for number in range(5_000) for base in (KINH[number % 14],)]  # fmt: skip
    rows = [
        *title("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO NĂM 2024"),
        ["STT", "Mã hộ", "Họ và tên chủ hộ", "Thôn, buôn", "Dân tộc", "Phân loại", "Chiều thiếu hụt"],
        [None] * 6 + list(range(1, 13)),
        *[[n, o.code, o.head, o.hamlet, o.ethnic, o.category, *marks(o)] for n, o in enumerate(some, 1)],
    ]  # fmt: skip
    return case("5,000 rows", rows, some, asks=1)


def sheet_per_hamlet() -> Case:
    some = people(70, 15)
    sheets: dict[str, list[list[Any]]] = {"Tổng hợp": [["Thôn", "Hộ nghèo"], ["Thôn 2", 3]]}
    for place in PLACES:
        here = [o for o in some if o.hamlet == place]
        sheets[place] = [
            [f"Danh sách hộ nghèo, cận nghèo {place} năm 2024"], [],
            ["STT", "Họ và tên chủ hộ", "Mã hộ", "Dân tộc", "Loại hộ"],
            *[[n, o.head, o.code, o.ethnic, o.category] for n, o in enumerate(here, 1)],
        ]  # fmt: skip
    return Case("a sheet for each hamlet", lambda path: book(path, sheets), some, asks=1)


def no_codes() -> Case:
    some = [One(o.head, o.hamlet, o.category, "", o.ethnic) for o in people(40, 16)]
    rows = [
        *title("DANH SÁCH NĂM 2024"),
        ["STT", "Họ và tên", "Năm sinh", "Giới tính", "Số CCCD", "Họ tên chủ hộ", "Dân tộc",
         "Thôn, buôn, TDP", "Số nhân khẩu", "Đối tượng", "Số ĐT"],
        *[[n, "Nguyễn Văn Con", 1999, "Nam", "066099001234", o.head, o.ethnic, o.hamlet, 4,
           ("hộ nghèo", "NGHÈO", "HN")[n % 3] if o.category == "HN"
           else ("Cận nghèo", "hộ cận nghèo", "HCN")[n % 3] if o.category == "HCN"
           else ("thoát nghèo", "Mới thoát nghèo", "TN")[n % 3], "0905123456"]
          for n, o in enumerate(some, 1)],
    ]  # fmt: skip
    return case("no codes, columns that are nobody's business", rows, some, asks=1)


def listed_lacks() -> Case:
    some = people(15, 17, lacking=True)
    rows = [
        *title("Danh sách hộ năm 2024"),
        ["STT", "Họ và tên chủ hộ", "Nơi ở", "Mã hộ", "Dân tộc", "Diện hộ", "Các chỉ số thiếu hụt"],
        *[[n, o.head, o.hamlet, o.code, o.ethnic, TEXT_CATEGORIES[o.category],
           "; ".join(NAMES[INDICATORS.index(i)] if n % 2 else str(INDICATORS.index(i) + 1)
                     for i in o.lacks) or None] for n, o in enumerate(some, 1)],
    ]  # fmt: skip
    return case("lacks as a list of names or numbers", rows, some, asks=1)


def only_poor() -> Case:
    some = [One(o.head, o.hamlet, "HN", o.code) for o in people(13, 18)]
    rows = [*title("DANH SÁCH HỘ NGHÈO NĂM 2024"), ["STT", "Họ tên chủ hộ", "Thôn", "Mã hộ", "Ký tên"],
            *[[n, o.head, o.hamlet, o.code] for n, o in enumerate(some, 1)], *SIGNED]  # fmt: skip
    return case("the title alone says poor", rows, some, asks=1)


def untold_year() -> Case:
    some = [One(o.head, o.hamlet, "HCN", o.code) for o in people(9, 19)]
    rows = [["Họ và tên chủ hộ", "Buôn", "Mã hộ"], *[[o.head, o.hamlet, o.code] for o in some]]
    return case("neither year nor category", rows, some, asks=2, year=2023,
                 answers={"year": 2023, "category": "HCN"})  # fmt: skip


def everything_at_once() -> Case:
    some = people(28, 20, ede=False, lacking=True)
    rows: list[list[Any]] = [["UBND XÃ CƯ ÊBUR"], ["DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO"], [],
        ["TT", "Mã hộ", "Họ và tên chủ hộ", "Dân tộc", "Loại hộ", "Các chiều thiếu hụt"],
        [None] * 5 + list(range(1, 13))]  # fmt: skip
    for place in PLACES[:2]:
        here = [o for o in some if o.hamlet == place]
        rows += [[place.upper()], []]
        rows += [
            [str(n), o.code, o.head, o.ethnic, o.category, *marks(o)] for n, o in enumerate(here, 1)
        ]
        rows.append([None, None, "Cộng", None, len(here)])
    rows.append([None, None, "Tổng cộng", None, len(some)])
    rows = [[encoded(v, Encoding.VNI) if isinstance(v, str) else v for v in row] for row in rows]
    return case("VNI, two rows, sections, totals, no year", rows, some, asks=3, font="VNI-Times",
                 answers={"year": 2024})  # fmt: skip


def merged_hamlets() -> Case:
    some = sorted(people(50, 21), key=lambda one: PLACES.index(one.hamlet))
    rows = [*title("DANH SÁCH NĂM 2024"), ["TT", "Thôn, buôn", "Chủ hộ", "Mã hộ", "Loại hộ"]]
    first, merged = len(rows) + 1, []
    for number, one in enumerate(some, 1):
        same = number > 1 and some[number - 2].hamlet == one.hamlet
        rows.append(
            [number, None if same else one.hamlet, f"Hộ ông {one.head}", one.code, one.category]
        )
    for place in PLACES[:3]:
        lines = [first + at for at, one in enumerate(some) if one.hamlet == place]
        if len(lines) > 1:
            merged.append(f"B{lines[0]}:B{lines[-1]}")
    expected = [One(o.head, o.hamlet, o.category, o.code) for o in some]
    return case("hamlets merged over their households", rows, expected, asks=1, merged=merged)


def sheet_per_category() -> Case:
    some = people(30, 22)
    sheets = {
        name: [["Năm 2024"], ["TT", "Họ và tên chủ hộ", "Quan hệ với chủ hộ", "Thôn", "Mã hộ"]]
        for name in ("HN", "Cận nghèo", "Hộ thoát nghèo")
    }
    for name, code in zip(sheets, TEXT_CATEGORIES, strict=True):
        before = ""
        for n, one in enumerate((o for o in some if o.category == code), 1):
            said = "nt" if one.hamlet == before else one.hamlet
            sheets[name] += [
                [n, one.head, "Chủ hộ", said, one.code],
                [None, "Nguyễn Thị Con", "Con", one.hamlet, None],
            ]
            before = one.hamlet
    expected = [One(o.head, o.hamlet, o.category, o.code) for o in some]
    return Case("a sheet for each category, members below heads",
                lambda path: book(path, sheets), expected, asks=1)  # fmt: skip


def all_cases() -> list[Case]:
    """Return the workbooks."""
    return [
        plain(), merged_titles(), names_of_lacks(), numbers_of_lacks(), group_row_above(), totals(),
        blanks(), sections(), merged_sections(), category_sections(),
        old(Encoding.TCVN3, ".VnTime"), old(Encoding.TCVN3, ""), old(Encoding.VNI, "VNI-Times"),
        old(Encoding.VNI, ""), partly_old(), decomposed(), numbers_as_text(), many(),
        sheet_per_hamlet(), no_codes(), listed_lacks(), only_poor(), untold_year(),
        everything_at_once(), merged_hamlets(), sheet_per_category(),
    ]  # fmt: skip
