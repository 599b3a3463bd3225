"""Could the setup be built? Asked at every test run, so nothing large is fetched."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from installer import wheels
from installer.common import BuildError, version
from installer.windows import launcher


def check(say: Callable[[str], object]) -> None:
    """Compare the lock with the registry and compile the launcher. Raises BuildError."""
    ours = wheels.pins(wheels.WINDOWS_LOCK.read_text("utf-8"))
    wrong = wheels.compare(ours, wheels.pins(wheels.compile_lock()))
    runtime = wheels.pins(wheels.RUNTIME_LOCK.read_text("utf-8"))
    wrong += wheels.compare(runtime, wheels.pins(wheels.compile_runtime_lock(runtime)))
    if wrong:
        raise BuildError(
            "Thư viện cho Windows chưa khớp (chạy ./dev lock):\n  " + "\n  ".join(wrong)
        )
    say(f"{len(ours)} thư viện cho Windows và bộ Python: có đủ, đúng mã SHA-256")
    with TemporaryDirectory() as scratch:
        launcher.compile_programs(Path(scratch), version())
    say(f"{launcher.WINDOW} và {launcher.TERMINAL}: biên dịch được")
