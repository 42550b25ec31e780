"""Keys: made once and shown once, kept as hashes, looked up by name and compared in constant time."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from toile.domain.key import Key, Scope
from toile.errors import BadRequest
from toile.store.database import Database
from toile.store.tables import keys
from toile.store.tenants import record_tenant

_TOKEN = re.compile(r"tk_([0-9a-f]{16})_([A-Za-z0-9_-]{43})")


@dataclass(frozen=True)
class Keys:
    """All keys of a database. `clock` gives seconds since 1970."""

    database: Database
    clock: Callable[[], float]

    def create(self, tenant: str, name: str, scopes: Iterable[Scope]) -> str:
        """A new key; what is returned is kept nowhere. The tenant is made if it is not there."""
        key, secret = secrets.token_hex(8), secrets.token_urlsafe(32)
        with self.database.write() as connection:
            record_tenant(connection, tenant, tenant, self.clock())
            row = {
                "id": key,
                "tenant": tenant,
                "name": name,
                "hash": _hash(secret),
                "scopes": sorted(scope.value for scope in scopes),
                "created": self.clock(),
            }
            connection.execute(insert(keys).values(row))
        return f"tk_{key}_{secret}"

    def check(self, token: str) -> Key | None:
        """Whose key that is; None for one that is none, or was revoked."""
        found = _TOKEN.fullmatch(token)
        if not found:
            return None
        with self.database.read() as connection:
            row = connection.execute(select(keys).where(keys.c.id == found[1])).one_or_none()
        # As long for an unknown name as for a wrong secret.
        right = hmac.compare_digest(row.hash if row else _hash(""), _hash(found[2]))
        return _read(row) if row and right and row.revoked is None else None

    def revoke(self, key: str) -> None:
        """Raises BadRequest `key_unknown`."""
        with self.database.write() as connection:
            if connection.execute(select(keys.c.id).where(keys.c.id == key)).one_or_none() is None:
                raise BadRequest("key_unknown", key=key)
            own = update(keys).where(keys.c.id == key, keys.c.revoked.is_(None))
            connection.execute(own.values(revoked=self.clock()))

    def list(self) -> Sequence[Key]:
        """All of them, the oldest first."""
        with self.database.read() as connection:
            return [_read(row) for row in connection.execute(select(keys).order_by(keys.c.created))]

    def count(self) -> int:
        """How many are good."""
        query = select(func.count()).select_from(keys).where(keys.c.revoked.is_(None))
        with self.database.read() as connection:
            return int(connection.execute(query).scalar_one())


def _hash(secret: str) -> str:
    """Secrets are long and random: nothing slow is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _read(row: Row[Any]) -> Key:
    scopes = frozenset(Scope(one) for one in row.scopes)
    return Key(row.id, row.tenant, row.name, scopes, row.created, row.revoked)
