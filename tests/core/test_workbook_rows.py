import unicodedata
from collections import Counter
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from db.rows import HamletRow, SpeakerRow
from db.store import Store
from desktop.core import (
    catalogue,
    hamlets,
    settings,
    speakers,
)
from desktop.core.activities import Expense
from desktop.core.catalogue import Item
from desktop.core.speakers import Speaker
from desktop.core.workbook_names import Catalogued
from desktop.core.workbook_read import heading_key
from tests.builders import add_hamlet
from tests.core import hostile
from tests.core.hostile import GOOD, book, changed, write
from tests.core.importing import imported, kept, look, take


def test_that_every_column_arrives_in_its_field(store: Store, tmp_path: Path) -> None:
    activity = imported(
        store, tmp_path, channel="PHAT_THANH", until_on="20/11/2024", started_at="5h30",
        ended_at=0.25, venue="Toàn xã", languages="Tiếng Việt và Ê-đê", items=2, airings="1.234",
        minutes="7", attendees=None, women=None, speakers="Y Thịnh Êban; H'Nga Kbuôr",
        amount="1,5 triệu", payer="Xã, phường chi", note="Dòng một\nDòng hai", topics="DV06; CS01",
    )  # fmt: skip
    assert (activity.channel, activity.held_on) == ("PHAT_THANH", date(2024, 11, 14))
    assert (activity.until_on, activity.started_at) == (date(2024, 11, 20), time(5, 30))
    assert (activity.ended_at, activity.venue) == (time(6), "Toàn xã")
    assert activity.languages == ("VIET", "EDE")
    assert (activity.items, activity.airings, activity.minutes) == (2, 1234, 7)
    assert (activity.attendees, activity.women) == (None, None)
    assert activity.expenses == (Expense("XA_PHUONG", 1_500_000),)
    assert activity.note == "Dòng một\nDòng hai"
    assert activity.topics == ("DV06", "CS01")
    assert (len(activity.hamlets), len(activity.speakers), activity.revision) == (1, 2, 1)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("SINH_HOAT_CD", "SINH_HOAT_CD"), ("sinh hoat cd", "SINH_HOAT_CD"),
        ("sinh hoat cong dong", "SINH_HOAT_CD"), ("SINH  HOẠT CỘNG ĐỒNG ", "SINH_HOAT_CD"),
        ("Sinh hoạt cộng đồng thôn, buôn, tổ dân phố (lồng ghép)", "SINH_HOAT_CD"),
        ("HOI_NGHI - Hội nghị", "HOI_NGHI"), ("toạ đàm", "TOA_DAM"), ("pano", "PANO"),
    ],
)  # fmt: skip
def test_that_a_channel_may_be_written_as_people_do(
    store: Store, tmp_path: Path, written: str, code: str
) -> None:
    fields = {"attendees": None, "women": None} if code == "PANO" else {}
    assert imported(store, tmp_path, channel=written, **fields).channel == code


@pytest.mark.parametrize(
    ("written", "topics"),
    [
        ("DV06", ("DV06",)), ("nha o; y te", ("DV06", "DV04")), ("DV06, CS01", ("DV06", "CS01")),
        ("DV06; dv06; Nhà ở", ("DV06",)),
        ("DV06 – Nhà ở; DV10", ("DV06", "DV10")),
        (f"CS07 – {catalogue.shipped().topic['CS07'].name}; DV04 - Y tế", ("CS07", "DV04")),
        (
            f"{catalogue.shipped().topic['CS08'].name}; Y tế",
            ("CS08", "DV04"),
        ),
    ],
)  # fmt: skip
def test_that_topics_may_hold_the_separator_in_their_names(
    store: Store, tmp_path: Path, written: str, topics: tuple[str, ...]
) -> None:
    assert imported(store, tmp_path, topics=written).topics == topics


@pytest.mark.parametrize(
    ("written", "languages"),
    [
        ("VIET, EDE", ("VIET", "EDE")), ("Kinh và Êđê", ("VIET", "EDE")),
        ("tieng viet; tieng m'nong", ("VIET", "MNONG")), ("Ê Đê", ("EDE",)),
        ("Việt - Mnông", ("VIET", "MNONG")), ("Tiếng dân tộc khác", ("KHAC",)),
    ],
)  # fmt: skip
def test_that_languages_may_be_written_as_people_do(
    store: Store, tmp_path: Path, written: str, languages: tuple[str, ...]
) -> None:
    assert imported(store, tmp_path, languages=written).languages == languages


