"""A PostgreSQL server of the tests' own: started in a temporary folder, ended by its process.

It listens on a socket in that folder only, and touches no cluster of the machine.
"""

import ctypes
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy.orm import Session

from db.address import Server
from db.errors import ServerError, ServerReason
from db.store import Store
from desktop.core import registers
from desktop.core.clock import Clock
from desktop.core.registers import NewRegister

CHEAP = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "wal_level=minimal",
         "max_wal_senders=0", "shared_buffers=32MB", "max_connections=40",
         "autovacuum=off")  # fmt: skip
"""What is lost when the machine falls over does not matter here."""
WHO_MAY = "local all guest scram-sha-256\nlocal all all trust\n"
SECRET = "bí mật 42"
_ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_KEEP = """
CREATE SCHEMA goc;
DO $$ DECLARE one text; BEGIN
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
        EXECUTE format('CREATE TABLE goc.%I AS TABLE public.%I', one, one);
    END LOOP;
END $$;
CREATE FUNCTION goc.again() RETURNS void LANGUAGE plpgsql AS $$ DECLARE one text; BEGIN
    SET LOCAL session_replication_role = replica;
    FOR one IN SELECT tablename FROM pg_tables WHERE schemaname = 'goc' LOOP
        EXECUTE format('DELETE FROM public.%I', one);
        EXECUTE format('INSERT INTO public.%I SELECT * FROM goc.%I', one, one);
    END LOOP;
    PERFORM setval('history_id_seq', (SELECT coalesce(max(id), 0) + 1 FROM history), false);
END $$;
"""
"""Every table twice, and how to go back; quicker than a new database for each test."""
_create, _open = registers.create, registers.open_


def binaries() -> Path | None:
    """Where the newest server's programs lie; None where no server is installed."""
    debian = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda one: float(one.parent.name)
    )
    on_path = shutil.which("initdb")
    found = [*([Path(on_path).resolve().parent] if on_path else ()), *debian]
    return next((one for one in reversed(found) if (one / "postgres").is_file()), None)


@contextmanager
def running() -> Iterator["Postgres"]:
    """A server with an empty cluster, until the block ends."""
    programs = binaries()
    assert programs is not None
    user = _unprivileged()
    folder = Path(tempfile.mkdtemp(prefix="sott-pg-"))
    if user:
        shutil.chown(folder, user)
    data = folder / "data"
    known: dict[str, Any] = {"user": user, "cwd": folder, "stdin": subprocess.DEVNULL}
    init = ("-U", "so", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    subprocess.run(
        [programs / "initdb", "-D", data, *init], check=True, capture_output=True, **known
    )
    (data / "pg_hba.conf").write_text(WHO_MAY)
    options = ("listen_addresses=", f"unix_socket_directories={folder}", *CHEAP)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [programs / "postgres", "-D", data, *(part for one in options for part in ("-c", one))],
            stdout=log, stderr=log, preexec_fn=_end_with_me, **known,
        )  # fmt: skip
    try:
        yield Postgres(folder, process)
    finally:
        process.send_signal(signal.SIGINT)  # "fast": connections are cut
        process.wait(30)
        shutil.rmtree(folder)


def _unprivileged() -> str | None:
    """The server refuses to run as root: whom it runs as then; None for the present user."""
    import pwd  # not on Windows

    names = {one.pw_name for one in pwd.getpwall()}
    return next(one for one in ("postgres", "nobody") if one in names) if not os.geteuid() else None


def _end_with_me() -> None:
    """Be told to end when the tests are killed (Linux)."""
    ctypes.CDLL(None).prctl(1, signal.SIGINT)


