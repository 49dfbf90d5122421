"""Contents that no file of their own holds (rows of tables, members of TAR files), kept by their digest until they are parsed."""

from __future__ import annotations

import os
import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from notice_parser.errors import LoadError

__all__ = ["Spool", "drop", "fetch", "spooling"]

_LEVEL = 1
_NAME = "spool.sqlite"
_BATCH = 1000  # contents a transaction


class Spool:
    """Takes contents in."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        self._count = 0

    def put(self, digest: str, data: bytes) -> None:
        """Keeps a content; twice is once."""
        if self._count % _BATCH == 0:
            self._base.commit()
        self._count += 1
        self._base.execute("INSERT OR IGNORE INTO contents VALUES (?, ?)", (digest, zlib.compress(data, _LEVEL)))

    def has(self, digest: str) -> bool:
        """Whether the content is kept."""
        return self._base.execute("SELECT 1 FROM contents WHERE digest = ?", (digest,)).fetchone() is not None


@contextmanager
def spooling(folder: str) -> Iterator[Spool]:
    """A spool that holds, once the block is done, all that was put into it."""
    base = sqlite3.connect(os.path.join(folder, _NAME))
    try:
        base.execute("CREATE TABLE IF NOT EXISTS contents (digest TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID")
        yield Spool(base)
        base.commit()
    finally:
        base.close()


def fetch(folder: str, digest: str) -> bytes:
    """A content. ``LoadError`` where the spool is lost."""
    row = _opened(os.path.join(folder, _NAME)).execute("SELECT data FROM contents WHERE digest = ?", (digest,)).fetchone()
    if row is None:
        raise LoadError("unreadable", reason=f"{_NAME}: {digest}")
    return zlib.decompress(row[0])


def drop(folder: str) -> None:
    """Removes the spool, once all of it is parsed."""
    _opened.cache_clear()
    path = os.path.join(folder, _NAME)
    if os.path.exists(path):
        os.remove(path)


@lru_cache(maxsize=1)
def _opened(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, check_same_thread=False)
