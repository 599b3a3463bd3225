"""The six-part report: its order, and that every number in it is one of the register's."""

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from db.store import Store
from desktop.core import demo, exports, narratives, periods
from desktop.core.documents import (
    figures_pdf,
    phrases,
    report_outline,
    report_outreach,
    report_sentences,
)
from desktop.core.documents.content import ReportContent
from desktop.core.documents.outline import Annex, Foot, Grid, Head, Heading, Text, Title, To
from desktop.core.documents.outreach import StoryLine
from desktop.core.narratives import Narrative
from desktop.core.outreach_figures import HouseholdFigures, share_of_poor
from desktop.core.sums import Sums
from desktop.core.totals import NOTHING
from tests.core import filled_ward
from tests.core.documents_content import make_content

Q4 = periods.parse("2024-Q4")
NUMBER = re.compile(r"\d[\d.,]*\d|\d")


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp("mau")
    store = demo.make_register(folder / "so.sotr")
    demo.fill(store, folder)
    yield store
    store.close()


@pytest.fixture(scope="module")
def content(sample: Store) -> ReportContent:
    with sample.read() as session:
        return exports.read(session, Q4)


def all_text(content: ReportContent) -> str:
    parts = report_outline.outline(content).parts
    return "\n".join(one.bold_start + one.text for one in parts if isinstance(one, Text))


def sentences(content: ReportContent) -> str:
    return "\n".join(line for _, lines in report_outline.results(content) for line in lines)


def test_that_the_parts_stand_in_the_order_of_the_offices(content: ReportContent) -> None:
    parts = report_outline.outline(content).parts
    assert [type(one) for one in parts[:4]] == [Head, Title, To, Text]
    levels = [one.text for one in parts if isinstance(one, Heading) and one.level == 1]
    assert [text.split(".")[0] for text in levels] == ["I", "II", "III", "IV", "V", "VI"]
    annexes = [one.label for one in parts if isinstance(one, Annex)]
    assert annexes == ["Phụ lục I", "Phụ lục II", "Phụ lục III"]
    foot = next(n for n, one in enumerate(parts) if isinstance(one, Foot))
    assert foot < next(n for n, one in enumerate(parts) if isinstance(one, Annex))


def test_that_every_number_of_the_sentences_is_counted_in_the_register(
    sample: Store, content: ReportContent
) -> None:
    """The numbers are recomputed here by plain SQL over the rows, channel by channel."""
    span = "held_on BETWEEN '2024-09-15' AND '2024-12-14' AND status IN ('HELD', 'COMPLETE')"
    columns = (
        "count(*), sum(items), sum(airings), sum(airings * minutes), sum(attendees), sum(women),"
        " sum(minority), sum(officials), sum(poor), sum(near_poor), sum(escaped)"
    )
    met = "('HOI_NGHI', 'NOI_CHUYEN', 'TOA_DAM', 'DOI_THOAI', 'SINH_HOAT_CD')"
    topics = "activity_topics JOIN activities USING (unit_id)"
    places = "activity_hamlets JOIN activities USING (unit_id)"
    costs = "expenses JOIN activities USING (unit_id)"
    ede = "SELECT activity_id FROM activity_languages WHERE language IN ('EDE', 'MNONG')"
    same = "activity_id = activities.id"
    paid = "payer IN ('CAP_TREN', 'XA_PHUONG')"
    queries = (
        f"SELECT {columns} FROM activities WHERE {span}",
        f"SELECT {columns} FROM activities WHERE {span} GROUP BY channel",
        f"SELECT {columns} FROM activities WHERE {span} AND channel IN {met}",
        f"SELECT count(*) FROM {topics} WHERE {span} AND {same} AND position = 0 GROUP BY topic",
        f"SELECT count(DISTINCT hamlet_id) FROM {places} WHERE {span} AND {same} AND channel IN {met}",
        f"SELECT sum(airings * minutes) FROM activities WHERE {span} AND id IN ({ede})",
        f"SELECT sum(area_m2) / 100.0 FROM activities WHERE {span}",
        f"SELECT sum(amount) FROM {costs} WHERE {same} AND {paid} AND {span}",
    )
    known = numbers(sample, *queries, *BESIDE)
    text = sentences(content)
    for name in (one.name for one in content.catalogue.channels):
        text = text.replace(name, "")
    found = set(NUMBER.findall(text))
    assert len(found) > 15
    unknown = {number for number in found if number.replace(",", ".") not in known}
    assert unknown == set()


