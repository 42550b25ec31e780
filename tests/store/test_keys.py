"""Keys: shown once, kept as hashes."""

import sqlite3
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toile.domain.key import Scope
from toile.errors import BadRequest
from toile.store.database import Database
from toile.store.keys import Keys


@pytest.fixture
def keys(database: Database) -> Keys:
    ticks = count(1)
    return Keys(database, lambda: float(next(ticks)))


def test_a_key_says_whose_it_is_until_it_is_revoked(keys: Keys) -> None:
    token = keys.create("shop", "till", [Scope.READ])
    key = keys.check(token)
    assert key and key.tenant == "shop" and key.allows(Scope.READ) and not key.allows(Scope.CREATE)
    assert keys.count() == 1
    keys.revoke(key.id)
    assert keys.check(token) is None and keys.count() == 0
    assert [one.revoked is not None for one in keys.list()] == [True]


def test_its_secret_is_not_in_the_database(keys: Keys, database: Database) -> None:
    secret = keys.create("shop", "till", [Scope.ADMIN]).split("_", 2)[2]
    with sqlite3.connect(str(database.engine.url.database)) as connection:
        assert secret not in "\n".join(connection.iterdump())


def test_an_admin_may_do_everything(keys: Keys) -> None:
    key = keys.check(keys.create("shop", "boss", [Scope.ADMIN]))
    assert key and all(key.allows(scope) for scope in Scope)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.text(max_size=80))
def test_nothing_else_is_a_key(keys: Keys, text: str) -> None:
    assert keys.check(text) is None


def test_a_right_name_with_a_wrong_secret_is_none(keys: Keys) -> None:
    one, other = (keys.create("shop", name, [Scope.READ]) for name in "ab")
    assert keys.check("_".join((*one.split("_", 2)[:2], other.split("_", 2)[2]))) is None


def test_what_is_not_there_cannot_be_revoked(keys: Keys) -> None:
    with pytest.raises(BadRequest) as caught:
        keys.revoke("0" * 16)
    assert caught.value.code == "key_unknown"
