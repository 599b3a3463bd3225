import base64
import subprocess
from unittest import mock

import pytest

from desktop.core.packages import signing
from tests.core.packages import layers
from tests.core.packages.layers import KEY, STRANGER
from tests.core.packages.rfc8032 import VECTORS

PUBLIC = signing.public_of(KEY)
MESSAGE = "Đắk Lắk".encode()


@pytest.mark.parametrize("name", VECTORS)
def test_that_the_vectors_of_rfc_8032_come_out(name: str):
    private, public, message, signature = map(bytes.fromhex, VECTORS[name])
    with mock.patch.object(signing, "_signed", lambda message: message):  # the bare algorithm
        armor = signing.sign(private, message)

        assert signing.public_of(private) == public
        assert signing.parse(armor) == (public, signature)
        assert signing.holds(public, signature, message)
        assert not signing.holds(public, signature, message + b"\0")
        assert not signing.holds(PUBLIC, signature, message)


def test_that_a_signature_is_the_one_that_the_protocol_describes():
    assert signing.sign(KEY, MESSAGE) == layers.signature(KEY, MESSAGE)


def test_that_a_signature_comes_back_and_holds():
    armor = signing.sign(KEY, MESSAGE)
    public, bare = signing.parse(armor)

    assert public == PUBLIC
    assert signing.armored(public, bare) == armor
    assert signing.holds(public, bare, MESSAGE)


def test_that_another_message_key_or_purpose_does_not_hold():
    _, bare = signing.parse(signing.sign(KEY, MESSAGE))
    _, other_purpose = signing.parse(layers.signature(KEY, MESSAGE, b"so-truyen-thong/package/v2"))

    assert not signing.holds(PUBLIC, bare, MESSAGE + b"\n")
    assert not signing.holds(signing.public_of(STRANGER), bare, MESSAGE)
    assert not signing.holds(PUBLIC, other_purpose, MESSAGE)


def test_that_no_changed_bit_of_a_signature_holds():
    _, bare = signing.parse(signing.sign(KEY, MESSAGE))
    for place in range(len(bare) * 8):
        changed = bytearray(bare)
        changed[place // 8] ^= 1 << place % 8
        assert not signing.holds(PUBLIC, bytes(changed), MESSAGE)


def test_that_the_same_signature_plus_the_order_of_the_group_does_not_hold():
    order = 2**252 + 27742317777372353535851937790883648493
    _, bare = signing.parse(signing.sign(KEY, MESSAGE))
    scalar = int.from_bytes(bare[32:], "little") + order

    assert not signing.holds(PUBLIC, bare[:32] + scalar.to_bytes(32, "little"), MESSAGE)


@pytest.mark.parametrize(
    "armor",
    [b"", b"\n", b"a\nb\nc\n", "ký".encode(), b"-----BEGIN SSH SIGNATURE-----\n", bytes(999),
     layers.armor(b"SSHSIG"), layers.armor(bytes(200))],
)  # fmt: skip
def test_that_what_is_no_signature_is_a_value_error(armor: bytes):
    with pytest.raises(ValueError):  # noqa: PT011  # binascii and codecs have their own
        signing.parse(armor)


def test_that_ssh_keygen_gives_a_key_the_same_fingerprint(tmp_path):
    file = tmp_path / "key.pub"
    blob = base64.b64encode(signing.ssh_key(PUBLIC)).decode()
    file.write_text(f"ssh-ed25519 {blob} may-1\n", encoding="ascii")
    try:
        said = subprocess.check_output(["ssh-keygen", "-l", "-f", str(file)], text=True)
    except FileNotFoundError:
        pytest.skip("ssh-keygen is not installed")

    assert said.split()[1] == signing.fingerprint(PUBLIC) == layers.fingerprint(KEY)
