"""What is in packed inputs (TAR, WARC, tables) that have not changed since they were read: taken from the manifest, not read again.

A file is the same if its size and its time of change are (of a URL, what its store tells). What it holds may still be wanted: for
contents that are to be parsed after all, the plan is made once more, and everything read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from notice_parser.batch.items import Columns, Item
from notice_parser.batch.places import Found

__all__ = ["Packed"]


class Packed:
    """The packed inputs of a manifest. ``is_trusting``: what is known of those that have not changed is taken for granted."""

    def __init__(self, base: sqlite3.Connection, columns: Columns | None, group: str, is_trusting: bool) -> None:
        self._base = base
        self._how = f"{columns} {group}"
        self._is_trusting = is_trusting

    def items_of(self, found: Found, read: Callable[[], Iterator[Item | None]]) -> Iterator[Item | None]:
        """What is in a packed file, null for each that is no notice; ``read`` reads it."""
        stamp = (found.place, found.relative, found.size, found.mark, self._how)
        same = "place = ? AND relative = ? AND size = ? AND mark = ? AND how = ?"
        row = self._base.execute(f"SELECT n_skipped FROM packed WHERE mark <> 0 AND {same}", stamp).fetchone()
        if self._is_trusting and row is not None:
            yield from self._known(found.place)
            yield from (None for _ in range(row[0]))
            return
        n_skipped = 0
        for item in read():
            n_skipped += item is None
            yield item
        self._base.execute("INSERT OR REPLACE INTO packed VALUES (?, ?, ?, ?, ?, ?)", (*stamp, n_skipped))

    def _known(self, place: str) -> Iterator[Item]:
        rows = self._base.execute(
            "SELECT path, kind, place, member, size, mtime, extra, url, digest FROM files WHERE place = ? ORDER BY nr", (place,)
        )
        for path, kind, place, member, size, mtime, extra, url, digest in rows:
            known = None if kind == "broken" else digest
            yield Item(
                path=path, output="", kind=kind, place=place, member=member, size=size, mtime=mtime, extra=extra, url=url, digest=known
            )
