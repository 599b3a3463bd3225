import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlcipher
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from db import key_file, migrations
from db.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreExistsError,
    StoreKeyError,
    StoreMissingError,
    StoreTooNewError,
    StoreUnwritableError,
)
from db.rows import Row, SettingRow
from db.store import Store


def test_that_the_register_is_kept_the_safe_way(store: Store) -> None:
    with store.read() as session:
        pragmas = {
            name: session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "locking_mode")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "locking_mode": "exclusive",
    }


def test_that_models_and_migrations_make_the_same_tables(store: Store) -> None:
    plain = create_engine("sqlite://")
    with plain.connect() as connection:
        Row.metadata.create_all(connection)
        wanted = _schema(connection)
    with store.read() as session:
        found = _schema(session.connection())
    found.pop(("table", "alembic_version"))
    assert found == wanted
    plain.dispose()


def test_that_head_is_the_newest_step() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    steps = ScriptDirectory.from_config(config)
    assert steps.get_current_head() == migrations.HEAD
    assert {step.revision for step in steps.walk_revisions()} == set(migrations.KNOWN[1:])


def test_that_nothing_is_kept_of_a_failed_write(store: Store) -> None:
    def fail() -> None:
        with store.write() as session:
            session.add(SettingRow(key="x", value=1))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.read() as session:
        assert session.get(SettingRow, "x") is None


def test_that_the_file_shows_no_text(register: Path, store: Store) -> None:
    with store.write() as session:
        session.add(SettingRow(key="x", value="Nguyễn Thị Bí Mật"))
    store.close()
    for path in register.parent.iterdir():
        assert "Bí Mật".encode() not in path.read_bytes()
        assert b"SQLite format" not in path.read_bytes()


def test_that_a_text_file_is_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.sotr"
    path.write_text("Đây là một tệp văn bản", encoding="utf-8")
    with pytest.raises(StoreDamagedError) as refused:
        Store.open(path)
    assert refused.value.reason == "not_a_register"


def test_that_rubbish_of_the_right_size_is_called_damaged(register: Path) -> None:
    register.write_bytes(b"x" * 8192)
    with pytest.raises(StoreDamagedError):
        Store.open(register)


def test_that_a_flipped_byte_is_noticed(register: Path) -> None:
    content = bytearray(register.read_bytes())
    content[len(content) // 2] ^= 1
    register.write_bytes(content)
    try:
        store = Store.open(register)
    except StoreDamagedError:
        return
    try:
        found = store.problems()
    except StoreDamagedError:
        found = ["damaged"]
    store.close()
    assert found


def test_that_a_missing_register_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(StoreMissingError):
        Store.open(tmp_path / "a.sotr")
    assert list(tmp_path.iterdir()) == []


def test_that_an_existing_register_is_not_overwritten(register: Path) -> None:
    before = register.read_bytes()
    with pytest.raises(StoreExistsError):
        Store.create(register)
    assert register.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"slots": 3}', '{"slots": [{"kind": "open", "key": "ab"}]}', '{"slots": [1]}'],
)
def test_that_a_bad_key_file_is_named(register: Path, content: str) -> None:
    key_file.place(register).write_text(content)
    with pytest.raises(StoreKeyError):
        Store.open(register)


def test_that_another_key_opens_nothing(register: Path) -> None:
    key_file.place(register).write_text(
        json.dumps({"format": 1, "slots": [{"kind": "open", "key": "0" * 96}]})
    )
    with pytest.raises(StoreDamagedError):
        Store.open(register)


def test_that_a_second_program_is_told_it_is_busy(register: Path, store: Store) -> None:
    with store.read() as session:
        session.get(SettingRow, "unit_id")
    with pytest.raises(StoreBusyError):
        Store.open(register)


def test_that_a_newer_register_is_refused_unchanged(register: Path, store: Store) -> None:
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    before = register.read_bytes()
    with pytest.raises(StoreTooNewError):
        Store.open(register)
    assert register.read_bytes() == before


