"""The index for searching as one types: folded words in SQLite's FTS5. The only SQL of its kind.

The ascii tokenizer is right because the text is folded before (unicode61 misses đ).
"""

import re

from sqlalchemy import DDL, ColumnElement, event, literal_column, text
from sqlalchemy.orm import Session
from sqlalchemy.schema import ExecutableDDLElement

from db.rows.activities import ActivityRow
from db.rows.base import Row
from db.vietnamese import fold

CREATE = (
    "CREATE VIRTUAL TABLE activity_search USING fts5"
    "(words, tokenize='ascii', prefix='1 2 3', detail='none', columnsize=0)"
)
_WORD = re.compile(r"[^\W_]+")

_IN_SQLITE: ExecutableDDLElement = DDL(CREATE)  # type: ignore[no-untyped-call]
event.listen(Row.metadata, "after_create", _IN_SQLITE.execute_if(dialect="sqlite"))


def keep(session: Session, search_id: int | None, words: str) -> int:
    """Put the words of an activity into the index; return the row to remember."""
    folded = " ".join(dict.fromkeys(_WORD.findall(fold(words))))
    if search_id is None:
        session.execute(
            text("INSERT INTO activity_search (words) VALUES (:words)"), {"words": folded}
        )
        return int(session.execute(text("SELECT last_insert_rowid()")).scalar_one())
    session.execute(
        text("UPDATE activity_search SET words = :words WHERE rowid = :row"),
        {"words": folded, "row": search_id},
    )
    return search_id


def forget(session: Session, search_id: int | None) -> None:
    """Take an activity out of the index."""
    session.execute(text("DELETE FROM activity_search WHERE rowid = :row"), {"row": search_id})


def matches(typed: str) -> ColumnElement[bool] | None:
    """Return the condition "every typed word begins a word of the activity", or None for no word."""
    words = _WORD.findall(fold(typed))
    if not words:
        return None
    query = " ".join(f'"{word}"*' for word in words)
    found = text("SELECT rowid FROM activity_search WHERE activity_search MATCH :typed").bindparams(
        typed=query
    )
    return ActivityRow.search_id.in_(found.columns(literal_column("rowid")).scalar_subquery())
