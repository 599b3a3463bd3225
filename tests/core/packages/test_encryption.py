"""age: our profile is binary files with X25519 stanzas, and one …-grease stanza at the end.

The vectors are made by hand after the classes of C2SP/CCTV (age/), with their names. What CCTV
wants to succeed and we refuse stands in DEVIATIONS; what is outside of the profile in OUTSIDE.
"""

import shutil
import subprocess
from collections.abc import Callable

import pytest

from desktop.core.errors import PackageError, PackageReason
from desktop.core.packages import encryption
from tests.core.packages import age_files
from tests.core.packages.age_files import (
    CHUNK,
    FILE_KEY,
    SECRET,
    AgeFile,
    b64,
    stanza,
    wrapped,
    x25519,
)

IDENTITY, RECIPIENT = age_files.identity(), age_files.recipient()
OTHER = bytes(range(7, 39))
SHARE, BODY = wrapped()
OURS = x25519(SHARE, BODY)
FULL, PART = bytes(CHUNK), b"age"
LOW_ORDER = bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f11d7")
HIGH = 2**255 - 19 + 9  # the base point, its u not reduced


def file(*stanzas: bytes, **parts: object) -> AgeFile:
    return AgeFile(stanzas=[*(stanzas or (OURS,))], **parts)


def chunks(*parts: tuple[bytes, bool], **more: object) -> AgeFile:
    return file(chunks=list(parts), **more)


def mac(change: Callable[[bytes], bytes]) -> AgeFile:
    """The line of the MAC, changed."""
    made = file()
    made.mac_line = change(b" " + b64(made.mac) + b"\n")
    return made


def spare(text: bytes) -> bytes:
    """The same base64 with a bit set that stands for nothing."""
    letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    return text[:-1] + bytes([letters[letters.index(text[-1]) + 1]])


def flipped(content: bytes, place: int) -> bytes:
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def tag(parts: AgeFile, place: int) -> AgeFile:
    """One bit of the sealed chunks, flipped."""
    parts.payload = flipped(parts.sealed(), place)
    return parts


ARGUMENTS = (b"X25519", b64(SHARE))
GREASE = stanza((b"grease",), b"")

SUCCESS: dict[str, AgeFile] = {
    "x25519": file(),
    "x25519_multiple_recipients": file(x25519(*wrapped(to=OTHER)), OURS),
    "stream_empty_payload": chunks((b"", True)),
    "stream_last_chunk_full": chunks((FULL, True)),
    "stream_last_chunk_full_second": chunks((FULL, False), (FULL, True)),
    "stream_two_chunks": chunks((FULL, False), (PART, True)),
    "stream_three_chunks": chunks((FULL, False), (FULL, False), (PART, True)),
    "stream_257_chunks": chunks(*[(FULL, False)] * 256, (PART, True)),
    "stream_257_chunks_full": chunks(*[(FULL, False)] * 256, (FULL, True)),
    "stream_258_chunks": chunks(*[(FULL, False)] * 257, (PART, True)),
    "grease_at_the_end": file(OURS, stanza((b"x-grease", b"1", b"|2"), b"A" * 100)),
    "grease_without_a_body": file(OURS, stanza((b"x-grease",), b"")),
    "eight_recipients": file(*[x25519(*wrapped(to=OTHER))] * 7, OURS),
}  # fmt: skip

DEVIATIONS: dict[str, AgeFile] = {
    "x25519_grease": file(GREASE, OURS, GREASE),
    "stanza_empty_body": file(OURS, stanza((b"empty",), b"")),
    "stanza_empty_last_line": file(OURS, stanza((b"stanza",), b"A" * 96)),
    "stanza_valid_characters": file(OURS, stanza((bytes(range(33, 127)),), b"")),
}
"""CCTV: success. Ours: refused, because a stanza is of another kind than X25519."""

