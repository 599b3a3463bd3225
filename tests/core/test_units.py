import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from db.errors import StoreMissingError
from db.rows import Row, UnitSuccessionRow
from db.store import Store
from desktop.core import catalogue, exchange, letterheads, plans, registers, settings, units
from desktop.core.errors import NotFoundError, StoreExistsError, UnknownNameError, WrongChoiceError
from desktop.core.periods import Rule
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from desktop.core.speakers import Signatory
from tests.builders import CLOCK, WARD

AFTER_2025 = {
    "Phường Buôn Ma Thuột": {"Thắng Lợi", "Thành Công", "Thống Nhất", "Tân Tiến", "Tân Thành",
                             "Tự An", "Tân Lợi", "Cư Êbur"},
    "Phường Tân Lập": {"Tân Lập", "Tân Hòa", "Hòa Thắng"},
    "Phường Tân An": {"Tân An", "Ea Tu", "Hòa Thuận"},
    "Phường Thành Nhất": {"Thành Nhất", "Khánh Xuân"},
    "Phường Ea Kao": {"Ea Tam", "Ea Kao"},
    "Xã Hòa Phú": {"Hòa Phú", "Hòa Khánh", "Hòa Xuân"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("code", "kinds"),
    [
        ("bmt-2024", {"Phường": 13, "Xã": 8}),
        ("bmt-2024-11", {"Phường": 11, "Xã": 8}),
        ("bmt-2025-07", {"Phường": 5, "Xã": 1}),
    ],
)
def test_that_each_profile_has_its_units(store: Store, code: str, kinds: dict[str, int]) -> None:
    profile = units.profile(code)
    shipped = units.shipped(profile)
    assert Counter(unit.kind for unit in shipped) == kinds
    assert len({unit.code for unit in shipped}) == len(shipped)
    with store.read() as session:
        kept = [u for u in units.valid_on(session, profile.day) if u.kind in kinds]
    assert kept == shipped


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2024, 10, 31), "Phường Thắng Lợi"),
        (date(2024, 11, 1), "Phường Thành Công"),
        (date(2025, 6, 30), "Phường Thành Công"),
        (date(2025, 7, 1), "Phường Buôn Ma Thuột"),
    ],
)
def test_that_24133_is_another_unit_by_the_day(store: Store, day: date, name: str) -> None:
    with store.read() as session:
        assert units.by_code(session, "24133", day).full_name == name


def test_that_a_code_alone_is_no_key() -> None:
    holders = Counter(line["code"] for line in catalogue.table("units"))
    assert holders["24133"] == 3
    assert {code for code, count in holders.items() if count > 1} == {
        "24121", "24133", "24154", "24163", "24169", "24175",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "until", "then"),
    [("24127", date(2024, 10, 31), "24145"), ("24139", date(2024, 10, 31), "24133")],
)
def test_that_codes_end_with_the_merger_of_2024(
    store: Store, code: str, until: date, then: str
) -> None:
    day = date(2024, 11, 1)
    with store.read() as session:
        old = units.by_code(session, code, until)
        with pytest.raises(UnknownNameError):
            units.by_code(session, code, day)
        links = session.scalars(
            select(UnitSuccessionRow).where(UnitSuccessionRow.old_id == old.id)
        ).all()
        assert [link.on for link in links] == [day]
        assert links[0].new_id == units.by_code(session, then, day).id
        assert "1193" in links[0].resolution


def test_that_thang_loi_and_thanh_cong_became_thanh_cong(store: Store) -> None:
    with store.read() as session:
        new = units.by_code(session, "24133", date(2024, 11, 1))
        olds = session.scalars(
            select(UnitSuccessionRow.old_id).where(UnitSuccessionRow.new_id == new.id)
        )
        names = {units.get(session, old).name for old in olds}
    assert names == {"Thắng Lợi", "Thành Công"}


def test_that_every_unit_of_2024_ends_in_one_of_six(store: Store) -> None:
    found: dict[str, set[str]] = {}
    with store.read() as session:
        for unit in units.shipped(units.profile("bmt-2024")):
            found.setdefault(units.successor(session, unit.id).full_name, set()).add(unit.name)
        for unit in units.shipped(units.profile("bmt-2025-07")):
            assert units.successor(session, unit.id) == unit
    assert found == AFTER_2025


