"""A consolidated report's content: invented units with the figures of one made ward, scaled."""

import random
from typing import Any

from desktop.core.documents.content import CityContent, ReportContent, Said, TargetLine, UnitLine
from desktop.core.narratives import Narrative
from desktop.core.totals import Sums
from tests.core.documents_content import make_content

WARDS = (
    "Phường Tân Lập", "Phường Tân Hòa", "Phường Tân An", "Phường Ea Tam", "Phường Khánh Xuân",
    "Phường Thành Công", "Xã Cư Êbur", "Xã Ea Kao", "Xã Hòa Thắng", "Xã Hòa Phú", "Xã Ea Tu",
)  # fmt: skip


def make_city_content(wards: int = 11, **changes: Any) -> CityContent:
    """Return content of so many wards: one nil, one missing, the rest with figures."""
    whole = make_content(60, narrative=Narrative(difficulties="Địa bàn rộng, cán bộ kiêm nhiệm."))
    chance = random.Random(wards)
    names = [WARDS[n] if n < len(WARDS) else f"Xã Ea {n}" for n in range(wards)]
    lines = [UnitLine(name, "", _some(whole, chance), chance.randrange(10**7)) for name in names]
    lines[1] = UnitLine(names[1], "Không phát sinh", {})
    lines[2] = UnitLine(names[2], "Chưa nộp", None)
    values: dict[str, Any] = {
        "report": whole, "lines": lines, "expected": wards, "received": wards - 1,
        "others": [],
        "nil": [Said(names[1], "Công chức nghỉ thai sản, chưa có người thay.")],
        "missing": [names[2]], "twice": 2, "hamlets": wards * 9,
        "targets": [TargetLine("Số phóng sự", 1, 2, 2, "phóng sự")],
        "unreached": {names[0]: ["Tổ dân phố 3", "Tổ dân phố 7"], names[6]: ["Buôn Dhă Prông"]},
        "difficulties": [Said(names[0], "Hộ đi làm ăn xa."), Said(names[6], "Loa hỏng 2 cụm.")],
        "proposals": [Said(names[6], "Cấp tờ rơi bằng tiếng Ê-đê.")],
    }  # fmt: skip
    return CityContent(**(values | changes))


def _some(whole: ReportContent, chance: random.Random) -> dict[str, Sums]:
    return {code: sums for code, sums in whole.totals.by_channel.items() if chance.random() < 0.8}
