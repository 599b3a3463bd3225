"""Bảng dự toán, Bảng quyết toán and the vouchers of an activity: words, sums, room for figures."""

import os
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings as tries, strategies as st

from db.store import Store
from desktop.core import budget, fund_moves, funds, money_papers, paper_files, vouchers
from desktop.core.activities import Activity, Expense
from desktop.core.budget import Line
from desktop.core.documents import money_outline
from desktop.core.documents.money_outline import FundPart
from desktop.core.documents.outline import Grid, Outline
from desktop.core.fund_moves import Move, MoveKind
from desktop.core.funds import Flow, Fund
from desktop.core.progress import Progress
from tests.builders import log
from tests.core import pdf_reading
from tests.core.outline_text import dump
from tests.core.test_funds import make_fund

GOLDEN = Path(__file__).parents[1] / "golden" / "money"
"""Readable texts of the papers; SOTT_GOLDEN=write writes them anew (then read them)."""

COLUMNS = {
    "estimate": ("STT", "Nội dung chi", "ĐVT", "Số lượng", "Số buổi/lần", "Đơn giá (đồng)",
                 "Thành tiền (đồng)", "Căn cứ/Ghi chú"),
    "settlement": ("STT", "Nội dung chi", "Mục/Tiểu mục", "Dự toán được giao (đồng)",
                   ("Trong đó", "Năm trước chuyển sang"), ("Trong đó", "Giao trong năm"),
                   "Số đề nghị quyết toán (đồng)", "Chứng từ (số, ngày)",
                   ("Chênh lệch", "Còn lại hủy dự toán"), ("Chênh lệch", "Chuyển năm sau"),
                   "Ghi chú"),
}  # fmt: skip
"""As paper_form_columns of the project's reference has them."""


@pytest.fixture
def kept(store: Store) -> tuple[Fund, Fund, Activity]:
    """Two funds with estimates, an activity with three expenses and some vouchers."""
    with store.write() as session:
        main = make_fund(session, name="Tiểu dự án 2, giao năm 2024")
        small = make_fund(session, name="Kinh phí xã", kind="NSDP")
        for fund, kind, amount, day, decision in (
            (main, MoveKind.ALLOTTED, 48_000_000, date(2024, 6, 4), "Quyết định số 3182/QĐ-UBND"),
            (main, MoveKind.CARRIED_IN, 2_500_000, date(2024, 3, 1), "Quyết định số 948/QĐ-UBND"),
            (small, MoveKind.ALLOTTED, 600_000, date(2024, 1, 5), ""),
        ):
            move = Move(fund_id=fund.id, kind=kind, moved_on=day, amount=amount, decision=decision)
            fund_moves.save(session, move)
        budget.save(session, main.id, [
            Line(item="TIEN_AN", quantity=Decimal(40), times=8, unit_price=100_000,
                 unit_word="người", note="TT 40/2017/TT-BTC"),
            Line(item="PANO_BR", quantity=Decimal("38.6"), unit_price=85_000, unit_word="m²",
                 text="In, treo băng rôn"),
        ])  # fmt: skip
        budget.save(session, small.id, [Line(item="VPP", quantity=Decimal(1), unit_price=600_000)])
        one = log(session, expenses=(
            Expense("XA_PHUONG", 4_000_000, "TIEN_AN", main.id, "PC 01, 14/11/2024"),
            Expense("XA_PHUONG", 600_000, "VPP", small.id, "PC 02, 14/11/2024"),
            Expense("XA_PHUONG", 41, None, main.id),
        ))  # fmt: skip
        vouchers.save(session, one.id, {"KE_HOACH": "Số 12/KH-UBND", "BIEN_BAN": ""})
    return main, small, one


def closed(store: Store, main: Fund) -> None:
    with store.write() as session:
        left = funds.flow(session, main.id).left
        fund_moves.close(
            session, main.id, date(2025, 1, 20), returned=9, carried_out=left - 9, decision="QĐ 5"
        )


def papers(store: Store, one: Activity) -> dict[str, Outline]:
    with store.read() as session:
        return {
            "du-toan": money_papers.estimate(session, 2024),
            "quyet-toan": money_papers.settlement(session, 2024),
            "chung-tu": money_papers.dossier(session, one.id),
        }


def grids(paper: Outline) -> list[Grid]:
    return [part for part in paper.parts if isinstance(part, Grid)]


