"""`toile serve`: the service on this machine."""

import argparse
import socket

from toile.commands.parts import need_parts
from toile.commands.verb import Option, Verb, whole
from toile.errors import BadRequest
from toile.settings import Settings

PORT = 7860  # as users of Stable Diffusion expect
_HERE = "127.0.0.1"
_PATIENCE = 30  # seconds for what is being worked on, when told to stop


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    need_parts()
    listening = _listen(arguments.host, arguments.port)
    import uvicorn

    from toile.api.app import create_app
    from toile.api.guard import LOOPBACK
    from toile.commands.terminal import Terminal
    from toile.service import name_places, open_service

    database, blobs = name_places(settings.data)
    service = open_service(
        arguments.database or database, arguments.blobs or blobs, settings.data, works=not arguments.no_worker
    )
    is_local = arguments.host in LOOPBACK
    if not is_local and not service.keys.count():
        service.close()
        raise BadRequest("host_needs_key", host=arguments.host)
    terminal = Terminal(settings.language)
    terminal.title(
        "toile serve", terminal.say("serve_ready", url=f"http://{arguments.host}:{arguments.port}")
    )
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(service, LOOPBACK if is_local else None), log_level="warning", access_log=False
        )
    )
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
