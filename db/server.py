"""A register on a PostgreSQL server: the same two transactions as over a file. Errors: db/errors.py.

Writers take turns (one advisory lock), as with a file: what a core function read before it wrote
is still so, nothing is lost or entered twice, and nobody meets a deadlock. Readers never wait.
The server keeps the disk safe and encrypted, and makes the copies (pg_dump).
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from db import migrations, rows
from db.address import Server
from db.errors import ServerError, ServerReason, StoreExistsError, StoreTooNewError
from db.store import Store

OLDEST = 13
"""The oldest PostgreSQL that is looked after at its makers' (November 2026)."""

PATIENCE_S = 30
"""How long one waits for the others to finish writing."""

_LOCK = text("SELECT pg_advisory_xact_lock(7305790)")
_OPTIONS = (
    f"-c lock_timeout={PATIENCE_S}s",
    "-c idle_in_transaction_session_timeout=5min",  # a machine that sleeps holds nobody up
    "-c datestyle=ISO,YMD",
    "-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3",
)
_CONNECT = {
    "connect_timeout": 10, "application_name": "so-truyen-thong", "client_encoding": "utf8",
    "keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3,
}  # fmt: skip

_BY_STATE = {
    "28P01": ServerReason.LOGIN, "28000": ServerReason.LOGIN, "3D000": ServerReason.NO_DATABASE,
    "42501": ServerReason.RIGHTS, "25006": ServerReason.RIGHTS, "42P07": ServerReason.NOT_OURS,
    "55P03": ServerReason.BUSY, "40001": ServerReason.BUSY, "40P01": ServerReason.BUSY,
    "57014": ServerReason.BUSY, "53300": ServerReason.BUSY, "53100": ServerReason.FULL,
    "53200": ServerReason.FULL, "57P01": ServerReason.LOST, "57P02": ServerReason.LOST,
    "57P03": ServerReason.UNREACHABLE, "25P03": ServerReason.LOST, "58030": ServerReason.FAULT,
    "XX001": ServerReason.FAULT, "XX002": ServerReason.FAULT,
}  # fmt: skip
"""What the server says in its own codes (SQLSTATE), which no language changes."""

_BY_WORDS = {
    "password": ServerReason.LOGIN, "pg_hba.conf": ServerReason.LOGIN,
    "role ": ServerReason.LOGIN, "does not exist": ServerReason.NO_DATABASE,
    "permission denied": ServerReason.RIGHTS, "too many": ServerReason.BUSY,
    "remaining connection slots": ServerReason.BUSY,
}  # fmt: skip
"""While connecting there are no codes; the first words that fit tell."""


class ServerStore(Store):
    """Hands out sessions over a few connections to one database."""

    def __init__(self, place: Server, info: dict[str, Any] | None = None) -> None:
        self.place, self.path = place, Path(place.database)
        self.backup, self.ended_badly = None, False
        self._info = {**(info or {}), "store": self}
        self._engine = _engine(place)
        self._reader = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Look at one moment of the data; nothing is kept."""
        with _known_errors(self.place), Session(self._reader, info=self._info) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Change the data, alone: all of it at the end of the block, or none on an error."""
        rows.load_all()
        with (
            _known_errors(self.place),
            Session(self._engine, info=self._info, expire_on_commit=False) as session,
            session.begin(),
        ):
            session.execute(_LOCK)
            yield session

    def problems(self) -> list[str]:
        """Return nothing: a server looks after its own pages."""
        return []

    def back_up(self, _occasion: str, _moment: datetime) -> Path:
        """Raise ServerError: the copies of a server's register are made there, with pg_dump."""
        raise ServerError(self.place, ServerReason.COPIES)

    def close(self) -> None:
        """Let go of the server."""
        self._engine.dispose()


def create(
    place: Server, fill: Callable[[Session], object], info: dict[str, Any] | None = None
) -> ServerStore:
    """Make a register in an empty database and fill it: all in one transaction, or nothing.

    Raises StoreExistsError, ServerError.
    """
    with _opened(place, info) as store, store.write() as session:
        if migrations.revision_of(session.connection()) is not None:
            raise StoreExistsError(store.path)
        migrations.upgrade(session.connection())
        fill(session)
    return store


def open_(place: Server, info: dict[str, Any] | None = None) -> ServerStore:
    """Open a register and bring its schema up to date; two at once do it once. Raises StoreError."""
    with _opened(place, info) as store:
        with store.read() as session:
            current = _is_current(store, session.connection())
        if not current:
            with store.write() as session:
                if not _is_current(store, session.connection()):
                    migrations.upgrade(session.connection())
    return store


@contextmanager
def _opened(place: Server, info: dict[str, Any] | None) -> Iterator[ServerStore]:
    """Hand out a store that is closed again if the block fails."""
    store = ServerStore(place, info)
    try:
        with store.read() as session:
            _require_fit(place, session.connection())
        yield store
    except BaseException:
        store.close()
        raise


def _require_fit(place: Server, connection: Connection) -> None:
    version = connection.dialect.server_version_info or (0,)
    if version < (OLDEST,):
        raise ServerError(place, ServerReason.TOO_OLD)
    if connection.exec_driver_sql("SHOW server_encoding").scalar() != "UTF8":
        raise ServerError(place, ServerReason.ENCODING)


def _is_current(store: ServerStore, connection: Connection) -> bool:
    revision = migrations.revision_of(connection)
    if revision is None:
        raise ServerError(store.place, ServerReason.NO_REGISTER)
    if revision not in migrations.KNOWN:
        raise StoreTooNewError(store.path, revision)
    return revision == migrations.HEAD


@contextmanager
def _known_errors(place: Server) -> Iterator[None]:
    """Turn what the server refuses through no fault of ours into a ServerError."""
    try:
        yield
    except DBAPIError as error:
        reason = _reason(error.orig)
        if reason is None:
            raise
        raise ServerError(place, reason) from error


def _reason(error: BaseException | None) -> ServerReason | None:
    import psycopg

    state = getattr(error, "sqlstate", None)
    if state is not None:
        lost = ServerReason.LOST if state.startswith("08") else None
        return _BY_STATE.get(state, lost)
    if not isinstance(error, psycopg.OperationalError):
        return None
    if error.pgconn is None:
        return ServerReason.LOST
    return _while_connecting(str(error), error.pgconn)


def _while_connecting(said: str, connection: Any) -> ServerReason:
    for words, reason in _BY_WORDS.items():
        if words in said.rpartition("FATAL:")[2]:
            return reason
    asked = connection.needs_password or connection.used_password
    return ServerReason.LOGIN if asked else ServerReason.UNREACHABLE


def _engine(place: Server) -> Engine:
    if not place.is_readable:
        raise ServerError(place, ServerReason.ADDRESS)
    url = make_url(place.url).set(drivername="postgresql+psycopg")
    options = " ".join((*_OPTIONS, str(url.query.get("options", ""))))
    try:
        engine = create_engine(
            url, connect_args={**_CONNECT, "options": options}, hide_parameters=True,
            pool_size=2, pool_pre_ping=True,
        )  # fmt: skip
    except ImportError as error:
        raise ServerError(place, ServerReason.NO_DRIVER) from error
    event.listen(engine, "connect", _teach_numbers)
    return engine


def _teach_numbers(connection: Any, _record: Any) -> None:
    """Let sums of whole numbers be whole numbers, as SQLite gives them (here they are "numeric")."""
    from psycopg.adapt import Loader

    class Number(Loader):
        def load(self, data: Any) -> int | float:
            return float(data) if b"." in bytes(data) else int(data)

    connection.adapters.register_loader("numeric", Number)