FAILURES: dict[str, AgeFile] = {
    "header_crlf": file(version=b"age-encryption.org/v1\r\n"),
    "version_unsupported": file(version=b"age-encryption.org/v1234\n"),
    "hmac_bad": mac(lambda line: b" " + b64(bytes(32)) + b"\n"),
    "hmac_extra_space": mac(lambda line: b" " + line),
    "hmac_garbage": mac(lambda line: b" AAA" + line[1:]),
    "hmac_missing": mac(lambda line: b"\n"),
    "hmac_no_space": mac(lambda line: line[1:]),
    "hmac_not_canonical": mac(lambda line: spare(line[:-1]) + b"\n"),
    "hmac_trailing_space": mac(lambda line: line[:-1] + b" \n"),
    "hmac_truncated": mac(lambda line: line[:-2] + b"\n"),
    "stanza_bad_start": file(OURS, b"!> stanza\n\n"),
    "stanza_base64_padding": file(b" ".join((b"->", *ARGUMENTS)) + b"\n" + b64(BODY) + b"=\n"),
    "stanza_empty_argument": file(OURS, b"-> stanza  argument\n\n"),
    "stanza_invalid_character": file(OURS, b"-> stanza \x7f\n\n"),
    "stanza_long_line": file(OURS, b"-> stanza\n" + b"A" * 68 + b"\n\n"),
    "stanza_missing_body": file(OURS, b"-> stanza\n"),
    "stanza_missing_final_line": file(OURS, b"-> stanza\n" + b"A" * 64 + b"\n"),
    "stanza_multiple_short_lines": file(OURS, b"-> stanza\nAAAA\nAAAA\n"),
    "stanza_no_arguments": file(OURS, b"->\n\n"),
    "stanza_not_canonical": file(OURS, b"-> stanza\nAAB\n"),
    "stanza_spurious_cr": file(OURS, b"-> stanza\r\nAAAA\n"),
    "x25519_bad_tag": file(x25519(SHARE, flipped(BODY, 31))),
    "x25519_extra_argument": file(stanza((*ARGUMENTS, b"1234"), BODY)),
    "x25519_identity": file(x25519(*wrapped(share=bytes(32)))),
    "x25519_low_order": file(x25519(*wrapped(share=LOW_ORDER))),
    "x25519_long_file_key": file(x25519(*wrapped(FILE_KEY + b"!"))),
    "x25519_long_share": file(stanza((b"X25519", b64(SHARE + b"\0")), BODY)),
    "x25519_short_share": file(stanza((b"X25519", b64(SHARE[:-1])), BODY)),
    "x25519_lowercase": file(stanza((b"x25519", b64(SHARE)), BODY)),
    "x25519_no_match": file(x25519(*wrapped(to=OTHER))),
    "x25519_not_canonical_body": file(b" ".join((b"->", *ARGUMENTS)) + b"\n" + spare(b64(BODY)) + b"\n"),
    "x25519_not_canonical_share": file(stanza((b"X25519", spare(b64(SHARE))), BODY)),
    "stream_bad_tag": tag(chunks((PART, True)), 18),
    "stream_bad_tag_second_chunk": tag(chunks((FULL, False), (PART, True)), CHUNK + 16 + 18),
    "stream_bad_tag_second_chunk_full": tag(chunks((FULL, False), (FULL, True)), 2 * CHUNK + 31),
    "stream_last_chunk_empty": chunks((FULL, False), (b"", True)),
    "stream_missing_tag": file(payload=b""),
    "stream_no_chunks": chunks(),
    "stream_no_final": chunks((PART, False)),
    "stream_no_final_full": chunks((FULL, False)),
    "stream_no_final_two_chunks": chunks((FULL, False), (PART, False)),
    "stream_no_final_two_chunks_full": chunks((FULL, False), (FULL, False)),
    "stream_no_nonce": file(nonce=b"", payload=b""),
    "stream_short_nonce": file(nonce=b"0123456789", payload=b""),
    "stream_short_chunk": chunks((FULL[:-1], False), (PART, True)),
    "stream_short_second_chunk": chunks((FULL, False), (FULL[:-1], False), (PART, True)),
    "stream_trailing_garbage_short": chunks((FULL, True), tail=bytes(12)),
    "stream_trailing_garbage_long": chunks((FULL, True), tail=bytes(12 + 32)),
    "stream_two_final_chunks": chunks((FULL, True), (PART, True)),
    "stream_two_final_chunks_full": chunks((FULL, True), (FULL, True)),
    "stream_two_final_chunks_second": chunks((FULL, False), (FULL, True), (b"a", True)),
    "stream_two_final_chunks_short": chunks((b"a", True), (b"a", True)),
    "nine_recipients": file(*[x25519(*wrapped(to=OTHER))] * 8, OURS),
    "two_greases": file(OURS, stanza((b"a-grease",), b""), stanza((b"b-grease",), b"")),
    "grease_first": file(stanza((b"a-grease",), b""), OURS),
    "only_grease": file(stanza((b"a-grease",), b"")),
}  # fmt: skip

OUTSIDE: dict[str, AgeFile] = {
    "scrypt": file(stanza((b"scrypt", b64(bytes(16)), b"10"), bytes(32))),
    "scrypt_and_x25519": file(stanza((b"scrypt", b64(bytes(16)), b"10"), bytes(32)), OURS),
    "scrypt_work_factor_23": file(stanza((b"scrypt", b64(bytes(16)), b"23"), bytes(32))),
    "scrypt_uppercase": file(stanza((b"Scrypt", b64(bytes(16)), b"10"), bytes(32))),
    "ssh-ed25519": file(stanza((b"ssh-ed25519", b"AAAA", b64(SHARE)), BODY), OURS),
    "ssh-rsa": file(stanza((b"ssh-rsa", b"AAAA"), bytes(256)), OURS),
    "hybrid": file(stanza((b"mlkem768x25519", b64(bytes(1_120))), BODY)),
    "hybrid_and_x25519": file(stanza((b"mlkem768x25519", b64(bytes(1_120))), BODY), OURS),
    "piv-p256": file(stanza((b"piv-p256", b"AAAA", b64(bytes(33))), BODY), OURS),
    "empty": file(version=b"", payload=b""),
}
"""CCTV's other scrypt_*, hybrid_* vectors differ in what comes after the kind of the stanza, which
is never looked at."""