class Postgres:
    """Makes databases, and registers in them; a register is used again once it is as it was."""

    def __init__(self, folder: Path, process: subprocess.Popen[bytes]) -> None:
        self.folder, self.process = folder, process
        self._names = (f"so{number}" for number in itertools.count(1))
        self._kinds: dict[str, list[Server]] = {}
        self._in_use: dict[Server, list[Server]] = {}
        self._connections: dict[str, psycopg.Connection[Any]] = {}
        self._wait()

    def database(self, template: str = "template0") -> Server:
        """Return a new database, empty or a copy."""
        name = next(self._names)
        self.run(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.place(name)

    def register(self, wanted: NewRegister, clock: Clock) -> Server:
        """Return a register as `registers.create` makes it."""
        free = self._kinds.setdefault(repr((wanted, clock.now())), [])
        if not free:
            made = self.database()
            _create(made, wanted, clock).close()
            self.run(_KEEP, made.database)
            free.append(made)
        place = free.pop()
        self._in_use[place] = free
        return place

    def take_back(self, places: Iterable[Server]) -> None:
        """Let the registers be as they were made, whoever is in them."""
        for one in places:
            self.run(_ALONE, one.database)
            self.run("SELECT goc.again()", one.database)
            self._in_use.pop(one).append(one)

    def place(self, name: str, user: str = "so", password: str = "") -> Server:
        """Return the place of a database, for a user."""
        secret = f":{password}" if password else ""
        return Server(f"postgresql+psycopg://{user}{secret}@/{name}?host={self.folder}")

    def run(self, statement: str, database: str = "postgres") -> None:
        """Do something as the one who may do everything."""
        if database not in self._connections:
            self._connections[database] = self._connect(database)
        self._connections[database].execute(statement)

    def wait_for_locks(self, database: str, count: int) -> None:
        """Return when so many wait for their turn to write."""
        waiting = f"""
        DO $$ BEGIN
            FOR trial IN 1..600 LOOP
                IF (SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = database
                    WHERE locktype = 'advisory' AND NOT granted AND datname = '{database}') >= {count}
                THEN RETURN; END IF;
                PERFORM pg_sleep(0.05);
            END LOOP;
            RAISE 'nobody waits';
        END $$
        """
        self.run(waiting)

    def close(self) -> None:
        """Let go of the server."""
        for one in self._connections.values():
            one.close()

    def _connect(self, database: str) -> psycopg.Connection[Any]:
        return psycopg.connect(
            host=str(self.folder), user="so", dbname=database, autocommit=True, connect_timeout=20
        )

    def _wait(self) -> None:
        while True:
            try:
                return self.run("SELECT 1")
            except psycopg.OperationalError:
                assert self.process.poll() is None, (self.folder / "log").read_text()
                time.sleep(0.02)


class Elsewhere:
    """While in force, registers that a test makes or opens in files lie on the server instead."""

    def __init__(self, postgres: Postgres) -> None:
        self._postgres = postgres
        self._places: dict[str, Server] = {}

    def create(self, path: Path, wanted: NewRegister, clock: Clock | None = None) -> Store:
        """Stands for registers.create; one of the same name before is not needed any more."""
        if path.name in self._places:
            self._postgres.take_back([self._places.pop(path.name)])
        self._places[path.name] = self._postgres.register(wanted, clock or Clock())
        return _open(self._places[path.name], clock)

    def open_(self, path: Path, clock: Clock | None = None) -> Store:
        """Stands for registers.open_; a store's own path is the name of its database."""
        known = {one.database: one for one in self._places.values()} | self._places
        return _open(known[path.name], clock)

    def close(self) -> None:
        """Give back what was made."""
        self._postgres.take_back(self._places.values())


def tables(session: Session) -> list[tuple[Any, ...]]:
    """Return all a schema is made of: columns, keys, checks and indexes."""
    connection = session.connection()
    columns = "table_name, column_name, data_type, collation_name, is_nullable, column_default"
    own = "connamespace = current_schema()::regnamespace"
    queries = (
        f"SELECT {columns} FROM information_schema.columns WHERE table_schema = current_schema()",
        f"SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE {own}",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = current_schema()",
    )
    rows = [tuple(row) for one in queries for row in connection.exec_driver_sql(one)]
    return sorted(one for one in rows if one[0] != "alembic_version")


def refusal(act: Callable[[], object]) -> ServerReason:
    """Return why the server refused to do something."""
    with pytest.raises(ServerError) as refused:
        act()
    return refused.value.why
