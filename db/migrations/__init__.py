"""Schema steps, run by Alembic from code. A step is written once and never edited.

HEAD stands here so that opening a register needs one look and no Alembic.
"""

from pathlib import Path

from sqlalchemy import Connection

KNOWN: tuple[str | None, ...] = (None, "0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every released revision, oldest first; None is an empty file or database."""

HEAD = KNOWN[-1]


def revision_of(connection: Connection) -> str | None:
    """Return the revision the register is at; None where there are no tables yet."""
    if not connection.dialect.has_table(connection, "alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Bring the register to the revision, inside the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)
