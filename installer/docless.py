"""Compile every .py below a folder to a .pyc beside it, without the text of docstrings.

Run by itself in a fresh interpreter (python -I docless.py FOLDER), in sorted order: what else was
loaded would show in the bytes. Asserts stay: they are part of what was tested. A docstring becomes
one space and not nothing, because SQLAlchemy asserts that it has some.
"""

import ast
import sys
import warnings
from importlib.util import MAGIC_NUMBER, source_hash
from marshal import dumps
from pathlib import Path

UNCHECKED = (0b01).to_bytes(4, "little")
"""By hash, never compared with a source: none ships."""


def without_docstrings(tree: ast.Module) -> ast.Module:
    """Return the tree with every docstring made one space; lines keep their numbers."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(tree):
        if isinstance(node, kinds) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                first.value.value = " "
    return tree


def compile_file(path: Path, name: str) -> None:
    """Write the .pyc beside a source; `name` is what tracebacks say."""
    source = path.read_bytes()
    code = compile(without_docstrings(ast.parse(source, name)), name, "exec", dont_inherit=True)
    path.with_suffix(".pyc").write_bytes(
        MAGIC_NUMBER + UNCHECKED + source_hash(source) + dumps(code)
    )


def main(folder: Path) -> None:
    """Compile all of a folder."""
    warnings.simplefilter("ignore")  # old escapes in other people's code
    for path in sorted(folder.rglob("*.py")):
        compile_file(path, path.relative_to(folder).as_posix())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
