"""Compound files (MS-CFB): the streams in a DOC, a WPS or an XLS, by name; damaged chains end where they break."""

from __future__ import annotations

import struct

from notice_parser.errors import LoadError

__all__ = ["Streams", "read_streams"]

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # from here on sector numbers mean: end, free, part of a table
_ENTRY = 128
_MAX_ENTRIES = 20_000


class Streams(dict[str, bytes]):
    """Streams by name. ``cut``: the names of those of which a part is missing."""

    def __init__(self) -> None:
        super().__init__()
        self.cut: set[str] = set()


def read_streams(data: bytes, kind: str, where: str | None) -> Streams:
    """The streams of the root storage and of those below it; of two of one name the first counts."""
    if len(data) < 512 or not data.startswith(_MAGIC):
        raise LoadError("damaged", where=where, format=kind, reason="header")
    try:
        return _Compound(data).streams()
    except (struct.error, IndexError) as error:
        raise LoadError("damaged", where=where, format=kind, reason=str(error)) from error


class _Compound:
    def __init__(self, data: bytes) -> None:
        self.data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        self.size = 1 << shift if shift in (9, 12) else 512
        self.mini = 1 << mini_shift if mini_shift == 6 else 64
        self.cutoff, first_mini, _, first_difat, n_difat = struct.unpack_from("<5I", data, 56)
        (self.first_entry,) = struct.unpack_from("<I", data, 48)
        sectors = list(struct.unpack_from("<109I", data, 76))
        at, seen = first_difat, 0
        while at < _END and seen < min(n_difat, len(data) // self.size + 1):
            more = struct.unpack_from(f"<{self.size // 4}I", self.sector(at).ljust(self.size, b"\xff"))
            sectors += more[:-1]
            at, seen = more[-1], seen + 1
        self.fat: list[int] = []
        for number in sectors:
            if number < _END:
                table = self.sector(number)
                self.fat += struct.unpack_from(f"<{len(table) // 4}I", table)
        table = self.chain(first_mini)
        self.mini_fat = list(struct.unpack_from(f"<{len(table) // 4}I", table))

    def sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.data[start : start + self.size]

    def chain(self, first: int) -> bytes:
        """The sectors of a chain, put together."""
        parts: list[bytes] = []
        at = first
        while at < _END and at < len(self.fat) and len(parts) <= len(self.fat):
            parts.append(self.sector(at))
            at = self.fat[at]
        return b"".join(parts)

    def streams(self) -> Streams:
        entries = self.chain(self.first_entry)
        found = Streams()
        small = b""
        for at in range(0, min(len(entries) - _ENTRY + 1, _MAX_ENTRIES * _ENTRY), _ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            first, size = struct.unpack_from("<II", entries, at + 116)
            if kind == 5:
                small = self.chain(first)
            elif kind == 2 and 2 <= length <= 64:
                name = entries[at : at + length - 2].decode("utf-16-le", "replace")
                if name not in found:
                    found[name] = self.small(small, first, size) if size < self.cutoff else self.chain(first)[:size]
                    if len(found[name]) < size:
                        found.cut.add(name)
        return found

    def small(self, container: bytes, first: int, size: int) -> bytes:
        parts: list[bytes] = []
        at = first
        while at < _END and at < len(self.mini_fat) and len(parts) * self.mini < size:
            parts.append(container[at * self.mini : (at + 1) * self.mini])
            at = self.mini_fat[at]
        return b"".join(parts)[:size]
