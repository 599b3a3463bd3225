"""Writing many rows of one table: the same INSERT as SQLAlchemy's, without its work for each row."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import Dialect, Table, bindparam, insert as insert_into
from sqlalchemy.orm import Session

_Convert = Callable[[Any], Any]


def insert(
    session: Session, table: Table, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Insert rows whose values stand in the order of the columns; other columns stay empty."""
    connection = session.connection()
    text, order, converters = _statement(connection.dialect, table, tuple(columns))
    by_column = list(zip(*rows, strict=True))
    if not by_column:
        return
    ready = [
        one if convert is None else list(map(convert, one))
        for one, convert in zip(by_column, converters, strict=True)
    ]
    if order is None:
        named = [dict(zip(columns, row, strict=True)) for row in zip(*ready, strict=True)]
        connection.exec_driver_sql(text, named)
    else:
        connection.exec_driver_sql(text, list(zip(*(ready[one] for one in order), strict=True)))


@lru_cache(maxsize=200)
def _statement(
    dialect: Dialect, table: Table, columns: tuple[str, ...]
) -> tuple[str, tuple[int, ...] | None, tuple[_Convert | None, ...]]:
    """Return the text, the order of its marks (None: they have names), and what values pass through."""
    statement = insert_into(table).values({name: bindparam(name) for name in columns})
    compiled: Any = statement.compile(dialect=dialect)
    converters = tuple(
        table.c[name].type.dialect_impl(dialect).bind_processor(dialect) for name in columns
    )
    marks = compiled.positiontup if compiled.positional else None
    order = None if marks is None else tuple(columns.index(name) for name in marks)
    return str(compiled), order, converters
