"""What no publication may do, written by hand and signed by the city; nothing is changed by it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pyrage import x25519
from sqlalchemy import select

from db.rows import TargetRow
from desktop.core import (
    activities,
    catalogue,
    change_words,
    exchange,
    hamlets,
    intake,
    keys,
    registers,
    settings,
    units,
)
from desktop.core.errors import PackageError, PackageReason
from desktop.core.exchange import Made
from desktop.core.intake import Result
from desktop.core.keys import Kind
from desktop.core.packages import header as headers, reader, values, writer
from desktop.core.packages.contents import HamletEntry, Key
from desktop.core.packages.header import Record
from desktop.core.packages.published import (
    Channel,
    Deadline,
    Deprivation,
    ExpenditureItem,
    Indicator,
    Plan,
    PlanTask,
    Succession,
    Target,
    Topic,
    UnitEntry,
    VoucherKind,
)
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from tests.builders import CLOCK, add_hamlet, log
from tests.core import publications as cases
from tests.core.publications import Pair, changed_things, dump

NOBODY = "0190f2b4-3c00-7a10-8b60-00000000dead"
NEW = "0190f2b4-3c00-7a10-8b60-00000000000"
Q4 = headers.Period("2024-Q4", "administrative", date(2024, 9, 15), date(2024, 12, 14))


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make_templates(tmp_path_factory.mktemp("goc-tu-choi"))


@pytest.fixture
def pair(templates: Path, tmp_path: Path) -> Iterator[Pair]:
    """A ward that has applied the first publication."""
    with cases.pair_in(templates, tmp_path) as pair:
        with pair.ward.write() as session:
            log(session)
        pair.apply(pair.offer())
        yield pair


class Names:
    """Ids of the register that a publication speaks of."""

    def __init__(self, pair: Pair) -> None:
        with pair.ward.read() as session:
            mine = settings.read(session)
            self.own, self.plan = mine.unit_id, mine.plan_id
            self.city = exchange.receiver(session).id
            self.target = session.scalars(select(TargetRow.id)).one()
            self.other = cases.unit_id(session, cases.OTHER_WARD)


def unit(key: str, **changes: Any) -> UnitEntry:
    known = {
        "id": key, "code": "24999", "kind": "Xã", "name": "Mới", "parent_id": None,
        "valid_from": None, "valid_to": None,
    }  # fmt: skip
    return UnitEntry(**(known | changes))


def hamlet(key: str, unit_id: str, **changes: Any) -> HamletEntry:
    known = {
        "id": key, "unit_id": unit_id, "kind": "Buôn", "name": "Mới", "valid_from": None,
        "valid_to": None, "successor_id": None,
    }  # fmt: skip
    return HamletEntry(**(known | changes))


def topic(code: str, **changes: Any) -> Topic:
    known = {
        "code": code, "position": 1, "name": "Tên", "retired_on": None, "group": "Nhóm",
        "short_name": "Tên", "indicators": ("VL",),
    }  # fmt: skip
    return Topic(**(known | changes))


def channel(**changes: Any) -> Channel:
    known = {
        "code": "HOI_NGHI", "position": 1, "name": "Hội nghị", "retired_on": None, "group": "Nhóm",
        "short_name": "Hội nghị", "icon": "people", "quantities": ("items",),
        "items_label": "Số cuộc", "items_word": "cuộc", "attends": "yes", "hamlet_needed": False,
        "evidence": ("Giấy mời",),
    }  # fmt: skip
    return Channel(**(known | changes))


def plan(key: str, issuer_id: str, **changes: Any) -> Plan:
    known = {
        "id": key, "number": "", "signed_on": None, "date_text": "", "issuer_id": issuer_id,
        "title": "Kế hoạch", "short_title": "Kế hoạch", "first": date(2024, 10, 1),
        "last": date(2024, 12, 31), "signer_block": "", "signer_name": "", "bases": (),
    }  # fmt: skip
    return Plan(**(known | changes))


def task(key: str, plan_id: str, **changes: Any) -> PlanTask:
    known = {
        "id": key, "plan_id": plan_id, "position": 0, "body": "Phòng", "text": "Việc",
        "state": "OPEN",
    }  # fmt: skip
    return PlanTask(**(known | changes))


def target(key: str, plan_id: str, **changes: Any) -> Target:
    known = {
        "id": key, "plan_id": plan_id, "unit_id": None, "indicator": "CT01", "at_least": 1,
        "at_most": None, "due_on": None,
    }  # fmt: skip
    return Target(**(known | changes))


def refused(pair: Pair, *records: Record, **changes: Any) -> PackageReason:
    """The reason of a refusal; the register stays byte for byte what it was."""
    made = pair.by_hand(*records, **({"version": 2} | changes))
    before = dump(pair.ward)
    with pytest.raises(PackageError) as caught:
        pair.take(made)
    assert dump(pair.ward) == before
    return caught.value.reason


def applied(pair: Pair, *records: Record, **changes: Any) -> list[Any]:
    """What a publication changed that was not refused."""
    made = pair.by_hand(*records, **({"version": 2} | changes))
    assert pair.take(made).result is Result.WAITING
    return list(pair.apply(made))


def recipient() -> str:
    return str(x25519.Identity.generate().to_public())


def test_that_the_own_unit_stays_as_it_is(pair: Pair) -> None:
    names, before = Names(pair), dump(pair.ward)
    own = unit(names.own, name="Tên khác", parent_id=None, valid_to=date(2024, 1, 1))
    gone = Succession(names.own, names.other, date(2024, 11, 1), "")
    assert ("unit_successions", (names.own, names.other)) not in before
    deadline = Deadline("Quý", Q4, date(2024, 12, 20))
    assert [one.name for one in applied(pair, own, gone, deadline)] == ["Quý"]
    assert changed_things(before, dump(pair.ward)).keys() == {cases.Sort.DEADLINE}
    with pair.ward.read() as session:
        mine = settings.read(session)
        assert mine.unit_id == names.own
        assert units.get(session, names.own).name == "Cư Êbur"


def test_that_a_publication_that_leaves_everything_out_removes_nothing(pair: Pair) -> None:
    pair.apply(pair.offer(cases.change_hamlets, cases.change_units, cases.change_targets))
    before = dump(pair.ward)
    with pair.ward.read() as session:
        versions = dict.fromkeys(catalogue.versions(session), 9)
    changes = applied(pair, version=3, catalogue=versions)
    after = dump(pair.ward)
    assert before.keys() - after.keys() == set()
    assert {one.name for one in changes} == set(change_words.CATALOGUES.values())


def test_that_activities_are_no_records_of_a_publication(pair: Pair) -> None:
    with pair.ward.read() as session:
        own = settings.read(session).unit_id
        key = activities.counted(session, own, cases.Q4.first, cases.Q4.last)[0]
        record = values.activity_record(activities.get(session, own, key))
    with pytest.raises(PackageError) as caught:
        pair.by_hand(record, version=2)
    assert caught.value.reason is PackageReason.KIND


def test_that_keys_of_other_units_are_not_taken(pair: Pair) -> None:
    names, others = Names(pair), recipient()
    with pair.ward.write() as session:
        keys.trust(session, others, names.other, Kind.BOX)
    assert refused(pair, Key("receiver", others)) is PackageReason.REFERENCE
    assert refused(pair, Key("sender", recipient())) is PackageReason.KIND


def test_that_one_key_has_one_role(pair: Pair) -> None:
    twice, names = recipient(), Names(pair)
    both = (Key("receiver", twice), Key("recovery", twice))
    assert refused(pair, *both) is PackageReason.REFERENCE
    with pair.ward.read() as session:
        recovery = keys.of_unit(session, names.city, Kind.RECOVERY)[0].public
    assert refused(pair, Key("receiver", recovery)) is PackageReason.REFERENCE


def test_that_a_publication_without_keys_closes_none(pair: Pair) -> None:
    assert applied(pair) == []


def test_that_only_the_receiver_publishes(pair: Pair, tmp_path: Path) -> None:
    """Another ward, whose key is trusted, says that it publishes."""
    wanted = NewRegister(role=Role.WARD, unit_code=cases.OTHER_WARD)
    other = registers.create(tmp_path / "other.sotr", wanted, CLOCK)
    made = Pair(other, pair.ward).by_hand(Deadline("Quý", Q4, date(2024, 12, 20)))
    other.close()
    with pair.ward.write() as session:
        signer = reader.look(made.file).signer.hex()
        keys.trust(session, signer, cases.unit_id(session, cases.OTHER_WARD), Kind.SIGNING)
    before = dump(pair.ward)
    with pytest.raises(PackageError) as caught:
        pair.take(made)
    assert caught.value.reason is PackageReason.OTHER_UNIT
    assert dump(pair.ward) == before


def test_that_a_retired_code_is_never_used_again(pair: Pair) -> None:
    pair.apply(pair.offer(cases.retire_topic))
    again = topic("DV06", name="Nội dung khác")
    assert refused(pair, again, version=3, catalogue={"topics": 9}) is PackageReason.REFERENCE
    assert applied(pair, again, version=3, catalogue={"topics": 2}) == []


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"icon": "../../../etc/passwd"}, PackageReason.REFERENCE),
        ({"icon": "khong-co"}, PackageReason.REFERENCE),
        ({"quantities": ("items", "la")}, PackageReason.REFERENCE),
        ({"evidence": ("Giấy; mời",)}, PackageReason.RECORD),
        ({"evidence": ("Giấy mời", "")}, PackageReason.RECORD),
    ],
)
def test_that_a_channel_is_one_that_the_program_can_show(
    pair: Pair, changes: dict[str, Any], reason: PackageReason
) -> None:
    assert refused(pair, channel(**changes), catalogue={"channels": 9}) is reason


def test_that_money_is_spent_on_what_has_known_vouchers(pair: Pair) -> None:
    item = {"position": 1, "name": "Tên", "retired_on": None}
    spent = ExpenditureItem("MOI", **item, unit_word="", sub_item="", unsalaried_only=False,
                            vouchers=("ANH",))  # fmt: skip
    newer = {"expenditure_items": 9}
    assert refused(pair, spent, catalogue=newer) is PackageReason.REFERENCE
    both = (spent, VoucherKind("ANH", **item))
    assert refused(pair, *both, version=3, catalogue=newer) is PackageReason.REFERENCE
    assert applied(pair, *both, version=4, catalogue=newer | {"voucher_kinds": 9})


def test_that_a_standard_does_not_end_before_it_begins(pair: Pair) -> None:
    lack = Deprivation(
        "X_VL", 1, "Việc làm", None, standard="X", standard_name="X", indicator="VL",
        dimension="", threshold="", valid_from=date(2027, 1, 1), valid_to=date(2026, 1, 1),
    )  # fmt: skip
    assert refused(pair, lack, catalogue={"deprivation_indicators": 9}) is PackageReason.PERIOD


def nowhere(names: Names) -> dict[str, tuple[Record, ...]]:
    """Records whose ids lead nowhere, or in a ring."""
    first, second, day = NEW + "1", NEW + "2", date(2024, 11, 1)
    there = plan(names.plan, names.city)
    return {
        "unit without its parent": (unit(first, parent_id=NOBODY),),
        "ring of units": (unit(first, parent_id=second), unit(second, parent_id=first)),
        "succession of nobody": (Succession(NOBODY, names.other, day, ""),),
        "succession to nobody": (Succession(names.other, NOBODY, day, ""),),
        "unit after itself": (Succession(names.other, names.other, day, ""),),
        "ring of successions": (
            Succession(names.city, names.other, day, ""),
            Succession(names.other, names.city, day, ""),
        ),
        "hamlet of nobody": (hamlet(first, NOBODY),),
        "hamlet merged into nothing": (hamlet(first, names.other, successor_id=NOBODY),),
        "ring of hamlets": (
            hamlet(first, names.other, successor_id=second),
            hamlet(second, names.other, successor_id=first),
        ),
        "plan of another unit": (plan(first, names.other),),
        "plan of nobody": (plan(first, NOBODY),),
        "two plans": (there, plan(first, names.city)),
        "task without a plan": (task(first, names.plan),),
        "task of another plan": (there, task(first, NOBODY)),
        "target without a plan": (target(first, names.plan),),
        "target of another plan": (there, target(first, NOBODY)),
        "target taken from another plan": (plan(first, names.city), target(names.target, first)),
        "target of nobody": (there, target(first, names.plan, unit_id=NOBODY)),
        "target of no indicator": (there, target(first, names.plan, indicator="CT99")),
        "target of an indicator that is not taken in": (
            there,
            target(first, names.plan, indicator="CT99"),
            Indicator(code="CT99", position=99, name="Mới", retired_on=None, unit_word="buổi"),
        ),
    }


def test_that_nothing_leads_nowhere(pair: Pair) -> None:
    found = {
        case: refused(pair, *records, version=number)
        for number, (case, records) in enumerate(nowhere(Names(pair)).items(), start=2)
    }
    assert found == dict.fromkeys(found, PackageReason.REFERENCE)


def test_that_days_do_not_end_before_they_begin(pair: Pair) -> None:
    names = Names(pair)
    backwards = headers.Period("2024-Q4", "administrative", date(2024, 12, 14), date(2024, 9, 15))
    for one in (
        plan(names.plan, names.city, first=date(2025, 1, 1)),
        Deadline("Quý", backwards, date(2024, 12, 20)),
    ):
        assert refused(pair, one) is PackageReason.PERIOD


def test_that_the_wards_own_hamlet_is_not_given_away(pair: Pair) -> None:
    names = Names(pair)
    with pair.ward.write() as session:
        mine = add_hamlet(session, "Buôn Kang")
    assert applied(pair, hamlet(mine.id, names.other)) == []
    with pair.ward.read() as session:
        assert [one.id for one in hamlets.all_of(session, names.own)] == [mine.id]


def report(pair: Pair, *records: Record, version: int = 1) -> Made:
    """A report of the ward, written by hand."""
    with pair.ward.write() as session:
        own = exchange.unit_in_header(units.get(session, settings.read(session).unit_id))
        versions = catalogue.versions(session)
        about = headers.About(headers.Kind.REPORT, own, Q4, version, versions)
        return exchange.send(session, writer.freeze(about, records), None)


def trusted(pair: Pair, made: Made) -> intake.Outcome:
    with pair.city.write() as session:
        outcome = intake.receive(session, "a.sott", made.file)
    if outcome.result is not Result.QUARANTINE:
        return outcome
    with pair.city.write() as session:
        return intake.trust_blindly(session, made.entry.id)


def test_that_a_report_brings_no_keys_of_other_units(pair: Pair) -> None:
    """A ward that names the key of another unit as its own would cut that unit off."""
    theirs = recipient()
    with pair.city.write() as session:
        keys.trust(session, theirs, cases.unit_id(session, cases.OTHER_WARD), Kind.BOX)
    with pytest.raises(PackageError) as caught:
        trusted(pair, report(pair, Key("sender", theirs)))
    assert caught.value.reason is PackageReason.REFERENCE


def test_that_a_report_opens_no_closed_key(pair: Pair) -> None:
    key = recipient()
    trusted(pair, report(pair, Key("sender", key)))
    with pair.city.write() as session:
        keys.close(session, key)
    assert trusted(pair, report(pair, Key("sender", key), version=2)).result is Result.TAKEN
    with pair.city.read() as session:
        assert keys.of_unit(session, cases.unit_id(session), Kind.BOX) == []


def test_that_a_plan_of_a_unit_of_the_past_is_taken(pair: Pair) -> None:
    names = Names(pair)
    past = unit(NEW + "1", parent_id=names.city, valid_to=date(2024, 10, 31))
    changes = applied(pair, past, plan(NEW + "2", past.id))
    assert "Kế hoạch đang dùng" in [one.name for one in changes]


def test_that_a_closed_key_of_the_signer_stops_what_waits(pair: Pair) -> None:
    made = pair.offer(cases.rename_topic)
    with pair.ward.write() as session:
        keys.close(session, reader.look(made.file).signer.hex())
    with pytest.raises(PackageError) as caught:
        pair.apply(made)
    assert caught.value.reason is PackageReason.UNKNOWN_KEY
