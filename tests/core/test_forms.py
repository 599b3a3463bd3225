"""The eleven printed forms: what stands on them, full, empty, and with little known."""

import os
import re
from pathlib import Path

import pytest

from desktop.core import papers
from desktop.core.documents import outline_pdf
from desktop.core.documents.content import Choice
from desktop.core.documents.forms import FORMS
from desktop.core.documents.outline import Grid
from desktop.core.progress import Progress
from tests.core.documents_content import shipped
from tests.core.forms_content import (
    LINES,
    bare_form_content,
    blank,
    channel_of,
    content_of,
    make_people,
)
from tests.core.outline_text import dump, foot_of, grid_of, make

GOLDEN = Path(__file__).parents[1] / "golden" / "forms"
"""Readable texts of the forms; SOTT_GOLDEN=write writes them anew (then read them)."""

CODES = ("GM", "BB_TT", "BB_CD", "DS_DB", "DS_TIEN", "DS_BCV", "DS_CAP_PHAT", "BB_BG", "BB_NT",
         "GXN_PT", "NK_PT")  # fmt: skip
COLUMNS = {
    "DS_DB": ("STT", "Họ và tên", "Nam", "Nữ", "Dân tộc",
              "Chức vụ/Đơn vị hoặc Địa chỉ (thôn, buôn, tổ dân phố)",
              "Đối tượng (hộ nghèo/hộ cận nghèo/hộ mới thoát nghèo/khác)", "Ký tên", "Ghi chú"),
    "DS_TIEN": ("STT", "Họ và tên", "Địa chỉ (thôn, buôn, tổ dân phố)", "Đối tượng",
                "Số buổi (ngày)", "Mức hỗ trợ (đồng)", "Thành tiền (đồng)", "Ký nhận", "Ghi chú"),
    "DS_BCV": ("STT", "Họ và tên", "Chức vụ, đơn vị công tác", "Nội dung (chuyên đề) trình bày",
               "Số buổi", "Mức chi (đồng/buổi)", "Thành tiền (đồng)",
               "Thuế TNCN khấu trừ (nếu có)", "Thực nhận (đồng)", "Ký nhận"),
    "DS_CAP_PHAT": ("STT", "Họ và tên người nhận", "Địa chỉ/Đơn vị", "Loại tài liệu", "Số lượng",
                    "Ngày nhận", "Ký nhận", "Ghi chú"),
    "BB_BG": ("STT", "Tên tài liệu/ấn phẩm", "Đơn vị tính", "Số lượng", "Tình trạng", "Ghi chú"),
    "BB_NT": ("STT", "Nội dung/Hạng mục", "Quy cách (kích thước, chất liệu)", "ĐVT",
              "Số lượng theo hợp đồng", "Số lượng nghiệm thu", "Đơn giá (đồng)",
              "Thành tiền (đồng)", "Ghi chú"),
    "GXN_PT": ("STT", "Tên tin, bài, chương trình", "Thể loại", "Ngôn ngữ", "Ngày phát",
               "Khung giờ phát", "Thời lượng (phút)", "Số lượt phát", "Tổng thời lượng (phút)",
               "Ghi chú"),
}  # fmt: skip
"""As paper_form_columns of the project's reference has them."""

