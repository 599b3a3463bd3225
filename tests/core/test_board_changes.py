"""With what the officer compares a report before approving it."""

from desktop.core import answers, board, board_detail, review
from tests import wards
from tests.core.test_board import Q4, City, city, template

__all__ = ["city", "template"]


def test_that_changes_compare_with_the_version_before(city: City) -> None:
    ward = city.wards["Tân Lập"]
    first = wards.records(ward, 20)
    city.take("Tân Lập", of=first)
    city.take("Tân Lập", of=first[:-2], version=2)
    with city.store.read() as session:
        line = board.read(session, Q4).line(ward.unit.id)
        assert line is not None
        found = board_detail.read(session, Q4, line)
    assert found.before == "bản số 1"
    changes = {one.name: (one.before, one.after) for one in found.changes}
    assert changes["Hoạt động"] == (20, 18)
    assert found.code.count(" ") == 5


def test_that_changes_compare_with_what_an_officer_answered(city: City) -> None:
    ward = city.wards["Tân Lập"]
    first = wards.records(ward, 20)
    accepted = city.take("Tân Lập", of=first)
    with city.store.write() as session:
        answers.accept(session, accepted)
    city.take("Tân Lập", of=first[:-2], version=2)  # nobody looked at it
    city.take("Tân Lập", of=first[:-3], version=3)
    with city.store.read() as session:
        line = board.read(session, Q4).line(ward.unit.id)
        assert line is not None
        found = board_detail.read(session, Q4, line)
        looked = review.read(session, line.package_id)
    assert (found.before, looked.before) == ("bản số 1 đã duyệt",) * 2
    assert (found.changes[0].before, found.changes[0].after) == (20, 17)
    assert len(looked.withdrawn) == 3
