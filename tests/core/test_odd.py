from db.store import Store
from desktop.core import hamlet_years, odd
from desktop.core.hamlet_years import HamletYear
from desktop.core.problems import Severity
from tests.builders import add_hamlet, log, make_activity


def test_that_more_people_than_a_place_has_homes_for_are_asked_about(store: Store) -> None:
    with store.write() as session:
        place, other = add_hamlet(session, "Buôn Đŭng"), add_hamlet(session, "Buôn Mới")
        hamlet_years.save(session, 2024, [HamletYear(place.id, 2024, households=242)])
        known = odd.known(session)
    (found,) = odd.problems(make_activity("", hamlets=(place.id,), attendees=950), known)
    assert (found.severity, found.fields) == (Severity.EXPLAIN, ("attendees",))
    assert "gấp 3,9 lần số hộ của nơi tổ chức (242 hộ)" in found.text
    for fine in (
        {"hamlets": (place.id,), "attendees": 484},
        {"hamlets": (place.id, other.id), "attendees": 950},
        {"attendees": 950},
    ):
        assert not [*odd.problems(make_activity("", **fine), known)]


def test_that_more_households_than_the_places_have_are_asked_about(store: Store) -> None:
    with store.write() as session:
        place, other = add_hamlet(session, "Buôn Đŭng"), add_hamlet(session, "Buôn Mới")
        counts = HamletYear(place.id, 2024, households=90, poor=4, near_poor=2)
        hamlet_years.save(session, 2024, [counts, HamletYear(other.id, 2024, poor=3)])
        known = odd.known(session)
    declared = {"hamlets": (place.id,), "poor": 5, "near_poor": 2, "escaped": 7}
    (found,) = odd.problems(make_activity("", **declared), known)
    assert (found.severity, found.fields) == (Severity.EXPLAIN, ("poor",))
    assert found.text.startswith("Số hộ nghèo dự là 5, nhiều hơn số hộ loại này của nơi tổ chức (4")
    both = {"hamlets": (place.id, other.id), "poor": 7, "near_poor": 9}
    assert not [*odd.problems(make_activity("", **both), known)]  # of one near-poor are not known


def test_that_a_figure_far_from_the_units_own_is_asked_about_once(store: Store) -> None:
    with store.write() as session:
        place = add_hamlet(session, "Buôn Đŭng")
        hamlet_years.save(session, 2024, [HamletYear(place.id, 2024, households=100)])
        for attendees in range(36, 46):
            log(session, attendees=attendees)
        known = odd.known(session)
    (found,) = odd.problems(make_activity("", hamlets=(place.id,), attendees=400), known)
    assert found.code == "unusual"
    assert "gấp 10 lần mức thường thấy" in found.text
