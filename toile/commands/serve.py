"""`toile serve`: the service on this machine."""

import argparse
import importlib.util
import socket

from toile.commands.verb import Option, Verb, whole
from toile.errors import BadRequest, NotReady
from toile.settings import Settings

PORT = 7860  # as users of Stable Diffusion expect
_HERE = "127.0.0.1"
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_NEEDS = ("fastapi", "uvicorn", "sqlalchemy", "alembic", "dbos", "obstore", "filelock", "multipart")
_PATIENCE = 30  # seconds for what is being worked on, when told to stop


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    if arguments.host not in _LOOPBACK:
        raise BadRequest("host_needs_key", host=arguments.host)
    missing = [name for name in _NEEDS if importlib.util.find_spec(name) is None]
    if missing:
        raise NotReady("serve_missing", name=", ".join(missing))
    listening = _listen(arguments.host, arguments.port)
    import uvicorn

    from toile.api.app import create_app
    from toile.commands.terminal import Terminal
    from toile.service import name_places, open_service

    database, blobs = name_places(settings.data)
    service = open_service(
        arguments.database or database, arguments.blobs or blobs, works=not arguments.no_worker
    )
    terminal = Terminal(settings.language)
    terminal.title(
        "toile serve", terminal.say("serve_ready", url=f"http://{arguments.host}:{arguments.port}")
    )
    server = uvicorn.Server(uvicorn.Config(create_app(service), log_level="warning", access_log=False))
    try:
        server.run(sockets=[listening])
    finally:
        service.close(_PATIENCE)
    return 0


def _listen(host: str, port: int) -> socket.socket:
    """The socket, before anything heavy is loaded. Raises BadRequest `port_taken`."""
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as fault:
        raise BadRequest("port_taken", port=port, other=port + 1) from fault
    return listening


VERB = Verb(
    "serve",
    "help_serve",
    run,
    (
        Option("--host", "help_host", value="ADDRESS", default=_HERE),
        Option("--port", "help_port", value="N", read=whole(1, 65535), default=PORT),
        Option("--database", "help_database", value="URL"),
        Option("--blobs", "help_blobs", value="PLACE"),
        Option("--no-worker", "help_no_worker"),
    ),
    examples=("toile serve", "toile serve --port 8000"),
)
