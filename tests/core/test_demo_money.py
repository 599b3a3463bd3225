"""The sample money: every đồng is somewhere, and the checks have something to say."""

from collections import Counter
from pathlib import Path

from desktop.core import demo, demo_money, demo_papers, funds, money_checks, settings


def test_that_the_sample_money_adds_up_and_gives_the_checks_something_to_say(
    tmp_path: Path,
) -> None:
    store = demo.make_register(tmp_path / "so.sotr")
    demo.fill(store, tmp_path)
    with store.write() as session:
        if not funds.all_of(session):
            demo_money.fill(session)
        demo_papers.add(session, settings.read(session).unit_id)
    with store.read() as session:
        flows = funds.of_year(session, demo_money.YEAR)
        found = Counter(one.code for one in money_checks.of_year(session, demo_money.YEAR))
    store.close()
    assert [(one.kind, one.given) for one in flows] == [
        ("NSTW", 60_000_000), ("NSTW", 12_500_000), ("NSDP", 6_000_000)
    ]  # fmt: skip
    assert all(0 < one.spent < one.given for one in flows)
    assert found == {"item_overspent": 1, "voucher_missing": 1, "fund_missing": 2}
