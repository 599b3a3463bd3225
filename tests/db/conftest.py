from collections.abc import Iterator

import pytest

from db.address import Server
from db.store import Store
from desktop.core import registers
from tests.builders import CLOCK
from tests.conftest import OWN
from tests.postgres import Postgres


@pytest.fixture
def own(server: Postgres) -> Iterator[Server]:
    """The register of a ward on the server, closed."""
    made = server.register(OWN, CLOCK)
    yield made
    server.take_back([made])


@pytest.fixture
def opened(own: Server) -> Iterator[Store]:
    store = registers.open_(own, CLOCK)
    yield store
    store.close()
