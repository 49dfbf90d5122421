"""EPUB: the pages of a book, which are web pages, put one behind the other in the order of its spine."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote

from notice_parser.diagnostics import diagnose
from notice_parser.errors import LoadError
from notice_parser.load.package import Package
from notice_parser.load.plain import decode
from notice_parser.model import Diagnostic

__all__ = ["page_of_book"]

_ROOT = re.compile("full-path\\s{0,9}=\\s{0,9}[\"']([^\"'<>]{1,1000})[\"']")
_ITEM = re.compile("<(?:[A-Za-z0-9]{1,20}:)?(item|itemref)\\b([^<>]{0,4000})>")
_ATTRIBUTE = re.compile("([A-Za-z-]{1,20})\\s{0,9}=\\s{0,9}[\"']([^\"'<>]{0,1000})[\"']")
_LOCKED = re.compile("CipherReference\\b[^<>]{0,400}?URI\\s{0,9}=\\s{0,9}[\"']([^\"'<>]{1,1000})[\"']")
_BODY = re.compile("<body\\b[^<>]{0,4000}>(?P<body>.*?)(?:</body|\\Z)", re.I | re.S)
_EMPTY = re.compile("<(a|b|i|p|h[1-6]|em|div|span|strong|td|th|li|sup|sub|script|style)\\b([^<>]{0,4000})/>", re.I)


def page_of_book(data: bytes, where: str | None) -> tuple[str, int, tuple[Diagnostic, ...]]:
    """The text of the book's pages as one web page, how many of its characters could not be decoded, and what was not read whole.

    Pages beside the order of reading (``linear="no"``: contents, notes) are told. ``LoadError`` where none can be read or one is locked.
    """
    package = Package(data, "EPUB", where)
    folder, book = _book(package)
    places: dict[str, str] = {}
    spine: list[str] = []
    beside: list[str] = []
    for found in _ITEM.finditer(book):
        said = dict(_ATTRIBUTE.findall(found.group(2)))
        if found.group(1) == "item":
            places[said.get("id", "")] = posixpath.normpath(posixpath.join(folder, unquote(said.get("href", ""))))
        else:
            (beside if said.get("linear") == "no" else spine).append(said.get("idref", ""))
    locked = {unquote(uri) for uri in _LOCKED.findall(_text_of(package, "META-INF/encryption.xml"))}
    pages: list[str] = []
    told: list[Diagnostic] = []
    lost = 0
    for key in spine:
        name = places.get(key)
        if name in locked:
            raise LoadError("locked", where=where, format="EPUB")
        if name is None or not package.has(name):
            told.append(diagnose("source.part_unread", name=name or key))
            continue
        try:
            decoded = decode(package.read(name))
        except LoadError as error:
            if error.code != "damaged":
                raise
            told.append(diagnose("source.part_unread", name=name))
            continue
        lost += decoded.lost
        body = _BODY.search(decoded.text)
        pages.append(_EMPTY.sub(r"<\1\2></\1>", body.group("body") if body is not None else decoded.text))
    told += [diagnose("source.part_unread", name=places.get(key, key)) for key in beside]
    if not pages:
        raise LoadError("damaged", where=where, format="EPUB", reason="no page")
    return f"<html><body>{''.join(f'<div>{page}</div>' for page in pages)}</body></html>", lost, (*package.told(), *told)


def _book(package: Package) -> tuple[str, str]:
    """The folder of the book's list of pages, and that list."""
    container = _text_of(package, "META-INF/container.xml")
    said = _ROOT.search(container)
    name = said.group(1) if said is not None else next((one for one in package.names() if one.lower().endswith(".opf")), "")
    return posixpath.dirname(name), _text_of(package, name)


def _text_of(package: Package, name: str) -> str:
    return decode(package.read(name)).text if name and package.has(name) else ""
