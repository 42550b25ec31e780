"""Who may speak to a service on somebody's own machine: that machine, and no page of another site in its browser.

A page elsewhere can send requests to localhost, and can give itself a name that leads there (DNS rebinding): the first
shows in Origin, the second in Host.
"""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from toile.api.problem import choose_language, send_problem, write_problem

LOOPBACK = ("localhost", "127.0.0.1", "::1")


class Guard:
    """Lets through what names one of our hosts, and comes from none of others' pages."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app, self._hosts = app, frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            code = self._refuse(Headers(scope=scope))
            if code:
                language = choose_language(Request(scope))
                problem = write_problem(code, {}, 403, language)
                await send_problem(problem)(scope, receive, send)
                return
        await self._app(scope, receive, send)

    def _refuse(self, headers: Headers) -> str:
        """The code of what is wrong, or nothing."""
        host, origin = headers.get("host", ""), headers.get("origin")
        if _name(f"//{host}") not in self._hosts:
            return "host_refused"
        if origin is not None and origin.lower().partition("://")[2] != host.lower():
            return "origin_refused"
        return ""


def _name(address: str) -> str:
    """The host of an address, without its port."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""
