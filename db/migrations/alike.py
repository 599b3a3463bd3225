"""What makes the same steps give the same register on PostgreSQL as in SQLite.

Whole numbers hold 64 bits, texts have no length and are compared by their bytes: so a sum, a
sorted list and the bytes of a report are the same, whatever language the server speaks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import BigInteger, Connection, Integer, String, Table, event

TEXT = 'VARCHAR COLLATE "C"'
"""The kind of a text column, for a step that writes its own ALTER TABLE."""

_KINDS: dict[type, Any] = {Integer: BigInteger(), String: String(collation="C")}


@contextmanager
def alike(connection: Connection) -> Iterator[None]:
    """While open, tables made on PostgreSQL get these kinds of columns; SQLite has them anyway."""
    if connection.dialect.name != "postgresql":
        yield
        return
    changed: list[tuple[Any, Any]] = []

    def adapt(table: Table, _connection: Connection, **_more: Any) -> None:
        for column in table.columns:
            wanted = _KINDS.get(type(column.type))
            if wanted is not None:
                changed.append((column, column.type))
                column.type = wanted

    event.listen(Table, "before_create", adapt)
    try:
        yield
    finally:
        event.remove(Table, "before_create", adapt)
        for column, kind in changed:  # a table of the models is used for queries, too
            column.type = kind
