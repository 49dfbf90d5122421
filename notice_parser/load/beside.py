"""What lies beside a file on this machine: the names of what may have come with it, and the pages that its frames name.

Only its folder is looked into and what is below; links that lead out are not followed, and what is hidden is left out.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias
from urllib.parse import unquote

from notice_parser.load.plain import decode, is_binary
from notice_parser.text.file_names import MOST_BESIDE, range_of

__all__ = ["PageReader", "digest_with", "frames_beside", "names_beside", "noting", "page_beside"]

PageReader: TypeAlias = "Callable[[str], str | None]"  # the page that a frame's address names, decoded; null where it cannot be had

_FRAME = re.compile(rb"<(?:i?frame|embed|object)\b", re.I)
_MOST_ENTRIES = 20_000  # of a folder that are looked at; what has more is a collection
_MOST_BYTES = 16 * 2**20  # of a frame's page


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


def frames_beside(folder: Path, data: bytes) -> list[str]:
    """The pages in a folder that the frames of a web page lead to, decoded, in their order; ``data``: the page itself."""
    if not _FRAME.search(data.replace(b"\0", b"")):  # UTF-16 too
        return []
    from notice_parser.load.html_frames import set_in

    pages: list[str] = []
    set_in(decode(data).text, noting(partial(page_beside, folder), pages))
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
        path = (root / unquote(target.partition("#")[0].partition("?")[0]).replace("\\", "/")).resolve()
        if "://" in target or not path.is_relative_to(root) or not path.is_file() or path.stat().st_size > _MOST_BYTES:
            return None
        decoded = decode(path.read_bytes())
    except (OSError, ValueError):
        return None
    return None if is_binary(decoded) else decoded.text