def same(name: str, paper: Outline) -> None:
    path, text = GOLDEN / f"{name}.txt", dump(paper)
    if os.environ.get("SOTT_GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    assert text == path.read_text(encoding="utf-8")


def test_that_the_papers_read_as_agreed(store: Store, kept) -> None:
    main, _, one = kept
    for name, paper in papers(store, one).items():
        same(name, paper)
    closed(store, main)
    same("quyet-toan-khoa", papers(store, one)["quyet-toan"])


def test_that_columns_are_those_of_the_office(store: Store, kept) -> None:
    made = papers(store, kept[2])
    for name, paper in (("estimate", made["du-toan"]), ("settlement", made["quyet-toan"])):
        assert tuple(column.head for column in grids(paper)[0].columns) == COLUMNS[name]
        assert paper.landscape
        assert grids(paper)[0].unit == "đồng"
    assert not made["chung-tu"].landscape


def test_that_nothing_is_complete_while_it_is_unknown_what_was_bought(store: Store) -> None:
    with store.write() as session:
        unnamed = log(session, expenses=(Expense("XA_PHUONG", 500_000),))
        nothing = log(session, title="Buổi khác")
    unknown, none = (dump(papers(store, one)["chung-tu"]) for one in (unnamed, nothing))
    assert "Đủ chứng từ" not in unknown
    assert "Đủ chứng từ" not in none
    assert "Khoản chi chưa ghi nội dung thì chưa xác định được chứng từ cần có." in unknown
    assert "Chưa ghi nội dung chi" in unknown


def test_that_a_year_without_money_is_an_empty_paper(store: Store) -> None:
    with store.write() as session:
        one = log(session)
    for paper in papers(store, one).values():
        assert "None" not in dump(paper)
        assert all(part.rows for part in grids(paper))
        paper_files.pdf(paper)


_AMOUNT = st.integers(0, 10**12)


@tries(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_AMOUNT, _AMOUNT, _AMOUNT, st.integers(0, 100)), max_size=5))
def test_that_no_dong_is_lost_between_the_columns(store: Store, amounts) -> None:
    parts = []
    for number, (carried, allotted, spent, share) in enumerate(amounts):
        left = carried + allotted - spent
        returned = max(left, 0) * share // 100
        flow = Flow(f"f{number}", 2024, "NSTW", f"Nguồn {number}", carried, allotted, spent,
                    returned, max(left, 0) - returned)  # fmt: skip
        parts.append(FundPart(flow, "NSTW"))
    with store.read() as session:
        content = replace(money_papers.read(session, 2024), parts=tuple(parts))
    grid = grids(money_outline.settlement(content))[0]
    for row in (*(row for row in grid.rows if parts), grid.total or {}):
        given, carried, allotted, spent, out, on = (row[n] or 0 for n in (3, 4, 5, 6, 8, 9))
        assert given == carried + allotted
        over = spent + out + on - given
        assert over == 0 or (over > 0 and (row is grid.total or "Chi vượt" in row[10]))


def test_that_sums_are_formulas_in_the_workbook(store: Store, kept, tmp_path: Path) -> None:
    closed(store, kept[0])
    made = papers(store, kept[2])
    found: dict[str, list[Any]] = {}
    for name, paper in made.items():
        path = paper_files.write(Progress(), paper, tmp_path / f"{name}.xlsx")
        book = openpyxl.load_workbook(path)
        cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
        found[name] = [one for one in cells if isinstance(one, str) and one.startswith("=SUM(")]
        assert 4_000_000 in cells or 32_000_000 in cells
        assert (
            book.sheetnames
            == {
                "du-toan": ["Dự toán 1", "Dự toán 2"],
                "quyet-toan": ["Quyết toán", "Chi tiết 1", "Chi tiết 2"],
                "chung-tu": ["Khoản chi", "Chứng từ"],
            }[name]
        )
    assert [len(one) for one in found.values()] == [2, 12, 1]


def test_that_thirteen_digits_stand_on_one_line(store: Store, kept) -> None:
    most = 10**12
    with store.read() as session:
        content = money_papers.read(session, 2024)
    flow = Flow("f", 2024, "NSTW", "Nguồn", most, most, most, most, most)
    line = Line(item="VPP", quantity=Decimal(1), unit_price=most)
    spent = money_outline.ItemSum("VPP", most, ("PC 01",))
    content = replace(content, parts=(FundPart(flow, "NSTW", (), (line,), (spent,)),) * 2)
    for make, count in ((money_outline.estimate, 6), (money_outline.settlement, 26)):
        pages = pdf_reading.read(paper_files.pdf(make(content)))
        lines = [line.text for page in pages for line in page.lines]
        whole = [text for text in lines if re.fullmatch(r"\d(\.000){4}", text)]
        assert len(whole) == count
