"""Where the values of a notice are printed: path in the JSON → boxes on its pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from msgspec import UNSET

from notice_parser.emit.locate import locate
from notice_parser.model import Notice, Span

__all__ = ["Box", "boxes_of"]


class Box(NamedTuple):
    """A box on a page, which counts from 0; in points from its upper left corner."""

    page: int
    left: float
    top: float
    right: float
    bottom: float


def boxes_of(notice: Notice) -> dict[str, list[Box]]:
    """The boxes of every value that has words on a page; a row of a table that the file marks up has none of its own."""
    if notice.layout is UNSET:
        return {}
    found = {}
    for path, span in _spans(notice):
        boxes = [
            Box(place.page, *map(float, place.bbox))
            for place in locate(notice, span)
            if place.page is not None and place.bbox is not None and place.part == "line"
        ]
        if boxes:
            found[path] = boxes
    return found


def _spans(notice: Notice) -> Iterator[tuple[str, Span]]:
    """Path and words of every value: of a statistic its figure."""
    for field in notice.__struct_fields__:
        held = getattr(notice, field)
        many: Any = held if isinstance(held, tuple) else ()
        for path, part in [(f"{field}.{i}", one) for i, one in enumerate(many)] or [(field, held)]:
            span = getattr(part, "quantity_span", None) or getattr(part, "span", None)
            if span is not None:
                yield path, span