def test_that_successions_join_day_to_day_and_only_once(store: Store) -> None:
    with store.read() as session:
        links = session.scalars(select(UnitSuccessionRow)).all()
        assert max(Counter(link.old_id for link in links).values()) == 1
        for link in links:
            old, new = units.get(session, link.old_id), units.get(session, link.new_id)
            assert old.valid_to is not None
            assert (link.on - old.valid_to).days == 1
            assert new.is_valid(link.on)
            assert not old.is_valid(link.on)
        ended = {u["id"] for u in catalogue.table("units") if u["valid_to"] and u["code"] != "643"}
    assert {link.old_id for link in links} == ended


def test_that_no_two_units_have_a_code_on_one_day(store: Store) -> None:
    with store.read() as session:
        for day in (date(2015, 1, 1), date(2024, 10, 31), date(2024, 11, 1), date(2025, 6, 30),
                    date(2025, 7, 1), date(2060, 1, 1)):  # fmt: skip
            codes = [unit.code for unit in units.valid_on(session, day)]
            assert len(codes) == len(set(codes))


def test_that_names_stand_as_paper_wants_them(store: Store) -> None:
    with store.read() as session:
        unit = units.by_code(session, f" {WARD} ", date(2024, 10, 1))
        with pytest.raises(NotFoundError):
            units.get(session, "x")
    assert (unit.full_name, unit.running_name) == ("Xã Cư Êbur", "xã Cư Êbur")


def test_that_the_catalogues_are_whole() -> None:
    known = catalogue.shipped()
    assert (len(known.channels), len(known.topics)) == (28, 24)
    assert [one.code for one in known.indicators] == [f"CT{number:02d}" for number in range(1, 21)]
    for name in ("channels", "topics", "languages", "payers", "indicators"):
        items = getattr(known, name)
        assert [one.position for one in items] == list(range(1, len(items) + 1)), name
        assert len({one.code for one in items}) == len({one.name for one in items}) == len(items)
    quantities = {"items", "airings", "minutes", "area_m2", "views"}
    for channel in known.channels:
        assert "items" in channel.quantities
        assert set(channel.quantities) <= quantities
        assert channel.attends in ("yes", "no", "estimate")
        assert channel.evidence


def test_that_the_register_has_the_shipped_catalogues(store: Store) -> None:
    with store.read() as session:
        assert catalogue.read(session) == catalogue.shipped()
        assert catalogue.stale(session) == []


def test_that_loading_twice_changes_nothing(store: Store) -> None:
    before = content(store)
    with store.write() as session:
        mine = settings.read(session)
        catalogue.load_shipped(session)
        units.load_shipped(session)
        plans.load_shipped(session, units.profile(mine.profile))
    assert content(store) == before


def test_that_newer_shipped_catalogues_are_taken_in_on_opening(register: Path) -> None:
    store = registers.open_(register, CLOCK)
    with store.write() as session:
        for row in session.scalars(select(catalogue.CatalogueRow)):
            row.version = 0
        row = session.get_one(catalogue.ChannelRow, "PANO")
        row.name = "Cũ"
    store.close()
    store = registers.open_(register, CLOCK)
    with store.read() as session:
        assert catalogue.read(session) == catalogue.shipped()
        assert catalogue.stale(session) == []
    store.close()


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"unit_code": "99999"}, "unit"),
        ({"unit_code": ""}, "unit"),
        ({"unit_code": "24127", "profile": "bmt-2024-11"}, "unit"),
        ({"profile": "sai-gon"}, "profile"),
    ],
)
def test_that_a_wrong_register_is_refused_and_leaves_no_file(
    tmp_path: Path, changes: dict[str, object], kind: str
) -> None:
    folder = tmp_path / "mới"
    known: dict[str, object] = {"role": Role.WARD, "unit_code": WARD}
    with pytest.raises(UnknownNameError) as refused:
        registers.create(folder / "so.sotr", NewRegister(**(known | changes)), CLOCK)
    assert refused.value.kind == kind
    assert refused.value.choices
    assert list(folder.glob("*")) == []


@pytest.mark.parametrize("changes", [{"role": Role.CITY}, {"unit_code": "643"}])
def test_that_a_role_that_does_not_fit_leaves_no_file(
    tmp_path: Path, changes: dict[str, object]
) -> None:
    folder = tmp_path / "mới"
    known: dict[str, object] = {"role": Role.WARD, "unit_code": WARD}
    with pytest.raises(WrongChoiceError):
        registers.create(folder / "so.sotr", NewRegister(**(known | changes)), CLOCK)
    assert list(folder.glob("*")) == []


