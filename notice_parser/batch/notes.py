"""What a worker is at, in a file that it leaves behind where its process dies: the driver finds the content at fault."""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, NamedTuple

__all__ = ["Note", "look_at_note", "noting", "read_note", "write_note"]

_NOTE = struct.Struct("<qdq")  # place of the content in its task, when it was begun, number of the process


class Note(NamedTuple):
    """What a worker is at: the place of the content in its task (-1: none), seconds since it was begun, number of its process."""

    place: int
    seconds: float
    pid: int


_note: IO[bytes] | None = None  # of the task in hand; null in the driver's own process


def look_at_note(folder: str, token: str) -> Note | None:
    """The note of a task; null where it has none (yet)."""
    try:
        with open(_note_path(folder, token), "rb") as file:
            place, begun, pid = _NOTE.unpack(file.read())
    except (OSError, struct.error):
        return None
    return Note(place, time.time() - begun, pid)


def read_note(folder: str, token: str) -> Note | None:
    """What the worker of a task that has died was at, null where it was at no content; the note is taken away."""
    note = look_at_note(folder, token)
    with suppress(OSError):
        os.remove(_note_path(folder, token))
    return note if note is not None and note.place >= 0 else None


@contextmanager
def noting(folder: str, token: str) -> Iterator[None]:
    """Keeps a note of what this worker is at; a worker that dies leaves it behind."""
    global _note
    path = _note_path(folder, token)
    with open(path, "wb", buffering=0) as _note:
        try:
            yield
        finally:
            _note = None
    with suppress(OSError):
        os.remove(path)


def write_note(place: int) -> None:
    """Notes the place of the content in hand; nothing where no note is kept."""
    if _note is not None:
        _note.seek(0)
        _note.write(_NOTE.pack(place, time.time(), os.getpid()))


def _note_path(folder: str, token: str) -> str:
    return os.path.join(folder, "tmp", f"at-{token}")
