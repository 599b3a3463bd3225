"""A newer program on a stick: taken or refused. Signatures are made by minisign itself."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from db import migrations
from desktop.core import minisign, updates
from desktop.core.errors import CancelledError, UpdateError, UpdateReason
from desktop.core.progress import Progress
from desktop.ui import messages, words

SCHEMA = int(migrations.HEAD or 0)
SETUP = b"a setup " * 100_000
NAME = "so-truyen-thong_9.1.0_amd64.deb"
WORDS = f"so-truyen-thong 9.1.0 {updates.LINUX} schema={SCHEMA}"
Signed = Callable[..., Path]

assert words


def new_key(folder: Path, name: str) -> Path:
    subprocess.run(
        ["minisign", "-G", "-f", "-W", "-s", folder / f"{name}.key", "-p", folder / f"{name}.pub"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder / f"{name}.key"


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_key(tmp_path_factory.mktemp("khoa"), "ours")


@pytest.fixture
def stick(tmp_path: Path, ours: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for setups; the program takes updates of our key."""
    known = minisign.public_keys(ours.with_suffix(".pub").read_text())
    monkeypatch.setattr(updates, "keys", lambda: known)
    monkeypatch.setattr(updates, "platform", lambda: updates.LINUX)
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def signed(stick: Path, ours: Path) -> Signed:
    def make(words: str = WORDS, *, key: Path = ours, name: str = NAME, old: bool = False) -> Path:
        setup = stick / name
        setup.write_bytes(SETUP)
        how = ["-l"] if old else []
        subprocess.run(
            ["minisign", "-S", *how, "-s", key, "-m", setup, "-t", words],
            check=True, capture_output=True,
        )  # fmt: skip
        return setup

    return make


def take(source: Path, folder: Path) -> updates.Update:
    return updates.take(None, Progress(), source, folder)


def refused(source: Path, folder: Path) -> UpdateReason:
    with pytest.raises(UpdateError) as caught:
        take(source, folder)
    place = folder / updates.FOLDER
    assert not place.is_dir() or not list(place.iterdir())
    message = messages.describe(caught.value)
    assert message is not None
    assert "{" not in message.why
    assert all(text.endswith(".") for text in (message.why, *message.steps, message.safe))
    return caught.value.reason


def test_that_a_signed_newer_setup_is_copied_and_the_older_copy_goes(
    signed: Signed, tmp_path: Path
) -> None:
    before = tmp_path / updates.FOLDER / "so-truyen-thong_9.0.0_amd64.deb"
    before.parent.mkdir()
    before.write_bytes(b"old")
    update = take(signed(), tmp_path)
    assert update == updates.Update("9.1.0", tmp_path / updates.FOLDER / NAME)
    assert update.path.read_bytes() == SETUP
    assert not before.exists()


@pytest.mark.parametrize("place", [0, len(SETUP) // 2, len(SETUP) - 1])
def test_that_one_changed_byte_is_refused(signed: Signed, tmp_path: Path, place: int) -> None:
    setup = signed()
    content = bytearray(SETUP)
    content[place] ^= 1
    setup.write_bytes(content)
    assert refused(setup, tmp_path) is UpdateReason.ALTERED


def test_that_a_cut_or_longer_setup_is_refused(signed: Signed, tmp_path: Path) -> None:
    setup = signed()
    for content in (b"", SETUP[:-1], SETUP + b"\0"):
        setup.write_bytes(content)
        assert refused(setup, tmp_path) is UpdateReason.ALTERED


def test_that_a_changed_comment_is_refused(signed: Signed, tmp_path: Path) -> None:
    setup = signed()
    place = setup.with_name(f"{NAME}.minisig")
    place.write_text(place.read_text().replace(" 9.1.0 ", " 9.9.0 "))
    assert refused(setup, tmp_path) is UpdateReason.ALTERED


def test_that_an_unknown_key_is_refused(signed: Signed, tmp_path: Path) -> None:
    assert refused(signed(key=new_key(tmp_path, "other")), tmp_path) is UpdateReason.UNKNOWN_KEY


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("", UpdateReason.OTHER_PROGRAM),
        ("timestamp:1767225600\tfile:setup.exe", UpdateReason.OTHER_PROGRAM),
        (WORDS.replace("so-truyen-thong", "chuong-trinh-khac"), UpdateReason.OTHER_PROGRAM),
        (WORDS.replace(updates.LINUX, updates.WINDOWS), UpdateReason.OTHER_PLATFORM),
        (WORDS.replace("9.1.0", "0.0.9"), UpdateReason.NOT_NEWER),
        (WORDS.replace("9.1.0", "0.1.0"), UpdateReason.NOT_NEWER),
        (WORDS.replace(f"={SCHEMA}", f"={SCHEMA - 1}"), UpdateReason.OLD_REGISTER),
    ],
)
def test_that_signed_words_for_something_else_are_refused(
    signed: Signed, tmp_path: Path, words: str, reason: UpdateReason
) -> None:
    assert refused(signed(words), tmp_path) is reason


