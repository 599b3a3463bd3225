"""What all tables share: names of constraints, kinds of columns."""

from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger, Dialect, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

Id = String(36)
"""A UUID as text."""

Code = String(32)
"""A code of a catalogue."""

Whole = Integer().with_variant(BigInteger(), "postgresql")
"""A whole number of 64 bits; SQLite knows no smaller ones."""


class Row(DeclarativeBase):
    """Base of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {int: Whole}


class Hundredths(TypeDecorator[Decimal]):
    """A number with two decimals, kept as a whole number so that sums are exact."""

    impl = Whole
    cache_ok = True

    def process_bind_param(self, value: Any, _dialect: Dialect) -> int | None:
        """Keep 4.8 as 480."""
        return None if value is None else int((Decimal(value) * 100).to_integral_value())

    def process_result_value(self, value: Any, _dialect: Dialect) -> Decimal | None:
        """Give 480 back as 4.80."""
        return None if value is None else Decimal(value) / 100
