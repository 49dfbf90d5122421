"""A file that a batch takes, wherever it lies, and the columns of a table that holds several."""

from __future__ import annotations

import os

from msgspec import Struct

__all__ = ["Columns", "Item"]


class Columns(Struct, frozen=True, kw_only=True):
    """The columns of a table input: ``text``, or ``content`` with a file's bytes (base64 in JSONL and CSV), and ``id`` for its name.

    All others are passed through to ``source.extra``.
    """

    text: str | None = None
    content: str | None = None
    id: str | None = None


class Item(Struct, frozen=True, kw_only=True):
    """One file to be parsed. ``path``: relative to the input root, with ``/``; ``output`` relative to the output folder.

    ``kind``: ``file`` or ``url``, which ``place`` names; ``zip`` or ``warc``, a member of it; ``pages``, files that ``member`` lists;
    ``bytes`` or ``text``, which is in ``data``; ``framed``, a page that is there with those of its frames;
    ``held``, pages that ``member`` lists and ``data`` holds; ``broken``, for the reason that ``member`` tells.
    ``mtime`` changes with the content.
    """

    path: str
    output: str
    kind: str = "file"
    place: str
    member: str | None = None
    size: int = 0
    mtime: int = 0
    extra: str | None = None  # JSON
    url: str | None = None
    data: bytes | None = None
    digest: str | None = None

    @property
    def name(self) -> str:
        """The last part of its path."""
        return self.path.rpartition("/")[2]

    @property
    def hint(self) -> str:
        """What, besides its content, a file is read by."""
        return "text" if self.kind == "text" else os.path.splitext(self.name)[1].lower()