SPAN = "BETWEEN '2024-09-15' AND '2024-12-14'"
_LISTED = (
    "SELECT DISTINCT household_id, y.category AS category FROM attendances a JOIN activities v ON v.id = "
    "a.activity_id AND v.unit_id = a.unit_id JOIN household_years y USING (household_id) "
    f"WHERE held_on {SPAN} AND year = 2024 AND v.status IN ('HELD', 'COMPLETE')"
)
_EARLIER = (
    "SELECT household_id FROM attendances a JOIN activities v ON v.id = a.activity_id AND "
    "v.unit_id = a.unit_id WHERE household_id IS NOT NULL AND held_on BETWEEN '2024-01-01' AND "
    "'2024-09-14' AND v.status IN ('HELD', 'COMPLETE')"
)
_MOVED = "SELECT sum(amount) FROM fund_moves JOIN funds f ON f.id = fund_id WHERE moved_on <= '2024-12-14' AND f.year = 2024"  # fmt: skip
_OUT_OF_FUNDS = (
    "SELECT coalesce(sum(amount), 0) FROM expenses e JOIN activities v ON v.id = e.activity_id AND "
    "v.unit_id = e.unit_id WHERE fund_id IS NOT NULL AND held_on <= '2024-12-14' AND "
    "status IN ('HELD', 'COMPLETE')"
)
_ALLOTTED = f"{_MOVED} AND fund_moves.kind IN ('ALLOTTED', 'CARRIED_IN')"
_LEAFLETS = "SELECT sum(quantity) FROM material_moves WHERE kind = '{}' AND moved_on {} GROUP BY material_id"  # fmt: skip
_STOCK = (
    "SELECT sum(CASE kind WHEN 'IN' THEN quantity ELSE -quantity END) FROM material_moves "
    "WHERE moved_on {} GROUP BY material_id"
)
BESIDE = (
    f"SELECT count(*) FROM ({_LISTED}) GROUP BY category",
    (f"SELECT count(*) FROM ({_LISTED}) WHERE category IN ('HN', 'HCN', 'HMTN') "
    f"AND household_id NOT IN ({_EARLIER})"),
    "SELECT count(*) FROM hamlets",
    f"SELECT sum(cash), sum(in_kind), count(*) FROM contributions WHERE given_on {SPAN}",
    f"SELECT count(*) FROM contributions WHERE given_on {SPAN} GROUP BY donor_kind",
    f"SELECT count(*) FROM exemplars WHERE found_on {SPAN} GROUP BY kind",
    f"SELECT count(*) FROM exemplars WHERE found_on {SPAN} AND publicised <> ''",
    _ALLOTTED, _OUT_OF_FUNDS, f"SELECT ({_ALLOTTED}) - ({_OUT_OF_FUNDS})",
    f"{_MOVED} AND fund_moves.kind = 'RETURNED'", f"{_MOVED} AND fund_moves.kind = 'CARRIED_OUT'",
    "SELECT 0", "SELECT sum(amount) FROM expenses WHERE payer = 'CAP_TREN' AND fund_id IS NULL",
    _LEAFLETS.format("IN", SPAN), _LEAFLETS.format("OUT", SPAN),
    _STOCK.format("< '2024-09-15'"), _STOCK.format("<= '2024-12-14'"),
)  # fmt: skip
"""What the report says beside its activities, by plain SQL."""


