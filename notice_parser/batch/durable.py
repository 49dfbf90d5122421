"""Files that are there whole or not at all, and a lock that a killed process leaves open.

A draft is written in a folder of its own on the same disk, flushed to it, and renamed to its place; then the folder is
flushed. Whatever step is cut off, the place holds the old file or the new one.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import IO, Any

from notice_parser.errors import NoticeParserError

__all__ = ["clear_drafts", "flush_all", "locked", "move_whole", "write_whole", "writing_whole"]

_HOST_CHARS = 64


def write_whole(path: str, data: bytes, drafts: str, *, is_flushed: bool = True) -> None:
    """Writes ``data`` to ``path``; ``drafts`` is a folder on the same disk. ``OSError`` leaves what stood there.

    Without ``is_flushed`` it is whole for every process, and after a power failure once ``flush_all`` was called.
    """
    draft = os.path.join(drafts, f"{_host()}-{os.getpid()}.tmp")
    try:
        with open(draft, "wb") as file:
            file.write(data)
        if is_flushed or not hasattr(os, "sync"):
            move_whole(draft, path)
        else:
            os.replace(draft, path)
    except BaseException:
        if os.path.exists(draft):
            os.remove(draft)
        raise


@contextmanager
def writing_whole(path: str, drafts: str) -> Iterator[IO[bytes]]:
    """A file to write to, which is at ``path`` once the block is done; where it is not, what stood there stays."""
    draft = os.path.join(drafts, f"{_host()}-{os.getpid()}-long.tmp")
    try:
        with open(draft, "wb") as file:
            yield file
        move_whole(draft, path)
    except BaseException:
        if os.path.exists(draft):
            os.remove(draft)
        raise


def move_whole(draft: str, path: str) -> None:
    """Flushes the draft to the disk and puts it in its place."""
    descriptor = os.open(draft, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
    os.replace(draft, path)
    _flush_folder(os.path.dirname(path) or ".")


def flush_all() -> None:
    """Flushes what was written without: many small files at once, at the cost of one."""
    if hasattr(os, "sync"):
        os.sync()


def clear_drafts(drafts: str) -> None:
    """Removes what killed processes left by half."""
    for name in sorted(os.listdir(drafts)):
        os.remove(os.path.join(drafts, name))


@contextmanager
def locked(path: str, where: str) -> Iterator[None]:
    """Holds the lock for as long as this process lives and the block runs; ``NoticeParserError`` if another holds it."""
    with open(path, "ab") as file:
        if not _lock(file):
            raise NoticeParserError("batch_busy", where=where)
        yield


def _lock(file: Any) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # only there
        except OSError:
            return False
        return True
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@cache
def _host() -> str:
    """This machine's name, of plain letters: on a shared disk the numbers of processes are those of several machines."""
    return re.sub(r"[^A-Za-z0-9]", "_", platform.node())[:_HOST_CHARS]


def _flush_folder(folder: str) -> None:
    if os.name == "nt":  # folders cannot be opened there, and renames are journalled
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
