"""Languages by hamlet: each activity once per language and hamlet, minutes of broadcasts × airings."""

from datetime import date

import pytest

from db.store import Store
from desktop.core import spoken
from desktop.core.activities import Status
from desktop.core.periods import Rule, parse
from desktop.core.spoken import UNSAID, Heard, Languages
from tests.builders import add_hamlet, log

Q4 = parse("2024-Q4", Rule.CALENDAR)


def lines(found: Languages) -> dict[str, dict[str, Heard]]:
    return {one.name: dict(one.languages) for one in found.rows}


@pytest.mark.both_kinds
def test_that_each_hamlet_says_activities_and_minutes_of_each_language(store: Store) -> None:
    with store.write() as session:
        buon, thon = (add_hamlet(session, name).id for name in ("Buôn Đŭng", "Thôn 2"))
        add_hamlet(session, "Thôn 10")
        add_hamlet(session, "Thôn Cũ", valid_to=date(2024, 9, 1))
        radio = {"channel": "PHAT_THANH", "attendees": None, "women": None}
        log(
            session,
            hamlets=(buon, thon),
            languages=("VIET", "EDE"),
            airings=10,
            minutes=15,
            **radio,
        )
        log(session, hamlets=(buon,), languages=("EDE",), minutes=None, airings=4, **radio)
        log(session, hamlets=(buon,), languages=("EDE",), minutes=90)
        log(session, hamlets=(thon,), minutes=None)
        log(session, languages=("VIET",), minutes=45)
        for out in (
            {"status": Status.DRAFT},
            {"status": Status.WITHDRAWN},
            {"held_on": date(2024, 1, 5)},
        ):
            log(session, hamlets=(thon,), languages=("EDE",), minutes=99, **out)
        found = spoken.read(session, Q4)
    assert lines(found) == {
        "Buôn Đŭng": {"VIET": Heard(1, 150), "EDE": Heard(3, 240)},
        "Thôn 2": {"VIET": Heard(1, 150), "EDE": Heard(1, 150), UNSAID: Heard(1, None)},
        "Thôn 10": {},
        "": {"VIET": Heard(1, 45)},
    }
    assert [one.name for one in found.rows] == ["Buôn Đŭng", "Thôn 2", "Thôn 10", ""]
    assert found.rows[0].kind == "Buôn"
    assert dict(found.everywhere) == {
        UNSAID: Heard(1, None), "EDE": Heard(3, 240), "VIET": Heard(2, 195),
    }  # fmt: skip


def test_that_a_register_without_anything_has_no_languages(store: Store) -> None:
    with store.read() as session:
        found = spoken.read(session, Q4)
    assert (found.rows, dict(found.everywhere)) == ((), {})