ARMORED = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + b64(file().build())[:64] + b"\n"
"""armor, armor_*: a package holds binary files only."""


def read(content: bytes, identity: str = IDENTITY) -> bytes:
    """What the reader does: the strict look, then the library."""
    if not encryption.is_x25519_only(content):
        raise PackageError(PackageReason.ENCRYPTION_KIND)
    return encryption.decrypt(content, [identity])


@pytest.mark.parametrize("name", SUCCESS)
def test_that_a_sound_file_is_read(name: str):
    made = SUCCESS[name]

    assert read(made.build()) == b"".join(part for part, _ in made.chunks)


@pytest.mark.parametrize("name", FAILURES)
def test_that_a_faulty_file_is_refused(name: str):
    with pytest.raises(PackageError):
        read(FAILURES[name].build())


@pytest.mark.parametrize("name", DEVIATIONS | OUTSIDE)
def test_that_what_is_not_of_our_profile_is_refused_before_decryption(name: str):
    made = (DEVIATIONS | OUTSIDE)[name]

    assert not encryption.is_x25519_only(made.build())


def test_that_armor_is_not_of_our_profile():
    assert not encryption.is_x25519_only(ARMORED)


@pytest.mark.parametrize("name", [*SUCCESS, *FAILURES])
def test_that_the_vectors_are_sound_but_for_one_thing(name: str):
    """Each is what its name says for the library too, except where we are stricter."""
    stricter = {
        "stanza_missing_body", "stanza_missing_final_line", "nine_recipients", "two_greases",
        "grease_first",
    }  # fmt: skip
    made = (SUCCESS | FAILURES)[name]
    try:
        encryption.decrypt(made.build(), [IDENTITY])
    except PackageError:
        assert name in FAILURES
        assert name not in stricter
    else:
        assert name in SUCCESS or name in stricter


def test_that_each_recipient_reads_what_was_encrypted_and_nobody_else():
    others = age_files.recipient(OTHER), age_files.recipient(bytes(range(9, 41)))
    content = encryption.encrypt(b"so lieu", [RECIPIENT, *others])

    assert read(content) == b"so lieu"
    assert read(content, age_files.identity(OTHER)) == b"so lieu"
    with pytest.raises(PackageError) as caught:
        read(content, age_files.identity(bytes(range(3, 35))))
    assert caught.value.reason is PackageReason.NOT_FOR_US


def test_that_the_files_we_write_are_always_of_our_profile():
    for count in range(1, 9):
        for _ in range(25):  # the library draws its grease
            assert encryption.is_x25519_only(encryption.encrypt(b"", [RECIPIENT] * count))


def test_that_a_changed_content_is_damaged_and_not_for_others():
    content = encryption.encrypt(b"so lieu", [RECIPIENT])

    with pytest.raises(PackageError) as caught:
        read(content[:-1])
    assert caught.value.reason is PackageReason.ENCRYPTION


def test_that_the_age_program_reads_our_files_and_we_read_its(tmp_path):
    if shutil.which("age") is None:
        pytest.skip("age is not installed")
    key, ours = tmp_path / "key", tmp_path / "ours"
    key.write_text(IDENTITY + "\n", encoding="ascii")
    ours.write_bytes(encryption.encrypt(b"so lieu", [RECIPIENT]))

    assert subprocess.check_output(["age", "-d", "-i", str(key), str(ours)]) == b"so lieu"
    theirs = subprocess.run(
        ["age", "-r", RECIPIENT], input=b"so lieu", capture_output=True, check=True
    )
    assert read(theirs.stdout) == b"so lieu"


@pytest.mark.parametrize("name", SUCCESS | FAILURES)
def test_that_the_age_program_says_the_same_of_the_vectors(name: str, tmp_path):
    """A third opinion on vectors made by hand; large ones are left to the two above."""
    if shutil.which("age") is None:
        pytest.skip("age is not installed")
    stricter = {"nine_recipients", "two_greases", "grease_first"}
    key, content = tmp_path / "key", tmp_path / "content"
    key.write_text(IDENTITY + "\n", encoding="ascii")
    content.write_bytes((SUCCESS | FAILURES)[name].build())

    done = subprocess.run(["age", "-d", "-i", str(key), str(content)], capture_output=True)

    assert (done.returncode == 0) is (name in SUCCESS or name in stricter)


assert SECRET
