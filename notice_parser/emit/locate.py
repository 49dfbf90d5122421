"""Where a span of a notice's text stands in its file: page, paragraph, box."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal

from msgspec import UNSET, structs

from notice_parser.errors import NoticeParserError
from notice_parser.model import Notice, Place, Span

__all__ = ["locate"]

_WIDE = 0x2E7F  # characters beyond it take a whole em in print; quotes and dashes below it too, in Chinese type
_ALSO_WIDE = frozenset("“”‘’—…·")


def locate(notice: Notice, span: Span) -> tuple[Place, ...]:
    """The places that ``span`` touches, in order, each with its part of the span; empty where the span is empty.

    ``NoticeParserError`` where the notice holds no layout.
    """
    if notice.layout is UNSET:
        raise NoticeParserError("no_layout")
    assert not isinstance(notice.layout, type(UNSET))
    start, end = span
    first = max(0, bisect_right(notice.layout, start, key=lambda place: place.span[0]) - 1)
    found: list[Place] = []
    for place in notice.layout[first:]:
        if place.span[0] >= end:
            break
        part = (max(start, place.span[0]), min(end, place.span[1]))
        if part[0] < part[1]:
            found.append(structs.replace(place, span=part, bbox=_part_of_box(notice.text, place, part)))
    return tuple(found)


def _part_of_box(text: str, place: Place, part: Span) -> tuple[Decimal, Decimal, Decimal, Decimal] | None:
    """The box of a part of a printed line, its characters taken for as wide as Chinese type sets them."""
    if place.bbox is None or place.part == "row" or part == place.span:
        return place.bbox
    left, top, right, bottom = place.bbox
    whole = _ems(text[place.span[0] : place.span[1]])
    before = _ems(text[place.span[0] : part[0]])
    until = before + _ems(text[part[0] : part[1]])
    unit = (right - left) / whole
    return (_point(left + before * unit), top, _point(left + until * unit), bottom)


def _ems(text: str) -> int:
    """Widths in half ems."""
    return sum(2 if ord(c) > _WIDE or c in _ALSO_WIDE else 1 for c in text)


def _point(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.1"))
