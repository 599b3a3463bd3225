"""The package in a Debian that has nothing: installed without network, started, removed."""

import shutil
from collections.abc import Callable
from pathlib import Path

from installer.common import BUILD, BuildError, empty, run, sha256

ROOT = BUILD / "linux" / "debian"
PICTURES = BUILD / "linux" / "hinh"
_CONTROL = Path(__file__).with_name("control")
_START = "/usr/bin/so-truyen-thong"


def run_all(package: Path) -> int:
    """Try the package; say what went well; return how many checks failed."""
    _debian()
    empty(PICTURES)
    shutil.copyfile(package, ROOT / "root" / "goi.deb")
    passed = failed = 0
    for check in (
        _installs, _finds_all_libraries, _tests_itself, _shows_the_window, _knows_its_files, _is_removed, _leaves_data,
    ):  # fmt: skip
        trouble = _trouble(check)
        print(f"{'HỎNG' if trouble else 'được'}  {check.__name__.strip('_')}{trouble}", flush=True)
        passed, failed = passed + (not trouble), failed + bool(trouble)
    print(f"Ảnh cửa sổ: {PICTURES}")
    print(f"{passed} passed, {failed} failed")
    return failed


def _trouble(check: Callable[[], None]) -> str:
    try:
        check()
    except (AssertionError, BuildError, OSError) as error:
        return f"\n      {error}"
    return ""


def _debian() -> None:
    """Make a minimal Debian with what the package depends on and a screen in memory."""
    if (ROOT / "made").is_file():
        return
    shutil.rmtree(ROOT, ignore_errors=True)
    run(["debootstrap", "--variant=minbase", "bookworm", ROOT])
    field = _CONTROL.read_text("utf-8").partition("Depends:")[2].partition("\nRecommends")[0]
    needed = [one.split("|")[0].split("(")[0].strip() for one in field.split(",")]
    inside(f"apt-get update -q; apt-get install -y -q --no-install-recommends {' '.join(needed)} "
           "xvfb imagemagick procps", network=True)  # fmt: skip
    (ROOT / "made").touch()


def inside(command: str, *, network: bool = False) -> str:
    """Run a command in the Debian, without network unless it is asked for; nothing of ours comes in."""
    apart = ["unshare", "--mount", "--pid", "--fork"] + ([] if network else ["--net"])
    clean = [
        "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8",
        "DEBIAN_FRONTEND=noninteractive",
    ]  # fmt: skip
    return run(
        [*apart, "chroot", ROOT, *clean, "sh", "-ec", f"mount -t proc proc /proc; {command}"]
    )


def _installs() -> None:
    inside("dpkg -i /root/goi.deb")
    assert (ROOT / "opt" / "so-truyen-thong").is_dir()


def _finds_all_libraries() -> None:
    """What the package depends on is all that its files need, but for printers (recommended)."""
    said = inside(
        "find /opt/so-truyen-thong -name '*.so*' | xargs -n 1 ldd 2>/dev/null | grep 'not found' | sort -u || true"
    )
    missing = {line.split()[0] for line in said.splitlines()} - {"libcups.so.2"}
    assert not missing, missing


def _tests_itself() -> None:
    said = inside(f"{_START} --self-test /root/bao-cao.txt; cat /root/bao-cao.txt")
    assert "HỎNG" not in said, said
    print(said)


def _shows_the_window() -> None:
    shutil.rmtree(ROOT / "root" / "mau", ignore_errors=True)
    inside(
        "rm -f /tmp/.X7-lock; Xvfb :7 -screen 0 1366x768x24 & screen=$!; export DISPLAY=:7; sleep 2; "
        f"{_START} --sample /root/mau & sleep 25; import -window root /root/cua-so.png; "
        "kill $!; wait $! || true; kill $screen"
    )
    shutil.copyfile(ROOT / "root" / "cua-so.png", PICTURES / "cua-so.png")
    assert (ROOT / "root" / "mau" / "so-mau-24160.sotr").is_file()
    log = (ROOT / "root" / "mau" / "nhat-ky" / "nhat-ky.txt").read_text("utf-8")
    assert "ERROR" not in log, log[-600:]


def _knows_its_files() -> None:
    share = ROOT / "usr" / "share"
    entry = (share / "applications" / "so-truyen-thong.desktop").read_text("utf-8")
    kind = (share / "mime" / "packages" / "so-truyen-thong.xml").read_text("utf-8")
    assert "application/x-so-truyen-thong-goi" in entry
    assert "*.sott" in kind
    assert (share / "icons" / "hicolor" / "scalable" / "apps" / "so-truyen-thong.svg").is_file()


def _is_removed() -> None:
    (ROOT / "root" / "mau.ma").write_text(sha256(ROOT / "root" / "mau" / "so-mau-24160.sotr"))
    inside("dpkg -r so-truyen-thong")
    assert not (ROOT / "opt" / "so-truyen-thong").exists()
    assert not (ROOT / "usr" / "bin" / "so-truyen-thong").is_symlink()


def _leaves_data() -> None:
    before = (ROOT / "root" / "mau.ma").read_text()
    assert sha256(ROOT / "root" / "mau" / "so-mau-24160.sotr") == before
