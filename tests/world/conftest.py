"""Compiled code for the tests of rendering is kept in pytest's own cache, so that it compiles once."""

import pytest

from toile.world import cache


@pytest.fixture(scope="session", autouse=True)
def compiled(request: pytest.FixtureRequest) -> None:
    store = request.config.cache
    assert store is not None
    cache.use(store.mkdir("toile-world"))
