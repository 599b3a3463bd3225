from pathlib import Path

from desktop.core import demo, periods, totals
from desktop.core.registers import open_


def test_that_the_demo_says_and_writes_a_quarter(tmp_path: Path) -> None:
    said: list[str] = []
    made = demo.run(tmp_path, said.append)
    assert made.activities == len(demo.rows())
    assert all(path.is_file() and path.stat().st_size > 1_000 for path in made.files)
    assert any(f"Đã nhập {made.activities} hoạt động" in line for line in said)


def test_that_the_demo_totals_are_those_of_its_rows(tmp_path: Path) -> None:
    made = demo.run(tmp_path, lambda _: None)
    store = open_(made.register, demo.CLOCK)
    with store.read() as session:
        found = totals.totals(session, periods.parse(demo.PERIOD))
    store.close()
    rows = demo.rows()
    assert found.everything.activities == len(rows)
    attended = [row for row in rows if "attendees" in row]
    assert found.indicators["CT02"] == sum(row["attendees"] for row in attended)
    assert found.indicators["CT11"] == sum(row.get("airings", 0) for row in rows)


def test_that_a_second_demo_leaves_the_first_alone(tmp_path: Path) -> None:
    first = demo.run(tmp_path, lambda _: None)
    before = first.register.read_bytes()
    second = demo.run(tmp_path, lambda _: None)
    assert second.register != first.register
    assert first.register.read_bytes() == before
