"""A document as layout hands it on, made from lines whose zone and role the test gives."""

from __future__ import annotations

from notice_parser.layout.document import Document, Line, OffsetMap, Role, Zone

Placed = tuple[Zone, Role, str]


def laid_out(*lines: Placed) -> Document:
    """A document of these lines, on one page, without headings and annexes."""
    built: list[Line] = []
    start = 0
    for zone, role, text in lines:
        built.append(Line(start=start, end=start + len(text), zone=zone, role=role))
        start += len(text) + 1
    text = "\n".join(text for _, _, text in lines)
    return Document(
        text=text, lines=tuple(built), pages=((0, len(text)),), offsets=OffsetMap(starts=(0,), sources=(0,)), headings=(), annexes=()
    )
