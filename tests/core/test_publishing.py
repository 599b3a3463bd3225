"""The city publishes; the ward compares a code, looks at what would change, and applies it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings as hypothesis_settings, strategies as st

from db.store import Store
from desktop.core import (
    deadlines,
    exchange,
    intake,
    keys,
    ledger,
    publishing,
    settings,
)
from desktop.core.changes import Deed, Sort
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.intake import Result
from desktop.core.keys import Kind
from desktop.core.ledger import State
from desktop.core.packages import reader
from tests.builders import add_hamlet, log
from tests.core import publications as cases
from tests.core.publications import Pair, changed_things, dump

ALL = (
    cases.rename_topic, cases.retire_topic, cases.add_topic, cases.other_catalogues,
    cases.new_standard, cases.other_money, cases.sign_plan, cases.shorten_bases,
    cases.change_tasks, cases.change_targets, cases.change_units, cases.change_hamlets, cases.set_deadlines,
)  # fmt: skip
NOBODY = "0190f2b4-3c00-7a10-8b60-00000000dead"


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return cases.make_templates(tmp_path_factory.mktemp("goc-cong-bo"))


@pytest.fixture
def pair(templates: Path, tmp_path: Path) -> Iterator[Pair]:
    with cases.pair_in(templates, tmp_path) as pair:
        yield pair


def state(store: Store, package_id: str) -> State:
    with store.read() as session:
        entry = ledger.get(session, package_id)
    assert entry is not None
    return entry.state


def published(found: cases.Dump) -> cases.Dump:
    """The rows that a publication speaks of, but for what each register notes for itself."""
    local = ("import_id", "issued_by", "taken_in_at")
    return {
        (table, key): {
            name: value
            for name, value in row.items()
            if name not in local and (table, name) != ("plan_tasks", "note")
        }
        for (table, key), row in found.items()
        if table in cases.SORTS and table not in ("settings", "known_keys")
    }


@pytest.mark.both_kinds
def test_that_the_ward_holds_what_the_city_published(pair: Pair) -> None:
    made = pair.offer(*ALL)
    pair.apply(made)
    with pair.ward.read() as session:
        own = ("units", (settings.read(session).unit_id,))
    city, ward = (published(dump(store)) for store in (pair.city, pair.ward))
    city.pop(own), ward.pop(own)
    assert ward == city
    assert not made.encrypted


def test_that_the_receivers_keys_come_with_it(pair: Pair) -> None:
    pair.apply(pair.offer())
    with pair.city.read() as session:
        city = settings.read(session).unit_id
        box = exchange.recipient_of(exchange.own_device(session))
        recovery = keys.of_unit(session, city, Kind.RECOVERY)[0].public
    with pair.ward.write() as session:
        assert [one.public for one in keys.of_unit(session, city, Kind.BOX)] == [box]
        assert [one.public for one in keys.of_unit(session, city, Kind.RECOVERY)] == [recovery]
        log(session)
        exchange.lock(session, cases.Q4)
        assert exchange.package(session, cases.Q4).encrypted


def test_that_the_recovery_key_reads_what_the_wards_send(pair: Pair) -> None:
    with pair.city.write() as session:
        city = settings.read(session).unit_id
        keys.close(session, keys.of_unit(session, city, Kind.RECOVERY)[0].public)
        secret = publishing.recovery_key(session)
    pair.apply(pair.offer())
    with pair.ward.write() as session:
        exchange.lock(session, cases.Q4)
        file = exchange.package(session, cases.Q4).file
        ward = settings.read(session).unit_id
    assert reader.read(file, lambda _: ward, [secret]).header.unit.id == ward


def test_that_the_recovery_key_is_told_once_and_kept_nowhere(pair: Pair) -> None:
    with pair.city.write() as session:
        city = settings.read(session).unit_id
        keys.close(session, keys.of_unit(session, city, Kind.RECOVERY)[0].public)
        secret = publishing.recovery_key(session)
        with pytest.raises(WrongChoiceError):
            publishing.recovery_key(session)
    assert secret not in str(dump(pair.city))


def test_that_nothing_is_published_without_a_recovery_key(pair: Pair) -> None:
    with pair.city.write() as session:
        city = settings.read(session).unit_id
        keys.close(session, keys.of_unit(session, city, Kind.RECOVERY)[0].public)
    with pytest.raises(WrongChoiceError, match="khóa dự phòng"):
        pair.publish()


def test_that_a_ward_publishes_nothing(pair: Pair) -> None:
    for deed in (publishing.publish, publishing.recovery_key):
        with pytest.raises(WrongChoiceError, match="đơn vị tổng hợp"), pair.ward.write() as session:
            deed(session)


def test_that_publications_count_up(pair: Pair) -> None:
    assert [pair.publish(edit).entry.version for edit in ALL[:3]] == [1, 2, 3]


def test_that_an_unknown_key_waits_for_the_letter(pair: Pair) -> None:
    made = pair.publish(*ALL)
    before = dump(pair.ward)
    assert pair.take(made).result is Result.QUARANTINE
    with pytest.raises(WrongChoiceError, match="Chưa xác nhận"), pair.ward.read() as session:
        publishing.preview(session, made.entry.id)
    code = intake.key_code(reader.look(made.file).signer)
    wrong = "".join(str((int(one) + 1) % 10) for one in code.replace(" ", "")[-8:])
    with pytest.raises(WrongChoiceError), pair.ward.write() as session:
        intake.trust(session, made.entry.id, wrong)
    assert changed_things(before, dump(pair.ward)) == {}
    with pair.ward.write() as session:
        outcome = intake.trust(session, made.entry.id, code.replace(" ", "")[-8:])
    assert outcome.result is Result.WAITING


def test_that_taking_in_changes_nothing_but_the_ledger(pair: Pair) -> None:
    pair.offer()
    before = dump(pair.ward)
    made = pair.offer(*ALL)
    with pair.ward.read() as session:
        assert publishing.preview(session, made.entry.id)
        assert [one.id for one in publishing.offered(session)] == [made.entry.id]
    assert changed_things(before, dump(pair.ward)) == {}


@pytest.mark.both_kinds
def test_that_the_same_publication_again_is_known_already(pair: Pair) -> None:
    made = pair.offer(*ALL)
    assert pair.take(made).result is Result.ALREADY
    assert pair.apply(made)
    with pair.ward.write() as session:
        deadlines.save(session, [])
    before = dump(pair.ward)
    assert pair.take(made).result is Result.ALREADY
    assert pair.apply(made) == ()
    assert dump(pair.ward) == before
    with pair.ward.read() as session:
        assert publishing.preview(session, made.entry.id) == ()


def test_that_an_older_publication_after_a_newer_one_is_archived(pair: Pair) -> None:
    first, second = pair.publish(), pair.publish(cases.rename_topic)
    pair.take(second)
    with pair.ward.write() as session:
        outcome = intake.trust_blindly(session, second.entry.id)
    assert (outcome.result, outcome.missing) == (Result.WAITING, 1)
    assert pair.take(first).result is Result.ARCHIVED
    with pytest.raises(WrongChoiceError, match="bản số 2"):
        pair.apply(first)
    pair.apply(second)
    assert state(pair.ward, second.entry.id) is State.TAKEN


def test_that_a_newer_publication_takes_the_place_of_one_that_waits(pair: Pair) -> None:
    first, second = pair.offer(), pair.offer(cases.rename_topic)
    assert state(pair.ward, first.entry.id) is State.ARCHIVED
    with pytest.raises(WrongChoiceError):
        pair.apply(first)
    pair.apply(second)
    third = pair.offer(cases.add_topic)
    assert state(pair.ward, second.entry.id) is State.TAKEN
    pair.apply(third)
    assert state(pair.ward, second.entry.id) is State.ARCHIVED


def test_that_of_two_with_one_number_a_person_chooses(pair: Pair) -> None:
    first = pair.offer()
    pair.apply(first)
    other = pair.by_hand(version=1)
    assert pair.take(other).result is Result.CONFLICT
    assert state(pair.ward, first.entry.id) is State.TAKEN
    pair.apply(other)
    assert state(pair.ward, first.entry.id) is State.ARCHIVED
    assert state(pair.ward, other.entry.id) is State.TAKEN


def test_that_other_content_of_an_old_number_is_kept_and_not_applied(pair: Pair) -> None:
    pair.apply(pair.offer())
    pair.apply(pair.offer(cases.rename_topic))
    other = pair.by_hand(version=1)
    assert pair.take(other).result is Result.ARCHIVED
    with pytest.raises(WrongChoiceError, match="bản số 2"):
        pair.apply(other)


def test_that_only_a_publication_is_applied(pair: Pair) -> None:
    with pair.ward.write() as session:
        exchange.lock(session, cases.Q4)
        report = exchange.package(session, cases.Q4)
    with pair.city.write() as session:
        intake.receive(session, "a.sott", report.file)
    with pair.city.write() as session:
        intake.trust_blindly(session, report.entry.id)
    own = pair.publish().entry.id
    for store, package_id in ((pair.city, report.entry.id), (pair.city, own), (pair.ward, NOBODY)):
        with pytest.raises(NotFoundError), store.write() as session:
            publishing.apply(session, package_id)


@given(st.lists(st.sampled_from(cases.EDITS), unique=True))
@hypothesis_settings(max_examples=30, deadline=None)
def test_that_a_preview_lists_exactly_what_is_changed(
    templates: Path, tmp_path_factory: pytest.TempPathFactory, edits: list
) -> None:
    with cases.pair_in(templates, tmp_path_factory.mktemp("a")) as pair:
        with pair.ward.write() as session:
            add_hamlet(session, "Buôn Kang")
        pair.apply(pair.offer())
        made = pair.offer(*edits)
        before = dump(pair.ward)
        with pair.ward.read() as session:
            listed = publishing.preview(session, made.entry.id)
        assert pair.apply(made) == listed
        counts = {sort: sum(one.sort is sort for one in listed) for sort in Sort}
        assert changed_things(before, dump(pair.ward)) == {k: n for k, n in counts.items() if n}
        assert bool(listed) is bool(set(edits))
        assert pair.ward.problems() == []
        again = pair.offer()
        with pair.ward.read() as session:
            assert publishing.preview(session, again.entry.id) == ()


def test_that_a_preview_says_old_and_new_in_words(pair: Pair) -> None:
    made = pair.offer(*ALL)
    with pair.ward.read() as session:
        listed = publishing.preview(session, made.entry.id)
    found = {(one.sort, one.name): one for one in listed}
    topic = found[Sort.CATALOGUE, "Nội dung truyền thông: Việc làm bền vững (DV01)"]
    assert (topic.deed, topic.before, topic.after) == (
        Deed.CHANGED, "Tên: Việc làm", "Tên: Việc làm bền vững",
    )  # fmt: skip
    retired = next(one for one in listed if "(DV06)" in one.name)
    assert (retired.deed, retired.after) == (Deed.RETIRED, "Ngừng dùng từ ngày: 01/12/2024")
    assert found[Sort.CATALOGUE, "Nội dung truyền thông"].after == "bản số 4"
    plan = next(one for one in listed if "215/KH-UBND" in one.after)
    task = next(one for one in listed if one.name == "Nhiệm vụ số 1 của Phòng Văn hóa và Thông tin")
    assert task.sort is Sort.PLAN
    assert "Nội dung: Việc 0\nHai dòng\nTình hình: đã xong" in task.after
    lack = found[Sort.CATALOGUE, "Chuẩn nghèo, chỉ số thiếu hụt: Kỹ năng số (THU_2027_SO)"]
    assert "Mã chỉ số: SO\nChiều: Chiều mới" in lack.after
    spent = next(one for one in listed if "(BCV)" in one.name)
    assert spent.after == "Chứng từ cần có: KE_HOACH; ANH"
    assert "Số, ký hiệu: (để trống)" in plan.before
    assert "Số, ký hiệu: 215/KH-UBND\nNgày ký: 02/10/2024" in plan.after
    mine, other = (one for one in listed if one.sort is Sort.TARGET and one.deed is Deed.ADDED)
    assert mine.name == "Số cuộc/buổi truyền thông trực tiếp, Xã Cư Êbur"
    assert mine.after == "Cần đạt: 6\nHạn: 20/12/2024"
    assert "Ea Tu" in other.name
    due = found[Sort.DEADLINE, "Báo cáo quý IV"]
    assert "quý IV năm 2024 (15/09/2024 – 14/12/2024)\nHạn: 18/12/2024" in due.after
    assert found[Sort.HAMLET, "Buôn Ea Bông, Xã Cư Êbur"].deed is Deed.ADDED
    key = next(one for one in listed if one.sort is Sort.KEY)
    assert key.name == "Khóa dự phòng của Thành phố Buôn Ma Thuột"
    assert [_SORTS.index(one.sort) for one in listed] == sorted(
        _SORTS.index(one.sort) for one in listed
    )


_SORTS = list(Sort)
