import unicodedata
from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings as tries, strategies as st
from sqlalchemy.orm import Session

from db.store import Store
from desktop.core import activities, listing, periods, settings, speakers, totals
from desktop.core.activities import Expense, Status
from desktop.core.listing import ActivityLine, Filter, Summary
from desktop.core.speakers import Speaker
from tests.builders import add_hamlet, log, make_activity

many_tries = tries(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def filled(store: Store) -> Store:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        add_hamlet(session, "Buôn Akŏ Dhŏng", id="h1")
        add_hamlet(session, "Tổ dân phố 3A", id="h2")
        speakers.add(session, Speaker(id="s1", name="H'Bia Niê", unit_id=unit_id))
        one = {"attendees": None, "women": None, "topics": ("DV01",)}
        log(session, title="Chính sách hỗ trợ nhà ở", hamlets=("h1", "h2"), note="Mưa to")
        log(session, title="Nước sạch", speakers=("s1",), held_on=date(2024, 12, 5))
        log(session, title="Tin buổi sáng", channel="PHAT_THANH", venue="Trạm truyền thanh Đạt Lý",
            languages=("EDE", "VIET"), held_on=date(2024, 10, 20), **one)  # fmt: skip
        log(session, title="Vở kịch", channel="SAN_KHAU", host_event="Ngày hội Đại đoàn kết",
            status=Status.COMPLETE, held_on=date(2024, 10, 21), topics=("CS07", "DV01"))  # fmt: skip
        log(session, title="Bản nháp", status=Status.DRAFT)
        log(session, title="Thu hồi", status=Status.WITHDRAWN)
    return store


def titles(store: Store, text: str = "", **more: Any) -> list[str]:
    with store.read() as session:
        wanted = Filter(unit_id=settings.read(session).unit_id, text=text, **more)
        page = listing.find(session, wanted)
        assert listing.summary(session, wanted).activities == len(page.lines)
        assert listing.counts(session, [wanted]) == [len(page.lines)]
        return [line.title for line in page.lines]


HOUSE, WATER, RADIO, PLAY = (
    "Chính sách hỗ trợ nhà ở", "Nước sạch", "Tin buổi sáng", "Vở kịch",
)  # fmt: skip


@pytest.mark.both_kinds
@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", [WATER, HOUSE, PLAY, RADIO]),
        ("   ", [WATER, HOUSE, PLAY, RADIO]),
        ("chinh sach nha o", [HOUSE]),
        ("CHÍNH SÁCH", [HOUSE]),
        (unicodedata.normalize("NFD", "chính sách"), [HOUSE]),
        ("nha chinh", [HOUSE]),
        ("chính", [HOUSE]),
        ("hinh", []),
        ("buon ako dhong", [HOUSE]),
        ("ako", [HOUSE]),
        ("Dhŏng", [HOUSE]),
        ("Đắk", []),
        ("3a", [HOUSE]),
        ("tdp 3a", [HOUSE]),
        ("tổ dân phố 3", [HOUSE]),
        ("mua to", [HOUSE]),
        ("h'bia", [WATER]),
        ("H’Bia Niê", [WATER]),
        ("nie", [WATER]),
        ("phat thanh", [RADIO]),
        ("truyen thanh co so", [RADIO]),
        ("dat ly", [RADIO]),
        ("đạt lý", [RADIO]),
        ("san khau hoa", [PLAY]),
        ("dai doan ket", [PLAY]),
        ("viec lam", [PLAY, RADIO]),
        ("14/11", [HOUSE]),
        ("14-11-2024", [HOUSE]),
        ("05/12/2024", [WATER]),
        ("5/12", [WATER]),
        ("21/10", [PLAY]),
        ("2024", [WATER, HOUSE, PLAY, RADIO]),
        ("nha o khong co", []),
        ("chinhsach", []),
    ],
)
def test_that_a_search_finds_what_people_mean(filled: Store, text: str, wanted: list[str]) -> None:
    assert titles(filled, text) == wanted


