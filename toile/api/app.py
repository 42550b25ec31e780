"""The application: all routes over one service."""

from collections.abc import Collection

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse

from toile.api import creations, jobs, looks
from toile.api.caller import service_of
from toile.api.guard import LOOPBACK, Guard
from toile.api.problem import add_handlers
from toile.api.wire import Version
from toile.service import Service
from toile.version import VERSION

_MOST_BYTES = 120_000_000  # of a request: nine photos


def create_app(service: Service, hosts: Collection[str] | None = LOOPBACK) -> FastAPI:
    """The routes over a running service. It answers to those `hosts`, and asks for no key; or, with None, to any, and
    asks for one."""
    app = FastAPI(
        max_body_size=_MOST_BYTES,
        form_limits={"max_files": 9, "max_fields": 32, "max_part_size": 20_000},
        title="Toile",
        version=VERSION,
        docs_url="/v1/docs",
        redoc_url=None,
        openapi_url="/v1/openapi.json",
    )
    app.state.service = service
    app.state.is_open = hosts is not None
    if hosts is not None:
        app.add_middleware(Guard, hosts=hosts)
    add_handlers(app)
    app.include_router(jobs.router)
    app.include_router(looks.router)
    app.include_router(creations.router)
    app.add_api_route("/v1/version", _tell_version, tags=["service"])
    app.add_api_route("/health", _tell_health, tags=["service"], response_class=PlainTextResponse)
    app.add_api_route("/ready", _tell_ready, tags=["service"], response_class=PlainTextResponse)
    return app


def _tell_version() -> Version:
    return Version(version=VERSION)


def _tell_health() -> str:
    """Whether the process answers."""
    return "ok"


def _tell_ready(request: Request) -> str:
    """Whether it can work: the database answers."""
    service_of(request).database.check()
    return "ready"
