"""All that a register holds, to compare two of them: what tables say, without numbers of no meaning.

Left out: history and takings in (they happened), and secrets of the device. Of an activity the
number in the search index is replaced by the words found there.
"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import text

from db.rows import Row
from db.store import Store

FACTS = ("history", "intakes", "intake_images")


def dump(store: Store, without: Collection[str] = ()) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of each table, in the order of their keys; `without`: more columns."""
    with store.read() as session:
        words = dict(session.execute(text("SELECT rowid, words FROM activity_search")).all())
        found: dict[str, list[dict[str, Any]]] = {}
        for table in Row.metadata.sorted_tables:
            if table.name in FACTS:
                continue
            order = list(table.primary_key.columns)
            rows = [dict(row._mapping) for row in session.execute(table.select().order_by(*order))]
            for row in rows:
                for name in without:
                    row.pop(name, None)
                if "search_id" in row:
                    row["search_id"] = words.pop(row["search_id"])
            found[table.name] = rows
        found["words of nothing"] = [{"words": one} for one in words.values()]
        return found
