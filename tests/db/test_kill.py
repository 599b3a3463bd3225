from tests import torture_kill


def test_that_a_kill_loses_nothing_that_was_kept() -> None:
    outcome = torture_kill.run(12, seed=1)
    assert outcome.faults == []
    assert outcome.kills == 12
    assert outcome.acknowledged >= 12
    assert outcome.drafts >= 12


def test_that_a_program_that_speaks_too_early_is_found_out() -> None:
    outcome = torture_kill.run(6, seed=2, early=True)
    assert any("lost" in fault or "older" in fault for fault in outcome.faults)
