"""A ZIP file that was cut off has lost its list of members, which stands at its end: what is left of the members themselves.

Each member has a header of its own before its content; the last one is kept as far as it goes.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO
from typing import NamedTuple

__all__ = ["Salvaged", "name_of", "open_zip", "salvaged"]

_HEADER = struct.Struct("<4s5H3I2H")
_MARK = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_CHUNK = 2**16
_ENCRYPTED, _SIZE_BEHIND = 0x1, 0x8


class Salvaged(NamedTuple):
    """What is left of a ZIP: its members as one of its own, the names of those that are not whole, and of those that are encrypted."""

    package: bytes
    cut: tuple[str, ...]
    locked: tuple[str, ...]


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The ZIP. ``BadZipFile`` where its own list of members is lost, though that of a ZIP stored in it may be found."""
    package = zipfile.ZipFile(BytesIO(data))
    if data.startswith(_MARK) and not any(info.header_offset == 0 for info in package.infolist()):
        raise zipfile.BadZipFile("list of members lost")
    return package


def salvaged(data: bytes, limit: int, most: int) -> Salvaged | None:
    """The members that are left; null where there are none.

    ``limit``: bytes that may be unpacked in all; ``most``: members.
    """
    members: dict[str, bytes] = {}
    cut: list[str] = []
    locked: list[str] = []
    at = data.find(_MARK)
    while 0 <= at <= len(data) - _HEADER.size and limit > 0 and len(members) < most:
        _, _, flags, method, _, _, _, size, _, name_size, extra_size = _HEADER.unpack_from(data, at)
        start = at + _HEADER.size + name_size + extra_size
        raw = data[at + _HEADER.size : at + _HEADER.size + name_size]
        at = data.find(_MARK, at + len(_MARK))
        if start > len(data):
            continue
        name = name_of(raw)
        if flags & _ENCRYPTED:
            locked.append(name)
            continue
        if method == _DEFLATED:
            content, end = _inflated(data, start, limit)
        elif method == _STORED and not (flags & _SIZE_BEHIND and not size):
            content = data[start : start + size]
            end = start + size if start + size <= len(data) else None
        else:
            continue
        limit -= len(content)
        if content:
            members.setdefault(name, content)
        if end is None:
            cut.append(name)
            break
        at = data.find(_MARK, end)
    if not members and not locked:
        return None
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return Salvaged(out.getvalue(), tuple(cut), tuple(dict.fromkeys(locked)))


def _inflated(data: bytes, start: int, limit: int) -> tuple[bytes, int | None]:
    """What is packed from a place on, and where it ends; null where the data do before."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    parts: list[bytes] = []
    at = start
    try:
        while not unpacker.eof and at < len(data) and limit > 0:
            parts.append(unpacker.decompress(data[at : at + _CHUNK], limit))
            limit -= len(parts[-1])
            at += _CHUNK
    except zlib.error:
        return b"".join(parts), None
    return b"".join(parts), min(at, len(data)) - len(unpacker.unused_data) if unpacker.eof else None


def name_of(raw: bytes) -> str:
    """A member's name: in UTF-8, or in GB18030, which Chinese Windows writes.

    >>> name_of("附件1.xls".encode("gb18030"))
    '附件1.xls'
    """
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")
