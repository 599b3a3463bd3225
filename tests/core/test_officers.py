"""Who works with the register: names in the history, roles, passwords over a real register."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from db import key_file, key_slots, migrations, server
from db.rows import SettingRow
from db.server import ServerStore
from db.store import Store
from desktop.core import (
    activities,
    attendance,
    drafts,
    history,
    officers,
    papers,
    recovery_code,
    registers,
    safekeeping,
)
from desktop.core.attendance import Person
from desktop.core.backups import Occasion
from desktop.core.documents.content import Choice
from desktop.core.errors import NotAllowedError, StoreLockedError, WrongChoiceError
from desktop.core.officers import Officer
from desktop.core.working import Role
from tests.builders import CLOCK, log

FIRST, SECOND = "con meo an com", "hai con cho vang"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(key_slots, "COST", 16)
    key_file.forget()
    yield
    key_file.forget()


def own(store: Store) -> Officer:
    with store.read() as session:
        return officers.active(session)[0]


def add(store: Store, name: str, role: Role = Role.ENTRY) -> Officer:
    with store.write() as session:
        return officers.save(session, Officer(name=name, role=role))


def work_as(store: Store, one: Officer) -> None:
    assert officers.enter(store, one.id).id == one.id


@pytest.mark.both_kinds
def test_that_the_history_names_who_did_it(store: Store) -> None:
    second = add(store, "Y Blim Kbuôr")
    work_as(store, second)
    with store.write() as session:
        one = log(session)
    with store.read() as session:
        assert [event.who for event in history.of(session, "activity", one.id)] == ["Y Blim Kbuôr"]


@pytest.mark.parametrize("elsewhere", ["server"], indirect=True)
def test_that_two_who_work_at_once_over_a_server_are_told_apart(store: ServerStore) -> None:
    first, second = own(store), add(store, "Y Blim Kbuôr")
    other = server.open_(store.place, {"clock": CLOCK})
    work_as(store, first)
    work_as(other, second)
    for one in (store, other):
        with one.write() as session:
            log(session)
    other.close()
    with store.read() as session:
        page, _ = history.page(session, history.Wanted(nouns=("activity",)))
    assert [one.who for one in page] == ["Y Blim Kbuôr", first.name]


def test_that_a_register_of_before_keeps_its_officer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as then:
        upgrade = migrations.upgrade
        then.setattr(migrations, "upgrade", lambda connection: upgrade(connection, "0005"))
        store = Store.create(tmp_path / "cu.sotr", {"clock": CLOCK})
    with store.write() as session:
        session.merge(SettingRow(key="officer", value="H'Nguyệt Êban"))
        session.merge(SettingRow(key="office", value="Công chức"))
    store.close()
    store = registers.open_(tmp_path / "cu.sotr", CLOCK)
    with store.read() as session:
        (first,) = officers.all_of(session)
        assert migrations.revision_of(session.connection()) == migrations.HEAD
    assert (first.name, first.office, first.role, first.since) == (
        "H'Nguyệt Êban", "Công chức", Role.ENTRY, None,
    )  # fmt: skip
    store.close()


def test_that_a_leader_changes_nothing_but_prints(store: Store) -> None:
    with store.write() as session:
        kept = log(session)
    work_as(store, add(store, "Lê Thị Mai", Role.LEAD))

    def refused(work) -> None:
        with pytest.raises(NotAllowedError), store.write() as session:
            work(session)

    refused(log)
    refused(lambda session: activities.save(session, replace(kept, note="khác")))
    refused(lambda session: activities.withdraw(session, kept.unit_id, kept.id))
    refused(lambda session: attendance.save(session, kept.unit_id, kept.id, [Person(name="A")]))
    refused(lambda session: officers.save(session, Officer(name="B")))
    refused(lambda session: officers.keep_lock_minutes(session, 0))
    with store.write() as session:
        papers.keep_choice(session, kept.unit_id, kept.id, "DS", Choice())
    with store.read() as session:
        assert activities.get(session, kept.unit_id, kept.id) == kept
        assert [one.deed for one in history.of(session, "paper", kept.id)] == ["printed"]


def test_that_support_neither_logs_nor_prints(store: Store) -> None:
    with store.write() as session:
        kept = log(session)
    work_as(store, add(store, "Kỹ thuật viên", Role.SUPPORT))
    with pytest.raises(NotAllowedError), store.write() as session:
        papers.keep_choice(session, kept.unit_id, kept.id, "DS", Choice())
    with store.read() as session:
        assert safekeeping.back_up(session, Occasion.HAND).path.exists()


def test_that_somebody_who_logs_must_remain(store: Store) -> None:
    only = own(store)
    for other in (replace(only, role=Role.LEAD), replace(only, left_on=CLOCK.today())):
        with pytest.raises(WrongChoiceError), store.write() as session:
            officers.save(session, other)
    with pytest.raises(WrongChoiceError, match="trùng tên"), store.write() as session:
        officers.save(session, Officer(name=only.name))


def test_that_a_new_name_in_the_settings_is_the_same_officer_renamed(store: Store) -> None:
    before = own(store)
    with store.write() as session:
        owner = registers.owner(session)
        registers.save_owner(
            session, replace(owner.settings, officer="Trần Thị Hòa"), owner.head, owner.signatories
        )
    assert (own(store).id, own(store).name) == (before.id, "Trần Thị Hòa")


def test_that_passwords_open_the_register_and_say_who_works(register: Path) -> None:
    store = registers.open_(register, CLOCK)
    first, second = own(store), add(store, "Y Blim Kbuôr")
    with store.write() as session:
        officers.set_password(session, first.id, FIRST)
    with store.write() as session:
        officers.set_password(session, second.id, SECOND)
    store.close()
    key_file.forget()
    with pytest.raises(StoreLockedError):
        registers.open_(register, CLOCK)
    assert officers.unlock(register, "sai mat khau") is None
    assert officers.unlock(register, SECOND, first.id) == second.id
    store = registers.open_(register, CLOCK)
    with store.write() as session:
        one = log(session)
    with store.read() as session:
        assert history.of(session, "activity", one.id)[0].who == "Y Blim Kbuôr"
    store.close()


def test_that_a_password_of_another_officer_is_refused(store: Store) -> None:
    first, second = own(store), add(store, "Y Blim Kbuôr")
    with store.write() as session:
        officers.set_password(session, first.id, FIRST)
    with pytest.raises(WrongChoiceError), store.write() as session:
        officers.set_password(session, second.id, FIRST)
    with store.write() as session:
        officers.set_password(session, first.id, FIRST)  # one's own again


def test_that_a_leader_sets_only_her_own_password(store: Store) -> None:
    first, leader = own(store), add(store, "Lê Thị Mai", Role.LEAD)
    work_as(store, leader)
    with pytest.raises(NotAllowedError), store.write() as session:
        officers.set_password(session, first.id, FIRST)
    with store.write() as session:
        officers.set_password(session, leader.id, FIRST)
    assert officers.owners(store.path) == {leader.id}


def test_that_backups_of_before_ask_for_the_password_too(store: Store, tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    with store.read() as session:
        made = safekeeping.back_up(session, Occasion.HAND)
    safekeeping.carry(made, stick.parent, "24160")
    carried = next(stick.parent.glob("So-Truyen-Thong*"))
    with store.write() as session:
        spread = officers.set_password(session, own(store).id, FIRST, [carried])
    assert (spread.changed, spread.left) == (2, ())
    key_file.forget()
    for folder in (made.path.parent, carried):
        copy = folder / made.path.name
        with pytest.raises(StoreLockedError):
            safekeeping.backups.look(copy)
        assert officers.unlock(copy, FIRST) is not None
        safekeeping.backups.require_sound(copy)
        key_file.forget()


def test_that_who_left_opens_nothing_any_more(store: Store) -> None:
    register = store.path
    first, second = own(store), add(store, "Y Blim Kbuôr")
    with store.write() as session:
        officers.set_password(session, second.id, SECOND)
    with pytest.raises(WrongChoiceError, match="tiếp quản"), store.write() as session:
        officers.leave(session, second.id)
    with store.write() as session:
        officers.set_password(session, first.id, FIRST)
    with store.write() as session:
        officers.leave(session, second.id)
    key_file.forget()
    assert officers.unlock(register, SECOND) is None
    assert officers.unlock(register, FIRST) == first.id
    with store.read() as session:
        assert [one.name for one in officers.active(session)] == [first.name]
        assert len(officers.all_of(session)) == 2


def test_that_the_code_in_the_envelope_opens_and_a_new_one_replaces_it(store: Store) -> None:
    first, code, newer = own(store), recovery_code.make(), recovery_code.make()
    with store.write() as session:
        officers.set_password(session, first.id, FIRST)
    with store.write() as session:
        officers.keep_recovery(session, code)
    key_file.forget()
    typed = recovery_code.shown(code).lower().replace("-", " ")
    assert officers.unlock(store.path, typed) == ""
    with store.write() as session:
        officers.set_password(session, first.id, SECOND)
        officers.keep_recovery(session, newer)
    key_file.forget()
    assert officers.unlock(store.path, code) is None
    assert officers.unlock(store.path, FIRST) is None
    assert officers.unlock(store.path, SECOND) == first.id
    raw = [path.read_bytes() for path in store.path.parent.rglob("*") if path.is_file()]
    assert not any(one.encode() in content for one in (code, newer, SECOND) for content in raw)


def test_that_no_name_stands_in_the_key_file(store: Store) -> None:
    with store.write() as session:
        officers.set_password(session, own(store).id, FIRST)
    content = json.loads(key_file.place(store.path).read_text())
    assert "Linh" not in json.dumps(content, ensure_ascii=False)


def test_that_one_or_two_misread_letters_of_a_code_are_noticed() -> None:
    code = recovery_code.make()
    assert recovery_code.read(code) == code
    assert set(code).isdisjoint("01OILSZ")
    for place in range(recovery_code.LENGTH):
        for other in recovery_code.LETTERS:
            if other != code[place]:
                assert recovery_code.read(code[:place] + other + code[place + 1 :]) == ""
    for place in range(recovery_code.LENGTH - 1):
        one, two = code[place : place + 2]
        turned = code[:place] + two + one + code[place + 2 :]
        assert (recovery_code.read(turned) == "") is (one != two)
    assert recovery_code.read("mật khẩu của tôi") == ""
    assert len({recovery_code.make() for _ in range(50)}) == 50


def test_that_wrong_passwords_slow_down_and_never_lock_out() -> None:
    waits = [officers.wait_s(tries) for tries in range(1, 40)]
    assert waits[:2] == [0, 0]
    assert waits == sorted(waits)
    assert (waits[2], waits[-1]) == (2, 60)


@pytest.mark.parametrize(
    ("first", "second", "fine"),
    [
        ("ngan qua", "ngan qua", False), ("aaaaaaaaaaaa", "aaaaaaaaaaaa", False),
        (FIRST, SECOND, False), (FIRST, FIRST, True), ("mèo con ngủ", "me\u0300o con ngu\u0309", True),
    ],
)  # fmt: skip
def test_that_poor_passwords_are_refused(first: str, second: str, fine: bool) -> None:
    assert (officers.trouble(first, second) == "") is fine


def test_that_drafts_do_not_ask_for_a_role(store: Store) -> None:
    work_as(store, add(store, "Lê Thị Mai", Role.LEAD))
    with store.write() as session:
        drafts.keep(session, "moi", {"title": "x"})
