"""What a running service is held to."""

from __future__ import annotations

from ipaddress import ip_address
from pathlib import Path

from msgspec import Struct

from notice_parser.options import Options

__all__ = ["Settings"]

LOCAL = ("localhost", "127.0.0.1", "::1")


class Settings(Struct, frozen=True, kw_only=True):
    """Address, limits, and the folder of gold, if there is one.

    ``names``: the host names under which requests may come besides those of this machine. ``max_bytes``: of a file. ``time_limit``: seconds
    a file may take. ``workers``: files at a time; ``waiting``: files that may wait for one.
    """

    host: str = "127.0.0.1"
    port: int = 8765
    names: tuple[str, ...] = ()
    max_bytes: int = 50 << 20
    time_limit: float = 60.0
    workers: int = 1
    waiting: int = 16
    options: Options = Options()
    gold: Path | None = None

    @property
    def allowed(self) -> frozenset[str]:
        """The names that a request's ``Host`` may have, in lower case."""
        return frozenset(name.lower() for name in (*LOCAL, *self.names, self.host) if not _is_wildcard(name))


def _is_wildcard(name: str) -> bool:
    try:
        return ip_address(name).is_unspecified
    except ValueError:
        return name == "*"
