"""The indicators counted by plain Python, for tests to compare with."""

from collections.abc import Iterable
from typing import Any

from desktop.core import periods
from desktop.core.activities import Activity
from desktop.core.totals import Sums

Q4 = periods.parse("2024-Q4")
HAMLETS = {"h1": "Buôn Đŭng", "h2": "Thôn 2", "h3": "Tổ dân phố 10"}
DIRECT = {"HOI_NGHI", "NOI_CHUYEN", "TOA_DAM", "DOI_THOAI", "SINH_HOAT_CD"}
PEOPLE_COME = DIRECT | {"TU_VAN_HO", "HOI_THI", "TAP_HUAN", "PHAT_DONG"}
NUMBERS = (
    "items", "airings", "minutes", "attendees", "women", "minority", "officials", "poor",
    "near_poor", "escaped", "other_households",
)  # fmt: skip
EMPTY = {
    "CT01": 0, "CT02": None, "CT03": None, "CT04": None,
    "CT05": {"declared": None, "distinct": None}, "CT06": {"declared": None, "distinct": None},
    "CT07": {"declared": None, "distinct": None}, "CT08": None, "CT09": 0, "CT10": None,
    "CT11": None, "CT12": None, "CT13": None, "CT14": {"items": None, "area_m2": None},
    "CT15": None, "CT16": None, "CT17": None, "CT18": None,
    "CT19": {"cash": None, "in_kind": None},
    "CT20": {"allocated": None, "spent": None, "rate": None},
}  # fmt: skip


def total(values: Iterable[Any]) -> Any:
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def plain_sums(some: Iterable[Activity]) -> Sums:
    chosen = list(some)
    sums = {
        name: total(getattr(one, name) for one in chosen)
        for name in (*NUMBERS, "area_m2")
        if name != "minutes"
    }
    spoken = total(
        one.minutes * (1 if one.airings is None else one.airings)
        for one in chosen
        if one.minutes is not None
    )
    return Sums(activities=len(chosen), minutes=spoken, **sums)


def plain_indicators(counted: list[Activity]) -> dict[str, Any]:
    def summed(name: str, channels: set[str]) -> Any:
        return total(getattr(one, name) for one in counted if one.channel in channels)

    def minutes(languages: set[str]) -> Any:
        return total(
            one.airings * one.minutes
            for one in counted
            if one.channel == "PHAT_THANH" and languages & {*one.languages, "any"}
            and one.airings is not None and one.minutes is not None
        )  # fmt: skip

    every = {one.channel for one in counted}
    direct = [one for one in counted if one.channel in DIRECT]
    visual = {"PANO", "BANG_RON", "PHUON", "KHAU_HIEU"}
    return EMPTY | {
        "CT01": len(direct),
        "CT02": summed("attendees", PEOPLE_COME),
        "CT03": summed("women", PEOPLE_COME),
        "CT04": summed("minority", PEOPLE_COME),
        "CT05": {"declared": summed("poor", every), "distinct": None},
        "CT06": {"declared": summed("near_poor", every), "distinct": None},
        "CT07": {"declared": summed("escaped", every), "distinct": None},
        "CT09": len({hamlet for one in direct for hamlet in one.hamlets}),
        "CT10": summed("items", {"PHAT_THANH"}),
        "CT11": summed("airings", {"PHAT_THANH"}),
        "CT12": minutes({"any"}),
        "CT13": minutes({"EDE", "MNONG"}),
        "CT14": {"items": summed("items", visual), "area_m2": summed("area_m2", visual)},
        "CT15": summed("items", {"AP_PHICH", "TO_ROI", "TO_GAP", "SO_TAY"}),
        "CT16": summed("items", {"TIN_BAI", "CHUYEN_MUC", "VIDEO_CLIP", "MXH"}),
        "CT17": summed("items", {"PHONG_SU"}),
        "CT18": summed("items", {"DIEN_HINH"}),
        "CT20": {
            "allocated": None,
            "spent": total(
                e.amount for one in counted for e in one.expenses
                if e.payer in ("CAP_TREN", "XA_PHUONG")
            ),
            "rate": None,
        },
    }  # fmt: skip
