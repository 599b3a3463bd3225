"""The 17 promises, what tries each, and the table of them as TORTURE.md shows it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.benchmarks.measure import Figure

IN_THE_TESTS = "each `./dev test`"
NOT_RUN = "not run"


@dataclass(frozen=True)
class Promise:
    """What people may rely on, which figures of a run show it, and how to see it again."""

    words: str
    figures: tuple[str, ...]
    command: str


PROMISES = (
    Promise(
        "“Đã lưu” survives a power cut at any instant",
        ("power cuts of a register",),
        "./dev torture register",
    ),
    Promise(
        "… and a crash of the program",
        ("kill -9, kills", "kill -9, lost or half kept", "kill -9 in a deed"),
        "./dev torture kill deaths",
    ),
    Promise(
        "saving, import, taking in, upgrade and restore are whole or not at all",
        ("power cuts, importing", "power cuts, taking in", "power cuts, upgrading 1",
         "power cuts, upgrading 5", "power cuts, restore"),
        "./dev torture register safekeeping",
    ),
    Promise("a full or failing disk is told and loses nothing", ("I/O errors",), "./dev torture errors"),
    Promise(
        "a backup that has its name opens",
        ("power cuts, backing up", "power cuts, backup"),
        "./dev torture register safekeeping",
    ),
    Promise(
        "“Đã ghi và đọc lại” on a stick is whole",
        ("power cuts, deliver",),
        "./dev torture powercut",
    ),
    Promise(
        "no package can crash or fool the reader",
        ("packages read", "packages wrongly accepted", "packages unhandled"),
        "./dev torture packages",
    ),
    Promise(
        "anyone can check a package with standard tools", (),
        "pytest tests/core/packages/test_standard_tools.py",
    ),
    Promise(
        "standard vectors hold (RFC 8032, age)", (),
        "pytest tests/core/packages/test_signing.py tests/core/packages/test_encryption.py",
    ),
    Promise(
        "any order and repetition of packages gives one result", (),
        "pytest tests/core/test_intakes.py -k order",
    ),
    Promise("a flipped bit is never silent", ("flipped bits",), "./dev torture flips"),
    Promise(
        "no name outside the encrypted files, also after a kill",
        ("names in what is left",),
        "./dev torture canary",
    ),
    Promise(
        "hostile workbooks are refused in 2 s and 300 MB",
        ("hostile workbooks", "hostile workbooks, longest", "hostile workbooks, memory"),
        "./dev torture workbooks",
    ),
    Promise(
        "no foreign formula in an export", (),
        "pytest tests/core/test_workbooks.py tests/core/test_outline_xlsx.py -k formula",
    ),
    Promise(
        "old registers and packages open; newer ones are refused politely",
        ("power cuts, upgrading 1",),
        "./dev torture register; pytest tests/db/test_store.py tests/core/packages/test_reader.py",
    ),
    Promise(
        "3,321 wards are taken in and added up", (),
        "python -m tests.benchmarks.city_intake 3321",
    ),
    Promise(
        "each guard of the reader is needed",
        ("guards whose loss is noticed",),
        "./dev torture guards",
    ),
)  # fmt: skip


def table(found: Sequence[Figure]) -> Iterator[str]:
    """Yield the lines of the table with the figures of a run."""
    seen = {one.what: one for one in found}
    yield "| | promise | seen | command |"
    yield "| --- | --- | --- | --- |"
    for number, one in enumerate(PROMISES, start=1):
        yield f"| {number} | {one.words} | {_seen(one, seen)} | `{one.command}` |"


def _seen(promise: Promise, seen: dict[str, Figure]) -> str:
    if not promise.figures:
        return IN_THE_TESTS if promise.command.startswith("pytest") else "a benchmark"
    figures = [seen[name] for name in promise.figures if name in seen]
    said = [f"{one.what}: {one.figure}{'' if one.met else ' MISSED'}" for one in figures]
    return "; ".join(said) or NOT_RUN
