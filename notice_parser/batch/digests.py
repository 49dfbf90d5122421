"""What a content is known by: its sha-256, wherever its file lies."""

from __future__ import annotations

import hashlib
from pathlib import Path

from notice_parser.batch.items import Item
from notice_parser.batch.pages import digest_of_pages, pages_of
from notice_parser.batch.places import opened
from notice_parser.errors import LoadError
from notice_parser.load.beside import frames_beside

__all__ = ["digest_of"]

_BLOCK = 1 << 20


def digest_of(item: Item) -> str:
    """The sha-256 of the content, and of the pages beside it that it shows in frames.

    Of a file that cannot be read, ``!`` and its path: the parser will say why.
    """
    from notice_parser.batch.members import read_zip_member

    try:
        if item.kind == "broken":
            return f"!{item.output}"
        if item.data is not None:
            return hashlib.sha256(item.data).hexdigest()
        if item.kind == "pages":
            pages = [Item(path="", output="", kind=k, place=p, member=m, mtime=t, digest=d) for k, p, m, _, t, d in pages_of(item.member)]
            return digest_of_pages(one.digest or digest_of(one) for one in pages) or f"!{item.output}"
        if item.kind == "zip":
            return hashlib.sha256(read_zip_member(item.place, str(item.member), item.mtime)).hexdigest()
        said = hashlib.sha256()
        head = b""
        with opened(item.place) as file:
            while block := file.read(_BLOCK):
                head = head or block
                said.update(block)
        # a page is what its frames show too: the same set of frames stands in many folders
        for page in frames_beside(Path(item.place), head) if item.kind == "file" else ():
            said.update(f"\0{page}".encode())
        return said.hexdigest()
    except (OSError, LoadError, ValueError):
        return f"!{item.output}"