def test_that_no_two_items_of_a_catalogue_share_a_name() -> None:
    known = catalogue.shipped()
    lists: tuple[tuple[Item, ...], ...] = (
        known.channels, known.topics, known.languages, known.payers,
    )  # fmt: skip
    for items in lists:
        names = [
            (heading_key(name), item.code)
            for item in items
            for name in (item.code, item.name, getattr(item, "short_name", ""))
            if name
        ]
        count = Counter(key for key, _ in set(names))
        assert max(count.values()) == 1
        assert all(Catalogued(items).find(item.name) == item.code for item in items)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("14/11/2024", date(2024, 11, 14)), ("14-11-24", date(2024, 11, 14)),
        ("14.11", date(2024, 11, 14)), ("2024-11-14", date(2024, 11, 14)),
        ("2024-11-14 00:00:00", date(2024, 11, 14)), ("Thứ Năm, ngày 14/11/2024", date(2024, 11, 14)),
        (45_610, date(2024, 11, 14)),
    ],
)  # fmt: skip
def test_that_days_are_read_and_lack_of_a_year_means_the_plan(
    store: Store, tmp_path: Path, written: Any, day: date
) -> None:
    assert imported(store, tmp_path, held_on=written).held_on == day


@pytest.mark.parametrize(
    "written", [40, 40.0, "40", " 40 ", "40,0", hostile.CACHED, "39.9999999999"]
)
def test_that_numbers_are_read_or_refused(store: Store, tmp_path: Path, written: Any) -> None:
    if written in ("40,0", "39.9999999999"):
        assert not take(store, write(tmp_path, changed(attendees=written))).written
    else:
        assert imported(store, tmp_path, attendees=written).attendees == 40


@pytest.mark.parametrize("written", [19.2, "19,2", hostile.Raw("><v>19.199999999999</v>")])
def test_that_areas_keep_their_two_decimals(store: Store, tmp_path: Path, written: Any) -> None:
    fields = {"channel": "PANO", "attendees": None, "women": None}
    assert imported(store, tmp_path, area_m2=written, **fields).area_m2 == Decimal("19.2")


def test_that_dashes_and_spaces_are_empty_cells(store: Store, tmp_path: Path) -> None:
    activity = imported(store, tmp_path, minority="-", officials=" ", speakers="–", amount="-")
    assert (activity.minority, activity.officials) == (None, None)
    assert (activity.speakers, activity.expenses) == ((), ())


def test_that_zero_stays_zero_and_empty_stays_empty(store: Store, tmp_path: Path) -> None:
    activity = imported(store, tmp_path, minority=0, officials="0")
    assert (activity.minority, activity.officials, activity.poor) == (0, 0, None)


def test_that_a_session_counts_once_unless_said_otherwise(store: Store, tmp_path: Path) -> None:
    rows = [
        GOOD,
        GOOD | {"title": "Hai buổi", "items": 2},
        GOOD | {"title": "Tờ rơi", "channel": "TO_ROI", "attendees": None, "women": None},
    ]
    take(store, write(tmp_path, book(*rows)))
    with store.read() as session:
        found = {one.title: one.items for one in kept(session)}
    assert found == {"Chính sách nhà ở": 1, "Hai buổi": 2, "Tờ rơi": None}


def test_that_a_missing_title_is_made_of_channel_and_topic(store: Store, tmp_path: Path) -> None:
    assert imported(store, tmp_path, title=None).title == "Nói chuyện chuyên đề: Nhà ở"


def test_that_decomposed_text_and_control_signs_are_composed_and_dropped(
    store: Store, tmp_path: Path
) -> None:
    title = unicodedata.normalize("NFD", "Buôn Đŭng\u200b họp  về nhà ở") + "_x0007_\u202e!"
    hamlet = unicodedata.normalize("NFD", "Buôn Đŭng")
    activity = imported(store, tmp_path, title=title, hamlets=hamlet)
    assert activity.title == "Buôn Đŭng họp về nhà ở!"
    with store.read() as session:
        (place,) = hamlets.all_of(session, activity.unit_id)
    assert place.full_name == "Buôn Đŭng"


def test_that_text_that_looks_like_a_formula_stays_text(store: Store, tmp_path: Path) -> None:
    title = "=HYPERLINK(“x”)"
    assert imported(store, tmp_path, title=title).title == title


def test_that_examples_and_empty_rows_are_skipped(store: Store, tmp_path: Path) -> None:
    example = GOOD | {"note": "Ví dụ: xóa dòng này", "women": 99}
    preview = look(store, write(tmp_path, book(example, {}, GOOD, {"title": "  "})))
    assert [row.row for row in preview.rows] == [4]


