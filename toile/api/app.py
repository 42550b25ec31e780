"""The application: all routes over one service."""

from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse

from toile.api import jobs, looks
from toile.api.jobs import service_of
from toile.api.problem import add_handlers
from toile.api.wire import Version
from toile.service import Service
from toile.version import VERSION


def create_app(service: Service) -> FastAPI:
    """The routes over a running service."""
    app = FastAPI(
        title="Toile", version=VERSION, docs_url="/v1/docs", redoc_url=None, openapi_url="/v1/openapi.json"
    )
    app.state.service = service
    add_handlers(app)
    app.include_router(jobs.router)
    app.include_router(looks.router)
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
