"""The index for searching as one types: folded words in a table of its own, by `rowid`.

In SQLite an FTS5 table; its ascii tokenizer is right because the text is folded before (unicode61
misses đ). On PostgreSQL a plain table with a GIN index over the same words, taken as they are: no
dictionary, no language of the server. Only the last condition is written differently.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    bindparam,
    column,
    event,
    select,
    table,
    text,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Session
from sqlalchemy.sql.functions import FunctionElement

from db.rows.activities import ActivityRow
from db.rows.base import Row
from db.vietnamese import fold

IN_SQLITE = (
    "CREATE VIRTUAL TABLE activity_search USING fts5"
    "(words, tokenize='ascii', prefix='1 2 3', detail='none', columnsize=0)"
)
TABLE_ON_POSTGRESQL = (
    'CREATE TABLE activity_search (rowid BIGINT PRIMARY KEY, words VARCHAR COLLATE "C" NOT NULL)'
)
INDEX_ON_POSTGRESQL = (
    "CREATE INDEX ix_activity_search_words ON activity_search"
    " USING gin (array_to_tsvector(string_to_array(words, ' ')))"
)


@event.listens_for(Row.metadata, "after_create")
def _create(_metadata: Any, connection: Connection, **_more: Any) -> None:
    """Make the index with the tables."""
    for kind, statement in (
        ("sqlite", IN_SQLITE), ("postgresql", TABLE_ON_POSTGRESQL),
        ("postgresql", INDEX_ON_POSTGRESQL),
    ):  # fmt: skip
        if connection.dialect.name == kind:
            connection.exec_driver_sql(statement)


_WORD = re.compile(r"[^\W_]+")

_LONGEST = 200
"""Letters of a word that count; PostgreSQL refuses words of more than 2,046 bytes."""


def keep(session: Session, search_id: int | None, words: str) -> int:
    """Put the words of an activity into the index; return the row to remember."""
    if search_id is None:
        return keep_many(session, [words])[0]
    session.execute(
        text("UPDATE activity_search SET words = :words WHERE rowid = :row"),
        {"words": _folded(words), "row": search_id},
    )
    return search_id


def keep_many(session: Session, words: Sequence[str]) -> list[int]:
    """Put the words of many new activities into the index; return the rows to remember."""
    if not words:
        return []
    newest = session.scalar(text("SELECT rowid FROM activity_search ORDER BY rowid DESC LIMIT 1"))
    rows = range((newest or 0) + 1, (newest or 0) + 1 + len(words))
    session.connection().execute(
        text("INSERT INTO activity_search (rowid, words) VALUES (:row, :words)"),
        [{"row": row, "words": _folded(one)} for row, one in zip(rows, words, strict=True)],
    )
    return list(rows)


def forget(session: Session, search_ids: Sequence[int | None]) -> None:
    """Take activities out of the index."""
    if search_ids:
        session.connection().execute(
            text("DELETE FROM activity_search WHERE rowid = :row"),
            [{"row": one} for one in search_ids],
        )


def matches(typed: str) -> ColumnElement[bool] | None:
    """Return the condition "every typed word begins a word of the activity", or None for no word."""
    words = _words(typed)
    if not words:
        return None
    for_sqlite = " ".join(f'"{word}"*' for word in words)
    for_postgresql = " & ".join(f"'{word}':*" for word in words)
    found: Select[Any] = select(column("rowid")).select_from(table("activity_search"))
    return ActivityRow.search_id.in_(
        found.where(_Match(bindparam(None, for_sqlite), bindparam(None, for_postgresql)))
    )


class _Match(FunctionElement[bool]):
    """Whether the words of a row fit a query, written once for each kind of database.

    It has no type: as a Boolean, SQLAlchemy would write "MATCH … = 1" for SQLite.
    """

    inherit_cache = True


@compiles(_Match, "sqlite")
def _in_sqlite(element: _Match, compiler: Any, **more: Any) -> str:
    query, _ = element.clauses
    return f"activity_search MATCH {compiler.process(query, **more)}"


@compiles(_Match, "postgresql")
def _in_postgresql(element: _Match, compiler: Any, **more: Any) -> str:
    _, query = element.clauses
    words = "array_to_tsvector(string_to_array(activity_search.words, ' '))"
    return f"{words} @@ CAST({compiler.process(query, **more)} AS tsquery)"


def _folded(words: str) -> str:
    return " ".join(dict.fromkeys(_words(words)))


def _words(text: str) -> list[str]:
    return [word for part in text.split() for word in _folded_words(part)]


@lru_cache(maxsize=50_000)
def _folded_words(part: str) -> tuple[str, ...]:
    """Return the words of what stands between two blanks: few of them make up all texts."""
    return tuple(word[:_LONGEST] for word in _WORD.findall(fold(part)))