def numbers(store: Store, *queries: str) -> set[str]:
    """Every number that these queries return, as the report writes it."""
    known: set[str] = set()
    with store.read() as session:
        for query in queries:
            for row in session.execute(sql(query)):
                known |= {f"{value:,}".replace(",", ".") for value in row if value is not None}
    return {value.removesuffix(".0").replace("..", ".") for value in known} | {"2024"}


def test_that_a_list_has_stops() -> None:
    assert phrases.dashed(["Một.", "Hai", "Ba "]) == ["- Một;", "- Hai;", "- Ba."]
    assert phrases.dashed([]) == []


@pytest.mark.parametrize("share", [None, Decimal("39.1"), Decimal("245.3")])
def test_that_declared_households_give_no_share(share: Decimal | None) -> None:
    content = make_content(5)
    known = {"CT05": {"distinct": None, "declared": 30}, "CT08": share}
    found = replace(content.totals, indicators={**content.totals.indicators, **known},
                    households=replace(content.totals.households, poor=12))  # fmt: skip
    lines = report_outreach.households(replace(content, totals=found))
    assert not any("%" in line for line in lines)
    assert (
        "Chưa tính được tỷ lệ hộ nghèo được tiếp cận thông tin: chưa đủ danh sách tham dự theo hộ, "
        "mới có số lượt hộ khai báo."
    ) in lines
    rows = {row[1]: row[3] for row in figures_pdf.indicator_rows(replace(content, totals=found))}
    assert rows["Tỷ lệ hộ nghèo được tiếp cận thông tin (%)"] == "–"


def test_that_more_listed_households_than_there_are_give_no_share() -> None:
    assert share_of_poor(HouseholdFigures({"CT05": 13}, poor=12)) is None
    assert share_of_poor(HouseholdFigures({"CT05": 12}, poor=12)) == 100
    assert share_of_poor(HouseholdFigures({"CT05": None}, poor=12)) is None
    content = make_content(5)
    known = {"CT05": {"distinct": 13, "declared": 30}, "CT08": None}
    found = replace(content.totals, indicators={**content.totals.indicators, **known},
                    households=replace(content.totals.households, poor=12))  # fmt: skip
    assert report_outreach.households(replace(content, totals=found))[-1] == (
        "Chưa tính được tỷ lệ hộ nghèo được tiếp cận thông tin: danh sách tham dự có 13 hộ, nhiều hơn "
        "12 hộ nghèo của địa bàn."
    )


