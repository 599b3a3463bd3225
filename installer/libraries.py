"""Libraries as they ship, on either system: what is never loaded goes, licences stay."""

import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from installer import compiled
from installer.common import ROOT, BuildError, copy_sources, files_below

NEVER_IMPORTED = ("cffi", "charset_normalizer", "pycparser", "tzdata")
"""Packages that come along, or are planned for, and that no line of ours imports; a test asks."""
_PICTURES = (
    "Avif", "Blp", "Bufr", "Cur", "Dcx", "Dds", "Eps", "Fits", "Fli", "Fpx", "Ftex", "Gbr", "Grib",
    "Hdf5", "Icns", "Ico", "Im", "Imt", "Iptc", "Jpeg2K", "Mcidas", "Mic", "Mpeg", "Msp", "Palm",
    "Pcd", "Pcx", "Pdf", "Pixar", "Psd", "Qoi", "Sgi", "Spider", "Sun", "Tga", "WebP", "Wmf", "Xbm",
    "Xpm", "XVThumb",
)  # fmt: skip
"""Kinds of pictures that no page takes: only JPEG and PNG are read."""
_NEVER_LOADED = (
    *NEVER_IMPORTED, *(f"PIL/{kind}ImagePlugin.py" for kind in _PICTURES), "*.dist-info", "*.data", "bin", "rapidfuzz/process_cpp*", "rapidfuzz/*_avx2*", "rapidfuzz/*/*_avx2*",
    "**/tests", "**/test", "**/testing", "**/include", "**/*.pyi", "**/py.typed",
    "**/*.pyx", "**/*.pxd", "**/*.pxi", "**/*.h", "**/*.c", "**/*.cpp", "**/*.lib",
    "PIL/_avif*", "PIL/_imagingcms*", "PIL/_imagingft*", "PIL/_imagingtk*", "PIL/_webp*",
    "alembic/templates", "docx/templates/default-docx-template", "PIL/_imagingm*",
    *(f"lxml/{name}" for name in (
        "ElementInclude.py", "builder*", "cssselect*", "doctestcompare*", "html", "includes",
        "isoschematron", "objectify*", "sax*", "usedoctest*",
    )),
    "mako/ext",
    *(f"pillow.libs/lib{part}*" for part in ("avif", "brotli", "freetype", "harfbuzz", "lcms2", "sharpyuv", "webp")),
    "pillow.libs/libpng*", "pypdfium2_cli", "rapidfuzz/distance/metrics_cpp*",
    *(f"reportlab/graphics/charts/{kind}.py" for kind in (
        "dotbox", "doughnut", "linecharts", "lineplots", "piecharts", "slidebox", "spider",
    )),
    *(f"reportlab/graphics/{name}" for name in ("renderPM.py", "renderPS.py", "renderSVG.py", "samples", "testdrawings.py", "testshapes.py")),
    *(f"reportlab/lib/{name}.py" for name in ("codecharts", "corp", "fontfinder", "pdfencrypt", "testutils")),
    *(f"reportlab/pdfbase/{name}.py" for name in ("_can_cmap_data", "_cidfontdata", "acroform", "cidfonts", "pdfform")),
    "reportlab/fonts", "reportlab/platypus/figures.py", "reportlab/platypus/para.py",
    *(f"sqlalchemy/dialects/{name}" for name in ("mssql", "mysql", "oracle")),
    *(f"sqlalchemy/ext/{name}" for name in (
        "associationproxy.py", "automap.py", "horizontal_shard.py", "hybrid.py", "indexable.py",
        "mutable.py", "mypy", "orderinglist.py", "serializer.py",
    )),
    "uharfbuzz/_harfbuzz_test*",
)  # fmt: skip
_CODE_LEFT_AS_TEXT = Path("db/migrations")
"""Alembic looks for the steps of the schema as source."""


def prune(libraries: Path, kept: dict[str, set[str]]) -> None:
    """Remove what is never loaded; of the packages in `kept` everything but these files."""
    for package, names in kept.items():
        _keep_only(libraries / package, names)
    for pattern in _NEVER_LOADED:
        for path in sorted(libraries.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    for path in sorted(libraries.rglob("*"), reverse=True):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _keep_only(package: Path, kept: Iterable[str]) -> None:
    missing = sorted(name for name in kept if not (package / name).is_file())
    if missing:
        raise BuildError(f"{package.name} thiếu tệp: " + ", ".join(missing) + ".")
    for path in files_below(package):
        if path.relative_to(package).as_posix() not in kept:
            path.unlink()


def compile_libraries(libraries: Path) -> None:
    """Compile what is Python and remove its source."""
    compiled.compile_folder(libraries)
    compiled.drop_source(libraries)


def lay_program(folder: Path, version: str, keys: Path | None) -> None:
    """Put our own code and resources into a folder, in the place of what is there, compiled."""
    shutil.rmtree(folder, ignore_errors=True)
    copy_sources(folder, version, keys)
    compiled.compile_folder(folder)
    for path in files_below(folder / _CODE_LEFT_AS_TEXT):
        if path.suffix == ".pyc":
            path.unlink()
    compiled.drop_source(folder)


def collect_licences(libraries: Path, folder: Path) -> None:
    """Copy the licence of everything that ships, one folder per package."""
    folder.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", folder / "So-Truyen-Thong.txt")
    python = compiled.standard_library() / "LICENSE.txt"
    if python.is_file():
        shutil.copyfile(python, folder / "Python.txt")
    for facts in sorted(libraries.glob("*.dist-info")):
        target = folder / facts.name.removesuffix(".dist-info")
        for path in files_below(facts):
            if re.search(r"licen[cs]e|copying|notice|authors", str(path.relative_to(facts)), re.I):
                target.mkdir(exist_ok=True)
                shutil.copyfile(path, target / path.name)
        if not target.is_dir():
            target.mkdir()
            shutil.copyfile(facts / "METADATA", target / "METADATA")