def test_that_unused_and_missing_columns_are_named(store: Store, tmp_path: Path) -> None:
    headings = [
        ("x", "STT"),
        ("channel", "Mã hình thức"),
        ("held_on", "Ngày"),
        ("title", "Tên hoạt động"),
    ]
    preview = look(store, write(tmp_path, book(GOOD | {"x": 1}, headings=headings)))
    assert preview.ignored_columns == ("STT (cột A)",)
    assert "Bảng tính không có cột “Nữ”: phần này để trống." in preview.warnings
    assert preview.ready == 1


def test_that_new_hamlets_and_speakers_are_listed_then_added(store: Store, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        changed(hamlets="TDP 3, 4; buôn Akŏ Dhŏng", speakers="Y Thịnh Êban, Trần Văn Bình"),
    )
    preview = look(store, path)
    names = ["Tổ dân phố 3", "Tổ dân phố 4", "Buôn Akŏ Dhŏng"]
    assert [one.full_name for one in preview.new_hamlets] == names
    assert [one.name for one in preview.new_speakers] == ["Y Thịnh Êban", "Trần Văn Bình"]
    result = take(store, path)
    assert result.hamlets == tuple(names)
    with store.read() as session:
        unit_id = settings.read(session).unit_id
        known = {one.id: one.full_name for one in hamlets.all_of(session, unit_id)}
        assert [known[one] for one in kept(session)[0].hamlets] == names
        assert session.query(HamletRow).filter_by(import_id=result.import_id).count() == 3
        assert session.query(SpeakerRow).filter_by(import_id=result.import_id).count() == 2


@pytest.mark.parametrize(
    "written",
    ["Buôn Akõ Dhông", "buon ako dhong", "BUÔN AKŎ DHŎNG", "Akŏ Dhŏng", "Buôn  Akŏ  Dhŏng."],
)
def test_that_spellings_of_a_known_hamlet_are_that_hamlet(
    store: Store, tmp_path: Path, written: str
) -> None:
    with store.write() as session:
        place = add_hamlet(session, "Buôn Akŏ Dhŏng")
    assert imported(store, tmp_path, hamlets=written).hamlets == (place.id,)


@pytest.mark.parametrize(
    ("known", "written", "similar"),
    [
        ("Buôn Akŏ Dhŏng", "Buôn Akŏ Dhŏn", True), ("Buôn Akŏ Dhŏng", "Thôn Akŏ Dhŏng", True),
        ("Buôn Kmrơng Prŏng", "Buôn Kmrang Prong", True), ("Thôn 1", "Thôn 2", False),
        ("Thôn 1", "Thôn 11", False), ("Buôn Đŭng", "Buôn Kdũn", False),
        ("Thôn 2", "Tổ dân phố 2", True),
    ],
)  # fmt: skip
def test_that_a_near_duplicate_is_new_and_both_are_named(
    store: Store, tmp_path: Path, known: str, written: str, similar: bool
) -> None:
    with store.write() as session:
        add_hamlet(session, known)
    preview = look(store, write(tmp_path, changed(hamlets=written)))
    assert [one.full_name for one in preview.new_hamlets] == [written]
    named = [one for one in preview.warnings if known in one and written in one]
    assert bool(named) is similar
    assert preview.bad == 0


def test_that_a_hamlet_without_a_kind_is_pointed_out(store: Store, tmp_path: Path) -> None:
    preview = look(store, write(tmp_path, changed(hamlets="Ea Bông")))
    assert preview.new_hamlets[0].full_name == "Thôn Ea Bông"
    assert any("Ea Bông" in one for one in preview.warnings)


@pytest.mark.parametrize(
    ("known", "written", "new"),
    [
        ("Nguyễn Thị Hà", "nguyen thi ha", False), ("Nguyễn Thị Hoà", "Nguyễn Thị Hòa", False),
        ("H'Nga Kbuôr", "H’Nga Kbuôr", False), ("Nguyễn Thị Hà", "Nguyễn Thị Hạ", True),
        ("Y Thịnh Êban", "Y Thịnh Êban.", False), ("Trần Văn Bình", "Trần Văn Binh", True),
    ],
)  # fmt: skip
def test_that_only_marks_that_matter_make_another_person(
    store: Store, tmp_path: Path, known: str, written: str, new: bool
) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        speakers.add(session, Speaker(name=known, unit_id=unit_id))
    preview = look(store, write(tmp_path, changed(speakers=written)))
    assert bool(preview.new_speakers) is new
    assert any(known in one for one in preview.warnings) is new