def test_that_households_money_and_gifts_are_those_of_the_register(store: Store) -> None:
    """Each number of these sentences is counted here once more, by plain SQL."""
    with store.write() as session:
        filled_ward.fill(session)
    with store.read() as session:
        content = exports.read(session, Q4)
    told = dict(report_outline.results(content))
    lines = [
        *report_outreach.place(content.outreach), *report_outreach.households(content),
        *report_outreach.leaflets(content.outreach),
        *told["Phong trào thi đua, vận động nguồn lực"],
        *told["Gương điển hình, mô hình, sáng kiến"], *told["Kinh phí"],
    ]  # fmt: skip
    assert lines == [
        (
            "Địa bàn có 2 thôn, buôn, tổ dân phố với 120 hộ; theo số liệu năm 2024 có 13 hộ nghèo; "
            "8 hộ cận nghèo; 1 hộ mới thoát nghèo."
        ),
        (
            "Số hộ được truyền thông theo danh sách tham dự, mỗi hộ tính một lần: 2 hộ nghèo; 1 hộ cận "
            "nghèo; 1 hộ mới thoát nghèo; trong đó 3 hộ lần đầu trong năm."
        ),
        "Tỷ lệ hộ nghèo được tiếp cận thông tin: 15,4% (2/13 hộ nghèo của địa bàn).",
        "Tờ rơi chính sách: trước kỳ có 100, nhận 400, cấp phát 450, cuối kỳ còn 50 tờ.",
        "Có 2 khoản vận động ủng hộ Quỹ “Vì người nghèo” (doanh nghiệp: 1; cá nhân: 1).",
        "Vận động ủng hộ Quỹ “Vì người nghèo”: tiền 5.200.000 đồng.",
        "Vận động ủng hộ Quỹ “Vì người nghèo”: hiện vật quy ra tiền 1.250.000 đồng.",
        "Phát hiện, ghi nhận 1 mô hình, trong đó 1 đã được đăng, phát.",
        "- Bò của Canary Phát.",
        "Kinh phí được giao năm 2024, kể cả năm trước chuyển sang: 30.000.000 đồng.",
        (
            "Kinh phí đã thực hiện trong kỳ: 2.150.000 đồng; tỷ lệ giải ngân nguồn được giao: 6,3% "
            "(chỉ tính các khoản chi từ nguồn này)."
        ),
        (
            "Lũy kế từ đầu năm đến cuối kỳ, các nguồn kinh phí: đã chi 1.900.000 đồng, hủy 0 đồng, "
            "chuyển năm sau 0 đồng, còn lại 28.100.000 đồng."
        ),
        "Ngoài các nguồn này, từ đầu năm đã chi 250.000 đồng không ghi nguồn nào.",
    ]
    known = numbers(
        store, *BESIDE, "SELECT sum(households) FROM hamlet_years",
        "SELECT sum(amount) FROM expenses WHERE payer IN ('CAP_TREN', 'XA_PHUONG')",
        "SELECT 12 + 1, 8, 1", "SELECT round(200.0 / 13, 1), round(190.0 / 30, 1)",
    )  # fmt: skip
    found = set(NUMBER.findall("\n".join(lines)))
    assert {one for one in found if one.replace(",", ".") not in known} == set()


def test_that_contributions_stand_apart_from_the_money_of_the_programme(store: Store) -> None:
    with store.write() as session:
        filled_ward.fill(session)
    with store.read() as session:
        content = exports.read(session, Q4)
    parts = report_outline.outline(content).parts
    last = max(n for n, one in enumerate(parts) if isinstance(one, Annex))
    grids = [one for one in parts[last:] if isinstance(one, Grid)]
    assert [one.caption for one in grids] == [
        "1. Theo nguồn và nội dung chi", "2. Tình hình các nguồn kinh phí", "3. Theo hoạt động",
        "4. Vận động ủng hộ Quỹ “Vì người nghèo”",
    ]  # fmt: skip
    by_item, funds, single, gifts = grids
    assert [row[1:] for row in by_item.rows] == [
        ("Sự nghiệp (2024)", "Hỗ trợ tiền ăn cho đại biểu không hưởng lương từ ngân sách", "", 1_500_000),
        ("Sự nghiệp (2024)", "Chi giải khát giữa giờ (nước uống)", "", 400_000),
        ("Cấp trên chi trực tiếp", "Chưa ghi nội dung chi", "", 250_000),
    ]  # fmt: skip
    assert by_item.total == single.total == {4: 2_150_000}
    assert [row[3:] for row in funds.rows] == [(0, 30_000_000, 1_900_000, 0, 0, 28_100_000)]
    for row in funds.rows:
        carried, allotted, spent, returned, out, left = map(int, row[3:])
        assert carried + allotted == spent + returned + out + left
    assert gifts.total == {2: 2, 3: 5_200_000, 4: 1_250_000}
    words = " ".join(str(row) for one in grids[:3] for row in one.rows)
    assert "ủng hộ" not in words


