"""The paths whose content is in a part, each with the files of the batch that may belong to it: a page's attachments.

Which file is whose is told when the output is written (``link.files``), from the paths of the plan alone: a content is parsed once,
wherever it lies, and neither time nor the borders of parts decide. A file that comes or goes changes the entries beside it, and
what is written of them; nothing is parsed again.
"""

from __future__ import annotations

import sqlite3
from functools import cache

from notice_parser.batch.records import Entry
from notice_parser.text.file_names import MOST_BESIDE, range_of

__all__ = ["entries_of"]


def entries_of(base: sqlite3.Connection, part: int) -> tuple[Entry, ...]:
    """All paths whose content is in the part, in their order. ``base``: the tables of a manifest."""

    @cache
    def within(root: str, start: str, end: str) -> tuple[str, ...] | None:
        """The paths under a root from ``start`` to ``end``; null where there are too many."""
        rows = base.execute(
            """SELECT path FROM files WHERE path >= ? AND path < ? AND replace(place, '\\', '/') IN (? || path, ?)
            ORDER BY path, output LIMIT ?""",
            (start, end, root, root, MOST_BESIDE + 1),
        ).fetchall()
        return None if len(rows) > MOST_BESIDE else tuple(path for (path,) in rows)

    def beside(place: str, path: str) -> tuple[str, ...]:
        root = _root_of(place, path)
        near = within(root, *range_of(path))
        return near if near is not None else within(root, *range_of(path, is_own=True)) or ()

    rows = base.execute(
        """SELECT key, path, name, output, duplicate_of, extra, url, place FROM files
        WHERE key IN (SELECT key FROM contents WHERE part = ?) ORDER BY path, output""",
        (part,),
    ).fetchall()
    return tuple(
        Entry(key, path, name, output, duplicate_of, extra, url, beside(place, path))
        for key, path, name, output, duplicate_of, extra, url, place in rows
    )


def _root_of(place: str, path: str) -> str:
    """Where a path begins: two inputs may each have a 通知.html, and what lies beside one is not beside the other.

    The place of a file, by path or URL, ends in its path; of what is packed, it is the archive's.
    """
    return place.replace("\\", "/").removesuffix(path)
