"""The database: its tables are what the migrations make, and a transaction is all or nothing."""

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, select, text

from toile.errors import BadRequest
from toile.store.database import Database, open_database
from toile.store.tables import metadata, tenants


def test_the_migrations_make_the_tables(database: Database) -> None:
    with database.read() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_upgrading_twice_changes_nothing(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(tenants).values(id="a", name="A", created=1.0))
    database.upgrade()
    with database.read() as connection:
        assert connection.execute(select(tenants.c.name)).scalars().all() == ["A"]


def test_what_is_broken_off_never_was(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as connection:
        connection.execute(insert(tenants).values(id="a", name="A", created=1.0))
        raise ZeroDivisionError
    with database.read() as connection:
        assert connection.execute(select(tenants)).all() == []


def test_readers_do_not_wait_for_a_writer(database: Database) -> None:
    with database.write() as writing:
        writing.execute(insert(tenants).values(id="a", name="A", created=1.0))
        with database.read() as reading:
            assert reading.execute(select(tenants)).all() == []


def test_writers_wait_for_each_other_and_both_get_their_turn(database: Database) -> None:
    def write(name: str) -> None:
        for number in range(20):
            with database.write() as connection:
                known = len(connection.execute(select(tenants)).all())
                connection.execute(insert(tenants).values(id=f"{name}{number}", name=str(known), created=1.0))

    threads = [threading.Thread(target=write, args=(name,)) for name in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as connection:
        counted = sorted(int(name) for name in connection.execute(select(tenants.c.name)).scalars())
    assert counted == list(range(40))  # nobody wrote on what was no longer so


def test_sqlite_is_kept_safe(database: Database) -> None:
    with database.read() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA foreign_keys")).scalar() == 1
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2


@pytest.mark.parametrize("url", ["mysql://u:secret@h/d", "nonsense", "oracle:///x"])
def test_other_databases_are_refused_without_their_password(url: str, tmp_path: Path) -> None:
    with pytest.raises(BadRequest) as caught:
        open_database(url)
    assert caught.value.code == "database_url" and "secret" not in str(caught.value)
