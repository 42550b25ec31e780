"""Rows of looks, and of the blobs that rows name."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import insert, select

from toile.errors import BadRequest
from toile.store.database import Database, Transaction, insert_new
from toile.store.tables import blobs, looks


@dataclass(frozen=True)
class BlobRow:
    """A blob that something names."""

    sha256: str
    size: int
    media: str
    created: float


@dataclass(frozen=True)
class LookRow:
    """A look as it is kept; `picture` is the name of a blob."""

    id: str
    tenant: str
    job: str
    picture: str
    recipe: dict[str, Any]
    checks: list[dict[str, Any]]
    notices: list[dict[str, Any]]
    created: float


def record_blob(transaction: Transaction, row: BlobRow) -> None:
    """Write it down, if it is not."""
    insert_new(transaction, blobs, asdict(row))


def record_look(transaction: Transaction, row: LookRow) -> None:
    """Write it down."""
    transaction.execute(insert(looks).values(asdict(row)))


def read_look(database: Database, tenant: str, name: str) -> LookRow:
    """Raises BadRequest `look_unknown`, for those of others too."""
    with database.read() as connection:
        query = select(looks).where(looks.c.id == name, looks.c.tenant == tenant)
        row = connection.execute(query).one_or_none()
    if row is None:
        raise BadRequest("look_unknown", look=name)
    return LookRow(**row._mapping)


def list_looks(database: Database, tenant: str, count: int = 50) -> Sequence[LookRow]:
    """The latest first."""
    query = select(looks).where(looks.c.tenant == tenant).order_by(looks.c.created.desc()).limit(count)
    with database.read() as connection:
        return [LookRow(**row._mapping) for row in connection.execute(query)]
