"""Three publications, delivered and applied in any order and any number of times: one result."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import example, given, settings as hypothesis_settings, strategies as st

from db.store import Store
from desktop.core import intake, keys, ledger, publishing, settings
from desktop.core.errors import NotFoundError, WrongChoiceError
from desktop.core.exchange import Made
from desktop.core.keys import Kind, Trust
from desktop.core.ledger import State
from desktop.core.packages import reader
from tests.core import publications as cases

COUNT = 3
LOCAL = ("import_id", "taken_in_at")
"""Which publication brought something is no part of the result."""


@dataclass
class Loop:
    """Three publications, and a ward that trusts who made them."""

    made: list[Made]
    templates: Path
    result: list[object]


@pytest.fixture(scope="module")
def loop(tmp_path_factory: pytest.TempPathFactory) -> Loop:
    templates = cases.make_templates(tmp_path_factory.mktemp("goc-thu-tu"))
    with cases.pair_in(templates, tmp_path_factory.mktemp("ba-ban")) as pair:
        made = [
            pair.publish(
                cases.rename_topic, cases.change_hamlets, cases.set_deadlines, cases.change_targets
            ),
            pair.publish(
                cases.retire_topic, cases.change_units, cases.rename_hamlets, cases.new_keys,
                cases.sign_plan, cases.other_deadlines,
            ),
            pair.publish(cases.add_topic, cases.next_plan, cases.change_targets, cases.shorten_bases),
        ]  # fmt: skip
    with cases.opened(templates, "ward", templates / "tin") as ward:
        signer = reader.look(made[0].file).signer.hex()
        with ward.write() as session:
            keys.trust(session, signer, made[0].entry.unit_id, Kind.SIGNING)
    loop = Loop(made, templates / "tin", [])
    with cases.opened(loop.templates, "ward", tmp_path_factory.mktemp("mau")) as ward:
        loop.result += run(loop, ward, [("take", 0), ("apply", 0), ("take", 1), ("apply", 1)])
    return loop


def run(loop: Loop, ward: Store, deeds: list[tuple[str, int]]) -> list[object]:
    """Do these deeds, then deliver everything that is missing, and apply the newest."""
    rest = [("take", number) for number in range(COUNT)]
    for deed, number in [*deeds, *rest, ("apply", COUNT - 1)]:
        one = loop.made[number]
        try:
            with ward.write() as session:
                if deed == "take":
                    intake.receive(session, one.entry.file_name, one.file)
                else:
                    publishing.apply(session, one.entry.id)
        except (NotFoundError, WrongChoiceError):
            assert deed == "apply"
            assert (deed, number) in deeds
    return list(state_of(loop, ward))


def state_of(loop: Loop, ward: Store) -> Iterator[object]:
    """All that is in use; a publication does not speak of the plans of the past."""
    with ward.read() as session:
        used = settings.read(session).plan_id
        found = [ledger.get(session, one.entry.id) for one in loop.made]
    for (table, key), row in sorted(cases.dump(ward).items(), key=lambda item: str(item[0])):
        is_past = row.get("plan_id", used) != used or (table == "plans" and key != (used,))
        if table not in cases.OWN_BOOKS and not is_past and row.get("state") != Trust.CLOSED:
            yield table, key, tuple((n, v) for n, v in row.items() if n not in LOCAL)
    yield [entry and (entry.version, entry.state) for entry in found]
    yield ward.problems()


deeds = st.lists(
    st.tuples(st.sampled_from(("take", "apply")), st.integers(0, COUNT - 1)), max_size=9
)


@given(deeds)
@example([("take", 2), ("apply", 2), ("take", 0), ("take", 1), ("apply", 0), ("apply", 1)])
@example([("take", 1), ("take", 0), ("apply", 1), ("take", 1), ("apply", 1)])
@hypothesis_settings(max_examples=40, deadline=None)
def test_that_any_order_and_repetition_gives_one_register(
    loop: Loop, tmp_path_factory: pytest.TempPathFactory, done: list[tuple[str, int]]
) -> None:
    with cases.opened(loop.templates, "ward", tmp_path_factory.mktemp("x")) as ward:
        assert run(loop, ward, done) == loop.result


def test_that_the_newest_alone_stands_in_the_end(loop: Loop) -> None:
    older = [(1, State.ARCHIVED), (2, State.ARCHIVED)]
    assert loop.result[-2:] == [[*older, (3, State.TAKEN)], []]
    assert "MOI99" in str(loop.result)
    assert "Kế hoạch 2025" in str(loop.result)
