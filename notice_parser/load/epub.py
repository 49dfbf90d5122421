"""EPUB: the pages of a book, which are web pages, put one behind the other in the order of its spine."""

from __future__ import annotations

import posixpath
import re
from typing import Any, NamedTuple
from urllib.parse import unquote

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.html_frames import body_of
from notice_parser.load.package import Package
from notice_parser.load.plain import decode, is_binary
from notice_parser.model import Diagnostic

__all__ = ["page_of_book"]

_PAGES = ("application/xhtml+xml", "text/html")
# a tag that closes itself, which HTML has of these names alone
_CLOSED = re.compile(
    "<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\\b)([A-Za-z][A-Za-z0-9]{0,20})\\b"
    "((?:[^<>\"'/]++|\"[^\"<]*+\"|'[^'<]*+'|/(?!>))*+)/>",
    re.I,
)


class _Book(NamedTuple):
    """The places of the pages, in the order of reading, and of those beside it; of one that is not listed its key."""

    pages: list[str]
    beside: list[str]


def page_of_book(data: bytes, where: str | None) -> tuple[str, int, tuple[Diagnostic, ...]]:
    """The text of the book's pages as one web page, how many of its characters could not be decoded, and what was not read whole.

    Pages beside the order of reading (``linear="no"``: contents, notes) are told. ``LoadError`` where none can be read or one is locked.
    """
    package = Package(data, "EPUB", where)
    book = _book_of(package)
    locked = {unquote(uri) for uri in _values(package.read_part("META-INF/encryption.xml"), "CipherReference", "URI")}
    pages: list[str] = []
    unread: list[str] = []
    lost = 0
    for name in book.pages:
        if name in locked:
            raise LoadError("locked", where=where, format="EPUB")
        try:
            decoded = decode(package.read(name))
        except LoadError as error:
            if error.code != "damaged":
                raise
            unread.append(name)
            continue
        if is_binary(decoded):
            unread.append(name)
            continue
        lost += decoded.lost
        pages.append(body_of(_CLOSED.sub(r"<\1\2></\1>", decoded.text)))
    if not pages:
        raise LoadError("damaged", where=where, format="EPUB", reason="no page")
    told = [diagnose("source.part_unread", name=name) for name in (*unread, *book.beside)]
    return f"<html><body>{''.join(f'<div>{page}</div>' for page in pages)}</body></html>", lost, (*package.told(), *told)


def _book_of(package: Package) -> _Book:
    """The pages that the book lists; those of its manifest where it has no order of reading."""
    place = next(iter(_values(package.read_part("META-INF/container.xml"), "rootfile", "full-path")), "")
    if not package.has(place):
        place = next((name for name in package.names() if name.lower().endswith(".opf")), "")
    book = package.read_part(place)
    items = {str(node.get("id")): node for node in _named(book, "item")}

    def placed(key: str) -> str:
        href = str(items[key].get("href", "")).partition("#")[0] if key in items else ""
        return posixpath.normpath(posixpath.join(posixpath.dirname(place), unquote(href))) if href else key

    spine = list(_named(book, "itemref"))
    order = [str(node.get("idref")) for node in spine if node.get("linear") != "no"]
    pages = [placed(key) for key in order]
    if not any(map(package.has, pages)):  # no order of reading, or one that leads nowhere: what is listed
        listed = (key for key, node in items.items() if node.get("media-type") in _PAGES)
        pages = [placed(key) for key in listed if "nav" not in str(items[key].get("properties")).split()]
    beside = [placed(str(node.get("idref"))) for node in spine if node.get("linear") == "no"]
    return _Book(pages, [name for name in beside if name not in pages])


def _named(root: Any, name: str) -> list[Any]:
    """The nodes of a name, whatever their namespace; none of a part that is not there."""
    return list(root.iter(f"{{*}}{name}")) if root is not None else []


def _values(root: Any, name: str, attribute: str) -> list[str]:
    """The values of an attribute of the nodes of a name."""
    return [str(value) for node in _named(root, name) if (value := node.get(attribute))]
