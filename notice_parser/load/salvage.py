"""A ZIP file that was cut off has lost its list of members, which stands at its end: what is left of the members themselves.

Each member has a header of its own before its content; the last one is kept as far as it goes.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from io import BytesIO

__all__ = ["salvaged"]

_HEADER = struct.Struct("<4s5H3I2H")
_MARK = b"PK\x03\x04"
_STORED, _DEFLATED = 0, 8
_CHUNK = 2**16
_ENCRYPTED, _SIZE_BEHIND, _UTF8 = 0x1, 0x8, 0x800


def salvaged(data: bytes, limit: int, most: int) -> tuple[bytes, tuple[str, ...]] | None:
    """The members that are left as a ZIP of its own, and the names of those that are not whole; null where there are none.

    ``limit``: bytes that may be unpacked in all; ``most``: members.
    """
    members: dict[str, bytes] = {}
    cut: list[str] = []
    at = data.find(_MARK)
    while 0 <= at <= len(data) - _HEADER.size and limit > 0 and len(members) < most:
        _, _, flags, method, _, _, _, size, _, name_size, extra_size = _HEADER.unpack_from(data, at)
        start = at + _HEADER.size + name_size + extra_size
        raw = data[at + _HEADER.size : at + _HEADER.size + name_size]
        at = data.find(_MARK, at + len(_MARK))
        if flags & _ENCRYPTED or start > len(data):
            continue
        name = _name_of(raw, flags)
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
    if not members:
        return None
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package:
        for name, content in members.items():
            package.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue(), tuple(cut)


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


def _name_of(raw: bytes, flags: int) -> str:
    try:
        return raw.decode("utf-8" if flags & _UTF8 else "cp437")
    except UnicodeDecodeError:
        return raw.decode("cp437")
