"""Runs every check in its order and counts. A check is a function that raises AssertionError."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from installer.windows.payload import Kit
from installer.windows.wine import lab, life, renewal, units
from installer.windows.wine.lab import Lab
from installer.windows.wine.prefix import Prefix

CHECKS: tuple[Callable[[Lab], None], ...] = (
    life.installs_silently,
    life.tests_itself,
    life.asks_who_the_register_is_for,
    life.shows_the_window,
    life.works_for_a_quarter,
    life.opens_a_package_by_double_click,
    life.hands_a_package_to_the_open_window,
    life.waits_for_the_program_to_close,
    life.gives_up_when_it_stays_open,
    life.refuses_an_older_version,
    life.works_with_the_same_data_after,
    life.removed_it_leaves_the_data,
    renewal.refuses_wrong_updates,
    renewal.renews_itself_from_a_stick,
    life.twenty_rounds_leave_the_data,
    life.lives_on_a_stick,
    life.upgrades_a_stick,
)


def run(
    folder: Path, kit: Kit, *, again: bool = False, only: str = "", unit_tests: bool = False
) -> int:
    """Build the setups (or take those of last time), run the checks, return how many failed.

    `unit_tests` runs those of core and db instead, a quarter of an hour.
    """
    setups = lab.setups_of(folder / "setups") if again else lab.make_setups(folder / "setups", kit)
    prefix = Prefix(folder / "may")
    passed = failed = 0
    try:
        subject = Lab(prefix, setups)
        for check in (units.unit_tests_pass,) if unit_tests else CHECKS:
            if only and only not in check.__name__:
                continue
            start = time.monotonic()
            trouble = _trouble(check, subject)
            spent = time.monotonic() - start
            print(
                f"{'HỎNG' if trouble else 'được'}  {check.__name__} ({spent:.0f} giây)", flush=True
            )
            if trouble:
                failed += 1
                print(trouble)
            else:
                passed += 1
    finally:
        prefix.close()
    print(f"Ảnh cửa sổ: {folder / 'may' / 'hinh'}")
    print(f"{passed} passed, {failed} failed")
    return failed


def _trouble(check: Callable[[Lab], None], subject: Lab) -> str:
    """Return what was wrong, or nothing."""
    try:
        check(subject)
    except (AssertionError, OSError, ValueError, subprocess.SubprocessError) as error:
        subject.prefix.picture(f"hong-{check.__name__}")
        for name in (lab.WINDOW, lab.TERMINAL):
            for process in subject.prefix.running(name):
                os.kill(process, 9)
        return f"      {error}"
    return ""
