"""The database: SQLite where nothing is to be installed, PostgreSQL where it is outgrown."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from toile.errors import BadRequest, NotReady

Transaction = Connection  # what is written together

_PATIENCE = 30  # seconds that a writer waits for another
_BACKENDS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg", "postgres": "postgresql+psycopg"}


@dataclass(frozen=True)
class Database:
    """An open database. One for a process; its connections are for any thread."""

    engine: Engine

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """A transaction: all of it happens, or nothing."""
        with self.engine.begin() as connection:
            yield connection

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """Reading, which waits for nobody who writes; each statement sees what was there when it began."""
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            yield connection

    @property
    def url(self) -> str:
        """Where it is, without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    def upgrade(self) -> None:
        """Bring the tables up to date; also where there are none yet. Raises NotReady `database_away`."""
        config = Config()
        config.set_main_option("script_location", str(files("toile.store") / "migrations"))
        try:
            with self.write() as connection:
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
        except SQLAlchemyError as fault:
            raise NotReady("database_away", url=self.url) from fault

    def check(self) -> None:
        """Raises NotReady `database_away`."""
        try:
            with self.read() as connection:
                connection.exec_driver_sql("SELECT 1")
        except SQLAlchemyError as fault:
            raise NotReady("database_away", url=self.url) from fault

    def close(self) -> None:
        self.engine.dispose()


def insert_new(transaction: Transaction, table: Table, row: Mapping[str, Any]) -> None:
    """Write a row, unless there is one of that name."""
    dialect = postgresql if transaction.dialect.name == "postgresql" else sqlite
    transaction.execute(dialect.insert(table).values(dict(row)).on_conflict_do_nothing())


def open_database(url: str) -> Database:
    """The database at `sqlite:///FILE` or `postgresql://…`; nothing is asked of it yet. Raises BadRequest
    `database_url`."""
    try:
        made = make_url(url)
    except ArgumentError as fault:
        raise BadRequest("database_url", url="?") from fault
    if made.get_backend_name() not in _BACKENDS:
        raise BadRequest("database_url", url=made.render_as_string(hide_password=True))
    if made.get_backend_name() != "sqlite":
        made = made.set(drivername=_BACKENDS[made.get_backend_name()])
        return Database(create_engine(made, pool_pre_ping=True))
    if made.database:
        Path(made.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(made, connect_args={"timeout": _PATIENCE})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return Database(engine)


def _prepare(connection: Any, _record: Any) -> None:
    """Readers do not wait for writers, names are held to, and what is committed is on the disk."""
    for pragma in ("journal_mode = WAL", "foreign_keys = ON", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    """A transaction is a writer's from its start: one that reads first and then finds itself overtaken would fail."""
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
