"""Where a register lies: in a file, or in a database on a PostgreSQL server.

Light: imports no database, and never shows a password.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

_URL = re.compile(
    r"postgres(ql)?(\+psycopg)?://(?:[^@/?#]*@)?(?P<host>[^@/?#:\[\]]*|\[[0-9a-fA-F:.]+\])(?::\d+)?"
    r"/(?P<database>[^@/?#]+)(?:\?[^@]*)?"
)
_SERVER = re.compile(r"postgres(ql)?(\+\w*)?:")

PORTABLE = "portable.txt"
"""The mark of a program on a stick; its data lie in a folder beside this file."""


@dataclass(frozen=True)
class Server:
    """A database on a server. `url` may hold a password; what is shown is name and host only.

    Without a password in it, PostgreSQL's own places are asked: PGPASSWORD, ~/.pgpass.
    """

    url: str = field(repr=False)

    @property
    def is_readable(self) -> bool:
        """Whether the URL names a server and a database."""
        return _URL.fullmatch(self.url) is not None

    @property
    def host(self) -> str:
        """Return the name of the server; empty for this machine."""
        return self._part("host")

    @property
    def database(self) -> str:
        """Return the name of the database."""
        return self._part("database")

    def __str__(self) -> str:
        return f"{self.database} (máy chủ {self.host or 'trên máy này'})"

    def _part(self, name: str) -> str:
        found = _URL.fullmatch(self.url)
        return found[name] if found else ""


Place: TypeAlias = Path | Server


def place(text: str) -> Place:
    """Return the place that was typed: postgresql+psycopg://… is a server, all else a file."""
    return Server(text) if _SERVER.match(text) else Path(text)


def is_portable(register: Path) -> bool:
    """Whether the register belongs to a program that was unpacked onto a stick."""
    return (register.absolute().parent.parent / PORTABLE).is_file()
