"""What is said when a server refuses, and how a server is named: never with its password."""

import subprocess
import sys
import traceback
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import text

from db.address import Server, place
from db.errors import ServerError, ServerReason, StoreTooNewError
from db.store import Store
from desktop import cli
from desktop.core import (
    registers,
)
from desktop.ui import messages, words
from tests.builders import CLOCK
from tests.conftest import OWN
from tests.postgres import SECRET, Postgres, refusal

ROOT = Path(__file__).parents[2]


# — what the server refuses —


@pytest.fixture(scope="module")
def guests(server: Postgres) -> Postgres:
    """One who needs a password, and has no rights."""
    server.run(f"CREATE ROLE guest LOGIN PASSWORD '{SECRET}'")
    return server


def test_that_a_wrong_password_is_told_and_no_password_is_shown(
    guests: Postgres, caplog: pytest.LogCaptureFixture
) -> None:
    for secret, reason in (("sai rồi", ServerReason.LOGIN), (SECRET, ServerReason.NO_DATABASE)):
        where = guests.place("nowhere", "guest", quote(secret))
        with pytest.raises(ServerError) as refused:
            registers.open_(where, CLOCK)
        assert refused.value.why is reason
        told = "".join(traceback.format_exception(refused.value)) + caplog.text
        told += f"{where} {where!r} {messages.as_text(words.describe(refused.value))}"
        assert secret not in told
        assert quote(secret) not in told


def test_that_a_user_without_rights_is_told(guests: Postgres, own: Server) -> None:
    empty = guests.database()
    where = guests.place(empty.database, "guest", quote(SECRET))
    guests.run("REVOKE CREATE ON SCHEMA public FROM PUBLIC", empty.database)
    assert refusal(lambda: registers.create(where, OWN, CLOCK)) is ServerReason.RIGHTS
    where = guests.place(own.database, "guest", quote(SECRET))
    assert refusal(lambda: registers.open_(where, CLOCK)) is ServerReason.RIGHTS


def test_that_a_missing_server_and_a_wrong_address_are_told(tmp_path: Path) -> None:
    silent = Server(f"postgresql+psycopg://so@/so?host={tmp_path}")
    assert refusal(lambda: registers.open_(silent, CLOCK)) is ServerReason.UNREACHABLE
    for typed in ("postgresql://", "postgresql://so:x@host", "postgresql://a:b:c@host:x/so"):
        address = place(typed)
        assert isinstance(address, Server)
        assert refusal(lambda where=address: registers.open_(where, CLOCK)) is ServerReason.ADDRESS


def test_that_a_database_of_something_else_is_left_alone(server: Postgres) -> None:
    strange = server.database()
    server.run("CREATE TABLE units (id int); INSERT INTO units VALUES (7)", strange.database)
    assert refusal(lambda: registers.create(strange, OWN, CLOCK)) is ServerReason.NOT_OURS
    assert refusal(lambda: registers.open_(strange, CLOCK)) is ServerReason.NO_REGISTER
    latin = server.place("latin")
    server.run("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    assert refusal(lambda: registers.create(latin, OWN, CLOCK)) is ServerReason.ENCODING


def test_that_a_newer_register_is_refused(opened: Store, own: Server) -> None:
    with opened.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreTooNewError):
        registers.open_(own, CLOCK)


def test_that_a_missing_driver_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    where = Server("postgresql://so@host/so")
    assert refusal(lambda: registers.open_(where, CLOCK)) is ServerReason.NO_DRIVER


def test_that_a_file_needs_no_driver(register: Path) -> None:
    look = (
        "import sys, desktop.app, desktop.cli, pathlib; from desktop.core import registers;"
        "registers.open_(pathlib.Path(sys.argv[1])).close();"
        "print([one for one in ('psycopg', 'db.server') if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, register], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("reason", list(ServerReason))
def test_that_every_refusal_says_why_and_what_to_do(reason: ServerReason) -> None:
    message = messages.describe(ServerError(Server("postgresql://a:xyz@may/so"), reason))
    assert message is not None
    assert message.steps
    assert all(one.endswith(".") for one in (message.why, *message.steps, message.safe))
    assert "xyz" not in messages.as_text(message)


# — the places —


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("postgresql+psycopg://an:bimat@may-chu:5433/so", "so (máy chủ may-chu)"),
        ("postgresql://may-chu/so", "so (máy chủ may-chu)"),
        ("postgresql://an@/so?host=/tmp/x&password=bimat", "so (máy chủ trên máy này)"),
        ("postgres://an:bimat@[::1]/so", "so (máy chủ [::1])"),
        ("postgresql://an:bi@mat@may/so", " (máy chủ trên máy này)"),
    ],
)
def test_that_a_server_is_shown_without_its_password(typed: str, shown: str) -> None:
    found = place(typed)
    assert str(found) == shown
    assert "mat" not in f"{found!r} {found}"


def test_that_all_else_is_a_file() -> None:
    for typed in ("so.sotr", r"C:\postgresql\so.sotr", "/srv/postgresql://x", "file:so"):
        assert place(typed) == Path(typed)


def test_that_the_terminal_works_over_a_server(
    guests: Postgres, capsys: pytest.CaptureFixture[str]
) -> None:
    empty = guests.database()
    guests.run("GRANT CREATE ON SCHEMA public TO guest", empty.database)
    url = guests.place(empty.database, "guest", quote(SECRET)).url
    assert cli.main(["init", url, "--role", "city", "--unit", "643"]) == 0
    assert cli.main(["check", url]) == 0
    assert cli.main(["totals", url, "--period", "2024-Q4"]) == 0
    assert cli.main(["init", url, "--role", "city", "--unit", "643"]) == 1
    told = capsys.readouterr()
    assert SECRET not in told.out + told.err
    assert quote(SECRET) not in told.out + told.err
    assert "Đã có sổ" in told.err