def test_that_a_full_disk_is_told(store: Store) -> None:
    with store.read() as session:
        session.execute(text("PRAGMA max_page_count = 1"))
    with pytest.raises(StoreUnwritableError) as refused, store.write() as session:
        session.add(SettingRow(key="x", value="x" * 10_000_000))
    assert refused.value.full
    with store.read() as session:
        session.execute(text("PRAGMA max_page_count = 4294967294"))
        assert session.get(SettingRow, "x") is None


def test_that_after_a_failed_write_the_file_is_opened_anew_and_looked_at(
    register: Path, store: Store
) -> None:
    with store.write() as session:
        session.add(SettingRow(key="x", value=1))
    before = store._engine.raw_connection().driver_connection

    def fail() -> None:
        with store.write() as session:
            session.add(SettingRow(key="y", value=1))
            session.flush()
            raise OperationalError("", {}, sqlcipher.OperationalError("disk I/O error"))

    with pytest.raises(StoreUnwritableError):
        fail()
    with store.read() as session:
        assert session.get(SettingRow, "x") is not None
        assert session.get(SettingRow, "y") is None
    assert store._engine.raw_connection().driver_connection is not before
    store.close()
    again = Store.open(register)
    assert again.ended_badly
    again.close()


def test_that_an_older_register_is_backed_up_before_it_is_migrated(
    register: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()
    done: list[str] = []

    def step(connection: object, revision: str = "head") -> None:
        done.append(revision)

    monkeypatch.setattr(migrations, "HEAD", "9999")
    monkeypatch.setattr(migrations, "upgrade", step)
    opened = Store.open(register)
    assert done == ["head"]
    assert opened.backup is not None
    opened.close()
    monkeypatch.undo()
    shutil.copyfile(key_file.place(register), key_file.place(opened.backup))
    copy = Store.open(opened.backup)
    with copy.read() as session:
        assert session.get(SettingRow, "unit_id") is not None
    copy.close()


def test_that_step_2_makes_a_letterhead_of_the_settings(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'plain.db'}")
    with engine.begin() as connection:
        migrations.upgrade(connection, "0001")
        for key, value in (("header", '["UBND TỈNH", "SỞ Y TẾ"]'), ("place", '"Tân Lập"')):
            connection.exec_driver_sql("INSERT INTO settings VALUES (?, ?)", (key, value))
        migrations.upgrade(connection)
        (head,) = connection.exec_driver_sql("SELECT valid_from, lines, place FROM letterheads")
        assert tuple(head) == (None, "UBND TỈNH\nSỞ Y TẾ", "Tân Lập")
        assert connection.exec_driver_sql("SELECT count(*) FROM settings").scalar() == 0
    engine.dispose()


def test_that_a_failed_step_leaves_the_register_as_it_was(
    register: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.close()

    def step(connection: object, revision: str = "head") -> None:
        connection.exec_driver_sql("CREATE TABLE half (id INTEGER)")
        raise RuntimeError(revision)

    monkeypatch.setattr(migrations, "HEAD", "9999")
    monkeypatch.setattr(migrations, "upgrade", step)
    with pytest.raises(RuntimeError):
        Store.open(register)
    monkeypatch.undo()
    opened = Store.open(register)
    with opened.read() as session:
        assert ("table", "half") not in _schema(session.connection())
    opened.close()


def test_that_plain_sqlite_cannot_read_it(register: Path) -> None:
    plain = sqlite3.connect(register)
    with pytest.raises(sqlite3.DatabaseError):
        plain.execute("SELECT * FROM sqlite_master")
    plain.close()


def _schema(connection: object) -> dict[tuple[str, str], list[str]]:
    rows = connection.exec_driver_sql(
        "SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"
    )
    return {
        (kind, name): sorted(
            # a column added later says of itself where it points, and needs no FOREIGN KEY
            re.sub(r"FOREIGN KEY ?\(\w+\) REFERENCES", "REFERENCES", (sql or ""))
            .replace('"', "")
            .replace("(", " ")
            .replace(")", " ")
            .replace(",", " ")
            .split()
        )
        for kind, name, sql in rows
    }
