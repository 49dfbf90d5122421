"""A PDF whose list of objects is lost or wrong, as one that was cut off has lost it with its end: what is left of the objects themselves.

Each object stands in the file with its number; those of an object stream are unpacked. A new list of pages and of objects is written
behind them. Objects that were cut off are kept as far as they go, so that of the last page what there is can be read.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

__all__ = ["salvaged_pdf"]

_OBJECT = re.compile(rb"(?<![0-9])(?P<number>[0-9]{1,8})[ \r\n]{1,3}[0-9]{1,5}[ \r\n]{1,3}obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_TYPE = re.compile(rb"/Type\s{0,9}/(?P<name>[A-Za-z]{1,20})")
_KIDS = re.compile(rb"/Kids\s{0,9}\[(?P<kids>[^\[\]]{0,2000000})\]")
_REFERENCE = re.compile(rb"([0-9]{1,8})\s{1,9}[0-9]{1,5}\s{1,9}R")
_COUNTS = re.compile(rb"/(?P<name>N|First)\s{1,9}(?P<value>[0-9]{1,8})(?!\s{1,9}[0-9]{1,5}\s{1,9}R)")
_ENCRYPTED = re.compile(rb"/Encrypt\s{0,9}[0-9<]")
_MAX_OBJECTS = 500_000
_MAX_UNPACKED = 1 << 26  # bytes of all object streams
_MAX_DEPTH = 50  # lists of pages within lists
_DICTIONARY = 20_000  # bytes of an object in which its type is looked for


def salvaged_pdf(data: bytes) -> bytes | None:
    """The file with new lists of its pages and objects; null where no page is left, or what is left is encrypted."""
    if _ENCRYPTED.search(data):
        return None
    objects: dict[int, bytes] = {}
    packed: dict[int, bytes] = {}
    left = _MAX_UNPACKED
    for number, body in _objects(data):
        objects[number] = body  # what was changed later stands later
        if _type_of(body) == b"ObjStm":
            inner = dict(_unpacked(body, left))
            left -= sum(map(len, inner.values()))
            packed |= inner
    objects = packed | objects
    pages = _pages(objects)
    if not pages:
        return None
    root = max(objects) + 1
    kids = b" ".join(b"%d 0 R" % page for page in pages)
    objects[root] = b"<</Type/Catalog/Pages %d 0 R>>" % (root + 1)
    objects[root + 1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(pages))
    return _written(objects, root)


def _objects(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Number and content of each object, the last one as far as it goes."""
    found = _OBJECT.search(data)
    count = 0
    while found is not None and count < _MAX_OBJECTS:
        count += 1
        end = data.find(b"endobj", found.end())
        stream = _STREAM.search(data, found.end(), end if end >= 0 else len(data))
        if stream is not None:
            close = data.find(b"endstream", stream.end())
            end = close + len(b"endstream") if close >= 0 else -1
        if end < 0:
            if stream is not None:
                yield int(found.group("number")), data[found.end() :] + b"\nendstream"
            return
        yield int(found.group("number")), data[found.end() : end]
        found = _OBJECT.search(data, end)


def _type_of(body: bytes) -> bytes | None:
    """The type that an object says it has."""
    if body.lstrip()[:2] != b"<<":
        return None
    said = _TYPE.search(body, 0, _DICTIONARY)
    return said.group("name") if said is not None else None


def _unpacked(body: bytes, limit: int) -> Iterator[tuple[int, bytes]]:
    """The objects of an object stream (ISO 32000, 7.5.7)."""
    stream = _STREAM.search(body)
    if stream is None or limit <= 0:
        return
    counts = {found.group("name"): int(found.group("value")) for found in _COUNTS.finditer(body, 0, stream.start())}
    try:
        text = zlib.decompressobj().decompress(body[stream.end() :], limit) if b"/FlateDecode" in body[: stream.start()] else b""
    except zlib.error:
        return
    first = counts.get(b"First", 0)
    numbers = [int(one) for one in text[:first].split()[: 2 * counts.get(b"N", 0)] if one.isdigit()]
    places = [*numbers[1::2], len(text) - first]
    for number, start, end in zip(numbers[::2], places, places[1:], strict=False):
        yield number, text[first + start : first + end]


def _pages(objects: dict[int, bytes]) -> list[int]:
    """The pages, as the lists of pages that are left have them, then those of no list in the order of the file."""
    types = {number: kind for number, body in objects.items() if (kind := _type_of(body)) in (b"Page", b"Pages")}
    kids = {
        number: [int(one) for one in _REFERENCE.findall(found.group("kids"))]
        for number, kind in types.items()
        if kind == b"Pages" and (found := _KIDS.search(objects[number])) is not None
    }
    inner = {kid for listed in kids.values() for kid in listed}
    pages: dict[int, None] = {}
    seen: set[int] = set()

    def take(number: int, depth: int) -> None:
        if types.get(number) == b"Page":
            pages[number] = None
        elif depth < _MAX_DEPTH and number not in seen:
            seen.add(number)
            for kid in kids.get(number, ()):
                take(kid, depth + 1)

    for number in kids:
        if number not in inner:
            take(number, 0)
    pages |= {number: None for number, kind in types.items() if kind == b"Page" and number not in pages}
    return list(pages)


def _written(objects: dict[int, bytes], root: int) -> bytes:
    parts = [b"%PDF-1.7\n"]
    at = len(parts[0])
    places: dict[int, int] = {}
    for number, body in sorted(objects.items()):
        places[number] = at
        parts.append(b"%d 0 obj%s%s\nendobj\n" % (number, b"" if body[:1].isspace() else b"\n", body))
        at += len(parts[-1])
    parts.append(b"xref\n0 1\n0000000000 65535 f \n")
    parts += [b"%d 1\n%010d 00000 n \n" % pair for pair in places.items()]
    parts.append(b"trailer\n<</Size %d/Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, root, at))
    return b"".join(parts)
