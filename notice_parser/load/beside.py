"""What lies beside a file: the names of what may have come with it, and the pages that its frames name.

Of a file on this machine only its folder is looked into and what is below; links that lead out are not followed, and what is hidden is
left out. Of a member of an archive the archive is looked into, and nothing else. Nothing is fetched.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from notice_parser.load.plain import decode, is_binary
from notice_parser.text.file_names import MOST_BESIDE, range_of

__all__ = [
    "MOST_BYTES",
    "PageReader",
    "digest_with",
    "frames_of",
    "has_frames",
    "member_of",
    "names_beside",
    "noting",
    "page_beside",
    "page_of",
]

PageReader: TypeAlias = "Callable[[str], str | None]"  # the page that a frame's address names, decoded; null where it cannot be had

_FRAME = re.compile(rb"<(?:i?frame|embed|object)\b", re.I)
_MOST_ENTRIES = 20_000  # of a folder that are looked at; what has more is a collection
MOST_BYTES = 16 * 2**20  # of a frame's page


def names_beside(path: Path) -> tuple[str, ...]:
    """The paths, from its folder, of the files that may have come with a file, its own among them; none where they are too many to tell.

    They are those that ``batch`` takes for a page's in a folder: all there and below, or, of a collection, those called like the page.
    """
    for start in ("", range_of(path.name, is_own=True)[0]):
        found = _names_below(path.parent, start)
        if found is not None:
            return tuple(sorted(found))
    return ()


def _names_below(folder: Path, start: str) -> list[str] | None:
    """The files in a folder and below whose paths begin so; null for too many."""
    names: list[str] = []
    seen = 0
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(folder / inside) as entries:
                for entry in entries:
                    seen += 1
                    if seen > _MOST_ENTRIES:
                        return None
                    name = inside + entry.name
                    if entry.name.startswith(".") or not name.startswith(start):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(f"{name}/")
                    elif entry.is_file():
                        names.append(name)
                        if len(names) > MOST_BESIDE:
                            return None
        except OSError:  # a folder that is not ours to read, or is gone by now
            continue
    return names


def has_frames(data: bytes) -> bool:
    """Whether a text may be a page with frames."""
    return _FRAME.search(data.replace(b"\0", b"")) is not None  # UTF-16 too


def frames_of(data: bytes, frame: PageReader) -> list[str]:
    """The pages that the frames of a web page lead to, decoded, in their order. ``data``: the page itself; ``frame`` gives them."""
    if not has_frames(data):
        return []
    from notice_parser.load.html_frames import set_in

    pages: list[str] = []
    set_in(decode(data).text, noting(frame, pages))
    return pages


def noting(frame: PageReader, pages: list[str]) -> PageReader:
    """What gives the pages of frames, and puts each that it gives into ``pages``."""

    def noted(target: str) -> str | None:
        page = frame(target)
        if page is not None:
            pages.append(page)
        return page

    return noted


def digest_with(digest: str, framed: Sequence[str]) -> str:
    """The digest of a page that has this one without its frames: the same set of frames shows other pages in other folders."""
    return hashlib.sha256("\0".join((digest, *framed)).encode()).hexdigest() if framed else digest


def page_beside(folder: Path, target: str) -> str | None:
    """The page that an address names from a folder, decoded; null where it leads out of the folder, or to no text."""
    try:
        root = folder.resolve()
        path = (root / _named(target)).resolve()
        if "://" in target or not path.is_relative_to(root) or not path.is_file() or path.stat().st_size > MOST_BYTES:
            return None
        return page_of(path.read_bytes())
    except (OSError, ValueError):
        return None


def member_of(page: str, target: str) -> str | None:
    """The member of an archive that an address names from a page that is one; null where it leads out of the archive.

    >>> member_of("网页/通知.html", "通知_files/main.html?id=3"), member_of("通知.html", "../main.html")
    ('网页/通知_files/main.html', None)
    """
    named = _named(target)
    if "://" in target or named.startswith("/"):
        return None
    path = posixpath.normpath(posixpath.join(posixpath.dirname(page), named))
    return None if path.startswith("..") else path


def page_of(data: bytes) -> str | None:
    """The page of a frame, decoded; null for what is no text, or too long."""
    if len(data) > MOST_BYTES:
        return None
    decoded = decode(data)
    return None if is_binary(decoded) else decoded.text


def _named(target: str) -> str:
    """The path that an address means."""
    return unquote(target.partition("#")[0].partition("?")[0]).replace("\\", "/")
