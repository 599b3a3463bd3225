"""Anyone can check a package with the tools of a bare Debian, and each tool is worth asking."""

import base64
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.core.packages import signing
from tests.core.packages import layers
from tests.core.packages.layers import IDENTITY, KEY, NAMES, OTHER_RECIPIENT, RECIPIENT, STRANGER
from tests.core.packages.written import report

UNIT = "24118"


def run(*command: str, cwd: Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    if shutil.which(command[0]) is None:
        pytest.skip(f"{command[0]} is not installed")
    return subprocess.run(command, cwd=cwd, input=stdin, capture_output=True)


def unpacked(data: bytes, folder: Path) -> Path:
    """Unpack a package by unzip, the way somebody without the program would."""
    (folder / "goi.sott").write_bytes(data)
    done = run("unzip", "-q", "goi.sott", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


def flip(path: Path, place: int = -1) -> None:
    content = bytearray(path.read_bytes())
    content[place] ^= 1
    path.write_bytes(content)


@pytest.fixture
def package(tmp_path) -> Path:
    """A package by our writer, unpacked."""
    return unpacked(report(evidence=[("pdf", b"ban quet")]), tmp_path)


def test_that_unzip_accepts_a_package_and_finds_a_flipped_bit(package):
    assert run("unzip", "-t", "goi.sott", cwd=package).returncode == 0
    flip(package / "goi.sott", 60)
    assert run("unzip", "-t", "goi.sott", cwd=package).returncode != 0


def test_that_python_accepts_a_package_and_finds_a_flipped_bit(package):
    command = (sys.executable, "-m", "zipfile", "-t", "goi.sott")
    assert run(*command, cwd=package).stdout.strip() == b"Done testing"
    flip(package / "goi.sott", 60)
    done = run(*command, cwd=package)
    assert b"corrupted" in done.stdout or done.returncode != 0


def test_that_sha256sum_accepts_the_members_and_finds_each_that_is_changed(package):
    command = ("sha256sum", "--strict", "-c", "SHA256SUMS")
    assert run(*command, cwd=package).returncode == 0
    for name in NAMES[:4]:
        kept = (package / name).read_bytes()
        flip(package / name)
        done = run(*command, cwd=package)
        assert done.returncode != 0
        assert f"{name}: FAILED".encode() in done.stdout
        (package / name).write_bytes(kept)


def test_that_ssh_keygen_accepts_the_unit_and_no_other_and_finds_every_change(package):
    def verify(unit: str = UNIT, purpose: str = signing.NAMESPACE) -> int:
        command = ("ssh-keygen", "-Y", "verify", "-f", "allowed_signers", "-I", unit, "-n", purpose,
                   "-s", "SHA256SUMS.sig")  # fmt: skip
        sums = (package / "SHA256SUMS").read_bytes()
        return run(*command, cwd=package, stdin=sums).returncode

    blob = base64.b64encode(signing.ssh_key(signing.public_of(KEY))).decode()
    allowed = f'{UNIT} namespaces="{signing.NAMESPACE}" ssh-ed25519 {blob}\n'
    (package / "allowed_signers").write_text(allowed, encoding="ascii")

    assert verify() == 0
    assert verify(unit="24160") != 0
    assert verify(purpose="file") != 0
    flip(package / "SHA256SUMS", 5)
    assert verify() != 0
    flip(package / "SHA256SUMS", 5)
    assert verify() == 0
    (package / "SHA256SUMS.sig").write_bytes(
        layers.signature(STRANGER, (package / "SHA256SUMS").read_bytes())
    )
    assert verify() != 0


def decrypted(package: Path, name: str) -> subprocess.CompletedProcess[bytes]:
    (package / "key").write_text(IDENTITY + "\n", encoding="ascii")
    return run("age", "-d", "-i", "key", name, cwd=package)


def test_that_age_decrypts_and_finds_a_changed_file_and_another_receiver(package, tmp_path):
    assert decrypted(package, "content.age").returncode == 0
    scans = decrypted(package, "evidence.age")
    assert scans.stdout.startswith(b"PK")
    flip(package / "content.age")
    assert decrypted(package, "content.age").returncode != 0

    other = tmp_path / "other"
    other.mkdir()
    unpacked(report(recipients=(OTHER_RECIPIENT,)), other)
    assert decrypted(other, "content.age").returncode != 0


def test_that_gunzip_accepts_the_content_and_finds_a_flipped_bit(package):
    (package / "content.gz").write_bytes(decrypted(package, "content.age").stdout)
    assert run("gunzip", "-t", "content.gz", cwd=package).returncode == 0
    lines = run("gunzip", "-c", "content.gz", cwd=package).stdout.splitlines()
    assert lines[0].startswith(b'{"catalogue":')
    assert lines[1].startswith(b'{"catalogue":')
    assert lines[2].startswith(b'{"causes":')
    flip(package / "content.gz", 40)
    assert run("gunzip", "-t", "content.gz", cwd=package).returncode != 0


def test_that_the_digest_in_the_header_is_that_of_the_lines_behind_the_first(package):
    (package / "content.gz").write_bytes(decrypted(package, "content.age").stdout)
    command = "gunzip -c content.gz | tail -n +2 | sha256sum | cut -d' ' -f1"
    digest = run("sh", "-c", command, cwd=package).stdout.decode().strip()

    assert f'"content":"{digest}"' in (package / "package.json").read_text(encoding="utf-8")


def test_that_gunzip_reads_an_open_package(tmp_path):
    unpacked(report(recipients=()), tmp_path)

    assert run("gunzip", "-t", "content.jsonl.gz", cwd=tmp_path).returncode == 0
    assert (tmp_path / "evidence.age").read_bytes() == b""


def test_that_unzip_shows_plain_files_of_one_day(package):
    listed = run("unzip", "-Z", "goi.sott", cwd=package).stdout.decode().splitlines()

    entries = [one.split() for one in listed if one.startswith("-")]
    assert [one[-1] for one in entries] == list(NAMES)
    assert {(one[0], one[5], one[6]) for one in entries} == {("-rw-r--r--", "stor", "80-Jan-01")}
    assert RECIPIENT not in "".join(listed)
