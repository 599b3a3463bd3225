"""The slots of a key file: what opens them, what does not, and power cuts while one is written."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from db import disk, key_file, key_slots
from db.errors import StoreKeyError, StoreLockedError
from db.key_slots import Kind
from tests import powercut
from tests.torture_safekeeping import Taking

KEY = "0123456789abcdef" * 6
secrets_ = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30)


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(key_slots, "COST", 16)
    key_file.forget()
    yield
    key_file.forget()


@pytest.fixture
def register(tmp_path: Path) -> Path:
    register = tmp_path / "so.sotr"
    key_file.make(register)
    return register


def give(register: Path, owner: str, secret: str, kind: Kind = Kind.PASSWORD) -> None:
    key = key_file.require(register)
    key_file.put(register, key_slots.seal(kind, key, secret, owner), secret)


def opens(register: Path, secret: str, kind: Kind = Kind.PASSWORD) -> str | None:
    key_file.forget()
    slot = key_file.unlock(register, kind, secret)
    return slot.owner if slot else None


@settings(max_examples=60, deadline=None)
@given(secret=secrets_, other=secrets_, owner=st.text("abc-", max_size=36))
def test_that_a_slot_opens_with_its_secret_only(secret: str, other: str, owner: str) -> None:
    key_slots.COST = 16
    slot = key_slots.seal(Kind.PASSWORD, KEY, secret, owner)
    read = key_slots.read(json.loads(json.dumps(key_slots.written(slot))))
    assert read == slot
    assert key_slots.unseal(slot, secret) == KEY
    assert (key_slots.unseal(slot, other) == KEY) is (
        key_slots._plain(other) == key_slots._plain(secret)
    )


def test_that_a_password_means_the_same_composed_or_not() -> None:
    slot = key_slots.seal(Kind.PASSWORD, KEY, "me\u0300o con ngu\u0309")
    assert key_slots.unseal(slot, "mèo con ngủ") == KEY


def test_that_the_shipped_cost_is_high() -> None:
    assert key_slots.__dict__["COST"] == 16  # of these tests
    source = Path(key_slots.__file__).read_text(encoding="utf-8")
    assert "COST = 2**16" in source


def test_that_the_first_password_takes_the_open_slot_away(register: Path) -> None:
    key = key_file.require(register)
    give(register, "a", "mot hai ba bon")
    assert [slot.kind for slot in key_file.slots(register)] == [Kind.PASSWORD]
    assert key not in key_file.place(register).read_text()
    assert key_file.require(register) == key, "this process goes on"
    key_file.forget()
    with pytest.raises(StoreLockedError):
        key_file.require(register)
    assert key_file.read(register) is None
    assert opens(register, "sai") is None
    assert opens(register, "mot hai ba bon") == "a"
    assert key_file.require(register) == key


def test_that_each_officer_and_the_envelope_open_the_same_key(register: Path) -> None:
    key = key_file.require(register)
    give(register, "a", "mat khau cua a")
    give(register, "b", "mat khau cua b")
    give(register, "", "MAKHOIPHUC", Kind.RECOVERY)
    for secret, owner in (("mat khau cua a", "a"), ("mat khau cua b", "b")):
        assert opens(register, secret) == owner
        assert key_file.require(register) == key
    assert opens(register, "MAKHOIPHUC", Kind.RECOVERY) == ""
    give(register, "a", "mat khau moi cua a")
    assert opens(register, "mat khau cua a") is None
    assert opens(register, "mat khau moi cua a") == "a"
    key_file.drop(register, "b")
    assert opens(register, "mat khau cua b") is None
    assert opens(register, "MAKHOIPHUC", Kind.RECOVERY) == "", "dropping b leaves the envelope"


@pytest.mark.parametrize("name", ["owner", "n", "salt", "nonce", "sealed", "kind"])
def test_that_a_changed_slot_does_not_open(register: Path, name: str) -> None:
    give(register, "a", "mat khau")
    place = key_file.place(register)
    content = json.loads(place.read_text())
    slot = content["slots"][0]
    old = slot[name]
    slot[name] = {"owner": "b", "n": 32, "kind": "recovery"}.get(name) or ("0" * 4 + old[4:])
    place.write_text(json.dumps(content))
    key_file.forget()
    with pytest.raises(StoreKeyError) as said:  # the sum tells: not "wrong password"
        key_file.unlock(register, Kind.PASSWORD, "mat khau")
    assert said.value.reason == key_file.DAMAGED
    content["sum"] = key_file._sum(content)  # a hand that knows the sum
    place.write_text(json.dumps(content))
    assert key_file.unlock(register, Kind.PASSWORD, "mat khau") is None


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "damaged"), (b"[1]", "damaged"), (b"[" * 90_000, "damaged"), (b"{" * 200_000, "damaged"),
        (b'{"format": 2, "slots": []}', "damaged"),
        (b'{"format": 2, "slots": [{"kind": "password", "n": 1099511627776}]}', "damaged"),
        (b'{"format": 3, "slots": [{}]}', "newer"), (b"\xff\xfe\x00", "damaged"),
        (b'{"format": 1, "slots": [{"kind": "open", "key": 1e400}]}', "damaged"),
    ],
)  # fmt: skip
def test_that_hostile_files_are_named(register: Path, content: bytes, reason: str) -> None:
    key_file.place(register).write_bytes(content)
    with pytest.raises(StoreKeyError) as said:
        key_file.require(register)
    assert said.value.reason == reason


def test_that_a_cost_that_eats_the_memory_is_refused() -> None:
    slot = key_slots.written(key_slots.seal(Kind.PASSWORD, KEY, "x"))
    assert key_slots.read(slot) is not None
    for cost in (2**20, 2**62, 17, 0, -16, True, "16", 16.0):
        assert key_slots.read({**slot, "n": cost}) is None


def test_that_the_file_of_before_stands_in_for_a_broken_one(register: Path) -> None:
    key = key_file.require(register)
    key_file.former(register).write_bytes(key_file.place(register).read_bytes())
    key_file.place(register).write_bytes(b'{"format": 2, "slo')
    assert key_file.require(register) == key
    give(register, "a", "mat khau")
    assert not key_file.former(register).exists(), "an open slot is not left behind"


def test_that_other_keys_files_are_left_alone(register: Path, tmp_path: Path) -> None:
    own, foreign = tmp_path / "sao.khoa.json", tmp_path / "la.khoa.json"
    own.write_bytes(key_file.place(register).read_bytes())
    key_file.make(tmp_path / "la.sotr")
    give(register, "a", "mat khau")
    assert key_file.holds_same(register, own)
    assert not key_file.holds_same(register, foreign)
    key_file.share(register, own)
    assert not key_file.holds_same(register, own)
    key_file.forget()
    assert key_file.read(tmp_path / "sao.sotr") is None


def cut(folder: Path, wanted: int) -> tuple[int, int]:
    """Set a first and a second password with the power cut anywhere: states, and those that lost."""
    register = folder / "so.sotr"
    key = key_file.make(register)
    base = {path.name: path.read_bytes() for path in folder.iterdir()}
    recorder = Taking(folder)
    recorder.know(base)
    with recorder.recording():
        give(register, "a", "mat khau cua a")
        recorder.told("a")
        give(register, "b", "mat khau cua b")
        recorder.told("b")
    tried, lost = 0, 0
    for moment, state in powercut.states(recorder.operations, base, wanted, 7):
        tried += 1
        after = folder / "sau" / str(tried) / "so.sotr"
        after.parent.mkdir(parents=True)
        for name, content in state.items():
            (after.parent / name).write_bytes(content)
        key_file.forget()
        lost += not _is_whole(after, key, moment.told)
    return tried, lost


def _is_whole(register: Path, key: str, told: frozenset[str]) -> bool:
    try:
        slots = key_file.slots(register)
    except StoreKeyError:
        return False
    if any(slot.kind is Kind.OPEN for slot in slots):
        return not told and key_file.require(register) == key
    owners = {opens(register, f"mat khau cua {one.owner}") for one in slots}
    return "a" in owners and told <= owners and key_file.require(register) == key


def test_that_no_power_cut_loses_a_slot(tmp_path: Path) -> None:
    assert cut(tmp_path, 500) == (500, 0)


@pytest.mark.parametrize("step", ["flush_folder", "flush"])
def test_that_a_flush_left_out_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    monkeypatch.setattr(disk, step, lambda _path: None)
    assert cut(tmp_path, 300)[1] > 0


@pytest.mark.parametrize("with_former", [True, False])
def test_that_the_file_of_before_saves_one_named_before_it_was_flushed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, with_former: bool
) -> None:
    def hasty(path: Path, content: bytes) -> None:
        if path.suffix == ".cu" and not with_former:
            return
        temporary = path.with_name(f"{path.name}.tam")
        temporary.write_bytes(content)
        disk.rename(temporary, path)
        disk.flush_folder(path.parent)
        disk.flush(path)

    monkeypatch.setattr(key_file, "_write", hasty)
    assert (cut(tmp_path, 400)[1] == 0) is with_former
