"""The name of an electronic seal (签章, GB/T 38540): what stands in the seal, or in the signature that holds it, beside its picture.

A seal is DER: a sequence of its head (which begins with ``ES``), its number, its properties (kind, name, certificates, days) and its
picture. No more than the name is looked for; whether a signature holds is for others to say.
"""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["seal_name"]

_SEQUENCE, _INTEGER, _UTF8, _IA5 = 0x30, 0x02, 0x0C, 0x16
_MAX_DEPTH = 8
_MAX_NODES = 20_000
_LONGEST = 100  # characters of a name


def seal_name(data: bytes) -> str | None:
    """The name of the seal in a file; null where it holds none, or is of another form."""
    left = _MAX_NODES
    stack = [(data, 0)]
    while stack:
        inside, depth = stack.pop()
        parts = []
        for part in _parts(inside):
            left -= 1
            if left < 0:
                return None
            parts.append(part)
        for (kind, head), (_, _), (of, properties) in zip(parts, parts[1:], parts[2:], strict=False):
            if kind == of == _SEQUENCE and (name := _named(head, properties)) is not None:
                return name
        if depth < _MAX_DEPTH:
            stack += [(content, depth + 1) for kind, content in reversed(parts) if kind & 0x20]
    return None


def _named(head: bytes, properties: bytes) -> str | None:
    """The name in the properties of a seal, where the head is one."""
    if next(_parts(head), None) != (_IA5, b"ES"):
        return None
    said = [part for part, _ in zip(_parts(properties), range(2), strict=False)]
    if [kind for kind, _ in said] != [_INTEGER, _UTF8]:
        return None
    return " ".join(said[1][1].decode("utf-8", "replace").split())[:_LONGEST] or None


def _parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Kind and content of each part of a DER value, as far as they are whole."""
    at = 0
    while at + 2 <= len(data):
        kind, size, at = data[at], data[at + 1], at + 2
        if size & 0x80:
            wide = size & 0x7F
            size, at = int.from_bytes(data[at : at + wide], "big"), at + wide
            if not 0 < wide <= 4:
                return
        if at + size > len(data):
            return
        yield kind, data[at : at + size]
        at += size