@pytest.mark.both_kinds
@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({"first": date(2024, 11, 14)}, [WATER, HOUSE]),
        ({"last": date(2024, 11, 14)}, [HOUSE, PLAY, RADIO]),
        ({"first": date(2024, 10, 21), "last": date(2024, 10, 21)}, [PLAY]),
        ({"first": date(2024, 10, 22), "last": date(2024, 10, 21)}, []),
        ({"channels": ("PHAT_THANH",)}, [RADIO]),
        ({"channels": ("PHAT_THANH", "SAN_KHAU")}, [PLAY, RADIO]),
        ({"topic": "DV01"}, [PLAY, RADIO]),
        ({"topic": "DV01", "main_topic_only": True}, [RADIO]),
        ({"hamlet_id": "h2"}, [HOUSE]),
        ({"hamlet_id": "h3"}, []),
        ({"languages": ("EDE",)}, [RADIO]),
        ({"languages": ("EDE", "VIET")}, [RADIO]),
        ({"statuses": (Status.COMPLETE,)}, [PLAY]),
        ({"statuses": (Status.DRAFT,)}, ["Bản nháp"]),
        ({"statuses": (Status.WITHDRAWN,)}, ["Thu hồi"]),
        ({"import_id": "x"}, []),
        ({"text": "dv", "topic": "DV06"}, []),
        ({"text": "noi chuyen", "first": date(2024, 12, 1)}, [WATER]),
    ],
)
def test_that_a_filter_narrows(filled: Store, changes: dict[str, Any], wanted: list[str]) -> None:
    assert titles(filled, **changes) == wanted


def test_that_no_status_asked_for_is_every_status(filled: Store) -> None:
    assert len(titles(filled, statuses=())) == 6
    assert titles(filled, "thu hoi") == []


def test_that_a_line_tells_its_place(filled: Store) -> None:
    with filled.read() as session:
        page = listing.find(session, Filter(unit_id=settings.read(session).unit_id))
    assert [line.place for line in page.lines] == [
        "", "Buôn Akŏ Dhŏng, TDP 3A", "", "Trạm truyền thanh Đạt Lý",
    ]  # fmt: skip
    first = page.lines[1]
    assert (first.status, first.channel, first.attendees) == (Status.HELD, "NOI_CHUYEN", 40)
    assert page.more is False


def test_that_the_index_follows_a_changed_date(filled: Store) -> None:
    with filled.write() as session:
        unit_id = settings.read(session).unit_id
        line = listing.find(session, Filter(unit_id=unit_id, text="nuoc")).lines[0]
        one = activities.get(session, unit_id, line.id)
        activities.save(session, replace(one, held_on=date(2024, 12, 6)))
    assert titles(filled, "5/12") == []
    assert titles(filled, "6/12") == [WATER]


def pages(session: Session, wanted: Filter, limit: int) -> list[Sequence[ActivityLine]]:
    found, after, more = [], None, True
    while more:
        page = listing.find(session, wanted, after, limit)
        found.append(page.lines)
        more, after = page.more, page.lines[-1] if page.lines else None
        assert not more or len(page.lines) == limit
    return found


@pytest.mark.both_kinds
@pytest.mark.parametrize("limit", [1, 2, 3, 7, 12, 24, 25, 26, 200])
def test_that_pages_have_no_gap_and_no_repeat(store: Store, limit: int) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        days = [date(2024, 11, 1) + timedelta(days=number % 4) for number in range(25)]
        many = [make_activity(unit_id, held_on=day) for day in days]
        activities.save_many(session, many)
        for wanted in (Filter(unit_id=unit_id), Filter(unit_id=unit_id, text="nha")):
            lines = [line for page in pages(session, wanted, limit) for line in page]
            newest = sorted(((one.held_on, one.id) for one in many), reverse=True)
            assert [(line.held_on, line.id) for line in lines] == newest


def test_that_a_new_activity_on_top_moves_no_later_page(store: Store) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        for _ in range(4):
            log(session)
        first = listing.find(session, Filter(unit_id=unit_id), limit=2)
        log(session, held_on=date(2024, 12, 1))
        second = listing.find(session, Filter(unit_id=unit_id), first.lines[-1], 2)
    assert not {line.id for line in first.lines} & {line.id for line in second.lines}
    assert (len(second.lines), second.more) == (2, False)


def test_that_an_empty_register_is_an_empty_page(store: Store) -> None:
    with store.read() as session:
        wanted = Filter(unit_id=settings.read(session).unit_id)
        assert listing.find(session, wanted) == listing.Page((), False)
        assert listing.summary(session, wanted) == Summary(0, *[None] * 6)
        assert listing.first_and_last_day(session, wanted.unit_id) is None


