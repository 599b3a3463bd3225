"""The six-part report: its order, and that every number in it is one of the register's."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text as sql

from db.store import Store
from desktop.core import demo, exports, narratives, periods
from desktop.core.documents import report_outline, report_sentences
from desktop.core.documents.content import ReportContent
from desktop.core.documents.outline import Annex, Foot, Grid, Head, Heading, Text, Title, To
from desktop.core.narratives import Narrative
from desktop.core.totals import NOTHING

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
    known: set[str] = set()
    with sample.read() as session:
        for query in queries:
            for row in session.execute(sql(query)):
                known |= {f"{value:,}".replace(",", ".") for value in row if value is not None}
    known = {value.removesuffix(".0").replace("..", ".") for value in known}
    text = sentences(content)
    for name in (one.name for one in content.catalogue.channels):
        text = text.replace(name, "")
    found = set(NUMBER.findall(text))
    assert len(found) > 15
    unknown = {number for number in found if number.replace(",", ".") not in known}
    assert unknown == set()


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


def test_that_the_words_of_the_officer_stand_in_their_parts(content: ReportContent) -> None:
    said = Narrative(**{part: f"lời {part}" for part in narratives.PARTS})
    parts = report_outline.outline(replace(content, narrative=said)).parts
    place = {one.text: n for n, one in enumerate(parts) if isinstance(one, Text | Heading)}
    for part, heading in (
        ("situation", "I. ĐẶC ĐIỂM TÌNH HÌNH"), ("causes", "3. Nguyên nhân"),
        ("proposals", "VI. ĐỀ XUẤT, KIẾN NGHỊ"),
    ):  # fmt: skip
        assert place[f"lời {part}"] == place[heading] + 1
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