BLOCKS = {
    "GM": [("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")],
    "BB_TT": [("THƯ KÝ",), ("CHỦ TỌA",)],
    "BB_CD": [("THƯ KÝ",), ("CHỦ TRÌ",), ("ĐẠI DIỆN HỘ GIA ĐÌNH",)],
    "DS_DB": [("NGƯỜI LẬP",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")],
    "DS_TIEN": [("NGƯỜI LẬP",), ("KẾ TOÁN",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")],
    "DS_BCV": [("NGƯỜI LẬP",), ("KẾ TOÁN",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")],
    "DS_CAP_PHAT": [("NGƯỜI LẬP",), ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")],
    "BB_BG": [("ĐẠI DIỆN BÊN GIAO",), ("ĐẠI DIỆN BÊN NHẬN",)],
    "BB_NT": [("ĐẠI DIỆN BÊN A",), ("ĐẠI DIỆN BÊN B",)],
    "GXN_PT": [("NGƯỜI PHỤ TRÁCH", "TRUYỀN THANH"),
               ("XÁC NHẬN CỦA UBND", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")],
    "NK_PT": [("NGƯỜI GHI",), ("PHỤ TRÁCH",)],
}  # fmt: skip

_WIDTH = {False: 160, True: 252}
"""Millimetres between the margins, upright and across."""


# --- golden texts


CASES = {
    "full": lambda code: content_of(code, choice=Choice(rows=10, rate=100_000, lines=LINES)),
    "empty": lambda code: bare_form_content(channel_of(code)),
    "blank": lambda code: blank(content_of(code)),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("code", CODES)
def test_that_a_form_reads_as_agreed(code, case):
    path = GOLDEN / f"{code}-{case}.txt"
    text = dump(make(code, CASES[case](code)))
    if os.environ.get("SOTT_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


# --- the registry


def test_that_the_forms_stand_in_the_order_of_a_dossier():
    assert tuple(one.code for one in FORMS) == CODES


@pytest.mark.parametrize(
    ("channel", "codes"),
    [
        ("HOI_NGHI", ["GM", "BB_TT", "DS_DB", "DS_TIEN", "DS_BCV"]),
        ("SINH_HOAT_CD", ["GM", "BB_TT", "BB_CD", "DS_DB", "DS_TIEN", "DS_BCV"]),
        ("SAN_KHAU", ["GM", "BB_TT"]),
        ("TU_VAN_HO", []),
        ("PANO", ["DS_CAP_PHAT", "BB_BG", "BB_NT"]),
        ("TO_ROI", ["DS_CAP_PHAT", "BB_BG", "BB_NT"]),
        ("PHAT_THANH", ["GXN_PT", "NK_PT"]),
        ("MXH", []),
    ],
)
def test_that_a_channel_has_the_forms_that_fit(channel, codes):
    assert [one.code for one in papers.forms(shipped().channel[channel])] == codes


def test_that_letters_are_word_files_and_lists_are_workbooks():
    assert [one.code for one in FORMS if one.word] == ["GM", "BB_TT", "BB_CD"]
    lists = ["DS_DB", "DS_TIEN", "DS_BCV", "DS_CAP_PHAT", "NK_PT"]
    assert [one.code for one in FORMS if one.excel] == lists


# --- every form


@pytest.mark.parametrize("code", COLUMNS)
def test_that_columns_are_those_of_the_office(code):
    assert tuple(column.head for column in grid_of(code).columns) == COLUMNS[code]


@pytest.mark.parametrize("code", BLOCKS)
def test_that_those_sign_who_sign_such_a_paper(code):
    assert [one.block for one in foot_of(code)] == BLOCKS[code]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("code", CODES)
def test_that_what_is_not_known_is_a_gap(code, case):
    text = dump(make(code, CASES[case](code)))
    assert "None" not in text
    assert not re.search(r"(?<![\d.])0 (?:người|hộ|tờ|cái|đồng)", text)
    assert "“”" not in text
    assert ", ," not in text


@pytest.mark.parametrize("code", CODES)
def test_that_columns_leave_room_for_the_widest_one(code):
    outline = make(code)
    for part in outline.parts:
        if isinstance(part, Grid):
            rest = _WIDTH[outline.landscape] - sum(column.width for column in part.columns)
            assert sum(column.width == 0 for column in part.columns) == 1
            assert rest >= 25
            assert all(len(row) == len(part.columns) for row in part.rows)


@pytest.mark.parametrize("code", CODES)
def test_that_an_empty_form_knows_only_title_time_and_place(code):
    text = dump(make(code, blank(content_of(code))))
    assert "XÃ CƯ ÊBUR" in text
    for known in ("H'Linh Niê", "Y Nguyên Byă", "H'Nga Kbuôr", "57", "100.000", "H'Yim Kđoh"):
        assert known not in text


@pytest.mark.parametrize("code", CODES[:-2])
def test_that_an_empty_form_tells_the_day(code):
    text = dump(make(code, blank(content_of(code))))
    assert "ngày 14 tháng 11 năm 2024" in text
    assert "buôn Đŭng, xã Cư Êbur" in text


@pytest.mark.parametrize("number", [0, 1, 2, 30, 400])
@pytest.mark.parametrize("code", CODES)
def test_that_any_number_of_people_makes_a_form(code, number):
    text = dump(make(code, content_of(code, people=make_people(number))))
    names = [person.name for person in make_people(number)]
    assert "None" not in text
    if code in ("DS_DB", "DS_CAP_PHAT"):
        assert text.count("Buôn Đŭng |") == number
        assert all(name in text for name in names)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("code", CODES)
def test_that_a_form_can_be_drawn(code, case):
    drawn = outline_pdf.to_bytes(make(code, CASES[case](code)), Progress())
    assert drawn.startswith(b"%PDF-")


@pytest.mark.parametrize("code", CODES)
def test_that_chosen_names_sign(code):
    choice = Choice(left="H'Yim Kđoh", right="Y Bhiông Niê", lines=LINES)
    names = [one.name for one in foot_of(code, content_of(code, choice=choice))]
    left, right = papers.form(code).signers
    assert ("H'Yim Kđoh" in names) == bool(left)
    assert ("Y Bhiông Niê" in names) == bool(right)


@pytest.mark.parametrize("code", CODES)
def test_that_the_same_content_makes_the_same_form(code):
    assert make(code) == make(code)


def test_that_the_file_is_called_by_form_and_activity():
    outline = make("GM")
    assert outline.title == "Giấy mời – Chính sách hỗ trợ nhà ở cho hộ nghèo năm 2024"
    assert outline.author == "UBND xã Cư Êbur"
