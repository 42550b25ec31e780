"""Rows of creations: pictures of prompts."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import insert, select

from toile.errors import BadRequest
from toile.store.database import Database, Transaction
from toile.store.tables import creations


@dataclass(frozen=True)
class CreationRow:
    """A picture of a prompt as it is kept, the `place`-th of its job; `picture` is the name of a blob, `seed` a number
    in writing, `parameters` what AUTOMATIC1111 writes into pictures."""

    id: str
    tenant: str
    job: str
    place: int
    picture: str
    seed: str
    parameters: str
    recipe: dict[str, Any]
    notices: list[dict[str, Any]]
    created: float


def record_creation(transaction: Transaction, row: CreationRow) -> None:
    """Write it down."""
    transaction.execute(insert(creations).values(asdict(row)))


def read_creation(database: Database, tenant: str, name: str) -> CreationRow:
    """Raises BadRequest `creation_unknown`, for those of others too."""
    with database.read() as connection:
        query = select(creations).where(creations.c.id == name, creations.c.tenant == tenant)
        row = connection.execute(query).one_or_none()
    if row is None:
        raise BadRequest("creation_unknown", creation=name)
    return CreationRow(**row._mapping)


def list_creations(database: Database, tenant: str, count: int = 50) -> Sequence[CreationRow]:
    """The latest first."""
    query = (
        select(creations)
        .where(creations.c.tenant == tenant)
        .order_by(creations.c.created.desc(), creations.c.place)
        .limit(count)
    )
    with database.read() as connection:
        return [CreationRow(**row._mapping) for row in connection.execute(query)]