def test_that_a_newer_schema_is_taken(signed: Signed, tmp_path: Path) -> None:
    assert take(signed(WORDS.replace(f"={SCHEMA}", f"={SCHEMA + 3}")), tmp_path).version == "9.1.0"


def test_that_the_signature_of_another_file_is_refused(signed: Signed, tmp_path: Path) -> None:
    setup = signed()
    setup.write_bytes(b"another setup")
    assert refused(setup, tmp_path) is UpdateReason.ALTERED


def test_that_a_missing_signature_is_refused(signed: Signed, tmp_path: Path) -> None:
    setup = signed()
    setup.with_name(f"{NAME}.minisig").unlink()
    assert refused(setup, tmp_path) is UpdateReason.NO_SIGNATURE


def test_that_the_old_form_of_minisign_is_refused(signed: Signed, tmp_path: Path) -> None:
    assert refused(signed(old=True), tmp_path) is UpdateReason.NOT_A_SIGNATURE


@pytest.mark.parametrize(
    "content",
    [b"", b"\n" * 4, b"\xff" * 500, b"x" * 1_000_000, b"a\nb\ntrusted comment: c\nd\n"],
)
def test_that_a_broken_signature_file_is_refused(
    signed: Signed, tmp_path: Path, content: bytes
) -> None:
    setup = signed()
    setup.with_name(f"{NAME}.minisig").write_bytes(content)
    assert refused(setup, tmp_path) is UpdateReason.NOT_A_SIGNATURE


def test_that_every_cut_of_a_signature_file_is_refused(signed: Signed, tmp_path: Path) -> None:
    setup = signed()
    place = setup.with_name(f"{NAME}.minisig")
    whole = place.read_bytes()
    for length in range(0, len(whole) - 2, 7):
        place.write_bytes(whole[:length])
        assert refused(setup, tmp_path) in (UpdateReason.NOT_A_SIGNATURE, UpdateReason.ALTERED)


def test_that_without_keys_nothing_is_taken(
    signed: Signed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(updates, "keys", list)
    assert refused(signed(), tmp_path) is UpdateReason.NO_KEYS


def test_that_the_shipped_list_of_keys_can_be_read() -> None:
    assert len(updates.keys()) <= 2


def test_that_a_next_key_is_taken_too(
    signed: Signed, tmp_path: Path, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = new_key(tmp_path, "later")
    text = "# ours\n" + ours.with_suffix(".pub").read_text() + later.with_suffix(".pub").read_text()
    known = minisign.public_keys(text)
    monkeypatch.setattr(updates, "keys", lambda: known)
    assert len(known) == 2
    assert take(signed(key=later), tmp_path).version == "9.1.0"


def test_that_the_newest_setup_for_this_machine_is_found(signed: Signed, stick: Path) -> None:
    for version in ("9.1.0", "9.10.0", "9.9.0"):
        signed(name=f"so-truyen-thong_{version}_amd64.deb")
    (stick / "so-truyen-thong-99.0.0-windows-x64.exe").write_bytes(b"")
    (stick / "bao-cao.pdf").write_bytes(b"")
    found = [path.name.split("_")[1] for path in updates.find([stick])]
    assert found == ["9.10.0", "9.9.0", "9.1.0"]


def test_that_cancelling_leaves_no_copy(signed: Signed, tmp_path: Path) -> None:
    setup = signed()
    progress = Progress()
    progress.cancel()
    with pytest.raises(CancelledError):
        updates.take(None, progress, setup, tmp_path)
    assert not list((tmp_path / updates.FOLDER).iterdir())
