"""so-truyen-thong.exe and -cli.exe: compiled by mingw, with icon, version and manifest."""

from pathlib import Path
from tempfile import TemporaryDirectory

from installer import icon
from installer.common import HERE, run
from installer.windows.runtime import GCC

HERE_WINDOWS = HERE / "windows"
WINDOW, TERMINAL = "so-truyen-thong.exe", "so-truyen-thong-cli.exe"
_FLAGS = (
    "-O2", "-s", "-Wall", "-Wextra", "-Werror", "-municode", "-Wl,--no-insert-timestamp",
    "-Wl,--dynamicbase", "-Wl,--nxcompat", "-Wl,--high-entropy-va",
)  # fmt: skip


def compile_programs(folder: Path, version: str) -> None:
    """Write both programs into the folder."""
    with TemporaryDirectory() as scratch:
        marks = Path(scratch) / "marks.o"
        sign = icon.write(Path(scratch) / "program.ico")
        _resources(marks, sign, version)
        compile_one(folder / WINDOW, "-DWINDOWED", "-mwindows", str(marks))
        compile_one(folder / TERMINAL, str(marks))


def compile_one(target: Path, *more: str) -> None:
    """Compile the launcher with these further words for the compiler."""
    run([GCC, *_FLAGS, HERE_WINDOWS / "launcher.c", *more, "-o", target])


def _resources(target: Path, sign: Path, version: str) -> None:
    numbers = ",".join([*version.split("."), "0"])
    run(
        [
            "x86_64-w64-mingw32-windres", "-c", "65001", "-O", "coff",
            f'-DICON_FILE=\\"{sign}\\"', f"-DVERSION_NUMBERS={numbers}",
            f'-DVERSION_TEXT=\\"{version}\\"', "launcher.rc", target,
        ],
        HERE_WINDOWS,
    )  # fmt: skip
