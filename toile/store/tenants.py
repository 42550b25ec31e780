"""Tenants: whose things are kept apart."""

from toile.store.database import Database, Transaction, insert_new
from toile.store.tables import tenants


def record_tenant(transaction: Transaction, tenant: str, name: str, now: float) -> None:
    """Write one down, if it is not."""
    insert_new(transaction, tenants, {"id": tenant, "name": name, "created": now})


def add_tenant(database: Database, tenant: str, name: str, now: float) -> None:
    """The same, alone."""
    with database.write() as transaction:
        record_tenant(transaction, tenant, name, now)
