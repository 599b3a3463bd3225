"""What the writer is given in tests: a heading and records as values."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from desktop.core.packages import canonical, writer
from desktop.core.packages.contents import AnyRecord
from desktop.core.packages.header import About, Dispatch, Kind, Period, Unit
from tests.core.packages.layers import CITY, KEY, RECIPIENT, WARD, line
from tests.core.packages.samples import DEVICE, PACKAGE, report_records

ABOUT = About(
    kind=Kind.REPORT, unit=Unit(WARD, "24118", "Phường Tân Lập"), version=1, catalogue={"topics": 2},
    period=Period("2024-Q4", "administrative", date(2024, 9, 15), date(2024, 12, 14)),
)  # fmt: skip
DISPATCH = Dispatch(
    package_id=PACKAGE, receiver=Unit(CITY, "643", "Thành phố Buôn Ma Thuột"), device=DEVICE, seq=1,
    prev=None, made_at=datetime(2024, 12, 16, 8), program="0.1.0",
)  # fmt: skip


def records(values: Iterable[dict[str, Any]]) -> list[Any]:
    return [canonical.decode(line(one), AnyRecord) for one in values]


def report(recipients: tuple[str, ...] = (RECIPIENT,), **more: Any) -> bytes:
    """A report of the ward, by the writer."""
    content = writer.freeze(ABOUT, records(report_records()))
    return writer.seal(content, DISPATCH, KEY, recipients, **more)