def test_that_a_register_there_is_left_alone(register: Path) -> None:
    before = {path.name: path.read_bytes() for path in register.parent.iterdir() if path.is_file()}
    with pytest.raises(StoreExistsError):
        registers.create(register, NewRegister(role=Role.WARD, unit_code=WARD), CLOCK)
    after = {path.name: path.read_bytes() for path in register.parent.iterdir() if path.is_file()}
    assert after == before


def test_that_a_key_without_a_register_is_not_lost(register: Path) -> None:
    key = register.with_name("so.khoa.json")
    before = key.read_bytes()
    register.unlink()
    with pytest.raises(UnknownNameError):
        registers.create(register, NewRegister(role=Role.WARD, unit_code="0"), CLOCK)
    assert key.read_bytes() == before


def test_that_a_missing_register_is_not_opened(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        registers.open_(tmp_path / "so.sotr", CLOCK)


@pytest.mark.parametrize(
    ("role", "code", "profile", "name"),
    [
        (Role.WARD, "24127", "bmt-2024", "Thống Nhất"),
        (Role.WARD, "24133", "bmt-2024", "Thắng Lợi"),
        (Role.WARD, "24133", "bmt-2024-11", "Thành Công"),
        (Role.WARD, "24133", "bmt-2025-07", "Buôn Ma Thuột"),
        (Role.CITY, "643", "bmt-2024", "Buôn Ma Thuột"),
        (Role.CITY, "66", "bmt-2025-07", "Đắk Lắk"),
    ],
)
def test_that_a_register_knows_its_owner(
    tmp_path: Path, role: Role, code: str, profile: str, name: str
) -> None:
    signer = Signatory(block=("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), name="Lê Thị Mai")
    wanted = NewRegister(
        role=role, unit_code=code, profile=profile, officer="Y Wing", signatories=[signer]
    )
    registers.create(tmp_path / "so.sotr", wanted, CLOCK).close()
    store = registers.open_(tmp_path / "so.sotr", CLOCK)
    with store.read() as session:
        mine = settings.read(session)
        unit = units.get(session, mine.unit_id)
        assert registers.speakers.signatories(session) == [signer]
        assert plans.get(session, mine.plan_id)
        head = letterheads.on(session, date(2024, 11, 1))
    store.close()
    assert (unit.code, unit.name) == (code, name)
    assert (mine.role, mine.profile, mine.officer) == (role, profile, "Y Wing")
    assert mine.rule is Rule.ADMINISTRATIVE
    assert head.lines[-1] == unit.full_name.upper()


def test_that_the_seed_plan_is_that_of_the_city(store: Store) -> None:
    with store.read() as session:
        plan = plans.get(session, settings.read(session).plan_id)
        issuer = units.get(session, plan.issuer_id)
        with pytest.raises(NotFoundError):
            plans.get(session, "x")
    assert (issuer.code, issuer.full_name) == ("643", "Thành phố Buôn Ma Thuột")
    assert (plan.number, plan.signed_on, plan.date_text) == ("", None, "tháng 9 năm 2024")
    assert (plan.first, plan.last) == (date(2024, 10, 1), date(2024, 12, 31))
    assert (plan.window.first, plan.window.last) == (plan.first, plan.last)
    assert len(plan.bases) == 4
    assert plan.bases[0].startswith("Quyết định số 90/QĐ-TTg ngày 18/01/2022")
    (target,) = plan.targets
    assert (target.indicator, target.unit_id) == ("CT17", None)
    assert (target.at_least, target.at_most, target.due_on) == (1, 2, date(2024, 12, 31))


def content(store: Store) -> dict[str, list[str]]:
    with store.read() as session:
        return {
            table.name: sorted(
                json.dumps([str(value) for value in row], ensure_ascii=False)
                for row in session.execute(select(table))
            )
            for table in Row.metadata.sorted_tables
        }


@pytest.mark.parametrize(
    ("profile", "code", "city_code"), [("bmt-2024", "24160", "643"), ("bmt-2025-07", "24133", "66")]
)
def test_that_reports_go_to_the_consolidating_unit_of_the_profile(
    tmp_path: Path, profile: str, code: str, city_code: str
) -> None:
    wanted = NewRegister(role=Role.WARD, unit_code=code, profile=profile)
    made_one = registers.create(tmp_path / "a.sotr", wanted, CLOCK)
    with made_one.read() as session:
        assert exchange.receiver(session).code == city_code
    made_one.close()
