"""A copy of the register that is whole or absent: written aside, opened, counted, then named."""

import os
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Engine


def back_up(engine: Engine, key: str, target: Path) -> Path:
    """Copy the register into `target` with the same key; an older copy there is kept under a number.

    Raises what the disk or SQLite says; then no file of that name was made.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    target = _free_name(target)
    temporary = target.with_name(f"{target.name}.tam")
    temporary.unlink(missing_ok=True)
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("VACUUM INTO ?", (str(temporary),))
            expected = _counts(raw)
        _flush(temporary)
        _check(temporary, key, expected)
        temporary.replace(target)
        _flush(target)
    finally:
        temporary.unlink(missing_ok=True)
    return target


def _free_name(target: Path) -> Path:
    number, free = 2, target
    while free.exists():
        free = target.with_name(f"{target.stem}-{number}{target.suffix}")
        number += 1
    return free


def _counts(connection: Any) -> list[tuple[str, int]]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return [
        (name, connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0])  # noqa: S608
        for (name,) in names
    ]


def _check(copy: Path, key: str, expected: list[tuple[str, int]]) -> None:
    connection = sqlcipher.connect(str(copy))
    try:
        connection.execute(f"PRAGMA key=\"x'{key}'\"")
        sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        if not sound or _counts(connection) != expected:
            raise OSError(f"{copy.name}: the copy differs")
    finally:
        connection.close()


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