def test_that_the_summary_equals_the_totals(store: Store) -> None:
    period = periods.parse("2024-Q4")
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        log(session, poor=3, expenses=(Expense("CAP_TREN", 100), Expense("XA_PHUONG", 20)))
        log(session, minority=7, near_poor=0, escaped=1, expenses=(Expense("CAP_TREN"),))
        log(session, attendees=0, women=None, held_on=date(2024, 9, 15))
        log(session, held_on=date(2024, 12, 15), attendees=999)
        log(session, status=Status.WITHDRAWN, expenses=(Expense("CAP_TREN", 5),))
        wanted = Filter(unit_id=unit_id, first=period.first, last=period.last)
        summary, found = listing.summary(session, wanted), totals.totals(session, period)
    for one in fields(Summary):
        if one.name != "amount":
            assert getattr(summary, one.name) == getattr(found.everything, one.name), one.name
    assert (summary.activities, summary.attendees, summary.near_poor) == (3, 80, 0)


@pytest.mark.both_kinds
def test_that_the_usual_comes_first(store: Store) -> None:
    with store.write() as session:
        unit_id = settings.read(session).unit_id
        add_hamlet(session, "Thôn 2", id="h1")
        for venue, channel in (
            ("A", "TOA_DAM"),
            ("B", "HOI_NGHI"),
            ("B", "HOI_NGHI"),
            ("", "PANO"),
        ):
            last = log(session, venue=venue, channel=channel)
        inside = log(session, channel="PANO", hamlets=("h1",), held_on=date(2024, 10, 1))
        log(session, venue="C", channel="MXH", status=Status.DRAFT)
        assert listing.venues(session, unit_id) == ["B", "A", "C"]
        assert listing.usual_channels(session, unit_id) == ["HOI_NGHI", "PANO", "TOA_DAM"]
        assert listing.usual_channels(session, unit_id, 1) == ["HOI_NGHI"]
        assert listing.last_like(session, unit_id, "PANO") == last.id
        assert listing.last_like(session, unit_id, "PANO", "h1") == inside.id
        assert listing.last_like(session, unit_id, "PANO", "h2") == last.id
        assert listing.last_like(session, unit_id, "TO_ROI") is None
        assert listing.first_and_last_day(session, unit_id) == (
            date(2024, 10, 1),
            date(2024, 11, 14),
        )


signs = st.text(
    st.sampled_from("\"*()-+:^{}[]%_'’;,.<>=|&~/\\#?! \t\n\x00aANDORTnear0đĐŏ²½①ß\ud800\U0001f600")
)
words = st.lists(
    st.sampled_from(["AND", "OR", "NOT", "NEAR", "NEAR(a b, 2)", '"', "*", "nha", "words:", "^", "--",
                     "';", "%", "_", "rowid"])
).map(" ".join)  # fmt: skip


@many_tries
@given(signs | words | st.text())
@example('"')
@example("*")
@example("nha* AND")
@example("NEAR(nha o)")
@example("'; DROP TABLE activities; --")
@example("\x00")
@example("nha " * 3_000)
@example(" ".join(f"a{number}" for number in range(3_000)))
@example("a" * 100_000)
def test_that_nothing_typed_breaks_the_search(filled: Store, text: str) -> None:
    assert len(titles(filled, text)) <= 4


@pytest.mark.parametrize("sign", list("\"*()-%_'’;:^+{}/.,"))
def test_that_signs_around_a_word_do_not_hide_it(filled: Store, sign: str) -> None:
    assert titles(filled, f"{sign}chinh{sign} {sign}sach{sign}") == [HOUSE]


@many_tries
@given(
    st.text(st.characters(categories=["L", "N", "P", "S", "Z", "M"]), max_size=60)
    | st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậĕŏŭčñƀ'’ -/0123456789", max_size=60)
)
def test_that_an_activity_is_found_by_its_own_title(store: Store, title: str) -> None:
    with store.write() as session:
        kept = log(session, title=title)
        unit_id = kept.unit_id
        vietnamese = title.upper().casefold() == title.casefold()
        for typed in (title, title.upper(), title.lower()) if vietnamese else (title,):
            page = listing.find(session, Filter(unit_id=unit_id, text=typed), limit=1_000)
            assert kept.id in {line.id for line in page.lines}
        activities.remove(session, unit_id, [kept.id])
