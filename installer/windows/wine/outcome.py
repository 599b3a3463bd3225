"""What pytest said of one file of tests, also when a test hung or took Python down with it."""

import re
from dataclasses import dataclass

_ENDED = re.compile(
    r"^(tests/\S+\.py::.+?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)\b.*$", re.MULTILINE
)
_BEGUN = re.compile(r"^(tests/\S+\.py::.+?)(?: Timeout \(.*| Windows fatal .*| *)$", re.MULTILINE)
_NOT_READ = re.compile(r"^ERROR (tests/\S+\.py)(?: - .*)?$", re.MULTILINE)
_REASON = re.compile(r"^SKIPPED \[(\d+)\] \S+: (.+)$", re.MULTILINE)
_WHOLE = re.compile(r"^=+ .*\bin \d+\.\d+s\b.*=+$", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """The names of tests by how they ended; `skipped` counts reasons, `stuck` never ended."""

    passed: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    skipped: tuple[tuple[str, int], ...] = ()
    stuck: str = ""
    whole: bool = True
    """Whether pytest came to its own end."""


def read(said: str) -> Outcome:
    """Read what `pytest -v -rs` printed."""
    by_end: dict[str, list[str]] = {}
    for name, end in _ENDED.findall(said):
        by_end.setdefault(end, []).append(name)
    passed = by_end.pop("PASSED", []) + by_end.pop("XFAIL", [])
    by_end.pop("SKIPPED", None)
    skipped = tuple((why, int(count)) for count, why in _REASON.findall(said))
    bad = [name for names in by_end.values() for name in names] + _NOT_READ.findall(said)
    whole = _WHOLE.search(said) is not None
    begun = [] if whole else _BEGUN.findall(_ENDED.sub("", said))
    good = [name for name in passed if name not in bad]  # it passed, then clearing up failed
    return Outcome(tuple(good), tuple(bad), skipped, begun[-1] if begun else "", whole)