def test_that_periods_are_compared_only_where_both_have_the_figure(
    content: ReportContent,
) -> None:
    assert content.before is not None
    assert "So với" not in sentences(content)
    earlier = replace(
        content.before,
        everything=content.totals.everything,
        indicators={**content.totals.indicators, "CT01": 20, "CT02": None},
    )
    compared = report_sentences.direct(replace(content, before=earlier))
    assert compared[0].endswith("So với quý III năm 2024: tăng 6 cuộc, buổi.")
    assert "So với" not in compared[1]
    fewer = replace(earlier, indicators={**earlier.indicators, "CT01": 30})
    assert "giảm 4 cuộc, buổi" in report_sentences.direct(replace(content, before=fewer))[0]
    same = replace(earlier, indicators={**earlier.indicators, "CT01": 26})
    assert "không thay đổi" in report_sentences.direct(replace(content, before=same))[0]


def test_that_stories_told_and_stories_found_are_two_numbers(content: ReportContent) -> None:
    by_channel = {**content.totals.by_channel, "DIEN_HINH": Sums(1, items=1)}
    found = replace(content.outreach, stories=[StoryLine("Gương điển hình", 5, 2)])
    told = replace(content, totals=replace(content.totals, by_channel=by_channel), outreach=found)
    first, *_, last = report_sentences.exemplars(told)
    assert first.startswith("Tuyên truyền bằng hoạt động riêng – gương điển hình")
    assert last == "Phát hiện, ghi nhận 5 gương điển hình, trong đó 2 đã được đăng, phát."


def test_that_the_words_of_the_officer_stand_in_their_parts(content: ReportContent) -> None:
    said = Narrative(**{part: f"lời {part}" for part in narratives.PARTS})
    parts = report_outline.outline(replace(content, narrative=said)).parts
    place = {one.text: n for n, one in enumerate(parts) if isinstance(one, Text | Heading)}
    for part, heading in (
        ("situation", "I. ĐẶC ĐIỂM TÌNH HÌNH"), ("causes", "3. Nguyên nhân"),
        ("proposals", "VI. ĐỀ XUẤT, KIẾN NGHỊ"),
    ):  # fmt: skip
        said_first = part == "situation"  # a sentence on the hamlets stands before it
        assert place[f"lời {part}"] == place[heading] + 1 + said_first
    assert "lời nil_reason" not in place


def test_that_a_part_nobody_wrote_is_a_dotted_gap(content: ReportContent) -> None:
    parts = report_outline.outline(replace(content, narrative=Narrative())).parts
    gaps = [one for one in parts if isinstance(one, Text) and one.text == report_outline.GAP]
    assert len(gaps) == 7


def test_that_a_period_without_activities_is_a_report_too(content: ReportContent) -> None:
    totals = replace(
        content.totals, everything=NOTHING, by_channel={}, by_topic={}, by_hamlet={},
        indicators=dict.fromkeys(content.totals.indicators),
    )  # fmt: skip
    nil = replace(content, totals=totals, entries=(), narrative=Narrative(nil_reason="Lũ lụt"))
    text = all_text(nil)
    assert report_outline.NOT_HELD in text
    assert "Lý do: Lũ lụt" in text
    parts = report_outline.outline(nil).parts
    assert not any(isinstance(one, Annex | Grid) for one in parts)
    assert isinstance(parts[-1], Foot)


def test_that_totals_of_the_annexes_are_those_of_the_register(content: ReportContent) -> None:
    grids = {
        one.name: one for one in report_outline.outline(content).parts if isinstance(one, Grid)
    }
    for name, column in (("Hình thức", 2), ("Hoạt động", 6), ("Kinh phí", 4)):
        grid = grids[name]
        assert grid.total is not None
        values = [row[column] for row in grid.rows]
        assert grid.total[column] == sum(value for value in values if isinstance(value, int))


def test_that_the_exported_files_are_the_report(sample: Store, tmp_path: Path) -> None:
    with sample.read() as session:
        names = [kind.code for kind in exports.kinds()]
        written = exports.report(session, exports.Progress(), Q4, tmp_path, tuple(names))
    assert {"ket-qua-pdf", "ket-qua-docx"} <= set(names)
    assert all(path.stat().st_size > 5_000 for path in written)
