"""A key: who may use a service, and for what."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a key allows. `ADMIN` allows everything."""

    READ = "read"
    CREATE = "create"
    ADMIN = "admin"


@dataclass(frozen=True)
class Key:
    """A key as it is kept: never its secret. Times are seconds since 1970."""

    id: str
    tenant: str
    name: str
    scopes: frozenset[Scope]
    created: float
    revoked: float | None = None

    def allows(self, scope: Scope) -> bool:
        return scope in self.scopes or Scope.ADMIN in self.scopes
