"""Copies of the register that are whole or absent: written aside, opened, counted, then named.

A copy is two files like the register itself: NAME.sotr and its key NAME.khoa.json, named first.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import create_engine, func, select, table
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from db import disk, key_file

FOLDER = "sao-luu"
"""Where the copies of a register lie: a folder beside it."""

SUFFIX = ".sotr"
_NAME = re.compile(r".+_(\d{6,})_\d{4}-\d{2}-\d{2}_\d{4}_[a-z-]+")
_LOOKING = (
    "cipher_log_level=NONE",
    "query_only=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "mmap_size=0",
)


def next_name(folder: Path, stem: str, moment: datetime, occasion: str) -> Path:
    """Return where the next copy goes. Its number, not the clock, says that it is the newest."""
    there = list(folder.iterdir()) if folder.is_dir() else []
    numbers = (int(found[1]) for one in there if (found := _NAME.fullmatch(one.stem)))
    number = max(numbers, default=0) + 1
    return folder / f"{stem}_{number:06}_{moment:%Y-%m-%d_%H%M}_{occasion}{SUFFIX}"


def copy(raw: Any, register: Path, target: Path) -> Path:
    """Copy an open register and its key; `raw` is its connection, outside a transaction.

    Raises what the disk or SQLite says; then no register of that name was made.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise FileExistsError(target)
    temporary = target.with_name(f"{target.name}.tam")
    disk.remove(temporary)
    try:
        raw.execute("VACUUM INTO ?", (str(temporary),))
        expected = _counts(raw)
        disk.flush(temporary)
        key = copy_key(register, target)
        _require_same(temporary, key, expected)
        disk.rename(temporary, target)
        disk.flush(target)
        disk.flush_folder(target.parent)
    except BaseException:
        disk.remove(temporary)
        if not target.exists():
            disk.remove(key_file.place(target))
        raise
    return target


def copy_key(register: Path, target: Path) -> str:
    """Put the key file of a register beside `target`, slots as they are; return the open key."""
    path = key_file.place(target)
    temporary = path.with_name(f"{path.name}.tam")
    content = key_file.place(register).read_bytes()
    with temporary.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    disk.rename(temporary, path)
    disk.flush(path)
    disk.flush_folder(path.parent)  # the key is there before the register is
    return key_file.read(target) or ""


@contextmanager
def looking(path: Path, key: str) -> Iterator[Session]:
    """Look into a copy without writing a byte beside it. Nothing in it is run but our own SQL.

    Raises DBAPIError for what SQLite refuses.
    """
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: _reading(path, key),
        poolclass=NullPool,
        hide_parameters=True,
    )
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()


def problems(session: Session) -> list[str]:
    """Return what is wrong with a copy: damaged pages, or things a register never holds."""
    connection = session.connection()
    found = [str(row[0]) for row in connection.exec_driver_sql("PRAGMA quick_check")]
    foreign = connection.exec_driver_sql(
        "SELECT type FROM sqlite_master WHERE type IN ('trigger', 'view')"
    ).first()
    return [one for one in found if one != "ok"] + (["foreign objects"] if foreign else [])


def _reading(path: Path, key: str) -> Any:
    place = path.absolute().as_posix()
    rooted = place if place.startswith("/") else f"/{place}"  # C:/so → /C:/so
    connection = sqlcipher.connect(
        f"file://{quote(rooted)}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )
    connection.execute(f"PRAGMA key=\"x'{key}'\"")
    for pragma in _LOOKING:
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _counts(connection: Any) -> list[tuple[str, int]]:
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    return [
        (name, connection.execute(str(select(func.count()).select_from(table(name)))).fetchone()[0])
        for (name,) in names
    ]


def _require_same(path: Path, key: str, expected: list[tuple[str, int]]) -> None:
    connection = _reading(path, key)
    try:
        sound = connection.execute("PRAGMA quick_check").fetchone()[0] == "ok"
        if not sound or _counts(connection) != expected:
            raise OSError(f"{path.name}: the copy differs")
    finally:
        connection.close()
