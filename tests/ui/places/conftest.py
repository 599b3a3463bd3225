"""The page Hộ & địa bàn of a ward."""

from typing import Any

import pytest

from db.store import Store
from desktop.ui.screens.places_page import PlacesPage
from tests.core.test_sums import city, template
from tests.ui.places.parts import fill, shown

__all__ = ["city", "template"]


@pytest.fixture
def page(qtbot: Any, store: Store, inline: Any) -> PlacesPage:
    fill(store)
    return shown(qtbot, store, inline)
