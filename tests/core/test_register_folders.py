"""A register is not made where others copy it away or write into it."""

from pathlib import Path

import pytest

from desktop.core import drives, places, registers
from desktop.core.errors import PlaceError
from desktop.core.registers import NewRegister
from desktop.core.settings import Role
from tests.builders import WARD


@pytest.mark.parametrize(
    ("folder", "network"),
    [
        ("/home/linh/OneDrive/So", False),
        ("/home/linh/OneDrive - UBND xã/So", False),
        ("/home/linh/Google Drive/So", False),
        ("/home/linh/Zalo Received Files", False),
        ("//may-chu/so", True),
    ],
)
def test_that_a_register_is_not_made_where_others_copy_or_write(folder: str, network: bool) -> None:
    with pytest.raises(PlaceError) as refused:
        registers.create(Path(folder) / "so.sotr", NewRegister(role=Role.WARD, unit_code=WARD))
    assert refused.value.network is network


def test_that_the_folder_of_onedrive_is_known_by_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places.require_safe(tmp_path / "Đám mây" / "sổ")
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "Đám mây"))
    with pytest.raises(PlaceError):
        places.require_safe(tmp_path / "Đám mây" / "sổ")


def test_that_a_mounted_share_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = tmp_path / "mounts"
    table.write_text(f"/dev/sda1 / ext4 rw 0 0\n//may-chu/so {tmp_path}/so cifs rw 0 0\n")
    monkeypatch.setattr(drives, "_MOUNTS", table)
    with pytest.raises(PlaceError) as refused:
        places.require_safe(tmp_path / "so" / "2024")
    assert refused.value.network
    places.require_safe(tmp_path)
