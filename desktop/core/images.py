"""What an intake changes beside the figures, as it was before, so that it can be undone exactly.

Each image is one row of one table (or the activities of some days, see `snapshots`). They are kept
in the order of the changes and brought back from the last to the first.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, delete, func, insert, select, update
from sqlalchemy.orm import Session

from db import bulk
from db.rows import IntakeImageRow, Row
from desktop.core import snapshots

_DAYS, _AT_ONCE = "activities", 100


class Images:
    """Keeps images of one intake, before its changes; without an intake nothing is kept."""

    def __init__(self, session: Session, intake_id: str | None) -> None:
        self._session, self.intake_id = session, intake_id
        self._found: list[tuple[str, list[Any], dict[str, Any] | None]] = []
        self._newest: int | None = None

    def row(self, kind: type[Row], *key: Any, columns: Sequence[str] = ()) -> None:
        """Keep a row as it is now, or that it is not there; of large ones some columns alone."""
        if self.intake_id is None:
            return
        table = _table(kind.__tablename__)
        wanted = [table.c[name] for name in columns] or list(table.c)
        row = self._session.connection().execute(
            select(*wanted).where(*_is(table, key))
        ).first()  # fmt: skip
        self._add(table.name, key, None if row is None else dict(row._mapping))

    def new(self, kind: type[Row], *key: Any) -> None:
        """Keep that a row was not there."""
        self._add(kind.__tablename__, key, None)

    def days(self, image: dict[str, Any]) -> None:
        """Keep what `snapshots.hold` returned."""
        self._add(_DAYS, [], image)

    def write(self) -> None:
        """Write down what was kept so far."""
        if not self._found:
            return
        if self._newest is None:
            mine = IntakeImageRow.intake_id == self.intake_id
            query = select(func.max(IntakeImageRow.position)).where(mine)
            self._newest = self._session.scalar(query) or 0
        rows = [
            (self.intake_id, number, *one)
            for number, one in enumerate(self._found, self._newest + 1)
        ]
        columns = ("intake_id", "position", "noun", "key", "before")
        bulk.insert(self._session, _table(IntakeImageRow.__tablename__), columns, rows)
        self._newest += len(rows)
        self._found = []

    def forget(self) -> None:
        """Forget what was kept since the last `write`: the changes did not happen."""
        self._found = []

    def _add(self, noun: str, key: Sequence[Any], before: dict[str, Any] | None) -> None:
        if self.intake_id is None:
            return
        plain = None if before is None else {k: snapshots.as_json(v) for k, v in before.items()}
        self._found.append((noun, [snapshots.as_json(one) for one in key], plain))


def bring_back(session: Session, intake_id: str) -> None:
    """Undo what the intake changed, the last change first, and forget the images."""
    of_intake = IntakeImageRow.intake_id == intake_id
    newest = session.scalar(select(func.max(IntakeImageRow.position)).where(of_intake))
    table = _table(IntakeImageRow.__tablename__)
    for end in range(newest or 0, 0, -_AT_ONCE):
        some = select(table).where(of_intake, table.c.position.between(end - _AT_ONCE + 1, end))
        for row in session.execute(some.order_by(table.c.position.desc())).all():
            if row.noun == _DAYS:
                snapshots.bring_back(session, row.before)
            else:
                _bring_back(session, _table(row.noun), row.key, row.before)
    session.execute(delete(IntakeImageRow).where(of_intake))
    session.expire_all()


def _bring_back(
    session: Session, table: Table, key: Sequence[Any], before: dict[str, Any] | None
) -> None:
    connection = session.connection()
    same = _is(table, [snapshots.as_value(one) for one in key])
    if before is None:
        connection.execute(delete(table).where(*same))
        return
    values = {name: snapshots.as_value(value) for name, value in before.items()}
    if not connection.execute(update(table).where(*same).values(values)).rowcount:
        connection.execute(insert(table).values(values))


def _table(name: str) -> Table:
    return Row.metadata.tables[name]


def _is(table: Table, key: Sequence[Any]) -> list[Any]:
    return [column == value for column, value in zip(table.primary_key.columns, key, strict=True)]
