from datetime import date

import pytest

from db.store import Store
from desktop.core import exports, letterheads, speakers
from desktop.core.letterheads import UnitHead
from desktop.core.speakers import Signatory

pytestmark = pytest.mark.both_kinds

BEFORE, MERGED, AFTER = date(2025, 6, 30), date(2025, 7, 1), date(2025, 7, 2)


def test_that_a_new_register_has_the_head_of_its_unit(store: Store) -> None:
    with store.read() as session:
        (head,) = letterheads.all_of(session)
    assert head.lines == ("ỦY BAN NHÂN DÂN", "XÃ CƯ ÊBUR")
    assert (head.place, head.symbol, head.valid_from) == ("Cư Êbur", "UBND", None)


def test_that_a_head_is_in_force_from_its_day_on(store: Store) -> None:
    new = UnitHead(
        lines=("ỦY BAN NHÂN DÂN", "PHƯỜNG TÂN AN"), recipients=("Như trên",), valid_from=MERGED
    )
    with store.write() as session:
        letterheads.save(session, new)
    with store.read() as session:
        assert letterheads.on(session, BEFORE).lines[1] == "XÃ CƯ ÊBUR"
        assert letterheads.on(session, MERGED) == letterheads.on(session, AFTER) == new


def test_that_the_same_day_is_corrected_not_doubled(store: Store) -> None:
    with store.write() as session:
        letterheads.save(session, UnitHead(lines=("MỘT",), valid_from=MERGED))
        letterheads.save(session, UnitHead(lines=(" HAI ", ""), valid_from=MERGED))
    with store.read() as session:
        assert [one.lines for one in letterheads.all_of(session)][1:] == [("HAI",)]


def test_that_before_the_first_head_the_oldest_is_used(store: Store) -> None:
    with store.write() as session:
        (head,) = letterheads.all_of(session)
        letterheads.save(session, UnitHead(lines=("MỚI",), valid_from=MERGED))
    with store.read() as session:
        assert letterheads.on(session, date(1990, 1, 1)) == head


def test_that_a_reprint_keeps_last_years_signer_and_head(store: Store) -> None:
    old = Signatory(block=("CHỦ TỊCH",), name="Lê Thị Mai", valid_to=BEFORE)
    new = Signatory(block=("CHỦ TỊCH",), name="Y Thịnh Êban", valid_from=MERGED)
    with store.write() as session:
        speakers.save_signatories(session, [new, old])
        letterheads.save(session, UnitHead(lines=("MỚI",), valid_from=MERGED))
    with store.read() as session:
        last_year, now = exports.letterhead(session, BEFORE), exports.letterhead(session, AFTER)
    assert ([one.name for one in last_year.signatories], last_year.lines[-1]) == (
        ["Lê Thị Mai"], "XÃ CƯ ÊBUR",
    )  # fmt: skip
    assert ([one.name for one in now.signatories], now.lines) == (["Y Thịnh Êban"], ("MỚI",))
