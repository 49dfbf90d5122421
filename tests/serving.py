"""A service for tests: on a port of its own, in a thread, with real processes behind it; and requests to it, byte by byte as given."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from notice_parser.serve import Settings
from notice_parser.serve.run import server


class Answer(NamedTuple):
    """What the service said."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def code(self) -> str:
        return str(self.json["error"]["code"])


class Service(NamedTuple):
    """A running service."""

    port: int

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> Answer:
        """The answer to one request; ``content_type="text/plain"`` gives the header ``content-type``."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=300)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            got = connection.getresponse()
            return Answer(got.status, {name.lower(): value for name, value in got.getheaders()}, got.read())
        finally:
            connection.close()


@contextmanager
def started(**settings: Any) -> Iterator[Service]:
    """A service with these settings."""
    listening = socket.create_server(("127.0.0.1", 0))
    running = server(Settings(port=listening.getsockname()[1], **settings))
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    deadline = time.monotonic() + 300
    while not running.started:
        assert thread.is_alive(), "the service did not start"
        assert time.monotonic() < deadline
        time.sleep(0.02)
    try:
        yield Service(listening.getsockname()[1])
    finally:
        running.should_exit = True
        thread.join(timeout=300)
        assert not thread.is_alive()
