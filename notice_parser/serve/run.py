"""Runs the service until it is interrupted."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from typing import Any

from notice_parser.errors import NoticeParserError
from notice_parser.serve.settings import Settings

__all__ = ["run", "server"]

_BACKLOG = 128  # connections that wait to be taken


def run(settings: Settings, *, on_ready: Callable[[str], None]) -> None:
    """Serves until Ctrl-C; ``on_ready`` gets the address. ``NoticeParserError`` where a library is missing or the port is taken."""
    running = server(settings)
    with _listen(settings) as listening:
        host, port = listening.getsockname()[:2]
        on_ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        running.run(sockets=[listening])


def server(settings: Settings) -> Any:
    """The server, a ``uvicorn.Server``, ready to run on sockets."""
    try:
        import uvicorn

        from notice_parser.serve.app import application
    except ModuleNotFoundError as error:
        raise NoticeParserError(
            "missing_command", package=error.name, what="notice-parser serve", command="pip install 'notice-parser[serve]'"
        ) from error
    return uvicorn.Server(
        uvicorn.Config(
            application(settings),
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_keep_alive=10,
            limit_concurrency=256,
            timeout_graceful_shutdown=5,
            lifespan="on",
        )
    )


def _listen(settings: Settings) -> socket.socket:
    """A socket that listens at the address of the settings."""
    listening: socket.socket | None = None
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        listening = socket.socket(family, kind, protocol)
        if os.name == "posix":  # elsewhere it would let two services share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(address)
        listening.listen(_BACKLOG)
    except OSError as error:
        if listening is not None:
            listening.close()
        raise NoticeParserError("no_port", where=f"{settings.host}:{settings.port}", reason=error.strerror or str(error)) from error
    return listening
