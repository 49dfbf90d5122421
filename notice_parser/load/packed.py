"""Files that pack one other (gzip, bzip2, xz) → its content, within a limit; of one that was cut off, as far as it goes."""

from __future__ import annotations

import zlib
from typing import Any

from notice_parser.errors import LoadError

__all__ = ["PACKED", "unpacked"]

PACKED = {"gzip": b"\x1f\x8b", "bzip2": b"BZh", "xz": b"\xfd7zXZ\x00"}  # by their first bytes
_CHUNK = 2**16
_MEMORY = 128 * 2**20  # bytes that xz may take for its dictionary


def unpacked(kind: str, data: bytes, limit: int, where: str | None) -> tuple[bytes, bool]:
    """The content, of several that stand one behind the other all of them, and whether it is whole.

    ``LoadError`` where there is nothing to be read, or more than ``limit`` bytes.
    """
    make, faults = _engine(kind)
    parts: list[bytes] = []
    size, at = 0, 0
    reason = "unexpected end"
    is_whole = False
    while at < len(data) and (at == 0 or data.startswith(PACKED[kind], at)):
        unpacker = make()
        is_whole = False
        try:
            while not unpacker.eof and at < len(data):
                chunk = data[at : at + _CHUNK]
                at += len(chunk)
                part = unpacker.decompress(chunk, limit - size + 1)  # less than that much: the chunk is done with
                parts.append(part)
                size += len(part)
                if size > limit:
                    raise LoadError("bomb", where=where, reason=f"> {limit} bytes")
        except faults as error:
            reason = str(error)
            break
        is_whole = unpacker.eof
        at -= len(unpacker.unused_data)
    if not size and not is_whole:
        raise LoadError("damaged", where=where, format=kind, reason=reason)
    return b"".join(parts), is_whole


def _engine(kind: str) -> tuple[Any, tuple[type[Exception], ...]]:
    """What makes an unpacker, and what it raises; imported only when such a file comes."""
    if kind == "gzip":
        return lambda: zlib.decompressobj(wbits=31), (zlib.error,)
    if kind == "bzip2":
        import bz2

        return bz2.BZ2Decompressor, (OSError, ValueError)
    import lzma

    return lambda: lzma.LZMADecompressor(memlimit=_MEMORY), (lzma.LZMAError, EOFError, ValueError)
