import inspect
from importlib import import_module

from db import rows
from db.rows.base import Row as Base


def test_that_every_row_class_is_found_in_its_module() -> None:
    rows.load_all()
    made = {kind.__name__ for kind in Base.__subclasses__()}
    for name in made:
        assert getattr(rows, name).__name__ == name
    there = {
        name
        for module in rows._MODULES
        for name, kind in inspect.getmembers(import_module(f"db.rows.{module}"), inspect.isclass)
        if name.endswith("Row") and kind.__module__ == f"db.rows.{module}"
    }
    assert there == made


def test_that_a_row_that_does_not_exist_is_an_attribute_error() -> None:
    assert not hasattr(rows, "PersonRow")
