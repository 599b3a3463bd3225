"""The register file: opening it, and the only two kinds of transaction. Errors: db/errors.py."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import StaticPool

from db import backup, holder, key_file, migrations, rows, vietnamese
from db.address import is_portable
from db.errors import (
    StoreBusyError,
    StoreDamagedError,
    StoreError,
    StoreExistsError,
    StoreMissingError,
    StoreTooNewError,
    StoreUnwritableError,
)

SAFE_SQLITE = (3, 51, 3)
"""Older ones can corrupt a WAL file (fixed 2026-03-13)."""

PATIENCE_S = 0.4
"""How long to wait for another program; it will not let go while it is open."""

BEFORE_UPGRADE = "nang-cap"
"""Why a copy was made: a newer program was about to change the tables."""

_PRAGMAS = (
    "cipher_memory_security=OFF",
    "locking_mode=EXCLUSIVE",
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
    "mmap_size=0",
    "cache_size=-32000",
)
_ON_A_STICK = ("journal_mode=DELETE", "synchronous=EXTRA")
"""The register is one whole file after each change, so it may be copied and pulled out."""

_BUSY = {"SQLITE_BUSY", "SQLITE_LOCKED"}
_DAMAGED = {"SQLITE_CORRUPT", "SQLITE_NOTADB"}
_UNWRITABLE = {"SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_FULL", "SQLITE_CANTOPEN", "SQLITE_PERM"}

log = logging.getLogger(__name__)


class Store:
    """Hands out sessions over one connection. Nobody else begins, commits or rolls back.

    `ended_badly`: whoever had it open before did not close it, so it is worth a check.
    """

    def __init__(self, path: Path, key: str, info: dict[str, Any] | None = None) -> None:
        self.path = path
        self.backup: Path | None = None
        self.ended_badly = self._damage_seen = False
        self._info = {**(info or {}), "store": self}
        self._engine = _engine(path, key)
        self._writer = self._engine.execution_options(begin="IMMEDIATE")

    @classmethod
    def create(cls, path: Path, info: dict[str, Any] | None = None) -> "Store":
        """Make an empty register and its key file. Raises StoreExistsError, StoreUnwritableError."""
        if path.exists():
            raise StoreExistsError(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            key = key_file.make(path) if _is_free(path) else key_file.require(path)
        except OSError as error:
            raise StoreUnwritableError(path, str(error.strerror)) from error
        store = cls(path, key, info)
        with store._closed_on_failure():
            store._migrate()
        holder.write(path, store._now())
        return store

    @classmethod
    def open(
        cls, path: Path, info: dict[str, Any] | None = None, *, is_copy: bool = False
    ) -> "Store":
        """Open a register and bring its schema up to date, after a backup. Raises StoreError.

        `is_copy`: it is a copy of a backup, so it needs no other one.
        """
        if not path.is_file():
            raise StoreMissingError(path)
        if not _may_be_register(path):
            raise StoreDamagedError(path, "not_a_register")
        store = cls(path, key_file.require(path), info)
        store.ended_badly = holder.read(path) is not None or _has_log(path)
        with store._closed_on_failure():
            store._bring_up_to_date(backed_up=is_copy)
        holder.write(path, store._now())
        return store

    def sign(self, worker: object) -> None:
        """Let the sessions from now on carry in `info` who works with the register."""
        self._info["worker"] = worker

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Look at one moment of the data; nothing is kept."""
        with self._noted_errors(), Session(self._engine, info=self._info) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Change the data: all of it at the end of the block, or none on an error."""
        rows.load_all()
        with (
            self._noted_errors(),
            Session(self._writer, info=self._info, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    def problems(self) -> list[str]:
        """Return what is wrong with the file itself; an empty list is a sound file.

        No transaction may be open: the log is brought into the file first, because a power cut in
        the middle of that leaves pages that the log still mends and `cipher_integrity_check` does not.
        """
        found: list[str] = []
        with known_errors(self.path), self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            try:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            except sqlcipher.Error as error:
                raise (_known(self.path, error) or error) from error
            for pragma in ("cipher_integrity_check", "integrity_check", "foreign_key_check"):
                rows = connection.exec_driver_sql(f"PRAGMA {pragma}").all()
                found += [f"{pragma}: {' '.join(map(str, row))}" for row in rows if row[0] != "ok"]
        return found

    def back_up(self, occasion: str, moment: datetime) -> Path:
        """Copy the register and its key into the folder beside it; no transaction may be open.

        Raises StoreDamagedError when its own pages cannot be read, StoreUnwritableError and OSError
        when the disk does not take the copy; then there is no copy of that name.
        """
        target = backup.next_name(
            self.path.parent / backup.FOLDER, self.path.stem, moment, occasion
        )
        try:
            with self._engine.connect() as connection:
                backup.copy(connection.connection.driver_connection, self.path, target)
        except sqlcipher.Error as error:
            known = _known(self.path, error)
            if known is None:
                raise
            raise known from error
        return target

    def close(self) -> None:
        """Bring the log into the file and let go of it."""
        try:
            with self._engine.connect() as connection:
                raw: Any = connection.connection.driver_connection
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except (sqlcipher.Error, DBAPIError) as error:  # the log keeps it until the next start
            log.warning("checkpoint at close: %s", type(error).__name__)
        self._engine.dispose()
        if not self._damage_seen:  # else the next start finds it and reads every page
            holder.remove(self.path)

    @contextmanager
    def _noted_errors(self) -> Iterator[None]:
        try:
            with known_errors(self.path):
                yield
        except StoreDamagedError:
            self._damage_seen = True
            raise
        except StoreUnwritableError as error:
            if not error.full:  # after a failed flush nothing in memory is to be trusted
                self._damage_seen = True
                self._engine.dispose()
            raise

    @contextmanager
    def _closed_on_failure(self) -> Iterator[None]:
        try:
            with known_errors(self.path):
                yield
        except BaseException:
            self._engine.dispose()
            raise

    def _now(self) -> datetime:
        clock = self._info.get("clock")
        now: datetime = clock.now() if clock else datetime.now().replace(microsecond=0)
        return now

    def _bring_up_to_date(self, *, backed_up: bool) -> None:
        with self._engine.connect() as connection:
            revision = migrations.revision_of(connection)
        if revision == migrations.HEAD:
            return
        if revision not in migrations.KNOWN:
            raise StoreTooNewError(self.path, str(revision))
        if revision is not None and not backed_up:
            self.backup = self.back_up(BEFORE_UPGRADE, self._now())
        self._migrate()

    def _migrate(self) -> None:
        with self._writer.connect() as connection:
            raw: Any = connection.connection.driver_connection
            raw.execute("PRAGMA foreign_keys=OFF")  # a rebuilt table is gone for a moment
            try:
                with connection.begin():
                    migrations.upgrade(connection)
                    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                        raise StoreDamagedError(self.path, "foreign_key_check")
            finally:
                raw.execute("PRAGMA foreign_keys=ON")


@contextmanager
def known_errors(path: Path) -> Iterator[None]:
    """Turn what SQLite refuses through no fault of ours into a StoreError."""
    try:
        yield
    except DBAPIError as error:
        known = _known(path, error.orig)
        if known is None:
            raise
        raise known from error


def _known(path: Path, error: BaseException | None) -> StoreError | None:
    name = getattr(error, "sqlite_errorname", None) or _name_by_text(str(error))
    family = "_".join(name.split("_")[:2])
    if family in _BUSY:
        return StoreBusyError(path)
    if family in _DAMAGED:
        return StoreDamagedError(path, name)
    if family in _UNWRITABLE:
        unwritable = StoreUnwritableError(path, name)
        unwritable.full = family == "SQLITE_FULL"
        return unwritable
    return None


_TEXTS = {
    "database is locked": "SQLITE_BUSY",
    "database table is locked": "SQLITE_LOCKED",
    "file is not a database": "SQLITE_NOTADB",
    "database disk image is malformed": "SQLITE_CORRUPT",
    "attempt to write a readonly database": "SQLITE_READONLY",
    "disk I/O error": "SQLITE_IOERR",
    "database or disk is full": "SQLITE_FULL",
    "unable to open database file": "SQLITE_CANTOPEN",
}


def _name_by_text(text: str) -> str:
    return next((name for words, name in _TEXTS.items() if words in text), "")


def _is_free(path: Path) -> bool:
    """Whether a new key may take the place of the key file: none is there, or nothing opens it."""
    return key_file.read(path) is None and not key_file.is_locked(path)


def _may_be_register(path: Path) -> bool:
    size = path.stat().st_size
    return size % 512 == 0 and (size > 0 or _has_log(path))


def _has_log(path: Path) -> bool:
    """Whether there are changes beside the file, as after a power cut; a close takes them in."""
    log_file = path.with_name(f"{path.name}-wal")
    return log_file.exists() and log_file.stat().st_size > 0


def _engine(path: Path, key: str) -> Engine:
    def connect() -> Any:
        connection = sqlcipher.connect(
            str(path), timeout=PATIENCE_S, isolation_level=None, check_same_thread=False
        )
        own = ("cipher_log_level=NONE", f"key=\"x'{key}'\"")
        try:
            for pragma in (*own, *_PRAGMAS, *(_ON_A_STICK if is_portable(path) else ())):
                connection.execute(f"PRAGMA {pragma}")
        except sqlcipher.Error:
            connection.close()  # else the file stays locked for as long as the error is known
            raise
        connection.create_function("fold", 1, _fold, deterministic=True)
        connection.create_collation("vi", vietnamese.compare)
        return connection

    if sqlcipher.sqlite_version_info < SAFE_SQLITE:
        raise RuntimeError(f"SQLite {sqlcipher.sqlite_version} is too old")
    engine = create_engine(
        "sqlite://", module=sqlcipher, creator=connect, poolclass=StaticPool, hide_parameters=True
    )
    event.listen(engine, "begin", _begin)
    return engine


def _fold(text: str | None) -> str | None:
    return None if text is None else vietnamese.fold(text)


def _begin(connection: Connection) -> None:
    how = connection.get_execution_options().get("begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {how}")
