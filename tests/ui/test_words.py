from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core import errors
from desktop.core.errors import (
    AppError,
    CancelledError,
    PeriodError,
    StoreDamagedError,
    StoreError,
    StoreUnwritableError,
    WorkbookError,
    WorkbookReason,
)
from desktop.ui import messages, words

PATH = Path("thu-muc") / "so.sotr"


def kinds(base: type[BaseException]) -> Iterator[type[BaseException]]:
    for kind in base.__subclasses__():
        if kind.__module__ in (errors.__name__, "db.errors"):
            yield kind
            yield from kinds(kind)


@pytest.mark.parametrize(
    "kind",
    [one for base in (AppError, StoreError) for one in kinds(base) if one is not CancelledError],
)
def test_that_every_error_has_words_of_its_own(kind: type[BaseException]) -> None:
    messages.require_words(kind)


@pytest.mark.parametrize("reason", list(WorkbookReason))
def test_that_every_refusal_of_a_workbook_says_why_and_what_to_do(reason: WorkbookReason) -> None:
    message = messages.describe(WorkbookError(PATH, reason, "cột Ngày"))
    assert message is not None
    assert "(cột Ngày)" in message.why
    assert all(text.endswith(".") for text in (message.why, *message.steps, message.safe))


@pytest.mark.parametrize("reason", words._PERIODS)
def test_that_every_wrong_period_is_explained(reason: str) -> None:
    message = messages.describe(PeriodError("2024-Q9", reason))
    assert message is not None
    assert "2024-Q9" in message.title
    assert message.why.endswith(".")


def test_that_a_file_that_is_no_register_is_told_from_a_damaged_one() -> None:
    other = messages.describe(StoreDamagedError(PATH, "not_a_register"))
    damaged = messages.describe(StoreDamagedError(PATH, "SQLITE_CORRUPT"))
    assert other is not None
    assert damaged is not None
    assert other.why != damaged.why


def test_that_a_full_disk_is_told_from_a_disk_that_fails() -> None:
    error = StoreUnwritableError(PATH)
    failing = messages.describe(error)
    error.full = True
    full = messages.describe(error)
    assert full is not None
    assert full != failing
    assert "đầy" in full.title


def test_that_a_bug_has_no_words() -> None:
    assert messages.describe(ZeroDivisionError()) is None
    assert messages.describe(CancelledError()) is None
