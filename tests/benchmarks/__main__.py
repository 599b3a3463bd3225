"""Runs every benchmark and prints a table: `python -m tests.benchmarks [module…]`."""

import importlib
import pkgutil
import sys

import tests.benchmarks
from tests.benchmarks.measure import Figure

NO_BENCHMARKS = ("__main__", "measure")


def main(wanted: list[str]) -> int:
    """Print the figures; return 1 if a goal is missed."""
    names = [one.name for one in pkgutil.iter_modules(tests.benchmarks.__path__)]
    found: list[Figure] = []
    for name in names:
        if name not in NO_BENCHMARKS and (not wanted or name in wanted):
            found += map(_figure, importlib.import_module(f"tests.benchmarks.{name}").run())
    print("| what | ratio | figure | goal |")
    print("| --- | ---: | --- | --- |")
    for one in found:
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        print(
            f"| {one.what} | {ratio} | {one.figure} | {one.goal}{'' if one.met else ' – MISSED'} |"
        )
    return 0 if all(one.met for one in found) else 1


def _figure(one: Figure | tuple[str, float, str]) -> Figure:
    """Some modules give (what, value, unit) without a goal."""
    if isinstance(one, Figure):
        return one
    what, value, unit = one
    return Figure(what, None, f"{value:.2f} {unit}", "", met=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
