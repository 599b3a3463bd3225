"""Signing what is released with minisign. The key is always given from outside."""

import subprocess
from pathlib import Path

from installer.common import BuildError, run


def new_key(folder: Path) -> Path:
    """Make a key without a password, for rehearsals and checks; its .pub lies beside it."""
    secret, public = folder / "thu.key", folder / "thu.pub"
    run(["minisign", "-G", "-f", "-W", "-s", secret, "-p", public])
    return secret


def comment(version: str, platform: str, schema: int) -> str:
    """Return the signed words that the program compares before it updates itself."""
    return f"so-truyen-thong {version} {platform} schema={schema}"


def sign(file: Path, secret: Path, words: str) -> Path:
    """Sign a file; return the signature beside it. Asks for the password if the key has one."""
    target = file.with_name(f"{file.name}.minisig")
    target.unlink(missing_ok=True)
    command: list[str | Path] = [
        "minisign",
        "-S",
        "-s",
        secret,
        "-m",
        file,
        "-x",
        target,
        "-t",
        words,
    ]
    if subprocess.run(command, check=False).returncode or not target.is_file():
        raise BuildError(f"Chưa ký được {file.name}: sai khóa hoặc sai mật khẩu của khóa.")
    return target
