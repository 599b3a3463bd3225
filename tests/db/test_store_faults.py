"""Faults that the torture harnesses found: a torn checkpoint, a lock that stays, a dead disk."""

import errno
import random
import struct
from pathlib import Path
from typing import Any

import pytest

from db.errors import StoreDamagedError
from db.store import Store
from tests import libc
from tests.builders import CLOCK, log

PAGE, LOG_HEAD, FRAME_HEAD = 4096, 32, 24


def test_that_a_checkpoint_that_a_power_cut_tore_is_not_called_damage(
    register: Path, store: Store, tmp_path: Path
) -> None:
    with store.write() as session:
        log(session)
    copy = tmp_path / "sau" / register.name
    copy.parent.mkdir()
    files = {one.name: one.read_bytes() for one in register.parent.iterdir() if one.is_file()}
    frames = files[f"{register.name}-wal"][LOG_HEAD:]
    torn = bytearray(files[register.name])
    for at in range(0, len(frames), FRAME_HEAD + PAGE):
        (page,) = struct.unpack_from(">I", frames, at)
        torn[(page - 1) * PAGE : page * PAGE - 512] = random.Random(at).randbytes(PAGE - 512)
    for name, content in (files | {register.name: bytes(torn)}).items():
        (copy.parent / name).write_bytes(content)
    opened = Store.open(copy)
    assert opened.ended_badly
    assert opened.problems() == []
    opened.close()


def test_that_a_register_that_cannot_be_read_is_not_held(register: Path) -> None:
    sound = register.read_bytes()
    register.write_bytes(sound[:100] + bytes(100) + sound[200:])
    with pytest.raises(StoreDamagedError) as refused:
        Store.open(register)
    register.write_bytes(sound)
    Store.open(register).close()
    assert refused.value.__cause__ is not None


@pytest.mark.skipif(not libc.IS_POSSIBLE, reason="needs glibc on 64 bits")
def test_that_a_register_can_be_closed_when_its_disk_is_dead(register: Path) -> None:
    store = Store.open(register, {"clock": CLOCK})
    with store.write() as session:
        log(session)

    def dead(_kind: str, real: libc.Real, given: tuple[Any, ...]) -> int:
        is_file = isinstance(given[0], bytes) or libc.path_of(given[0]).is_file()
        return libc.fail(errno.EIO) if is_file else real(*given)

    with libc.hooked(dead):
        store.close()
    again = Store.open(register)
    assert again.ended_badly
    assert again.problems() == []
    again.close()
