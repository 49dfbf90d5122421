"""What a content is known by: its sha-256, wherever its file lies."""

from __future__ import annotations

import hashlib
from functools import partial
from pathlib import Path

from notice_parser.batch.framed import page_in, pages_in
from notice_parser.batch.items import Item
from notice_parser.batch.pages import digest_of_pages, pages_of
from notice_parser.batch.places import opened
from notice_parser.errors import LoadError
from notice_parser.load.beside import digest_with, frames_of, page_beside
from notice_parser.load.sniff import format_of

__all__ = ["digest_of"]

_BLOCK = 1 << 20
_LONGEST_PAGE = 64 << 20  # bytes of one whose frames are looked at: ten million characters have no more than 40


def digest_of(item: Item) -> str:
    """The sha-256 of the content, and of the pages beside it, or in its archive, that it shows in frames.

    Of a file that cannot be read, ``!`` and its path: the parser will say why.
    """
    from notice_parser.batch.members import read_framed, read_zip_member

    try:
        if item.kind == "broken":
            return f"!{item.output}"
        if item.kind == "framed" and item.data is not None:
            return digest_with(hashlib.sha256(page_in(item.data)).hexdigest(), pages_in(item.data))
        if item.data is not None:
            return hashlib.sha256(item.data).hexdigest()
        if item.kind == "pages":
            pages = [Item(path="", output="", kind=k, place=p, member=m, mtime=t, digest=d) for k, p, m, _, t, d in pages_of(item.member)]
            return digest_of_pages(one.digest or digest_of(one) for one in pages) or f"!{item.output}"
        if item.kind == "zip":
            data = read_zip_member(item.place, str(item.member), item.mtime)
            plain = hashlib.sha256(data).hexdigest()
            if format_of(data) is not None:
                return plain
            return digest_with(plain, frames_of(data, partial(read_framed, item.place, str(item.member), item.mtime)))
        said = hashlib.sha256()
        head = b""
        with opened(item.place) as file:
            while block := file.read(_BLOCK):
                head = head or block
                said.update(block)
            may_be_page = item.kind == "file" and format_of(head) is None
            if may_be_page and len(head) == _BLOCK:
                file.seek(0)
                head = file.read(_LONGEST_PAGE)
        return digest_with(said.hexdigest(), frames_of(head, partial(page_beside, Path(item.place).parent)) if may_be_page else ())
    except (OSError, LoadError, ValueError):
        return f"!{item.output}"
