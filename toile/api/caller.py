"""Who calls, and what they may. On somebody's own machine whoever calls is who uses it; elsewhere a key says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyHeader, HTTPBearer
from fastapi.security.http import HTTPAuthorizationCredentials

from toile.domain.key import Scope
from toile.errors import BadRequest
from toile.service import LOCAL, Service

_bearer = HTTPBearer(auto_error=False, description="`tk_…`, from `toile keys create`")
_header = APIKeyHeader(name="X-API-Key", auto_error=False)


@dataclass(frozen=True)
class Caller:
    """For whom something is done."""

    tenant: str


def service_of(request: Request) -> Service:
    """The service that the application is over."""
    found: Service = request.app.state.service
    return found


def may(scope: Scope) -> Callable[..., Caller]:
    """Whoever calls, if they may. Raises BadRequest `key_missing`, `key_wrong`, `key_scope`."""

    def check(
        request: Request,
        bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
        header: Annotated[str | None, Depends(_header)],
    ) -> Caller:
        token = bearer.credentials if bearer else header
        if not token:
            if request.app.state.is_open:
                return Caller(LOCAL)
            raise BadRequest("key_missing")
        key = service_of(request).keys.check(token)
        if key is None:
            raise BadRequest("key_wrong")
        if not key.allows(scope):
            raise BadRequest("key_scope", scope=scope.value)
        return Caller(key.tenant)

    return check


Reader = Annotated[Caller, Depends(may(Scope.READ))]
Creator = Annotated[Caller, Depends(may(Scope.CREATE))]
