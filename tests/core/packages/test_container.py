import io
import os
import subprocess
import sys
import zipfile

import pytest

from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages import container
from tests.core.packages import layers

MEMBERS = [("DOC-TOI.txt", "chào".encode()), ("a", b""), ("b.bin", os.urandom(70_000))]


def test_that_a_container_is_what_zipfile_writes_of_the_same_members():
    for members in (MEMBERS, MEMBERS[:1], []):
        assert container.pack(members) == layers.by_zipfile(members) == layers.container(members)


def test_that_zipfile_reads_it():
    with zipfile.ZipFile(io.BytesIO(container.pack(MEMBERS))) as archive:
        assert archive.testzip() is None
        assert [(one.filename, archive.read(one)) for one in archive.infolist()] == MEMBERS
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {one.external_attr >> 16 for one in archive.infolist()} == {0o100644}
        assert {one.compress_type for one in archive.infolist()} == {zipfile.ZIP_STORED}


def test_that_members_come_back():
    content = container.pack(MEMBERS)

    found = container.split(content, 9)

    assert [(name, bytes(one)) for name, one in found] == MEMBERS
    assert container.missing(content, found) == 0


def test_that_no_more_members_are_looked_for_than_asked():
    assert len(container.split(container.pack(MEMBERS), 2)) == 2


def test_that_any_other_byte_is_another_form():
    content = container.pack(MEMBERS[:2])
    found = container.split(content, 9)

    for place in range(len(content)):
        changed = bytearray(content)
        changed[place] ^= 1
        assert container.missing(bytes(changed), found) is None
    assert container.missing(content + b"\0", found) is None
    assert container.missing(b"\0" + content, found) is None


def test_that_missing_bytes_are_counted():
    content = container.pack(MEMBERS)
    found = container.split(content, 9)

    assert container.missing(content[:-5], found) == 5
    assert container.missing(b"", []) == 22


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"PK\3", PackageReason.INCOMPLETE),
        (b"PK\3\4", PackageReason.INCOMPLETE),
        (b"%PDF-1.7\n" * 9, PackageReason.NOT_A_PACKAGE),
        (b"PK\5\6" + bytes(18), PackageReason.NOT_A_PACKAGE),
        (container.pack([("a", b"x")])[:32] + b"junk" * 9, PackageReason.CONTAINER),
        (b"PK\3\4" + b"\xff" * 26, PackageReason.INCOMPLETE),
    ],
)
def test_that_what_is_no_container_has_its_reason(content: bytes, reason: PackageReason):
    with pytest.raises(PackageError) as caught:
        container.split(content, 9)
    assert caught.value.reason is reason


def test_that_two_machines_with_other_clocks_and_languages_pack_the_same():
    program = (
        "import hashlib;from desktop.core.packages import container;"
        "print(hashlib.sha256(container.pack([('a',b'x'),('b',b'y')])).hexdigest())"
    )
    found = {
        subprocess.check_output(
            [sys.executable, "-c", program],
            env=os.environ | {"TZ": zone, "LC_ALL": language, "PYTHONHASHSEED": seed},
        )
        for zone, language, seed in (("Asia/Ho_Chi_Minh", "vi_VN.UTF-8", "1"), ("UTC", "C", "2"))
    }
    assert len(found) == 1
