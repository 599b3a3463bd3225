"""The slips that go with packages: what they say, and that they keep decree 30/2020."""

import os
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from desktop.core import periods
from desktop.core.documents import outline_pdf, slips
from desktop.core.documents.slips import Mistake, SlipContent
from desktop.core.progress import Progress
from desktop.core.units import Unit
from tests.core import decree30
from tests.core.forms_content import make_head
from tests.core.outline_text import dump

GOLDEN = Path(__file__).parents[1] / "golden" / "slips"
"""Readable texts of the slips; SOTT_GOLDEN=write writes them anew (then read them)."""
SLIPS = {"phieu-tra-lai": slips.returned, "bien-nhan": slips.receipt, "giao-nop": slips.handover}
WARD = Unit("w", "24160", "Xã", "Cư Êbur", "c", None, None)
CITY = Unit("c", "643", "Thành phố", "Buôn Ma Thuột", None, None, None)
CITY_HEAD = replace(
    make_head(), lines=("ỦY BAN NHÂN DÂN", "THÀNH PHỐ BUÔN MA THUỘT"), place="Buôn Ma Thuột"
)
MISTAKES = (
    Mistake(
        "Chuẩn nghèo đa chiều giai đoạn 2022 – 2025", date(2024, 11, 14), "Số nữ",
        "Số nữ lớn hơn tổng số người dự. Nữ 62, tổng 57.", "tổng 57, trong đó nữ 31.",
    ),
    Mistake("Lời báo cáo", None, "Nguyên nhân", "Chưa nêu vì sao loa buôn Đŭng hỏng.", ""),
)  # fmt: skip


def make_content(**changes: object) -> SlipContent:
    made = SlipContent(
        letterhead=CITY_HEAD, sender=WARD, receiver=CITY, period=periods.parse("2024-Q4"),
        version=1, code="1234 5678 9012 3456 7890 1234",
        file_name="BaoCao_24160-Cu-Ebur_2024-Q4_v1_a1b2c3.sott", size=184_320,
        at=datetime(2024, 12, 13, 9, 5), on=date(2024, 12, 16), state="trả lại để sửa ngày 16/12/2024",
        figures=(("Số hoạt động trong gói", "hoạt động", 17), ("Tổng lượt người", "lượt", 1246),
                 ("Trong đó: nữ", "lượt người", None)),
        mistakes=MISTAKES,
        note="Số liệu hộ nghèo tốt.\nĐề nghị sửa và gửi lại trước ngày 19/12/2024.",
    )  # fmt: skip
    return replace(made, **changes)


@pytest.mark.parametrize("name", SLIPS)
def test_that_a_slip_says_what_it_says(name: str) -> None:
    head = make_head() if name == "giao-nop" else CITY_HEAD
    text = dump(SLIPS[name](make_content(letterhead=head)))
    path = GOLDEN / f"{name}.txt"
    if os.environ.get("SOTT_GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert text == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("count", [0, 1, 60])
@pytest.mark.parametrize("name", SLIPS)
def test_that_a_slip_keeps_the_decree(name: str, count: int) -> None:
    wrong = (MISTAKES * count)[:count]
    paper = SLIPS[name](make_content(mistakes=wrong))
    kind = "official" if name == "phieu-tra-lai" else "list"
    assert decree30.broken(outline_pdf.to_bytes(paper, Progress()), kind) == []


def test_that_a_return_without_items_says_the_remark() -> None:
    text = dump(slips.returned(make_content(mistakes=(), note="Làm lại phần IV.")))
    assert "theo ý kiến sau:" in text
    assert "Làm lại phần IV." in text
